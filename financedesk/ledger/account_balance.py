"""What an account holds on a day, and the least that it holds from then on."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from sqlalchemy import Connection, func, select

from financedesk.ledger import tables
from financedesk.ledger.entities import AccountRow, EntityRow, accounts
from financedesk.ledger.summary import cash_on_hand
from financedesk.rules.entities import files_federally

posting = tables.posting


@dataclass(frozen=True, slots=True)
class Balance:
    """An account at the end of a day, and the least that it holds on that day or later, in cents.

    ``least_on`` is the first day on which it holds so little.
    """

    cents: int
    least_cents: int
    least_on: str


def balance(connection: Connection, entity: EntityRow, account: AccountRow, day: str) -> Balance:
    """Return what an account holds at the end of a day and the least from then on.

    An adopted filing gives one sum of cash for all accounts; what it reports beyond them is the
    only bank account's own, where there is one alone.
    """
    start = _posted(connection, account, day) + _beyond(connection, entity, account, day)
    later = _days_after(connection, account, day)
    running = list(accumulate((cents for _, cents in later), initial=start))
    days = (day, *(one for one, _ in later))
    least = min(running)
    return Balance(start, least, days[running.index(least)])


def after(held: Balance, cents: int) -> Balance:
    """Return a balance with ``cents`` more on its day, or less when they are negative."""
    return Balance(held.cents + cents, held.least_cents + cents, held.least_on)


def _posted(connection: Connection, account: AccountRow, day: str) -> int:
    moved = select(func.coalesce(func.sum(posting.c.cents), 0)).where(
        posting.c.account_id == account.id, posting.c.posted_on <= day
    )
    return account.opening_balance_cents + int(connection.execute(moved).scalar_one())


def _days_after(connection: Connection, account: AccountRow, day: str) -> Sequence[tuple[str, int]]:
    query = (
        select(posting.c.posted_on, func.sum(posting.c.cents))
        .where(posting.c.account_id == account.id, posting.c.posted_on > day)
        .group_by(posting.c.posted_on)
        .order_by(posting.c.posted_on)
    )
    return [(on, int(cents)) for on, cents in connection.execute(query)]


def _beyond(connection: Connection, entity: EntityRow, account: AccountRow, day: str) -> int:
    """Return what reports count as cash beyond the accounts, if it can only be this account's."""
    if entity.form is None or not files_federally(account.kind):
        return 0
    federal = [one for one in accounts(connection, entity.id) if files_federally(one.kind)]
    if [one.id for one in federal if one.role == "bank"] != [account.id]:
        return 0
    reported = cash_on_hand(connection, entity, entity.form, day)
    return reported - sum(_posted(connection, one, day) for one in federal)
