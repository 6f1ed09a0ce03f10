"""The derived totals behind questions about limits that ask of everybody at once.

**limit_use**: which windows of which allowances were used, and until when. **large_use**: what was
given in a window by those who gave ``LARGE_CENTS`` or more in it. Nobody else can be near a limit
that is not smaller, so that who is above one is found among few rows and not in a walk through all
attributions.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import Connection

from financedesk.book.rooms import Problem
from financedesk.book.unit import Removal, UnitOfWork
from financedesk.book.walls import hides_some
from financedesk.ledger import rejudged
from financedesk.ledger.attributions import statement
from financedesk.ledger.tables_walls import LARGE_CENTS

_SHOWN = 20
_EVERY_USE = """(
    SELECT person_id, limit_group, "window", entity_id, SUM(cents) AS used_cents,
        SUM(CASE WHEN cents > 0 THEN cents ELSE 0 END) AS gross_cents, MIN(id) AS first_id
    FROM attribution GROUP BY person_id, limit_group, "window", entity_id)"""
_Key = tuple[int, str, str]

_GIFTS = "CASE WHEN cents > 0 THEN cents ELSE 0 END"
# First who gave so much in all, which the index answers in its order, then in which window.
_LARGE = f"""
SELECT a.person_id, a.limit_group, a."window", a.entity_id, CAST(SUM(a.cents) AS BIGINT)
    AS used_cents, CAST(SUM(CASE WHEN a.cents > 0 THEN a.cents ELSE 0 END) AS BIGINT)
    AS gross_cents, MIN(a.id) AS first_id
FROM (
    SELECT person_id, limit_group, "window" FROM attribution WHERE person_id IN ({{persons}})
    GROUP BY person_id, limit_group, "window" HAVING SUM({_GIFTS}) >= {LARGE_CENTS}) AS large
JOIN attribution a ON a.person_id = large.person_id AND a.limit_group = large.limit_group
    AND a."window" = large."window"
GROUP BY a.person_id, a.limit_group, a."window", a.entity_id
"""  # noqa: S608 - only constants of this module are put together
_EVERYBODY = f"""
SELECT person_id FROM attribution GROUP BY person_id HAVING SUM({_GIFTS}) >= {LARGE_CENTS}
"""  # noqa: S608
_TOUCHED = "SELECT person_id FROM rejudged WHERE person_id IS NOT NULL"
# Days are few: what is left of a million rows when doubles are dropped is soon put in order.
_USES = """
SELECT entity_id, limit_group, "window", MAX(made_date) AS last_day FROM (
    SELECT DISTINCT entity_id, limit_group, "window", made_date FROM attribution {scope}) AS days
GROUP BY entity_id, limit_group, "window"
"""
_LAST_NOTED = """
SELECT entity_id, limit_group, span, MAX(made_date) FROM rejudged
WHERE moment = :moment AND limit_group IS NOT NULL GROUP BY entity_id, limit_group, span
"""
_OF_KEY = 'entity_id = :entity AND limit_group = :group AND "window" = :window'
# Nearly always an item of that day; only else are all attributions of the window looked through.
_STILL_THERE = """
SELECT 1 FROM item i JOIN attribution a ON a.id = i.id
WHERE i.entity_id = :entity AND i.item_date = :day AND a.limit_group = :group
    AND a."window" = :window AND a.made_date = :day LIMIT 1
