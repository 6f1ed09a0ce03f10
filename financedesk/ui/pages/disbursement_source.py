"""Where the rows of disbursements and transfers come from, and what they are filtered by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from financedesk.book import Book
from financedesk.book.stopping import stopping_with
from financedesk.ledger.checks_drawn import next_number
from financedesk.ledger.entities import AccountRow, accounts
from financedesk.ledger.outlays import (
    Flows,
    OutlayRow,
    View,
    outlay_flows,
    outlay_rows,
    outlay_total,
)
from financedesk.ledger.payee_search import purposes_used
from financedesk.ledger.register import Order, RegisterQuery, Status
from financedesk.progress import Progress
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.models import Query
from financedesk.ui.pages.register_source import EntrySource, account_field, period_field
from financedesk.ui.widgets import FilterField

VIEWS: tuple[tuple[View, str], ...] = (
    ("outlays", "All"),
    ("payments", "Disbursements"),
    ("transfers", "Transfers"),
)
OwnView = Literal["bills", "checks"]
BILLS: Final = "bills"
CHECKS: Final = "checks"
ALL_VIEWS: tuple[tuple[str, str], ...] = (*VIEWS, (BILLS, "Bills"), (CHECKS, "Checks"))
"""The views of the register, and those of their own beside it."""
_STATUSES: Mapping[Status, str] = {
    "itemised": "Itemised",
    "unitemised": "Unitemised",
    "memo": "Memo",
}
_ORDERS: Mapping[str, Order] = {"date": "date", "name": "name", "amount": "amount"}


@dataclass
class OutlaySource(EntrySource):
    """Reads what goes out of the entities in hand; ``view`` says which part of it."""

    view: View = "outlays"

    def question(self, query: Query) -> RegisterQuery:
        """Return the ledger's question for what the page asks."""
        first, _, last = (query.where("period") or "").partition("..")
        account = query.where("account") or ""
        status = query.where("status")
        return RegisterQuery(
            entity_ids=tuple(self.desk.scope),
            text=query.text,
            account=int(account) if account.isdecimal() else None,
            status=next((one for one in _STATUSES if one == status), None),
            kind_group=self.view,
            first_day=first or None,
            last_day=last or None,
            order=_ORDERS.get(query.sort_key, "date"),
            descending=query.descending,
        )

    def rows(self, ids: Sequence[int]) -> Sequence[OutlayRow | None]:
        """Return one page of rows; None where an entry has gone."""
        seen = seen_entities(self.desk)
        with self.desk.book.read() as connection:
            found = {row.id: row for row in outlay_rows(connection, ids, seen)}
        return [found.get(item_id) for item_id in ids]

    def total_cents(self, ids: Sequence[int], progress: Progress) -> int:
        """Return what many entries took out, less what they brought in."""
        with self.desk.book.read() as connection:
            return outlay_total(connection, ids, progress)

    def totals(self, query: Query, progress: Progress) -> tuple[int, int]:
        """Return how many entries fit and what they took out, less what they brought in."""
        found = self.flows(query, progress)
        return found.rows, found.out_cents - found.in_cents

    def flows(self, query: Query, progress: Progress) -> Flows:
        """Return how many entries fit, and what went out and came in by them."""
        if not self.desk.scope:
            return Flows(0, 0, 0)
        with self.desk.book.read() as connection, stopping_with(connection, progress):
            return outlay_flows(connection, self.question(query))


def seen_entities(desk: BookDesk) -> frozenset[int]:
    """Return the ids of every entity that the user may see, in hand or not."""
    return frozenset(row.id for row in desk.entity_rows())


# --- what the forms choose from


@dataclass(frozen=True)
class Means:
    """The bank accounts that may be paid from, and what an entity's payments were for.

    ``purposes`` are by entity, the most usual first; ``next_checks`` the numbers by account.
    """

    accounts: tuple[AccountRow, ...]
    purposes: Mapping[int, tuple[str, ...]]
    next_checks: Mapping[int, int]

    def accounts_of(self, entity_id: int) -> tuple[AccountRow, ...]:
        """Return the bank accounts of an entity."""
        return tuple(one for one in self.accounts if one.entity_id == entity_id)


NO_MEANS = Means((), {}, {})
_YEARS_OF_PURPOSES = 2


def read_means(book: Book, entity_ids: Sequence[int], today: date) -> Means:
    """Read the open bank accounts of entities and the purposes of their last two years."""
    since = date(today.year - _YEARS_OF_PURPOSES, 1, 1).isoformat()
    now = today.isoformat()
    with book.read() as connection:
        held = tuple(
            one
            for entity_id in entity_ids
            for one in accounts(connection, entity_id)
            if one.role == "bank" and not (one.closed_on and one.closed_on < now)
        )
        purposes = {one: purposes_used(connection, one, since) for one in entity_ids}
        numbers = {one.id: next_number(connection, one.id) for one in held}
    return Means(held, purposes, numbers)


def outlay_filters(
    held: Sequence[AccountRow], names: Mapping[int, str], today: date, period: str
) -> tuple[FilterField, ...]:
    """Return the filters to offer; ``names`` tells entities apart where there are several.

    ``period`` is one that is set already and need not be among the usual ones.
    """
    fields = (
        FilterField("status", "Status", tuple(_STATUSES.items())),
        period_field(today, period),
        account_field(held, names),
    )
    return tuple(field for field in fields if field.values)
