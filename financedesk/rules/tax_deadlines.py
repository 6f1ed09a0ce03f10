"""Dates of the IRS: which form an organisation owes by when, and who owes none.

Dated and cited in ``resources/rules/tax_deadlines.toml``, for organisations whose tax year is the
calendar year. Unlike the FEC's dates they move to the next working day (26 U.S.C. 7503).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Any

from financedesk.rules.data import rules_table
from financedesk.rules.dates import general_election_day
from financedesk.rules.workdays import next_tax_day


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxDeadline:
    """One date of the IRS; ``nominal`` is the law's own day, ``due`` the working day for it.

    ``on`` is the first in words for any year. ``about`` is the year that it is about, ``closes``
    the last day that it covers where it covers a part of one. ``kinds`` are the entities that owe
    it, none for any; ``only_if`` says what else makes it due, empty for nothing.
    """

    form: str
    title: str
    on: str
    about: int
    nominal: date
    due: date
    closes: date | None
    kinds: tuple[str, ...]
    only_if: str
    citation: str
    confidence: str

    def concerns(self, entity_kind: str) -> bool:
        """Whether an entity of a kind may owe it."""
        return not self.kinds or entity_kind in self.kinds


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption:
    """Who need not file a form of the IRS, in words; ``kinds`` are those of the book's kinds."""

    form: str
    words: str
    kinds: tuple[str, ...]
    citation: str
    confidence: str


@cache
def tax_deadlines(year: int) -> tuple[TaxDeadline, ...]:
    """Return the dates of the IRS that a year's calendar has, in the order of the table.

    Returns on the year before are due in it; a year-end report on it is due in the next.
    """
    rows = rules_table("tax_deadlines")["date"]
    return tuple(_deadline(row, year) for row in rows if _is_of(row, year))


@cache
def exemptions() -> Mapping[str, Exemption]:
    """Return who need not file which form, by the form."""
    rows = rules_table("tax_deadlines")["exempt"]
    return MappingProxyType({
        form: Exemption(form=form, **{**row, "kinds": tuple(row["kinds"])})
        for form, row in rows.items()
    })  # fmt: skip


def _is_of(row: Mapping[str, Any], year: int) -> bool:
    return bool(row["years"] == "any" or row["years"] == ("odd" if year % 2 else "election"))


def _deadline(row: Mapping[str, Any], year: int) -> TaxDeadline:
    nominal = _day(row, year, "on", "before", "after")
    return TaxDeadline(
        form=row["form"], title=row["title"], on=_on(row, nominal), about=year + row["about"],
        nominal=nominal,
        due=next_tax_day(nominal), kinds=tuple(row["kinds"]), only_if=row.get("only_if", ""),
        closes=_closes(row, year), citation=row["citation"], confidence=row["confidence"],
    )  # fmt: skip


def _on(row: Mapping[str, Any], nominal: date) -> str:
    if "on" in row:
        return f"{nominal:%B} {nominal.day}"
    side = "before" if "before" in row else "after"
    return f"{row[side]} days {side} the general election"


def _closes(row: Mapping[str, Any], year: int) -> date | None:
    names = ("closes", "closes_before", "closes_after")
    if not any(name in row for name in names):
        return None
    # What a report covers ends in its own year, also where it is due in the next one.
    return _day({**row, "next_year": False}, year, *names)


def _day(row: Mapping[str, Any], year: int, on: str, before: str, after: str) -> date:
    if on in row:
        return date.fromisoformat(f"{year + row.get('next_year', False)}-{row[on]}")
    days = row.get(after, 0) - row.get(before, 0)
    return general_election_day(year) + timedelta(days=days)
