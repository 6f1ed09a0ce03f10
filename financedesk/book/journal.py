"""The journal: who changed what, when and why, as a chain of hashes per entity."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, LargeBinary, Row, Table, insert, select

from financedesk.book import walls
from financedesk.book.clock import now
from financedesk.book.schema import journal
from financedesk.book.values import row_of

FIRST_HASH = "0" * 64
ORGANISATION = 0
"""The chain of everything that belongs to no single entity."""

Values = Mapping[str, Any]


class Change(NamedTuple):
    """One row as it was and as it is: no ``before`` means a new row, no ``after`` a deleted one.

    Both are whole rows; the journal keeps of an update only the columns that differ.
    ``entity_id`` is None for rows of the whole organisation.
    """

    table: str
    id: int
    entity_id: int | None
    before: Values | None
    after: Values | None

    @property
    def chain(self) -> int:
        """Return the chain that the change is journalled in."""
        return self.entity_id or ORGANISATION


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of a chain; ``content`` is canonical JSON, see ``pack_content``."""

    id: int
    chain: int
    number: int
    group_id: int
    at: str
    who: str
    action: str
    why: str
    kind: str
    undoes: int | None
    batch_id: int | None
    content: str
    previous: str

    def hash(self) -> str:
        """Return SHA-256 over the previous hash and the canonical record."""
        record = asdict(self)
        del record["previous"]
        return hashlib.sha256(self.previous.encode() + canonical(record)).hexdigest()


@dataclass(frozen=True, slots=True)
class Heading:
    """What the entries of one group have in common."""

    who: str
    action: str
    why: str
    kind: str
    undoes: int | None = None
    batch_id: int | None = None
    group_id: int = 0


def canonical(value: object) -> bytes:
    """Return the one JSON form of a value: sorted keys, no spaces, UTF-8."""
    return msgspec.json.encode(value, order="sorted")


def fingerprint(value: object) -> object:
    """Return what the journal keeps of a value that a row received: of bytes only their hash.

    The bytes themselves stand in the row; when it is changed or deleted, ``before`` keeps them.
    """
    if isinstance(value, bytes):
        return {"sha256": hashlib.sha256(value).hexdigest()}
    return value


def pack_change(change: Change) -> dict[str, object]:
    """Return a change as the journal stores it."""
    before, after = change.before, change.after
    if before is not None and after is not None:
        differs = [name for name in before if before[name] != after[name]]
        before = {name: before[name] for name in differs}
        after = {name: after[name] for name in differs}
    if after is not None:
        after = {name: fingerprint(value) for name, value in after.items()}
    return {"table": change.table, "id": change.id, "before": before, "after": after}


def pack_content(changes: Sequence[Change], chain: int, detail: Values) -> str:
    """Return the canonical JSON of one chain's entry.

    It holds the chain's part of the changes, each with its place among all of them, and the
    details, which are the same in every entry of the group.
    """
    mine = [
        {**pack_change(change), "order": place}
        for place, change in enumerate(changes)
        if change.chain == chain
    ]
    return canonical({"changes": mine, **detail}).decode()


def unpack_content(content: str) -> dict[str, Any]:
    """Return the content of an entry as it was packed; bytes in ``before`` are base64 still."""
    unpacked: dict[str, Any] = msgspec.json.decode(content)
    return unpacked


def restore_values(table: Table, packed: Values) -> dict[str, Any]:
    """Return ``before`` values of a journal entry as the table takes them."""
    return {name: _restore(table, name, value) for name, value in packed.items()}


def _restore(table: Table, name: str, value: object) -> object:
    if value is not None and isinstance(table.c[name].type, LargeBinary):
        return msgspec.convert(value, bytes)
    return value


def append(
    connection: Connection,
    heading: Heading,
    contents: Mapping[int, str],
    ids: Sequence[int],
) -> None:
    """Add one entry per chain to the journal; ``ids`` are their row ids in order of the chains."""
    at = now()
    for entry_id, (chain, content) in zip(ids, sorted(contents.items()), strict=True):
        number, previous = head(connection, chain)
        entry = Entry(
            id=entry_id,
            chain=chain,
            number=number + 1,
            at=at,
            content=content,
            previous=previous,
            **asdict(heading),
        )
        connection.execute(insert(journal), {**asdict(entry), "hash": entry.hash()})


def head(connection: Connection, chain: int) -> tuple[int, str]:
    """Return number and hash of the last entry of a chain; (0, zeros) for an empty one."""
    if walls.enforced(connection):  # the organisation's entries are not for everybody to read
        return walls.head_of(connection, chain) or (0, FIRST_HASH)
    newest = (
        select(journal.c.number, journal.c.hash)
        .where(journal.c.chain == chain)
        .order_by(journal.c.number.desc())
        .limit(1)
    )
    row = connection.execute(newest).one_or_none()
    return (row.number, row.hash) if row else (0, FIRST_HASH)


def entry_of(row: Row[Any]) -> Entry:
    """Return a row of the table ``journal`` as an entry; its stored hash is left out."""
    values = row_of(journal, row)
    del values["hash"]
    return Entry(**values)
