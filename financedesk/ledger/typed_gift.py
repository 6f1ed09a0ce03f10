"""A contribution typed in by hand: its kind, what it will come to, writing and correcting it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, Refused
from financedesk.ledger import tables
from financedesk.ledger.cash_checks import Arrived, require_cash
from financedesk.ledger.contacts import Contact, ContactRef, read_contact
from financedesk.ledger.crossings import MetGift, gift_crossing
from financedesk.ledger.drive_codes import free_code
from financedesk.ledger.drive_setting import said_by_hand
from financedesk.ledger.edit import fill_lacking, repost, require_own
from financedesk.ledger.entities import AccountRow, EntityRow
from financedesk.ledger.entries import NewItem
from financedesk.ledger.hold_rows import open_hold
from financedesk.ledger.refunds import refunded_cents
from financedesk.ledger.register_rows import line_in_words
from financedesk.ledger.seats import seat_of
from financedesk.ledger.wall import Judgement, Note, judge, require
from financedesk.ledger.wall_notes import keep_note, note_again
from financedesk.ledger.writer import LedgerWriter, cash_effect
from financedesk.rules.itemise import ITEMISATION_THRESHOLD_CENTS, is_itemised
from financedesk.rules.kinds import KindLine, kind, line_for
from financedesk.rules.money import format_cents

item, aggregate = tables.item, tables.aggregate

# What a gift is in the books of an entity outside the FEC, or on an account outside it.
_BY_ENTITY: Mapping[str, str] = {
    "think_tank_c3": "c3_contribution",
    "issue_c4": "c4_contribution",
    "section_527": "section_527_contribution",
}
_BY_ACCOUNT: Mapping[str, str] = {"nonfederal": "nonfederal_receipt", "levin": "levin_receipt"}
_BY_GIVER: Mapping[str, str] = {
    "IND": "individual_receipt",
    "CAN": "individual_receipt",
    "ORG": "receipt_from_unregistered_organization",
    "PTY": "party_receipt",
}
_OF_COMMITTEES = "pac_receipt"
_TYPED = frozenset({*_BY_ENTITY.values(), *_BY_ACCOUNT.values(), *_BY_GIVER.values(),
                    _OF_COMMITTEES})  # fmt: skip


def gift_kind(entity_kind: str, account_kind: str, giver_type: str) -> str:
    """Return the kind of a gift by who receives it, on which account, and who gives."""
    outside = _BY_ENTITY.get(entity_kind) or _BY_ACCOUNT.get(account_kind)
    return outside or _BY_GIVER.get(giver_type, _OF_COMMITTEES)


# --- what it will come to


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a gift makes of the giver's aggregate, in cents; None where the law knows none.

    ``crosses`` is true when this gift lifts the aggregate above the threshold of itemisation.
    """

    before_cents: int | None
    after_cents: int | None
    itemised: bool
    crosses: bool
    line: str


def outlook(
    connection: Connection,
    entity: EntityRow,
    account: AccountRow,
    giver: tuple[str, int | None],
    day: str,
    cents: int,
    *,
    besides: int | None = None,
    ahead: Sequence[tuple[str, int]] = (),
) -> Outlook:
    """Return what a gift of ``cents`` would make of the aggregate (11 CFR 104.3(a)(4), 104.8(b)).

    ``giver`` is the contact's type and card, None for somebody new. Gifts dated later are not
    counted: they come after this one. ``besides`` is an entry that this gift takes the place of,
    ``ahead`` are the giver's gifts that come before it and are not in the books yet, each with its
    day and cents.
    """
    code = gift_kind(entity.kind, account.kind, giver[0])
    on = date.fromisoformat(day)
    stands = line_for(kind(code), form=entity.form or "", account_kind=account.kind, on=on)
    if stands is None or stands.group is None:
        return Outlook(None, None, itemised=False, crosses=False, line="")
    before = standing(connection, entity, stands, giver[1], on) if giver[1] else 0
    if besides is not None:
        before -= _own_share(connection, entity, stands, giver[1], on, besides)
    seat = seat_of(connection, entity.id)
    cycle = seat.cycle(entity.kind, on)
    before += stands.aggregate_sign * sum(
        more for made, more in ahead
        if made <= day and seat.cycle(entity.kind, date.fromisoformat(made)) == cycle
    )  # fmt: skip
    after = before + stands.aggregate_sign * cents
    itemised = is_itemised(stands.itemise, after)
    crosses = itemised and before <= ITEMISATION_THRESHOLD_CENTS and stands.itemise == "over_200"
    token = stands.token if itemised else stands.unitemised_token
    return Outlook(before, after, itemised, crosses, line_in_words(entity.form, token))


