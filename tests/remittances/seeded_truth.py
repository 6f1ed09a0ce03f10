"""What a seeded year must come to, by arithmetic of its own: plain cents, counted day by day.

Nothing here asks the program. Every day in office brings the twelfth of a year's due, divided by
the days of its month; a month is cut to cents and the last month of a run takes what that left.
A month is stated from what is known at its end; what is learned later is a due of that later month.
"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from typing import NamedTuple, TypeVar

YEAR = 2026
NEW_YEAR, LAST_DAY = date(YEAR, 1, 1), date(YEAR, 12, 31)
PAY, SEVERANCE = "pay", "severance"
MONTHS = range(1, 13)


class Seat(NamedTuple):
    """An office with its days; ``known`` is when its end became known, None: always."""

    body: str
    since: date
    until: date | None = None
    known: date | None = None


class Pay(NamedTuple):
    """What the seat of this number pays a year from a day on."""

    seat: int
    since: date
    known: date
    gross: int
    net: int


class Cared(NamedTuple):
    """For how many somebody cares from a day on."""

    since: date
    known: date
    children: int
    dependants: int


class Leave(NamedTuple):
    """Months that were waived, all of each or so many cents."""

    first: int
    last: int
    approved: date
    cents: int | None = None


class Wage(NamedTuple):
    """A wage that a plan goes by, from a day on."""

    since: date
    known: date
    cents: int


Dated = TypeVar("Dated", Pay, Cared, Wage)


class Active(NamedTuple):
    """Days on which a pledge is active; ``known`` is when the last of them became known."""

    since: date
    until: date | None = None
    known: date | None = None


@dataclass
class Gift:
    """Money that came: where, when, how much, by whom; what was given back of it, and when."""

    entity: str
    day: date
    cents: int
    payer: str = "self"
    remits: bool = True
    period: int = 0
    back: tuple[date, int] | None = None


@dataclass
class Person:
    """One official with everything that happened to the promise in the year."""

    number: int
    plan: str
    seats: list[Seat]
    pays: list[Pay]
    cared: list[Cared] = field(default_factory=list)
    active: list[Active] = field(default_factory=lambda: [Active(NEW_YEAR)])
    leaves: list[Leave] = field(default_factory=list)
    severance: tuple[date, int, int] | None = None
    """Day, gross and net."""
    over: date | None = None
    """The day on which the pledge was ended or revoked."""
    gifts: list[Gift] = field(default_factory=list)

    @property
    def reference(self) -> str:
        """What stands on payments."""
        return f"R-{self.number}"


class Office(NamedTuple):
    """A seat on a day with what it pays a year; None where nobody knows."""

    body: str
    gross: int | None
    net: int | None


# --- a year's due by plan


@cache
def year_lines(
    plan: str, version: int, offices: tuple[Office, ...], people: tuple[int, int], wage: int
) -> Mapping[str, int]:
    """Return each line of a year's due in cents; ``people`` are children and dependants."""
    if plan == "shares":
        return {
            f"{one.body}/{name}": cents
            for one in offices
            for name, cents in _shares(one.gross or 0).items()
        }
    gross = sum(one.gross or 0 for one in offices)
    net = sum(one.net or 0 for one in offices)
    return _WHOLE_PLANS[plan](_Known(gross, net, *people, wage, version))


class _Known(NamedTuple):
    """What a plan goes by: pay of a year, whom somebody cares for, a wage, which version."""

    gross: int
    net: int
    children: int
    others: int
    wage: int
    version: int


def _cap(one: _Known) -> dict[str, int]:
    return {"": max(0, one.net - 60_000_00)}


