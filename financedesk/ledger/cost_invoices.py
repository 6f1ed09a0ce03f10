"""Invoices of shared costs: what one entity owes another, how it was reckoned, and what was paid.

Whether an invoice is open, overdue or settled is nowhere kept: it follows from the transfers that
name it (``cost_payments``) and from the day on which the terms of sharing want it paid.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, or_, select

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, HasDependents, NotFound, Walled
from financedesk.ledger import tables
from financedesk.ledger.cost_agreements import (
    Agreement,
    CostParties,
    TermsReader,
    agreement_by_id,
    parties_of,
    refuse,
    terms_of_parties,
)
from financedesk.ledger.cost_payments import Paid, payments
from financedesk.ledger.cost_timesheets import Timesheet, timesheets, timesheets_by_id
from financedesk.ledger.entities import entities
from financedesk.ledger.overrides import overrides
from financedesk.rules.cost_sharing import (
    ADVANCE,
    TIME,
    CostTerms,
    Quarter,
    part_of_cost,
    share_due,
    what_is_shared,
)
from financedesk.rules.dates import first_of_month, last_of_month
from financedesk.rules.limits import Override

invoice, taken, agreement = (
    tables.cost_invoice, tables.cost_invoice_sheet, tables.cost_agreement,
)  # fmt: skip

OPEN, OVERDUE, SETTLED, ON_ITS_WAY = "open", "overdue", "settled", "on_its_way"


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceFacts:
    """An invoice as it was typed; amounts in cents, days ``YYYY-MM-DD``.

    ``amount_cents`` counts for a price that is typed; a time share comes from the timesheets whose
    numbers are ``timesheet_ids``, any other from ``part`` of ``whole`` of ``cost_cents``.
    """

    parties: CostParties
    number: str
    invoiced_on: str
    from_date: str
    to_date: str
    what: str
    basis: str
    description: str = ""
    agreement_id: int | None = None
    amount_cents: int = 0
    cost_cents: int | None = None
    part: int | None = None
    whole: int | None = None
    timesheet_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeShare:
    """What an invoice takes of one month: these minutes of all, these cents of the pay."""

    timesheet_id: int
    person: str
    month: str
    minutes: int
    all_minutes: int
    pay_cents: int
    cents: int
    certified: bool
    above_quarter: bool
    rule: Quarter | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """An invoice with its number in the book, its terms, its last day and what was paid of it.

    ``shares`` are empty for whoever does not see the employer's timesheets.
    """

    id: int
    facts: InvoiceFacts
    terms: CostTerms
    due: date
    paid: Paid
    shares: tuple[TimeShare, ...] = ()

    @property
    def open_cents(self) -> int:
        """What has neither come nor is on its way."""
        return max(0, self.facts.amount_cents - self.paid.moved_cents)

    def state(self, today: date) -> str:
        """Return ``open``, ``overdue``, ``on_its_way`` or ``settled`` as of a day."""
        if self.paid.received_cents >= self.facts.amount_cents:
            return SETTLED
        if not self.open_cents:
            return ON_ITS_WAY
        return OVERDUE if self.due < today else OPEN

    def days_left(self, today: date) -> int:
        """Return how many days are left; below zero when it is late."""
        return (self.due - today).days

    @property
    def settled_late(self) -> bool:
        """Whether the newest part of what was paid was paid after the last day."""
        return bool(self.paid.last_day) and self.paid.last_day > self.due.isoformat()


# --- reading


def invoices(
    connection: Connection, entity_ids: Collection[int], *, seen: Collection[int] = ()
) -> tuple[Invoice, ...]:
    """Return the invoices that these entities wrote or owe, the newest first.

    ``seen`` are further entities that the reader may see: of their timesheets shares are told.
    """
    codes = [one.code for one in entities(connection) if one.id in entity_ids]
    column = invoice.c
    query = (
        select(invoice)
        .where(or_(column.entity_id.in_(entity_ids), column.debtor.in_(codes)))
        .order_by(column.invoiced_on.desc(), column.id.desc())
    )
    rows = connection.execute(query).mappings().all()
    return _read(connection, rows, {*entity_ids, *seen})


def invoice_by_id(connection: Connection, invoice_id: int, seen: Collection[int] = ()) -> Invoice:
    """Return one invoice; raises NotFound. Of timesheets of ``seen`` the shares are told."""
    query = select(invoice).where(invoice.c.id == invoice_id)
    found = _read(connection, connection.execute(query).mappings().all(), set(seen))
    if not found:
        raise NotFound("This invoice is no longer in the book.")
    return found[0]


def _read(
    connection: Connection, rows: Sequence[RowMapping], seen: Collection[int]
) -> tuple[Invoice, ...]:
    if not rows:
        return ()
    paid = payments(connection, {row["entity_id"] for row in rows})
    given = overrides(connection)
    days = _agreed_days(connection, [row["agreement_id"] for row in rows if row["agreement_id"]])
    shares = _shares(connection, [row["id"] for row in rows if row["entity_id"] in seen])
    reader, found = TermsReader(connection), []
    for row in rows:
        facts = _facts(row)
        terms = reader.known(facts.parties, facts.from_date)
        found.append(
            Invoice(
                id=row["id"], terms=terms,
                facts=replace(
                    facts, timesheet_ids=tuple(one.timesheet_id for one in shares[row["id"]])
                ),
                due=_due(facts, terms, days.get(row["agreement_id"]), given),
                paid=paid.get((row["entity_id"], row["number"]), Paid()),
                shares=tuple(shares[row["id"]]),
            )
        )  # fmt: skip
    return tuple(found)


def _due(
    facts: InvoiceFacts, terms: CostTerms, agreed: int | None, given: Sequence[Override]
) -> date:
    invoiced, used = date.fromisoformat(facts.invoiced_on), date.fromisoformat(facts.from_date)
    if not terms.owes:  # history that the rules would not let be typed
        return invoiced
    return share_due(terms, invoiced, used, agreed, given)


def _agreed_days(connection: Connection, ids: Collection[int]) -> Mapping[int, int | None]:
    query = select(agreement.c.id, agreement.c.settle_days).where(agreement.c.id.in_(ids))
    return {row.id: row.settle_days for row in connection.execute(query)}


def _facts(row: RowMapping) -> InvoiceFacts:
    return InvoiceFacts(
        parties=parties_of(row), number=row["number"], invoiced_on=row["invoiced_on"],
        from_date=row["from_date"], to_date=row["to_date"], what=row["what"], basis=row["basis"],
        description=row["description"], agreement_id=row["agreement_id"],
        amount_cents=row["amount_cents"], cost_cents=row["cost_cents"], part=row["part"],
        whole=row["whole"],
    )  # fmt: skip


def _shares(connection: Connection, ids: Collection[int]) -> Mapping[int, list[TimeShare]]:
    found: dict[int, list[TimeShare]] = defaultdict(list)
    query = select(taken).where(taken.c.invoice_id.in_(ids)).order_by(taken.c.id)
    rows = connection.execute(query).all()
    sheets = timesheets_by_id(connection, {row.timesheet_id for row in rows})
    for row in rows:
        found[row.invoice_id].append(_share(sheets[row.timesheet_id], row.minutes, row.cents))
    return found


def _share(known: Timesheet, minutes: int, cents: int) -> TimeShare:
    facts = known.facts
    return TimeShare(
        timesheet_id=known.id, person=facts.person, month=facts.month, minutes=minutes,
        all_minutes=facts.minutes, pay_cents=facts.pay_cents, cents=cents,
        certified=bool(facts.certified_on), above_quarter=known.above_quarter,
        rule=known.quarter,
    )  # fmt: skip


# --- what an invoice comes to


def time_shares_of(
    connection: Connection, parties: CostParties, month: str
) -> tuple[TimeShare, ...]:
    """Return what a month's timesheets give an entity to pay that no invoice has taken yet.

    Each month's pay is shared by its minutes with the largest remainder, so that all shares of it
    add up to the pay. Raises Walled for somebody whose time is not to be shared with money of this
    kind.
    """
    terms = terms_of_parties(connection, parties, f"{month}-01")
    found = []
    for one in timesheets(connection, [parties.entity_id], month):
        minutes = one.facts.minutes_for(parties.debtor)
        if minutes and not _taken_for(connection, one.id, parties.debtor):
            refuse_unshareable(one, terms)
            found.append(_share(one, minutes, one.facts.share_cents(parties.debtor)))
    return tuple(found)


def refuse_unshareable(one: Timesheet, terms: CostTerms) -> None:
    """Raise Walled for a month above the part that may be shared, with money that is not federal.

    Law: 11 CFR 106.7(d)(1)(ii).
    """
    rule = one.quarter
    if rule is None or not one.above_quarter or terms.debtor in rule.federal_sides:
        return
    facts = one.facts
    percent = facts.federal_minutes * 100 // facts.minutes
    raise Walled(
        f"{facts.person} worked {percent} % of {facts.month} on federal elections. {rule.says}"
        f" {rule.instead} ({rule.citation})",
        citation=rule.citation, remedy=rule.instead,
    )  # fmt: skip


def _taken_for(connection: Connection, timesheet_id: int, debtor: str) -> bool:
    query = (
        select(taken.c.id)
        .join(invoice, invoice.c.id == taken.c.invoice_id)
        .where(taken.c.timesheet_id == timesheet_id, invoice.c.debtor == debtor)
    )
    return connection.execute(query).first() is not None


def reckoned(connection: Connection, facts: InvoiceFacts) -> tuple[int, tuple[TimeShare, ...]]:
    """Return the amount of an invoice in cents and, of a time share, what it takes from whom."""
    if facts.basis == TIME and facts.timesheet_ids:
        sheets = timesheets_by_id(connection, facts.timesheet_ids)
        months = {one.facts.month for one in sheets.values()}
        shares = tuple(
            one
            for month in sorted(months)
            for one in time_shares_of(connection, facts.parties, month)
            if one.timesheet_id in facts.timesheet_ids
        )
        if len(shares) != len(set(facts.timesheet_ids)):
            raise BadInput("A month was invoiced to this entity already; take only what is left.")
        return sum(one.cents for one in shares), shares
    if facts.cost_cents is not None and facts.part is not None and facts.whole is not None:
        return part_of_cost(facts.cost_cents, facts.part, facts.whole), ()
    return facts.amount_cents, ()


# --- writing


def record_invoice(unit: UnitOfWork, facts: InvoiceFacts) -> int:
    """Keep an invoice and return its number in the book.

    Raises Walled for what may not be shared, or is used before its full value is asked for;
    BadInput for what is missing.
    """
    cents, shares = _check(unit.connection, facts)
    _refuse_number(unit.connection, facts)
    number = unit.insert(invoice, _values(facts, cents))
    for one in shares:
        values = {
            "entity_id": facts.parties.entity_id, "invoice_id": number,
            "timesheet_id": one.timesheet_id, "minutes": one.minutes, "cents": one.cents,
        }  # fmt: skip
        unit.insert(taken, values)
    return number


def delete_invoice(unit: UnitOfWork, invoice_id: int) -> None:
    """Take an invoice back; raises HasDependents while a transfer pays it, NotFound."""
    before = invoice_by_id(unit.connection, invoice_id)
    if before.paid.moved_cents or before.paid.proposed_cents:
        raise HasDependents(
            f"A transfer pays invoice {before.facts.number}; delete or cancel that transfer under"
            " Disbursements and transfers first.",
            (before.facts.number,),
        )
    query = select(taken.c.id).where(taken.c.invoice_id == invoice_id)
    for row_id in unit.connection.execute(query).scalars().all():
        unit.delete(taken, row_id)
    unit.delete(invoice, invoice_id)


def next_number(connection: Connection, entity_id: int, year: int) -> str:
    """Return a number for an entity's next invoice, such as ``2026-4``."""
    query = select(invoice.c.number).where(invoice.c.entity_id == entity_id)
    used = set(connection.execute(query).scalars())
    at = 1
    while f"{year}-{at}" in used:
        at += 1
    return f"{year}-{at}"


