"""Indexes that a large load does not ask: taken away before it and built once behind it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, Index, Table, func, select
from sqlalchemy.schema import CreateIndex, DropIndex

SMALL = 50_000
"""A table of fewer rows is indexed anew in a moment; a larger one keeps its indexes."""


@contextmanager
def built_afterwards(connection: Connection, indexes: Sequence[Index]) -> Iterator[None]:
    """Do without indexes of small tables for a while; a rollback brings them back by itself.

    Row by row, a million entries in no order would each look for their page.
    """
    idle = [index for index in indexes if _is_small(connection, index)]
    for index in idle:
        connection.execute(DropIndex(index))
    yield
    for index in idle:
        connection.execute(CreateIndex(index))


def _is_small(connection: Connection, index: Index) -> bool:
    table: Table | None = index.table
    if table is None:
        return False
    first = select(*table.primary_key.columns).limit(SMALL).subquery()
    number: int = connection.execute(select(func.count()).select_from(first)).scalar_one()
    return number < SMALL
