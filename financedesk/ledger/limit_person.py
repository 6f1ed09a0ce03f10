"""Who somebody is for the limits: their cards with every entity of the book.

Links that the treasurer made count, and so do cards that agree in name and place or in name and
e-mail address: the rule by which an import recognises a donor. Nothing of another entity's card is
handed out, only whose uses belong together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from financedesk.errors import BadInput, NotFound
from financedesk.ledger import tables
from financedesk.ledger.contact_search import find_contacts
from financedesk.ledger.contacts import Contact, contact_from_row, match_keys, search_name

contact, link = tables.contact, tables.person_link
_SHOWN = 6


@dataclass(frozen=True, slots=True)
class LimitPerson:
    """One person as limits see it: the card asked for, its newest version, and all its persons.

    ``card_id`` is 0 for somebody who has no card yet. ``persons`` are the ids under which
    attributions of any entity stand.
    """

    card_id: int
    entity_id: int
    contact: Contact
    persons: frozenset[int]


def limit_person(
    connection: Connection, card_id: int, entity_ids: Sequence[int] | None = None
) -> LimitPerson:
    """Return whose uses count with a card's; raises NotFound.

    ``entity_ids`` are the entities that may be searched for the same person, None for all.
    """
    query = select(contact).where(contact.c.card_id == card_id).order_by(contact.c.id)
    versions = connection.execute(query).mappings().all()
    if not versions:
        raise NotFound(f"There is no card {card_id} in this book.")
    cards = _linked(connection, [card_id])
    agreeing = _agreeing(connection, cards, entity_ids)
    persons = _persons(connection, cards | _linked(connection, agreeing))
    newest = versions[-1]
    return LimitPerson(card_id, newest["entity_id"], contact_from_row(dict(newest)), persons)


def limit_stranger(connection: Connection, entity_id: int, given: Contact) -> LimitPerson:
    """Return whose uses count with somebody who is being typed and has no card yet.

    Another entity may know the same person: name and place, or name and e-mail address, tell.
    """
    email, place = match_keys(given)
    named = {(search_name(given), email)} if email else set()
    searched = _searched(connection, None)
    agreeing = _by_place(connection, searched, {place} if place else set())
    agreeing |= _by_email(connection, searched, named)
    persons = _persons(connection, _linked(connection, agreeing)) if agreeing else frozenset()
    return LimitPerson(0, entity_id, given, persons)


def _linked(connection: Connection, cards: Iterable[int]) -> set[int]:
    """Return the cards with all others that stand for the same persons."""
    known = set(cards)
    persons = _persons(connection, known)
    query = select(link.c.card_id).where(link.c.person_id.in_(persons))
    return known | set(persons) | set(connection.execute(query).scalars())


def _persons(connection: Connection, cards: Iterable[int]) -> frozenset[int]:
    given = set(cards)
    query = select(link.c.card_id, link.c.person_id).where(link.c.card_id.in_(given))
    linked = {row.card_id: row.person_id for row in connection.execute(query)}
    return frozenset(linked.get(card, card) for card in given)


def _agreeing(
    connection: Connection, cards: set[int], entity_ids: Sequence[int] | None
) -> set[int]:
    """Return the cards that an import would take for the same donor."""
    query = select(contact.c.search_name, contact.c.match_place, contact.c.match_email).where(
        contact.c.card_id.in_(cards)
    )
    versions = connection.execute(query).all()
    places = {row.match_place for row in versions if row.match_place}
    named = {(row.search_name, row.match_email) for row in versions if row.match_email}
    if not places and not named:
        return set()
    searched = _searched(connection, entity_ids)
    return _by_place(connection, searched, places) | _by_email(connection, searched, named)


def _by_place(connection: Connection, searched: Sequence[int], places: set[str]) -> set[int]:
    query = select(contact.c.card_id).where(
        contact.c.entity_id.in_(searched), contact.c.match_place.in_(places)
    )
    return set(connection.execute(query).scalars())


def _by_email(
    connection: Connection, searched: Sequence[int], named: set[tuple[str, str]]
) -> set[int]:
    if not named:
        return set()
    # The name comes first: there is an index for it and none for the address.
    query = select(contact.c.card_id, contact.c.search_name, contact.c.match_email).where(
        contact.c.entity_id.in_(searched),
        contact.c.search_name.in_({name for name, _ in named}),
        contact.c.match_email.in_({email for _, email in named}),
    )
    return {
        row.card_id
        for row in connection.execute(query)
        if (row.search_name, row.match_email) in named
    }


def _searched(connection: Connection, entity_ids: Sequence[int] | None) -> Sequence[int]:
    if entity_ids is not None:
        return entity_ids
    return list(connection.execute(select(tables.entity.c.id)).scalars())


def find_card(connection: Connection, text: str, entity_ids: Sequence[int]) -> int:
    """Return the card that a text names: its number, its own key, or a name.

    Raises NotFound when nobody fits, and BadInput with the choices when several people do.
    """
    wanted = text.strip()
    known = _by_number(connection, wanted, entity_ids) or _by_key(connection, wanted, entity_ids)
    if known is not None:
        return known
    found = [
        (one.ref.card_id, one.contact)
        for entity_id in entity_ids
        for one in find_contacts(connection, entity_id, wanted)
    ]
    if not found:
        raise NotFound(f"Nobody called “{wanted}” is in the book; give a name or a card's number.")
    first = limit_person(connection, found[0][0], entity_ids)
    others = [card for card, _ in found if not _persons(connection, [card]) & first.persons]
    if others:
        choices = ", ".join(f"{one.display_name} ({card})" for card, one in found[:_SHOWN])
        raise BadInput(f"“{wanted}” may be several people; give the number of one: {choices}.")
    return found[0][0]


def _by_number(connection: Connection, text: str, entity_ids: Sequence[int]) -> int | None:
    if not text.isascii() or not text.isdigit():
        return None
    query = select(contact.c.card_id).where(
        contact.c.card_id == int(text), contact.c.entity_id.in_(entity_ids)
    )
    return connection.execute(query.limit(1)).scalar()


def _by_key(connection: Connection, text: str, entity_ids: Sequence[int]) -> int | None:
    query = select(contact.c.card_id).where(
        contact.c.entity_id.in_(entity_ids), contact.c.external_key == text
    )
    return connection.execute(query.order_by(contact.c.id).limit(1)).scalar()
