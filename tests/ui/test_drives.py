"""The page Drives as a fundraiser uses it, over real books, by the keyboard."""

from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from financedesk.drives.figures import drive_list
from financedesk.drives.outlook import outlook_of
from financedesk.intake.importing import import_file
from financedesk.ledger.access import access_of
from financedesk.ui.book_desk import BookDesk, book_desk
from financedesk.ui.desk import Changes
from financedesk.ui.formatting import NOTHING, whole_dollars
from financedesk.ui.pages.drive_forms import CloseForm, DriveFields, MilestonesForm, ReopenForm
from financedesk.ui.pages.drive_presentation import Presentation
from financedesk.ui.pages.drive_rules_tab import RuleFields
from financedesk.ui.pages.drive_view import TABS, DriveView
from financedesk.ui.pages.drives import CARDS, COMPARE, TABLE, Drives
from financedesk.ui.shell import MainWindow
from tests.intake.exports import gift, write_export
from tests.ui.money_books import empty_book, settled, small_book, window_over

Key = Qt.Key


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, settings: QSettings) -> MainWindow:
    return window_over(qtbot, small_book(tmp_path), settings, page="drives")


def page_of(window: MainWindow) -> Drives:
    found = window.findChild(Drives)
    assert isinstance(found, Drives)
    return found


def view_of(window: MainWindow) -> DriveView:
    found = window.findChild(DriveView)
    assert isinstance(found, DriveView)
    return found


def desk_of(window: MainWindow) -> BookDesk:
    return book_desk(window)


def key(widget: QWidget, *keys: Qt.Key) -> None:
    for one in keys:
        QTest.keyClick(widget, one)


def opened(qtbot: QtBot, window: MainWindow) -> DriveView:
    """The first drive, opened by Enter on its card."""
    page_of(window).grid.setFocus()
    key(page_of(window).grid, Key.Key_Return)
    settled(qtbot, window)
    return view_of(window)


def type_into(widget: QWidget, words: str) -> None:
    widget.setFocus()
    QTest.keyClicks(widget, words)


def test_cards_tell_how_a_drive_stands(window: MainWindow) -> None:
    page = page_of(window)
    model = page.grid.cards
    assert model.rowCount() == 1
    said = str(model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole))
    # 225.00 of 1,000.00 with 98 of 123 days gone.
    assert said.startswith("Fall Drive, $225.00 of $1,000, Behind, 25 days left, 1 donor")
    assert page.context_line() == "1 drive · $225 raised"


def test_enter_opens_a_drive_and_escape_goes_back(qtbot: QtBot, window: MainWindow) -> None:
    view = opened(qtbot, window)
    page = page_of(window)
    assert page.stack.currentWidget() is view
    assert view.name.text() == "Fall Drive"
    assert view.course.figures.figures[0].value == "$225.00"
    key(view.tabs, Key.Key_Escape)
    settled(qtbot, window)
    assert page.stack.currentWidget() is page.grid


def test_every_tab_says_what_the_book_says(qtbot: QtBot, window: MainWindow) -> None:
    view = opened(qtbot, window)
    for tab, _words in TABS:
        view.tabs.choose(tab)
        settled(qtbot, window)
    assert [one.name for one in view.figures.model.rows][:2] == ["Gross", "Refunded"]
    with desk_of(window).book.read() as connection:
        (card,) = drive_list(connection, desk_of(window).scope, desk_of(window).today)
        outlook = outlook_of(connection, card.plan, desk_of(window).today)
    told = {one.key: one.value for one in view.figures.model.rows}
    assert told["raised_cents"] == card.figures.raised_cents == 225_00
    assert told["donors"] == 1
    assert outlook is not None
    assert whole_dollars(outlook.expected_cents) in view.course.outlook.text()


def test_a_drive_is_made_changed_and_taken_back_by_keyboard(
    qtbot: QtBot, window: MainWindow
) -> None:
    page = page_of(window)
    window.commands.run("drives.add")
    form = window.findChild(DriveFields)
    assert form is not None
    type_into(form.name, "Winter Coats")
    type_into(form.goal, "2,500")
    type_into(form.last, "12/24/2026")
    key(form.last, Key.Key_Return)
    settled(qtbot, window)
    view = view_of(window)
    assert (view.name.text(), view.chip.text) == ("Winter Coats", "Under way")
    assert len(page.listed) == 2
    window.commands.run("edit.undo")
    settled(qtbot, window)
    assert [one.plan.name for one in page.listed] == ["Fall Drive"]


