"""Dues as they were stated, month after month, with corrections in the month they became known.

At the end of each month its dues are stated from what is known by then. What becomes known later
never changes them: it is a due of its own, a credit or a debit, in the month in which it became
known. So a standing at a day stays what it was, and all dues together come to what full knowledge
makes of the whole time.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple, Protocol

from financedesk.rules.dates import last_of_month
from financedesk.rules.dues import Gap, Known, OfficialFacts, Reckoner
from financedesk.rules.dues_formula import (
    Formula,
    Line,
    LineMonths,
    SeveranceMonths,
    day_of,
    index_of,
    last_day_of,
    start_of,
)
from financedesk.rules.money import format_cents


class Trace(Protocol):
    """What can say how a month's amount came about."""

    def formula(self, index: int) -> Formula:
        """Return the steps with the numbers in them."""


@dataclass(frozen=True, slots=True)
class Due:
    """One line of what is due in a month, in cents; negative only where it gives back.

    ``month`` is its first day. ``kind`` is pay or severance; ``office`` is empty where all offices
    count together; ``line`` names the level or the share. ``corrects`` is the earlier month that a
    correction speaks of. An unfulfilled due is an unfulfilled pledge, never a receivable.
    """

    month: date
    kind: str
    office: str
    line: str
    cents: int
    corrects: date | None = None
    trace: Trace | None = field(default=None, compare=False, repr=False)

    @property
    def period(self) -> str:
        """The month as books keep it: ``2026-03``."""
        return f"{self.month:%Y-%m}"

    @property
    def due_on(self) -> date:
        """The last day of its month."""
        return last_day_of(index_of(self.month))

    @property
    def formula(self) -> Formula:
        """How it came about, with the numbers in it."""
        if self.trace is None:
            return Formula(())
        return self.trace.formula(index_of(self.corrects or self.month))


_OWN = 10**6
"""In place of a corrected month: none, and after all corrections."""

Row = tuple[int, Line, int, int, Trace | None]
"""Month, line, corrected month or ``_OWN``, cents, trace: a due before anybody looks at it."""


_BY_PLACE = itemgetter(0, 1, 2)
_LATEST = (date.max, "")


class Stated(NamedTuple):
    """What one line asks in the months from one to another, as it was stated."""

    line: Line
    months: LineMonths | SeveranceMonths
    first: int
    last: int

    def cents(self) -> Iterator[tuple[int, int]]:
        """Yield months with their cents, in order."""
        first, last = self.first, self.last
        return ((at, cents) for at, cents in self.months.cents.items() if first <= at <= last)


@dataclass(frozen=True, eq=False)
class DuesRun:
    """The dues of one official in order of month, and what is missing to compute the rest.

    They are kept as lines over many months, and corrections; rows and dues are made when read.
    """

    stated: tuple[Stated, ...]
    corrections: tuple[Row, ...]
    gaps: tuple[Gap, ...]

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """One row for each line and month, and for each correction."""
        rows = [
            (index, one.line, _OWN, cents, one.months)
            for one in self.stated
            for index, cents in one.cents()
        ]
        return tuple(sorted((*self.corrections, *rows), key=_BY_PLACE))

    @cached_property
    def dues(self) -> tuple[Due, ...]:
        """Every due; sums do without them."""
        return tuple(_due(row) for row in self.rows)

    @property
    def cents(self) -> int:
        """All of them together."""
        return sum(self.asked().values())

    def of(self, month: date) -> tuple[Due, ...]:
        """Return the dues of a month, corrections included."""
        index = index_of(month)
        return self.within(index, index).dues

    def since(self, first: date) -> "DuesRun":
        """Return what is due from a month on, corrections of earlier ones included."""
        shown = self.within(index_of(first), index_of(date.max))
        gaps = _within(self.gaps, first.replace(day=1), date.max) if self.gaps else ()
        return DuesRun(shown.stated, shown.corrections, gaps)

    def within(self, first: int, last: int) -> "DuesRun":
        """Return the dues of the months from one to another (``index_of``), with every gap."""
        stated = tuple(
            one._replace(first=max(first, one.first), last=min(last, one.last))
            for one in self.stated
            if one.first <= last and first <= one.last
        )
        rows = tuple(row for row in self.corrections if first <= row[0] <= last)
        return DuesRun(stated, rows, self.gaps)

    def asked(self) -> dict[tuple[date, str], int]:
        """Return what each month asks by kind of due, corrections included, the oldest first."""
        found: dict[tuple[date, str], int] = {}
        ordered = True
        for line, months, first, last in self.stated:
            kind, before = line.kind, len(found)
            own = {
                (day_of(index), kind): cents
                for index, cents in months.cents.items()
                if first <= index <= last
            }
            ordered = ordered and (not found or next(reversed(found)) < next(iter(own), _LATEST))
            if before and not ordered:
                for key, cents in own.items():
                    found[key] = found.get(key, 0) + cents
            else:
                found.update(own)
        for index, line, _, cents, _ in self.corrections:
            key, ordered = (day_of(index), line.kind), False
            found[key] = found.get(key, 0) + cents
        return found if ordered else dict(sorted(found.items()))


class _Epoch(NamedTuple):
    """Months stated from the same knowledge, and the first month that it may change."""

    month: int
    until: int
    affected: int
    known_on: date


