"""Give a contribution back: which kind of refund it is, how much is left of it, writing it.

A refund names its gift (``parent_id``), as the refunds of processors do, so that the register can
say what was given back; it lowers the giver's aggregate of the window in which it is paid.
Law: 52 U.S.C. 30104(b)(4)(F), (b)(5)(E); 11 CFR 103.3(b), 104.3(b)(2)(v).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import Connection, func, or_, select

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, NotFound, Refused
from financedesk.ledger import tables
from financedesk.ledger.contacts import ContactRef
from financedesk.ledger.entities import EntityRow, entity_by_id
from financedesk.ledger.entries import NewItem
from financedesk.ledger.register_kinds import (
    REFUND_LINKS,
    gift_kinds,
    parting_kinds,
    refund_kinds,
)
from financedesk.ledger.register_rows import line_in_words, register_rows
from financedesk.ledger.writer import LedgerWriter
from financedesk.rules.kinds import kind, line_for
from financedesk.rules.money import format_cents

item, account, contact = tables.item, tables.account, tables.contact

PURPOSE = "Contribution Refund"

# What gives a gift back, by where it was booked; then by who gave it.
_OUTSIDE: Mapping[str, str] = {
    "nonfederal_receipt": "nonfederal_refund",
    "c3_contribution": "c3_contribution_refund",
    "c4_contribution": "c4_contribution_refund",
    "section_527_contribution": "section_527_refund",
}
_NON_CONTRIBUTION: Mapping[str, str] = {"ORG": "business_labor_refund_non_contribution_account"}
_TO_ANYBODY = "individual_refund_non_contribution_account"
_BY_GIVER: Mapping[str, str] = {
    "IND": "refund_individual_contribution",
    "CAN": "refund_individual_contribution",
    "ORG": "refund_receipts_from_unregistered_organization",
    "PTY": "refund_party_contribution",
}
_TO_COMMITTEES = "refund_pac_contribution"
# A party's gift is known by its kind: as filed its giver may simply be a committee.
_BY_KIND: Mapping[str, str] = {
    "party_receipt": "refund_party_contribution",
    "as_filed_sa11b": "refund_party_contribution",
}


# What a bank took back stands as a negative entry on the line of the gift.
_RETURN_BY_KIND: Mapping[str, str] = {
    "individual_receipt": "return_receipt",
    "partnership_receipt": "return_receipt",
    "tribal_receipt": "return_receipt",
    "as_filed_sa11ai": "return_receipt",
    "receipt_from_unregistered_organization": "receipt_from_unregistered_organization_return",
    "party_receipt": "party_return",
    "as_filed_sa11b": "party_return",
    "pac_receipt": "pac_return",
    "as_filed_sa11c": "pac_return",
}
_RETURN_BY_GIVER: Mapping[str, str] = {
    "IND": "return_receipt",
    "CAN": "return_receipt",
    "ORG": "return_receipt",
    "PTY": "party_return",
}
_RETURN_OF_COMMITTEES = "pac_return"


def return_kind(gift_code: str, giver_type: str) -> str:
    """Return the kind of a bounced or charged back gift by the gift's kind and by who gave it.

    It is a negative entry on the line of the gift, no refund by the committee: FECfile+ type
    RETURN_RECEIPT and its like; the line's citation stands in ``resources/rules/kinds.toml``.
    """
    by_giver = _RETURN_BY_GIVER.get(giver_type, _RETURN_OF_COMMITTEES)
    return _RETURN_BY_KIND.get(gift_code) or by_giver


# What a gift is when its money comes again; other kinds would need entries of their own beside it.
_AGAIN: Mapping[str, str] = {
    "return_receipt": "individual_receipt",
    "receipt_from_unregistered_organization_return": "receipt_from_unregistered_organization",
    "party_return": "party_receipt",
    "pac_return": "pac_receipt",
}
_SAME_AGAIN = frozenset({*_AGAIN.values(), "tribal_receipt"})


def kind_that_came_again(gift_code: str, giver_type: str) -> str:
    """Return the kind of a gift whose money came again, after a bank had taken it back.

    It stands on the line of the first one, whose own entries beside it are not repeated.
    """
    if gift_code in _SAME_AGAIN:
        return gift_code
    return _AGAIN[return_kind(gift_code, giver_type)]


@cache
def return_kinds() -> tuple[str, ...]:
    """Return the codes of the kinds that take a gift off its own line: bounced, charged back."""
    return tuple(code for code in refund_kinds() if kind(code).direction == "in")


def refund_kind(gift_code: str, account_kind: str, giver_type: str) -> str:
    """Return the kind of a refund by the gift's kind and account and by who gave it."""
    if gift_code in _OUTSIDE:
        return _OUTSIDE[gift_code]
    if account_kind == "noncontribution":
        return _NON_CONTRIBUTION.get(giver_type, _TO_ANYBODY)
    return _BY_KIND.get(gift_code) or _BY_GIVER.get(giver_type, _TO_COMMITTEES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refundable:
    """A gift that may be given back: its amount, what of it went back already, and what is left.

    Amounts in cents; ``line`` is the form's line of the refund in words, empty without a form.
    """

    item_id: int
    entity_id: int
    name: str
    day: str
    amount_cents: int
    refunded_cents: int
    kind: str
    line: str

    @property
    def left_cents(self) -> int:
        """What may still be given back."""
        return self.amount_cents - self.refunded_cents


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedRefund:
    """A refund as it was typed; ``method`` is the check's number or how else it was paid."""

    gift_id: int
    amount_cents: int
    day: str
    account_id: int
    method: str = ""


def refunded_cents(connection: Connection, item_id: int) -> int:
    """Return what was given back of a gift so far, in cents.

    Bounced gifts count as given back, and so does what was given away because it may not be kept.
    """
    points = or_(*(item.c[link] == item_id for link in REFUND_LINKS))
    amount = func.coalesce(func.sum(func.abs(item.c.amount_cents)), 0)
    query = select(amount).where(points, item.c.kind.in_(parting_kinds()), item.c.memo == 0)
    return int(connection.execute(query).scalar_one())


def refundable(connection: Connection, item_id: int) -> Refundable:
    """Return what may be given back of an entry.

    Raises NotFound for an entry that has gone, Refused for one that is no gift of money by
    somebody who is named.
    """
    query = (
        select(item, account.c.kind.label("account_kind"), contact.c.type.label("giver_type"))
        .outerjoin(account, account.c.id == item.c.account_id)
        .outerjoin(contact, contact.c.id == item.c.contact_id)
        .where(item.c.id == item_id)
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound("This entry is no longer in the book; it may have been deleted.")
    if row.kind not in gift_kinds() or row.memo or row.cash_cents <= 0 or row.card_id is None:
        raise Refused(
            "Only a gift of money that names its giver can be given back; choose a contribution."
        )
    code = refund_kind(row.kind, row.account_kind or "", row.giver_type or "IND")
    return Refundable(
        item_id=row.id, entity_id=row.entity_id,
        name=register_rows(connection, [item_id])[0].name, day=row.item_date,
        amount_cents=row.amount_cents, refunded_cents=refunded_cents(connection, item_id),
        kind=code, line=_line(entity_by_id(connection, row.entity_id), code, row.account_kind),
    )  # fmt: skip


def _line(entity: EntityRow, code: str, account_kind: str | None) -> str:
    today = date.max.replace(year=2199)
    stands = line_for(kind(code), form=entity.form or "", account_kind=account_kind, on=today)
    return line_in_words(entity.form, stands.token) if stands else ""


def record_refund(unit: UnitOfWork, typed: TypedRefund) -> int:
    """Write a refund with its postings and return the entry's id.

    Raises BadInput for an amount that is not above zero, for more than is left of the gift, and
    for a day before the gift; Refused for what is no gift.
    """
    gift = refundable(unit.connection, typed.gift_id)
    _require_possible(gift, typed)
    row = unit.row(item, typed.gift_id)
    who = ContactRef(_newest_version(unit.connection, row["card_id"]), row["card_id"])
    with LedgerWriter(unit, gift.entity_id) as writer:
        new = NewItem(
            kind=gift.kind, amount_cents=typed.amount_cents, item_date=typed.day, contact=who,
            account_id=typed.account_id, parent_id=typed.gift_id, purpose=PURPOSE,
            election_code=row["election_code"], drive_id=row["drive_id"],
        )  # fmt: skip
        method = typed.method.strip() or None
        return writer.add_transaction("refund", typed.day, [new], description=method)[0]


def _require_possible(gift: Refundable, typed: TypedRefund) -> None:
    if typed.amount_cents <= 0:
        raise BadInput("A refund is an amount above zero.")
    if typed.amount_cents > gift.left_cents:
        left = format_cents(gift.left_cents, symbol=True)
        raise BadInput(f"Only {left} of this gift are left to give back.")
    if typed.day < gift.day:
        raise BadInput(f"The gift came on {gift.day}; a refund cannot be earlier.")


def _newest_version(connection: Connection, card_id: int) -> int:
    query = select(func.max(contact.c.id)).where(contact.c.card_id == card_id)
    return int(connection.execute(query).scalar_one())
