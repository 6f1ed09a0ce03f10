"""What the calendar tells of money: shares of costs, banks, what officials promised, bills."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from financedesk.banking.facts import first_line_on
from financedesk.compliance.calendar_entry import DONE, OVERDUE, Asked, Entry
from financedesk.ledger.bank_closings import newest_closing
from financedesk.ledger.bills import Bill, bills
from financedesk.ledger.cost_invoices import ON_ITS_WAY, SETTLED, Invoice, invoices
from financedesk.ledger.entities import AccountRow, accounts
from financedesk.ledger.shared_costs import ShareWindow, share_windows
from financedesk.remittances.dues import dues_of
from financedesk.remittances.months import officials_kept
from financedesk.rules.dates import last_of_month
from financedesk.rules.deadlines import bank_closing_day, bank_closing_law
from financedesk.rules.dues_standing import Settled
from financedesk.rules.money import format_cents

_DAY = timedelta(days=1)
_MONEY: Mapping[str, str] = {"H3": "non-federal", "H5": "Levin"}


# --- shared costs


def settlements(asked: Asked) -> Iterator[Entry]:
    """Yield invoices of shared costs, with whoever owes them if that entity is in view."""
    ids = {one.code: one.id for one in asked.entities.values()}
    for one in invoices(asked.connection, asked.ids):
        done = one.state(asked.today) in (SETTLED, ON_ITS_WAY)
        if asked.shows(one.due, is_open=not done):
            owes = ids.get(one.facts.parties.debtor)
            yield _settlement(asked, one, owes, done=done)


def _settlement(asked: Asked, one: Invoice, owes: int | None, *, done: bool) -> Entry:
    facts = one.facts
    bearer = asked.entities.get(facts.parties.entity_id)
    to = bearer.name if bearer is not None else "another entity"
    whom = f"to {to}" if owes is not None else f"by {facts.parties.debtor}"
    return Entry(
        key=f"settlement {one.id}", kind="settlement", day=one.due, code="",
        entity_id=facts.parties.entity_id if owes is None else owes,
        title="Pay the share of a cost" if owes is not None else "A share of a cost is owed",
        about=f"Invoice {facts.number} {whom}", state=asked.standing(one.due, done=done),
        note=f"{format_cents(one.open_cents, symbol=True)} of"
        f" {format_cents(facts.amount_cents, symbol=True)} open.",
        since=date.fromisoformat(facts.invoiced_on), cents=one.open_cents, law=one.terms.citation,
        document=facts.number, number=one.id,
    )  # fmt: skip


def allocation_windows(asked: Asked) -> Iterator[Entry]:
    """Yield the last days on which a share of a shared cost may still be transferred.

    A window that passes unused is no fault: the share was then paid with federal money.
    """
    since = min(asked.span.first, asked.today) - timedelta(days=366)
    for one in share_windows(asked.connection, asked.ids, since):
        if asked.shows(one.last, is_open=False):
            yield _share(asked, one)


def _share(asked: Asked, one: ShareWindow) -> Entry:
    money = _MONEY[one.schedule]
    return Entry(
        key=f"share {one.schedule} {one.paid_on}", entity_id=one.entity_id, kind="window",
        title=f"Last day to transfer the {money} share of a shared cost", code=one.schedule,
        about=f"Paid on {one.paid_on}", day=one.last, since=one.first, law=one.law,
        state=DONE if one.used else asked.passing(one.last),
        note=f"The {money} share of what was paid on {one.paid_on} may come from {one.first} to"
        f" {one.last}.",
    )  # fmt: skip


# --- banks


def bank_months(asked: Asked) -> Iterator[Entry]:
    """Yield the months through which each bank account is to be closed, the oldest first.

    Months that are late stand as one; a report that is due before goes before our own measure.
    """
    early = {(one.account_id, one.since): date.fromisoformat(one.due) for one in asked.findings
             if one.rule == "report_before_closing" and one.due}  # fmt: skip
    for entity_id in asked.ids:
        for account in accounts(asked.connection, entity_id):
            first = first_line_on(asked.connection, account) if account.role == "bank" else ""
            if first:
                yield from _months_of(asked, account, date.fromisoformat(first), early)


def _months_of(
    asked: Asked, account: AccountRow, first: date, early: Mapping[tuple[int | None, str], date]
) -> Iterator[Entry]:
    closing = newest_closing(asked.connection, account.id)
    through = closing.closed_through if closing is not None else ""
    late: Entry | None = None
    for end in _month_ends(first, asked.span.last, account.closed_on):
        day = min(bank_closing_day(end), early.get((account.id, end.isoformat()), date.max))
        entry = _month(account, end, day, asked.standing(day, done=end.isoformat() <= through))
        if entry.state == OVERDUE:
            late = entry
        elif asked.shows(day, is_open=False):
            yield entry
    if late is not None and asked.shows(late.day, is_open=True):
        yield late


def _month_ends(first: date, until: date, closed_on: str) -> Iterator[date]:
    end = last_of_month(first)
    while end <= until and not (closed_on and end.isoformat() > closed_on):
        yield end
        end = last_of_month(end + _DAY)


def _month(account: AccountRow, end: date, day: date, state: str) -> Entry:
    return Entry(
        key=f"bank {account.code} {end}", entity_id=account.entity_id, kind="bank",
        title=f"Close the bank account through {end}", about=account.name, day=day, state=state,
        since=end, account_id=account.id, document=end.isoformat(), law=bank_closing_law(),
        note="Every month, and before a report goes out; the day is this program’s own measure.",
    )  # fmt: skip


# --- officials


def remittances(asked: Asked) -> Iterator[Entry]:
    """Yield the months whose dues officials have promised, by the entity that keeps the promises.

    Only of entities whose promises the reader may see. Months that are over stand as one.
    """
    last = last_of_month(asked.span.last)
    for entity_id in officials_kept(asked.connection, sorted(asked.promises)):
        late: list[Settled] = []
        for day, settled in _by_day(asked, entity_id, last).items():
            left = [one for one in settled if one.open_cents > 0]
            if left and day < asked.today:
                late += left
            elif asked.shows(day, is_open=False):
                title = f"Officials’ dues of {day:%B %Y}"
                yield _dues(asked, entity_id, title, f"dues {day}", day, left)
        if late and asked.shows(late[0].due_on, is_open=True):
            title, day = "Officials’ dues of months that are over", late[0].due_on
            yield _dues(asked, entity_id, title, "dues late", day, late)


def _by_day(asked: Asked, entity_id: int, last: date) -> Mapping[date, list[Settled]]:
    """Return what was promised up to a day by the days on which it is due, the oldest first."""
    found: dict[date, list[Settled]] = {}
    for one in dues_of(asked.connection, entity_id, last, on=asked.today, words=False):
        left = [settled for settled in one.standing.newest_left()
                if settled.due_on < asked.span.first]  # fmt: skip
        for settled in (*left, *one.standing.between(asked.span.first.replace(day=1), last)):
            found.setdefault(settled.due_on, []).append(settled)
    return dict(sorted(found.items()))


def _dues(
    asked: Asked, entity_id: int, title: str, key: str, day: date, left: list[Settled]
) -> Entry:
    cents = sum(one.open_cents for one in left)
    dues = "1 due is" if len(left) == 1 else f"{len(left):,} dues are"
    still_open = f"{dues} open, {format_cents(cents, symbol=True)}: promised, and no debt."
    return Entry(
        key=key, entity_id=entity_id, kind="remittance", title=title, day=day, cents=cents,
        state=asked.standing(day, done=not left), since=day.replace(day=1),
        note=still_open if left else "All was given.",
        document=f"{day:%Y-%m}",
    )  # fmt: skip


# --- bills


def payables(asked: Asked) -> Iterator[Entry]:
    """Yield the bills that are to be paid, by the day on which they are due."""
    for one in bills(asked.connection, asked.ids, only_open=True):
        if asked.shows(one.due_on, is_open=True):
            yield _bill(asked, one)


def _bill(asked: Asked, one: Bill) -> Entry:
    return Entry(
        key=f"bill {one.id}", entity_id=one.entity_id, kind="bill", title="Pay a bill",
        about=one.payee, day=one.due_on, state=asked.standing(one.due_on), cents=one.cents,
        since=one.received_on, number=one.id, account_id=one.account_id,
        note=f"{format_cents(one.cents, symbol=True)}, {one.purpose}. {one.missing}".strip(),
    )  # fmt: skip
