"""What waits of what is paid: overdue bills, stale checks, payments that name nobody."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from financedesk.book import Reading
from financedesk.ledger.bills import Bill, bills
from financedesk.ledger.checks_drawn import Check, outstanding
from financedesk.ledger.ultimate_payees import Behind, payees_missing
from financedesk.rules.payables import payee_law, stale_law, warn_of_stale_days
from financedesk.ui.formatting import counted, dollars, short_day
from financedesk.ui.pages.disbursement_subjects import NamePayees, ShowBills, ShowChecks

PAGE = "disbursements"


@dataclass(frozen=True)
class Payable:
    """One thing to do about what is paid; ``when`` is how its day reads in the list."""

    icon: str
    tone: str
    title: str
    note: str
    when: str
    subject: object
    due: date
    number: int
    urgent: int = 0


@dataclass(frozen=True)
class Payables:
    """What was read of the books for it."""

    bills: tuple[Bill, ...]
    checks: tuple[Check, ...]
    missing: tuple[Behind, ...]


def read_payables(connection: Reading, scope: Collection[int], today: date) -> Payables:
    """Read open bills, outstanding checks and this year's payments that name nobody."""
    first = date(today.year, 1, 1).isoformat()
    return Payables(
        tuple(bills(connection, scope, only_open=True)),
        tuple(outstanding(connection, scope)),
        tuple(payees_missing(connection, scope, first)),
    )


def payable_items(found: Payables, today: date) -> Iterator[Payable]:
    """Yield what waits: each kind as one line, with its first day and its sum."""
    yield from _of_bills(found.bills, today)
    yield from _of_checks(found.checks, today)
    yield from _of_payees(found.missing, today)


def _of_bills(opened: Sequence[Bill], today: date) -> Iterator[Payable]:
    late = [one for one in opened if one.overdue(today)]
    waits = [one for one in opened if one.missing and not one.overdue(today)]
    for alike, tone, words in ((late, "bad", "overdue"), (waits, "warn", "not approved")):
        if alike:
            first = min(alike, key=lambda one: one.due_on)
            is_are = "is" if len(alike) == 1 else "are"
            yield Payable(
                "file-text", tone, f"{counted(len(alike), 'bill')} {is_are} {words}",
                f"{dollars(sum(one.cents for one in alike))} · first {first.payee}",
                f"Due {short_day(first.due_on)}", ShowBills(first.id), first.due_on, len(alike),
                urgent=len(alike) if tone == "bad" else 0,
            )  # fmt: skip


def _of_checks(waiting: Sequence[Check], today: date) -> Iterator[Payable]:
    """Yield stale checks, and those that soon will be."""
    stale = [one for one in waiting if one.stale_on <= today]
    until = today + timedelta(days=warn_of_stale_days())
    soon = [one for one in waiting if today < one.stale_on <= until]
    for alike, tone, words in ((stale, "bad", "stale"), (soon, "warn", "soon stale")):
        if alike:
            first = min(alike, key=lambda one: one.stale_on)
            yield Payable(
                "hourglass", tone, f"{counted(len(alike), 'check')} {words}",
                f"{dollars(sum(one.cents for one in alike))} · ask the payee, or void it ·"
                f" {stale_law().partition(':')[0]}",
                short_day(first.stale_on), ShowChecks(), first.stale_on, len(alike),
            )  # fmt: skip


def _of_payees(missing: Sequence[Behind], today: date) -> Iterator[Payable]:
    if missing:
        first = missing[0]
        payments = counted(len(missing), "payment")
        yield Payable(
            "users", "warn", f"Nobody is named behind {payments}",
            f"{dollars(sum(one.missing_cents for one in missing))} · first {first.payee} ·"
            f" {payee_law().partition(';')[2].strip()}",
            "Name", NamePayees(first.item_id), today, len(missing),
        )  # fmt: skip
