"""What a drive will have raised at its end, with a band, from what came day by day so far.

The method, as the window says it (``METHOD``): the days to come are expected to bring what the days
so far brought, recent ones counting more, with the largest gifts cut to a usual size, because one
large gift does not come again every week. The band comes from drawing the coming days many times
out of the past ones; it is made 2.6 times as wide as that alone would give, because a drive's
pace drifts. ``tests/rules/test_forecast.py`` measures it on held-back weeks of 200 drives.
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
class Forecast:
    """What will have come at the end, in cents: what is expected, and the band of four in five."""

    expected_cents: int
    low_cents: int
    high_cents: int
    days_left: int


def forecast(
    days: Sequence[int], sizes: Sequence[tuple[int, int]], days_left: int
) -> Forecast | None:
    """Return what a drive will have been given when ``days_left`` more days have passed.

    ``days`` are the cents of all days from its first to the last whole one, empty ones included;
    ``sizes`` are amounts in cents with the number of gifts of each. None within its first week,
    and for a drive to which nothing was given. Equal days give equal figures.
    """
    given = sum(days)
    if days_left <= 0:
        return Forecast(given, given, given, 0)
    if len(days) < FEWEST_DAYS or given <= 0:
        return None
    weights = _weights(len(days))
    totals = _drawn(days, weights, days_left)
    middle = (totals[_DRAWS // 2] + _usual(days, weights, sizes) * days_left) // 2
    below = max(0, middle - totals[_DRAWS * _OUTSIDE // 100])
    above = max(0, totals[-_DRAWS * _OUTSIDE // 100 - 1] - middle)
    low, high = middle - below * _WIDER_TENTHS // 10, middle + above * _WIDER_TENTHS // 10
    return Forecast(given + middle, given + max(0, low), given + high, days_left)


def same_pace(days: Sequence[int], days_left: int) -> int:
    """Return what it would come to at the pace so far, in cents: the measure of every forecast."""
    return sum(days) * (len(days) + days_left) // len(days) if days else 0


def usual_share(sizes: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return what is left of all gifts when the largest are cut, and what they are, in cents.

    Three of a hundred are cut, to the size of the next one.
    """
    ordered = sorted(sizes)
    number = sum(count for _, count in ordered)
    most, reached = 0, 0
    for cents, count in ordered:
        reached += count
        if reached * 100 > number * _USUAL:
            most = cents
            break
    cut = sum(min(cents, most) * count for cents, count in ordered)
    return cut, sum(cents * count for cents, count in ordered)


def _weights(number: int) -> list[int]:
    """Return what each day counts, the newest last; whole numbers, so that money stays whole."""
    ages = range(number - 1, -1, -1)
    return [max(1, round(_WHOLE * 2 ** (-age / _HALF_LIFE))) for age in ages]


def _usual(days: Sequence[int], weights: Sequence[int], sizes: Sequence[tuple[int, int]]) -> int:
    """Return what a day usually brings, in cents, with large gifts cut."""
    day = sum(cents * weight for cents, weight in zip(days, weights, strict=True)) // sum(weights)
    cut, whole = usual_share(sizes)
    return day * cut // whole if whole else day


def _drawn(days: Sequence[int], weights: Sequence[int], days_left: int) -> list[int]:
    """Return what the coming days bring in each of many draws, from the least to the most.

    Each draw first chooses anew which past days are known, so that a short past makes a wide band.
    """
    chance = Random(len(days) * 1009 + days_left)  # noqa: S311 - equal days give equal figures
    return sorted(
        sum(chance.choices(chance.choices(days, weights=weights, k=len(days)), k=days_left))
        for _ in range(_DRAWS)
    )
