"""Arrears by age: totals, filters, a day before, the official behind a row, and the file."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from financedesk.ui.pages.remittances import Remittances
from financedesk.ui.pages.remittances_arrears import MEMORANDUM, ArrearsView
from financedesk.ui.pages.subjects import ShowRemittances
from financedesk.ui.shell import MainWindow
from tests.ui.money_books import settled, window_over
from tests.ui.reading import column_of, words_of
from tests.ui.remittance_books import month_book

FEW = 4


@pytest.fixture
def location(tmp_path: Path) -> str:
    """Four officials: three have something open, of one of them for more than a month."""
    return month_book(tmp_path, FEW)


@pytest.fixture
def window(qtbot: QtBot, location: str, settings: QSettings) -> MainWindow:
    made = window_over(qtbot, location, settings, page="remittances")
    made.go("remittances", ShowRemittances("arrears"))
    settled(qtbot, made)
    return made


def view_of(window: MainWindow) -> ArrearsView:
    (found,) = window.page.findChildren(ArrearsView)
    return found


def test_each_age_has_its_total_and_the_word_for_it(window: MainWindow) -> None:
    view = view_of(window)
    assert column_of(view, "name") == ["Haleaa, Ada", "Haleab, Ada", "Haleac, Ada"]
    assert column_of(view, "0-30") == ["200.00"] * 3
    assert column_of(view, "31-60") == ["200.00", "—", "—"]
    assert column_of(view, "open") == ["400.00", "200.00", "200.00"]
    figures = {one.name: one.value for one in view.figures.figures}
    assert figures["Unfulfilled"] == "$800.00"
    assert (figures["0–30 days"], figures["31–60 days"]) == ("$600.00", "$200.00")
    # October has not ended: it is no arrears, and is told beside them.
    assert view.figures.figures[0].note == "3 officials, $800.00 not yet due"
    assert MEMORANDUM in words_of(view)
    assert "unfulfilled pledge, a memorandum only" in MEMORANDUM


def test_filters_and_search_narrow_the_list(qtbot: QtBot, window: MainWindow) -> None:
    view = view_of(window)
    view.filter.set_filter("age", "31-60")
    assert column_of(view, "name") == ["Haleaa, Ada"]
    view.filter.set_filter("age", "not yet due")
    assert len(column_of(view, "name")) == FEW
    view.filter.clear()
    window.commands.run("edit.filter")
    assert window.focusWidget() is view.filter.search
    QTest.keyClicks(view.filter.search, "R-2")
    qtbot.waitUntil(lambda: column_of(view, "name") == ["Haleab, Ada"])
    view.filter.search.setText("nobody")
    qtbot.waitUntil(lambda: view.table.is_empty)
    assert "Nobody fits" in words_of(view.empty)


def test_an_earlier_day_knows_nothing_of_what_came_later(qtbot: QtBot, window: MainWindow) -> None:
    view = view_of(window)
    view.day.set_day(date(2026, 9, 10))
    settled(qtbot, window)
    # August was over, and what was given on its 20th had come.
    assert column_of(view, "name") == ["Haleaa, Ada"]
    assert column_of(view, "0-30") == ["200.00"]
    view.day.setText("no day")
    assert "Enter a day" in view.day_row.message


def test_the_largest_stands_first_when_it_is_asked_for(window: MainWindow) -> None:
    view = view_of(window)
    place = [one.key for one in view.model.columns].index("open")
    view.model.sort(place, Qt.SortOrder.DescendingOrder)
    assert column_of(view, "open") == ["400.00", "200.00", "200.00"]
    view.model.sort(place, Qt.SortOrder.AscendingOrder)
    assert column_of(view, "open")[-1] == "400.00"


def test_enter_opens_the_official(qtbot: QtBot, window: MainWindow) -> None:
    view = view_of(window)
    view.table.view.setFocus()
    QTest.keyClick(view.table.view, Qt.Key.Key_Home)
    QTest.keyClick(view.table.view, Qt.Key.Key_Return)
    settled(qtbot, window)
    assert isinstance(window.page, Remittances)
    assert window.page.stack.currentWidget() is not view
    assert "R-1" in words_of(window.page, seen=True)


@pytest.mark.parametrize("name", ["arrears.csv", "arrears.xlsx", "arrears.pdf"])
def test_the_whole_list_is_written(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, name: str
) -> None:
    view = view_of(window)
    view.filter.set_filter("age", "31-60")
    target = tmp_path / name
    view.export(target)
    settled(qtbot, window)
    assert window.notices.notices[0].title.startswith(f"{FEW} officials listed in {name}")
    if name.endswith("csv"):
        rows = target.read_text(encoding="utf-8-sig").splitlines()
        assert "Haleaa" in rows[1]
        assert rows[-1].count("800.00") >= 1
    elif name.endswith("xlsx"):
        sheet = load_workbook(target).active
        assert sheet is not None
        assert sheet.max_row >= FEW
    else:
        assert target.read_bytes().startswith(b"%PDF")


def test_a_place_that_cannot_be_written_is_told(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    view = view_of(window)
    view.export(tmp_path / "nowhere" / "arrears.csv")
    settled(qtbot, window)
    assert "arrears.csv" in view.problem.text


def test_without_officials_the_page_says_how_to_begin(
    qtbot: QtBot, tmp_path: Path, settings: QSettings
) -> None:
    location = month_book(tmp_path, 0)
    window = window_over(qtbot, location, settings, page="remittances")
    window.go("remittances", ShowRemittances("arrears"))
    settled(qtbot, window)
    assert "No officials yet" in words_of(window.page, seen=True)
