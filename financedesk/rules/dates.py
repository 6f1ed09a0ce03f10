"""Days in local law's sense: reading them from files, and the ends of months and quarters."""

import re
from datetime import date, timedelta

from financedesk.errors import BadInput

EARLIEST_YEAR = 1900
LATEST_YEAR = 2199

_CLOCK = r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?(?:\s*[AaPp][Mm])?"
_ZONE = r"(?:\s*(?:Z|[A-Z]{3,4}|[-+][0-9]{2}:?[0-9]{2}))?"
_TIME = rf"(?:[T ]\s*{_CLOCK}{_ZONE})?"
_ISO = re.compile(rf"([0-9]{{4}})-([0-9]{{1,2}})-([0-9]{{1,2}}){_TIME}")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_US = re.compile(rf"([0-9]{{1,2}})/([0-9]{{1,2}})/([0-9]{{4}}){_TIME}")
_SHORT_YEAR = re.compile(rf"[0-9]{{1,2}}[-/.][0-9]{{1,2}}[-/.][0-9]{{2}}{_TIME}")
_UNCLEAR_ORDER = re.compile(rf"[0-9]{{1,2}}[-.][0-9]{{1,2}}[-.][0-9]{{4}}{_TIME}")


def parse_day(text: str) -> date:
    """Return the day that a text names: ISO date or time stamp, m/d/yyyy, or YYYYMMDD.

    A time stamp gives the day as written: no time zone is applied, because the day on the paper is
    the day of the law. Raises BadInput, and says so when the order or the century is unclear.
    """
    plain = text.strip()
    year, month, day = _parts(plain)
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise BadInput(f"The year of “{plain}” cannot be right; write the date as YYYY-MM-DD.")
    try:
        return date(year, month, day)
    except ValueError:
        raise BadInput(
            f"“{plain}” is not a day of the calendar; write month/day/year or YYYY-MM-DD."
        ) from None


def _parts(text: str) -> tuple[int, int, int]:
    if match := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _US.fullmatch(text):
        return int(match[3]), int(match[1]), int(match[2])
    if _SHORT_YEAR.fullmatch(text):
        raise BadInput(f"“{text}” is ambiguous: its year has two digits; write YYYY-MM-DD.")
    if _UNCLEAR_ORDER.fullmatch(text):
        raise BadInput(
            f"“{text}” is ambiguous: day or month may come first; write month/day/year with slashes"
            " or YYYY-MM-DD."
        )
    raise BadInput(f"“{text}” is not a date; write YYYY-MM-DD or month/day/year.")


def parse_month(text: str) -> date:
    """Return the first day of the month that ``YYYY-MM`` names; raises BadInput."""
    plain = text.strip()
    if not re.fullmatch("[0-9]{4}-[0-9]{2}", plain):
        raise BadInput(f"“{plain}” is not a month; write YYYY-MM.")
    return parse_day(f"{plain}-01")


def first_of_month(day: date) -> date:
    """Return the first day of the month that a day lies in."""
    return day.replace(day=1)


def last_of_month(day: date) -> date:
    """Return the last day of the month that a day lies in."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def first_of_quarter(day: date) -> date:
    """Return the first day of the calendar quarter that a day lies in."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def last_of_quarter(day: date) -> date:
    """Return the last day of the calendar quarter that a day lies in."""
    start = first_of_quarter(day)
    return last_of_month(start.replace(month=start.month + 2))


def general_election_day(year: int) -> date:
    """Return the Tuesday after the first Monday of November (2 U.S.C. 7); federal in even years."""
    first = date(year, 11, 1)
    return first + timedelta(days=(7 - first.weekday()) % 7 + 1)
