"""Money between the organisation's own entities and accounts: both sides in one act, or neither.

A transfer is one transaction with a side in each one's books, of the same amount and day, each
with its own kind and so on the line of its own form. What may pass where is ``rules.passages``.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, Locked, Refused, Walled
from financedesk.ledger import tables
from financedesk.ledger.account_edit import account_by_id
from financedesk.ledger.contacts import ContactRef
from financedesk.ledger.cost_payments import (
    PayingSide,
    check_payment,
    number_settled,
    payment_passage,
)
from financedesk.ledger.crossings import TransferMoney, transfer_crossing
from financedesk.ledger.edit import ItemEdit, change_money, remove_items
from financedesk.ledger.entities import AccountRow, EntityRow, entities, entity_by_id
from financedesk.ledger.entries import NewItem
from financedesk.ledger.giver_groups import affiliated_givers, underway
from financedesk.ledger.limit_person import (
    LimitPerson,
    contact_of_entity,
    limit_person,
    limit_stranger,
)
from financedesk.ledger.limits import without_item
from financedesk.ledger.locks import locked_items
from financedesk.ledger.pairs import TRANSFER, follow_steps, require_seen, sides_of
from financedesk.ledger.typed_payment import (
    SideOutlook,
    check_election,
    check_purpose,
    side_outlook,
)
from financedesk.ledger.wall import Crossing, Judgement, Note, judge, require
from financedesk.ledger.wall_notes import keep_note
from financedesk.ledger.writer import LedgerWriter
from financedesk.rules.kinds import kind
from financedesk.rules.limits import Use
from financedesk.rules.money import plain_cents
from financedesk.rules.passages import Holder, Passage, passage_of_sides, side_of, stopped

item, contact, member = tables.item, tables.contact, tables.limit_group_member

EVENT_TYPES = {
    "AD": "Administration", "GV": "Generic voter drive", "DF": "Direct fundraising",
    "DC": "Direct candidate support", "EA": "Exempt activity", "PC": "Public communication",
}  # fmt: skip
"""What a share on Schedule H3 is for, by the form's code (11 CFR 104.17(b)(2))."""

ACTIVITIES = {
    "voter_registration_amount": "Voter registration", "voter_id_amount": "Voter identification",
    "gotv_amount": "Get-out-the-vote", "generic_campaign_amount": "Generic campaign activity",
}  # fmt: skip
"""What a Levin share on Schedule H5 is for, by the form's field (11 CFR 300.36(b)(2))."""

# An administrative share needs no name of its own; the form wants one for the others.
_UNNAMED_EVENTS = frozenset({"AD", "GV"})


@dataclass(frozen=True, slots=True)
class Side:
    """One end of a transfer: the entity and the account that gives or takes the money."""

    entity: EntityRow
    account: AccountRow


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedTransfer:
    """A transfer as it was typed; the amount in cents, the day ``YYYY-MM-DD``.

    ``event_type`` (a key of ``EVENT_TYPES``) and ``event_name`` serve Schedule H3, ``activity``
    (a key of ``ACTIVITIES``) Schedule H5, ``election_code`` contributions to candidates; ``note``
    settles a condition of the law. ``settles`` is the number of the taker's invoice of a shared
    cost that it pays: then it is a price and no gift, and goes by the terms of sharing.
    """

    giver: Side
    taker: Side
    amount_cents: int
    day: str
    purpose: str = ""
    method: str = ""
    election_code: str = ""
    event_type: str = "AD"
    event_name: str = ""
    activity: str = "gotv_amount"
    note: Note | None = None
    settles: str = ""


# --- whether it may, and what it comes to


def passage_between(connection: Connection, giver: Side, taker: Side, day: str) -> Passage:
    """Return what the law says of money from one side to the other on a day.

    The matrix has the last word, with the word of the user's counsel. Raises BadInput when both
    sides are the same account.
    """
    if giver.account.id == taker.account.id:
        raise BadInput("The money stays where it is: choose two different accounts.")
    own = giver.entity.id == taker.entity.id
    affiliated = own or share_a_limit(connection, giver.entity.id, taker.entity.id, day)
    found = passage_of_sides(
        side_of(Holder(giver.entity.kind, giver.account.kind)),
        side_of(Holder(taker.entity.kind, taker.account.kind)),
        own=own,
        affiliated=affiliated,
    )
    if own or found.refused:
        return found
    said = judge(connection, _crossing(connection, giver, taker, day, 0, measured=False))
    return stopped(said.verdict) if said.prohibited else found


