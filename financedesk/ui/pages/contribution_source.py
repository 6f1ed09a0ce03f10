"""Where the register's rows and its filters come from."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from financedesk.book import Book
from financedesk.ledger.entities import AccountRow, accounts
from financedesk.ledger.overview import DriveProgress, drives_progress
from financedesk.ledger.register import (
    Count,
    KindGroup,
    Order,
    RegisterQuery,
    RegisterRow,
    Status,
    register_count,
    register_ids,
    register_rows,
    register_total,
)
from financedesk.progress import Progress
from financedesk.rules.dates import first_of_month, first_of_quarter
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.formatting import month, span
from financedesk.ui.models import Query
from financedesk.ui.widgets import FilterField

Word = TypeVar("Word", bound=str)

GROUP_WORDS: Mapping[KindGroup, str] = {
    "contributions": "Contributions",
    "receipts": "All money in",
    "disbursements": "Money out",
    "all": "Everything",
}
STATUS_WORDS: Mapping[Status, str] = {
    "itemised": "Itemised",
    "unitemised": "Unitemised",
    "memo": "Memo",
    "refunded": "Refunded",
    "incomplete": "Employer or occupation missing",
    "undeposited": "Undeposited",
}
VIEWS: tuple[tuple[str, str], ...] = (
    ("", "All"),
    ("undeposited", "Undeposited"),
    ("incomplete", "Missing information"),
    ("refunded", "Refunded"),
)
"""The views of the register: statuses that a treasurer works through."""
_ORDERS: Mapping[str, Order] = {
    "date": "date", "name": "name", "amount": "amount", "city": "city", "method": "method",
    "drive": "drive", "aggregate": "aggregate", "kind": "kind", "entity": "entity",
}  # fmt: skip


def register_query(query: Query, scope: Sequence[int]) -> RegisterQuery:
    """Return the ledger's question for what the page asks; unknown words ask for no filter."""
    first, _, last = (query.where("period") or "").partition("..")
    return RegisterQuery(
        entity_ids=tuple(scope),
        text=query.text,
        drive=_number(query.where("drive")),
        account=_number(query.where("account")),
        status=_one_of(query.where("status"), STATUS_WORDS),
        kind_group=_one_of(query.where("group"), GROUP_WORDS) or "contributions",
        first_day=first or None,
        last_day=last or None,
        order=_ORDERS.get(query.sort_key, "date"),
        descending=query.descending,
    )


def _number(words: str | None) -> int | None:
    return int(words) if words and words.isdecimal() else None


def _one_of(words: str | None, known: Mapping[Word, str]) -> Word | None:
    return next((one for one in known if one == words), None)


@dataclass(frozen=True)
class RegisterSource:
    """Reads the entries of the entities in hand; another choice of entities asks anew."""

    desk: BookDesk

    def ids(self, query: Query, progress: Progress) -> "array[int]":
        """Return the ids of all entries that fit, in their order."""
        progress.step(0, None, "Searching")
        if not self.desk.scope:
            return array("q")
        with self.desk.book.read() as connection:
            asked = register_query(query, self.desk.scope)
            return register_ids(connection, asked, progress=progress)

    def first_ids(self, query: Query, limit: int, progress: Progress) -> "array[int]":
        """Return the first entries that fit, before the others are looked for."""
        progress.step(0, None, "Searching")
        if not self.desk.scope:
            return array("q")
        with self.desk.book.read() as connection:
            return register_ids(connection, register_query(query, self.desk.scope), limit=limit)

    def rows(self, ids: Sequence[int]) -> Sequence[RegisterRow | None]:
        """Return one page of rows; None where an entry has gone."""
        with self.desk.book.read() as connection:
            found = {row.id: row for row in register_rows(connection, ids)}
        return [found.get(item_id) for item_id in ids]

    def total_cents(self, ids: Sequence[int], progress: Progress) -> int:
        """Return what many entries come to."""
        with self.desk.book.read() as connection:
            return register_total(connection, ids, progress)

    def totals(self, query: Query) -> tuple[int, int]:
        """Return how many entries fit and what they come to, for the last line of the table."""
        found = self.count(query)
        return found.rows, found.cents

    def count(self, query: Query) -> Count:
        """Return how many entries fit, and what they come to."""
        if not self.desk.scope:
            return Count(0, 0)
        with self.desk.book.read() as connection:
            return register_count(connection, register_query(query, self.desk.scope))


# --- what can be filtered by


@dataclass(frozen=True)
class Choices:
    """The drives and accounts of the entities in hand."""

    drives: tuple[DriveProgress, ...]
    accounts: tuple[AccountRow, ...]


def read_choices(book: Book, scope: Sequence[int]) -> Choices:
    """Read the drives and accounts of entities."""
    with book.read() as connection:
        drives = tuple(drives_progress(connection, scope)) if scope else ()
        held = tuple(one for entity in scope for one in accounts(connection, entity))
    return Choices(drives, held)


def filter_fields(
    choices: Choices, names: Mapping[int, str], today: date, period: str
) -> tuple[FilterField, ...]:
    """Return the filters to offer; ``names`` tells entities apart where there are several.

    ``period`` is one that is set already and need not be among the usual ones.
    """
    drives = tuple((str(one.id), one.name) for one in choices.drives)
    held = tuple((str(one.id), _account_words(one, names)) for one in choices.accounts)
    periods = usual_periods(today)
    if period and period not in dict(periods):
        periods = (*periods, (period, _period_words(period)))
    fields = (
        FilterField("status", "Status", tuple(STATUS_WORDS.items())),
        FilterField("period", "Period", periods),
        FilterField("drive", "Drive", drives),
        FilterField("account", "Account", held),
        FilterField("group", "Kind", tuple(GROUP_WORDS.items())),
    )
    return tuple(field for field in fields if field.values)


def _account_words(account: AccountRow, names: Mapping[int, str]) -> str:
    owner = names.get(account.entity_id, "")
    return f"{account.name} · {owner}" if len(names) > 1 and owner else account.name


def usual_periods(today: date) -> tuple[tuple[str, str], ...]:
    """Return the periods that a treasurer asks for, as ``first..last`` with their words."""
    this_month, this_quarter = first_of_month(today), first_of_quarter(today)
    last_month = first_of_month(this_month - timedelta(days=1))
    last_quarter = first_of_quarter(this_quarter - timedelta(days=1))
    year, before = date(today.year, 1, 1), date(today.year - 1, 1, 1)
    one = timedelta(days=1)
    spans: tuple[tuple[str, date, date], ...] = (
        (month(this_month), this_month, today),
        (month(last_month), last_month, this_month - one),
        (f"Q{(this_quarter.month + 2) // 3} {this_quarter.year}", this_quarter, today),
        (f"Q{(last_quarter.month + 2) // 3} {last_quarter.year}", last_quarter, this_quarter - one),
        (str(year.year), year, today),
        (str(before.year), before, year - one),
    )
    return tuple((f"{first}..{last}", words) for words, first, last in spans)


def _period_words(period: str) -> str:
    first, _, last = period.partition("..")
    return span(date.fromisoformat(first), date.fromisoformat(last))
