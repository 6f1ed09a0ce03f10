"""The people of one entity as they are compared: the cards that stand for one are one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from financedesk.donors.blocking import COMPARED_TYPES
from financedesk.donors.traits import traits_of
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact, contact_from_row
from financedesk.ledger.id_lists import among_ids, with_ids
from financedesk.rules.likeness_evidence import Traits

contact, link = tables.contact, tables.person_link
_READ_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person by the cards of one entity, the oldest card first."""

    person_id: int
    cards: tuple[int, ...]
    traits: Traits

    @property
    def card_id(self) -> int:
        """The card by which the person is named."""
        return self.cards[0]


def persons_of(connection: Connection, entity_id: int) -> Mapping[int, int]:
    """Return the person of every linked card of an entity; any other card is its own person.

    The card that names a person has no link of its own; it is here where it is this entity's.
    """
    linked = select(link.c.card_id, link.c.person_id).where(link.c.entity_id == entity_id)
    naming = (
        select(contact.c.id, contact.c.id)
        .where(contact.c.entity_id == entity_id, contact.c.id.in_(select(link.c.person_id)))
    )  # fmt: skip
    return {
        card: person for query in (linked, naming) for card, person in connection.execute(query)
    }


def number_of_cards(connection: Connection, entity_id: int) -> int:
    """Return how many cards of people and bodies an entity has."""
    cards = select(func.count(contact.c.card_id.distinct()))
    those = cards.where(contact.c.entity_id == entity_id, contact.c.type.in_(COMPARED_TYPES))
    return int(connection.execute(those).scalar_one())


def known_people(
    connection: Connection, cards_by_person: Mapping[int, Sequence[int]]
) -> dict[int, KnownPerson]:
    """Return people with all that their cards ever said, by person."""
    person_of = {card: person for person, cards in cards_by_person.items() for card in cards}
    said: dict[int, list[Contact]] = {}
    for card, known in _versions(connection, person_of):
        said.setdefault(person_of[card], []).append(known)
    return {
        person: KnownPerson(person, tuple(sorted(cards_by_person[person])), traits_of(versions))
        for person, versions in said.items()
    }


def _versions(connection: Connection, cards: Iterable[int]) -> Iterator[tuple[int, Contact]]:
    waiting = sorted(cards)
    among = among_ids(connection.dialect.name, contact.c.card_id)
    for start in range(0, len(waiting), _READ_AT_ONCE):
        some = with_ids(waiting[start : start + _READ_AT_ONCE])
        rows = connection.execute(select(contact).where(among).order_by(contact.c.id), some)
        for row in rows.mappings():
            yield row["card_id"], contact_from_row(dict(row))
