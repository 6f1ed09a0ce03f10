"""The cards of one entity as an import leaves them, and which are worth comparing with new ones.

A card is known by its place in the order of their numbers: half a million of them are a few dozen
megabytes.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, islice
from operator import itemgetter

from financedesk.donors.blocking import MOST_ALIKE
from financedesk.donors.card_keys import CardKeys

_PLACE_BITS = 32
_PLACES = (1 << _PLACE_BITS) - 1


class ArrivalIndex:
    """All cards of an entity in the order of their numbers.

    ``cards`` are their numbers; a *place* is where one stands there. Cards of one person are known
    by the place of the first of them, ``head``. From ``first_new`` on they came with the import.
    """

    def __init__(self, known: CardKeys, linked: Mapping[int, int], first_id: int) -> None:
        """Take the cards of an entity, and the persons of those that are linked."""
        self.cards = array("q")
        self._known = known
        self._versions: dict[int, list[int]] = {}  # of cards that have more than the first
        self._place_of_version = array("l")
        self._place_versions()
        self.first_new = bisect_left(self.cards, first_id)
        self.head: dict[int, int] = {}
        self._linked: dict[int, list[int]] = {}
        self.person: dict[int, int] = {}
        self._link(linked)

    def place_of(self, card_id: int) -> int | None:
        """Return where a card stands, None for another entity's."""
        place = bisect_left(self.cards, card_id)
        there = place < len(self.cards) and self.cards[place] == card_id
        return place if there else None

    def is_settled(self, place: int) -> bool:
        """Tell whether a person was in the book before: by an older card, or linked by hand."""
        return place < self.first_new or place in self._linked

    def person_at(self, place: int) -> int:
        """Return the number of the person whom a place stands for."""
        return self.person.get(place, self.cards[place])

    def versions_of(self, place: int) -> list[int]:
        """Return the contacts of a person, all versions of all cards, in order."""
        cards = self._linked.get(place, [place])
        return sorted(one for card in cards for one in self._versions_of_card(card))

    def pairs(self) -> list[tuple[int, int]]:
        """Return two places each, the lower first, one of them new: worth comparing, in order."""
        found = array("q")
        for keys in self._known.families():
            for group in self._alike(keys):
                found.extend(self._of_group(group))
        return [(pair >> _PLACE_BITS, pair & _PLACES) for pair in sorted(set(found))]

    # --- inside

    def _versions_of_card(self, place: int) -> list[int]:
        return [self.cards[place], *self._versions.get(place, ())]

    def _place_versions(self) -> None:
        # Versions ascend, but those of an old card stand among the first ones of newer cards.
        for contact_id, card_id in zip(self._known.contacts, self._known.cards, strict=True):
            if contact_id == card_id:
                place = len(self.cards)
                self.cards.append(card_id)
            else:
                place = bisect_left(self.cards, card_id)
                self._versions.setdefault(place, []).append(contact_id)
            self._place_of_version.append(place)

    def _link(self, linked: Mapping[int, int]) -> None:
        cards: dict[int, list[int]] = {}
        for card, person in linked.items():
            place = self.place_of(card)
            if place is not None:
                cards.setdefault(person, []).append(place)
        for person, places in cards.items():
            first = min(places)
            self._linked[first] = sorted(places)
            self.person[first] = person
            self.head.update(dict.fromkeys(places, first))

    def _of_group(self, group: Sequence[int]) -> Iterator[int]:
        """Yield the pairs of a group that have somebody new in them, each as one number."""
        head = self.head
        for at, other in enumerate(group):
            if other < self.first_new:
                continue
            theirs = head.get(other, other)
            for one in group[:at]:
                mine = head.get(one, one)
                if mine != theirs:
                    low, high = (mine, theirs) if mine < theirs else (theirs, mine)
                    yield low << _PLACE_BITS | high

    def _alike(self, keys: "array[int]") -> Iterator[Sequence[int]]:
        """Yield the places, in order, that have a key in common, one of them new."""
        first_new = self.first_new
        # A card that came with the import has no version before it.
        first = bisect_left(self._known.contacts, self.cards[first_new])
        wanted = set(islice(keys, first, None)) - {0}
        pairs = sorted(
            (key, place)
            for key, place in zip(keys, self._place_of_version, strict=True)
            if key in wanted
        )
        for _, rows in groupby(pairs, itemgetter(0)):
            group = sorted({place for _, place in rows})
            if 2 <= len(group) <= MOST_ALIKE and group[-1] >= first_new:
                yield group
