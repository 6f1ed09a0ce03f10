"""Who of some cards is one person: linked, or of one name and place as the limits take them.

Somebody who is paid and gives has often two cards with an entity, and further ones with others.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import or_, select

from financedesk.compliance.facts import Facts
from financedesk.ledger import tables

contact, link, apart = tables.contact, tables.person_link, tables.person_apart
_AT_ONCE = 400


class Circles:
    """Cards put together into people; ``cards`` holds all that were met on the way."""

    def __init__(self, facts: Facts, cards: Iterable[int]) -> None:
        """Begin with some cards, and follow links and places until no other card is met."""
        self._facts = facts
        self._of: dict[int, int] = {}
        self._apart: set[tuple[int, int]] = set()
        waiting = set(cards)
        while waiting:
            for card in waiting:
                self._of.setdefault(card, card)
            waiting = self._follow(sorted(waiting)) - self._of.keys()

    @property
    def cards(self) -> frozenset[int]:
        """Every card that was met."""
        return frozenset(self._of)

    def person(self, card: int) -> int:
        """Return the card by which somebody's cards are named."""
        while self._of[card] != card:
            card = self._of[card]
        return card

    def people(self) -> dict[int, list[int]]:
        """Return the cards of everybody who was met, by the card that names them."""
        found: dict[int, list[int]] = defaultdict(list)
        for card in sorted(self._of):
            found[self.person(card)].append(card)
        return found

    def _follow(self, cards: Sequence[int]) -> set[int]:
        met: set[int] = set()
        for some in _in_parts(cards):
            self._read_apart(some)
            for one, other in (*self._linked(some), *self._neighbours(some)):
                met |= {one, other}
                if (one, other) not in self._apart:
                    self._join(one, other)
        return met

    def _join(self, one: int, other: int) -> None:
        for card in (one, other):
            self._of.setdefault(card, card)
        first, second = sorted((self.person(one), self.person(other)))
        self._of[second] = first

    def _read_apart(self, cards: Sequence[int]) -> None:
        query = select(apart.c.card_id, apart.c.other_id).where(
            or_(apart.c.card_id.in_(cards), apart.c.other_id.in_(cards))
        )
        for one, other in self._facts.connection.execute(query):
            self._apart |= {(one, other), (other, one)}

    def _linked(self, cards: Sequence[int]) -> Iterator[tuple[int, int]]:
        query = select(link.c.card_id, link.c.person_id).where(
            or_(link.c.card_id.in_(cards), link.c.person_id.in_(cards))
        )
        rows = self._facts.connection.execute(query)
        yield from ((row.card_id, row.person_id) for row in rows)

    def _neighbours(self, cards: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Yield each card with those that have, or had, its name and place."""
        own, other = contact.alias("own"), contact.alias("other")
        query = (
            select(own.c.card_id, other.c.card_id)
            .join(other, other.c.match_place == own.c.match_place)
            .where(own.c.card_id.in_(cards), other.c.entity_id.in_(self._facts.ids),
                   own.c.match_place.is_not(None))
            .distinct()
        )  # fmt: skip
        yield from ((row[0], row[1]) for row in self._facts.connection.execute(query))


def _in_parts(cards: Sequence[int]) -> Iterator[Sequence[int]]:
    yield from (cards[start : start + _AT_ONCE] for start in range(0, len(cards), _AT_ONCE))
