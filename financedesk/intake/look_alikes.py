"""Gifts that equal another one in donor, day and amount, though their keys differ."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, and_, func, select

from financedesk.ledger import tables
from financedesk.ledger.register_kinds import gift_kinds


class LookAlike(NamedTuple):
    """A gift and an earlier one that equals it; cents, the donor's name as one reads it."""

    item_id: int
    other_id: int
    day: str
    cents: int
    donor: str


def look_alikes(
    connection: Connection, entity_ids: Sequence[int], first_id: int, limit: int
) -> list[LookAlike]:
    """Return gifts with ids from ``first_id`` on that equal an earlier gift of the same entity.

    Donors are told by their cards. At most ``limit`` are returned, in the order of their ids.
    """
    item, contact = tables.item.c, tables.contact.c
    alike = (item.entity_id, item.card_id, item.item_date, item.amount_cents)
    cards = (
        select(item.card_id).where(item.id >= first_id, item.kind.in_(gift_kinds())).correlate(None)
    )
    gifts = (
        select(
            item.id, item.item_date, item.amount_cents, item.contact_id,
            func.min(item.id).over(partition_by=alike).label("other_id"),
        )
        .where(
            item.entity_id.in_(entity_ids), item.kind.in_(gift_kinds()), item.memo == 0,
            item.card_id.in_(cards),
        )
        .subquery()
    )  # fmt: skip
    query = (
        select(
            gifts.c.id, gifts.c.other_id, gifts.c.item_date, gifts.c.amount_cents, contact.name,
            contact.first_name, contact.last_name,
        )
        .join(tables.contact, contact.id == gifts.c.contact_id)
        .where(and_(gifts.c.id >= first_id, gifts.c.other_id < gifts.c.id))
        .order_by(gifts.c.id)
        .limit(limit)
    )  # fmt: skip
    return [
        LookAlike(
            row.id, row.other_id, row.item_date, row.amount_cents,
            row.name or f"{row.first_name or ''} {row.last_name or ''}".strip(),
        )
        for row in connection.execute(query)
    ]  # fmt: skip
