"""The statements of a bank account as they are kept, and whether one follows on the other.

A statement follows when what stood on the account before it is what the one before closed with,
and when its own lines lead from its opening to its closing balance. Lines that an earlier file
had brought already count for every statement whose days they fall in.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Any

from sqlalchemy import Connection, case, func, select

from financedesk.ledger import tables
from financedesk.ledger.entities import AccountRow
from financedesk.rules.money import format_cents

statement, line, part_line = (
    tables.bank_statement, tables.statement_line, tables.bank_match_line,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptStatement:
    """One statement of an account; balances in cents, None where the bank says none.

    ``lines`` are those that came with it, ``matched`` how many of them stand in a match.
    ``lacking_cents``: the closing balance less opening balance and lines, None where one is not
    known. ``gap_cents``: its opening balance less what the one before leads to, None likewise.
    """

    id: int
    format: str
    file_name: str
    opening_on: str
    opening_cents: int | None
    closing_on: str
    closing_cents: int | None
    lines: int
    matched: int
    first_on: str
    last_on: str
    lacking_cents: int | None = None
    gap_cents: int | None = None
    gap_since: str = ""

    @property
    def begins(self) -> str:
        """Its first day; empty for a statement without lines and days."""
        return self.opening_on or self.first_on

    @property
    def ends(self) -> str:
        """Its last day; empty likewise."""
        return self.closing_on or self.last_on

    @property
    def lacking_told(self) -> str:
        """By how much lines and balances differ, in words; empty where they agree."""
        if not self.lacking_cents:
            return ""
        return f"Lines and balances differ by {_amount(self.lacking_cents)}."

    @property
    def gap_told(self) -> str:
        """What is missing before it, in words; empty where it follows on the one before."""
        if not self.gap_cents:
            return ""
        return (
            f"Between {self.gap_since} and {self.begins} {_amount(self.gap_cents)} are missing: a"
            " statement lies between."
        )

    @property
    def told(self) -> str:
        """What is wrong with its continuity in words; empty where nothing is."""
        return " ".join(filter(None, (self.lacking_told, self.gap_told)))


def _amount(cents: int) -> str:
    return format_cents(abs(cents), symbol=True)


def kept_statements(connection: Connection, account: AccountRow) -> list[KeptStatement]:
    """Return an account's statements by their days, the oldest first, with their continuity."""
    rows = [_kept(row) for row in connection.execute(_query(account))]
    rows.sort(key=lambda one: (one.ends, one.begins, one.id))
    moved = _Moved(connection, account)
    found = [replace(one, lacking_cents=_lacking(one, moved)) for one in rows]
    told = [one for one in found if one.closing_cents is not None]
    gaps = {after.id: (_gap(before, after, moved), before.ends) for before, after in pairwise(told)}
    return [
        replace(one, gap_cents=gaps[one.id][0], gap_since=gaps[one.id][1])
        if one.id in gaps
        else one
        for one in found
    ]


def _query(account: AccountRow) -> Any:  # noqa: ANN401
    own, parts = line.c, part_line.c
    return (
        select(
            statement.c.id, statement.c.format, statement.c.file_name, statement.c.opening_on,
            statement.c.opening_cents, statement.c.closing_on, statement.c.closing_cents,
            func.count(own.id).label("lines"),
            func.coalesce(func.sum(case((parts.id.is_not(None), 1), else_=0)), 0).label("matched"),
            func.min(own.booked_on).label("first_on"), func.max(own.booked_on).label("last_on"),
        )
        .outerjoin(line, own.bank_statement_id == statement.c.id)
        .outerjoin(part_line, parts.statement_line_id == own.id)
        .where(statement.c.account_id == account.id)
        .group_by(statement.c.id)
    )  # fmt: skip


def _kept(row: Any) -> KeptStatement:  # noqa: ANN401
    return KeptStatement(
        id=row.id, format=row.format, file_name=row.file_name, opening_on=row.opening_on or "",
        opening_cents=row.opening_cents, closing_on=row.closing_on or "",
        closing_cents=row.closing_cents, lines=int(row.lines), matched=int(row.matched),
        first_on=row.first_on or "", last_on=row.last_on or "",
    )  # fmt: skip


class _Moved:
    """What moved on an account between two days, from one reading of its daily sums."""

    def __init__(self, connection: Connection, account: AccountRow) -> None:
        query = (
            select(line.c.booked_on, func.sum(line.c.amount_cents))
            .where(line.c.account_id == account.id)
            .group_by(line.c.booked_on)
            .order_by(line.c.booked_on)
        )
        rows = connection.execute(query).all()
        self._days = [day for day, _ in rows]
        self._sums = [0, *accumulate(int(cents) for _, cents in rows)]

    def from_to(self, first: str, last: str) -> int:
        """Return the cents of both days and all between them."""
        begin, end = bisect_left(self._days, first), bisect_right(self._days, last)
        return self._sums[max(begin, end)] - self._sums[begin]

    def after_to(self, first: str, last: str) -> int:
        """Return the cents of the days after the first one to the last."""
        begin, end = bisect_right(self._days, first), bisect_right(self._days, last)
        return self._sums[max(begin, end)] - self._sums[begin]


def _lacking(one: KeptStatement, moved: _Moved) -> int | None:
    """Return by how much lines and balances differ.

    Banks say the opening balance of the first day's morning, or of the evening before: the better
    of both is meant.
    """
    if one.opening_cents is None or one.closing_cents is None or not (one.begins and one.ends):
        return None
    change = one.closing_cents - one.opening_cents
    ways = (moved.from_to(one.begins, one.ends), moved.after_to(one.begins, one.ends))
    return min((change - way for way in ways), key=abs)


def _gap(before: KeptStatement, after: KeptStatement, moved: _Moved) -> int | None:
    """Return what is missing between two statements.

    Where the later one says no opening balance, the lines must lead from closing to closing.
    """
    if before.closing_cents is None or after.closing_cents is None:
        return None
    if after.opening_cents is None:
        leads_to = before.closing_cents + moved.after_to(before.ends, after.ends)
        return after.closing_cents - leads_to
    ways: Sequence[int] = (
        moved.after_to(before.ends, after.begins),
        moved.after_to(before.ends, after.begins) - moved.from_to(after.begins, after.begins),
    )
    if after.begins <= before.ends:
        # It begins within the one before: what both tell is counted back.
        ways = (
            -moved.after_to(after.begins, before.ends), -moved.from_to(after.begins, before.ends),
        )  # fmt: skip
    return min((after.opening_cents - before.closing_cents - way for way in ways), key=abs)
