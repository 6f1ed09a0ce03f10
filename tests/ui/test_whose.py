"""The registers name whose a row is as the shell does, and are worked by the same keys."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from financedesk.ui.models import PagedTableModel
from financedesk.ui.pages.contributions import Contributions
from financedesk.ui.pages.disbursements import Disbursements
from financedesk.ui.pages.donors import Donors
from financedesk.ui.pages.whose import ENTITY_COLUMN
from financedesk.ui.shell import MainWindow
from tests.ui.money_books import CAMPAIGN, PARTY, settled, small_book, window_over
from tests.ui.outlay_books import window_on_page, write_book


def whose(window: MainWindow, role: Qt.ItemDataRole) -> list[str]:
    """What each row of the page's register says of its entity."""
    page = window.page
    assert isinstance(page, Contributions | Disbursements | Donors)
    model: PagedTableModel[object] = page.model  # type: ignore[assignment]
    column = [one.key for one in model.columns].index(ENTITY_COLUMN)
    assert not page.table.view.isColumnHidden(column)
    return [model.data(model.index(at, column), role) for at in range(model.rowCount())]


@pytest.mark.parametrize("page", ["contributions", "donors"])
def test_a_row_carries_mark_and_short_name_and_says_the_whole_one(
    qtbot: QtBot, tmp_path: Path, settings: QSettings, page: str
) -> None:
    window = window_over(qtbot, small_book(tmp_path), settings, page=page)
    marks = {one.name: f"{one.mark}  {one.short_name}" for one in window.desk.entities()}
    shown = whose(window, Qt.ItemDataRole.DisplayRole)
    assert set(shown) == {marks[PARTY], marks[CAMPAIGN]}
    assert marks[PARTY].startswith("RP  ")
    assert set(whose(window, Qt.ItemDataRole.ToolTipRole)) == {PARTY, CAMPAIGN}


def test_both_sides_of_a_transfer_carry_their_own_mark(
    qtbot: QtBot, tmp_path: Path, settings: QSettings
) -> None:
    window = window_on_page(qtbot, str(write_book(tmp_path)), settings)
    marks = {one.name: one.mark for one in window.desk.entities()}
    shown = [words.partition("  ")[0] for words in whose(window, Qt.ItemDataRole.DisplayRole)]
    assert set(shown[:2]) == {marks["Meadow Party"], marks["Meadow County"]}


def test_f2_corrects_the_donor_of_the_row(
    qtbot: QtBot, tmp_path: Path, settings: QSettings
) -> None:
    window = window_over(qtbot, small_book(tmp_path), settings, page="donors")
    page = window.page
    assert isinstance(page, Donors)
    page.table.view.setFocus()
    page.table.view.selectRow(1)
    name = page.model.data(page.model.index(1, 0))
    QTest.keyClick(page.table.view, Qt.Key.Key_F2)
    settled(qtbot, window)
    assert window.drawer.isVisible()
    assert page.form is not None
    assert page.form.isVisible()
    assert window.drawer.title == f"Edit {name}"
