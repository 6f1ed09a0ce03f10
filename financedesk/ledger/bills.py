"""Bills: what is to be paid, when and how, and the entry that paid each.

A bill moves no money. Paying one writes the disbursement as ``typed_payment`` does and, for a
check, draws it; a bill whose payment goes is open again.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, func, select

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, NotFound, Refused
from financedesk.ledger import tables
from financedesk.ledger.account_edit import account_by_id
from financedesk.ledger.bill_approvals import (
    Approval,
    TermsByDay,
    approvals,
    drop_approvals,
    missing_words,
)
from financedesk.ledger.checks_drawn import draw_check
from financedesk.ledger.contacts import Contact, ContactRef, display_name, read_contact
from financedesk.ledger.entities import AccountRow, EntityRow
from financedesk.ledger.typed_payment import (
    TypedPayment,
    check_purpose,
    recognised_payee,
    record_payment,
    version_of,
)
from financedesk.ledger.writer import LedgerWriter
from financedesk.rules.money import format_cents
from financedesk.rules.payables import METHODS
from financedesk.rules.payments import PaymentKind, payments_from

bill, contact, account, check = tables.bill, tables.contact, tables.account, tables.bank_check

_CHUNK = 500

STATES = {
    "waiting": "Waits for approval", "approved": "May be paid", "paid": "Paid",
    "withdrawn": "Withdrawn",
}  # fmt: skip
"""What a bill may be, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBill:
    """A bill as it was typed; the amount in cents, days ``YYYY-MM-DD``.

    ``known`` is a card that the entity has; without it ``payee`` is somebody new. ``number`` is
    the payee's own and may be missing; ``method`` one of ``METHODS``.
    """

    payee: Contact
    known: ContactRef | None
    number: str
    received_on: str
    due_on: str
    amount_cents: int
    purpose: str
    kind: str
    method: str
    account: AccountRow
    category: str = ""
    entered_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """One bill as the book has it; amounts in cents.

    ``needed`` is how many people must approve it; ``check`` the number by which it was paid.
    """

    id: int
    entity_id: int
    card_id: int
    payee: str
    number: str
    received_on: date
    due_on: date
    cents: int
    purpose: str
    category: str
    kind: str
    method: str
    account_id: int
    account: str
    entered_by: str
    item_id: int | None
    paid_on: date | None
    check: int | None
    withdrawn_on: date | None
    withdrawn_why: str
    approvals: tuple[Approval, ...]
    needed: int

    @property
    def missing(self) -> str:
        """What approval it lacks, in words; empty when it may be paid."""
        return missing_words(self.needed, self.approvals, self.entered_by)

    @property
    def state(self) -> str:
        """One of ``STATES``."""
        if self.withdrawn_on is not None:
            return "withdrawn"
        if self.item_id is not None:
            return "paid"
        return "waiting" if self.missing else "approved"

    @property
    def open(self) -> bool:
        """Whether it is still to be paid."""
        return self.state in ("waiting", "approved")

    def overdue(self, today: date) -> bool:
        """Whether it should have been paid before today."""
        return self.open and self.due_on < today

    @property
    def name(self) -> str:
        """The bill in words: ``bill 1042 of Heron Press``."""
        return f"bill {self.number} of {self.payee}" if self.number else f"bill of {self.payee}"


# --- entering


def kinds_for_bills(entity_kind: str, account_kind: str) -> tuple[PaymentKind, ...]:
    """Return the kinds of payment that a bill may ask for: none that gives to a committee."""
    offered = payments_from(entity_kind, account_kind)
    return tuple(one for one in offered if not one.asks)


def account_note(account: AccountRow) -> str:
    """Return what to know before a bill is paid from an account; empty where there is nothing.

    What federal and other money share has no form of its own here (11 CFR 106.6, 106.7).
    """
    return _SHARED if account.kind == "allocation" else ""


