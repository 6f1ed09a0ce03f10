"""An account's lines, entries, habits and balances, read from the book in sets."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median_low
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, or_, select

from financedesk.banking.deposits import with_slips
from financedesk.ledger import tables
from financedesk.ledger.deposit_lock import posting_of_item
from financedesk.ledger.entities import AccountRow, accounts
from financedesk.rules.reconciling_evidence import (
    Entry,
    Habit,
    Habits,
    Line,
    bank_words,
)

line, posting, item, act, contact, statement = (
    tables.statement_line, tables.posting, tables.item, tables.transaction, tables.contact,
    tables.bank_statement,
)  # fmt: skip
match, part_line, part_posting = (
    tables.bank_match, tables.bank_match_line, tables.bank_match_posting,
)  # fmt: skip

RECENT = 2_000
"""Habits are learnt from so many matches, the newest."""
_PAYOUT = " payout "
_CROWD = 200
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class BankBalance:
    """What the bank says stands on an account at the end of a day, in cents.

    ``told_on`` is the day of the statement that it is counted from; empty where no statement says a
    balance, and the books' opening balance is the beginning.
    """

    cents: int
    told_on: str


@dataclass(frozen=True, slots=True)
class Matched:
    """An accepted match: its id, the bank's first day, its cents, its lines and postings."""

    id: int
    day: str
    cents: int
    lines: tuple[int, ...]
    entries: tuple[int, ...]
    why: str
    certain: bool


# --- lines and entries


def lines_since_opening(account: AccountRow, until: str) -> ColumnElement[bool]:
    """Return the condition of an account's lines to a day that are not older than its books."""
    own = and_(line.c.account_id == account.id, line.c.booked_on <= until)
    return own if not account.opening_date else and_(own, line.c.booked_on >= account.opening_date)


def open_lines(connection: Connection, account: AccountRow, until: str) -> list[Line]:
    """Return the lines to a day that stand in no match."""
    query = (
        select(line)
        .outerjoin(part_line, part_line.c.statement_line_id == line.c.id)
        .where(lines_since_opening(account, until), part_line.c.id.is_(None))
        .order_by(line.c.booked_on, line.c.id)
    )
    return [
        Line(
            key=row.id, day=date.fromisoformat(row.booked_on), cents=row.amount_cents,
            payee=row.payee, memo=row.memo, reference=row.reference, check=row.check_number,
        )
        for row in connection.execute(query)
    ]  # fmt: skip


def open_entries(connection: Connection, account: AccountRow, until: str) -> list[Entry]:
    """Return the entries to a day that stand in no match."""
    found = _entries(
        connection, posting.c.account_id == account.id, posting.c.posted_on <= until,
        part_posting.c.id.is_(None),
    )  # fmt: skip
    return with_slips(connection, account.id, found)


def entries_among(connection: Connection, posting_ids: Iterable[int]) -> list[Entry]:
    """Return some entries of the books by their postings' ids, matched or not."""
    ids = sorted(posting_ids)
    pieces = (ids[at : at + _AT_ONCE] for at in range(0, len(ids), _AT_ONCE))
    return [one for some in pieces for one in _entries(connection, posting.c.id.in_(some))]


def _entries(connection: Connection, *where: ColumnElement[bool]) -> list[Entry]:
    parted = part_posting.c.posting_id == posting.c.id
    names, deposits = _told_by_items(connection, parted, where)
    query = (
        select(posting.c.id, posting.c.posted_on, posting.c.cents, act.c.kind, act.c.description)
        .join(act, act.c.id == posting.c.transaction_id)
        .outerjoin(part_posting, parted)
        .where(*where)
        .order_by(posting.c.posted_on, posting.c.id)
    )
    return [
        _entry(row, names.get(row.id, {}), deposits.get(row.id, set()))
        for row in connection.execute(query)
    ]


def _entry(row: Any, names: Mapping[str, None], deposits: set[str]) -> Entry:  # noqa: ANN401
    said = row.description or ""
    processor, _, reference = said.partition(_PAYOUT) if row.kind == "payout" else ("", "", "")
    return Entry(
        key=row.id,
        day=date.fromisoformat(row.posted_on),
        cents=row.cents,
        names=(processor,) if processor else tuple(names),
        reference=reference,
        check="" if reference else said,
        deposited=date.fromisoformat(min(deposits)) if len(deposits) == 1 else None,
    )


def _is_crowd() -> Select[tuple[int]]:
    """Return the query of a posting's act that has very many entries: nobody's name is its own."""
    other = item.alias("other")
    return (
        select(other.c.id)
        .where(other.c.transaction_id == posting.c.transaction_id)
        .limit(1)
        .offset(_CROWD)
        .correlate(posting)
    )


