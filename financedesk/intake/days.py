"""Days and amounts as exports write them, and what a whole file says about their order."""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from financedesk.errors import BadInput
from financedesk.rules.dates import parse_day
from financedesk.rules.money import parse_cents

_STAMP = re.compile(
    r"(\S+)[T ]+(\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AP]M)?)\s*(\S.*)?", re.IGNORECASE
)
_SLASHES = re.compile(r"(\d{1,2})\s*/\s*(\d{1,2})\s*[/']\s*(\d{4}|\d{2})")
TWO_ORDERS = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.'-]\s*(\d{4}|\d{2})(?!\d)")
"""Dates in which day and month may change places."""

MONTH_FIRST, DAY_FIRST, ASKED = "month first", "day first", "asked"
_WORDS = ("%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%B %d %Y")
_ORDINAL = re.compile(r"(\d)(?:st|nd|rd|th)\b")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_DECIMAL_COMMA = re.compile(r"-?(?:\d+|\d{1,3}(?:\.\d{3})+),\d{2}")
# US Eastern time, summer and winter: stamps with these offsets name the day as it was there.
_EASTERN = frozenset({"-0400", "-0500", "-04:00", "-05:00", "EST", "EDT", "ET"})
_UTC_ZONES = frozenset({"", "Z", "UTC", "GMT", "+0000", "+00:00"})
_CENTURY = 2000
AS_WRITTEN, UTC = "as written", "UTC"


class UnknownOrder(BadInput):
    """A date may be read in two ways, and nobody has said in which."""


class DayReader:
    """Reads the days of one file and notices in which order it writes day and month.

    Days are taken as written, in the processor's own local time. ``order`` is what is known of
    it: ``ASKED`` raises UnknownOrder at the first date that needs it. Without one the month comes
    first, as processors of this country write it, until the file says otherwise. ``clock`` is what
    is known of times: ``AS_WRITTEN`` takes the day as it stands in any zone, ``UTC`` the day that
    it was in US Eastern time. Without one, a stamp of another zone than that is refused.
    """

    def __init__(self, order: str = "", clock: str = "") -> None:
        self.order = order
        self.clock = clock
        self._known: dict[str, str] = {}
        self._plain = 0
        self._day_first: str | None = None
        self._month_first: str | None = None

    def read(self, text: str) -> str:
        """Return ``YYYY-MM-DD``; raises BadInput that says what is unclear."""
        # 2026-01-31 or 2026-01-31 23:59:59, and nothing behind it: nearly every cell.
        if len(text) in (10, 19) and (day := self._known.get(text[:10])):
            return day
        day = self._read(text.strip())
        if text[:10] == day and len(text) in (10, 19) and self.clock != UTC:
            self._known[day] = day
            self._plain += 1
        return day

    def require_one_order(self, name: str) -> None:
        """Raise BadInput when the file as a whole puts the day before the month, or does both.

        A file that also writes unmistakable dates is judged row by row instead.
        """
        if self.order or self._day_first is None or self._plain:
            return
        if self._month_first is not None:
            raise BadInput(
                f"{name} writes both {self._day_first} and {self._month_first}: day and month"
                " change places within the file. Export it again with dates like 2026-01-31."
            )
        raise BadInput(
            f"{name} writes the day before the month ({self._day_first}), so its other dates may"
            " mean another month. Export it again with dates like 2026-01-31, or read it by a"
            " profile that says the day comes first."
        )

    def _read(self, text: str) -> str:
        stamp = _STAMP.fullmatch(text)
        if stamp is not None:
            if self.clock == UTC and (stamp[3] or "").upper() not in _EASTERN:
                return _in_eastern(self._day_of(stamp[1]), stamp)
            if self.clock != AS_WRITTEN:
                _require_eastern(text, stamp[3])
            text = stamp[1]
        return self._day_of(text)

    def _day_of(self, text: str) -> str:
        if self.order and (found := TWO_ORDERS.fullmatch(text)):
            return self._ordered(text, found)
        if slashes := _SLASHES.fullmatch(text):
            return self._slashes(text, slashes)
        return _sensible(_in_words(text) or parse_day(_no_serial(text)))

    def _slashes(self, text: str, found: re.Match[str]) -> str:
        first, second, year = int(found[1]), int(found[2]), int(found[3])
        if first > 12 >= second:
            self._day_first = self._day_first or text
            raise BadInput(f"“{text}” has no such month; write it as YYYY-MM-DD.")
        if second > 12:
            self._month_first = self._month_first or text
        full = year + _CENTURY if len(found[3]) == 2 else year
        return _sensible(parse_day(f"{first}/{second}/{full:04d}"))

    def _ordered(self, text: str, found: re.Match[str]) -> str:
        if self.order == ASKED:
            raise UnknownOrder(f"“{text}” may be read in two ways; write it as YYYY-MM-DD.")
        first, second, year = found[1], found[2], found[3]
        month, day = (second, first) if self.order == DAY_FIRST else (first, second)
        full = int(year) + _CENTURY if len(year) == 2 else int(year)
        return _sensible(parse_day(f"{month}/{day}/{full:04d}"))


