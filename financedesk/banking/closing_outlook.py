"""What closing a bank account through a day would say, and what hinders it.

Bank and books are brought together as a bank reconciliation statement does it: the bank's balance
and what is on its way to it on one side, the books' balance and what the bank alone has on the
other. The two must be equal, and everything that only the bank has must be explained in words
(72 Fed. Reg. 16695).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import Connection, select

from financedesk.banking import facts
from financedesk.banking.between import between, continuity, first_day
from financedesk.errors import Refused
from financedesk.ledger import tables
from financedesk.ledger.account_edit import account_by_id
from financedesk.ledger.bank_closings import BANK, BOOKS, Closing, ClosingItem, newest_closing
from financedesk.ledger.entities import AccountRow
from financedesk.ledger.locks import LOCKING_STATES
from financedesk.rules.dates import parse_day
from financedesk.rules.entities import files_federally
from financedesk.rules.money import format_cents

LEVIN = "levin"
STATEMENT_REACHES = 10
"""The bank's statements must tell of the last so many days before the closing's day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchedFiling:
    """A finalised, filed or adopted report that covers days of a closing."""

    id: int
    form: str
    report_code: str
    from_date: str
    to_date: str
    state: str

    @property
    def words(self) -> str:
        """Return the report as it is called: ``M9 report through 2026-08-31 (filed)``."""
        return f"{self.report_code or self.form} report through {self.to_date} ({self.state})"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingOutlook:
    """What closing an account through a day would say; all sums in cents.

    ``in_transit`` and ``outstanding`` are entries that the bank has not told: money in, and money
    out. ``unbooked`` are lines that the books have not, or later; one whose ``why`` is empty wants
    words. ``before`` is the closing that this one follows. ``hinders`` is why it cannot be closed
    yet, ``notes`` what is worth knowing, both in sentences. ``filings`` cover its days.
    """

    account: AccountRow
    closed_from: str
    closed_through: str
    statement_cents: int
    statement_on: str
    cleared_cents: int
    book_cents: int
    in_transit: tuple[ClosingItem, ...]
    outstanding: tuple[ClosingItem, ...]
    unbooked: tuple[ClosingItem, ...]
    before: Closing | None
    hinders: tuple[str, ...]
    notes: tuple[str, ...]
    filings: tuple[TouchedFiling, ...]

    @property
    def difference_cents(self) -> int:
        """What the bank has that no match explains."""
        return self.statement_cents - self.cleared_cents

    @property
    def adjusted_bank_cents(self) -> int:
        """The bank's balance with deposits in transit, less what is outstanding."""
        return self.statement_cents + sum(
            one.cents for one in (*self.in_transit, *self.outstanding)
        )

    @property
    def adjusted_book_cents(self) -> int:
        """The books' balance with what only the bank has."""
        return self.book_cents + sum(one.cents for one in self.unbooked)

    @property
    def unexplained(self) -> tuple[ClosingItem, ...]:
        """The lines of the bank that want words."""
        return tuple(one for one in self.unbooked if not one.why)

    @property
    def items(self) -> tuple[ClosingItem, ...]:
        """Everything between bank and books."""
        return (*self.unbooked, *self.in_transit, *self.outstanding)

    @property
    def can_close(self) -> bool:
        """Whether nothing hinders."""
        return not self.hinders


def age_days(item: ClosingItem, through: str) -> int:
    """Return how many days an item is old on the last day of a closing."""
    return (date.fromisoformat(through) - date.fromisoformat(item.day)).days


