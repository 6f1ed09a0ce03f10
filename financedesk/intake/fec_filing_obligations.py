"""Loans and debts over successive filings: one item each, one statement per filing."""

from collections.abc import Mapping

from sqlalchemy import select

from financedesk.book import UnitOfWork
from financedesk.book.dependents import chunks
from financedesk.intake.fec_filing_cover import Cover, dollars
from financedesk.intake.fec_filing_replaced import CLOSED_STATES
from financedesk.intake.fec_filing_rows import State
from financedesk.ledger import tables
from financedesk.ledger.obligations import obligation_kinds, obligations


def known_items(
    unit: UnitOfWork, entity_id: int, fec_ids: set[str]
) -> dict[str, tuple[int, str | None]]:
    """Return what the entity filed under these ids before: item, and its record if it is owed.

    The record is SC or SD for a loan or debt, which keeps its id from report to report, and None
    for everything else.
    """
    column, item = tables.fec_id.c, tables.item.c
    records = {code: kind.record for code, kind in obligation_kinds().items()}
    found: dict[str, tuple[int, str | None]] = {}
    wanted = sorted(fec_ids)
    for start in range(0, len(wanted), 500):
        query = (
            select(column.fec_id, column.item_id, item.kind)
            .join(tables.item, item.id == column.item_id)
            .where(column.entity_id == entity_id, column.fec_id.in_(wanted[start : start + 500]))
        )
        for row in unit.connection.execute(query):
            found[row.fec_id] = (row.item_id, records.get(row.kind))
    return found


def outstanding(unit: UnitOfWork, entity_id: int, cover: Cover) -> dict[int, int]:
    """Return the balances in cents that would stand at the end of the period without the filing."""
    owed = obligations(unit.connection, entity_id, cover.period)
    return {one.item_id: one.balance_cents for one in owed if one.balance_cents}


def store_states(
    unit: UnitOfWork,
    entity_id: int,
    cover: Cover,
    stated: Mapping[int, State],
    stood_before: Mapping[int, int],
) -> list[str]:
    """Store what the filing says of each loan and debt; returns a sentence per one it left out.

    What stood before and is not in it ends with it; and what it states ends with the next adopted
    filing, if that is in the book already and does not go on with it.
    """
    for item_id, state in stated.items():
        _insert(unit, entity_id, item_id, cover.period.first, cover.period.last, state)
    gone = [item_id for item_id in stood_before if item_id not in stated]
    for item_id in gone:
        _insert(unit, entity_id, item_id, cover.period.first, cover.period.last, _NOTHING)
    _end_with_next(unit, entity_id, cover, stated)
    return [
        f"A loan or debt of {dollars(stood_before[item_id])} stood before and is not in this"
        " filing; it is taken as settled."
        for item_id in gone
    ]


_NOTHING = State(0, 0, 0, 0)


def _end_with_next(
    unit: UnitOfWork, entity_id: int, cover: Cover, stated: Mapping[int, State]
) -> None:
    column = tables.filing.c
    query = (
        select(column.from_date, column.to_date)
        .where(
            column.entity_id == entity_id,
            column.form == cover.form,
            column.state.in_(CLOSED_STATES),
            column.from_date > cover.period.last,
        )
        .order_by(column.from_date)
        .limit(1)
    )
    following = unit.connection.execute(query).one_or_none()
    if following is None:
        return
    open_items = {item_id for item_id, state in stated.items() if state.balance}
    known = tables.obligation_state.c
    for some in chunks(open_items):
        told = select(known.item_id).where(
            known.item_id.in_(some), known.as_of == following.to_date
        )
        open_items -= set(unit.connection.execute(told).scalars())
    for item_id in sorted(open_items):
        _insert(unit, entity_id, item_id, following.from_date, following.to_date, _NOTHING)


def _insert(
    unit: UnitOfWork, entity_id: int, item_id: int, first: str, last: str, state: State
) -> None:
    unit.insert(
        tables.obligation_state,
        {
            "entity_id": entity_id, "item_id": item_id, "from_date": first, "as_of": last,
            "beginning_cents": state.beginning, "incurred_cents": state.incurred,
            "paid_cents": state.paid, "balance_cents": state.balance,
        },
    )  # fmt: skip
