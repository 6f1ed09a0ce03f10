"""The derived list of itemised entries of people whose employer or occupation is not known.

Of contributions a report must give both (11 CFR 104.8(a), 100.12). The window counts them at every
look, so they are listed and not looked for among all entries.
"""

from collections.abc import Collection, Iterator

from sqlalchemy import Connection, func, select

from financedesk.book.rooms import Problem
from financedesk.book.unit import Removal, UnitOfWork
from financedesk.ledger import rejudged, tables
from financedesk.ledger.attributions import statement
from financedesk.ledger.tables_bodies import LACKING

_SHOWN = 20

_OPEN = "i.memo = 0 AND g.itemised = 1"
# From the few of whom something is not known; the plus sign keeps SQLite from walking an entity.
_ALL = f"""
SELECT i.id AS item_id, i.entity_id, i.item_date, i.kind
FROM item i JOIN aggregate g ON g.item_id = i.id
WHERE i.card_id IN (SELECT card_id FROM contact WHERE {LACKING})
    AND i.contact_id IN (SELECT id FROM contact WHERE {LACKING}) AND {_OPEN} {{scope}}
"""  # noqa: S608 - only constants of this module are put together
_SOME = f"""
SELECT i.id AS item_id, i.entity_id, i.item_date, i.kind
FROM item i JOIN aggregate g ON g.item_id = i.id JOIN contact c ON c.id = i.contact_id
WHERE i.id IN ({{items}}) AND {LACKING} AND {_OPEN}
"""  # noqa: S608
_REJUDGED = "SELECT item_id FROM rejudged"
_REJUDGED_ALONE = f"""
{_REJUDGED} WHERE entity_id NOT IN (SELECT entity_id FROM rejudged_whole)"""  # noqa: S608


def incomplete_number(
    connection: Connection, entity_ids: Collection[int], kinds: Collection[str], first_day: str
) -> int:
    """Return how many entries of some kinds since a day lack employer or occupation."""
    column = tables.incomplete_item.c
    query = select(func.count()).where(
        column.entity_id.in_(entity_ids), column.item_date >= first_day, column.kind.in_(kinds)
    )
    return int(connection.execute(query).scalar_one())


def refresh(unit: UnitOfWork) -> None:
    """List anew what the unit changed."""
    connection = unit.connection
    whole = rejudged.whole_entities(connection)
    for entity_id in whole:
        names = {"entity": entity_id}
        connection.execute(
            statement("DELETE FROM incomplete_item WHERE entity_id = :entity"), names
        )
    gone = f"DELETE FROM incomplete_item WHERE item_id IN ({_REJUDGED})"  # noqa: S608
    connection.execute(statement(gone))
    for entity_id in whole:
        _insert(connection, _ALL.format(scope="AND +i.entity_id = :entity"), entity=entity_id)
    _insert(connection, _SOME.format(items=_REJUDGED_ALONE))


def before_removal(unit: UnitOfWork, removal: Removal) -> None:
    """Take the entries of a batch off the list."""
    gone = statement("DELETE FROM incomplete_item WHERE item_id BETWEEN :first AND :last")
    unit.connection.execute(gone, {"first": removal.first_id, "last": removal.last_id})


def rebuild(connection: Connection) -> None:
    """Write the whole list anew."""
    connection.execute(statement("DELETE FROM incomplete_item"))
    _insert(connection, _ALL.format(scope=""))


def verify(connection: Connection) -> Iterator[Problem]:
    """Yield entries that are on the list and should not be, or the other way round."""
    true = _SOME.format(items="SELECT item_id FROM aggregate WHERE itemised = 1")
    kept = "SELECT item_id, entity_id, item_date, kind FROM incomplete_item"
    wrong: set[int] = set()
    for one, other in ((kept, true), (true, kept)):
        query = f"SELECT * FROM ({one}) AS one EXCEPT SELECT * FROM ({other}) AS other"  # noqa: S608
        rows = connection.execute(statement(f"{query} LIMIT :shown"), {"shown": _SHOWN})
        wrong |= {row[0] for row in rows}
    for item_id in sorted(wrong)[:_SHOWN]:
        sentence = f"Whether entry {item_id} lacks employer or occupation is not what it says."
        yield Problem("ledger", sentence, "incomplete_item", item_id)


def _insert(connection: Connection, query: str, **names: int) -> None:
    columns = "incomplete_item (item_id, entity_id, item_date, kind)"
    connection.execute(statement(f"INSERT INTO {columns} {query}"), names)
