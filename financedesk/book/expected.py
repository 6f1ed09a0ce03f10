"""What every row should be according to the journal, kept in a scratch database on disk."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import msgspec
import sqlcipher3.dbapi2 as driver

from financedesk.book.history import Recorded
from financedesk.book.journal import canonical, unpack_content

Packed = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ExpectedRow:
    """One row as the journal left it.

    ``original`` holds, for a row of a batch, the values from before later changes, so that the
    batch's digest can be taken again; None for a row that was journalled when it was made.
    ``current`` holds the values that are known, None when the row was deleted.
    """

    id: int
    original: Packed | None
    current: Packed | None


@dataclass(slots=True)
class KnownBatch:
    """A batch as its journal entry describes it, or what its undo left of it."""

    record: Mapping[str, Any]
    tables: Mapping[str, Mapping[str, Any]]
    state: str = "active"


class ExpectedRows:
    """The rows, filled group by group with ``apply``; a context manager that removes the file."""

    def __init__(self) -> None:
        # An empty name is a private file that SQLite deletes by itself.
        self._scratch: Any = driver.connect("", isolation_level=None)
        self.batches: dict[int, KnownBatch] = {}

    def __enter__(self) -> Self:
        self._scratch.execute("PRAGMA synchronous = OFF")
        self._scratch.execute("PRAGMA journal_mode = OFF")
        self._scratch.execute(
            "CREATE TABLE expected (name TEXT, id INTEGER, original TEXT, current TEXT,"
            " PRIMARY KEY (name, id)) WITHOUT ROWID"
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._scratch.close()

    def apply(self, contents: Sequence[str]) -> None:
        """Apply the entries of one group."""
        unpacked = [unpack_content(content) for content in contents]
        # The entries of a group repeat what concerns all of them.
        first = unpacked[0]
        if "batch" in first:
            record = first["batch"]
            self.batches[record["id"]] = KnownBatch(record, record["tables"])
        if "removal" in first:
            self._remove(first["removal"])
        changes = [Recorded(**change) for content in unpacked for change in content["changes"]]
        for change in sorted(changes, key=lambda change: change.order):
            self._change(change)

    def rows(self, name: str) -> Iterator[ExpectedRow]:
        """Yield the rows of one table by ascending id."""
        found = self._scratch.execute(
            "SELECT id, original, current FROM expected WHERE name = ? ORDER BY id", (name,)
        )
        for row_id, original, current in found:
            yield ExpectedRow(row_id, _unpack(original), _unpack(current))

    def _remove(self, removal: Mapping[str, Any]) -> None:
        batch = self.batches[removal["batch_id"]]
        batch.state = "undone"
        batch.tables = removal["kept"]
        self._scratch.execute(
            "DELETE FROM expected WHERE id BETWEEN ? AND ?",
            (removal["first_id"], removal["last_id"]),
        )

    def _change(self, change: Recorded) -> None:
        known = self._find(change.table, change.id)
        if known is None:
            original = None if change.before is None else dict(change.before)
            current = None if change.after is None else dict(change.after)
        else:
            original, current = known.original, None
            if original is not None and change.before is not None:
                original = {**change.before, **original}
            if change.after is not None:
                current = {**(known.current or {}), **change.after}
        self._scratch.execute(
            "INSERT OR REPLACE INTO expected VALUES (?, ?, ?, ?)",
            (change.table, change.id, _pack(original), _pack(current)),
        )

    def _find(self, name: str, row_id: int) -> ExpectedRow | None:
        row = self._scratch.execute(
            "SELECT original, current FROM expected WHERE name = ? AND id = ?", (name, row_id)
        ).fetchone()
        return ExpectedRow(row_id, _unpack(row[0]), _unpack(row[1])) if row else None


def _pack(values: Mapping[str, Any] | None) -> str | None:
    return None if values is None else canonical(values).decode()


def _unpack(packed: str | None) -> Packed | None:
    return None if packed is None else msgspec.json.decode(packed)
