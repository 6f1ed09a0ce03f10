"""What lies between a bank's balance and the books' on a day, row by row, and why.

A match explains only what is whole on that day: of one that has a part after it, the earlier parts
are told on their own side, as what the other side has later.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select, union

from financedesk.banking import facts
from financedesk.banking.voids import void_pairs
from financedesk.ledger import tables
from financedesk.ledger.bank_closings import (
    BANK,
    BOOKS,
    Closing,
    ClosingItem,
    closings_of,
    items_of_closing,
)
from financedesk.ledger.entities import AccountRow
from financedesk.ledger.kept_statements import KeptStatement, kept_statements
from financedesk.ledger.period import day_after
from financedesk.rules.money import format_cents
from financedesk.rules.reconciling_evidence import Entry, Line

line, posting = tables.statement_line, tables.posting
part_line, part_posting = tables.bank_match_line, tables.bank_match_posting
aside = tables.line_set_aside


def between(
    connection: Connection, account: AccountRow, through: str, before: Closing | None,
    explained: Mapping[int, str],
) -> list[ClosingItem]:  # fmt: skip
    """Return what only the bank has on a day, then what only the books have, the oldest first.

    ``explained`` are words for lines by their ids.
    """
    said = {**_said_before(connection, account, before), **_worded(explained)}
    once = _said_once(connection, account, before)
    lines = [
        _line_item(one, said.get(one.key) or once.get(_told_of(one), ""))
        for one in facts.open_lines(connection, account, through)
    ]
    entries = facts.open_entries(connection, account, through)
    entries += facts.entries_among(connection, _entries_told_later(connection, account, through))
    lines += _lines_booked_later(connection, account, through)
    pairs = void_pairs(connection, account, through)
    void = {key for one in pairs for key in (one.paid, one.back)}
    found = [*lines, *(_entry_item(one) for one in entries if one.key not in void)]
    return sorted(found, key=lambda one: (one.side != BANK, one.day, one.row_id or 0))


def _worded(explained: Mapping[int, str]) -> dict[int, str]:
    return {key: plain for key, words in explained.items() if (plain := " ".join(words.split()))}


def _said_before(
    connection: Connection, account: AccountRow, before: Closing | None
) -> dict[int, str]:
    """Return what was said of lines when they were set aside, and at the closing before."""
    query = (
        select(aside.c.statement_line_id, aside.c.why)
        .join(line, line.c.id == aside.c.statement_line_id)
        .where(line.c.account_id == account.id)
    )
    said: dict[int, str] = {row.statement_line_id: row.why for row in connection.execute(query)}
    if before is not None:
        kept = items_of_closing(connection, before.id)
        said |= {one.row_id: one.why for one in kept if one.side == BANK and one.row_id}
    return said


def _said_once(
    connection: Connection, account: AccountRow, before: Closing | None
) -> dict[tuple[str, int, str], str]:
    """Return what a closing that was reopened said of lines, by day, cents and words.

    Such a closing has let its rows go; nobody should have to say it again all the same.
    """
    last = "" if before is None else before.closed_through
    kept = [one for one in closings_of(connection, account.id) if one.closed_through > last]
    if not kept:
        return {}
    newest = max(kept, key=lambda one: one.id)
    items = items_of_closing(connection, newest.id)
    return {(one.day, one.cents, one.text): one.why for one in items if one.side == BANK}


def _told_of(one: Line) -> tuple[str, int, str]:
    told = " ".join(dict.fromkeys(filter(None, (one.payee, one.memo, one.check))))
    return one.day.isoformat(), one.cents, told


def _line_item(one: Line, why: str) -> ClosingItem:
    day, cents, told = _told_of(one)
    return ClosingItem(side=BANK, row_id=one.key, day=day, cents=cents, text=told, why=why)


def _entry_item(one: Entry) -> ClosingItem:
    told = " ".join(filter(None, (", ".join(one.names), one.reference or one.check)))
    return ClosingItem(
        side=BOOKS, row_id=one.key, day=one.day.isoformat(), cents=one.cents, text=told
    )


# --- matches with a part after the day


def _reaching(account: AccountRow, through: str) -> Select[Any]:
    """Return a query for the matches of an account that have a part after a day."""
    lines = (
        select(part_line.c.bank_match_id)
        .join(line, line.c.id == part_line.c.statement_line_id)
        .where(line.c.account_id == account.id, line.c.booked_on > through)
    )
    postings = (
        select(part_posting.c.bank_match_id)
        .join(posting, posting.c.id == part_posting.c.posting_id)
        .where(posting.c.account_id == account.id, posting.c.posted_on > through)
    )
    either = union(lines, postings).subquery("reaching")
    return select(either.c.bank_match_id)


def _entries_told_later(connection: Connection, account: AccountRow, through: str) -> Iterable[int]:
    query = (
        select(posting.c.id)
        .join(part_posting, part_posting.c.posting_id == posting.c.id)
        .where(
            posting.c.account_id == account.id, posting.c.posted_on <= through,
            part_posting.c.bank_match_id.in_(_reaching(account, through)),
        )
    )  # fmt: skip
    return connection.execute(query).scalars().all()


def _lines_booked_later(
    connection: Connection, account: AccountRow, through: str
) -> Iterator[ClosingItem]:
    later = (
        select(func.max(posting.c.posted_on))
        .join(part_posting, part_posting.c.posting_id == posting.c.id)
        .where(part_posting.c.bank_match_id == part_line.c.bank_match_id)
        .scalar_subquery()
    )
    query = (
        select(line, later.label("later"))
        .join(part_line, part_line.c.statement_line_id == line.c.id)
        .where(
            facts.lines_since_opening(account, through),
            part_line.c.bank_match_id.in_(_reaching(account, through)),
        )
    )
    for row in connection.execute(query):
        why = f"In the books on {row.later}" if row.later else "The bank took it back later"
        told = " ".join(dict.fromkeys(filter(None, (row.payee, row.memo, row.check_number))))
        yield ClosingItem(
            side=BANK, row_id=row.id, day=row.booked_on, cents=row.amount_cents, text=told, why=why
        )


# --- days, and what came before them


def first_day(
    connection: Connection, account: AccountRow, before: Closing | None, through: str
) -> str:
    """Return the first day that a closing through a day covers: that after the closing before.

    Without one it is the day on which the books of the account begin, else its first movement.
    """
    if before is not None:
        return min(day_after(before.closed_through), through)
    firsts = (
        account.opening_date,
        _first(connection, line.c.booked_on, line.c.account_id == account.id),
        _first(connection, posting.c.posted_on, posting.c.account_id == account.id),
    )
    return min([one for one in firsts if one] + [through])


def _first(connection: Connection, day: Any, own: ColumnElement[bool]) -> str:  # noqa: ANN401
    return connection.execute(select(func.min(day)).where(own)).scalar() or ""


def continuity(
    connection: Connection, account: AccountRow, before: Closing | None, through: str
) -> tuple[str, ...]:
    """Return, in sentences, where the bank's balances do not follow one another.

    The first statement after the closing before begins with that closing's balance, each later one
    follows on the one before, and the lines of each lead from one balance to the other. One that
    begins before the closing's days overlaps another, and is not asked.
    """
    since = "" if before is None else before.closed_through
    inside = [
        one
        for one in kept_statements(connection, account)
        if one.begins > since and "" < one.ends <= through
    ]
    told = [f"Statement of {one.ends}: {one.lacking_told}" for one in inside if one.lacking_told]
    if before is not None and inside:
        told.append(_not_as_closed(inside.pop(0), before))
    return tuple(filter(None, (*told, *(one.gap_told for one in inside))))


def _not_as_closed(first: KeptStatement, before: Closing) -> str:
    if first.opening_cents in (None, before.statement_cents):
        return ""
    begins, ended = (
        format_cents(one, symbol=True) for one in (first.opening_cents or 0, before.statement_cents)
    )
    return (
        f"The statement of {first.ends} begins with {begins}, but the closing through"
        f" {before.closed_through} ended with {ended}."
    )
