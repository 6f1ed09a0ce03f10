"""Own committees as givers, asked of everybody at once: affiliates are one giver.

Worked from the text: 52 U.S.C. 30116(a)(5), 11 CFR 110.3(a)(1), (b)(3) (affiliates give under one
limit), 30116(h), 11 CFR 110.2(e) (national and senatorial committee to a Senate candidate: one
amount for the campaign; the House committee 5,000 per election). What the list says is compared
with what one giver is told.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from financedesk.book import Book
from financedesk.errors import Walled
from financedesk.ledger import tables
from financedesk.ledger.contacts import ContactRef
from financedesk.ledger.entities import entities
from financedesk.ledger.limit_bodies import body_rooms
from financedesk.ledger.limit_excess import Excess, excesses
from financedesk.ledger.limit_findings import ABOVE
from financedesk.ledger.limit_near import NearQuery, NearRoom, near_rooms
from financedesk.ledger.limit_person import contact_of_entity
from financedesk.ledger.limit_rooms import PersonRoom, all_rooms
from financedesk.ledger.limits import Question, RecipientRoom, room_for_gift
from financedesk.ledger.organisation import NewStatus, Organisation
from financedesk.ledger.typed_transfer import TypedTransfer, record_transfer
from financedesk.ledger.wall_findings import wall_findings
from financedesk.rules.dates import general_election_day
from tests.ledger.meadow import entity, side
from tests.ledger.prepared import book_of
from tests.ledger.riverbend import desk_for

_FEDERAL = {"checking": "federal"}
HOUSE_COMMITTEE = NewStatus(status="house_campaign_committee", from_date="2001-01-01", basis="FEC")
SENATORIAL = NewStatus(status="senatorial_committee", from_date="2001-01-01", basis="FEC")
GIVERS = Organisation(
    name="Meadow",
    entities=(
        entity("action", "pac", _FEDERAL, 1, "founder"),
        entity("allies", "pac", _FEDERAL, 2, "founder"),
        entity("strangers", "pac", _FEDERAL, 3),
        entity("state", "state_party", _FEDERAL, 4, "party"),
        entity("nation", "national_party", _FEDERAL, 5, "party"),
        replace(entity("senators", "national_party", _FEDERAL, 6, "party"),
                statuses=(SENATORIAL,)),
        replace(entity("members", "national_party", _FEDERAL, 7, "party"),
                statuses=(HOUSE_COMMITTEE,)),
        entity("campaign", "candidate", _FEDERAL, 8),
        entity("fund", "pac", _FEDERAL, 9, "takers"),
        entity("league", "pac", _FEDERAL, 0, "takers"),
    ),
)  # fmt: skip
TODAY = date(2026, 10, 6)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with book_of(tmp_path / "book.fdesk", GIVERS) as made:
        yield made


def give(book: Book, giver: str, taker: str, cents: int, **more: str) -> ContactRef:
    """Enter what the taker received, as a past filing would bring it: the wall is not asked."""
    desk = desk_for(book, taker)
    who = contact_of_entity(side(book, giver).entity)
    with book.read() as connection:
        query = tables.contact.select().where(
            tables.contact.c.entity_id == desk.entity.id, tables.contact.c.name == who.name
        )
        row = connection.execute(query).first()
    card = desk.meet(who) if row is None else ContactRef(row.id, row.card_id)
    day = more.pop("day", "2026-03-01")
    desk.record("pac_receipt", card, day, cents, election_code=more.get("election"))
    return card


def listed(book: Book) -> tuple[list[PersonRoom], tuple[Excess, ...], tuple[NearRoom, ...]]:
    """Return everybody's rooms, who is above, and the list of Near and over."""
    with book.read() as connection:
        ids = tuple(one.id for one in entities(connection))
        asked = NearQuery(entity_ids=ids, today=TODAY)
        rooms = list(all_rooms(connection, TODAY))
        return rooms, excesses(connection), near_rooms(connection, asked)


def told(book: Book, card: ContactRef, taker: str, on: date = TODAY) -> RecipientRoom:
    """Return what one giver alone is told."""
    owner = side(book, taker).entity.id
    with book.read() as connection:
        return room_for_gift(connection, card.card_id, owner, [owner], Question(on=on))


