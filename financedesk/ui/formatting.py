"""How figures and days are written on the screen: US English, whatever the system's locale.

Amounts are integer cents. Columns carry no currency sign; headlines and axes do. A negative
amount has a minus sign, never colour alone.
"""

import re
from datetime import date

MINUS = "−"
NOTHING = "—"
NO_BREAK_SPACE = "\u00a0"

COVER = "•••.••"
SHORT_COVER = "•••"

# Amounts have a dollar sign or two decimals; a citation such as 11 CFR 104.13 is none.
_AMOUNT = re.compile(
    r"""
    (?:minus\s|[\u2212-])?
    (?: \$\s?\d+(?:,\d{3})* (?:(?P<cents>\.\d{2})(?!\d)|(?:\.\d+)?[kMB]\b)?
      | (?<![\d.,])(?<!CFR[ \u00a0])(?<!§)(?<!§[ \u00a0])
        (?:\d{1,3}(?:,\d{3})+|\d+)\.\d{2}(?!\d|\.\d|\()
    )
    """,
    re.VERBOSE,
)

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LONG_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# A unit begins where the one below would round up to a thousand of itself.
_COMPACT_UNITS = (
    (99_995_000_000, 100_000_000_000, "B"),
    (99_995_000, 100_000_000, "M"),
    (99_950, 100_000, "k"),
)


def money(cents: int | None) -> str:
    """Write cents for a column: ``1,234.50``; nothing is a dash."""
    if cents is None:
        return NOTHING
    whole, rest = divmod(abs(cents), 100)
    return f"{MINUS if cents < 0 else ''}{whole:,}.{rest:02d}"


def dollars(cents: int) -> str:
    """Write cents as a headline: ``$1,234.50``."""
    return f"{MINUS if cents < 0 else ''}${money(abs(cents))}"


def whole_dollars(cents: int) -> str:
    """Write cents without the cents, rounded half up: ``$1,235``."""
    return f"{MINUS if cents < 0 else ''}${(abs(cents) + 50) // 100:,}"


def compact_dollars(cents: int) -> str:
    """Write cents short, with one decimal at most: ``$111.3k``, ``$60k``, ``$950``."""
    size = abs(cents)
    for start, unit, sign in _COMPACT_UNITS:
        if size >= start:
            whole, rest = divmod((size * 10 + unit // 2) // unit, 10)
            decimals = f".{rest}" if rest else ""
            return f"{MINUS if cents < 0 else ''}${whole:,}{decimals}{sign}"
    return whole_dollars(cents)


def masked(words: str) -> str:
    """Cover every amount in ``words``, whatever its size and sign; other figures stay."""
    if "." not in words and "$" not in words:
        return words  # most words of a screen; the pattern costs more than a look
    return _AMOUNT.sub(_cover, words)


def _cover(amount: re.Match[str]) -> str:
    """Return a cover of one width for all, so that it tells nothing, not even how many digits."""
    short = "$" in amount[0] and not amount["cents"]
    return SHORT_COVER if short else COVER


def plain_money(cents: int) -> str:
    """Write cents for a spreadsheet: ``-1234.50``, without commas and with an ASCII minus."""
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole}.{rest:02d}"


def spoken_money(cents: int) -> str:
    """Write cents as a screen reader should say them: ``minus 36.00 dollars``."""
    return f"{'minus ' if cents < 0 else ''}{money(abs(cents))} dollars"


def count(number: int) -> str:
    """Write a number of things: ``3,214``."""
    return f"{MINUS if number < 0 else ''}{abs(number):,}"


def counted(number: int, one: str, many: str = "") -> str:
    """Write a number with its noun: ``1 gift``, ``3,214 gifts``."""
    return f"{count(number)} {one if number == 1 else many or one + 's'}"


def percent(part: int, whole: int, *, decimals: int = 1) -> str:
    """Write ``part`` of ``whole``, rounded half up: ``61.3 %``; of nothing it is a dash."""
    if whole == 0:
        return NOTHING
    scale = 10**decimals
    units = (abs(part) * 100 * scale * 2 + abs(whole)) // (abs(whole) * 2)
    sign = MINUS if (part < 0) != (whole < 0) and units else ""
    figure = f"{units // scale:,}" + (f".{units % scale:0{decimals}d}" if decimals else "")
    return f"{sign}{figure}{NO_BREAK_SPACE}%"


def day(when: date | None, *, today: date | None = None) -> str:
    """Write a day short: ``Oct 6``, with its year when that is not the year of ``today``."""
    if when is None:
        return NOTHING
    short = f"{_MONTHS[when.month - 1]} {when.day}"
    return short if today is not None and when.year == today.year else f"{short}, {when.year}"


def short_day(when: date) -> str:
    """Write month and day alone, for an axis whose year is understood: ``Oct 6``."""
    return f"{_MONTHS[when.month - 1]} {when.day}"


def long_day(when: date) -> str:
    """Write a day in full: ``Tuesday, October 6, 2026``."""
    weekday, month = _WEEKDAYS[when.weekday()], _LONG_MONTHS[when.month - 1]
    return f"{weekday}, {month} {when.day}, {when.year}"


def month(when: date) -> str:
    """Write the month of a day: ``October 2026``."""
    return f"{_LONG_MONTHS[when.month - 1]} {when.year}"


def span(first: date, last: date) -> str:
    """Write a period: ``Jul 1 – Sep 30, 2026``; the year stands once when it is the same."""
    begin = short_day(first) if first.year == last.year else day(first)
    return f"{begin} – {day(last)}"


def distance(when: date, today: date) -> str:
    """Write how far a day is: ``today``, ``in 9 days``, ``5 days ago``."""
    days = (when - today).days
    if days == 0:
        return "today"
    words = counted(abs(days), "day")
    return f"in {words}" if days > 0 else f"{words} ago"
