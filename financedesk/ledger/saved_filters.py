"""Searches of the list of donors that an entity keeps under a name.

What a filter finds is asked anew each time; it holds no people.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, Refused
from financedesk.ledger import tables
from financedesk.ledger.donor_owner import kept_row

saved = tables.saved_filter
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What a list is held to: typed text, filters as ``((key, value), …)``, and its order."""

    text: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    order: str = ""
    descending: bool = True

    @property
    def is_empty(self) -> bool:
        """Whether it finds everybody."""
        return not self.text.strip() and not self.filters


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A search under its name."""

    id: int
    entity_id: int
    name: str
    search: Search


def save_filter(unit: UnitOfWork, entity_id: int, name: str, search: Search) -> int:
    """Keep a search of an entity's donors under a name and return its number.

    Raises BadInput without a name, for one too long and for a search that finds everybody; Refused
    where the entity has a filter of that name.
    """
    if search.is_empty:
        raise BadInput("Search for something or choose a filter first: this finds everybody.")
    plain = _free_name(unit.connection, entity_id, name)
    values = {"entity_id": entity_id, "name": plain, "content": _packed(search)}
    return unit.insert(saved, values)


def rename_filter(unit: UnitOfWork, filter_id: int, name: str) -> None:
    """Give a filter another name; raises as ``save_filter``, and NotFound."""
    row = kept_row(unit, saved, filter_id, "filter")
    plain = _free_name(unit.connection, int(str(row["entity_id"])), name, besides=filter_id)
    unit.update(saved, filter_id, {"name": plain})


def delete_filter(unit: UnitOfWork, filter_id: int) -> None:
    """Forget a filter; raises NotFound."""
    kept_row(unit, saved, filter_id, "filter")
    unit.delete(saved, filter_id)


def saved_filters(connection: Connection, entity_ids: Sequence[int]) -> tuple[SavedFilter, ...]:
    """Return the filters of some entities by name."""
    query = select(saved).where(saved.c.entity_id.in_(entity_ids))
    rows = connection.execute(query.order_by(func.lower(saved.c.name), saved.c.id))
    return tuple(
        SavedFilter(row.id, row.entity_id, row.name, _unpacked(row.content)) for row in rows
    )


def _free_name(connection: Connection, entity_id: int, name: str, *, besides: int = 0) -> str:
    plain = " ".join(name.split())
    if not plain or len(plain) > LONGEST_NAME:
        raise BadInput(f"A filter needs a name of up to {LONGEST_NAME} characters.")
    same = select(saved.c.name).where(
        saved.c.entity_id == entity_id, func.lower(saved.c.name) == plain.lower(),
        saved.c.id != besides,
    )  # fmt: skip
    if connection.execute(same).first() is not None:
        raise Refused(f"There is a filter “{plain}” already; choose another name or delete it.")
    return plain


def _packed(search: Search) -> str:
    return json.dumps(
        {
            "text": search.text.strip(), "filters": [list(one) for one in search.filters],
            "order": search.order, "descending": search.descending,
        },
        ensure_ascii=False,
    )  # fmt: skip


def _unpacked(content: str) -> Search:
    """Return a search as it was packed; what another program left out is as in a new one."""
    found = json.loads(content)
    plain = Search()
    return Search(
        text=found.get("text", plain.text),
        filters=tuple((key, value) for key, value in found.get("filters", ())),
        order=found.get("order", plain.order),
        descending=found.get("descending", plain.descending),
    )
