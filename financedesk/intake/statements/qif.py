"""QIF, the exchange form of Quicken: bank, cash and credit card accounts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from financedesk.errors import BadInput
from financedesk.intake.statements.balancing import judged
from financedesk.intake.statements.facts import (
    Balance,
    RejectedLine,
    Said,
    Statement,
    StatementLine,
)
from financedesk.intake.statements.written import is_day_first, words, written_day
from financedesk.rules.money import parse_cents

CODE = "qif"

_START = re.compile(rb"^[ \t]*!(?:Type:|Account|Option:|Clear:)", re.MULTILINE | re.IGNORECASE)
_BARE = re.compile(rb"\A\s*D[^\n\r]{6,12}[\n\r]+[TUPNM]")
_ACCOUNTS = frozenset({"bank", "cash", "ccard", "oth a", "oth l"})
_OPENING = "opening balance"
"""How Quicken begins an account: with an entry that is no movement."""

_INVESTMENTS = frozenset({"invst", "port", "401(k)/403(b)"})


def fits(head: bytes) -> bool:
    """Tell whether a file that begins like this is QIF, with its kind said or forgotten."""
    return _START.search(head) is not None or _BARE.search(head) is not None


@dataclass(slots=True)
class _Record:
    line: int
    fields: dict[str, str] = field(default_factory=dict)
    is_closed: bool = False


@dataclass(slots=True)
class _Section:
    kind: str
    account: str
    records: list[_Record] = field(default_factory=list)


def read(text: str, name: str, said: Said) -> tuple[Statement, ...]:
    """Return the accounts of a file; raises BadInput for investments and undecidable days."""
    sections = list(_sections(text))
    found = [one for one in sections if one.kind in _ACCOUNTS and one.records]
    if not found:
        raise BadInput(_why_none(sections, name))
    days = [record.fields["D"] for one in found for record in one.records if "D" in record.fields]
    day_first = is_day_first(days, name, said=said.day_first)
    notes = []
    if any(one.kind in _INVESTMENTS for one in sections):
        notes.append("The file also holds an investment account, which was not read.")
    return judged([_statement(one, notes, day_first=day_first) for one in found], name)


def _why_none(sections: list[_Section], name: str) -> str:
    if any(one.kind in _INVESTMENTS and one.records for one in sections):
        return f"{name} is of an investment account; only bank and card accounts are read."
    if any(one.kind == "" and one.records for one in sections):
        return (
            f"{name} does not say of which kind of account it is: its first line should be"
            " !Type:Bank or !Type:CCard. Export it again, or add the line."
        )
    return f"{name} is QIF but holds no account's transactions; export the account again."


def _sections(text: str) -> Iterator[_Section]:
    section = _Section("", "")
    record = _Record(1)
    account = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("!"):
            yield _closed(section, record)
            section, record = _Section(_kind(line), account), _Record(number + 1)
        elif line.startswith("^"):
            record.is_closed = True
            if section.kind == "!account":
                account = record.fields.get("N", account)
            _closed(section, record)
            record = _Record(number + 1)
        elif line.strip() and not line.startswith("#"):
            _add(record, line[0].upper(), line[1:].strip())
    yield _closed(section, record)


def _kind(line: str) -> str:
    plain = line.strip().casefold()
    return plain.removeprefix("!type:").strip() if plain.startswith("!type:") else plain


def _closed(section: _Section, record: _Record) -> _Section:
    if record.fields:
        section.records.append(record)
    return section


def _add(record: _Record, code: str, value: str) -> None:
    # What comes again is of a split: the entry's own days and amounts stand before it.
    record.fields.setdefault(code, value)


def _statement(section: _Section, notes: list[str], *, day_first: bool) -> Statement:
    lines: list[StatementLine] = []
    rejected = []
    told = list(notes)
    opening: Balance | None = None
    for record in section.records:
        place = f"line {record.line}"
        if not record.is_closed:
            told.append(f"The last entry, {place}, is not closed; the file may be cut short.")
        try:
            line = _line(record, place, day_first=day_first)
        except BadInput as error:
            rejected.append(RejectedLine(place, str(error)))
            continue
        if line.payee.casefold() == _OPENING and not lines:
            opening = Balance(line.cents, line.booked_on)
        else:
            lines.append(line)
    return Statement(
        account=" ".join(section.account.split()),
        bank="",
        currency="",
        opening=opening,
        closing=None,
        lines=tuple(lines),
        rejected=tuple(rejected),
        notes=tuple(told),
    )


def _line(record: _Record, place: str, *, day_first: bool) -> StatementLine:
    fields = record.fields
    if not fields.get("D"):
        raise BadInput("has no day.")
    amount, other = fields.get("T"), fields.get("U")
    if not (amount or other):
        raise BadInput("has no amount.")
    cents = parse_cents(amount or other or "")
    if amount and other and parse_cents(other) != cents:
        raise BadInput(f"has two amounts that differ, {amount} and {other}.")
    number = fields.get("N", "")
    return StatementLine(
        place=place,
        booked_on=written_day(fields["D"], day_first=day_first),
        value_on="",
        cents=cents,
        reference="",
        payee=words(fields.get("P")),
        memo=words(fields.get("M")),
        check_number=words(number) if number.isdigit() else "",
        kind="" if number.isdigit() else words(number),
    )
