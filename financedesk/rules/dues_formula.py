"""Months of a due in integers, and the formula that says how each came about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

from financedesk.rules.money import format_cents
from financedesk.rules.pay import MONTH, MONTHS_A_YEAR, PayRecord
from financedesk.rules.schedule_kinds import Reckoned, Step

PAY_DUE, SEVERANCE_DUE = "pay", "severance"

ROUNDING = (
    "Every amount is cut to whole cents; the cents that this leaves fall due in the last month of"
    " the year, or of the time in office."
)

_DAYS = 377_580
"""The smallest number that 28, 29, 30 and 31 all divide: days of any month become whole parts."""
_WHOLE = MONTHS_A_YEAR * _DAYS


class Line(NamedTuple):
    """Which line of a due: of pay or severance, of one office (or all together), by its name."""

    kind: str
    office: str
    name: str


class YearDue(NamedTuple):
    """A line's due of a year in whole cents, how it came about, and the pay that it counts."""

    cents: int
    steps: tuple[Step, ...]
    pays: tuple[PayRecord, ...]
    base: str
    salaries: int

    @property
    def words(self) -> list[str]:
        """Return its steps; how monthly pay makes a year comes first."""
        return [step.words for step in (*self._introduction(), *self.steps)]

    def _introduction(self) -> Iterator[Step]:
        for pay in self.pays:
            counted, year = pay.counted_cents(self.base), pay.a_year(self.base, self.salaries)
            if pay.per == MONTH:
                values = (pay.office, counted, self.base, str(self.salaries), year)
                yield Step("{}: {} {} a month × {} = {} a year", values)
            elif len(self.pays) > 1:
                yield Step("{}: {} {} a year", (pay.office, year, self.base))


class Span(NamedTuple):
    """Days on which a line's due of a year is the same: from an ordinal to before another."""

    start: int
    end: int
    year: YearDue


@dataclass(frozen=True, slots=True)
class Formula:
    """How an amount came about: steps with the numbers in them, for people to check."""

    steps: tuple[str, ...]

    @property
    def words(self) -> str:
        """Return the steps in one line."""
        return "; ".join(self.steps)

    @property
    def rounding(self) -> str:
        """Say where cents go that a division leaves."""
        return ROUNDING


class LineMonths:
    """One line's cents by month (``index_of``), and how they came about.

    ``spans`` are in order and do not overlap.
    """

    __slots__ = ("_spans", "cents")

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = spans
        self.cents = _by_month(spans)

    def formula(self, index: int) -> Formula:
        """Return how a month's cents came about."""
        parts = self._parts(index)
        cents = self.cents[index]
        cut = sum(_exact(one, index) for one in parts) // _WHOLE
        whole = len(parts) == 1 and parts[0].end - parts[0].start == _length(index)
        steps = parts[0].year.words if whole else list(_days_of(parts, index, cut))
        if cents != cut:
            before = self._run_before(index)
            total = sum(self.cents[one] for one in before)
            steps.append(
                f"{format_cents(total + cents)} for {len(before) + 1} months"
                f" - {format_cents(total)} due before = {format_cents(cents)}"
            )
        elif whole:
            steps.append(f"/ {MONTHS_A_YEAR} = {format_cents(cents)}")
        return Formula(tuple(steps))

    def _parts(self, index: int) -> list[Span]:
        """Return the days of one month alone."""
        begins, ends = start_of(index), start_of(index + 1)
        return [
            Span(max(one.start, begins), min(one.end, ends), one.year)
            for one in self._spans
            if one.start < ends and begins < one.end
        ]

    def _run_before(self, index: int) -> list[int]:
        """Return the months before one that follow one another in its year."""
        first = index
        while first % MONTHS_A_YEAR and first - 1 in self.cents:
            first -= 1
        return list(range(first, index))


