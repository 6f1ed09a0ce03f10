"""What is due of an official's pay, month by month, as it is known on a day.

A year's due is divided by twelve and by the days in office. Each month is cut to whole cents; the
cents that this leaves fall due in the last month: December, or the last month of an unbroken run
of months in office. So the months of a year come to the year's due, and splitting a term changes
nothing. All arithmetic is on integers. Nothing here is a receivable: a pledge is a promise.
"""

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, pairwise
from typing import Generic, NamedTuple, Protocol, TypeVar

from financedesk.errors import BadInput
from financedesk.rules.dues_formula import (
    PAY_DUE,
    SEVERANCE_DUE,
    Line,
    LineMonths,
    MonthPart,
    SeveranceMonths,
    index_of,
    start_of,
)
from financedesk.rules.pay import (
    GROSS,
    MONTH,
    NET,
    Family,
    PayRecord,
    PledgedDays,
    ReferenceWage,
    Severance,
    Term,
)
from financedesk.rules.schedule_kinds import Reckoned, Step, WageKey
from financedesk.rules.schedule_lines import TOGETHER, Schedule, due_of_a_year

_NOBODY = Family(from_day=date.min)
_OPEN = date.max.toordinal()


class _Dated(Protocol):
    @property
    def known_on(self) -> date | None:
        """The day on which it became known."""


class _Begun(_Dated, Protocol):
    @property
    def from_day(self) -> date:
        """The day from which it holds."""


Fact = TypeVar("Fact", bound=_Dated)
Begun = TypeVar("Begun", bound=_Begun)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialFacts:
    """Everything that the dues of one official are computed from, in any order.

    ``schedules`` are the versions of the one schedule that the official pledged; ``pledged`` empty:
    every day in office counts. Raises BadInput when two facts contradict each other.
    """

    terms: Sequence[Term] = ()
    pays: Sequence[PayRecord] = ()
    severances: Sequence[Severance] = ()
    families: Sequence[Family] = ()
    schedules: Sequence[Schedule] = ()
    wages: Sequence[ReferenceWage] = ()
    pledged: Sequence[PledgedDays] = ()

    def __post_init__(self) -> None:
        """Refuse two facts of one day that became known on one day and differ."""
        for facts, identity, name in self.kinds():
            _refuse_doubles(facts, identity, name)

    def kinds(self) -> Iterator[tuple[Sequence[_Dated], Callable[..., Hashable], str]]:
        """Yield each kind of fact with what makes a later version of it the same fact."""
        yield self.terms, _term_identity, "terms"
        yield self.pays, _pay_identity, "pay records"
        yield self.severances, _severance_identity, "severances"
        yield self.families, _first_day, "family situations"
        yield self.schedules, _first_day, "versions of the schedule"
        yield self.wages, _wage_identity, "reference wages"
        yield self.pledged, _first_day, "days of the pledge"


class Gap(NamedTuple):
    """Days in office for which nothing can be computed, both included, and what is missing."""

    first: date
    last: date
    words: str


class Known(NamedTuple):
    """What is due by line and month, and what is missing, for whole years."""

    lines: dict[Line, LineMonths | SeveranceMonths]
    gaps: tuple[Gap, ...]


def known_dues(facts: OfficialFacts, on: date, first: int, last: int) -> Known:
    """Return the dues of the years around two months (``index_of``), as known on a day."""
    begins, ends = start_of(first - first % 12), start_of(last - last % 12 + 12)
    timeline = _Timeline(facts, on)
    parts: dict[Line, dict[int, list[MonthPart]]] = {}
    for start, end in pairwise(timeline.cuts(begins, ends)):
        for line, reckoned in timeline.lines(start, end):
            _spread(parts.setdefault(line, {}), start, end, reckoned)
    lines: dict[Line, LineMonths | SeveranceMonths] = {
        line: LineMonths(months) for line, months in parts.items()
    }
    for line, severances in timeline.severances(begins, ends).items():
        lines[line] = SeveranceMonths(severances)
    return Known(lines, tuple(timeline.gaps))


class _Series(Generic[Begun]):
    """Facts of one kind by the day from which each holds."""

    __slots__ = ("days", "values")

    def __init__(self, facts: Iterable[Begun]) -> None:
        self.values = sorted(facts, key=_first_day)
        self.days = [one.from_day.toordinal() for one in self.values]

    def on(self, day: int) -> Begun | None:
        """Return the newest that has begun."""
        place = bisect_right(self.days, day)
        return self.values[place - 1] if place else None


