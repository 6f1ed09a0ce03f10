"""The open lines and entries of one account, found by amount, number, day and name."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol, TypeVar

from financedesk.rules.reconciling_evidence import (
    DAYS_AFTER,
    DAYS_BEFORE,
    Entry,
    Line,
    moves_alike,
    says_otherwise,
)
from financedesk.rules.reconciling_names import Names
from financedesk.rules.reconciling_sums import ways_to

NEAREST = 24
"""Of more lines or entries only the nearest are added up, and the search is not whole."""
STEPS_IN_ALL = 400_000
"""So much may all searches of one account take together, in amounts that are tried."""
_STEPS_OF_ONE = 200
"""What a search costs beside the amounts that it tries."""


class _Booked(Protocol):
    @property
    def key(self) -> int: ...
    @property
    def day(self) -> date: ...
    @property
    def cents(self) -> int: ...


_Some = TypeVar("_Some", bound=_Booked)


class _Has(Protocol):
    @property
    def lines(self) -> tuple[Line, ...]: ...
    @property
    def entries(self) -> tuple[Entry, ...]: ...


class Pool:
    """What is open: ``lines`` and ``entries`` by day, and the ways to find them."""

    steps = STEPS_IN_ALL

    def __init__(self, lines: Iterable[Line], entries: Iterable[Entry]) -> None:
        self.lines: tuple[Line, ...] = tuple(sorted(lines, key=_by_day))
        self.entries: tuple[Entry, ...] = tuple(sorted(entries, key=_by_day))
        self.by_mark: Mapping[str, tuple[Entry, ...]] = _grouped(self.entries)
        self._lines_of = _by_cents(self.lines)
        self._entries_of = _by_cents(self.entries)
        self._bearing = _bearing(self.lines, self.by_mark)
        self._marked = {
            line.key
            for mark, lines in self._bearing.items()
            for line in lines
            if any(moves_alike(line, one) for one in self.by_mark[mark])
        }
        self._line_days = [one.day for one in self.lines]
        self._entry_days = [one.day for one in self.entries]

    def without(self, taken: Iterable[_Has]) -> "Pool":
        """Return what is left when proposals are taken."""
        done = list(taken)
        lines = {one.key for each in done for one in each.lines}
        entries = {one.key for each in done for one in each.entries}
        return Pool(
            (one for one in self.lines if one.key not in lines),
            (one for one in self.entries if one.key not in entries),
        )

    # --- by amount and number

    def entries_of(self, cents: int) -> Sequence[Entry]:
        """Return the entries of an amount."""
        return self._entries_of.get(cents, ())

    def lines_of(self, cents: int) -> Sequence[Line]:
        """Return the lines of an amount."""
        return self._lines_of.get(cents, ())

    def lines_bearing(self, mark: str) -> Sequence[Line]:
        """Return the lines that bear a number which an entry is known by."""
        return self._bearing.get(mark, ())

    def is_marked_elsewhere(self, line: Line) -> bool:
        """Tell whether a line bears the number of some entry."""
        return line.key in self._marked

    @property
    def deposits(self) -> Mapping[tuple[date, int | None], tuple[Entry, ...]]:
        """The entries that went to the bank on one slip, or on one day without a slip."""
        found: dict[tuple[date, int | None], list[Entry]] = defaultdict(list)
        for one in self.entries:
            if one.deposited is not None and one.cents > 0:
                found[one.deposited, one.deposit].append(one)
        return {slip: tuple(entries) for slip, entries in found.items()}

    # --- by day

    def entries_near(self, line: Line) -> Sequence[Entry]:
        """Return the entries of which a line may be by its day."""
        first, last = line.day - timedelta(DAYS_AFTER), line.day + timedelta(DAYS_BEFORE)
        return _between(self.entries, self._entry_days, first, last)

    def lines_near(self, entry: Entry) -> Sequence[Line]:
        """Return the lines that may be of an entry by their day."""
        first, last = entry.day - timedelta(DAYS_BEFORE), entry.day + timedelta(DAYS_AFTER)
        return _between(self.lines, self._line_days, first, last)

    # --- by sum

    def entries_adding_up(self, line: Line) -> tuple[list[tuple[Entry, ...]], int]:
        """Return the sets of near entries that come to a line, and what the search cost."""
        near = self.entries_near(line)
        usable = [one for one in near if not says_otherwise(line, one)]
        found, _, steps = _adding_up(line, usable)
        return found, steps

    def lines_adding_up(
        self, entry: Entry, lines: Sequence[Line]
    ) -> tuple[list[tuple[Line, ...]], int]:
        """Return the sets of near lines, of those given, that come to an entry, and the cost."""
        open_keys = {one.key for one in lines}
        near = self.lines_near(entry)
        usable = [one for one in near if one.key in open_keys]
        found, _, steps = _adding_up(entry, usable)
        return found, steps


@dataclass(frozen=True, slots=True)
class Shared:
    """The keys of lines and entries that may be a part of a sum, or a sum themselves."""

    lines: frozenset[int]
    entries: frozenset[int]


def sums_of(pool: Pool) -> Shared:
    """Return what may be a sum of several of one name; all of it where the search is not whole.

    A line that is the sum of two entries of its payee can be meant by neither of them alone.
    """
    lines: set[int] = set()
    entries: set[int] = set()
    names = Names(pool.lines, pool.entries)
    for line in pool.lines:
        if parts := _parts_of(line, names.entries_of(line)):
            lines.add(line.key)
            entries |= parts
    for entry in pool.entries:
        if parts := _parts_of(entry, names.lines_of(entry)):
            entries.add(entry.key)
            lines |= parts
    return Shared(frozenset(lines), frozenset(entries))


def _parts_of(whole: _Booked, parts: Sequence[_Some]) -> set[int]:
    if len(parts) < 2:
        return set()
    found, is_whole, _ = _adding_up(whole, parts)
    some = found if is_whole else [tuple(parts)]
    return {one.key for each in some for one in each}


def _adding_up(whole: _Booked, parts: Sequence[_Some]) -> tuple[list[tuple[_Some, ...]], bool, int]:
    """Return sets of parts of one sign that come to the whole, whether those are all, the cost."""
    sign = 1 if whole.cents > 0 else -1
    fitting = [one for one in parts if 0 < sign * one.cents < sign * whole.cents]
    fitting.sort(key=lambda one: (abs((one.day - whole.day).days), one.key))
    near = fitting[:NEAREST]
    if len(near) < 2:
        return [], True, 1
    ways = ways_to(sign * whole.cents, [sign * one.cents for one in near])
    found = [tuple(sorted((near[at] for at in places), key=_by_day)) for places in ways.found]
    return found, ways.is_whole and len(near) == len(fitting), ways.steps + _STEPS_OF_ONE


def _by_day(one: _Booked) -> tuple[date, int]:
    return one.day, one.key


def _between(
    some: Sequence[_Some], days: Sequence[date], first: date, last: date
) -> Sequence[_Some]:
    return some[bisect_left(days, first) : bisect_right(days, last)]


def _by_cents(some: Iterable[_Some]) -> Mapping[int, list[_Some]]:
    found: dict[int, list[_Some]] = defaultdict(list)
    for one in some:
        found[one.cents].append(one)
    return found


def _grouped(entries: Iterable[Entry]) -> Mapping[str, tuple[Entry, ...]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for one in entries:
        if one.mark:
            found[one.mark].append(one)
    return {mark: tuple(some) for mark, some in found.items()}


def _bearing(lines: Iterable[Line], known: Mapping[str, object]) -> Mapping[str, list[Line]]:
    found: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        for mark in sorted(line.marks):
            if mark in known:
                found[mark].append(line)
    return found
