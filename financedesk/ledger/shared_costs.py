"""Transfers for shared costs, and the days in which the law lets them be made.

The federal account pays a shared cost; the non-federal or Levin share of it may come from ten days
before that payment to sixty days after it (11 CFR 106.7(f)(2), 300.33(d)). Money that comes on any
other day is non-federal money in a federal account.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, select

from financedesk.ledger import tables
from financedesk.ledger.overrides import overrides
from financedesk.rules.thresholds import Clock, clock_on

item, day_total = tables.item, tables.day_total

CLOCK = "shared_cost_transfer"
# What a transfer pays a share of: Schedule H3 for H4, Schedule H5 for H6.
_PAYS_FOR: Mapping[str, str] = {
    "h3_transfer_from_nonfederal": "h4_allocated_disbursement",
    "h5_transfer_levin": "h6_allocated_federal_election_activity",
}


@dataclass(frozen=True, slots=True)
class UntimelyTransfer:
    """A transfer to a federal account near which no shared cost was paid; ``clock`` is the law's.

    ``day`` is ``YYYY-MM-DD``.
    """

    item_id: int
    entity_id: int
    day: str
    cents: int
    clock: Clock


def untimely_transfers(
    connection: Connection, entity_ids: Collection[int], today: date
) -> Iterator[UntimelyTransfer]:
    """Yield transfers of these entities that no shared cost allows, the oldest first.

    One whose cost may still be paid in time is none yet.
    """
    days = _days_of(connection, entity_ids, _PAYS_FOR)
    if not days:
        return
    column, words = item.c, overrides(connection)
    came = (
        select(column.id, column.entity_id, column.kind, column.item_date, column.amount_cents)
        .where(
            column.entity_id.in_(entity_ids), column.kind.in_(_PAYS_FOR), column.memo == 0,
            column.amount_cents > 0,
            column.item_date.in_({day.isoformat() for each in days.values() for day in each}),
        )
        .order_by(column.item_date, column.id)
    )  # fmt: skip
    transfers = connection.execute(came).all()
    paid = _days_of(connection, entity_ids, _PAYS_FOR.values())
    for row in transfers:
        day = date.fromisoformat(row.item_date)
        clock = clock_on(CLOCK, day, words)
        before, after = clock.window or (0, 0)
        first, last = day - timedelta(days=after), day - timedelta(days=before)
        shared = paid.get((row.entity_id, _PAYS_FOR[row.kind]), ())
        if last < today and not any(first <= one <= last for one in shared):
            yield UntimelyTransfer(row.id, row.entity_id, row.item_date, row.amount_cents, clock)


def _days_of(
    connection: Connection, entity_ids: Collection[int], kinds: Collection[str]
) -> dict[tuple[int, str], list[date]]:
    """Return the days of entries of these kinds by entity and kind, from the totals by day."""
    column = day_total.c
    query = (
        select(column.entity_id, column.kind, column.day)
        .where(column.entity_id.in_(entity_ids), column.kind.in_(kinds))
        .order_by(column.day)
    )
    found: dict[tuple[int, str], list[date]] = defaultdict(list)
    for entity_id, kind, day in connection.execute(query):
        found[entity_id, kind].append(date.fromisoformat(day))
    return found


@dataclass(frozen=True, slots=True)
class ShareWindow:
    """The days in which the share of the shared costs of one day may be transferred.

    ``schedule`` is H3 for non-federal money, H5 for Levin money; ``used`` tells whether a transfer
    came within the days.
    """

    entity_id: int
    schedule: str
    paid_on: date
    first: date
    last: date
    used: bool
    law: str


def share_windows(
    connection: Connection, entity_ids: Collection[int], since: date
) -> Iterator[ShareWindow]:
    """Yield the windows of shared costs that these entities paid since a day, the oldest first."""
    days = _days_of(connection, entity_ids, {*_PAYS_FOR, *_PAYS_FOR.values()})
    words = overrides(connection)
    for transfer, cost in _PAYS_FOR.items():
        for (entity_id, kind), paid in days.items():
            came = days.get((entity_id, transfer), ())
            for day in paid if kind == cost else ():
                if day >= since:
                    yield _window(entity_id, transfer, day, came, clock_on(CLOCK, day, words))


def _window(
    entity_id: int, transfer: str, day: date, came: Collection[date], clock: Clock
) -> ShareWindow:
    before, after = clock.window or (0, 0)
    first, last = day + timedelta(days=before), day + timedelta(days=after)
    used = any(first <= one <= last for one in came)
    return ShareWindow(entity_id, transfer[:2].upper(), day, first, last, used, clock.law)
