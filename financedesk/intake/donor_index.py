"""Whose gift a row is: donors known by e-mail and name, or by name, ZIP and street.

The index lives for one import and keeps numbers only, 8 bytes a key, so that half a million
donors fit beside everything else. Two donors are one only where the name is the same: spouses who
share an address of either sort, and father and son, stay apart, and so does every doubtful pair.
Nor are they one who share name and e-mail address, but neither street nor telephone: addresses are
typed wrongly, and two people of one name are easily given the same. ``donors.arrivals`` looks
at all of these when the file is through.
"""

import operator
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, func, select

from financedesk.donors.card_keys import CardKeys
from financedesk.donors.traits import plain_phone
from financedesk.intake.donor_traits import numbers_of, traits_of
from financedesk.intake.staged import Donor, DonorTraits
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact
from financedesk.ledger.gifts import GiftWriter
from financedesk.ledger.id_lists import among_ids, with_ids


@dataclass(slots=True)
class DonorCounts:
    """How many donors a file brought, and how many it has in common with the book."""

    new: int = 0
    matched: int = 0


# The number of an address or of details that stand in the book and were not read yet.
UNREAD = 0
# A row whose cells were all seen before needs no second look; more of them cost more memory
# than the look.
ROWS_REMEMBERED = 100_000
# Python keeps a number of sixty bits in two thirds of the room that it needs for a longer one.
_NUMBER = (1 << 60) - 1


class DonorIndex:
    """The donors of the entities that a file pays to.

    A *slot* is one version of a contact. ``raw`` finds the slot of a row whose cells were all
    seen before; ``email`` and ``place`` find the card of a donor.
    """

    def __init__(self, writer: GiftWriter) -> None:
        self.counts = DonorCounts()
        self._keys: dict[int, CardKeys] = {}
        self._writer = writer
        self._raw: dict[int, int] = {}
        self._email: defaultdict[int, dict[int, int]] = defaultdict(dict)
        self._place: defaultdict[int, dict[int, int]] = defaultdict(dict)
        self._latest: dict[int, int] = {}  # the newest slot of a card with several versions
        self._contacts = array("q")
        self._cards = array("q")
        self._details = array("q")
        self._addresses = array("q")
        self._phones = array("q")  # 0 where none is known
        self._places = array("q")
        self._has_unread = False
        self._first_new = 0
        self._met: set[int] = set()
        self._loaded: set[int] = set()

    def find(
        self, entity_id: int, donor: Donor, day: str, traits: DonorTraits | None = None
    ) -> tuple[int, int]:
        """Return the contact that this donor is, with its card.

        It is added, or given a new version, where needed. ``traits`` are the donor's, where the
        caller has them already.
        """
        raw = hash((entity_id, donor)) & _NUMBER
        slot = self._raw.get(raw)
        if slot is None:
            slot = self._identify(entity_id, donor, day, traits or traits_of(donor))
            if len(self._raw) >= ROWS_REMEMBERED:
                self._raw.clear()
            self._raw[raw] = slot
        return self._contacts[slot], self._cards[slot]

    def load(self, connection: Connection, entity_id: int) -> None:
        """Learn the donors whom an entity's book knows; once per entity, before its first row."""
        if entity_id in self._loaded:
            return
        self._loaded.add(entity_id)
        column = tables.contact.c
        query = (
            select(*(column[name] for name in _COLUMNS_LOADED))
            .where(_whose(connection, entity_id), column.type.in_(("IND", "ORG")))
            .order_by(column.id)
        )
        found = connection.execute(query.execution_options(yield_per=_FETCHED))
        for rows in found.partitions():
            for row in rows:
                self._take_in(entity_id, *row)
            self._has_unread = True

    def foresee(self, donors: Iterable[tuple[int, Donor, DonorTraits | None]]) -> None:
        """Read what the book says of donors, each with the entity, before they are looked up.

        It knows them by keys alone until then: most of a book's donors are in no file.
        """
        if not self._has_unread:
            return
        found = set()
        for entity_id, donor, traits in donors:
            if (hash((entity_id, donor)) & _NUMBER) not in self._raw:
                slot = self._lookup(entity_id, donor, traits or traits_of(donor))
                if slot is not None:
                    latest = self._latest.get(self._cards[slot], slot)
                    if self._addresses[latest] == UNREAD:
                        found.add(latest)
        self._read(found)

    def keys_of(self, entity_id: int) -> CardKeys:
        """Return all cards that are known of an entity, as ``donors.arrivals`` compares them."""
        keys = self._keys.get(entity_id)
        if keys is None:
            keys = self._keys[entity_id] = CardKeys()
        return keys

    def start(self) -> None:
        """Count donors from now on as new."""
        self._first_new = self._writer.unit.last_id + 1

    # --- inside

    def _identify(self, entity_id: int, donor: Donor, day: str, traits: DonorTraits) -> int:
        slot = self._lookup(entity_id, donor, traits)
        if slot is None:
            self.counts.new += 1
            return self._add(entity_id, donor, day, traits, None)
        card_id = self._cards[slot]
        if card_id < self._first_new and card_id not in self._met:
            self._met.add(card_id)
            self.counts.matched += 1
        latest = self._latest.get(card_id, slot)
        if self._says_the_same(latest, donor, traits):
            return latest
        return self._add(entity_id, donor, day, traits, card_id)

    def _add(
        self, entity_id: int, donor: Donor, day: str, traits: DonorTraits, card_id: int | None
    ) -> int:
        """Add a donor, or a new version on a card."""
        cells = _cells(donor, day, traits)
        contact_id = self._writer.add_version(entity_id, cells, card_id)
        card_id = contact_id if card_id is None else card_id
        return self._take_in(
            entity_id, contact_id, card_id, traits.email, traits.place, traits.search_name,
            donor.phone, donor.zip, donor.city, donor.employer, traits.address, traits.details,
        )  # fmt: skip

    def _lookup(self, entity_id: int, donor: Donor, traits: DonorTraits) -> int | None:
        slot = None
        if traits.email is not None:
            slot = self._email[entity_id].get(hash(traits.email) & _NUMBER)
            if slot is not None and self._lives_elsewhere(slot, donor, traits):
                slot = None
        if slot is None and traits.place is not None:
            slot = self._place[entity_id].get(hash(traits.place) & _NUMBER)
        return slot

    def _lives_elsewhere(self, slot: int, donor: Donor, traits: DonorTraits) -> bool:
        """Whether both street and telephone are known and others."""
        known = self._phones[slot], self._places[slot]
        given = int(plain_phone(donor.phone) or 0), _place_number(traits)
        return all((*known, *given)) and all(map(operator.ne, known, given))

    def _take_in(  # noqa: PLR0913, PLR0917 - a row of half a million, and no object made of it
        self,
        entity_id: int,
        contact_id: int,
        card_id: int,
        email: str | None,
        place: str | None,
        name: str,
        phone: str | None,
        zip_code: str | None,
        city: str | None,
        employer: str | None,
        address: int = UNREAD,
        details: int = UNREAD,
    ) -> int:
        """Take in a version, return its slot."""
        slot = len(self._cards)
        figures = plain_phone(phone) if phone else ""
        place_number = hash(place) & _NUMBER if place else 0
        self._contacts.append(contact_id)
        self._cards.append(card_id)
        self._phones.append(int(figures or 0))
        self._places.append(place_number)
        self._addresses.append(address)
        self._details.append(details)
        if email is not None:
            self._email[entity_id].setdefault(hash(email) & _NUMBER, slot)
        if place is not None:
            self._place[entity_id].setdefault(place_number, slot)
        if contact_id != card_id:
            self._latest[card_id] = slot
        self.keys_of(entity_id).add(
            contact_id, card_id, email, place, figures, zip_code, city, employer, name
        )
        return slot

    def _read(self, slots: Collection[int]) -> None:
        """Read address and details of versions of which only the keys are known."""
        slot_of = {self._contacts[slot]: slot for slot in slots}
        connection = self._writer.unit.connection
        column = tables.contact.c
        among = among_ids(connection.dialect.name, column.id)
        query = select(column.id, *(column[name] for name in _COLUMNS_OF_DONOR)).where(among)
        for contact_id, *cells in connection.execute(query, with_ids(slot_of)):
            donor = Donor._make(cell or "" for cell in _as_donor(cells))
            slot = slot_of[contact_id]
            self._addresses[slot], self._details[slot] = numbers_of(donor)

    def _says_the_same(self, slot: int, donor: Donor, traits: DonorTraits) -> bool:
        """Whether a version holds what the row says; a row without employment says nothing new."""
        if self._addresses[slot] == UNREAD:
            self._read((slot,))
        if not donor.employer and not donor.occupation:
            return self._addresses[slot] == traits.address
        return self._details[slot] == traits.details


