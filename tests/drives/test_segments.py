"""Whom of one entity's donors a call is for, and nobody of another entity's."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from financedesk.drives.prospects import Prospect, prospects
from financedesk.drives.segments import (
    SEGMENTS,
    SegmentQuery,
    require_paper,
    segment_cards,
    segment_counts,
)
from financedesk.errors import BadInput, Cancelled, Walled
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact, ContactRef
from financedesk.ledger.donors_edit import set_consent
from financedesk.ledger.households import make_household
from financedesk.progress import Silent
from financedesk.reports.mail_merge import COLUMNS, OF_HISTORY
from tests.ledger.riverbend import Desk, desk_for, person, riverbend_at

TODAY = date(2026, 6, 15)
GIFT = "individual_receipt"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with riverbend_at(str(tmp_path / "book.fdesk")) as book:
        yield desk_for(book, "party")


def found(desk: Desk, name: str, **more: Any) -> list[int]:
    query = SegmentQuery(name=name, entity_id=desk.entity.id, today=TODAY, **more)
    with desk.book.read() as connection:
        return segment_cards(connection, query)


def rows(desk: Desk, *cards: int, **more: Any) -> list[Prospect]:
    with desk.book.read() as connection:
        return prospects(connection, cards, desk.entity.id, TODAY, Silent(), **more)


def giver(desk: Desk, name: str, *gifts: tuple[str, int], **known: str) -> int:
    who: ContactRef = desk.meet(replace(person(name, name[::-1].capitalize()), **known))
    for day, cents in gifts:
        desk.record(GIFT, who, day, cents)
    return who.card_id


def test_everybody_stands_in_the_segments_that_fit(desk: Desk) -> None:
    new = giver(desk, "Newman", ("2026-06-01", 20_00))
    lapsed = giver(desk, "Lapworth", ("2025-05-01", 20_00))
    near = giver(desk, "Nearing", ("2026-02-01", 160_00), ("2026-03-01", 30_00))
    large = giver(desk, "Largo", ("2026-02-01", 9_000_00))
    unknown = giver(desk, "Unwin", ("2026-02-01", 300_00), employer="")
    assert found(desk, "first") == [new]
    assert found(desk, "lapsed") == [lapsed]
    assert found(desk, "near-200") == [near]
    assert found(desk, "near-limit") == [large]
    assert found(desk, "missing") == [unknown]
    assert found(desk, "all") == [new, near, unknown, large, lapsed]
    query = SegmentQuery(name="all", entity_id=desk.entity.id, today=TODAY)
    with desk.book.read() as connection:
        counts = segment_counts(connection, query)
    assert counts == {
        "all": 5, "first": 1, "lapsed": 1, "near-200": 1, "near-limit": 1, "recurring": 0,
        "recurring-lost": 0, "missing": 1,
    }  # fmt: skip
    assert set(SEGMENTS) == {*counts, "region"}


def test_periods_are_counted_as_asked(desk: Desk) -> None:
    card = giver(desk, "Newman", ("2026-03-05", 20_00))
    assert found(desk, "first", since=date(2026, 3, 5), until=date(2026, 3, 5)) == [card]
    assert found(desk, "first", since=date(2026, 3, 6)) == []
    assert found(desk, "lapsed", months=3) == [card]
    assert found(desk, "lapsed", months=4) == []


def test_a_region_is_a_state_or_how_zip_codes_begin(desk: Desk) -> None:
    here = giver(desk, "Hereward", ("2026-03-05", 20_00), state="OR", zip="97302")
    there = giver(desk, "Thereson", ("2026-03-06", 20_00), state="WA", zip="98101")
    assert found(desk, "region", state="wa") == [there]
    assert found(desk, "region", zip_prefix="97") == [here]
    assert found(desk, "region", state="OR", zip_prefix="98") == []
    assert found(desk, "all", state="OR") == [here]
    for more in ({}, {"zip_prefix": "9%"}):
        with pytest.raises(BadInput):
            found(desk, "region", **more)


def test_a_segment_may_be_of_one_drive(desk: Desk) -> None:
    values = {"entity_id": desk.entity.id, "code": "gala", "name": "Gala"}
    with desk.book.unit_of_work("Make a drive") as unit:
        gala = unit.insert(tables.drive, values)
    who = desk.meet(person("Galan"))
    desk.record(GIFT, who, "2026-06-01", 20_00, drive_id=gala)
    giver(desk, "Newman", ("2026-06-01", 20_00))
    assert found(desk, "all", drive_ids=(gala,)) == [who.card_id]


@pytest.mark.parametrize(
    ("name", "more", "words"),
    [
        ("rich", {}, "choose one of: all, first"),
        ("lapsed", {"months": 0}, "one month or more"),
        ("first", {"since": TODAY, "until": date(2026, 1, 1)}, "before it begins"),
    ],
)
def test_what_is_no_segment_is_refused(
    desk: Desk, name: str, more: dict[str, Any], words: str
) -> None:
    with pytest.raises(BadInput, match=words):
        found(desk, name, **more)


# --- the wall


def test_nothing_of_another_entity_is_in_a_segment_or_a_row(desk: Desk) -> None:
    campaign = desk_for(desk.book, "campaign")
    theirs = giver(campaign, "Secretson", ("2026-06-01", 190_00))
    ours = giver(desk, "Secretson", ("2026-06-02", 20_00))
    for name in SEGMENTS:
        assert theirs not in found(desk, name, state="OR")
    assert [one.card_id for one in rows(desk, theirs, ours)] == [ours]
    assert rows(desk, ours)[0].given_cents == 20_00


def test_a_list_crosses_only_with_its_document(desk: Desk) -> None:
    campaign = desk_for(desk.book, "campaign")
    with desk.book.read() as connection:
        assert require_paper(connection, desk.entity, desk.entity, 3, TODAY) == ""
        with pytest.raises(Walled, match="3 people of Riverbend Party") as refused:
            require_paper(connection, desk.entity, campaign.entity, 3, TODAY)
    assert "Lists and data" in str(refused.value)


def test_what_a_donor_said_no_to_is_not_in_the_row(desk: Desk) -> None:
    known = {"phone": "503-555-0100", "email": "ada@example.org"}
    card = giver(desk, "Lopez", ("2026-06-01", 20_00), **known)
    (before,) = rows(desk, card)
    assert (before.phone, before.email) == (known["phone"], known["email"])
    with desk.book.unit_of_work("No calls") as unit:
        set_consent(unit, card, "phone", given=False, since="2026-06-02")
    (after,) = rows(desk, card)
    assert (after.phone, after.no_calls, after.email) == ("", True, known["email"])
    with desk.book.unit_of_work("Calls again") as unit:
        set_consent(unit, card, "phone", given=True, since="2026-06-10")
        set_consent(unit, card, "email", given=False, since="2026-06-10")
    (again,) = rows(desk, card)
    assert (again.phone, again.email, again.no_email) == (known["phone"], "", True)
    with desk.book.unit_of_work("No letters") as unit:
        set_consent(unit, card, "mail", given=False, since="2026-06-11")
    (silent,) = rows(desk, card)
    assert silent.no_mail
    assert COLUMNS["street_1"](silent) == ""
    assert COLUMNS["may_write"](silent) == "no"


def test_who_lives_together_is_greeted_in_one_letter(desk: Desk) -> None:
    ada, ben = giver(desk, "Lopez", ("2026-06-01", 20_00)), giver(desk, "Reyes")
    with desk.book.unit_of_work("Household") as unit:
        make_household(unit, [ada, ben], name="Pine Street")
    (one, other) = rows(desk, ada, ben)
    assert one.greeting == other.greeting != ""
    assert (one.household, COLUMNS["household"](other)) == ("Pine Street", "Pine Street")
    assert "Lopez" in str(COLUMNS["household_salutation"](one))
    assert {"household", "household_salutation"} <= OF_HISTORY


# --- what may be asked


def test_what_may_be_asked_is_bounded_by_the_law(desk: Desk) -> None:
    card = giver(desk, "Largo", ("2026-02-01", 400_00), ("2026-03-01", 9_000_00))
    (one,) = rows(desk, card)
    assert one.ask is not None
    assert max(one.ask.amounts) <= 600_00
    assert "No more than $600" in one.ask.words
    assert (one.last_cents, one.largest_cents, one.first_day) == (9_000_00, 9_000_00, "2026-02-01")
    (plain,) = rows(desk, card, asks=False)
    assert plain.ask is None


def test_a_corporation_is_asked_for_nothing_by_a_party(desk: Desk) -> None:
    who = desk.meet(Contact(type="ORG", name="Acme Corporation", city="Salem", state="OR"))
    (one,) = rows(desk, who.card_id)
    assert one.ask is not None
    assert one.ask.amounts == ()
    assert one.ask.words.startswith("Ask for nothing")


def test_what_the_law_wants_asked_for_is_told(desk: Desk) -> None:
    card = giver(desk, "Unwin", ("2026-02-01", 300_00), employer="", occupation="")
    assert rows(desk, card)[0].missing == ("employer", "occupation")


class Impatient:
    def step(self, done: int, total: int | None, text: str) -> None:
        raise Cancelled("Stopped.")


def test_reading_many_can_be_stopped(desk: Desk) -> None:
    card = giver(desk, "Lopez", ("2026-06-01", 20_00))
    with desk.book.read() as connection, pytest.raises(Cancelled):
        prospects(connection, [card], desk.entity.id, TODAY, Impatient())
