"""Redesignation and reattribution: what the law lets move, until when, and what it makes of limits.

The cases follow the text: 11 CFR 110.1(b)(5) for another election, 110.1(k)(3) for another giver.
"""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from financedesk.book import Book
from financedesk.errors import BadInput, HasDependents, Refused
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact, ContactRef
from financedesk.ledger.edit import ItemEdit, remove_items, replace_item
from financedesk.ledger.gift_corrections import (
    Reattribution,
    Redesignation,
    reattribute,
    redesignate,
    remedies,
    verify,
)
from financedesk.ledger.period import Period
from financedesk.ledger.summary import summarise
from tests.ledger.riverbend import Desk, committee, desk_for, person

RECEIVED, LAST_DAY, LATE = "2026-02-02", "2026-04-03", "2026-04-04"
PRIMARY = "2026-05-19"


@pytest.fixture
def campaign(book: Book) -> Desk:
    """The candidate's desk, with a primary on its day."""
    desk = desk_for(book, "campaign")
    with book.unit_of_work("Enter election") as unit:
        values = {"entity_id": desk.entity.id, "code": "P2026", "held_on": PRIMARY}
        unit.insert(tables.election, values)
    return desk


@pytest.fixture
def ada(campaign: Desk) -> ContactRef:
    return campaign.meet(person("Lopez"))


def used(book: Book) -> dict[tuple[int, str], int]:
    query = 'SELECT person_id, "window", SUM(cents) FROM attribution GROUP BY 1, 2 ORDER BY 1, 2'
    with book.read() as connection:
        return {(row[0], row[1]): row[2] for row in connection.execute(text(query))}


def paper(gift: int, cents: int, **more: Any) -> Redesignation:
    values: dict[str, Any] = {
        "gift_id": gift, "amount_cents": cents, "day": LAST_DAY, "to_election": "G2026",
        "how": "signed", "evidence": "Letter of 2026-03-30", **more,
    }  # fmt: skip
    return Redesignation(**values)


def other(gift: int, cents: int, to: ContactRef, **more: Any) -> Reattribution:
    values: dict[str, Any] = {
        "gift_id": gift, "amount_cents": cents, "day": LAST_DAY, "to": to, "how": "signed",
        "evidence": "Both signed on 2026-03-30", **more,
    }  # fmt: skip
    return Reattribution(**values)


def do(book: Book, typed: Redesignation | Reattribution) -> tuple[int, int]:
    with book.unit_of_work("Put gift right") as unit:
        if isinstance(typed, Redesignation):
            return redesignate(unit, typed)
        return reattribute(unit, typed)


def items(book: Book, ids: tuple[int, ...]) -> list[dict[str, Any]]:
    with book.read() as connection:
        query = tables.item.select().where(tables.item.c.id.in_(ids)).order_by(tables.item.c.id)
        return [dict(row) for row in connection.execute(query).mappings()]


# --- another election


def test_a_signed_redesignation_moves_the_amount_and_no_cash(
    book: Book, campaign: Desk, ada: ContactRef
) -> None:
    gift = campaign.record(
        "individual_receipt", ada, RECEIVED, 7_000_00, election_code="P2026"
    )  # fmt: skip
    ids = do(book, paper(gift, 3_500_00))
    card = ada.card_id
    assert used(book) == {(card, "P2026"): 3_500_00, (card, "G2026"): 3_500_00}
    source, target = items(book, ids)
    assert (source["amount_cents"], target["amount_cents"]) == (-3_500_00, 3_500_00)
    for half in (source, target):
        assert (half["memo"], half["cash_cents"], half["corrects_id"]) == (1, 0, gift)
        assert half["made_date"] == RECEIVED
        assert "Redesignation from P2026 to G2026: gift of 2026-02-02" in half["memo_description"]
    assert (source["election_code"], target["election_code"]) == ("P2026", "G2026")
    with book.read() as connection:
        year = Period(first="2026-01-01", last="2026-12-31")
        assert summarise(connection, campaign.entity, "F3", year).a["11ai"] == 7_000_00
        assert list(verify(connection)) == []
    assert book.verify() == []