_SHARED = (
    "A bill is recorded as a payment of this account alone. What federal and other money share"
    " (Schedules H4, H6) cannot be billed: enter it in the open form."
)


def add_bill(unit: UnitOfWork, entity: EntityRow, new: NewBill) -> int:
    """Enter a bill and return its number in the book.

    Raises BadInput for an amount that is not above zero, a payee without a name, a kind or method
    that cannot be, or days out of order; Refused for a number of this payee that is here already
    and for another entity's account.
    """
    _check(entity, new)
    known, payee = recognised_payee(unit.connection, entity.id, new.payee, new.known)
    if known is not None:
        _require_new(unit.connection, known.card_id, new.number)
    with LedgerWriter(unit, entity.id) as writer:
        ref = version_of(unit, writer, known, payee, new.received_on)
    return unit.insert(bill, {"entity_id": entity.id, **_values(unit, new, ref)})


def correct_bill(unit: UnitOfWork, entity: EntityRow, bill_id: int, new: NewBill) -> int:
    """Correct an open bill; returns how many approvals went because of it.

    An approval is of an amount, a payee, a purpose and a way of paying: when one of them changes,
    it must be approved anew. Who entered it stays. Raises as ``add_bill``, and Refused for a bill
    that is paid or withdrawn.
    """
    before = _own_bill(unit.connection, entity, bill_id)
    if not before.open:
        raise Refused(f"The {before.name} is {STATES[before.state].lower()}; undo that first.")
    _check(entity, new)
    known, payee = recognised_payee(unit.connection, entity.id, new.payee, new.known)
    if known is not None:
        _require_new(unit.connection, known.card_id, new.number, besides=bill_id)
    with LedgerWriter(unit, entity.id) as writer:
        ref = version_of(unit, writer, known, payee, new.received_on)
    row, values = unit.row(bill, bill_id), _values(unit, new, ref)
    values["entered_by"] = row["entered_by"]
    unit.update(bill, bill_id, values)
    if all(row[name] == values[name] for name in _APPROVED):
        return 0
    return drop_approvals(unit, bill_id)


_APPROVED = ("card_id", "amount_cents", "purpose", "kind", "method", "account_id")


def _values(unit: UnitOfWork, new: NewBill, ref: ContactRef) -> dict[str, Any]:
    return {
        "contact_id": ref.contact_id, "card_id": ref.card_id, "number": new.number.strip(),
        "received_on": new.received_on, "due_on": new.due_on, "amount_cents": new.amount_cents,
        "purpose": new.purpose.strip(), "category": new.category, "kind": new.kind,
        "method": new.method, "account_id": new.account.id,
        "entered_by": new.entered_by.strip() or unit.heading.who,
    }  # fmt: skip


def _own_bill(connection: Connection, entity: EntityRow, bill_id: int) -> Bill:
    one = bill_by_id(connection, bill_id)
    if one.entity_id != entity.id:
        raise NotFound(f"There is no bill {bill_id} of {entity.name}.")
    return one


def _check(entity: EntityRow, new: NewBill) -> None:
    if new.account.entity_id != entity.id:
        raise Refused(f"{new.account.name} is no account of {entity.name}; choose one that is.")
    if new.amount_cents <= 0:
        raise BadInput("A bill is an amount above zero.")
    if not new.payee.display_name.strip():
        raise BadInput("Say whose bill it is: the company’s name, or a person’s last name.")
    if new.due_on < new.received_on:
        raise BadInput(f"It came on {new.received_on} and cannot be due before.")
    if new.method not in METHODS:
        raise BadInput(f"“{new.method}” is none of: {', '.join(METHODS)}.")
    if all(one.kind != new.kind for one in kinds_for_bills(entity.kind, new.account.kind)):
        raise BadInput(
            f"Bills of that kind are not paid from {new.account.name} of {entity.name}; choose"
            " another kind or another account."
        )
    check_purpose(new.purpose)


