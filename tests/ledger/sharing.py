"""Agreements, timesheets and invoices between the entities of Meadow, as tests write them."""

from dataclasses import replace
from datetime import date

from financedesk.book import Book
from financedesk.ledger.cost_agreements import AgreementFacts, CostParties, add_agreement
from financedesk.ledger.cost_invoices import Invoice, InvoiceFacts, invoice_by_id, record_invoice
from financedesk.ledger.cost_settling import RECEIVED, Payment, paying_sides, settle_invoice
from financedesk.ledger.cost_timesheets import TimesheetFacts, Worked, record_timesheet
from financedesk.ledger.entities import find_entity

TODAY = date(2026, 6, 1)
MONTH = "2026-04"
_KINDS = {"checking": "federal", "operating": "operating", "state": "nonfederal"}
_HELD = {"institute": "operating", "voice": "operating"}


def parties(book: Book, bearer: str, debtor: str) -> CostParties:
    """Return two sides; ``party.state`` names the non-federal account."""
    sides = []
    for words in (bearer, debtor):
        code, _, account = words.partition(".")
        sides.append((code, _KINDS[account] if account else _HELD.get(code, "federal")))
    with book.read() as connection:
        owner = find_entity(connection, sides[0][0])
    return CostParties(
        entity_id=owner.id, account_kind=sides[0][1], debtor=sides[1][0],
        debtor_account_kind=sides[1][1],
    )  # fmt: skip


def agreement(book: Book, bearer: str, debtor: str, **changes: object) -> AgreementFacts:
    """Return an agreement on staff time from January on."""
    facts = AgreementFacts(
        parties=parties(book, bearer, debtor), title="Staff of the office", what="staff",
        basis="time", signed_on="2026-01-02", from_date="2026-01-02", signed_by="J. Doe",
    )  # fmt: skip
    return replace(facts, **changes)  # type: ignore[arg-type]


def agreed(book: Book, bearer: str, debtor: str, **changes: object) -> int:
    """Keep an agreement."""
    facts = agreement(book, bearer, debtor, **changes)
    with book.unit_of_work("Add agreement") as unit:
        return add_agreement(unit, facts)


def month(
    book: Book, employer: str, *worked: tuple[str, str, int], **changes: object
) -> TimesheetFacts:
    """Return somebody's April: 4,000.00 of pay, hours by entity and use, certified."""
    facts = TimesheetFacts(
        entity_id=parties(book, employer, employer).entity_id, person="Ada Lopez", month=MONTH,
        pay_cents=4_000_00, certified_by="Ada Lopez", certified_on="2026-05-02",
        worked=tuple(Worked(worked_for=code, use=use, minutes=hours * 60)
                     for code, use, hours in worked),
    )  # fmt: skip
    return replace(facts, **changes)  # type: ignore[arg-type]


def worked(book: Book, employer: str, *hours: tuple[str, str, int], **changes: object) -> int:
    """Keep somebody's month."""
    facts = month(book, employer, *hours, **changes)
    with book.unit_of_work("Record timesheet") as unit:
        return record_timesheet(unit, facts)


def invoice(book: Book, bearer: str, debtor: str, **changes: object) -> InvoiceFacts:
    """Return an invoice of a quarter of a rent of 1,000.01 in April, of 2 May."""
    facts = InvoiceFacts(
        parties=parties(book, bearer, debtor), number="2026-1", invoiced_on="2026-05-02",
        from_date="2026-04-01", to_date="2026-04-30", what="space", basis="usage",
        description="Rent of April", cost_cents=1_000_01, part=250, whole=1_000,
    )  # fmt: skip
    return replace(facts, **changes)  # type: ignore[arg-type]


def invoiced(book: Book, bearer: str, debtor: str, **changes: object) -> int:
    """Keep an invoice."""
    facts = invoice(book, bearer, debtor, **changes)
    with book.unit_of_work("Record invoice") as unit:
        return record_invoice(unit, facts)


def read(book: Book, invoice_id: int) -> Invoice:
    """Return an invoice with everything that is known of it."""
    with book.read() as connection:
        found = invoice_by_id(connection, invoice_id)
        return invoice_by_id(connection, invoice_id, [found.facts.parties.entity_id])


def pay(book: Book, invoice_id: int, cents: int, day: str, step: str = RECEIVED) -> int:
    """Pay a part of an invoice from the first account that may."""
    with book.read() as connection:
        payers, payees = paying_sides(connection, invoice_by_id(connection, invoice_id))
    payment = Payment(
        invoice_id=invoice_id, from_account_id=payers[0].account.id,
        to_account_id=payees[0].account.id, amount_cents=cents, day=day, step=step,
    )  # fmt: skip
    with book.unit_of_work("Settle invoice") as unit:
        return settle_invoice(unit, payment)