def run_dues(facts: OfficialFacts, last: date, *, on: date, first: date | None = None) -> DuesRun:
    """Return the dues from one month to another as they were stated by a day.

    Corrections of earlier months are among them, also of months before ``first`` (None: from the
    beginning). Facts that became known after ``on`` are as if they were not there, so that the
    answer for a day never changes.
    """
    reckoner = Reckoner(facts, on)
    before: dict[Line, dict[int, int]] = {}
    stated: list[Stated] = []
    rows: list[Row] = []
    gaps: list[Gap] = []
    epochs = list(_epochs(facts, reckoner, index_of(last), on))
    for place, epoch in enumerate(epochs):
        known = reckoner.known(epoch.known_on, epoch.affected, epoch.until)
        if place:
            rows.extend(_corrections(known, before, epoch))
        own = [Stated(*line, epoch.month, epoch.until) for line in known.lines.items()]
        stated += own
        if place + 1 < len(epochs):
            _note(own, before)
        if gaps or known.gaps:
            gaps = _joined(gaps, known.gaps, epoch)
    run = DuesRun(tuple(stated), tuple(rows), _within(gaps, date.min, last_of_month(last)))
    return run if first is None else run.since(first)


def dues_as_known(facts: OfficialFacts, first: date, last: date, *, on: date) -> DuesRun:
    """Return the dues of months as if all that is known on a day had been known all along."""
    begins, ends = index_of(first), index_of(last)
    known = Reckoner(facts, on).known(on, begins, ends)
    stated = tuple(Stated(*line, begins, ends) for line in known.lines.items())
    gaps = _within(_merged(known.gaps), first.replace(day=1), last_of_month(last))
    return DuesRun(stated, (), gaps)


def _epochs(facts: OfficialFacts, reckoner: Reckoner, last: int, on: date) -> Iterator[_Epoch]:
    """Yield the stretches of months between which something became known."""
    starts = [one.from_day for one in facts.terms] + [one.paid_on for one in facts.severances]
    if not starts or (begin := index_of(min(starts))) > last:
        return
    affected = {begin: start_of(begin)}
    for known, touched in reckoner.news():
        if (month := index_of(known)) > begin:
            day = touched.toordinal()
            affected[month] = min(affected.get(month, day), day)
    months = sorted(month for month in affected if month <= last)
    for month, after in zip(months, [*months[1:], last + 1], strict=True):
        # Its whole year is computed anew, and no run of months reaches over the end of a year.
        earliest = index_of(date.fromordinal(max(affected[month], start_of(begin))))
        known_on = min(last_day_of(month), on)
        yield _Epoch(month, after - 1, min(earliest, month), known_on)


def _corrections(known: Known, stated: dict[Line, dict[int, int]], epoch: _Epoch) -> Iterator[Row]:
    """Yield what earlier months were stated too high or too low, and note what they are now."""
    begins = epoch.affected - epoch.affected % 12
    for line in {**stated, **known.lines} if begins < epoch.month else ():
        months = known.lines.get(line)
        new = months.cents if months else {}
        old = stated.setdefault(line, {})
        for index in range(begins, epoch.month):
            before, after = old.get(index, 0), new.get(index, 0)
            if before != after:
                old[index] = after
                trace = _Correction(before, after, epoch.known_on, months)
                yield epoch.month, line, index, after - before, trace


def _note(own: Iterable[Stated], before: dict[Line, dict[int, int]]) -> None:
    """Note what was stated, for what becomes known later."""
    for one in own:
        before.setdefault(one.line, {}).update(one.cents())


@dataclass(frozen=True, slots=True)
class _Correction:
    """Why an earlier month is stated anew."""

    before: int
    after: int
    known_on: date
    months: Trace | None

    def formula(self, index: int) -> Formula:
        """Return what was stated, what is known now, and how that came about."""
        change = self.after - self.before
        said = (
            f"{day_of(index):%Y-%m}: {format_cents(self.after)} by what is known on"
            f" {self.known_on} - {format_cents(self.before)} stated before ="
            f" {format_cents(change)}"
        )
        cents = getattr(self.months, "cents", {})
        steps = self.months.formula(index).steps if self.months and index in cents else ()
        return Formula((said, *steps))


def _joined(old: list[Gap], new: tuple[Gap, ...], epoch: _Epoch) -> list[Gap]:
    """Let newer knowledge take the place of older from its first year on."""
    begins = date.fromordinal(start_of(epoch.affected - epoch.affected % 12))
    before = begins - timedelta(days=1)
    kept = [_clipped(gap, date.min, before) for gap in old if gap.first < begins]
    return _merged([*kept, *new])


def _merged(gaps: Iterable[Gap]) -> list[Gap]:
    """Join gaps of the same words that follow one another."""
    found: list[Gap] = []
    for gap in sorted(gaps, key=lambda one: (one.words, one.first)):
        last = found[-1] if found else None
        if last and last.words == gap.words and gap.first <= last.last + timedelta(days=1):
            found[-1] = last._replace(last=max(last.last, gap.last))
        else:
            found.append(gap)
    return sorted(found)


def _clipped(gap: Gap, first: date, last: date) -> Gap:
    return gap._replace(first=max(gap.first, first), last=min(gap.last, last))


def _within(gaps: Iterable[Gap], first: date, last: date) -> tuple[Gap, ...]:
    clipped = (_clipped(gap, first, last) for gap in gaps)
    return tuple(sorted(gap for gap in clipped if gap.first <= gap.last))


def _due(row: Row) -> Due:
    index, line, corrects, cents, trace = row
    of = None if corrects == _OWN else day_of(corrects)
    return Due(day_of(index), *line, cents, of, trace)
