"""Banks' CSV files, as far as a file proves what its columns and signs mean.

A sign is proved by separate columns for money in and out, by a running balance that follows, by a
column that says debit or credit, or by a header that only one bank writes. What is not proved is
asked for: whether a minus is money out differs from bank to bank.
"""

import csv
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from financedesk.errors import BadInput
from financedesk.intake.csv_table import plain_name
from financedesk.intake.proposing import USUAL_NAMES
from financedesk.intake.statements.balancing import judged
from financedesk.intake.statements.csv_columns import (
    BROKERS,
    KNOWN_SIGNS,
    PENDING,
    ROLES,
    headless_columns,
)
from financedesk.intake.statements.csv_signs import Amounts, proved
from financedesk.intake.statements.facts import (
    Balance,
    RejectedLine,
    Said,
    SaidTable,
    Statement,
    StatementLine,
)
from financedesk.intake.statements.written import is_day_first, words, written_day

CODE = "csv"

_DELIMITERS = (",", ";", "\t", "|")
_SEARCHED = 30
_NO_ROW = "is no row of the table."
_OF_BANKS = frozenset({"balance", "check"})
"""Roles of columns that no list of gifts has."""
_OF_DONORS = frozenset(
    name
    for role in ("first_name", "last_name", "street_1", "zip", "employer", "occupation", "email")
    for name in USUAL_NAMES[role]
) | {"donor", "donor name", "contributor"}  # fmt: skip
"""Columns that no bank has."""
_OPENINGS = ("beginning balance", "opening balance", "starting balance")


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    cells: dict[str, str]
    amounts: Amounts


@dataclass(frozen=True, slots=True)
class _Table:
    """Rows under a header: where each role's column stands, and the names of all columns.

    ``known_sign`` is that of a header which one bank alone writes; a row has ``least`` cells.
    """

    line: int
    delimiter: str
    columns: dict[str, int]
    names: frozenset[str]
    width: int
    known_sign: int | None = None
    least: int = 3


@dataclass(frozen=True, slots=True)
class _Told:
    """What is known of a whole file: its order of days, and what says what a minus means."""

    name: str
    day_first: bool
    known_sign: int | None
    minus_is_out: bool | None


def read(lines: Sequence[str], name: str, said: Said) -> tuple[Statement, ...]:
    """Return the accounts of a CSV file; raises BadInput for what nothing proves."""
    table = _said_table(lines, name, said.table) if said.table else _table(lines, name)
    if table.names & BROKERS:
        raise BadInput(
            f"{name} lists investments or orders, not the lines of a bank account; take the bank"
            " account's own export."
        )
    rows, rejected = _rows(lines, table, name)
    if not rows:
        failed = next((one for one in rejected if one.reason != _NO_ROW), None)
        why = f"; {failed.place}: {failed.reason}" if failed else "; export it again."
        raise BadInput(f"{name} has the columns of a bank's file but no rows that can be read{why}")
    days = [row.cells.get("day", "") for row in rows]
    told = _Told(
        name, is_day_first(days, name, said=said.day_first), table.known_sign, said.minus_is_out
    )
    accounts: dict[str, list[_Row]] = {}
    for row in rows:
        accounts.setdefault(row.cells.get("account", ""), []).append(row)
    first, *others = (_statement(account, own, told) for account, own in accounts.items())
    first = replace(first, rejected=(*rejected, *first.rejected))
    return judged([first, *others], name)


class Likeness(Enum):
    """What a table may be by its columns."""

    STATEMENT = "statement"
    EITHER = "either"
    """A bank's statement or a list of gifts: only people can tell."""
    NEITHER = "neither"


