"""What would happen to a gift, and why, before anything is saved."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from financedesk.book import Book
from financedesk.ledger import tables
from financedesk.ledger.entities import entities, find_entity
from financedesk.ledger.what_if import GiftAsked, WhatIf, recipient_choices, what_if
from tests.ledger.prepared import book_of
from tests.ledger.test_limit_rooms import HOUSE, card_of, give

ON = date(2026, 4, 1)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with book_of(tmp_path / "book.fdesk", HOUSE) as made:
        yield made


def ask(book: Book, code: str, visible: tuple[str, ...] = (), **asked: Any) -> WhatIf:
    """Ask about a gift to an entity; everything is in view unless ``visible`` names less."""
    with book.read() as connection:
        seen = [one.id for one in entities(connection) if not visible or one.code in visible]
        gift = GiftAsked(
            entity_id=find_entity(connection, code).id,
            on=asked.pop("on", ON),
            cents=asked.pop("cents", 1_000_00),
            **asked,
        )
        return what_if(connection, gift, seen)


def test_a_person_hears_what_is_used_and_who_shares_it(book: Book) -> None:
    give(book, "party", 6_000_00)
    found = ask(book, "fund", card_id=card_of(book, "party"), cents=500_00)
    room = found.row.room
    assert room is not None
    assert (room.used_cents, room.left_cents, found.left_after_cents) == (
        6_000_00,
        -1_000_00,
        -1_500_00,
    )
    assert found.shared_with == ("Riverbend party",)
    assert found.excess_cents == 500_00
    assert found.rule.citation == found.row.verdict.citation


def test_a_class_of_giver_is_enough(book: Book) -> None:
    found = ask(book, "rival", giver="individual", cents=5_000_00)
    assert found.row.fits
    assert (found.left_after_cents, found.excess_cents, found.advice) == (0, 0, ())
    assert found.shared_with == ()


def test_what_may_not_be_taken_says_what_to_do_with_it(book: Book) -> None:
    found = ask(book, "party", giver="corporation", account_kind="federal")
    assert found.row.stopped
    assert found.left_after_cents is None
    assert [one.until for one in found.advice] == [None, date(2026, 5, 1)]
    assert all(one.citation and one.words.endswith(".") for one in found.advice)


def test_an_excess_has_ways_out_with_their_days(book: Book) -> None:
    found = ask(book, "rival", giver="individual", cents=5_000_01)
    assert found.excess_cents == 1
    assert {one.until for one in found.advice} == {date(2026, 5, 31)}
    assert found.advice[-1].words == "Refund what is above the limit."


def test_what_is_above_the_primary_may_be_presumed_for_the_general(book: Book) -> None:
    with book.unit_of_work("Add election") as unit:
        body = find_entity(unit.connection, "campaign")
        held = {
            "entity_id": body.id,
            "code": "P2026",
            "office": "H",
            "state": "OR",
            "held_on": "2026-05-19",
        }
        unit.insert(tables.election, held)
    found = ask(book, "campaign", giver="individual", cents=5_000_00, election_code="P2026")
    assert found.excess_cents == 1_500_00
    assert "$1,500.00 of it may be presumed to be for the general 2026" in found.advice[0].words
    assert "another election" in found.advice[1].words


def test_across_a_wall_only_whether_it_fits_is_told(book: Book) -> None:
    give(book, "rival", 4_000_00)
    card = card_of(book, "rival")
    give(book, "voice", 1_00)
    mine = card_of(book, "voice")
    assert card != mine
    small = ask(book, "rival", ("voice",), card_id=mine, cents=1_000_00)
    large = ask(book, "rival", ("voice",), card_id=mine, cents=1_000_01)
    assert (small.row.fits, large.row.fits) == (True, False)
    for found in (small, large):
        assert not found.row.in_view
        assert (found.row.room, found.left_after_cents, found.excess_cents) == (None, None, 0)
        assert (found.shared_with, found.shared_unseen, found.advice) == ((), 0, ())


def test_inside_a_limit_group_unseen_sharers_are_counted_not_named(book: Book) -> None:
    found = ask(book, "fund", ("fund",), giver="individual")
    assert found.row.room is not None
    assert (found.shared_with, found.shared_unseen) == ((), 1)


def test_who_can_be_asked_about(book: Book) -> None:
    with book.read() as connection:
        seen = [find_entity(connection, code).id for code in ("party", "nation", "campaign")]
        choices = recipient_choices(connection, seen, ON)
    found = {one.name: one for one in choices}
    assert [one.in_view for one in choices] == [True] * 3 + [False] * 4
    party = found["Riverbend party"]
    assert [one.account_kind for one in party.accounts] == ["federal", "levin", "nonfederal"]
    assert {one.purse for one in found["Riverbend nation"].accounts} == {
        "", "convention", "headquarters", "recount",
    }  # fmt: skip
    assert [one.code for one in found["Riverbend campaign"].elections] == ["P2026", "G2026"]
    assert (found["Riverbend rival"].accounts, found["Riverbend rival"].elections) == ((), ())


def test_a_special_account_has_its_own_allowance(book: Book) -> None:
    ordinary = ask(book, "nation", giver="individual")
    special = ask(book, "nation", giver="individual", purse="headquarters")
    assert ordinary.row.room is not None
    assert special.row.room is not None
    assert special.row.room.allowed_cents == 3 * (ordinary.row.room.allowed_cents or 0)
