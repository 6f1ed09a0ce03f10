"""A small room of the tests' own: buyers, their sales and notes, and totals derived from them."""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Column, Connection, MetaData, UniqueConstraint, delete, func, insert, select

from financedesk.book import Change, Problem, Removal, Room, UnitOfWork
from financedesk.book.schema import (
    NAMING,
    Id,
    cents,
    day,
    flag,
    identity,
    octets,
    reference,
    table,
    words,
)
from financedesk.errors import Locked

metadata = MetaData(naming_convention=NAMING)

buyer = table(
    "buyer",
    identity(),
    Column("entity_id", Id),
    words("name"),
    reference("buyer.id", "sponsor_id", nullable=True, index=True),
    shared=True,
    on=metadata,
)
sale = table(
    "sale",
    identity(),
    Column("entity_id", Id),
    reference("buyer.id"),
    reference("sale.id", "refund_of_id", nullable=True),
    cents("amount_cents"),
    day("sold_on", nullable=True),
    flag("locked"),
    octets("receipt", nullable=True),
    on=metadata,
)
line = table(
    "line",
    identity(),
    Column("entity_id", Id),
    reference("sale.id", nullable=True, released=True),
    words("text"),
    UniqueConstraint("text"),
    on=metadata,
)
total = table(
    "total",
    Column("buyer_id", Id, primary_key=True, autoincrement=False),
    cents("sold_cents"),
    derived=True,
    on=metadata,
)
tag = table("tag", identity(), reference("buyer.id"), derived=True, on=metadata)

TABLES = (buyer, sale, line, total, tag)


def totals(connection: Connection) -> dict[int, int]:
    return {row.buyer_id: row.sold_cents for row in connection.execute(select(total))}


def totals_from_sales(connection: Connection) -> dict[int, int]:
    sums = select(sale.c.buyer_id, func.sum(sale.c.amount_cents)).group_by(sale.c.buyer_id)
    return {buyer_id: int(cents) for buyer_id, cents in connection.execute(sums)}


def refresh(unit: UnitOfWork) -> None:
    unit.connection.execute(delete(total))
    rows = [
        {"buyer_id": buyer_id, "sold_cents": cents}
        for buyer_id, cents in totals_from_sales(unit.connection).items()
    ]
    if rows:
        unit.connection.execute(insert(total), rows)


def guard(unit: UnitOfWork, changes: Sequence[Change]) -> None:
    for change in changes:
        if change.table == "sale" and change.before is not None and change.before["locked"]:
            raise Locked(f"Sale {change.id} is locked.")


def before_removal(unit: UnitOfWork, removal: Removal) -> None:
    within = sale.c.id.between(removal.first_id, removal.last_id) & (sale.c.locked == 1)
    if unit.connection.execute(select(sale.c.id).where(within)).first():
        raise Locked("A sale of this batch is locked.")


def verify(connection: Connection) -> Iterator[Problem]:
    if totals(connection) != totals_from_sales(connection):
        yield Problem("shop", "The totals are not the sums of the sales.")


def describe(connection: Connection, name: str, row_id: int) -> str | None:
    return f"Sale {row_id}" if name == "sale" else None


ROOMS = (
    Room(
        "shop",
        TABLES,
        refresh=refresh,
        guard=guard,
        before_removal=before_removal,
        verify=verify,
        describe=describe,
    ),
)


def add_buyer(unit: UnitOfWork, name: str = "Ann", entity_id: int | None = 7) -> int:
    return unit.insert(buyer, {"entity_id": entity_id, "name": name})


def add_sale(unit: UnitOfWork, buyer_id: int, amount_cents: int = 500, **more: object) -> int:
    values = {"entity_id": 7, "buyer_id": buyer_id, "amount_cents": amount_cents, "locked": 0}
    return unit.insert(sale, {**values, **more})


def start(unit: UnitOfWork, file_name: str = "sales.csv") -> None:
    unit.start_batch(
        kind="sales", format="csv", file_name=file_name, file_sha256="ab" * 32, entity_id=7
    )


def take_in(unit: UnitOfWork, amounts: Iterable[int], entity_id: int = 7) -> list[int]:
    """Take in one buyer per amount, each with a sale, as a batch; returns the buyers' ids."""
    amounts = list(amounts)
    start(unit)
    assert unit.batch is not None
    buyers = list(unit.reserve(len(amounts)))
    rows = ((row_id, entity_id, f"Buyer {row_id}") for row_id in buyers)
    unit.bulk_insert(buyer, ("id", "entity_id", "name"), rows)
    pairs = zip(buyers, amounts, strict=True)
    sales = ((unit.next_id(), entity_id, who, cents, 0) for who, cents in pairs)
    unit.bulk_insert(sale, ("id", "entity_id", "buyer_id", "amount_cents", "locked"), sales)
    unit.batch.finish(len(amounts), sum(amounts), {"donors_new": len(amounts)})
    return buyers
