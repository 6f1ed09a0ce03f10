"""The papers on remittances as tables, for a workbook or a CSV file: amounts in cents."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from financedesk.remittances.aged import AgedList
from financedesk.remittances.board_report import BoardReport
from financedesk.remittances.forecast import Forecast
from financedesk.remittances.given import kind_words
from financedesk.remittances.statements import Statement
from financedesk.remittances.transparency import Transparency
from financedesk.reports.remittance_statement import formula_words
from financedesk.reports.remittance_words import LEVELS, month_words
from financedesk.reports.xlsx.columns import Value
from financedesk.rules.dues_standing import AGES

Row = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, the titles of its columns, and its rows; whole numbers are cents."""

    name: str
    titles: tuple[str, ...]
    rows: tuple[Row, ...]


def statement_table(stated: Statement) -> Table:
    """Return a statement day by day, with the balance after each row."""
    balance = stated.brought_cents
    rows: list[Row] = [(stated.first, "Brought forward", "", None, None, None, balance)]
    for day, what, detail, due, waived, given in sorted(_moves(stated), key=lambda one: one[0]):
        balance += (due or 0) - (waived or 0) - (given or 0)
        rows.append((day, what, detail, due, waived, given, balance))
    titles = ("Day", "What", "Detail", "Due", "Waived", "Given", "Balance")
    return Table("Statement", titles, tuple(rows))


_Move = tuple[date, str, str, int | None, int | None, int | None]


def _moves(stated: Statement) -> Iterator[_Move]:
    for month in stated.months:
        day = min(month.settled.due_on, stated.on)
        name = f"Due of {month.settled.kind} for {month_words(month.settled.month)}"
        yield day, name, formula_words(month), month.due_cents, None, None
        if month.settled.waived_cents:
            yield day, "Waived", "", None, month.settled.waived_cents, None
    for one in stated.given:
        detail = ", ".join(filter(None, (kind_words(one.kind), *one.periods)))
        yield one.day, f"Given to {one.name}", detail, None, None, one.cents


def aged_table(aged: AgedList) -> Table:
    """Return the aged list, everybody with something open in a row."""
    rows: list[Row] = [
        (
            one.person.reference, one.person.name, one.pledge, f"{one.oldest:%Y-%m}",
            *(one.ages[age] for age in AGES), one.open_cents, one.carried_cents,
        )
        for one in aged.rows
    ]  # fmt: skip
    rows.append(("", "All", "", "", *aged.ages.values(), aged.open_cents, aged.carried_cents))
    ages = tuple(age.capitalize() for age in AGES)
    titles = ("Reference", "Official", "Pledge", "Since", *ages, "Open", "Of it: no room")
    return Table("Aged list", titles, tuple(rows))


def board_table(report: BoardReport) -> Table:
    """Return the board's sums by schedule and level, then those of who agreed to be named."""
    rows: list[Row] = [
        (one.place.schedule or "No pledge", LEVELS[one.place.level], f"{one.officials}", *one.sums)
        for one in report.rows
    ]
    rows.append(("All", "", f"{report.officials}", *report.sums))
    rows += [(one.person.name, "named", one.person.reference, *one.sums) for one in report.named]
    titles = ("Schedule", "Level", "Officials", "Due", "Waived", "Kept", "Open", "Ended")
    return Table("Report to the board", titles, tuple(rows))


def transparency_table(report: Transparency) -> Table:
    """Return the open accounts, a row for each official and kind of entity, then uses."""
    rows: list[Row] = []
    for one in report.accounts:
        who = one.person.plain_name, "; ".join(one.offices)
        rows.append((*who, "All", one.pay_cents, one.given_cents, one.kept_cents, one.ever_cents))
        rows += [
            (*who, kind_words(kind), None, cents, None, None) for kind, cents in one.given.items()
        ]
    rows += [
        ("All", "", kind_words(kind), None, cents, None, None)
        for kind, cents in report.given.items()
    ]
    rows.append(("All", "", "All", None, report.given_cents, None, report.ever_cents))
    rows += [(f"Spent by {one.entity}", "", one.words, None, one.cents, None, None)
             for one in report.uses]  # fmt: skip
    titles = (
        "Official", "Offices", "Kind of entity, or use", "Net pay", "Given or spent",
        "Kept of the pay", "Given since the beginning",
    )  # fmt: skip
    return Table("Open accounts", titles, tuple(rows))


def forecast_table(found: Forecast) -> Table:
    """Return the forecast, a row for each month and kind of recipient, and one for all of it."""
    rows: list[Row] = []
    for one in found.months:
        month = f"{one.month:%Y-%m}"
        rows.append((month, "All", one.due_cents, one.given_cents, None, one.carried_cents,
                     one.ended_cents))  # fmt: skip
        rows += [
            (month, kind_words(kind), None, one.given.get(kind, 0), one.rooms.get(kind), None, None)
            for kind in found.kinds
        ]
    titles = ("Month", "Kind of recipient", "Due", "To be given", "Room after it", "Carried on",
              "Ended")  # fmt: skip
    return Table("Forecast", titles, tuple(rows))
