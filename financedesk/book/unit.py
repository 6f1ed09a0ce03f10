"""The unit of work: the only way to change a book."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select, update

from financedesk.book import journal
from financedesk.book.batches import Batch
from financedesk.book.clock import now
from financedesk.book.dependents import describe
from financedesk.book.journal import Change, Heading, Values
from financedesk.book.rooms import Room
from financedesk.book.schema import SITE_SHIFT, sequence
from financedesk.book.schema import batch as batch_table
from financedesk.book.stores import Store
from financedesk.book.tables import is_fact, references_to, tables_of
from financedesk.book.values import SharedRow, empty_row, fit, names_of, places_of, row_of
from financedesk.errors import NotFound, Refused

_AT_ONCE = 500
NUMBER_MASK = (1 << SITE_SHIFT) - 1


@dataclass(frozen=True, slots=True)
class Removal:
    """The rows of a batch that are being taken back: every fact with an id in this range."""

    batch_id: int
    first_id: int
    last_id: int


class UnitOfWork:
    """One write transaction: its rows, its journal entries, all or nothing.

    ``connection`` is for reading and for writing derived tables; facts are written through the
    methods, which journal them. ``changes`` lists what was done so far, whole rows before and
    after. ``removal`` is set while a batch is taken back. ``detail`` goes into the journal as it
    stands, and ``also_in`` names chains that get an entry although no row of theirs changed.
    """

    def __init__(
        self, connection: Connection, store: Store, rooms: Sequence[Room], heading: Heading
    ) -> None:
        self.connection = connection
        self.changes: list[Change] = []
        self.batch: Batch | None = None
        self.removal: Removal | None = None
        self.detail: dict[str, Any] = {}
        self.also_in: set[int] = set()
        self._journalled = 0
        self._store = store
        self._rooms = rooms
        self._last_id = newest_id(connection)
        self._heading = replace(heading, group_id=self.next_id())

    # --- ids

    def next_id(self) -> int:
        """Return a new id, larger than every id that the book has given out before."""
        self._last_id += 1
        return self._last_id

    def reserve(self, number: int) -> range:
        """Return so many new ids at once, in ascending order."""
        first = self._last_id + 1
        self._last_id += number
        return range(first, first + number)

    @property
    def last_id(self) -> int:
        """Return the newest id that was given out."""
        return self._last_id

    @property
    def tables(self) -> list[Table]:
        """Return the tables of the book."""
        return tables_of(self._rooms)

    @property
    def group_id(self) -> int:
        """Return the id that ties this unit's journal entries together."""
        return self._heading.group_id

    @property
    def heading(self) -> Heading:
        """Return what the journal will say of this unit."""
        return self._heading

    def describe(self, table: str, row_id: int) -> str:
        """Return a row in the treasurer's words, as its room tells it."""
        return describe(self._rooms, self.connection, table, row_id)

    # --- single rows

    def insert(self, table: Table, values: Mapping[str, Any]) -> int:
        """Store one new row and return its id; columns that are not given stay empty."""
        row_id: int = values.get("id") or self.next_id()
        row = {**empty_row(table), **fit(table, values), "id": row_id}
        self.connection.execute(insert(table), row)
        self._note(table, row_id, None, row)
        return row_id

    def insert_many(self, table: Table, rows: Iterable[Mapping[str, Any]]) -> list[int]:
        """Store new rows, each journalled, and return their ids."""
        filled = []
        for values in rows:
            row_id: int = values.get("id") or self.next_id()
            filled.append({**empty_row(table), **fit(table, values), "id": row_id})
        names = names_of(table)
        tuples = (tuple(row[name] for name in names) for row in filled)
        self._store.put_rows(self.connection, table, names, tuples)
        for row in filled:
            self._note(table, row["id"], None, row)
        return [row["id"] for row in filled]

    def update(self, table: Table, row_id: int, changes: Mapping[str, Any]) -> None:
        """Change columns of one row; values that are the same already are no change.

        Raises NotFound when there is no such row.
        """
        before = self.row(table, row_id)
        differs = {
            name: value for name, value in fit(table, changes).items() if before[name] != value
        }
        if differs:
            changed = update(table).where(table.c.id == row_id)
            _require_done(self.connection.execute(changed, differs).rowcount)
            self._note(table, row_id, before, {**before, **differs})

    def delete(self, table: Table, row_id: int) -> None:
        """Delete one row and the derived rows that stand on it; raises NotFound without it."""
        before = self.row(table, row_id)
        self._drop_derived(table, row_id)
        gone = delete(table).where(table.c.id == row_id)
        _require_done(self.connection.execute(gone).rowcount)
        self._note(table, row_id, before, None)

    def row(self, table: Table, row_id: int) -> dict[str, Any]:
        """Return one row as it is now; raises NotFound when it does not exist."""
        found = self.connection.execute(select(table).where(table.c.id == row_id)).one_or_none()
        if found is None:
            raise NotFound(f"Row {row_id} of {table.name} is no longer in the book.")
        return row_of(table, found)

    # --- many rows

    def start_batch(
        self,
        *,
        kind: str,
        format: str,  # noqa: A002
        file_name: str,
        file_sha256: str,
        entity_id: int | None = None,
    ) -> Batch:
        """Begin a batch: every id from now to the end of the unit is one of its rows."""
        if self.batch is not None:
            raise RuntimeError("a unit of work takes in one batch")
        batch_id = self.next_id()
        first_id = batch_id + 1
        self.batch = Batch(batch_id, first_id, kind, format, file_name, file_sha256, entity_id)
        return self.batch

    def bulk_insert(
        self, table: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]
    ) -> int:
        """Store rows of the batch and return how many.

        Rows are tuples with the id first, ascending within the table over all calls. Values must
        be of the column's kind exactly (flags 0 or 1, days as text), because the digest is taken
        of what is given. ``rows`` may be endless in memory's terms, but must not use the unit's
        connection. They are journalled as a digest, not one by one.
        """
        if self.batch is None:
            raise RuntimeError("bulk_insert works only inside a batch")
        digest = self.batch.digest_of(table, columns)
        before = digest.rows
        self._store.put_rows(self.connection, table, columns, digest.add(rows))
        return digest.rows - before

    def update_many(self, table: Table, row_ids: Sequence[int], changes: Mapping[str, Any]) -> int:
        """Change columns of many rows to the same values and return how many were different.

        Each is journalled like one that is changed alone. Rows that are not there are no change.
        """
        fitting, done = fit(table, changes), 0
        known: dict[object, object] = {}
        for start in range(0, len(row_ids), _AT_ONCE):
            some = table.c.id.in_(row_ids[start : start + _AT_ONCE])
            rows = self.connection.execute(select(table).where(some).order_by(table.c.id))
            before = [SharedRow(places_of(table), _with_shared_texts(row, known)) for row in rows]
            other = [row for row in before if any(row[name] != fitting[name] for name in fitting)]
            changed = update(table).where(table.c.id.in_([row["id"] for row in other]))
            if other:
                _require_done(self.connection.execute(changed, fitting).rowcount, len(other))
            for row in other:
                self._note(table, row["id"], row, row.with_changes(fitting))
            done += len(other)
        return done

    # --- the end

    def close(self) -> None:
        """Recompute, guard and journal; called by the book before it commits."""
        self.refresh()
        self.guard()
        self._journalise()

    def refresh(self) -> None:
        """Let each room bring its derived rows up to what was changed."""
        for room in self._rooms:
            if room.refresh is not None:
                room.refresh(self)

    def guard(self) -> None:
        """Let each room refuse what must not change."""
        for room in self._rooms:
            if room.guard is not None:
                room.guard(self, tuple(self.changes))

    def start_group(self, heading: Heading) -> None:
        """Journal what was done so far under its heading and go on under another one."""
        self._journalise()
        self._journalled = len(self.changes)
        self.detail, self.also_in = {}, set()
        self._heading = replace(heading, group_id=self.next_id())

    def announce_removal(self, removal: Removal) -> None:
        """Tell the rooms that a batch's rows are about to leave; one may refuse with Locked."""
        self.removal = removal
        for room in self._rooms:
            if room.before_removal is not None:
                room.before_removal(self, removal)

    def _journalise(self) -> None:
        changes = self.changes[self._journalled :]
        chains = {change.chain for change in changes} | self.also_in
        if self.batch is not None:
            self._store_batch(self.batch)
            chains |= self.batch.chains()
        if chains:
            contents = {
                chain: journal.pack_content(changes, chain, self.detail) for chain in chains
            }
            entry_ids = self.reserve(len(contents))
            journal.append(self.connection, self._heading, contents, entry_ids)
        if self._last_id > self.group_id:
            counter = {"next_number": (self._last_id & NUMBER_MASK) + 1}
            self.connection.execute(update(sequence), counter)

    def _store_batch(self, taken: Batch) -> None:
        record = taken.record(self._last_id)
        self.detail = {**self.detail, "batch": record}
        self._heading = replace(self._heading, kind="import", batch_id=taken.id)
        row = {name: record[name] for name in batch_table.c.keys() if name in record}  # noqa: SIM118
        row["detail"] = journal.canonical(record["detail"]).decode()
        started = {"state": "active", "started_at": now()}
        self.connection.execute(insert(batch_table), {**row, **started})

    # --- inside

    def _note(self, table: Table, row_id: int, before: Values | None, after: Values | None) -> None:
        if not is_fact(table):
            raise ValueError(f"{table.name} is derived: write it through the connection")
        entity_id = (after or before or {}).get("entity_id")
        self.changes.append(Change(str(table.name), row_id, entity_id, before, after))

    def _drop_derived(self, table: Table, row_id: int) -> None:
        for column in references_to(self.tables, table):
            if not is_fact(column.table):
                self.connection.execute(delete(column.table).where(column == row_id))


def _with_shared_texts(row: Iterable[object], known: dict[object, object]) -> tuple[object, ...]:
    """Return the values of a row; texts that other rows have as well are kept once."""
    return tuple([known.setdefault(one, one) if type(one) is str else one for one in row])


def _require_done(rows: int, wanted: int = 1) -> None:
    """Refuse to journal what did not happen: a server may show a row and keep it from changing."""
    if rows < wanted:
        raise Refused("That would write books that you may not write; ask who keeps the walls.")


def newest_id(connection: Connection) -> int:
    """Return the newest id that the book has given out."""
    site, next_number = connection.execute(select(sequence)).one()
    newest: int = (site << SITE_SHIFT) + next_number - 1
    return newest
