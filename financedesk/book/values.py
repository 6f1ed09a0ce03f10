"""Values on their way into a row: exactly of the column's kind, so that the journal is exact."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
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


_NO_CHANGES: Mapping[str, Any] = {}


class SharedRow(Mapping[str, Any]):
    """A row that shares its values with what it becomes: a million changes fit into memory."""

    __slots__ = ("_changes", "_places", "_values")

    def __init__(
        self,
        places: Mapping[str, int],
        values: Sequence[object],
        changes: Mapping[str, Any] = _NO_CHANGES,
    ) -> None:
        """Take where each column stands, the values, and those that stand in their place."""
        self._places, self._values, self._changes = places, values, changes

    def with_changes(self, changes: Mapping[str, Any]) -> "SharedRow":
        """Return the row as it is once these columns are changed."""
        every = {**self._changes, **changes} if self._changes else changes
        return SharedRow(self._places, self._values, every)

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - a column of any kind
        if name in self._changes:
            return self._changes[name]
        return self._values[self._places[name]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


@cache
def places_of(table: Table) -> Mapping[str, int]:
    """Return where each column of a table stands."""
    return {name: place for place, name in enumerate(_kinds(table))}


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