def likeness(lines: Sequence[str], name: str) -> Likeness:
    """Return what a CSV file is, a bank's statement or not, as far as its columns tell."""
    try:
        table = _table(lines, name)
    except BadInput:
        return Likeness.NEITHER
    if table.names & (BROKERS | _OF_DONORS):
        return Likeness.NEITHER
    has_sides = {"debit", "credit"} <= set(table.columns)
    is_bank = not table.line or has_sides or table.columns.keys() & _OF_BANKS
    return Likeness.STATEMENT if is_bank or table.known_sign else Likeness.EITHER


# --- the table


def _table(lines: Sequence[str], name: str) -> _Table:
    for number, line in enumerate(lines[:_SEARCHED], start=1):
        for delimiter in _DELIMITERS:
            found = _header(number, line, delimiter)
            if found is not None:
                return found
    columns = headless_columns([_cells(line, ",", 0, name) for line in lines if line.strip()])
    if columns is None:
        raise BadInput(
            f"{name} has the columns of no bank's file that can be read; take the bank's OFX or QFX"
            " (Quicken, QuickBooks) download instead, or a CSV with its header."
        )
    # Without a header it is the star's, or a balance proves the sign.
    return _Table(0, ",", columns, frozenset(), max(columns.values()) + 1, known_sign=1)


def _said_table(lines: Sequence[str], name: str, said: SaidTable) -> _Table:
    """Return the table whose columns somebody has named; raises BadInput for one that is not."""
    columns = {role: place - 1 for role, place in said.columns.items()}
    unknown = next((role for role in columns if role not in ROLES), None)
    if unknown is not None:
        raise BadInput(f"A bank's column cannot be {unknown!r}; say one of {', '.join(ROLES)}.")
    if "day" not in columns or not _has_money(columns):
        raise BadInput(
            f"Say which column of {name} has the day, and which the amount, or debit and credit."
        )
    if said.header_line > len(lines):
        raise BadInput(f"{name} has no line {said.header_line} to be its header.")
    delimiter = said.delimiter or _likely_delimiter(lines[said.header_line :])
    header = lines[said.header_line - 1] if said.header_line else ""
    names = frozenset(map(plain_name, _cells(header, delimiter, said.header_line, name)))
    needed = max(columns.values()) + 1
    sign = _sign_of_one_bank(names)
    return _Table(said.header_line, delimiter, columns, names, needed, sign, least=2)


def _likely_delimiter(lines: Sequence[str]) -> str:
    first = next((line for line in lines if line.strip()), "")
    return max(_DELIMITERS, key=first.count)


def _has_money(columns: Collection[str]) -> bool:
    return "amount" in columns or {"debit", "credit"} <= set(columns)


def _header(number: int, line: str, delimiter: str) -> _Table | None:
    try:
        names = [plain_name(cell) for cell in next(csv.reader([line], delimiter=delimiter), [])]
    except csv.Error:
        return None
    columns: dict[str, int] = {}
    for role, known in ROLES.items():
        place = next((names.index(one) for one in known if one in names), None)
        if place is not None and place not in columns.values():
            columns[role] = place
    named = frozenset(names)
    is_broker = bool(named & BROKERS) and len(names) > 3
    if is_broker or ("day" in columns and _has_money(columns)):
        width = len([one for one in names if one])
        return _Table(number, delimiter, columns, named, width, _sign_of_one_bank(named))
    return None


