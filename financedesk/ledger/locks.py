"""Filed means filed: rows of a finalised filing change only through *Reopen* or *Amend*."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, and_, exists, select

from financedesk.book.journal import Change
from financedesk.book.schema import batch
from financedesk.book.unit import Removal, UnitOfWork
from financedesk.errors import Locked
from financedesk.ledger import tables
from financedesk.ledger.id_lists import among_ids, with_ids

LOCKING_STATES = ("final", "filed", "adopted")
# What may change on a filed row, because no form shows it.
FREE_COLUMNS = frozenset({"drive_id", "payout_id", "deposited_date", "conduit_id"})


def refuse_locked(unit: UnitOfWork, changes: Sequence[Change]) -> None:
    """Raise Locked when an item of a finalised filing was changed or deleted.

    Nor may its rows be taken out of the filing, as an undo behind it would.
    """
    _refuse_unlocking(unit, changes)
    ids = {_item_of(change) for change in changes if _matters(change)}
    ids.discard(None)
    filing = _first_filing(unit.connection, tables.filing_item.c.item_id.in_(ids)) if ids else None
    if filing is not None:
        raise Locked(_sentence(filing))


def _refuse_unlocking(unit: UnitOfWork, changes: Sequence[Change]) -> None:
    """Refuse to take rows out of a filing that stays finalised."""
    filings = {
        change.before["filing_id"]
        for change in changes
        if change.table == "filing_item" and change.before is not None
    }
    if filings:
        filing = _first_filing(unit.connection, tables.filing.c.id.in_(filings))
        if filing is not None:
            raise Locked(_sentence(filing))


def refuse_locked_removal(connection: Connection, removal: Removal) -> None:
    """Raise Locked when a batch that is taken back holds items of a filing outside the batch."""
    column = tables.filing_item.c
    inside = and_(
        column.item_id.between(removal.first_id, removal.last_id),
        ~column.filing_id.between(removal.first_id, removal.last_id),
    )
    filing = _first_filing(connection, inside)
    if filing is not None:
        raise Locked(_sentence(filing))


def refuse_locked_batch(connection: Connection, batch_id: int) -> None:
    """Raise Locked when rows of a batch stand in a finalised filing outside of it."""
    column = batch.c
    query = select(column.first_id, column.last_id).where(column.id == batch_id)
    for row in connection.execute(query):
        refuse_locked_removal(connection, Removal(batch_id, row.first_id, row.last_id))


def locked_items(connection: Connection, item_ids: Iterable[int]) -> dict[int, str]:
    """Return, for those of the items that are locked, the sentence that says by which filing."""
    query = _locked_statement(connection.dialect.name)
    rows = connection.execute(query, with_ids(item_ids)).mappings()
    return {row["item_id"]: _sentence(row) for row in rows}


@cache
def _locked_statement(dialect: str) -> Select[Any]:
    column = tables.filing_item.c
    return _filings().add_columns(column.item_id).where(among_ids(dialect, column.item_id))


def is_locked(item_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Return the condition that an item stands in a finalised filing."""
    filing, holding = tables.filing.c, tables.filing_item.c
    return exists().where(
        holding.item_id == item_id, filing.id == holding.filing_id, filing.state.in_(LOCKING_STATES)
    )


def _matters(change: Change) -> bool:
    if change.before is None or change.table not in ("item", "item_party"):
        return False
    if change.after is None:
        return True
    before, after = change.before, change.after
    return any(before[name] != after[name] for name in after if name not in FREE_COLUMNS)


def _item_of(change: Change) -> int | None:
    if change.table == "item":
        return change.id
    return None if change.before is None else change.before["item_id"]


def _filings() -> Select[Any]:
    column = tables.filing.c
    return (
        select(column.form, column.report_code, column.to_date, column.state)
        .outerjoin(tables.filing_item, tables.filing_item.c.filing_id == column.id)
        .where(column.state.in_(LOCKING_STATES))
    )


def _first_filing(connection: Connection, condition: ColumnElement[bool]) -> RowMapping | None:
    return connection.execute(_filings().where(condition).limit(1)).mappings().one_or_none()


def _sentence(filing: RowMapping) -> str:
    verb = "Reopen" if filing["state"] == "final" else "Amend"
    return (
        f"This row stands in the {filing['report_code'] or filing['form']} report through"
        f" {filing['to_date']} ({filing['state']}); {verb.lower()} that filing first."
    )
