"""Bank, books and the report's cash on hand at close: three ways to one figure, to the cent.

Bank records are reconciled to the reports before these are filed (72 Fed. Reg. 16695). Federal,
non-federal and Levin money are told apart (11 CFR 102.5(a), 300.30): the form states the cash of
federal accounts alone (line 8 of Form 3X), and no form's summary that of the others.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from sqlalchemy import Connection, Select, func, select

from financedesk.banking import facts
from financedesk.banking.reconciliation import Reconciliation, reconciliation
from financedesk.ledger import tables
from financedesk.ledger.entities import AccountRow, EntityRow, accounts, entity_by_id
from financedesk.ledger.filings import Filing, filings
from financedesk.ledger.locks import LOCKING_STATES
from financedesk.ledger.period import day_before
from financedesk.ledger.summary import CASH_LINES, cash_on_hand
from financedesk.rules.dates import parse_day
from financedesk.rules.entities import federal_account_kinds, files_federally
from financedesk.rules.money import format_cents

CLOSE_LINES = {"F3X": "8", "F3": "27", "F3P": "10"}
"""The line of each form that states the cash on hand at the close of the period."""
FEDERAL, NONFEDERAL, LEVIN = "federal", "nonfederal", "levin"
PARTS = {FEDERAL: "Federal money", NONFEDERAL: "Non-federal money", LEVIN: "Levin funds"}
BANK_SIDE, LINE_SIDE = "bank", "line"
_ALL_MONEY = "All money"
_SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class TieRow:
    """What makes a difference, in cents: of bank and books (BANK_SIDE) or of line and books.

    ``account_id`` is the bank account that it is of, None for what is the line's.
    """

    side: str
    day: str
    cents: int
    text: str
    account_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TieAccount:
    """An account in a tie; ``bank_cents`` is None where no statement says what the bank held.

    Money at a processor or between two accounts is in no bank: it counts as the books have it.
    """

    account: AccountRow
    bank_cents: int | None
    book_cents: int
    is_closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """One sort of money on a day: the adjusted bank, the books, and the form's line; in cents.

    ``label`` is what sort it is in words. ``line_words`` says whence the line is. ``rows`` are what
    makes the differences.
    """

    part: str
    label: str
    accounts: tuple[TieAccount, ...]
    line_cents: int | None
    line_words: str
    rows: tuple[TieRow, ...]

    @property
    def bank_cents(self) -> int | None:
        """The adjusted balance of all banks; None while one of them is not known."""
        known = [one.bank_cents for one in self.accounts if one.bank_cents is not None]
        return sum(known) if len(known) == len(self.accounts) else None

    @property
    def book_cents(self) -> int:
        """What the books hold."""
        return sum(one.book_cents for one in self.accounts)

    @property
    def bank_difference_cents(self) -> int | None:
        """The bank less the books; None while the bank is not known."""
        return None if self.bank_cents is None else self.bank_cents - self.book_cents

    @property
    def line_difference_cents(self) -> int | None:
        """The form's line less the books; None where no form states this money."""
        return None if self.line_cents is None else self.line_cents - self.book_cents

    @property
    def is_tied(self) -> bool:
        """Whether everything that is asked of this money is the same to the cent."""
        return self.bank_difference_cents == 0 and self.line_difference_cents in (0, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class TieOut:
    """An entity on a day: each sort of money that it keeps."""

    entity: EntityRow
    day: str
    ties: tuple[Tie, ...]

    @property
    def is_tied(self) -> bool:
        """Whether all of it ties."""
        return all(one.is_tied for one in self.ties)


def tie_out(connection: Connection, entity_id: int, day: str) -> TieOut:
    """Return bank, books and line of an entity on a day, a report's last or any other.

    Raises BadInput for what is no day.
    """
    on = parse_day(day).isoformat()
    entity = entity_by_id(connection, entity_id)
    held = [one for one in accounts(connection, entity_id) if (one.opening_date or "") <= on]
    parts = {part: [one for one in held if part_of(one) == part] for part in PARTS}
    ties = (_tie(connection, entity, part, own, on) for part, own in parts.items() if own)
    return TieOut(entity=entity, day=on, ties=tuple(ties))


def tie_of(connection: Connection, account: AccountRow, day: str) -> Tie:
    """Return bank, books and line of the sort of money that an account holds, on a day.

    Raises BadInput for what is no day.
    """
    on, part = parse_day(day).isoformat(), part_of(account)
    held = [
        one
        for one in accounts(connection, account.entity_id)
        if part_of(one) == part and ((one.opening_date or "") <= on or one.id == account.id)
    ]
    return _tie(connection, entity_by_id(connection, account.entity_id), part, held, on)


def part_of(account: AccountRow) -> str:
    """Return which sort of money an account holds."""
    if files_federally(account.kind):
        return FEDERAL
    return LEVIN if account.kind == LEVIN else NONFEDERAL


def _tie(
    connection: Connection, entity: EntityRow, part: str, held: Sequence[AccountRow], on: str
) -> Tie:
    brought = {one.id: reconciliation(connection, one.id, on) for one in held if one.role == "bank"}
    own = tuple(_account(connection, one, brought.get(one.id), on) for one in held)
    rows = [row for one in brought.values() for row in _bank_rows(one)]
    line_cents, words = None, _NO_LINE[part]
    if part == FEDERAL and entity.form in CLOSE_LINES:
        line_cents, words, more = _line(connection, entity, entity.form, own, on)
        rows += more
    return Tie(
        part=part, label=PARTS[part] if entity.form else _ALL_MONEY, accounts=own,
        line_cents=line_cents, line_words=words,
        rows=tuple(sorted(rows, key=attrgetter("side", "day"))),
    )  # fmt: skip


_NO_LINE = {
    FEDERAL: "This entity files no form with a line for cash on hand.",
    NONFEDERAL: "The form states no cash of non-federal accounts; Schedule H3 tells of transfers.",
    LEVIN: "The form’s summary states no Levin funds; Schedule L does.",
}


# --- the bank


def _account(
    connection: Connection, account: AccountRow, found: Reconciliation | None, on: str
) -> TieAccount:
    if found is None:
        cents = facts.book_cents(connection, account, on)
        return TieAccount(account=account, bank_cents=cents, book_cents=cents, is_closed=False)
    return TieAccount(
        account=account, bank_cents=found.adjusted_bank_cents if found.is_known else None,
        book_cents=found.book_cents, is_closed=found.closing is not None,
    )  # fmt: skip


def _bank_rows(found: Reconciliation) -> Iterator[TieRow]:
    """Yield what makes the adjusted bank of an account other than its books."""
    name, whose = found.account.name, found.account.id
    if not found.is_known:
        text = f"No statement of {name} says a balance."
        yield TieRow(side=BANK_SIDE, day=found.through, cents=0, text=text, account_id=whose)
        return
    for one in found.unbooked:
        told = f"{name}: {one.text}".rstrip(": ")
        text = f"{told} ({one.why})" if one.why else f"{told} (not in the books)"
        yield TieRow(
            side=BANK_SIDE, day=one.day, cents=one.cents, text=text, account_id=whose
        )  # fmt: skip
    if found.remainder_cents:
        text, cents = f"{name}: what nothing explains", found.remainder_cents
        yield TieRow(
            side=BANK_SIDE, day=found.through, cents=cents, text=text, account_id=whose
        )  # fmt: skip


# --- the form's line


def _line(
    connection: Connection, entity: EntityRow, form: str, own: Sequence[TieAccount], on: str
) -> tuple[int, str, list[TieRow]]:
    """Return the line in cents, whence it is, and what makes it other than the books."""
    now = cash_on_hand(connection, entity, form, on)
    rows = []
    beyond = now - sum(one.book_cents for one in own)
    if beyond:
        text = "Cash that adopted filings state and no account holds"
        rows.append(TieRow(side=LINE_SIDE, day=on, cents=beyond, text=text))
    code = CLOSE_LINES[form]
    filing = _filing(connection, entity, form, on)
    if filing is None:
        return now, f"Line {code} as a report through {on} would state it", rows
    words = f"Line {code} of the {filing.report_code or form} report ({filing.state})"
    rows += since_stated(connection, entity, filing)
    return filing.summary["A"][code], words, rows


def _filing(connection: Connection, entity: EntityRow, form: str, on: str) -> Filing | None:
    """Return the newest version of the report that ends on a day and states its cash."""
    code = CLOSE_LINES[form]
    return next(
        (
            one
            for one in filings(connection, [entity.id])
            if one.form == form and one.period.last == on and one.state != "replaced"
            and code in one.summary.get("A", {})
        ),
        None,
    )  # fmt: skip


def since_stated(connection: Connection, entity: EntityRow, filing: Filing) -> Iterator[TieRow]:
    """Yield what makes a kept report's line other than the books are now; nothing when they agree.

    A finalised report names its rows, so what is not among them is named; of a draft the sum is.
    """
    now = cash_on_hand(connection, entity, filing.form, filing.period.last)
    off = filing.summary.get("A", {}).get(CLOSE_LINES[filing.form], now) - now
    if not off:
        return
    last = filing.period.last
    if filing.state in LOCKING_STATES:
        begun = filing.summary["A"].get(CASH_LINES[filing.form])
        before = cash_on_hand(connection, entity, filing.form, day_before(filing.period.first))
        if begun is not None and begun != before:
            off -= begun - before
            text = f"The report begins with {format_cents(begun, symbol=True)}; the books did not"
            yield TieRow(
                side=LINE_SIDE, day=filing.period.first, cents=begun - before, text=text
            )  # fmt: skip
        for row in connection.execute(_not_in(filing)):
            off += row.cash_cents
            name = row.name or " ".join(filter(None, (row.first_name, row.last_name)))
            text = f"{name or 'An entry'} is in the books and not in the report"
            yield TieRow(side=LINE_SIDE, day=row.day, cents=-row.cash_cents, text=text)
    if off:
        text = "The books have changed since the report was prepared; prepare it again."
        yield TieRow(side=LINE_SIDE, day=last, cents=off, text=text)


def _not_in(filing: Filing) -> Select[tuple[str, int, str | None, str | None, str | None]]:
    """Return a query for entries that move cash in a report's days and are none of its rows."""
    item, account, contact = tables.item.c, tables.account.c, tables.contact.c
    day = func.coalesce(item.reported_on, item.item_date).label("day")
    kept = select(tables.filing_item.c.id).where(
        tables.filing_item.c.filing_id == filing.id, tables.filing_item.c.item_id == item.id
    )
    return (
        select(day, item.cash_cents, contact.name, contact.first_name, contact.last_name)
        .join(tables.account, account.id == item.account_id)
        .outerjoin(tables.contact, contact.id == item.contact_id)
        .where(
            item.entity_id == filing.entity_id, item.cash_cents != 0,
            day.between(filing.period.first, filing.period.last),
            account.kind.in_(federal_account_kinds()), ~kept.exists(),
        )
        .order_by(day, item.id)
        .limit(_SHOWN)
    )  # fmt: skip