def _passage_of(connection: Connection, transfer: TypedTransfer) -> Passage:
    """Return what the law says of a transfer: a share of a cost goes by the terms of sharing."""
    giver, taker = transfer.giver, transfer.taker
    if transfer.settles:
        return payment_passage(_paying(giver), _paying(taker), transfer.day)
    return passage_between(connection, giver, taker, transfer.day)


def _paying(side: Side) -> PayingSide:
    return PayingSide(side.entity, side.account)


def _crossing(
    connection: Connection,
    giver: Side,
    taker: Side,
    day: str,
    cents: int,
    *,
    measured: bool,
    election_code: str = "",
    besides: int | None = None,
) -> Crossing:
    pending = {} if besides is None else without_item(connection, besides)
    if measured:
        for group, uses in _underway(connection, giver.entity, day).items():
            pending[group] = (*pending.get(group, ()), *uses)
    return transfer_crossing(
        connection, (giver.entity, giver.account), (taker.entity, taker.account),
        _giver_in(connection, taker.entity, giver.entity),
        TransferMoney(
            on=date.fromisoformat(day), cents=cents, election_code=election_code,
            measured=measured, pending=pending,
        ),
    )  # fmt: skip


def _underway(connection: Connection, giver: EntityRow, day: str) -> dict[str, tuple[Use, ...]]:
    """Return what the giver and whoever shares its limit have on its way to somebody."""
    known = entities(connection)
    others = affiliated_givers(connection, known, giver.id, date.fromisoformat(day))
    return underway(connection, [giver.id, *(one.id for one in others)])


def _giver_in(connection: Connection, taker: EntityRow, giver: EntityRow) -> LimitPerson:
    """Return the giver as the taker's books know it: whose gifts count with this one."""
    known = _card_of(connection, taker.id, giver)
    if known is None:
        return limit_stranger(connection, taker.id, contact_of_entity(giver))
    return limit_person(connection, known.card_id)


def transfer_judgement(connection: Connection, transfer: TypedTransfer) -> Judgement | None:
    """Return what the wall says of a transfer between entities; None between own accounts."""
    crossing = transfer_crosses(connection, transfer)
    return None if crossing is None else judge(connection, crossing, transfer.note)


def transfer_crosses(
    connection: Connection, transfer: TypedTransfer, *, besides: int | None = None
) -> Crossing | None:
    """Return what crosses the wall by a transfer; None where it stays in one entity.

    An amount is measured where the law limits this way of passing money, and not, for example,
    between affiliates. ``besides`` is the taker's entry that is being corrected.
    """
    giver, taker = transfer.giver, transfer.taker
    if giver.entity.id == taker.entity.id or transfer.settles:
        return None
    found = passage_between(connection, giver, taker, transfer.day)
    return _crossing(
        connection, giver, taker, transfer.day, transfer.amount_cents,
        measured=found.status == "limited", election_code=transfer.election_code, besides=besides,
    )  # fmt: skip


def share_a_limit(connection: Connection, one: int, other: int, day: str) -> bool:
    """Whether two committees are affiliated on a day: they share a limit (11 CFR 110.3(a))."""
    groups = [set(_limit_groups(connection, entity_id, day)) for entity_id in (one, other)]
    return bool(groups[0] & groups[1])


def _limit_groups(connection: Connection, entity_id: int, day: str) -> list[str]:
    column = member.c
    query = select(column.limit_group).where(
        column.entity_id == entity_id,
        func.coalesce(column.from_date, day) <= day,
        func.coalesce(column.to_date, day) >= day,
    )
    return list(connection.execute(query).scalars())


@dataclass(frozen=True, slots=True)
class TransferOutlook:
    """What the law says of a transfer and, unless it is refused, where each side will stand."""

    passage: Passage
    giver: SideOutlook | None
    taker: SideOutlook | None


