"""A batch: the rows of one file that came in at once, as one range of ids and one journal entry."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise
from operator import itemgetter, lt
from typing import Any

import msgspec
from sqlalchemy import Table

from financedesk.book.values import names_of

ROW_END = b"\n"
_AT_ONCE = 500
_FIRST = itemgetter(0)


@dataclass(slots=True)
class TableDigest:
    """The running SHA-256 over the canonical rows of one table, in ascending order of their ids.

    ``fixed`` are the columns that no row of the batch gave, with the value that all rows have.
    """

    table: str
    columns: tuple[str, ...]
    fixed: Mapping[str, Any]
    rows: int = 0
    last_id: int = 0
    chains: set[int] = field(default_factory=set)
    _running: Any = field(default_factory=hashlib.sha256)

    def add(self, rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
        """Pass rows through while their digest is taken.

        Raises ValueError when the ids do not ascend.
        """
        encode_lines = msgspec.json.Encoder().encode_lines  # each ends with ROW_END
        waiting = iter(rows)
        while some := list(islice(waiting, _AT_ONCE)):
            self._require_ascending(some)
            self._running.update(encode_lines(some))
            self._note_chains(some)
            self.rows += len(some)
            yield from some

    def _require_ascending(self, rows: Sequence[Sequence[Any]]) -> None:
        ids = [self.last_id, *map(_FIRST, rows)]
        if not all(map(lt, ids, ids[1:])):
            before, late = next(pair for pair in pairwise(ids) if pair[0] >= pair[1])
            raise ValueError(f"row {late} of {self.table} comes after row {before}")
        self.last_id = ids[-1]

    def _note_chains(self, rows: Sequence[Sequence[Any]]) -> None:
        if "entity_id" in self.columns:
            owners = set(map(itemgetter(self.columns.index("entity_id")), rows))
        else:
            owners = {self.fixed.get("entity_id")}
        self.chains |= {owner or 0 for owner in owners}

    def summary(self) -> dict[str, object]:
        """Return what the journal keeps."""
        return {
            "columns": list(self.columns),
            "fixed": dict(self.fixed),
            "rows": self.rows,
            "sha256": self._running.hexdigest(),
        }


@dataclass(slots=True)
class Batch:
    """The batch that a unit of work is taking in.

    ``finish`` gives the figures that the user sees: how many rows of the file were taken, their
    total in cents, and details of the format's own.
    """

    id: int
    first_id: int
    kind: str
    format: str
    file_name: str
    file_sha256: str
    entity_id: int | None
    rows: int = 0
    total_cents: int = 0
    detail: Mapping[str, Any] = field(default_factory=dict)
    digests: dict[str, TableDigest] = field(default_factory=dict)

    def finish(self, rows: int, total_cents: int, detail: Mapping[str, Any] | None = None) -> None:
        """Set the figures of the whole batch."""
        self.rows = rows
        self.total_cents = total_cents
        self.detail = detail or {}

    def digest_of(self, table: Table, columns: Sequence[str]) -> TableDigest:
        """Return the running digest of one table; every load of it names the same columns."""
        digest = self.digests.get(table.name)
        if digest is None:
            if columns[0] != "id":
                raise ValueError(f"the rows of {table.name} must begin with their id")
            fixed = dict.fromkeys(name for name in names_of(table) if name not in columns)
            digest = TableDigest(str(table.name), tuple(map(str, columns)), fixed)
            self.digests[digest.table] = digest
        elif digest.columns != tuple(columns):
            raise ValueError(f"the rows of {table.name} came with other columns before")
        return digest

    def chains(self) -> set[int]:
        """Return the chains that this batch's entry belongs to."""
        chains = {chain for digest in self.digests.values() for chain in digest.chains}
        return chains or {self.entity_id or 0}

    def record(self, last_id: int) -> dict[str, Any]:
        """Return the batch as its journal entry keeps it."""
        return {
            "id": self.id,
            "entity_id": self.entity_id,
            "kind": self.kind,
            "format": self.format,
            "file_name": self.file_name,
            "file_sha256": self.file_sha256,
            "rows": self.rows,
            "total_cents": self.total_cents,
            "first_id": self.first_id,
            "last_id": last_id,
            "detail": dict(self.detail),
            "tables": {name: digest.summary() for name, digest in sorted(self.digests.items())},
        }
