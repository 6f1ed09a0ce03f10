"""Money between two entities in steps: proposed, sent, received, each on a day of its own.

A proposal is no entry yet. Sending writes the giver's side on its day, receiving the taker's on
its own: line 8 of both reports is the books' cash on any day. In between the taker's in-transit
account says what is on its way to it; that account is no cash (the form counts money when it has
come), and it is empty again once the money is there. One unit of work is one step of undo.
"""

import json
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import Connection, RowMapping, select, text

from financedesk.book.rooms import Problem
from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, NotFound, Refused
from financedesk.ledger import tables
from financedesk.ledger.account_edit import account_by_id
from financedesk.ledger.edit import remove_items
from financedesk.ledger.entities import entity_by_id
from financedesk.ledger.typed_transfer import (
    Side,
    TypedTransfer,
    check_transfer,
    require_open_sides,
    write_giver,
    write_taker,
)
from financedesk.ledger.wall import Note
from financedesk.ledger.writer import LedgerWriter

order, transaction, item, account, posting = (
    tables.transfer_order, tables.transaction, tables.item, tables.account, tables.posting,
)  # fmt: skip

PROPOSED, SENT, RECEIVED, CANCELLED = "proposed", "sent", "received", "cancelled"
TRANSIT_CODE = "transit"
"""The taker's account that says what is on its way to it."""

_TRANSIT = (TRANSIT_CODE, "due_from", "In transit")
_AGAINST = ("transit:owed", "due_to", "In transit, not received yet")
_WORDS = ("purpose", "method", "election_code", "event_type", "event_name", "activity")
_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferOrder:
    """A transfer that is not over, with its days (``YYYY-MM-DD``, "" while they are to come)."""

    id: int
    state: str
    transfer: TypedTransfer
    proposed_on: str
    sent_on: str
    received_on: str
    transaction_id: int | None

    @property
    def day(self) -> str:
        """The day of its newest step."""
        return self.received_on or self.sent_on or self.proposed_on


# --- the steps


def propose_transfer(unit: UnitOfWork, transfer: TypedTransfer) -> int:
    """Keep a transfer as a proposal and return its number; no books change.

    Raises what sending it would raise: the wall is asked already, and once more when it is sent.
    """
    if transfer.giver.entity.id == transfer.taker.entity.id:
        raise BadInput("Between two accounts of one entity the money is there on the same day.")
    check_transfer(unit.connection, transfer)
    return unit.insert(
        order,
        {
            "entity_id": transfer.giver.entity.id, "account_id": transfer.giver.account.id,
            "taker_id": transfer.taker.entity.id,
            "taker_account_id": transfer.taker.account.id, "state": PROPOSED,
            "amount_cents": transfer.amount_cents, "proposed_on": transfer.day,
            "content": _content(transfer), "settles": transfer.settles or None,
        },
    )  # fmt: skip


def send_transfer(unit: UnitOfWork, order_id: int, day: str) -> int:
    """Write the giver's side of a proposal on a day; returns its entry.

    Raises Refused for what is not proposed, and what the wall says on that day.
    """
    found = _in_state(unit.connection, order_id, PROPOSED)
    if day < found.proposed_on:
        raise BadInput(f"It was proposed on {found.proposed_on}; it can be sent then or later.")
    sent = replace(found.transfer, day=day)
    transaction_id, given = write_giver(unit, sent, state=SENT)
    _post_transit(unit, transaction_id, sent, day, sent.amount_cents)
    changes = {"state": SENT, "sent_on": day, "transaction_id": transaction_id}
    unit.update(order, order_id, changes)
    return given


def receive_transfer(unit: UnitOfWork, order_id: int, day: str) -> int:
    """Write the taker's side of what was sent, on the day it came; returns its entry.

    Raises BadInput for a day before it was sent, Refused for what is not on its way.
    """
    found = _in_state(unit.connection, order_id, SENT)
    if day < found.sent_on:
        raise BadInput(f"It was sent on {found.sent_on}; it cannot come before that.")
    if found.transaction_id is None:
        raise NotFound("The giver’s side of this transfer is no longer in the book.")
    came = replace(found.transfer, day=day)
    taken = write_taker(unit, found.transaction_id, came)
    _post_transit(unit, found.transaction_id, came, day, -came.amount_cents)
    unit.update(transaction, found.transaction_id, {"state": RECEIVED})
    unit.update(order, order_id, {"state": RECEIVED, "received_on": day})
    return taken


def cancel_transfer(unit: UnitOfWork, order_id: int) -> None:
    """Take a proposal back before it is sent; raises Refused after that."""
    _in_state(unit.connection, order_id, PROPOSED)
    unit.update(order, order_id, {"state": CANCELLED})


def take_back(unit: UnitOfWork, order_id: int) -> None:
    """Take back what was sent and has not come, so that it is a proposal again.

    Raises Locked when the giver's side stands in a finalised filing.
    """
    found = _in_state(unit.connection, order_id, SENT)
    query = select(item.c.id).where(item.c.transaction_id == found.transaction_id)
    ids = tuple(unit.connection.execute(query).scalars())
    require_open_sides(unit.connection, ids)
    # Its steps end with its entries (ledger/edit.py); it is a proposal again then.
    remove_items(unit, ids)
    changes = {"state": PROPOSED, "sent_on": None, "transaction_id": None}
    unit.update(order, order_id, changes)


