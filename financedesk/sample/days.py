"""When things happen in the sample book: its span, and the days on which people give."""

import random
from bisect import bisect
from datetime import date, timedelta
from itertools import accumulate

FIRST, LAST = date(2025, 1, 1), date(2026, 10, 31)

# Giving rises before an election, at the ends of quarters and in December; weekends are quieter.
_BY_MONTH = {
    (2025, 10): 14, (2025, 11): 12, (2025, 12): 16, (2026, 7): 13, (2026, 8): 15, (2026, 9): 20,
    (2026, 10): 26,
}  # fmt: skip
_ORDINARY = 10
_QUARTER_END = 4
_SATURDAY = 5


def months() -> list[date]:
    """Return the first day of every month of the sample."""
    numbers = range(FIRST.year * 12 + FIRST.month - 1, LAST.year * 12 + LAST.month)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]


def in_month(month: date, day: int) -> date:
    """Return a day of a month; the 31st of a short month is its last day."""
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return min(month.replace(day=1) + timedelta(days=day - 1), following - timedelta(days=1))


class GivingDays:
    """Draws days on which people give."""

    def __init__(self) -> None:
        """Weigh every day of the sample."""
        number = (LAST - FIRST).days + 1
        self._days = [FIRST + timedelta(days=place) for place in range(number)]
        self._sums = list(accumulate(_weight(day) for day in self._days))

    def draw(self, chance: random.Random) -> date:
        """Return a day."""
        return self._days[bisect(self._sums, chance.randrange(self._sums[-1]))]


def _weight(day: date) -> int:
    weight = 2 * _BY_MONTH.get((day.year, day.month), _ORDINARY)
    if day.month % 3 == 0 and (day + timedelta(days=3)).month != day.month:
        weight *= _QUARTER_END
    return weight // 2 if day.weekday() >= _SATURDAY else weight
