"""Closed means closed: what a closed bank account holds to its day changes only by *Reopen*.

That is every line and statement of the bank, every entry that moves money on the account, the
account's own beginning, and the matches that explained the bank's balance. A check that was
outstanding may still be matched with a later line, and a line that was explained with a later
entry. What moves no money (a purpose, an employer, a drive) is not the bank's business.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    and_,
    exists,
    func,
    not_,
    or_,
    select,
)

from financedesk.book.journal import Change
from financedesk.book.schema import batch
from financedesk.book.unit import Removal, UnitOfWork
from financedesk.errors import Locked
from financedesk.ledger import tables
from financedesk.ledger.bank_closings import figures_fault
from financedesk.ledger.id_lists import among_ids, with_ids
from financedesk.ledger.locks import locked_items

closing, part = tables.bank_closing, tables.bank_closing_item
line, posting, statement = tables.statement_line, tables.posting, tables.bank_statement
part_line, part_posting = tables.bank_match_line, tables.bank_match_posting
_CLOSING = "bank_closing"
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Closed:
    """To which day an account is closed, by its newest closing in force.

    ``statement_on`` is the day of the bank's balance that it is counted from.
    """

    closing_id: int
    account_id: int
    name: str
    through: str
    statement_on: str

    @property
    def sentence(self) -> str:
        """Return why nothing changes, and what to do."""
        return (
            f"{self.name} is closed through {self.through}, and what is dated to that day stays as"
            " it is; reopen that closing first."
        )


@dataclass(frozen=True, slots=True)
class _Dated:
    """Where a table says the account and the day of its rows, and what of them may not change.

    Of several days the first that is filled counts. Without ``kept`` no column may change; rows
    whose ``moves`` is 0 are free.
    """

    days: tuple[str, ...]
    kept: frozenset[str] = field(default_factory=frozenset)
    moves: str = ""


_DATED: Mapping[str, _Dated] = {
    "statement_line": _Dated(("booked_on",)),
    "bank_statement": _Dated(("closing_on",)),
    "posting": _Dated(("posted_on",)),
    "item": _Dated(
        ("reported_on", "item_date"),
        frozenset({"account_id", "amount_cents", "cash_cents", "item_date", "reported_on"}),
        "cash_cents",
    ),
}
_BULK = (
    (posting, posting.c.posted_on), (line, line.c.booked_on), (statement, statement.c.closing_on),
)  # fmt: skip
_BEGINNING = ("opening_date", "opening_balance_cents", "role", "kind")


def refuse_in_closed(unit: UnitOfWork, changes: Sequence[Change]) -> None:
    """Raise Locked when a unit changed what a closed account holds to its day."""
    own_changes = [one for one in changes if one.table == _CLOSING]
    _refuse_wrong_closings(unit.connection, own_changes)
    made = [one.id for one in own_changes if one.before is None]
    own = (unit.batch.first_id, unit.last_id) if unit.batch is not None else None
    closed = _undone(unit.connection, changes) | _in_force(unit.connection, made, own)
    if not closed:
        return
    for one in changes:
        _refuse_dated(closed, one)
    _refuse_matches(unit.connection, closed, changes)
    if own is not None:
        _refuse_range(unit.connection, closed, own)


def refuse_closed_removal(connection: Connection, removal: Removal) -> None:
    """Raise Locked when a batch that is taken back holds rows that a closing holds."""
    own = (removal.first_id, removal.last_id)
    if closed := _in_force(connection, (), own):
        _refuse_range(connection, closed, own)


def refuse_closed_batch(connection: Connection, batch_id: int) -> None:
    """Raise Locked when rows of a batch are held by a closing outside of it."""
    column = batch.c
    query = select(column.first_id, column.last_id).where(column.id == batch_id)
    for row in connection.execute(query):
        refuse_closed_removal(connection, Removal(batch_id, row.first_id, row.last_id))


def _in_force(
    connection: Connection, made: Iterable[int], own: tuple[int, int] | None
) -> dict[int, Closed]:
    """Return accounts that are closed, but by what this unit or batch brings itself."""
    query = _closed().where(closing.c.id.not_in(list(made)))
    if own is not None:
        query = query.where(not_(closing.c.id.between(*own)))
    return {row.account_id: Closed(*row) for row in connection.execute(query)}


def _undone(connection: Connection, changes: Sequence[Change]) -> dict[int, Closed]:
    """Return accounts whose closing this unit took away, as an undo of what came before it would.

    What they held stays all the same: only *Reopen*, which asks why, sets it free.
    """
    gone = [one.before for one in changes if one.table == _CLOSING and one.after is None]
    rows = {row["account_id"]: row for row in gone if row and not row["reopened_on"]}
    if not rows:
        return {}
    account = tables.account.c
    there = connection.execute(select(account.id, account.name).where(account.id.in_(rows)))
    went = {one.id: one.before["name"] for one in changes if one.table == "account" and one.before}
    names: dict[int, str] = went | {row.id: row.name for row in there}
    return {
        account_id: Closed(
            row["id"], account_id, names[account_id], row["closed_through"], row["statement_on"]
        )
        for account_id, row in rows.items()
    }


def _closed() -> Select[Any]:
    """Return a query for the closings in force, of each account the newest last."""
    account = tables.account.c
    return (
        select(
            closing.c.id, closing.c.account_id, account.name, closing.c.closed_through,
            closing.c.statement_on,
        )
        .join(tables.account, account.id == closing.c.account_id)
        .where(closing.c.reopened_on.is_(None))
        .order_by(closing.c.closed_through, closing.c.id)
    )  # fmt: skip


# --- rows that bear a day


def _refuse_dated(closed: Mapping[int, Closed], change: Change) -> None:
    if change.table == "account":
        _refuse_beginning(closed.get(change.id), change)
        return
    dated = _DATED.get(change.table)
    if dated is None or not _matters(dated, change):
        return
    for row in (change.before, change.after):
        if row is None or (dated.moves and not row[dated.moves]):
            continue
        held = closed.get(row["account_id"] or 0)
        day = next((row[name] for name in dated.days if row[name]), "")
        if held is None or not day or day > held.through or _is_older_balance(held, change, day):
            continue
        raise Locked(held.sentence)


def _is_older_balance(held: Closed, change: Change, day: str) -> bool:
    """Tell whether a statement comes or goes that says nothing of the balance that was closed.

    An older export, brought in once more, has lines that are known and a balance of a day before.
    Its lines are asked about as lines.
    """
    whole = change.before is None or change.after is None
    return change.table == "bank_statement" and whole and day < held.statement_on


def _matters(dated: _Dated, change: Change) -> bool:
    before, after = change.before, change.after
    if before is None or after is None or not dated.kept:
        return True
    return any(before[name] != after[name] for name in dated.kept)


def _refuse_beginning(held: Closed | None, change: Change) -> None:
    before, after = change.before, change.after
    if held is None or before is None or after is None:
        return
    if any(before[name] != after[name] for name in _BEGINNING):
        raise Locked(
            f"{held.name} is closed through {held.through}: its kind and the balance it begins with"
            " stay as they are; reopen that closing first."
        )


def _refuse_range(
    connection: Connection, closed: Mapping[int, Closed], own: tuple[int, int]
) -> None:
    """Refuse rows of a range of ids that lie in closed days: one question for each table."""
    for table, day in _BULK:
        inside = [
            and_(table.c.account_id == one.account_id, day <= one.through)
            for one in closed.values()
        ]
        query = select(table.c.account_id).where(table.c.id.between(*own), or_(*inside)).limit(1)
        account_id = connection.execute(query).scalar()
        if account_id is not None:
            raise Locked(closed[account_id].sentence)


# --- matches


def _refuse_matches(
    connection: Connection, closed: Mapping[int, Closed], changes: Sequence[Change]
) -> None:
    lines, postings = _parts(changes)
    if not lines:
        return
    placed = _placed(connection, line, line.c.booked_on, _all(lines))
    placed |= _went(changes, "statement_line", "booked_on")
    later = _placed(connection, posting, posting.c.posted_on, _all(postings))
    later |= _went(changes, "posting", "posted_on")
    for match_id, line_ids in lines.items():
        found = {one: placed[one] for one in line_ids if one in placed}
        entries = [later[one] for one in postings.get(match_id, ()) if one in later]
        for account_id, held in closed.items():
            inside = [
                one for one, (whose, day) in found.items()
                if whose == account_id and day <= held.through
            ]  # fmt: skip
            reaches = any(day > held.through for _, day in (*found.values(), *entries))
            if inside and not (reaches and _explained(connection, held, inside)):
                raise Locked(held.sentence)


def _parts(changes: Sequence[Change]) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    """Return the lines and the postings that came into matches or left them, by match."""
    lines: dict[int, set[int]] = defaultdict(set)
    postings: dict[int, set[int]] = defaultdict(set)
    for one in changes:
        row = one.after or one.before
        if row is None:
            continue
        if one.table == part_line.name:
            lines[row["bank_match_id"]].add(row["statement_line_id"])
        elif one.table == part_posting.name:
            postings[row["bank_match_id"]].add(row["posting_id"])
    return lines, postings


def _all(parts: Mapping[int, set[int]]) -> list[int]:
    return sorted(one for some in parts.values() for one in some)


def _placed(
    connection: Connection,
    table: Table,
    day: ColumnElement[str],
    ids: Sequence[int],
) -> dict[int, tuple[int, str]]:
    """Return account and day of rows by their ids."""
    found: dict[int, tuple[int, str]] = {}
    for at in range(0, len(ids), _CHUNK):
        query = select(table.c.id, table.c.account_id, day).where(
            table.c.id.in_(ids[at : at + _CHUNK])
        )
        found |= {row[0]: (row[1], row[2]) for row in connection.execute(query)}
    return found


def _went(changes: Sequence[Change], table: str, day: str) -> dict[int, tuple[int, str]]:
    """Return account and day of rows that a unit took away, by their ids."""
    return {
        one.id: (one.before["account_id"], one.before[day])
        for one in changes
        if one.table == table and one.before is not None and one.after is None
    }


def _explained(connection: Connection, held: Closed, line_ids: Sequence[int]) -> bool:
    """Tell whether lines are all among those that the newest closing explains in words."""
    query = select(func.count(part.c.statement_line_id.distinct())).where(
        part.c.bank_closing_id == held.closing_id, part.c.statement_line_id.in_(line_ids)
    )
    return connection.execute(query).scalar_one() == len(line_ids)


# --- closings themselves


def _refuse_wrong_closings(connection: Connection, changes: Sequence[Change]) -> None:
    """Refuse to bring a closing back that no longer fits, or to take one from under another."""
    for one in changes:
        if one.after is None or one.after["reopened_on"]:
            _refuse_under(connection, one)
        elif one.before is None or one.before["reopened_on"]:
            fault = figures_fault(connection, one.id)
            if fault:
                raise Locked(fault)


def _refuse_under(connection: Connection, change: Change) -> None:
    before = change.before
    if before is None or before["reopened_on"]:
        return
    newer = _closed().where(
        closing.c.account_id == before["account_id"],
        closing.c.closed_through > before["closed_through"],
    )
    row = connection.execute(newer.limit(1)).first()
    if row is not None:
        held = Closed(*row)
        raise Locked(
            f"{held.name} is closed through {held.through} as well, which stands on this closing;"
            " reopen that one first."
        )


# --- what is shown


def closed_items(connection: Connection, item_ids: Iterable[int]) -> dict[int, str]:
    """Return, for those of the items that a closing holds, the sentence that says to which day."""
    query = _closed_items(connection.dialect.name)
    found = connection.execute(query, with_ids(item_ids))
    return {row.item_id: Closed(*row[:5]).sentence for row in found}


@cache
def _closed_items(dialect: str) -> Select[Any]:
    item = tables.item
    return (
        _closed()
        .join(item, _holds(item))
        .add_columns(item.c.id.label("item_id"))
        .where(among_ids(dialect, item.c.id))
    )


def held_items(connection: Connection, item_ids: Iterable[int]) -> dict[int, str]:
    """Return why items may not change: by a filing, else by a closing of their account."""
    ids = list(item_ids)
    return closed_items(connection, ids) | locked_items(connection, ids)


def is_closed(item: Any) -> ColumnElement[bool]:  # noqa: ANN401 - the table or an alias of it
    """Return the condition that a closing holds an item."""
    return exists().where(closing.c.reopened_on.is_(None), _holds(item))


def _holds(item: Any) -> ColumnElement[bool]:  # noqa: ANN401 - the table or an alias of it
    return and_(
        closing.c.account_id == item.c.account_id,
        item.c.cash_cents != 0,
        closing.c.closed_through >= func.coalesce(item.c.reported_on, item.c.item_date),
    )


def closed_account(connection: Connection, account_id: int) -> str:
    """Return why the beginning of an account may not change; empty when it is not closed."""
    found = connection.execute(_closed().where(closing.c.account_id == account_id)).all()
    return Closed(*found[-1]).sentence if found else ""
