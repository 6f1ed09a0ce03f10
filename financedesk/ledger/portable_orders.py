"""Transfers in steps as rows of the interchange form: the other entity is named by its code.

An order belongs to both entities, so both exports have it, with the codes of either one's account.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, or_, select

from financedesk.ledger import tables

order, entity, account = tables.transfer_order, tables.entity, tables.account

KEPT = (
    "state", "amount_cents", "proposed_on", "sent_on", "received_on", "content", "settles",
)  # fmt: skip
"""Columns that are the same in any book."""


def portable_orders(connection: Connection, entity_id: int) -> Iterator[dict[str, Any]]:
    """Yield the transfers from and to an entity in the order in which they were proposed."""
    column = order.c
    query = (
        select(order)
        .where(or_(column.entity_id == entity_id, column.taker_id == entity_id))
        .order_by(column.id)
    )
    named = connection.execute(select(entity.c.id, entity.c.code))
    codes = {row.id: row.code for row in named}
    held = {row.id: row.code for row in connection.execute(select(account.c.id, account.c.code))}
    for row in connection.execute(query).mappings():
        transaction = row["transaction_id"]
        found = {
            "key": f"z{row['id']}",
            "giver": codes[row["entity_id"]], "giver_account": held[row["account_id"]],
            "taker": codes[row["taker_id"]], "taker_account": held[row["taker_account_id"]],
            "act": None if transaction is None else f"t{transaction}",
            **{name: row[name] for name in KEPT},
        }  # fmt: skip
        yield {name: value for name, value in found.items() if value is not None}
