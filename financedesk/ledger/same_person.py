"""Whether cards are one person's: linked by somebody, or told apart.

Two cards that agree in name and place may be one person or father and son. What somebody decides
is kept with its reason and undone like anything else; limits, aggregates and lists follow it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from sqlalchemy import Connection, insert, or_, select

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, NotFound
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact, contact_from_row

contact, link, apart = tables.contact, tables.person_link, tables.person_apart
question = tables.person_question
_LINK_COLUMNS = ("id", "entity_id", "card_id", "person_id", "reason")
_FOUND_BY_IMPORT = "Found by the import that brought the card"


@dataclass(frozen=True, slots=True)
class CardOfPerson:
    """A card with the entity that keeps it and the newest that it says."""

    card_id: int
    entity_id: int
    contact: Contact


def cards_of(connection: Connection, card_ids: Sequence[int]) -> tuple[CardOfPerson, ...]:
    """Return cards in the order asked for; raises NotFound for one that is not in view."""
    rows = connection.execute(
        select(contact).where(contact.c.card_id.in_(card_ids)).order_by(contact.c.id)
    ).mappings()
    newest = {row["card_id"]: row for row in rows}
    missing = [one for one in card_ids if one not in newest]
    if missing:
        raise NotFound(f"There is no card {missing[0]} in this book.")
    return tuple(
        CardOfPerson(one, newest[one]["entity_id"], contact_from_row(dict(newest[one])))
        for one in card_ids
    )


def link_cards(unit: UnitOfWork, card_ids: Sequence[int], reason: str = "") -> None:
    """Let cards stand for one person, with all that was linked to any of them before.

    What was said to tell them apart is taken back. Raises BadInput for fewer than two cards and
    NotFound for one that is not in the book.
    """
    known = _two_or_more(unit.connection, card_ids)
    persons = _persons(unit.connection, [one.card_id for one in known])
    person_id = min(persons.values())
    cards = _cards_of_persons(unit.connection, set(persons.values()))
    for one in _told_apart(unit.connection, cards):
        unit.delete(apart, one)
    for card_id, (entity_id, link_id) in cards.items():
        values = {"person_id": person_id, "reason": reason.strip() or None}
        if card_id == person_id:
            continue
        if link_id is None:
            unit.insert(link, {"entity_id": entity_id, "card_id": card_id, **values})
        else:
            unit.update(link, link_id, values)


@dataclass(frozen=True, slots=True)
class Question:
    """Two cards, the older first, that may be one person's, and how much speaks for it."""

    card_id: int
    other_id: int
    score: int


def link_arrivals(unit: UnitOfWork, entity_id: int, links: Iterable[tuple[int, int]]) -> int:
    """Link cards that a batch makes, each given with its person; returns how many.

    None of them may be linked already, and the unit must be within the batch.
    """
    rows = [
        (unit.next_id(), entity_id, card_id, person_id, _FOUND_BY_IMPORT)
        for card_id, person_id in links
    ]
    return unit.bulk_insert(link, _LINK_COLUMNS, rows) if rows else 0


def ask_about(unit: UnitOfWork, entity_id: int, questions: Iterable[Question]) -> int:
    """Note whose cards may be one person's, to be answered by somebody; returns how many."""
    rows = [
        {
            "id": unit.next_id(), "entity_id": entity_id, "card_id": one.card_id,
            "other_id": one.other_id, "score": one.score,
        }
        for one in questions
    ]  # fmt: skip
    if rows:
        unit.connection.execute(insert(question), rows)
    return len(rows)


def unlink_cards(unit: UnitOfWork, card_ids: Sequence[int]) -> None:
    """Let cards leave the person they were linked to; they stay one person among themselves.

    What they leave behind stays one person as well, so that two groups that were linked are taken
    apart by naming all cards of one. All cards of a person are each on their own afterwards.
    Raises BadInput for a card that is linked to no other, NotFound for one that is not in the book.
    """
    asked = {one.card_id for one in cards_of(unit.connection, list(dict.fromkeys(card_ids)))}
    for person_id in sorted(set(_persons(unit.connection, sorted(asked)).values())):
        cards = _cards_of_persons(unit.connection, {person_id})
        leaving, staying = cards.keys() & asked, cards.keys() - asked
        if len(cards) < 2:
            raise BadInput(f"Card {person_id} is linked to no other; there is nothing to undo.")
        groups = [leaving, staying] if staying else [{one} for one in leaving]
        for group in groups:
            _make_one_person(unit, {one: cards[one][1] for one in group})


