"""Registers of any size: correct for Qt, and small in memory."""

from array import array
from collections.abc import Sequence

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from financedesk.progress import Progress
from financedesk.ui.formatting import money
from financedesk.ui.jobs import JobRunner
from financedesk.ui.models import ListTableModel, PagedTableModel, Query
from financedesk.ui.models.paged import KEPT_PAGES, PAGE_ROWS
from tests.ui.fictional import COLUMNS, Gift, Register, gift

STRICT = QAbstractItemModelTester.FailureReportingMode.Fatal
SPOKEN = Qt.ItemDataRole.AccessibleTextRole


def loaded(
    qtbot: QtBot, runner: JobRunner, register: Register, query: Query | None = None
) -> PagedTableModel[Gift]:
    model: PagedTableModel[Gift] = PagedTableModel(COLUMNS, register, runner, title="gifts")
    with qtbot.waitSignal(model.loaded):
        model.ask(query)
    return model


def cell(model: QAbstractItemModel, row: int, column: int) -> str:
    return model.data(model.index(row, column))


def test_qt_finds_no_fault_with_it(qtbot: QtBot, runner: JobRunner) -> None:
    model = loaded(qtbot, runner, Register(120))
    QAbstractItemModelTester(model, STRICT, model)
    with qtbot.waitSignal(model.loaded):
        model.ask(Query(descending=True))
    assert model.rowCount() == 120


def test_qt_finds_no_fault_with_a_list(qtbot: QtBot) -> None:
    model: ListTableModel[Gift] = ListTableModel(COLUMNS, identify=lambda one: one.gift_id)
    QAbstractItemModelTester(model, STRICT, model)
    model.show([gift(number) for number in range(30)])
    assert model.position_of(7) == 7
    assert model.position_of(99) == -1


def test_a_million_rows_keep_a_few_pages(qtbot: QtBot, runner: JobRunner) -> None:
    register = Register(1_000_000)
    model = loaded(qtbot, runner, register)
    assert model.rowCount() == 1_000_000
    for position in range(0, 1_000_000, 10_007):
        assert cell(model, position, 1) == gift(position + 1).donor
    assert len(model._pages) <= KEPT_PAGES
    assert max(register.fetched) <= PAGE_ROWS
    assert cell(model, 999_999, 4) == money(gift(1_000_000).cents)


def test_a_page_is_fetched_once_while_it_is_at_hand(qtbot: QtBot, runner: JobRunner) -> None:
    register = Register(10_000)
    model = loaded(qtbot, runner, register)
    for position in range(PAGE_ROWS):
        cell(model, position, 0)
    assert register.fetched == [PAGE_ROWS]
    cell(model, 9_999, 0)
    assert register.fetched == [PAGE_ROWS, PAGE_ROWS]


def test_the_last_page_may_be_short(qtbot: QtBot, runner: JobRunner) -> None:
    model = loaded(qtbot, runner, Register(PAGE_ROWS + 3))
    assert cell(model, PAGE_ROWS + 2, 1) == gift(PAGE_ROWS + 3).donor
    assert model.row_at(PAGE_ROWS + 3) is None


def test_sorting_asks_the_source(qtbot: QtBot, runner: JobRunner) -> None:
    model = loaded(qtbot, runner, Register(500))
    with qtbot.waitSignal(model.loaded):
        model.sort(4, Qt.SortOrder.DescendingOrder)
    assert model.query == Query(sort_key="amount", descending=True)
    assert model.row_id(0) == 500


def test_the_old_rows_stay_until_the_answer_comes(qtbot: QtBot, runner: JobRunner) -> None:
    model = loaded(qtbot, runner, Register(500))
    model.ask(Query(text="okonkwo"))
    assert model.rowCount() == 500
    qtbot.waitUntil(lambda: model.rowCount() < 500)
    assert {cell(model, place, 1) for place in range(model.rowCount())} == {"Adaeze Okonkwo"}


def test_a_superseded_question_changes_nothing(qtbot: QtBot, runner: JobRunner) -> None:
    model = loaded(qtbot, runner, Register(600))
    counts: list[int] = []
    model.loaded.connect(counts.append)
    model.ask(Query(text="okonkwo"))
    model.ask(Query(text="no such name"))
    qtbot.waitUntil(lambda: not runner.jobs)
    assert counts == [0]


def test_every_cell_can_be_read_aloud(qtbot: QtBot, runner: JobRunner) -> None:
    model = loaded(qtbot, runner, Register(5))
    amount = model.data(model.index(0, 4), SPOKEN)
    assert amount == "Amount: 28.37 dollars"
    assert model.data(model.index(0, 1), SPOKEN) == "Donor: Marisol Vega-Quintero"


def test_headers_stand_over_their_cells(qtbot: QtBot, runner: JobRunner) -> None:
    model = loaded(qtbot, runner, Register(5))
    role = Qt.ItemDataRole.TextAlignmentRole
    for place in range(model.columnCount()):
        header = model.headerData(place, Qt.Orientation.Horizontal, role)
        assert header == model.data(model.index(0, place), role)


@pytest.mark.parametrize("rows,in_a_job", [(3, 0), (4_000, 1)])
def test_sums_of_long_selections_are_made_in_a_job(
    qtbot: QtBot, runner: JobRunner, rows: int, in_a_job: int
) -> None:
    register = Register(5_000)
    model = loaded(qtbot, runner, register)
    sums: list[int] = []
    model.request_sum([range(rows)], sums.append)
    qtbot.waitUntil(lambda: bool(sums))
    assert sums == [sum(gift(number + 1).cents for number in range(rows))]
    assert register.summed == in_a_job


def test_a_row_that_has_gone_is_blank(qtbot: QtBot, runner: JobRunner) -> None:
    class Gone(Register):
        def rows(self, ids: Sequence[int]) -> list[Gift | None]:
            return [None if number == 2 else gift(number) for number in ids]

        def ids(self, query: Query, progress: Progress) -> "array[int]":
            return array("q", [1, 2, 3])

    model = loaded(qtbot, runner, Gone(3))
    assert cell(model, 1, 1) == ""
    assert model.data(model.index(1, 1), SPOKEN) is None
    assert cell(model, 2, 1) == gift(3).donor


def test_a_list_sorts_in_memory(qtbot: QtBot) -> None:
    def order(one: Gift, key: str) -> object:
        return one.cents if key == "amount" else one.donor

    model: ListTableModel[Gift] = ListTableModel(COLUMNS, order=order)
    model.show([gift(number) for number in range(20)])
    model.sort(4, Qt.SortOrder.DescendingOrder)
    cents = [row.cents for row in model.rows]
    assert cents == sorted(cents, reverse=True)
    sums: list[int] = []
    model.request_sum([range(2), range(5, 6)], sums.append)
    assert sums == [cents[0] + cents[1] + cents[5]]
