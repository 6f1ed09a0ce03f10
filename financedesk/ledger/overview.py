"""The figures of the dashboard, each defined once, with the words of its definition.

Every function takes the ids of the entities that the reader may see and asks for nothing else.
Amounts are cents; days are ``YYYY-MM-DD``, both ends of a span included.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, Select, case, func, select, union_all

from financedesk.ledger import tables
from financedesk.ledger.day_totals import ITEMISED_LINE, UNITEMISED_LINE, moved_until
from financedesk.ledger.drive_figures import NOTHING, DriveSums, sums_of
from financedesk.ledger.entities import AccountRow, accounts, entities, entity_by_id
from financedesk.ledger.register_kinds import gift_kinds, refund_kinds
from financedesk.ledger.register_rows import RegisterRow, register_rows
from financedesk.ledger.summary import stated_cash
from financedesk.rules.entities import files_federally

item, aggregate, drive = tables.item, tables.aggregate, tables.drive
day_total = tables.day_total

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
        "Contributions that carry the drive or a part of it, less refunds and chargebacks that"
        " carry it. Donors are persons, counted once; the average is the gifts' total divided by"
        " their number."
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
    return cash_on_days(connection, entity_ids, [day])[0]


def cash_on_days(
    connection: Connection, entity_ids: Sequence[int], days: Sequence[str]
) -> tuple[CashOnHand, ...]:
    """Return what ``cash`` does for each of several days, read at once."""
    known = {row.id: row for row in entities(connection)}
    owners = [known.get(one) or entity_by_id(connection, one) for one in entity_ids]
    own = {row.id: accounts(connection, row.id) for row in owners}
    stated = {
        row.id: stated_cash(connection, row.id, row.form, max(days)) for row in owners if row.form
    }
    turns = {*days, *(day for each in stated.values() for day, _ in each)}
    held = _Held(own, moved_until(connection, [a.id for each in own.values() for a in each], turns))
    return tuple(_cash_on(day, held, stated) for day in days)


@dataclass(frozen=True, slots=True)
class _Held:
    """The accounts of entities, and what had moved on each by the end of some days."""

    accounts: Mapping[int, Sequence[AccountRow]]
    moved: Mapping[tuple[int, str], int]

    def on(self, entity_id: int, day: str) -> list[AccountCash]:
        """Return what the accounts of an entity hold at the end of a day."""
        return [
            AccountCash(one, one.opening_balance_cents + self.moved.get((one.id, day), 0))
            for one in self.accounts[entity_id]
        ]

    def reported(self, entity_id: int, day: str) -> int:
        """Return what those of them hold that report to the FEC."""
        return sum(
            one.cents for one in self.on(entity_id, day) if files_federally(one.account.kind)
        )


def _cash_on(day: str, held: _Held, stated: Mapping[int, Sequence[tuple[str, int]]]) -> CashOnHand:
    each = [one for entity_id in held.accounts for one in held.on(entity_id, day)]
    unassigned = 0
    for entity_id, figures in stated.items():
        known = [figure for figure in figures if figure[0] <= day]
        if known:
            # A filing's figure stands for all that came before it.
            as_of, cents = known[-1]
            unassigned += cents - held.reported(entity_id, as_of)
    reported = unassigned + sum(held.reported(entity_id, day) for entity_id in stated)
    total = unassigned + sum(one.cents for one in each)
    return CashOnHand(day, total, reported, unassigned, tuple(each))


# --- what came and went, day by day


@dataclass(frozen=True, slots=True)
class DayFlow:
    """What came in as contributions on one day, and what was given back; amounts in cents.

    ``line_itemised_cents`` and ``line_unitemised_cents`` are contributions of individuals by the
    day of the report that takes them.
    """

    day: str
    gifts: int = 0
    gross_cents: int = 0
    itemised_cents: int = 0
    refunded_cents: int = 0
    line_itemised_cents: int = 0
    line_unitemised_cents: int = 0


def day_flows(
    connection: Connection, entity_ids: Sequence[int], first: str, last: str
) -> tuple[DayFlow, ...]:
    """Return the days of a span on which something came or went, the oldest first.

    A day may have two entries: what a report of that day takes of other days comes by itself.
    """
    column = day_total.c
    given, back = column.kind.in_(gift_kinds()), column.kind.in_(refund_kinds())
    query = (
        select(
            column.day,
            func.sum(case((given, column.entries), else_=0)),
            func.sum(case((given, column.cents), else_=0)),
            func.sum(case((given, column.itemised_cents), else_=0)),
            # A bounced check is a negative receipt, a refund a positive disbursement.
            func.sum(case((back, column.size_cents), else_=0)),
            func.sum(column.line_itemised_cents),
            func.sum(column.line_unitemised_cents),
        )
        .where(column.entity_id.in_(entity_ids), column.day.between(first, last))
        .group_by(column.day)
    )
    own = (DayFlow(day, *map(int, sums)) for day, *sums in connection.execute(query))
    elsewhere = _reported_elsewhere(connection, entity_ids, first, last)
    return tuple(sorted((*own, *elsewhere), key=_day_of))


def _reported_elsewhere(
    connection: Connection, entity_ids: Sequence[int], first: str, last: str
) -> Iterator[DayFlow]:
    """Yield, by the day that their report goes by, the few items whose report is another day's."""
    itemised, cents = aggregate.c.line == ITEMISED_LINE, aggregate.c.counted_cents
    query = (
        select(
            item.c.reported_on,
            func.sum(case((itemised, cents), else_=0)),
            func.sum(case((itemised, 0), else_=cents)),
        )
        .select_from(item.join(aggregate, aggregate.c.item_id == item.c.id))
        .where(
            item.c.entity_id.in_(entity_ids),
            item.c.reported_on.between(first, last),
            item.c.reported_on != item.c.item_date,
            aggregate.c.line.in_((ITEMISED_LINE, UNITEMISED_LINE)),
        )
        .group_by(item.c.reported_on)
    )
    for day, large, small in connection.execute(query):
        yield DayFlow(day, line_itemised_cents=int(large), line_unitemised_cents=int(small))