def _require_new(connection: Connection, card_id: int, number: str, *, besides: int = 0) -> None:
    if not number.strip():
        return
    alike = _of_number(connection, card_id, number)
    twin = next((one for one in alike if one.id != besides), None)
    if twin is not None:
        came = f"{format_cents(twin.cents, symbol=True)} on {twin.received_on}"
        state = f"paid on {twin.paid_on}" if twin.paid_on else "still to be paid"
        raise Refused(
            f"{twin.payee}’s bill {twin.number} is here already: {came}, {state}. A bill is paid"
            " once; correct the number if this is another one."
        )


def _of_number(connection: Connection, card_id: int, number: str) -> list[Bill]:
    wanted = number.strip().casefold()
    query = _query().where(bill.c.card_id == card_id, bill.c.withdrawn_on.is_(None))
    rows = connection.execute(query).all()
    return _bills(connection, [row for row in rows if row.number.casefold() == wanted])


def looks_like(
    connection: Connection, card_id: int, amount_cents: int, number: str, besides: int = 0
) -> Bill | None:
    """Return the newest bill of a payee that may be the same: of one number, or of one amount.

    ``besides`` is a bill that is not asked about: itself.
    """
    query = _query().where(
        bill.c.card_id == card_id, bill.c.withdrawn_on.is_(None), bill.c.id != besides
    )
    rows = connection.execute(query.order_by(bill.c.received_on.desc(), bill.c.id.desc())).all()
    same = number.strip().casefold()
    alike = [
        row for row in rows
        if (same and row.number.casefold() == same)
        or (row.amount_cents == amount_cents and not (same and row.number))
    ]  # fmt: skip
    return _bills(connection, alike[:1])[0] if alike else None


def withdraw_bill(unit: UnitOfWork, bill_id: int, why: str, day: str) -> None:
    """Withdraw a bill that will not be paid; raises BadInput without a reason, Refused if paid."""
    one = bill_by_id(unit.connection, bill_id)
    if not one.open:
        raise Refused(f"The {one.name} is {STATES[one.state].lower()} already.")
    if not why.strip():
        raise BadInput("Say why it is not paid: entered twice, credited, wrongly billed.")
    unit.update(bill, bill_id, {"withdrawn_on": day, "withdrawn_why": why.strip()})


# --- paying


def pay_bill(
    unit: UnitOfWork, entity: EntityRow, bill_id: int, day: str, check_number: int | None = None
) -> int:
    """Pay a bill: writes its disbursement, draws the check where that is how; returns the entry.

    Raises Refused for a bill that is paid or withdrawn, for one that lacks approvals, with who is
    missing, and for a check number that was used; else as ``record_payment``.
    """
    one = _own_bill(unit.connection, entity, bill_id)
    _require_payable(one)
    if day < one.received_on.isoformat():
        raise BadInput(f"The bill came on {one.received_on} and was not paid before.")
    ref, payee = newest_version(unit.connection, one.card_id)
    payment = TypedPayment(
        payee=payee, known=ref, kind=one.kind, amount_cents=one.cents, day=day,
        account=account_by_id(unit.connection, one.account_id), purpose=one.purpose,
        category=one.category, method="" if one.method == "check" else METHODS[one.method],
    )  # fmt: skip
    item_id = record_payment(unit, entity, payment)
    if one.method == "check":
        draw_check(unit, item_id, check_number)
    unit.update(bill, bill_id, {"item_id": item_id})
    return item_id


def _require_payable(one: Bill) -> None:
    if not one.open:
        raise Refused(f"The {one.name} is {STATES[one.state].lower()} already.")
    if one.missing:
        amount = format_cents(one.cents, symbol=True)
        raise Refused(f"{amount} for the {one.name} cannot be paid yet: {one.missing}.")


