"""Deposits as they are listed: what is on each, whether the bank has it, and what still waits.

Whatever was received is deposited or sent back within ten days: 11 CFR 103.3(a).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from financedesk.errors import NotFound
from financedesk.ledger import tables
from financedesk.ledger.deposit_lock import AtBank, at_bank, posting_of_item
from financedesk.ledger.overrides import overrides
from financedesk.ledger.register_kinds import gift_kinds
from financedesk.ledger.register_rows import register_rows
from financedesk.rules.cash import is_cash
from financedesk.rules.limits import Override
from financedesk.rules.thresholds import clock_on, runs_out

deposit, part, item, posting, account = (
    tables.deposit, tables.deposit_item, tables.item, tables.posting, tables.account,
)  # fmt: skip
OPEN, PARTLY, AT_BANK = "open", "partly", "at_bank"
CLOCK = "deposit"
_CHUNK = 500
_MOST_TYPED = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class OnSlip:
    """One check or sum of cash, on a slip or waiting for one; in cents.

    ``last_day`` is the tenth after it was received, the last on which it may be deposited.
    """

    item_id: int
    entity_id: int
    account_id: int
    name: str
    method: str
    designation: str
    cents: int
    received: str
    last_day: str

    @property
    def is_cash(self) -> bool:
        """Whether it is currency."""
        return is_cash(self.method)

    def days_left(self, today: date) -> int:
        """Return how many days are left for its deposit; below zero it is overdue."""
        return (date.fromisoformat(self.last_day) - today).days


@dataclass(frozen=True, slots=True, kw_only=True)
class DepositRow:
    """One deposit: what its slip declares, what is on it, and what the bank has; in cents.

    ``bank_day`` is the bank's first day, empty while it has nothing; ``last_day`` that of the gift
    which must go first.
    """

    id: int
    entity_id: int
    account_id: int
    account: str
    number: int
    day: str
    declared_count: int
    declared_cents: int
    first_initials: str
    second_initials: str
    why: str
    items: tuple[OnSlip, ...]
    bank_day: str
    at_bank: int

    @property
    def state(self) -> str:
        """``open``, ``partly`` (the bank has some of it) or ``at_bank``; the latter are locked."""
        if not self.at_bank:
            return OPEN
        return AT_BANK if self.at_bank >= len(self.items) else PARTLY

    @property
    def cents(self) -> int:
        """What is on it."""
        return sum(one.cents for one in self.items)

    @property
    def cash(self) -> tuple[OnSlip, ...]:
        """The currency on it."""
        return tuple(one for one in self.items if one.is_cash)

    @property
    def checks(self) -> tuple[OnSlip, ...]:
        """Everything on it that is no currency."""
        return tuple(one for one in self.items if not one.is_cash)

    @property
    def ties(self) -> bool:
        """Whether it declares what is on it."""
        return (len(self.items), self.cents) == (self.declared_count, self.declared_cents)

    @property
    def received(self) -> tuple[str, str]:
        """The first and the last day on which something of it was received; empty without any."""
        days = [one.received for one in self.items]
        return (min(days), max(days)) if days else ("", "")

    @property
    def last_day(self) -> str:
        """The last day for the gift on it that must go first; empty without any."""
        return min((one.last_day for one in self.items), default="")

    @property
    def late(self) -> tuple[OnSlip, ...]:
        """The gifts that were deposited after their tenth day."""
        return tuple(one for one in self.items if one.last_day < self.day)


def deposits(connection: Connection, entity_ids: Collection[int]) -> tuple[DepositRow, ...]:
    """Return the deposits of some entities, the newest first."""
    query = _slips().where(deposit.c.entity_id.in_(entity_ids))
    newest = query.order_by(deposit.c.deposited_on.desc(), deposit.c.id.desc())
    return _rows(connection, connection.execute(newest).all())


def deposit_row(connection: Connection, deposit_id: int) -> DepositRow:
    """Return one deposit; raises NotFound when there is none."""
    found = connection.execute(_slips().where(deposit.c.id == deposit_id)).all()
    if not found:
        raise NotFound("This deposit is no longer in the book; look at the list again.")
    return _rows(connection, found)[0]


def undeposited(connection: Connection, entity_ids: Collection[int]) -> tuple[OnSlip, ...]:
    """Return the gifts that were received for a bank and have no day of deposit, by their clock.

    What came through a processor or stands in an adopted filing went to the bank by itself.
    """
    banks = select(account.c.id).where(
        account.c.entity_id.in_(entity_ids), account.c.role == "bank"
    )
    # Whoever types gifts writes few in one act; a day of an import is thousands, and none of them
    # is read: the postings of the banks are few, and one look says whether an act is large.
    other = item.alias("other")
    large = (
        select(other.c.id)
        .where(other.c.transaction_id == posting.c.transaction_id)
        .limit(1)
        .offset(_MOST_TYPED)
        .correlate(posting)
    )
    small = select(posting.c.transaction_id).where(
        posting.c.account_id.in_(banks), posting.c.cents > 0, ~large.exists()
    )
    query = (
        _gifts()
        .join(posting, posting_of_item())
        .where(
            item.c.transaction_id.in_(small), posting.c.account_id.in_(banks),
            posting.c.cents > 0, item.c.deposited_date.is_(None),
            item.c.payout_id.is_(None), item.c.cash_cents > 0, item.c.kind.in_(gift_kinds()),
            tables.transaction.c.kind != "report",
        )
        .distinct()
    )  # fmt: skip
    found = _told(connection, connection.execute(query).all())
    return tuple(sorted(found, key=lambda one: (one.last_day, one.item_id)))


def overdue(waiting: Iterable[OnSlip], today: date) -> tuple[OnSlip, ...]:
    """Return, of gifts that wait, those whose last day for deposit is over."""
    return tuple(one for one in waiting if one.days_left(today) < 0)


def deposit_law(on: date, given: Sequence[Override] = ()) -> str:
    """Return the citation of the ten days, with counsel's time where there is one."""
    return clock_on(CLOCK, on, given).law


