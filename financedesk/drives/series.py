"""Recurring series: how each stands, what a drive's come to, and what they let one expect.

A series is the charges of one receipt; the drive of its first charge has started it and keeps
it. The figures are of the book as it is; ``today`` only says which series have fallen silent.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, case, func, or_, select

from financedesk.ledger import tables
from financedesk.rules.dates import first_of_month, last_of_month
from financedesk.rules.recurring import (
    CANCELLED,
    FAILED,
    INTERVALS,
    LAPSED,
    RUNNING,
    after,
    cents_in_a_month,
    silent_since,
    state_of_series,
)

column = tables.recurring_series.c

DEFINITIONS: Mapping[str, str] = {
    "started": "Recurring gifts of which the first known charge came through the drive.",
    "kept": "Of these, those that were charged again at least once.",
    "running": "Of these, those that go on: the last charge came in time.",
    "cancelled": "Of these, those that donor or processor ended, and that were not charged since.",
    "failed": "Of these, those of which the newest charge failed, and none came since.",
    "lapsed": "Of these, those without a charge for one and a half intervals, without a word why.",
    "monthly": "What the running ones bring in an average month, before fees.",
}
"""What each figure of ``SeriesFigures`` counts, in words to show beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One series; amounts in cents, before refunds, days ``YYYY-MM-DD``.

    ``id`` is the entry of its first charge. ``doubled`` rows charged a number again: they are in
    the books, and not in ``charges`` and ``given_cents``. ``next_cents`` is what the next charge
    will be. ``state`` is one of ``rules.recurring.STATES``.
    """

    id: int
    entity_id: int
    source: str
    key: str
    card_id: int | None
    drive_id: int | None
    every: str
    charges: int
    doubled: int
    first_day: str
    last_day: str
    given_cents: int
    first_cents: int
    last_cents: int
    next_cents: int
    failed_on: str | None
    cancelled_on: str | None
    state: str

    @property
    def upgraded_cents(self) -> int:
        """By how much a charge has risen since the first; below zero where it fell."""
        return self.next_cents - self.first_cents


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesFigures:
    """How many series a drive started and how they stand; see ``DEFINITIONS``."""

    started: int = 0
    kept: int = 0
    cancelled: int = 0
    lapsed: int = 0
    failed: int = 0
    running: int = 0
    monthly_cents: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedMonth:
    """What running series let one expect in a month (``YYYY-MM``), in cents before fees."""

    month: str
    charges: int
    cents: int


def series_of(
    connection: Connection,
    entity_ids: Collection[int],
    today: date,
    drive_ids: Collection[int] | None = None,
    *,
    state: str = "",
) -> list[Series]:
    """Return the series of some entities, or of some of their drives, the newest charge first."""
    query = select(tables.recurring_series).where(column.entity_id.in_(entity_ids))
    if drive_ids is not None:
        query = query.where(column.drive_id.in_(drive_ids))
    if state:
        query = query.where(_state(today) == state)
    rows = connection.execute(query.order_by(column.last_day.desc(), column.item_id.desc()))
    return [_series(row, today) for row in rows]


def series_figures(
    connection: Connection, drive_ids: Collection[int], today: date
) -> dict[int, SeriesFigures]:
    """Return the figures of drives, each without its parts'; one without series is all zero."""
    state = _state(today)
    query = (
        select(
            column.drive_id, column.every, state.label("state"), func.count().label("series"),
            func.sum(case((column.charges > 1, 1), else_=0)).label("kept"),
            func.sum(column.next_cents).label("cents"),
        )
        .where(column.drive_id.in_(drive_ids))
        .group_by(column.drive_id, column.every, state)
    )  # fmt: skip
    found: dict[int, Counter[str]] = {one: Counter() for one in drive_ids}
    for row in connection.execute(query):
        counts = found[row.drive_id]
        counts["started"] += row.series
        counts["kept"] += int(row.kept)
        counts[row.state] += row.series
        if row.state == RUNNING:
            counts["monthly_cents"] += cents_in_a_month(row.every, int(row.cents))
    return {drive: SeriesFigures(**counts) for drive, counts in found.items()}


def together(figures: Iterable[SeriesFigures]) -> SeriesFigures:
    """Return the figures of several drives as one: a drive's with those of its parts."""
    every = list(figures)
    names = [one.name for one in fields(SeriesFigures)]
    return SeriesFigures(**{name: sum(getattr(one, name) for one in every) for name in names})


def expected_by_month(
    connection: Connection,
    entity_ids: Collection[int],
    today: date,
    months: int,
    drive_ids: Collection[int] | None = None,
) -> list[ExpectedMonth]:
    """Return what running series let one expect in this month and the following ones.

    A charge that should have come and may still come counts in this month. What was charged
    already is no expectation. Promises stand apart (``promises.promised_by_month``).
    """
    query = select(
        column.every, column.last_day, func.count().label("series"),
        func.sum(column.next_cents).label("cents"),
    ).where(column.entity_id.in_(entity_ids), _state(today) == RUNNING)  # fmt: skip
    if drive_ids is not None:
        query = query.where(column.drive_id.in_(drive_ids))
    shown = [after(first_of_month(today), "month", number) for number in range(months)]
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in connection.execute(query.group_by(column.every, column.last_day)):
        for month in _due_months(date.fromisoformat(row.last_day), row.every, today, shown):
            found[month][0] += row.series
            found[month][1] += int(row.cents)
    keys = [f"{one:%Y-%m}" for one in shown]
    return [ExpectedMonth(month=key, charges=found[key][0], cents=found[key][1]) for key in keys]


def _due_months(last: date, every: str, today: date, shown: Sequence[date]) -> Iterable[str]:
    end = last_of_month(shown[-1]) if shown else date.min
    times = 1
    while (due := after(last, every, times)) <= end:
        yield f"{max(due, today):%Y-%m}"
        times += 1


def _series(row: Row[Any], today: date) -> Series:
    return Series(
        id=row.item_id, entity_id=row.entity_id, source=row.source, key=row.series_key,
        card_id=row.card_id, drive_id=row.drive_id, every=row.every, charges=row.charges,
        doubled=row.doubled, first_day=row.first_day, last_day=row.last_day,
        given_cents=row.given_cents, first_cents=row.first_cents, last_cents=row.last_cents,
        next_cents=row.next_cents, failed_on=row.failed_on, cancelled_on=row.cancelled_on,
        state=state_of_series(
            row.every, row.last_day, row.failed_on, row.cancelled_on, today
        ),
    )  # fmt: skip


def _state(today: date) -> ColumnElement[str]:
    """Return how a series stands, as ``state_of_series`` says it, for the database to count by."""
    silent = or_(
        *(
            and_(column.every == every, column.last_day < silent_since(every, today).isoformat())
            for every in INTERVALS
        )
    )
    return case(
        (column.cancelled_on >= column.last_day, CANCELLED),
        (column.failed_on > column.last_day, FAILED),
        (silent, LAPSED),
        else_=RUNNING,
    )