def month_of(facts: InvoiceFacts) -> str:
    """Return the month that an invoice is for, "" when it is not one whole month."""
    first, last = date.fromisoformat(facts.from_date), date.fromisoformat(facts.to_date)
    whole = first_of_month(first) == first and last_of_month(first) == last
    return facts.from_date[:7] if whole else ""


def _check(connection: Connection, facts: InvoiceFacts) -> tuple[int, tuple[TimeShare, ...]]:
    if facts.to_date < facts.from_date:
        raise BadInput(f"What it is for would end on {facts.to_date}, before its first day.")
    if not facts.number.strip():
        raise BadInput("Give the invoice a number.")
    terms = terms_of_parties(connection, facts.parties, facts.from_date)
    if not terms.owes:
        refuse(terms)
    if facts.what not in what_is_shared():
        raise BadInput("Choose what is shared.")
    if facts.what not in terms.may:
        refuse(terms)
    found = None if facts.agreement_id is None else agreement_by_id(connection, facts.agreement_id)
    _check_agreement(facts, found, terms)
    if terms.terms == ADVANCE:
        _check_ahead(facts, terms)
    cents, shares = reckoned(connection, facts)
    if cents <= 0:
        raise BadInput("An invoice is an amount above zero; give the cost and its part, or hours.")
    return cents, shares


