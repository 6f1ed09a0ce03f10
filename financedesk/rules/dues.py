"""What is due of an official's pay, month by month, as it is known on a day.

A year's due is divided by twelve and by the days in office. Each month is cut to whole cents; the
cents that this leaves fall due in the last month: December, or the last month of an unbroken run
of months in office. So the months of a year come to the year's due, and splitting a term changes
nothing. All arithmetic is on integers. Nothing here is a receivable: a pledge is a promise.
"""

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import pairwise
from types import MappingProxyType
from typing import Generic, NamedTuple, Protocol, TypeVar

from financedesk.errors import BadInput
from financedesk.rules.dues_formula import (
    PAY_DUE,
    SEVERANCE_DUE,
    Line,
    LineMonths,
    SeveranceMonths,
    Span,
    YearDue,
    index_of,
    start_of,
)
from financedesk.rules.pay import (
    GROSS,
    NET,
    Family,
    PayRecord,
    PledgedDays,
    ReferenceWage,
    Severance,
    Term,
)
from financedesk.rules.schedule_kinds import Reckoned, Step, WageKey, part
from financedesk.rules.schedule_lines import TOGETHER, Schedule, SeveranceShare, due_of_a_year

_NOBODY = Family(from_day=date.min)
_NO_WAGES: Mapping[WageKey, ReferenceWage | None] = MappingProxyType({})
_NO_PAY = (Step("no pay is known: nothing can be computed", ()),)
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
Arranged = TypeVar("Arranged")


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
        for facts, identity, name in (
            (self.terms, _term_identity, "terms"),
            (self.pays, _pay_identity, "pay records"),
            (self.severances, _severance_identity, "severances"),
            (self.families, _first_day, "family situations"),
            (self.schedules, _first_day, "versions of the schedule"),
            (self.wages, _wage_identity, "reference wages"),
            (self.pledged, _first_day, "days of the pledge"),
        ):
            if len(facts) > 1:
                _refuse_doubles(facts, identity, name)


class Gap(NamedTuple):
    """Days in office for which nothing can be computed, both included, and what is missing."""

    first: date
    last: date
    words: str


class Known(NamedTuple):
    """What is due by line and month, and what is missing, for whole years."""

    lines: dict[Line, LineMonths | SeveranceMonths]
    gaps: tuple[Gap, ...]


class Reckoner:
    """Computes one official's dues as known by any day up to the day of the question.

    What was computed once is kept. Pay, family or a wage that became known no later than in the
    month from which it holds changes nothing that was stated before: it counts from the start.
    """

    def __init__(self, facts: OfficialFacts, on: date) -> None:
        schedules = facts.schedules
        keys = frozenset(key for one in schedules for key in one.wages)
        pairs = {(key.series, key.area) for key in keys}
        wages = [one for one in facts.wages if (one.series, one.area) in pairs] if pairs else ()
        families = facts.families if any(one.counts_people for one in schedules) else ()
        self._always = not facts.pledged
        self._terms = _Versions(facts.terms, on, _terms)
        self._schedules = _Versions(facts.schedules, on, _Series)
        self._pledged = _Versions(facts.pledged, on, _spans)
        self._severances = (
            _Versions(facts.severances, on, _in_order) if facts.severances else _NO_SEVERANCES
        )
        self._pays = _Versions(facts.pays, on, _by_office, is_late)
        self._families = _Versions(families, on, _Series, is_late) if families else _NO_FAMILIES
        self._wages = _Versions(wages, on, partial(_by_key, keys), is_late)
        self._made: dict[tuple[object, ...], _Made] = {}

    def news(self) -> Iterator[tuple[date, date]]:
        """Yield when each fact became known that may change what was stated, and from which day."""
        began: dict[Hashable, date] = {}
        for term in self._terms.facts if self._terms.dated else ():
            began[term.identity] = min(term.from_day, began.get(term.identity, date.max))
        for known, term in self._terms.dated:
            yield known, began[term.identity]
        for known, severance in self._severances.dated:
            yield known, severance.paid_on
        for known, schedule in self._schedules.dated:
            yield known, schedule.from_day
        for known, pledged in self._pledged.dated:
            yield known, pledged.from_day
        for known, pay in self._pays.dated:
            yield known, pay.from_day
        for known, family in self._families.dated:
            yield known, family.from_day
        for known, wage in self._wages.dated:
            yield known, wage.from_day

    def known(self, by: date, first: int, last: int) -> Known:
        """Return the dues of the years around two months (``index_of``), as known by a day."""
        begins, ends = start_of(first - first % 12), start_of(last - last % 12 + 12)
        timeline = _Timeline(
            self._terms.by(by),
            self._schedules.by(by),
            self._pays.by(by),
            self._families.by(by),
            self._wages.by(by),
            None if self._always else self._pledged.by(by),
        )
        spans: dict[Line, list[Span]] = {}
        gaps: list[Gap] = []
        for start, end in pairwise(timeline.cuts(begins, ends)):
            there = timeline.there(start)
            if there is None:
                continue
            years, missing = self._made_of(there)
            for line, year in years:
                _append(spans, line, Span(start, end, year))
            if missing:
                first_day, last_day = date.fromordinal(start), date.fromordinal(end - 1)
                gaps.extend(Gap(first_day, last_day, words) for words in missing)
        lines: dict[Line, LineMonths | SeveranceMonths] = {
            line: LineMonths(one) for line, one in spans.items()
        }
        if self._severances.facts:
            paid = self._severances.by(by)
            within = [one for one in paid if begins <= one.paid_on.toordinal() < ends]
            lines.update(timeline.asked_of(within))
        return Known(lines, tuple(gaps))

    def _made_of(self, there: "_There") -> "_Made":
        """Return a year's lines and what is missing, computed once for the same facts."""
        offices, pays, schedule, wages, family = there
        # Facts are told apart as objects, all of which the reckoner holds.
        key = (id(schedule), id(family), *map(id, pays), *map(id, wages.values()), *offices)
        found = self._made.get(key)
        if found is None:
            missing = () if there.is_complete else tuple(there.missing())
            found = self._made[key] = (there.lines(), missing)
        return found


