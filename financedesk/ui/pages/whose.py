"""Whose a row is: the mark and short name of its entity, alike in every register."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from financedesk.ledger.entities import EntityRow
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.formatting import NOTHING
from financedesk.ui.models import Column

Row = TypeVar("Row")

ENTITY_COLUMN = "entity"
"""The column that says whose a row is, shown while several entities are in hand."""
_WIDTH = 148
_LEAST = 70
"""Room for the mark."""


class Whose:
    """Names the entities of the open book as the shell does; call it with an entity's id."""

    def __init__(self, desk: BookDesk) -> None:
        self._desk = desk
        self._rows: tuple[EntityRow, ...] = ()
        self._words: dict[int | None, str] = {}
        self._names: dict[int, str] = {}

    def __call__(self, entity_id: int) -> str:
        """Return mark and short name: *RP Riverbend Party*."""
        self._look()
        return self._words.get(entity_id, NOTHING)

    def name(self, entity_id: int) -> str:
        """Return the whole name; empty for an entity that the user may not see."""
        self._look()
        return self._names.get(entity_id, "")

    def _look(self) -> None:
        """Read the names anew once the book or what may be seen of it has changed."""
        rows = self._desk.entity_rows()
        if rows is self._rows:
            return
        self._rows = rows
        self._words = {
            one.entity_id: f"{one.mark}  {one.short_name}" for one in self._desk.entities()
        }
        self._names = {one.id: one.name for one in rows}


def with_whose(
    columns: tuple[Column[Row], ...], whose: Whose, entity_id: Callable[[Row], int]
) -> tuple[Column[Row], ...]:
    """Return the columns with that of the entity in the words of the shell."""

    def name(row: Row) -> str:
        return whose.name(entity_id(row))

    def named(column: Column[Row]) -> Column[Row]:
        return replace(
            column, text=lambda row: whose(entity_id(row)), copied=name, spoken=name, tip=name,
            width=_WIDTH, least=_LEAST,
        )  # fmt: skip

    return tuple(named(one) if one.key == ENTITY_COLUMN else one for one in columns)
