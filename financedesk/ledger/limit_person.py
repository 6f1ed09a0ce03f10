"""Who somebody is for the limits: their cards with every entity of the book.

Links that the treasurer made count, and so do cards that agree in name and place or in name and
e-mail address (the rule by which an import recognises a donor), unless somebody told them apart.
Nothing of another entity's card is handed out, only whose uses belong together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, select, text

from financedesk.errors import BadInput, NotFound
from financedesk.ledger import tables
from financedesk.ledger.contact_search import find_contacts
from financedesk.ledger.contacts import Contact, contact_from_row, match_keys, search_name
from financedesk.ledger.entities import EntityRow
from financedesk.ledger.same_person import cards_apart
from financedesk.ledger.tables_bodies import NO_PERSON

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
    versions = connection.execute(_VERSIONS, {"card": card_id}).mappings().all()
    if not versions:
        raise NotFound(f"There is no card {card_id} in this book.")
    people = _People(connection, [card_id])
    keys: Sequence[Sequence[str | None]]
    if people.cards != {card_id}:
        keys = connection.execute(_KEYS, {"cards": list(people.cards)}).all()
    else:
        keys = [(one["search_name"], one["match_place"], one["match_email"]) for one in versions]
    agreeing = _agreeing(connection, keys, entity_ids) - people.cards
    if agreeing:
        people.add(agreeing - cards_apart(connection, people.cards))
    newest = versions[-1]
    given = contact_from_row(dict(newest))
    return LimitPerson(card_id, newest["entity_id"], given, people.persons)


def contact_of_entity(entity: EntityRow) -> Contact:
    """Return an entity of the organisation as another one of it knows it."""
    return Contact(
        type="COM" if entity.committee_id else "ORG", name=entity.name,
        committee_id=entity.committee_id, street_1=entity.address["street_1"],
        street_2=entity.address["street_2"], city=entity.address["city"],
        state=entity.address["state"], zip=entity.address["zip"],
    )  # fmt: skip


def limit_stranger(connection: Connection, entity_id: int, given: Contact) -> LimitPerson:
    """Return whose uses count with somebody who is being typed and has no card yet.

    Another entity may know the same person: name and place, or name and e-mail address, tell.
    """
    email, place = match_keys(given)
    found = _agreeing(connection, [(search_name(given), place, email)], None)
    persons = _People(connection, found).persons if found else frozenset[int]()
    return LimitPerson(0, entity_id, given, persons)


def limit_body(connection: Connection, known: EntityRow) -> LimitPerson:
    """Return whose uses are an entity's of the book, as the other entities know it.

    By its name, its number, or by name and place; ``entity_id`` of the answer is the entity's own.
    """
    given = contact_of_entity(known)
    email, place = match_keys(given)
    found = _agreeing(connection, [(search_name(given), place, email)], None)
    found |= set(connection.execute(_NAMED, {"name": search_name(given)}).scalars())
    if known.committee_id:
        found |= set(connection.execute(_NUMBERED, {"number": known.committee_id}).scalars())
    persons = _People(connection, found).persons if found else frozenset[int]()
    return LimitPerson(0, known.id, given, persons)


# Put together once: a drawer or a typed gift asks for one person, and each is asked at once.
_VERSIONS = select(contact).where(contact.c.card_id == bindparam("card")).order_by(contact.c.id)
_NAMED = select(contact.c.card_id).where(
    contact.c.entity_id.in_(select(tables.entity.c.id)),
    contact.c.search_name == bindparam("name"),
    contact.c.type.not_in(("IND", "CAN")),
)
# In the words of the index that holds those alone who are no people.
_NUMBERED = select(contact.c.card_id).where(
    contact.c.entity_id.in_(select(tables.entity.c.id)), text(NO_PERSON),
    contact.c.committee_id == bindparam("number"),
)  # fmt: skip
_KEYS = select(contact.c.search_name, contact.c.match_place, contact.c.match_email).where(
    contact.c.card_id.in_(bindparam("cards", expanding=True))
)
_LINKS = select(link.c.card_id, link.c.person_id).where(
    link.c.card_id.in_(bindparam("cards", expanding=True))
    | link.c.person_id.in_(bindparam("cards", expanding=True))
)


class _People:
    """Cards, and with them all others that the treasurer linked to the same persons."""

    def __init__(self, connection: Connection, cards: Iterable[int]) -> None:
        self._connection = connection
        self._person: dict[int, int] = {}
        self.cards: set[int] = set()
        self.add(set(cards))

    def add(self, cards: set[int]) -> None:
        """Take further cards in, with all that stand for the same persons."""
        waiting = cards - self.cards
        while waiting:
            self.cards |= waiting
            links = self._connection.execute(_LINKS, {"cards": list(waiting)}).all()
            self._person |= {row.card_id: row.person_id for row in links}
            waiting = set(self._person.values()) - self.cards
            self.cards |= set(self._person)

    @property
    def persons(self) -> frozenset[int]:
        """The ids under which attributions of these cards stand."""
        return frozenset(self._person.get(card, card) for card in self.cards)


def _agreeing(
    connection: Connection, keys: Iterable[Sequence[str | None]], entity_ids: Sequence[int] | None
) -> set[int]:
    """Return the cards that an import would take for the same donor."""
    keys = list(keys)
    places = {place for _, place, _ in keys if place}
    named = {(name, email) for name, _, email in keys if email}
    inside = {} if entity_ids is None else {"entities": list(entity_ids)}
    found: set[int] = set()
    if places:
        asked = _by_place(everywhere=entity_ids is None)
        rows = connection.execute(asked, {**inside, "places": list(places)})
        found |= set(rows.scalars())
    if named:
        words = {"names": [name for name, _ in named], "emails": [email for _, email in named]}
        rows = connection.execute(_by_email(everywhere=entity_ids is None), {**inside, **words})
        found |= {card for card, name, email in rows if (name, email) in named}
    return found


@cache
def _by_place(*, everywhere: bool) -> Select[Any]:
    place = contact.c.match_place.in_(bindparam("places", expanding=True))
    return select(contact.c.card_id).where(_searched(everywhere=everywhere), place)


@cache
def _by_email(*, everywhere: bool) -> Select[Any]:
    # The name comes first: there is an index for it and none for the address.
    return select(contact.c.card_id, contact.c.search_name, contact.c.match_email).where(
        _searched(everywhere=everywhere),
        contact.c.search_name.in_(bindparam("names", expanding=True)),
        contact.c.match_email.in_(bindparam("emails", expanding=True)),
    )


def _searched(*, everywhere: bool) -> ColumnElement[bool]:
    if everywhere:
        return contact.c.entity_id.in_(select(tables.entity.c.id))
    return contact.c.entity_id.in_(bindparam("entities", expanding=True))


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
    others = [card for card, _ in found if not _People(connection, [card]).persons & first.persons]
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