# --- inside


def _slips() -> Select[Any]:
    return select(deposit, account.c.name.label("account")).join(
        account, account.c.id == deposit.c.account_id
    )


def _gifts() -> Select[Any]:
    return select(
        item.c.id, item.c.entity_id, item.c.account_id, item.c.cash_cents, item.c.item_date,
        item.c.election_code, tables.drive.c.name.label("drive"),
    ).join(tables.transaction, tables.transaction.c.id == item.c.transaction_id).outerjoin(
        tables.drive, tables.drive.c.id == item.c.drive_id
    )  # fmt: skip


def _rows(connection: Connection, found: Sequence[Row[Any]]) -> tuple[DepositRow, ...]:
    ids = [row.id for row in found]
    held = at_bank(connection, ids)
    items = _items_of(connection, ids)
    return tuple(_row(row, items.get(row.id, ()), held.get(row.id)) for row in found)


def _row(row: Row[Any], items: Sequence[OnSlip], held: AtBank | None) -> DepositRow:
    return DepositRow(
        id=row.id, entity_id=row.entity_id, account_id=row.account_id, account=row.account,
        number=row.number, day=row.deposited_on, declared_count=row.declared_count,
        declared_cents=row.declared_cents, first_initials=row.first_initials,
        second_initials=row.second_initials, why=row.differs_why, items=tuple(items),
        bank_day=held.day if held else "", at_bank=held.gifts if held else 0,
    )  # fmt: skip


def _items_of(connection: Connection, deposit_ids: Sequence[int]) -> dict[int, list[OnSlip]]:
    found: dict[int, list[OnSlip]] = {}
    for at in range(0, len(deposit_ids), _CHUNK):
        query = (
            _gifts()
            .join(part, part.c.item_id == item.c.id)
            .add_columns(part.c.deposit_id, part.c.id.label("place"))
            .where(part.c.deposit_id.in_(deposit_ids[at : at + _CHUNK]))
            .order_by(part.c.deposit_id, part.c.id)
        )
        rows = connection.execute(query).all()
        for row, one in zip(rows, _told(connection, rows), strict=True):
            found.setdefault(row.deposit_id, []).append(one)
    return found


def _told(connection: Connection, rows: Sequence[Row[Any]]) -> list[OnSlip]:
    told = {one.id: one for one in register_rows(connection, [row.id for row in rows])}
    given = overrides(connection)
    return [
        OnSlip(
            item_id=row.id, entity_id=row.entity_id, account_id=row.account_id,
            name=told[row.id].name, method=told[row.id].method,
            designation=", ".join(filter(None, (row.election_code, row.drive))),
            cents=row.cash_cents, received=row.item_date,
            last_day=runs_out(CLOCK, date.fromisoformat(row.item_date), given).isoformat(),
        )
        for row in rows
    ]  # fmt: skip