def standing(
    connection: Connection, entity: EntityRow, stands: KindLine, card_id: int | None, on: date
) -> int:
    """Return what a card's person has come to on a line's aggregate by the end of a day, in cents.

    The window is that of the entity's kind: the calendar year or the election cycle.
    """
    link = tables.person_link.c
    person = connection.execute(select(link.person_id).where(link.card_id == card_id)).scalar()
    query = (
        select(aggregate.c.aggregate_cents)
        .join(item, item.c.id == aggregate.c.item_id)
        .where(
            aggregate.c.entity_id == entity.id,
            aggregate.c.person_id == (person or card_id),
            aggregate.c.aggregation_group == stands.group,
            aggregate.c.window == seat_of(connection, entity.id).cycle(entity.kind, on),
            aggregate.c.aggregate_cents.is_not(None),
            item.c.item_date <= on.isoformat(),
        )
        .order_by(item.c.item_date.desc(), item.c.id.desc())
        .limit(1)
    )
    return int(connection.execute(query).scalar() or 0)


def _own_share(
    connection: Connection,
    entity: EntityRow,
    stands: KindLine,
    card_id: int | None,
    on: date,
    item_id: int,
) -> int:
    """Return what an entry that stands already adds to the aggregate that ``standing`` finds."""
    query = (
        select(item.c.amount_cents)
        .join(aggregate, item.c.id == aggregate.c.item_id)
        .where(
            item.c.id == item_id,
            item.c.card_id == card_id,
            item.c.item_date <= on.isoformat(),
            item.c.unaggregated == 0,
            aggregate.c.aggregation_group == stands.group,
            aggregate.c.window == seat_of(connection, entity.id).cycle(entity.kind, on),
        )
    )
    return stands.aggregate_sign * int(connection.execute(query).scalar() or 0)


# --- writing it


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedGift:
    """A contribution as it was typed; the amount in cents, the day ``YYYY-MM-DD``.

    ``known`` is a card that the entity has already; without it ``giver`` is somebody new. What
    ``giver`` says beyond a known card becomes a new version of it. ``drive`` is the name of a
    drive, made when the entity has none of that name. ``deposited`` is the day on which the money
    went to the bank, empty while it waits (11 CFR 103.3(a): within ten days). ``giver_class`` is
    what the giver is in law where the treasurer knows it better than the card; ``note`` is what
    settles the condition under which such a giver may give. ``held``: it is put on hold in the same
    unit of work (``ledger/hold.py``), so the wall does not keep it out of the books.
    """

    giver: Contact
    known: ContactRef | None
    amount_cents: int
    day: str
    account: AccountRow
    drive: str = ""
    method: str = ""
    election_code: str = ""
    deposited: str = ""
    giver_class: str = ""
    note: Note | None = None
    held: bool = False


def record_gift(unit: UnitOfWork, entity: EntityRow, gift: TypedGift) -> int:
    """Write a typed contribution with its postings and return the entry's id.

    Raises BadInput for an amount that is not above zero and for a giver without a name; Walled for
    money that may not pass, for a condition that nobody has settled, and for too much in cash.
    """
    _require_complete(gift)
    passed = _require_passage(unit, entity, gift)
    if not gift.held:
        require_cash(unit.connection, _arrived(entity, gift))
    drive_id = find_or_make_drive(unit, entity.id, gift.drive)
    with LedgerWriter(unit, entity.id) as writer:
        contact = _giver(writer, gift)
        new = NewItem(
            kind=gift_kind(entity.kind, gift.account.kind, gift.giver.type),
            amount_cents=gift.amount_cents, item_date=gift.day, contact=contact,
            account_id=gift.account.id, drive_id=drive_id,
            election_code=gift.election_code or None, deposited_date=gift.deposited or None,
        )  # fmt: skip
        method = gift.method.strip() or None
        item_id = writer.add_transaction("gift", gift.day, [new], description=method)[0]
    keep_note(unit, item_id, passed, gift.note)
    _tell_others(unit, item_id, gift)
    return item_id


