"""What is said of a recurring series that is no charge: it failed, was cancelled, was raised.

One event of a kind for each series and month, whoever tells it again: a file that is imported
twice, or after somebody typed the same, changes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import Connection, Row, select

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, NotFound
from financedesk.ledger import tables

event, series = tables.series_event, tables.recurring_series

EventKind = Literal["failed", "cancelled", "upgraded"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesKey:
    """A series: whose it is, which processor charges it, and the receipt that its charges share."""

    entity_id: int
    source: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesNews:
    """What happened to a series on a day; ``cents`` is what was not charged, or will be."""

    kind: EventKind
    on: date
    cents: int | None = None
    note: str = ""

    @property
    def period(self) -> str:
        """The month that it belongs to, ``YYYY-MM``."""
        return f"{self.on:%Y-%m}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesEvent:
    """An event as the book keeps it; the day is ``YYYY-MM-DD``."""

    id: int
    kind: str
    happened_on: str
    cents: int | None
    note: str


def find_series(
    connection: Connection, entity_ids: Sequence[int], key: str, source: str = ""
) -> SeriesKey:
    """Return the series with this receipt; raises NotFound, BadInput when several have it."""
    column = series.c
    query = select(column.entity_id, column.source, column.series_key).where(
        column.entity_id.in_(entity_ids), column.series_key == key.strip()
    )
    if source:
        query = query.where(column.source == source)
    found = connection.execute(query).all()
    if not found:
        raise NotFound(f"No recurring gift here has the receipt “{key}”; series list shows them.")
    if len(found) > 1:
        raise BadInput(f"Several processors have a receipt “{key}”; say which one you mean.")
    row = found[0]
    return SeriesKey(entity_id=row.entity_id, source=row.source, key=row.series_key)


def tell(unit: UnitOfWork, which: SeriesKey, news: SeriesNews, today: date) -> bool:
    """Keep what happened to a series; returns False when that was known of the month already.

    Raises BadInput for a day to come, a day before the first charge, or an upgrade without its
    amount, and NotFound for a series that the book has no charge of.
    """
    begun = _first_day(unit.connection, which)
    if news.on > today:
        raise BadInput(f"{news.on} is still to come; enter what has happened.")
    if news.on.isoformat() < begun:
        raise BadInput(f"The series began on {begun}; nothing can have happened to it before.")
    if news.kind == "upgraded" and not news.cents:
        raise BadInput("Say what is charged from now on: an upgrade needs its amount.")
    if news.cents is not None and news.cents <= 0:
        raise BadInput("An amount is above zero.")
    if is_known(unit.connection, which, news):
        return False
    unit.insert(event, event_row(which, news))
    return True


def is_known(connection: Connection, which: SeriesKey, news: SeriesNews) -> bool:
    """Tell whether the book has an event of this kind and month of a series."""
    column = event.c
    query = select(column.id).where(
        column.entity_id == which.entity_id, column.source == which.source,
        column.series_key == which.key, column.kind == news.kind, column.period == news.period,
    )  # fmt: skip
    return connection.execute(query).first() is not None


def event_row(which: SeriesKey, news: SeriesNews) -> dict[str, Any]:
    """Return the row of an event."""
    return {
        "entity_id": which.entity_id, "source": which.source, "series_key": which.key,
        "kind": news.kind, "period": news.period, "happened_on": news.on.isoformat(),
        "cents": news.cents, "note": news.note.strip() or None,
    }  # fmt: skip


def take_back(unit: UnitOfWork, event_id: int) -> None:
    """Delete an event that was entered by mistake; raises NotFound."""
    unit.delete(event, event_id)


def events_of(connection: Connection, which: SeriesKey) -> list[SeriesEvent]:
    """Return what was said of a series, the newest first."""
    column = event.c
    query = select(event).where(
        column.entity_id == which.entity_id, column.source == which.source,
        column.series_key == which.key,
    )  # fmt: skip
    rows = connection.execute(query.order_by(column.happened_on.desc(), column.id.desc()))
    return [_event(row) for row in rows]


def _event(row: Row[Any]) -> SeriesEvent:
    return SeriesEvent(
        id=row.id, kind=row.kind, happened_on=row.happened_on, cents=row.cents, note=row.note or ""
    )


def _first_day(connection: Connection, which: SeriesKey) -> str:
    column = series.c
    query = select(column.first_day).where(
        column.entity_id == which.entity_id, column.source == which.source,
        column.series_key == which.key,
    )  # fmt: skip
    found: str | None = connection.execute(query).scalar()
    if found is None:
        raise NotFound(f"The book has no charge of the recurring gift {which.key}.")
    return found
