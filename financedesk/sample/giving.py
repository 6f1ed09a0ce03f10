"""Who gives how much and how often: the plan of an entity's contributions, by seeded chance."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from financedesk.sample.days import FIRST, LAST, GivingDays, in_month, months

ONLINE, CHECK = "online", "check"


@dataclass(frozen=True, slots=True)
class Gift:
    """One planned gift: who (place in the cast), when, how much in cents, how.

    ``recurrence`` is 0 for a single gift, else which of a monthly series it is.
    """

    giver: int
    day: date
    cents: int
    method: str
    recurrence: int = 0


_MONTHLY = (5, 5, 8, 10, 10, 10, 15, 20, 20, 25, 27, 35, 50)
_NOW_AND_THEN = (5, 10, 10, 15, 18, 20, 25, 25, 25, 30, 36, 40, 50, 50, 75, 100)
_STEADY = (100, 100, 120, 150, 150, 200, 250, 250, 300, 400, 500)
_LARGE = (750, 1000, 1000, 1000, 1500, 2000, 2500)


def plan_gifts(chance: random.Random, givers: int) -> list[Gift]:
    """Return every gift of so many givers over the span of the sample, in order of the days."""
    days = GivingDays()
    gifts = [
        gift
        for giver in range(givers)
        for gift in chance.choices(_HABITS, _SHARES)[0](chance, days, giver)
    ]
    return sorted(gifts, key=lambda gift: (gift.day, gift.giver, gift.cents))


def _monthly(chance: random.Random, days: GivingDays, giver: int) -> Iterator[Gift]:
    cents = chance.choice(_MONTHLY) * 100
    start = days.draw(chance)
    most = chance.randrange(2, 23)
    due = (in_month(month, start.day) for month in months())
    for number, day in enumerate([day for day in due if day >= start][:most], start=1):
        yield Gift(giver, day, cents, ONLINE, number)


def _now_and_then(chance: random.Random, days: GivingDays, giver: int) -> Iterator[Gift]:
    for _ in range(chance.randrange(1, 6)):
        method = CHECK if chance.random() < 0.05 else ONLINE
        yield Gift(giver, days.draw(chance), chance.choice(_NOW_AND_THEN) * 100, method)


def _steady(chance: random.Random, days: GivingDays, giver: int) -> Iterator[Gift]:
    for _ in range(chance.randrange(1, 6)):
        method = CHECK if chance.random() < 0.2 else ONLINE
        yield Gift(giver, days.draw(chance), chance.choice(_STEADY) * 100, method)


def _large(chance: random.Random, days: GivingDays, giver: int) -> Iterator[Gift]:
    # Two at most: nobody comes near the yearly limits of a party or a PAC by chance.
    for _ in range(chance.randrange(1, 3)):
        method = CHECK if chance.random() < 0.6 else ONLINE
        yield Gift(giver, days.draw(chance), chance.choice(_LARGE) * 100, method)


Habit = Callable[[random.Random, GivingDays, int], Iterator[Gift]]
_HABITS: Sequence[Habit] = (_monthly, _now_and_then, _steady, _large)
_SHARES = (22, 57, 17, 4)


@dataclass(frozen=True, slots=True)
class Drive:
    """A drive of the sample in the book: its id and the days on which gifts carry it."""

    id: int
    first: date
    last: date
    monthly: bool
    parts: tuple[int, ...] = ()
    pages: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()

    def takes(self, gift: Gift) -> bool:
        """Whether a gift may carry this drive: a sustainers' drive takes monthly gifts alone."""
        if self.monthly:
            return gift.recurrence > 0
        return self.covers(gift.day) and not gift.recurrence

    def covers(self, day: date) -> bool:
        """Whether a day is one of the drive's."""
        return self.first <= day <= self.last

    def part_of(self, number: int) -> int:
        """Return who of the drive brought its gift of this number: a part, or the drive itself."""
        share = number * 7919 % 10
        return self.parts[share % len(self.parts)] if self.parts and share < 4 else self.id

    def place_of(self, number: int) -> tuple[str | None, str | None]:
        """Return the page and the code of the drive's gift of this number."""
        page = self.pages[number * 31 % 7 % len(self.pages)] if self.pages else None
        code = self.codes[number * 17 % 5 % len(self.codes)] if self.codes else None
        return page, code


def drive_of(chance: random.Random, drives: Sequence[Drive], gift: Gift) -> Drive | None:
    """Return the drive that a gift carries, if any: most gifts in a drive's days do."""
    fitting = [drive for drive in drives if drive.takes(gift)]
    return fitting[0] if fitting and chance.random() < 0.7 else None


def drive_days(row: Mapping[str, date]) -> tuple[date, date]:
    """Return the first and last day of a drive of the lists."""
    return row.get("from", FIRST), row.get("to", LAST)
