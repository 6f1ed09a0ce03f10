"""What was given above a limit, and by whom: for sure, or if two cards are one person's.

The sums come from ``limit_excess`` and ``limit_doubles``; here they become sentences with law and
remedy, for the entities that somebody sees.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact, read_contact
from financedesk.ledger.limit_allowances import used_allowances
from financedesk.ledger.limit_doubles import Double, doubles
from financedesk.ledger.limit_excess import Excess, excesses
from financedesk.rules.limits import Limit

attribution, contact = tables.attribution, tables.contact
ABOVE, MAY_BE_ONE = "above", "may_be_one"


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitFinding:
    """What one giver gave above a limit; ``cents`` is the excess.

    ``kind`` is ``above``, or ``may_be_one`` where it hangs on whether several cards are one
    person's: ``cards`` are those then. ``item_ids`` are the gifts in view, the oldest first.
    """

    kind: str
    entity_id: int
    name: str
    item_ids: tuple[int, ...]
    cents: int
    first_day: str
    last_day: str
    why: str
    remedy: str
    citation: str
    cards: tuple[int, ...] = ()


def limit_findings(connection: Connection, entity_ids: Collection[int]) -> Iterator[LimitFinding]:
    """Yield what was given to these entities above a limit, or may have been."""
    known = used_allowances(connection)
    for one in excesses(connection, known=known):
        if one.excess_cents > 0:
            yield from _above(connection, one, entity_ids)
    for double in doubles(connection, sorted(entity_ids), known=known):
        yield _may_be_one(connection, double)


def _above(
    connection: Connection, one: Excess, entity_ids: Collection[int]
) -> Iterator[LimitFinding]:
    column = attribution.c
    query = (
        select(column.item_id, column.entity_id, column.made_date)
        .where(
            column.person_id.in_(one.person_ids), column.limit_group == one.limit_group,
            column.window.in_(one.windows), column.entity_id.in_(entity_ids), column.cents > 0,
        )
        .order_by(column.made_date, column.item_id)
    )  # fmt: skip
    if one.taker_ids:
        query = query.where(column.entity_id.in_(one.taker_ids))
    rows = connection.execute(query).all()
    if not rows:
        return
    several = "" if len(one.person_ids) == 1 else " Committees that give under one limit together."
    yield LimitFinding(
        kind=ABOVE, entity_id=rows[-1].entity_id, name=_person(connection, one.person_id),
        item_ids=tuple(row.item_id for row in rows), cents=one.excess_cents,
        first_day=rows[0].made_date, last_day=rows[-1].made_date,
        why=f"More than the limit allows: {one.limit.label}.{several}{_counsel(one.limit)}",
        remedy="Have it redesignated or reattributed within 60 days, or refund the excess.",
        citation=one.limit.citation,
    )  # fmt: skip


def _may_be_one(connection: Connection, one: Double) -> LimitFinding:
    number = len(one.cards)
    return LimitFinding(
        kind=MAY_BE_ONE, entity_id=one.entity_id, name=_person(connection, one.cards[0]),
        item_ids=one.item_ids, cents=one.excess_cents, first_day=one.first_day,
        last_day=one.last_day,
        why=f"{number} cards of this name and place may be one person: together above the limit,"
        f" {one.limit.label}.{_counsel(one.limit)}",
        remedy="Link the cards if they are one person's, or say that they are different people.",
        citation=one.limit.citation, cards=one.cards,
    )  # fmt: skip


def _counsel(limit: Limit) -> str:
    return "" if limit.override is None else f" Counsel’s figure: {limit.override.words}."


def _person(connection: Connection, person_id: int) -> str:
    return _newest(connection, person_id).display_name


def _newest(connection: Connection, person_id: int) -> Contact:
    query = select(func.max(contact.c.id)).where(contact.c.card_id == person_id)
    return read_contact(connection, int(connection.execute(query).scalar_one()))
