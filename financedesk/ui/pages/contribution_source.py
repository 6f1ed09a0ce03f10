"""Where the register's rows and its filters come from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from financedesk.book import Book
from financedesk.book.stopping import stopping_with
from financedesk.ledger.entities import AccountRow, accounts
from financedesk.ledger.overview import DriveProgress, drives_progress
from financedesk.ledger.register import (
    KindGroup,
    Order,
    RegisterQuery,
    RegisterRow,
    Status,
    register_count,
    register_rows,
    register_total,
)
from financedesk.progress import Progress
from financedesk.ui.models import Query
from financedesk.ui.pages.register_source import EntrySource, account_field, period_field
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
    "on_hold": "On hold",
}
VIEWS: tuple[tuple[str, str], ...] = (
    ("", "All"),
    ("undeposited", "Undeposited"),
    ("on_hold", "On hold"),
    ("incomplete", "Incomplete"),
    ("refunded", "Refunded"),
)
"""The views of the register: statuses that a treasurer works through."""
DEPOSITS = "deposits"
ALL_VIEWS = (*VIEWS, (DEPOSITS, "Deposits"))
"""With the view of its own: the slips, and what waits for one."""
_ORDERS: Mapping[str, Order] = {
    "date": "date", "name": "name", "amount": "amount", "city": "city", "method": "method",
    "drive": "drive", "aggregate": "aggregate", "kind": "kind", "entity": "entity",
}  # fmt: skip


_NOTHING_FITS = ("Nothing fits", "Remove a filter or search for something else.")
_EMPTY_VIEWS: Mapping[str, tuple[str, str]] = {
    "on_hold": (
        "Nothing is on hold",
        (
            "A gift that may be prohibited, from somebody else or above the limit waits here: "
            "choose it in the register, then Hold… (Ctrl+H). Its last days count from then on."
        ),
    ),
}


def empty_words(query: Query) -> tuple[str, str]:
    """Return title and words of a register in which nothing fits what was asked."""
    only = not query.text and dict(query.filters).keys() == {"status"}
    return _EMPTY_VIEWS.get(query.where("status") or "", _NOTHING_FITS) if only else _NOTHING_FITS


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


class RegisterSource(EntrySource):
    """Reads contributions, or whatever other entries the filters ask for."""

    def question(self, query: Query) -> RegisterQuery:
        """Return the ledger's question for what the page asks."""
        return register_query(query, self.desk.scope)

    def rows(self, ids: Sequence[int]) -> Sequence[RegisterRow | None]:
        """Return one page of rows; None where an entry has gone."""
        with self.desk.book.read() as connection:
            found = {row.id: row for row in register_rows(connection, ids)}
        return [found.get(item_id) for item_id in ids]

    def total_cents(self, ids: Sequence[int], progress: Progress) -> int:
        """Return what many entries come to."""
        with self.desk.book.read() as connection:
            return register_total(connection, ids, progress)

    def totals(self, query: Query, progress: Progress) -> tuple[int, int]:
        """Return how many entries fit and what they come to, for the last line of the table."""
        if not self.desk.scope:
            return 0, 0
        with self.desk.book.read() as connection, stopping_with(connection, progress):
            found = register_count(connection, self.question(query))
        return found.rows, found.cents


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
    fields = (
        FilterField("status", "Status", tuple(STATUS_WORDS.items())),
        period_field(today, period),
        FilterField("drive", "Drive", drives),
        account_field(choices.accounts, names),
        FilterField("group", "Kind", tuple(GROUP_WORDS.items())),
    )
    return tuple(field for field in fields if field.values)
