"""What a day of birth and a number that one person alone has say of two people."""

from collections.abc import Iterator

from financedesk.rules.likeness_evidence import Evidence, Traits
from financedesk.rules.slips import slips

SLIP_OF_NUMBER = 40
SURE_NUMBER = 60
"""So much the same number says: more than that two names are no forms of one."""


BIRTH = "birth"
SAME_BIRTH = 40
SLIP_OF_BIRTH = 28


def births_say(one: Traits, other: Traits) -> Evidence | None:
    """Return what days of birth say, None where one has none."""
    found = (_days_say(*pair) for pair in _pairs(one.births, other.births))
    return max(found, key=lambda said: said.points, default=None)


def _days_say(mine: str, theirs: str) -> Evidence:
    if mine == theirs:
        return Evidence(BIRTH, SAME_BIRTH, "Born on the same day.")
    turned = mine[:4] + mine[6:] + mine[4:6]
    if turned == theirs or slips(mine, theirs) == 1:
        return Evidence(BIRTH, SLIP_OF_BIRTH, "Days of birth that differ by a slip of the pen.")
    apart = _days_between(mine, theirs)
    for days, points, words in _NEAR:
        if apart <= days:
            return Evidence(BIRTH, points, words)
    return Evidence(BIRTH, -15, "Other days of birth.")


_NEAR = (
    (31, 18, "Born within a month of each other."),
    (400, 8, "Born within a year or so of each other."),
)


def _days_between(mine: str, theirs: str) -> int:
    """Return about how many days lie between two; very many where one is no day at all."""
    if not (mine.isdecimal() and theirs.isdecimal()):
        return 1_000_000
    return abs(_about(mine) - _about(theirs))


def _about(day: str) -> int:
    year, month, of_month = (int(part or "0") for part in (day[:4], day[4:6], day[6:]))
    return year * 365 + month * 30 + of_month


def numbers_say(one: Traits, other: Traits) -> Evidence | None:
    """Return what such numbers say, None where one has none."""
    apart = min((slips(*pair) for pair in _pairs(one.numbers, other.numbers)), default=None)
    if apart is None:
        return None
    if apart == 0:
        return Evidence("number", SURE_NUMBER, "Same number.")
    if apart == 1:
        return Evidence("number", SLIP_OF_NUMBER, "Numbers that differ by a slip of the pen.")
    return Evidence("number", -15, "Other numbers.")


def _pairs(mine: frozenset[str], theirs: frozenset[str]) -> Iterator[tuple[str, str]]:
    return ((a, b) for a in sorted(mine) for b in sorted(theirs))