_Made = tuple[list[tuple[Line, YearDue]], tuple[str, ...]]


class _There(NamedTuple):
    """What holds on days on which nothing changes."""

    offices: tuple[str, ...]
    pays: tuple[PayRecord, ...]
    schedule: Schedule | None
    wages: Mapping[WageKey, ReferenceWage | None]
    family: Family

    def lines(self) -> list[tuple[Line, YearDue]]:
        """Return each line of a year's due."""
        if self.schedule is None:
            return []
        if self.schedule.offices == TOGETHER:
            return self._lines(self.schedule, "", self.pays)
        found = []
        for office in self.offices:
            pays = tuple(one for one in self.pays if one.office == office)
            found += self._lines(self.schedule, office, pays)
        return found

    @property
    def is_complete(self) -> bool:
        """Whether everything is known that must be."""
        if self.schedule is None or None in self.wages.values():
            return False
        return len(self.pays) >= len(self.offices) or not self.schedule.needs_pay

    def missing(self) -> Iterator[str]:
        """Yield what must be known before anything can be computed."""
        if self.schedule is None:
            yield "No schedule is in force; enter one or end the pledge."
            return
        if len(self.pays) < len(self.offices) and self.schedule.needs_pay:
            paid = {one.office for one in self.pays}
            for office in self.offices:
                if office not in paid:
                    yield f"No pay is known for {office}; enter what the office pays."
        for key, wage in self.wages.items():
            if wage is None:
                yield f"No figure of {key.words} is known; enter it with its source."

    def _lines(
        self, schedule: Schedule, office: str, pays: tuple[PayRecord, ...]
    ) -> list[tuple[Line, YearDue]]:
        salaries, gross, net = schedule.salaries, 0, 0
        for pay in pays:
            gross += pay.a_year(GROSS, salaries)
            net += pay.a_year(NET, salaries)
        found = due_of_a_year(
            schedule,
            gross_cents=gross,
            net_cents=net,
            children=self.family.children,
            dependants=self.family.dependants,
            wage_of=self.wages.__getitem__,
        )
        counted = pays if schedule.needs_pay else ()
        # The shares of one level have its base.
        levels = schedule.levels[:1] * len(found) if schedule.shares else schedule.levels
        return [
            (
                Line(PAY_DUE, office, name),
                YearDue(
                    cents,
                    steps if pays or not level.rule.needs_pay else _NO_PAY,
                    counted,
                    level.base,
                    salaries,
                ),
            )
            for level, (name, (cents, steps)) in zip(levels, found, strict=True)
        ]


