"""Whose gift a row is: donors known by e-mail and name, or by name, ZIP and street.

The index lives for one import and keeps numbers only, 8 bytes a key, so that half a million
donors fit beside everything else. Two donors are one only where the name is the same: spouses who
share an address of either sort, and father and son, stay apart, and so does every doubtful pair.
"""

from array import array
from dataclasses import dataclass

from sqlalchemy import Connection, select

from financedesk.intake.staged import Donor
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact, ContactRef, match_keys
from financedesk.ledger.gifts import GiftWriter


@dataclass(slots=True)
class DonorCounts:
    """How many donors a file brought, and how many it has in common with the book."""

    new: int = 0
    matched: int = 0


class DonorIndex:
    """The donors of the entities that a file pays to.

    A *slot* is one version of a contact. ``raw`` finds the slot of a row whose cells were all
    seen before; ``email`` and ``place`` find the card of a donor.
    """

    def __init__(self, writer: GiftWriter) -> None:
        self.counts = DonorCounts()
        self._writer = writer
        self._raw: dict[int, int] = {}
        self._email: dict[int, int] = {}
        self._place: dict[int, int] = {}
        self._latest: dict[int, int] = {}  # the newest slot of a card with several versions
        self._contacts = array("q")
        self._cards = array("q")
        self._details = array("q")
        self._addresses = array("q")
        self._first_new = 0
        self._met: set[int] = set()
        self._loaded: set[int] = set()

    def find(self, entity_id: int, donor: Donor, day: str) -> ContactRef:
        """Return the contact that this donor is, added or given a new version where needed."""
        raw = hash((entity_id, donor))
        slot = self._raw.get(raw)
        if slot is None:
            slot = self._raw[raw] = self._identify(entity_id, donor, day)
        return ContactRef(self._contacts[slot], self._cards[slot])

    def load(self, connection: Connection, entity_id: int) -> None:
        """Learn the donors whom an entity's book knows; once per entity, before its first row."""
        if entity_id in self._loaded:
            return
        self._loaded.add(entity_id)
        column = tables.contact.c
        names = [column[name] for name in _COLUMNS_OF_DONOR]
        query = (
            select(column.id, column.card_id, column.match_email, column.match_place, *names)
            .where(column.entity_id == entity_id, column.type.in_(("IND", "ORG")))
            .order_by(column.id)
        )
        for row in connection.execute(query.execution_options(yield_per=10_000)):
            contact_id, card_id, email, place, *cells = row
            donor = Donor._make(cell or "" for cell in _as_donor(cells))
            slot = self._slot(ContactRef(contact_id, card_id), donor, _address_hash(donor))
            self._learn(entity_id, slot, email, place)

    def start(self) -> None:
        """Count donors from now on as new."""
        self._first_new = self._writer.unit.last_id + 1

    # --- inside

    def _identify(self, entity_id: int, donor: Donor, day: str) -> int:
        contact = contact_of(donor, day)
        keys = email, place = match_keys(contact)
        address = _address_hash(donor)
        slot = self._lookup(entity_id, email, place)
        if slot is None:
            self.counts.new += 1
            slot = self._slot(self._writer.add_donor(entity_id, contact, keys), donor, address)
            self._learn(entity_id, slot, email, place)
            return slot
        card_id = self._cards[slot]
        if card_id < self._first_new and card_id not in self._met:
            self._met.add(card_id)
            self.counts.matched += 1
        latest = self._latest.get(card_id, slot)
        if self._says_the_same(latest, donor, address):
            return latest
        ref = self._writer.add_donor(entity_id, contact, keys, card_id=card_id)
        newer = self._latest[card_id] = self._slot(ref, donor, address)
        self._learn(entity_id, newer, email, place)
        return newer

    def _lookup(self, entity_id: int, email: str | None, place: str | None) -> int | None:
        slot = None
        if email is not None:
            slot = self._email.get(hash((entity_id, email)))
        if slot is None and place is not None:
            slot = self._place.get(hash((entity_id, place)))
        return slot

    def _learn(self, entity_id: int, slot: int, email: str | None, place: str | None) -> None:
        if email is not None:
            self._email.setdefault(hash((entity_id, email)), slot)
        if place is not None:
            self._place.setdefault(hash((entity_id, place)), slot)
        card_id = self._cards[slot]
        if self._contacts[slot] != card_id:
            self._latest[card_id] = slot

    def _slot(self, ref: ContactRef, donor: Donor, address: int) -> int:
        self._contacts.append(ref.contact_id)
        self._cards.append(ref.card_id)
        self._addresses.append(address)
        self._details.append(_details_hash(address, donor))
        return len(self._cards) - 1

    def _says_the_same(self, slot: int, donor: Donor, address: int) -> bool:
        """Whether a version holds what the row says; a row without employment says nothing new."""
        if not donor.employer and not donor.occupation:
            return self._addresses[slot] == address
        return self._details[slot] == _details_hash(address, donor)


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


def _address_hash(donor: Donor) -> int:
    """Return a number for name and address, however they are capitalised and spaced."""
    first, last, street_1, street_2, city, state, zip_code, country, *_ = donor
    cells = (first, last, street_1, street_2, city, state, zip_code[:5], country)
    return hash(_plain("\x1f".join(cells)))


def _details_hash(address: int, donor: Donor) -> int:
    return hash((address, _plain(donor.employer), _plain(donor.occupation)))


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