def _within(flows: Sequence[DayFlow], first: str, last: str) -> Sequence[DayFlow]:
    begin = bisect_left(flows, first, key=_day_of)
    return flows[begin : bisect_right(flows, last, lo=begin, key=_day_of)]


def _day_of(flow: DayFlow) -> str:
    return flow.day


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
    return raised_of(day_flows(connection, entity_ids, first, last), first, last)


def raised_of(flows: Sequence[DayFlow], first: str, last: str) -> Raised:
    """Return what ``raised`` does, of days that were read before."""
    inside = _within(flows, first, last)
    return Raised(
        sum(flow.gross_cents for flow in inside),
        sum(flow.refunded_cents for flow in inside),
        sum(flow.gifts for flow in inside),
    )


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


def small_dollars(
    connection: Connection, entity_ids: Sequence[int], first: str, last: str
) -> SmallDollars:
    """Return the unitemised part of contributions from individuals (11 CFR 104.3(a)(4)(i))."""
    return small_dollars_of(day_flows(connection, entity_ids, first, last), first, last)


def small_dollars_of(flows: Sequence[DayFlow], first: str, last: str) -> SmallDollars:
    """Return what ``small_dollars`` does, of days that were read before."""
    inside = _within(flows, first, last)
    small = sum(flow.line_unitemised_cents for flow in inside)
    return SmallDollars(small, small + sum(flow.line_itemised_cents for flow in inside))


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
    first, last = shown_span([step], until)
    return bars_of(day_flows(connection, entity_ids, first, last), step, until)


def bars_of(flows: Sequence[DayFlow], step: Step, until: str) -> tuple[Bucket, ...]:
    """Return what ``over_time`` does, of days that were read before."""
    return tuple(_bucket(span, flows) for span in _SPANS[step](date.fromisoformat(until)))


def shown_span(steps: Sequence[Step], until: str) -> tuple[str, str]:
    """Return the first and the last day that the bars of some steps show."""
    spans = [span for step in steps for span in _SPANS[step](date.fromisoformat(until))]
    return min(first for first, _ in spans), max(last for _, last in spans)


def _bucket(span: tuple[str, str], flows: Sequence[DayFlow]) -> Bucket:
    inside = _within(flows, *span)
    large = sum(flow.itemised_cents for flow in inside)
    return Bucket(*span, large, sum(flow.gross_cents for flow in inside) - large)


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
    if not entity_ids:
        return []
    # One arm per entity, each in the order of its index: only the newest are looked at.
    newest = union_all(*(_newest_gifts(entity_id, limit) for entity_id in entity_ids)).subquery()
    query = select(newest.c.id).order_by(newest.c.item_date.desc(), newest.c.id.desc()).limit(limit)
    return register_rows(connection, connection.execute(query).scalars().all())


def _newest_gifts(entity_id: int, limit: int) -> Select[Any]:
    own = (
        select(item.c.id, item.c.item_date)
        .where(item.c.entity_id == entity_id, item.c.kind.in_(gift_kinds()), item.c.memo == 0)
        .order_by(item.c.item_date.desc(), item.c.id.desc())
        .limit(limit)
        .subquery()
    )
    return select(own.c.id, own.c.item_date)


# --- drives


@dataclass(frozen=True, slots=True, kw_only=True)
class Drive:
    """A drive as it was planned; the goal is None when none was set.

    ``parent_id`` is the drive that it is a part of.
    """

    id: int
    entity_id: int
    code: str
    name: str
    goal_cents: int | None
    from_date: str | None
    to_date: str | None
    parent_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DriveProgress(Drive):
    """How a drive stands: raised is net of refunds."""

    raised_cents: int
    refunded_cents: int
    gifts: int
    donors: int
    average_cents: int

    @property
    def per_mille(self) -> int | None:
        """Return how much of the goal is reached, in tenths of a percent; None without a goal."""
        return self.raised_cents * 1000 // self.goal_cents if self.goal_cents else None


def drives(connection: Connection, entity_ids: Sequence[int]) -> list[Drive]:
    """Return every drive of the entities and every part of one, the newest first."""
    columns = (drive.c[name] for name in Drive.__dataclass_fields__)
    query = (
        select(*columns)
        .where(drive.c.entity_id.in_(entity_ids))
        .order_by(func.coalesce(drive.c.from_date, "").desc(), drive.c.id.desc())
    )
    return [Drive(**row) for row in connection.execute(query).mappings()]


def drives_progress(connection: Connection, entity_ids: Sequence[int]) -> list[DriveProgress]:
    """Return every drive of the entities with what it has raised, the newest drive first."""
    return progress_of(connection, drives(connection, entity_ids))


def progress_of(connection: Connection, planned: Sequence[Drive]) -> list[DriveProgress]:
    """Return what drives have raised, in their order; a drive's parts count with it."""
    known = sums_of(connection, [one.id for one in planned])
    return [_progress(one, known.get(one.id, NOTHING)) for one in planned]


def _progress(planned: Drive, came: DriveSums) -> DriveProgress:
    return DriveProgress(
        **asdict(planned),
        raised_cents=came.raised_cents,
        refunded_cents=came.refunded_cents + came.charged_back_cents,
        gifts=came.gifts,
        donors=came.donors,
        average_cents=came.average_cents or 0,
    )
