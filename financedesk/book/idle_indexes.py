"""Indexes that a large load does not ask: taken away before it and built once behind it.

Row by row, a million entries in no order would each look for their page. PostgreSQL keeps its
indexes: there others read the table meanwhile.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Index, Table, func, select
from sqlalchemy.schema import CreateIndex, DropIndex

SMALL = 50_000
"""A table of fewer rows is indexed anew in a moment; a larger one keeps its indexes."""


@contextmanager
def built_afterwards(
    connection: Connection, indexes: Iterable[Index], *, coming: int = SMALL
) -> Iterator[None]:
    """Do without indexes of small tables for a while; a rollback brings them back by itself.

    ``coming`` is how many rows are about to come: for a few it is not worth the trouble.
    """
    pays = coming >= SMALL and connection.dialect.name == "sqlite"
    idle = [index for index in indexes if pays and _is_small(connection, index)]
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
