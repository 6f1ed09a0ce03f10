"""Which lines of a bank's file came before in another format: once as CSV, then as OFX.

Formats tell the same line in other words and with other references, so its key does not know it.
It is the same line where account, day and amount agree and either its words or reference do, or
the whole day has the same amounts in both files. A line of whose words nothing agrees is kept, and
told.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from financedesk.intake.statements.facts import StatementLine
from financedesk.ledger import tables

_FEWEST_LETTERS = 4
"""Fewer letters in common say nothing: “POS”, “ACH”."""


@dataclass(frozen=True, slots=True)
class EarlierLine:
    """A line that the book has, in cents, with the format of its file.

    ``payee`` and ``words``, payee and memo in one, are without blanks, signs and case.
    """

    id: int
    format: str
    booked_on: str
    cents: int
    reference: str
    payee: str
    words: str
    check_number: str


def earlier_lines(
    connection: Connection, account_id: int, file_format: str, lines: Sequence[StatementLine]
) -> list[EarlierLine]:
    """Return an account's lines of other formats on the days of these lines."""
    if not lines:
        return []
    days = [line.booked_on for line in lines]
    column, statement = tables.statement_line.c, tables.bank_statement.c
    query = (
        select(
            column.id, statement.format, column.booked_on, column.amount_cents, column.reference,
            column.payee, column.memo, column.check_number,
        )
        .join(tables.bank_statement, statement.id == column.bank_statement_id)
        .where(
            column.account_id == account_id,
            column.booked_on.between(min(days), max(days)),
            statement.format != file_format,
        )
        .order_by(column.id)
    )  # fmt: skip
    return [
        EarlierLine(
            row.id, row.format, row.booked_on, row.amount_cents, row.reference,
            _squashed(row.payee), _squashed(row.payee, row.memo), row.check_number,
        )
        for row in connection.execute(query)
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Met:
    """What was found: places of lines that came before, and of lines that only may have.

    ``formats`` are those in which they came.
    """

    same: frozenset[int]
    doubtful: tuple[int, ...]
    formats: tuple[str, ...]


def met_before(lines: Sequence[StatementLine], earlier: Sequence[EarlierLine]) -> Met:
    """Return which of some lines are among the earlier ones; each earlier line is one line."""
    by_day: dict[str, list[EarlierLine]] = defaultdict(list)
    for one in earlier:
        by_day[one.booked_on].append(one)
    places: dict[str, list[int]] = defaultdict(list)
    for place, line in enumerate(lines):
        places[line.booked_on].append(place)
    same: set[int] = set()
    doubtful: list[int] = []
    formats: set[str] = set()
    for day in places.keys() & by_day.keys():
        found, unsure = _met_on_a_day([(at, lines[at]) for at in places[day]], by_day[day])
        same |= found
        doubtful += unsure
        if found or unsure:
            formats |= {one.format for one in by_day[day]}
    return Met(frozenset(same), tuple(sorted(doubtful)), tuple(sorted(formats)))


def _met_on_a_day(
    lines: Sequence[tuple[int, StatementLine]], earlier: Sequence[EarlierLine]
) -> tuple[set[int], list[int]]:
    if Counter(line.cents for _, line in lines) == Counter(one.cents for one in earlier):
        return {place for place, _ in lines}, []
    left, same = list(earlier), set()
    for place, line in lines:
        match = next((one for one in left if _is_same(line, one)), None)
        if match is not None:
            same.add(place)
            left.remove(match)
    amounts = {one.cents for one in left}
    return same, [at for at, line in lines if at not in same and line.cents in amounts]


def _is_same(line: StatementLine, one: EarlierLine) -> bool:
    """Whether amount and words agree, the day doing so already."""
    if line.cents != one.cents:
        return False
    if line.check_number and one.check_number:
        return line.check_number == one.check_number
    if line.reference and line.reference == one.reference:
        return True
    # OFX cuts a name after 32 letters, and goes on in the memo or not at all.
    pairs = (
        (_squashed(line.payee, line.memo), one.words),
        (_squashed(line.payee), one.words),
        (_squashed(line.payee, line.memo), one.payee),
    )
    return any(_begins(*sorted(pair, key=len)) for pair in pairs)


def _begins(shorter: str, longer: str) -> bool:
    return len(shorter) >= _FEWEST_LETTERS and longer.startswith(shorter)


def _squashed(*texts: str) -> str:
    return "".join(letter for text in texts for letter in text.casefold() if letter.isalnum())
