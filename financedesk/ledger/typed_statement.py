"""A bank's statement typed by hand: its two balances and its lines, for a bank without files.

It stands beside the imported ones in the same tables and is matched and closed like them. What
stands in a match is changed by nobody: the match is taken back first. It touches no money.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, NotFound, Refused
from financedesk.ledger import tables
from financedesk.ledger.account_edit import account_by_id
from financedesk.ledger.entities import AccountRow
from financedesk.rules.money import format_cents

statement, line, part_line, aside = (
    tables.bank_statement, tables.statement_line, tables.bank_match_line, tables.line_set_aside,
)  # fmt: skip

TYPED = "typed"
"""The format of a statement that came without a file."""
_MONEY = ("booked_on", "amount_cents")


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedLine:
    """One line as it was typed; ``cents`` is positive for money in, the day ``YYYY-MM-DD``.

    ``id`` is the line of the book that it says anew, None for one that is new.
    """

    day: str
    cents: int
    payee: str = ""
    memo: str = ""
    check: str = ""
    id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedStatement:
    """A statement as it was typed: what stood on the account before its first day and on its last.

    Balances in cents, days ``YYYY-MM-DD``.
    """

    opening_on: str
    opening_cents: int
    closing_on: str
    closing_cents: int
    lines: tuple[TypedLine, ...]

    @property
    def lacking_cents(self) -> int:
        """The closing balance less what opening balance and lines come to; 0 when they agree."""
        return self.closing_cents - self.opening_cents - sum(one.cents for one in self.lines)


def lacking_told(facts: TypedStatement) -> str:
    """Say by how much a typed statement does not add up; empty when it does."""
    lacking = facts.lacking_cents
    if not lacking:
        return ""
    come_to = format_cents(facts.closing_cents - lacking, symbol=True)
    return (
        f"Opening balance and lines come to {come_to}, the closing balance is"
        f" {format_cents(facts.closing_cents, symbol=True)}:"
        f" {format_cents(abs(lacking), symbol=True)} {'lack' if lacking > 0 else 'too much'}."
    )


# --- writing


def record_statement(unit: UnitOfWork, account: AccountRow, facts: TypedStatement) -> int:
    """Write a typed statement with its lines and return its id.

    One that does not add up is kept: it says what the paper says, and the difference is told
    (``lacking_told``). Raises BadInput for days that do not fit and for a line of nothing, Refused
    for a statement of the same days that was typed before.
    """
    _check(facts)
    _require_new(unit.connection, account, facts, None)
    own = {"entity_id": account.entity_id, "account_id": account.id}
    fixed = {"number": "", "bank": account.bank or "", "currency": "USD", "format": TYPED,
             "file_name": "", "file_sha256": "", "part": 1}  # fmt: skip
    statement_id = unit.insert(statement, {**own, **fixed, **_balances(facts)})
    of = {**own, "bank_statement_id": statement_id}
    _add_lines(unit, of, list(enumerate(facts.lines, start=1)))
    return statement_id


def correct_statement(unit: UnitOfWork, statement_id: int, facts: TypedStatement) -> None:
    """Let a typed statement say what is typed now; lines that are not among them any more go.

    Raises Refused for a statement that came from a file and for a matched line that would change
    day or amount, or go; and what ``record_statement`` raises.
    """
    before = _typed_row(unit, statement_id)
    _check(facts)
    account = account_by_id(unit.connection, before["account_id"])
    _require_new(unit.connection, account, facts, statement_id)
    known = {row["id"]: row for row in _lines_of(unit.connection, statement_id)}
    matched = _matched(unit.connection, list(known))
    kept = {one.id: one for one in facts.lines if one.id is not None}
    strange = next((one for one in kept if one not in known), None)
    if strange is not None:
        raise NotFound("A line of this statement is gone from the book; open it again.")
    for line_id, row in known.items():
        _correct_line(unit, row, kept.get(line_id), matched=line_id in matched)
    unit.update(statement, statement_id, _balances(facts))
    new = [one for one in facts.lines if one.id is None]
    first = _last_place(known.values()) + 1
    of = {name: before[name] for name in ("entity_id", "account_id")}
    of["bank_statement_id"] = statement_id
    _add_lines(unit, of, list(enumerate(new, start=first)))


def delete_statement(unit: UnitOfWork, statement_id: int) -> None:
    """Delete a typed statement with its lines; Refused while one of them is matched."""
    _typed_row(unit, statement_id)
    rows = _lines_of(unit.connection, statement_id)
    matched = _matched(unit.connection, [row["id"] for row in rows])
    for row in rows:
        _correct_line(unit, row, None, matched=row["id"] in matched)
    unit.delete(statement, statement_id)


def _balances(facts: TypedStatement) -> dict[str, Any]:
    return {
        "opening_cents": facts.opening_cents, "opening_on": facts.opening_on,
        "closing_cents": facts.closing_cents, "closing_on": facts.closing_on,
    }  # fmt: skip


def _add_lines(
    unit: UnitOfWork, of: Mapping[str, Any], lines: Sequence[tuple[int, TypedLine]]
) -> None:
    unit.insert_many(
        line,
        (
            {
                **of, **_said(one), "line_key": _key(int(of["bank_statement_id"]), place),
                "value_on": None, "reference": "", "kind": "", "place": f"line {place}",
            }
            for place, one in lines
        ),
    )  # fmt: skip


def _key(statement_id: int, place: int) -> str:
    return hashlib.sha256(f"{TYPED}\n{statement_id}\n{place}".encode()).hexdigest()


def _said(one: TypedLine) -> dict[str, Any]:
    return {
        "booked_on": one.day, "amount_cents": one.cents, "payee": one.payee.strip(),
        "memo": one.memo.strip(), "check_number": one.check.strip(),
    }  # fmt: skip


def _correct_line(
    unit: UnitOfWork, row: Mapping[str, Any], now: TypedLine | None, *, matched: bool
) -> None:
    said = None if now is None else _said(now)
    if matched and (said is None or any(row[name] != said[name] for name in _MONEY)):
        amount = format_cents(row["amount_cents"], symbol=True)
        raise Refused(
            f"The line of {row['booked_on']} over {amount} is matched; take that match back first."
        )
    if said is None:
        for one in unit.connection.execute(
            select(aside.c.id).where(aside.c.statement_line_id == row["id"])
        ).scalars():
            unit.delete(aside, one)
        unit.delete(line, row["id"])
    elif any(row[name] != value for name, value in said.items()):
        unit.update(line, row["id"], said)


# --- what is checked


def _check(facts: TypedStatement) -> None:
    first, last = _day(facts.opening_on, "opening"), _day(facts.closing_on, "closing")
    if first > last:
        raise BadInput("The closing day is before the first day; look at both again.")
    for place, one in enumerate(facts.lines, start=1):
        if not one.cents:
            raise BadInput(f"Line {place} has no amount; fill it in or delete it.")
        if not first <= _day(one.day, f"line {place}’s") <= last:
            raise BadInput(
                f"Line {place} is of {one.day}, outside of {facts.opening_on} to"
                f" {facts.closing_on}; look at its day again."
            )


def _day(words: str, whose: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise BadInput(f"The {whose} day is missing or is none; write it like 10/31.") from None


def _require_new(
    connection: Connection, account: AccountRow, facts: TypedStatement, besides: int | None
) -> None:
    column = statement.c
    query = select(column.id).where(
        column.account_id == account.id, column.format == TYPED,
        column.opening_on <= facts.closing_on, column.closing_on >= facts.opening_on,
    )  # fmt: skip
    if besides is not None:
        query = query.where(column.id != besides)
    if connection.execute(query.limit(1)).first() is not None:
        raise Refused(
            "A statement of these days was typed already; open it in the list of statements."
        )


# --- what there is


def typed_statement(connection: Connection, statement_id: int) -> TypedStatement:
    """Return a typed statement as a form holds it; NotFound and Refused as for correcting."""
    found = connection.execute(select(statement).where(statement.c.id == statement_id))
    row = found.mappings().one_or_none()
    if row is None:
        raise NotFound("This statement is not in the book any more; look at the list again.")
    _require_typed(dict(row))
    return TypedStatement(
        opening_on=row["opening_on"] or "", opening_cents=row["opening_cents"] or 0,
        closing_on=row["closing_on"] or "", closing_cents=row["closing_cents"] or 0,
        lines=tuple(
            TypedLine(
                id=one["id"], day=one["booked_on"], cents=one["amount_cents"], payee=one["payee"],
                memo=one["memo"], check=one["check_number"],
            )
            for one in _lines_of(connection, statement_id)
        ),
    )  # fmt: skip


def _typed_row(unit: UnitOfWork, statement_id: int) -> Mapping[str, Any]:
    row: Mapping[str, Any] = unit.row(statement, statement_id)
    _require_typed(row)
    return row


def _require_typed(row: Mapping[str, Any]) -> None:
    if row["format"] != TYPED:
        raise Refused(
            f"This statement came from {row['file_name']} and says what the bank says; take its"
            " import back instead."
        )


def _lines_of(connection: Connection, statement_id: int) -> list[Mapping[str, Any]]:
    query = select(line).where(line.c.bank_statement_id == statement_id)
    rows = connection.execute(query.order_by(line.c.booked_on, line.c.id)).mappings()
    return [dict(row) for row in rows]


def _matched(connection: Connection, ids: Sequence[int]) -> set[int]:
    found: set[int] = set()
    for at in range(0, len(ids), 500):
        column = part_line.c.statement_line_id
        query = select(column).where(column.in_(ids[at : at + 500]))
        found.update(connection.execute(query).scalars())
    return found


def _last_place(rows: Iterable[Mapping[str, Any]]) -> int:
    return max((int(row["place"].removeprefix("line ")) for row in rows), default=0)
