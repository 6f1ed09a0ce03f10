"""Which arrival is what was expected: one engine for payments of officials and lines of a bank.

Nothing is booked here. A match says why it is one and how sure that is; what is sure may be taken
at once, the rest is for somebody to look at. The same facts give the same answer in any order, and
nothing is matched twice.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

SURE, LIKELY, POSSIBLE = "sure", "likely", "possible"
STRENGTHS = (SURE, LIKELY, POSSIBLE)
DAYS_BEFORE, DAYS_AFTER = 10, 120
"""How many days before and after the expected day an arrival may still be what was expected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Money that came: from whom (a name as books search for it), how much, when, with which marks.

    ``marks`` are references, numbers of checks and the like that stand on it; case does not matter.
    """

    key: str
    party: str
    cents: int
    day: date
    marks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """Money that is awaited: from whom, how much, about when, and by which marks it is known."""

    key: str
    party: str
    cents: int
    day: date
    marks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An arrival and what it answers: one thing, or several that it pays together.

    ``over_cents`` is what came beyond what was expected; below zero, what is missing.
    """

    arrival: Arrival
    expected: tuple[Expected, ...]
    strength: str
    why: str

    @property
    def over_cents(self) -> int:
        """What came more than was expected; less where it is below zero."""
        return self.arrival.cents - sum(one.cents for one in self.expected)


def matched(arrivals: Iterable[Arrival], expected: Iterable[Expected]) -> tuple[Match, ...]:
    """Return what answers what, the surest first; what is left over has no match.

    A mark that both bear decides first, then name and amount, then an amount that pays several
    things of one name together, the oldest first, and last the name alone.
    """
    waiting = {one.key: one for one in sorted(expected, key=_order)}
    left = {one.key: one for one in sorted(arrivals, key=_order)}
    found: list[Match] = []
    for step in (_by_mark, _by_name_and_amount, _together, _by_name):
        for match in step(tuple(left.values()), tuple(waiting.values())):
            taken = [one.key for one in match.expected]
            if match.arrival.key in left and all(key in waiting for key in taken):
                found.append(match)
                del left[match.arrival.key]
                for key in taken:
                    del waiting[key]
    found.sort(key=lambda one: (STRENGTHS.index(one.strength), _order(one.arrival)))
    return tuple(found)


def _by_mark(arrivals: Sequence[Arrival], expected: Sequence[Expected]) -> Iterator[Match]:
    by_mark: dict[str, list[Expected]] = defaultdict(list)
    for one in expected:
        for mark in one.marks:
            by_mark[mark.casefold()].append(one)
    for arrival in arrivals:
        marks = sorted(mark.casefold() for mark in arrival.marks)
        meant = [one for mark in marks for one in by_mark[mark] if _in_time(arrival, one)]
        for one in sorted(meant, key=lambda one: _distance(arrival, one)):
            same = one.party == arrival.party
            why = "It bears the reference" + (
                ", and name and amount agree." if same and one.cents == arrival.cents
                else ", and the name agrees." if same
                else ", but another name stands on it: look who paid."
            )  # fmt: skip
            strength = SURE if same and one.cents == arrival.cents else LIKELY if same else POSSIBLE
            yield Match(arrival=arrival, expected=(one,), strength=strength, why=why)


def _by_name_and_amount(
    arrivals: Sequence[Arrival], expected: Sequence[Expected]
) -> Iterator[Match]:
    alike = _grouped(expected)
    for arrival in arrivals:
        same = [
            one
            for one in alike[arrival.party]
            if one.cents == arrival.cents and _in_time(arrival, one)
        ]
        for one in sorted(same, key=lambda one: _distance(arrival, one)):
            yield Match(
                arrival=arrival, expected=(one,), strength=SURE, why="Name and amount agree."
            )


def _together(arrivals: Sequence[Arrival], expected: Sequence[Expected]) -> Iterator[Match]:
    """Yield arrivals that pay the oldest things of one name together, to the cent."""
    alike = _grouped(expected)
    for arrival in arrivals:
        theirs = [one for one in alike[arrival.party] if _in_time(arrival, one)]
        sums = list(accumulate(one.cents for one in theirs))
        if arrival.cents in sums[1:]:
            several = tuple(theirs[: sums.index(arrival.cents) + 1])
            why = f"It pays {len(several)} things of this name together, to the cent."
            yield Match(arrival=arrival, expected=several, strength=LIKELY, why=why)


def _by_name(arrivals: Sequence[Arrival], expected: Sequence[Expected]) -> Iterator[Match]:
    alike = _grouped(expected)
    for arrival in arrivals:
        theirs = [one for one in alike[arrival.party] if _in_time(arrival, one)]
        for one in sorted(theirs, key=lambda one: _distance(arrival, one)):
            why = "The name agrees and the amount does not."
            yield Match(arrival=arrival, expected=(one,), strength=POSSIBLE, why=why)


def _grouped(expected: Sequence[Expected]) -> defaultdict[str, list[Expected]]:
    found: defaultdict[str, list[Expected]] = defaultdict(list)
    for one in expected:
        found[one.party].append(one)
    return found


def _in_time(arrival: Arrival, one: Expected) -> bool:
    return -DAYS_BEFORE <= (arrival.day - one.day).days <= DAYS_AFTER


def _distance(arrival: Arrival, one: Expected) -> tuple[int, int, date, str]:
    return abs(arrival.cents - one.cents), abs((arrival.day - one.day).days), one.day, one.key


def _order(one: Arrival | Expected) -> tuple[date, str]:
    return one.day, one.key
