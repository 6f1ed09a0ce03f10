"""What a unit of work changed in what the law makes of items: their state before and after.

``aggregates`` notes both while it computes them anew; the tables of totals are then brought up to
date where the two differ, and nowhere else. Of an entity that is computed as a whole only that is
noted, and its totals are written anew.
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection

from financedesk.book.unit import Removal
from financedesk.ledger.attributions import statement

BEFORE, AFTER = 0, 1

# Temporary tables of each connection, not of the book.
_TABLES: Mapping[str, str] = {
    "rejudged": "moment INTEGER, item_id BIGINT, entity_id BIGINT, person_id BIGINT,"
    " itemised INTEGER, line TEXT, limit_group TEXT, span TEXT, made_date TEXT",
    "rejudged_whole": "entity_id BIGINT",
}
_NOTE = """
INSERT INTO rejudged
SELECT CAST(:moment AS INTEGER), g.item_id, g.entity_id, COALESCE(a.person_id, g.person_id),
    g.itemised, g.line, a.limit_group, a."window", a.made_date
FROM aggregate g LEFT JOIN attribution a ON a.id = g.item_id
WHERE g.item_id IN ({items})
"""
_RANGE = "SELECT id FROM item WHERE id BETWEEN :first AND :last"
# From here on it is quicker to write totals anew than to look at what each item was.
_MANY = 50_000

DIFFERENT = """
SELECT item_id FROM rejudged GROUP BY item_id, entity_id, itemised, line
HAVING COUNT(DISTINCT moment) = 1
"""
"""The query of the items that are itemised, or stand on a line, otherwise than before."""


def forget(connection: Connection) -> None:
    """Begin anew: nothing is noted."""
    for name, columns in _TABLES.items():
        connection.execute(statement(f"CREATE TEMPORARY TABLE IF NOT EXISTS {name} ({columns})"))
        connection.execute(statement(f"DELETE FROM {name}"))  # noqa: S608 - names of this module


def note(connection: Connection, moment: int, items: str, **names: int) -> None:
    """Note items as they stand before they are computed anew, or after.

    ``items`` is the query of their ids, with its parameters ``names``.
    """
    connection.execute(statement(_NOTE.format(items=items)), {**names, "moment": moment})


def note_changed(connection: Connection, item_ids: Iterable[int]) -> None:
    """Note items that have just become something else for the sake of others."""
    rows = [{"moment": AFTER, "item": item_id} for item_id in item_ids]
    if rows:
        connection.execute(statement(_NOTE.format(items=":item")), rows)


def note_whole(connection: Connection, entity_ids: Iterable[int]) -> None:
    """Note that everything of these entities is computed anew."""
    rows = [{"entity": entity_id} for entity_id in entity_ids]
    if rows:
        connection.execute(statement("INSERT INTO rejudged_whole VALUES (:entity)"), rows)


def note_removal(connection: Connection, removal: Removal) -> None:
    """Note the items of a batch while they are still there."""
    names = {"first": removal.first_id, "last": removal.last_id}
    number = statement(f"SELECT COUNT(*) FROM ({_RANGE}) AS those")  # noqa: S608
    if connection.execute(number, names).scalar_one() <= _MANY:
        note(connection, BEFORE, _RANGE, **names)
        return
    theirs = statement("SELECT DISTINCT entity_id FROM item WHERE id BETWEEN :first AND :last")
    note_whole(connection, connection.execute(theirs, names).scalars().all())


def whole_entities(connection: Connection) -> list[int]:
    """Return the entities of which everything was computed anew."""
    query = statement("SELECT DISTINCT entity_id FROM rejudged_whole ORDER BY entity_id")
    return list(connection.execute(query).scalars())