# --- reading


def open_orders(connection: Connection, entity_ids: Collection[int]) -> tuple[TransferOrder, ...]:
    """Return what is proposed or on its way from or to these entities, the oldest first.

    Of what has a side in books that a server hides, nothing.
    """
    column = order.c
    seen = select(tables.entity.c.id)
    query = (
        select(order)
        .where(
            column.state.in_((PROPOSED, SENT)),
            column.entity_id.in_(entity_ids) | column.taker_id.in_(entity_ids),
            column.entity_id.in_(seen),
            column.taker_id.in_(seen),
        )
        .order_by(column.proposed_on, column.id)
    )
    return tuple(_order(connection, row) for row in connection.execute(query).mappings().all())


def order_by_id(connection: Connection, order_id: int) -> TransferOrder:
    """Return one transfer with its days; raises NotFound."""
    query = select(order).where(order.c.id == order_id)
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise NotFound("This transfer is no longer in the book.")
    return _order(connection, row)


def in_transit_cents(connection: Connection, entity_id: int, day: str) -> int:
    """Return what is on its way to an entity at the end of a day, in cents."""
    query = text(
        "SELECT COALESCE(SUM(p.cents), 0) FROM posting p JOIN account a ON a.id = p.account_id"
        " WHERE a.entity_id = :entity AND a.code = :code AND p.posted_on <= :day"
    )
    names = {"entity": entity_id, "code": _TRANSIT[0], "day": day}
    return int(connection.execute(query, names).scalar_one())


def _in_state(connection: Connection, order_id: int, state: str) -> TransferOrder:
    found = order_by_id(connection, order_id)
    if found.state != state:
        words = {
            PROPOSED: "is only proposed", SENT: "was sent already",
            RECEIVED: "was received already", CANCELLED: "was cancelled",
        }  # fmt: skip
        raise Refused(f"This transfer {words[found.state]}; look at its state again.")
    return found


def _order(connection: Connection, row: RowMapping) -> TransferOrder:
    content = json.loads(row["content"])
    said = content.pop("note", None)
    transfer = TypedTransfer(
        giver=_side(connection, row["entity_id"], row["account_id"]),
        taker=_side(connection, row["taker_id"], row["taker_account_id"]),
        amount_cents=row["amount_cents"], day=row["sent_on"] or row["proposed_on"],
        note=None if said is None else Note(**said), settles=row["settles"] or "", **content,
    )  # fmt: skip
    return TransferOrder(
        id=row["id"], state=row["state"], transfer=transfer, proposed_on=row["proposed_on"],
        sent_on=row["sent_on"] or "", received_on=row["received_on"] or "",
        transaction_id=row["transaction_id"],
    )  # fmt: skip


def _side(connection: Connection, entity_id: int, account_id: int) -> Side:
    return Side(entity_by_id(connection, entity_id), account_by_id(connection, account_id))


def _content(transfer: TypedTransfer) -> str:
    words: dict[str, Any] = {name: getattr(transfer, name) for name in _WORDS}
    if transfer.note is not None:
        words["note"] = asdict(transfer.note)
    return json.dumps(words, sort_keys=True, ensure_ascii=False)


# --- what is on its way


def _post_transit(
    unit: UnitOfWork, transaction_id: int, transfer: TypedTransfer, day: str, cents: int
) -> None:
    """Say in the taker's books what is on its way to it, or that it has come."""
    owner = transfer.taker.entity.id
    with LedgerWriter(unit, owner) as writer:
        for (code, role, name), sign in ((_TRANSIT, 1), (_AGAINST, -1)):
            held = _transit_account(unit, owner, code, role, name)
            writer.add_posting(transaction_id, held, day, sign * cents)


def _transit_account(unit: UnitOfWork, entity_id: int, code: str, role: str, name: str) -> int:
    column = account.c
    query = select(column.id).where(column.entity_id == entity_id, column.code == code)
    found = unit.connection.execute(query).scalar()
    if found is not None:
        return int(found)
    values = {
        "entity_id": entity_id, "code": code, "kind": "class", "role": role, "name": name,
        "opening_balance_cents": 0,
    }  # fmt: skip
    return unit.insert(account, values)


def verify(connection: Connection) -> Iterator[Problem]:
    """Yield transfers whose state is not what their entries and in-transit postings say."""
    rows = connection.execute(
        text(
            """
            SELECT o.id, o.state, o.amount_cents,
                (SELECT COUNT(*) FROM item i WHERE i.transaction_id = o.transaction_id) AS sides,
                (SELECT COALESCE(SUM(p.cents), 0) FROM posting p
                 JOIN account a ON a.id = p.account_id
                 WHERE p.transaction_id = o.transaction_id AND a.code = :code) AS transit
            FROM transfer_order o
            """
        ),
        {"code": _TRANSIT[0]},
    ).all()
    wrong = [row for row in rows if (row.sides, row.transit) != _wanted(row)]
    for row in wrong[:_SHOWN]:
        sentence = (
            f"Transfer {row.id} is {row.state}, but has {row.sides} sides and {row.transit} cents"
            " on their way."
        )
        yield Problem("ledger", sentence, "transfer_order", row.id)


def _wanted(row: Any) -> tuple[int, int]:  # noqa: ANN401 - a row of the database
    return {SENT: (1, row.amount_cents), RECEIVED: (2, 0)}.get(row.state, (0, 0))