def _in_eastern(day: str, stamp: re.Match[str]) -> str:
    """Return the day that a moment in UTC was in US Eastern time (15 U.S.C. 260a)."""
    zone = (stamp[3] or "").upper()
    if zone not in _UTC_ZONES:
        raise BadInput(f"“{stamp[0]}” is written in the time zone {stamp[3]} and not in UTC.")
    hours, minutes = stamp[2].split(":")[:2]
    hour, minute = int(hours), int(minutes[:2])
    if hour > 23 or minute > 59:
        raise BadInput(f"“{stamp[0]}” has no such time of day; write it as YYYY-MM-DD HH:MM.")
    if stamp[2][-1:] in "Mm":
        hour = hour % 12 + (12 if stamp[2][-2:-1] in "Pp" else 0)
    moment = datetime.fromisoformat(day) + timedelta(hours=hour, minutes=minute)
    summer = _sunday(moment.year, 3, 2, 7) <= moment < _sunday(moment.year, 11, 1, 6)
    return (moment - timedelta(hours=4 if summer else 5)).date().isoformat()


def _sunday(year: int, month: int, number: int, hour: int) -> datetime:
    """Return the hour in UTC at which clocks change on a Sunday of a month."""
    first = date(year, month, 1)
    day = first + timedelta((6 - first.weekday()) % 7 + 7 * (number - 1))
    return datetime(day.year, day.month, day.day, hour)  # noqa: DTZ001 - counted in UTC


def _require_eastern(text: str, zone: str | None) -> None:
    if zone and zone.upper() not in _EASTERN:
        raise BadInput(
            f"“{text}” is written in another time zone than US Eastern; near midnight that is"
            " another day. Export it in Eastern time."
        )


def _in_words(text: str) -> date | None:
    plain = _ORDINAL.sub(r"\1", text)
    for form in _WORDS:
        try:
            return datetime.strptime(plain, form).date()  # noqa: DTZ007 - a day, not a moment
        except ValueError:
            continue
    return None


def _no_serial(text: str) -> str:
    if _SERIAL.fullmatch(text):
        raise BadInput(
            f"“{text}” is a spreadsheet's number of a day; format the column as YYYY-MM-DD."
        )
    return text


def _sensible(day: date) -> str:
    if day > date.today() + timedelta(days=1):
        raise BadInput(f"{day} lies in the future; check the year.")
    if day.year < EARLIEST_YEAR:
        raise BadInput(f"{day} is before there were processors; check the year.")
    return day.isoformat()


EARLIEST_YEAR = 2000


@lru_cache(maxsize=65536)
def read_cents(text: str) -> int:
    """Return an amount in cents; raises BadInput, and names a decimal comma as what it is."""
    if _DECIMAL_COMMA.fullmatch(text.strip()):
        raise BadInput(
            f"“{text.strip()}” has a decimal comma; export the file with amounts like 1234.50, or"
            " read it by a profile that says so."
        )
    return parse_cents(text)
