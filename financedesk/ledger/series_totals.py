"""The derived table of recurring series: charges put together by their receipt and number.

A charge counts once however often its row came: two rows of one series and number are one charge
and a double, of which is told. Rows without a number in a series are never looked at.
"""

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection

from financedesk.book.idle_indexes import SMALL, built_afterwards
from financedesk.book.rooms import Problem
from financedesk.book.unit import Removal, UnitOfWork
from financedesk.ledger import tables
from financedesk.ledger.attributions import statement

_SHOWN = 20
_AT_ONCE = 500
_COLUMNS = ", ".join(column.name for column in tables.recurring_series.columns)

_IS_CHARGE = "s.recurrence IS NOT NULL AND s.receipt_id IS NOT NULL"
# Days in the arithmetic of the calendar's means: what parts a week from a month needs no more.
_SPAN = (
    "((CAST(SUBSTR(MAX(day), 1, 4) AS INTEGER) - CAST(SUBSTR(MIN(day), 1, 4) AS INTEGER)) * 365"
    " + (CAST(SUBSTR(MAX(day), 6, 2) AS INTEGER) - CAST(SUBSTR(MIN(day), 6, 2) AS INTEGER)) * 30"
    " + CAST(SUBSTR(MAX(day), 9, 2) AS INTEGER) - CAST(SUBSTR(MIN(day), 9, 2) AS INTEGER))"
)
_STEPS = "(MAX(number) - MIN(number))"
_EVERY = f"""CASE WHEN MAX(said) IS NOT NULL THEN MAX(said) WHEN {_STEPS} = 0 THEN 'month'
    WHEN {_SPAN} < 14 * {_STEPS} THEN 'week' WHEN {_SPAN} < 60 * {_STEPS} THEN 'month'
    WHEN {_SPAN} < 180 * {_STEPS} THEN 'quarter' ELSE 'year' END"""
_NEWEST = """(SELECT MAX(e.happened_on) FROM series_event e WHERE e.entity_id = n.entity_id
    AND e.source = n.source AND e.series_key = n.series_key AND e.kind = '{kind}')"""
_RAISED = """(SELECT e.cents FROM series_event e WHERE e.entity_id = n.entity_id
    AND e.source = n.source AND e.series_key = n.series_key AND e.kind = 'upgraded'
    AND e.cents IS NOT NULL AND e.happened_on > n.last_day
    ORDER BY e.happened_on DESC, e.id DESC LIMIT 1)"""
_IS_FIRST, _IS_NEW = "before IS NULL", "before IS NULL OR before <> number"
# One order of the charges serves both neighbours of each; a double follows its charge.
_SERIES = f"""
WITH placed AS (
    SELECT s.entity_id, s.source, s.receipt_id AS series_key, s.recurrence AS number,
        s.every AS said, s.item_id, i.card_id, i.drive_id, i.item_date AS day,
        i.amount_cents AS cents, LAG(s.recurrence) OVER charges AS before,
        LEAD(s.recurrence) OVER charges AS behind
    FROM source_row s JOIN item i ON i.id = s.item_id WHERE {_IS_CHARGE} {{scope}}
    WINDOW charges AS (
        PARTITION BY {{owner}}, s.source, s.receipt_id ORDER BY s.recurrence, s.item_id)),
counted AS (
    SELECT MAX(CASE WHEN {_IS_FIRST} THEN item_id END) AS item_id, entity_id, source, series_key,
        MAX(CASE WHEN {_IS_FIRST} THEN card_id END) AS card_id,
        MAX(CASE WHEN {_IS_FIRST} THEN drive_id END) AS drive_id,
        {_EVERY} AS every, COUNT(CASE WHEN {_IS_NEW} THEN 1 END) AS charges,
        COUNT(*) - COUNT(CASE WHEN {_IS_NEW} THEN 1 END) AS doubled,
        MIN(number) AS first_number, MAX(number) AS last_number,
        MIN(day) AS first_day, MAX(day) AS last_day,
        SUM(CASE WHEN {_IS_NEW} THEN cents END) AS given_cents,
        MAX(CASE WHEN {_IS_FIRST} THEN cents END) AS first_cents,
        MAX(CASE WHEN behind IS NULL THEN cents END) AS last_cents
    FROM placed GROUP BY entity_id, source, series_key)
SELECT n.item_id, n.entity_id, n.source, n.series_key, n.card_id, n.drive_id, n.every, n.charges,
    n.doubled, n.first_number, n.last_number, n.first_day, n.last_day,
    CAST(n.given_cents AS BIGINT), n.first_cents, n.last_cents, COALESCE({_RAISED}, n.last_cents),
    {_NEWEST.format(kind="failed")}, {_NEWEST.format(kind="cancelled")}
FROM counted n
"""  # noqa: S608 - only constants of this module are put together
# All of them are put in order by a sort: the sum keeps SQLite from the index, by whose order it
# would look up a million entries here and there.
_SORTED = "s.entity_id + 0"
_EVERYTHING = _SERIES.format(scope="", owner=_SORTED)
# A server keeps who writes in one entity from writing in another one that they may see.
_OWNERS = "SELECT t.entity_id FROM touched_series t"
_OF_OWNERS = _SERIES.format(scope=f"AND {_SORTED} IN ({_OWNERS})", owner=_SORTED)
_FORGET_OF_OWNERS = f"DELETE FROM recurring_series WHERE entity_id IN ({_OWNERS})"  # noqa: S608
_TOUCHED = "SELECT t.entity_id, t.source, t.series_key FROM touched_series t"
_THESE = f"AND (s.entity_id, s.source, s.receipt_id) IN ({_TOUCHED})"
_SOME = _SERIES.format(scope=_THESE, owner="s.entity_id")
_FORGET = f"DELETE FROM recurring_series WHERE (entity_id, source, series_key) IN ({_TOUCHED})"  # noqa: S608
_INTO = f"INSERT INTO recurring_series ({_COLUMNS})"
_Key = tuple[int, str, str]


