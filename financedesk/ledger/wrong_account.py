"""The cure of a gift that landed in the wrong entity: one act moves the money and tells it all.

The entity that got it gives it back towards the right one, which takes it as the donor's gift: both
sides are one transfer. The gift keeps the day on which it was made, so that it counts in the
right window of the right limit, and each side explains itself in a memo text. The matrix is asked
for the donor's gift and for money from one entity to the other. Law: 11 CFR 103.3(b)(1), (2).
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, func, select

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, Refused, Walled
from financedesk.ledger import tables
from financedesk.ledger.account_edit import account_by_id
from financedesk.ledger.contacts import Contact, ContactRef, match_keys, read_contact, search_name
from financedesk.ledger.crossings import MetGift, gift_crossing
from financedesk.ledger.entities import entity_by_id
from financedesk.ledger.entries import NewItem
from financedesk.ledger.locks import LOCKING_STATES
from financedesk.ledger.overrides import overrides
from financedesk.ledger.pairs import TRANSFER
from financedesk.ledger.refunds import Refundable, refundable
from financedesk.ledger.report_place import report_place
from financedesk.ledger.typed_gift import gift_kind
from financedesk.ledger.typed_transfer import Side, passage_between
from financedesk.ledger.wall import Judgement, Note, judge, require
from financedesk.ledger.wall_notes import keep_note
from financedesk.ledger.writer import LedgerWriter
from financedesk.rules.money import format_cents
from financedesk.rules.periods import report_title
from financedesk.rules.thresholds import clock_on, runs_out

item, contact = tables.item, tables.contact


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A gift that shall move: its entry, where to, and the day on which the money goes there.

    ``note`` settles a condition under which such a giver may give.
    """

    item_id: int
    taker: Side
    day: str
    note: Note | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveOutlook:
    """What moving a gift comes to, before anything is written.

    ``refused`` says by what law the money may not go there, empty where it may. ``clock`` says
    until when the law wants it settled, ``amendments`` which filed reports have to be amended.
    """

    gift: Refundable
    made_on: str
    refused: str
    wall: Judgement | None
    clock: str
    amendments: tuple[str, ...]


def move_outlook(connection: Connection, move: Move) -> MoveOutlook:
    """Return what a move would come to.

    Raises NotFound for an entry that has gone, Refused for what is no gift of money.
    """
    gift = refundable(connection, move.item_id)
    row = _gift_row(connection, move.item_id)
    made_on = row.made_date or row.item_date
    giver = Side(
        entity_by_id(connection, gift.entity_id), account_by_id(connection, row.account_id)
    )
    between = passage_between(connection, giver, move.taker, move.day)
    wall = judge(connection, gift_crossing(connection, _met(connection, row, gift, move)))
    refused = between.words if between.refused else ""
    if not refused and wall.prohibited:
        refused = wall.verdict.words
    return MoveOutlook(
        gift=gift, made_on=made_on, refused=refused, wall=None if between.refused else wall,
        clock=_clock(connection, row.item_date), amendments=_amendments(connection, move, made_on),
    )  # fmt: skip


def move_gift(unit: UnitOfWork, move: Move) -> tuple[int, int]:
    """Move what is left of a gift to the right entity; returns both entries, the old books' first.

    Raises BadInput for a day before the gift, Refused for the entity that has it already and for a
    gift of which nothing is left, Walled for what the law forbids or nobody has settled.
    """
    connection = unit.connection
    gift, row = refundable(connection, move.item_id), _gift_row(connection, move.item_id)
    _require_movable(gift, move)
    giver = Side(
        entity_by_id(connection, gift.entity_id), account_by_id(connection, row.account_id)
    )
    between = passage_between(connection, giver, move.taker, move.day)
    if between.refused:
        raise Walled(between.words, citation=between.citation, remedy=between.instead)
    passed = require(
        connection, gift_crossing(connection, _met(connection, row, gift, move)), move.note
    )
    transaction_id, back = _give_back(unit, gift, row, giver, move)
    taken = _take(unit, transaction_id, gift, row, move)
    keep_note(unit, taken, passed, move.note)
    return back, taken


def _require_movable(gift: Refundable, move: Move) -> None:
    if move.taker.entity.id == gift.entity_id:
        raise Refused("The gift is in the books of this entity already; choose another.")
    if gift.left_cents <= 0:
        raise Refused(f"Nothing of the gift of {gift.name} is left to move; it was given back.")
    if move.day < gift.day:
        raise BadInput(f"The gift came on {gift.day}; it cannot be moved before that.")


