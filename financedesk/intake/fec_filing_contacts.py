"""Whose card a name on a past filing belongs to."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from sqlalchemy import ColumnElement, Connection, select

from financedesk.ledger import tables
from financedesk.ledger.contacts import (
    Contact,
    ContactRef,
    contact_from_row,
    place_key,
    search_name,
)
from financedesk.ledger.writer import LedgerWriter
from financedesk.rules.kinds import COMMITTEE_TYPES

# What a filing does not tell; a new version keeps what the card knew.
_UNTOLD = ("email", "phone", "country", "external_key", "valid_from")


class Cards:
    """Finds or makes the card of each name on a filing.

    A committee is known by its id, a candidate by the candidate id, everybody else by name, ZIP
    and street; a name without an address is a card of its own. What differs from the newest
    version of a card (another employer, say) becomes a new version.
    """

    def __init__(self, writer: LedgerWriter) -> None:
        """Look into the entity's cards and add to them through its writer."""
        self._writer = writer
        self._has_cards = self._any_card()
        self._newest: dict[tuple[str, ...], tuple[Contact, ContactRef]] = {}
        self._versions: dict[tuple[tuple[str, ...], Contact], ContactRef] = {}

    def place(self, contact: Contact) -> ContactRef:
        """Return the version that says exactly this, made when there is none."""
        key = _identity(contact)
        known = self._versions.get((key, contact))
        if known is not None:
            return known
        newest = self._newest.get(key) or self._stored(key)
        self._newest[key] = self._version(contact, newest)
        self._versions[key, contact] = self._newest[key][1]
        return self._newest[key][1]

    def _version(
        self, contact: Contact, newest: tuple[Contact, ContactRef] | None
    ) -> tuple[Contact, ContactRef]:
        if newest is None:
            return contact, self._writer.add_contact(contact)
        stored, ref = newest
        completed = replace(contact, **{name: getattr(stored, name) for name in _UNTOLD})
        if completed == stored:
            return stored, ref
        return completed, self._writer.add_contact(completed, card_id=ref.card_id)

    def _stored(self, key: tuple[str, ...]) -> tuple[Contact, ContactRef] | None:
        if not self._has_cards:
            return None
        column = tables.contact.c
        query = (
            select(tables.contact)
            .where(column.entity_id == self._writer.entity_id, _CONDITIONS[key[0]](*key[1:]))
            .order_by(column.id.desc())
            .limit(1)
        )
        row = self._writer.unit.connection.execute(query).mappings().one_or_none()
        if row is None:
            return None
        return contact_from_row(dict(row)), ContactRef(row["id"], row["card_id"])

    def _any_card(self) -> bool:
        column = tables.contact.c
        query = select(column.id).where(column.entity_id == self._writer.entity_id).limit(1)
        return self._writer.unit.connection.execute(query).first() is not None


def card_without_key(connection: Connection, entity_id: int, contact: Contact) -> int | None:
    """Return the newest card that is surely this contact's and that no outside key names.

    Those are cards that came with past filings or imports. A name alone proves nothing.
    """
    identity = _identity(contact)
    if identity[0] == "name":
        return None
    column = tables.contact.c
    query = (
        select(column.card_id)
        .where(
            column.entity_id == entity_id,
            column.external_key.is_(None),
            _CONDITIONS[identity[0]](*identity[1:]),
        )
        .order_by(column.id.desc())
        .limit(1)
    )
    return connection.execute(query).scalar()


def _identity(contact: Contact) -> tuple[str, ...]:
    """Return by what a contact is known, and the values of that."""
    if contact.type in COMMITTEE_TYPES and contact.committee_id:
        return ("committee", contact.committee_id)
    if contact.candidate_id:
        return ("candidate", contact.candidate_id)
    place = place_key(contact)
    if place is not None:
        return ("place", place)
    return ("name", contact.type, search_name(contact))


def _by_committee(committee_id: str) -> ColumnElement[bool]:
    column = tables.contact.c
    return column.type.in_(COMMITTEE_TYPES) & (column.committee_id == committee_id)


def _by_candidate(candidate_id: str) -> ColumnElement[bool]:
    return tables.contact.c.candidate_id == candidate_id


def _by_place(place: str) -> ColumnElement[bool]:
    return tables.contact.c.match_place == place


def _by_name(of_type: str, name: str) -> ColumnElement[bool]:
    column = tables.contact.c
    unplaced = column.match_place.is_(None) & column.committee_id.is_(None)
    return unplaced & (column.search_name == name) & (column.type == of_type)


_CONDITIONS: Mapping[str, Callable[..., ColumnElement[bool]]] = {
    "committee": _by_committee,
    "candidate": _by_candidate,
    "place": _by_place,
    "name": _by_name,
}
