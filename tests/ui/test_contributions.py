"""The register in use: search, filter, sort, look into, record, correct, delete, undo."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from financedesk.ledger.room import open_book
from financedesk.ui.models import Query
from financedesk.ui.pages.contribution_detail import EntryDetail
from financedesk.ui.pages.contribution_donor import split_name
from financedesk.ui.pages.contributions import Contributions
from financedesk.ui.pages.subjects import ShowItems
from financedesk.ui.shell import MainWindow
from tests.ui.money_books import empty_book, large_book, settled, small_book, window_over
from tests.ui.reading import column_of, press, words_of


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, settings: QSettings) -> MainWindow:
    made = window_over(qtbot, small_book(tmp_path), settings, page="contributions")
    made.go("contributions")
    settled(qtbot, made)
    return made


@pytest.fixture
def page(window: MainWindow) -> Contributions:
    assert isinstance(window.page, Contributions)
    return window.page


def names(page: Contributions) -> list[str]:
    return column_of(page, "name")


def test_newest_come_first_with_all_their_facts(page: Contributions) -> None:
    assert names(page) == ["Mo Teller", "Ben Okoro", "Ana Ruiz", "Ada Lopez", "Ada Lopez"]
    assert column_of(page, "aggregate") == ["10.00", "500.00", "40.00", "225.00", "150.00"]
    status = ["Unitemised", "Itemised", "Refunded", "Itemised", "Unitemised"]
    assert column_of(page, "status") == status
    assert column_of(page, "drive")[3:] == ["Fall Drive", "Fall Drive"]
    assert page.table.totals.words == "5 entries · 775.00"


def test_search_follows_the_typing_and_only_the_last_word_counts(
    qtbot: QtBot, window: MainWindow, page: Contributions
) -> None:
    window.commands.run("edit.filter")
    assert page.filter.search.hasFocus()
    QTest.keyClicks(page.filter.search, "lop")
    qtbot.waitUntil(lambda: names(page) == ["Ada Lopez", "Ada Lopez"])
    # The totals follow when the typing pauses.
    qtbot.waitUntil(lambda: page.table.totals.words == "2 entries · 225.00")
    press(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(names(page)) == 5)
    for text in ("l", "lo", "500.00"):
        page.filter.search.setText(text)
        page.filter.search.searched.emit(text)
    settled(qtbot, window)
    assert names(page) == ["Ben Okoro"]


def test_a_search_without_an_answer_says_so(
    qtbot: QtBot, window: MainWindow, page: Contributions
) -> None:
    page.filter.hold_to("zzz", ())
    settled(qtbot, window)
    assert page.table.is_empty
    assert page.empty.accessibleName() == "Nothing fits"


HELD = (
    ((("status", "incomplete"),), ["Ben Okoro"]),
    ((("status", "refunded"),), ["Ana Ruiz"]),
    ((("period", "2026-07-01..2026-07-31"),), ["Ada Lopez"]),
    ((("group", "disbursements"),), ["Ana Ruiz"]),
    ((("group", "all"), ("period", "2026-10-05..2026-10-06")), ["Ana Ruiz"]),
)


def test_filters_from_other_pages_hold_the_register(
    qtbot: QtBot, window: MainWindow, page: Contributions
) -> None:
    for filters, found in HELD:
        window.go("contributions", ShowItems(filters))
        settled(qtbot, window)
        assert names(page) == found
        assert page.filter.filters == filters


def test_drives_and_accounts_are_offered_by_name(page: Contributions) -> None:
    fields = page.filter._fields
    assert [words for _, words in fields["drive"].values] == ["Fall Drive"]
    assert len(fields["account"].values) == 2


def test_the_header_sorts(qtbot: QtBot, window: MainWindow, page: Contributions) -> None:
    place = [column.key for column in page.model.columns].index("amount")
    header = page.table.view.horizontalHeader()
    header.setSortIndicator(place, Qt.SortOrder.AscendingOrder)
    header.sectionClicked.emit(place)
    settled(qtbot, window)
    assert column_of(page, "amount") == ["10.00", "40.00", "75.00", "150.00", "500.00"]


def test_one_entity_shows_only_its_own(
    qtbot: QtBot, window: MainWindow, page: Contributions
) -> None:
    window.desk.choose_entity(window.desk.entities()[2].entity_id)
    settled(qtbot, window)
    assert names(page) == ["Mo Teller"]
    assert page.context_line() == "Riverbend Campaign"
    assert "Entity" not in shown_titles(page)


def test_all_entities_in_one_list_say_whose_each_row_is(page: Contributions) -> None:
    assert "Entity" in shown_titles(page)


def shown_titles(page: Contributions) -> list[str]:
    """Return the titles of the columns that are to be seen."""
    view = page.table.view
    return [
        column.title
        for place, column in enumerate(page.model.columns)
        if not view.isColumnHidden(place)
    ]


def test_selected_rows_are_summed_and_copied(page: Contributions) -> None:
    page.table.view.select_rows([1, 3], 1)
    assert "575.00" in words_of(page.table)
    page.table.copy()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].startswith("Date\tEntity\tDonor\tCity\tAmount")
    assert lines[1].startswith("2026-10-03\tRiverbend Party\tBen Okoro\tBend\t500.00")


def test_control_enter_opens_the_drawer_with_every_fact(
    qtbot: QtBot, window: MainWindow, page: Contributions
) -> None:
    page.table.view.setFocus()
    page.table.view.selectRow(2)
    press(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, window)
    assert window.drawer.title == "Ana Ruiz"
    words = words_of(window.drawer.findChild(EntryDetail))
    for expected in ("$40.00", "Explained or followed by", "Mill", "Record contribution", "No fin"):
        assert expected in words
    press(window, Qt.Key.Key_Escape)
    assert window.drawer.title == ""


@pytest.mark.parametrize(
    ("typed", "last", "first", "middle"),
    [
        ("Ada Lopez", "Lopez", "Ada", ""),
        ("Lopez, Ada Q.", "Lopez", "Ada", "Q."),
        ("Ada Q. Lopez", "Lopez", "Ada", "Q."),
        ("Lopez", "Lopez", "", ""),
    ],
)
def test_names_are_read_as_they_are_written(typed: str, last: str, first: str, middle: str) -> None:
    assert split_name("IND", typed) == {
        "last_name": last, "first_name": first, "middle_name": middle,
    }  # fmt: skip
    assert split_name("ORG", "Mill, Inc.") == {"name": "Mill, Inc."}


def test_deleting_is_one_key_and_comes_back_with_another(
    qtbot: QtBot, window: MainWindow, page: Contributions
) -> None:
    page.table.view.setFocus()
    page.table.view.select_rows([0, 1], 1)
    press(window, Qt.Key.Key_Delete)
    settled(qtbot, window)
    assert names(page) == ["Ana Ruiz", "Ada Lopez", "Ada Lopez"]
    assert window.desk.undo_status().undo == "Delete 2 entries"
    window.commands.run("edit.undo")
    settled(qtbot, window)
    assert len(names(page)) == 5
    window.commands.run("edit.redo")
    settled(qtbot, window)
    assert len(names(page)) == 3


def test_a_refunded_gift_is_not_deleted_and_the_reason_is_said(
    qtbot: QtBot, window: MainWindow, page: Contributions
) -> None:
    page.table.view.selectRow(2)
    page.acts.delete_button.click()
    settled(qtbot, window)
    assert len(names(page)) == 5
    assert "Delete that first" in window.toasts.toasts[-1].accessibleName()


def test_a_read_only_book_offers_nothing_to_write(
    qtbot: QtBot, tmp_path: Path, settings: QSettings
) -> None:
    location = small_book(tmp_path)
    with open_book(location):
        window = window_over(qtbot, location, settings, page="contributions")
        window.go("contributions")
        settled(qtbot, window)
        page = window.page
        assert isinstance(page, Contributions)
        assert not page.acts.delete_button.isEnabled()
        assert not window.top_bar.primary.isEnabled()
        assert "Read-only" in window.banner.text
        page.table.view.selectRow(0)
        page.acts.delete_selected()
        settled(qtbot, window)
        assert len(names(page)) == 5
        window.close()
        window.desk.close()


def test_an_empty_book_leads_to_the_first_entry(
    qtbot: QtBot, tmp_path: Path, settings: QSettings
) -> None:
    window = window_over(qtbot, empty_book(tmp_path), settings, page="contributions")
    window.go("contributions")
    settled(qtbot, window)
    page = window.page
    assert isinstance(page, Contributions)
    assert page.table.is_empty
    assert page.empty.accessibleName() == "No contributions yet"
    page.empty.link_wanted.emit()
    settled(qtbot, window)
    assert page.editor.is_open
    assert not page.table.is_empty
    page.editor.close()
    assert page.table.is_empty


def test_twenty_thousand_rows_are_searched_sorted_and_summed(
    qtbot: QtBot, tmp_path: Path, settings: QSettings
) -> None:
    window = window_over(qtbot, large_book(tmp_path, 20_000), settings, page="contributions")
    window.go("contributions")
    settled(qtbot, window)
    page = window.page
    assert isinstance(page, Contributions)
    assert page.model.rowCount() == 20_000
    total = sum(500 + number for number in range(20_000))
    page.table.view.selectAll()
    settled(qtbot, window)
    assert f"{total // 100:,}.{total % 100:02d}" in words_of(page.table)
    QTest.keyClick(page.table.view, Qt.Key.Key_End)
    assert page.table.view.currentIndex().row() == 19_999
    page.model.ask(Query(text="Name0042", sort_key="amount", descending=True))
    settled(qtbot, window)
    assert page.model.rowCount() == 20
    assert column_of(page, "amount")[0] == "195.42"


def test_everything_that_can_be_reached_has_a_name(
    qtbot: QtBot, window: MainWindow, page: Contributions
) -> None:
    window.commands.run("contributions.record")
    settled(qtbot, window)
    QTest.keyClicks(page.editor.fields.donor, "Somebody New")
    drive = page.editor.fields.drive
    unnamed = [
        type(widget).__name__
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.accessibleName()
        and not (isinstance(widget, QPushButton) and widget.text())
        and not widget.objectName().startswith("qt_")
        and widget.parent() is not drive
    ]
    assert unnamed == []