def test_affiliates_are_one_giver_in_every_list(book: Book) -> None:
    card = give(book, "action", "strangers", 3_000_00)
    give(book, "allies", "strangers", 2_500_00, day="2026-04-01")
    rooms, over, near = listed(book)
    assert [(one.used_cents, one.allowed_cents, one.left_cents) for one in rooms] == [
        (5_500_00, 5_000_00, -500_00)
    ]
    (excess,) = over
    assert (excess.excess_cents, excess.limit.code) == (500_00, "person_to_pac")
    assert len(excess.person_ids) == 2
    (row,) = near
    assert (row.used_cents, row.over_cents, row.affiliated) == (5_500_00, 500_00, True)
    room = told(book, card, "strangers").room
    assert room is not None
    assert room.left_cents == rooms[0].left_cents


def test_an_entity_known_to_two_takers_of_one_allowance_is_one_giver(book: Book) -> None:
    give(book, "strangers", "fund", 3_000_00)
    give(book, "strangers", "league", 2_500_00)
    rooms, over, near = listed(book)
    assert [one.left_cents for one in rooms] == [-500_00]
    assert [one.excess_cents for one in over] == [500_00]
    assert [(one.shared, one.affiliated) for one in near] == [(True, False)]


def test_who_is_not_affiliated_stays_apart(book: Book) -> None:
    give(book, "action", "fund", 4_000_00)
    give(book, "strangers", "fund", 4_500_00)
    rooms, over, near = listed(book)
    assert sorted(one.used_cents for one in rooms) == [4_000_00, 4_500_00]
    assert over == ()
    assert [one.used_cents for one in near] == [4_500_00, 4_000_00]


@pytest.mark.parametrize(("left_on", "together"), [("2026-02-28", False), ("2026-03-31", True)])
def test_affiliation_counts_on_a_day_on_which_something_was_given(
    book: Book, left_on: str, *, together: bool
) -> None:
    give(book, "action", "strangers", 3_000_00)
    give(book, "allies", "strangers", 2_500_00, day="2026-03-20")
    with book.unit_of_work("Leave") as unit:
        column = tables.limit_group_member.c
        allies = side(book, "allies").entity.id
        query = tables.limit_group_member.select().where(column.entity_id == allies)
        row = unit.connection.execute(query).mappings().one()
        unit.update(tables.limit_group_member, row["id"], {"to_date": left_on})
    rooms, over, _near = listed(book)
    assert len(rooms) == (1 if together else 2)
    assert bool(over) == together


def test_a_body_is_measured_by_what_it_is_in_law_and_not_by_its_card(book: Book) -> None:
    """Its card says committee; a state party gives a candidate 5,000 per election."""
    give(book, "state", "campaign", 4_000_00, election="G2026")
    _rooms, over, near = listed(book)
    assert over == ()
    assert [one.allowed_cents for one in near] == [5_000_00]


def test_findings_name_every_gift_of_affiliates(book: Book) -> None:
    give(book, "action", "strangers", 3_000_00)
    give(book, "allies", "strangers", 2_500_00)
    with book.read() as connection:
        found = wall_findings(connection, [side(book, "strangers").entity.id])
    above = [one for one in found if one.kind == ABOVE]
    assert [(one.cents, len(one.item_ids)) for one in above] == [(500_00, 2)]


def test_only_who_sees_a_taker_is_told(book: Book) -> None:
    give(book, "action", "strangers", 3_000_00)
    give(book, "allies", "strangers", 2_500_00)
    with book.read() as connection:
        others = tuple(one.id for one in entities(connection) if one.code != "strangers")
        assert near_rooms(connection, NearQuery(entity_ids=others, today=TODAY)) == ()
        assert body_rooms(connection, takers=others).rooms == ()


def test_a_transfer_is_counted_like_any_other_gift(book: Book) -> None:
    for giver, cents in (("action", 3_000_00), ("allies", 2_000_00)):
        transfer = TypedTransfer(
            giver=side(book, giver), taker=side(book, "strangers"), amount_cents=cents,
            day="2026-05-01",
        )  # fmt: skip
        with book.unit_of_work("Record transfer") as unit:
            record_transfer(unit, transfer)
    rooms, over, near = listed(book)
    assert [one.left_cents for one in rooms] == [0]
    assert over == ()
    assert [one.left_cents for one in near] == [0]


# --- national and senatorial committee: 30116(h)

CYCLES = ((2022, 51_200_00), (2024, 57_800_00), (2026, 62_000_00))


def elect(book: Book, year: int) -> None:
    with book.unit_of_work("Enter elections") as unit:
        owner = side(book, "campaign").entity.id
        for code, day in (
            (f"P{year}", f"{year}-05-19"), (f"G{year}", general_election_day(year).isoformat()),
        ):  # fmt: skip
            values = {"entity_id": owner, "code": code, "office": "S", "held_on": day}
            unit.insert(tables.election, values)


