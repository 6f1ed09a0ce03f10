"""Timesheets: what somebody's month was worked for, by entity and use, and who certified it.

A month that an invoice has taken from stays as it is until the invoice is deleted. Hours for an
entity for which the law lets nobody work on credit are refused when they are typed, unless an
invoice of their full value was paid before.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, HasDependents, NotFound, Walled
from financedesk.ledger import tables
from financedesk.ledger.cost_agreements import entity_by_code, is_connected, refuse
from financedesk.ledger.cost_payments import payments
from financedesk.ledger.entities import EntityRow, entity_by_id
from financedesk.rules.cost_sharing import (
    ADVANCE,
    CostTerms,
    Quarter,
    cost_terms,
    quarter_of,
    time_shares,
    time_uses,
)
from financedesk.rules.dates import last_of_month
from financedesk.rules.passages import Holder

sheet, hours, taken, invoice = (
    tables.cost_timesheet, tables.cost_hours, tables.cost_invoice_sheet, tables.cost_invoice,
)  # fmt: skip

HOUR = 60
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)
_MOST_MINUTES = 31 * 24 * HOUR


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """Minutes worked for an entity (its short name), and for what: a key of ``time_uses``."""

    worked_for: str
    use: str
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TimesheetFacts:
    """Somebody's month as it was typed: ``2026-03``, the month's whole pay in cents.

    Pay is what the employer has of it: wages, taxes and benefits. ``certified_on`` is
    ``YYYY-MM-DD``; both it and ``certified_by`` are "" until somebody has signed.
    """

    entity_id: int
    person: str
    month: str
    pay_cents: int
    worked: tuple[Worked, ...]
    certified_by: str = ""
    certified_on: str = ""

    @property
    def minutes(self) -> int:
        """All minutes of the month."""
        return sum(one.minutes for one in self.worked)

    @property
    def federal_minutes(self) -> int:
        """The minutes on federal elections, for whomever."""
        uses = time_uses()
        return sum(one.minutes for one in self.worked if uses[one.use].federal)

    def minutes_for(self, code: str) -> int:
        """Return the minutes for one entity."""
        return sum(one.minutes for one in self.worked if one.worked_for == code)

    def share_cents(self, code: str) -> int:
        """Return the part of the pay that falls on an entity; all parts add up to the pay."""
        codes = list(dict.fromkeys(one.worked_for for one in self.worked))
        shares = time_shares(self.pay_cents, [self.minutes_for(one) for one in codes])
        return dict(zip(codes, shares, strict=True)).get(code, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timesheet:
    """A month with its number; ``invoices`` are the numbers of those that took from it."""

    id: int
    facts: TimesheetFacts
    invoices: tuple[str, ...]
    quarter: Quarter | None = None

    @property
    def above_quarter(self) -> bool:
        """Whether so much of it was for federal elections that nothing of it may be shared."""
        facts = self.facts
        return self.quarter is not None and self.quarter.broken(
            facts.federal_minutes, facts.minutes
        )


# --- reading


def timesheets(
    connection: Connection, entity_ids: Collection[int], month: str = ""
) -> tuple[Timesheet, ...]:
    """Return these employers' timesheets, the newest month first; ``month`` asks for one alone."""
    column = sheet.c
    query = select(sheet).where(column.entity_id.in_(entity_ids))
    if month:
        query = query.where(column.month == month)
    rows = connection.execute(query.order_by(column.month.desc(), column.person, column.id))
    return _read(connection, [dict(row) for row in rows.mappings()])


def timesheets_by_id(
    connection: Connection, timesheet_ids: Collection[int]
) -> Mapping[int, Timesheet]:
    """Return timesheets by their numbers; those that are gone are left out."""
    query = select(sheet).where(sheet.c.id.in_(timesheet_ids))
    rows = [dict(row) for row in connection.execute(query).mappings()]
    return {one.id: one for one in _read(connection, rows)}


def timesheet_by_id(connection: Connection, timesheet_id: int) -> Timesheet:
    """Return one timesheet; raises NotFound."""
    found = timesheets_by_id(connection, [timesheet_id]).get(timesheet_id)
    if found is None:
        raise NotFound("This timesheet is no longer in the book.")
    return found


