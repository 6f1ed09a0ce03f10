"""What makes a table bearable at any size: the first screen first, totals, export, what is kept."""

import csv
import threading
import time
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from financedesk.errors import BadInput, Cancelled
from financedesk.progress import Progress, Silent
from financedesk.reports.table_file import write_table
from financedesk.ui.formatting import money
from financedesk.ui.jobs import JobRunner
from financedesk.ui.models import ListTableModel, PagedTableModel, Query
from financedesk.ui.models.paged import FIRST_ROWS, PAGE_ROWS
from financedesk.ui.shell.export_shown import value_of, with_ending
from financedesk.ui.widgets import DataTable
from tests.ui.fictional import COLUMNS, Gift, Register, gift

Key = Qt.Key


@dataclass
class Quick(Register):
    """A register that knows its first rows sooner than all, and counts by itself."""

    asked_first: int = 0
    read_by: list[int] = field(default_factory=list)
    counted: list[str] = field(default_factory=list)

    def rows(self, ids: Sequence[int]) -> list[Gift | None]:
        self.read_by.append(threading.get_ident())
        return super().rows(ids)

    def first_ids(self, query: Query, limit: int, progress: Progress) -> "array[int]":
        self.asked_first += 1
        return self.ids(query, progress)[:limit]

    def totals(self, query: Query, progress: Progress) -> tuple[int, int]:
        self.counted.append(query.text)
        ids = self.ids(query, progress)
        return len(ids), sum(gift(number).cents for number in ids)


def shown(qtbot: QtBot, runner: JobRunner, register: Register) -> DataTable:
    model: PagedTableModel[Gift] = PagedTableModel(COLUMNS, register, runner, title="gifts")
    table = DataTable("Gifts", model, noun=("gift", "gifts"))
    qtbot.addWidget(table)
    table.resize(1000, 500)
    table.show()
    model.ask()
    return table


def test_the_first_screen_comes_before_the_rest(qtbot: QtBot, runner: JobRunner) -> None:
    table = shown(qtbot, runner, Quick(5_000))
    seen: list[int] = []
    table.model.loaded.connect(seen.append)
    qtbot.waitUntil(lambda: table.model.is_whole and table.model.size() == 5_000)
    assert seen == [FIRST_ROWS, 5_000]
    assert table.model.row_at(FIRST_ROWS) == gift(FIRST_ROWS + 1)


def test_while_one_types_the_rest_waits(qtbot: QtBot, runner: JobRunner) -> None:
    table = shown(qtbot, runner, Quick(5_000))
    qtbot.waitUntil(lambda: table.model.is_whole and table.model.size() == 5_000)
    table.model.ask(Query(text="okonkwo"))
    qtbot.waitUntil(lambda: table.model.size() == FIRST_ROWS)
    assert not table.model.is_whole
    qtbot.keyClick(table.view, Key.Key_End)
    qtbot.waitUntil(lambda: table.model.is_whole)
    assert table.view.currentIndex().row() == table.model.size() - 1 > FIRST_ROWS


def test_a_screen_comes_with_its_rows(qtbot: QtBot, runner: JobRunner) -> None:
    """What is painted after a key was read in a job: the window waits for no question."""
    register = Quick(5_000)
    table = shown(qtbot, runner, register)
    qtbot.waitUntil(lambda: table.model.is_whole and table.model.size() == 5_000)
    register.read_by.clear()
    table.model.ask(Query(text="okonkwo"))
    qtbot.waitUntil(lambda: table.model.size() == FIRST_ROWS)
    table.grab()
    assert threading.get_ident() not in register.read_by
    assert len(register.read_by) == 1


def test_the_row_after_the_first_screen_is_read_when_it_is_known(
    qtbot: QtBot, runner: JobRunner
) -> None:
    table = shown(qtbot, runner, Quick(5_000))
    qtbot.waitUntil(lambda: table.model.is_whole and table.model.size() == 5_000)
    rows = [table.model.row_at(place) for place in range(2 * PAGE_ROWS)]
    assert rows == [gift(number + 1) for number in range(2 * PAGE_ROWS)]


def test_a_large_screen_is_filled_at_once(qtbot: QtBot, runner: JobRunner) -> None:
    table = shown(qtbot, runner, Quick(5_000))
    table.resize(1000, 4_000)
    qtbot.waitUntil(lambda: table.model.is_whole and table.model.size() == 5_000)
    seen: list[int] = []
    table.model.loaded.connect(seen.append)
    table.model.ask(Query(descending=True))
    qtbot.waitUntil(lambda: table.model.is_whole and len(seen) == 2)
    assert seen[0] > table.view.viewport().height() // table.view.rowHeight(0) > FIRST_ROWS