def _wage_cap(one: _Known) -> dict[str, int]:
    keep = -(-one.wage * 5 // 4) + one.others * 200_00 * 12
    return {"": max(0, one.net - keep)}


def _tenth(one: _Known) -> dict[str, int]:
    return {"": one.gross * (10, 12)[one.version] // 100}


def _kids(one: _Known) -> dict[str, int]:
    due = max(0, one.gross * 12 // 100 - one.children * 50_00 * 12)
    return {"": max(due, min(300_00, one.gross))}


def _slices(one: _Known) -> dict[str, int]:
    first = min(one.gross, 60_000_00)
    second = min(max(0, one.gross - 60_000_00), 40_000_00)
    third = max(0, one.gross - 100_000_00)
    return {"": first * 10 // 100 + second * 30 // 100 + third * 60 // 100}


def _whole(one: _Known) -> dict[str, int]:
    end, high = ((40_000_00, 10), (50_000_00, 12))[one.version]
    return {"": one.net * (5 if one.gross <= end else high) // 100}


def _flat(_one: _Known) -> dict[str, int]:
    return {"": 40_00 * 12}


def _levels(one: _Known) -> dict[str, int]:
    return {
        "national": one.gross * 3 // 100, "regional": one.gross * 2 // 100,
        "local": one.net * 3 // 200,
    }  # fmt: skip


_WHOLE_PLANS: Mapping[str, Callable[[_Known], dict[str, int]]] = {
    "cap": _cap, "wage": _wage_cap, "tenth": _tenth, "kids": _kids, "slices": _slices,
    "whole": _whole, "flat": _flat, "levels": _levels,
}  # fmt: skip
PLANS = (*_WHOLE_PLANS, "shares")
NEEDS_NO_PAY = frozenset({"flat"})
VERSIONS = {
    "tenth": (date(YEAR, 9, 1), date(YEAR, 8, 20)), "whole": (date(YEAR, 5, 1), date(YEAR, 6, 10)),
}  # fmt: skip
"""The second version of a plan: its first day, and the day on which it was approved."""
ENDS = {"flat": date(YEAR, 10, 31)}
WAGES = (
    Wage(NEW_YEAR, NEW_YEAR, 48_000_00), Wage(date(YEAR, 7, 1), date(YEAR, 9, 5), 49_200_01),
)  # fmt: skip
"""The wage that the plan "wage" goes by: from when, known when, how much a year."""


def _shares(gross: int) -> dict[str, int]:
    due = gross * 8 // 100
    first = min(due, 25_00 * 12)
    rest = due - first
    return {"party": first, "projects": rest - rest // 2, "fund": rest // 2}


# --- months


class Month(NamedTuple):
    """What one month asks of pay or of severance, as it was stated; below zero it gives back."""

    month: int
    kind: str
    cents: int


def asked(person: Person, on: date) -> list[Month]:
    """Return what every month up to a month's last day asks, corrections where they were learned.

    Each month is computed anew from all that is known at its end; where nothing was learned the
    answer is the one of the month before.
    """
    stated: dict[str, dict[int, int]] = defaultdict(dict)
    found: list[Month] = []
    learned = -1
    now: dict[str, dict[int, int]] = {}
    for month in range(1, on.month + 1):
        by = _month_end(month)
        if (known := sum(day <= by for day in _learned_on(person))) != learned:
            learned, now = known, _lines(person, by, on)
        total = 0
        for line in {*stated, *now}:
            new = now.get(line, {})
            for before in range(1, month):
                change = new.get(before, 0) - stated[line].get(before, 0)
                total += change
                stated[line][before] = new.get(before, 0)
            stated[line][month] = new.get(month, 0)
            total += new.get(month, 0)
        anything = total or any(month in months for months in now.values())
        if anything:
            found.append(Month(month, PAY, total))
        if person.severance and person.plan == "flat" and person.severance[0].month == month:
            found.append(Month(month, SEVERANCE, person.severance[1] // 2))
    return found


def _learned_on(person: Person) -> list[date]:
    """Return every day on which something became known of somebody, or of all plans."""
    found = [one.known for one in (*person.pays, *person.cared, *person.seats, *person.active)]
    found += [one.since for one in person.active]
    return [
        *(day for day in found if day), *(row.known for row in WAGES),
        *(approved for _since, approved in VERSIONS.values()),
    ]  # fmt: skip


def _lines(person: Person, by: date, on: date) -> dict[str, dict[int, int]]:
    """Return the cents of each line and month of the whole year by what is known on a day."""
    sums: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    day = NEW_YEAR
    while day <= LAST_DAY:
        offices = _offices(person, day, by, on)
        if offices and _promised(person, day, by) and not _without_plan(person.plan, day):
            lines = year_lines(
                person.plan, _version(person.plan, day, by), offices,
                _people(person, day, by, on), _wage(day, by, on),
            )  # fmt: skip
            for line, cents in lines.items():
                sums[line][day.month] += cents
        day += timedelta(days=1)
    return {line: _cut(months) for line, months in sums.items()}


def _cut(sums: Mapping[int, int]) -> dict[int, int]:
    """Cut each month to cents; the last of months that follow one another takes what is left."""
    exact = {
        month: Fraction(cents, 12 * monthrange(YEAR, month)[1]) for month, cents in sums.items()
    }
    found: dict[int, int] = {}
    left = Fraction(0)
    for month in sorted(exact):
        found[month] = int(exact[month])
        left += exact[month] - found[month]
        if month + 1 not in exact:
            found[month] += int(left)
            left = Fraction(0)
    return found


def _offices(person: Person, day: date, by: date, on: date) -> tuple[Office, ...]:
    found = []
    for number, seat in enumerate(person.seats):
        end_is_known = seat.until is not None and (seat.known is None or seat.known <= by)
        if seat.since <= day and not (end_is_known and seat.until and seat.until < day):
            pay = _newest(
                [one for one in person.pays if one.seat == number and one.since <= day], by, on
            )
            gross, net = (pay.gross, pay.net) if pay is not None else (None, None)
            found.append(Office(seat.body, gross, net))
    return tuple(found)


def _newest(rows: Sequence[Dated], by: date, on: date) -> Dated | None:
    """Return the last that has begun; what was learned after its first month waits for its day."""
    known = [
        one for one in rows
        if one.known <= by or (one.known <= on and one.known.month == one.since.month)
    ]  # fmt: skip
    return max(known, key=lambda one: (one.since, one.known), default=None)


def _people(person: Person, day: date, by: date, on: date) -> tuple[int, int]:
    one = _newest([row for row in person.cared if row.since <= day], by, on)
    return (0, 0) if one is None else (one.children, one.dependants)


def _wage(day: date, by: date, on: date) -> int:
    one = _newest([row for row in WAGES if row.since <= day], by, on)
    assert one is not None
    return one.cents


def _version(plan: str, day: date, by: date) -> int:
    if plan not in VERSIONS:
        return 0
    since, approved = VERSIONS[plan]
    return int(since <= day and approved <= by)


def _without_plan(plan: str, day: date) -> bool:
    return plan in ENDS and day > ENDS[plan]


def _promised(person: Person, day: date, by: date) -> bool:
    """Whether the pledge is active on a day; that it began is known from its first day on."""
    for one in person.active:
        ended = one.until is not None and one.known is not None and one.known <= by
        if one.since <= day and one.since <= by and not (ended and one.until and one.until < day):
            return True
    return False


def _month_end(month: int) -> date:
    return date(YEAR, month, monthrange(YEAR, month)[1])


# --- how it stands


class Settled(NamedTuple):
    """A month on a day: asked, waived and made, in cents, and how old the rest is."""

    month: int
    kind: str
    asked: int
    waived: int
    made: int

    @property
    def left(self) -> int:
        """What was neither given nor waived."""
        return self.asked - self.waived - self.made

    def age(self, on: date) -> str:
        """Return its age from the last day of its month on."""
        days = (on - _month_end(self.month)).days
        if days < 0:
            return "not yet due"
        ends = ((30, "0-30"), (60, "31-60"), (90, "61-90"))
        return next((name for most, name in ends if days <= most), "90+")


class Stands(NamedTuple):
    """How somebody stands on a day: every month, and what was given beyond all of them."""

    months: tuple[Settled, ...]
    credit: int
    lapsed: bool

    @property
    def open_cents(self) -> int:
        """What is still promised."""
        return 0 if self.lapsed else sum(one.left for one in self.months)

    def ageing(self, on: date) -> dict[str, int]:
        """Return what is open by age, without what is nothing."""
        found: dict[str, int] = defaultdict(int)
        for one in self.months:
            if one.left and not self.lapsed:
                found[one.age(on)] += one.left
        return dict(found)


def stands(person: Person, on: date) -> Stands:
    """Return how somebody stands on the last day of a month: the oldest due is cleared first."""
    dues = asked(person, on)
    pool = moved(person.gifts, on) - sum(one.cents for one in dues if one.cents < 0)
    found = []
    for one in dues:
        due = max(0, one.cents)
        waived = due - _after_leaves(person.leaves, one, due, on)
        made = min(pool, due - waived)
        pool -= made
        found.append(Settled(one.month, one.kind, due, waived, made))
    return Stands(tuple(found), pool, person.over is not None and person.over <= on)


def moved(gifts: Iterable[Gift], on: date) -> int:
    """Return what came towards the pledge by a day, less what was given back by then."""
    total = 0
    for one in gifts:
        if one.remits:
            total += one.cents if one.day <= on else 0
            total -= one.back[1] if one.back and one.back[0] <= on else 0
    return total


def _after_leaves(leaves: Iterable[Leave], one: Month, due: int, on: date) -> int:
    left = due
    for leave in leaves:
        if one.kind == PAY and leave.approved <= on and leave.first <= one.month <= leave.last:
            left = 0 if leave.cents is None else max(0, left - leave.cents)
    return left


def missing(person: Person) -> list[tuple[date, date, str]]:
    """Return the days of the year on which something is not known that a due needs, and what."""
    days: dict[str, list[date]] = defaultdict(list)
    day = NEW_YEAR
    while day <= LAST_DAY:
        offices = _offices(person, day, LAST_DAY, LAST_DAY)
        if offices and _promised(person, day, LAST_DAY):
            if _without_plan(person.plan, day):
                days["No schedule"].append(day)
            elif person.plan not in NEEDS_NO_PAY:
                for one in offices:
                    if one.gross is None:
                        days[f"No pay is known for {one.body}"].append(day)
        day += timedelta(days=1)
    return [(run[0], run[-1], words) for words, run in sorted(days.items())]