def _read(connection: Connection, rows: Sequence[dict[str, Any]]) -> tuple[Timesheet, ...]:
    if not rows:
        return ()
    ids = [row["id"] for row in rows]
    worked = _worked(connection, ids)
    numbers = _numbers(connection, ids)
    kinds = {one: entity_by_id(connection, one).kind for one in {r["entity_id"] for r in rows}}
    return tuple(
        Timesheet(
            id=row["id"], facts=_facts(row, tuple(worked[row["id"]])),
            invoices=tuple(numbers[row["id"]]),
            quarter=quarter_of(kinds[row["entity_id"]], last_day(row["month"])),
        )
        for row in rows
    )  # fmt: skip


def _facts(row: Mapping[str, Any], worked: tuple[Worked, ...]) -> TimesheetFacts:
    return TimesheetFacts(
        entity_id=row["entity_id"], person=row["person"], month=row["month"],
        pay_cents=row["pay_cents"], worked=worked, certified_by=row["certified_by"] or "",
        certified_on=row["certified_on"] or "",
    )  # fmt: skip


def _worked(connection: Connection, ids: Collection[int]) -> Mapping[int, list[Worked]]:
    found: dict[int, list[Worked]] = defaultdict(list)
    query = select(hours).where(hours.c.timesheet_id.in_(ids)).order_by(hours.c.id)
    for row in connection.execute(query):
        found[row.timesheet_id].append(
            Worked(worked_for=row.worked_for, use=row.use, minutes=row.minutes)
        )
    return found


def _numbers(connection: Connection, ids: Collection[int]) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    query = (
        select(taken.c.timesheet_id, invoice.c.number)
        .join(invoice, invoice.c.id == taken.c.invoice_id)
        .where(taken.c.timesheet_id.in_(ids))
        .order_by(invoice.c.id)
    )
    for timesheet_id, number in connection.execute(query):
        found[timesheet_id].append(number)
    return found


# --- writing


def record_timesheet(unit: UnitOfWork, facts: TimesheetFacts) -> int:
    """Keep somebody's month and return its number.

    Raises BadInput for what is missing or there already, Walled for hours that the law lets the
    employer give to nobody on credit.
    """
    _check(unit.connection, facts, own_id=None)
    number = unit.insert(sheet, _values(facts))
    _write_hours(unit, number, facts)
    return number


def correct_timesheet(unit: UnitOfWork, timesheet_id: int, facts: TimesheetFacts) -> None:
    """Correct a month; one that an invoice took from can only be certified (HasDependents)."""
    before = timesheet_by_id(unit.connection, timesheet_id)
    if before.invoices and not _only_certifies(before.facts, facts):
        _refuse_used(before)
    _check(unit.connection, facts, own_id=timesheet_id)
    unit.update(sheet, timesheet_id, _values(facts))
    if before.facts.worked != facts.worked:
        _delete_hours(unit, timesheet_id)
        _write_hours(unit, timesheet_id, facts)


def delete_timesheet(unit: UnitOfWork, timesheet_id: int) -> None:
    """Take away a month; raises HasDependents where an invoice took from it, NotFound."""
    before = timesheet_by_id(unit.connection, timesheet_id)
    if before.invoices:
        _refuse_used(before)
    _delete_hours(unit, timesheet_id)
    unit.delete(sheet, timesheet_id)


def _only_certifies(before: TimesheetFacts, after: TimesheetFacts) -> bool:
    same = ("entity_id", "person", "month", "pay_cents", "worked")
    return all(getattr(before, name) == getattr(after, name) for name in same)


def _refuse_used(before: Timesheet) -> None:
    named = ", ".join(before.invoices)
    raise HasDependents(
        f"Invoice {named} took its share from this month; delete that invoice first, then correct"
        " the hours and invoice them anew. It can still be certified.",
        before.invoices,
    )


def _check(connection: Connection, facts: TimesheetFacts, own_id: int | None) -> None:
    if not facts.person.strip():
        raise BadInput("Say whose month it is.")
    if not _MONTH.fullmatch(facts.month):
        raise BadInput("Write the month as year and month, 2026-03.")
    if facts.pay_cents <= 0:
        raise BadInput("Give what the month cost: wages, taxes and benefits together.")
    _check_worked(facts)
    if bool(facts.certified_by.strip()) != bool(facts.certified_on):
        raise BadInput("Say both who certified the hours and on which day, or neither yet.")
    if facts.certified_on and facts.certified_on < f"{facts.month}-01":
        raise BadInput("Hours are certified after they were worked; correct the day.")
    _refuse_twice(connection, facts, own_id)
    _require_lawful(connection, facts)