class SeveranceMonths:
    """What is asked of severances by month, and how it came about."""

    __slots__ = ("_parts", "cents")

    def __init__(self, paid: list[tuple[int, Reckoned]]) -> None:
        self._parts = paid
        self.cents: dict[int, int] = {}
        for index, reckoned in paid:
            self.cents[index] = self.cents.get(index, 0) + reckoned.cents

    def formula(self, index: int) -> Formula:
        """Return how a month's cents came about."""
        steps = [step.words for at, one in self._parts if at == index for step in one.steps]
        return Formula(tuple(steps))


@cache
def start_of(index: int) -> int:
    """Return the first day of a month as an ordinal; months count from January of the year 0."""
    return date(index // MONTHS_A_YEAR, index % MONTHS_A_YEAR + 1, 1).toordinal()


def index_of(day: date) -> int:
    """Return the number of the month of a day, counted from January of the year 0."""
    return day.year * MONTHS_A_YEAR + day.month - 1


@cache
def index_at(ordinal: int) -> int:
    """Return the number of the month in which a day lies, given as an ordinal."""
    return index_of(date.fromordinal(ordinal))


@cache
def day_of(index: int) -> date:
    """Return the first day of a month."""
    return date.fromordinal(start_of(index))


@cache
def last_day_of(index: int) -> date:
    """Return the last day of a month."""
    return date.fromordinal(start_of(index + 1) - 1)


@cache
def _length(index: int) -> int:
    return start_of(index + 1) - start_of(index)


def _exact(part: Span, index: int) -> int:
    """Return what days of one month bring in parts of a cent, ``_WHOLE`` to the cent."""
    return part.year.cents * (part.end - part.start) * (_DAYS // _length(index))


def _by_month(spans: Sequence[Span]) -> dict[int, int]:
    """Return each month's cents, cut, the months in order; the last of a run takes the rest."""
    blocks = _blocks(spans)
    found: dict[int, int] = {}
    for first, after, exact in blocks:
        found.update(dict.fromkeys(range(first, after), exact // _WHOLE))
    for last, left in _left_over(blocks):
        found[last] += left // _WHOLE
    return found


def _blocks(spans: Sequence[Span]) -> list[tuple[int, int, int]]:
    """Return months of the same due, from one to before another, with the exact due of each."""
    blocks: list[tuple[int, int, int]] = []
    parts: dict[int, int] = {}
    for span in spans:
        start, end, year = span
        first, after = index_at(start), index_at(end)
        if start > start_of(first):
            until = min(end, start_of(first + 1))
            parts[first] = parts.get(first, 0) + _exact(Span(start, until, year), first)
            first += 1
        if first < after:
            blocks.append((first, after, year.cents * _DAYS))
        if first <= after and end > (begins := start_of(after)):
            parts[after] = parts.get(after, 0) + _exact(Span(begins, end, year), after)
    if parts:
        blocks += [(index, index + 1, exact) for index, exact in parts.items()]
        blocks.sort()
    return blocks


def _left_over(blocks: Sequence[tuple[int, int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the last month of each run within a year, and what cutting left of all its months."""
    left, last = 0, -1
    for first, after, exact in blocks:
        begins, rest = first, exact % _WHOLE
        while begins < after:
            if last >= 0 and (begins != last + 1 or begins % MONTHS_A_YEAR == 0):
                yield last, left
                left = 0
            ends = min(after, begins - begins % MONTHS_A_YEAR + MONTHS_A_YEAR)
            left += rest * (ends - begins)
            last, begins = ends - 1, ends
    if last >= 0:
        yield last, left


def _days_of(parts: Sequence[Span], index: int, cents: int) -> Iterator[str]:
    """Say what each part of a month is, then what they come to."""
    length = _length(index)
    pieces = []
    for start, end, year in parts:
        first, last = date.fromordinal(start), date.fromordinal(end - 1)
        yield f"{first} to {last}: " + "; ".join(year.words)
        shown = format_cents(year.cents)
        pieces.append(f"{shown} / {MONTHS_A_YEAR} × {end - start} / {length} days")
    yield f"{' + '.join(pieces)} = {format_cents(cents)}"
