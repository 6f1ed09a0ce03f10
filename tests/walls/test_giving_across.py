"""What affiliates gave counts under one limit, also where a wall hides them; told is a sum.

Worked from the text: 52 U.S.C. 30116(a)(5), 11 CFR 110.3(a)(1) (one limit for giving) and 30116(h),
11 CFR 110.2(e) (national and senatorial committee). On a file, where walls are a convention, and
on a server, where the affiliates' rows are out of sight.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

import pytest

from financedesk.book import Book
from financedesk.errors import Walled
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact, ContactRef
from financedesk.ledger.crossings import MetGift, payment_crossing
from financedesk.ledger.entities import accounts, find_entity
from financedesk.ledger.limit_person import contact_of_entity
from financedesk.ledger.limits import Question, RecipientRoom, room_for_gift
from financedesk.ledger.members import add_member
from financedesk.ledger.organisation import NewEntity, NewStatus, Organisation
from financedesk.ledger.room import open_book
from financedesk.ledger.typed_payment import TypedPayment, record_payment
from tests.intake.exports import entity
from tests.ledger.prepared import book_of
from tests.ledger.riverbend import desk_for
from tests.postgresql_server import PostgresqlServer
from tests.walls.conftest import KEEPER, place_of

DAY, ON = "2026-04-01", date(2026, 4, 1)


def body(code: str, number: int, kind: str = "pac", group: str = "", status: str = "") -> NewEntity:
    """Describe an entity, in a limit group and with a status in law where one is named."""
    made = replace(entity(code, f"C0099000{number}"), kind=kind, limit_group=group or None)
    given = (NewStatus(status=status, from_date="2001-01-01", basis="FEC"),) if status else ()
    return replace(made, statuses=given)


BODIES = (
    body("alder", 1, group="trees"), body("birch", 2, group="trees"),
    body("cedar", 3), body("loner", 4),
    body("nation", 5, "national_party", "party"),
    body("senators", 6, "national_party", "party", "senatorial_committee"),
    body("members", 7, "national_party", "party", "house_campaign_committee"),
    body("campaign", 8, "candidate"),
)  # fmt: skip
SEEN = ("alder", "cedar", "nation", "campaign")
"""What Mo sees of them: not birch, not the senatorial committee, not the House committee."""
PAYEE = Contact(type="CCM", name="Friends of Élse", committee_id="C00777777")


@dataclass
class Place:
    """One book in a place; ``as_login`` opens it as somebody."""

    location: str

    @contextmanager
    def as_login(self, login: str) -> Iterator[Book]:
        with open_book(place_of(self.location, login)) as book:
            # A server knows who has signed in; a file takes one's word for it.
            book.who = login
            yield book

    def give(self, giver: str, taker: str, cents: int, election: str = "") -> int:
        """Enter in the taker's books what an entity gave it; returns the giver's card there."""
        with self.as_login(KEEPER) as book:
            desk = desk_for(book, taker)
            with book.read() as connection:
                who = contact_of_entity(find_entity(connection, giver))
                column = tables.contact.c
                known = connection.execute(
                    tables.contact.select().where(
                        column.entity_id == desk.entity.id, column.name == who.name
                    )
                ).first()
            card = desk.meet(who) if known is None else ContactRef(known.id, known.card_id)
            desk.record("pac_receipt", card, "2026-03-01", cents, election_code=election or None)
            return card.card_id

    def room(self, login: str, taker: str, card: int, **asked: object) -> RecipientRoom:
        """Return what somebody is told of a giver's room."""
        with self.as_login(login) as book, book.read() as connection:
            owner = find_entity(connection, taker).id
            question = Question(on=ON, **asked)  # type: ignore[arg-type]
            return room_for_gift(connection, card, owner, [owner], question)


@pytest.fixture
def place(walled_place: str, request: pytest.FixtureRequest) -> Place:
    """A book of eight bodies: Mo is treasurer of four of them."""
    if walled_place.startswith("postgresql"):
        server: PostgresqlServer = request.getfixturevalue("postgresql_server")
        server.role("mo")
    return trees_at(walled_place)