def _check_worked(facts: TimesheetFacts) -> None:
    if not facts.worked:
        raise BadInput("Give the hours of the month: for which entity, for what, how many.")
    keys = [(one.worked_for, one.use) for one in facts.worked]
    if len(set(keys)) != len(keys):
        raise BadInput("Two lines have the same entity and use; add their hours up in one.")
    if any(one.minutes <= 0 or one.use not in time_uses() for one in facts.worked):
        raise BadInput("Each line of hours is above zero and has a use; leave the others out.")
    if facts.minutes > _MOST_MINUTES:
        raise BadInput("That is more hours than a month has; correct them.")


def _refuse_twice(connection: Connection, facts: TimesheetFacts, own_id: int | None) -> None:
    column = sheet.c
    query = select(column.id).where(
        column.entity_id == facts.entity_id, column.person == facts.person.strip(),
        column.month == facts.month,
    )  # fmt: skip
    known = connection.execute(query).scalar()
    if known is not None and known != own_id:
        raise BadInput(f"{facts.person.strip()} has a timesheet of {facts.month} already; open it.")


def _require_lawful(connection: Connection, facts: TimesheetFacts) -> None:
    employer = entity_by_id(connection, facts.entity_id)
    for code in dict.fromkeys(one.worked_for for one in facts.worked):
        other = entity_by_code(connection, code)
        if other is None:
            raise NotFound(f"There is no entity “{code}” in this book; choose another one.")
        if other.id != employer.id:
            _require_terms(connection, employer, other, facts)


def _require_terms(
    connection: Connection, employer: EntityRow, other: EntityRow, facts: TimesheetFacts
) -> None:
    terms = terms_of_work(employer, other, last_day(facts.month))
    if terms.refused:
        refuse(terms)
    if terms.terms == ADVANCE and not paid_ahead(connection, employer, other, facts.month):
        raise Walled(
            f"{facts.person.strip()} worked for {other.name} in {facts.month}, and no invoice of"
            f" its full value was paid before that. {terms.words}",
            citation=terms.citation, remedy=terms.instead,
        )  # fmt: skip


def terms_of_work(employer: EntityRow, other: EntityRow, on: date) -> CostTerms:
    """Return on what terms an employer's people may work for another entity."""
    return cost_terms(
        Holder(employer.kind, ""), Holder(other.kind, ""), on,
        connected=is_connected(employer, other),
    )  # fmt: skip


def paid_ahead(connection: Connection, bearer: EntityRow, debtor: EntityRow, month: str) -> bool:
    """Whether an invoice of work in a month was paid by the first day of what it is for."""
    column = invoice.c
    query = select(column.number, column.amount_cents, column.from_date).where(
        column.entity_id == bearer.id, column.debtor == debtor.code,
        column.from_date <= last_day(month).isoformat(), column.to_date >= f"{month}-01",
    )  # fmt: skip
    paid = payments(connection, [bearer.id])
    for row in connection.execute(query):
        found = paid.get((bearer.id, row.number))
        whole = found is not None and found.moved_cents >= row.amount_cents
        if found is not None and whole and found.last_day <= row.from_date:
            return True
    return False


def last_day(month: str) -> date:
    """Return the last day of a month ``YYYY-MM``."""
    return last_of_month(date.fromisoformat(f"{month}-01"))


def _values(facts: TimesheetFacts) -> Mapping[str, Any]:
    return {
        "entity_id": facts.entity_id, "person": facts.person.strip(), "month": facts.month,
        "pay_cents": facts.pay_cents, "certified_by": facts.certified_by.strip() or None,
        "certified_on": facts.certified_on or None,
    }  # fmt: skip


def _write_hours(unit: UnitOfWork, timesheet_id: int, facts: TimesheetFacts) -> None:
    for one in facts.worked:
        values = {
            "entity_id": facts.entity_id, "timesheet_id": timesheet_id,
            "worked_for": one.worked_for, "use": one.use, "minutes": one.minutes,
        }  # fmt: skip
        unit.insert(hours, values)


def _delete_hours(unit: UnitOfWork, timesheet_id: int) -> None:
    query = select(hours.c.id).where(hours.c.timesheet_id == timesheet_id)
    for row_id in unit.connection.execute(query).scalars().all():
        unit.delete(hours, row_id)
