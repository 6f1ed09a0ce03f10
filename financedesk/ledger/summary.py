"""What the ledger says of each summary line of a report: this period (A) and year to date (B).

Only component lines are asked of the ledger (each a sum of rows); ``rules.summary.complete``
makes the totals. The year to date starts from what the newest adopted filing says stood before
its first day, if there is one in that year; cash on hand likewise.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, select, text

from financedesk.ledger import tables
from financedesk.ledger.day_totals import moved_until
from financedesk.ledger.entities import EntityRow, accounts
from financedesk.ledger.obligations import Obligation, obligations
from financedesk.ledger.period import Period, day_after, day_before
from financedesk.rules.entities import files_federally
from financedesk.rules.summary import complete, form_lines


@dataclass(frozen=True, slots=True)
class Summary:
    """Both columns of a form's summary, in cents, by line code (``11ai``, ``6c``, ``21b``)."""

    a: Mapping[str, int]
    b: Mapping[str, int]
    year: str


SHARED_LINES: Mapping[str, tuple[str, str]] = {"H4": ("21ai", "21aii"), "H6": ("30ai", "30aii")}
"""Rows whose amount stands on two lines: the federal share and the rest (lines 21(a), 30(a))."""

# The line that says what cash stood at the beginning of the period.
CASH_LINES: Mapping[str, str] = {"F3X": "6b", "F3": "23", "F3P": "6"}


def summarise(connection: Connection, entity: EntityRow, form: str, period: Period) -> Summary:
    """Return both columns for a report of this entity and period (11 CFR 104.3(a), (b))."""
    begun = newest_opening(connection, entity.id, form, period)
    cash_start = cash_on_hand(connection, entity, form, day_before(period.first))
    cash_new_year = cash_on_hand(connection, entity, form, day_before(period.new_year), begun)
    owed = obligations(connection, entity.id, period)
    column_a = _lines_between(connection, entity.id, form, period.first, period.last)
    column_a |= {CASH_LINES[form]: cash_start} | _debts(owed)
    column_b = _year_to_date(connection, entity.id, form, period, begun)
    if form == "F3X":
        column_b |= {"6a": cash_new_year}
    return Summary(
        a=complete(form, "A", column_a), b=complete(form, "B", column_b), year=period.year
    )


@dataclass(frozen=True, slots=True)
class Opening:
    """The newest opening in the report's year: the day before it starts, and its lines."""

    as_of: str
    lines: Mapping[str, int]


def newest_opening(
    connection: Connection, entity_id: int, form: str, period: Period
) -> Opening | None:
    """Return the newest statement of an adopted filing that a report's year to date starts from."""
    column = tables.opening.c
    newest = connection.execute(
        select(func.max(column.as_of)).where(
            column.entity_id == entity_id,
            column.form == form,
            column.as_of >= day_before(period.new_year),
            column.as_of < period.last,
        )
    ).scalar()
    if newest is None:
        return None
    query = select(column.line, column.cents).where(
        column.entity_id == entity_id, column.form == form, column.as_of == newest
    )
    return Opening(newest, {row.line: row.cents for row in connection.execute(query)})


def _year_to_date(
    connection: Connection, entity_id: int, form: str, period: Period, begun: Opening | None
) -> dict[str, int]:
    after = day_before(period.new_year) if begun is None else begun.as_of
    totals = Counter(_lines_between(connection, entity_id, form, day_after(after), period.last))
    if begun is not None:
        cash = ("6a", CASH_LINES[form])
        totals.update({k: v for k, v in begun.lines.items() if k not in cash})
    return dict(totals)


def _lines_between(
    connection: Connection, entity_id: int, form: str, first: str, last: str
) -> dict[str, int]:
    rows = connection.execute(
        text(
            "SELECT line, SUM(counted_cents) AS counted, SUM(other_cents) AS other FROM aggregate"
            " WHERE entity_id = :entity AND reported_on BETWEEN :first AND :last AND form = :form"
            " AND line IS NOT NULL GROUP BY line"
        ),
        {"entity": entity_id, "first": first, "last": last, "form": form},
    )
    return by_line(form, ((row.line, int(row.counted), int(row.other)) for row in rows))


def by_line(form: str, sums: Iterable[tuple[str, int, int]]) -> dict[str, int]:
    """Return cents per component line from (token, counted, not federal) sums of rows."""
    line_of = {token: line.code for line in form_lines(form) for token in line.tokens}
    totals: Counter[str] = Counter()
    for token, counted, other in sums:
        if token in SHARED_LINES:
            federal_line, other_line = SHARED_LINES[token]
            totals[federal_line] += counted - other
            totals[other_line] += other
        elif token in line_of:
            totals[line_of[token]] += counted
    return dict(totals)


def cash_on_hand(
    connection: Connection, entity: EntityRow, form: str, day: str, begun: Opening | None = None
) -> int:
    """Return the cash that reports count at the end of a day, in cents.

    It is the newest figure that an adopted filing gives for that day or before, else the opening
    balances of the accounts, and every posting to cash accounts since (form line 6(b), 8).
    """
    if begun is not None and "6a" in begun.lines:
        return begun.lines["6a"]
    federal = [a for a in accounts(connection, entity.id) if files_federally(a.kind)]
    known = known_cash(connection, entity.id, form, day)
    since, start = known or ("", 0)
    if known is None:
        start = sum(account.opening_balance_cents for account in federal)
    moved = moved_until(connection, [account.id for account in federal], {day, since} - {""})
    return start + sum(
        moved.get((account.id, day), 0) - moved.get((account.id, since), 0) for account in federal
    )


def known_cash(
    connection: Connection, entity_id: int, form: str, day: str
) -> tuple[str, int] | None:
    """Return the newest day up to ``day`` whose cash an adopted filing states, and the cents."""
    return next(reversed(stated_cash(connection, entity_id, form, day)), None)


def stated_cash(
    connection: Connection, entity_id: int, form: str, day: str
) -> list[tuple[str, int]]:
    """Return what adopted filings state of cash up to ``day``: days and cents, oldest first."""
    column = tables.opening.c
    query = (
        select(column.as_of, column.cents)
        .where(
            column.entity_id == entity_id,
            column.form == form,
            column.line == CASH_LINES[form],
            column.as_of <= day,
        )
        .order_by(column.as_of)
    )
    return [(as_of, int(cents)) for as_of, cents in connection.execute(query)]


def _debts(owed: Iterable[Obligation]) -> dict[str, int]:
    totals = Counter({"9": 0, "10": 0})
    for obligation in owed:
        totals[obligation.line] += obligation.balance_cents
    return dict(totals)
