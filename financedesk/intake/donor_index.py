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
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select

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
        self._email: dict[int, int] = {}
        self._place: dict[int, int] = {}
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
        raw = hash((entity_id, donor))
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
            .where(column.entity_id == entity_id, column.type.in_(("IND", "ORG")))
            .order_by(column.id)
        )
        for row in connection.execute(query.execution_options(yield_per=10_000)):
            contact_id, card_id, email, place, name, *cells = row
            traits = DonorTraits(name, email, place, UNREAD, UNREAD)
            slot = self._slot(entity_id, contact_id, card_id, traits, tuple(cells))
            self._learn(entity_id, slot, traits)
            self._has_unread = True

    def foresee(self, donors: Iterable[tuple[int, Donor, DonorTraits | None]]) -> None:
        """Read what the book says of donors, each with the entity, before they are looked up.

        It knows them by keys alone until then: most of a book's donors are in no file.
        """
        if not self._has_unread:
            return
        found = set()
        for entity_id, donor, traits in donors:
            if hash((entity_id, donor)) not in self._raw:
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
        asked = donor.phone, donor.zip, donor.city, donor.employer
        slot = self._slot(entity_id, contact_id, card_id, traits, asked)
        self._learn(entity_id, slot, traits)
        return slot

    def _lookup(self, entity_id: int, donor: Donor, traits: DonorTraits) -> int | None:
        slot = None
        if traits.email is not None:
            slot = self._email.get(hash((entity_id, traits.email)))
            if slot is not None and self._lives_elsewhere(slot, donor, traits):
                slot = None
        if slot is None and traits.place is not None:
            slot = self._place.get(hash((entity_id, traits.place)))
        return slot

    def _learn(self, entity_id: int, slot: int, traits: DonorTraits) -> None:
        if traits.email is not None:
            self._email.setdefault(hash((entity_id, traits.email)), slot)
        if traits.place is not None:
            self._place.setdefault(hash((entity_id, traits.place)), slot)
        card_id = self._cards[slot]
        if self._contacts[slot] != card_id:
            self._latest[card_id] = slot

    def _lives_elsewhere(self, slot: int, donor: Donor, traits: DonorTraits) -> bool:
        """Whether both street and telephone are known and others."""
        known = self._phones[slot], self._places[slot]
        given = int(plain_phone(donor.phone) or 0), _place_number(traits)
        return all((*known, *given)) and all(map(operator.ne, known, given))

    def _slot(
        self,
        entity_id: int,
        contact_id: int,
        card_id: int,
        traits: DonorTraits,
        asked: tuple[str | None, ...],
    ) -> int:
        """Take in a version; ``asked`` are telephone, ZIP code, town and employer."""
        phone, zip_code, city, employer = asked
        figures = plain_phone(phone) if phone else ""
        self._contacts.append(contact_id)
        self._cards.append(card_id)
        self._phones.append(int(figures or 0))
        self._places.append(_place_number(traits))
        self._addresses.append(traits.address)
        self._details.append(traits.details)
        self.keys_of(entity_id).add(
            contact_id, card_id, email=traits.email, place=traits.place, figures=figures,
            zip_code=zip_code, city=city, employer=employer, name=traits.search_name,
        )  # fmt: skip
        return len(self._cards) - 1

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


def _place_number(traits: DonorTraits) -> int:
    return hash(traits.place) if traits.place else 0


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