def transfer_outlook(
    connection: Connection, giver: Side, taker: Side, day: str, cents: int
) -> TransferOutlook:
    """Return what a transfer would come to on both sides; raises BadInput for one account."""
    found = passage_between(connection, giver, taker, day)
    if found.refused:
        return TransferOutlook(found, None, None)
    sides = (
        _outlook(connection, giver, taker, found.out, day, cents),
        _outlook(connection, taker, giver, found.into, day, cents),
    )
    return TransferOutlook(found, *sides)


def _outlook(
    connection: Connection, side: Side, other: Side, kind_code: str, day: str, cents: int
) -> SideOutlook:
    known = _card_of(connection, side.entity.id, other.entity)
    card = known.card_id if known else None
    return side_outlook(connection, side.entity, side.account, kind_code, card, day, cents)


# --- writing it


def record_transfer(unit: UnitOfWork, transfer: TypedTransfer) -> tuple[int, int]:
    """Write both sides of a transfer and return their entries' ids, the giver's first.

    Raises BadInput for an amount that is not above zero, for one account twice and for what the
    schedule asks and does not find; Refused with the citation for what the law forbids, Walled
    above a limit and under a condition that nobody has settled.
    """
    transaction_id, given = write_giver(unit, transfer, state="received")
    return given, write_taker(unit, transaction_id, transfer)


def check_transfer(connection: Connection, transfer: TypedTransfer) -> Judgement | None:
    """Raise what recording a transfer would raise; returns what the wall says of it."""
    _check(transfer, _passage_of(connection, transfer))
    if transfer.settles:
        sides = _paying(transfer.giver), _paying(transfer.taker)
        check_payment(connection, transfer.settles, *sides, transfer.amount_cents)
    crossing = transfer_crosses(connection, transfer)
    return None if crossing is None else require(connection, crossing, transfer.note)


def write_giver(unit: UnitOfWork, transfer: TypedTransfer, *, state: str) -> tuple[int, int]:
    """Write the giver's side on the transfer's day; returns its transaction and its entry."""
    giver, taker = transfer.giver, transfer.taker
    passed = check_transfer(unit.connection, transfer)
    found = _passage_of(unit.connection, transfer)
    own = giver.entity.id == taker.entity.id
    with LedgerWriter(unit, giver.entity.id) as writer:
        transaction = writer.open_transaction(
            TRANSFER, transfer.day, description=transfer.method.strip() or None, state=state
        )
        out = _item(unit, writer, transfer, found.out, giver, taker, own=own)
        (given,) = writer.add_side(transaction, [out])
    if passed is not None:
        keep_note(unit, given, passed, transfer.note)
    return transaction, given


def write_taker(unit: UnitOfWork, transaction_id: int, transfer: TypedTransfer) -> int:
    """Write the taker's side on the transfer's day, which is its own; returns its entry."""
    giver, taker = transfer.giver, transfer.taker
    found = _passage_of(unit.connection, transfer)
    if found.refused:
        raise Refused(found.words)
    own = giver.entity.id == taker.entity.id
    with LedgerWriter(unit, taker.entity.id) as writer:
        into = _item(unit, writer, transfer, found.into, taker, giver, own=own)
        filled = replace(into, fields=_fields(transfer, found))
        (taken,) = writer.add_side(transaction_id, [filled])
    return taken


def _check(transfer: TypedTransfer, found: Passage) -> None:
    if transfer.amount_cents <= 0:
        raise BadInput("A transfer is an amount above zero; the other direction is its own entry.")
    if found.refused:
        raise Refused(found.words)
    check_purpose(transfer.purpose)
    if "election" in found.asks or transfer.election_code.strip():
        check_election(transfer.election_code)
    nameless = transfer.event_type not in _UNNAMED_EVENTS and not transfer.event_name.strip()
    if "event" in found.asks and nameless:
        raise BadInput("Name the event or activity whose costs are shared, as on Schedule H2.")