def test_the_law_presumes_the_excess_of_a_person_before_the_primary(
    book: Book, campaign: Desk, ada: ContactRef
) -> None:
    gift = campaign.record("individual_receipt", ada, RECEIVED, 5_000_00)
    with book.read() as connection:
        found = remedies(connection, gift)
    assert (found.left_cents, found.excess_cents) == (5_000_00, 1_500_00)
    assert (found.election, found.presumed_to, found.presumed_cents) == (
        "P2026", "G2026", 1_500_00,
    )  # fmt: skip
    assert found.by == date.fromisoformat(LAST_DAY)
    with pytest.raises(Refused, match=r"Only \$1,500.00 may be presumed"):
        do(book, paper(gift, 1_500_01, how="presumed"))
    do(book, paper(gift, 1_500_00, how="presumed"))
    card = ada.card_id
    assert used(book) == {(card, "G2026"): 1_500_00, (card, "P2026"): 3_500_00}
    with book.read() as connection:
        assert remedies(connection, gift).excess_cents == 0


@pytest.mark.parametrize(
    ("day", "code", "more"),
    [
        (RECEIVED, "P2026", {}),  # the giver named the primary
        ("2026-05-20", "G2026", {"to_election": "P2026", "day": "2026-06-01"}),  # after it
    ],
)
def test_nothing_is_presumed_of_a_named_election_or_after_the_primary(
    book: Book, campaign: Desk, ada: ContactRef, day: str, code: str, more: dict[str, Any]
) -> None:
    gift = campaign.record("individual_receipt", ada, day, 5_000_00, election_code=code)
    with pytest.raises(Refused):
        do(book, paper(gift, 1_500_00, how="presumed", **more))
    assert len(used(book)) == 1


def test_an_election_that_the_treasurer_entered_is_none_that_the_giver_named(
    book: Book, campaign: Desk, ada: ContactRef
) -> None:
    gift = campaign.record("individual_receipt", ada, RECEIVED, 5_000_00, election_code="P2026")
    do(book, paper(gift, 1_500_00, how="presumed", undesignated=True))
    assert used(book)[ada.card_id, "G2026"] == 1_500_00


@pytest.mark.parametrize(
    ("kind", "giver", "presumed"),
    [
        # A PAC of which no more is known has no multicandidate status.
        ("pac_receipt", Contact(type="PAC", name="Many Hands", committee_id="C00000123"), 1_500_00),
        # The organisation's own party: never presumed (11 CFR 110.2(b)(5)).
        ("party_receipt", committee("Riverbend Party", "C00999991"), 0),
    ],
)
def test_the_class_of_giver_decides_what_is_presumed(
    book: Book, campaign: Desk, kind: str, giver: Contact, presumed: int
) -> None:
    room = 5_000_00 if presumed else 6_500_00
    gift = campaign.record(kind, campaign.meet(giver), RECEIVED, room)
    with book.read() as connection:
        found = remedies(connection, gift)
    assert (found.excess_cents, found.presumed_cents) == (1_500_00, presumed)


def test_what_the_other_election_cannot_hold_does_not_go_there(
    book: Book, campaign: Desk, ada: ContactRef
) -> None:
    campaign.record("individual_receipt", ada, RECEIVED, 3_000_00, election_code="G2026")
    gift = campaign.record("individual_receipt", ada, RECEIVED, 5_000_00)
    with pytest.raises(Refused, match=r"Only \$500.00 may be presumed"):
        do(book, paper(gift, 1_500_00, how="presumed"))
    with pytest.raises(Refused, match="does not fit there"):
        do(book, paper(gift, 1_500_00))
    do(book, paper(gift, 500_00, how="presumed"))


