"""The matrix of promises by keyboard: cells, the month in the drawer, years, filters, totals."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from financedesk.ledger import tables
from financedesk.ledger.room import open_book
from financedesk.remittances.dues import dues_of
from financedesk.remittances.months import KEPT, NOTHING, OVERDUE, Month, OfficialMonths, Sums
from financedesk.remittances.pay import SLIPS
from financedesk.ui.models.table_model import DISPLAY_ROLE, SPOKEN_ROLE
from financedesk.ui.pages.remittances import Remittances
from financedesk.ui.pages.remittances_matrix import MatrixView
from financedesk.ui.pages.remittances_matrix_columns import FIRST_MONTH, MARKS, MONTH_NAMES
from financedesk.ui.pages.remittances_month_drawer import MonthPanel
from financedesk.ui.pages.subjects import ShowRemittances
from financedesk.ui.shell import MainWindow
from financedesk.ui.theme import current_theme
from financedesk.ui.theme.tokens import THEMES
from tests.remittances.fellowship import fellowship_at, keeper
from tests.ui.money_books import TODAY, let_in, settled, window_over
from tests.ui.reading import press, words_of
from tests.ui.remittance_books import OFFICIALS, due_cents, last_name, month_book

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
AUGUST, OCTOBER = FIRST_MONTH + 7, FIRST_MONTH + 9


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, settings: QSettings) -> MainWindow:
    """The window over forty officials, the keyboard in the matrix."""
    found = window_over(qtbot, month_book(tmp_path), settings, page="remittances")
    matrix(found).grid.setFocus()
    return found


def page_of(window: MainWindow) -> Remittances:
    assert isinstance(window.page, Remittances)
    return window.page


def matrix(window: MainWindow) -> MatrixView:
    (found,) = window.page.findChildren(MatrixView)
    return found


def shown(view: MatrixView, row: int, column: int, role: int = DISPLAY_ROLE) -> str:
    return str(view.model.data(view.model.index(row, column), role))


def here(view: MatrixView) -> tuple[int, int]:
    return view.grid.currentIndex().row(), view.grid.currentIndex().column()


def test_it_opens_on_this_month_with_every_cell_in_words(window: MainWindow) -> None:
    view = matrix(window)
    assert here(view) == (0, OCTOBER)
    assert shown(view, 0, 0) == f"{last_name(0)}, Ada"
    assert shown(view, 3, AUGUST) == "200.00"
    assert shown(view, 3, AUGUST, SPOKEN_ROLE) == (
        "Aug: Kept, due 200.00 dollars, kept 200.00 dollars"
    )
    assert shown(view, 0, AUGUST, SPOKEN_ROLE).startswith("Aug: Overdue, due 200.00 dollars, open")
    assert shown(view, 0, OCTOBER, SPOKEN_ROLE).startswith("Oct: Due")
    assert shown(view, 0, FIRST_MONTH, SPOKEN_ROLE) == "Jan: Nothing due"
    assert window.page.context_line() == f"Fellowship Party · {OFFICIALS} officials"


def test_totals_by_month_are_the_sums_of_the_dues(window: MainWindow, tmp_path: Path) -> None:
    found = matrix(window).totals.found
    assert found is not None
    with open_book(tmp_path / "fellowship.fdesk", write=False) as book, book.read() as connection:
        dues = dues_of(connection, keeper(book), date(2026, 12, 1), on=TODAY)
    for at, sums in enumerate(found.months, start=1):
        settled_then = [
            one for row in dues for one in row.standing.months if one.month == date(2026, at, 1)
        ]
        assert sums.due_cents == sum(one.asked_cents for one in settled_then)
        assert sums.kept_cents == sum(one.made_cents for one in settled_then)
        assert sums.open_cents == sum(one.open_cents for one in settled_then)
    everybody = sum(due_cents(place) for place in range(OFFICIALS))
    assert found.months[7].due_cents == everybody
    assert found.months[7].open_cents == due_cents(0)
    assert found.months[8].open_cents == sum(due_cents(place) for place in range(3))
    assert "Sep: due 12,000.00 dollars" in matrix(window).totals.accessibleDescription()


def test_arrows_home_end_and_pages_move_over_the_cells(window: MainWindow) -> None:
    view = matrix(window)
    press(window, Qt.Key.Key_Down)
    press(window, Qt.Key.Key_Left)
    assert here(view) == (1, OCTOBER - 1)
    press(window, Qt.Key.Key_Home)
    assert here(view) == (1, 0)
    press(window, Qt.Key.Key_End)
    assert here(view) == (1, view.model.columnCount() - 1)
    press(window, Qt.Key.Key_PageDown)
    assert here(view)[0] > 5
    press(window, Qt.Key.Key_End, CONTROL)
    assert here(view) == (OFFICIALS - 1, view.model.columnCount() - 1)
    press(window, Qt.Key.Key_Home, CONTROL)
    assert here(view) == (0, 0)
    # Whatever is in sight beside the names is a whole column.
    view.grid.setCurrentIndex(view.model.index(0, OCTOBER))
    frozen = view.grid.columnWidth(0)
    cut = view.grid.columnAt(frozen)
    assert view.grid.columnViewportPosition(cut) == frozen


def test_enter_opens_a_month_with_its_formula_and_what_cleared_it(
    qtbot: QtBot, window: MainWindow
) -> None:
    view = matrix(window)
    view.grid.setCurrentIndex(view.model.index(3, AUGUST))
    press(window, Qt.Key.Key_Return)
    settled(qtbot, window)
    (panel,) = window.findChildren(MonthPanel)
    words = words_of(panel)
    assert window.drawer.title == f"{last_name(3)}, Ada · August 2026"
    assert "All of it was given." in words
    assert "62,400.00 net - 60,000.00 kept = 2,400.00 a year" in words
    assert "Aug 20, 2026, Fellowship Party" in words
    assert "What cleared it" in words
    window.close_drawer()
    view.grid.setFocus()
    view.grid.setCurrentIndex(view.model.index(0, AUGUST))
    press(window, Qt.Key.Key_Return)
    settled(qtbot, window)
    words = words_of(window.findChildren(MonthPanel)[-1])
    assert "The month is over and nothing was given yet." in words
    assert "What cleared it" not in words


def test_enter_on_a_name_opens_the_official_and_esc_comes_back(
    qtbot: QtBot, window: MainWindow
) -> None:
    view = matrix(window)
    view.grid.setCurrentIndex(view.model.index(2, 0))
    press(window, Qt.Key.Key_Return)
    settled(qtbot, window)
    assert not view.isVisible()
    assert f"{last_name(2)}" in words_of(page_of(window), seen=True)
    press(window, Qt.Key.Key_Escape)
    settled(qtbot, window)
    assert view.isVisible()
    assert here(view) == (2, 0)


def test_years_turn_as_far_as_somebody_was_in_office(qtbot: QtBot, window: MainWindow) -> None:
    view = matrix(window)
    assert (view.year, view.earlier.isEnabled(), view.later.isEnabled()) == (2026, False, False)
    press(window, Qt.Key.Key_Left, ALT)
    assert view.year == 2026


def test_a_year_before_shows_what_was_open_then(
    qtbot: QtBot, tmp_path: Path, settings: QSettings
) -> None:
    location = month_book(tmp_path)
    window = window_over(qtbot, location, settings, page="remittances")
    view = matrix(window)
    # A year later: what is open of 2026 stands in the first column.
    page_of(window).desk._today = date(2027, 1, 15)
    view.refresh()
    settled(qtbot, window)
    view.grid.setFocus()
    view.turn(1)
    settled(qtbot, window)
    assert view.year == 2027
    assert shown(view, 0, 1) == "1,000.00"
    press(window, Qt.Key.Key_Left, ALT)
    settled(qtbot, window)
    assert view.year == 2026
    assert shown(view, 0, AUGUST, SPOKEN_ROLE).startswith("Aug: Overdue")
    assert view.year_label.text() == "2026"


def test_a_search_and_a_filter_hold_the_totals_to_who_is_shown(
    qtbot: QtBot, window: MainWindow
) -> None:
    view = matrix(window)
    view.filter.search.setText(last_name(1))
    qtbot.waitUntil(lambda: view.model.size() == 1)
    found = view.totals.found
    assert found is not None
    assert (found.officials, found.year.open_cents) == (1, 4 * due_cents(1))
    view.filter.search.clear()
    qtbot.waitUntil(lambda: view.model.size() == OFFICIALS)
    view.filter.set_filter("standing", "overdue")
    assert [one.name for one in view.model.listed] == [f"{last_name(at)}, Ada" for at in range(3)]
    view.filter.set_filter("standing", "")
    view.filter.set_filter("office", "City Council of Salem")
    assert view.model.size() == OFFICIALS
    view.filter.search.setText("nobody of this name")
    qtbot.waitUntil(lambda: view.model.size() == 0)
    assert view.empty.isVisible()


def test_a_write_keeps_the_keyboard_where_it_is(qtbot: QtBot, window: MainWindow) -> None:
    view = matrix(window)
    view.grid.setCurrentIndex(view.model.index(5, AUGUST))
    view.refresh()
    settled(qtbot, window)
    assert here(view) == (5, AUGUST)


def test_rows_are_copied_with_each_months_state(window: MainWindow) -> None:
    view = matrix(window)
    view.grid.setCurrentIndex(view.model.index(0, AUGUST))
    press(window, Qt.Key.Key_C, CONTROL)
    titles, row = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
    cells = dict(zip(titles, row, strict=True))
    assert cells["Official"] == f"{last_name(0)}, Ada"
    assert (cells["Aug 2026"], cells["Aug 2026 is"]) == ("200.00", "overdue")
    assert (cells["Jan 2026"], cells["Jan 2026 is"], cells["Open"]) == (
        "", "nothing due", "1000.00",
    )  # fmt: skip
    view.copy_button.click()
    assert len(QGuiApplication.clipboard().text().splitlines()) == OFFICIALS + 1
    current_theme().set_amounts_hidden(True)
    view.copy_button.click()
    assert "200.00" not in QGuiApplication.clipboard().text()


def test_who_is_not_in_sight_is_added_up_in_a_job_that_can_be_stopped(
    qtbot: QtBot, window: MainWindow
) -> None:
    view = matrix(window)
    view.model.show(view.model.listed, {})
    view._years.clear()
    view._add_up()
    assert not view.stop.isHidden()
    assert view.totals.found is None
    view.stop.click()
    settled(qtbot, window)
    # What came into sight meanwhile is there; the totals wait to be asked for.
    assert not view.resume.isHidden()
    assert "stopped" in view.progress.text()
    view.resume.click()
    settled(qtbot, window)
    assert view.resume.isHidden()
    assert view.totals.found is not None
    assert view.all_known


def test_rows_are_computed_when_they_come_into_sight(qtbot: QtBot, window: MainWindow) -> None:
    view = matrix(window)
    view._all.stop()
    view._years.clear()
    view.model.show(view.model.listed, {})
    assert shown(view, OFFICIALS - 1, OCTOBER) == "…"
    settled(qtbot, window)
    qtbot.waitUntil(lambda: shown(view, OFFICIALS - 1, OCTOBER) == "400.00")


def test_tab_goes_through_the_page_as_it_is_read(window: MainWindow) -> None:
    view = matrix(window)
    view.filter.search.setFocus()
    seen = []
    for _ in range(8):
        widget = QApplication.focusWidget()
        if widget is None or not (view.isAncestorOf(widget)):
            break
        seen.append(widget.accessibleName())
        press(window, Qt.Key.Key_Tab)
    assert seen == [
        "Name, reference or office", "Add a filter", "Promises by official and month",
        "Copy all rows",
    ]  # fmt: skip


def test_a_book_without_officials_teaches(
    qtbot: QtBot, tmp_path: Path, settings: QSettings
) -> None:
    location = str(tmp_path / "fellowship.fdesk")
    with fellowship_at(location):
        pass
    window = window_over(qtbot, location, settings, page="remittances")
    page = page_of(window)
    assert page.empty.isVisible()
    assert "No officials yet" in words_of(page)
    assert page.primary_action == "remittances.add_official"


def test_facts_that_contradict_each_other_are_told_above_the_matrix(
    qtbot: QtBot, tmp_path: Path, settings: QSettings
) -> None:
    location = month_book(tmp_path)
    with open_book(location) as book, book.unit_of_work("Add slip") as unit:
        # As no form lets it in: two slips of one day that say different things.
        row = unit.connection.execute(select(tables.pay_record)).mappings().first()
        assert row is not None
        other = {"gross_cents": row["gross_cents"] + 1_00}
        unit.insert(
            tables.pay_record,
            {name: value for name, value in {**row, **other}.items() if name != "id"},
        )
    window = window_over(qtbot, location, settings, page="remittances")
    view = matrix(window)
    assert "contradict each other" in view.banner.text
    assert view.banner.isVisible()
    with window.page.desk.writing() as book, book.unit_of_work("Remove slip") as unit:  # type: ignore[attr-defined]
        SLIPS.remove(unit, SLIPS.of(unit.connection, keeper(book))[-1].id)
    view.refresh()
    settled(qtbot, window)
    assert not view.banner.isVisible()
    assert view.model.size() == OFFICIALS


def test_who_only_looks_sees_no_promise(qtbot: QtBot, tmp_path: Path, settings: QSettings) -> None:
    location = month_book(tmp_path)
    let_in(location, "vera", {"party": "viewer"})
    window = window_over(qtbot, location, settings, "vera", page="remittances")
    window.go("remittances", ShowRemittances())
    settled(qtbot, window)
    page = page_of(window)
    assert page.empty.isVisible()
    assert "not for your role" in words_of(page)
    assert last_name(0) not in words_of(page)
    assert not window.page.findChildren(MatrixView)


def test_a_state_is_told_by_word_glyph_and_colour() -> None:
    assert len({mark.word for mark in MARKS.values()}) == len(MARKS)
    glyphs = [mark.icon for mark in MARKS.values() if mark.icon]
    assert len(set(glyphs)) == len(glyphs) == len(MARKS) - 1
    for tokens in THEMES:
        assert all(tokens.tone(mark.tone) for mark in MARKS.values())


def test_a_year_is_overdue_by_what_earlier_years_left_too() -> None:
    quiet = Month(NOTHING, Sums())
    kept = Month(KEPT, Sums(100, 0, 100, 0, 0))
    late = Month(OVERDUE, Sums(100, 0, 0, 100, 100))
    rest = (quiet,) * (len(MONTH_NAMES) - 1)
    for months, earlier, overdue, still_open in (
        ((kept, *rest), 0, False, False), ((late, *rest), 0, True, True),
        ((kept, *rest), 1, True, True),
    ):  # fmt: skip
        one = OfficialMonths(1, "Hale", "active", months, earlier, ())
        assert (one.is_overdue, one.is_open) == (overdue, still_open)
