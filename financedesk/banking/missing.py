"""What is missing, late or unequal between processors, the bank and the books, each with a clock.

The bank is believed as far as it has told: nothing is late before a statement tells of later days.
What a processor announced and the bank never showed, deposits that did not arrive, payouts whose
gifts the import lacks, fees against the contract, chargebacks, and what the bank took back. The
kinds, their days and remedies are ``resources/rules/bank_findings.toml``; amounts are cents.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, select, tuple_

from financedesk.banking import facts
from financedesk.banking.processors import (
    Contract,
    PaidOut,
    agreed_fees,
    contracts,
    payouts_since,
)
from financedesk.ledger import tables
from financedesk.ledger.bank_closings import newest_closing
from financedesk.ledger.contacts import contact_from_row
from financedesk.ledger.entities import AccountRow, accounts
from financedesk.ledger.refunds import return_kinds
from financedesk.rules.bank_findings import (
    BANK_RETURNED,
    CHARGEBACK,
    FEE_DIFFERS,
    GIFTS_DIFFER,
    LATE_DEPOSIT,
    LATE_PAYOUT,
    PAYOUT_DIFFERS,
    PAYOUT_UNKNOWN,
    FindingKind,
    finding_kinds,
    patience,
)
from financedesk.rules.conduits import processors
from financedesk.rules.money import format_cents
from financedesk.rules.processor_terms import terms_on
from financedesk.rules.reconciling import by_numbers
from financedesk.rules.reconciling_evidence import (
    DAYS_AFTER,
    DAYS_BEFORE,
    USUAL_DAYS,
    Entry,
    Habits,
    Line,
    name_words,
)
from financedesk.rules.reconciling_reversed import reversed_lines

item, contact, payout, aside = (
    tables.item, tables.contact, tables.payout, tables.line_set_aside,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class BankFinding:
    """One thing that is missing, late or unequal; ``since`` and ``due`` are the days of its clock.

    ``account_id`` is None where no account is known. ``lines`` and ``entries`` are the bank's lines
    and the postings that it is about, ``items`` entries of the register.
    """

    code: str
    entity_id: int
    account_id: int | None
    name: str
    why: str
    cents: int
    since: date
    lines: tuple[int, ...] = ()
    entries: tuple[int, ...] = ()
    items: tuple[int, ...] = ()

    @property
    def kind(self) -> FindingKind:
        """What is said of it, and how long it may stay so."""
        return finding_kinds()[self.code]

    @property
    def due(self) -> date:
        """The last day of its clock."""
        return self.kind.due(self.since)


def bank_findings(
    connection: Connection, entity_ids: Collection[int], today: date
) -> tuple[BankFinding, ...]:
    """Return everything that is missing, late or unequal in some entities' accounts, by its day."""
    known = contracts(connection, entity_ids)
    found: list[BankFinding] = []
    for entity_id in sorted(entity_ids):
        for account in accounts(connection, entity_id):
            if account.role == "bank":
                found += account_findings(connection, account, known)
    found += _of_payouts(connection, entity_ids, known, today)
    found += _returns(connection, entity_ids, today)
    return tuple(sorted(found, key=_by_day))


def findings_of_account(
    connection: Connection, account: AccountRow, today: date
) -> tuple[BankFinding, ...]:
    """Return everything that is missing, late or unequal in one account, by its day."""
    own = [account.entity_id]
    known = contracts(connection, own)
    of_books = (*_of_payouts(connection, own, known, today), *_returns(connection, own, today))
    found = [
        *account_findings(connection, account, known),
        *(one for one in of_books if one.account_id == account.id),
    ]
    return tuple(sorted(found, key=_by_day))


def _by_day(one: BankFinding) -> tuple[date, str, str, int]:
    return one.due, one.code, one.name, -abs(one.cents)


# --- one account against its bank


def account_findings(
    connection: Connection, account: AccountRow, known: Sequence[Contract]
) -> Iterator[BankFinding]:
    """Yield what one account's statements lack or have too much, to their newest day."""
    newest = facts.last_line_on(connection, account)
    if not newest:
        return
    seen = _Seen(connection, account, newest)
    for gap in seen.gaps:
        first = gap.lines[0]
        yield seen.told(PAYOUT_DIFFERS, _gap_name(gap.entries[0]), gap.why, gap.cents, first.day,
                        lines=gap.lines, entries=gap.entries)  # fmt: skip
    yield from _late_payouts(seen, known)
    yield from _late_deposits(seen)
    yield from _unknown_payouts(seen)
    yield from _taken_back(seen)


