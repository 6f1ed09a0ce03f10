"""Values on their way into a row: exactly of the column's kind, so that the journal is exact."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Table


@cache
def _kinds(table: Table) -> Mapping[str, type]:
    # SQLAlchemy's names are a kind of str that JSON does not know.
    return {str(column.name): column.type.python_type for column in table.c}


def names_of(table: Table) -> list[str]:
    """Return the names of the columns, in their order."""
    return list(_kinds(table))


def row_of(table: Table, values: Iterable[object]) -> dict[str, Any]:
    """Return values that stand in the order of the table's columns as a row."""
    return dict(zip(_kinds(table), values, strict=True))


def empty_row(table: Table) -> dict[str, Any]:
    """Return a row of the table with every column empty."""
    return dict.fromkeys(_kinds(table))


def fit(table: Table, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values as the table stores them: flags as 0 or 1, days as text.

    Raises TypeError for a value of another kind (a float above all) and KeyError for a column
    that the table does not have: both are faults of the program, never of the user.
    """
    kinds = _kinds(table)
    return {name: _fit(table, name, kinds[name], value) for name, value in values.items()}


def _fit(table: Table, name: str, kind: type, value: object) -> object:
    if value is None or type(value) is kind:
        return value
    if kind is int and isinstance(value, int):
        return int(value)
    if kind is str and isinstance(value, str):
        return str(value)
    if kind is str and isinstance(value, date):
        return value.isoformat()
    given = type(value).__name__
    raise TypeError(f"{table.name}.{name} holds {kind.__name__}, not {given}")
