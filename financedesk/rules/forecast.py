"""What a drive will have raised at its end, with a band, from what came day by day so far.

The method, as the window says it (``METHOD``): the days to come are expected to bring what the days
so far brought, recent ones counting more, with the largest gifts cut to a usual size, because one
large gift does not come again every week. The band comes from drawing the coming days many times
out of the past ones; it is made 2.6 times as wide as that alone would give, because a drive's
pace drifts. Measured on held-back weeks of 200 generated drives in ``tests/rules/test_forecast.py``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

METHOD = (
    "The coming days are expected to bring what the days so far brought. Recent days count more:"
    " a day three weeks ago half of yesterday. The largest three gifts of a hundred are cut to the"
    " size of the next one for this. The band is where four drives of five like it ended."
)

FEWEST_DAYS = 7
"""A week is needed before anything can be said: before it the weekdays alone would decide."""

_HALF_LIFE = 21
_DRAWS = 240
_WIDER_TENTHS = 26
_OUTSIDE = 10
_USUAL = 97
_WHOLE = 1 << 16


@dataclass(frozen=True, slots=True)
class DaySum:
    """What came on one day, in cents, and how much of it is left when large gifts are cut."""

    cents: int
    usual_cents: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """What will have come at the end, in cents: what is expected, and the band of four in five."""

    expected_cents: int
    low_cents: int
    high_cents: int
    days_left: int


def usual_size(sizes: Sequence[tuple[int, int]]) -> int:
    """Return the size to which larger gifts are cut: three of a hundred are above it.

    ``sizes`` are amounts in cents with the number of gifts of each. Without gifts it is 0.
    """
    number = sum(count for _, count in sizes)
    reached = 0
    for cents, count in sorted(sizes):
        reached += count
        if reached * 100 > number * _USUAL:
            return cents
    return 0


def forecast(days: Sequence[DaySum], days_left: int) -> Forecast | None:
    """Return what a drive will have raised when ``days_left`` more days have passed.

    ``days`` are all days from its first to the last whole one, empty ones included. None within
    its first week, and for a drive to which nothing was given. Equal days give equal figures.
    """
    raised = sum(one.cents for one in days)
    if days_left <= 0:
        return Forecast(raised, raised, raised, 0)
    if len(days) < FEWEST_DAYS or raised <= 0:
        return None
    weights = _weights(len(days))
    totals = _drawn(days, weights, days_left)
    middle = (totals[_DRAWS // 2] + _usual(days, weights) * days_left // sum(weights)) // 2
    below = max(0, middle - totals[_DRAWS * _OUTSIDE // 100])
    above = max(0, totals[-_DRAWS * _OUTSIDE // 100 - 1] - middle)
    low, high = middle - below * _WIDER_TENTHS // 10, middle + above * _WIDER_TENTHS // 10
    return Forecast(raised + middle, raised + max(0, low), raised + high, days_left)


def same_pace(days: Sequence[DaySum], days_left: int) -> int:
    """Return what it would come to at the pace so far, in cents: the measure of every forecast."""
    raised = sum(one.cents for one in days)
    return raised * (len(days) + days_left) // len(days) if days else 0


def _weights(number: int) -> list[int]:
    """Return what each day counts, the newest last; whole numbers, so that money stays whole."""
    ages = range(number - 1, -1, -1)
    return [max(1, round(_WHOLE * 2 ** (-age / _HALF_LIFE))) for age in ages]


def _usual(days: Sequence[DaySum], weights: Sequence[int]) -> int:
    return sum(day.usual_cents * weight for day, weight in zip(days, weights, strict=True))


def _drawn(days: Sequence[DaySum], weights: Sequence[int], days_left: int) -> list[int]:
    """Return what the coming days bring in each of many draws, from the least to the most.

    Each draw first chooses anew which past days are known, so that a short past makes a wide band.
    """
    chance = Random(len(days) * 1009 + days_left)  # noqa: S311 - equal days give equal figures
    sums = [day.cents for day in days]
    return sorted(
        sum(chance.choices(chance.choices(sums, weights=weights, k=len(sums)), k=days_left))
        for _ in range(_DRAWS)
    )
