"""History that would not pass the wall: it stays, and every row of it is named with its law."""

from datetime import date

import pytest
from sqlalchemy import select

from financedesk.book import Book
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact
from financedesk.ledger.overrides import keep_override
from financedesk.ledger.shared_costs import untimely_transfers
from financedesk.ledger.wall_findings import WallFinding, wall_findings
from financedesk.rules.flows import flow_code
from financedesk.rules.limits import Override
from tests.ledger.riverbend import Desk, committee, desk_for, person
from tests.ledger.test_wall import ON

DAY = "2026-03-02"


def found(book: Book, *codes: str) -> tuple[WallFinding, ...]:
    with book.read() as connection:
        column = tables.entity.c
        ids = connection.execute(select(column.id).where(column.code.in_(codes))).scalars().all()
        return wall_findings(connection, ids)


def test_a_clean_book_has_no_findings(desk: Desk) -> None:
    desk.record("individual_receipt", desk.meet(person("Lopez")), DAY, 500_00)
    desk.record("pac_receipt", desk.meet(committee("Neighbors PAC", "C00888888")), DAY, 500_00)
    assert found(desk.book, "party", "campaign") == ()


def test_forbidden_money_is_named_with_rows_sum_and_law(desk: Desk) -> None:
    mill = desk.meet(Contact(type="ORG", name="Mill Corporation"))
    rows = tuple(desk.record("individual_receipt", mill, day, 50_00) for day in (DAY, "2026-04-01"))
    (one,) = found(desk.book, "party", "campaign")
    assert (one.kind, one.name, one.item_ids, one.cents) == (
        "forbidden", "Mill Corporation", rows, 100_00,
    )  # fmt: skip
    assert (one.first_day, one.last_day) == (DAY, "2026-04-01")
    assert "30118" in one.citation
    assert one.why.endswith(".")
    assert one.remedy
    assert found(desk.book, "campaign") == ()


def test_what_nobody_declared_is_named_until_it_is(desk: Desk) -> None:
    club = desk.meet(Contact(type="ORG", name="Mill Club"))
    item_id = desk.record("receipt_from_unregistered_organization", club, DAY, 50_00)
    (one,) = found(desk.book, "party")
    assert one.kind == "unsettled"
    with desk.book.unit_of_work("Note") as unit:
        unit.insert(
            tables.wall_note,
            {
                "entity_id": desk.entity.id, "item_id": item_id, "giver": "section_527",
                "recipient": "state_party", "needs": "accounting", "words": "Seen the books.",
                "who": "J. Doe", "said_on": DAY,
            },
        )  # fmt: skip
    assert found(desk.book, "party") == ()


def test_who_gave_above_a_limit_is_named(desk: Desk) -> None:
    card = desk.meet(person("Lopez"))
    days = (DAY, "2026-05-01")
    rows = tuple(desk.record("individual_receipt", card, day, 6_000_00) for day in days)
    (one,) = found(desk.book, "party")
    assert (one.kind, one.name, one.item_ids, one.cents) == ("above", "Ada Lopez", rows, 2_000_00)
    assert "30116" in one.citation


@pytest.mark.parametrize("verdict", ["allowed", "prohibited"])
def test_counsel_s_word_decides_here_as_well(desk: Desk, verdict: str) -> None:
    mill = desk.meet(Contact(type="ORG", name="Mill Corporation"))
    desk.record("individual_receipt", mill, DAY, 50_00)
    word = Override(
        rule=flow_code("corporation", "state_party"), verdict=verdict, reason="settled",
        who="R. Stone", decided_on=ON,
    )  # fmt: skip
    with desk.book.unit_of_work("Keep counsel's word") as unit:
        keep_override(unit, word)
    assert bool(found(desk.book, "party")) == (verdict == "prohibited")


def test_an_own_entity_is_judged_as_what_it_is(desk: Desk) -> None:
    campaign = desk_for(desk.book, "campaign")
    party = campaign.meet(committee("Riverbend Party", "C00999991"))
    campaign.record("party_receipt", party, DAY, 5_000_00)
    assert found(desk.book, "campaign") == ()


def test_a_bank_s_loan_and_its_interest_are_nobody_s_gift(desk: Desk) -> None:
    bank = desk.meet(Contact(type="ORG", name="Grange Bank"))
    desk.record("bank_interest", bank, DAY, 5_00)
    desk.record("loan_received_from_bank_receipt", bank, DAY, 1_000_00)
    assert found(desk.book, "party") == ()


SHARED = {"h3_transfer_from_nonfederal": "h4_allocated_disbursement",
          "h5_transfer_levin": "h6_allocated_federal_election_activity"}  # fmt: skip


@pytest.mark.parametrize(("transfer", "cost"), SHARED.items())
@pytest.mark.parametrize(
    ("paid", "timely"),
    [("2026-03-12", True), ("2026-03-13", False), ("2026-01-01", True), ("2025-12-31", False)],
)
def test_a_share_of_a_cost_comes_within_its_days(
    desk: Desk, transfer: str, cost: str, paid: str, timely: bool
) -> None:
    """From 10 days before the payment to 60 days after it: 11 CFR 106.7(f)(2), 300.33(d)."""
    item_id = desk.record(transfer, None, DAY, 700_00)
    landlord = desk.meet(Contact(type="ORG", name="Landlord"))
    desk.record(cost, landlord, paid, 1_000_00, federal_cents=300_00, other_cents=700_00)
    untimely = [one for one in found(desk.book, "party") if one.kind == "untimely"]
    if timely:
        assert untimely == []
        return
    (one,) = untimely
    assert (one.item_ids, one.cents, one.first_day) == ((item_id,), 700_00, DAY)
    assert one.why == "No shared cost was paid within -10 to +60 days of it."
    assert "106.7(f)(2)" in one.citation


def test_the_cost_of_another_entity_or_kind_allows_no_transfer(desk: Desk) -> None:
    desk.record("h3_transfer_from_nonfederal", None, DAY, 700_00)
    landlord = desk.meet(Contact(type="ORG", name="Landlord"))
    levin = SHARED["h5_transfer_levin"]
    desk.record(levin, landlord, DAY, 1_000_00, federal_cents=300_00, other_cents=700_00)
    assert [one.kind for one in found(desk.book, "party")] == ["untimely"]


def test_a_cost_that_can_still_be_paid_in_time_is_waited_for(desk: Desk) -> None:
    desk.record("h3_transfer_from_nonfederal", None, DAY, 700_00)
    with desk.book.read() as connection:
        for today, number in (("2026-03-12", 0), ("2026-03-13", 1)):
            late = untimely_transfers(connection, [desk.entity.id], date.fromisoformat(today))
            assert len(list(late)) == number
