"""Letters by the keyboard: written from a finding, noted as sent and answered, and undone."""

from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QSettings, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from financedesk.ledger.donor_requests import open_requests
from financedesk.ledger.kept_letters import ANSWERED, AWAITED, TO_SEND
from financedesk.ui.book_desk import book_desk
from financedesk.ui.pages.compliance import LETTERS, OPEN, Compliance
from financedesk.ui.pages.compliance_letter_forms import LetterAnswerForm, LetterForm, SentForm
from financedesk.ui.pages.compliance_letters import LettersView
from financedesk.ui.pages.letter_words import TO_WRITE
from financedesk.ui.pages.subjects import ShowDonorPage
from financedesk.ui.shell import MainWindow
from financedesk.ui.widgets import DataTable
from tests.ledger.riverbend import desk_for, person, riverbend_at
from tests.ui.keyboard import CONTROL, SHIFT, Keyboard
from tests.ui.money_books import TODAY, window_over

Key = Qt.Key
ABOVE, MISSING = "Above a limit", "Employer or occupation not known"
Found = TypeVar("Found", bound=QWidget)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, settings: QSettings) -> MainWindow:
    location = str(tmp_path / "riverbend.fdesk")
    with riverbend_at(location) as book:
        party = desk_for(book, "party")
        for name in ("Away", "Okoro"):
            who = party.meet(replace(person(name), employer="", occupation=""))
            party.record("individual_receipt", who, "2026-09-20", 300_00)
        campaign = desk_for(book, "campaign")
        campaign.record("individual_receipt", campaign.meet(person("Lee")), "2026-09-01", 4_000_00,
                        election_code="G2026")  # fmt: skip
    return window_over(qtbot, location, settings, page="compliance")


@pytest.fixture
def hands(qtbot: QtBot, window: MainWindow) -> Keyboard:
    return Keyboard(qtbot, window)


def page_of(window: MainWindow) -> Compliance:
    found = window.findChild(Compliance)
    assert isinstance(found, Compliance)
    return found


