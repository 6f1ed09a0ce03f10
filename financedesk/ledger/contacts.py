"""Contacts: what one entity knows about somebody, as given and dated.

A row is a version and never changes; a correction is a new version on the same card.
An entity's cards are its own: nothing here reads another entity's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from operator import attrgetter
from typing import NamedTuple

from sqlalchemy import Connection, select

from financedesk.errors import NotFound
from financedesk.ledger import tables
from financedesk.ledger.names import folded, match_keys_of, person_key


class ContactRef(NamedTuple):
    """One version of a contact and the card it belongs to."""

    contact_id: int
    card_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """What is known of somebody, in the words of the FEC's records.

    ``type`` is IND, ORG, COM or CAN (as filed also CCM, PAC, PTY). People have ``last_name`` and
    ``first_name``; the others have ``name``.
    """

    type: str
    name: str = ""
    last_name: str = ""
    first_name: str = ""
    middle_name: str = ""
    prefix: str = ""
    suffix: str = ""
    street_1: str = ""
    street_2: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    country: str = ""
    employer: str = ""
    occupation: str = ""
    email: str = ""
    phone: str = ""
    committee_id: str = ""
    candidate_id: str = ""
    candidate_office: str = ""
    candidate_state: str = ""
    candidate_district: str = ""
    external_key: str = ""
    valid_from: str | None = None

    @property
    def is_person(self) -> bool:
        """Whether the name stands in the fields of a natural person."""
        return self.type in PERSON_TYPES

    @property
    def display_name(self) -> str:
        """Return the name as a reader expects it: ``Ada Q. Lopez`` or the organisation's."""
        names = (self.prefix, self.first_name, self.middle_name, self.last_name, self.suffix)
        return display_name(self.type, self.name, self.last_name, names)


def display_name(
    contact_type: str, name: str | None, last_name: str | None, names: Sequence[str | None]
) -> str:
    """Return how somebody is called; ``names`` are all those of a person, in their order."""
    if contact_type not in PERSON_TYPES:
        return name or last_name or ""
    return " ".join(filter(None, names))


PERSON_TYPES = frozenset({"IND", "CAN"})
_CONTACT_FIELDS = tuple(field.name for field in fields(Contact))
_GIVEN = attrgetter(*_CONTACT_FIELDS)
_COMPUTED = ("search_name", "match_email", "match_place", "recorded_at")
CONTACT_COLUMNS = ("id", "entity_id", "card_id", *_CONTACT_FIELDS, *_COMPUTED)


def search_name(contact: Contact) -> str:
    """Return ``last first middle`` or the organisation's name, folded: the order of a register."""
    if contact.is_person:
        return folded(f"{contact.last_name} {contact.first_name} {contact.middle_name}")
    return folded(contact.name or contact.last_name)


def name_key(contact: Contact) -> str:
    """Return what two records of one person share: last name, suffix and first given name.

    Middle names and initials are left out, suffixes are kept: father and son stay two.
    """
    if not contact.is_person:
        return folded(contact.name or contact.last_name)
    return person_key(contact.last_name, contact.first_name, contact.suffix)


def email_key(contact: Contact) -> str | None:
    """Return the key under which the same e-mail address and name are the same donor.

    The name is part of it because spouses share addresses; None without an e-mail address.
    """
    return match_keys(contact)[0]


def place_key(contact: Contact) -> str | None:
    """Return the key of name, ZIP (five digits) and street without the flat's number.

    None when there is no street or no ZIP: a name alone proves nothing.
    """
    return match_keys(contact)[1]


def match_keys(contact: Contact) -> tuple[str | None, str | None]:
    """Return ``email_key`` and ``place_key`` together."""
    return match_keys_of(name_key(contact), contact.email, contact.zip, contact.street_1)


def now_text() -> str:
    """Return this moment in UTC, to the second, as the journal writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def contact_row(
    contact_id: int,
    entity_id: int,
    card_id: int,
    contact: Contact,
    recorded_at: str,
    keys: tuple[str | None, str | None] | None = None,
) -> tuple[object, ...]:
    """Return the values of ``CONTACT_COLUMNS`` for one version; empty text becomes null.

    ``keys`` are the contact's ``match_keys`` where the caller has them.
    """
    email, place = keys or match_keys(contact)
    given = [value or None for value in _GIVEN(contact)]
    return (
        contact_id, entity_id, card_id, *given, search_name(contact), email, place, recorded_at,
    )  # fmt: skip


def contact_from_row(row: Mapping[str, object]) -> Contact:
    """Return the contact of a row of the contact table."""
    given = {name: row[name] or "" for name in _CONTACT_FIELDS if name != "valid_from"}
    return Contact(**given, valid_from=row["valid_from"])  # type: ignore[arg-type]


def read_contact(connection: Connection, contact_id: int) -> Contact:
    """Return one version of a contact; raises NotFound."""
    query = select(tables.contact).where(tables.contact.c.id == contact_id)
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise NotFound(f"There is no contact {contact_id} in this book.")
    return contact_from_row(dict(row))