def _cells(line: str, delimiter: str, number: int, name: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        raise BadInput(
            f"A quotation mark in line {number or 'one'} of {name} does not close; correct that"
            " line or download the file again."
        ) from error


def _rows(lines: Sequence[str], table: _Table, name: str) -> tuple[list[_Row], list[RejectedLine]]:
    rows, rejected = [], []
    needed = max(table.columns.values())
    for number, line in enumerate(lines[table.line :], start=table.line + 1):
        if not line.strip(" \t\x00\x1a" + table.delimiter):
            continue
        cells = _cells(line, table.delimiter, number, name)
        if len(cells) <= min(needed, table.width - 1) - 1 or len(cells) < table.least:
            rejected.append(RejectedLine(f"line {number}", _NO_ROW))
            continue
        named = {
            role: cells[place].strip()
            for role, place in table.columns.items()
            if place < len(cells)
        }
        try:
            rows.append(_Row(number, named, Amounts.of(named)))
        except BadInput as error:
            rejected.append(RejectedLine(f"line {number}", str(error)))
    return rows, rejected


# --- one account


def _statement(account: str, own: Sequence[_Row], told: _Told) -> Statement:
    refused: list[RejectedLine] = []
    movements = []
    for row in own:
        reason = _no_movement(row)
        if reason is None:
            movements.append(row)
        elif reason:
            refused.append(RejectedLine(f"line {row.line}", reason))
    cents, is_newest_first = proved(
        [row.amounts for row in movements],
        known_sign=told.known_sign,
        minus_is_out=told.minus_is_out,
        name=told.name,
    )
    lines = []
    for row, amount in zip(movements, cents, strict=True):
        try:
            lines.append(_line(row, amount, day_first=told.day_first))
        except BadInput as error:
            refused.append(RejectedLine(f"line {row.line}", str(error)))
    statement = Statement(
        account=account.strip("'"),
        bank="",
        currency=_currency(own, told.name),
        opening=_opening(own, day_first=told.day_first),
        closing=None,
        lines=tuple(lines),
        rejected=tuple(refused),
    )
    return _with_balances(statement, movements, lines, is_newest_first=is_newest_first)


def _currency(rows: Sequence[_Row], name: str) -> str:
    found = {row.cells.get("currency", "").upper() for row in rows}
    if len(found) > 1:
        raise BadInput(
            f"{name} mixes currencies ({', '.join(sorted(filter(None, found)))}); export the"
            " accounts one by one."
        )
    return found.pop()


def _sign_of_one_bank(names: frozenset[str]) -> int | None:
    """Return the sign of a header that one bank alone writes."""
    return next((sign for known, sign in KNOWN_SIGNS if known <= names), None)


def _no_movement(row: _Row) -> str | None:
    """Return why a row is no movement: empty for the opening balance, None when it is one."""
    if row.cells.get("status", "").casefold() in PENDING:
        return "is not booked yet."
    if row.amounts.is_empty:
        is_opening = row.cells.get("payee", "").casefold().startswith(_OPENINGS)
        return "" if is_opening and row.amounts.balance is not None else "has no amount."
    return None


def _opening(rows: Sequence[_Row], *, day_first: bool) -> Balance | None:
    for row in rows:
        if _no_movement(row) == "" and row.amounts.balance is not None:
            return Balance(row.amounts.balance, written_day(row.cells["day"], day_first=day_first))
    return None


def _line(row: _Row, cents: int, *, day_first: bool) -> StatementLine:
    cells = row.cells
    value = cells.get("value_day", "")
    return StatementLine(
        place=f"line {row.line}",
        booked_on=written_day(cells.get("day", ""), day_first=day_first),
        value_on=written_day(value, day_first=day_first) if value else "",
        cents=cents,
        reference=words(cells.get("reference")),
        payee=words(cells.get("payee")),
        memo=words(cells.get("memo")),
        check_number=words(cells.get("check")).strip("0"),
        kind=words(cells.get("kind")),
    )


def _with_balances(
    statement: Statement,
    movements: Sequence[_Row],
    lines: Sequence[StatementLine],
    *,
    is_newest_first: bool | None,
) -> Statement:
    """Add what the running balance says was there before the first line and after the last."""
    if is_newest_first is None:
        return statement
    balances = [row.amounts.balance for row in movements]
    if len(lines) != len(movements) or not lines or None in balances:
        return statement
    first, last = (-1, 0) if is_newest_first else (0, -1)
    before = (balances[first] or 0) - lines[first].cents
    return replace(
        statement,
        opening=statement.opening or Balance(before, ""),
        closing=Balance(balances[last] or 0, lines[last].booked_on),
    )
