"""The sample's shared costs: research staff of the charity, and the state party's office."""

from collections.abc import Mapping
from datetime import date, timedelta

from financedesk.book import Book, UnitOfWork
from financedesk.ledger.cost_agreements import AgreementFacts, CostParties, add_agreement
from financedesk.ledger.cost_invoices import InvoiceFacts, invoice_by_id, record_invoice
from financedesk.ledger.cost_settling import RECEIVED, Payment, paying_sides, settle_invoice
from financedesk.ledger.cost_timesheets import TimesheetFacts, Worked, record_timesheet
from financedesk.ledger.entities import EntityRow
from financedesk.rules.dates import last_of_month
from financedesk.sample.cast import others
from financedesk.sample.days import LAST, months

_MONTHS = 3
_SIDES_A_PAYMENT = 2
_RENT_CENTS = 3_100_00
_SHARE_POINTS = 22_50


def write_shared_costs(book: Book, entities: Mapping[str, EntityRow]) -> int:
    """Write agreements, months, invoices and what paid them; returns how many items that is."""
    with book.unit_of_work("Share the sample’s costs") as unit:
        items = _staff(unit, entities)
        _office(unit, entities)
    return items


def _staff(unit: UnitOfWork, entities: Mapping[str, EntityRow]) -> int:
    """The charity's researchers work for the issue organisation too, which pays in arrears."""
    parties = _parties(entities["institute"], "operating", entities["voice"], "operating")
    agreement = add_agreement(
        unit,
        AgreementFacts(
            parties=parties, title="Research staff", what="staff", basis="time",
            signed_on="2026-01-05", from_date="2026-01-05", signed_by="Both boards",
        ),
    )  # fmt: skip
    paid = 0
    for first in months()[-_MONTHS - 1 : -1]:
        month = first.isoformat()[:7]
        sheets = tuple(_month(unit, entities, month, *row) for row in others("staff"))
        invoiced = last_of_month(first) + timedelta(days=5)
        number = record_invoice(
            unit,
            InvoiceFacts(
                parties=parties, number=f"R-{first.month}", invoiced_on=invoiced.isoformat(),
                from_date=first.isoformat(), to_date=last_of_month(first).isoformat(),
                what="staff", basis="time", description="Research", agreement_id=agreement,
                timesheet_ids=sheets,
            ),
        )  # fmt: skip
        settled_on = invoiced + timedelta(days=14)
        if invoiced.month < LAST.month:
            _pay(unit, number, settled_on.isoformat())
            paid += 1
    return paid * _SIDES_A_PAYMENT


def _month(
    unit: UnitOfWork, entities: Mapping[str, EntityRow], month: str, name: str, pay: int,
    own: int, shared: int,
) -> int:  # fmt: skip
    hours = ((entities["institute"].code, own), (entities["voice"].code, shared))
    signed = last_of_month(date.fromisoformat(f"{month}-01")) + timedelta(days=2)
    return record_timesheet(
        unit,
        TimesheetFacts(
            entity_id=entities["institute"].id, person=name, month=month, pay_cents=pay,
            worked=tuple(
                Worked(worked_for=code, use="other", minutes=minutes) for code, minutes in hours
            ),
            certified_by=name, certified_on=signed.isoformat(),
        ),
    )  # fmt: skip


def _office(unit: UnitOfWork, entities: Mapping[str, EntityRow]) -> None:
    """A chapter has a room in the state party's office, at a fixed share of the rent."""
    parties = _parties(entities["party"], "federal", entities["multnomah"], "federal")
    agreement = add_agreement(
        unit,
        AgreementFacts(
            parties=parties, title="Office on Burnside", what="space", basis="fixed",
            share_points=_SHARE_POINTS, signed_on="2026-02-01", from_date="2026-02-01",
            signed_by="Both treasurers",
        ),
    )  # fmt: skip
    record_invoice(
        unit,
        InvoiceFacts(
            parties=parties, number="B-9", invoiced_on="2026-10-05", from_date="2026-09-01",
            to_date="2026-09-30", what="space", basis="fixed", description="Rent of September",
            agreement_id=agreement, cost_cents=_RENT_CENTS, part=_SHARE_POINTS, whole=10_000,
        ),
    )  # fmt: skip


def _pay(unit: UnitOfWork, invoice_id: int, day: str) -> None:
    found = invoice_by_id(unit.connection, invoice_id)
    (payer, *_), (payee, *_) = paying_sides(unit.connection, found)
    payment = Payment(
        invoice_id=invoice_id, from_account_id=payer.account.id, to_account_id=payee.account.id,
        amount_cents=found.open_cents, day=day, step=RECEIVED,
    )  # fmt: skip
    settle_invoice(unit, payment)


def _parties(
    bearer: EntityRow, account_kind: str, debtor: EntityRow, debtor_account_kind: str
) -> CostParties:
    return CostParties(
        entity_id=bearer.id, account_kind=account_kind, debtor=debtor.code,
        debtor_account_kind=debtor_account_kind,
    )  # fmt: skip