def _whose(connection: Connection, entity_id: int) -> ColumnElement[bool]:
    """Return the condition that a contact is an entity's.

    Where an entity has more than a tenth of them, walking all in their order is faster than
    finding its own one by one and sorting them: a sign keeps the database from its index.
    """
    column = tables.contact.c
    own = select(func.count()).where(column.entity_id == entity_id)
    total = select(func.count()).select_from(tables.contact)
    if connection.execute(own).scalar_one() * 10 < connection.execute(total).scalar_one():
        return column.entity_id == entity_id
    return column.entity_id + 0 == entity_id


def _place_number(traits: DonorTraits) -> int:
    return hash(traits.place) & _NUMBER if traits.place else 0


_FETCHED = 2_000
_COLUMNS_LOADED = (
    "id", "card_id", "match_email", "match_place", "search_name", "phone", "zip", "city",
    "employer",
)  # fmt: skip
_COLUMNS_OF_DONOR = ("name", *Donor._fields)


def _as_donor(cells: list[str | None]) -> list[str | None]:
    """Return a contact's columns as a donor's: an organisation's name is its last name."""
    name, first, last, *others = cells
    return [first, last or name, *others]


def contact_of(donor: Donor, day: str) -> Contact:
    """Return the donor of a row as a contact; without a first name an organisation."""
    given = donor._asdict()
    if not donor.first_name:
        # Whether it is a corporation, a trust or a partnership is for the treasurer to find out.
        del given["first_name"]
        return Contact(type="ORG", name=given.pop("last_name"), valid_from=day, **given)
    return Contact(type="IND", valid_from=day, **given)


def _cells(donor: Donor, day: str, traits: DonorTraits) -> tuple[str | None, ...]:
    """Return the donor as ``gifts.VERSION_COLUMNS`` have it; empty text becomes null."""
    (
        first, last, street_1, street_2, city, state, zip_code, country, occupation, employer,
        email, phone,
    ) = donor  # fmt: skip
    kind, name, surname = ("IND", None, last) if first else ("ORG", last, None)
    return (
        kind, name, surname, first or None, street_1 or None, street_2 or None, city or None,
        state or None, zip_code or None, country or None, employer or None, occupation or None,
        email or None, phone or None, day, traits.search_name, traits.email, traits.place,
    )  # fmt: skip
