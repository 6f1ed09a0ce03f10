"""The giving side: affiliates give under one limit, and what is on its way counts already.

Worked from the text: 52 U.S.C. 30116(a)(5), 11 CFR 110.3(a)(1) and (b)(3) (one giving limit for
affiliated committees, state and local party together, the national party for itself); 30116(h) and
(a)(6) (national party to a Senate candidate: one amount for all elections of the campaign).
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from financedesk.book import Book
from financedesk.errors import Walled
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact
from financedesk.ledger.crossings import MetGift, payment_crossing
from financedesk.ledger.entities import entities
from financedesk.ledger.giver_groups import affiliated_givers, underway
from financedesk.ledger.limits import Question, room_for_gift
from financedesk.ledger.organisation import NewStatus, Organisation
from financedesk.ledger.seats import seat_of
from financedesk.ledger.transfer_steps import propose_transfer, receive_transfer, send_transfer
from financedesk.ledger.typed_transfer import TypedTransfer, record_transfer, remove_transfer
from financedesk.rules.windows import in_campaign
from tests.ledger.meadow import entity, side
from tests.ledger.prepared import book_of
from tests.ledger.riverbend import desk_for, person

DAY, ON = "2026-07-06", date(2026, 7, 6)
_FEDERAL = {"checking": "federal"}
GIVERS = Organisation(
    name="Meadow",
    entities=(
        entity("action", "pac", _FEDERAL, 1, "founder"),
        entity("allies", "pac", _FEDERAL, 2, "founder"),
        entity("strangers", "pac", _FEDERAL, 3),
        entity("state", "state_party", _FEDERAL, 4, "party"),
        entity("county", "local_party", _FEDERAL, 5, "party"),
        entity("nation", "national_party", _FEDERAL, 6, "party"),
        entity("campaign", "candidate", _FEDERAL, 7),
        entity("rival", "candidate", _FEDERAL, 8),
    ),
)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with book_of(tmp_path / "book.fdesk", GIVERS) as made:
        yield made


def typed(book: Book, giver: str, taker: str, cents: int, day: str = DAY) -> TypedTransfer:
    return TypedTransfer(
        giver=side(book, giver), taker=side(book, taker), amount_cents=cents, day=day,
        election_code="G2026" if taker in ("campaign", "rival") else "",
    )  # fmt: skip


def give(book: Book, giver: str, taker: str, cents: int) -> int:
    with book.unit_of_work("Record transfer") as unit:
        return record_transfer(unit, typed(book, giver, taker, cents))[0]


# --- one limit for giving


@pytest.mark.parametrize(
    ("first", "second", "limit"),
    [
        ("action", "allies", 3_500_00),  # PACs under common control: 110.3(a)(1)
        ("state", "county", 5_000_00),  # state and local party together: 110.3(b)(3)
        ("county", "state", 5_000_00),
    ],
)
def test_affiliates_give_a_candidate_under_one_limit(
    book: Book, first: str, second: str, limit: int
) -> None:
    give(book, first, "campaign", limit - 500_00)
    with pytest.raises(Walled, match=r"\$100.00 above") as refused:
        give(book, second, "campaign", 600_00)
    assert "30116" in refused.value.citation
    give(book, second, "campaign", 500_00)
    give(book, second, "rival", limit)
    assert book.verify() == []


def test_who_is_not_affiliated_gives_for_itself(book: Book) -> None:
    give(book, "action", "campaign", 3_500_00)
    give(book, "strangers", "campaign", 3_500_00)
    give(book, "state", "campaign", 5_000_00)
    # The national committee has an amount of its own beside state and local ones.
    give(book, "nation", "campaign", 5_000_00)


def test_affiliates_give_another_pac_under_one_limit_by_the_year(book: Book) -> None:
    give(book, "state", "strangers", 4_000_00)
    with pytest.raises(Walled, match="above"):
        give(book, "county", "strangers", 1_000_01)
    give(book, "county", "strangers", 1_000_00)


def test_affiliation_counts_on_the_day_of_the_gift(book: Book) -> None:
    with book.read() as connection:
        known = entities(connection)
        ids = {one.code: one.id for one in known}
        found = [one.code for one in affiliated_givers(connection, known, ids["action"], ON)]
        alone = affiliated_givers(connection, known, ids["nation"], ON)
    assert (found, alone) == (["allies"], ())
    with book.unit_of_work("Leave") as unit:
        query = tables.limit_group_member.select().where(
            tables.limit_group_member.c.entity_id == ids["allies"]
        )
        row = unit.connection.execute(query).mappings().one()
        unit.update(tables.limit_group_member, row["id"], {"to_date": "2026-06-30"})
    give(book, "action", "campaign", 3_500_00)
    give(book, "allies", "campaign", 3_500_00)


def test_a_party_that_is_none_in_law_gives_as_a_pac_does(tmp_path: Path) -> None:
    """Before its first ballot a party's committees are PACs under common control (30101(16))."""
    status = NewStatus(status="not_a_party", from_date="2025-01-01")
    bodies = [
        entity("state", "state_party", _FEDERAL, 1, "party"),
        entity("county", "local_party", _FEDERAL, 2, "party"),
        entity("campaign", "candidate", _FEDERAL, 3),
    ]
    early = [type(one)(**{**vars_of(one), "statuses": (status,)}) for one in bodies[:2]]
    organisation = Organisation(name="Early", entities=(*early, bodies[2]))
    with book_of(tmp_path / "early.fdesk", organisation) as book:
        give(book, "state", "campaign", 3_000_00)
        with pytest.raises(Walled, match=r"above \$3,500.00"):
            give(book, "county", "campaign", 600_00)


