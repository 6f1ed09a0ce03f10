"""People of an entity who are, or may be, one person on several cards.

Asked within one entity at a time: what one entity knows of somebody is not held against what
another one does, so that nothing crosses a wall.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from financedesk.donors.blocking import KEYS, candidate_pairs
from financedesk.donors.clusters import Edge, Group, groups_of
from financedesk.donors.people import known_people, number_of_cards, persons_of
from financedesk.ledger.same_person import people_apart
from financedesk.progress import Progress, Silent
from financedesk.rules.likeness import Answer, Likeness, likeness

_PIECE = 2_000
_Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class DuplicatePair:
    """Two people of one entity, each by the first of its cards, and what is said of them.

    *Same* are the ties that hold a group together; nobody in it is apart from another. *Likely* is
    the best pair between two groups, or people in none: one answer settles both groups.
    """

    entity_id: int
    a: int
    b: int
    score: int
    answer: Answer
    reasons: tuple[str, ...]
    against: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Duplicates:
    """All pairs that are one person's or may be, the likeliest first, and the groups of the same.

    ``groups`` are first cards of people who are one, as far as anybody can tell.
    """

    pairs: tuple[DuplicatePair, ...]
    groups: tuple[tuple[int, ...], ...]


def duplicates(
    connection: Connection, entity_ids: Sequence[int], progress: Progress | None = None
) -> Duplicates:
    """Return who stands on several cards of one entity, for each of these entities.

    Who is linked already is one person; who was told apart is never named. Nothing is written.
    """
    told = progress or Silent()
    apart = people_apart(connection)
    pairs: list[DuplicatePair] = []
    groups: list[tuple[int, ...]] = []
    for entity_id in entity_ids:
        found = _Search(connection, entity_id, apart, told)
        groups.extend(found.groups())
        pairs.extend(found.pairs())
    pairs.sort(key=lambda one: (one.answer != Answer.SAME, -one.score, one.a, one.b))
    return Duplicates(tuple(pairs), tuple(groups))


class _Search:
    """The search among one entity's cards."""

    def __init__(
        self,
        connection: Connection,
        entity_id: int,
        apart: frozenset[frozenset[int]],
        progress: Progress,
    ) -> None:
        self._connection, self._entity_id, self._progress = connection, entity_id, progress
        self._apart = apart
        self._among = number_of_cards(connection, entity_id)
        linked = persons_of(connection, entity_id)
        wanted = self._candidates(linked)
        self._people = known_people(connection, _cards_of(linked, wanted))
        self._found = self._compared(wanted)
        self._groups = self._grouped()

    def groups(self) -> list[tuple[int, ...]]:
        """Return the groups of the same by their first cards."""
        return [tuple(map(self._card, group.people)) for group in self._groups]

    def pairs(self) -> list[DuplicatePair]:
        """Return what ties each group together, and the likeliest pair between two groups."""
        ties = [(edge.one, edge.other) for group in self._groups for edge in group.ties]
        same = [self._pair(pair, Answer.SAME) for pair in ties]
        return same + [self._pair(pair, Answer.LIKELY) for pair in self._likely()]

    def _likely(self) -> list[_Pair]:
        """Return one pair for every two groups, or people in none, that may be one."""
        first_of = {one: group.people[0] for group in self._groups for one in group.people}
        # Whoever is told apart from one of a group is told apart from all of it.
        apart = {frozenset(first_of.get(one, one) for one in pair) for pair in self._apart}
        best: dict[frozenset[int], _Pair] = {}
        for pair in sorted(self._found, key=lambda pair: (-self._found[pair].score, pair)):
            groups = frozenset(first_of.get(person, person) for person in pair)
            if len(groups) == 2 and groups not in apart:
                best.setdefault(groups, pair)
        return list(best.values())

    def _told_apart(self, one: int, other: int) -> bool:
        return frozenset((one, other)) in self._apart

    def _candidates(self, linked: Mapping[int, int]) -> set[_Pair]:
        """Return pairs of people worth comparing."""
        wanted: set[_Pair] = set()
        for number, pairs in enumerate(candidate_pairs(self._connection, self._entity_id), 1):
            self._progress.step(number, len(KEYS), "Looking for cards that are alike")
            for one, other in pairs:
                mine, theirs = linked.get(one, one), linked.get(other, other)
                if mine != theirs:
                    wanted.add((mine, theirs) if mine < theirs else (theirs, mine))
        return {pair for pair in wanted if frozenset(pair) not in self._apart}

    def _compared(self, wanted: Iterable[_Pair]) -> dict[_Pair, Likeness]:
        found: dict[_Pair, Likeness] = {}
        waiting = sorted(wanted)
        for number, pair in enumerate(waiting):
            if number % _PIECE == 0:
                self._progress.step(number, len(waiting), "Comparing people")
            alike = self._likeness(*pair)
            if alike.answer is not Answer.DIFFERENT:
                found[pair] = alike
        return found

    def _likeness(self, one: int, other: int) -> Likeness:
        mine, theirs = self._people[one].traits, self._people[other].traits
        return likeness(mine, theirs, among=self._among)

    def _grouped(self) -> Sequence[Group]:
        edges = [
            Edge(*pair, found.score)
            for pair, found in self._found.items()
            if found.answer is Answer.SAME
        ]
        return groups_of(edges, self._are_apart)

    def _are_apart(self, one: int, other: int) -> bool:
        if self._told_apart(one, other):
            return True
        return self._likeness(one, other).contradicts

    def _pair(self, pair: _Pair, answer: Answer) -> DuplicatePair:
        found = self._found[pair]
        a, b = sorted(map(self._card, pair))
        return DuplicatePair(
            self._entity_id, a, b, found.score, answer, found.reasons, found.against
        )

    def _card(self, person: int) -> int:
        return self._people[person].card_id


def _cards_of(linked: Mapping[int, int], wanted: Iterable[_Pair]) -> dict[int, list[int]]:
    """Return the entity's cards of everybody who is compared."""
    people = {person for pair in wanted for person in pair}
    cards: dict[int, list[int]] = {}
    for card, person in linked.items():
        if person in people:
            cards.setdefault(person, []).append(card)
    return {person: cards.get(person, [person]) for person in people}
