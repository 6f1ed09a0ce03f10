"""Correct and remove single entries by hand; the postings stay balanced, the journal tells it all.

What came out of a processor's export belongs to a payout that ties to the bank, so its amounts
and days are not touched here: a refund or a corrected file says what happened.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import or_, select

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, HasDependents, Refused
from financedesk.ledger import tables
from financedesk.ledger.bank_matches import let_go
from financedesk.ledger.contacts import read_contact
from financedesk.ledger.drive_setting import said_by_hand
from financedesk.ledger.entries import NewItem
from financedesk.ledger.locks import locked_items
from financedesk.ledger.pairs import end_steps, other_half, require_unpaired, require_whole
from financedesk.ledger.payment_links import let_go_of_payment, require_undrawn, require_unvoided
from financedesk.ledger.register_rows import register_rows
from financedesk.ledger.writer import LedgerWriter, cash_effect, check_item, class_account
from financedesk.rules.kinds import kind
from financedesk.rules.money import format_cents

item, posting = tables.item, tables.posting

# What stands on one entry alone and goes with it.
_OWN = (
    tables.item_party, tables.memo_text, tables.fec_id, tables.obligation_state, tables.wall_note,
    tables.hold, tables.list_transfer_entry, tables.promise_kept, tables.deposit_item,
)  # fmt: skip
_LINKS = ("parent_id", "applies_to_id", "corrects_id")
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class ItemEdit:
    """What an entry shall say: the form's amount in cents, its day, and its drive or None."""

    amount_cents: int
    item_date: str
    drive_id: int | None


def replace_item(unit: UnitOfWork, item_id: int, edit: ItemEdit) -> None:
    """Correct amount, day and drive of an entry; what stays the same is no change.

    Raises Refused for amounts and days that came from a processor or explain other entries,
    BadInput for an amount that the kind cannot have. A locked row is refused with Locked when the
    unit ends; its drive may change, because no form shows it.
    """
    before = unit.row(item, item_id)
    if not _moves_money(before, edit):
        unit.update(item, item_id, {"drive_id": edit.drive_id})
        if before["drive_id"] != edit.drive_id:
            said_by_hand(unit, before, edit.drive_id)
        return
    require_own(unit, before)
    require_unpaired(unit.connection, item_id)
    require_unvoided(unit.connection, item_id)
    after = change_money(unit, before, edit)
    if after["item_date"] != before["item_date"]:
        _follow_day(unit, after)


def change_money(unit: UnitOfWork, before: Mapping[str, Any], edit: ItemEdit) -> dict[str, Any]:
    """Write amount, day and drive of an entry, with its postings; returns the entry as it is now.

    The caller has seen to it that they are this entry's alone to say; see ``replace_item``.
    """
    unit.update(item, before["id"], {"drive_id": edit.drive_id, **_money_changes(before, edit)})
    if before["drive_id"] != edit.drive_id:
        said_by_hand(unit, before, edit.drive_id)
    return repost(unit, before)


def _moves_money(before: Mapping[str, Any], edit: ItemEdit) -> bool:
    return (before["amount_cents"], before["item_date"]) != (edit.amount_cents, edit.item_date)


def _money_changes(before: Mapping[str, Any], edit: ItemEdit) -> dict[str, Any]:
    item_kind, memo = kind(before["kind"]), bool(before["memo"])
    if edit.amount_cents == 0:
        raise BadInput("An entry of nothing says nothing; delete it instead.")
    check_item(
        NewItem(kind=before["kind"], amount_cents=edit.amount_cents, item_date="", memo=memo),
        item_kind,
    )
    if before["federal_cents"] is not None and edit.amount_cents != before["amount_cents"]:
        raise Refused(
            "This payment is shared between federal and other money; delete it and enter it anew."
        )
    cash = cash_effect(
        item_kind,
        amount_cents=edit.amount_cents,
        memo=memo,
        has_account=before["account_id"] is not None,
    )
    changes = {
        "amount_cents": edit.amount_cents, "item_date": edit.item_date, "cash_cents": cash,
    }  # fmt: skip
    if before["made_date"] is not None and before["made_date"] == before["item_date"]:
        changes["made_date"] = edit.item_date
    return changes


def require_own(unit: UnitOfWork, row: Mapping[str, Any]) -> None:
    """Raise Refused when amount, day and account are not this entry's alone to say."""
    source = tables.source_row.c
    taken = unit.connection.execute(
        select(source.source).where(source.item_id == row["id"])
    ).scalar()
    if taken is not None or row["payout_id"] is not None:
        raise Refused(
            "This entry came from a processor’s file and is part of a payout; record a refund, "
            "or take the import back."
        )
    if other_half(unit.connection, row["id"], row["transaction_id"]) is not None:
        raise Refused(
            "This entry is one half of a redesignation or reattribution; delete it, which takes"
            " both back, and record it anew."
        )
    if _family(unit, row["id"], row["transaction_id"]):
        raise Refused("Other entries explain this one; delete it with them and enter it anew.")