def _give_back(
    unit: UnitOfWork, gift: Refundable, row: Row[Any], giver: Side, move: Move
) -> tuple[int, int]:
    known = ContactRef(_newest(unit.connection, row.card_id), row.card_id)
    words = (
        f"Contribution of {gift.day} received in error; forwarded to {move.taker.entity.name} for"
        " the contributor."
    )
    with LedgerWriter(unit, gift.entity_id) as writer:
        transaction = writer.open_transaction(
            TRANSFER, move.day, description="Wrong account", state="received"
        )
        back = NewItem(
            kind=gift.kind, amount_cents=gift.left_cents, item_date=move.day, contact=known,
            account_id=giver.account.id, parent_id=gift.item_id,
            purpose=f"Forwarded to {move.taker.entity.name}"[:100],
            election_code=row.election_code, memo_text=words,
        )  # fmt: skip
        return transaction, writer.add_side(transaction, [back])[0]


def _take(
    unit: UnitOfWork, transaction_id: int, gift: Refundable, row: Row[Any], move: Move
) -> int:
    taker, donor = move.taker, read_contact(unit.connection, row.contact_id)
    first = entity_by_id(unit.connection, gift.entity_id).name
    words = f"Contribution of {gift.day} deposited in error by {first}; forwarded on {move.day}."
    with LedgerWriter(unit, taker.entity.id) as writer:
        known = _card_of(unit.connection, taker.entity.id, donor) or writer.add_contact(donor)
        into = NewItem(
            kind=gift_kind(taker.entity.kind, taker.account.kind, donor.type),
            amount_cents=gift.left_cents, item_date=move.day, contact=known,
            account_id=taker.account.id, made_date=row.made_date or row.item_date,
            election_code=row.election_code, memo_text=words,
        )  # fmt: skip
        return writer.add_side(transaction_id, [into])[0]


# --- the donor, the clock, the reports


def _met(connection: Connection, row: Row[Any], gift: Refundable, move: Move) -> MetGift:
    donor, taker = read_contact(connection, row.contact_id), move.taker
    known = _card_of(connection, taker.entity.id, donor)
    return MetGift(
        entity=taker.entity, account=taker.account, other=donor,
        card_id=None if known is None else known.card_id,
        kind=gift_kind(taker.entity.kind, taker.account.kind, donor.type),
        day=row.made_date or row.item_date, cents=gift.left_cents,
        election_code=row.election_code or "",
    )  # fmt: skip


def _card_of(connection: Connection, entity_id: int, donor: Contact) -> ContactRef | None:
    """Return the card that an entity has of the same donor: same name, and place or e-mail."""
    email, place = match_keys(donor)
    column = contact.c
    same = (column.match_place == place) if place else None
    if email:
        mail = column.match_email == email
        same = mail if same is None else same | mail
    if same is None:
        return None
    query = (
        select(column.id, column.card_id)
        .where(column.entity_id == entity_id, column.search_name == search_name(donor), same)
        .order_by(column.id.desc())
    )
    row = connection.execute(query.limit(1)).one_or_none()
    return None if row is None else ContactRef(_newest(connection, row.card_id), row.card_id)


def _newest(connection: Connection, card_id: int) -> int:
    query = select(func.max(contact.c.id)).where(contact.c.card_id == card_id)
    return int(connection.execute(query).scalar_one())


def _gift_row(connection: Connection, item_id: int) -> Row[Any]:
    return connection.execute(select(item).where(item.c.id == item_id)).one()


def _clock(connection: Connection, received: str) -> str:
    day, given = date.fromisoformat(received), overrides(connection)
    asked, found = (clock_on(one, day, given) for one in ("questionable", "prohibited"))
    return (
        f"Settle it by {runs_out('questionable', day, given).isoformat()}, {asked.time} from its"
        f" deposit ({asked.law}); if it was only found out later, within {found.time} of that"
        f" ({found.law})."
    )


def _amendments(connection: Connection, move: Move, made_on: str) -> tuple[str, ...]:
    """Return what has to be amended: where the gift stands, and where it should have stood."""
    kept, used = tables.filing.c, tables.filing_item.c
    query = (
        select(kept.report_code, kept.form, tables.entity.c.name)
        .join(tables.filing_item, used.filing_id == kept.id)
        .join(tables.entity, tables.entity.c.id == kept.entity_id)
        .where(used.item_id == move.item_id, kept.state.in_(LOCKING_STATES))
    )
    found = [
        f"{row.name}: {report_title(row.report_code) if row.report_code else row.form} shows the"
        " gift as its own; amend it with a memo text."
        for row in connection.execute(query)
    ]
    taker = move.taker.entity
    place = report_place(connection, taker, date.fromisoformat(made_on))
    if place is not None and place.closed:
        found.append(
            f"{taker.name}: {place.title}, which covers the gift’s own day, is {place.closed};"
            " amend it with a memo text."
        )
    return tuple(dict.fromkeys(found))


def moved_words(outlook: MoveOutlook, taker: Side) -> str:
    """Return in a sentence what a move does."""
    amount = format_cents(outlook.gift.left_cents, symbol=True)
    return (
        f"{amount} of {outlook.gift.name} go to {taker.entity.name}, as a gift made on"
        f" {outlook.made_on}."
    )
