"""Open the matrix of promises as its user does: ``remittances_window BOOK ANSWERS OFFICIALS``.

Times run from the command until the first screen is painted, and until the totals stand below it.
"""

import json
import os
import sys
import time
from datetime import date
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop, QSettings, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from financedesk.ui.app import make_application, open_window
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.pages import PAGES
from financedesk.ui.pages.remittances_matrix import MatrixView
from financedesk.ui.shell import MainWindow
from financedesk.ui.shell.page import PageModule
from tests.bench.remittances_book import ON

PULSE_MS, SETTLE_MS, PATIENCE_SECONDS = 20, 250, 120
_SIZE = (1440, 900)


class Work:
    """The window over the book, and what was measured in it."""

    def __init__(self, book: str, folder: Path, today: date) -> None:
        self.application = make_application(["remittances"])
        settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
        settings.setValue("view/theme", "light")
        desk = BookDesk(today=today)
        desk.take(desk.open(book))
        self.window: MainWindow = open_window(desk, PAGES, settings=settings)
        self.window.resize(*_SIZE)
        self.pulse = QTimer(interval=PULSE_MS)
        self.pulse.start()
        self.window.show()
        self.settle()

    def settle(self) -> None:
        """Wait until the window rests and has read its pages, so that nothing else is measured."""
        while not self._is_at_rest():
            self._turn()
        QTest.qWait(SETTLE_MS)

    def _is_at_rest(self) -> bool:
        makers = (entry.make for entry in self.window.entries)
        read = all(one.module in sys.modules for one in makers if isinstance(one, PageModule))
        return read and not self.window.runner.jobs

    def _turn(self) -> None:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def matrix(self) -> MatrixView | None:
        """Return the matrix, once it was made."""
        found = self.window.findChildren(MatrixView)
        return found[0] if found else None

    def until(self, begun: float, *, totals: bool) -> float:
        """Return the milliseconds until the first screen, or the totals, are painted."""
        while not self._ready(totals=totals):
            self._turn()
            if time.perf_counter() - begun > PATIENCE_SECONDS:
                raise RuntimeError("the matrix did not come to an end")
        QApplication.sendPostedEvents()
        QCoreApplication.processEvents()
        return (time.perf_counter() - begun) * 1000

    def _ready(self, *, totals: bool) -> bool:
        view = self.matrix()
        if view is None or not view.model.size():
            return False
        if totals:
            return view.totals.found is not None
        seen = [place for place in view.grid.rows_in_sight() if place < view.model.size()]
        return all(view.model.listed[place].id in view.model.years for place in seen)


def main(book: str, answers: str, officials: str) -> None:
    """Open the page, then its totals, then another year of it."""
    work, figures = Work(book, Path(answers).parent, ON), []

    def note(name: str, milliseconds: float, most: float) -> None:
        figures.append({"name": name, "milliseconds": milliseconds, "most": most})

    named = f"the matrix of {int(officials):,} officials"
    begun = time.perf_counter()
    work.window.go("remittances")
    note(f"open {named}, first screen", work.until(begun, totals=False), 300)
    note("its totals", work.until(begun, totals=True), 10_000)
    work.settle()
    view = work.matrix()
    if view is None:
        raise RuntimeError("there is no matrix")
    begun = time.perf_counter()
    view.turn(-1)
    note("the year before, first screen", work.until(begun, totals=False), 300)
    work.settle()
    begun = time.perf_counter()
    last = view.model.index(view.model.size() - 1, 2)
    view.grid.setCurrentIndex(last)
    note("jump to the last official", work.until(begun, totals=False), 100)
    Path(answers).write_text(json.dumps(figures))
    work.window.runner.shutdown()
    work.window.desk.close()
    sys.stdout.flush()
    # The window is not taken apart: what that takes is nobody's waiting.
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