def _arrived(entity: EntityRow, gift: TypedGift, besides: int | None = None) -> Arrived:
    return Arrived(
        entity=entity, account=gift.account, giver=gift.giver,
        card_id=gift.known.card_id if gift.known else None, method=gift.method,
        cents=gift.amount_cents, day=gift.day, besides=besides,
    )  # fmt: skip


def _require_passage(
    unit: UnitOfWork, entity: EntityRow, gift: TypedGift, besides: int | None = None
) -> Judgement:
    connection = unit.connection
    crossing = gift_crossing(connection, met_gift(entity, gift, besides))
    note, held = gift.note, gift.held
    if besides is not None:
        note = note_again(connection, besides, crossing, note)
        held = held or open_hold(connection, besides) is not None
    return judge(connection, crossing, note) if held else require(connection, crossing, note)


def met_gift(entity: EntityRow, gift: TypedGift, besides: int | None = None) -> MetGift:
    """Return a typed gift as the wall asks for it; ``besides`` is the entry that it corrects."""
    return MetGift(
        entity=entity, account=gift.account, other=gift.giver,
        card_id=gift.known.card_id if gift.known else None,
        kind=gift_kind(entity.kind, gift.account.kind, gift.giver.type), day=gift.day,
        cents=gift.amount_cents, said=gift.giver_class, election_code=gift.election_code,
        besides=besides,
    )  # fmt: skip


def _require_complete(gift: TypedGift) -> None:
    if gift.amount_cents <= 0:
        raise BadInput("A contribution is an amount above zero; refunds are entered as refunds.")
    if not gift.giver.display_name.strip():
        raise BadInput("Say who gave: a person’s last name, or the organisation’s name.")


def _giver(writer: LedgerWriter, gift: TypedGift) -> ContactRef:
    if gift.known is None:
        return writer.add_contact(gift.giver)
    before = read_contact(writer.unit.connection, gift.known.contact_id)
    given = replace(gift.giver, valid_from=before.valid_from)
    if given == before:
        return gift.known
    return writer.add_contact(replace(given, valid_from=gift.day), card_id=gift.known.card_id)


def _tell_others(unit: UnitOfWork, item_id: int, gift: TypedGift) -> None:
    """Let earlier entries of a known giver that lack employer or occupation say them, too."""
    if gift.known is not None and gift.giver.employer and gift.giver.occupation:
        fill_lacking(unit, unit.row(item, item_id))


# --- correcting it


def replace_gift(unit: UnitOfWork, entity: EntityRow, item_id: int, gift: TypedGift) -> None:
    """Let an entry say what was typed: giver, amount, day, account, drive, method and election.

    Raises what ``record_gift`` raises: the wall is asked as for a new gift when giver, account,
    kind, day or election change or the amount grows (what is left as it is has passed, and a gift
    on hold is in question already). Raises Refused for money of a processor's file, for less than
    was given back already, and for another giver than the one who got a refund. A locked row is
    refused with Locked when the unit ends, unless only its drive changes.
    """
    _require_complete(gift)
    before = unit.row(item, item_id)
    _require_above_refunds(unit, before, gift)
    if _passes_anew(unit, entity, before, gift):
        passed = _require_passage(unit, entity, gift, item_id)
        keep_note(unit, item_id, passed, gift.note)
    if _is_cash_anew(unit, entity, before, gift):
        require_cash(unit.connection, _arrived(entity, gift, item_id))
    changes = _changes(unit, entity, before, gift)
    if any(before[name] != changes[name] for name in _MONEY):
        require_own(unit, before)
    unit.update(item, item_id, changes)
    if before["drive_id"] != changes["drive_id"]:
        said_by_hand(unit, before, changes["drive_id"])
    after = repost(unit, before)
    _follow(unit, before, after, gift)
    _tell_others(unit, item_id, gift)