def test_a_form_says_what_the_ledger_refuses_and_keeps_what_was_typed(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.commands.run("drives.add")
    form = window.findChild(DriveFields)
    assert form is not None
    key(form.name, Key.Key_Return)
    assert form.name_row.message == "Name the drive."
    type_into(form.name, "Another")
    type_into(form.code, "fall")
    key(form.code, Key.Key_Return)
    settled(qtbot, window)
    assert "Fall Drive" in form.problem.text
    assert form.name.text() == "Another"


def test_milestones_and_closing(qtbot: QtBot, window: MainWindow) -> None:
    view = opened(qtbot, window)
    view.editing.edit_milestones()
    form = window.findChild(MilestonesForm)
    assert form is not None
    amount, words = form.lines[0]
    type_into(amount, "200")
    key(amount, Key.Key_Return)
    assert form.rows[0][1].message == "Say what is reached."
    type_into(words, "leaflets for a week")
    key(words, Key.Key_Return)
    settled(qtbot, window)
    assert view.read is not None
    (reached,) = view.read.story.milestones
    assert (reached.milestone.cents, reached.reached_on) == (200_00, "2026-10-01")
    view.close_button.click()
    closing = window.findChild(CloseForm)
    assert closing is not None
    key(closing.day, Key.Key_Return)
    settled(qtbot, window)
    assert view.chip.text == "Closed"
    assert not view.edit_button.isEnabled()
    view.close_button.click()
    again = window.findChild(ReopenForm)
    assert again is not None
    key(again.why, Key.Key_Return)
    assert again.why_row.message
    type_into(again.why, "A late check")
    key(again.why, Key.Key_Return)
    settled(qtbot, window)
    assert view.chip.text == "Behind"


def test_a_file_is_gathered_by_rules_and_moved_as_one_step(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    desk = desk_of(window)
    rows = [
        gift(Lineitem_ID=str(9_000 + one), Receipt_ID=f"AB9{one}", Donor_Last_Name=f"Giver{one}",
             Donor_Email=f"g{one}@example.org", Fundraising_Page="fall-page", Reference_Code="em1",
             Recipient_Gov_ID="C00999991")
        for one in range(6)
    ]  # fmt: skip
    with desk.writing() as book:
        report = import_file(book, write_export(tmp_path / "a.csv", rows), entity="party")
    assert report.accepted == 6
    view = opened(qtbot, window)
    desk.announce(Changes.everything())
    view.tabs.choose("rules")
    settled(qtbot, window)
    (loose,) = view.rules.loose.rows
    assert (loose.page, loose.reference_code, loose.gifts) == ("fall-page", "em1", 6)
    view.rules.loose_table.view.setFocus()
    key(view.rules.loose_table.view, Key.Key_Return)
    form = window.findChild(RuleFields)
    assert form is not None
    assert form.page.text() == "fall-page"
    key(form.page, Key.Key_Return)
    settled(qtbot, window)
    assert [one.rule.page for one in view.rules.rules.rows] == ["fall-page"]
    view.rules.look.click()
    settled(qtbot, window)
    assert view.rules.said.text() == "6 gifts, $150.00, from no drive to Fall Drive."
    view.rules.move_button.click()
    settled(qtbot, window)
    assert page_of(window).listed[0].figures.gifts == 8
    assert view.rules.loose.rows == ()
    window.commands.run("edit.undo")
    settled(qtbot, window)
    assert page_of(window).listed[0].figures.gifts == 2


def test_views_hold_to_what_is_searched(qtbot: QtBot, window: MainWindow) -> None:
    page = page_of(window)
    type_into(page.filter.search, "winter")
    settled(qtbot, window)
    qtbot.waitUntil(lambda: page.grid.cards.rowCount() == 0)
    page.filter.clear()
    qtbot.waitUntil(lambda: page.grid.cards.rowCount() == 1)
    page.view.choose(TABLE)
    assert page.model.size() == 1
    page.table.view.setFocus()
    key(page.table.view, Key.Key_Return)
    settled(qtbot, window)
    assert view_of(window).name.text() == "Fall Drive"
    page.show_list()
    page.view.choose(COMPARE)
    settled(qtbot, window)
    first = page._compared.model.rows[0]
    assert first.values == ("Jul 1 – Oct 31, 2026", NOTHING, NOTHING)
    page.view.choose(CARDS)


def test_the_report_is_saved_from_the_page(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = opened(qtbot, window)
    target = tmp_path / "fall.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_all: (str(target), "PDF (*.pdf)"))
    view.save_report()
    settled(qtbot, window)
    words = "".join(page.extract_text() for page in PdfReader(target).pages)
    assert "Fall Drive" in words
    assert "225.00" in words


def test_the_presentation_follows_the_book_and_shows_no_names(
    qtbot: QtBot, window: MainWindow
) -> None:
    page = page_of(window)
    shown = Presentation(page, page.listed[0].plan.id)
    shown.resize(1280, 720)
    shown.show()
    settled(qtbot, window)
    assert shown.accessibleDescription() == "Fall Drive: $225 raised by 1 donor"
    assert shown.grab().toImage().pixelColor(640, 400).isValid()
    with qtbot.waitSignal(shown.destroyed):
        key(shown, Key.Key_Escape)


def test_a_drive_that_is_gone_is_presented_no_longer(qtbot: QtBot, window: MainWindow) -> None:
    shown = Presentation(page_of(window), 999)
    shown.show()
    with qtbot.waitSignal(shown.destroyed):
        settled(qtbot, window)


def test_without_a_drive_the_page_says_how_one_begins(
    qtbot: QtBot, tmp_path: Path, settings: QSettings
) -> None:
    window = window_over(qtbot, empty_book(tmp_path), settings, page="drives")
    page = page_of(window)
    assert page.stack.currentIndex() == 0
    with desk_of(window).book.read() as connection:
        assert access_of(connection, desk_of(window).book.who).ids
    page.empty.action_wanted.emit()
    assert window.findChild(DriveFields) is not None
