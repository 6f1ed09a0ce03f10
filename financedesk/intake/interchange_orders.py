"""Transfers in steps out of an export: each has two entities, and comes whole with the second.

The first entity of the two brings its own side, as an entry like any other. When the other one is
entered after it, the two sides are put into one act again, and the order that holds them together
is written.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, select

from financedesk.ledger import tables
from financedesk.ledger.pairs import TRANSFER
from financedesk.ledger.portable_orders import KEPT
from financedesk.ledger.transfer_steps import RECEIVED, SENT, TRANSIT_CODE

entity, account, item, posting = tables.entity, tables.account, tables.item, tables.posting
act, order = tables.transaction, tables.transfer_order


@dataclass(frozen=True, slots=True)
class _Place:
    """An entity and its account by the numbers of this book."""

    entity_id: int
    account_id: int


@dataclass(frozen=True, slots=True)
class _Whole:
    """An order whose other entity is in the book, and the act that has its side."""

    row: Mapping[str, Any]
    other: _Place
    gives: bool
    act_id: int | None


class EnteredOrders:
    """The orders of one export that can be written now; ``own_code`` is its entity's code there."""

    def __init__(
        self, connection: Connection, rows: Sequence[Mapping[str, Any]], own_code: str
    ) -> None:
        """Find the other entities, and the acts that brought their sides."""
        self._connection = connection
        self._taken: set[int] = set()
        self._whole = [
            found for row in rows for found in [self._found(row, own_code)] if found is not None
        ]

    @property
    def acts(self) -> dict[str, int]:
        """The acts of this export that are in the book already, by their keys."""
        return {one.row["act"]: one.act_id for one in self._whole if one.act_id is not None}

    def rows(self, entity_id: int, accounts: Mapping[str, int]) -> Iterator[dict[str, Any]]:
        """Yield the columns of each order; ``accounts`` are the entity's own, by their codes."""
        for one in self._whole:
            side = "giver" if one.gives else "taker"
            own = _Place(entity_id, accounts[one.row[f"{side}_account"]])
            giver, taker = (own, one.other) if one.gives else (one.other, own)
            yield {
                "key": one.row["key"],
                "entity_id": giver.entity_id, "account_id": giver.account_id,
                "taker_id": taker.entity_id, "taker_account_id": taker.account_id,
                "transaction_id": one.act_id,
                **{name: one.row.get(name) for name in KEPT},
            }  # fmt: skip

    def _found(self, row: Mapping[str, Any], own_code: str) -> _Whole | None:
        gives = row["giver"] == own_code
        side = "taker" if gives else "giver"
        other = self._place(row[side], row[f"{side}_account"])
        if other is None:
            return None
        if row["state"] not in (SENT, RECEIVED):
            return _Whole(row, other, gives, None)
        brought = self._act_of(row, other, gives=gives)
        if brought is None:
            return None
        self._taken.add(brought)
        return _Whole(row, other, gives, brought)

    def _place(self, code: str, account_code: str) -> _Place | None:
        query = (
            select(entity.c.id, account.c.id.label("account_id"))
            .join(account, account.c.entity_id == entity.c.id)
            .where(entity.c.code == code, account.c.code == account_code)
        )
        found = self._connection.execute(query).one_or_none()
        return None if found is None else _Place(found.id, found.account_id)

    def _act_of(self, row: Mapping[str, Any], other: _Place, *, gives: bool) -> int | None:
        """Return the act with the other's side: its entry, or what is on its way to it."""
        cents = row["amount_cents"]
        side = _on_its_way(other, cents) if gives else _sent_by(other, cents)
        bound = select(order.c.transaction_id).where(order.c.transaction_id.is_not(None))
        query = (
            select(act.c.id)
            .where(
                act.c.kind == TRANSFER, act.c.happened_on == row["sent_on"],
                act.c.state == row["state"], side, act.c.id.not_in(bound),
                act.c.id.not_in(self._taken),
            )
            .order_by(act.c.id)
        )  # fmt: skip
        return self._connection.execute(query.limit(1)).scalar()


def _sent_by(giver: _Place, cents: int) -> ColumnElement[bool]:
    return exists().where(
        item.c.transaction_id == act.c.id, item.c.entity_id == giver.entity_id,
        item.c.account_id == giver.account_id, item.c.amount_cents == cents,
    )  # fmt: skip


def _on_its_way(taker: _Place, cents: int) -> ColumnElement[bool]:
    return exists().where(
        posting.c.transaction_id == act.c.id, posting.c.entity_id == taker.entity_id,
        posting.c.account_id == account.c.id, account.c.code == TRANSIT_CODE,
        posting.c.cents == cents,
    )  # fmt: skip
