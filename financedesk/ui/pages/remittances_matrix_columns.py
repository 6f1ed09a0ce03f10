"""The cells of the matrix: how a month looks, reads, sounds, and goes to the clipboard."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import NamedTuple

from financedesk.remittances.months import (
    CARRIED,
    DUE,
    KEPT,
    LAPSED,
    MISSING,
    NOTHING,
    OVERDUE,
    PART,
    WAIVED,
    Listed,
    Month,
    OfficialMonths,
    Sums,
)
from financedesk.rules.pledges import states
from financedesk.ui.formatting import NOTHING as DASH
from financedesk.ui.formatting import money, plain_money, spoken_money
from financedesk.ui.models import Column, Look

MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
FIRST_MONTH = 2
"""The place of January: behind the name and what is open from earlier years."""
NAME_WIDTH, MONTH_WIDTH, SUM_WIDTH = 184, 98, 108


class Mark(NamedTuple):
    """How a state is told: its word, its glyph, its tone, and whether the cell has a ground."""

    word: str
    icon: str
    tone: str
    ground: bool = False


MARKS = {
    KEPT: Mark("Kept", "check", "ok"),
    PART: Mark("Part", "contrast", "warn", ground=True),
    OVERDUE: Mark("Overdue", "circle-alert", "bad", ground=True),
    DUE: Mark("Due", "clock", "info"),
    CARRIED: Mark("Carried", "arrow-right", "info"),
    WAIVED: Mark("Waived", "minus", "neutral"),
    LAPSED: Mark("Lapsed", "x", "neutral"),
    MISSING: Mark("Pay missing", "triangle-alert", "warn", ground=True),
    NOTHING: Mark("Nothing due", "", "neutral"),
}
LEGEND = (KEPT, PART, OVERDUE, DUE, CARRIED, WAIVED, LAPSED, MISSING)

_SHOWN: dict[str, Callable[[Sums], int]] = {
    KEPT: lambda sums: sums.kept_cents,
    PART: lambda sums: sums.kept_cents,
    WAIVED: lambda sums: sums.waived_cents,
}


def _left(sums: Sums) -> int:
    return sums.due_cents - sums.waived_cents - sums.kept_cents


def shown_cents(month: Month) -> int:
    """Return the amount that a cell shows: what was given or waived of it, else what is left."""
    return _SHOWN.get(month.state, _left)(month.sums)


_WITHOUT = {NOTHING: DASH, MISSING: "missing"}


def has_amount(month: Month) -> bool:
    """Whether a cell has an amount at all."""
    return month.state not in _WITHOUT


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the matrix; ``year`` is None until it was computed."""

    listed: Listed
    year: OfficialMonths | None


@cache
def matrix_columns() -> tuple[Column[Line], ...]:
    """Return the columns: name, what earlier years left open, twelve months, sums of the year."""
    name = Column[Line](
        "name", "Official", lambda one: one.listed.name, Look.STRONG, NAME_WIDTH, sortable=False,
        tip=_who, spoken=_who,
    )  # fmt: skip
    months = (_month_column(place) for place in range(len(MONTH_NAMES)))
    return (
        name,
        _sum_column("earlier", "Earlier", lambda year: year.earlier_cents, Look.NUMBER),
        *months,
        _sum_column("due", "Due", lambda year: year.sums.due_cents, Look.NUMBER),
        _sum_column("kept", "Kept", lambda year: year.sums.kept_cents, Look.NUMBER),
        _sum_column("open", "Open", lambda year: year.sums.open_cents, Look.AMOUNT),
    )


def _who(one: Line) -> str:
    pledge = states()[one.year.pledge].label if one.year is not None and one.year.pledge else ""
    words = (one.listed.name, one.listed.reference, "; ".join(one.listed.offices), pledge)
    return " · ".join(filter(None, words))


def _sum_column(
    key: str, title: str, cents: Callable[[OfficialMonths], int], look: Look
) -> Column[Line]:
    def text(one: Line) -> str:
        if one.year is None:
            return "…"
        found = cents(one.year)
        return money(found) if found else DASH

    def copied(one: Line) -> str:
        return "" if one.year is None else plain_money(cents(one.year))

    def spoken(one: Line) -> str:
        return "still being added up" if one.year is None else spoken_money(cents(one.year))

    return Column(
        key, title, text, look, SUM_WIDTH, sortable=False, copied=copied, spoken=spoken
    )  # fmt: skip


def _month_column(place: int) -> Column[Line]:
    return Column(
        f"month_{place + 1}", MONTH_NAMES[place], partial(_text, place), Look.NUMBER, MONTH_WIDTH,
        sortable=False, tone=partial(_tone, place), icon=partial(_icon, place),
        copied=partial(_copied, place), spoken=partial(_spoken, place),
        tip=partial(_spoken, place),
    )  # fmt: skip


def month_of(one: Line, place: int) -> Month | None:
    """Return a month of a row, None until it was computed."""
    return one.year.months[place] if one.year is not None else None


def _text(place: int, one: Line) -> str:
    month = month_of(one, place)
    if month is None:
        return "…"
    return money(shown_cents(month)) if has_amount(month) else _WITHOUT[month.state]


def _tone(place: int, one: Line) -> str:
    month = month_of(one, place)
    return "neutral" if month is None else MARKS[month.state].tone


def _icon(place: int, one: Line) -> str:
    month = month_of(one, place)
    return "" if month is None else MARKS[month.state].icon


def _copied(place: int, one: Line) -> str:
    month = month_of(one, place)
    return plain_money(shown_cents(month)) if month is not None and has_amount(month) else ""


def _spoken(place: int, one: Line) -> str:
    month = month_of(one, place)
    if month is None:
        return "still being computed"
    word, sums = MARKS[month.state].word, month.sums
    if not has_amount(month):
        return word
    parts = [word, f"due {spoken_money(sums.due_cents)}"]
    given = (("waived", sums.waived_cents), ("kept", sums.kept_cents), ("open", sums.open_cents))
    parts += [f"{name} {spoken_money(cents)}" for name, cents in given if cents]
    return ", ".join(parts)


def copied_line(one: Line) -> list[str]:
    """Return a row as it goes to the clipboard: each month's amount with its state beside it."""
    cells: list[str] = []
    for place, column in enumerate(matrix_columns()):
        cells.append(column.copied_text(one))
        at = place - FIRST_MONTH
        if 0 <= at < len(MONTH_NAMES):
            month = month_of(one, at)
            cells.append("" if month is None else MARKS[month.state].word.lower())
    return cells


def copied_titles(year: int) -> list[str]:
    """Return the titles above copied rows."""
    titles: list[str] = []
    for place, column in enumerate(matrix_columns()):
        if 0 <= place - FIRST_MONTH < len(MONTH_NAMES):
            titles += [f"{column.title} {year}", f"{column.title} {year} is"]
        else:
            titles.append(column.title)
    return titles
