"""Dues as they were stated, month after month, with corrections in the month they became known.

At the end of each month its dues are stated from what is known by then. What becomes known later
never changes them: it is a due of its own, a credit or a debit, in the month in which it became
known. So a standing at a day stays what it was, and all dues together come to what full knowledge
makes of the whole time.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple, Protocol

from financedesk.rules.dates import last_of_month
from financedesk.rules.dues import Gap, Known, OfficialFacts, known_dues
from financedesk.rules.dues_formula import Formula, Line, day_of, index_of, start_of
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
        return last_of_month(self.month)

    @property
    def formula(self) -> Formula:
        """How it came about, with the numbers in it."""
        if self.trace is None:
            return Formula(())
        return self.trace.formula(index_of(self.corrects or self.month))


@dataclass(frozen=True, slots=True)
class DuesRun:
    """The dues of one official in order of month, and what is missing to compute the rest."""

    dues: tuple[Due, ...]
    gaps: tuple[Gap, ...]

    @property
    def cents(self) -> int:
        """All of them together."""
        return sum(due.cents for due in self.dues)

    def of(self, month: date) -> tuple[Due, ...]:
        """Return the dues of a month, corrections included."""
        first = month.replace(day=1)
        return tuple(due for due in self.dues if due.month == first)


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
    shown = 0 if first is None else index_of(first)
    stated: dict[Line, dict[int, int]] = {}
    found: list[Due] = []
    gaps: list[Gap] = []
    for epoch in _epochs(facts, index_of(last), on):
        known = known_dues(facts, epoch.known_on, epoch.affected, epoch.until)
        found.extend(_stated(known, stated, epoch, shown))
        gaps = _joined(gaps, known.gaps, epoch)
    found.sort(key=_order)
    begins = date.min if first is None else first.replace(day=1)
    clipped = (_clipped(gap, begins, last_of_month(last)) for gap in gaps)
    return DuesRun(tuple(found), tuple(gap for gap in clipped if gap.first <= gap.last))


def dues_as_known(facts: OfficialFacts, first: date, last: date, *, on: date) -> DuesRun:
    """Return the dues of months as if all that is known on a day had been known all along."""
    begins, ends = index_of(first), index_of(last)
    known = known_dues(facts, on, begins, ends)
    found = [
        Due(day_of(index), *line, cents, None, months)
        for line, months in known.lines.items()
        for index, cents in months.cents.items()
        if begins <= index <= ends
    ]
    clipped = (_clipped(gap, first.replace(day=1), last_of_month(last)) for gap in known.gaps)
    gaps = tuple(gap for gap in clipped if gap.first <= gap.last)
    return DuesRun(tuple(sorted(found, key=_order)), gaps)


def _epochs(facts: OfficialFacts, last: int, on: date) -> Iterator[_Epoch]:
    """Yield the stretches of months between which something became known."""
    starts = [one.from_day for one in facts.terms] + [one.paid_on for one in facts.severances]
    if not starts or (begin := index_of(min(starts))) > last:
        return
    affected = {begin: start_of(begin)}
    for known, touched in _news(facts):
        if known <= on and (month := index_of(known)) > begin:
            day = touched.toordinal()
            affected[month] = min(affected.get(month, day), day)
    months = sorted(month for month in affected if month <= last)
    for month, after in zip(months, [*months[1:], last + 1], strict=True):
        # The last month before a change takes the cents that are left: one day earlier is touched.
        earliest = index_of(date.fromordinal(max(affected[month] - 1, start_of(begin))))
        known_on = min(last_of_month(day_of(month)), on)
        yield _Epoch(month, after - 1, min(earliest, month), known_on)


def _news(facts: OfficialFacts) -> Iterator[tuple[date, date]]:
    """Yield when each fact became known, and the first day that it may change."""
    began: dict[tuple[str, str], date] = {}
    for term in facts.terms:
        began[term.identity] = min(term.from_day, began.get(term.identity, date.max))
    dated: list[tuple[date | None, date]] = [
        *((one.known_on, began[one.identity]) for one in facts.terms),
        *((one.known_on, one.paid_on) for one in facts.severances),
        *((one.known_on, one.from_day) for one in facts.pays),
        *((one.known_on, one.from_day) for one in facts.families),
        *((one.known_on, one.from_day) for one in facts.schedules),
        *((one.known_on, one.from_day) for one in facts.wages),
        *((one.known_on, one.from_day) for one in facts.pledged),
    ]
    return ((known, touched) for known, touched in dated if known is not None)


def _stated(
    known: Known, stated: dict[Line, dict[int, int]], epoch: _Epoch, shown: int
) -> Iterator[Due]:
    """Yield corrections of what was stated, then the dues of the epoch's own months."""
    begins = epoch.affected - epoch.affected % 12
    for line in {**stated, **known.lines}:
        months = known.lines.get(line)
        new = months.cents if months else {}
        old = stated.setdefault(line, {})
        for index in range(begins, epoch.month):
            before, after = old.get(index, 0), new.get(index, 0)
            if before != after:
                trace = _Correction(before, after, epoch.known_on, months)
                if epoch.month >= shown:
                    month = day_of(epoch.month)
                    yield Due(month, *line, after - before, day_of(index), trace)
                old[index] = after
        for index, cents in new.items():
            if epoch.month <= index <= epoch.until:
                old[index] = cents
                if index >= shown:
                    yield Due(day_of(index), *line, cents, None, months)


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


def _merged(gaps: list[Gap]) -> list[Gap]:
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


def _order(due: Due) -> tuple[date, str, str, str, date]:
    return due.month, due.kind, due.office, due.line, due.corrects or date.max
