"""What the closing of a month shows: its state, its figures, and what lies between both sides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from financedesk.banking.closing import (
    Closing,
    ClosingItem,
    ClosingOutlook,
    TouchedFiling,
    closing_items,
    closing_outlook,
    closings,
    touched_filings,
)
from financedesk.banking.told import told_months
from financedesk.book import Book
from financedesk.ledger.entities import AccountRow
from financedesk.ui.formatting import counted, day, money, month
from financedesk.ui.widgets import Figure


@dataclass(frozen=True, slots=True)
class Month:
    """A month of an account: its last day, and the closing in force over it."""

    last: str
    closing: Closing | None

    @property
    def title(self) -> str:
        """The month in words."""
        return month(date.fromisoformat(self.last))

    @property
    def short(self) -> str:
        """The month as short as it can be: ``Oct 2026``."""
        return f"{date.fromisoformat(self.last):%b %Y}"

    @property
    def state(self) -> tuple[str, str]:
        """Open, closed or reviewed, with its tone."""
        if self.closing is None:
            return "Open", "neutral"
        return ("Reviewed", "ok") if self.closing.reviewed_on else ("Closed", "info")


@dataclass(frozen=True, slots=True)
class ClosingView:
    """A month as it is closed, or as it would be: what lies between bank and books."""

    month: Month
    outlook: ClosingOutlook | None
    items: tuple[ClosingItem, ...]
    filings: tuple[TouchedFiling, ...]


def read_closing_months(book: Book, account: AccountRow) -> tuple[Month, ...]:
    """Return the months of an account of which its bank has told, the newest first."""
    with book.read() as connection:
        kept = [one for one in closings(connection, account.id) if one.is_in_force]
        lasts = told_months(connection, account)
    return tuple(Month(last, _over(kept, last)) for last in lasts)


def _over(kept: Sequence[Closing], last: str) -> Closing | None:
    return next((one for one in kept if one.closed_from <= last <= one.closed_through), None)


def read_closing(book: Book, account: AccountRow, one: Month, today: str) -> ClosingView:
    """Read how a month was closed, or what closing it would say."""
    with book.read() as connection:
        if one.closing is None:
            found = closing_outlook(connection, account.id, one.last, today=today)
            return ClosingView(one, found, found.items, found.filings)
        items = tuple(closing_items(connection, one.closing.id))
        return ClosingView(one, None, items, tuple(touched_filings(connection, one.closing.id)))


# --- in words


def where_words(one: ClosingItem) -> str:
    """Return which side has an item, in words."""
    if one.side == "bank":
        return "only at the bank"
    return "on its way to the bank" if one.cents > 0 else "outstanding"


def unclosable(outlook: ClosingOutlook | None) -> str:
    """Say what hinders beyond lines that want words: those are asked in the form."""
    if outlook is None or not outlook.hinders:
        return ""
    return "" if outlook.unexplained else outlook.hinders[0]


def closed_words(closing: Closing) -> str:
    """Return who closed a month and who reviewed it, in a sentence."""
    said = f"Closed by {closing.prepared_by} on {_on(closing.prepared_on)}"
    if closing.reviewed_on:
        return f"{said}, reviewed by {closing.reviewed_by} on {_on(closing.reviewed_on)}."
    return f"{said}; not reviewed yet."


def _on(words: str) -> str:
    return day(date.fromisoformat(words))


def closing_figures(found: ClosingView) -> tuple[Figure, ...]:
    """Return the figures of a month, as it is closed or as it would be."""
    kept = found.outlook or found.month.closing
    if kept is None:
        return ()
    differs = kept.difference_cents
    sums = (
        Figure("Statement", money(kept.statement_cents)),
        Figure("Difference", money(differs), "warn" if differs else "ok"),
        Figure("Books", money(kept.book_cents)),
    )
    if found.outlook is None:
        return (*sums, Figure("Listed", counted(len(found.items), "item")))
    bank, books = found.outlook.adjusted_bank_cents, found.outlook.adjusted_book_cents
    if bank == books:
        return (*sums, Figure("Adjusted, both", money(bank), "ok"))
    return (*sums, Figure("Adjusted bank", money(bank)), Figure("Adjusted books", money(books)))
