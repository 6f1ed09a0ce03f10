"""What the books lack, recorded from the bank's line that tells of it and matched in the same act.

A fee or an expense goes through the ledger's typed payments and a gift through its typed gifts, so
that limits and walls say the same as everywhere. What a processor's payout lacks, a gift or a fee,
joins that payout. Everything runs in a unit of the caller, who asked for the act *record*.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select

from financedesk.banking.matching import match_by_hand
from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, NotFound, Refused
from financedesk.ledger import tables
from financedesk.ledger.account_edit import account_by_id
from financedesk.ledger.contacts import Contact, ContactRef
from financedesk.ledger.crossings import gift_crossing
from financedesk.ledger.entities import AccountRow, EntityRow, accounts, entity_by_id
from financedesk.ledger.entries import NewItem
from financedesk.ledger.gifts import FEE_KIND, FEE_PURPOSE
from financedesk.ledger.typed_gift import TypedGift, met_gift, record_gift
from financedesk.ledger.typed_payment import TypedPayment, record_payment, version_of
from financedesk.ledger.wall import require
from financedesk.ledger.wall_notes import keep_note
from financedesk.ledger.writer import LedgerWriter
from financedesk.rules.kinds import kind
from financedesk.rules.money import format_cents
from financedesk.rules.payments import payments_from
from financedesk.rules.purposes import category_of_kind
from financedesk.rules.reconciling_evidence import check_number

line, item, posting, act, payout = (
    tables.statement_line, tables.item, tables.posting, tables.transaction, tables.payout,
)  # fmt: skip
_PAYOUT = " payout "


@dataclass(frozen=True, slots=True)
class Way:
    """What a line may be recorded as: its kind, in plain words, and what it is for by itself."""

    kind: str
    title: str
    purpose: str = ""


_INTEREST = Way("bank_interest", "Bank interest", "Interest")
_RECEIPTS: Mapping[str, tuple[Way, ...]] = {
    "federal": (
        _INTEREST,
        Way("offset_to_operating_expenditures", "Refund or rebate of an expense", "Refund"),
        Way("other_receipt", "Other receipt"),
    ),
    "levin": (Way("levin_other_receipt", "Interest or other receipt", "Interest"),),
}


def ways_to_record(entity: EntityRow, account: AccountRow, cents: int) -> tuple[Way, ...]:
    """Return what a line of so many cents may be recorded as, the likeliest first.

    Money out is what the account may pay by hand without further questions, a bank fee first;
    money in is interest, a refund of an expense, another receipt. Gifts have a form of their own.
    """
    if cents > 0:
        place = "levin" if account.kind == "levin" else "federal"
        return _RECEIPTS[place]
    offered = [one for one in payments_from(entity.kind, account.kind) if not one.asks]
    plain = [Way(one.kind, one.title, one.purpose) for one in offered]
    return tuple(sorted(plain, key=lambda one: one.kind != "bank_fee"))


@dataclass(frozen=True, slots=True, kw_only=True)
class FromLine:
    """What a line of the bank is recorded as: a way's kind, from or to whom, and what for.

    ``known`` is a card that the entity has; without it ``party`` is somebody new, or the company
    of that very name.
    """

    line_id: int
    kind: str
    party: Contact
    known: ContactRef | None = None
    purpose: str = ""
    category: str = ""


def create_from_line(unit: UnitOfWork, account_id: int, wanted: FromLine) -> int:
    """Record what a line of the bank tells and match both; returns the match's id.

    Day and amount are the bank's. Raises NotFound for a line of another account, Refused for one
    that is matched, BadInput for a kind that the account does not know and for nobody's name, and
    what ``record_payment`` raises.
    """
    account, row = _line_of(unit, account_id, wanted.line_id)
    entity = entity_by_id(unit.connection, account.entity_id)
    if row["amount_cents"] < 0:
        item_id = record_payment(unit, entity, _payment(entity, account, row, wanted))
    else:
        item_id = _record_receipt(unit, entity, account, row, wanted)
    return _match_item(unit, account, [wanted.line_id], item_id)


def _payment(
    entity: EntityRow, account: AccountRow, row: Mapping[str, Any], wanted: FromLine
) -> TypedPayment:
    usual = category_of_kind(wanted.kind) if entity.form is not None else ""
    # So that the register of checks has its number, and nobody draws it a second time.
    number = check_number(row["check_number"])
    return TypedPayment(
        payee=wanted.party, known=wanted.known, kind=wanted.kind,
        amount_cents=-row["amount_cents"], day=row["booked_on"], account=account,
        purpose=wanted.purpose, category=wanted.category or usual,
        method=f"Check {number}" if number else row["check_number"],
    )  # fmt: skip


def _record_receipt(
    unit: UnitOfWork,
    entity: EntityRow,
    account: AccountRow,
    row: Mapping[str, Any],
    wanted: FromLine,
) -> int:
    known = {one.kind for one in ways_to_record(entity, account, row["amount_cents"])}
    if wanted.kind not in known:
        raise BadInput(f"{kind(wanted.kind).label} is not received on {account.name} this way.")
    if not wanted.party.display_name.strip():
        raise BadInput("Say from whom it came; for interest that is the bank.")
    with LedgerWriter(unit, entity.id) as writer:
        day = row["booked_on"]
        party = version_of(unit, writer, wanted.known, wanted.party, day)
        new = NewItem(
            kind=wanted.kind, amount_cents=row["amount_cents"], item_date=day, contact=party,
            account_id=account.id, purpose=wanted.purpose.strip() or None,
        )  # fmt: skip
        return writer.add_transaction("receipt", day, [new])[0]


def create_gift_from_line(unit: UnitOfWork, line_id: int, gift: TypedGift) -> int:
    """Record a gift that a line of the bank tells of and match both; returns the match's id.

    Amount and day of deposit are the bank's. Raises as ``create_from_line`` and ``record_gift``.
    """
    account, row = _line_of(unit, gift.account.id, line_id)
    if row["amount_cents"] <= 0:
        raise BadInput("This line is money out; a gift is money in.")
    entity = entity_by_id(unit.connection, account.entity_id)
    whole = replace(gift, amount_cents=row["amount_cents"], deposited=row["booked_on"])
    return _match_item(unit, account, [line_id], record_gift(unit, entity, whole))


def _line_of(
    unit: UnitOfWork, account_id: int, line_id: int
) -> tuple[AccountRow, Mapping[str, Any]]:
    account, row = account_by_id(unit.connection, account_id), unit.row(line, line_id)
    if row["account_id"] != account.id:
        raise NotFound(f"{account.name} has no line {line_id}; look at the account again.")
    return account, row


def _match_item(
    unit: UnitOfWork, account: AccountRow, line_ids: Sequence[int], item_id: int
) -> int:
    """Match lines with the posting of an entry that was just written alone in its transaction."""
    row = unit.row(item, item_id)
    query = select(posting.c.id).where(
        posting.c.transaction_id == row["transaction_id"], posting.c.account_id == account.id
    )
    postings = list(unit.connection.execute(query).scalars())
    return match_by_hand(unit, account.id, line_ids, postings)


# --- what a processor's payout lacks


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutRow:
    """A payout as the books have it; sums in cents, ``label`` is its processor's name."""

    id: int
    entity_id: int
    account_id: int
    processor: str
    label: str
    number: str
    paid_on: str
    gross_cents: int
    fee_cents: int
    refund_cents: int
    net_cents: int