def test_the_last_known_row_in_sight_calls_for_the_rest(qtbot: QtBot, runner: JobRunner) -> None:
    table = shown(qtbot, runner, Quick(5_000))
    qtbot.waitUntil(lambda: table.model.is_whole and table.model.size() == 5_000)
    table.model._pause.setInterval(60_000)
    table.model.ask(Query(text="okonkwo"))
    qtbot.waitUntil(lambda: table.model.size() == FIRST_ROWS)
    table.view.scrollToBottom()
    qtbot.waitUntil(lambda: table.model.is_whole)
    assert table.model.size() > FIRST_ROWS


def test_totals_wait_until_nothing_is_typed_and_only_the_last_are_asked(
    qtbot: QtBot, runner: JobRunner
) -> None:
    register = Quick(60)
    table = shown(qtbot, runner, register)
    qtbot.waitUntil(lambda: table.totals.words.startswith("60 gifts"))
    register.counted.clear()
    table.model._pause.setInterval(60_000)
    for typed in ("oko", "okonk", "okonkwo"):
        table.model.ask(Query(text=typed))
        qtbot.waitUntil(lambda: table.model.size() == 10 and not runner.jobs)
        assert table.totals.words == ""
    assert register.counted == []
    table.model.read_on()
    found = [gift(number).cents for number in range(6, 61, 6)]
    qtbot.waitUntil(lambda: table.totals.words == f"10 gifts · {money(sum(found))}")
    assert register.counted == ["okonkwo"]


def test_the_total_of_an_outdated_question_is_never_shown(qtbot: QtBot, runner: JobRunner) -> None:
    may_go_on = threading.Event()

    class Slow(Quick):
        def totals(self, query: Query, progress: Progress) -> tuple[int, int]:
            found = super().totals(query, progress)
            if not query.text:
                may_go_on.wait(10)
            return found

    table = shown(qtbot, runner, Slow(60))
    said: list[int] = []
    table.totalled.connect(lambda rows, _cents: said.append(rows))
    qtbot.waitUntil(lambda: table.model.size() == 60)
    table.model.ask(Query(text="okonkwo"))
    qtbot.waitUntil(lambda: said == [10])
    may_go_on.set()
    qtbot.waitUntil(lambda: not runner.jobs)
    assert said == [10]
    assert table.totals.words.startswith("10 gifts")


def test_the_same_asked_again_in_the_middle_keeps_what_was_asked(
    qtbot: QtBot, runner: JobRunner
) -> None:
    """As when something is written while a search is under way: its question is asked anew."""
    begun = threading.Event()

    class Interrupted(Quick):
        def first_ids(self, query: Query, limit: int, progress: Progress) -> "array[int]":
            while query.text and not begun.is_set():
                begun.set()
                wait_until_stopped(progress)
            return super().first_ids(query, limit, progress)

    table = shown(qtbot, runner, Interrupted(60))
    qtbot.waitUntil(lambda: table.totals.words.startswith("60 gifts"))
    stopped: list[bool] = []
    table.model.stopped.connect(lambda: stopped.append(True))
    table.model.ask(Query(text="okonkwo"))
    qtbot.waitUntil(begun.is_set)
    table.model.ask()
    qtbot.waitUntil(lambda: table.totals.words.startswith("10 gifts"))
    assert table.model.query == Query(text="okonkwo")
    assert stopped == []


def wait_until_stopped(progress: Progress) -> None:
    """Step until it raises, as a long question does."""
    for step in range(2_000):
        progress.step(step, None, "Reading")
        time.sleep(0.005)


def test_a_question_that_is_stopped_gives_the_total_back(qtbot: QtBot, runner: JobRunner) -> None:
    class Stopped(Quick):
        def first_ids(self, query: Query, limit: int, progress: Progress) -> "array[int]":
            if query.text:
                raise Cancelled("stopped")
            return super().first_ids(query, limit, progress)

    table = shown(qtbot, runner, Stopped(60))
    qtbot.waitUntil(lambda: table.totals.words.startswith("60 gifts"))
    table.model.ask(Query(text="okonkwo"))
    qtbot.waitUntil(lambda: not runner.jobs)
    qtbot.waitUntil(lambda: table.totals.words.startswith("60 gifts"))
    assert table.model.size() == 60


def test_the_total_of_everything_shown_stands_below(qtbot: QtBot, runner: JobRunner) -> None:
    table = shown(qtbot, runner, Quick(5_000))
    every = sum(gift(number).cents for number in range(1, 5_001))
    qtbot.waitUntil(lambda: table.totals.words == f"5,000 gifts · {money(every)}")
    table.model.ask(Query(text="nobody at all"))
    qtbot.waitUntil(lambda: table.is_empty)
    assert not table.totals.isVisible()


