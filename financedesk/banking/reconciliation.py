"""Bank and books of one account brought together on a day: as it was closed, or as it stands.

What was closed is told from what the closing kept, so that its paper is the same for ever; a day
on which nothing was closed is told from the books as they are.
"""

from dataclasses import dataclass

from sqlalchemy import Connection

from financedesk.banking.closing_outlook import age_days, closing_outlook
from financedesk.ledger.account_edit import account_by_id
from financedesk.ledger.bank_closings import (
    BANK,
    BOOKS,
    Closing,
    ClosingItem,
    closing_by_id,
    closings_of,
    items_of_closing,
)
from financedesk.ledger.entities import AccountRow
from financedesk.rules.dates import parse_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """An account's bank and books on a day, and what lies between them; all sums in cents.

    ``statement_on`` is empty where no statement says a balance: then the bank's is not known.
    ``closing`` is None where nothing was closed through this day.
    """

    account: AccountRow
    first: str
    through: str
    statement_cents: int
    statement_on: str
    book_cents: int
    items: tuple[ClosingItem, ...]
    closing: Closing | None
    hinders: tuple[str, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether a statement says what the bank held."""
        return bool(self.statement_on)

    @property
    def in_transit(self) -> tuple[ClosingItem, ...]:
        """Money in that the bank had not told."""
        return tuple(one for one in self.items if one.side == BOOKS and one.cents > 0)

    @property
    def outstanding(self) -> tuple[ClosingItem, ...]:
        """Money out that the bank had not told: checks on their way."""
        return tuple(one for one in self.items if one.side == BOOKS and one.cents < 0)

    @property
    def unbooked(self) -> tuple[ClosingItem, ...]:
        """Lines of the bank that the books had not, or had later."""
        return tuple(one for one in self.items if one.side == BANK)

    @property
    def adjusted_bank_cents(self) -> int:
        """The bank's balance with deposits in transit, less what is outstanding."""
        return self.statement_cents + cents_of((*self.in_transit, *self.outstanding))

    @property
    def adjusted_book_cents(self) -> int:
        """The books' balance with what only the bank had."""
        return self.book_cents + cents_of(self.unbooked)

    @property
    def remainder_cents(self) -> int:
        """What nothing explains; 0 in whatever was closed."""
        return self.adjusted_bank_cents - self.adjusted_book_cents

    def age(self, item: ClosingItem) -> int:
        """Return how many days one of its items is old on its day."""
        return age_days(item, self.through)


def cents_of(items: tuple[ClosingItem, ...]) -> int:
    """Return the sum of items in cents."""
    return sum(one.cents for one in items)


def reconciliation(connection: Connection, account_id: int, through: str) -> Reconciliation:
    """Return bank and books of an account on a day.

    Raises BadInput for what is no day and Refused for an account that no bank keeps.
    """
    day = parse_day(through).isoformat()
    kept = (one for one in closings_of(connection, account_id) if one.is_in_force)
    closed = next((one for one in kept if one.closed_through == day), None)
    if closed is not None:
        return reconciliation_of(connection, closed.id)
    found = closing_outlook(connection, account_id, day)
    return Reconciliation(
        account=found.account, first=found.closed_from, through=day,
        statement_cents=found.statement_cents, statement_on=found.statement_on,
        book_cents=found.book_cents, items=found.items, closing=None, hinders=found.hinders,
    )  # fmt: skip


def reconciliation_of(connection: Connection, closing_id: int) -> Reconciliation:
    """Return bank and books as they were closed; raises NotFound when there is no such closing."""
    kept = closing_by_id(connection, closing_id)
    return Reconciliation(
        account=account_by_id(connection, kept.account_id), first=kept.closed_from,
        through=kept.closed_through, statement_cents=kept.statement_cents,
        statement_on=kept.statement_on, book_cents=kept.book_cents,
        items=tuple(items_of_closing(connection, closing_id)), closing=kept,
    )  # fmt: skip
