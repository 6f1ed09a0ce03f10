"""A party and a PAC under common control: each by its own figure against what both received.

What a room says of one giver (``limits``) is what every list says: no room below zero is unseen.
"""

from datetime import date

import pytest

from financedesk.book import Book
from financedesk.ledger import tables
from financedesk.ledger.entities import entities
from financedesk.ledger.limit_excess import Excess, excesses
from financedesk.ledger.limit_findings import limit_findings
from financedesk.ledger.limit_near import NearQuery, NearRoom, near_rooms
from financedesk.ledger.limit_person import contact_of_entity
from financedesk.ledger.limit_rooms import all_rooms
from tests.ledger.riverbend import desk_for
from tests.ledger.test_limit_rooms import ADA, ON, ask, book, left

__all__ = ["book"]
Gifts = tuple[tuple[str, int], ...]


def give(book: Book, *gifts: tuple[str, int]) -> int:
    """Let Ada give to party and PAC on linked cards; returns her card with the party."""
    desks = {code: desk_for(book, code) for code in ("party", "fund")}
    cards = {code: desk.meet(ADA) for code, desk in desks.items()}
    with book.unit_of_work("Link") as unit:
        link = {"entity_id": desks["fund"].entity.id, "card_id": cards["fund"].card_id,
                "person_id": cards["party"].card_id}  # fmt: skip
        unit.insert(tables.person_link, link)
    for code, cents in gifts:
        desks[code].record("individual_receipt", cards[code], "2026-03-01", cents)
    return cards["party"].card_id


def listed(book: Book) -> tuple[list[int | None], tuple[Excess, ...], tuple[NearRoom, ...]]:
    with book.read() as connection:
        ids = tuple(one.id for one in entities(connection))
        asked = NearQuery(entity_ids=ids, today=date(2026, 10, 6))
        rooms = sorted((one.left_cents or 0) for one in all_rooms(connection, ON))
        return rooms, excesses(connection), near_rooms(connection, asked)


@pytest.mark.parametrize(
    "gifts",
    [(("party", 6_000_00), ("fund", 100_00)), (("fund", 100_00), ("party", 6_000_00))],
)
def test_the_pac_s_room_is_below_zero_and_listed_by_what_it_keeps(book: Book, gifts: Gifts) -> None:
    card = give(book, *gifts)
    told = left(ask(book, card))
    assert (told["party:state_party"], told["fund:pac"]) == (3_900_00, -1_100_00)
    rooms, over, near = listed(book)
    assert rooms == [-1_100_00, 3_900_00]
    (excess,) = over
    assert (excess.used_cents, excess.allowed_cents) == (6_100_00, 5_000_00)
    assert (excess.excess_cents, len(excess.taker_ids)) == (100_00, 1)
    (row,) = near
    assert (row.left_cents, row.over_cents) == (-1_100_00, 100_00)
    with book.read() as connection:
        ids = [one.id for one in entities(connection)]
        (finding,) = limit_findings(connection, ids)
    assert (finding.cents, len(finding.item_ids)) == (100_00, 1)


def test_who_gave_the_pac_nothing_has_no_room_there_to_overdraw(book: Book) -> None:
    give(book, ("party", 6_000_00))
    desk = desk_for(book, "fund")
    other = desk.meet(contact_of_entity(desk_for(book, "nation").entity))
    desk.record("individual_receipt", other, "2026-03-01", 10_00)
    rooms, over, _near = listed(book)
    assert 4_000_00 in rooms
    assert min(rooms) > 0
    assert over == ()


def test_by_either_figure_the_larger_excess_is_named(book: Book) -> None:
    give(book, ("party", 8_000_00), ("fund", 4_000_00))
    rooms, over, near = listed(book)
    assert rooms == [-7_000_00, -2_000_00]
    assert [(one.allowed_cents, one.excess_cents) for one in over] == [
        (5_000_00, 4_000_00), (10_000_00, 2_000_00),
    ]  # fmt: skip
    assert sorted(one.over_cents for one in near) == [2_000_00, 4_000_00]


def test_own_committees_are_measured_so_as_well(book: Book) -> None:
    who = contact_of_entity(desk_for(book, "rival").entity)
    for code, cents in (("party", 6_000_00), ("fund", 100_00)):
        desk = desk_for(book, code)
        desk.record("pac_receipt", desk.meet(who), "2026-03-01", cents)
    rooms, over, near = listed(book)
    assert rooms == [-1_100_00, 3_900_00]
    assert [one.excess_cents for one in over] == [100_00]
    assert [one.over_cents for one in near] == [100_00]