def closing_outlook(
    connection: Connection, account_id: int, through: str,
    explained: Mapping[int, str] | None = None, *, today: str = "",
) -> ClosingOutlook:  # fmt: skip
    """Return what closing an account through a day would say, and what hinders it.

    ``explained`` are words for lines of the bank by their ids; what the closing before or *set
    aside* said of a line is taken where there are none. Raises BadInput for what is no day and
    Refused for an account that no bank keeps.
    """
    account = _bank_account(connection, account_id)
    last = parse_day(through).isoformat()
    before = newest_closing(connection, account_id)
    balance = facts.bank_balance(connection, account, last)
    told_to = max(balance.told_on, facts.last_line_to(connection, account, last))
    # Of a bank that has told nothing there is nothing to hold the books against.
    found = between(connection, account, last, before, explained or {}) if told_to else []
    closed_from = first_day(connection, account, before, last)
    outlook = ClosingOutlook(
        account=account, closed_from=closed_from, closed_through=last,
        statement_cents=balance.cents, statement_on=balance.told_on,
        cleared_cents=facts.cleared_cents(connection, account, last),
        book_cents=facts.book_cents(connection, account, last),
        in_transit=tuple(one for one in found if one.side == BOOKS and one.cents > 0),
        outstanding=tuple(one for one in found if one.side == BOOKS and one.cents < 0),
        unbooked=tuple(one for one in found if one.side == BANK),
        before=before, hinders=(), notes=continuity(connection, account, before, last),
        filings=tuple(filings_over(connection, account, closed_from, last)),
    )  # fmt: skip
    hinders = _hinders(outlook, told_to, today or date.today().isoformat())
    return replace(outlook, hinders=tuple(hinders))


def _bank_account(connection: Connection, account_id: int) -> AccountRow:
    account = account_by_id(connection, account_id)
    if account.role != "bank":
        raise Refused(f"{account.name} is kept by no bank; only bank accounts are closed.")
    return account


# --- what hinders


def _hinders(outlook: ClosingOutlook, told_to: str, today: str) -> Iterator[str]:
    """Yield in sentences why an account cannot be closed through a day yet."""
    name, last, before = outlook.account.name, outlook.closed_through, outlook.before
    if before is not None and last <= before.closed_through:
        yield f"{name} is closed through {before.closed_through} already; choose a later day."
        return
    # What the bank has told has passed, whatever the computer's clock says.
    if last > max(today, told_to):
        yield f"{last} has not passed; close {name} through a day that has."
    yield from _hindered_by_statements(outlook, told_to)
    yield from _hindered_by_sums(outlook)


def _hindered_by_statements(outlook: ClosingOutlook, told_to: str) -> Iterator[str]:
    name, last = outlook.account.name, outlook.closed_through
    wanted = (date.fromisoformat(last) - timedelta(days=STATEMENT_REACHES)).isoformat()
    if not outlook.statement_on:
        yield f"No statement of {name} says a balance; import one, or type it from the paper."
    elif told_to < wanted:
        yield (
            f"The bank’s statements of {name} end on {told_to}; import or type what comes after it"
            f" to {last}."
        )


def _hindered_by_sums(outlook: ClosingOutlook) -> Iterator[str]:
    if open_lines := outlook.unexplained:
        cents = format_cents(sum(one.cents for one in open_lines), symbol=True)
        number = f"{len(open_lines):,} lines of the bank are"
        some = "1 line of the bank is" if len(open_lines) == 1 else number
        yield (
            f"{some} not in the books ({cents} in all); match or record what they are, or say why"
            " they stay out."
        )
    bank, books = outlook.adjusted_bank_cents, outlook.adjusted_book_cents
    if bank != books:
        adjusted = (format_cents(one, symbol=True) for one in (bank, books, bank - books))
        yield (
            "The adjusted balance of the bank is {}, that of the books {}: they differ by {}. The"
            " balance with which the books begin may be wrong, or lines of the bank are"
            " missing.".format(*adjusted)
        )


# --- reports that cover the days


def filings_over(
    connection: Connection, account: AccountRow, first: str, last: str
) -> list[TouchedFiling]:
    """Return reports over some days; an account of which no form tells touches none."""
    if not files_federally(account.kind) and account.kind != LEVIN:
        return []
    column = tables.filing.c
    query = (
        select(
            column.id, column.form, column.report_code, column.from_date, column.to_date,
            column.state,
        )
        .where(
            column.entity_id == account.entity_id, column.state.in_(LOCKING_STATES),
            column.from_date <= last, column.to_date >= first,
        )
        .order_by(column.from_date, column.id)
    )  # fmt: skip
    return [
        TouchedFiling(
            id=row.id, form=row.form, report_code=row.report_code or "",
            from_date=row.from_date or "", to_date=row.to_date or "", state=row.state,
        )
        for row in connection.execute(query)
    ]  # fmt: skip
