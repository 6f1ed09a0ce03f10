"""The columns of a dues run, and how the state of an instruction reads."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from financedesk.remittances import month_run as states
from financedesk.remittances.month_run import MonthRow, Share
from financedesk.rules.dues_standing import AGES, CARRIED, LAPSED, NOT_YET_DUE, WAIVED
from financedesk.ui.formatting import NOTHING, dollars, money
from financedesk.ui.models import Column, Look, money_column
from financedesk.ui.widgets import DataTable

Row = TypeVar("Row")
NOUN = ("official", "officials")
STATE_CHIPS: Mapping[str, tuple[str, str]] = {
    states.NOTHING_DUE: ("Nothing due", "neutral"),
    states.STOPPED: ("Stopped", "bad"),
    states.NOT_PROPOSED: ("Not proposed", "neutral"),
    states.PROPOSED: ("Proposed", "info"),
    states.SIGNED: ("Signed", "info"),
    states.PARTLY_MADE: ("Partly made", "warn"),
    states.FULFILLED: ("Fulfilled", "ok"),
    CARRIED: ("Carried", "warn"),
    WAIVED: ("Waived", "neutral"),
    LAPSED: ("Lapsed", "neutral"),
}
"""How each state reads, with its tone."""

OLDER_FIRST = (
    "All that was signed came. It cleared older months first, so that something of this one is"
    " left."
)

ARREARS_AGES = tuple(one for one in AGES if one != NOT_YET_DUE)
AGE_TITLES = {age: age.replace("-", "–") for age in ARREARS_AGES}
_AMOUNT, _AGE = 92, 84


def run_columns(recipient: Callable[[str], str]) -> tuple[Column[MonthRow], ...]:
    """Return the columns; ``recipient`` names an entity by its short name in a letter or two."""

    def split(row: MonthRow) -> str:
        return " · ".join(_share(one, recipient) for one in row.shares)

    return (
        Column("name", "Official", lambda row: row.name, Look.STRONG, 180, stretch=True,
               tip=lambda row: f"{row.name}, {row.reference}"),
        _amount("due", "Due", lambda row: row.due_cents),
        _amount("kept", "Kept", lambda row: row.kept_cents, yields=True),
        money_column("proposable", "Left", lambda row: row.proposable_cents, width=98),
        # Where there is little room the split leaves first, then what few have, the ages last.
        *(_age_column(age) for age in ARREARS_AGES),
        _amount("waived", "Waived", lambda row: row.waived_cents, yields=True),
        _amount("credit", "Credit", lambda row: row.credit_cents, yields=True),
        Column("state", "Instruction", lambda row: STATE_CHIPS[row.state][0], Look.CHIP, 122,
               tone=lambda row: STATE_CHIPS[row.state][1], tip=state_tip),
        Column("split", "Proposed or signed", split, Look.QUIET, 168, sortable=False, yields=True,
               tip=split),
    )  # fmt: skip


def empty_columns(rows: Sequence[MonthRow]) -> frozenset[str]:
    """Return the columns in which nobody has anything: they make room for the others."""
    return frozenset(key for key, cents in _SOMETIMES.items() if not any(map(cents, rows)))


def show_columns(table: DataTable, keys: Iterable[str], *, shown: bool) -> None:
    """Show columns, or hide them; whoever wants to see one that is hidden still can."""
    places = {column.key: place for place, column in enumerate(table.model.columns)}
    for key in keys:
        table.view.want(places[key], wanted=shown)


def row_order(row: MonthRow, key: str) -> Any:  # noqa: ANN401 - whatever compares
    """Return what sorting by a column compares: amounts as amounts, states by how far they are."""
    found = _ORDERS.get(key)
    return row.name.casefold() if found is None else found(row)


def state_tip(row: MonthRow) -> str:
    """Return why the month stands as it does, one reason a line."""
    said = [stop.why for stop in row.stops] if row.state == states.STOPPED else []
    if row.instruction is not None and row.state in (states.PROPOSED, states.SIGNED):
        fact = row.instruction.fact
        day = fact.signed_on or fact.drafted_on
        said.append(f"{'Signed' if fact.signed_on else 'Proposed'} on {day:%m/%d/%Y}")
    if row.older_first:
        said.append(OLDER_FIRST)
    if row.carried_in_cents:
        said.append(f"{dollars(row.carried_in_cents)} carried in from an earlier month")
    return "\n".join((*said, *row.gaps))


def _share(one: Share, recipient: Callable[[str], str]) -> str:
    """Return a line of an instruction in short: whose, how much, and a tick once it came."""
    if one.cents is None:
        return "behind a wall"
    tick = " ✓" if one.came else ""
    return f"{recipient(one.recipient)} {money(one.cents)}{tick}"


def in_some_rows(
    key: str, title: str, cents: Callable[[Row], int], width: int, *, yields: bool = True
) -> Column[Row]:
    """Return a column of amounts of which most rows have none: a dash says so."""
    made = money_column(
        key, title, cents, width=width, look=Look.NUMBER, summed=False, yields=yields
    )
    return replace(made, text=lambda row: money(cents(row)) if cents(row) else NOTHING)


def _amount(
    key: str, title: str, cents: Callable[[MonthRow], int], *, yields: bool = False
) -> Column[MonthRow]:
    return in_some_rows(key, title, cents, _AMOUNT, yields=yields)


def _age_column(age: str) -> Column[MonthRow]:
    """Return a column of the arrears of one age."""
    return in_some_rows(age, AGE_TITLES[age], lambda row: row.ages[age], _AGE)


_SOMETIMES: Mapping[str, Callable[[MonthRow], int]] = {
    "waived": lambda row: row.waived_cents,
    "credit": lambda row: row.credit_cents,
    **{age: lambda row, age=age: row.ages[age] for age in ARREARS_AGES},  # type: ignore[misc]
}
_ORDERS: Mapping[str, Callable[[MonthRow], Any]] = {
    "due": lambda row: row.due_cents,
    "kept": lambda row: row.kept_cents,
    "proposable": lambda row: row.proposable_cents,
    "state": lambda row: (states.STATES.index(row.state), row.name.casefold()),
    **_SOMETIMES,
}
