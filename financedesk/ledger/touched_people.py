"""Whose derived rows a unit of work changes, and from which day on: temporary lists.

Somebody's running aggregate says of a gift what came before it. So a gift changes the rows of its
own day and later ones; a link between cards, or a setting, changes all. ``EVER`` is such a day.
"""

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import Connection, case, func, insert, select
from sqlalchemy import column as named
from sqlalchemy import table as lightweight

from financedesk.ledger import tables
from financedesk.ledger.attributions import statement

EVER = ""

# Temporary tables of each connection, not of the book. ``late`` tells an item whose rows change.
_TABLES: Mapping[str, str] = {
    "touched": "entity_id BIGINT, card_id BIGINT, item_id BIGINT, since TEXT",
    "touched_near": "entity_id BIGINT, card_id BIGINT, since TEXT,"
    " PRIMARY KEY (card_id, entity_id)",
    "touched_item": "entity_id BIGINT, item_id BIGINT, late INTEGER,"
    " PRIMARY KEY (entity_id, item_id)",
}
_touched = lightweight("touched", *map(named, ("entity_id", "card_id", "item_id", "since")))

# The cards of everybody who was touched. Two who were one until now are both named in ``touched``.
_NEAR = """
INSERT INTO touched_near
WITH own AS (
    SELECT t.entity_id, t.card_id, t.since, COALESCE(l.person_id, t.card_id) AS person_id
    FROM touched t LEFT JOIN person_link l ON l.card_id = t.card_id WHERE t.card_id IS NOT NULL),
persons AS (SELECT person_id, MIN(since) AS since FROM own GROUP BY person_id),
linked AS (
    SELECT l.card_id, p.since FROM persons p JOIN person_link l ON l.person_id = p.person_id
    UNION ALL SELECT p.person_id, p.since FROM persons p)
SELECT entity_id, card_id, MIN(since) FROM (
    SELECT o.entity_id, o.card_id, p.since FROM own o JOIN persons p ON p.person_id = o.person_id
    UNION ALL SELECT c.entity_id, c.id, l.since FROM linked l JOIN contact c ON c.id = l.card_id)
    AS near
GROUP BY entity_id, card_id
"""
_ITEMS = """
INSERT INTO touched_item
SELECT i.entity_id, i.id, CASE WHEN i.item_date >= n.since THEN 1 ELSE 0 END
FROM item i JOIN touched_near n ON n.card_id = i.card_id AND n.entity_id = i.entity_id
WHERE i.card_id IN (SELECT card_id FROM touched_near)
UNION SELECT i.entity_id, i.id, 1
FROM item i JOIN touched t ON t.item_id = i.id AND t.entity_id = i.entity_id
WHERE i.card_id IS NULL
"""
_FORGET_GONE = "DELETE FROM touched WHERE item_id = 0 AND card_id NOT IN (SELECT id FROM contact)"
_PARTED = """
INSERT INTO touched SELECT entity_id, person_id, 0, '' FROM person_link
WHERE id BETWEEN :first AND :last AND person_id < :first UNION
SELECT entity_id, card_id, 0, '' FROM person_link
WHERE id BETWEEN :first AND :last AND card_id < :first"""


def forget(connection: Connection) -> None:
    """Begin anew: nobody is touched."""
    for name, columns in _TABLES.items():
        connection.execute(statement(f"CREATE TEMPORARY TABLE IF NOT EXISTS {name} ({columns})"))
        connection.execute(statement(f"DELETE FROM {name}"))  # noqa: S608 - names of this module


def add(connection: Connection, touched: Iterable[tuple[int, int | None, int]]) -> None:
    """Note (entity, card, item or 0), with all that they have ever been."""
    rows = [{"e": e, "c": c, "i": i, "since": EVER} for e, c, i in touched]
    if rows:
        connection.execute(statement("INSERT INTO touched VALUES (:e, :c, :i, :since)"), rows)


def add_range(
    connection: Connection, first_id: int, last_id: int, besides: Collection[int] = ()
) -> None:
    """Note whose items have numbers of a range, from the first of these items on.

    What stands on another item may change what is said of that one as well, however old it is.
    """
    column = tables.item.c
    item_id = case((column.card_id.is_(None), column.id), else_=0)
    day = case((column.parent_id.is_(None), column.item_date), else_=EVER)
    rows = (
        select(column.entity_id, column.card_id, item_id, func.min(day))
        .where(column.id.between(first_id, last_id), column.entity_id.not_in(besides))
        .group_by(column.entity_id, column.card_id, item_id)
    )
    connection.execute(insert(_touched).from_select(_touched.columns.keys(), rows))


def add_parted(connection: Connection, first_id: int, last_id: int) -> None:
    """Note who was in the book before a range of numbers, and is linked by a row of it."""
    connection.execute(statement(_PARTED), {"first": first_id, "last": last_id})


def forget_gone(connection: Connection) -> None:
    """Forget who is no longer in the book: nothing of them is left to be computed."""
    connection.execute(statement(_FORGET_GONE))


def gather(connection: Connection) -> set[int]:
    """Find all cards and items of whoever was noted; returns the entities concerned."""
    for name in ("touched_near", "touched_item"):
        connection.execute(statement(f"DELETE FROM {name}"))  # noqa: S608 - names of this module
    connection.execute(statement(_NEAR))
    connection.execute(statement(_ITEMS))
    return set(connection.execute(statement("SELECT DISTINCT entity_id FROM touched")).scalars())


def number_late(connection: Connection, entity_id: int) -> int:
    """Return how many items of an entity have rows that change."""
    counting = "SELECT COUNT(*) FROM touched_item WHERE entity_id = :entity AND late = 1"
    return int(connection.execute(statement(counting), {"entity": entity_id}).scalar_one())


def items_of(entity_id: int) -> str:
    """Return the query of all items of those who were touched: what runs along them is needed.

    The number stands in the words, for whoever takes the query has no names of ours.
    """
    return f"SELECT item_id FROM touched_item WHERE entity_id = {entity_id}"  # noqa: S608


def late_items_of(entity_id: int) -> str:
    """Return the query of the items whose rows change."""
    return f"{items_of(entity_id)} AND late = 1"