def test_after_sixty_days_only_the_refund_is_left(
    book: Book, campaign: Desk, ada: ContactRef
) -> None:
    gift = campaign.record("individual_receipt", ada, RECEIVED, 5_000_00)
    with pytest.raises(Refused, match="sixty days ended on 2026-04-03"):
        do(book, paper(gift, 1_500_00, day=LATE))
    with pytest.raises(BadInput, match="cannot be put right before"):
        do(book, paper(gift, 1_500_00, day="2026-02-01"))
    with pytest.raises(BadInput, match="in writing"):
        do(book, paper(gift, 1_500_00, evidence=" "))


def test_no_more_moves_than_is_left_of_a_gift(book: Book, campaign: Desk, ada: ContactRef) -> None:
    gift = campaign.record("individual_receipt", ada, RECEIVED, 5_000_00)
    campaign.record(
        "refund_individual_contribution", ada, "2026-03-01", 4_000_00, parent_id=gift
    )  # fmt: skip
    do(book, paper(gift, 600_00))
    with pytest.raises(BadInput, match=r"Only \$400.00 of this gift are left"):
        do(book, paper(gift, 400_01))


def test_an_election_that_was_over_takes_nothing(
    book: Book, campaign: Desk, ada: ContactRef
) -> None:
    gift = campaign.record("individual_receipt", ada, RECEIVED, 5_000_00)
    with pytest.raises(Refused, match="net debt"):
        do(book, paper(gift, 100_00, to_election="G2024"))
    with pytest.raises(BadInput, match="already"):
        do(book, paper(gift, 100_00, to_election="P2026"))


def test_a_party_s_gifts_have_no_election_to_name(desk: Desk) -> None:
    gift = desk.record("individual_receipt", desk.meet(person("Lopez")), RECEIVED, 12_000_00)
    with pytest.raises(Refused, match="calendar year"):
        do(desk.book, paper(gift, 2_000_00))


# --- another giver


def test_a_signed_reattribution_gives_the_excess_to_the_other(desk: Desk) -> None:
    ada, bo = desk.meet(person("Lopez")), desk.meet(person("Bird", "Bo"))
    gift = desk.record("individual_receipt", ada, RECEIVED, 12_000_00)
    ids = do(desk.book, other(gift, 2_000_00, bo))
    assert used(desk.book) == {(ada.card_id, "2026"): 10_000_00, (bo.card_id, "2026"): 2_000_00}
    source, target = items(desk.book, ids)
    assert source["memo_description"] == "Reattribution to Bo Bird: gift of 2026-02-02"
    assert target["memo_description"] == "Reattribution from Ada Lopez: gift of 2026-02-02"
    query = text("SELECT item_id, aggregate_cents, itemised FROM aggregate WHERE item_id = :item")
    with desk.book.read() as connection:
        rows = [connection.execute(query, {"item": one}).one() for one in ids]
    assert [tuple(row)[1:] for row in rows] == [(10_000_00, 1), (2_000_00, 1)]
    assert desk.book.verify() == []


def test_a_reattribution_is_presumed_only_of_a_check_with_both_names(desk: Desk) -> None:
    ada, bo = desk.meet(person("Lopez")), desk.meet(person("Bird", "Bo"))
    gift = desk.record("individual_receipt", ada, RECEIVED, 12_000_00)
    with pytest.raises(Refused, match="presumes nothing"):
        do(desk.book, other(gift, 2_000_00, bo, how="presumed"))
    with pytest.raises(Refused, match=r"Only \$2,000.00 may be presumed"):
        do(desk.book, other(gift, 2_000_01, bo, how="presumed", imprinted=True))
    do(desk.book, other(gift, 2_000_00, bo, how="presumed", imprinted=True))
    assert used(desk.book)[bo.card_id, "2026"] == 2_000_00


def test_the_other_s_own_room_is_the_end_of_it(desk: Desk) -> None:
    ada, bo = desk.meet(person("Lopez")), desk.meet(person("Bird", "Bo"))
    desk.record("individual_receipt", bo, RECEIVED, 9_000_00)
    gift = desk.record("individual_receipt", ada, RECEIVED, 12_000_00)
    with pytest.raises(Refused, match="does not fit there"):
        do(desk.book, other(gift, 2_000_00, bo))
    with pytest.raises(BadInput, match="already"):
        do(desk.book, other(gift, 2_000_00, ada))


