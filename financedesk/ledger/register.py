"""The register: which items a treasurer sees, in which order, over any number of rows.

A page of the window holds only ids (eight bytes each) and reads the rows it shows
(``register_rows``). Counts and ids come from covering indexes; nothing here changes the book.
"""

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    case,
    func,
    or_,
    select,
    union,
)

from financedesk.ledger import tables
from financedesk.ledger.contacts import PERSON_TYPES
from financedesk.ledger.register_detail import RegisterDetail, register_row_detail
from financedesk.ledger.register_kinds import (
    REFUND_LINKS,
    KindGroup,
    incoming_kinds,
    kinds_of,
    outgoing_kinds,
    refund_kinds,
)
from financedesk.ledger.register_rows import RegisterRow, register_rows
from financedesk.ledger.register_search import matching
from financedesk.progress import Progress

__all__ = [
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

Status = Literal["itemised", "unitemised", "refunded", "memo", "incomplete", "undeposited"]
Order = Literal["date", "name", "amount"]

item, aggregate, contact = tables.item, tables.aggregate, tables.contact
_FETCH = 20_000
_SUMMED_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterQuery:
    """What a register shows; only items of ``entity_ids`` are ever found.

    ``text`` finds an amount ("250.00"), the beginning of a name or city, or a part of a name;
    ``drive`` and ``account`` are ids, ``first_day`` and ``last_day`` inclusive ``YYYY-MM-DD``.
    Status ``refunded``: gifts that were given back wholly or in part, and refunds whose gift
    is not in the book. Status ``incomplete``: itemised gifts of people whose employer or occupation
    is not known (11 CFR 104.8(a); 100.12). Status ``undeposited``: money on a bank account that no
    deposit has taken to the bank yet, as far as the book knows (11 CFR 103.3(a)).
    """

    entity_ids: tuple[int, ...]
    text: str = ""
    drive: int | None = None
    status: Status | None = None
    kind_group: KindGroup = "contributions"
    first_day: str | None = None
    last_day: str | None = None
    account: int | None = None
    order: Order = "date"
    descending: bool = True


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
    money = func.sum(case((item.c.memo == 0, amount), else_=0))
    statement = select(func.count(), func.coalesce(money, 0)).select_from(_source(query))
    rows, cents = connection.execute(statement.where(*_conditions(connection, query))).one()
    return Count(int(rows), int(cents))


def register_ids(
    connection: Connection, query: RegisterQuery, *, limit: int | None = None
) -> "array[int]":
    """Return the ids of the items that a query finds, in its order."""
    statement = select(item.c.id).select_from(_source(query))
    statement = _ordered(statement.where(*_conditions(connection, query)), query)
    if limit is not None:
        statement = statement.limit(limit)
    found = array("q")
    result = connection.execution_options(yield_per=_FETCH).execute(statement)
    for rows in result.partitions():
        found.extend([row[0] for row in rows])
    return found


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


# --- the query


def _source(query: RegisterQuery) -> FromClause:
    source: FromClause = item
    if query.status in ("itemised", "unitemised", "incomplete"):
        source = source.join(aggregate, aggregate.c.item_id == item.c.id)
    if query.order == "name":
        source = source.outerjoin(contact, contact.c.id == item.c.contact_id)
    return source


def _conditions(connection: Connection, query: RegisterQuery) -> list[ColumnElement[bool]]:
    found = _kind_conditions(query)
    found += [column == value for column, value in _exact(query) if value is not None]
    if query.first_day:
        found.append(item.c.item_date >= query.first_day)
    if query.last_day:
        found.append(item.c.item_date <= query.last_day)
    if query.status is not None:
        found.append(_STATUS[query.status]())
    # A card belongs to one entity, so a match by card says whose item it is.
    if query.text.strip():
        found.append(matching(connection, query.entity_ids, query.text))
    else:
        found.append(one_of(item.c.entity_id, query.entity_ids))
    return found


def _exact(query: RegisterQuery) -> tuple[tuple[Column[int], int | None], ...]:
    return ((item.c.drive_id, query.drive), (item.c.account_id, query.account))


def one_of(column: Column[int], values: tuple[int, ...]) -> ColumnElement[bool]:
    """Return the condition that a column is one of few values, so that one keeps the order."""
    return column == values[0] if len(values) == 1 else column.in_(values)


def _kind_conditions(query: RegisterQuery) -> list[ColumnElement[bool]]:
    if query.kind_group == "all":
        return []
    codes = kinds_of(query.kind_group)
    if query.status == "refunded" and query.kind_group == "contributions":
        codes += refund_kinds()
    return [item.c.kind.in_(codes)]


def _itemised() -> ColumnElement[bool]:
    return aggregate.c.itemised == 1


def _unitemised() -> ColumnElement[bool]:
    return and_(aggregate.c.itemised == 0, aggregate.c.line.is_not(None))


def _memo() -> ColumnElement[bool]:
    return item.c.memo == 1


def _refunded() -> ColumnElement[bool]:
    refund = item.alias("refund")
    codes = refund_kinds()
    given_back = union(
        *(
            select(refund.c[link]).where(refund.c[link].is_not(None), refund.c.kind.in_(codes))
            for link in REFUND_LINKS
        )
    )
    alone = (item.c[link].is_(None) for link in REFUND_LINKS)
    return or_(item.c.id.in_(given_back), and_(item.c.kind.in_(codes), *alone))


def _incomplete() -> ColumnElement[bool]:
    unknown = select(contact.c.id).where(
        contact.c.type.in_(PERSON_TYPES),
        or_(contact.c.employer.is_(None), contact.c.occupation.is_(None)),
    )
    return and_(aggregate.c.itemised == 1, item.c.memo == 0, item.c.contact_id.in_(unknown))


def _undeposited() -> ColumnElement[bool]:
    """Return the condition for typed money: a payout says itself when it landed, a filing did."""
    banks = select(tables.account.c.id).where(tables.account.c.role == "bank")
    filed = select(tables.transaction.c.id).where(tables.transaction.c.kind == "report")
    return and_(
        item.c.deposited_date.is_(None),
        item.c.payout_id.is_(None),
        item.c.cash_cents > 0,
        item.c.account_id.in_(banks),
        item.c.transaction_id.not_in(filed),
    )


_STATUS: Mapping[Status, Callable[[], ColumnElement[bool]]] = {
    "itemised": _itemised,
    "unitemised": _unitemised,
    "memo": _memo,
    "refunded": _refunded,
    "incomplete": _incomplete,
    "undeposited": _undeposited,
}

_ORDERS: Mapping[Order, tuple[ColumnElement[Any], ...]] = {
    "date": (item.c.item_date, item.c.id),
    "amount": (item.c.amount_cents, item.c.item_date, item.c.id),
    "name": (func.coalesce(contact.c.search_name, ""), item.c.item_date, item.c.id),
}


def _ordered(statement: Select[Any], query: RegisterQuery) -> Select[Any]:
    columns = _ORDERS[query.order]
    if query.descending:
        return statement.order_by(*(column.desc() for column in columns))
    return statement.order_by(*columns)
