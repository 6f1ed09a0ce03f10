"""What a book holds, entity by entity: the answer to "what is in it?"."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from financedesk.ledger import tables
from financedesk.ledger.entities import EntityRow, accounts, entities


@dataclass(frozen=True, slots=True)
class EntityContents:
    """How much of everything an entity's books hold; days are None while there is nothing.

    ``contacts`` are people and organisations, counted once whatever versions they have.
    """

    entity: EntityRow
    accounts: int
    contacts: int
    items: int
    first_day: str | None
    last_day: str | None
    filings: int


def book_contents(
    connection: Connection, entity_ids: Collection[int]
) -> tuple[EntityContents, ...]:
    """Return what these entities' books hold, in the order in which they were entered."""
    known = (entity for entity in entities(connection) if entity.id in entity_ids)
    return tuple(_contents(connection, entity) for entity in known)


def _contents(connection: Connection, entity: EntityRow) -> EntityContents:
    item, contact, filing = tables.item.c, tables.contact.c, tables.filing.c
    span = select(func.count(), func.min(item.item_date), func.max(item.item_date))
    items, first, last = connection.execute(span.where(item.entity_id == entity.id)).one()
    cards = select(func.count(contact.card_id.distinct())).where(contact.entity_id == entity.id)
    kept = select(func.count()).where(filing.entity_id == entity.id)
    return EntityContents(
        entity=entity,
        accounts=len(accounts(connection, entity.id)),
        contacts=connection.execute(cards).scalar_one(),
        items=items,
        first_day=first,
        last_day=last,
        filings=connection.execute(kept).scalar_one(),
    )
