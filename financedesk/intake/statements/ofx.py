"""OFX 1 (SGML) and 2 (XML), and QFX, which is the same: bank and credit card statements.

Read here and not by a library: of those with a licence that fits, ``bankfile`` 0.2 gives the first
statement of a file only, reads ``1,234`` and ``010203`` as it guesses, and takes quadratic time
over end tags that close nothing. Tags are never looked up in an outside document type.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta

from financedesk.errors import BadInput
from financedesk.intake.statements.balancing import judged, without_repeats
from financedesk.intake.statements.facts import (
    Balance,
    RejectedLine,
    Said,
    Statement,
    StatementLine,
)
from financedesk.intake.statements.ofx_tags import Tag, decoded, tree
from financedesk.intake.statements.written import day_of, exact_cents, iso_day, words
from financedesk.rules.money import parse_cents

CODE = "ofx"

_START = re.compile(rb"OFXHEADER\s*[:=]|<\?OFX\b|<OFX>", re.IGNORECASE)
_STATEMENTS = ("STMTRS", "CCSTMTRS")
_STAMP = re.compile(
    r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})"
    r"(?:T?([0-9]{2}):?([0-9]{2})(?::?[0-9]{2})?(?:\.[0-9]*)?)?\s*(?:\[([^\]]*)\]?|Z)?"
)


def fits(head: bytes) -> bool:
    """Tell whether a file that begins like this is OFX."""
    return _START.search(head) is not None


def read(data: bytes, name: str, said: Said) -> tuple[Statement, ...]:
    """Return the statements of an OFX file; raises BadInput when it holds none."""
    text, notes = decoded(data, said.encoding)
    root = tree(text, name)
    found = list(root.each(*_STATEMENTS))
    if not found:
        raise BadInput(_why_none(root, name))
    statements = [_statement(one, notes) for one in found]
    if next(root.each("INVSTMTRS"), None):
        note = "The file also holds an investment account, which was not read."
        statements[0] = replace(statements[0], notes=(*statements[0].notes, note))
    return judged(statements, name)


def _why_none(root: Tag, name: str) -> str:
    if next(root.each("INVSTMTRS"), None):
        return f"{name} is the statement of an investment account; only bank accounts are read."
    said = " ".join(filter(None, (tag.text for tag in root.each("MESSAGE"))))
    answer = f" The bank's server says: {said[:200]}" if said else ""
    return f"{name} is OFX but holds no bank statement; download the account's activity.{answer}"


def _statement(tag: Tag, notes: Iterable[str]) -> Statement:
    account = next(tag.own("BANKACCTFROM", "CCACCTFROM"), Tag("none"))
    entries = list(tag.own("STMTTRN"))
    cents_of = _reader_of([one.field("TRNAMT") for one in entries])
    currency = _currency(tag)
    lines, rejected = [], []
    told = list(notes)
    for number, entry in enumerate(entries, start=1):
        place = f"transaction {number}"
        try:
            line = _line(entry, place, currency, cents_of, told)
        except BadInput as error:
            rejected.append(RejectedLine(place, str(error)))
        else:
            lines.append(line)
    if any(not line.reference for line in lines):
        told.append("Some lines have no FITID; they are told apart by day, amount and words.")
    closing = _closing(tag, cents_of, told)
    return without_repeats(
        Statement(
            account=_plain(account.field("ACCTID")),
            bank=_plain(account.field("BANKID")),
            currency=currency,
            opening=None,
            closing=closing,
            lines=tuple(lines),
            rejected=tuple(rejected),
            notes=tuple(dict.fromkeys(told)),
        )
    )


def _plain(text: str) -> str:
    return " ".join(text.split())


def _currency(tag: Tag) -> str:
    found = next(tag.own("CURDEF"), None)
    return found.text.strip().upper() if found else ""


def _closing(tag: Tag, cents_of: Callable[[str], int], told: list[str]) -> Balance | None:
    ledger = next(tag.own("LEDGERBAL"), None)
    amount = ledger.field("BALAMT") if ledger else ""
    if ledger is None or not amount:
        return None
    try:
        cents = cents_of(amount)
    except BadInput as error:
        told.append(f"The closing balance cannot be read: {error}")
        return None
    try:
        return Balance(cents, _day(ledger.field("DTASOF"), told))
    except BadInput:
        return Balance(cents, "")


def _line(
    entry: Tag, place: str, currency: str, cents_of: Callable[[str], int], told: list[str]
) -> StatementLine:
    other = next((one.field("CURSYM") for one in entry.own("CURRENCY")), "").upper()
    if other and other != currency:
        raise BadInput(f"is in {other}, and the account in {currency or 'no named currency'}.")
    amount, day = entry.field("TRNAMT"), entry.field("DTPOSTED")
    if not amount:
        raise BadInput("has no amount (TRNAMT).")
    if not day:
        raise BadInput("has no day (DTPOSTED).")
    value = entry.field("DTAVAIL")
    return StatementLine(
        place=place,
        booked_on=_day(day, told),
        value_on=_day(value, told) if value.strip("0 ") else "",
        cents=cents_of(amount),
        reference=words(entry.field("FITID")),
        payee=words(entry.field("NAME") or _payee(entry)),
        memo=words(entry.field("MEMO")),
        check_number=words(entry.field("CHECKNUM") or entry.field("CHKNUM")),
        kind=words(entry.field("TRNTYPE")).upper(),
    )


def _payee(entry: Tag) -> str:
    return next((one.field("NAME") for one in entry.own("PAYEE")), "")


# --- days


def _day(text: str, told: list[str]) -> str:
    """Return the bank's day of a stamp.

    A zone of the bank's own names the day as it was there. A stamp of Greenwich is a server's:
    what has an hour in it is put into Eastern time, and said; midnight there means a day alone.
    """
    plain = text.strip()
    found = _STAMP.fullmatch(plain)
    if found is None:
        return iso_day(plain)
    day = day_of(int(found[1]), int(found[2]), int(found[3]), plain)
    hour, minute = int(found[4] or 0), int(found[5] or 0)
    if not _is_greenwich(plain, found[6]) or hour >= 5 or not (hour or minute):
        return day
    if hour == 4:
        told.append(f"The stamp {plain} is of Greenwich, near midnight; its day was kept.")
        return day
    told.append("Days stamped in Greenwich time after midnight were put into Eastern time.")
    return _day_before(day)


def _is_greenwich(text: str, zone: str | None) -> bool:
    offset = (zone or "").split(":")[0].strip()
    return text.endswith("Z") or (bool(offset) and offset.lstrip("+-").strip("0.") == "")


def _day_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


# --- amounts


_DECIMAL_COMMA = re.compile(r"\s*[+-]?[0-9]+,[0-9]{1,2}\s*")
_GROUPED = re.compile(r"\s*[+-]?[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]{2}\s*")


def _reader_of(amounts: list[str]) -> Callable[[str], int]:
    """Return how this statement's amounts are read; a comma counts where all of them prove it."""
    with_comma = [text for text in amounts if "," in text]
    if not with_comma:
        return _pointed
    if all(_GROUPED.fullmatch(text) for text in with_comma):
        return _grouped
    marked = [text for text in amounts if "," in text or "." in text]
    if all(_DECIMAL_COMMA.fullmatch(text) for text in marked):
        return _commaed
    return _pointed


def _pointed(text: str) -> int:
    if "," in text:
        raise BadInput(
            f"the comma in “{text.strip()[:40]}” may stand before the cents or between thousands,"
            " and the file does not prove which."
        )
    return exact_cents(text)


def _grouped(text: str) -> int:
    return parse_cents(text) if "," in text else exact_cents(text)


def _commaed(text: str) -> int:
    return exact_cents(text.replace(",", "."))
