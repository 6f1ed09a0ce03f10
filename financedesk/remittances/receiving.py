"""Which contributions of an entity are what officials were to give, and taking them as that.

What is expected are the lines of instructions that name the entity; what came are its
contributions. ``rules.matching`` says what answers what, and why.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import takewhile

from sqlalchemy import ColumnElement, Connection, func, or_, select

from financedesk.book.unit import UnitOfWork
from financedesk.ledger import tables
from financedesk.ledger.entities import EntityRow, entity_by_id
from financedesk.remittances.awaiting import Asked, payments_that_came, still_awaited
from financedesk.remittances.receipts import Receipt, take_as_remittance
from financedesk.rules.matching import DAYS_BEFORE, Arrival, Expected, Match, matched

item, contact, line = tables.item, tables.contact, tables.instruction_line
receipt, entity = tables.remittance_receipt, tables.entity
_MARKS = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """A line of an instruction that nothing has answered yet, as its recipient sees it."""

    line_id: int
    keeper: str
    reference: str
    giver: str
    period: str
    cents: int
    made_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A contribution by its number, and the lines that it answers; ``match`` says why."""

    item_id: int
    lines: tuple[Awaited, ...]
    match: Match


def awaited_by(connection: Connection, entity_id: int) -> list[Awaited]:
    """Return what officials were to give an entity and what has not come, the oldest first."""
    own = entity_by_id(connection, entity_id)
    query = (
        select(line, entity.c.code.label("keeper"))
        .join(entity, entity.c.id == line.c.entity_id)
        .where(line.c.recipient == own.code)
        .order_by(line.c.made_on, line.c.id)
    )
    rows = connection.execute(query).mappings().all()
    lines = [
        Asked(row["keeper"], row["reference"], own.code, row["period"], row["account_kind"])
        for row in rows
    ]
    came = payments_that_came(connection, receipt.c.entity_id == entity_id)
    return [
        Awaited(
            line_id=row["id"], keeper=row["keeper"], reference=row["reference"],
            giver=row["giver"], period=row["period"], cents=row["cents"],
            made_on=date.fromisoformat(row["made_on"]),
        )
        for row, waits in zip(rows, still_awaited(lines, came), strict=True)
        if waits
    ]  # fmt: skip


def proposals(connection: Connection, entity_id: int) -> tuple[Proposal, ...]:
    """Return which contributions of an entity answer what is awaited, the surest first."""
    waiting = {str(one.line_id): one for one in awaited_by(connection, entity_id)}
    if not waiting:
        return ()
    expected = [
        Expected(
            key=key, party=one.giver, cents=one.cents, day=one.made_on,
            marks=frozenset({one.reference}),
        )
        for key, one in waiting.items()
    ]  # fmt: skip
    arrivals = _arrivals(connection, entity_by_id(connection, entity_id), waiting.values())
    return tuple(
        Proposal(
            item_id=int(one.arrival.key), match=one,
            lines=tuple(waiting[row.key] for row in one.expected),
        )
        for one in matched(arrivals, expected)
    )  # fmt: skip


def take(unit: UnitOfWork, proposal: Proposal) -> int:
    """Take a contribution as what it answers, and return the note's number.

    Raises as ``take_as_remittance`` does: the law has the last word on who paid.
    """
    first = proposal.lines[0]
    return take_as_remittance(unit, Receipt(
        item_id=proposal.item_id, keeper=first.keeper, reference=first.reference,
        period=" ".join(one.period for one in proposal.lines),
    ))  # fmt: skip


def _arrivals(
    connection: Connection, own: EntityRow, waiting: Collection[Awaited]
) -> list[Arrival]:
    """Return contributions that keep no promise yet: of who is awaited, or with their reference."""
    givers = {one.giver for one in waiting}
    references = {one.reference.casefold() for one in waiting}
    since = min(one.made_on for one in waiting) - timedelta(days=DAYS_BEFORE)
    taken = select(receipt.c.item_id).where(receipt.c.entity_id == own.id)
    query = (
        select(
            item.c.id, item.c.amount_cents, item.c.item_date, item.c.made_date, item.c.purpose,
            item.c.memo_description, contact.c.search_name,
        )
        .join(contact, contact.c.id == item.c.contact_id)
        .where(
            item.c.entity_id == own.id, item.c.cash_cents > 0, contact.c.entity_id == own.id,
            item.c.item_date >= since.isoformat(), item.c.id.not_in(taken),
            or_(contact.c.search_name.in_(givers), *_may_name(references)),
        )
        .order_by(item.c.id)
    )  # fmt: skip
    arrivals = [
        Arrival(
            key=str(row.id), party=row.search_name, cents=row.amount_cents,
            day=date.fromisoformat(row.made_date or row.item_date),
            marks=frozenset(_MARKS.findall(f"{row.purpose or ''} {row.memo_description or ''}")),
        )
        for row in connection.execute(query)
    ]  # fmt: skip
    return [
        one
        for one in arrivals
        if one.party in givers or references.intersection(map(str.casefold, one.marks))
    ]


def _may_name(references: Collection[str]) -> Iterator[ColumnElement[bool]]:
    """Yield what holds of every entry that names a reference, whoever paid, and of few others."""
    # What the first and the last in order begin with, all begin with.
    pairs = zip(min(references), max(references), strict=False)
    shared = "".join(one for one, _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    for words in (item.c.purpose, item.c.memo_description):
        yield func.lower(words).contains(shared, autoescape=True)
