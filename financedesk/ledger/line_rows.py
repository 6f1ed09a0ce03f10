"""What stands behind each line of a report's summary: its rows, or the figures it is made of.

Every line opens to evidence that adds up to it: a line of rows to those rows (and to what an
adopted filing carries into the year to date), a computed line to the lines of its formula, cash
to openings and movements, debts to what is owed.
"""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Connection, and_, func, select

from financedesk.fec.tokens import record_of
from financedesk.ledger import tables
from financedesk.ledger.entities import accounts, entity_by_id
from financedesk.ledger.obligations import obligations
from financedesk.ledger.period import Period, day_after, day_before
from financedesk.ledger.register_rows import register_rows
from financedesk.ledger.summary import (
    CASH_LINES,
    SHARED_LINES,
    cash_on_hand,
    known_cash,
    newest_opening,
    summarise,
)
from financedesk.rules.entities import files_federally
from financedesk.rules.summary import Column, SummaryLine, form_line

_aggregate = tables.aggregate
_DEBT_LINES = frozenset({"9", "10"})
# Databases limit how many values a statement may name.
_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class LineQuery:
    """A line of a summary page (its code, 11ai) in column A (this period) or B (year to date)."""

    entity_id: int
    form: str
    period: Period
    code: str
    column: Column = "A"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleQuery:
    """The itemised rows of one schedule (SA, SB, H4 …) in a report's period."""

    entity_id: int
    form: str
    period: Period
    record: str


RowsQuery = LineQuery | ScheduleQuery