def test_a_table_that_is_being_read_does_not_say_that_it_is_empty(
    qtbot: QtBot, runner: JobRunner
) -> None:
    table = shown(qtbot, runner, Quick(500))
    assert not table.is_empty
    assert table.skeleton.isVisible()
    assert not table.skeleton.is_drawn
    qtbot.waitUntil(table.view.isVisible)


def test_a_stopped_sort_leaves_the_arrow_where_it_was(qtbot: QtBot, runner: JobRunner) -> None:
    class Slow(Register):
        def ids(self, query: Query, progress: Progress) -> "array[int]":
            if query.sort_key == "amount":
                raise Cancelled("stopped")
            return super().ids(query, progress)

    table = shown(qtbot, runner, Slow(50))
    table.model.ask(Query(sort_key="date"))
    qtbot.waitUntil(lambda: not runner.jobs)
    table._sort_by(4, Qt.SortOrder.DescendingOrder)
    qtbot.waitUntil(lambda: not runner.jobs)
    assert table.model.query == Query(sort_key="date")
    assert table.view.horizontalHeader().sortIndicatorSection() == 0


def test_widths_and_sort_are_remembered_and_forgotten(
    qtbot: QtBot, runner: JobRunner, settings: QSettings
) -> None:
    table = shown(qtbot, runner, Register(50))
    table.remember(settings, "gifts")
    table.columns_menu.about(4)
    table.columns_menu.widen(32)
    table._sort_by(4, Qt.SortOrder.DescendingOrder)
    other = shown(qtbot, runner, Register(50))
    other.remember(settings, "gifts")
    assert other.model.query == Query(sort_key="amount", descending=True)
    assert other.view.columnWidth(4) == table.view.columnWidth(4) == 104 + 32
    other.columns_menu.reset()
    assert other.view.columnWidth(4) == 104
    assert not settings.contains("gifts/widths")


def test_many_rows_are_copied_in_a_job(qtbot: QtBot, runner: JobRunner) -> None:
    table = shown(qtbot, runner, Quick(2_000))
    qtbot.waitUntil(lambda: table.model.is_whole and table.model.size() == 2_000)
    QGuiApplication.clipboard().clear()
    qtbot.keyClick(table.view, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(table.view, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(QGuiApplication.clipboard().text()))
    assert len(QGuiApplication.clipboard().text().splitlines()) == 2_001


# --- export

ROWS = [["=1+1", 123_45, None], ["José", -5, "x"]]


def test_a_csv_says_what_the_table_says(tmp_path: Path) -> None:
    target = tmp_path / "table.csv"
    write_table(target, "Gifts", ["Who", "Amount", ""], ROWS, 2, Silent())
    with target.open(encoding="utf-8-sig", newline="") as stream:
        assert list(csv.reader(stream)) == [
            ["Who", "Amount", ""], ["'=1+1", "123.45", ""], ["José", "-0.05", "x"],
        ]  # fmt: skip


def test_a_workbook_holds_amounts_and_words_that_never_compute(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    target = tmp_path / "table.xlsx"
    write_table(target, "Gifts", ["Who", "Amount", "Note"], ROWS, 2, Silent())
    sheet = load_workbook(target).active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]][:2] == ["=1+1", 123.45]
    assert sheet["A2"].data_type == "s"


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_a_stopped_export_leaves_the_old_file(tmp_path: Path, ending: str) -> None:
    class Stop:
        def step(self, done: int, total: int | None, text: str) -> None:
            raise Cancelled("stopped")

    target = tmp_path / f"table{ending}"
    target.write_text("old")
    with pytest.raises(Cancelled):
        write_table(target, "Gifts", ["Who"], [["a"]], 1, Stop())
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="neither"):
        write_table(tmp_path / "table.doc", "Gifts", [], [], 0, Silent())
    assert with_ending(tmp_path / "a", "CSV file (*.csv)").name == "a.csv"
    assert with_ending(tmp_path / "a.b", "Workbook (*.xlsx)").name == "a.b.xlsx"


def test_amounts_leave_as_amounts_in_the_columns_that_are_shown(qtbot: QtBot) -> None:
    model: ListTableModel[Gift] = ListTableModel(COLUMNS)
    table = DataTable("Gifts", model)
    qtbot.addWidget(table)
    table.resize(1200, 400)
    model.show([gift(1)])
    table.columns_menu.show_column(2, shown=False)
    columns = table.view.shown_columns()
    assert "Drive" not in [column.title for column in columns]
    values = {column.key: value_of(column, gift(1)) for column in columns}
    assert values["amount"] == gift(1).cents
    assert values["donor"] == gift(1).donor