def payout_of(connection: Connection, posting_id: int) -> PayoutRow | None:
    """Return the payout that a posting on a bank account is of; None where it is of none."""
    query = (
        select(act.c.kind, act.c.description, act.c.entity_id, posting.c.account_id)
        .join(posting, posting.c.transaction_id == act.c.id)
        .where(posting.c.id == posting_id)
    )
    found = connection.execute(query).one_or_none()
    if found is None or found.kind != "payout":
        return None
    label, _, number = (found.description or "").partition(_PAYOUT)
    rows = connection.execute(
        select(payout).where(
            payout.c.entity_id == found.entity_id, payout.c.external_id == number,
            payout.c.account_id == found.account_id,
        )
    ).all()  # fmt: skip
    if len(rows) != 1:
        return None
    row = rows[0]
    return PayoutRow(
        id=row.id, entity_id=row.entity_id, account_id=row.account_id, processor=row.processor,
        label=label, number=number, paid_on=row.paid_on or "", gross_cents=row.gross_cents,
        fee_cents=row.fee_cents, refund_cents=row.refund_cents, net_cents=row.net_cents,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """What a payout lacks in the books: a gift of so many cents, a fee, or both.

    ``gift`` says who gave and when; its amount is before the fee. ``fee_cents`` may be below zero
    where the processor took less than the file says.
    """

    gift: TypedGift | None = None
    fee_cents: int = 0

    @property
    def net_cents(self) -> int:
        """What the payout grows by."""
        return (self.gift.amount_cents if self.gift else 0) - self.fee_cents


def add_to_payout(unit: UnitOfWork, payout_id: int, missing: Missing) -> None:
    """Add a gift or a fee that the import lacked to a payout, which grows by what is left.

    The gift passes walls and limits as a typed one does. Raises NotFound without such a payout,
    BadInput for nothing at all and for a gift that came after it, Refused where the books know no
    clearing account of its processor, and what ``record_gift`` raises.
    """
    row = unit.row(payout, payout_id)
    if missing.gift is None and not missing.fee_cents:
        raise BadInput("Say which gift, or which fee, the payout lacks.")
    if missing.gift is not None and missing.gift.day > (row["paid_on"] or missing.gift.day):
        raise BadInput(
            f"Payout {row['external_id']} was paid out on {row['paid_on']}; a gift of"
            f" {missing.gift.day} is not in it."
        )
    bank = account_by_id(unit.connection, row["account_id"])
    clearing = _clearing(unit.connection, row, bank)
    gross = missing.gift.amount_cents if missing.gift else 0
    sums = {
        "gross_cents": row["gross_cents"] + gross,
        "fee_cents": row["fee_cents"] + missing.fee_cents,
        "net_cents": row["net_cents"] + missing.net_cents,
    }
    unit.update(payout, payout_id, sums)
    like, label = _alike(unit.connection, row)
    if missing.gift is not None:
        _add_gift(unit, row, clearing, replace(missing.gift, account=bank), like, label)
    _pay_out(unit, row, (clearing, bank), missing, label)


def _clearing(connection: Connection, row: Mapping[str, Any], bank: AccountRow) -> AccountRow:
    code = f"clearing:{row['processor']}:{bank.kind}"
    for one in accounts(connection, bank.entity_id):
        if one.code == code:
            return one
    raise Refused("The books have no account for this processor’s money on its way; import its"
                  " file, which has the gift.")  # fmt: skip


def _alike(connection: Connection, row: Mapping[str, Any]) -> tuple[int | None, str]:
    """Return the conduit of a payout's gifts and the processor's name in its acts."""
    query = select(item.c.conduit_id).where(
        item.c.payout_id == row["id"], item.c.conduit_id.is_not(None)
    )
    conduit = connection.execute(query.limit(1)).scalar()
    named = select(act.c.description).where(
        act.c.entity_id == row["entity_id"], act.c.kind == "payout",
        act.c.description.endswith(f"{_PAYOUT}{row['external_id']}", autoescape=True),
    )  # fmt: skip
    said = connection.execute(named.limit(1)).scalar() or row["processor"]
    return conduit, said.partition(_PAYOUT)[0]


def _add_gift(
    unit: UnitOfWork,
    row: Mapping[str, Any],
    clearing: AccountRow,
    gift: TypedGift,
    conduit: int | None,
    label: str,
) -> None:
    if gift.amount_cents <= 0:
        raise BadInput("The gift is an amount above zero, before the fee.")
    if not gift.giver.display_name.strip():
        raise BadInput("Say who gave: a person’s last name, or the organisation’s name.")
    entity = entity_by_id(unit.connection, row["entity_id"])
    met = met_gift(entity, gift)
    passed = require(unit.connection, gift_crossing(unit.connection, met), gift.note)
    with LedgerWriter(unit, entity.id) as writer:
        giver = version_of(unit, writer, gift.known, gift.giver, gift.day)
        new = NewItem(
            kind=met.kind, amount_cents=gift.amount_cents, item_date=gift.day, contact=giver,
            account_id=clearing.id, election_code=gift.election_code or None,
            conduit_id=conduit, payout_id=row["id"],
        )  # fmt: skip
        item_id = writer.add_transaction("gift", gift.day, [new], description=f"{label} gifts")[0]
    keep_note(unit, item_id, passed, gift.note)


def _pay_out(
    unit: UnitOfWork,
    row: Mapping[str, Any],
    ways: tuple[AccountRow, AccountRow],
    missing: Missing,
    label: str,
) -> None:
    """Move what the payout grows by from its clearing account to the bank, less the fee."""
    (clearing, bank), day = ways, row["paid_on"]
    with LedgerWriter(unit, bank.entity_id) as writer:
        said = f"{label}{_PAYOUT}{row['external_id']}"
        transaction_id = writer.open_transaction("payout", day, description=said)
        if missing.fee_cents:
            payee = _payee(unit.connection, bank.entity_id, row["processor"])
            fee = NewItem(
                kind=FEE_KIND, amount_cents=missing.fee_cents, item_date=day, contact=payee,
                account_id=clearing.id, purpose=FEE_PURPOSE, payout_id=row["id"],
            )  # fmt: skip
            writer.add_side(transaction_id, [fee])
        for account, cents in ((clearing, -missing.net_cents), (bank, missing.net_cents)):
            if cents:
                writer.add_posting(transaction_id, account.id, day, cents)


def _payee(connection: Connection, entity_id: int, processor: str) -> ContactRef | None:
    column = tables.contact.c
    query = (
        select(column.id, column.card_id)
        .where(column.entity_id == entity_id, column.external_key == f"processor:{processor}")
        .order_by(column.id.desc())
    )
    found = connection.execute(query.limit(1)).one_or_none()
    return None if found is None else ContactRef(found.id, found.card_id)


def gap_to_payout(connection: Connection, posting_ids: Sequence[int]) -> PayoutRow | None:
    """Return the one payout that entries of a gap are of; None where they are of none."""
    found = [payout_of(connection, one) for one in posting_ids]
    numbers = {one.id for one in found if one is not None}
    return found[0] if len(numbers) == 1 else None


def net_told(gap_cents: int, missing: Missing) -> str:
    """Say whether what is added closes a gap: bank less books, in cents."""
    left = gap_cents - missing.net_cents
    if not left:
        return "Then bank and books are equal."
    return f"{format_cents(abs(left), symbol=True)} would be left."