class _Series(Generic[Begun]):
    """Facts of one kind by the day from which each holds; of one day the newest known is last."""

    __slots__ = ("days", "values")

    def __init__(self, facts: list[Begun]) -> None:
        self.values = sorted(facts, key=_by_knowledge) if len(facts) > 1 else facts
        self.days = [one.from_day.toordinal() for one in self.values]

    def on(self, day: int) -> Begun | None:
        """Return the newest that has begun."""
        place = bisect_right(self.days, day)
        return self.values[place - 1] if place else None


class _Versions(Generic[Fact, Arranged]):
    """Facts of one kind as known by any day up to ``on``, arranged once per state of knowledge.

    ``late`` tells which facts wait for the day on which they became known; others count always.
    """

    __slots__ = ("_always", "_arrange", "_arranged", "_days", "dated", "facts")

    def __init__(
        self,
        facts: Sequence[Fact],
        on: date,
        arrange: Callable[[list[Fact]], Arranged],
        late: Callable[[Fact, date], bool] | None = None,
    ) -> None:
        self.facts = facts
        self.dated: list[tuple[date, Fact]] = []
        self._always: list[Fact] = []
        self._arrange = arrange
        self._arranged: dict[int, Arranged] = {}
        for one in facts:
            known = one.known_on
            if known is None or (late is not None and known <= on and not late(one, known)):
                self._always.append(one)
            elif known <= on:
                self.dated.append((known, one))
        self._days = sorted([known for known, _ in self.dated]) if self.dated else []

    def by(self, day: date) -> Arranged:
        """Return what was known by a day."""
        place = bisect_right(self._days, day) if self._days else 0
        found = self._arranged.get(place)
        if found is None:
            known = self._always
            if place:
                known = known + [one for at, one in self.dated if at <= day]
            found = self._arranged[place] = self._arrange(known)
        return found


class _Timeline(NamedTuple):
    """One official's facts as known by a day, ready to be asked what holds when."""

    terms: list[tuple[int, int, str]]
    schedules: _Series[Schedule]
    pays: dict[str, _Series[PayRecord]]
    families: _Series[Family]
    wages: dict[WageKey, _Series[ReferenceWage]]
    pledged: list[tuple[int, int]] | None

    def cuts(self, begins: int, ends: int) -> list[int]:
        """Return the days on which anything changes, from the first to the day after the last."""
        days = {begins, ends}
        for start, end, _ in self.terms:
            days.add(start)
            days.add(end)
        for start, end in self.pledged or ():
            days |= {start, end}
        for one in self.schedules.values:
            days.update(_span(one))
        for pays in self.pays.values():
            days.update(pays.days)
        for wages in self.wages.values():
            days.update(wages.days)
        days.update(self.families.days)
        return sorted([day for day in days if begins <= day <= ends])

    def there(self, day: int) -> _There | None:
        """Return what holds on a day; None for a day without an office or a pledge."""
        offices = [office for first, after, office in self.terms if first <= day < after]
        if not offices or not self.is_pledged(day):
            return None
        if len(offices) > 1:
            offices = sorted(set(offices))
        pays = [self.pays[office].on(day) for office in offices if office in self.pays]
        schedule = self.schedule(day)
        asked = schedule.wages if schedule is not None else ()
        return _There(
            tuple(offices),
            tuple([one for one in pays if one is not None]),
            schedule,
            {key: self.wages[key].on(day) for key in asked} if asked else _NO_WAGES,
            self.families.on(day) or _NOBODY,
        )

    def asked_of(self, severances: Iterable[Severance]) -> dict[Line, SeveranceMonths]:
        """Return what is asked of severances, by line, each with the month of its payment."""
        found: dict[Line, list[tuple[int, Reckoned]]] = {}
        for one in severances:
            share = self._share_of(one)
            if share is not None:
                paid = one.counted_cents(share.base)
                cents = part(paid, share.percent)
                values = (share.percent, paid, share.base, cents)
                step = Step("severance: {} of {} {} = {}", values)
                line = Line(SEVERANCE_DUE, one.office, "")
                found.setdefault(line, []).append((index_of(one.paid_on), Reckoned(cents, (step,))))
        return {line: SeveranceMonths(paid) for line, paid in found.items()}

    def _share_of(self, severance: Severance) -> SeveranceShare | None:
        """Return what is pledged of a severance: on its day, else on the last day of its term."""
        paid = severance.paid_on.toordinal()
        terms = [one for one in self.terms if one[2] == severance.office and one[0] <= paid]
        # While somebody is in office there is no last day yet.
        ends = min(paid + 1, max([end for _, end, _ in terms], default=paid + 1))
        for day in (paid, ends - 1):
            schedule = self.schedule(day)
            if schedule is not None and schedule.severance is not None and self.is_pledged(day):
                return schedule.severance
        return None

    def schedule(self, day: int) -> Schedule | None:
        """Return the version of the schedule that holds on a day."""
        found = self.schedules.on(day)
        return found if found is not None and day < _span(found)[1] else None

    def is_pledged(self, day: int) -> bool:
        """Whether the pledge is active on a day."""
        if self.pledged is None:
            return True
        # A list, for it is asked of every stretch of days of everybody.
        return bool([first for first, after in self.pledged if first <= day < after])


