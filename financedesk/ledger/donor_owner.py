"""Whose donor a card is, and whose of a person's cards stand in one entity's books.

What an entity keeps about a donor stands with one of its cards. A person may have several cards
of one entity; another entity's cards are never among them, whoever looks.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, Table, select

from financedesk.book.unit import UnitOfWork
from financedesk.errors import NotFound
from financedesk.ledger import tables
from financedesk.ledger.contacts import contact_from_row

contact, link = tables.contact, tables.person_link


def owner_of_card(connection: Connection, card_id: int) -> int:
    """Return the entity that keeps a card; raises NotFound."""
    query = select(contact.c.entity_id).where(contact.c.id == card_id, contact.c.card_id == card_id)
    found = connection.execute(query).scalar()
    if found is None:
        raise NotFound("This donor is no longer in the book; the import may have been taken back.")
    return int(found)


def require_card(connection: Connection, card_id: int, entity_ids: Sequence[int]) -> int:
    """Return the entity of a card among some entities; raises NotFound for any other card."""
    entity_id = owner_of_card(connection, card_id)
    if entity_id not in entity_ids:
        raise NotFound("There is no such donor among the entities in hand.")
    return entity_id


def own_cards(connection: Connection, card_id: int) -> tuple[int, ...]:
    """Return a card and the same person's other cards of the same entity, in order."""
    entity_id = owner_of_card(connection, card_id)
    person = connection.execute(select(link.c.person_id).where(link.c.card_id == card_id)).scalar()
    if person is None:
        person = card_id
    linked = connection.execute(select(link.c.card_id).where(link.c.person_id == person)).scalars()
    # A sum keeps the index of names out of it: these few are looked up by their numbers.
    own = select(contact.c.id).where(
        contact.c.id.in_({*linked, person, card_id}), (contact.c.entity_id + 0) == entity_id
    )
    return tuple(sorted(connection.execute(own).scalars()))


def name_of_card(connection: Connection, card_id: int) -> str:
    """Return the name on a card's newest version; empty for a card that has gone."""
    query = select(contact).where(contact.c.card_id == card_id)
    row = connection.execute(query.order_by(contact.c.id.desc()).limit(1)).mappings().first()
    return "" if row is None else contact_from_row(dict(row)).display_name


def kept_row(unit: UnitOfWork, table: Table, row_id: int, what: str) -> dict[str, object]:
    """Return a row that is about to be changed; raises NotFound in words of what it is."""
    query = select(table).where(table.c.id == row_id)
    found = unit.connection.execute(query).mappings().first()
    if found is None:
        raise NotFound(f"This {what} is no longer in the book; look at the donor again.")
    return dict(found)
