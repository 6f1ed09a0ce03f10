"""Correct one disbursement: amount, day, payee's details, purpose, category, election, method."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from financedesk.book.unit import UnitOfWork
from financedesk.errors import Locked, NotFound, Refused
from financedesk.ledger import tables
from financedesk.ledger.account_edit import account_by_id
from financedesk.ledger.bill_approvals import terms_of
from financedesk.ledger.bills import bills_of_items
from financedesk.ledger.checks_drawn import follow_payment
from financedesk.ledger.contacts import Contact, ContactRef, read_contact
from financedesk.ledger.crossings import MetGift, payment_crossing
from financedesk.ledger.edit import ItemEdit, replace_item
from financedesk.ledger.entities import entity_by_id
from financedesk.ledger.locks import locked_items
from financedesk.ledger.pairs import require_unpaired
from financedesk.ledger.typed_payment import CATEGORY, check_election, check_purpose, version_of
from financedesk.ledger.wall import Crossing, Judgement, Note, judge, require
from financedesk.ledger.wall_notes import keep_note, note_again
from financedesk.ledger.writer import LedgerWriter
from financedesk.rules.money import format_cents
from financedesk.rules.payments import payment_kinds

item, transaction = tables.item, tables.transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentEdit:
    """What a disbursement shall say; the amount in cents, the day ``YYYY-MM-DD``.

    ``payee`` None leaves who was paid as it is; ``note`` settles a condition of the law.
    """

    amount_cents: int
    day: str
    purpose: str
    category: str
    election_code: str
    method: str
    payee: Contact | None
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class EditOutlook:
    """What the wall says of a correction; ``asked`` is what must still be declared, in words."""

    wall: Judgement
    asked: str


def edit_outlook(connection: Connection, item_id: int, edit: PaymentEdit) -> EditOutlook | None:
    """Return what the wall says of a contribution as corrected; None where it is not asked.

    It is asked as for a new contribution when payee, day or election change or the amount grows:
    what is left as it is has passed. Raises NotFound for an entry that has gone.
    """
    before = _item(connection, item_id)
    crossing = _crossing(connection, before, edit)
    if crossing is None:
        return None
    kept = note_again(connection, item_id, crossing, None)
    asked = "" if kept is not None else judge(connection, crossing).asking_words
    return EditOutlook(judge(connection, crossing, edit.note or kept), asked)


def correct_payment(unit: UnitOfWork, item_id: int, edit: PaymentEdit) -> None:
    """Correct a disbursement in place; what stays the same is no change.

    Other details of the payee become a new version of the card, which this entry names from now
    on; the payee's other entries stay as they were. Raises Locked for an entry of a finalised
    filing (only how it was paid may still change), Refused for what came from a processor,
    for one side of a transfer and for more than a bill was approved for, BadInput for an amount,
    purpose or election that cannot be; Walled, as a new contribution would be, above a limit and
    under a condition that nobody has settled.
    """
    before = unit.row(item, item_id)
    _correct(unit, before, edit)
    if before["account_id"] is not None and before["cash_cents"] < 0:
        follow_payment(unit, item_id, edit.method, before["item_date"])


def _correct(unit: UnitOfWork, before: Mapping[str, Any], edit: PaymentEdit) -> None:
    item_id = before["id"]
    _change_method(unit, before, edit.method)
    changes = _words(before, edit)
    moved = (before["amount_cents"], before["item_date"]) != (edit.amount_cents, edit.day)
    renamed = _changes_payee(unit, before, edit)
    if not (moved or renamed or changes):
        return
    _require_open(unit, item_id)
    require_unpaired(unit.connection, item_id)
    _require_passage(unit, before, edit)
    _require_approved(unit.connection, item_id, edit.amount_cents)
    replace_item(unit, item_id, ItemEdit(edit.amount_cents, edit.day, before["drive_id"]))
    if renamed and edit.payee is not None:
        changes["contact_id"] = _renamed(unit, before, edit.payee, edit.day)
    unit.update(item, item_id, changes)


def _require_approved(connection: Connection, item_id: int, cents: int) -> None:
    """Raise Refused when a bill would be paid with more than was approved (72 FR 16695)."""
    paid = bills_of_items(connection, [item_id]).get(item_id)
    if paid is None or cents <= paid.cents:
        return
    terms = terms_of(connection, paid.entity_id, paid.received_on.isoformat())
    if terms.needed(cents, paid.method):
        raise Refused(
            f"This pays the {paid.name} of {format_cents(paid.cents, symbol=True)}; more is"
            " approved by two people first. Undo the payment and correct the bill."
        )


def _require_passage(unit: UnitOfWork, before: Mapping[str, Any], edit: PaymentEdit) -> None:
    crossing = _crossing(unit.connection, before, edit)
    if crossing is not None:
        note = note_again(unit.connection, before["id"], crossing, edit.note)
        keep_note(unit, before["id"], require(unit.connection, crossing, note), edit.note)


def _crossing(
    connection: Connection, before: Mapping[str, Any], edit: PaymentEdit
) -> Crossing | None:
    """Return what crosses the wall by a correction; None when it is no other gift in law."""
    wanted = next((one for one in payment_kinds() if one.kind == before["kind"]), None)
    if wanted is None or "committee" not in wanted.asks:
        return None
    if None in (before["contact_id"], before["account_id"]):
        return None
    known = read_contact(connection, before["contact_id"])
    payee, code = edit.payee or known, edit.election_code.strip().upper()
    other = (before["item_date"], before["election_code"] or "") != (edit.day, code)
    other = other or any(getattr(known, name) != getattr(payee, name) for name in _WHO)
    if not other and edit.amount_cents <= before["amount_cents"] and edit.note is None:
        return None
    made = MetGift(
        entity=entity_by_id(connection, before["entity_id"]),
        account=account_by_id(connection, before["account_id"]), other=payee,
        card_id=before["card_id"], kind=before["kind"], day=edit.day, cents=edit.amount_cents,
        election_code=code, besides=before["id"],
    )  # fmt: skip
    return payment_crossing(connection, made)


_WHO = ("type", "name", "committee_id")


def _item(connection: Connection, item_id: int) -> Mapping[str, Any]:
    row = connection.execute(select(item).where(item.c.id == item_id)).mappings().one_or_none()
    if row is None:
        raise NotFound("This entry is no longer in the book; it may have been deleted.")
    return dict(row)


def _change_method(unit: UnitOfWork, row: Mapping[str, Any], method: str) -> None:
    if row["payout_id"] is None:
        changes = {"description": method.strip() or None}
        unit.update(transaction, row["transaction_id"], changes)


def _words(before: Mapping[str, Any], edit: PaymentEdit) -> dict[str, Any]:
    check_purpose(edit.purpose)
    code = edit.election_code.strip().upper()
    if code:
        check_election(code)
    elif before["election_code"]:
        raise Refused("A contribution counts towards an election; change it, do not empty it.")
    wanted = {
        "purpose": edit.purpose.strip() or None,
        "election_code": code or None,
        "fields": _with_category(before["fields"], edit.category),
    }
    return {name: value for name, value in wanted.items() if before[name] != value}


def _with_category(fields: str | None, category: str) -> str | None:
    known = json.loads(fields) if fields else {}
    if known.get(CATEGORY, "") == category:
        return fields
    known.pop(CATEGORY, None)
    if category:
        known[CATEGORY] = category
    # One spelling of one content, as the writer has it: the journal's digest needs it.
    return json.dumps(known, sort_keys=True, ensure_ascii=False) if known else None


def _changes_payee(unit: UnitOfWork, before: Mapping[str, Any], edit: PaymentEdit) -> bool:
    if edit.payee is None or before["contact_id"] is None:
        return False
    row = unit.row(tables.contact, before["contact_id"])
    return any((row[name] or "") != getattr(edit.payee, name) for name in _DETAILS if name in row)


_DETAILS = (
    "name", "last_name", "first_name", "middle_name", "street_1", "street_2", "city", "state",
    "zip", "committee_id",
)  # fmt: skip


def _renamed(unit: UnitOfWork, before: Mapping[str, Any], payee: Contact, day: str) -> int:
    known = ContactRef(before["contact_id"], before["card_id"])
    with LedgerWriter(unit, before["entity_id"]) as writer:
        return version_of(unit, writer, known, payee, day).contact_id


def _require_open(unit: UnitOfWork, item_id: int) -> None:
    locked = locked_items(unit.connection, [item_id]).get(item_id)
    if locked:
        raise Locked(locked)