def _passes_anew(
    unit: UnitOfWork, entity: EntityRow, before: Mapping[str, Any], gift: TypedGift
) -> bool:
    """Tell whether a correction makes another gift of it in law; a smaller amount does not."""
    card = gift.known.card_id if gift.known else None
    code = gift_kind(entity.kind, gift.account.kind, gift.giver.type)
    wanted = {
        "card_id": card, "account_id": gift.account.id, "item_date": gift.day,
        "election_code": gift.election_code or None,
        "kind": code if before["kind"] in _TYPED else before["kind"],
    }  # fmt: skip
    other = any(before[name] != value for name, value in wanted.items())
    more = gift.amount_cents > before["amount_cents"]
    said = bool(gift.giver_class) or gift.note is not None
    return other or more or said or _is_another(unit, before, gift.giver)


def _is_cash_anew(
    unit: UnitOfWork, entity: EntityRow, before: Mapping[str, Any], gift: TypedGift
) -> bool:
    """Tell whether the law of cash is asked: what stood like this, or is on hold, stays."""
    if gift.held or open_hold(unit.connection, before["id"]) is not None:
        return False
    act = unit.row(tables.transaction, before["transaction_id"])
    other = gift.method.strip() != (act["description"] or "")
    return other or _passes_anew(unit, entity, before, gift)


def _is_another(unit: UnitOfWork, before: Mapping[str, Any], giver: Contact) -> bool:
    """Tell whether the giver is somebody else in law: another type, name or committee."""
    known = read_contact(unit.connection, before["contact_id"])
    return any(getattr(known, name) != getattr(giver, name) for name in _WHO)


_WHO = ("type", "name", "committee_id")


_MONEY = ("amount_cents", "item_date", "account_id", "kind")


def _changes(
    unit: UnitOfWork, entity: EntityRow, before: Mapping[str, Any], gift: TypedGift
) -> dict[str, Any]:
    own = gift_kind(entity.kind, gift.account.kind, gift.giver.type)
    code = own if before["kind"] in _TYPED else before["kind"]
    with LedgerWriter(unit, entity.id) as writer:
        contact = _giver(writer, gift)
    cash = cash_effect(
        kind(code), amount_cents=gift.amount_cents, memo=bool(before["memo"]), has_account=True
    )
    return {
        "kind": code, "amount_cents": gift.amount_cents, "cash_cents": cash,
        "item_date": gift.day, "account_id": gift.account.id,
        "drive_id": find_or_make_drive(unit, entity.id, gift.drive),
        "contact_id": contact.contact_id, "card_id": contact.card_id,
        "election_code": gift.election_code or None,
    }  # fmt: skip


def _require_above_refunds(unit: UnitOfWork, before: Mapping[str, Any], gift: TypedGift) -> None:
    back = refunded_cents(unit.connection, before["id"])
    if back > gift.amount_cents:
        raise Refused(
            f"{format_cents(back, symbol=True)} of this gift were given back, so it cannot be "
            "less; take the refund back first."
        )
    other = gift.known is None or gift.known.card_id != before["card_id"]
    if back and other:
        raise Refused("A refund of this gift names the same giver; take the refund back first.")


def _follow(
    unit: UnitOfWork, before: Mapping[str, Any], after: Mapping[str, Any], gift: TypedGift
) -> None:
    """Let the transaction say the day and the method of its only entry."""
    transaction_id = after["transaction_id"]
    others = select(item.c.id).where(
        item.c.transaction_id == transaction_id, item.c.id != after["id"]
    )
    if unit.connection.execute(others.limit(1)).first() is not None:
        return
    # How a processor's or a conduit's gift came is not in the transaction's words.
    own = before["payout_id"] is None and before["conduit_id"] is None
    changes: dict[str, Any] = {"description": gift.method.strip() or None} if own else {}
    if after["item_date"] != before["item_date"]:
        changes["happened_on"] = after["item_date"]
    unit.update(tables.transaction, transaction_id, changes)


# --- its drive


def find_or_make_drive(unit: UnitOfWork, entity_id: int, name: str) -> int | None:
    """Return the entity's drive of this name or code, made when there is none; None for no name."""
    words = " ".join(name.split())
    if not words:
        return None
    column = tables.drive.c
    known = select(column.id).where(
        column.entity_id == entity_id,
        (func.lower(column.name) == words.lower()) | (column.code == words),
    )
    found = unit.connection.execute(known).scalar()
    if found is not None:
        return int(found)
    code = free_code(unit.connection, entity_id, words)
    return unit.insert(tables.drive, {"entity_id": entity_id, "code": code, "name": words})