class _Seen:
    """What is open on both sides of an account to its bank's newest day."""

    def __init__(self, connection: Connection, account: AccountRow, newest: str) -> None:
        self.account, self.newest = account, date.fromisoformat(newest)
        # What is closed was settled or explained there.
        closed = newest_closing(connection, account.id)
        closed_through = closed.closed_through if closed is not None else ""
        self.habits: Habits = facts.habits(connection, account)
        set_aside = set(connection.execute(select(aside.c.statement_line_id)).scalars())
        lines = [
            one for one in facts.open_lines(connection, account, newest)
            if one.key not in set_aside and one.day.isoformat() > closed_through
        ]  # fmt: skip
        # What was on its way when a month was closed may still be missing. What is older than the
        # bank's first line may be one of its first lines, but is not missing: it may have come
        # before them.
        first = date.fromisoformat(facts.first_line_on(connection, account))
        self.begins = first - timedelta(days=USUAL_DAYS)
        oldest = first - timedelta(days=DAYS_AFTER)
        entries = [
            one for one in facts.open_entries(connection, account, newest) if one.day >= oldest
        ]
        decided, self.gaps = by_numbers(lines, entries)
        # What a number decides waits for one key; it is neither missing nor late.
        told = {line.key for one in decided for line in one.lines}
        booked = {entry.key for one in decided for entry in one.entries}
        self.lines = [one for one in lines if one.key not in told]
        self.entries = [one for one in entries if one.key not in booked]
        self._amounts = {one.cents for one in self.entries}
        self._newest_of = {one.cents: one.day for one in sorted(self.lines, key=lambda e: e.day)}
        self.in_gaps = {one.key for gap in self.gaps for one in gap.entries}
        self.lines_in_gaps = {one.key for gap in self.gaps for one in gap.lines}

    def told(
        self, code: str, name: str, why: str, cents: int, since: date,
        lines: Iterable[Line] = (), entries: Iterable[Entry] = (),
    ) -> BankFinding:  # fmt: skip
        """Return a finding of this account."""
        return BankFinding(
            code=code, entity_id=self.account.entity_id, account_id=self.account.id, name=name,
            why=why, cents=cents, since=since, lines=tuple(one.key for one in lines),
            entries=tuple(one.key for one in entries),
        )  # fmt: skip

    def may_be_booked(self, line: Line) -> bool:
        """Tell whether an open entry may be the line: then it is for matching, not for asking."""
        return line.cents in self._amounts

    def may_have_arrived(self, cents: int, since: date) -> bool:
        """Tell whether an open line may be what is waited for."""
        first = since - timedelta(days=DAYS_BEFORE)
        newest = self._newest_of.get(cents)
        return newest is not None and newest >= first


def _gap_name(entry: Entry) -> str:
    return f"{entry.names[0]} payout {entry.reference}" if entry.reference else entry.mark


def _late_payouts(seen: _Seen, known: Sequence[Contract]) -> Iterator[BankFinding]:
    for one in seen.entries:
        if not one.reference or one.key in seen.in_gaps or one.day < seen.begins:
            continue
        expected = one.day + timedelta(days=_days_waited(seen, one, known))
        if expected < seen.newest and not seen.may_have_arrived(one.cents, one.day):
            why = (
                f"Paid out on {one.day.isoformat()}; the bank tells of days to"
                f" {seen.newest.isoformat()} and not of this one."
            )
            since = expected + timedelta(days=1)
            yield seen.told(LATE_PAYOUT, _gap_name(one), why, one.cents, since, entries=[one])


def _days_waited(seen: _Seen, one: Entry, known: Sequence[Contract]) -> int:
    """Return how long a payout is waited for: by contract, by habit and a day, or as usual."""
    codes = {each.name: each.code for each in processors()}
    own = [each.terms for each in known if each.entity_id == seen.account.entity_id]
    terms = terms_on(own, codes.get(one.names[0], "") if one.names else "", one.day)
    if terms is not None:
        return terms.settle_days
    habit = seen.habits.of(one)
    usual = patience().usual_days
    return usual if habit is None else max(usual, habit.usual_days + 1)


