"""What the book itself shows of ties between an independent body and parties or candidates.

Payees that they paid in the last 120 days as well, and money that came from them. Signs, not facts:
whether a firm's work was of the sort that matters (11 CFR 109.21(d)(4)(ii)) no ledger can say. Only
books that the user may see are looked through.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from sqlalchemy import Connection, func, select

from financedesk.ledger import tables
from financedesk.ledger.entities import EntityRow, entities
from financedesk.ledger.overrides import overrides
from financedesk.rules.independence import independent_of, topic
from financedesk.rules.kinds import kinds
from financedesk.rules.thresholds import clock_on

item, contact = tables.item, tables.contact
_VENDORS, _MONEY = "vendors", "money"
_NO_BILLS = frozenset(
    {"refunds", "loans", "own_transfers", "transfers_out", "earmarks_in_transit", "grants_made"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One tie: a payee in common or, with an amount in cents, money that came in.

    ``entity`` is the party or candidate, ``last`` the newest day of it, ``until`` the last day on
    which it would count.
    """

    topic: str
    entity: str
    payee: str = ""
    cents: int = 0
    last: date
    until: date


def signs_of(
    connection: Connection, entity_id: int, visible: Collection[int], on: date
) -> tuple[Sign, ...]:
    """Return the ties between an entity and parties and candidates of the book, on a day."""
    others = [
        one
        for one in entities(connection)
        if one.id in visible and one.id != entity_id and independent_of(one.kind)
    ]
    if not others:
        return ()
    return (
        *_common_payees(connection, entity_id, others, on),
        *_money_from(connection, entity_id, others, on),
    )


def _common_payees(
    connection: Connection, entity_id: int, others: Sequence[EntityRow], on: date
) -> list[Sign]:
    """Return who was paid by both; name and place must agree."""
    given = overrides(connection)
    first = on - timedelta(days=clock_on(topic(_VENDORS).clock, on, given).days or 0)
    own = _payees(connection, [entity_id], date.min, on)
    theirs = _payees(connection, [one.id for one in others], first, on)
    names = {one.id: one.name for one in others}
    found = []
    for key in sorted(own.keys() & theirs.keys()):
        payee, paid_by, text = theirs[key]
        last = date.fromisoformat(text)
        until = topic(_VENDORS).counts_until(last, given)
        found.append(
            Sign(topic=_VENDORS, entity=names[paid_by], payee=payee, last=last, until=until)
        )
    return found


def _payees(
    connection: Connection, entity_ids: Sequence[int], first: date, last: date
) -> dict[tuple[str, str], tuple[str, int, str]]:
    """Return (name, who paid, newest day) of payees by name and place."""
    query = (
        select(
            contact.c.search_name, contact.c.match_place, item.c.entity_id,
            func.max(item.c.item_date).label("last"), func.max(contact.c.name).label("name"),
            func.max(contact.c.last_name).label("last_name"),
        )
        .select_from(item.join(contact, contact.c.id == item.c.contact_id))
        .where(
            item.c.entity_id.in_(entity_ids), item.c.cash_cents < 0, item.c.kind.in_(_bills()),
            contact.c.committee_id.is_(None),
            item.c.item_date.between(first.isoformat(), last.isoformat()),
            contact.c.match_place.is_not(None),
        )
        .group_by(contact.c.search_name, contact.c.match_place, item.c.entity_id)
        .order_by(func.max(item.c.item_date))
    )  # fmt: skip
    return {
        (row.search_name, row.match_place): (row.name or row.last_name, row.entity_id, row.last)
        for row in connection.execute(query)
    }


@cache
def _bills() -> tuple[str, ...]:
    """Return the kinds of item that pay somebody for something: no refunds, loans or transfers."""
    return tuple(
        code
        for code, one in kinds().items()
        if one.direction == "out" and one.income_class not in _NO_BILLS
    )


def _money_from(
    connection: Connection, entity_id: int, others: Sequence[EntityRow], on: date
) -> list[Sign]:
    """Return what came in from committees of the book that it must be independent of."""
    names = {one.committee_id: one.name for one in others if one.committee_id}
    query = (
        select(
            contact.c.committee_id, func.sum(item.c.cash_cents).label("cents"),
            func.max(item.c.item_date).label("last"),
        )
        .select_from(item.join(contact, contact.c.id == item.c.contact_id))
        .where(
            item.c.entity_id == entity_id, item.c.cash_cents > 0,
            contact.c.committee_id.in_(list(names)), item.c.item_date <= on.isoformat(),
        )
        .group_by(contact.c.committee_id)
        .order_by(contact.c.committee_id)
    )  # fmt: skip
    return [
        Sign(
            topic=_MONEY, entity=names[row.committee_id], cents=int(row.cents), last=last,
            until=topic(_MONEY).counts_until(last),
        )
        for row in connection.execute(query)
        for last in [date.fromisoformat(row.last)]
    ]  # fmt: skip
