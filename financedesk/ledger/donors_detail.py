"""Everything about one donor: what the drawer beside the list shows.

Nothing of an entity outside the given ones is ever read: not its cards, gifts, sums or history.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, or_, select

from financedesk.errors import NotFound
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact, contact_from_row
from financedesk.ledger.donors_edit import CHANNELS, Consent, consents
from financedesk.ledger.donors_limits import LimitUse, limits_of_donor
from financedesk.ledger.donors_rows import DonorRow, donor_rows
from financedesk.ledger.donors_windows import signed_cents
from financedesk.ledger.locks import LOCKING_STATES
from financedesk.ledger.register_detail import history_of
from financedesk.ledger.register_kinds import kinds_of, refund_kinds
from financedesk.ledger.register_rows import RegisterRow, register_rows

contact, item, donor, link = tables.contact, tables.item, tables.donor, tables.person_link

_LISTED = 40
_TOLD = 12
FIELD_WORDS: Mapping[str, str] = {
    "name": "Name", "prefix": "Prefix", "first_name": "First name", "middle_name": "Middle name",
    "last_name": "Last name", "suffix": "Suffix", "street_1": "Street",
    "street_2": "Street, line 2", "city": "City", "state": "State", "zip": "ZIP",
    "country": "Country", "employer": "Employer",
    "occupation": "Occupation", "email": "E-mail", "phone": "Phone",
    "committee_id": "Committee",
}  # fmt: skip
"""What the history calls the fields of a contact."""


@dataclass(frozen=True, slots=True)
class Version:
    """What was known of a donor from some moment on; ``entries`` name this version."""

    contact_id: int
    contact: Contact
    valid_from: str
    recorded_at: str
    entries: int


@dataclass(frozen=True, slots=True)
class YearGiving:
    """What one entity got from a donor in a calendar year, less refunds, in cents."""

    year: int
    entity_id: int
    gifts: int
    cents: int


@dataclass(frozen=True, slots=True)
class OtherCard:
    """The same person's card of another entity, or a second one of the same."""

    card_id: int
    entity_id: int
    name: str
    gifts: int
    given_cents: int


@dataclass(frozen=True, slots=True)
class DonorEvent:
    """One moment of a donor's history: when (UTC), who, what, and the fields that changed."""

    at: str
    who: str
    action: str
    why: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DonorDetail:
    """One donor with all that hangs on the card; newest first in each list.

    ``listed`` are the newest entries, ``entries`` how many there are. ``filed`` is the number of
    entries in finalised filings, which keep what was filed whatever is corrected.
    """

    row: DonorRow
    limits: tuple[LimitUse, ...]
    years: tuple[YearGiving, ...]
    listed: tuple[RegisterRow, ...]
    entries: int
    filed: int
    versions: tuple[Version, ...]
    consents: Mapping[str, Consent]
    others: tuple[OtherCard, ...]
    history: tuple[DonorEvent, ...]


def donor_detail(
    connection: Connection, card_id: int, entity_ids: Sequence[int], today: date
) -> DonorDetail:
    """Return everything about a donor of one of these entities.

    Raises NotFound for a card that is not there or belongs to another entity.
    """
    rows = donor_rows(connection, [card_id], entity_ids, today)
    if not rows:
        raise NotFound(
            "There is no such donor among the entities in hand; it may have been undone."
        )
    others = _others(connection, card_id, entity_ids)
    family = [card_id, *(other.card_id for other in others)]
    recipients = {rows[0].entity_id, *(other.entity_id for other in others)}
    versions = _versions(connection, card_id)
    given = consents(connection, card_id)
    return DonorDetail(
        row=rows[0],
        limits=limits_of_donor(connection, card_id, recipients, today),
        years=_years(connection, family),
        listed=tuple(register_rows(connection, _entries(connection, family))),
        entries=_number_of_entries(connection, family),
        filed=_filed(connection, card_id),
        versions=versions,
        consents=given,
        others=others,
        history=_history(connection, rows[0].entity_id, versions, given),
    )


def _contributions() -> tuple[str, ...]:
    return (*kinds_of("contributions"), *refund_kinds())


