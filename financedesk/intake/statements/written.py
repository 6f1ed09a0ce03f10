"""Days, amounts and words as banks write them; what could mean two things is not taken."""

import re
from collections.abc import Iterable
from datetime import date, datetime

from financedesk.errors import BadInput
from financedesk.intake.asking import DAY, DAY_ORDER, MONTH, Question
from financedesk.rules.money import LARGEST_CENTS

_EXACT = re.compile(r"([+-]?)([0-9]*)(?:\.([0-9]*))?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ISO = re.compile(r"([0-9]{4})([-/.]?)([0-9]{2})\2([0-9]{2})")
_SLASHES = re.compile(
    r"([0-9]{1,2})\s*([-/.])\s*([0-9]{1,2})\s*([-/.'])\s*([0-9]{4}|[0-9]{2})", re.ASCII
)
_NAMED = ("%d %b %Y", "%d-%b-%Y", "%d-%b-%y", "%b %d, %Y", "%B %d, %Y", "%d %B %Y")
_ORDERS = ((MONTH, "Month first: 03/04 is March 4"), (DAY, "Day first: 03/04 is April 3"))
_PIVOT = 70
"""Two digits from here on are years of the last century."""


def exact_cents(text: str) -> int:
    """Return an amount with a decimal point in cents; zeros behind the cents do no harm.

    Raises BadInput for words, other separators and parts of a cent.
    """
    plain = text.strip()
    found = _EXACT.fullmatch(plain)
    if found is None or not (found[2] or found[3]):
        raise BadInput(f"“{_short(plain)}” is not an amount.")
    decimals = (found[3] or "").rstrip("0")
    if len(decimals) > 2:
        raise BadInput(f"“{_short(plain)}” holds parts of a cent; ask the bank what was moved.")
    if len(found[2].lstrip("0")) > len(str(LARGEST_CENTS)):
        raise BadInput(f"The amount {_short(plain)} is too large.")
    cents = int(found[2] or "0") * 100 + int(decimals.ljust(2, "0"))
    if cents > LARGEST_CENTS:
        raise BadInput(f"The amount {_short(plain)} is too large.")
    return -cents if found[1] == "-" else cents


def words(text: str | None) -> str:
    """Return text on one line without padding; raises BadInput when it holds control characters."""
    plain = " ".join((text or "").split())
    if found := _CONTROL.search(plain):
        raise BadInput(
            f"a text holds the control character {ord(found[0]):#04x}, which no text has"
        )
    return plain


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "…"


# --- days


def full_year(two_digits: int) -> int:
    """Return the year that two digits mean."""
    return two_digits + (1900 if two_digits >= _PIVOT else 2000)


def day_of(year: int, month: int, day: int, text: str) -> str:
    """Return a day as ``YYYY-MM-DD``; raises BadInput, quoting the text, where there is none."""
    try:
        return date(year, month, day).isoformat()
    except ValueError as error:
        raise BadInput(f"“{_short(text)}” is no day of the calendar.") from error


def iso_day(text: str) -> str:
    """Return the day of 2026-01-31, 2026/01/31 or 20260131; raises BadInput for all else."""
    found = _ISO.fullmatch(text.strip())
    if found is None:
        raise BadInput(f"“{_short(text.strip())}” is no day; it should be like 2026-01-31.")
    return day_of(int(found[1]), int(found[3]), int(found[4]), text)


def is_day_first(texts: Iterable[str], name: str, *, said: bool | None) -> bool:
    """Tell whether a file puts the day before the month, from all its days together.

    A day above twelve proves it when the file writes all its days in one way. Where nothing does,
    slashes and dashes are read as Americans write them, month first. Raises BadInput when the file
    does both, a Question when it writes its days in several ways or with points and proves nothing.
    """
    if said is not None:
        return said
    found = [match for text in texts if (match := _SLASHES.fullmatch(text.strip()))]
    shapes = {(match[2], match[4], len(match[5])) for match in found}
    first = [match for match in found if int(match[1]) > 12]
    second = [match for match in found if int(match[3]) > 12]
    if first and second:
        raise BadInput(
            f"{name} writes both {first[0][0]} and {second[0][0]}: day and month change places"
            " within the file. Export it again with dates like 2026-01-31."
        )
    with_points = any(shape[0] == "." for shape in shapes)
    if len(shapes) > 1 or (with_points and not first and not second):
        raise Question(
            f"{name} does not prove whether {found[0][0]} has the day or the month first; say it"
            " with --day-order, or export it again with dates like 2026-01-31.",
            DAY_ORDER, _ORDERS,
        )  # fmt: skip
    return bool(first)


def written_day(text: str, *, day_first: bool) -> str:
    """Return the day of any form a bank writes; raises BadInput when it is none."""
    plain = text.strip()
    if found := _SLASHES.fullmatch(plain):
        day, month = (found[1], found[3]) if day_first else (found[3], found[1])
        year = int(found[5]) if len(found[5]) == 4 else full_year(int(found[5]))
        return day_of(year, int(month), int(day), plain)
    for form in _NAMED:
        try:
            return datetime.strptime(plain, form).date().isoformat()  # noqa: DTZ007 - a day
        except ValueError:
            continue
    return iso_day(plain)


def looks_like_day(text: str) -> bool:
    """Tell whether a text is a day in one order or the other."""
    for day_first in (False, True):
        try:
            written_day(text, day_first=day_first)
        except BadInput:
            continue
        return True
    return False
