"""One entry as the row of entry shows it again: to be corrected, or entered once more."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from financedesk.errors import NotFound
from financedesk.ledger import tables
from financedesk.ledger.closed_rows import held_items
from financedesk.ledger.contact_search import KnownContact
from financedesk.ledger.contacts import ContactRef, read_contact
from financedesk.ledger.locks import LOCKING_STATES
from financedesk.ledger.register_kinds import gift_kinds

item, contact, drive = tables.item, tables.contact, tables.drive


@dataclass(frozen=True, slots=True, kw_only=True)
class EnteredGift:
    """What stands in an entry; the amount in cents.

    ``locked`` is the sentence that says which filing holds it, empty when it may be changed, and
    ``filing_id`` that filing. ``is_gift`` is false for refunds and other money of the register.
    """

    item_id: int
    entity_id: int
    account_id: int | None
    day: str
    known: KnownContact | None
    amount_cents: int
    method: str
    drive: str
    election_code: str
    is_gift: bool
    locked: str
    filing_id: int | None


def entered_gift(connection: Connection, item_id: int, *, newest: bool = False) -> EnteredGift:
    """Return an entry as it was entered; raises NotFound when it has gone.

    ``newest`` asks for the newest version of the giver's card, as a new gift needs it, instead of
    the one that was true on its day.
    """
    words = tables.transaction.c.description
    query = (
        select(item, words.label("method"), drive.c.name.label("drive_name"))
        .join(tables.transaction, tables.transaction.c.id == item.c.transaction_id)
        .outerjoin(drive, drive.c.id == item.c.drive_id)
        .where(item.c.id == item_id)
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound("This entry is no longer in the book; it may have been deleted.")
    return EnteredGift(
        item_id=row.id, entity_id=row.entity_id, account_id=row.account_id, day=row.item_date,
        known=_known(connection, row.contact_id, row.card_id, newest=newest),
        amount_cents=row.amount_cents, method=row.method or "", drive=row.drive_name or "",
        election_code=row.election_code or "",
        is_gift=row.kind in gift_kinds() and None not in (row.card_id, row.account_id),
        locked=held_items(connection, [item_id]).get(item_id, ""),
        filing_id=_filing(connection, item_id),
    )  # fmt: skip


def _known(
    connection: Connection, contact_id: int | None, card_id: int | None, *, newest: bool
) -> KnownContact | None:
    if contact_id is None or card_id is None:
        return None
    if newest:
        query = select(func.max(contact.c.id)).where(contact.c.card_id == card_id)
        contact_id = int(connection.execute(query).scalar_one())
    ref = ContactRef(contact_id, card_id)
    return KnownContact(ref, read_contact(connection, contact_id), None, None, None)


def known_contact(connection: Connection, contact_id: int, card_id: int) -> KnownContact | None:
    """Return a version of a card that a draft names, or None when it is no longer in the book."""
    query = select(contact.c.id).where(contact.c.id == contact_id, contact.c.card_id == card_id)
    if connection.execute(query).first() is None:
        return None
    return _known(connection, contact_id, card_id, newest=False)


def _filing(connection: Connection, item_id: int) -> int | None:
    kept, used = tables.filing.c, tables.filing_item.c
    query = (
        select(kept.id)
        .join(tables.filing_item, used.filing_id == kept.id)
        .where(used.item_id == item_id, kept.state.in_(LOCKING_STATES))
        .order_by(kept.version.desc())
    )
    found: int | None = connection.execute(query.limit(1)).scalar()
    return found
