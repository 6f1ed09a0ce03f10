"""Judge whether the book still says what its journal says.

The journal is read once, entry by entry, into a scratch database on disk that holds what every
row should be; then each table is read once beside it. Memory stays small however large the book.
"""

import hashlib
from collections.abc import Generator, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, func, select

from financedesk.book import journal
from financedesk.book.batches import ROW_END
from financedesk.book.expected import ExpectedRows, KnownBatch
from financedesk.book.journal import FIRST_HASH, Entry, entry_of, fingerprint
from financedesk.book.rooms import Problem, Room
from financedesk.book.schema import batch as batch_table
from financedesk.book.schema import journal as journal_table
from financedesk.book.tables import facts
from financedesk.book.unit import newest_id
from financedesk.book.values import names_of, row_of
from financedesk.progress import Progress

READ_AHEAD = 2000
# An entry can be large: it holds the changes of a whole unit of work.
ENTRIES_AHEAD = 20


def verify(
    connection: Connection, tables: Sequence[Table], rooms: Sequence[Room], progress: Progress
) -> Iterator[Problem]:
    """Yield what is wrong: broken chains, rows unlike their journal, digests, the rooms' own."""
    with ExpectedRows() as expected:
        broken = yield from _read_journal(connection, expected, progress)
        if not broken:
            yield from _compare_batches(connection, expected)
            for table in facts(tables):
                yield from _compare_rows(connection, table, expected, progress)
    yield from _check_counter(connection, tables)
    for room in rooms:
        if room.verify is not None:
            progress.step(0, None, f"Checking the {room.name}")
            yield from room.verify(connection)


# --- the journal


def _read_journal(
    connection: Connection, expected: ExpectedRows, progress: Progress
) -> Generator[Problem, None, bool]:
    """Follow every chain and collect what rows should be; returns whether a chain is broken."""
    total = connection.execute(select(func.count()).select_from(journal_table)).scalar_one()
    in_order = select(journal_table).order_by(journal_table.c.id)
    chains = _Chains()
    done = 0
    with connection.execute(in_order.execution_options(yield_per=ENTRIES_AHEAD)) as rows:
        for _, group in groupby(rows, key=lambda row: row.group_id):
            contents = []
            for row in group:
                yield from chains.follow(entry_of(row), row.hash)
                contents.append(row.content)
            if not chains.broken:
                expected.apply(contents)
            done += len(contents)
            progress.step(done, total, "Reading the journal")
    return bool(chains.broken)


class _Chains:
    """The last link of every chain, and the chains that are broken."""

    def __init__(self) -> None:
        self._links: dict[int, tuple[int, str]] = {}
        self.broken: set[int] = set()

    def follow(self, entry: Entry, stored: str) -> Iterator[Problem]:
        """Take the next entry; reports the first bad one of each chain."""
        link = self._links.get(entry.chain, (0, FIRST_HASH))
        self._links[entry.chain] = (entry.number, stored)
        problem = _check_link(entry, stored, link)
        if problem is not None and entry.chain not in self.broken:
            self.broken.add(entry.chain)
            yield problem


def _check_link(entry: Entry, stored: str, link: tuple[int, str]) -> Problem | None:
    number, previous = link
    if entry.number == number + 1 and entry.previous == previous and entry.hash() == stored:
        return None
    owner = f"of entity {entry.chain}" if entry.chain else "of the organisation"
    text = (
        f"The journal {owner} is broken at entry {entry.number}: "
        "it, or the entry before it, was changed or removed."
    )
    return Problem("journal", text, "journal", entry.id)


# --- the batches


def _compare_batches(connection: Connection, expected: ExpectedRows) -> Iterator[Problem]:
    stored = {row.id: row for row in connection.execute(select(batch_table))}
    for batch_id in sorted(stored.keys() | expected.batches.keys()):
        row, known = stored.get(batch_id), expected.batches.get(batch_id)
        if row is None or known is None or not _same_batch(row_of(batch_table, row), known):
            text = f"The import number {batch_id} is not as the journal has it."
            yield Problem("batch", text, "batch", batch_id)


def _same_batch(row: dict[str, Any], known: KnownBatch) -> bool:
    record = {**known.record, "detail": journal.canonical(known.record["detail"]).decode()}
    same = all(row[name] == value for name, value in record.items() if name in row)
    return same and row["state"] == known.state


# --- the rows


def _compare_rows(
    connection: Connection, table: Table, expected: ExpectedRows, progress: Progress
) -> Iterator[Problem]:
    comparison = _Comparison(table, expected)
    in_order = select(table).order_by(table.c.id).execution_options(yield_per=READ_AHEAD)
    with connection.execute(in_order) as rows:
        for done, row in enumerate(rows):
            if done % READ_AHEAD == 0:
                progress.step(done, None, f"Comparing {table.name}")
            if comparison.is_plain(row[0]):
                comparison.take_plain(row)
            else:
                yield from comparison.take(row)
    yield from comparison.finish()


