"""Words that several papers on remittances share."""

from datetime import date

from financedesk.remittances.paper_facts import Person
from financedesk.rules.money import format_cents

VOLUNTARY = (
    "A pledge is voluntary and revocable: the official may change it, pause it or take it back at"
    " any time, and owes no reason. No office, job or pay depends on it (18 U.S.C. 600, 601)."
)
MEMORANDUM = (
    "What is open is an unfulfilled pledge: a memorandum, no claim, and on no balance sheet and no"
    " federal report."
)
LEVELS = {"federal": "Federal", "state": "State", "local": "Local", "": "No office"}
"""Levels of office in words."""


def amount(cents: int) -> str:
    """Return cents for a column: without a symbol."""
    return format_cents(cents)


def dollars(cents: int) -> str:
    """Return cents for a sentence."""
    return format_cents(cents, symbol=True)


def blank_if_nothing(cents: int) -> str:
    """Return cents for a column in which nothing is the rule."""
    return format_cents(cents) if cents else ""


def month_words(month: date) -> str:
    """Return a month: March 2026."""
    return f"{month:%B %Y}"


def span_words(first: date, last: date) -> str:
    """Return whole months: the year, one month, or from one to another."""
    if first.year == last.year and (first.month, last.month) == (1, 12):
        return f"{first.year}"
    if (first.year, first.month) == (last.year, last.month):
        return month_words(first)
    return f"{month_words(first)} – {month_words(last)}"


def who_words(person: Person, on: date) -> str:
    """Return who somebody is: name, reference, offices on a day."""
    return " · ".join((person.plain_name, person.reference, *person.offices(on)))


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
