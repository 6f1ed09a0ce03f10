"""What a donor's gifts come to: by the law's own window, and since the two-year cycle began."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, ScalarSelect, Select, case, func, select

from financedesk.ledger import tables
from financedesk.ledger.register_kinds import gift_kinds, kinds_of, refund_kinds
from financedesk.ledger.seats import seats_of

donor, item, aggregate = tables.donor, tables.item, tables.aggregate

GENERAL = "general"
"""The aggregation group of contributions (11 CFR 104.8(b))."""


@dataclass(frozen=True, slots=True)
class Windows:
    """In which window each entity's gifts aggregate on a day: a year, or an election cycle.

    ``cycle_from`` is the first day of the two years that end with the next general election's
    year; ``earliest`` is a day before which none of the windows began.
    """

    labels: tuple[tuple[int, int], ...]
    cycle_from: str
    earliest: str

    def condition(self) -> ColumnElement[bool]:
        """Return the condition that a derived row lies in its entity's window of the day."""
        label = case(dict(self.labels), value=aggregate.c.entity_id, else_=0)
        return aggregate.c.window == label


def windows_of(connection: Connection, entity_ids: Sequence[int], today: date) -> Windows:
    """Return the windows that a day lies in, for some entities."""
    column = tables.entity.c
    query = select(column.id, column.kind).where(column.id.in_(entity_ids))
    rows = connection.execute(query).all()
    seats = seats_of(connection, entity_ids)
    labels = tuple((row.id, seats[row.id].cycle(row.kind, today)) for row in rows)
    first_year = today.year - (today.year + 1) % 2
    # No cycle that lasts into today began before the November of its term's first year.
    begun = min(first_year - 1, *(label - seats[one].term_years for one, label in labels))
    return Windows(labels, f"{first_year}-01-01", f"{begun}-11-01")


def law_aggregate(windows: Windows) -> ScalarSelect[Any]:
    """Return what the law adds up for a donor's card in the window, as its newest entry shows it.

    Correlated to the donor table. Nothing when the window has no entry.
    """
    return (
        _in_window(windows, select(aggregate.c.aggregate_cents))
        .where(item.c.card_id == donor.c.card_id)
        .order_by(item.c.item_date.desc(), item.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def aggregates_of(
    connection: Connection, card_ids: Sequence[int], windows: Windows
) -> dict[int, int]:
    """Return the same for some cards; a card without an entry in the window is left out."""
    query = (
        _in_window(windows, select(item.c.card_id, aggregate.c.aggregate_cents))
        .where(item.c.card_id.in_(card_ids))
        .order_by(item.c.item_date, item.c.id)
    )
    return {row.card_id: row.aggregate_cents for row in connection.execute(query)}


def _in_window(windows: Windows, columns: Select[Any]) -> Select[Any]:
    return columns.join_from(item, aggregate, aggregate.c.item_id == item.c.id).where(
        item.c.item_date >= windows.earliest,
        aggregate.c.aggregation_group == GENERAL,
        aggregate.c.aggregate_cents.is_not(None),
        windows.condition(),
    )


def net_cents(since: str) -> ScalarSelect[Any]:
    """Return what a donor gave since a day, less what was given back; correlated to the donor."""
    own = select(_net()).where(item.c.card_id == donor.c.card_id, item.c.item_date >= since)
    return own.scalar_subquery()


def net_of(connection: Connection, card_ids: Sequence[int], since: str) -> dict[int, int]:
    """Return the same for some cards; a card without an entry since then is left out."""
    query = (
        select(item.c.card_id, _net().label("cents"))
        .where(item.c.card_id.in_(card_ids), item.c.item_date >= since)
        .group_by(item.c.card_id)
    )
    return {row.card_id: int(row.cents or 0) for row in connection.execute(query)}


def signed_cents() -> ColumnElement[int]:
    """Return what an entry adds to what somebody gave; a refund takes away, memo items nothing."""
    outgoing = tuple(code for code in refund_kinds() if code not in kinds_of("contributions"))
    bounced = tuple(code for code in refund_kinds() if code in kinds_of("contributions"))
    return case(
        (item.c.memo == 1, 0),
        (item.c.kind.in_((*gift_kinds(), *bounced)), item.c.amount_cents),
        (item.c.kind.in_(outgoing), -item.c.amount_cents),
        else_=0,
    )


def _net() -> ColumnElement[int]:
    return func.sum(signed_cents())
