"""Working days of the federal government, for papers that must arrive and taxes that may wait.

Ten lines of dates and not a library: the rules stand on the standard library alone, and what they
need is one country's holidays of one kind. Dated in ``resources/rules/holidays.toml``.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any

from financedesk.rules.data import rules_table
from financedesk.rules.dates import last_of_month

_SATURDAY, _SUNDAY = 5, 6
_DAY = timedelta(days=1)


@cache
def federal_holidays(year: int) -> frozenset[date]:
    """Return the days of a year on which federal offices are closed besides weekends.

    Law: 5 U.S.C. 6103(a), (b). New Year's Day of the next year may be kept on 31 December.
    """
    return frozenset(_kept_in(year, taxes=False))


@cache
def tax_holidays(year: int) -> frozenset[date]:
    """Return the legal holidays of the District of Columbia in a year (26 U.S.C. 7503)."""
    return frozenset(_kept_in(year, taxes=True))


def is_working_day(day: date) -> bool:
    """Whether the FEC is open on a day."""
    return day.weekday() < _SATURDAY and day not in federal_holidays(day.year)


def last_working_day(day: date) -> date:
    """Return a day, or the last one before it on which the FEC is open."""
    while not is_working_day(day):
        day -= _DAY
    return day


def next_tax_day(day: date) -> date:
    """Return a day, or the first one after it that is neither weekend nor legal holiday.

    A tax date that falls on such a day is in time on that one (26 U.S.C. 7503).
    """
    while day.weekday() >= _SATURDAY or day in tax_holidays(day.year):
        day += _DAY
    return day


def _kept_in(year: int, *, taxes: bool) -> Iterator[date]:
    for row in rules_table("holidays")["holiday"]:
        for of_year in (year, year + 1):
            counts = row["since"] <= of_year and (taxes or not row.get("taxes", False))
            if counts and (kept := _observed(_day_of(row, of_year))).year == year:
                yield kept


def _day_of(row: Mapping[str, Any], year: int) -> date:
    if "on" in row:
        return date.fromisoformat(f"{year}-{row['on']}")
    first = date(year, row["month"], 1)
    if row["nth"] < 0:
        last = last_of_month(first)
        return last - timedelta(days=(last.isoweekday() - row["weekday"]) % 7)
    return first + timedelta(days=(row["weekday"] - first.isoweekday()) % 7 + 7 * (row["nth"] - 1))


def _observed(day: date) -> date:
    if day.weekday() == _SATURDAY:
        return day - _DAY
    return day + _DAY if day.weekday() == _SUNDAY else day
