"""The questions that imports noted: whose cards may be one person's, without a new search.

A question is open until its two people are linked or told apart; undoing that opens it again.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from sqlalchemy import Connection, select

from financedesk.donors.duplicates import DuplicatePair
from financedesk.donors.people import known_people, number_of_cards, persons_of
from financedesk.ledger import tables
from financedesk.ledger.same_person import people_apart
from financedesk.rules.likeness import Answer, likeness

MOST_NOTED = 500
"""So many are told at once; when they are answered, others come in their place."""

question = tables.person_question


def noted_pairs(connection: Connection, entity_ids: Sequence[int]) -> tuple[DuplicatePair, ...]:
    """Return the open questions of these entities, the likeliest first, each pair by its cards.

    What is said of two people is what their cards say now.
    """
    apart = people_apart(connection)
    found = [pair for one in entity_ids for pair in _of_entity(connection, one, apart)]
    found.sort(key=lambda one: (one.answer != Answer.SAME, -one.score, one.a, one.b))
    return tuple(found[:MOST_NOTED])


def _of_entity(
    connection: Connection, entity_id: int, apart: frozenset[frozenset[int]]
) -> Iterator[DuplicatePair]:
    linked = persons_of(connection, entity_id)
    asked = _open(_cards(connection, entity_id), linked, apart)
    known = known_people(connection, _cards_of(linked, {one for pair in asked for one in pair}))
    among = number_of_cards(connection, entity_id)
    for (one, other), (a, b) in asked.items():
        said = likeness(known[one].traits, known[other].traits, among=among)
        # Cards that came since may say less; who was asked about is asked about all the same.
        answer = Answer.SAME if said.answer is Answer.SAME else Answer.LIKELY
        yield DuplicatePair(entity_id, a, b, said.score, answer, said.reasons, said.against)


def _open(
    noted: Iterable[tuple[int, int]],
    linked: Mapping[int, int],
    apart: frozenset[frozenset[int]],
) -> dict[tuple[int, int], tuple[int, int]]:
    """Return the first cards by which two people are asked about, by the people."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for cards in noted:
        one, other = sorted(linked.get(card, card) for card in cards)
        if one != other and frozenset((one, other)) not in apart:
            found.setdefault((one, other), cards)
        if len(found) == MOST_NOTED:
            break
    return found


def _cards_of(linked: Mapping[int, int], people: Collection[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {person: [] for person in people}
    for card, person in linked.items():
        if person in found:
            found[person].append(card)
    return {person: cards or [person] for person, cards in found.items()}


def _cards(connection: Connection, entity_id: int) -> Iterator[tuple[int, int]]:
    query = (
        select(question.c.card_id, question.c.other_id)
        .where(question.c.entity_id == entity_id)
        .order_by(question.c.score.desc(), question.c.id)
    )
    return ((row.card_id, row.other_id) for row in connection.execute(query))
