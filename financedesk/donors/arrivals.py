"""Who came with an import and stands in the book already, or twice in the file.

Three answers: *same* is linked in the import's own act, *likely* becomes a question, *different*
nothing. Cards stay as given. Nothing crosses from one entity to another, nobody is joined who was
told apart, and two people who were in the book before are never joined by a third: that is for
somebody to say.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from financedesk.book.unit import UnitOfWork
from financedesk.donors.arrival_index import ArrivalIndex
from financedesk.donors.arrival_people import ArrivedPeople
from financedesk.donors.card_keys import CardKeys
from financedesk.donors.clusters import Edge, Group, components_of, groups_of
from financedesk.donors.people import persons_of
from financedesk.ledger.same_person import Question, ask_about, link_arrivals, people_apart
from financedesk.progress import Progress
from financedesk.rules.likeness import Answer, likeness

_COMPARED_AT_ONCE = 5_000
_GROUPED_AT_ONCE = 1_000
_CROWD = 200
_Apart = frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Arrived:
    """How many new cards were linked to another one, and how many questions were noted."""

    linked: int
    asked: int


def match_arrivals(
    unit: UnitOfWork, known: Mapping[int, CardKeys], first_id: int, progress: Progress
) -> Arrived:
    """Link the cards with numbers from ``first_id`` on that are of somebody who has one.

    ``known`` are the cards of each entity, old and new. It belongs into the batch that made the
    new ones. What was linked or told apart before stands.
    """
    apart = people_apart(unit.connection)
    linked = asked = 0
    for entity_id, cards in sorted(known.items()):
        if not cards.cards or max(cards.cards) < first_id:
            continue
        index = ArrivalIndex(cards, persons_of(unit.connection, entity_id), first_id)
        found = _Matching(unit.connection, index, _places_apart(index, apart), progress)
        linked += link_arrivals(unit, entity_id, found.links())
        asked += ask_about(unit, entity_id, found.questions())
    return Arrived(linked, asked)


def _places_apart(index: ArrivalIndex, apart: Iterable[frozenset[int]]) -> _Apart:
    """Return people who were told apart by their places, the lower first."""
    place_of = {person: place for place, person in index.person.items()}
    found = set()
    for pair in apart:
        places = sorted(
            place
            for person in pair
            if (place := place_of.get(person, index.place_of(person))) is not None
        )
        if len(places) == 2:
            found.add((places[0], places[1]))
    return frozenset(found)


class _Matching:
    """The new cards of one entity, held against the others that have something in common."""

    def __init__(
        self, connection: Connection, index: ArrivalIndex, apart: _Apart, progress: Progress
    ) -> None:
        self._index, self._apart, self._progress = index, apart, progress
        self._people = ArrivedPeople(connection, index)
        self._same: list[Edge] = []
        self._likely: list[Edge] = []
        self._compare(index.pairs())
        self._groups = list(self._grouped())

    def links(self) -> Iterator[tuple[int, int]]:
        """Yield (card, person) of every new card that is linked, in the order of the cards."""
        found = []
        for group in self._groups:
            settled = [place for place in group.people if self._index.is_settled(place)]
            head = settled[0] if settled else group.people[0]
            person = self._index.person_at(head)
            found += [(self._index.cards[one], person) for one in group.people if one != head]
        yield from sorted(found)

    def questions(self) -> Iterator[Question]:
        """Yield the likeliest pair between two groups, or people in none, the likeliest first."""
        head_of = {one: group.people[0] for group in self._groups for one in group.people}
        cards = self._index.cards
        # Whoever is told apart from one of a group is told apart from all of it.
        settled = {frozenset(head_of.get(one, one) for one in pair) for pair in self._apart}
        for edge in sorted((*self._same, *self._likely), key=_strongest_first):
            heads = frozenset(head_of.get(one, one) for one in edge[:2])
            if len(heads) == 2 and heads not in settled:
                settled.add(heads)
                yield Question(cards[edge.one], cards[edge.other], edge.score)

    # --- inside

    def _compare(self, pairs: Sequence[tuple[int, int]]) -> None:
        for start in range(0, len(pairs), _COMPARED_AT_ONCE):
            self._progress.step(start, len(pairs), "Comparing donors:")
            some = pairs[start : start + _COMPARED_AT_ONCE]
            self._people.know({place for pair in some for place in pair})
            for one, other in some:
                if (one, other) not in self._apart:
                    self._judge(one, other)

    def _judge(self, one: int, other: int) -> None:
        found = likeness(self._people[one], self._people[other])
        if found.answer is Answer.SAME:
            self._same.append(Edge(one, other, found.score))
        elif found.answer is Answer.LIKELY:
            self._likely.append(Edge(one, other, found.score))

    def _grouped(self) -> Iterator[Group]:
        # A crowd that hangs together is a village of one name, or nonsense: it is asked about.
        waiting = [edges for edges in components_of(self._same) if len(_people_of(edges)) <= _CROWD]
        for start in range(0, len(waiting), _GROUPED_AT_ONCE):
            some = waiting[start : start + _GROUPED_AT_ONCE]
            self._people.know(place for edges in some for place in _people_of(edges))
            for edges in some:
                yield from groups_of(edges, self._are_apart, self._are_both_settled)

    def _are_apart(self, one: int, other: int) -> bool:
        if (min(one, other), max(one, other)) in self._apart:
            return True
        return likeness(self._people[one], self._people[other]).contradicts

    def _are_both_settled(self, one: int, other: int) -> bool:
        return self._index.is_settled(one) and self._index.is_settled(other)


def _people_of(edges: Iterable[Edge]) -> set[int]:
    return {place for edge in edges for place in edge[:2]}


def _strongest_first(edge: Edge) -> tuple[int, int, int]:
    return -edge.score, edge.one, edge.other