def _follow_day(unit: UnitOfWork, row: Mapping[str, Any]) -> None:
    """Let the transaction happen on the day of its only entry."""
    others = select(item.c.id).where(
        item.c.transaction_id == row["transaction_id"], item.c.id != row["id"]
    )
    if unit.connection.execute(others.limit(1)).first() is None:
        changes = {"happened_on": row["item_date"]}
        unit.update(tables.transaction, row["transaction_id"], changes)


# --- postings


def repost(unit: UnitOfWork, before: Mapping[str, Any]) -> dict[str, Any]:
    """Let the postings follow an entry that was just changed; returns the entry as it is now."""
    after = unit.row(item, before["id"])
    _post(unit, before, sign=-1)
    _post(unit, after, sign=1)
    return after


def _post(unit: UnitOfWork, row: Mapping[str, Any], *, sign: int) -> None:
    """Add what an entry does to its account, or take it back, on both sides of the books."""
    cents = sign * row["cash_cents"]
    if not cents:
        return
    against = class_account(unit, row["entity_id"], kind(row["kind"]))
    _add_posting(unit, row, row["account_id"], cents)
    _add_posting(unit, row, against, -cents)


def _add_posting(unit: UnitOfWork, row: Mapping[str, Any], account_id: int, cents: int) -> None:
    # By the report's day, as the writer posts: line 8 of one report is line 6(b) of the next.
    day, column = row["reported_on"] or row["item_date"], posting.c
    query = select(column.id, column.cents).where(
        column.transaction_id == row["transaction_id"],
        column.entity_id == row["entity_id"],
        column.account_id == account_id,
        column.posted_on == day,
    )
    standing = unit.connection.execute(query.order_by(column.id)).first()
    if standing is None:
        values = {
            "entity_id": row["entity_id"], "transaction_id": row["transaction_id"],
            "account_id": account_id, "posted_on": day, "cents": cents,
        }  # fmt: skip
        unit.insert(posting, values)
    elif standing.cents + cents:
        unit.update(posting, standing.id, {"cents": standing.cents + cents})
    else:
        let_go(unit, [standing.id])
        unit.delete(posting, standing.id)


# --- removal


def remove_items(unit: UnitOfWork, item_ids: Sequence[int]) -> int:
    """Delete entries with the memo entries that explain them; returns how many went.

    Raises Refused for what a processor's file brought in and for one side of a transfer without
    the other, and HasDependents, with a sentence for each, when a refund or repayment stands on
    one of them. Locked rows are refused at the end.
    """
    going = _with_families(unit, item_ids)
    require_whole(unit.connection, going)
    require_undrawn(unit.connection, going)
    _require_free(unit, going)
    for item_id in reversed(going):
        _remove(unit, item_id)
    return len(going)


def _with_families(unit: UnitOfWork, item_ids: Sequence[int]) -> list[int]:
    """Return the entries in the order of parents before children, each once."""
    going: dict[int, None] = {}
    waiting = list(item_ids)
    while waiting:
        item_id = waiting.pop(0)
        row = unit.row(item, item_id)
        going.pop(item_id, None)
        going[item_id] = None
        waiting += _family(unit, item_id, row["transaction_id"])
        half = other_half(unit.connection, item_id, row["transaction_id"])
        if half is not None and half not in going:
            waiting.append(half)
    for item_id in item_ids:
        _require_unimported(unit, unit.row(item, item_id))
    return list(going)


def _require_unimported(unit: UnitOfWork, row: Mapping[str, Any]) -> None:
    source = tables.source_row.c
    query = select(source.id).where(source.item_id == row["id"])
    if row["payout_id"] is not None or unit.connection.execute(query).first() is not None:
        name = register_rows(unit.connection, [row["id"]])[0].name
        raise Refused(
            f"The gift of {name} came from a processor’s file and is part of a payout; record a "
            "refund, or take the import back."
        )


def _family(unit: UnitOfWork, item_id: int, transaction_id: int) -> list[int]:
    query = select(item.c.id).where(
        item.c.parent_id == item_id, item.c.transaction_id == transaction_id
    )
    return list(unit.connection.execute(query.order_by(item.c.id)).scalars())


