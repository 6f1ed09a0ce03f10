"""What a new adoption meets in the book: the same file, the filing it amends, days already told."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Row, Table, select

from financedesk.book import UnitOfWork
from financedesk.book.dependents import chunks
from financedesk.errors import Refused
from financedesk.intake.fec_filing_cover import Cover
from financedesk.ledger import tables
from financedesk.ledger.bank_matches import let_go
from financedesk.ledger.obligations import obligation_kinds

CLOSED_STATES = ("adopted", "final", "filed")
# Columns outside the replaced rows that may point at one of its items.
_POINTING = (
    tables.item.c.parent_id,
    tables.item.c.applies_to_id,
    tables.item.c.corrects_id,
    tables.source_row.c.item_id,
    tables.memo_text.c.item_id,
)


@dataclass(frozen=True, slots=True)
class Replaced:
    """The adopted filing that an amendment replaces, and the items that go with it, by FEC id."""

    filing_id: int
    item_ids: frozenset[int]
    by_fec_id: dict[str, int]


def replaced_filing(unit: UnitOfWork, entity_id: int, cover: Cover) -> int | None:
    """Return the adopted filing that this one amends, or None for days not told before.

    Raises Refused for an original whose days are adopted already, for an amendment older than the
    one that is adopted, and when a report made in this book covers the days.
    """
    for row in _overlapping(unit, entity_id, cover):
        days = f"{row.from_date} to {row.to_date}"
        if row.state != "adopted":
            raise Refused(
                f"The {row.report_code or row.form} report for {days} was made in this book"
                f" ({row.state}); a past filing cannot take its place."
            )
        same = (row.from_date, row.to_date) == (cover.period.first, cover.period.last)
        if not same and row.report_code != cover.report_code:
            raise Refused(
                f"The {row.report_code or row.form} report for {days} is adopted and shares days"
                f" with this one ({cover.period.first} to {cover.period.last})."
            )
        if not cover.is_amendment or cover.number <= row.version:
            raise Refused(
                f"The report for {days} is adopted already, from {row.file_name} (version"
                f" {row.version}); only a later amendment replaces it. To adopt this file instead,"
                " take that import back first."
            )
        return int(row.id)
    return None


def _overlapping(unit: UnitOfWork, entity_id: int, cover: Cover) -> list[Row[tuple[object, ...]]]:
    column = tables.filing.c
    query = (
        select(tables.filing)
        .where(
            column.entity_id == entity_id,
            column.form == cover.form,
            column.state.in_(CLOSED_STATES),
            column.from_date <= cover.period.last,
            column.to_date >= cover.period.first,
        )
        .order_by(column.id)
    )
    return list(unit.connection.execute(query).all())


def set_aside(unit: UnitOfWork, filing_id: int) -> Replaced:
    """Free what is unique (FEC ids, openings, balances, texts) and mark the filing as replaced.

    Loans and debts stay: other reports speak of them too. The items themselves leave with
    ``remove``, when what replaces them is there.
    """
    filing = unit.row(tables.filing, filing_id)
    listed = tables.filing_item.c
    query = select(listed.item_id).where(listed.filing_id == filing_id, listed.item_id.is_not(None))
    every = frozenset(unit.connection.execute(query).scalars())
    items = every - _obligation_items(unit, every)
    by_fec_id = _ids_of(unit, items)
    entity_id = filing["entity_id"]
    _delete(unit, tables.fec_id, tables.fec_id.c.item_id, items)
    _delete(unit, tables.memo_text, tables.memo_text.c.item_id, items)
    _delete_where(unit, tables.opening, tables.opening.c.filing_id == filing_id)
    _delete_where(
        unit,
        tables.obligation_state,
        (tables.obligation_state.c.entity_id == entity_id)
        & (tables.obligation_state.c.from_date == filing["from_date"])
        & (tables.obligation_state.c.as_of == filing["to_date"]),
    )
    text = tables.memo_text.c
    _delete_where(
        unit,
        tables.memo_text,
        (text.entity_id == entity_id)
        & text.item_id.is_(None)
        & (text.form == filing["form"])
        & (text.from_date == filing["from_date"])
        & (text.to_date == filing["to_date"]),
    )
    _delete_where(unit, tables.filing_item, listed.filing_id == filing_id)
    unit.update(tables.filing, filing_id, {"state": "replaced"})
    return Replaced(filing_id, items, by_fec_id)


def remove(unit: UnitOfWork, replaced: Replaced, new_ids: dict[str, int]) -> None:
    """Delete the replaced items; what pointed at one now points at its successor by FEC id.

    Raises Refused when something else stands on an item that the amendment no longer has.
    """
    successors = {
        old: new_ids[fec_id] for fec_id, old in replaced.by_fec_id.items() if fec_id in new_ids
    }
    for column in _POINTING:
        for row_id, old in _pointing_from_outside(unit, column, replaced.item_ids):
            if old not in successors:
                raise Refused(
                    f"An entry of this book refers to a row of the filing that is replaced, and"
                    f" the amendment has no such row (item {old}); correct that entry first."
                )
            unit.update(column.table, row_id, {column.name: successors[old]})
    transactions = _transactions(unit, replaced.item_ids)
    _delete(unit, tables.item_party, tables.item_party.c.item_id, replaced.item_ids)
    _delete(unit, tables.filing_item, tables.filing_item.c.item_id, replaced.item_ids)
    for item_id in sorted(replaced.item_ids, reverse=True):
        unit.delete(tables.item, item_id)
    # Loans and debts may remain in a transaction, but they moved no money.
    let_go(unit, _postings(unit, transactions))
    _delete(unit, tables.posting, tables.posting.c.transaction_id, transactions)
    for transaction_id in sorted(transactions):
        if not _has_items(unit, transaction_id):
            unit.delete(tables.transaction, transaction_id)


def _obligation_items(unit: UnitOfWork, item_ids: frozenset[int]) -> frozenset[int]:
    column = tables.item.c
    found: set[int] = set()
    for some in chunks(item_ids):
        query = select(column.id).where(
            column.id.in_(some), column.kind.in_(tuple(obligation_kinds()))
        )
        found.update(unit.connection.execute(query).scalars())
    return frozenset(found)


def _ids_of(unit: UnitOfWork, item_ids: frozenset[int]) -> dict[str, int]:
    column = tables.fec_id.c
    found: dict[str, int] = {}
    for some in chunks(item_ids):
        query = select(column.fec_id, column.item_id).where(column.item_id.in_(some))
        found.update((row.fec_id, row.item_id) for row in unit.connection.execute(query))
    return found


def _transactions(unit: UnitOfWork, item_ids: frozenset[int]) -> set[int]:
    column = tables.item.c
    found: set[int] = set()
    for some in chunks(item_ids):
        query = select(column.transaction_id).where(column.id.in_(some)).distinct()
        found.update(unit.connection.execute(query).scalars())
    return found


def _postings(unit: UnitOfWork, transactions: Iterable[int]) -> Iterator[int]:
    column = tables.posting.c
    for some in chunks(transactions):
        query = select(column.id).where(column.transaction_id.in_(some))
        yield from unit.connection.execute(query).scalars().all()


def _has_items(unit: UnitOfWork, transaction_id: int) -> bool:
    column = tables.item.c
    query = select(column.id).where(column.transaction_id == transaction_id).limit(1)
    return unit.connection.execute(query).first() is not None


def _delete(unit: UnitOfWork, table: Table, column: Column[Any], values: Iterable[int]) -> None:
    for some in chunks(values):
        _delete_where(unit, table, column.in_(some))


def _delete_where(unit: UnitOfWork, table: Table, condition: ColumnElement[bool]) -> None:
    query = select(table.c.id).where(condition).order_by(table.c.id.desc())
    for row_id in unit.connection.execute(query).scalars().all():
        unit.delete(table, row_id)


def _pointing_from_outside(
    unit: UnitOfWork, column: Column[Any], item_ids: frozenset[int]
) -> Iterator[tuple[int, int]]:
    """Yield (row, item) of the rows that point at one of the items and do not leave with them."""
    for some in chunks(item_ids):
        query = select(column.table.c.id, column).where(column.in_(some))
        for row_id, item_id in unit.connection.execute(query).all():
            if column.table is not tables.item or row_id not in item_ids:
                yield row_id, item_id