def _others(
    connection: Connection, card_id: int, entity_ids: Sequence[int]
) -> tuple[OtherCard, ...]:
    """Return the same person's other cards; whoever has no link is a person of one card."""
    own = select(link.c.person_id).where(link.c.card_id == card_id)
    person = connection.execute(own).scalar() or card_id
    cards = select(link.c.card_id).where(link.c.person_id == person)
    query = (
        select(
            donor.c.card_id, donor.c.entity_id, donor.c.gifts, donor.c.given_cents,
            *(column for column in contact.c if column.name not in ("id", "card_id", "entity_id")),
        )
        .join(contact, contact.c.id == donor.c.contact_id)
        .where(
            or_(donor.c.card_id.in_(cards), donor.c.card_id == person),
            donor.c.card_id != card_id,
            donor.c.entity_id.in_(entity_ids),
        )
        .order_by(donor.c.entity_id, donor.c.card_id)
    )  # fmt: skip
    return tuple(
        OtherCard(
            row["card_id"], row["entity_id"], contact_from_row(dict(row)).display_name,
            row["gifts"], row["given_cents"],
        )
        for row in connection.execute(query).mappings()
    )  # fmt: skip


def _years(connection: Connection, cards: Sequence[int]) -> tuple[YearGiving, ...]:
    year = func.substr(item.c.item_date, 1, 4).label("year")
    query = (
        select(year, item.c.entity_id, func.count(), func.sum(signed_cents()))
        .where(
            item.c.card_id.in_(cards), item.c.memo == 0, item.c.kind.in_(_contributions())
        )
        .group_by(year, item.c.entity_id)
        .order_by(year.desc(), item.c.entity_id)
    )  # fmt: skip
    return tuple(
        YearGiving(int(when), entity_id, gifts, int(cents))
        for when, entity_id, gifts, cents in connection.execute(query)
    )


def _entries(connection: Connection, cards: Sequence[int]) -> list[int]:
    query = (
        select(item.c.id)
        .where(item.c.card_id.in_(cards), item.c.kind.in_(_contributions()))
        .order_by(item.c.item_date.desc(), item.c.id.desc())
        .limit(_LISTED)
    )
    return list(connection.execute(query).scalars())


def _number_of_entries(connection: Connection, cards: Sequence[int]) -> int:
    query = select(func.count()).where(item.c.card_id.in_(cards), item.c.kind.in_(_contributions()))
    return int(connection.execute(query).scalar_one())


def _filed(connection: Connection, card_id: int) -> int:
    used, filing = tables.filing_item, tables.filing
    query = (
        select(func.count(item.c.id.distinct()))
        .join(used, used.c.item_id == item.c.id)
        .join(filing, filing.c.id == used.c.filing_id)
        .where(item.c.card_id == card_id, filing.c.state.in_(LOCKING_STATES))
    )
    return int(connection.execute(query).scalar_one())


def _versions(connection: Connection, card_id: int) -> tuple[Version, ...]:
    named = select(item.c.contact_id, func.count().label("entries"))
    named = named.where(item.c.card_id == card_id).group_by(item.c.contact_id)
    entries = {row.contact_id: row.entries for row in connection.execute(named)}
    query = select(contact).where(contact.c.card_id == card_id).order_by(contact.c.id.desc())
    return tuple(
        Version(
            row["id"], contact_from_row(dict(row)), row["valid_from"] or "", row["recorded_at"],
            entries.get(row["id"], 0),
        )
        for row in connection.execute(query).mappings()
    )  # fmt: skip


# --- who changed what when


def _history(
    connection: Connection,
    entity_id: int,
    versions: Sequence[Version],
    given: Mapping[str, Consent],
) -> tuple[DonorEvent, ...]:
    found = []
    for place, version in enumerate(versions[:_TOLD]):
        before = versions[place + 1].contact if place + 1 < len(versions) else None
        changes = _differences(before, version.contact)
        found += _told(connection, entity_id, "contact", version.contact_id, changes)
    for answer in given.values():
        said = "yes" if answer.given else "no"
        channel = {str(key): words for key, words in CHANNELS.items()}[answer.channel]
        changes = (f"{channel}: {said} since {answer.since}",)
        found += _told(connection, entity_id, "consent", answer.id, changes)
    return tuple(sorted(found, key=lambda event: event.at, reverse=True))


def _told(
    connection: Connection, entity_id: int, table: str, row_id: int, changes: tuple[str, ...]
) -> list[DonorEvent]:
    """Return the moment a row was written; rows are never changed, only followed by others."""
    events = history_of(connection, entity_id, table, row_id)
    return [
        DonorEvent(event.at, event.who, event.action, event.why, changes) for event in events[:1]
    ]


def _differences(before: Contact | None, after: Contact) -> tuple[str, ...]:
    if before is None:
        return ()
    return tuple(
        f"{words}: {getattr(before, name) or 'not known'} → {getattr(after, name) or 'not known'}"
        for name, words in FIELD_WORDS.items()
        if getattr(before, name) != getattr(after, name)
    )