def _require_free(unit: UnitOfWork, going: Sequence[int]) -> None:
    points = or_(*(item.c[link].in_(going) for link in _LINKS))
    query = select(item.c.id).where(points, item.c.id.not_in(going)).order_by(item.c.id)
    standing = list(unit.connection.execute(query).scalars())
    if standing:
        rows = register_rows(unit.connection, standing[:_SHOWN])
        sentences = tuple(
            f"{row.kind_label} of {format_cents(row.amount_cents, symbol=True)} on {row.date}"
            for row in rows
        )
        words = "another entry stands" if len(standing) == 1 else "other entries stand"
        raise HasDependents(
            f"It cannot be deleted: {words} on it ({'; '.join(sentences)}). Delete that first.",
            sentences,
        )


def _remove(unit: UnitOfWork, item_id: int) -> None:
    row = unit.row(item, item_id)
    _post(unit, row, sign=-1)
    let_go_of_payment(unit, item_id)
    for table in _OWN:
        ids = unit.connection.execute(select(table.c.id).where(table.c.item_id == item_id))
        for row_id in ids.scalars().all():
            unit.delete(table, row_id)
    # A report that is being amended keeps its row as it was filed, without the entry.
    filed = select(tables.filing_item.c.id).where(tables.filing_item.c.item_id == item_id)
    for row_id in unit.connection.execute(filed).scalars().all():
        unit.update(tables.filing_item, row_id, {"item_id": None})
    # What was written about it was sent, whatever becomes of the entry.
    letters = select(tables.kept_letter.c.id).where(tables.kept_letter.c.item_id == item_id)
    for row_id in unit.connection.execute(letters).scalars().all():
        unit.update(tables.kept_letter, row_id, {"item_id": None})
    unit.delete(item, item_id)
    _remove_empty(unit, row["transaction_id"])


def _remove_empty(unit: UnitOfWork, transaction_id: int) -> None:
    end_steps(unit, transaction_id)
    for table in (item, posting):
        query = select(table.c.id).where(table.c.transaction_id == transaction_id)
        if unit.connection.execute(query.limit(1)).first() is not None:
            return
    unit.delete(tables.transaction, transaction_id)


# --- many at once


def set_deposited(unit: UnitOfWork, item_ids: Sequence[int], day: str) -> int:
    """Note on which day gifts went to the bank (11 CFR 103.3(a)).

    Raises BadInput for a day before one of them was received. Returns how many were noted.
    """
    before = len(unit.changes)
    for item_id in item_ids:
        row = unit.row(item, item_id)
        if row["item_date"] > day:
            name = register_rows(unit.connection, [item_id])[0].name
            raise BadInput(
                f"The gift of {name} was received on {row['item_date']}, after the deposit of "
                f"{day}; correct one of the days."
            )
        unit.update(item, item_id, {"deposited_date": day})
    return len(unit.changes) - before


# --- what is known of the giver


def complete_work(unit: UnitOfWork, item_id: int, employer: str, occupation: str) -> int:
    """Note what a giver does and for whom, on every entry of the card that does not say it yet.

    The card gets a new version; entries that are locked keep the old one, as they were filed
    (52 U.S.C. 30104(b)(3)(A), 30101(13)). Returns how many entries say it now.
    """
    row = unit.row(item, item_id)
    if row["contact_id"] is None:
        raise Refused("This entry names nobody, so there is no employer to note.")
    known = read_contact(unit.connection, row["contact_id"])
    completed = replace(known, employer=employer.strip(), occupation=occupation.strip())
    if completed == known:
        return 0
    with LedgerWriter(unit, row["entity_id"]) as writer:
        version = writer.add_contact(completed, card_id=row["card_id"])
    return fill_lacking(unit, {**row, "contact_id": version.contact_id})


def fill_lacking(unit: UnitOfWork, row: Mapping[str, Any]) -> int:
    """Let an entry and the card's others that lack employer or occupation name its version.

    Locked entries keep what was filed. Returns how many entries were looked at.
    """
    items = _lacking(unit, row)
    for one in items:
        unit.update(item, one, {"contact_id": row["contact_id"]})
    return len(items)


def _lacking(unit: UnitOfWork, row: Mapping[str, Any]) -> list[int]:
    """Return this entry and the card's others that know no employer or occupation, if unlocked."""
    contact = tables.contact
    unknown = or_(contact.c.employer.is_(None), contact.c.occupation.is_(None))
    query = (
        select(item.c.id)
        .join(contact, contact.c.id == item.c.contact_id)
        .where(item.c.card_id == row["card_id"], or_(unknown, item.c.id == row["id"]))
        .order_by(item.c.id)
    )
    found = list(unit.connection.execute(query).scalars())
    locked = locked_items(unit.connection, found)
    return [one for one in found if one not in locked or one == row["id"]]
