"""What the sources of all registers share: asking the book for ids, and filters in one wording."""

from abc import ABC, abstractmethod
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from financedesk.book.stopping import stopping_with
from financedesk.ledger.entities import AccountRow
from financedesk.ledger.register import RegisterQuery, register_ids
from financedesk.progress import Progress
from financedesk.rules.dates import first_of_month, first_of_quarter
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.formatting import month, span
from financedesk.ui.models import Query
from financedesk.ui.widgets import FilterField


@dataclass
class EntrySource(ABC):
    """Reads the ids of entries of the entities in hand; another choice of them asks anew."""

    desk: BookDesk

    @abstractmethod
    def question(self, query: Query) -> RegisterQuery:
        """Return the ledger's question for what the page asks."""

    def ids(self, query: Query, progress: Progress) -> "array[int]":
        """Return the ids of all entries that fit, in their order."""
        return self._ids(query, progress, None)

    def first_ids(self, query: Query, limit: int, progress: Progress) -> "array[int]":
        """Return the first entries that fit, before the others are looked for."""
        return self._ids(query, progress, limit)

    def _ids(self, query: Query, progress: Progress, limit: int | None) -> "array[int]":
        progress.step(0, None, "Searching")
        if not self.desk.scope:
            return array("q")
        asked = self.question(query)
        with self.desk.book.read() as connection, stopping_with(connection, progress):
            return register_ids(connection, asked, limit=limit, progress=progress)


# --- filters


def period_field(today: date, period: str) -> FilterField:
    """Return the filter by days; ``period`` is one that is set already, usual or not."""
    periods = usual_periods(today)
    if period and period not in dict(periods):
        first, _, last = period.partition("..")
        words = span(date.fromisoformat(first), date.fromisoformat(last))
        periods = (*periods, (period, words))
    return FilterField("period", "Period", periods)


def account_field(held: Sequence[AccountRow], names: Mapping[int, str]) -> FilterField:
    """Return the filter by account; ``names`` tells entities apart where there are several."""
    return FilterField("account", "Account", tuple((str(x.id), _named(x, names)) for x in held))


def _named(account: AccountRow, names: Mapping[int, str]) -> str:
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
