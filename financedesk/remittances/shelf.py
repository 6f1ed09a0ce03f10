"""How this room keeps its facts: one table and one frozen value for each sort of fact.

A value's fields are the columns of its table by name and in plain types: days as ``date``, marks as
``bool``, words as text that is empty where the column is. The same few acts add, correct and take
away each sort; what makes a fact of that sort wrong is said once, beside the value.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cache, lru_cache
from typing import Any, Generic, TypeVar, get_type_hints

from sqlalchemy import ColumnElement, Connection, Select, Table, select

from financedesk.book.unit import UnitOfWork
from financedesk.errors import NotFound

Fact = TypeVar("Fact")


@dataclass(frozen=True, slots=True)
class Kept(Generic[Fact]):
    """A fact with the number under which the book keeps it, and the entity whose it is."""

    id: int
    entity_id: int
    fact: Fact


@dataclass(frozen=True, slots=True)
class Shelf(Generic[Fact]):
    """Where one sort of fact is kept: its table, its value, its name, and what it must be.

    ``judge`` raises BadInput or Refused for a fact that cannot stand; it gets the connection, the
    entity, the fact and the number of the row that it replaces, 0 for a new one.
    """

    table: Table
    value: Callable[..., Fact]
    name: str
    judge: Callable[[Connection, int, Fact, int], None]

    def add(self, unit: UnitOfWork, entity_id: int, fact: Fact) -> int:
        """Keep a new fact and return its number; raises as ``judge`` does."""
        self.judge(unit.connection, entity_id, fact, 0)
        return unit.insert(self.table, {"entity_id": entity_id, **_columns(fact)})

    def edit(self, unit: UnitOfWork, row_id: int, fact: Fact) -> None:
        """Correct a fact; raises as ``judge`` does, and NotFound."""
        before = self.one(unit.connection, row_id)
        self.judge(unit.connection, before.entity_id, fact, row_id)
        unit.update(self.table, row_id, _columns(fact))

    def remove(self, unit: UnitOfWork, row_id: int) -> None:
        """Take away a fact that was entered by mistake; raises NotFound."""
        self.one(unit.connection, row_id)
        unit.delete(self.table, row_id)

    def one(self, connection: Connection, row_id: int) -> Kept[Fact]:
        """Return a fact by its number; raises NotFound."""
        query = self._query().where(self.table.c.id == row_id)
        row = connection.execute(query).one_or_none()
        if row is None:
            raise NotFound(f"There is no {self.name} number {row_id} in this book.")
        return self._kept([row])[0]

    def of(
        self, connection: Connection, entity_id: int, **having: str | int | Sequence[int]
    ) -> list[Kept[Fact]]:
        """Return an entity's facts in the order in which they were entered.

        ``having`` narrows them by columns; a sequence of numbers means any of them.
        """
        query = self._query().where(self.table.c.entity_id == entity_id)
        for name, value in having.items():
            column = self.table.c[name]
            values = (value,) if isinstance(value, str | int) else value
            query = query.where(column.in_(values))
        return self._kept(connection.execute(query.order_by(self.table.c.id)).all())

    def where(self, connection: Connection, *conditions: ColumnElement[bool]) -> list[Kept[Fact]]:
        """Return the facts that fulfil conditions, in the order in which they were entered."""
        query = self._query().where(*conditions).order_by(self.table.c.id)
        return self._kept(connection.execute(query).all())

    def _query(self) -> Select[Any]:
        """Select number, entity and the fields of the value, in their order."""
        column = self.table.c
        return select(column.id, column.entity_id, *(column[name] for name in _shape(self.value)))

    def _kept(self, rows: Sequence[Sequence[Any]]) -> list[Kept[Fact]]:
        """Return the facts of rows; they are made plain column by column, which is quicker."""
        if not rows:
            return []
        value, shape = self.value, _shape(self.value)
        ids, entity_ids, *stored = zip(*rows, strict=True)
        columns = [
            _READERS[hint](column) if hint in _READERS else column
            for hint, column in zip(shape.values(), stored, strict=True)
        ]
        names = tuple(shape)
        facts = [value(**dict(zip(names, row, strict=True))) for row in zip(*columns, strict=True)]
        return list(map(Kept, ids, entity_ids, facts))


@cache
def _shape(value: Callable[..., object]) -> dict[str, type]:
    """Return the plain type of each field: an optional one counts as what it may hold."""
    hints = get_type_hints(value)
    return {one.name: _held(hints[one.name]) for one in fields(value)}  # type: ignore[arg-type]


def _held(hint: type) -> type:
    inner: list[type] = [one for one in getattr(hint, "__args__", ()) if one is not type(None)]
    return inner[0] if inner else hint


_date = lru_cache(maxsize=4096)(date.fromisoformat)


def _words(stored: Iterable[str | None]) -> list[str]:
    return [one or "" for one in stored]


def _days(stored: Iterable[str | None]) -> list[date | None]:
    return [None if one is None else _date(one) for one in stored]


def _marks(stored: Iterable[int | None]) -> list[bool | None]:
    return [None if one is None else bool(one) for one in stored]


_READERS: Mapping[type, Callable[[Any], list[Any]]] = {str: _words, date: _days, bool: _marks}
"""How a column becomes plain values, where it does not hold them already."""


def _columns(fact: object) -> dict[str, object]:
    named = {one.name: getattr(fact, one.name) for one in fields(fact)}  # type: ignore[arg-type]
    return {name: _stored(value) for name, value in named.items()}


def _stored(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return int(value)
    return None if value == "" else value