def vars_of(one: object) -> dict[str, object]:
    return {name: getattr(one, name) for name in one.__dataclass_fields__}  # type: ignore[attr-defined]


def test_what_affiliates_gave_somebody_outside_counts_too(book: Book) -> None:
    payee = Contact(type="CCM", name="Friends of Else", committee_id="C00777777")
    one = side(book, "action")
    desk = desk_for(book, "allies")
    known = desk.meet(payee)
    desk.record("contribution_to_candidate", known, DAY, 3_000_00, election_code="G2026")
    made = MetGift(
        entity=one.entity, account=one.account, other=payee, card_id=None,
        kind="contribution_to_candidate", day=DAY, cents=600_00, election_code="G2026",
    )  # fmt: skip
    with book.read() as connection:
        crossing = payment_crossing(connection, made)
    assert crossing is not None
    assert sum(use.cents for use in crossing.used) == 3_000_00


# --- what is on its way


def test_two_transfers_on_their_way_do_not_both_fit(book: Book) -> None:
    with book.unit_of_work("Propose") as unit:
        first, second = (
            propose_transfer(unit, typed(book, giver, "campaign", 2_000_00))
            for giver in ("action", "allies")
        )
    with book.unit_of_work("Send") as unit:
        send_transfer(unit, first, DAY)
    with pytest.raises(Walled, match=r"\$500.00 above"), book.unit_of_work("Send") as unit:
        send_transfer(unit, second, DAY)
    with pytest.raises(Walled, match="above"):
        give(book, "action", "campaign", 1_500_01)
    with book.unit_of_work("Receive") as unit:
        receive_transfer(unit, first, "2026-07-10")
    with book.read() as connection:
        assert underway(connection, [side(book, "action").entity.id]) == {}
    given = give(book, "action", "campaign", 1_500_00)
    with book.unit_of_work("Delete") as unit:
        remove_transfer(unit, given)
    assert book.verify() == []


def test_money_between_affiliates_on_its_way_uses_no_limit(book: Book) -> None:
    with book.unit_of_work("Propose") as unit:
        number = propose_transfer(unit, typed(book, "state", "county", 90_000_00))
        send_transfer(unit, number, DAY)
    with book.read() as connection:
        assert underway(connection, [side(book, "state").entity.id]) == {}


# --- the Senate


def elect(book: Book, code: str, office: str, held_on: str | None = None) -> None:
    with book.unit_of_work("Enter election") as unit:
        values = {
            "entity_id": side(book, "campaign").entity.id, "code": code, "office": office,
            "held_on": held_on,
        }  # fmt: skip
        unit.insert(tables.election, values)


def nation_s_room(book: Book, on: date) -> tuple[str, int, int]:
    """Return window, used and left cents of what the national party may give the campaign."""
    taker = side(book, "campaign").entity
    desk = desk_for(book, "campaign")
    nation = side(book, "nation").entity
    card = desk.meet(Contact(type="COM", name=nation.name, committee_id=nation.committee_id))
    with book.read() as connection:
        row = room_for_gift(connection, card.card_id, taker.id, [taker.id], Question(on=on))
    assert row.room is not None
    assert row.room.left_cents is not None
    return row.room.window.key, row.room.used_cents, row.room.left_cents


def test_the_national_party_has_one_amount_for_a_whole_senate_campaign(book: Book) -> None:
    elect(book, "P2026", "S", "2026-05-19")
    elect(book, "G2026", "S")
    assert nation_s_room(book, ON) == ("campaign 2026", 0, 62_000_00)
    desk = desk_for(book, "campaign")
    nation = side(book, "nation").entity
    who = desk.meet(Contact(type="COM", name=nation.name, committee_id=nation.committee_id))
    for code, day, cents in (
        ("P2026", "2026-03-01", 20_000_00), ("G2026", "2026-06-01", 30_000_00),
        ("P2020", "2020-03-01", 7_000_00),
    ):  # fmt: skip
        desk.record("party_receipt", who, day, cents, election_code=code)
    assert nation_s_room(book, ON) == ("campaign 2026", 50_000_00, 12_000_00)


def test_for_the_house_the_national_party_gives_by_the_election(book: Book) -> None:
    assert nation_s_room(book, ON) == ("G2026", 0, 5_000_00)


@pytest.mark.parametrize(("key", "inside"), [
    ("P2026", True), ("G2026", True), ("S2021", True), ("G2020", False), ("P2028", False),
    ("2026", False),
])  # fmt: skip
def test_a_senate_campaign_takes_the_elections_of_six_years(key: str, *, inside: bool) -> None:
    assert in_campaign(key, 2026) == inside


def test_a_gift_to_a_senator_who_is_up_later_counts_for_that_election(book: Book) -> None:
    elect(book, "G2030", "S")
    desk = desk_for(book, "campaign")
    ada = desk.meet(person("Lopez"))
    desk.record("individual_receipt", ada, "2026-02-01", 150_00)
    desk.record("individual_receipt", ada, "2029-02-01", 100_00)
    with book.read() as connection:
        windows = connection.execute(tables.attribution.select()).mappings().all()
        totals = connection.execute(tables.aggregate.select()).mappings().all()
        taker = side(book, "campaign").entity
        row = room_for_gift(connection, ada.card_id, taker.id, [taker.id], Question(on=ON))
        assert seat_of(connection, taker.id).term_years == 6
    assert {one["window"] for one in windows} == {"G2030"}
    # Both gifts are of one election cycle of six years (11 CFR 100.3(b)): the second is itemised.
    assert {one["window"] for one in totals} == {2030}
    assert [one["aggregate_cents"] for one in totals] == [150_00, 250_00]
    assert row.room is not None
    assert (row.room.window.key, row.room.used_cents) == ("G2030", 250_00)
    assert book.verify() == []
