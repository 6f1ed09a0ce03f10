"""Who is in the seeded year and what becomes of them: forty officials, nine plans, a fixed seed.

Everything that goes wrong is seeded here by hand; chance only makes the amounts and days uneven.
"""

import random
from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.remittances.seeded_truth import (
    LAST_DAY,
    MONTHS,
    NEW_YEAR,
    PLANS,
    YEAR,
    Active,
    Cared,
    Gift,
    Leave,
    Pay,
    Person,
    Seat,
    asked,
)

SEED = 20261123
OFFICIALS = 40
SLP, PAC = 10_000_00, 5_000_00
"""What a person may give in a year to the state and local party together, and to the PAC."""
GROUP = {"party": "slp", "ward": "slp", "action": "pac"}
ROOM = {"slp": SLP, "pac": PAC}
INSTRUCTED = frozenset({1, 8, 10, 15, 24, 31, 36, 40})
UNMARKED = frozenset({10, 24, 36})
"""Instructed officials whose payments bear no reference."""
WRONG_PAYER = {6: 5, 15: 8}
"""Officials for whom somebody else paid, and in which month."""
_LAST_PAYDAY = date(YEAR, 12, 28)
_LEAST = 10_00


def _day(month: int, day: int) -> date:
    return date(YEAR, month, day)


@dataclass
class Stranger:
    """Somebody who gives without any pledge, or a firm that is paid."""

    name: str
    entity: str
    rows: list[tuple[date, int]] = field(default_factory=list)


@dataclass
class Story:
    """The whole year: officials, other givers, firms."""

    people: list[Person]
    donors: list[Stranger]
    firms: list[Stranger]


def story() -> Story:
    """Return the year, the same every time."""
    chance = random.Random(SEED)
    people = [_person(number, chance) for number in range(1, OFFICIALS + 1)]
    for person in people:
        _CHANGES.get(person.number, _nothing)(person)
    for person in people:
        _Paying(person, chance).pay()
    return Story(people, list(_donors(chance)), list(_firms(chance)))