def _check_agreement(facts: InvoiceFacts, found: Agreement | None, terms: CostTerms) -> None:
    if found is None:
        if terms.needs:
            raise Walled(
                f"Enter the written agreement first. {terms.words}", citation=terms.citation,
                remedy=terms.instead,
            )  # fmt: skip
        return
    if found.facts.parties != facts.parties:
        raise BadInput("This agreement is between other entities; choose one of these two.")
    if not found.facts.holds(facts.from_date, facts.to_date):
        raise BadInput(f"“{found.facts.title}” does not hold on all these days; choose others.")


def _check_ahead(facts: InvoiceFacts, terms: CostTerms) -> None:
    if facts.timesheet_ids or facts.from_date < facts.invoiced_on:
        raise Walled(
            f"Its use begins on {facts.from_date}, and it is invoiced on {facts.invoiced_on}."
            f" {terms.words}"
            if not facts.timesheet_ids
            else f"Hours that were worked cannot be paid in advance any more. {terms.words}",
            citation=terms.citation, remedy=terms.instead,
        )  # fmt: skip


def _refuse_number(connection: Connection, facts: InvoiceFacts) -> None:
    column = invoice.c
    query = select(column.id).where(
        column.entity_id == facts.parties.entity_id, column.number == facts.number.strip()
    )
    if connection.execute(query).first() is not None:
        raise BadInput(f"There is an invoice {facts.number.strip()} already; number it otherwise.")


def _values(facts: InvoiceFacts, cents: int) -> dict[str, Any]:
    parties = facts.parties
    parted = facts.cost_cents is not None and not facts.timesheet_ids
    return {
        "entity_id": parties.entity_id, "account_kind": parties.account_kind,
        "debtor": parties.debtor, "debtor_account_kind": parties.debtor_account_kind,
        "agreement_id": facts.agreement_id, "number": facts.number.strip(),
        "invoiced_on": facts.invoiced_on, "from_date": facts.from_date, "to_date": facts.to_date,
        "what": facts.what, "description": facts.description.strip(), "basis": facts.basis,
        "amount_cents": cents, "cost_cents": facts.cost_cents if parted else None,
        "part": facts.part if parted else None, "whole": facts.whole if parted else None,
    }  # fmt: skip
