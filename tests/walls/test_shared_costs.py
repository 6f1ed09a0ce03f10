"""A cost that two entities share: the one that owes sees its invoice, and nobody's timesheets."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from financedesk.book import Book, login_name
from financedesk.errors import FinanceDeskError
from financedesk.ledger import tables
from financedesk.ledger.access import access_of
from financedesk.ledger.cost_agreements import (
    AgreementFacts,
    CostParties,
    add_agreement,
    agreements,
)
from financedesk.ledger.cost_findings import cost_findings
from financedesk.ledger.cost_invoices import (
    InvoiceFacts,
    delete_invoice,
    invoice_by_id,
    invoices,
    record_invoice,
)
from financedesk.ledger.cost_timesheets import (
    TimesheetFacts,
    Worked,
    record_timesheet,
    timesheets,
)
from financedesk.ledger.room import open_book
from financedesk.reports.interchange import export_entity
from tests.walls.attempts import TODAY
from tests.walls.conftest import place_of
from tests.walls.two_houses import MARK, SECRET_CENTS, Houses, crossed, two_houses

SHARE_CENTS = 17_278_517
"""One minute of a month of 44,640 with all of the other entity's money for pay."""


@pytest.fixture
def houses(walled_place: str) -> Houses:
    """The two houses; the campaign owes the party a minute of somebody's month."""
    made = two_houses(walled_place)
    other, own = made.other.entity, made.own.entity
    sides = CostParties(
        entity_id=other.id, account_kind="federal", debtor=own.code,
        debtor_account_kind="federal",
    )  # fmt: skip
    agreed = AgreementFacts(
        parties=sides, title="Clerk", what="staff", basis="time", signed_on="2026-02-01",
        from_date="2026-02-01",
    )  # fmt: skip
    month = TimesheetFacts(
        entity_id=other.id, person=f"{MARK}clerk", month="2026-02", pay_cents=SECRET_CENTS,
        worked=(
            Worked(worked_for=other.code, use="nonfederal", minutes=44_639),
            Worked(worked_for=own.code, use="federal", minutes=1),
        ),
        certified_by=f"{MARK}clerk", certified_on="2026-03-01",
    )  # fmt: skip
    with made.book.unit_of_work("Share a cost") as unit:
        agreement_id = add_agreement(unit, agreed)
        sheet = record_timesheet(unit, month)
        record_invoice(
            unit,
            InvoiceFacts(
                parties=sides, number="2026-1", invoiced_on="2026-03-01", from_date="2026-02-01",
                to_date="2026-02-28", what="staff", basis="time", agreement_id=agreement_id,
                timesheet_ids=(sheet,),
            ),
        )  # fmt: skip
    made.book.close()
    return made


@pytest.fixture
def book(houses: Houses) -> Iterator[Book]:
    """The book as the treasurer of the campaign alone opens it."""
    with open_book(place_of(houses.book.location, login_name())) as opened:
        yield opened


def test_who_owes_sees_what_and_when_and_nothing_of_the_months(book: Book) -> None:
    with book.read() as connection:
        ids = access_of(connection, book.who).ids
        (bill,) = invoices(connection, ids, seen=ids)
        assert (bill.facts.amount_cents, bill.facts.number) == (SHARE_CENTS, "2026-1")
        assert bill.shares == ()
        assert [one.facts.title for one in agreements(connection, ids)] == ["Clerk"]
        assert timesheets(connection, ids) == ()
        told = [bill, agreements(connection, ids), list(cost_findings(connection, ids, TODAY)),
                invoice_by_id(connection, bill.id, ids)]  # fmt: skip
    assert not crossed(repr(told), may_name=True)


def test_who_owes_changes_nothing_of_it(book: Book) -> None:
    with book.read() as connection:
        (bill,) = invoices(connection, access_of(connection, book.who).ids)
    with pytest.raises(FinanceDeskError), book.unit_of_work("Delete invoice") as unit:
        delete_invoice(unit, bill.id)
    with pytest.raises(FinanceDeskError), book.unit_of_work("Lower invoice") as unit:
        unit.update(tables.cost_invoice, bill.id, {"amount_cents": 1})
    with book.read() as connection:
        assert invoice_by_id(connection, bill.id) == replace(bill, shares=())


def test_an_export_of_who_owes_holds_no_month(book: Book, tmp_path: Path) -> None:
    (file, *_) = export_entity(book, "campaign", tmp_path / "out")
    assert not crossed(file.read_text("utf-8"), may_name=True)