def _item(
    unit: UnitOfWork,
    writer: LedgerWriter,
    transfer: TypedTransfer,
    kind_code: str,
    side: Side,
    other: Side,
    *,
    own: bool,
) -> NewItem:
    named = None
    if kind(kind_code).parties or not own:
        named = meet_entity(unit.connection, writer, side.entity.id, other.entity)
    return NewItem(
        kind=kind_code, amount_cents=transfer.amount_cents, item_date=transfer.day,
        contact=named, account_id=side.account.id, purpose=transfer.purpose.strip() or None,
        election_code=transfer.election_code.strip().upper() or None,
    )  # fmt: skip


def _fields(transfer: TypedTransfer, found: Passage) -> dict[str, str]:
    """Return what Schedules H3 and H5 say beyond the amount."""
    cents = plain_cents(transfer.amount_cents)
    fields: dict[str, str] = {}
    if "event" in found.asks:
        fields = {
            "account_name": transfer.giver.account.name, "event_type": transfer.event_type,
            "activity_event_name": transfer.event_name.strip(), "total_amount_transferred": cents,
        }  # fmt: skip
    elif "activity" in found.asks:
        fields = {"account_name": transfer.giver.account.name}
        fields |= {name: cents if name == transfer.activity else "0.00" for name in ACTIVITIES}
    return {name: words for name, words in fields.items() if words}


# --- the other entity as a contact


def meet_entity(
    connection: Connection, writer: LedgerWriter, entity_id: int, other: EntityRow
) -> ContactRef:
    """Return the card that an entity has of another one, made when it has none."""
    return _card_of(connection, entity_id, other) or writer.add_contact(contact_of_entity(other))


