"""Whether every reference of freshly loaded rows finds its row, asked once for all of them."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Column, Connection, Table, exists, select

from financedesk.book.tables import is_fact


def broken_reference(
    connection: Connection, tables: Sequence[Table], first_id: int, last_id: int
) -> str | None:
    """Return, for the facts with an id in this range, the first reference that finds no row."""
    for table in tables:
        if is_fact(table):
            for column, target in _references(table):
                found = _first_broken(connection, column, target, first_id, last_id)
                if found is not None:
                    return f"{column} of row {found} refers to nothing"
    return None


def _references(table: Table) -> Iterator[tuple[Column[int], Column[int]]]:
    for column in table.columns:
        for key in column.foreign_keys:
            yield column, key.column


def _first_broken(
    connection: Connection,
    column: Column[int],
    target: Column[int],
    first_id: int,
    last_id: int,
) -> int | None:
    other = target.table.alias()
    table = column.table
    query = (
        select(table.c.id)
        .where(
            table.c.id.between(first_id, last_id),
            column.is_not(None),
            ~exists().where(other.c[target.name] == column),
        )
        .limit(1)
    )
    found: int | None = connection.execute(query).scalar()
    return found