class _Comparison:
    """The rows of one table, in order of their ids, beside what the journal expects."""

    def __init__(self, table: Table, expected: ExpectedRows) -> None:
        self.name = str(table.name)
        self.columns = names_of(table)
        self._awaited = expected.rows(self.name)
        self._next = next(self._awaited, None)
        self._digests = [
            BatchDigest(batch, self.name, batch.tables[self.name], self.columns)
            for batch in expected.batches.values()
            if self.name in batch.tables
        ]
        self._place = 0

    def is_plain(self, row_id: int) -> bool:
        """Tell whether a row is just the next one of the batch at hand: nearly all are."""
        if self._next is not None and self._next.id <= row_id:
            return False
        return self._place < len(self._digests) and self._digests[self._place].holds(row_id)

    def take_plain(self, row: Sequence[Any]) -> None:
        """Take a row for which ``is_plain`` is true."""
        self._digests[self._place].add(row)

    def take(self, row: Sequence[Any]) -> Iterator[Problem]:
        """Compare the next row of the table."""
        row_id = row[0]
        yield from self._skip_to(row_id)
        known = self._next
        if known is None or known.id != row_id:
            yield from self._digest(row_id, row, None)
            return
        self._next = next(self._awaited, None)
        if known.current is None:
            yield self._problem(row_id, "was deleted according to the journal and is there")
        elif not self._matches(row, known.current):
            yield self._problem(row_id, "is not as its last journal entry left it")
        if known.original is not None:
            yield from self._digest(row_id, row, known.original)

    def finish(self) -> Iterator[Problem]:
        """Compare what is left when the table ends."""
        yield from self._skip_to(None)
        for digest in self._digests:
            yield from digest.finish()

    def _skip_to(self, row_id: int | None) -> Iterator[Problem]:
        while self._next is not None and (row_id is None or self._next.id < row_id):
            known = self._next
            self._next = next(self._awaited, None)
            if known.current is not None:
                yield self._problem(known.id, "is in the journal and no longer in the book")
            elif known.original is not None:
                yield from self._digest(known.id, [None] * len(self.columns), known.original)

    def _matches(self, row: Sequence[Any], values: Mapping[str, Any]) -> bool:
        current = dict(zip(self.columns, row, strict=True))
        return all(fingerprint(current[name]) == value for name, value in values.items())

    def _digest(
        self, row_id: int, row: Sequence[Any], original: Mapping[str, Any] | None
    ) -> Iterator[Problem]:
        while self._place < len(self._digests) and self._digests[self._place].ends_before(row_id):
            self._place += 1
        if self._place == len(self._digests) or not self._digests[self._place].holds(row_id):
            yield self._problem(row_id, "is in no journal entry")
            return
        if original:
            row = [original.get(name, value) for name, value in zip(self.columns, row, strict=True)]
        self._digests[self._place].add(row)

    def _problem(self, row_id: int, what: str) -> Problem:
        return Problem("rows", f"Row {row_id} of {self.name} {what}.", self.name, row_id)


class BatchDigest:
    """The digest of one batch's rows in one table, taken again."""

    def __init__(
        self, batch: KnownBatch, name: str, summary: Mapping[str, Any], columns: Sequence[str]
    ) -> None:
        self._batch = batch
        self._name = name
        self._summary = summary
        places = {column: place for place, column in enumerate(columns)}
        self._given = [places[column] for column in summary["columns"]]
        self._fixed = [(places[column], value) for column, value in summary["fixed"].items()]
        self._first_id: int = batch.record["first_id"]
        self._last_id: int = batch.record["last_id"]
        self._running = hashlib.sha256()
        self._encode = msgspec.json.Encoder().encode
        self._rows = 0
        self._strayed = False

    def ends_before(self, row_id: int) -> bool:
        """Tell whether the batch's range lies below an id."""
        return self._last_id < row_id

    def holds(self, row_id: int) -> bool:
        """Tell whether an id lies in the batch's range."""
        return self._first_id <= row_id <= self._last_id

    def add(self, row: Sequence[Any]) -> None:
        """Take the next row of the batch into account."""
        self._running.update(self._encode([row[place] for place in self._given]) + ROW_END)
        self._rows += 1
        for place, value in self._fixed:
            if row[place] != value:
                self._strayed = True

    def finish(self) -> Iterator[Problem]:
        """Report when the rows are not the ones that came in."""
        same = self._running.hexdigest() == self._summary["sha256"]
        if not same or self._strayed or self._rows != self._summary["rows"]:
            record = self._batch.record
            text = (
                f"The {self._summary['rows']} rows of {self._name} from {record['file_name']} "
                f"(import number {record['id']}) are not as they came in."
            )
            yield Problem("batch", text, self._name)


# --- the counter


def _check_counter(connection: Connection, tables: Sequence[Table]) -> Iterator[Problem]:
    newest = newest_id(connection)
    for table in facts(tables):
        highest = connection.execute(select(func.max(table.c.id))).scalar_one()
        if highest is not None and highest > newest:
            text = f"Row {highest} of {table.name} has an id that was never given out."
            yield Problem("rows", text, str(table.name), highest)
