"""Add a donor and correct what is known of one; filed reports keep what they said.

What is known of somebody is dated: a change is a new version of the contact, and each entry goes
on naming the version that was true on its day (52 U.S.C. 30104(b)(3)(A); 11 CFR 104.8).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sqlalchemy import Connection, and_, func, or_, select

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, NotFound, Refused
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact, ContactRef, match_keys, read_contact
from financedesk.ledger.locks import locked_items
from financedesk.ledger.names import folded
from financedesk.ledger.writer import LedgerWriter

contact, item, consent = tables.contact, tables.item, tables.consent

Channel = Literal["email", "phone", "mail"]
CHANNELS: Mapping[Channel, str] = {"email": "E-mail", "phone": "Calls", "mail": "Letters"}
"""The ways to reach a donor that each want a yes, in words."""
_AT_ONCE = 500
_LAST_LETTER = "\uffff"


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a correction did: entries that say it now, and those that stay as they were filed."""

    entries: int
    filed: int


def add_donor(unit: UnitOfWork, entity_id: int, known: Contact) -> ContactRef:
    """Add somebody to an entity's donors, before the first gift.

    Raises BadInput without a name, and Refused when the entity knows somebody of this name with the
    same e-mail address, or at the same street and ZIP.
    """
    _require_name(known)
    same = same_donor(unit.connection, entity_id, known)
    if same is not None:
        raise Refused(
            f"{same.display_name} of {same.city or same.email} is on the list already; open that"
            " donor and correct what has changed."
        )
    with LedgerWriter(unit, entity_id) as writer:
        return writer.add_contact(known)


def same_donor(connection: Connection, entity_id: int, known: Contact) -> Contact | None:
    """Return whom an entity knows by the same name and e-mail or address, or None."""
    email, place = match_keys(known)
    places = [contact.c.match_place == place] if place else []
    if email:
        # The address has no index of its own: it is looked for among those of the same name.
        begins = folded(f"{known.last_name} {known.first_name}" if known.is_person else known.name)
        named = contact.c.search_name.between(begins, begins + _LAST_LETTER)
        places.append(and_(contact.c.match_email == email, named))
    if not places:
        return None
    query = select(contact.c.id).where(contact.c.entity_id == entity_id, or_(*places))
    found = connection.execute(query.order_by(contact.c.id.desc()).limit(1)).scalar()
    return None if found is None else read_contact(connection, found)


def edit_donor(
    unit: UnitOfWork, card_id: int, known: Contact, valid_from: str | None = None
) -> Corrected:
    """Note what is known of a donor from now on, as a new version of the card.

    With ``valid_from`` (``YYYY-MM-DD``) something changed on that day: entries before it keep what
    was true then. Without it what was noted was wrong or not known, and every entry says the new.
    Entries of finalised filings keep what was filed either way. Nothing new is no change.
    Raises BadInput without a name and NotFound for a card that has gone.
    """
    _require_name(known)
    before = newest_version(unit.connection, card_id)
    if replace(known, valid_from=None) == replace(
        read_contact(unit.connection, before.contact_id), valid_from=None
    ):
        return Corrected(0, 0)
    entity_id = _owner(unit.connection, card_id)
    with LedgerWriter(unit, entity_id) as writer:
        version = writer.add_contact(replace(known, valid_from=valid_from), card_id=card_id)
    entries = _entries_from(unit.connection, card_id, valid_from)
    locked = _locked(unit.connection, entries)
    for entry in entries:
        if entry not in locked:
            unit.update(item, entry, {"contact_id": version.contact_id})
    return Corrected(len(entries) - len(locked), len(locked))


def set_consent(
    unit: UnitOfWork, card_id: int, channel: Channel, *, given: bool, since: str, basis: str = ""
) -> None:
    """Note that a donor may or may not be written to or called, from a day on.

    Earlier answers stay: the newest counts. What stands already is no change.
    """
    standing = consents(unit.connection, card_id).get(channel)
    if standing is not None and standing.given == given:
        return
    unit.insert(
        consent,
        {
            "entity_id": _owner(unit.connection, card_id), "card_id": card_id,
            "channel": channel, "given": int(given), "since": since, "basis": basis or None,
        },
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Consent:
    """What a donor said of one channel: may it be used, since when, and how it was said."""

    id: int
    channel: str
    given: bool
    since: str
    basis: str


def consents(connection: Connection, card_id: int) -> dict[str, Consent]:
    """Return the newest answer for each channel that was asked about."""
    return {one.channel: one for one in reversed(answers_of(connection, card_id))}


def answers_of(connection: Connection, card_id: int) -> tuple[Consent, ...]:
    """Return every answer of a donor on being reached, the newest first."""
    query = select(consent).where(consent.c.card_id == card_id)
    return tuple(
        Consent(row.id, row.channel, bool(row.given), row.since, row.basis or "")
        for row in connection.execute(query.order_by(consent.c.since.desc(), consent.c.id.desc()))
    )


def newest_version(connection: Connection, card_id: int) -> ContactRef:
    """Return the version of a card that is true now; raises NotFound."""
    query = select(func.max(contact.c.id)).where(contact.c.card_id == card_id)
    found = connection.execute(query).scalar()
    if found is None:
        raise NotFound("This donor is no longer in the book; the import may have been taken back.")
    return ContactRef(found, card_id)


def _require_name(known: Contact) -> None:
    if not known.display_name.strip() or (known.is_person and not known.last_name.strip()):
        raise BadInput("A donor needs a name: a person's last name, or the organisation's.")


def _owner(connection: Connection, card_id: int) -> int:
    query = select(contact.c.entity_id).where(contact.c.id == card_id)
    return int(connection.execute(query).scalar_one())


def _entries_from(connection: Connection, card_id: int, valid_from: str | None) -> list[int]:
    """Return the entries that a version speaks of: of its day or later, if none newer was true."""
    query = select(item.c.id).where(item.c.card_id == card_id, item.c.contact_id.is_not(None))
    if valid_from is not None:
        known = contact.c.valid_from
        query = query.join(contact, contact.c.id == item.c.contact_id).where(
            item.c.item_date >= valid_from, or_(known.is_(None), known <= valid_from)
        )
    return list(connection.execute(query.order_by(item.c.id)).scalars())


def _locked(connection: Connection, entries: Sequence[int]) -> set[int]:
    found: set[int] = set()
    for start in range(0, len(entries), _AT_ONCE):
        found |= locked_items(connection, entries[start : start + _AT_ONCE]).keys()
    return found