def _append(spans: dict[Line, list[Span]], line: Line, span: Span) -> None:
    """Add days to a line; days of the same due that follow one another are one span."""
    before = spans.get(line)
    if before is None:
        spans[line] = [span]
    elif before[-1].end == span.start and before[-1].year == span.year:
        before[-1] = Span(before[-1].start, span.end, span.year)
    else:
        before.append(span)


def _span(fact: Term | Schedule | PledgedDays) -> tuple[int, int]:
    """Return the first day and the day after the last."""
    ends = fact.to_day
    return fact.from_day.toordinal(), _OPEN if ends is None else ends.toordinal() + 1


def is_late(fact: _Begun, known: date) -> bool:
    """Whether a fact became known after the month from which it holds."""
    begins = fact.from_day
    return (known.year, known.month) > (begins.year, begins.month)


def _newest(facts: list[Fact], identity: Callable[[Fact], Hashable]) -> list[Fact]:
    """Return the newest version of each fact."""
    if len(facts) == 1:
        return facts
    found: dict[Hashable, Fact] = {}
    for one in facts:
        before = found.get(key := identity(one))
        if before is None or (before.known_on or date.min) < (one.known_on or date.min):
            found[key] = one
    return list(found.values())


def _terms(terms: list[Term]) -> list[tuple[int, int, str]]:
    return [(*_span(one), one.office) for one in _newest(terms, _term_identity)]


def _spans(pledged: list[PledgedDays]) -> list[tuple[int, int]]:
    return [_span(one) for one in _newest(pledged, _first_day)]


def _in_order(severances: list[Severance]) -> list[Severance]:
    return sorted(_newest(severances, _severance_identity), key=_paid_on)


def _by_office(pays: list[PayRecord]) -> dict[str, _Series[PayRecord]]:
    groups: dict[str, list[PayRecord]] = {}
    for one in pays:
        groups.setdefault(one.office, []).append(one)
    return {office: _Series(group) for office, group in groups.items()}


def _by_key(
    keys: Iterable[WageKey], wages: list[ReferenceWage]
) -> dict[WageKey, _Series[ReferenceWage]]:
    return {
        key: _Series([one for one in wages if (one.series, one.area) == (key.series, key.area)])
        for key in keys
    }


def _refuse_doubles(facts: Sequence[_Dated], identity: Callable[..., Hashable], name: str) -> None:
    keys = [(identity(one), one.known_on) for one in facts]
    if len(set(keys)) == len(keys):
        return
    found: dict[Hashable, _Dated] = {}
    for key, one in zip(keys, facts, strict=True):
        if found.setdefault(key, one) != one:
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


def _by_knowledge(fact: _Begun) -> tuple[date, date]:
    return fact.from_day, fact.known_on or date.min


def _paid_on(fact: Severance) -> date:
    return fact.paid_on


def _term_identity(term: Term) -> Hashable:
    return term.identity


def _pay_identity(pay: PayRecord) -> Hashable:
    return pay.office, pay.from_day


def _severance_identity(severance: Severance) -> Hashable:
    return severance.office, severance.paid_on


def _wage_identity(wage: ReferenceWage) -> Hashable:
    return wage.series, wage.area, wage.from_day


# Most officials have neither: what is known of nothing is arranged once for all of them.
_NO_SEVERANCES = _Versions[Severance, list[Severance]]((), date.max, _in_order)
_NO_FAMILIES = _Versions[Family, _Series[Family]]((), date.max, _Series)
