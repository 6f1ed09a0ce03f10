"""Find somebody whom an entity knows already, while their name is being typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, func, select

from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact, ContactRef, contact_from_row
from financedesk.ledger.register_kinds import gift_kinds
from financedesk.ledger.register_search import cards_matching

contact, item = tables.contact, tables.item


@dataclass(frozen=True, slots=True)
class KnownContact:
    """The newest version of a card, and the giver's last gift where there is one."""

    ref: ContactRef
    contact: Contact
    last_day: str | None
    last_cents: int | None
    last_drive_id: int | None


def find_contacts(
    connection: Connection, entity_id: int, text: str, *, limit: int = 8
) -> list[KnownContact]:
    """Return cards of one entity whose name or city begins with a text, by name."""
    rows = known_cards(connection, entity_id, text, limit)
    last = _last_gifts(connection, [row["card_id"] for row in rows])
    return [
        KnownContact(
            ContactRef(row["id"], row["card_id"]),
            contact_from_row(dict(row)),
            *last.get(row["card_id"], (None, None, None)),
        )
        for row in rows
    ]


def known_cards(
    connection: Connection,
    entity_id: int,
    text: str,
    limit: int,
    *first: ColumnElement[Any],
) -> Sequence[RowMapping]:
    """Return the newest versions of an entity's cards that a text finds, by name.

    ``first`` are orders that count before the name.
    """
    if not text.strip():
        return ()
    cards = cards_matching(connection, (entity_id,), text)
    newest = (
        select(func.max(contact.c.id))
        .where(contact.c.entity_id == entity_id, contact.c.card_id.in_(cards))
        .group_by(contact.c.card_id)
    )
    query = (
        select(contact)
        .where(contact.c.id.in_(newest))
        .order_by(*first, contact.c.search_name, contact.c.id)
        .limit(limit)
    )
    return connection.execute(query).mappings().all()


def _last_gifts(
    connection: Connection, cards: Sequence[int]
) -> dict[int, tuple[str, int, int | None]]:
    column = item.c
    place = func.row_number().over(
        partition_by=column.card_id, order_by=(column.item_date.desc(), column.id.desc())
    )
    ranked = (
        select(
            column.card_id, column.item_date, column.amount_cents, column.drive_id,
            place.label("place"),
        )
        .where(column.card_id.in_(cards), column.kind.in_(gift_kinds()), column.memo == 0)
        .subquery()
    )  # fmt: skip
    query = select(ranked).where(ranked.c.place == 1)
    return {
        row.card_id: (row.item_date, row.amount_cents, row.drive_id)
        for row in connection.execute(query)
    }
