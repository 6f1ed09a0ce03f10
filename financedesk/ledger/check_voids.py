"""Voiding a check: its payment is taken back, or undone by a negative entry of its own day.

A report shows a void as a negative disbursement on the line on which the payment stood. The payment
itself goes only while nobody has been told of it: in its own month, in no finalised filing and in
no closed account.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, Refused
from financedesk.ledger import tables
from financedesk.ledger.bank_closings import newest_closing
from financedesk.ledger.checks_drawn import Check, check_by_id, require_unpaid
from financedesk.ledger.contacts import ContactRef
from financedesk.ledger.edit import remove_items
from financedesk.ledger.entries import NewItem
from financedesk.ledger.locks import locked_items
from financedesk.ledger.writer import LedgerWriter
from financedesk.rules.payables import void_kind

check, item, shown = tables.bank_check, tables.item, tables.aggregate


@dataclass(frozen=True, slots=True)
class VoidOutlook:
    """What voiding a check will do: ``negative`` is true when the payment stays as told."""

    check: Check
    negative: bool
    words: str


def void_outlook(connection: Connection, check_id: int, day: str) -> VoidOutlook:
    """Return what voiding a check on a day does; raises Refused as ``void_check``."""
    one = check_by_id(connection, check_id)
    require_unpaid(one)
    locked = "" if one.item_id is None else locked_items(connection, [one.item_id]).get(one.item_id)
    # Another paper may have been drawn for a payment of long ago.
    paid = (one.paid_on or one.drawn_on).isoformat()
    closed = newest_closing(connection, one.account_id)
    is_closed = closed is not None and closed.closed_through >= paid
    if not (locked or is_closed or day[:7] != paid[:7]):
        words = f"The payment of {paid} is taken out of the books; nothing told of it yet."
        return VoidOutlook(one, negative=False, words=words)
    words = (
        f"The payment of {paid} stays as it was told; a negative entry of {day} on the same"
        " line of the report takes it back."
    )
    return VoidOutlook(one, negative=True, words=words)


def void_check(unit: UnitOfWork, check_id: int, day: str, why: str) -> int | None:
    """Void a check on a day; returns the negative entry, None when the payment itself went.

    The bill that it paid is open again. Raises Refused for a check that is void or that the bank
    has paid, BadInput without a reason and for a day before the check was drawn.
    """
    found = void_outlook(unit.connection, check_id, day)
    one = found.check
    if not why.strip():
        raise BadInput("Say why it is voided: lost, wrong amount, never cashed.")
    if day < one.drawn_on.isoformat():
        raise BadInput(f"It was drawn on {one.drawn_on} and cannot be void before.")
    said = {"voided_on": day, "voided_why": why.strip()}
    if one.item_id is None:
        raise Refused(f"Check {one.number} pays nothing.")
    _open_bills(unit, one.item_id)
    if found.negative:
        negative = _negative(unit, one, day)
        unit.update(check, check_id, {**said, "void_item_id": negative})
        return negative
    unit.update(check, check_id, {**said, "item_id": None})
    remove_items(unit, [one.item_id])
    return None


def _open_bills(unit: UnitOfWork, item_id: int) -> None:
    query = select(tables.bill.c.id).where(tables.bill.c.item_id == item_id)
    for row_id in unit.connection.execute(query).scalars().all():
        unit.update(tables.bill, row_id, {"item_id": None})


def _negative(unit: UnitOfWork, one: Check, day: str) -> int:
    """Write the negative of a payment and of the memo entries that explain it."""
    query = (
        select(item, shown.c.itemised)
        .outerjoin(shown, shown.c.item_id == item.c.id)
        .where((item.c.id == one.item_id) | (item.c.parent_id == one.item_id))
        .order_by(item.c.parent_id.is_not(None), item.c.id)
    )
    rows = [dict(row) for row in unit.connection.execute(query).mappings()]
    own = [row for row in rows if row["transaction_id"] == rows[0]["transaction_id"]]
    ids = [unit.next_id() for _ in own]
    words = f"Void of check {one.number} of {one.drawn_on}"
    with LedgerWriter(unit, one.entity_id) as writer:
        transaction = writer.open_transaction(
            "bill", day, description=f"Void of check {one.number}"
        )
        items = [_turned(unit.connection, row, day, words, ids[0]) for row in own]
        writer.add_side(transaction, items, item_ids=ids)
    return ids[0]


def _turned(
    connection: Connection, row: Mapping[str, Any], day: str, words: str, parent_id: int
) -> NewItem:
    memo = bool(row["memo"])
    return NewItem(
        kind=row["kind"] if memo else void_kind(row["kind"]).code,
        amount_cents=-row["amount_cents"], item_date=day,
        contact=None if row["contact_id"] is None
        else ContactRef(row["contact_id"], row["card_id"]),
        account_id=row["account_id"], memo=memo, purpose=row["purpose"], memo_description=words,
        election_code=row["election_code"], parent_id=parent_id if memo else None,
        # What the form showed is shown again, although the two come to nothing.
        force_itemised=True if row["itemised"] else None,
        federal_cents=None if row["federal_cents"] is None else -row["federal_cents"],
        other_cents=None if row["other_cents"] is None else -row["other_cents"],
        fields=_fields(row), parties=_parties(connection, row["id"]),
    )  # fmt: skip


def _fields(row: Mapping[str, Any]) -> dict[str, str]:
    found: dict[str, str] = json.loads(row["fields"]) if row["fields"] else {}
    return found


def _parties(connection: Connection, item_id: int) -> tuple[tuple[str, ContactRef], ...]:
    party = tables.item_party
    query = select(party.c.role, party.c.contact_id, party.c.card_id)
    rows = connection.execute(query.where(party.c.item_id == item_id).order_by(party.c.id))
    return tuple((row.role, ContactRef(row.contact_id, row.card_id)) for row in rows)