def trees_at(location: str) -> Place:
    """Make the book in a place."""
    with book_of(location, Organisation(name="Trees", entities=BODIES)) as book:
        book.who = KEEPER
        with book.unit_of_work("Add members") as unit:
            rights = {find_entity(unit.connection, code).id: "treasurer" for code in SEEN}
            add_member(unit, login="mo", name="Mo", rights=rights, own_name="Ada")
        with book.unit_of_work("Enter elections") as unit:
            owner = find_entity(unit.connection, "campaign").id
            for code, day in (("P2026", "2026-05-19"), ("G2026", "2026-11-03")):
                values = {"entity_id": owner, "code": code, "office": "S", "held_on": day}
                unit.insert(tables.election, values)
    return Place(location)


def both(place: Place, taker: str, card: int) -> list[tuple[int, int | None]]:
    """Return used and left cents as who keeps the walls and as Mo is told them."""
    found = [place.room(login, taker, card).room for login in (KEEPER, "mo")]
    assert None not in found
    return [(one.used_cents, one.left_cents) for one in found if one is not None]


def test_what_a_hidden_affiliate_gave_counts_for_the_one_in_view(place: Place) -> None:
    place.give("birch", "cedar", 3_000_00)
    card = place.give("alder", "cedar", 1_500_00)
    assert both(place, "cedar", card) == [(4_500_00, 500_00)] * 2
    assert not place.room("mo", "cedar", card, cents=500_01).fits
    assert place.room("mo", "cedar", card, cents=500_00).fits


def test_a_hidden_giver_s_affiliate_counts_as_well(place: Place) -> None:
    """Of the two that share a limit the one who gives may be the one out of sight."""
    place.give("alder", "cedar", 1_500_00)
    card = place.give("birch", "cedar", 3_000_00)
    assert both(place, "cedar", card) == [(4_500_00, 500_00)] * 2


def test_who_is_not_affiliated_counts_for_itself(place: Place) -> None:
    place.give("birch", "cedar", 3_000_00)
    card = place.give("loner", "cedar", 1_000_00)
    assert both(place, "cedar", card) == [(1_000_00, 4_000_00)] * 2


def test_affiliation_that_has_ended_counts_no_more(place: Place) -> None:
    place.give("birch", "cedar", 3_000_00)
    card = place.give("alder", "cedar", 1_500_00)
    with place.as_login(KEEPER) as book, book.unit_of_work("Leave") as unit:
        column = tables.limit_group_member.c
        birch = find_entity(unit.connection, "birch").id
        query = tables.limit_group_member.select().where(column.entity_id == birch)
        row = unit.connection.execute(query).mappings().one()
        unit.update(tables.limit_group_member, row["id"], {"to_date": "2026-03-31"})
    assert both(place, "cedar", card) == [(1_500_00, 3_500_00)] * 2


def test_the_senate_amount_is_shared_with_a_hidden_senatorial_committee(place: Place) -> None:
    place.give("senators", "campaign", 30_000_00, "P2026")
    place.give("members", "campaign", 5_000_00, "G2026")
    card = place.give("nation", "campaign", 20_000_00, "G2026")
    assert both(place, "campaign", card) == [(50_000_00, 12_000_00)] * 2


def pay(place: Place, login: str, code: str, cents: int) -> None:
    """Let an entity give to a candidate's committee outside the book."""
    with place.as_login(login) as book:
        with book.read() as connection:
            owner = find_entity(connection, code)
            account = accounts(connection, owner.id)[0]
        payment = TypedPayment(
            payee=PAYEE, known=None, amount_cents=cents, day=DAY, account=account,
            kind="contribution_to_candidate", election_code="G2026", purpose="Contribution",
        )  # fmt: skip
        with book.unit_of_work("Record contribution") as unit:
            record_payment(unit, owner, payment)


def test_what_hidden_affiliates_gave_somebody_outside_counts_at_the_wall(place: Place) -> None:
    pay(place, KEEPER, "birch", 3_000_00)
    with place.as_login("mo") as book, book.read() as connection:
        owner = find_entity(connection, "alder")
        made = MetGift(
            entity=owner, account=accounts(connection, owner.id)[0], other=PAYEE, card_id=None,
            kind="contribution_to_candidate", day=DAY, cents=600_00, election_code="G2026",
        )  # fmt: skip
        crossing = payment_crossing(connection, made)
    assert crossing is not None
    assert [(use.window, use.cents) for use in crossing.used] == [("G2026", 3_000_00)]
    with pytest.raises(Walled, match=r"\$100.00 above"):
        pay(place, "mo", "alder", 600_00)
    pay(place, "mo", "alder", 500_00)
    pay(place, "mo", "cedar", 3_500_00)
    with place.as_login(KEEPER) as book:
        assert book.verify() == []
