"""Matched lines and entries in words, and what a line or an entry is made of: evidence on demand.

A payout opens to its gross, fees, refunds and gifts, a deposit to its checks, anything else to its
entries. All sums are integer cents; nothing is written.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, func, select

from financedesk.banking.creating import PayoutRow, payout_of
from financedesk.errors import NotFound
from financedesk.ledger import tables
from financedesk.ledger.contacts import display_name
from financedesk.ledger.deposit_lock import posting_of_item
from financedesk.ledger.entities import AccountRow, accounts
from financedesk.rules.kinds import kind

line, posting, item, act, contact, statement, payout = (
    tables.statement_line, tables.posting, tables.item, tables.transaction, tables.contact,
    tables.bank_statement, tables.payout,
)  # fmt: skip
match, part_line, part_posting, aside = (
    tables.bank_match, tables.bank_match_line, tables.bank_match_posting, tables.line_set_aside,
)  # fmt: skip

_CHUNK = 500
_MONTHS = 36
_PARTS = 60
"""So many entries of a posting are listed; how many there are is said."""


@dataclass(frozen=True, slots=True)
class Told:
    """A line or an entry in words: its day (``YYYY-MM-DD``), who, what besides, and its cents."""

    id: int
    day: str
    title: str
    note: str
    cents: int


# --- lists


def matched_lines(connection: Connection, account: AccountRow) -> Mapping[int, Told]:
    """Return the lines of an account that stand in a match, by their ids."""
    query = (
        select(line)
        .join(part_line, part_line.c.statement_line_id == line.c.id)
        .where(line.c.account_id == account.id)
    )
    return {row.id: _line_told(row) for row in connection.execute(query)}


def matched_entries(connection: Connection, account: AccountRow) -> Mapping[int, Told]:
    """Return the entries of an account that stand in a match, by their postings."""
    query = (
        select(part_posting.c.posting_id)
        .join(match, match.c.id == part_posting.c.bank_match_id)
        .where(match.c.account_id == account.id)
    )
    return entries_told(connection, list(connection.execute(query).scalars()))


def entries_told(connection: Connection, posting_ids: Sequence[int]) -> Mapping[int, Told]:
    """Return entries in words, by their postings."""
    found: dict[int, Told] = {}
    for at in range(0, len(posting_ids), _CHUNK):
        some = posting_ids[at : at + _CHUNK]
        names = _names(connection, some)
        query = (
            select(posting.c.id, posting.c.posted_on, posting.c.cents, act.c.kind,
                   act.c.description)
            .join(act, act.c.id == posting.c.transaction_id)
            .where(posting.c.id.in_(some))
        )  # fmt: skip
        for row in connection.execute(query):
            found[row.id] = _entry_told(row, names.get(row.id, []))
    return found


def payouts_told(connection: Connection, account: AccountRow) -> Mapping[str, str]:
    """Return what the payouts to an account are made of, in words by their numbers."""
    query = select(
        payout.c.external_id, payout.c.gross_cents, payout.c.fee_cents, payout.c.refund_cents
    ).where(payout.c.account_id == account.id)
    return {row.external_id: _made_of(row) for row in connection.execute(query)}


def _made_of(row: Any) -> str:  # noqa: ANN401
    parts = ((row.gross_cents, "gifts"), (row.fee_cents, "fees"), (row.refund_cents, "refunds"))
    return " · ".join(f"{word} {_plain(cents)}" for cents, word in parts if cents)


def _plain(cents: int) -> str:
    whole, rest = divmod(abs(cents), 100)
    return f"{'−' if cents < 0 else ''}{whole:,}.{rest:02d}"


def _line_told(row: Any) -> Told:  # noqa: ANN401
    title = row.payee or row.memo or "Without words"
    parts = (row.memo if row.payee else "", f"check {row.check_number}" if row.check_number else "")
    return Told(row.id, row.booked_on, title, " · ".join(filter(None, parts)), row.amount_cents)


def _entry_told(row: Any, names: Sequence[str]) -> Told:  # noqa: ANN401
    said = row.description or ""
    if row.kind == "payout" or not names:
        return Told(row.id, row.posted_on, said or "Entry of the books", "", row.cents)
    others = len(names) - 2
    title = ", ".join(names[:2]) + (f" and {others:,} more" if others > 0 else "")
    return Told(row.id, row.posted_on, title, said, row.cents)


def _names(connection: Connection, posting_ids: Sequence[int]) -> Mapping[int, list[str]]:
    query = (
        select(posting.c.id, contact.c.type, contact.c.name, contact.c.first_name,
               contact.c.last_name)
        .join(act, act.c.id == posting.c.transaction_id)
        .join(item, _of_posting())
        .join(contact, contact.c.id == item.c.contact_id)
        .where(posting.c.id.in_(posting_ids), act.c.kind.not_in(("report", "payout")))
        .order_by(posting.c.id, item.c.id)
    )  # fmt: skip
    names: dict[int, dict[str, None]] = defaultdict(dict)
    for row in connection.execute(query):
        names[row.id][_name(row)] = None
    return {key: [*found] for key, found in names.items()}


def _of_posting() -> Any:  # noqa: ANN401
    """Return the condition of the items of which a posting is the money."""
    return and_(posting_of_item(), item.c.cash_cents != 0)


def _name(row: Any) -> str:  # noqa: ANN401
    parts = ("", row.first_name, "", row.last_name, "")
    return display_name(row.type, row.name, row.last_name, parts)


# --- what one thing is made of


@dataclass(frozen=True, slots=True)
class Part:
    """An entry that a posting is made of: who, what kind it is, its day, its cents, its item."""

    item_id: int
    name: str
    kind: str
    day: str
    cents: int


@dataclass(frozen=True, slots=True)
class LineEvidence:
    """Everything a bank says of a line, as names with words; ``aside`` why it is set aside."""

    told: Told
    facts: tuple[tuple[str, str], ...]
    aside: str


@dataclass(frozen=True, slots=True)
class EntryEvidence:
    """What an entry of the books is made of.

    ``sums`` are a payout's gross, fees and refunds in cents; ``parts`` the first of its
    ``number`` entries. ``payout`` is the payout that it is of.
    """

    told: Told
    sums: tuple[tuple[str, int], ...]
    parts: tuple[Part, ...]
    number: int
    payout: PayoutRow | None


def line_evidence(connection: Connection, line_ids: Sequence[int]) -> tuple[LineEvidence, ...]:
    """Return what the bank says of lines; raises NotFound when one is gone."""
    return tuple(_of_line(connection, one) for one in line_ids)


def _of_line(connection: Connection, line_id: int) -> LineEvidence:
    query = (
        select(line, statement.c.file_name, aside.c.why)
        .join(statement, statement.c.id == line.c.bank_statement_id)
        .outerjoin(aside, aside.c.statement_line_id == line.c.id)
        .where(line.c.id == line_id)
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound("This line is not in the book any more; look at the account again.")
    facts = (
        ("Payee", row.payee), ("Words", row.memo), ("Reference", row.reference),
        ("Check", row.check_number), ("Kind", row.kind), ("Counts from", row.value_on or ""),
        ("Statement", row.file_name or "typed by hand"), ("Stands in it at", row.place),
    )  # fmt: skip
    shown = tuple((name, words) for name, words in facts if words)
    return LineEvidence(_line_told(row), shown, row.why or "")


def entry_evidence(connection: Connection, posting_ids: Sequence[int]) -> tuple[EntryEvidence, ...]:
    """Return what entries are made of; raises NotFound when one is gone."""
    told = entries_told(connection, posting_ids)
    if len(told) < len(set(posting_ids)):
        raise NotFound("This entry is not in the book any more; look at the account again.")
    return tuple(_of_entry(connection, told[one]) for one in posting_ids)


def _of_entry(connection: Connection, told: Told) -> EntryEvidence:
    found = payout_of(connection, told.id)
    source: Any = item.join(posting, item.c.transaction_id == posting.c.transaction_id)
    where: tuple[Any, ...] = (posting.c.id == told.id, _of_posting())
    sums: tuple[tuple[str, int], ...] = ()
    if found is not None:
        where = (item.c.payout_id == found.id,)
        source = item
        sums = (("Gifts, gross", found.gross_cents), ("Fees", -found.fee_cents),
                ("Refunds", -found.refund_cents), ("Paid out", found.net_cents))  # fmt: skip
    number = connection.execute(select(func.count()).select_from(source).where(*where)).scalar()
    parts = tuple(_parts(connection, source, where))
    return EntryEvidence(told, sums, parts, int(number or 0), found)


def _parts(connection: Connection, source: Any, where: Sequence[Any]) -> Iterator[Part]:  # noqa: ANN401
    query = (
        select(item.c.id, item.c.kind, item.c.item_date, item.c.cash_cents, contact.c.type,
               contact.c.name, contact.c.first_name, contact.c.last_name)
        .select_from(source.outerjoin(contact, contact.c.id == item.c.contact_id))
        .where(*where)
        .order_by(item.c.item_date, item.c.id)
        .limit(_PARTS)
    )  # fmt: skip
    for row in connection.execute(query):
        name = _name(row) if row.type else ""
        yield Part(row.id, name, kind(row.kind).label, row.item_date, int(row.cash_cents))


# --- how much there is to do


@dataclass(frozen=True, slots=True)
class AccountChoice:
    """A bank account that can be reconciled, with how many of its lines want somebody."""

    account: AccountRow
    to_do: int
    has_lines: bool


def account_choices(connection: Connection, entity_ids: Sequence[int]) -> tuple[AccountChoice, ...]:
    """Return the bank accounts of entities in their order, with what is to do on each."""
    held = [
        one
        for entity_id in entity_ids
        for one in accounts(connection, entity_id)
        if one.role == "bank"
    ]
    open_now = open_counts(connection, [one.id for one in held])
    told = set(connection.execute(select(statement.c.account_id).distinct()).scalars())
    return tuple(AccountChoice(one, open_now.get(one.id, 0), one.id in told) for one in held)


def told_months(connection: Connection, account: AccountRow) -> tuple[str, ...]:
    """Return the last days of the months of which a bank has told, the newest first.

    Months before the account's books begin are left out, and those older than three years.
    """
    query = select(func.min(line.c.booked_on), func.max(line.c.booked_on)).where(
        line.c.account_id == account.id
    )
    first, last = connection.execute(query).one()
    if first is None:
        return ()
    begin = max(first, account.opening_date or first)
    return tuple(_month_ends(date.fromisoformat(begin), date.fromisoformat(last)))[:_MONTHS]


def _month_ends(first: date, last: date) -> Iterator[str]:
    year, number = last.year, last.month
    while (year, number) >= (first.year, first.month):
        after = date(year + number // 12, number % 12 + 1, 1)
        yield date.fromordinal(after.toordinal() - 1).isoformat()
        year, number = (year, number - 1) if number > 1 else (year - 1, 12)


def open_counts(connection: Connection, account_ids: Sequence[int]) -> Mapping[int, int]:
    """Return how many lines of accounts stand in no match and are not set aside.

    Lines from before an account's books are not asked about.
    """
    query = (
        select(line.c.account_id, func.count())
        .join(tables.account, tables.account.c.id == line.c.account_id)
        .outerjoin(part_line, part_line.c.statement_line_id == line.c.id)
        .outerjoin(aside, aside.c.statement_line_id == line.c.id)
        .where(
            line.c.account_id.in_(account_ids), part_line.c.id.is_(None), aside.c.id.is_(None),
            line.c.booked_on >= func.coalesce(tables.account.c.opening_date, ""),
        )
        .group_by(line.c.account_id)
    )  # fmt: skip
    return {account_id: int(number) for account_id, number in connection.execute(query)}


def lines_to_do(connection: Connection, entity_ids: Sequence[int]) -> int:
    """Return how many lines of the bank accounts of entities want somebody."""
    query = select(tables.account.c.id).where(
        tables.account.c.entity_id.in_(entity_ids), tables.account.c.role == "bank"
    )
    held = list(connection.execute(query).scalars())
    return sum(open_counts(connection, held).values()) if held else 0