def _told_by_items(
    connection: Connection, parted: ColumnElement[bool], where: Iterable[ColumnElement[bool]]
) -> tuple[dict[int, dict[str, None]], dict[int, set[str]]]:
    """Return whom each posting is to or from, and when what is in it went to the bank.

    An adopted report is one act of all its entries: of its postings nobody's name is told.
    """
    of_posting = and_(posting_of_item(), item.c.cash_cents != 0)
    query = (
        select(posting.c.id, contact.c.name, contact.c.first_name, contact.c.last_name,
               item.c.deposited_date)
        .join(act, act.c.id == posting.c.transaction_id)
        .join(item, of_posting)
        .outerjoin(contact, contact.c.id == item.c.contact_id)
        .outerjoin(part_posting, parted)
        .where(act.c.kind.not_in(("report", "payout")), ~_is_crowd().exists(), *where)
        .order_by(posting.c.id, item.c.id)
    )  # fmt: skip
    names: dict[int, dict[str, None]] = defaultdict(dict)
    deposits: dict[int, set[str]] = defaultdict(set)
    for row in connection.execute(query):
        name = row.name or " ".join(filter(None, (row.first_name, row.last_name)))
        if name:
            names[row.id][name] = None
        if row.deposited_date:
            deposits[row.id].add(row.deposited_date)
    return names, deposits


# --- what was accepted


def matches(connection: Connection, account: AccountRow) -> list[Matched]:
    """Return the accepted matches of an account by the bank's day."""
    lines: dict[int, list[Any]] = defaultdict(list)
    entries: dict[int, list[int]] = defaultdict(list)
    for row in connection.execute(
        select(part_line.c.bank_match_id, line.c.id, line.c.booked_on, line.c.amount_cents)
        .join(line, line.c.id == part_line.c.statement_line_id)
        .where(line.c.account_id == account.id)
        .order_by(line.c.booked_on, line.c.id)
    ):
        lines[row.bank_match_id].append(row)
    for match_id, posting_id in connection.execute(
        select(part_posting.c.bank_match_id, part_posting.c.posting_id)
        .join(match, match.c.id == part_posting.c.bank_match_id)
        .where(match.c.account_id == account.id)
        .order_by(part_posting.c.posting_id)
    ):
        entries[match_id].append(posting_id)
    kept = connection.execute(select(match).where(match.c.account_id == account.id))
    found = [_matched(row, lines[row.id], entries[row.id]) for row in kept]
    return sorted(found, key=lambda one: (one.day, one.id))


def _matched(row: Row[Any], lines: list[Any], entries: list[int]) -> Matched:
    return Matched(
        id=row.id, day=lines[0].booked_on if lines else "",
        cents=sum(one.amount_cents for one in lines), lines=tuple(one.id for one in lines),
        entries=tuple(entries), why=row.why, certain=bool(row.certain),
    )  # fmt: skip


def habits(connection: Connection, account: AccountRow) -> Habits:
    """Return what was learnt from matches of the entity's accounts at the same bank.

    How many days after the books the bank tells of each party (the days in the middle), and which
    party its words for a payee were. Matches of one line and one entry are learnt from.
    """
    newest = (
        select(part_line.c.bank_match_id)
        .join(match, match.c.id == part_line.c.bank_match_id)
        .where(match.c.account_id.in_(_at_one_bank(connection, account)))
        .group_by(part_line.c.bank_match_id)
        .having(func.count() == 1)
        .order_by(part_line.c.bank_match_id.desc())
        .limit(RECENT)
    )
    told = _bank_said(connection, newest)
    apart: dict[str, list[int]] = defaultdict(list)
    called: dict[str, Counter[str]] = defaultdict(Counter)
    for entry in _entries(connection, part_posting.c.bank_match_id.in_(newest)):
        if entry.party and entry.key in told:
            day, payee = told[entry.key]
            apart[entry.party].append((day - entry.day).days)
            if words := bank_words(payee):
                called[words][entry.party] += 1
    days = {party: Habit(median_low(some), len(some)) for party, some in apart.items()}
    return Habits(days, called)


def _at_one_bank(connection: Connection, account: AccountRow) -> list[int]:
    """Return the accounts of which a bank tells in the same words: the entity's at that bank."""
    bank = account.bank.strip().casefold()
    alike = {
        one.id
        for one in accounts(connection, account.entity_id)
        if bank and one.bank.strip().casefold() == bank
    }
    return sorted(alike | {account.id})


