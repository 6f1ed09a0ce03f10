"""The review of cards that may be one person's, by the keyboard, over a real book."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from financedesk.book import Book
from financedesk.ledger.contacts import Contact
from financedesk.ledger.period import Period
from financedesk.ledger.room import open_book
from financedesk.ledger.same_person import people_apart
from financedesk.reports.filing import Request, finalise, prepare
from financedesk.ui.book_desk import book_desk
from financedesk.ui.pages.donors import Donors
from financedesk.ui.pages.donors_linked import LinkedView
from financedesk.ui.pages.donors_review import ReviewView
from financedesk.ui.pages.donors_views import LINKED, REVIEW
from financedesk.ui.shell import MainWindow
from financedesk.ui.widgets.confirm_dialog import ConfirmDialog
from tests.ledger.riverbend import desk_for, person, riverbend_at
from tests.ui.keyboard import CONTROL, Keyboard
from tests.ui.money_books import window_over

Key = Qt.Key


def twice(book: Book) -> None:
    """Two cards of one Quill, two that may be one Marsh, and father and son Reed."""
    party = desk_for(book, "party")
    quill = replace(person("Quill", "Hazel"), email="hazel@example.org", phone="5415550101")
    marsh = Contact(type="IND", last_name="Marsh", first_name="Theodore", city="Bend", state="OR",
                    zip="97701", street_1="4 Elm Street")  # fmt: skip
    cards = (
        quill, replace(quill, street_1="77 New Road", zip="97702"),
        marsh, replace(marsh, first_name="T."),
        replace(marsh, last_name="Reed", suffix="Sr"),
        replace(marsh, last_name="Reed", suffix="Jr"),
    )  # fmt: skip
    for place, card in enumerate(cards, 1):
        party.record("individual_receipt", party.meet(card), f"2026-07-0{place}", place * 100_00)


@pytest.fixture
def location(tmp_path: Path) -> str:
    made = str(tmp_path / "riverbend.fdesk")
    with riverbend_at(made) as book:
        twice(book)
    return made


@pytest.fixture
def window(qtbot: QtBot, location: str, settings: QSettings) -> MainWindow:
    return window_over(qtbot, location, settings, page="donors")


@pytest.fixture
def hands(qtbot: QtBot, window: MainWindow) -> Keyboard:
    return Keyboard(qtbot, window)


def page_of(window: MainWindow) -> Donors:
    found = window.findChild(Donors)
    assert isinstance(found, Donors)
    return found


def review(hands: Keyboard, window: MainWindow) -> ReviewView:
    """Open the questions as the palette does."""
    window.commands.run("donors.review")
    hands.rest()
    found = page_of(window).views.view(REVIEW)
    assert isinstance(found, ReviewView)
    assert page_of(window).views.choice.choice == REVIEW
    return found


def names(view: ReviewView) -> list[set[str]]:
    return [
        {card.contact.first_name or "" for card in (one.one, one.other)} for one in view.model.rows
    ]


def test_questions_are_answered_by_one_key_each_and_come_back_with_undo(
    hands: Keyboard, window: MainWindow
) -> None:
    view = review(hands, window)
    assert names(view) == [{"Hazel"}, {"Theodore", "T."}]
    assert "2 gifts, $300.00" in view.panel.moves.text()
    hands.press(Key.Key_S)
    assert names(view) == [{"Theodore", "T."}]
    hands.press(Key.Key_D)
    assert names(view) == []
    assert "Nobody is on two cards" in view.empty.accessibleName()
    with book_desk(window).book.read() as connection:
        assert len(people_apart(connection)) == 1
    hands.press(Key.Key_Z, CONTROL)
    hands.press(Key.Key_Z, CONTROL)
    assert names(view) == [{"Hazel"}, {"Theodore", "T."}]


def test_all_that_are_the_same_are_one_step(hands: Keyboard, window: MainWindow) -> None:
    view = review(hands, window)
    assert view.link_all.text().strip() == "Link all that are the same (1)"
    hands.press(Key.Key_Return, CONTROL)
    assert names(view) == [{"Theodore", "T."}]
    assert not view.link_all.isEnabled()
    hands.press(Key.Key_Z, CONTROL)
    assert len(view.model.rows) == 2


def test_later_goes_to_the_next_question_and_says_where_they_end(
    hands: Keyboard, window: MainWindow
) -> None:
    view = review(hands, window)
    hands.press(Key.Key_L)
    assert view.in_hand == view.model.rows[1]
    assert view.panel.cards == view.model.rows[1].cards
    assert view.panel.heading.text() == "Theodore Marsh · T. Marsh"
    hands.press(Key.Key_L)
    assert view.in_hand == view.model.rows[1]


def test_a_linked_card_is_parted_again(hands: Keyboard, window: MainWindow) -> None:
    review(hands, window)
    hands.press(Key.Key_S)
    views = page_of(window).views
    views.show_view(LINKED)
    hands.rest()
    view = views.view(LINKED)
    assert isinstance(view, LinkedView)
    (one,) = view.people.rows
    assert len(one.cards) == 2
    assert "same e-mail" in one.reason.casefold()
    hands.enter(view.table.view)
    hands.press(Key.Key_U)
    assert view.people.rows == ()
    hands.press(Key.Key_Z, CONTROL)
    assert len(view.people.rows) == 1


def test_filed_reports_are_named_before_anything_is_linked(
    qtbot: QtBot, location: str, settings: QSettings, tmp_path: Path
) -> None:
    with open_book(location, write=True) as book:
        asked = Request(
            entity_id=desk_for(book, "party").entity.id, form="F3X", outputs=("fec",),
            period=Period(first="2026-07-01", last="2026-09-30"), signed_on="2026-10-05",
        )  # fmt: skip
        finalise(book, prepare(book, asked, tmp_path / "out").filing.id)
    window = window_over(qtbot, location, settings, page="donors")
    hands = Keyboard(qtbot, window)
    view = review(hands, window)
    assert "F3X" in view.panel.reports.text()
    assert "2 entries" in view.panel.reports.text()
    hands.press(Key.Key_Return, CONTROL)
    (asked_first,) = (one for one in window.findChildren(ConfirmDialog) if one.isVisible())
    said = [one.text() for one in asked_first.findChildren(QLabel)]
    assert any("2026-07-01 to 2026-09-30" in words for words in said)
    assert len(view.model.rows) == 2
