"""Loans and debts: what is owed at the end of a report's period, and what moved in it.

A loan or debt is an item; what repays it points at it (``applies_to_id``). Where a past filing
stated a balance, later figures start from that statement (``obligation_state``).
Form lines 9 and 10; Schedules C and D (11 CFR 104.3(d), 104.11).
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, func, or_, select

from financedesk.ledger import tables
from financedesk.ledger.period import Period, day_after
from financedesk.rules.kinds import Kind, kinds


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """A loan or debt as one report shows it; amounts in cents.

    ``line`` is 9 (owed to the committee) or 10 (owed by it). ``paid_cents`` is a loan's payment
    to date, and a debt's payments in the period; ``beginning_cents`` and ``incurred_cents`` are
    a debt's.
    """

    item_id: int
    record: str
    token: str
    line: str
    amount_cents: int
    beginning_cents: int
    incurred_cents: int
    paid_cents: int
    balance_cents: int


def obligations(connection: Connection, entity_id: int, period: Period) -> list[Obligation]:
    """Return each loan and debt that the report of this period must show, in order of entry.

    One that stood at zero before the period and was not touched in it is left out.
    """
    items = _obligation_items(connection, entity_id, period)
    if not items:
        return []
    stated = _states(connection, entity_id, period)
    payments = _payments(connection, entity_id, period)
    found = (_obligation(row, period, stated, payments) for row in items)
    return [one for one in found if _is_shown(one, stated, payments, period)]


_SHOWN_RECORDS = ("SC", "SD")


class _Owed(NamedTuple):
    """A loan or debt as it was entered."""

    id: int
    kind: str
    amount_cents: int
    item_date: str
    reported_on: str | None


def obligation_kinds() -> dict[str, Kind]:
    """Return the kinds that are loans (Schedule C) or debts (Schedule D)."""
    return {code: kind for code, kind in kinds().items() if kind.record in _SHOWN_RECORDS}


def _obligation_items(connection: Connection, entity_id: int, period: Period) -> list[_Owed]:
    column = tables.item.c
    stated = tables.obligation_state.c
    # A filing adopted later may tell of days before the one that first told of the loan.
    known_by_then = select(stated.item_id).where(
        stated.entity_id == entity_id, stated.as_of <= period.last
    )
    query = (
        select(column.id, column.kind, column.amount_cents, column.item_date, column.reported_on)
        .where(
            column.entity_id == entity_id,
            column.kind.in_(tuple(obligation_kinds())),
            column.memo == 0,
            or_(
                column.item_date <= period.last,
                column.reported_on <= period.last,
                column.id.in_(known_by_then),
            ),
        )
        .order_by(column.id)
    )
    return [_Owed(*row) for row in connection.execute(query)]


@dataclass(frozen=True, slots=True)
class _State:
    """A balance as a past filing stated it for the days ``from_date`` to ``as_of``."""

    from_date: str
    as_of: str
    beginning: int
    incurred: int
    paid: int
    balance: int


def _states(connection: Connection, entity_id: int, period: Period) -> dict[int, _State]:
    """Return the newest statement of each obligation up to the period's last day."""
    column = tables.obligation_state.c
    query = (
        select(tables.obligation_state)
        .where(column.entity_id == entity_id, column.as_of <= period.last)
        .order_by(column.as_of)
    )
    return {
        row.item_id: _State(
            row.from_date, row.as_of, row.beginning_cents or 0, row.incurred_cents or 0,
            row.paid_cents or 0, row.balance_cents,
        )
        for row in connection.execute(query)
    }  # fmt: skip


def _payments(
    connection: Connection, entity_id: int, period: Period
) -> Mapping[int, list[tuple[str, int]]]:
    """Return (day, cents) of what repays each obligation, up to the period's last day."""
    column = tables.item.c
    day = func.coalesce(column.reported_on, column.item_date)
    query = select(column.applies_to_id, day, column.amount_cents).where(
        column.applies_to_id.is_not(None), column.entity_id == entity_id, day <= period.last
    )
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for obligation_id, paid_on, cents in connection.execute(query):
        found[obligation_id].append((paid_on, cents))
    return found


def _obligation(
    row: _Owed,
    period: Period,
    stated: Mapping[int, _State],
    payments: Mapping[int, list[tuple[str, int]]],
) -> Obligation:
    kind = obligation_kinds()[row.kind]
    state = stated.get(row.id)
    paid = payments.get(row.id, [])
    if kind.record == "SC":
        beginning, incurred, paid_cents, balance = _loan(row.amount_cents, state, paid)
    else:
        beginning, incurred, paid_cents, balance = _debt(row, period, state, paid)
    token = kind.lines[0].token
    return Obligation(
        item_id=row.id, record=kind.record or "", token=token,
        line="9" if token.endswith("9") else "10", amount_cents=row.amount_cents,
        beginning_cents=beginning, incurred_cents=incurred, paid_cents=paid_cents,
        balance_cents=balance,
    )  # fmt: skip


def _loan(
    amount: int, state: _State | None, paid: list[tuple[str, int]]
) -> tuple[int, int, int, int]:
    """Return (0, 0, payment to date, balance): Schedule C fields 20 and 21."""
    if state is None:
        to_date = sum(cents for _, cents in paid)
        return 0, 0, to_date, amount - to_date
    since = sum(cents for day, cents in paid if day > state.as_of)
    return 0, 0, state.paid + since, state.balance - since


def _debt(
    row: _Owed,
    period: Period,
    state: _State | None,
    paid: list[tuple[str, int]],
) -> tuple[int, int, int, int]:
    """Return beginning, incurred, payments, balance: Schedule D fields 17 to 20."""
    if state is not None and state.as_of == period.last and state.from_date == period.first:
        return state.beginning, state.incurred, state.paid, state.balance
    in_period = sum(cents for day, cents in paid if period.first <= day <= period.last)
    if state is not None:
        known_after = day_after(state.as_of)
        before = sum(cents for day, cents in paid if known_after <= day < period.first)
        beginning, incurred = state.balance - before, 0
    else:
        before = sum(cents for day, cents in paid if day < period.first)
        is_new = (row.reported_on or row.item_date) >= period.first
        incurred = row.amount_cents if is_new else 0
        beginning = (0 if is_new else row.amount_cents) - before
    return beginning, incurred, in_period, beginning + incurred - in_period


def _is_shown(
    obligation: Obligation,
    stated: Mapping[int, _State],
    payments: Mapping[int, list[tuple[str, int]]],
    period: Period,
) -> bool:
    """Whether anything of it stood at the period's start or happened since."""
    state = stated.get(obligation.item_id)
    if state is not None and state.as_of == period.last:
        # Nothing stated at all: the filing left it out, and it is taken as settled.
        return any((state.beginning, state.incurred, state.paid, state.balance))
    paid = payments.get(obligation.item_id, [])
    in_period = sum(cents for day, cents in paid if period.first <= day <= period.last)
    return bool(obligation.incurred_cents or obligation.balance_cents or in_period)