def _bank_said(connection: Connection, match_ids: Any) -> dict[int, tuple[date, str]]:  # noqa: ANN401
    """Return the bank's day and payee of each posting that stands alone in one of some matches."""
    query = (
        select(
            func.min(part_posting.c.posting_id).label("posting_id"),
            func.max(line.c.booked_on).label("day"), func.max(line.c.payee).label("payee"),
        )
        .join(part_line, part_line.c.bank_match_id == part_posting.c.bank_match_id)
        .join(line, line.c.id == part_line.c.statement_line_id)
        .where(part_posting.c.bank_match_id.in_(match_ids))
        .group_by(part_posting.c.bank_match_id)
        .having(func.count() == 1)
    )  # fmt: skip
    return {
        row.posting_id: (date.fromisoformat(row.day), row.payee)
        for row in connection.execute(query)
    }


# --- sums


def bank_balance(connection: Connection, account: AccountRow, until: str) -> BankBalance:
    """Return what the bank says stands on an account at the end of a day.

    Counted from the newest closing balance to that day; without one, back from the next; without
    any, from the balance with which the books begin.
    """
    before, after = _closings(connection, account, until)
    if before is not None:
        day, cents = before
        return BankBalance(cents + _between(connection, account, day, until), day)
    if after is not None:
        day, cents = after
        return BankBalance(cents - _between(connection, account, until, day), day)
    own = select(func.coalesce(func.sum(line.c.amount_cents), 0)).where(
        lines_since_opening(account, until)
    )
    moved = int(connection.execute(own).scalar_one())
    return BankBalance(account.opening_balance_cents + moved, "")


def _closings(
    connection: Connection, account: AccountRow, until: str
) -> tuple[tuple[str, int] | None, tuple[str, int] | None]:
    """Return the newest closing balance to a day, and the oldest after it."""
    last = (
        select(func.max(line.c.booked_on))
        .where(line.c.bank_statement_id == statement.c.id)
        .scalar_subquery()
    )
    day = func.coalesce(statement.c.closing_on, last).label("day")
    query = (
        select(day, statement.c.closing_cents)
        .where(
            statement.c.account_id == account.id, statement.c.closing_cents.is_not(None),
            or_(statement.c.closing_on.is_not(None), last.is_not(None)),
        )
        .order_by(day, statement.c.id)
    )  # fmt: skip
    found = [(row.day, int(row.closing_cents)) for row in connection.execute(query)]
    before = [one for one in found if one[0] <= until]
    after = [one for one in found if one[0] > until]
    return (before[-1] if before else None), (after[0] if after else None)


def _between(connection: Connection, account: AccountRow, after: str, to: str) -> int:
    query = select(func.coalesce(func.sum(line.c.amount_cents), 0)).where(
        line.c.account_id == account.id, line.c.booked_on > after, line.c.booked_on <= to
    )
    return int(connection.execute(query).scalar_one())


def cleared_cents(connection: Connection, account: AccountRow, until: str) -> int:
    """Return the books' beginning and what of them the bank has told to a day, in cents."""
    query = (
        select(func.coalesce(func.sum(line.c.amount_cents), 0))
        .join(part_line, part_line.c.statement_line_id == line.c.id)
        .where(lines_since_opening(account, until))
    )
    return account.opening_balance_cents + int(connection.execute(query).scalar_one())


def book_cents(connection: Connection, account: AccountRow, until: str) -> int:
    """Return what the books say stands on an account at the end of a day, in cents."""
    query = select(func.coalesce(func.sum(posting.c.cents), 0)).where(
        posting.c.account_id == account.id, posting.c.posted_on <= until
    )
    return account.opening_balance_cents + int(connection.execute(query).scalar_one())


def last_line_on(connection: Connection, account: AccountRow) -> str:
    """Return the day of the newest line of an account; empty without any."""
    query = select(func.max(line.c.booked_on)).where(line.c.account_id == account.id)
    return connection.execute(query).scalar() or ""


def last_line_to(connection: Connection, account: AccountRow, until: str) -> str:
    """Return the day of the newest line of an account to a day; empty without any."""
    query = select(func.max(line.c.booked_on)).where(
        line.c.account_id == account.id, line.c.booked_on <= until
    )
    return connection.execute(query).scalar() or ""


def first_line_on(connection: Connection, account: AccountRow) -> str:
    """Return the day of the oldest line of an account; empty without any."""
    query = select(func.min(line.c.booked_on)).where(line.c.account_id == account.id)
    return connection.execute(query).scalar() or ""


def moved_since(entries: Iterable[Entry], until: str) -> Iterator[Entry]:
    """Yield the entries of the books to a day: the bank may know of later ones already."""
    last = date.fromisoformat(until)
    yield from (one for one in entries if one.day <= last)
