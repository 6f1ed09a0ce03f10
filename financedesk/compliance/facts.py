"""What every check looks into: the book, whose entities, which day, and about whom."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, RowMapping, Select, true

from financedesk.ledger.contacts import contact_from_row
from financedesk.ledger.entities import EntityRow
from financedesk.ledger.overrides import overrides
from financedesk.rules.limits import Override
from financedesk.rules.thresholds import runs_out


@dataclass(frozen=True, slots=True)
class Facts:
    """The scope of one look: entities in view by their id, the day, and ``cards``.

    ``cards`` None asks about everybody; otherwise a check about givers and payees looks at these
    cards alone, and must say of them what it would say in a look at everybody.
    """

    connection: Connection
    entities: Mapping[int, EntityRow]
    today: date
    cards: frozenset[int] | None = None
    counsel: Sequence[Override] = field(default=())

    @property
    def ids(self) -> list[int]:
        """The entities that are looked at."""
        return sorted(self.entities)

    def about(self, card_id: "Column[int] | ColumnElement[int]") -> ColumnElement[bool]:
        """Return the condition that a row is about one of the cards that are asked about."""
        return true() if self.cards is None else card_id.in_(self.cards)

    def theirs(
        self, entity_id: "Column[int] | ColumnElement[int]", *, few: bool = False
    ) -> ColumnElement[bool]:
        """Return the condition that a row belongs to one of the entities.

        Of some cards, or of ``few`` that another condition finds, it is a sum, which keeps SQLite
        from walking all rows of an entity to find them.
        """
        return (entity_id if self.cards is None and not few else entity_id + 0).in_(self.ids)

    def rows(self, query: Select[Any]) -> Iterator[RowMapping]:
        """Yield the rows of a query, by the names of their columns."""
        yield from self.connection.execute(query).mappings()

    def last_day(self, clock: str, event: str) -> str:
        """Return the last day of a clock that began with an event, by the law or by counsel."""
        return runs_out(clock, date.fromisoformat(event), self.counsel).isoformat()


def facts_of(connection: Connection, entities: Sequence[EntityRow], today: date) -> Facts:
    """Return the facts of some entities on a day, about everybody."""
    return Facts(
        connection, {one.id: one for one in entities}, today, None, tuple(overrides(connection))
    )


def name_of(row: RowMapping) -> str:
    """Return how a card is called, from a row of contacts."""
    return contact_from_row({str(key): value for key, value in row.items()}).display_name