def _person(number: int, chance: random.Random) -> Person:
    plan = PLANS[(number - 1) % len(PLANS)]
    gross = chance.randrange(38_000_00, 118_000_00)
    if plan in ("cap", "wage"):
        gross = chance.randrange(104_000_00, 149_000_00)
    pay = Pay(0, NEW_YEAR, NEW_YEAR, gross, gross * 68 // 100)
    return Person(number, plan, [Seat(f"Council {number}", NEW_YEAR)], [pay])


def _nothing(_person: Person) -> None:
    """Leave somebody as they are."""


# --- what becomes of whom


def _raised(since: date, known: date, percent: int = 104) -> Callable[[Person], None]:
    """Let pay change on a day, known on another."""

    def change(person: Person) -> None:
        before = person.pays[-1]
        gross = before.gross * percent // 100
        person.pays.append(Pay(0, since, known, gross, gross * 68 // 100))

    return change


def _leaves(until: date, known: date | None = None) -> Callable[[Person], None]:
    def change(person: Person) -> None:
        person.seats[0] = person.seats[0]._replace(until=until, known=known)

    return change


def _comes(since: date) -> Callable[[Person], None]:
    def change(person: Person) -> None:
        person.seats[0] = person.seats[0]._replace(since=since)
        person.pays[0] = person.pays[0]._replace(since=since, known=since)
        person.active = [Active(since)]

    return change


def _second_seat(since: date, gross: int, known: date) -> Callable[[Person], None]:
    def change(person: Person) -> None:
        person.seats.append(Seat(f"Board {person.number}", since))
        person.pays.append(Pay(1, since, known, gross, gross * 68 // 100))

    return change


def _unpaid_until(since: date | None) -> Callable[[Person], None]:
    """Let nobody know what an office pays, before a day or ever."""

    def change(person: Person) -> None:
        first = person.pays[0]
        person.pays = [] if since is None else [first._replace(since=since, known=since)]

    return change


def _cares(*rows: Cared) -> Callable[[Person], None]:
    def change(person: Person) -> None:
        person.cared = list(rows)

    return change


def _waived(leave: Leave) -> Callable[[Person], None]:
    def change(person: Person) -> None:
        person.leaves.append(leave)

    return change


def _over(on: date) -> Callable[[Person], None]:
    def change(person: Person) -> None:
        person.active = [Active(NEW_YEAR, on - timedelta(days=1), on)]
        person.over = on

    return change


def _pauses(on: date, again: date) -> Callable[[Person], None]:
    def change(person: Person) -> None:
        person.active = [Active(NEW_YEAR, on - timedelta(days=1), on), Active(again)]

    return change


def _severance(day: date, gross: int) -> Callable[[Person], None]:
    def change(person: Person) -> None:
        person.severance = (day, gross, gross * 70 // 100)

    return change


def _all(*changes: Callable[[Person], None]) -> Callable[[Person], None]:
    def change(person: Person) -> None:
        for one in changes:
            one(person)

    return change


_CHANGES: Mapping[int, Callable[[Person], None]] = {
    1: _raised(_day(4, 1), _day(4, 20)),
    2: _raised(_day(3, 1), _day(7, 9)),  # known late
    3: _unpaid_until(_day(3, 1)),  # two months of which nobody knows the pay
    4: _cares(Cared(NEW_YEAR, NEW_YEAR, 2, 0)),
    5: _all(_raised(_day(2, 10), _day(5, 4), 110), _leaves(_day(6, 15))),
    8: _waived(Leave(3, 5, _day(2, 20))),
    9: _comes(_day(3, 16)),
    10: _second_seat(_day(4, 7), 18_000_01, _day(4, 7)),
    11: _cares(Cared(NEW_YEAR, NEW_YEAR, 0, 1), Cared(_day(6, 3), _day(6, 28), 0, 2)),
    12: _raised(_day(1, 1), _day(11, 3), 97),  # the slip of January was wrong: a credit
    13: _unpaid_until(None),
    14: _leaves(_day(4, 30), _day(6, 2)),  # a vacancy of which nobody heard for a month
    16: _all(_leaves(_day(9, 30)), _severance(_day(10, 20), 12_000_01)),
    17: _waived(Leave(6, 8, _day(5, 30), 100_00)),
    18: _comes(_day(5, 5)),
    20: _raised(_day(5, 15), _day(5, 15), 93),
    21: _over(_day(7, 10)),  # revoked
    22: _cares(Cared(_day(5, 10), _day(5, 12), 1, 0)),
    23: _all(_leaves(_day(8, 10)), _over(_day(8, 20))),  # ended with the term
    24: _raised(_day(9, 1), _day(10, 14)),
    26: _waived(Leave(9, 9, _day(10, 15))),
    27: _second_seat(NEW_YEAR, 21_500_03, NEW_YEAR),
    30: _pauses(_day(5, 1), _day(9, 1)),
    31: _cares(Cared(_day(2, 20), _day(6, 30), 3, 0)),  # twins and another, told in June
    34: _raised(_day(8, 1), _day(9, 2)),
    36: _second_seat(_day(10, 9), 9_999_99, _day(12, 1)),
    38: _raised(_day(1, 16), _day(2, 2), 102),
    40: _comes(_day(7, 1)),
}


# --- how they pay


@dataclass(frozen=True)
class _Habit:
    """How much of what is open somebody gives in a month, in per cent, and how many days late."""

    percent: int = 100
    late: int = 0


_KEPT, _MISSED = _Habit(), _Habit(0)
_LATE = {2: 45, 11: 62, 20: 80, 33: 95, 35: 50}
_PART = {4: 60, 32: 35}
_MISSES = {7: {4}, 22: {2, 7}, 37: set(range(7, 13)), 29: set(MONTHS)}
_AHEAD = {39}


def _habit(number: int, month: int) -> _Habit:
    if month in _MISSES.get(number, ()) or WRONG_PAYER.get(number) == month:
        return _MISSED
    if number in _AHEAD and month == 1:
        return _Habit(300)
    if number in _PART and month % 2:
        return _Habit(_PART[number])
    return _Habit(100, _LATE.get(number, 0))


class _Paying:
    """One official's payments of the year, to several entities and within what the law allows."""

    def __init__(self, person: Person, chance: random.Random) -> None:
        self._person, self._chance = person, chance
        self._left = dict(ROOM)
        self._days: dict[str, set[date]] = defaultdict(set)

    def pay(self) -> None:
        """Pay month by month, then whatever else happened to the money."""
        person, owed = self._person, 0
        dues = asked(person, LAST_DAY)
        for month in MONTHS:
            if person.over and month > person.over.month:
                break
            owed += sum(self._after_waiver(one.cents, month) for one in dues if one.month == month)
            habit = _habit(person.number, month)
            cents = max(0, owed) * habit.percent // 100
            day = _day(month, self._chance.randrange(14, 19)) + timedelta(days=habit.late)
            if person.number in WRONG_PAYER and WRONG_PAYER[person.number] == month:
                self._others_pay(month, max(0, owed))
            if cents and day <= _LAST_PAYDAY - timedelta(days=5):
                owed -= cents
                self._give(day, cents, month)
        self._besides()

    def _after_waiver(self, cents: int, month: int) -> int:
        for one in self._person.leaves:
            if one.first <= month <= one.last and cents > 0:
                cents = 0 if one.cents is None else max(0, cents - one.cents)
        return cents

    def _give(self, day: date, cents: int, month: int) -> None:
        for entity, part in self._split(cents, month):
            self._add(Gift(entity, day, part, period=month))

    def _split(self, cents: int, month: int) -> list[tuple[str, int]]:
        wants = [("party", 55), ("action", 20), ("ward", 10 * (month % 2)), ("institute", 5)]
        if self._person.number % 4 == 3:
            wants = [("party", 100)]
        found, left = [], cents
        for entity, percent in wants:
            part = min(cents * percent // 100, self._left.get(GROUP.get(entity, ""), cents))
            if part >= _LEAST:
                found.append((entity, part))
                left -= part
                if entity in GROUP:
                    self._left[GROUP[entity]] -= part
        last = "state" if self._person.number == 10 else "voice"
        return [*found, (last, left)] if left else found

    def _add(self, gift: Gift) -> Gift:
        """Add a gift on a day on which this entity has none of this person."""
        while gift.day in self._days[gift.entity]:
            gift.day += timedelta(days=1)
        self._days[gift.entity].add(gift.day)
        self._person.gifts.append(gift)
        return gift

    def _others_pay(self, month: int, cents: int) -> None:
        """Let the spouse pay a month, and for one official a friend as well: neither counts."""
        payers = ("spouse", "friend") if self._person.number == 15 else ("spouse",)
        for place, payer in enumerate(payers):
            self._person.gifts.append(
                Gift("party", _day(month, 16 + place), max(cents, 120_00), payer, remits=False)
            )

    def _besides(self) -> None:
        """Add what has nothing to do with a month: excess, refunds, gifts of their own."""
        number, gifts = self._person.number, self._person.gifts
        if number == 19:  # above the PAC's limit, and kept
            self._add(Gift("action", _day(11, 10), 6_200_00))
        if number == 28:  # above the party's limit, and given back within sixty days
            over = SLP - self._left["slp"] + 4_000_00 - SLP
            extra = self._add(Gift("party", _day(6, 25), 4_000_00, remits=False))
            extra.back = (_day(8, 3), max(over, 1_000_00))
        if number in (1, 24, 33):
            found = next(one for one in gifts if one.entity == "party" and one.period == 5)
            found.back = (found.day + timedelta(days=35), found.cents // 2)
        if number == 5:
            found = next(one for one in gifts if one.entity == "institute")
            found.back = (found.day + timedelta(days=20), found.cents)
        if number in (3, 13, 31, 34):
            self._add(Gift("action", _day(3, 4), 60_00, remits=False))
            self._add(Gift("action", _day(9, 8), 150_01, remits=False))


# --- everybody else


def _donors(chance: random.Random) -> list[Stranger]:
    """Return who gives besides; two of them come to the threshold, and a cent above it."""
    edge = [
        Stranger("DonorAtTheEdge", "party", [(_day(2, 2), 120_00), (_day(5, 4), 80_00)]),
        Stranger("DonorACentAbove", "ward", [(_day(2, 3), 150_00), (_day(5, 5), 50_01)]),
    ]
    return edge + [
        Stranger(f"Donor{entity.capitalize()}{number}", entity, _rows(chance, chance.randrange(6)))
        for entity in GROUP
        for number in range(1, 21)
    ]


def _rows(chance: random.Random, more: int) -> list[tuple[date, int]]:
    days = chance.sample(range(365), more + 1)
    return [
        (NEW_YEAR + timedelta(days=day), chance.randrange(12_00, 190_00)) for day in sorted(days)
    ]


def _firms(chance: random.Random) -> list[Stranger]:
    return [
        Stranger(name, entity, [
            (_day(month, monthrange(YEAR, month)[1]), cents + chance.randrange(500))
            for month in MONTHS if month % every == 0
        ])
        for entity in GROUP
        for name, cents, every in (("Print Shop", 260_00, 1), ("Kiosk", 35_00, 3))
    ]  # fmt: skip
