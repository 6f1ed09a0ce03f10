"""Whether every reference of freshly loaded rows finds its row, asked once for all of them.

A batch of few rows waits for the questions, not for the answers: there is one for each table, and
to put them into SQL anew took three quarters of a small import. They are written once.
"""

from collections.abc import Sequence
from functools import cache

from sqlalchemy import Column, ColumnElement, Connection, Table, bindparam, or_, select
from sqlalchemy.dialects import sqlite

from financedesk.book.tables import is_fact

_Reference = tuple[Column[int], Column[int]]


def broken_reference(
    connection: Connection, tables: Sequence[Table], first_id: int, last_id: int
) -> str | None:
    """Return, for the facts with an id in this range, the first reference that finds no row.

    Only SQLite is asked: on a server every row is looked at as it comes in.
    """
    for table in tables:
        references = _references(table) if is_fact(table) else ()
        # One walk over the rows for all their references; which it was is asked when one fails.
        if _first_broken(connection, table, references, first_id, last_id) is None:
            continue
        for reference in references:
            found = _first_broken(connection, table, (reference,), first_id, last_id)
            if found is not None:
                return f"{reference[0]} of row {found} refers to nothing"
    return None


@cache
def _references(table: Table) -> tuple[_Reference, ...]:
    return tuple((column, key.column) for column in table.columns for key in column.foreign_keys)


def _first_broken(
    connection: Connection,
    table: Table,
    references: tuple[_Reference, ...],
    first_id: int,
    last_id: int,
) -> int | None:
    if not references:
        return None
    query = _question(table, references)
    row = connection.exec_driver_sql(query, {"first": first_id, "last": last_id}).first()
    return None if row is None else int(row[0])


@cache
def _question(table: Table, references: tuple[_Reference, ...]) -> str:
    query = select(table.c.id).where(
        table.c.id.between(bindparam("first"), bindparam("last")),
        or_(*(_finds_nothing(column, target) for column, target in references)),
    )
    return f"{query.compile(dialect=sqlite.dialect(paramstyle='named'))} LIMIT 1"


def _finds_nothing(column: Column[int], target: Column[int]) -> ColumnElement[bool]:
    # SQLite looks an id up in the other table itself, where EXISTS would run a query for each.
    other = target.table.alias()
    return column.is_not(None) & column.not_in(select(other.c[target.name]))
