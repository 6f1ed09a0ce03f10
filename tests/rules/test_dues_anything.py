"""Dues of any official: months add up, order does not matter, corrections lose no cent."""

import random
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from financedesk.rules.dates import last_of_month
from financedesk.rules.dues import OfficialFacts
from financedesk.rules.dues_run import DuesRun, dues_as_known, run_dues
from financedesk.rules.pay import (
    Family,
    PayRecord,
    PledgedDays,
    ReferenceWage,
    Severance,
    Term,
)
from financedesk.rules.schedules import due_of_a_year
from tests.rules.officials import ASSEMBLY, COUNCIL, LATER, by_line, facts, pay, percent
from tests.rules.schedule_strategies import WAGES, schedules
from tests.soaking import examples

EXAMPLES = examples(15, 500)
FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)

days = st.dates(FIRST, LAST)
offices = st.sampled_from([COUNCIL, ASSEMBLY])


def later(day: date) -> st.SearchStrategy[date | None]:
    """When something became known: since ever, or up to a year before or after its day."""
    known = st.integers(-300, 400).map(lambda days: day + timedelta(days=days))
    return st.one_of(st.none(), known)


@st.composite
def pays(draw: st.DrawFn) -> PayRecord:
    gross = draw(st.integers(0, 12_000_00))
    net = draw(st.integers(0, gross))
    begins = draw(days)
    return PayRecord(
        office=draw(offices), from_day=begins, gross_cents=gross, net_cents=net,
        withheld_cents=draw(st.integers(0, gross - net)),
        per=draw(st.sampled_from(["month", "year"])),
        allowance_cents=draw(st.integers(0, 500_00)), allowance_taxable=draw(st.booleans()),
        known_on=draw(later(begins)),
    )  # fmt: skip


@st.composite
def terms(draw: st.DrawFn) -> list[Term]:
    """A term, and perhaps its end as it became known."""
    begins = draw(days)
    found = Term(office=draw(offices), from_day=begins, known_on=draw(later(begins)))
    if not draw(st.booleans()):
        return [found]
    ends = begins + timedelta(days=draw(st.integers(0, 800)))
    known = max(ends, found.known_on or ends) + timedelta(days=draw(st.integers(1, 90)))
    return [found, replace(found, to_day=ends, known_on=known)]


@st.composite
def severances(draw: st.DrawFn) -> Severance:
    cents, paid = draw(st.integers(0, 50_000_00)), draw(days)
    return Severance(
        office=draw(offices), paid_on=paid, gross_cents=cents, net_cents=cents,
        known_on=draw(later(paid)),
    )  # fmt: skip


@st.composite
def families(draw: st.DrawFn) -> Family:
    begins, counts = draw(days), st.integers(0, 5)
    return Family(
        from_day=begins,
        children=draw(counts),
        dependants=draw(counts),
        known_on=draw(later(begins)),
    )


@st.composite
def wages(draw: st.DrawFn) -> ReferenceWage:
    begins, (series, area) = draw(days), draw(st.sampled_from(WAGES))
    return ReferenceWage(
        series=series, area=area, from_day=begins, cents=draw(st.integers(1, 4_000_00)),
        source="statistics", known_on=draw(later(begins)),
    )  # fmt: skip


@st.composite
def pledges(draw: st.DrawFn) -> PledgedDays:
    begins = draw(days)
    ends = begins + timedelta(days=draw(st.integers(0, 900)))
    return PledgedDays(from_day=begins, to_day=ends, known_on=draw(later(begins)))


def distinct(rows: list[Any], *names: str) -> list[Any]:
    """One fact for each identity and day of knowledge, so that none contradicts another."""
    return list(
        {tuple(getattr(one, name) for name in (*names, "known_on")): one for one in rows}.values()
    )


@st.composite
def officials(draw: st.DrawFn) -> OfficialFacts:
    def some(one: st.SearchStrategy[Any], most: int, least: int = 0) -> list[Any]:
        return draw(st.lists(one, min_size=least, max_size=most))

    begun = [draw(schedules(from_day=day)) for day in sorted({FIRST, *some(days, 1)})]
    found = [term for group in some(terms(), 3, 1) for term in group]
    return OfficialFacts(
        terms=distinct(found, "identity"),
        pays=distinct(some(pays(), 5, 1), "office", "from_day"),
        severances=distinct(some(severances(), 2), "office", "paid_on"),
        families=distinct(some(families(), 3), "from_day"),
        schedules=begun,
        wages=distinct(some(wages(), 4), "series", "area", "from_day"),
        pledged=distinct(some(pledges(), 2), "from_day"),
    )


def told(found: DuesRun) -> list[tuple[object, ...]]:
    return [(due, due.formula.words) for due in found.dues]


@settings(max_examples=EXAMPLES, deadline=None)
@given(officials(), st.randoms(use_true_random=False))
def test_the_order_of_facts_does_not_matter(official: OfficialFacts, chance: random.Random) -> None:
    def mixed(rows: Any) -> list[Any]:
        return chance.sample(list(rows), len(rows))

    again = OfficialFacts(
        terms=mixed(official.terms), pays=mixed(official.pays),
        severances=mixed(official.severances), families=mixed(official.families),
        schedules=mixed(official.schedules), wages=mixed(official.wages),
        pledged=mixed(official.pledged),
    )  # fmt: skip
    one, other = (run_dues(one_order, LAST, on=LATER) for one_order in (official, again))
    assert told(one) == told(other)
    assert one.gaps == other.gaps


