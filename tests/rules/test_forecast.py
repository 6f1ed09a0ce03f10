"""The forecast of a drive against the weeks that came, held against "the same pace as so far"."""

import csv
import random
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from math import exp
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from financedesk.rules.forecast import forecast, same_pace, usual_share
from financedesk.rules.money import parse_cents

GENERATOR = Path(__file__).parents[2].parent / "shared" / "tools" / "make_donations.py"
LENGTHS = (28, 42, 56, 70, 90)
Gifts = Sequence[Sequence[int]]
"""The gifts of each day of a drive, in cents."""


def _sizes(gifts: Gifts) -> list[tuple[int, int]]:
    return list(Counter(one for day in gifts for one in day).items())


def _generated(folder: Path) -> Iterator[Gifts]:
    """Yield 200 drives cut out of generated donations: a recipient's some weeks."""
    subprocess.run(
        [sys.executable, str(GENERATOR), "-n", "40000", "--seed", "7", "--out", str(folder),
         "--no-row-truth"], check=True, capture_output=True,
    )  # fmt: skip
    given_on: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    with (folder / "contributions.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            given_on[row["Recipient"]][row["Date"][:10]].append(parse_cents(row["Amount"]))
    chance, names, first = random.Random(5), sorted(given_on), date(2025, 1, 1)
    for number in range(200):
        own, length = given_on[names[number % len(names)]], chance.choice(LENGTHS)
        start = first + timedelta(chance.randrange(0, 545 - length))
        yield [own.get((start + timedelta(day)).isoformat(), []) for day in range(length)]


def _shaped() -> Iterator[Gifts]:
    """Yield 200 drives that begin with a burst and end with a rush, or with neither."""
    chance = random.Random(11)
    sizes = (500, 1000, 1000, 2500, 2500, 2500, 5000, 10000)
    for _ in range(200):
        length, base = chance.choice(LENGTHS), chance.choice((3, 10, 40))
        burst, rush = chance.choice((0, 2, 5)), chance.choice((0, 1, 4))
        fades = chance.choice((4, 8, 12))
        days = []
        for day in range(length):
            swing = 1 + burst * exp(-day / fades) + rush * exp((day + 1 - length) / 5)
            many = base * swing * (0.6 if day % 7 > 4 else 1.1)
            number = max(0, round(chance.gauss(many, 1.3 * many**0.5)))
            days.append([
                chance.choice(sizes) if chance.random() < 0.98
                else chance.choice((50000, 100000, 290000)) for _ in range(number)
            ])  # fmt: skip
        yield days


def _measure(drives: Iterator[Gifts]) -> tuple[float, float, float]:
    """Return our mean error, that of the same pace, and how often the band held."""
    ours = naive = held = number = 0.0
    for drive in drives:
        end = sum(map(sum, drive))
        for tenths in (3, 5, 8):
            known = max(7, len(drive) * tenths // 10)
            days, left = [sum(day) for day in drive[:known]], len(drive) - known
            told = forecast(days, _sizes(drive[:known]), left)
            if told is None or not end:
                continue
            number += 1
            ours += abs(told.expected_cents - end) / end
            naive += abs(same_pace(days, left) - end) / end
            held += told.low_cents <= end <= told.high_cents
    assert number > 500
    return ours / number, naive / number, held / number


def test_generated_drives_are_told_better_than_by_the_same_pace(tmp_path: Path) -> None:
    if not GENERATOR.exists():
        pytest.skip(f"the shared material is not beside this checkout: {GENERATOR}")
    ours, naive, held = _measure(_generated(tmp_path))
    assert ours <= naive
    assert held >= 0.8


def test_drives_with_a_burst_and_a_rush_are_told_better_than_by_the_same_pace() -> None:
    ours, naive, held = _measure(_shaped())
    assert ours <= naive
    assert held >= 0.8


def test_equal_days_go_on_alike() -> None:
    told = forecast([1000] * 10, [(1000, 10)], 5)
    assert told is not None
    assert (told.low_cents, told.expected_cents, told.high_cents) == (15000, 15000, 15000)


def test_nothing_is_said_within_the_first_week_or_of_nothing() -> None:
    assert forecast([1000] * 6, [(1000, 6)], 20) is None
    assert forecast([0] * 30, [], 20) is None


def test_a_drive_that_is_over_came_to_what_it_came_to() -> None:
    told = forecast([1000] * 3, [(500, 6)], 0)
    assert told is not None
    assert (told.low_cents, told.expected_cents, told.high_cents) == (3000, 3000, 3000)


def test_large_gifts_are_cut_to_a_usual_size() -> None:
    assert usual_share([(2500, 970), (100_000, 30)]) == (2500 * 970 + 100_000 * 30,) * 2
    assert usual_share([(2500, 98), (100_000, 2)]) == (2500 * 100, 2500 * 98 + 200_000)
    assert usual_share([]) == (0, 0)


@settings(deadline=None, max_examples=60)
@given(days=st.lists(st.integers(0, 10**9), max_size=60), left=st.integers(0, 120))
def test_the_band_holds_what_is_expected_and_nothing_is_taken_back(
    days: list[int], left: int
) -> None:
    sizes = [(cents, 1) for cents in days]
    told = forecast(days, sizes, left)
    if told is None:
        assert len(days) < 7 or not any(days)
        return
    assert sum(days) <= told.low_cents <= told.expected_cents <= told.high_cents
    assert forecast(days, sizes, left) == told