def _card_of(connection: Connection, entity_id: int, other: EntityRow) -> ContactRef | None:
    """Return the newest version of the card that an entity has of another, if it has one."""
    wanted = contact_of_entity(other)
    same = (
        contact.c.committee_id == wanted.committee_id
        if wanted.committee_id
        else (contact.c.name == wanted.name) & (contact.c.type == wanted.type)
    )
    query = (
        select(contact.c.id, contact.c.card_id)
        .where(contact.c.entity_id == entity_id, contact.c.type.not_in(("IND", "CAN")), same)
        .order_by(contact.c.id.desc())
        .limit(1)
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else ContactRef(row.id, row.card_id)


# --- correcting and removing both sides


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferEdit:
    """What both sides of a transfer shall say; the amount in cents, the day ``YYYY-MM-DD``."""

    amount_cents: int
    day: str
    purpose: str
    method: str


def correct_transfer(unit: UnitOfWork, item_id: int, edit: TransferEdit) -> tuple[int, ...]:
    """Correct both sides of a transfer, found by either; returns the sides' ids.

    Sides with days of their own keep them: only the side by which it was found gets the day.
    Raises Locked, saying whose side stands in which filing, Refused for a transfer in more than
    two parts, BadInput for an amount that is not above zero, Walled above a limit and for a day on
    which the money may not pass.
    """
    ids = both_sides(unit.connection, item_id)
    if len(ids) == 1:
        raise Refused("This transfer is on its way: receive it or take it back, then correct it.")
    if len(ids) != 2:
        raise Refused("This transfer has several parts; delete it and enter it anew.")
    if edit.amount_cents <= 0:
        raise BadInput("A transfer is an amount above zero; the other direction is its own entry.")
    check_purpose(edit.purpose)
    rows = [unit.row(item, one) for one in ids]
    edits = _edits_of_sides(rows, item_id, edit)
    changes = [_side_changes(row, one) for row, one in zip(rows, edits, strict=True)]
    if any(changes):
        require_open_sides(unit.connection, ids)
    moved = [one.day for one in edits] != [row["item_date"] for row in rows]
    if moved or edit.amount_cents > rows[0]["amount_cents"]:
        _require_within(unit.connection, rows, edits)
    for row, one, words in zip(rows, edits, changes, strict=True):
        change_money(unit, row, ItemEdit(one.amount_cents, one.day, row["drive_id"]))
        unit.update(item, row["id"], words)
    transaction_id = rows[0]["transaction_id"]
    method = {"description": edit.method.strip() or None, "happened_on": edits[0].day}
    unit.update(tables.transaction, transaction_id, method)
    follow_steps(unit, transaction_id, edit.amount_cents, edits[0].day, edits[1].day)
    return ids


def _edits_of_sides(
    rows: Sequence[dict[str, Any]], item_id: int, edit: TransferEdit
) -> list[TransferEdit]:
    """Return what each side shall say: days that differ stay each side's own."""
    if rows[0]["item_date"] == rows[1]["item_date"]:
        return [edit, edit]
    edits = [edit if row["id"] == item_id else replace(edit, day=row["item_date"]) for row in rows]
    if edits[1].day < edits[0].day:
        raise BadInput(
            f"It was sent on {edits[0].day}; it cannot come before that: correct one of the days."
        )
    return edits


def _require_within(
    connection: Connection, rows: Sequence[dict[str, Any]], edits: Sequence[TransferEdit]
) -> None:
    """Raise Walled when the corrected transfer goes above a limit, or may not pass on its day.

    Of a share of a cost no more is paid than is owed.
    """
    giver, taker = _side_of(connection, rows[0]), _side_of(connection, rows[1])
    cents, act = edits[1].amount_cents, rows[0]["transaction_id"]
    number = number_settled(connection, act)
    if number:
        check_payment(connection, number, _paying(giver), _paying(taker), cents, besides=act)
        return
    transfer = TypedTransfer(
        giver=giver, taker=taker, amount_cents=cents, day=edits[1].day,
        election_code=rows[0]["election_code"] or "",
    )  # fmt: skip
    crossing = transfer_crosses(connection, transfer, besides=rows[1]["id"])
    if crossing is None:
        return
    found = judge(connection, crossing)
    if found.prohibited:
        said = found.verdict
        raise Walled(said.words, citation=said.citation, remedy=said.remedy)
    if found.excess_cents:
        raise Walled(found.left_words, citation=found.verdict.citation)


def _side_of(connection: Connection, row: dict[str, Any]) -> Side:
    return Side(
        entity_by_id(connection, row["entity_id"]), account_by_id(connection, row["account_id"])
    )


def remove_transfer(unit: UnitOfWork, item_id: int) -> int:
    """Delete both sides of a transfer, found by either; raises Locked as ``correct_transfer``."""
    ids = both_sides(unit.connection, item_id)
    require_open_sides(unit.connection, ids)
    return remove_items(unit, ids)


def both_sides(connection: Connection, item_id: int) -> tuple[int, ...]:
    """Return the ids of all sides of a transfer, the giver's first; one id for no transfer."""
    require_seen(connection, [item_id])
    others = sides_of(connection, [item_id]).get(item_id, ())
    return tuple(sorted((item_id, *others)))


def entities_of(connection: Connection, item_ids: tuple[int, ...]) -> tuple[int, ...]:
    """Return the ids of the entities in whose books entries stand."""
    query = select(item.c.entity_id).where(item.c.id.in_(item_ids)).distinct()
    return tuple(connection.execute(query.order_by(item.c.entity_id)).scalars())


def require_open_sides(connection: Connection, ids: tuple[int, ...]) -> None:
    """Raise Locked when a side stands in a finalised filing, saying in whose books."""
    locked = locked_items(connection, ids)
    for item_id, sentence in locked.items():
        query = select(item.c.entity_id).where(item.c.id == item_id)
        owner = entity_by_id(connection, int(connection.execute(query).scalar_one()))
        raise Locked(f"In the books of {owner.name}: {sentence} Both sides say the same.")


def _side_changes(row: dict[str, Any], edit: TransferEdit) -> dict[str, Any]:
    wanted = {
        "amount_cents": edit.amount_cents,
        "item_date": edit.day,
        "purpose": edit.purpose.strip() or None,
        "fields": _fields_with(row, edit.amount_cents),
    }
    return {name: value for name, value in wanted.items() if row[name] != value}


def _fields_with(row: dict[str, Any], cents: int) -> str | None:
    """Return a side's own fields with another amount where they repeat it (Schedules H3, H5)."""
    if not row["fields"]:
        return None
    before, now = plain_cents(row["amount_cents"]), plain_cents(cents)
    fields = json.loads(row["fields"])
    repeated = {"total_amount_transferred", *ACTIVITIES}
    changed = {
        name: now if name in repeated and words == before else words
        for name, words in fields.items()
    }
    return json.dumps(changed, sort_keys=True, ensure_ascii=False)
