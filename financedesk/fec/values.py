"""How amounts, days and postal codes are written in a .fec file, and how they are read."""

import re
from datetime import date

from financedesk.errors import BadInput

_AMOUNT = re.compile(r"(-?)(\d*)(?:\.(\d*))?", re.ASCII)
_NO_AMOUNT = frozenset({"", "NONE", "N/A", "NA"})


def cents(text: str) -> int:
    """Read an amount as cents: ``1234.5`` is 123450, ``-5`` is -500, an empty field is 0.

    Raises BadInput for anything else than digits with up to two decimals (zeros may follow).
    """
    stripped = text.strip()
    if stripped.upper() in _NO_AMOUNT:
        return 0
    found = _AMOUNT.fullmatch(stripped)
    if found is None or not (found[2] or found[3]):
        raise BadInput(
            f"“{stripped[:30]}” is not an amount; write digits with two decimals, such as 1234.50."
        )
    decimals = (found[3] or "").ljust(2, "0")
    if decimals[2:].strip("0"):
        raise BadInput(f"The amount {stripped[:30]} has a fraction of a cent; give two decimals.")
    value = int(found[2] or "0") * 100 + int(decimals[:2])
    return -value if found[1] else value


def amount(value: int) -> str:
    """Write cents as the format wants an amount: 123450 is ``1234.50``, -5 is ``-0.05``."""
    whole, rest = divmod(abs(value), 100)
    return f"{'-' if value < 0 else ''}{whole}.{rest:02d}"


def day(text: str) -> str:
    """Read a day as ``YYYY-MM-DD``, whether written 20260203, 2026-02-03 or 02/03/2026.

    Filings of the 1990s also write 02032026. An empty field is an empty text.
    Raises BadInput when it is no day of the calendar.
    """
    digits = text.strip()
    if not digits:
        return ""
    if digits.count("/") == 2:
        month, of_month, year = digits.split("/")
        digits = f"{year}{month:0>2}{of_month:0>2}"
    digits = digits.replace("-", "")
    if len(digits) == 8 and digits.isascii() and digits.isdigit():
        for candidate in (digits, digits[4:] + digits[:4]):
            found = _calendar_day(candidate)
            if found:
                return found
    raise BadInput(f"“{text.strip()[:20]}” is not a day; write it as YYYYMMDD, such as 20260203.")


def _calendar_day(digits: str) -> str:
    try:
        found = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return ""
    return found.isoformat() if 1800 <= found.year <= 2200 else ""


def compact_day(iso: str) -> str:
    """Write ``2026-02-03`` as ``20260203``; an empty text stays empty."""
    return iso.replace("-", "")


def zip_code(text: str) -> str:
    """A postal code without padding and hyphen: ``00911    `` is ``00911``."""
    return text.strip().replace("-", "").replace(" ", "")
