"""Payouts and deposits that the bank does not tell of, counted without reading an account.

The window's first page asks here: a few small tables say it, whatever the size of the book. It is
more patient than ``missing.py``, which also knows what was learnt from the bank, and it looks at
sums and numbers alone: whatever may have arrived is not told.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, func, select

from financedesk.banking import facts
from financedesk.banking.processors import Contract, contracts
from financedesk.ledger import tables
from financedesk.ledger.bank_closings import newest_closing
from financedesk.ledger.deposit_lock import posting_of_item
from financedesk.ledger.entities import AccountRow, accounts
from financedesk.rules.bank_findings import (
    LATE_DEPOSIT,
    LATE_PAYOUT,
    FindingKind,
    finding_kinds,
    patience,
)
from financedesk.rules.conduits import processors
from financedesk.rules.processor_terms import terms_on
from financedesk.rules.reconciling_evidence import DAYS_BEFORE, Line

payout, posting, act, part = (
    tables.payout, tables.posting, tables.transaction, tables.bank_match_posting,
)  # fmt: skip
deposit, on_slip, item = tables.deposit, tables.deposit_item, tables.item


@dataclass(frozen=True, slots=True, kw_only=True)
class NotTold:
    """A payout or a deposit that should be in the bank, in cents; ``since`` is its first late day.

    ``number`` is the payout's own, empty for a deposit.
    """

    code: str
    entity_id: int
    account_id: int
    name: str
    number: str
    cents: int
    day: date
    since: date

    @property
    def kind(self) -> FindingKind:
        """What is said of it, and how long it may stay so."""
        return finding_kinds()[self.code]

    @property
    def due(self) -> date:
        """The last day of its clock."""
        return self.kind.due(self.since)


def not_told(connection: Connection, entity_ids: Collection[int]) -> tuple[NotTold, ...]:
    """Return what the banks of some entities should have told of and have not, by its clock."""
    known = contracts(connection, entity_ids)
    found = (
        one
        for entity_id in sorted(entity_ids)
        for account in accounts(connection, entity_id)
        if account.role == "bank"
        for one in _of_account(connection, account, known)
    )
    return tuple(sorted(found, key=lambda one: (one.due, one.name)))


def _of_account(
    connection: Connection, account: AccountRow, known: Sequence[Contract]
) -> Iterator[NotTold]:
    newest = facts.last_line_on(connection, account)
    if not newest:
        return
    first = _asked_since(connection, account, newest)
    waiting = [
        *_payouts(connection, account, known, (first, newest)),
        *_deposits(connection, account, (first, newest)),
    ]
    late = [one for one in waiting if one.since <= date.fromisoformat(newest)]
    lines = facts.open_lines(connection, account, newest) if late else []
    numbers = frozenset(one.number.casefold() for one in waiting)
    yield from (one for one in late if not any(_may_be(line, one, numbers) for line in lines))


def _asked_since(connection: Connection, account: AccountRow, newest: str) -> str:
    """Return the first day asked about: after the bank's first lines, and what is closed."""
    begins = date.fromisoformat(facts.first_line_on(connection, account))
    looks_back = timedelta(days=patience().looks_back_days)
    # What is older than the bank's first line, or came soon after, may have come before it.
    first = max(begins + timedelta(days=1), date.fromisoformat(newest) - looks_back)
    closed = newest_closing(connection, account.id)
    return max(first.isoformat(), closed.closed_through if closed is not None else "")


def _may_be(line: Line, one: NotTold, numbers: frozenset[str]) -> bool:
    """Tell whether a line bears its number, or has its amount and the number of no other payout."""
    if one.number.casefold() in line.marks:
        return True
    near = line.day >= one.day - timedelta(days=DAYS_BEFORE)
    return near and line.cents == one.cents and line.marks.isdisjoint(numbers)


def _payouts(
    connection: Connection, account: AccountRow, known: Sequence[Contract], days: tuple[str, str]
) -> Iterator[NotTold]:
    query = select(payout).where(
        payout.c.entity_id == account.entity_id, payout.c.account_id == account.id,
        payout.c.paid_on.between(*days),
    )  # fmt: skip
    paid = connection.execute(query.order_by(payout.c.paid_on, payout.c.id)).all()
    waiting = _unmatched(connection, account, paid)
    own = [each.terms for each in known if each.entity_id == account.entity_id]
    names = {one.code: one.name for one in processors()}
    for row in paid:
        if (row.paid_on, row.net_cents) not in waiting:
            continue
        day = date.fromisoformat(row.paid_on)
        terms = terms_on(own, row.processor, day)
        waits = patience().deposit_days if terms is None else terms.settle_days
        name = f"{names.get(row.processor, row.processor)} payout {row.external_id}"
        yield _not_told(LATE_PAYOUT, account, name, row.external_id, row.net_cents, day, waits)


def _unmatched(
    connection: Connection, account: AccountRow, paid: Sequence[Row[Any]]
) -> set[tuple[str, int]]:
    """Return days and cents of payouts' postings that stand in no match.

    They are looked for by day and amount: an account may have a hundred thousand others.
    """
    query = (
        select(posting.c.posted_on, posting.c.cents)
        .join(act, and_(act.c.id == posting.c.transaction_id, act.c.kind == "payout"))
        .outerjoin(part, part.c.posting_id == posting.c.id)
        .where(
            posting.c.account_id == account.id, part.c.id.is_(None),
            posting.c.posted_on.in_({row.paid_on for row in paid}),
            posting.c.cents.in_({row.net_cents for row in paid}),
        )
    )  # fmt: skip
    return {(row.posted_on, row.cents) for row in connection.execute(query)} if paid else set()


def _deposits(
    connection: Connection, account: AccountRow, days: tuple[str, str]
) -> Iterator[NotTold]:
    query = (
        select(
            deposit.c.number, deposit.c.deposited_on,
            func.sum(item.c.cash_cents).label("cents"), func.count(part.c.id).label("told"),
        )
        .join(on_slip, on_slip.c.deposit_id == deposit.c.id)
        .join(item, item.c.id == on_slip.c.item_id)
        .join(posting, posting_of_item())
        .outerjoin(part, part.c.posting_id == posting.c.id)
        .where(deposit.c.account_id == account.id, deposit.c.deposited_on.between(*days))
        .group_by(deposit.c.id, deposit.c.number, deposit.c.deposited_on)
    )  # fmt: skip
    for row in connection.execute(query):
        if not row.told:
            day, name = date.fromisoformat(row.deposited_on), f"Deposit {row.number}"
            waits = patience().deposit_days
            yield _not_told(LATE_DEPOSIT, account, name, "", int(row.cents), day, waits)


def _not_told(
    code: str, account: AccountRow, name: str, number: str, cents: int, day: date, waits: int
) -> NotTold:
    return NotTold(
        code=code, entity_id=account.entity_id, account_id=account.id, name=name, number=number,
        cents=cents, day=day, since=day + timedelta(days=waits + 1),
    )  # fmt: skip
