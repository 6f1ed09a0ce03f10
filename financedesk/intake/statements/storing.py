"""A bank's file into the book: what is new of its statements, in one unit of work, or nothing."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, select

from financedesk.book import Book
from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, NotFound
from financedesk.intake.statements.facts import (
    RejectedLine,
    Said,
    Statement,
    StatementFile,
    StatementLine,
)
from financedesk.intake.statements.meeting import Met, earlier_lines, met_before
from financedesk.intake.statements.reading import read_statements
from financedesk.ledger import tables
from financedesk.ledger.bank_accounts import bank_account_named
from financedesk.ledger.bank_files import keep_file
from financedesk.ledger.entities import AccountRow
from financedesk.ledger.typed_statement import TYPED
from financedesk.rules.money import format_cents
from financedesk.rules.roles import IMPORT

_DOLLARS = ("", "USD")
_ASKED = 500


@dataclass(frozen=True, slots=True)
class TakenStatement:
    """What became of one statement: how many of its lines were new, and how many known.

    ``remarks`` are sentences about lines that came before in another format, or may have.
    """

    statement: Statement
    added: int
    known: int
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StatementReport:
    """What became of a bank's file.

    ``account`` is the account of the book that it was read for; ``taken`` are its statements.
    ``remarks`` are sentences about the file and the account as a whole.
    """

    file: StatementFile
    account: AccountRow
    taken: tuple[TakenStatement, ...]
    remarks: tuple[str, ...]
    is_stored: bool

    @property
    def added(self) -> int:
        """How many lines were new."""
        return sum(one.added for one in self.taken)

    @property
    def known(self) -> int:
        """How many lines the book had already."""
        return sum(one.known for one in self.taken)

    @property
    def rejected(self) -> tuple[RejectedLine, ...]:
        """The lines that could not be read."""
        return tuple(line for one in self.taken for line in one.statement.rejected)

    @property
    def notes(self) -> tuple[str, ...]:
        """What a treasurer should look at."""
        found = [note for one in self.taken for note in (*one.remarks, *one.statement.notes)]
        return (*self.remarks, *dict.fromkeys(found))


def take_statement(
    book: Book,
    path: Path,
    *,
    account: str,
    entity: str | None = None,
    number: str | None = None,
    said: Said | None = None,
    dry_run: bool = False,
) -> StatementReport:
    """Bring a bank's file into the book for one bank account; lines that it has are left out.

    ``account`` and ``entity`` are codes; ``number`` is the bank's number of the account that is
    meant where the file holds several. ``dry_run`` does everything but keep it. Raises BadInput
    for a file that cannot be read, holds several accounts or another currency, NotFound for an
    unknown account, Refused for somebody who may not import; then nothing was stored.
    """
    file = read_statements(path, said)
    chosen = _of_one_account(file, number)
    with suppress(_NothingKept), book.unit_of_work(f"Bring in statement {path.name}") as unit:
        own = bank_account_named(unit.connection, book.who, account, entity, IMPORT)
        _require_dollars(chosen, own)
        remarks = _another_number(unit.connection, own, file, chosen)
        taken = tuple(_store(unit, own, file, chosen))
        is_new = bool(unit.changes)
        if is_new:
            keep_file(unit, own.entity_id, file.name, path)
        report = StatementReport(file, own, taken, remarks, is_new and not dry_run)
        if not report.is_stored:
            raise _NothingKept
    return report


class _NothingKept(Exception):
    """Raised to roll back what was only tried, or brought nothing new."""


# --- whose it is


def _of_one_account(file: StatementFile, number: str | None) -> list[tuple[int, Statement]]:
    """Return the statements that are meant, with their places in the file from 1."""
    found = list(enumerate(file.statements, start=1))
    known = list(dict.fromkeys(one.account for _, one in found))
    if number is not None:
        found = [(part, one) for part, one in found if one.account == number]
        if not found:
            raise NotFound(f"{file.name} holds no statement of {number}; it has {_list(known)}.")
    elif len(known) > 1:
        raise BadInput(
            f"{file.name} holds statements of {len(known)} bank accounts ({_list(known)}); say with"
            " --number which of them is meant."
        )
    return found


def _list(numbers: Sequence[str]) -> str:
    return ", ".join(number or "one without a number" for number in numbers)


def _require_dollars(chosen: Sequence[tuple[int, Statement]], account: AccountRow) -> None:
    foreign = next((one.currency for _, one in chosen if one.currency not in _DOLLARS), None)
    if foreign is not None:
        raise BadInput(
            f"The statement is in {foreign}, and {account.name} is kept in dollars; nothing is"
            " converted."
        )


def _another_number(
    connection: Connection,
    account: AccountRow,
    file: StatementFile,
    chosen: Sequence[tuple[int, Statement]],
) -> tuple[str, ...]:
    """Say when files of this format have named the account otherwise before."""
    column = tables.bank_statement.c
    query = select(column.number).where(
        column.account_id == account.id, column.format == file.format, column.number != ""
    )
    before = set(connection.execute(query.distinct()).scalars())
    now = {one.account for _, one in chosen if one.account}
    if not before or not now or now <= before:
        return ()
    earlier, here = ", ".join(sorted(before)), ", ".join(sorted(now))
    return (f"Earlier statements of {account.name} are of {earlier}; is {here} the right account?",)


# --- what is new


def _store(
    unit: UnitOfWork,
    account: AccountRow,
    file: StatementFile,
    chosen: Sequence[tuple[int, Statement]],
) -> Iterator[TakenStatement]:
    seen: Counter[str] = Counter()
    for part, statement in chosen:
        keyed = [(_key(line, seen), line) for line in statement.lines]
        known = _known(unit.connection, account.id, [key for key, _ in keyed])
        unknown = [(key, line) for key, line in keyed if key not in known]
        met = _met(unit.connection, account.id, file.format, [line for _, line in unknown])
        new = [one for place, one in enumerate(unknown) if place not in met.same]
        if new or _is_new_balance(unit.connection, account.id, statement):
            whose = {"entity_id": account.entity_id, "account_id": account.id}
            row = {**whose, **_statement_row(file, part, statement)}
            of = {**whose, "bank_statement_id": unit.insert(tables.bank_statement, row)}
            unit.insert_many(
                tables.statement_line, ({**of, **_line_row(key, line)} for key, line in new)
            )
        remarks = tuple(_told(met, [line for _, line in unknown]))
        yield TakenStatement(statement, len(new), len(keyed) - len(new), remarks)


def _met(
    connection: Connection, account_id: int, file_format: str, lines: Sequence[StatementLine]
) -> Met:
    return met_before(lines, earlier_lines(connection, account_id, file_format, lines))


def _told(met: Met, lines: Sequence[StatementLine]) -> Iterator[str]:
    """Say which lines came in another format, and which of them may have."""
    formats = " and ".join(_source(one) for one in met.formats)
    if met.same:
        number = len(met.same)
        are = "line is" if number == 1 else "lines are"
        yield f"{number:,} {are} in the book from {formats} and not kept again."
    if met.doubtful:
        first = lines[met.doubtful[0]]
        others = len(met.doubtful) - 1
        more = f", and so do {others:,} others" if others else ""
        yield (
            f"{first.place} ({first.booked_on}, {format_cents(first.cents, symbol=True)}) has day"
            f" and amount of a line from {formats} in other words{more}; it was kept. Look"
            " whether it is the same."
        )


def _source(file_format: str) -> str:
    return "a typed statement" if file_format == TYPED else f"a {file_format.upper()} file"


def _key(line: StatementLine, seen: Counter[str]) -> str:
    """Return by what a line is known again: the bank's reference, or else its words.

    Banks correct names and texts of a line, but not its reference, day and amount. Lines of one
    file that are alike in all of it are counted.
    """
    told = ("", line.payee, line.memo, line.check_number)
    named = (line.reference,) if line.reference else told
    whole = "\n".join((line.booked_on, str(line.cents), *named))
    seen[whole] += 1
    return hashlib.sha256(f"{whole}\n{seen[whole]}".encode()).hexdigest()


def _known(connection: Connection, account_id: int, keys: Sequence[str]) -> set[str]:
    column = tables.statement_line.c
    known: set[str] = set()
    for at in range(0, len(keys), _ASKED):
        query = select(column.line_key).where(
            column.account_id == account_id, column.line_key.in_(keys[at : at + _ASKED])
        )
        known |= set(connection.execute(query).scalars())
    return known


def _is_new_balance(connection: Connection, account_id: int, statement: Statement) -> bool:
    """Tell whether a statement without a new line says a balance that the book does not have."""
    closing = statement.closing
    if closing is None:
        return False
    column = tables.bank_statement.c
    same_day = column.closing_on.is_(None) if not closing.day else column.closing_on == closing.day
    query = select(column.id).where(
        column.account_id == account_id, column.closing_cents == closing.cents, same_day
    )
    return connection.execute(query.limit(1)).first() is None


def _statement_row(file: StatementFile, part: int, statement: Statement) -> dict[str, object]:
    opening, closing = statement.opening, statement.closing
    return {
        "number": statement.account,
        "bank": statement.bank,
        "currency": statement.currency,
        "opening_cents": opening.cents if opening else None,
        "opening_on": (opening.day or None) if opening else None,
        "closing_cents": closing.cents if closing else None,
        "closing_on": (closing.day or None) if closing else None,
        "format": file.format,
        "file_name": file.name,
        "file_sha256": file.sha256,
        "part": part,
    }


def _line_row(key: str, line: StatementLine) -> dict[str, object]:
    return {
        "line_key": key,
        "booked_on": line.booked_on,
        "value_on": line.value_on or None,
        "amount_cents": line.cents,
        "reference": line.reference,
        "payee": line.payee,
        "memo": line.memo,
        "check_number": line.check_number,
        "kind": line.kind,
        "place": line.place,
    }
