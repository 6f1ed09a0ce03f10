"""Where an account stands: statement less cleared is the difference, and what explains it."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from financedesk.banking import facts
from financedesk.banking.facts import Matched
from financedesk.banking.voids import settled
from financedesk.ledger.account_edit import account_by_id
from financedesk.ledger.entities import AccountRow
from financedesk.rules.reconciling import Gap, Proposal, reconciled
from financedesk.rules.reconciling_evidence import DAYS_BEFORE, Entry, Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An account against its bank at the end of a day; all sums in cents.

    ``statement_cents`` is what the bank says, counted from the statement of ``told_on`` (empty:
    from the balance with which the books begin). ``cleared_cents`` is that beginning and all that
    is matched; ``book_cents`` what the books say. ``certain`` can be accepted as one step, each of
    ``doubtful`` are the alternatives of one line. ``gaps`` bear one number and differ.
    """

    account: AccountRow
    until: str
    statement_cents: int
    told_on: str
    cleared_cents: int
    book_cents: int
    matched: tuple[Matched, ...]
    certain: tuple[Proposal, ...]
    doubtful: tuple[tuple[Proposal, ...], ...]
    gaps: tuple[Gap, ...]
    unmatched_lines: tuple[Line, ...]
    unmatched_entries: tuple[Entry, ...]

    @property
    def difference_cents(self) -> int:
        """What the bank has that no match explains; 0 when the account is reconciled."""
        return self.statement_cents - self.cleared_cents

    @property
    def outstanding_cents(self) -> int:
        """What the books hold to the day that the bank has not told."""
        return sum(one.cents for one in self.unmatched_entries)


def standing(connection: Connection, account_id: int, until: str = "") -> Standing:
    """Return where an account stands at the end of a day, by default its newest line's.

    Entries a few days later may be proposed for lines, and are not listed as unmatched; nor are a
    voided check and what took it back.
    """
    account = account_by_id(connection, account_id)
    until = until or facts.last_line_on(connection, account) or date.today().isoformat()
    lines = facts.open_lines(connection, account, until)
    last = date.fromisoformat(until) + timedelta(days=DAYS_BEFORE)
    void = settled(connection, account, until, lines)
    known = facts.open_entries(connection, account, last.isoformat())
    entries = [one for one in known if one.key not in void]
    offers = reconciled(lines, entries, facts.habits(connection, account))
    balance = facts.bank_balance(connection, account, until)
    return Standing(
        account=account, until=until, statement_cents=balance.cents, told_on=balance.told_on,
        cleared_cents=facts.cleared_cents(connection, account, until),
        book_cents=facts.book_cents(connection, account, until),
        matched=tuple(facts.matches(connection, account)),
        certain=offers.certain, doubtful=offers.doubtful, gaps=offers.gaps,
        unmatched_lines=tuple(lines),
        unmatched_entries=tuple(facts.moved_since(entries, until)),
    )  # fmt: skip
