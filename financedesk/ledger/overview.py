"""The figures of the dashboard, each defined once, with the words of its definition.

Every function takes the ids of the entities that the reader may see and asks for nothing else.
Amounts are cents; days are ``YYYY-MM-DD``, both ends of a span included.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from sqlalchemy import ColumnElement, Connection, case, func, select

from financedesk.ledger import tables
from financedesk.ledger.entities import AccountRow, accounts, entity_by_id
from financedesk.ledger.register_kinds import gift_kinds, refund_kinds
from financedesk.ledger.register_rows import RegisterRow, register_rows
from financedesk.ledger.summary import cash_on_hand
from financedesk.rules.entities import files_federally

item, aggregate, posting, drive = tables.item, tables.aggregate, tables.posting, tables.drive

Step = Literal["week", "month", "cycle"]

DEFINITIONS: Mapping[str, str] = {
    "cash": (
        "Opening balances and everything posted to bank, processor and in-transit accounts up to"
        " the day. For accounts that report to the FEC this is line 8 of the report: an adopted"
        " filing's own figure, where there is one, and every posting since. On hold: gifts in it"
        " whose legality is in question or that are above a limit; they may not be spent"
        " (11 CFR 103.3(b)(4))."
    ),
    "raised": (
        "Contributions received in the period, by the day of receipt, in-kind ones included;"
        " memo items, transfers and loans are not. Refunded: contributions given back and checks"
        " returned in the same period. Net: raised less refunded."
    ),
    "small_dollar": (
        "Of contributions from individuals in the period (line 11(a)), the share that is not"
        " itemised: from people whose gifts come to $200 or less in the year or cycle."
    ),
    "over_time": (
        "Contributions received, before refunds. Itemised: those that stand by themselves on a"
        " report because the giver's total is above $200 or the law asks for it."
    ),
    "drive": (
        "Contributions that carry the drive, less refunds that carry it. Donors are persons,"
        " counted once; the average is the gifts' total divided by their number."
    ),
}
"""What each figure means, in the words that the window shows beside it."""


# --- cash on hand


@dataclass(frozen=True, slots=True)
class AccountCash:
    """What one account holds."""

    account: AccountRow
    cents: int


@dataclass(frozen=True, slots=True)
class CashOnHand:
    """Cash at the end of a day.

    ``reported_cents`` is what Form 3X or Form 3 shows on its line for cash on hand.
    ``unassigned_cents`` is what an adopted filing reported beyond the accounts' own figures:
    it gives one sum for all of them.
    """

    day: str
    total_cents: int
    reported_cents: int
    unassigned_cents: int
    accounts: tuple[AccountCash, ...]


def cash(connection: Connection, entity_ids: Sequence[int], day: str) -> CashOnHand:
    """Return the cash that entities hold at the end of a day, in all and by account."""
    held: list[AccountCash] = []
    reported = in_reports = 0
    for entity_id in entity_ids:
        entity = entity_by_id(connection, entity_id)
        own = [
            AccountCash(a, _balance(connection, a, day)) for a in accounts(connection, entity_id)
        ]
        held += own
        if entity.form:
            reported += cash_on_hand(connection, entity, entity.form, day)
            in_reports += sum(one.cents for one in own if files_federally(one.account.kind))
    unassigned = reported - in_reports
    total = sum(one.cents for one in held) + unassigned
    return CashOnHand(day, total, reported, unassigned, tuple(held))


def _balance(connection: Connection, account: AccountRow, day: str) -> int:
    moved = select(func.coalesce(func.sum(posting.c.cents), 0)).where(
        posting.c.account_id == account.id, posting.c.posted_on <= day
    )
    return account.opening_balance_cents + int(connection.execute(moved).scalar_one())


# --- raised


@dataclass(frozen=True, slots=True)
class Raised:
    """What came in as contributions in a period, and what was given back in it."""

    gross_cents: int
    refunded_cents: int
    gifts: int

    @property
    def net_cents(self) -> int:
        """Return gross less refunded."""
        return self.gross_cents - self.refunded_cents


def raised(connection: Connection, entity_ids: Sequence[int], first: str, last: str) -> Raised:
    """Return the contributions of a period, before and after refunds."""
    gross, gifts = _sum_of(connection, entity_ids, _GIFTS, (first, last))
    refunded, _ = _sum_of(connection, entity_ids, _REFUNDS, (first, last))
    return Raised(gross, refunded, gifts)


@dataclass(frozen=True, slots=True)
class _Flow:
    """A direction of giving: its kinds, and what an item of them counts."""

    codes: tuple[str, ...]
    cents: ColumnElement[int]


_GIFTS = _Flow(gift_kinds(), item.c.amount_cents)
# A bounced check is a negative receipt, a refund a positive disbursement: both give back.
_REFUNDS = _Flow(refund_kinds(), func.abs(item.c.amount_cents))


def _sum_of(
    connection: Connection, entity_ids: Sequence[int], flow: _Flow, span: tuple[str, str]
) -> tuple[int, int]:
    query = select(func.coalesce(func.sum(flow.cents), 0), func.count()).where(
        item.c.entity_id.in_(entity_ids),
        item.c.item_date.between(*span),
        item.c.kind.in_(flow.codes),
        item.c.memo == 0,
    )
    total, number = connection.execute(query).one()
    return int(total), int(number)


# --- small dollars


@dataclass(frozen=True, slots=True)
class SmallDollars:
    """How much of what individuals gave is not itemised."""

    unitemised_cents: int
    total_cents: int

    @property
    def per_mille(self) -> int | None:
        """Return the share in tenths of a percent, rounded; None when nothing was given."""
        if self.total_cents <= 0:
            return None
        return (self.unitemised_cents * 2000 + self.total_cents) // (2 * self.total_cents)


# Lines 11(a)(i) and 11(a)(ii) of Forms 3X and 3.
_ITEMISED_LINE, _UNITEMISED_LINE = "SA11AI", "SA11AII"


def small_dollars(
    connection: Connection, entity_ids: Sequence[int], first: str, last: str
) -> SmallDollars:
    """Return the unitemised part of contributions from individuals (11 CFR 104.3(a)(4)(i))."""
    query = (
        select(aggregate.c.line, func.sum(aggregate.c.counted_cents))
        .where(
            aggregate.c.entity_id.in_(entity_ids),
            aggregate.c.line.in_((_ITEMISED_LINE, _UNITEMISED_LINE)),
            aggregate.c.reported_on.between(first, last),
        )
        .group_by(aggregate.c.line)
    )
    sums = {line: int(cents) for line, cents in connection.execute(query)}
    return SmallDollars(sums.get(_UNITEMISED_LINE, 0), sum(sums.values()))


# --- over time


@dataclass(frozen=True, slots=True)
class Bucket:
    """One bar of the chart: a week, month or quarter and what came in."""

    first_day: str
    last_day: str
    itemised_cents: int
    unitemised_cents: int

    @property
    def cents(self) -> int:
        """Return both parts together."""
        return self.itemised_cents + self.unitemised_cents


def over_time(
    connection: Connection, entity_ids: Sequence[int], step: Step, until: str
) -> tuple[Bucket, ...]:
    """Return contributions as bars up to and with the one that holds ``until``.

    ``week``: 26 weeks from Monday on; ``month``: 12 calendar months; ``cycle``: the quarters of
    the two-year election cycle that ends with the even year.
    """
    spans = list(_SPANS[step](date.fromisoformat(until)))
    by_day = _by_day(connection, entity_ids, spans[0][0], spans[-1][1])
    return tuple(_bucket(first, last, by_day) for first, last in spans)


def _by_day(
    connection: Connection, entity_ids: Sequence[int], first: str, last: str
) -> dict[str, tuple[int, int]]:
    itemised = func.coalesce(aggregate.c.itemised, 0) == 1
    query = (
        select(
            item.c.item_date,
            func.sum(case((itemised, item.c.amount_cents), else_=0)),
            func.sum(case((itemised, 0), else_=item.c.amount_cents)),
        )
        .select_from(item.outerjoin(aggregate, aggregate.c.item_id == item.c.id))
        .where(
            item.c.entity_id.in_(entity_ids),
            item.c.item_date.between(first, last),
            item.c.kind.in_(gift_kinds()),
            item.c.memo == 0,
        )
        .group_by(item.c.item_date)
    )
    return {day: (int(large), int(small)) for day, large, small in connection.execute(query)}


def _bucket(first: str, last: str, by_day: Mapping[str, tuple[int, int]]) -> Bucket:
    inside = [parts for day, parts in by_day.items() if first <= day <= last]
    return Bucket(first, last, sum(large for large, _ in inside), sum(small for _, small in inside))


Spans = Iterator[tuple[str, str]]
_WEEKS, _MONTHS = 26, 12


def _weeks(until: date) -> Spans:
    monday = until - timedelta(days=until.weekday())
    for back in reversed(range(_WEEKS)):
        first = monday - timedelta(weeks=back)
        yield first.isoformat(), (first + timedelta(days=6)).isoformat()


def _months(until: date) -> Spans:
    newest = until.year * 12 + until.month - 1
    for number in range(newest - _MONTHS + 1, newest + 1):
        yield _from_month(number, 1)


def _quarters(until: date) -> Spans:
    first_year = until.year - 1 + until.year % 2
    for number in range(first_year * 12, (first_year + 2) * 12, 3):
        yield _from_month(number, 3)


def _from_month(number: int, months: int) -> tuple[str, str]:
    first, after = (date(n // 12, n % 12 + 1, 1) for n in (number, number + months))
    return first.isoformat(), (after - timedelta(days=1)).isoformat()


_SPANS: Mapping[Step, Callable[[date], Spans]] = {
    "week": _weeks,
    "month": _months,
    "cycle": _quarters,
}


# --- recent contributions


def recent_contributions(
    connection: Connection, entity_ids: Sequence[int], *, limit: int = 8
) -> list[RegisterRow]:
    """Return the newest contributions, memo items left out, the newest first."""
    query = (
        select(item.c.id)
        .where(item.c.entity_id.in_(entity_ids), item.c.kind.in_(gift_kinds()), item.c.memo == 0)
        .order_by(item.c.item_date.desc(), item.c.id.desc())
        .limit(limit)
    )
    return register_rows(connection, connection.execute(query).scalars().all())


# --- drives


@dataclass(frozen=True, slots=True, kw_only=True)
class DriveProgress:
    """How a drive stands: raised is net of refunds; the goal is None when none was set."""

    id: int
    entity_id: int
    code: str
    name: str
    goal_cents: int | None
    from_date: str | None
    to_date: str | None
    raised_cents: int
    refunded_cents: int
    gifts: int
    donors: int
    average_cents: int

    @property
    def per_mille(self) -> int | None:
        """Return how much of the goal is reached, in tenths of a percent; None without a goal."""
        return self.raised_cents * 1000 // self.goal_cents if self.goal_cents else None


def drives_progress(connection: Connection, entity_ids: Sequence[int]) -> list[DriveProgress]:
    """Return every drive of the entities with what it has raised, the newest drive first."""
    query = (
        select(drive)
        .where(drive.c.entity_id.in_(entity_ids))
        .order_by(func.coalesce(drive.c.from_date, "").desc(), drive.c.id.desc())
    )
    rows = connection.execute(query).all()
    drive_ids = [row.id for row in rows]
    given = _by_drive(connection, drive_ids, _GIFTS)
    back = _by_drive(connection, drive_ids, _REFUNDS)
    progress = []
    for row in rows:
        cents, gifts, donors = given.get(row.id, (0, 0, 0))
        refunded = back.get(row.id, (0, 0, 0))[0]
        progress.append(
            DriveProgress(
                id=row.id, entity_id=row.entity_id, code=row.code, name=row.name,
                goal_cents=row.goal_cents, from_date=row.from_date, to_date=row.to_date,
                raised_cents=cents - refunded, refunded_cents=refunded, gifts=gifts,
                donors=donors, average_cents=cents // gifts if gifts else 0,
            )
        )  # fmt: skip
    return progress


def _by_drive(
    connection: Connection, drive_ids: Sequence[int], flow: _Flow
) -> dict[int, tuple[int, int, int]]:
    """Return cents, rows and persons by drive."""
    person = func.coalesce(aggregate.c.person_id, item.c.card_id)
    query = (
        select(
            item.c.drive_id,
            func.sum(flow.cents),
            func.count(),
            func.count(person.distinct()),
        )
        .select_from(item.outerjoin(aggregate, aggregate.c.item_id == item.c.id))
        .where(
            item.c.drive_id.in_(drive_ids),
            item.c.kind.in_(flow.codes),
            item.c.memo == 0,
        )
        .group_by(item.c.drive_id)
    )
    return {row[0]: (int(row[1]), int(row[2]), int(row[3])) for row in connection.execute(query)}