def refresh(unit: UnitOfWork) -> None:
    """Put together anew the series of which the unit touched a charge or an event."""
    connection = unit.connection
    keys = set(_keys_of(unit))
    if unit.removal is None and unit.batch is None and not keys:
        return
    if unit.removal is None:
        _forget_touched(connection)
    _touch(connection, keys)
    if unit.batch is not None:
        _touch_range(connection, unit.batch.first_id, unit.last_id)
    touched = connection.execute(statement("SELECT COUNT(*) FROM touched_series")).scalar_one()
    known = connection.execute(statement("SELECT COUNT(*) FROM recurring_series")).scalar_one()
    if touched > max(known, _AT_ONCE):
        _write(connection, _FORGET_OF_OWNERS, _OF_OWNERS, coming=touched)
    elif touched:
        _write(connection, _FORGET, _SOME, coming=touched)


def before_removal(unit: UnitOfWork, removal: Removal) -> None:
    """Note whose charges and events go with a batch, while they are still there."""
    _forget_touched(unit.connection)
    _touch_range(unit.connection, removal.first_id, removal.last_id)


def rebuild(connection: Connection) -> None:
    """Write the whole table anew."""
    _write(connection, "DELETE FROM recurring_series", _EVERYTHING, coming=SMALL)


def verify(connection: Connection) -> Iterator[Problem]:
    """Yield series whose row is not what charges and events say."""
    kept, true = f"SELECT {_COLUMNS} FROM recurring_series", _EVERYTHING  # noqa: S608
    wrong: set[int] = set()
    for one, other in ((kept, true), (true, kept)):
        query = f"SELECT * FROM ({one}) AS one EXCEPT SELECT * FROM ({other}) AS other"  # noqa: S608
        rows = connection.execute(statement(f"{query} LIMIT :shown"), {"shown": _SHOWN})
        wrong |= {row[0] for row in rows}
    for item_id in sorted(wrong)[:_SHOWN]:
        sentence = f"The recurring series that begins with entry {item_id} is not what it says."
        yield Problem("ledger", sentence, "recurring_series", item_id)


def _write(connection: Connection, forget: str, series: str, *, coming: int) -> None:
    connection.execute(statement(forget))
    with built_afterwards(connection, tables.recurring_series.indexes, coming=coming):
        connection.execute(statement(_INTO + series))


# --- what was touched


def _keys_of(unit: UnitOfWork) -> Iterator[_Key]:
    """Yield the series that single changes of the unit belong to."""
    items: list[int] = []
    for change in unit.changes:
        if change.table == "item" and change.before is not None:
            items.append(change.id)
        for values in (change.before, change.after):
            if values is None:
                continue
            if change.table == "series_event":
                yield values["entity_id"], values["source"], values["series_key"]
            elif change.table == "source_row" and values["recurrence"] is not None:
                yield values["entity_id"], values["source"], values["receipt_id"]
    yield from _keys_of_items(unit.connection, items)


def _keys_of_items(connection: Connection, items: list[int]) -> Iterator[_Key]:
    for start in range(0, len(items), _AT_ONCE):
        some = ", ".join(str(int(one)) for one in items[start : start + _AT_ONCE])
        query = f"""SELECT s.entity_id, s.source, s.receipt_id FROM source_row s
            WHERE {_IS_CHARGE} AND s.item_id IN ({some})"""  # noqa: S608 - only numbers
        for row in connection.exec_driver_sql(query):
            yield row[0], row[1], row[2]


def _forget_touched(connection: Connection) -> None:
    connection.execute(
        statement(
            "CREATE TEMPORARY TABLE IF NOT EXISTS touched_series"
            " (entity_id BIGINT, source TEXT, series_key TEXT)"
        )
    )
    connection.execute(statement("DELETE FROM touched_series"))


def _touch(connection: Connection, keys: Iterable[_Key]) -> None:
    rows = [{"entity": entity, "source": source, "key": key} for entity, source, key in keys]
    if rows:
        connection.execute(
            statement("INSERT INTO touched_series VALUES (:entity, :source, :key)"), rows
        )


_COMING = f"""
INSERT INTO touched_series SELECT DISTINCT s.entity_id, s.source, s.receipt_id FROM source_row s
WHERE s.id BETWEEN :first AND :last AND {_IS_CHARGE}
"""  # noqa: S608
_TOLD = """
INSERT INTO touched_series SELECT DISTINCT e.entity_id, e.source, e.series_key FROM series_event e
WHERE e.id BETWEEN :first AND :last
"""


def _touch_range(connection: Connection, first_id: int, last_id: int) -> None:
    for query in (_COMING, _TOLD):
        connection.execute(statement(query), {"first": first_id, "last": last_id})