@settings(max_examples=EXAMPLES, deadline=None)
@given(officials(), days)
def test_all_that_was_stated_comes_to_what_full_knowledge_makes_of_it(
    official: OfficialFacts, last: date
) -> None:
    stated = run_dues(official, last, on=LATER)
    on = last_of_month(last)
    known = dues_as_known(official, FIRST, last, on=on)
    assert {line: cents for line, cents in by_line(stated).items() if cents} == {
        line: cents for line, cents in by_line(known).items() if cents
    }
    assert known.cents == stated.cents
    # Nothing is negative but a correction, and none gives back more than was asked.
    assert all(due.cents >= 0 for due in stated.dues if due.corrects is None)
    assert all(due.cents >= 0 for due in known.dues)
    sums: dict[tuple[object, ...], int] = {}
    for due in stated.dues:
        place = due.kind, due.office, due.line, due.corrects or due.month
        sums[place] = sums.get(place, 0) + due.cents
        assert sums[place] >= 0
        assert due.formula.steps
    assert all(known.gaps[i] <= known.gaps[i + 1] for i in range(len(known.gaps) - 1))


@settings(max_examples=EXAMPLES, deadline=None)
@given(officials(), days)
def test_what_was_stated_on_a_day_stays_as_it_was(official: OfficialFacts, on: date) -> None:
    """Facts that became known later are as if they were not there."""

    def by_then(rows: Any) -> list[Any]:
        return [one for one in rows if one.known_on is None or one.known_on <= on]

    then = OfficialFacts(
        terms=by_then(official.terms), pays=by_then(official.pays),
        severances=by_then(official.severances), families=by_then(official.families),
        schedules=official.schedules, wages=by_then(official.wages),
        pledged=by_then(official.pledged),
    )  # fmt: skip
    assume(bool(then.pledged) or not official.pledged)
    assert told(run_dues(official, on, on=on)) == told(run_dues(then, on, on=on))
    # And month after month the same dues were stated that the last run shows.
    earlier = last_of_month(FIRST + (on - FIRST) / 2)
    whole = run_dues(official, on, on=on)
    assume(earlier <= on)
    part = run_dues(official, earlier, on=earlier)
    assert list(part.dues) == [due for due in whole.dues if due.month <= earlier]


@settings(max_examples=EXAMPLES, deadline=None)
@given(officials(), st.integers(0, 20), st.integers(1, 400))
def test_splitting_a_term_at_a_day_changes_nothing(
    official: OfficialFacts, which: int, after: int
) -> None:
    whole = official.terms[which % len(official.terms)]
    assume(all(one is whole or one.identity != whole.identity for one in official.terms))
    cut = whole.from_day + timedelta(days=after)
    assume(whole.to_day is None or cut <= whole.to_day)
    halves = [
        replace(whole, to_day=cut - timedelta(days=1), term="first half"),
        replace(whole, from_day=cut, term="second half"),
    ]
    rest = [one for one in official.terms if one is not whole]
    split = replace(official, terms=[*rest, *halves])
    assert told(run_dues(official, LAST, on=LATER)) == told(run_dues(split, LAST, on=LATER))


@settings(max_examples=EXAMPLES, deadline=None)
@given(schedules(from_day=FIRST), st.integers(0, 200_000_00), st.data())
def test_the_months_of_a_whole_year_come_to_the_due_of_the_year(
    one: Any, gross: int, data: st.DataObject
) -> None:
    net = data.draw(st.integers(0, gross))
    known = {
        (series, area): ReferenceWage(
            series=series, area=area, from_day=FIRST, cents=cents, source="statistics"
        )
        for (series, area), cents in zip(WAGES, (1_234_56, 2_345_67), strict=True)
    }
    children = data.draw(st.integers(0, 4))
    official = OfficialFacts(
        terms=[Term(office=COUNCIL, from_day=FIRST)],
        pays=[
            PayRecord(office=COUNCIL, from_day=FIRST, gross_cents=gross, net_cents=net, per="year")
        ],
        families=[Family(from_day=FIRST, children=children)],
        schedules=[one],
        wages=list(known.values()),
    )
    found = run_dues(official, date(2025, 12, 31), on=LATER, first=date(2025, 1, 1))
    lines = due_of_a_year(
        one, gross_cents=gross, net_cents=net, children=children,
        wage_of=lambda key: known[key.series, key.area],
    )  # fmt: skip
    assert by_line(found) == {name: line.cents for name, line in lines}
    assert found.cents == sum(line.cents for _, line in lines)
    assert len(found.dues) == 12 * len(lines)
    for due in found.dues:
        if due.month.month < 12:
            assert due.cents == dict(lines)[due.line].cents // 12


@settings(max_examples=EXAMPLES, deadline=None)
@given(days, st.integers(0, 400), st.integers(1, 90_000_00))
def test_any_days_in_office_bring_their_part_of_the_year(
    begins: date, long: int, year: int
) -> None:
    """Against fractions, day by day: each run of months within a year loses less than a cent."""
    ends = begins + timedelta(days=long)
    official = facts(
        percent("100"), pays=[pay(year)],
        terms=[Term(office=COUNCIL, from_day=begins, to_day=ends)],
    )  # fmt: skip
    found = run_dues(official, ends, on=LATER)
    for calendar_year in {due.month.year for due in found.dues}:
        exact = Fraction(0)
        for number in range((ends - begins).days + 1):
            at = begins + timedelta(days=number)
            if at.year == calendar_year:
                exact += Fraction(year, 12 * last_of_month(at).day)
        stated = sum(due.cents for due in found.dues if due.month.year == calendar_year)
        assert stated == exact.numerator // exact.denominator
