"""The register: which items a treasurer sees, in which order, over any number of rows.

A page of the window holds only ids (eight bytes each) and reads the rows it shows
(``register_rows``). Counts and ids come from covering indexes; nothing here changes the book.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, case, func, select

from financedesk.ledger import tables
from financedesk.ledger.id_lists import ids_in, read_as_text
from financedesk.ledger.register_detail import RegisterDetail, register_row_detail
from financedesk.ledger.register_kinds import KindGroup, incoming_kinds, outgoing_kinds
from financedesk.ledger.register_query import (
    INDEXED,
    Order,
    RegisterQuery,
    Status,
    ordered_ids,
    unordered,
)
from financedesk.ledger.register_rows import RegisterRow, register_rows
from financedesk.ledger.register_sort import sorted_ids
from financedesk.progress import Progress, Silent

__all__ = [
    "INDEXED",
    "Count",
    "KindGroup",
    "Order",
    "RegisterDetail",
    "RegisterQuery",
    "RegisterRow",
    "Status",
    "register_count",
    "register_ids",
    "register_row_detail",
    "register_rows",
    "register_total",
]

item = tables.item
_SUMMED_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Count:
    """How many items a query finds, and what they come to in cents.

    Memo items are counted as rows but add nothing. For ``all`` kinds it is money in less money
    out; otherwise the amounts as they stand on the form.
    """

    rows: int
    cents: int


def register_count(connection: Connection, query: RegisterQuery) -> Count:
    """Return how many items a query finds and their total in cents."""
    amount: ColumnElement[int] = item.c.amount_cents
    if query.kind_group == "all":
        amount = case(
            (item.c.kind.in_(incoming_kinds()), amount),
            (item.c.kind.in_(outgoing_kinds()), -amount),
            else_=0,
        )
    money = func.coalesce(func.sum(case((item.c.memo == 0, amount), else_=0)), 0)
    found = [
        connection.execute(statement.add_columns(func.count(), money)).one()
        for statement in unordered(connection, query)
    ]
    return Count(sum(int(one[0]) for one in found), sum(int(one[1]) for one in found))


def register_ids(
    connection: Connection,
    query: RegisterQuery,
    *,
    limit: int | None = None,
    progress: Progress | None = None,
) -> "array[int]":
    """Return the ids of the items that a query finds, in its order.

    With a limit the first of them come in an instant if the order is one of ``INDEXED``. Any
    other order reads all rows and says to ``progress`` how far it is.
    """
    if query.order not in INDEXED:
        rows = register_count(connection, query).rows
        every = sorted_ids(connection, query, rows, progress or Silent())
        return every if limit is None else every[:limit]
    statement = ordered_ids(connection, query, limit=limit)
    if limit is not None:
        return array("q", connection.execute(statement).scalars())
    # One long text instead of a million rows: the driver takes a microsecond or two for each.
    return ids_in(read_as_text(connection, statement.subquery().c.id))


def register_total(connection: Connection, ids: Sequence[int], progress: Progress) -> int:
    """Return what the amounts of these items come to in cents; memo items add nothing."""
    total = 0
    for start in range(0, len(ids), _SUMMED_AT_ONCE):
        progress.step(start, len(ids), "Adding up")
        cents = select(func.coalesce(func.sum(item.c.amount_cents), 0)).where(
            item.c.id.in_(ids[start : start + _SUMMED_AT_ONCE]), item.c.memo == 0
        )
        total += int(connection.execute(cents).scalar_one())
    return total
