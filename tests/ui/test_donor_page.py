"""A donor's page in use: opened with Enter, kept on by form, taken back, left again."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from financedesk.ledger.donor_documents import LARGEST
from financedesk.ledger.room import open_book
from financedesk.ui.pages.donor_filters import GIVEN
from financedesk.ui.pages.donor_form import DonorForm
from financedesk.ui.pages.donor_kept_forms import (
    AnswerForm,
    ConsentForm,
    DeclarationForm,
    DocumentForm,
    FilterNameForm,
    HouseholdForm,
    HousemateForm,
    NoteForm,
    RequestForm,
)
from financedesk.ui.pages.donor_view import TABS, DonorPageView
from financedesk.ui.pages.donors import Donors
from financedesk.ui.pages.subjects import ShowDonorPage, ShowDonors
from financedesk.ui.shell import MainWindow
from financedesk.ui.widgets import DataTable
from tests.ledger.riverbend import desk_for, person
from tests.ui.money_books import let_in, settled, small_book, window_over
from tests.ui.reading import column_of, press, words_of


@pytest.fixture
def book(tmp_path: Path) -> str:
    """The small book, with somebody who lives with Ada Lopez."""
    location = small_book(tmp_path)
    with open_book(location) as opened:
        desk_for(opened, "party").meet(person("Lopez", "Ben"))
    return location


@pytest.fixture
def window(qtbot: QtBot, book: str, settings: QSettings) -> MainWindow:
    made = window_over(qtbot, book, settings, page="donors")
    made.go("donors")
    settled(qtbot, made)
    return made


def page_of(window: MainWindow) -> Donors:
    assert isinstance(window.page, Donors)
    return window.page


def view_of(window: MainWindow) -> DonorPageView:
    shown = page_of(window).views.currentWidget()
    assert isinstance(shown, DonorPageView)
    return shown


def at(qtbot: QtBot, window: MainWindow, name: str, tab: str = "") -> DonorPageView:
    page = page_of(window)
    card = page.model.row_id(column_of(page, "name").index(name))
    window.go("donors", ShowDonorPage(card, tab))
    settled(qtbot, window)
    return view_of(window)


def click(window: QWidget, words: str) -> None:
    """Press the button in sight that is called so."""
    found = [
        one for one in window.findChildren(QPushButton)
        if words in (one.text().strip(), one.accessibleName()) and one.isVisible()
    ]  # fmt: skip
    found[0].click()


def write(text: str) -> None:
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, text)


def undo(qtbot: QtBot, window: MainWindow) -> None:
    press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, window)


def seen(window: MainWindow) -> str:
    return words_of(view_of(window), seen=True)


def test_enter_twice_opens_the_page_and_escape_goes_back(qtbot: QtBot, window: MainWindow) -> None:
    page = page_of(window)
    page.table.view.setFocus()
    press(window, Qt.Key.Key_Home)
    press(window, Qt.Key.Key_Return)
    settled(qtbot, window)
    assert window.drawer.title == "Mo Teller"
    press(window, Qt.Key.Key_Return)
    settled(qtbot, window)
    assert window.drawer.title == ""
    assert view_of(window).name_shown == "Mo Teller"
    assert page.context_line().startswith("Mo Teller")
    press(window, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    settled(qtbot, window)
    assert view_of(window).name_shown == "Ben Okoro"
    press(window, Qt.Key.Key_Escape)
    assert not isinstance(page.views.currentWidget(), DonorPageView)
    assert page.table.view.hasFocus()
    assert not page.views.choice.isHidden()


def test_each_tab_says_what_is_known(qtbot: QtBot, window: MainWindow) -> None:
    view = at(qtbot, window, "Ana Ruiz")
    assert "Refunded" in [chip.accessibleName() for chip in view.findChildren(QWidget)]
    (years,) = (one for one in view.findChildren(DataTable) if one.name.startswith("Giving by"))
    cells = [years.model.index(0, column).data() for column in range(years.model.columnCount())]
    assert cells == ["2026", "Riverbend Party", "1", "40.00", "40.00", "0.00"]
    for key, _words in TABS:
        view.tabs.choose(key)
        assert seen(window)


def test_a_note_is_written_changed_deleted_and_all_of_it_taken_back(
    qtbot: QtBot, window: MainWindow
) -> None:
    at(qtbot, window, "Ada Lopez", "notes")
    click(window, "New note")
    assert isinstance(window.drawer.content, NoteForm)
    press(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "remembered" in words_of(window.drawer, seen=True)
    write("Asked for a call")
    press(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, window)
    assert window.drawer.title == ""
    assert "Asked for a call" in seen(window)
    assert "Notes 1" in [view_of(window).tabs.list.itemText(place) for place in range(len(TABS))]
    view_of(window).acts.edit_note(view_of(window).read.page.notes[0])  # type: ignore[union-attr]
    click(window.drawer, "Delete")
    settled(qtbot, window)
    assert "No note yet" in seen(window)
    undo(qtbot, window)
    assert "Asked for a call" in seen(window)
    undo(qtbot, window)
    assert "No note yet" in seen(window)


def test_a_document_is_kept_refused_when_too_large_and_saved_again(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan, film = tmp_path / "letter.txt", tmp_path / "film.mp4"
    scan.write_bytes(b"Dear friends")
    with film.open("wb") as stream:
        stream.truncate(LARGEST + 1)
    at(qtbot, window, "Ada Lopez", "documents")
    click(window, "Keep a document")
    form = window.drawer.content
    assert isinstance(form, DocumentForm)
    form.path.setText(str(film))
    form.save()
    settled(qtbot, window)
    assert "up to 10 MB" in form.problem.text
    form.path.setText(str(scan))
    form.save()
    settled(qtbot, window)
    assert "letter.txt" in words_of(view_of(window)) or view_of(window).documents.model is not None
    view = view_of(window)
    assert view.documents.table is not None
    view.documents.table.view.selectRow(0)
    target = tmp_path / "out.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(target), ""))
    click(window, "Save as…")
    settled(qtbot, window)
    assert target.read_bytes() == b"Dear friends"
    click(window, "Remove")
    settled(qtbot, window)
    assert "No document yet" in seen(window)
    undo(qtbot, window)
    assert view_of(window).documents.model is not None
    assert [one.name for one in view_of(window).documents.model.rows] == ["letter.txt"]


def test_consent_and_declarations_stand_with_their_days(qtbot: QtBot, window: MainWindow) -> None:
    at(qtbot, window, "Ada Lopez", "said")
    click(window, "Note an answer: Letters")
    form = window.drawer.content
    assert isinstance(form, ConsentForm)
    form.basis.setText("by card")
    form.save()
    settled(qtbot, window)
    assert "by card" in seen(window)
    press(window, Qt.Key.Key_F2)
    edited = window.drawer.content
    assert isinstance(edited, DonorForm)
    assert edited.consents["phone"].currentText() == "Not asked"
    edited.words["employer"].setText("Ferry Works")
    edited.save()
    settled(qtbot, window)
    assert window.drawer.title == ""
    assert view_of(window).read.page.detail.row.contact.employer == "Ferry Works"  # type: ignore[union-attr]
    click(window, "Note an answer: Citizen or permanent resident")
    declared = window.drawer.content
    assert isinstance(declared, DeclarationForm)
    declared.given.setCurrentIndex(1)
    assert "foreign national" in declared.says.text()
    declared.save()
    settled(qtbot, window)
    assert "Nothing of this kind was declared" in declared.problem.text
    declared.given.setCurrentIndex(0)
    declared.save()
    settled(qtbot, window)
    assert "On a signed form" in seen(window)
    undo(qtbot, window)
    assert "On a signed form" not in seen(window)


def test_a_request_shows_best_efforts_and_is_answered(qtbot: QtBot, window: MainWindow) -> None:
    at(qtbot, window, "Ben Okoro", "requests")
    assert "Ask by Nov 2, 2026, 30 days after" in seen(window)
    click(window, "Note a request…")
    form = window.drawer.content
    assert isinstance(form, RequestForm)
    for box in form.asked.values():
        box.setChecked(False)
    form.save()
    assert "Choose what was asked for" in words_of(window.drawer, seen=True)
    for code in ("employer", "occupation", "street"):
        form.asked[code].setChecked(True)
    form.save()
    settled(qtbot, window)
    assert "Best efforts are shown" in seen(window)
    (table,) = (one for one in view_of(window).findChildren(DataTable) if one.name == "Requests")
    table.row_opened.emit(table.model.row_id(0))
    answer = window.drawer.content
    assert isinstance(answer, AnswerForm)
    answer.answer.setText("Ferry Works, pilot")
    answer.save()
    settled(qtbot, window)
    assert view_of(window).read.page.requests[0].answer == "Ferry Works, pilot"  # type: ignore[union-attr]


def test_who_lives_together_is_proposed_joined_named_and_parted(
    qtbot: QtBot, window: MainWindow
) -> None:
    at(qtbot, window, "Ada Lopez", "household")
    assert "May live here, too" in words_of(view_of(window))
    click(window, "Live with Ben")
    settled(qtbot, window)
    home = view_of(window).read.page.household  # type: ignore[union-attr]
    assert home is not None
    assert home.greeting == "Dear Ada and Ben Lopez"
    click(window, "Change…")
    form = window.drawer.content
    assert isinstance(form, HouseholdForm)
    form.salutation.setText("Dear Lopezes")
    form.save()
    settled(qtbot, window)
    assert "Dear Lopezes" in words_of(view_of(window))
    click(window, "Add somebody…")
    assert isinstance(window.drawer.content, HousemateForm)
    window.drawer.content.save()
    assert "Choose a donor" in words_of(window.drawer, seen=True)
    window.close_drawer()
    click(window, "Leave")
    settled(qtbot, window)
    assert view_of(window).read.page.household is None  # type: ignore[union-attr]
    undo(qtbot, window)
    assert view_of(window).read.page.household is not None  # type: ignore[union-attr]


def test_who_may_not_write_sees_everything_and_changes_nothing(
    qtbot: QtBot, book: str, settings: QSettings
) -> None:
    let_in(book, "vera", {"party": "viewer"})
    made = window_over(qtbot, book, settings, page="donors", who="vera")
    made.go("donors")
    settled(qtbot, made)
    assert "Mo Teller" not in column_of(page_of(made), "name")  # of the campaign
    view = at(qtbot, made, "Ada Lopez", "notes")
    assert not view.edit_button.isEnabled()
    assert not view.note_button.isEnabled()
    assert "may" in view.note_button.toolTip()
    for key, _words in TABS:
        view.tabs.choose(key)
        for one in view.stack.currentWidget().findChildren(QPushButton):
            words = one.text().strip()
            if words in ("New note", "Add…", "Note…", "Note a request…", "Live with Ben"):
                assert not one.isEnabled(), words


def test_a_donor_that_went_with_its_import_is_said_to_be_gone(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.go("donors", ShowDonorPage(7))
    settled(qtbot, window)
    assert "no such donor" in seen(window)
    window.go("donors", ShowDonors())
    settled(qtbot, window)
    assert not isinstance(page_of(window).views.currentWidget(), DonorPageView)


def test_a_letters_list_notes_who_was_asked_until_it_is_taken_back(
    qtbot: QtBot, book: str, settings: QSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_book(book) as opened:
        party = desk_for(opened, "party")
        card = party.meet(replace(person("Wren"), employer=""))
        party.record("individual_receipt", card, "2026-10-01", 900_00)
    made = window_over(qtbot, book, settings, page="donors")
    place = tmp_path / "letters.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(place), ""))
    made.commands.run("donors.letters")
    settled(qtbot, made)
    said = made.toasts.toasts[-1].accessibleName()
    assert "2 letters listed in letters.csv, 1 request noted; 1 to be called" in said
    page = page_of(made)
    page.filter.set_filter("flag", "asked")
    settled(qtbot, made)
    assert column_of(page, "name") == ["Ada Wren"]
    undo(qtbot, made)
    assert column_of(page, "name") == []


def test_a_search_is_saved_under_a_name_shown_again_renamed_and_deleted(
    qtbot: QtBot, window: MainWindow
) -> None:
    page = page_of(window)
    assert "Choose one entity" in page.filters.menu.actions()[-1].toolTip()
    party = next(one for one in window.desk.entities() if one.name == "Riverbend Party")
    window.desk.choose_entity(party.entity_id)
    settled(qtbot, window)
    page.filter.hold_to(">100", (("flag", "missing"),))
    settled(qtbot, window)
    assert column_of(page, "name") == ["Ben Okoro"]
    page.filters.save()
    form = window.drawer.content
    assert isinstance(form, FilterNameForm)
    assert "“>100”, Status is Information missing" in words_of(form, seen=True)
    form.save()
    assert "Give the search a name" in words_of(form, seen=True)
    write("To call")
    press(window, Qt.Key.Key_Return)
    settled(qtbot, window)
    page.filter.clear()
    settled(qtbot, window)
    assert [one.name for one in page.filters.saved] == ["To call"]
    page.filters.show(page.filters.saved[0].search)
    settled(qtbot, window)
    assert column_of(page, "name") == ["Ben Okoro"]
    assert page.filter.search.text() == ">100"
    page.filters.rename(page.filters.saved[0])
    write(" now")
    press(window, Qt.Key.Key_Return)
    settled(qtbot, window)
    assert [one.name for one in page.filters.saved] == ["To call now"]
    page.filters.delete(page.filters.saved[0])
    settled(qtbot, window)
    assert page.filters.saved == ()
    undo(qtbot, window)
    assert [one.name for one in page.filters.saved] == ["To call now"]
    for _name, search in GIVEN:
        page.filters.show(search)
        settled(qtbot, window)
        assert page.model.query.filters == search.filters
