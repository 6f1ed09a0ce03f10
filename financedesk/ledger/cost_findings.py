"""What of shared costs breaks the wall: overdue shares, no proof, time that is not to be shared.

``wall_findings`` lists them with everything else that would not pass. History comes here too: an
invoice that was entered with an export may say what no form would take.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from financedesk.ledger.cost_agreements import agreements
from financedesk.ledger.cost_invoices import OVERDUE, Invoice, invoices
from financedesk.ledger.cost_timesheets import Timesheet, timesheets
from financedesk.ledger.entities import entities
from financedesk.ledger.overrides import overrides
from financedesk.rules.cost_sharing import ARREARS, TIME, time_uses
from financedesk.rules.limits import Override
from financedesk.rules.thresholds import clock_on

LATE, UNPROVED, NOT_SHARED, QUARTER = "overdue", "unsupported", "unshareable", "quarter"


@dataclass(frozen=True, slots=True, kw_only=True)
class CostFinding:
    """One invoice or month that breaks the wall.

    ``kind`` is ``overdue``, ``unsupported`` (by agreement or timesheets), ``unshareable`` (between
    these two) or ``quarter`` (somebody's month of which nothing may be shared).
    ``cents`` is what is in question; ``why`` and ``remedy`` are sentences.
    """

    kind: str
    entity_id: int
    name: str
    cents: int
    day: str
    why: str
    remedy: str
    citation: str


def cost_findings(
    connection: Connection, entity_ids: Collection[int], today: date
) -> Iterator[CostFinding]:
    """Yield what is wrong with the costs that these entities share, for both sides of each."""
    shared = invoices(connection, entity_ids)
    if shared:
        yield from _of_invoices(connection, shared, entity_ids, today)
    for sheet in timesheets(connection, entity_ids):
        yield from _of_month(sheet)


def _of_invoices(
    connection: Connection, shared: Iterable[Invoice], entity_ids: Collection[int], today: date
) -> Iterator[CostFinding]:
    by_code = {one.code: one.id for one in entities(connection)}
    signed = {one.id: one.facts.signed_on for one in agreements(connection, entity_ids)}
    given = overrides(connection)
    for one in shared:
        bearer = one.facts.parties.entity_id
        told = bearer if bearer in entity_ids else by_code[one.facts.parties.debtor]
        if one.state(today) == OVERDUE:
            yield _overdue(one, told, given)
        if not one.terms.owes:
            yield _not_owed(one, told)
        lacks = _lacks(one, signed, own=bearer in entity_ids)
        if lacks:
            yield _unproved(one, told, lacks)
        yield from _above_quarter(one, told)


def _overdue(one: Invoice, told: int, given: Sequence[Override]) -> CostFinding:
    citation = one.terms.citation
    if one.terms.terms == ARREARS:
        on = date.fromisoformat(one.facts.invoiced_on)
        citation = clock_on(one.terms.clock, on, given).law
    return CostFinding(
        kind=LATE, entity_id=told, name=_name(one), cents=one.open_cents,
        day=one.due.isoformat(), why=f"It was to be paid by {one.due.isoformat()}.",
        remedy="Settle it, with interest where the agreement asks for it.", citation=citation,
    )  # fmt: skip


def _not_owed(one: Invoice, told: int) -> CostFinding:
    return CostFinding(
        kind=NOT_SHARED, entity_id=told, name=_name(one), cents=one.facts.amount_cents,
        day=one.facts.invoiced_on, why=one.terms.says, remedy=one.terms.instead,
        citation=one.terms.citation,
    )  # fmt: skip


def _unproved(one: Invoice, told: int, lacks: Sequence[str]) -> CostFinding:
    return CostFinding(
        kind=UNPROVED, entity_id=told, name=_name(one), cents=one.facts.amount_cents,
        day=one.facts.invoiced_on, why=" ".join(lacks),
        remedy="Have the agreement signed and the hours certified, and keep them with it.",
        citation=one.terms.citation,
    )  # fmt: skip


def _name(one: Invoice) -> str:
    return f"Invoice {one.facts.number}"


def _lacks(one: Invoice, signed: Mapping[int, str], *, own: bool) -> list[str]:
    """Return what an invoice has no proof of, as sentences; timesheets are their owner's alone."""
    facts, found = one.facts, []
    since = signed.get(facts.agreement_id or 0, "")
    if not since:
        found.append("No written agreement is behind it.")
    elif since > facts.invoiced_on:
        found.append(f"The agreement was signed on {since}, after it was invoiced.")
    if facts.basis == TIME and own:
        if not one.shares:
            found.append("No timesheet is behind it.")
        open_ones = [f"{s.person} {s.month}" for s in one.shares if not s.certified]
        if open_ones:
            found.append(f"Nobody certified the hours of {', '.join(open_ones)}.")
    return found


def _above_quarter(one: Invoice, told: int) -> Iterator[CostFinding]:
    for share in one.shares:
        rule = share.rule
        if rule is None or not share.above_quarter or one.terms.debtor in rule.federal_sides:
            continue
        yield CostFinding(
            kind=QUARTER, entity_id=told, name=f"{share.person}, {share.month}",
            cents=share.cents, day=one.facts.invoiced_on, why=rule.says, remedy=rule.instead,
            citation=rule.citation,
        )  # fmt: skip


def _of_month(sheet: Timesheet) -> Iterator[CostFinding]:
    """Yield hours that are shared with the employer's own non-federal money all the same."""
    facts, rule, uses = sheet.facts, sheet.quarter, time_uses()
    shared = sum(one.minutes for one in facts.worked if uses[one.use].divided)
    if rule is None or not sheet.above_quarter or not shared:
        return
    yield CostFinding(
        kind=QUARTER, entity_id=facts.entity_id, name=f"{facts.person}, {facts.month}",
        cents=facts.pay_cents * shared // facts.minutes, day=f"{facts.month}-01",
        why=f"{facts.federal_minutes * 100 // facts.minutes} % of the month was for federal"
        f" elections, and hours of it are shared. {rule.says}",
        remedy=rule.instead, citation=rule.citation,
    )  # fmt: skip
