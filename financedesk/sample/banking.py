"""What a bank says of one chapter's account: two closed stretches, and a month that is still open.

The open month has what a treasurer meets: lines that match for certain, a deposit with more than
one answer, a payout of which the import lacks a gift, a charge that nobody booked, one that the
bank took back, and a check of spring that nobody has cashed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from financedesk.banking.closing import prepare_closing, review_closing
from financedesk.banking.facts import open_entries, open_lines
from financedesk.banking.matching import accept_certain, match_by_hand
from financedesk.book import Book, Reading
from financedesk.intake.statements.storing import take_statement
from financedesk.ledger.entities import AccountRow
from financedesk.rules.money import plain_cents
from financedesk.rules.reconciling_evidence import Entry

OWNER, ACCOUNT = "multnomah", "federal"
_ENDS = ("2026-08-31", "2026-09-30", "2026-10-31")
# A bill of this firm in these days was paid by a check that never came to the bank.
_NEVER_CASHED = ("Stapleberry Office Supply", "2026-03-01", "2026-04-10")
# The payout of this day brought the net of a gift of $25.00 more than the import knows.
_FULLER_PAYOUT, _FULLER_CENTS = "2026-10-14", 24_01
# What was put aside on these days went to the bank together, on the day named.
_TOGETHER = {"2026-10-16": "2026-10-19", "2026-10-19": "2026-10-19"}
_INTEREST = "Interest"
_PREPARER, _REVIEWER = "Wren Abernathy", "Odile Marchetti"
_CHARGED = "Fee for counter checks, charged in error; the bank gives it back in October"


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the bank: its day, cents, words, the postings that it is, the bank's number."""

    day: str
    cents: int
    name: str
    memo: str
    postings: tuple[int, ...] = ()
    reference: str = ""


_ONLY_THE_BANK = (
    _Line("2026-09-24", -12_00, "COUNTER CHECK FEE", "REF 88213"),
    _Line("2026-10-06", 12_00, "REVERSAL COUNTER CHECK FEE", "REF 88213"),
    _Line("2026-10-30", -15_00, "MONTHLY MAINTENANCE FEE", "OCTOBER"),
)


def write_banking(book: Book, accounts: Mapping[str, Mapping[str, AccountRow]]) -> None:
    """Bring in the bank's statements, match and close all but the newest, and leave that open."""
    account = accounts[OWNER][ACCOUNT]
    with book.read() as connection:
        lines = _numbered(_lines(connection, account))
    _take(book, account, lines)
    for last in _ENDS[:-1]:
        _match(book, account, lines, last)
    _close(book, account)


# --- what the bank would say


def _numbered(lines: Iterable[_Line]) -> list[_Line]:
    """Return lines by their days, each with the bank's number for it: the day and a count."""
    ordered = sorted(lines, key=lambda one: (one.day, one.postings, one.name))
    counted: Counter[str] = Counter()
    found = []
    for one in ordered:
        counted[one.day] += 1
        found.append(replace(one, reference=f"{_plain(one.day)[2:]}{counted[one.day]:02}"))
    return found


def _lines(connection: Reading, account: AccountRow) -> Iterator[_Line]:
    yield from _ONLY_THE_BANK
    together: dict[str, _Line] = {}
    for entry in open_entries(connection, account, _ENDS[-1]):
        told = _told(entry)
        slip = _TOGETHER.get(_deposited(entry))
        if slip:
            together[slip] = _joined(together.get(slip), told, slip)
        elif told.day <= _ENDS[-1] and not _is_uncashed(entry):
            yield told
    yield from together.values()


def _deposited(entry: Entry) -> str:
    return "" if entry.deposited is None else entry.deposited.isoformat()