@pytest.mark.parametrize(("year", "cents"), CYCLES)
def test_national_and_senatorial_committee_share_one_amount_for_the_campaign(
    book: Book, year: int, cents: int
) -> None:
    elect(book, year)
    on = date(year, 7, 6)
    first = give(
        book, "nation", "campaign", 20_000_00, day=f"{year}-03-01", election=f"P{year}"
    )  # fmt: skip
    second = give(
        book, "senators", "campaign", 30_000_00, day=f"{year}-06-01", election=f"G{year}"
    )  # fmt: skip
    for card in (first, second):
        room = told(book, card, "campaign", on).room
        assert room is not None
        assert room.limit.code == "national_party_to_senate_candidate"
        assert (room.window.key, room.used_cents) == (f"campaign {year}", 50_000_00)
        assert room.left_cents == cents - 50_000_00
    rooms, over, near = listed(book)
    assert [(one.window, one.used_cents, one.allowed_cents) for one in rooms] == [
        (f"campaign {year}", 50_000_00, cents)
    ]
    assert over == ()
    share = cents * 80 <= 50_000_00 * 100
    assert [one.affiliated for one in near] == ([True] if share else [])
    give(book, "nation", "campaign", cents - 50_000_00 + 1, day=f"{year}-07-01",
         election=f"G{year}")  # fmt: skip
    _rooms, over, _near = listed(book)
    assert [(one.window, one.excess_cents) for one in over] == [(f"campaign {year}", 1)]


def test_the_wall_counts_the_senatorial_committee_s_gift_to_the_cent(book: Book) -> None:
    elect(book, 2026)

    def transfer(giver: str, cents: int) -> None:
        with book.unit_of_work("Record transfer") as unit:
            record_transfer(unit, TypedTransfer(
                giver=side(book, giver), taker=side(book, "campaign"), amount_cents=cents,
                day="2026-07-06", election_code="G2026",
            ))  # fmt: skip

    transfer("nation", 10_000_00)
    with book.read() as connection:
        before = excesses(connection)
    for account in ("nation", "senators"):
        with pytest.raises(Walled, match="30116") as refused:
            transfer(account, 52_000_01)
        assert "110.2(e)" in refused.value.citation
    assert before == ()
    give(book, "senators", "campaign", 52_000_00, election="P2026")
    with pytest.raises(Walled):
        transfer("nation", 1)
    assert book.verify() == []


def test_the_house_committee_has_its_own_amount_for_each_election(book: Book) -> None:
    elect(book, 2026)
    give(book, "nation", "campaign", 60_000_00, election="P2026")
    card = give(book, "members", "campaign", 5_000_00, election="P2026")
    give(book, "members", "campaign", 1_000_00, election="G2026")
    room = told(book, card, "campaign").room
    assert room is not None
    assert (room.limit.code, room.window.key) == ("party_to_candidate", "G2026")
    assert room.left_cents == 4_000_00
    rooms, over, _near = listed(book)
    assert over == ()
    assert sorted((one.window, one.left_cents) for one in rooms) == [
        ("G2026", 4_000_00), ("P2026", 0), ("campaign 2026", 2_000_00),
    ]  # fmt: skip


def test_without_a_common_group_each_national_committee_is_another_party_s(book: Book) -> None:
    elect(book, 2026)
    give(book, "nation", "campaign", 40_000_00, election="P2026")
    with book.unit_of_work("Leave") as unit:
        column = tables.limit_group_member.c
        query = tables.limit_group_member.select().where(
            column.entity_id == side(book, "senators").entity.id
        )
        row = unit.connection.execute(query).mappings().one()
        unit.delete(tables.limit_group_member, row["id"])
    card = give(book, "senators", "campaign", 40_000_00, election="P2026")
    room = told(book, card, "campaign").room
    assert room is not None
    assert room.left_cents == 22_000_00
    assert len(listed(book)[0]) == 2


def test_for_the_house_nothing_is_shared(book: Book) -> None:
    give(book, "nation", "campaign", 4_000_00, election="G2026")
    card = give(book, "senators", "campaign", 4_500_00, election="G2026")
    room = told(book, card, "campaign").room
    assert room is not None
    assert (room.limit.code, room.left_cents) == ("party_to_candidate", 500_00)
    assert len(listed(book)[0]) == 2