def _make_one_person(unit: UnitOfWork, links: Mapping[int, int | None]) -> None:
    """Let cards of one entity or several be a person of their own, named by the oldest."""
    person_id = min(links)
    for card_id, link_id in links.items():
        if link_id is None:
            continue
        if card_id == person_id:
            unit.delete(link, link_id)
        else:
            unit.update(link, link_id, {"person_id": person_id})


def tell_apart(unit: UnitOfWork, card_ids: Sequence[int], reason: str) -> None:
    """Note that cards which agree in name and place are different people.

    Raises BadInput without a reason, for fewer than two cards and for cards that are linked;
    NotFound for one that is not in the book.
    """
    if not reason.strip():
        raise BadInput("Say how it is known that they are different people.")
    known = _two_or_more(unit.connection, card_ids)
    persons = _persons(unit.connection, [one.card_id for one in known])
    if len(set(persons.values())) < len(known):
        raise BadInput("Two of these cards are linked as one person; undo the link first.")
    entities = {one.card_id: one.entity_id for one in known}
    for one, other in combinations(sorted(entities), 2):
        same = (apart.c.card_id == one) & (apart.c.other_id == other)
        if unit.connection.execute(select(apart.c.id).where(same)).first() is None:
            unit.insert(apart, {
                "entity_id": entities[one], "card_id": one, "other_id": other,
                "reason": reason.strip(),
            })  # fmt: skip


def cards_apart(connection: Connection, card_ids: Iterable[int]) -> frozenset[int]:
    """Return all cards of people whom somebody told apart from one of these cards' people."""
    asked = list(card_ids)
    rows = connection.execute(
        select(apart.c.card_id, apart.c.other_id).where(
            or_(apart.c.card_id.in_(asked), apart.c.other_id.in_(asked))
        )
    )
    others = sorted({card for row in rows for card in row} - set(asked))
    if not others:
        return frozenset()
    persons = set(_persons(connection, others).values())
    return frozenset(_cards_of_persons(connection, persons))


def people_apart(connection: Connection) -> frozenset[frozenset[int]]:
    """Return every two people whom somebody told apart."""
    pairs = [
        (row[0], row[1]) for row in connection.execute(select(apart.c.card_id, apart.c.other_id))
    ]
    persons = _persons(connection, sorted({card for pair in pairs for card in pair}))
    return frozenset(frozenset({persons[one], persons[other]}) for one, other in pairs)


def _two_or_more(connection: Connection, card_ids: Sequence[int]) -> tuple[CardOfPerson, ...]:
    wanted = list(dict.fromkeys(card_ids))
    if len(wanted) < 2:
        raise BadInput("Two cards are needed to say whether they are one person's.")
    return cards_of(connection, wanted)


def _persons(connection: Connection, cards: Sequence[int]) -> dict[int, int]:
    rows = connection.execute(select(link.c.card_id, link.c.person_id).where(
        link.c.card_id.in_(cards)
    ))  # fmt: skip
    linked = {row.card_id: row.person_id for row in rows}
    return {card: linked.get(card, card) for card in cards}


def _cards_of_persons(
    connection: Connection, persons: Iterable[int]
) -> dict[int, tuple[int, int | None]]:
    """Return every card of some persons: its entity, and the number of its link, if any."""
    wanted = list(persons)
    query = (
        select(contact.c.card_id, contact.c.entity_id, link.c.id)
        .outerjoin(link, link.c.card_id == contact.c.card_id)
        .where(or_(contact.c.id.in_(wanted), link.c.person_id.in_(wanted)))
        .distinct()
    )
    return {card: (entity_id, link_id) for card, entity_id, link_id in connection.execute(query)}


def _told_apart(connection: Connection, cards: Iterable[int]) -> list[int]:
    wanted = list(cards)
    query = select(apart.c.id).where(apart.c.card_id.in_(wanted), apart.c.other_id.in_(wanted))
    return list(connection.execute(query).scalars())
