"""A month's payroll: several salaries and the taxes on them, recorded as one act.

The books know what left the account: each person's net pay, and the taxes to the authority. What a
person earns is the two together. Every line is an entry of its own, because the bank tells each.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact, ContactRef, read_contact
from financedesk.ledger.entities import AccountRow, EntityRow
from financedesk.ledger.payee_search import category_in
from financedesk.ledger.typed_payment import TypedPayment, record_payment
from financedesk.rules.payments import payments_from

item, transaction = tables.item, tables.transaction

PAY = ("payroll", "payroll_tax", "stipend")
"""The kinds of payment that a payroll is made of, where the account has them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PayLine:
    """One line of a payroll: net pay of a person, or taxes; the amount in cents.

    ``method`` is how it was paid, as words: ``Check 1042``, ``ACH``.
    """

    payee: Contact
    known: ContactRef | None
    kind: str
    amount_cents: int
    purpose: str = ""
    category: str = ""
    method: str = ""


@dataclass(frozen=True, slots=True)
class PayrollSums:
    """What a payroll comes to, in cents: to people, in taxes, and both."""

    net_cents: int
    tax_cents: int

    @property
    def gross_cents(self) -> int:
        """What it costs."""
        return self.net_cents + self.tax_cents


def sums_of(lines: Sequence[PayLine]) -> PayrollSums:
    """Add up the lines of a payroll."""
    tax = sum(one.amount_cents for one in lines if one.kind == "payroll_tax")
    return PayrollSums(sum(one.amount_cents for one in lines) - tax, tax)


def pay_kinds(entity_kind: str, account_kind: str) -> tuple[str, ...]:
    """Return the kinds of line that a payroll from this account may have, if any."""
    offered = {one.kind for one in payments_from(entity_kind, account_kind)}
    return tuple(one for one in PAY if one in offered)


def record_payroll(
    unit: UnitOfWork, entity: EntityRow, account: AccountRow, day: str, lines: Sequence[PayLine]
) -> list[int]:
    """Record a payroll of one day, all of it or nothing; returns the entries.

    Raises BadInput for a payroll without lines and, with the number of the line, for what
    ``record_payment`` does not take.
    """
    if not lines:
        raise BadInput("A payroll has a line for each salary; add one.")
    kinds = pay_kinds(entity.kind, account.kind)
    made = []
    for place, line in enumerate(lines, 1):
        if line.kind not in kinds:
            raise BadInput(f"Line {place}: no such pay is recorded on {account.name}.")
        try:
            made.append(record_payment(unit, entity, _payment(line, account, day)))
        except BadInput as error:
            raise BadInput(f"Line {place}, {line.payee.display_name}: {error}") from error
    return made


def _payment(line: PayLine, account: AccountRow, day: str) -> TypedPayment:
    return TypedPayment(
        payee=line.payee, known=line.known, kind=line.kind, amount_cents=line.amount_cents,
        day=day, account=account, purpose=line.purpose, category=line.category,
        method=line.method,
    )  # fmt: skip


def payroll_account(
    connection: Connection, accounts: Sequence[AccountRow], before: str
) -> AccountRow | None:
    """Return the account of which the newest payroll up to a day was paid; None before the first.

    Of ``accounts``, which are of one entity.
    """
    query = (
        select(item.c.account_id)
        .where(
            item.c.entity_id.in_({one.entity_id for one in accounts}),
            item.c.account_id.in_([one.id for one in accounts]), item.c.memo == 0,
            item.c.kind.in_(PAY), item.c.amount_cents > 0, item.c.item_date <= before,
        )
        .order_by(item.c.item_date.desc(), item.c.id.desc())
        .limit(1)
    )  # fmt: skip
    newest = connection.execute(query).scalar()
    return next((one for one in accounts if one.id == newest), None)


def last_payroll(
    connection: Connection, entity_id: int, account_id: int, before: str
) -> tuple[PayLine, ...]:
    """Return the newest payroll of an account up to a day, as a template: how it was paid is left.

    Of the newest month that has one, every line; a check's number is not said again.
    """
    own = (
        item.c.entity_id == entity_id, item.c.account_id == account_id, item.c.memo == 0,
        item.c.kind.in_(PAY), item.c.amount_cents > 0, item.c.contact_id.is_not(None),
    )  # fmt: skip
    newest = connection.execute(
        select(item.c.item_date)
        .where(*own, item.c.item_date <= before)
        .order_by(item.c.item_date.desc())
        .limit(1)
    ).scalar()
    if newest is None:
        return ()
    query = (
        select(item, transaction.c.description)
        .join(transaction, transaction.c.id == item.c.transaction_id)
        .where(*own, item.c.item_date.between(f"{newest[:7]}-01", newest))
        .order_by(item.c.item_date, item.c.id)
    )
    return tuple(_line(connection, row) for row in connection.execute(query).all())


def _line(connection: Connection, row: Any) -> PayLine:  # noqa: ANN401 - a row of the query above
    said = row.description or ""
    return PayLine(
        payee=read_contact(connection, row.contact_id),
        known=ContactRef(row.contact_id, row.card_id), kind=row.kind,
        amount_cents=row.amount_cents, purpose=row.purpose or "",
        category=category_in(row.fields), method="" if any(map(str.isdigit, said)) else said,
    )  # fmt: skip