def test_who_may_not_give_is_nobody_to_reattribute_to(desk: Desk) -> None:
    ada = desk.meet(person("Lopez"))
    mill = desk.meet(Contact(type="ORG", name="Mill Inc", city="Salem", state="OR"))
    gift = desk.record("individual_receipt", ada, RECEIVED, 12_000_00)
    with pytest.raises(Refused, match="30118"):
        do(desk.book, other(gift, 2_000_00, mill))


def test_a_gift_of_december_put_right_in_january_stays_in_its_year(desk: Desk) -> None:
    ada, bo = desk.meet(person("Lopez")), desk.meet(person("Bird", "Bo"))
    gift = desk.record("individual_receipt", ada, "2025-12-20", 12_000_00)
    ids = do(desk.book, other(gift, 2_000_00, bo, day="2026-01-15"))
    assert used(desk.book) == {(ada.card_id, "2025"): 10_000_00, (bo.card_id, "2025"): 2_000_00}
    for half in items(desk.book, ids):
        assert (half["item_date"], half["reported_on"]) == ("2025-12-20", "2026-01-15")
    assert desk.book.verify() == []


# --- together, and back


def test_both_entries_come_and_go_together(desk: Desk) -> None:
    ada, bo = desk.meet(person("Lopez")), desk.meet(person("Bird", "Bo"))
    gift = desk.record("individual_receipt", ada, RECEIVED, 12_000_00)
    before = used(desk.book)
    for which in (0, 1):
        ids = do(desk.book, other(gift, 2_000_00, bo))
        edit = ItemEdit(amount_cents=1_00, item_date=LAST_DAY, drive_id=None)
        with pytest.raises(Refused, match="one half"), desk.book.unit_of_work("Edit") as unit:
            replace_item(unit, ids[which], edit)
        with pytest.raises(HasDependents), desk.book.unit_of_work("Delete") as unit:
            remove_items(unit, [gift])
        with desk.book.unit_of_work("Delete") as unit:
            assert remove_items(unit, [ids[which]]) == 2
        assert used(desk.book) == before
    do(desk.book, other(gift, 2_000_00, bo))
    desk.book.undo()
    assert used(desk.book) == before
    desk.book.redo()
    assert used(desk.book)[bo.card_id, "2026"] == 2_000_00
    assert desk.book.verify() == []


def test_a_refund_counts_where_its_gift_does(book: Book, campaign: Desk, ada: ContactRef) -> None:
    gift = campaign.record("individual_receipt", ada, RECEIVED, 8_000_00)
    do(book, paper(gift, 3_500_00))
    campaign.record(
        "refund_individual_contribution", ada, LATE, 1_000_00, parent_id=gift
    )  # fmt: skip
    card = ada.card_id
    assert used(book) == {(card, "G2026"): 3_500_00, (card, "P2026"): 3_500_00}


@pytest.fixture
def broken(desk: Desk) -> Desk:
    """A book in which one half was changed behind the ledger's back."""
    ada, bo = desk.meet(person("Lopez")), desk.meet(person("Bird", "Bo"))
    gift = desk.record("individual_receipt", ada, RECEIVED, 12_000_00)
    _, to_id = do(desk.book, other(gift, 2_000_00, bo))
    with desk.book.unit_of_work("Break") as unit:
        unit.update(tables.item, to_id, {"amount_cents": 1})
    return desk


def test_halves_that_do_not_balance_are_found(broken: Desk) -> None:
    assert any("do not balance" in problem.text for problem in broken.book.verify())


def test_the_second_name_need_not_be_new(desk: Desk) -> None:
    both = replace(person("Lopez"), first_name="Bo")
    ada, bo = desk.meet(person("Lopez")), desk.meet(both)
    gift = desk.record("individual_receipt", ada, RECEIVED, 12_000_00)
    do(desk.book, other(gift, 2_000_00, bo))
    assert used(desk.book)[bo.card_id, "2026"] == 2_000_00
