"""Questions about the tables of a book: which are facts, and who refers to whom."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Column, ForeignKeyConstraint, Table
from sqlalchemy.schema import sort_tables_and_constraints

from financedesk.book.rooms import Room
from financedesk.book.schema import OWN_TABLES


def tables_of(rooms: Iterable[Room]) -> list[Table]:
    """Return the book's own tables and those of the rooms, each once."""
    every = [*OWN_TABLES, *(table for room in rooms for table in room.tables)]
    return list({table.name: table for table in every}.values())


def is_fact(table: Table) -> bool:
    """Tell whether the rows of a table are journalled."""
    return not table.info.get("derived", False)


def facts(tables: Iterable[Table]) -> list[Table]:
    """Return the journalled tables in order of their names."""
    return sorted((table for table in tables if is_fact(table)), key=lambda table: table.name)


def references_to(tables: Iterable[Table], target: Table) -> list[Column[Any]]:
    """Return the columns, of all these tables, whose foreign key leads to ``target``."""
    return [
        key.parent
        for table in tables
        for key in sorted(table.foreign_keys, key=lambda key: key.parent.name)
        if key.column.table is target
    ]


def dependents_first(tables: Sequence[Table]) -> list[Table]:
    """Return the tables in an order in which rows can be deleted."""
    return [table for table, _ in reversed(in_order(tables)) if table is not None]


def in_order(tables: Iterable[Table]) -> list[tuple[Table | None, list[ForeignKeyConstraint]]]:
    """Return the tables so that each follows those it refers to, with its references.

    The last pair has no table: its references close a circle and come after all tables.
    """
    by_name = sorted(tables, key=lambda table: table.name)
    pairs = sort_tables_and_constraints(by_name)  # type: ignore[no-untyped-call]
    return [(table, list(constraints)) for table, constraints in pairs]
