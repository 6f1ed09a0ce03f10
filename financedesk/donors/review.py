"""What somebody who reviews cards has before them: open questions, linked people, two sides.

A question is open until its two people are linked or told apart; both are facts of the ledger, so
undoing an answer opens the question again. Everything is within one entity at a time.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from financedesk.book.unit import UnitOfWork
from financedesk.donors.duplicates import DuplicatePair, duplicates
from financedesk.donors.noted import noted_pairs
from financedesk.donors.people import known_people, persons_of
from financedesk.donors.touched_reports import TouchedReport, touched_reports
from financedesk.ledger import tables
from financedesk.ledger.same_person import (
    CardOfPerson,
    cards_apart,
    cards_of,
    link_cards,
    people_apart,
)
from financedesk.progress import Progress, Silent
from financedesk.rules.likeness import Answer, Likeness, likeness

donor, link = tables.donor, tables.person_link
_PIECE = 500


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """Two people of one entity who may be one, by a card of each."""

    entity_id: int
    one: CardOfPerson
    other: CardOfPerson
    score: int
    answer: Answer

    @property
    def cards(self) -> tuple[int, int]:
        """The two cards."""
        return self.one.card_id, self.other.card_id


@dataclass(frozen=True, slots=True)
class Side:
    """One of two people: all their cards of the entity, and what they gave by them, in cents."""

    card: CardOfPerson
    cards: tuple[int, ...]
    gifts: int
    given_cents: int
    first_day: str
    last_day: str


@dataclass(frozen=True, slots=True)
class Compared:
    """Two people side by side, what is said of them, and the reports in which they stand."""

    one: Side
    other: Side
    likeness: Likeness
    reports: tuple[TouchedReport, ...]


@dataclass(frozen=True, slots=True)
class LinkedPerson:
    """Cards of one entity that stand for one person, the oldest first, and how it is known."""

    entity_id: int
    cards: tuple[CardOfPerson, ...]
    reason: str


# --- questions


def search_questions(
    connection: Connection, entity_ids: Sequence[int], progress: Progress | None = None
) -> tuple[OpenQuestion, ...]:
    """Return everybody who may stand on several cards, the surest first: a search of all cards."""
    return _with_cards(connection, duplicates(connection, entity_ids, progress).pairs)


def noted_questions(connection: Connection, entity_ids: Sequence[int]) -> tuple[OpenQuestion, ...]:
    """Return what imports asked about and nobody has answered, at once and without a search."""
    return _with_cards(connection, noted_pairs(connection, entity_ids))


def still_open(
    connection: Connection, questions: Iterable[OpenQuestion]
) -> tuple[OpenQuestion, ...]:
    """Return the questions that nobody has answered by now, in their order."""
    asked = tuple(questions)
    apart = people_apart(connection)
    persons = {one: persons_of(connection, one) for one in {each.entity_id for each in asked}}

    def is_open(one: OpenQuestion) -> bool:
        pair = frozenset(persons[one.entity_id].get(card, card) for card in one.cards)
        return len(pair) == 2 and pair not in apart

    return tuple(one for one in asked if is_open(one))


def _with_cards(connection: Connection, pairs: Sequence[DuplicatePair]) -> tuple[OpenQuestion, ...]:
    cards = _cards_by_id(connection, {card for pair in pairs for card in (pair.a, pair.b)})
    return tuple(
        OpenQuestion(pair.entity_id, cards[pair.a], cards[pair.b], pair.score, pair.answer)
        for pair in pairs
    )


def _cards_by_id(connection: Connection, card_ids: Iterable[int]) -> dict[int, CardOfPerson]:
    wanted = sorted(card_ids)
    return {
        one.card_id: one
        for start in range(0, len(wanted), _PIECE)
        for one in cards_of(connection, wanted[start : start + _PIECE])
    }


# --- two sides


def compared(
    connection: Connection, cards: tuple[int, int], entity_ids: Collection[int]
) -> Compared:
    """Return two people side by side with the filed reports of ``entity_ids`` they stand in.

    Raises NotFound for a card that has gone.
    """
    entity_id = cards_of(connection, cards)[0].entity_id
    linked = persons_of(connection, entity_id)
    persons = [linked.get(card, card) for card in cards]
    of_person = {
        person: [card for card, whose in linked.items() if whose == person] or [person]
        for person in persons
    }
    known = known_people(connection, of_person)
    one, other = (known[person] for person in persons)
    sides = [
        _side(connection, card, of_person[person])
        for card, person in zip(cards, persons, strict=True)
    ]
    reports = touched_reports(connection, cards, entity_ids)
    return Compared(sides[0], sides[1], likeness(one.traits, other.traits), reports)


def _side(connection: Connection, card_id: int, cards: Sequence[int]) -> Side:
    (card,) = cards_of(connection, [card_id])
    given = connection.execute(select(donor).where(donor.c.card_id.in_(cards))).all()
    days = [day for row in given for day in (row.first_day, row.last_day) if day]
    return Side(
        card, tuple(sorted(cards)), sum(row.gifts for row in given),
        sum(row.given_cents for row in given), min(days, default=""), max(days, default=""),
    )  # fmt: skip


# --- answers


def linkable(connection: Connection, questions: Iterable[OpenQuestion]) -> tuple[OpenQuestion, ...]:
    """Return the open questions whose answer is *same*: what ``link_same`` would link."""
    return tuple(one for one in still_open(connection, questions) if one.answer is Answer.SAME)


def link_same(
    unit: UnitOfWork,
    questions: Iterable[OpenQuestion],
    reason: str,
    progress: Progress | None = None,
) -> int:
    """Link everybody who is the same, as one step; returns how many pairs.

    Whoever became apart from one of the others on the way stays apart: nothing that somebody told
    apart is ever linked by this.
    """
    told = progress or Silent()
    wanted = linkable(unit.connection, questions)
    done = 0
    for number, one in enumerate(wanted):
        told.step(number, len(wanted), "Linking cards")
        if not _are_apart(unit.connection, *one.cards):
            link_cards(unit, one.cards, reason)
            done += 1
    return done


def _are_apart(connection: Connection, card_id: int, other_id: int) -> bool:
    """Tell whether any card of one's person is told apart from any card of the other's."""
    own = select(link.c.person_id).where(link.c.card_id == card_id)
    person = connection.execute(own).scalar() or card_id
    linked = select(link.c.card_id).where(link.c.person_id == person)
    return other_id in cards_apart(connection, [person, *connection.execute(linked).scalars()])


# --- who is linked


def linked_people(connection: Connection, entity_ids: Sequence[int]) -> tuple[LinkedPerson, ...]:
    """Return people with several cards in one of these entities, the newest link first."""
    cards, order, reasons = _linked(connection, entity_ids)
    known = _cards_by_id(connection, {card for some in cards.values() for card in some})
    return tuple(
        LinkedPerson(entity_id, tuple(known[card] for card in sorted(some)),
                     reasons.get((entity_id, person), ""))
        for (entity_id, person), some in sorted(
            cards.items(), key=lambda one: -order[one[0]]
        )
        if len(some) > 1
    )  # fmt: skip


_Of = tuple[int, int]


def _linked(
    connection: Connection, entity_ids: Sequence[int]
) -> tuple[dict[_Of, set[int]], dict[_Of, int], dict[_Of, str]]:
    """Return cards, newest link and last reason, each by entity and person."""
    own = {
        card: (entity_id, person)
        for entity_id in entity_ids
        for card, person in persons_of(connection, entity_id).items()
    }
    cards: dict[_Of, set[int]] = {}
    for card, whose in own.items():
        cards.setdefault(whose, set()).add(card)
    order = dict.fromkeys(cards, 0)
    reasons: dict[_Of, str] = {}
    query = (
        select(link.c.id, link.c.card_id, link.c.reason)
        .where(link.c.entity_id.in_(entity_ids))
        .order_by(link.c.id)
    )
    for number, card, reason in connection.execute(query):
        order[own[card]] = number
        if reason:
            reasons[own[card]] = reason
    return cards, order, reasons
