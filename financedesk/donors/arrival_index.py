"""The cards of one entity as an import leaves them, and which are worth comparing with new ones.

A card is known by its place in the order of their numbers, and what it has in common with others
by numbers of eight bytes: half a million cards are a few dozen megabytes. Keys are fewer than those
of ``blocking``: what an import brings has addresses, telephones or e-mail addresses.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter

from sqlalchemy import Connection, select

from financedesk.donors.blocking import COMPARED_TYPES, MOST_ALIKE
from financedesk.donors.people import persons_of
from financedesk.ledger import tables

contact = tables.contact
_READ_AT_ONCE = 10_000
_PLACE_BITS = 32
_PLACES = (1 << _PLACE_BITS) - 1
_DIGITS_ALONE = dict.fromkeys(map(ord, " -().+:/"))
_LEAST_OF_PHONE = 7


class ArrivalIndex:
    """All cards of an entity in the order of their numbers.

    ``cards`` are their numbers; a *place* is where one stands there. Cards of one person are known
    by the place of the first of them, ``head``. From ``first_new`` on they came with the import.
    """

    def __init__(self, connection: Connection, entity_id: int, first_id: int) -> None:
        self.cards = array("q")
        self._versions: dict[int, list[int]] = {}  # of cards that have more than the first
        self._keys = tuple((array("q"), array("l")) for _ in _FAMILIES)
        self._read(connection, entity_id)
        self.first_new = bisect_left(self.cards, first_id)
        self.head: dict[int, int] = {}
        self._linked: dict[int, list[int]] = {}
        self.person: dict[int, int] = {}
        self._link(persons_of(connection, entity_id))

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
        for hashes, places in self._keys:
            for group in _alike(hashes, places, self.first_new):
                found.extend(self._of_group(group))
        return [(pair >> _PLACE_BITS, pair & _PLACES) for pair in sorted(set(found))]

    # --- inside

    def _versions_of_card(self, place: int) -> list[int]:
        return [self.cards[place], *self._versions.get(place, ())]

    def _read(self, connection: Connection, entity_id: int) -> None:
        column = contact.c
        query = (
            select(column.id, column.card_id, *(column[name] for name in _COLUMNS))
            .where(column.entity_id == entity_id, column.type.in_(COMPARED_TYPES))
            .order_by(column.id)
        )
        # Versions ascend, but those of an old card stand among the first ones of newer cards.
        rows = connection.execute(query.execution_options(yield_per=_READ_AT_ONCE))
        for contact_id, card_id, *cells in rows:
            if contact_id == card_id:
                place = len(self.cards)
                self.cards.append(card_id)
            else:
                place = bisect_left(self.cards, card_id)
                self._versions.setdefault(place, []).append(contact_id)
            for family, key in _keys_of(*cells):
                hashes, places = self._keys[family]
                hashes.append(hash(key))
                places.append(place)

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


def _alike(hashes: "array[int]", places: "array[int]", first_new: int) -> Iterator[Sequence[int]]:
    """Yield the places, in order, that have a number in common, one of them new."""
    wanted = {number for number, place in zip(hashes, places, strict=True) if place >= first_new}
    if not wanted:
        return
    pairs = sorted(
        (number, place) for number, place in zip(hashes, places, strict=True) if number in wanted
    )
    for _, rows in groupby(pairs, itemgetter(0)):
        group = sorted({place for _, place in rows})
        if 2 <= len(group) <= MOST_ALIKE and group[-1] >= first_new:
            yield group


# --- keys: what two cards may have in common

_COLUMNS = (
    "match_email", "match_place", "phone", "search_name", "zip", "city", "employer", "last_name",
)  # fmt: skip
_FAMILIES = range(5)
_EMAIL, _PHONE, _HOUSE, _NAME, _WORK = _FAMILIES


def _keys_of(
    email: str | None,
    place: str | None,
    phone: str | None,
    name: str,
    zip_code: str | None,
    city: str | None,
    employer: str | None,
    last_name: str | None,
) -> Iterable[tuple[int, str]]:
    """Yield the keys of one version of a card, each with its family."""
    if email:
        yield _EMAIL, email.partition("|")[0]
    if phone:
        figures = phone.translate(_DIGITS_ALONE)[-10:]
        if len(figures) >= _LEAST_OF_PHONE:
            yield _PHONE, figures
    if place:
        _, plain_zip, street = place.rsplit("|", 2)
        number, _, rest = street.partition(" ")
        yield _HOUSE, f"{plain_zip} {number} {rest[:2]}"
        yield _NAME, f"{plain_zip} {' '.join(sorted(name.split()))}"
    elif zip_code or city:
        # Without a street there is little to go by: the last name alone, or the beginning of it.
        yield _NAME, f"{zip_code[:5] if zip_code else city} {name[:5]}"
    if employer and last_name and not (email or phone):
        yield _WORK, f"{employer[:8].lower()} {name[:6]}"