def newest_version(connection: Connection, card_id: int) -> tuple[ContactRef, Contact]:
    """Return what is known of a card now."""
    query = select(func.max(contact.c.id)).where(contact.c.card_id == card_id)
    newest = int(connection.execute(query).scalar_one())
    return ContactRef(newest, card_id), read_contact(connection, newest)


# --- reading


def bills(
    connection: Connection, entity_ids: Collection[int], *, only_open: bool = False
) -> list[Bill]:
    """Return the bills of these entities: what is open by its day due, then the rest, newest first.

    ``only_open`` leaves out what is paid or withdrawn.
    """
    query = _query().where(bill.c.entity_id.in_(entity_ids))
    if only_open:
        query = query.where(bill.c.item_id.is_(None), bill.c.withdrawn_on.is_(None))
    found = _bills(connection, connection.execute(query.order_by(bill.c.id.desc())).all())
    waiting = sorted((one for one in found if one.open), key=lambda one: (one.due_on, one.id))
    return [*waiting, *(one for one in found if not one.open)]


def bill_by_id(connection: Connection, bill_id: int) -> Bill:
    """Return one bill; raises NotFound when it is not in the book."""
    rows = connection.execute(_query().where(bill.c.id == bill_id)).all()
    if not rows:
        raise NotFound(f"There is no bill {bill_id} in this book.")
    return _bills(connection, rows)[0]


def bills_of_items(connection: Connection, item_ids: Sequence[int]) -> dict[int, Bill]:
    """Return the bills that these entries paid, by entry."""
    found: dict[int, Bill] = {}
    for at in range(0, len(item_ids), _CHUNK):
        query = _query().where(bill.c.item_id.in_(item_ids[at : at + _CHUNK]))
        paid = _bills(connection, connection.execute(query).all())
        found |= {one.item_id: one for one in paid if one.item_id is not None}
    return found


def _query() -> Select[Any]:
    return (
        select(
            bill, contact.c.type.label("payee_type"), contact.c.name, contact.c.last_name,
            contact.c.prefix, contact.c.first_name, contact.c.middle_name, contact.c.suffix,
            account.c.name.label("account"), tables.item.c.item_date.label("paid_on"),
            check.c.number.label("check"),
        )
        .join(contact, contact.c.id == bill.c.contact_id)
        .join(account, account.c.id == bill.c.account_id)
        .outerjoin(tables.item, tables.item.c.id == bill.c.item_id)
        .outerjoin(check, check.c.item_id == bill.c.item_id)
    )  # fmt: skip


def _bills(connection: Connection, rows: Sequence[Any]) -> list[Bill]:
    ids = [row.id for row in rows]
    said: dict[int, tuple[Approval, ...]] = {}
    for at in range(0, len(ids), _CHUNK):
        said |= approvals(connection, ids[at : at + _CHUNK])
    terms = TermsByDay(connection, {row.entity_id for row in rows})
    return [_bill(row, terms, said.get(row.id, ())) for row in rows]


def _bill(row: Any, terms: TermsByDay, said: tuple[Approval, ...]) -> Bill:  # noqa: ANN401
    names = (row.prefix, row.first_name, row.middle_name, row.last_name, row.suffix)
    held = terms.on(row.entity_id, row.received_on)
    return Bill(
        id=row.id, entity_id=row.entity_id, card_id=row.card_id,
        payee=display_name(row.payee_type, row.name, row.last_name, names), number=row.number,
        received_on=date.fromisoformat(row.received_on), due_on=date.fromisoformat(row.due_on),
        cents=row.amount_cents, purpose=row.purpose, category=row.category, kind=row.kind,
        method=row.method, account_id=row.account_id, account=row.account,
        entered_by=row.entered_by, item_id=row.item_id, paid_on=_day(row.paid_on),
        check=row.check, withdrawn_on=_day(row.withdrawn_on),
        withdrawn_why=row.withdrawn_why or "", approvals=said,
        needed=held.needed(row.amount_cents, row.method),
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
