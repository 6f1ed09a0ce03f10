"""Transfers have two sides: which entries belong together, and that none is left alone.

Money between own entities or accounts is one transaction of kind ``transfer`` with a side in each
one's books. Both sides say the same amount and day, and they come and go together.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select

from financedesk.errors import Refused
from financedesk.ledger import tables

item, transaction = tables.item, tables.transaction

TRANSFER = "transfer"
"""The kind of the transactions whose sides belong together."""

_AT_ONCE = 500


def sides_of(connection: Connection, item_ids: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """Return, for those of the items that are a side of a transfer, the ids of its other sides."""
    found: dict[int, tuple[int, ...]] = {}
    for start in range(0, len(item_ids), _AT_ONCE):
        found |= _sides_of(connection, item_ids[start : start + _AT_ONCE])
    return found


def _sides_of(connection: Connection, item_ids: Sequence[int]) -> dict[int, tuple[int, ...]]:
    other = item.alias("other")
    query = (
        select(item.c.id, other.c.id.label("other_id"))
        .join(transaction, transaction.c.id == item.c.transaction_id)
        .join(other, other.c.transaction_id == item.c.transaction_id)
        .where(item.c.id.in_(item_ids), transaction.c.kind == TRANSFER, other.c.id != item.c.id)
        .order_by(item.c.id, other.c.id)
    )
    found: dict[int, tuple[int, ...]] = {}
    for row in connection.execute(query):
        found[row.id] = (*found.get(row.id, ()), row.other_id)
    return found


def with_other_sides(connection: Connection, item_ids: Iterable[int]) -> list[int]:
    """Return entries with the other sides of those that are transfers, each once."""
    ids = list(item_ids)
    sides = sides_of(connection, ids)
    return list(dict.fromkeys([*ids, *(side for one in ids for side in sides.get(one, ()))]))


def require_whole(connection: Connection, going: Sequence[int]) -> None:
    """Raise Refused when one side of a transfer would go without the other."""
    leaving = set(going)
    for sides in sides_of(connection, going).values():
        if not leaving.issuperset(sides):
            raise Refused(
                "This is one side of a transfer; delete it under Disbursements and transfers, "
                "where both sides go together."
            )


def require_unpaired(connection: Connection, item_id: int) -> None:
    """Raise Refused when an entry is one side of a transfer: both sides must say the same."""
    if sides_of(connection, [item_id]):
        raise Refused(
            "This is one side of a transfer; correct it under Disbursements and transfers, where "
            "both sides change together."
        )