def words_in(path: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


def found_in(window: MainWindow, what: type[Found]) -> Found:
    found = window.findChild(what)
    assert found is not None
    return found


def states(view: LettersView) -> list[tuple[str, str]]:
    """Whom the letters go to, and how they stand."""
    return [(one.addressee, one.state(TODAY)) for one in view.model.rows]


def write_about(
    page: Compliance, hands: Keyboard, title: str, key: Qt.Key = Qt.Key.Key_L
) -> None:  # fmt: skip
    """Press L, or another key, on the first finding of a title."""
    page.view.choose(OPEN)
    page.table.view.setFocus()
    titles = [one.finding.kind.title for one in page.model.rows]
    page.table.view.selectRow(titles.index(title))
    hands.press(key)


def look_at(page: Compliance, hands: Keyboard) -> LettersView:
    """Choose the view of letters and its first row."""
    page.view.choose(LETTERS)
    hands.rest()
    page.letters.table.view.setFocus()
    hands.press(Key.Key_Home)
    return page.letters


def test_a_letter_is_written_sent_and_answered_by_keys_alone(
    hands: Keyboard, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_of(window)
    write_about(page, hands, ABOVE)
    form = found_in(window, LetterForm)
    assert hands.focus is form.kind
    assert form.law.text() == "By 11 CFR 110.1(b)(5)(ii)(A)."
    assert form.kind.findData("redesignation_notice") < 0, "the giver named the general election"
    hands.press(Key.Key_Down)
    assert form.chosen.code == "reattribution_request"
    hands.fill(form.other, "Bo Lee")
    hands.press(Key.Key_Return)
    assert window.findChild(LetterForm) is None
    view = look_at(page, hands)
    assert states(view) == [("Ada Lee", TO_SEND)]
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    hands.press(Key.Key_Return)
    assert "Signature of Bo Lee" in words_in(Path(opened[0].toLocalFile()))
    hands.press(Key.Key_S)
    assert hands.focus is found_in(window, SentForm).on
    hands.press(Key.Key_Return)
    assert states(look_at(page, hands)) == [("Ada Lee", AWAITED)]
    hands.press(Key.Key_A)
    answer = found_in(window, LetterAnswerForm)
    hands.press(Key.Key_Return)
    assert answer.answer_row.message == "Say in a few words what was answered."
    hands.fill(answer.answer, "signed by both")
    hands.press(Key.Key_Return)
    assert states(look_at(page, hands)) == [("Ada Lee", ANSWERED)]
    for state in ([("Ada Lee", AWAITED)], [("Ada Lee", TO_SEND)], []):
        hands.press(Key.Key_Z, CONTROL)
        assert states(view) == state


def test_what_keeps_a_letter_from_being_written_is_said_in_its_form(
    hands: Keyboard, window: MainWindow, tmp_path: Path
) -> None:
    page = page_of(window)
    write_about(page, hands, ABOVE)
    form = found_in(window, LetterForm)
    form.kind.setCurrentIndex(form.kind.findData("reattribution_notice"))
    hands.press(Key.Key_Return)
    assert form.other_row.message == "Name the other holder, as printed on the check."
    assert form.kind.findData("refund") < 0, "there is no refund yet"
    own = tmp_path / "own.toml"
    own.write_text('title = "{shoes}"', encoding="utf-8")
    form.kind.setCurrentIndex(form.kind.findData("reattribution_request"))
    hands.fill(form.words, str(own))
    hands.press(Key.Key_Return)
    assert "own.toml has no [[paragraph]]" in form.problem.text
    hands.press(Key.Key_Escape)
    assert states(look_at(page, hands)) == []


def test_what_was_refunded_waits_for_its_letter(hands: Keyboard, window: MainWindow) -> None:
    page = page_of(window)
    write_about(page, hands, ABOVE, Key.Key_F)
    hands.press(Key.Key_Return)
    view = look_at(page, hands)
    assert states(view) == [("Ada Lee", TO_WRITE)]
    hands.press(Key.Key_S)
    assert window.findChild(SentForm) is None
    hands.press(Key.Key_Return)
    form = found_in(window, LetterForm)
    assert form.chosen.code == "refund"
    hands.press(Key.Key_Return)
    assert "Say why it goes back" in form.problem.text
    form.reason.setCurrentIndex(form.reason.findData("excessive"))
    hands.press(Key.Key_Return)
    assert states(view) == [("Ada Lee", TO_SEND)]
    hands.press(Key.Key_Z, CONTROL)
    assert states(view) == [("Ada Lee", TO_WRITE)]


def test_requests_to_all_stand_in_one_file_and_are_noted_as_sent_together(
    hands: Keyboard, window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page, target = page_of(window), tmp_path / "requests.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    view = look_at(page, hands)
    hands.enter(view.requests_button)
    assert {name for name, _ in states(view)} == {"Ada Away", "Ada Okoro"}
    said = words_in(target)
    assert "Dear Ada Away" in said
    assert "Dear Ada Okoro" in said
    hands.enter(view.requests_button)
    assert len(states(view)) == 2
    view.filter.search.setText("away")
    look_at(page, hands)
    hands.press(Key.Key_Delete)
    assert states(view) == []
    hands.press(Key.Key_Z, CONTROL)
    assert [name for name, _ in states(view)] == ["Ada Away"]
    view.filter.search.setText("")
    look_at(page, hands)
    hands.press(Key.Key_Down, SHIFT)
    hands.press(Key.Key_S)
    hands.press(Key.Key_Return)
    assert [state for _, state in states(view)] == [AWAITED, AWAITED]
    desk = book_desk(window)
    with desk.book.read() as connection:
        asked = open_requests(connection, desk.scope)
    assert {one.name for one in asked} == {"Ada Away", "Ada Okoro"}
    assert all(one.counts for one in asked)
    window.go("donors", ShowDonorPage(asked[0].card_id, "requests"))
    hands.rest()
    tables = {one.name: one for one in window.page.findChildren(DataTable)}
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    tables["Letters"].view.setFocus()
    hands.press(Key.Key_Home)
    hands.press(Key.Key_Return)
    assert f"Dear {asked[0].name}" in words_in(Path(opened[0].toLocalFile()))
    window.go("compliance")
    hands.rest()
    page.view.choose(OPEN)
    assert MISSING not in [one.finding.kind.title for one in page.model.rows]
    assert not view.requests_button.isEnabled()