class _Timeline:
    """One official's facts as known on a day, ready to be asked what holds when."""

    def __init__(self, facts: OfficialFacts, on: date) -> None:
        terms = _known(facts.terms, on, _term_identity)
        self._terms = [(*_span(one), one.office) for one in terms]
        self._pays = _by(_known(facts.pays, on, _pay_identity), lambda one: one.office)
        self._wages = _by(
            _known(facts.wages, on, _wage_identity), lambda one: (one.series, one.area)
        )
        self._families = _Series(_known(facts.families, on, _first_day))
        self._schedules = _Series(_known(facts.schedules, on, _first_day))
        self._severances = _known(facts.severances, on, _severance_identity)
        pledged = _known(facts.pledged, on, _first_day)
        self._pledged = [_span(one) for one in pledged] if facts.pledged else None
        self.gaps: list[Gap] = []

    def cuts(self, begins: int, ends: int) -> list[int]:
        """Return the days on which anything changes, from the first to the day after the last."""
        days = {begins, ends}
        for start, end, _ in self._terms:
            days |= {start, end}
        for start, end in self._pledged or ():
            days |= {start, end}
        for one in self._schedules.values:
            days.update(_span(one))
        for series in chain(self._pays.values(), self._wages.values(), (self._families,)):
            days.update(series.days)
        return sorted(day for day in days if begins <= day <= ends)

    def lines(self, start: int, end: int) -> list[tuple[Line, Reckoned]]:
        """Return each line of a year's due in days on which nothing changes; gaps are noted."""
        offices = sorted({office for first, after, office in self._terms if first <= start < after})
        if not offices or not self._is_pledged(start):
            return []
        schedule = self._schedule(start)
        if schedule is None:
            self._miss(start, end, "No schedule is in force; enter one or end the pledge.")
            return []
        pays = self._pay(schedule, offices, start, end)
        if schedule.offices == TOGETHER:
            return self._reckoned(schedule, "", pays, start, end)
        return [
            found
            for office in offices
            for found in self._reckoned(
                schedule, office, [one for one in pays if one.office == office], start, end
            )
        ]

    def severances(self, begins: int, ends: int) -> dict[Line, list[tuple[int, Reckoned]]]:
        """Return what is asked of severances, by line, each with the month of its payment."""
        found: dict[Line, list[tuple[int, Reckoned]]] = {}
        for one in sorted(self._severances, key=lambda one: one.paid_on):
            day = one.paid_on.toordinal()
            schedule = self._schedule(day)
            share = schedule.severance if schedule else None
            if share is not None and begins <= day < ends and self._is_pledged(day):
                line = Line(SEVERANCE_DUE, one.office, "")
                rate, paid = share.percent, one.counted_cents(share.base)
                cents = paid * rate.numerator // (100 * rate.denominator)
                step = Step("severance: {} of {} {} = {}", (rate, paid, share.base, cents))
                found.setdefault(line, []).append((index_of(one.paid_on), Reckoned(cents, (step,))))
        return found

    def _schedule(self, day: int) -> Schedule | None:
        found = self._schedules.on(day)
        return found if found is not None and day < _span(found)[1] else None

    def _is_pledged(self, day: int) -> bool:
        spans = self._pledged
        return spans is None or any(first <= day < after for first, after in spans)

    def _pay(
        self, schedule: Schedule, offices: Iterable[str], start: int, end: int
    ) -> list[PayRecord]:
        found = []
        for office in offices:
            series = self._pays.get(office)
            pay = series.on(start) if series else None
            if pay is not None:
                found.append(pay)
            elif schedule.needs_pay:
                self._miss(start, end, f"No pay is known for {office}; enter what the office pays.")
        return found

    def _reckoned(
        self, schedule: Schedule, office: str, pays: Sequence[PayRecord], start: int, end: int
    ) -> list[tuple[Line, Reckoned]]:
        family = self._families.on(start) or _NOBODY

        def wage_of(key: WageKey) -> ReferenceWage | None:
            series = self._wages.get((key.series, key.area))
            wage = series.on(start) if series else None
            if wage is None:
                self._miss(
                    start, end, f"No figure of {key.words} is known; enter it with its source."
                )
            return wage

        found = due_of_a_year(
            schedule,
            gross_cents=sum(pay.a_year(GROSS, schedule.salaries) for pay in pays),
            net_cents=sum(pay.a_year(NET, schedule.salaries) for pay in pays),
            children=family.children,
            dependants=family.dependants,
            wage_of=wage_of,
        )
        introduced = {base: _introduction(schedule, pays, base) for base in _bases(schedule)}
        bases = _bases(schedule, len(found))
        return [
            (Line(PAY_DUE, office, name), Reckoned(cents, (*introduced[base], *steps)))
            for base, (name, (cents, steps)) in zip(bases, found, strict=True)
        ]

    def _miss(self, start: int, end: int, words: str) -> None:
        self.gaps.append(Gap(date.fromordinal(start), date.fromordinal(end - 1), words))


