"""A month of an entity at the bank: which of its accounts are closed, by whom, and what hinders.

An entity's month is closed when every bank account that it kept in the month is closed to the
month's last day.
"""

from dataclasses import dataclass

from sqlalchemy import Connection

from financedesk.banking.closing_outlook import closing_outlook
from financedesk.ledger.bank_closings import Closing, closings_of
from financedesk.ledger.entities import AccountRow, EntityRow, accounts, entity_by_id
from financedesk.rules.dates import last_of_month, parse_month


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountMonth:
    """A bank account in a month: the closing in force over its last day, or None while it is open.

    ``difference_cents`` is what the bank has that no match explains: as it was closed, or as it
    stands. ``hinders`` is why an open one cannot be closed through the month yet, in sentences.
    """

    account: AccountRow
    closing: Closing | None
    difference_cents: int
    hinders: tuple[str, ...] = ()

    @property
    def is_closed(self) -> bool:
        """Whether nothing of the month may change on the account."""
        return self.closing is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthStanding:
    """An entity's month: its first and last day, and each bank account that it kept then."""

    entity: EntityRow
    first: str
    last: str
    accounts: tuple[AccountMonth, ...]

    @property
    def is_closed(self) -> bool:
        """Whether every account is closed; an entity without accounts has nothing to close."""
        return bool(self.accounts) and all(one.is_closed for one in self.accounts)

    @property
    def is_reviewed(self) -> bool:
        """Whether every closing was reviewed by somebody else."""
        closings = [one.closing for one in self.accounts if one.closing is not None]
        return self.is_closed and all(one.reviewed_on for one in closings)


def month_standing(
    connection: Connection, entity_id: int, month: str, *, today: str = ""
) -> MonthStanding:
    """Return where every bank account of an entity stands in a month, given as ``YYYY-MM``.

    Raises BadInput for what is no month.
    """
    begin = parse_month(month)
    first, last = begin.isoformat(), last_of_month(begin).isoformat()
    kept = (
        one
        for one in accounts(connection, entity_id)
        if one.role == "bank"
        and (one.opening_date or "") <= last
        and (not one.closed_on or one.closed_on >= first)
    )
    return MonthStanding(
        entity=entity_by_id(connection, entity_id), first=first, last=last,
        accounts=tuple(_account_month(connection, one, last, today) for one in kept),
    )  # fmt: skip


def _account_month(
    connection: Connection, account: AccountRow, last: str, today: str
) -> AccountMonth:
    for one in closings_of(connection, account.id):
        if one.is_in_force and one.closed_from <= last <= one.closed_through:
            return AccountMonth(account=account, closing=one, difference_cents=one.difference_cents)
    found = closing_outlook(connection, account.id, last, today=today)
    return AccountMonth(
        account=account, closing=None, difference_cents=found.difference_cents,
        hinders=found.hinders,
    )  # fmt: skip
