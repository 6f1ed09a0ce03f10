"""Work in the window as its user does and write what it took: ``desk_window BOOK ANSWERS``.

Times run from the key, the click or the command until what was asked for is painted.
"""

import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QAbstractItemModel, QCoreApplication, QEventLoop, QSettings, Qt, QTimer
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView

from financedesk.ui.app import make_application, open_window
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.models import PagedTableModel
from financedesk.ui.models.table_model import DISPLAY_ROLE, ICON_ROLE, TONE_ROLE
from financedesk.ui.pages import PAGES
from financedesk.ui.shell import MainWindow
from financedesk.ui.theme import current_theme
from financedesk.ui.widgets import DataTable
from financedesk.ui.widgets.table_delegate import TableDelegate

PATIENCE_SECONDS = 120
PULSE_MS = 20
TYPED = (
    "ana woodl", "marisol linds", "theodore", "kamala west", "beatrix ashford", "portland mill",
    "250.00", "503550",
)  # fmt: skip
JUMPS, REPAINTS, SWITCHES = 40, 30, 6
_SIZE = (1440, 900)


class Work:
    """The window over the book, and what was measured in it."""

    def __init__(self, book: str, folder: Path) -> None:
        self.application = make_application(["desk"])
        settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
        settings.setValue("view/theme", "light")
        desk = BookDesk()
        desk.take(desk.open(book))
        self.window: MainWindow = open_window(desk, PAGES, settings=settings)
        self.window.resize(*_SIZE)
        self.figures: list[dict[str, object]] = []
        # Wakes a loop that waits for what no event tells.
        self.pulse = QTimer(interval=PULSE_MS)
        self.pulse.start()
        took = self.timed(self.window.show, lambda: not self.window.runner.jobs)
        self.note("open the window on its first page", took, 300)

    def until(self, ready: Callable[[], bool]) -> None:
        """Let the window work until something is so, asleep between events as at a user's desk.

        A loop that asked again and again would take the interpreter from the threads that work.
        """
        begun = time.perf_counter()
        while not ready():
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            if time.perf_counter() - begun > PATIENCE_SECONDS:
                raise RuntimeError("the window did not come to an end")
        self.paint()

    def settle(self) -> None:
        """Wait until nothing is under way."""
        self.until(lambda: not self.window.runner.jobs)
        QTest.qWait(250)
        self.until(lambda: not self.window.runner.jobs)

    def paint(self) -> None:
        """Let everything that waits for it be painted."""
        QApplication.sendPostedEvents()
        QCoreApplication.processEvents()

    def timed(self, act: Callable[[], object], ready: Callable[[], bool] = lambda: True) -> float:
        """Return the milliseconds from an act until its answer is painted."""
        begun = time.perf_counter()
        act()
        self.until(ready)
        return (time.perf_counter() - begun) * 1000

    def note(self, name: str, milliseconds: float, most: float) -> None:
        """Keep a figure."""
        self.figures.append({"name": name, "milliseconds": milliseconds, "most": most})

    # --- what is measured

    def pages(self) -> None:
        """Open every page once: that is when it is made, read and drawn."""
        for entry in self.window.entries[1:]:
            self.settle()
            took = self.timed(lambda: self.window.go(entry.page_id), self._page_is_there)  # noqa: B023
            self.note(f"open {entry.title}", took, 300)

    def _page_is_there(self) -> bool:
        """Whether the page shows what it has; lists may go on growing below the first screen."""
        models = [table.model for table in self._tables() if table.isVisible()]
        paged = [model for model in models if isinstance(model, PagedTableModel)]
        if paged:
            return all(model.rowCount() for model in paged)
        return not self.window.runner.jobs

    def _tables(self) -> list[DataTable]:
        return self.window.page.findChildren(DataTable)

    def register(self) -> DataTable:
        """Show the register of contributions and return its table."""
        self.window.go("contributions")
        self.settle()
        return max(self._tables(), key=lambda table: table.model.rowCount())

    def sorts(self, table: DataTable) -> None:
        """Sort by every indexed column, both ways: until the first screen stands in its order."""
        first, whole = [], []
        for key in ("amount", "name", "date"):
            place = [column.key for column in table.model.columns].index(key)
            for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
                answers = Answers(table)
                begun = time.perf_counter()
                first.append(
                    self.timed(lambda: table.model.sort(place, order), answers.came)  # noqa: B023
                )
                self.until(lambda: table.model.is_whole)
                whole.append((time.perf_counter() - begun) * 1000)
                self.settle()
        self.note("sort by an indexed column, the slowest", max(first), 500)
        self.note("the same to the last row", max(whole), 5_000)

    def keystrokes(self, table: DataTable) -> None:
        """Type names, towns, amounts, a phone number: from the key to the rows that it finds."""
        took = []
        field = self.window.page.filter.search  # type: ignore[attr-defined]
        for words in TYPED:
            for letter in words:
                answers = Answers(table)
                took.append(self.timed(lambda: QTest.keyClicks(field, letter), answers.came))  # noqa: B023
                QTest.qWait(60)
            self.settle()
            answers = Answers(table)
            field.clear()
            self.until(answers.came)
            self.settle()
        took.sort()
        self.note("search, a keystroke in the middle", statistics.median(took), 50)
        self.note("search, p95 of all keystrokes", took[int(len(took) * 0.95)], 50)

    def jumps(self, table: DataTable) -> None:
        """Go to any place in the register."""
        chance, rows = random.Random(7), table.model.rowCount()
        took = [self.timed(lambda: table.view.jump(to_end=True)),
                self.timed(lambda: table.view.jump(to_end=False))]  # fmt: skip
        for _ in range(JUMPS):
            place = chance.randrange(rows)
            index = table.model.index(place, 0)
            took.append(self.timed(lambda: table.view.setCurrentIndex(index)))  # noqa: B023
        self.note(f"jump anywhere in {rows:,} rows, the slowest", max(took), 100)

    def repaint(self, table: DataTable) -> None:
        """Paint a full page again and again, with our model and with one of Qt's own."""
        view = table.view
        # Kept to the end: Qt and Python would not agree who takes it apart.
        self.plain = plain = plain_table(table)
        plain.resize(view.size())
        plain.show()
        self.paint()
        floor = statistics.median(painted(plain))
        plain.hide()
        self.paint()
        view.viewport().setFocus()
        ours = statistics.median(painted(view))
        self.figures.append(
            {"name": "repaint of a full page", "ours": ours, "floor": floor, "most": 1.5}
        )

    def themes(self) -> None:
        """Switch between light and dark on the register."""
        took = [self.timed(current_theme().toggle) for _ in range(SWITCHES)]
        self.note("switch the theme, the slowest", max(took), 200)


