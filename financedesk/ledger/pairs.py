"""Transfers have two sides: which entries belong together, and that none is left alone.

Money between own entities or accounts is one transaction of kind ``transfer`` with a side in each
one's books. Both sides say the same amount and day, and they come and go together.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, exists, select

from financedesk.book.unit import UnitOfWork
from financedesk.book.walls import hides_some
from financedesk.errors import Refused
from financedesk.ledger import tables

item, transaction, posting, account, order = (
    tables.item, tables.transaction, tables.posting, tables.account, tables.transfer_order,
)  # fmt: skip
# The accounts that say what is on its way to an entity, and against what.
_TRANSIT_ROLES = ("due_from", "due_to")

TRANSFER = "transfer"
"""The kind of the transactions whose sides belong together."""

REDESIGNATION, REATTRIBUTION = "redesignation", "reattribution"
CORRECTIONS = (REDESIGNATION, REATTRIBUTION)
"""The kinds of the transactions whose two memo entries say what of a gift moved."""

_AT_ONCE = 500
_RECEIVED = "received"


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
    require_seen(connection, ids)
    sides = sides_of(connection, ids)
    return list(dict.fromkeys([*ids, *(side for one in ids for side in sides.get(one, ()))]))


def other_half(connection: Connection, item_id: int, transaction_id: int) -> int | None:
    """Return the other memo entry of a redesignation or reattribution, None for other entries."""
    query = (
        select(item.c.id)
        .join(transaction, transaction.c.id == item.c.transaction_id)
        .where(
            transaction.c.id == transaction_id, transaction.c.kind.in_(CORRECTIONS),
            item.c.id != item_id,
        )
    )  # fmt: skip
    return connection.execute(query.limit(1)).scalar()


def end_steps(unit: UnitOfWork, transaction_id: int) -> None:
    """End the steps of a transfer whose last side has gone: nothing is on its way any more."""
    order_id = _order_of(unit.connection, transaction_id)
    left = select(item.c.id).where(item.c.transaction_id == transaction_id).limit(1)
    if order_id is None or unit.connection.execute(left).first() is not None:
        return
    still = select(posting.c.id).where(posting.c.transaction_id == transaction_id)
    for row_id in unit.connection.execute(still).scalars().all():
        unit.delete(posting, row_id)
    unit.update(order, order_id, {"state": "cancelled", "transaction_id": None})


def follow_steps(
    unit: UnitOfWork, transaction_id: int, cents: int, sent_on: str, received_on: str
) -> None:
    """Let the steps of a corrected transfer say its amount and the day of each side."""
    order_id = _order_of(unit.connection, transaction_id)
    if order_id is None:
        return
    proposed = unit.row(order, order_id)["proposed_on"]
    days = {"sent_on": sent_on, "received_on": received_on}
    first = min(proposed, sent_on)
    unit.update(order, order_id, {"amount_cents": cents, "proposed_on": first, **days})
    query = (
        select(posting.c.id, posting.c.cents, account.c.role)
        .join(account, account.c.id == posting.c.account_id)
        .where(posting.c.transaction_id == transaction_id, account.c.role.in_(_TRANSIT_ROLES))
    )
    for row in unit.connection.execute(query).all():
        coming = (row.cents > 0) == (row.role == _TRANSIT_ROLES[0])
        changes = {
            "cents": cents if row.cents > 0 else -cents,
            "posted_on": sent_on if coming else received_on,
        }
        unit.update(posting, row.id, changes)


def _order_of(connection: Connection, transaction_id: int) -> int | None:
    query = select(order.c.id).where(order.c.transaction_id == transaction_id)
    found: int | None = connection.execute(query).scalar()
    return found


def require_whole(connection: Connection, going: Sequence[int]) -> None:
    """Raise Refused when one side of a transfer would go without the other."""
    require_seen(connection, going)
    leaving = set(going)
    for sides in sides_of(connection, going).values():
        if not leaving.issuperset(sides):
            raise Refused(
                "This is one side of a transfer; delete it under Disbursements and transfers, "
                "where both sides go together."
            )


def require_unpaired(connection: Connection, item_id: int) -> None:
    """Raise Refused when an entry is one side of a transfer: both sides must say the same."""
    require_seen(connection, [item_id])
    if sides_of(connection, [item_id]):
        raise Refused(
            "This is one side of a transfer; correct it under Disbursements and transfers, where "
            "both sides change together."
        )


def require_seen(connection: Connection, item_ids: Sequence[int]) -> None:
    """Raise Refused when the other side of a transfer is behind a wall of the server.

    What was received has two sides; of what is only sent there is but one.
    """
    if not hides_some(connection):
        return
    other = item.alias("other")
    alone = ~exists().where(
        other.c.transaction_id == item.c.transaction_id, other.c.id != item.c.id
    )
    query = (
        select(item.c.id)
        .join(transaction, transaction.c.id == item.c.transaction_id)
        .where(
            item.c.id.in_(item_ids), transaction.c.kind == TRANSFER,
            transaction.c.state == _RECEIVED, alone,
        )
        .limit(1)
    )  # fmt: skip
    if connection.execute(query).first() is not None:
        raise Refused(
            "This is one side of a transfer, and the other side stands in books that you do not"
            " see; somebody who sees both changes it."
        )
