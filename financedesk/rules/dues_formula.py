"""Months of a due in integers, and the formula that says how each came about."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

from financedesk.rules.money import format_cents
from financedesk.rules.pay import MONTHS_A_YEAR
from financedesk.rules.schedule_kinds import Reckoned

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


class MonthPart(NamedTuple):
    """Days of a month on which a year's due is the same; the first as an ordinal."""

    start: int
    days: int
    year: Reckoned


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
    """One line's cents by month (``index_of``), and how they came about."""

    __slots__ = ("_parts", "cents")

    def __init__(self, parts: Mapping[int, list[MonthPart]]) -> None:
        self._parts = parts
        self.cents: dict[int, int] = {}
        for run in _runs(parts):
            self._reckon(run)

    def formula(self, index: int) -> Formula:
        """Return how a month's cents came about."""
        parts = self._parts[index]
        steps = [step.words for step in parts[0].year.steps]
        if len(parts) > 1 or parts[0].days < _length(index):
            steps = list(_days_of(parts, index))
        left = self.cents[index] - self._cut(index)
        if left:
            before = self._run_before(index)
            total = sum(self.cents[one] for one in before)
            steps.append(
                f"{format_cents(total + self.cents[index])} for {len(before) + 1} months"
                f" - {format_cents(total)} due before = {format_cents(self.cents[index])}"
            )
        elif len(parts) == 1 and parts[0].days == _length(index):
            steps.append(f"/ {MONTHS_A_YEAR} = {format_cents(self.cents[index])}")
        return Formula(tuple(steps))

    def _reckon(self, run: list[int]) -> None:
        """Cut each month to cents; the last one of a run takes what that leaves."""
        exact = 0
        stated = 0
        for index in run:
            exact += (month := self._exact(index))
            self.cents[index] = cut = month // _WHOLE
            stated += cut
        self.cents[run[-1]] += exact // _WHOLE - stated

    def _exact(self, index: int) -> int:
        """Return a month's due in parts of a cent, ``_WHOLE`` to the cent."""
        parts = self._parts[index]
        a_day = _DAYS // _length(index)
        return sum(part.year.cents * part.days for part in parts) * a_day

    def _cut(self, index: int) -> int:
        return self._exact(index) // _WHOLE

    def _run_before(self, index: int) -> list[int]:
        return next(run for run in _runs(self._parts) if index in run)[:-1]


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
def day_of(index: int) -> date:
    """Return the first day of a month."""
    return date.fromordinal(start_of(index))


@cache
def _length(index: int) -> int:
    return start_of(index + 1) - start_of(index)


def _runs(months: Mapping[int, object]) -> Iterator[list[int]]:
    """Yield months that follow one another within a year."""
    run: list[int] = []
    for index in sorted(months):
        if run and (index != run[-1] + 1 or index % MONTHS_A_YEAR == 0):
            yield run
            run = []
        run.append(index)
    if run:
        yield run


def _days_of(parts: list[MonthPart], index: int) -> Iterator[str]:
    """Say what each part of a month is, then what they come to."""
    length = _length(index)
    pieces, exact = [], 0
    for part in parts:
        first, last = date.fromordinal(part.start), date.fromordinal(part.start + part.days - 1)
        yield f"{first} to {last}: " + "; ".join(step.words for step in part.year.steps)
        cents = format_cents(part.year.cents)
        pieces.append(f"{cents} / {MONTHS_A_YEAR} × {part.days} / {length} days")
        exact += part.year.cents * part.days
    yield f"{' + '.join(pieces)} = {format_cents(exact // (MONTHS_A_YEAR * length))}"