def _bases(schedule: Schedule, lines: int = 0) -> list[str]:
    """Return the base of each line; the shares of one level have its base."""
    bases = [level.base for level in schedule.levels]
    return bases if len(bases) > 1 else bases * max(1, lines)


def _introduction(schedule: Schedule, pays: Sequence[PayRecord], base: str) -> tuple[Step, ...]:
    """Return how a year's pay comes about; nothing where one slip says it."""
    if not schedule.needs_pay:
        return ()
    steps = []
    for pay in pays:
        if pay.per == MONTH:
            values = (pay.office, pay.counted_cents(base), base, str(schedule.salaries))
            year = pay.a_year(base, schedule.salaries)
            steps.append(Step("{}: {} {} a month × {} = {} a year", (*values, year)))
        elif len(pays) > 1:
            steps.append(Step("{}: {} {} a year", (pay.office, pay.a_year(base), base)))
    return tuple(steps)


def _spread(months: dict[int, list[MonthPart]], start: int, end: int, reckoned: Reckoned) -> None:
    """Add days on which nothing changes to the months in which they lie."""
    index = index_of(date.fromordinal(start))
    while start < end:
        after = start_of(index + 1)
        until = min(after, end)
        _add(months.setdefault(index, []), MonthPart(start, until - start, reckoned))
        start, index = until, index + 1


def _add(parts: list[MonthPart], part: MonthPart) -> None:
    """Add days to a month; days of the same due that follow one another are one part."""
    last = parts[-1] if parts else None
    if last and last.start + last.days == part.start and last.year == part.year:
        parts[-1] = MonthPart(last.start, last.days + part.days, last.year)
    else:
        parts.append(part)


def _span(fact: Term | Schedule | PledgedDays) -> tuple[int, int]:
    """Return the first day and the day after the last."""
    ends = _OPEN if fact.to_day is None else (fact.to_day + timedelta(days=1)).toordinal()
    return fact.from_day.toordinal(), ends


def _known(facts: Sequence[Fact], on: date, identity: Callable[[Fact], Hashable]) -> list[Fact]:
    """Return the newest version of each fact that was known on a day."""
    found: dict[Hashable, Fact] = {}
    for one in facts:
        known = one.known_on
        if known is not None and known > on:
            continue
        before = found.get(key := identity(one))
        if before is None or (before.known_on or date.min) < (known or date.min):
            found[key] = one
    return list(found.values())


def _by(facts: Iterable[Begun], key: Callable[[Begun], Hashable]) -> dict[Hashable, _Series[Begun]]:
    groups: dict[Hashable, list[Begun]] = {}
    for one in facts:
        groups.setdefault(key(one), []).append(one)
    return {name: _Series(group) for name, group in groups.items()}


def _refuse_doubles(facts: Sequence[_Dated], identity: Callable[..., Hashable], name: str) -> None:
    if len(facts) < 2:
        return
    found: dict[Hashable, _Dated] = {}
    for one in facts:
        before = found.setdefault((identity(one), one.known_on), one)
        if before is not one and before != one:
            raise BadInput(
                f"Two {name} contradict each other: {_first_words(one)}; take one of them out, or"
                " say on which later day the correction became known."
            )


def _first_words(fact: object) -> str:
    day = getattr(fact, "from_day", None) or getattr(fact, "paid_on", "")
    office = getattr(fact, "office", "") or getattr(fact, "series", "")
    return f"{office} from {day}".strip()


def _first_day(fact: _Begun) -> date:
    return fact.from_day


def _term_identity(term: Term) -> Hashable:
    return term.identity


def _pay_identity(pay: PayRecord) -> Hashable:
    return pay.office, pay.from_day


def _severance_identity(severance: Severance) -> Hashable:
    return severance.office, severance.paid_on


def _wage_identity(wage: ReferenceWage) -> Hashable:
    return wage.series, wage.area, wage.from_day
