"""MT940 statements, and the MT942 reports that are written with the same fields.

Read here and not by the library ``mt-940``: one line that it cannot match ends the whole file
there, it moves 30 February to the 28th without a word, it takes the reversal of a credit (RC) for
money in, and it puts the lines of all statements of a file under the balances of the last one.
"""

import re
from calendar import isleap
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from financedesk.errors import BadInput
from financedesk.intake.statements.balancing import judged
from financedesk.intake.statements.facts import Balance, RejectedLine, Statement, StatementLine
from financedesk.intake.statements.written import day_of, exact_cents, full_year, words

CODE = "mt940"

_KNOWN = "20|21|25P?|28C?|60[FM]?|61|62[FM]?|64|65|86|NS|13D?|34F?|90[CD]?"
_FIELD = re.compile(rf"^:\n?({_KNOWN}):", re.MULTILINE)
_START = re.compile(rb"^:(?:20|25|28C?|60[FM]|61|62[FM]|64):", re.MULTILINE)
_BALANCE = re.compile(r"([DC])([0-9]{6})([A-Z]{3})([0-9]{1,15},?[0-9]*)")
_ENTRY = re.compile(
    r"(?P<value>[0-9]{6})(?P<entry>[0-9]{4}|\s{4})?(?P<mark>R?[DC])(?P<funds>[A-Z])?\s?"
    r"(?P<amount>[0-9]{1,15}(?:,[0-9]*)?)(?P<kind>[A-Z][A-Z0-9 ]{3})?(?P<rest>[\s\S]*)"
)
_SIGNS = {"C": 1, "RD": 1, "D": -1, "RC": -1}
_NO_REFERENCE = frozenset({"", "NONREF", "NOREF"})
_STRUCTURED = re.compile(r"^[0-9]{3}[?](?=[0-9]{2})")
_PART = re.compile(r"[?]([0-9]{2})")
_PURPOSE = frozenset({"20", "21", "22", "23", "24", "25", "26", "27", "28", "29", "60", "61", "62"})


class _Field(NamedTuple):
    name: str
    value: str
    line: int


def fits(head: bytes) -> bool:
    """Tell whether a file that begins like this has MT940's fields."""
    return _START.search(head.replace(b"\r", b"\n")) is not None


def read(text: str, name: str) -> tuple[Statement, ...]:
    """Return the statements of a file; raises BadInput when there is neither line nor balance."""
    statements = [_statement(block) for block in _blocks(_fields(text))]
    found = [one for one in statements if one.lines or one.rejected or one.opening or one.closing]
    if not found:
        raise BadInput(
            f"{name} has fields of MT940 but neither a line nor a balance; download it again."
        )
    return judged(found, name)


def _fields(text: str) -> Iterator[_Field]:
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    marks = list(_FIELD.finditer(plain))
    ends = [mark.start() for mark in marks[1:]] + [len(plain)]
    line, counted = 1, 0
    for mark, end in zip(marks, ends, strict=True):
        line += plain.count("\n", counted, mark.start())
        counted = mark.start()
        value = plain[mark.end() : end]
        kept = [part.rstrip() for part in value.split("\n") if part.strip() not in {"", "-", "-}"}]
        yield _Field(mark[1], "\n".join(kept), line)


def _blocks(fields: Iterator[_Field]) -> Iterator[list[_Field]]:
    """Yield the fields of each statement; a reference (:20:) begins the next one."""
    block: list[_Field] = []
    for one in fields:
        if one.name == "20" and block:
            yield block
            block = []
        block.append(one)
    if block:
        yield block


def _statement(block: list[_Field]) -> Statement:
    notes: list[str] = []
    openings = [one for one in block if one.name.startswith("60")]
    closings = [one for one in block if one.name.startswith("62")]
    account = next((one.value.split("\n")[0] for one in block if one.name.startswith("25")), "")
    currency = _currency(block)
    lines, rejected = [], []
    for entry, details in _entries(block):
        place = f"line {entry.line}"
        try:
            line = _line(entry, details, place, currency)
        except BadInput as error:
            rejected.append(RejectedLine(place, str(error)))
            continue
        if not line.value_on:
            notes.append(f"The day of value in {place} is in no calendar; that of booking counts.")
        lines.append(line)
    return Statement(
        account=account.strip(),
        bank="",
        currency=currency,
        opening=_balance(openings[:1], notes),
        closing=_balance(closings[-1:], notes),
        lines=tuple(lines),
        rejected=tuple(rejected),
        notes=tuple(notes),
    )