def _told(entry: Entry) -> _Line:
    """Return how the bank tells of one entry."""
    known, cents, day = ", ".join(entry.names).upper(), entry.cents, entry.day.isoformat()
    if entry.reference:
        cents += _FULLER_CENTS if day == _FULLER_PAYOUT else 0
        name, memo, day = known, f"PAYOUT {entry.reference}", _after(day, 1)
    elif entry.check == _INTEREST:
        name, memo = known, "INTEREST PAID"
    elif entry.deposited:
        name, memo, day = "DEPOSIT", "", _after(_deposited(entry), 1)
    else:
        name, memo, day = known, "", _after(day, 2)
    return _Line(day, cents, name, memo, (entry.key,))


def _after(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def _is_uncashed(entry: Entry) -> bool:
    name, first, last = _NEVER_CASHED
    return entry.names == (name,) and first <= entry.day.isoformat() <= last


def _joined(before: _Line | None, one: _Line, day: str) -> _Line:
    if before is None:
        return replace(one, day=_after(day, 1))
    return replace(
        before, cents=before.cents + one.cents, memo="2 ITEMS",
        postings=(*before.postings, *one.postings),
    )  # fmt: skip


# --- its files


def _take(book: Book, account: AccountRow, lines: Sequence[_Line]) -> None:
    with TemporaryDirectory() as folder:
        first, cents = "", account.opening_balance_cents
        for last in _ENDS:
            own = [one for one in lines if first < one.day <= last]
            cents += sum(one.cents for one in own)
            path = Path(folder) / f"rose-city-mutual-{last[:7]}.ofx"
            path.write_text(_file(own, last, cents), encoding="ascii")
            take_statement(book, path, account=ACCOUNT, entity=OWNER)
            first = last


def _file(lines: Sequence[_Line], last: str, cents: int) -> str:
    """Return a statement as banks write it: OFX 1, without end tags of single values."""
    told = "".join(
        "<STMTTRN>"
        f"<TRNTYPE>{'CREDIT' if one.cents > 0 else 'DEBIT'}<DTPOSTED>{_plain(one.day)}"
        f"<TRNAMT>{plain_cents(one.cents)}<FITID>{one.reference}"
        f"<NAME>{one.name}<MEMO>{one.memo}</STMTTRN>\n"
        for one in lines
    )
    return (
        "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:USASCII\n\n"
        "<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD"
        "<BANKACCTFROM><BANKID>990011990<ACCTID>0042117<ACCTTYPE>CHECKING</BANKACCTFROM>\n"
        f"<BANKTRANLIST>\n{told}</BANKTRANLIST>"
        f"<LEDGERBAL><BALAMT>{plain_cents(cents)}<DTASOF>{_plain(last)}</LEDGERBAL>"
        "</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n"
    )


def _plain(day: str) -> str:
    return day.replace("-", "")


# --- matched and closed


def _match(book: Book, account: AccountRow, lines: Sequence[_Line], last: str) -> None:
    """Accept what is certain to a day, then match the rest as somebody does who has the slips."""
    with book.unit_of_work(f"Accept certain matches of {account.name}") as unit:
        accept_certain(unit, account.id, last)
    with book.unit_of_work("Match with the bank") as unit:
        known = {one.reference: one.postings for one in lines}
        for left in open_lines(unit.connection, account, last):
            if postings := known[left.reference]:
                match_by_hand(unit, account.id, [left.key], postings)


def _close(book: Book, account: AccountRow) -> None:
    """Close both stretches; the first is reviewed, the second waits for its review."""
    summer, autumn = _ENDS[:-1]
    with book.unit_of_work(f"Close {account.name} through {summer}") as unit:
        first = prepare_closing(unit, account.id, summer, _PREPARER, on="2026-09-10")
    with book.unit_of_work(f"Review {account.name} through {summer}") as unit:
        review_closing(unit, first, _REVIEWER, on="2026-09-11")
    with book.unit_of_work(f"Close {account.name} through {autumn}") as unit:
        said = {one.key: _CHARGED for one in open_lines(unit.connection, account, autumn)}
        prepare_closing(unit, account.id, autumn, _PREPARER, said, on="2026-10-08")
