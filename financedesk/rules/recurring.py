"""Recurring gifts and promises by instalments: intervals, days on which something is due, states.

No law prescribes any of it: a series is lapsed when one and a half of its intervals passed without
a charge, because a card that failed is tried again within that time.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from financedesk.errors import BadInput

RUNNING, CANCELLED, FAILED, LAPSED = "running", "cancelled", "failed", "lapsed"
STATES: Mapping[str, str] = MappingProxyType({
    RUNNING: "charged as it should be",
    CANCELLED: "cancelled, and not charged since",
    FAILED: "the last charge failed, and none came since",
    LAPSED: "no charge for one and a half intervals, and nobody said why",
})  # fmt: skip
"""How a series may stand, and what that means."""


@dataclass(frozen=True, slots=True)
class Interval:
    """How often something comes, in weeks or in months.

    ``silence`` is one and a half of it in days, ``yearly`` how often it comes in a year.
    """

    label: str
    weeks: int
    months: int
    silence: int
    yearly: int


INTERVALS: Mapping[str, Interval] = MappingProxyType({
    "week": Interval("weekly", 1, 0, 11, 52),
    "month": Interval("monthly", 0, 1, 46, 12),
    "quarter": Interval("quarterly", 0, 3, 137, 4),
    "year": Interval("yearly", 0, 12, 548, 1),
})  # fmt: skip
"""The intervals of series and promises, by the word that the book keeps."""


def interval(every: str) -> Interval:
    """Return an interval by its word; raises BadInput for another one."""
    found = INTERVALS.get(every)
    if found is None:
        raise BadInput(f"“{every}” is no interval; choose one of: {', '.join(INTERVALS)}.")
    return found


def after(first: date, every: str, times: int) -> date:
    """Return the day so many intervals after a first one; the 31st falls on a month's last day."""
    step = interval(every)
    if step.weeks:
        return first + timedelta(weeks=step.weeks * times)
    years, month = divmod(first.month - 1 + step.months * times, 12)
    year = first.year + years
    return date(year, month + 1, min(first.day, monthrange(year, month + 1)[1]))


def due_days(first: date, every: str, last: date) -> Iterator[date]:
    """Yield the days from a first one on, an interval apart, up to a last one."""
    times = 0
    while (due := after(first, every, times)) <= last:
        yield due
        times += 1


def silent_since(every: str, today: date) -> date:
    """Return the day before which the last charge of a lapsed series lies."""
    return today - timedelta(days=interval(every).silence)


def state_of_series(
    every: str, last_day: str, failed_on: str | None, cancelled_on: str | None, today: date
) -> str:
    """Return how a series stands by its last charge and what was said of it (``YYYY-MM-DD``).

    A charge after a failure or a cancellation says that it goes on.
    """
    if cancelled_on is not None and cancelled_on >= last_day:
        return CANCELLED
    if failed_on is not None and failed_on > last_day:
        return FAILED
    return LAPSED if last_day < silent_since(every, today).isoformat() else RUNNING


def cents_in_a_month(every: str, cents: int) -> int:
    """Return what an amount in cents at each interval comes to in a month on average, cut."""
    return cents * interval(every).yearly // 12