def _entries(block: list[_Field]) -> Iterator[tuple[_Field, str]]:
    """Yield each line's field with what is told of it in the fields behind it."""
    entry: _Field | None = None
    told: list[str] = []
    for one in block:
        if entry is not None and one.name not in {"86", "NS"}:
            yield entry, "\n".join(told)
            entry, told = None, []
        if one.name == "61":
            entry = one
        elif entry is not None and one.name == "86":
            told.append(one.value)
    if entry is not None:
        yield entry, "\n".join(told)


def _currency(block: list[_Field]) -> str:
    for one in block:
        if one.name[:2] in {"60", "62", "64", "65"} and (found := _BALANCE.match(one.value)):
            return found[3]
        if one.name == "34F":
            return one.value[:3]
    return ""


def _balance(fields: list[_Field], notes: list[str]) -> Balance | None:
    if not fields:
        return None
    try:
        return _balance_of(fields[0].value)
    except BadInput as error:
        notes.append(f"The balance in line {fields[0].line} cannot be read: {error}")
        return None


def _balance_of(text: str) -> Balance:
    found = _BALANCE.match(text)
    if found is None:
        raise BadInput("it is not written as MT940 writes one.")
    return Balance(_cents(found[4]) * _SIGNS[found[1]], _day(found[2]))


def _cents(text: str) -> int:
    return exact_cents(text.replace(",", "."))


def _day(text: str) -> str:
    return day_of(full_year(int(text[:2])), int(text[2:4]), int(text[4:6]), text)


def _line(entry: _Field, details: str, place: str, currency: str) -> StatementLine:
    found = _ENTRY.match(entry.value)
    if found is None:
        raise BadInput("is not written as MT940 writes a line.")
    if found["funds"] and currency and found["funds"] not in (currency[2], "R"):
        raise BadInput(
            f"is in a currency that ends in {found['funds']}, the account in {currency}."
        )
    booked, value = _days(found["value"], (found["entry"] or "").strip())
    reference, bank_reference, extra = _references(found["rest"])
    payee, memo = _told(details)
    return StatementLine(
        place=place,
        booked_on=booked,
        value_on=value,
        cents=_cents(found["amount"]) * _SIGNS[found["mark"]],
        reference=words(bank_reference or reference),
        payee=words(payee),
        memo=words(" ".join(filter(None, (extra, memo)))),
        check_number=words(reference) if (found["kind"] or "")[1:] == "CHK" else "",
        kind=words(found["kind"]),
    )


def _days(value: str, month_and_day: str) -> tuple[str, str]:
    """Return the days of booking and of value; that of booking has no year and takes the nearest.

    Banks that reckon with months of thirty days write 30 February as a day of value: where the
    day of booking stands beside it, the line is sound and has no day of value.
    """
    if not month_and_day:
        return _day(value), _day(value)
    year, month = full_year(int(value[:2])), int(value[2:4])
    if value[2:] in {"0229", "0230"}:
        nearby = date(year, month, 28)
        value_on = _day(value) if value[4:] == "29" and isleap(year) else ""
        return _entry_day(nearby, month_and_day), value_on
    value_on = _day(value)
    return _entry_day(date.fromisoformat(value_on), month_and_day), value_on


def _entry_day(of_value: date, month_and_day: str) -> str:
    near = []
    for year in (of_value.year - 1, of_value.year, of_value.year + 1):
        try:
            near.append(date(year, int(month_and_day[:2]), int(month_and_day[2:])))
        except ValueError:
            continue
    if not near:
        raise BadInput(f"“{month_and_day}” is no day of the calendar.")
    return min(near, key=lambda day: abs(day - of_value)).isoformat()


def _references(rest: str) -> tuple[str, str, str]:
    """Return the reference of the account's owner, the bank's, and what stands in further lines."""
    first, _, extra = rest.partition("\n")
    own, _, banks = first.partition("//")
    own = "" if own.strip() in _NO_REFERENCE else own
    return own.strip(), banks.strip(), " ".join(extra.split())


def _told(details: str) -> tuple[str, str]:
    """Return the other side's name and the purpose, in the structure of German banks or as text."""
    if not _STRUCTURED.match(details):
        return "", details
    parts = _PART.split(details.replace("\n", ""))
    named = list(zip(parts[1::2], parts[2::2], strict=True))
    payee = " ".join(text.strip() for code, text in named if code in {"32", "33"})
    purpose = "".join(text for code, text in named if code in _PURPOSE)
    booking = " ".join(text for code, text in named if code == "00")
    return payee, purpose or booking