class Answers:
    """Tells when a table has got the answer to what is asked next."""

    def __init__(self, table: DataTable) -> None:
        self._come = False
        table.model.loaded.connect(self._take)

    def _take(self, _rows: int) -> None:
        self._come = True

    def came(self) -> bool:
        """Whether it has come."""
        return self._come


def plain_table(table: DataTable) -> QTableView:
    """Return a plain table with the same cells, held in a model of Qt's own."""
    shown = table.model
    first = max(0, table.view.rowAt(0))
    rows = table.view.viewport().height() // table.view.rowHeight(first) + 2
    model = QStandardItemModel(rows, shown.columnCount())
    for row, column in _places(rows, shown):
        item = QStandardItem()
        for role in (DISPLAY_ROLE, TONE_ROLE, ICON_ROLE):
            item.setData(shown.data(shown.index(first + row, column), role), role)
        model.setItem(row, column, item)
    plain = QTableView()
    model.setParent(plain)
    plain.setModel(model)
    delegate = TableDelegate(plain, shown.columns)
    plain.setItemDelegate(delegate)
    # Neither the view nor Qt's own model owns what was made here.
    plain.setProperty("kept", [delegate, model])
    plain.setShowGrid(False)
    plain.setWordWrap(False)
    plain.verticalHeader().hide()
    plain.verticalHeader().setDefaultSectionSize(table.view.rowHeight(first))
    for place in range(shown.columnCount()):
        plain.setColumnWidth(place, table.view.columnWidth(place))
        plain.setColumnHidden(place, table.view.isColumnHidden(place))
    return plain


def _places(rows: int, model: QAbstractItemModel) -> Iterator[tuple[int, int]]:
    return ((row, column) for row in range(rows) for column in range(model.columnCount()))


def painted(view: QTableView) -> list[float]:
    """Return the milliseconds of each of many repaints of everything in sight."""
    took = []
    for _ in range(REPAINTS):
        begun = time.perf_counter()
        view.viewport().repaint()
        took.append((time.perf_counter() - begun) * 1000)
    return took


def main(book: str, answers: str) -> None:
    """Do all of it."""
    work = Work(book, Path(answers).parent)
    work.pages()
    table = work.register()
    work.sorts(table)
    work.jumps(table)
    work.repaint(table)
    work.themes()
    work.keystrokes(table)
    Path(answers).write_text(json.dumps(work.figures))
    work.window.runner.shutdown()
    work.window.desk.close()
    sys.stdout.flush()
    # The window is not taken apart: what that takes is nobody's waiting.
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