"""


def uses_from(cents: int) -> str:
    """Return where a statement finds all whose gifts in a window come to so much, in its words.

    That is ``large_use``, or, of sums that are smaller than it knows, the same columns from every
    attribution.
    """
    return "large_use" if cents >= LARGE_CENTS else _EVERY_USE


def refresh(unit: UnitOfWork) -> None:
    """Bring up to date what the unit changed in the use of limits."""
    connection = unit.connection
    whole = rejudged.whole_entities(connection)
    if hides_some(connection):
        _renew_across(connection, everybody=bool(whole))
    elif whole:
        _rebuild_large(connection)
    else:
        gone = f"DELETE FROM large_use WHERE person_id IN ({_TOUCHED})"  # noqa: S608
        connection.execute(statement(gone))
        connection.execute(statement("INSERT INTO large_use" + _LARGE.format(persons=_TOUCHED)))
    for entity_id in whole:
        _write_uses(connection, entity_id)
    _follow_uses(connection, whole)


def before_removal(unit: UnitOfWork, removal: Removal) -> None:
    """Nothing to note: ``rejudged`` knows what stood there."""


def rebuild(connection: Connection) -> None:
    """Write both tables anew."""
    _rebuild_large(connection)
    connection.execute(statement("DELETE FROM limit_use"))
    connection.execute(statement("INSERT INTO limit_use" + _USES.format(scope="")))


def verify(connection: Connection) -> Iterator[Problem]:
    """Yield rows that are not what the attributions say."""
    for table, true, sentence in (
        ("limit_use", _USES.format(scope=""), "Until when limits of entity {} were used"),
        ("large_use", _LARGE.format(persons=_EVERYBODY), "What person {} gave under a limit"),
    ):
        kept = f"SELECT * FROM {table}"  # noqa: S608
        wrong: set[int] = set()
        for one, other in ((kept, true), (true, kept)):
            query = f"SELECT * FROM ({one}) AS one EXCEPT SELECT * FROM ({other}) AS other"  # noqa: S608
            rows = connection.execute(statement(f"{query} LIMIT :shown"), {"shown": _SHOWN})
            wrong |= {row[0] for row in rows}
        for row_id in sorted(wrong)[:_SHOWN]:
            said = f"{sentence.format(row_id)} is not what the attributions say."
            yield Problem("ledger", said, table, row_id)


def _renew_across(connection: Connection, *, everybody: bool) -> None:
    """Let the server write what was given to all who share a limit, also behind a wall."""
    persons = "NULL" if everybody else f"ARRAY({_TOUCHED})"
    connection.execute(statement(f"SELECT large_use_renew(CAST({persons} AS BIGINT[]))"))


def _rebuild_large(connection: Connection) -> None:
    connection.execute(statement("DELETE FROM large_use"))
    connection.execute(statement("INSERT INTO large_use" + _LARGE.format(persons=_EVERYBODY)))


# --- until when a window was used


def _write_uses(connection: Connection, entity_id: int) -> None:
    names = {"entity": entity_id}
    connection.execute(statement("DELETE FROM limit_use WHERE entity_id = :entity"), names)
    scope = "WHERE entity_id = :entity"
    connection.execute(statement("INSERT INTO limit_use" + _USES.format(scope=scope)), names)


def _follow_uses(connection: Connection, whole: Sequence[int]) -> None:
    """Move the last days of windows in which items came, went or changed."""
    was = _last_noted(connection, rejudged.BEFORE)
    now = _last_noted(connection, rejudged.AFTER)
    kept = _kept(connection, {key[0] for key in (*was, *now)} - {*whole})
    for key in sorted({*was, *now}):
        if key[0] in whole:
            continue
        last, came = kept.get(key, ""), now.get(key, "")
        if came >= last:
            _keep(connection, key, came)
        elif was.get(key, "") >= last and not _is_still_there(connection, key, last):
            _keep(connection, key, _newest(connection, key))


def _last_noted(connection: Connection, moment: int) -> dict[_Key, str]:
    rows = connection.execute(statement(_LAST_NOTED), {"moment": moment})
    return {(row[0], row[1], row[2]): row[3] for row in rows}


def _kept(connection: Connection, entity_ids: Iterable[int]) -> dict[_Key, str]:
    rows = (
        row
        for entity_id in sorted(entity_ids)
        for row in connection.execute(
            statement("SELECT * FROM limit_use WHERE entity_id = :entity"), {"entity": entity_id}
        )
    )
    return {(row[0], row[1], row[2]): row[3] for row in rows}


def _names(key: _Key) -> Mapping[str, object]:
    return dict(zip(("entity", "group", "window"), key, strict=True))


def _is_still_there(connection: Connection, key: _Key, day: str) -> bool:
    found = connection.execute(statement(_STILL_THERE), {**_names(key), "day": day})
    return found.first() is not None


def _newest(connection: Connection, key: _Key) -> str:
    query = statement(f"SELECT MAX(made_date) FROM attribution WHERE {_OF_KEY}")  # noqa: S608
    return connection.execute(query, _names(key)).scalar() or ""


def _keep(connection: Connection, key: _Key, day: str) -> None:
    """Keep a window's last day; a window that nobody uses any more has none."""
    connection.execute(statement(f"DELETE FROM limit_use WHERE {_OF_KEY}"), _names(key))  # noqa: S608
    if day:
        values = "VALUES (:entity, :group, :window, :day)"
        connection.execute(
            statement(f"INSERT INTO limit_use {values}"), {**_names(key), "day": day}
        )
