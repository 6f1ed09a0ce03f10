"""Which rows stand on which: found through the foreign keys of the tables."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Column, Connection, Table, select

from financedesk.book.rooms import Room
from financedesk.book.tables import facts, references_to

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Dependent:
    """A row that stands in the way of taking something back, and a sentence about it."""

    table: str
    id: int
    text: str


def describe(rooms: Iterable[Room], connection: Connection, table: str, row_id: int) -> str:
    """Return a row in the words of the room that keeps it, else its table and id."""
    for room in rooms:
        if room.describe is not None and (text := room.describe(connection, table, row_id)):
            return text
    return f"Row {row_id} of {table}"


def referring_rows(
    connection: Connection, tables: Sequence[Table], going: Mapping[str, set[int]]
) -> list[tuple[Column[Any], int]]:
    """Return the facts, each with its column, that refer to rows in ``going`` and stay."""
    found: list[tuple[Column[Any], int]] = []
    for target in tables:
        ids = going.get(target.name)
        if not ids:
            continue
        for column in references_to(facts(tables), target):
            staying = _rows_with(connection, column, ids) - going.get(column.table.name, set())
            found.extend((column, row_id) for row_id in sorted(staying))
    return found


def _rows_with(connection: Connection, column: Column[Any], values: Iterable[int]) -> set[int]:
    found: set[int] = set()
    for chunk in chunks(values):
        query = select(column.table.c.id).where(column.in_(chunk))
        found.update(connection.execute(query).scalars())
    return found


def missing_rows(connection: Connection, table: Table, ids: set[int]) -> set[int]:
    """Return those of the ids that the table does not hold."""
    there: set[int] = set()
    for chunk in chunks(ids):
        there.update(connection.execute(select(table.c.id).where(table.c.id.in_(chunk))).scalars())
    return ids - there


def chunks(values: Iterable[int]) -> Iterator[list[int]]:
    """Yield the values in lists short enough for one statement."""
    waiting = iter(sorted(values))
    while chunk := list(islice(waiting, CHUNK)):
        yield chunk
