"""Some thousand ids as one value of a statement: written down as text, apart by commas.

A statement that names its rows by one value is the same for SQLAlchemy and the database whatever
the ids are, so it can be built once. As text they also pass from one statement to the next without
a Python number for each.
"""

from array import array
from collections.abc import Iterable

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Text,
    any_,
    bindparam,
    cast,
    func,
    literal,
    select,
)
from sqlalchemy.dialects import postgresql

BETWEEN = ","
_NAME = "ids"
_PIECE = 1 << 18


def as_text(ids: Iterable[int]) -> str:
    """Return ids written down."""
    return BETWEEN.join(map(str, ids))


def read_as_text(connection: Connection, ids: ColumnElement[int]) -> str:
    """Return a subquery's column of ids, written down in its order."""
    listed = select(func.aggregate_strings(cast(ids, Text), BETWEEN))
    return connection.execute(listed).scalar_one() or ""


def ids_in(text: str) -> "array[int]":
    """Return the ids written down, read piece by piece: a million never stand there as words."""
    found = array("q")
    start = 0
    while start < len(text):
        end = text.find(BETWEEN, start + _PIECE)
        piece = text[start:] if end < 0 else text[start:end]
        found.extend(map(int, piece.split(BETWEEN)))
        start += len(piece) + len(BETWEEN)
    return found


def number_in(text: str) -> int:
    """Return how many ids are written down."""
    return text.count(BETWEEN) + 1 if text else 0


def with_ids(ids: Iterable[int]) -> dict[str, str]:
    """Return the value that a statement with ``among_ids`` is executed with."""
    return {_NAME: as_text(ids)}


def among_ids(
    dialect: str, column: ColumnElement[int], text: str | None = None
) -> ColumnElement[bool]:
    """Return the condition that a column is one of the ids written down.

    Without a text they are the value that comes with ``with_ids``.
    """
    ids = bindparam(_NAME, type_=Text) if text is None else literal(text, Text)
    if dialect == "sqlite":
        listed = func.json_each(literal("[") + ids + literal("]")).table_valued("value")
        return column.in_(select(listed.c.value))
    return column == any_(cast(func.string_to_array(ids, BETWEEN), postgresql.ARRAY(BigInteger)))
