"""Whether every reference of freshly loaded rows finds its row, asked once for all of them."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Column, ColumnElement, Connection, Table, or_, select

from financedesk.book.tables import is_fact


def broken_reference(
    connection: Connection, tables: Sequence[Table], first_id: int, last_id: int
) -> str | None:
    """Return, for the facts with an id in this range, the first reference that finds no row."""
    for table in tables:
        references = list(_references(table)) if is_fact(table) else []
        # One walk over the rows for all their references; which it was is asked when one fails.
        if _first_broken(connection, table, references, first_id, last_id) is None:
            continue
        for reference in references:
            found = _first_broken(connection, table, [reference], first_id, last_id)
            if found is not None:
                return f"{reference[0]} of row {found} refers to nothing"
    return None


def _references(table: Table) -> Iterator[tuple[Column[int], Column[int]]]:
    for column in table.columns:
        for key in column.foreign_keys:
            yield column, key.column


def _first_broken(
    connection: Connection,
    table: Table,
    references: Sequence[tuple[Column[int], Column[int]]],
    first_id: int,
    last_id: int,
) -> int | None:
    if not references:
        return None
    query = (
        select(table.c.id)
        .where(
            table.c.id.between(first_id, last_id),
            or_(*(_finds_nothing(column, target) for column, target in references)),
        )
        .limit(1)
    )
    found: int | None = connection.execute(query).scalar()
    return found


def _finds_nothing(column: Column[int], target: Column[int]) -> ColumnElement[bool]:
    # SQLite looks an id up in the other table itself, where EXISTS would run a query for each.
    other = target.table.alias()
    return column.is_not(None) & column.not_in(select(other.c[target.name]))