def _late_deposits(seen: _Seen) -> Iterator[BankFinding]:
    slips: dict[tuple[date, int], list[Entry]] = defaultdict(list)
    for one in seen.entries:
        if one.deposited is not None and one.day >= seen.begins:
            slips[one.deposited, one.deposit or 0].append(one)
    for (day, slip), some in sorted(slips.items()):
        expected = day + timedelta(days=patience().deposit_days)
        cents = sum(one.cents for one in some)
        if expected < seen.newest and not seen.may_have_arrived(cents, day):
            number = f"{len(some)} {'entry' if len(some) == 1 else 'entries'}"
            why = f"{number} deposited on {day.isoformat()} did not reach the bank's statement."
            name = (
                f"Deposit {slip} of {day.isoformat()}" if slip else f"Deposit of {day.isoformat()}"
            )
            yield seen.told(
                LATE_DEPOSIT, name, why, cents,
                expected + timedelta(days=1), entries=some,
            )  # fmt: skip


def _unknown_payouts(seen: _Seen) -> Iterator[BankFinding]:
    names = {one.name: name_words(one.name) for one in processors()}
    for line in seen.lines:
        name = next((said for said, words in names.items() if words <= line.words), "")
        if not name or line.cents <= 0 or line.key in seen.lines_in_gaps:
            continue
        if not seen.may_be_booked(line):
            why = f"The bank has {_money(line.cents)} of {line.day.isoformat()}: {line.payee}."
            yield seen.told(PAYOUT_UNKNOWN, f"{name} payout", why, line.cents, line.day,
                            lines=[line])  # fmt: skip


def _taken_back(seen: _Seen) -> Iterator[BankFinding]:
    paired = {one.key for pair in reversed_lines(seen.lines) for one in pair}
    for line in seen.lines:
        if line.reverses and line.key not in paired and not seen.may_be_booked(line):
            why = f"{line.day.isoformat()}: {line.payee} {line.memo}".strip() + "."
            yield seen.told(BANK_RETURNED, line.payee or "The bank", why, line.cents, line.day,
                            lines=[line])  # fmt: skip


# --- payouts and returns in the books


def _of_payouts(
    connection: Connection,
    entity_ids: Collection[int],
    known: Sequence[Contract],
    today: date,
) -> Iterator[BankFinding]:
    paid = payouts_since(connection, entity_ids, today - timedelta(days=patience().looks_back_days))
    for one in paid:
        differs = one.items_cents - one.net_cents
        if differs:
            why = (
                f"It was {_money(one.net_cents)}; its gifts, refunds and fee come to"
                f" {_money(one.items_cents)}."
            )
            yield _of_payout(GIFTS_DIFFER, one, why, differs)
    for one, agreed in agreed_fees(paid, known):
        why = f"It took {_money(one.fee_cents)}; by its terms it is {_money(agreed)}."
        yield _of_payout(FEE_DIFFERS, one, why, one.fee_cents - agreed)


def _of_payout(code: str, one: PaidOut, why: str, cents: int) -> BankFinding:
    return BankFinding(
        code=code, entity_id=one.entity_id, account_id=one.account_id, name=one.name, why=why,
        cents=cents, since=one.paid_on,
    )  # fmt: skip


def _returns(
    connection: Connection, entity_ids: Collection[int], today: date
) -> Iterator[BankFinding]:
    """Yield gifts that were charged back or bounced lately."""
    first = (today - timedelta(days=patience().told_days)).isoformat()
    total = tables.day_total.c
    # The sums by day say on which days there was any, so that no other entry is read.
    days = select(total.entity_id, total.day, total.kind).where(
        total.entity_id.in_(entity_ids),
        total.kind.in_(return_kinds()),
        total.day.between(first, today.isoformat()),
    )
    query = (
        select(contact, item.c.id.label("item_id"), item.c.entity_id.label("whose"),
               item.c.account_id, item.c.item_date, item.c.amount_cents)
        .join(contact, contact.c.id == item.c.contact_id)
        .where(
            tuple_(item.c.entity_id, item.c.item_date, item.c.kind).in_(days), item.c.memo == 0,
        )
        .order_by(item.c.item_date, item.c.id)
    )  # fmt: skip
    for row in connection.execute(query).mappings():
        known: Mapping[str, object] = {str(key): value for key, value in row.items()}
        cents = -abs(row["amount_cents"])
        yield BankFinding(
            code=CHARGEBACK, entity_id=row["whose"], account_id=row["account_id"],
            name=contact_from_row(known).display_name,
            why=f"{_money(-cents)} went back on {row['item_date']}.", cents=cents,
            since=date.fromisoformat(row["item_date"]), items=(row["item_id"],),
        )  # fmt: skip


def _money(cents: int) -> str:
    return format_cents(cents, symbol=True)