@dataclass(frozen=True, slots=True)
class Part:
    """A figure that a line is made of beside its rows, in cents with its sign.

    ``code`` names the other line when the part is one.
    """

    words: str
    cents: int
    code: str = ""


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind a line: items in the order of their days, and parts that are no items.

    ``rows_cents`` is what the items come to on the line; memo items are listed and count nothing.
    """

    rows_cents: int = 0
    ids: "array[int]" = field(default_factory=lambda: array("q"))
    parts: tuple[Part, ...] = ()

    @property
    def total_cents(self) -> int:
        """What the line says, made of everything behind it."""
        return self.rows_cents + sum(part.cents for part in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRow:
    """One item behind a line; ``counts_cents`` is what it adds to the line, 0 for a memo item."""

    id: int
    date: str
    name: str
    kind_label: str
    amount_cents: int
    counts_cents: int
    itemised: bool
    memo: bool


def behind_line(connection: Connection, query: LineQuery) -> Behind:
    """Return what stands behind a line; its total is the line's amount in a fresh summary.

    Raises NotFound for a line that the form does not have.
    """
    line = form_line(query.form, query.code)
    if line.formula(query.column):
        return Behind(parts=_formula(connection, query, line))
    if query.code in (_cash_new_year(query.form), CASH_LINES.get(query.form)):
        return Behind(parts=tuple(_cash(connection, query)))
    if query.code in _DEBT_LINES:
        return _owed(connection, query)
    return _rows(connection, query, line)


def behind_schedule(connection: Connection, query: ScheduleQuery) -> Behind:
    """Return the itemised rows of a schedule; loans and debts are those that the report shows."""
    if query.record in ("SC", "SD"):
        shown = [
            one
            for one in obligations(connection, query.entity_id, query.period)
            if one.record == query.record
        ]
        total = sum(one.balance_cents for one in shown)
        return Behind(total, array("q", [one.item_id for one in shown]))
    tokens = [
        token
        for token in itemised_counts(connection, query.entity_id, query.form, query.period)
        if record_of(token) == query.record
    ]
    here = and_(_within(query, tokens, query.period.first), _aggregate.c.itemised == 1)
    return _found(connection, here, _aggregate.c.counted_cents)


def itemised_counts(
    connection: Connection, entity_id: int, form: str, period: Period
) -> Mapping[str, int]:
    """Return how many itemised items each form type has in a period, loans and debts included."""
    column = _aggregate.c
    query = (
        select(column.line, func.count())
        .where(
            column.entity_id == entity_id,
            column.form == form,
            column.line.is_not(None),
            column.itemised == 1,
            column.reported_on.between(period.first, period.last),
        )
        .group_by(column.line)
        .order_by(column.line)
    )
    found = {line: int(number) for line, number in connection.execute(query)}
    found = {token: number for token, number in found.items() if record_of(token) not in _OWED}
    for one in obligations(connection, entity_id, period):
        found[one.token] = found.get(one.token, 0) + 1
    return found


_OWED = frozenset({"SC", "SD"})


def line_rows(connection: Connection, query: RowsQuery, ids: Sequence[int]) -> list[LineRow]:
    """Return the rows of these items in the order of the ids; ids that are gone are left out."""
    counted = _counted(connection, query, ids)
    return [
        LineRow(
            id=row.id, date=row.date, name=row.name, kind_label=row.kind_label,
            amount_cents=row.amount_cents, counts_cents=counted.get(row.id, 0),
            itemised=row.itemised, memo=row.memo,
        )
        for row in register_rows(connection, ids)
    ]  # fmt: skip


# --- lines of rows


def _rows(connection: Connection, query: LineQuery, line: SummaryLine) -> Behind:
    """Return the items of a component line; the year starts after what was adopted."""
    first = query.period.first
    parts: tuple[Part, ...] = ()
    if query.column == "B":
        first = query.period.new_year
        begun = newest_opening(connection, query.entity_id, query.form, query.period)
        if begun is not None:
            first = day_after(begun.as_of)
            carried = Part(f"Carried from the adopted filing, through {begun.as_of}",
                           begun.lines.get(query.code, 0))  # fmt: skip
            parts = (carried,) if carried.cents else ()
    found = _found(connection, _within(query, line.tokens, first), _measure(query.code))
    return Behind(found.rows_cents, found.ids, parts)


def _within(query: RowsQuery, tokens: Sequence[str], first: str) -> ColumnElement[bool]:
    column = _aggregate.c
    return and_(
        column.entity_id == query.entity_id,
        column.form == query.form,
        column.line.in_(tokens),
        column.reported_on.between(first, query.period.last),
    )


def _measure(code: str) -> ColumnElement[int]:
    """What an item counts on a line; shared spending stands on two lines, each with its share."""
    column = _aggregate.c
    if any(code == other for _, other in SHARED_LINES.values()):
        return column.other_cents
    if any(code == federal for federal, _ in SHARED_LINES.values()):
        return column.counted_cents - column.other_cents
    return column.counted_cents


def _found(
    connection: Connection, where: ColumnElement[bool], measure: ColumnElement[int]
) -> Behind:
    ids, total = array("q"), 0
    query = (
        select(_aggregate.c.item_id, measure)
        .where(where)
        .order_by(_aggregate.c.reported_on, _aggregate.c.item_id)
    )
    for item_id, cents in connection.execute(query):
        ids.append(item_id)
        total += cents
    return Behind(total, ids)


def _counted(connection: Connection, query: RowsQuery, ids: Sequence[int]) -> dict[int, int]:
    if _is_of_debts(query):
        shown = obligations(connection, query.entity_id, query.period)
        return {one.item_id: one.balance_cents for one in shown}
    measure = _measure(query.code if isinstance(query, LineQuery) else "")
    found: dict[int, int] = {}
    for start in range(0, len(ids), _AT_ONCE):
        chunk = list(ids[start : start + _AT_ONCE])
        rows = select(_aggregate.c.item_id, measure).where(_aggregate.c.item_id.in_(chunk))
        found |= {item_id: int(cents) for item_id, cents in connection.execute(rows)}
    return found


def _is_of_debts(query: RowsQuery) -> bool:
    if isinstance(query, LineQuery):
        return query.code in _DEBT_LINES
    return query.record in _OWED


# --- lines of figures


def _formula(connection: Connection, query: LineQuery, line: SummaryLine) -> tuple[Part, ...]:
    entity = entity_by_id(connection, query.entity_id)
    summary = summarise(connection, entity, query.form, query.period)
    amounts = summary.a if query.column == "A" else summary.b
    return tuple(_term(query.form, term.code, term.sign, amounts)
                 for term in line.formula(query.column))  # fmt: skip


def _term(form: str, code: str, sign: int, amounts: Mapping[str, int]) -> Part:
    named = form_line(form, code)
    less = "Less line" if sign < 0 else "Line"
    return Part(f"{less} {named.number}: {named.label}", sign * amounts.get(code, 0), code)


def _cash_new_year(form: str) -> str:
    """Return the line of cash on January 1, which Form 3X alone has."""
    return "6a" if form == "F3X" else ""


def _cash(connection: Connection, query: LineQuery) -> Iterator[Part]:
    """Yield what cash on a line is made of: what is known of a day, and what moved since."""
    entity = entity_by_id(connection, query.entity_id)
    of_year = query.code == _cash_new_year(query.form)
    day = day_before(query.period.new_year if of_year else query.period.first)
    begun = newest_opening(connection, query.entity_id, query.form, query.period)
    if of_year and begun is not None and query.code in begun.lines:
        total = cash_on_hand(connection, entity, query.form, day, begun)
        yield Part("Cash on January 1 as the adopted filing states it", total)
        return
    known = known_cash(connection, query.entity_id, query.form, day)
    if known is not None:
        yield Part(f"Cash at the close of {known[0]} as the adopted filing states it", known[1])
    for account in accounts(connection, query.entity_id):
        if not files_federally(account.kind):
            continue
        name = account.name or account.code
        if known is None and account.opening_balance_cents:
            yield Part(f"Opening balance of {name}", account.opening_balance_cents)
        moved = _moved(connection, account.id, known[0] if known else "", day)
        if moved:
            since = f"after {known[0]} " if known else ""
            yield Part(f"Money in less money out of {name} {since}through {day}", moved)


def _moved(connection: Connection, account_id: int, since: str, day: str) -> int:
    column = tables.posting.c
    query = select(func.coalesce(func.sum(column.cents), 0)).where(
        column.account_id == account_id, column.posted_on > since, column.posted_on <= day
    )
    return int(connection.execute(query).scalar_one())


def _owed(connection: Connection, query: LineQuery) -> Behind:
    shown = [
        one
        for one in obligations(connection, query.entity_id, query.period)
        if one.line == query.code
    ]
    total = sum(one.balance_cents for one in shown)
    return Behind(total, array("q", [one.item_id for one in shown]))
