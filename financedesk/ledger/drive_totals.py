"""The derived figures of drives: each entry as it is counted, the sums of them, and the givers.

A drive's rows count its parts' entries as well. A unit of work takes what it touched out of the
sums as it was counted (``drive_item``), and puts it in again as it is now: what that costs follows
what was touched, not the drive. Whoever is touched is counted anew as a giver, because a gift to
the entity on an earlier day makes a new donor a returning one. An import that brings most of what
drives have writes all of it anew. Entries without a drive cost nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import Connection

from financedesk.book.rooms import Problem
from financedesk.book.unit import Removal, UnitOfWork
from financedesk.book.walls import enforced
from financedesk.ledger import drive_totals_sql as sql
from financedesk.ledger import rejudged
from financedesk.ledger.attributions import statement

_MANY = 1_000
_SHOWN = 20
# An entry that is looked up takes about as long as three that are read one after the other.
_SCANNED_FROM = 3
_TABLES = ("drive_item", "drive_sum", "drive_giver")


def refresh(unit: UnitOfWork) -> None:
    """Bring the figures of drives up to what the unit changed."""
    connection = unit.connection
    if not connection.execute(statement(sql.ANY)).first():
        return
    # A server keeps who writes in one entity from writing in another one that they may see.
    may_write_all = not enforced(connection)
    if unit.removal is None:
        _forget_touched(connection)
    _touch_changes(unit)
    if unit.batch is not None:
        names = {"first": unit.batch.first_id, "last": unit.last_id}
        if may_write_all and _fills(connection, names):
            rebuild(connection)
            return
        _run(connection, sql.TOUCH_RANGE, names)
    _run(connection, (*sql.TOUCH_TOLD, sql.TOUCH_JUDGED))
    if rejudged.whole_entities(connection):
        _run(connection, [sql.TOUCH_JUDGED_AS_A_WHOLE])
    if may_write_all and _most_are_touched(connection):
        rebuild(connection)
        return
    _count_anew(connection)
    _touch(connection, "touched_drive", _other_drives(unit))
    if connection.execute(statement(sql.ANY_TOUCHED_DRIVE)).first():
        _count_drives(connection)


def before_removal(unit: UnitOfWork, removal: Removal) -> None:
    """Note what of a batch counts for drives while its rows are still there."""
    _forget_touched(unit.connection)
    if unit.connection.execute(statement(sql.ANY)).first():
        names = {"first": removal.first_id, "last": removal.last_id}
        _run(unit.connection, (*sql.TOUCH_RANGE, sql.TOUCH_DRIVES), names)


def rebuild(connection: Connection) -> None:
    """Write all of it anew."""
    for name in _TABLES:
        connection.execute(statement(f"DELETE FROM {name}"))  # noqa: S608 - names of this module
    connection.execute(statement(sql.INSERT_ITEMS.format(where="", sign=_way(connection))))
    connection.execute(statement(sql.insert_givers()))
    connection.execute(statement(sql.add_items()))
    connection.execute(statement(sql.add_givers()))


def verify(connection: Connection) -> Iterator[Problem]:
    """Yield entries that carry another entity's drive, and drives whose figures are wrong."""
    for item_id in connection.execute(statement(sql.ASTRAY), {"shown": _SHOWN}).scalars():
        yield Problem("ledger", f"Entry {item_id} carries another entity's drive.", "item", item_id)
    scratch: Mapping[str, str] = {
        "drive_item": sql.ITEMS.format(where="", sign=_way(connection)),
        "drive_giver": sql.givers(),
        "drive_sum": sql.SUMS_ANEW,
    }
    for name, true in scratch.items():
        query = statement(sql.differing(name, true))
        wrong = set(connection.execute(query, {"shown": _SHOWN}).scalars())
        for drive_id in sorted(wrong)[:_SHOWN]:
            sentence = f"What drive {drive_id} came to is not what its entries say."
            yield Problem("ledger", sentence, name, drive_id)


# --- what was touched


def _forget_touched(connection: Connection) -> None:
    for name, columns in sql.TOUCHED.items():
        connection.execute(statement(f"CREATE TEMPORARY TABLE IF NOT EXISTS {name} ({columns})"))
        connection.execute(statement(f"DELETE FROM {name}"))  # noqa: S608 - names of this module


def _other_drives(unit: UnitOfWork) -> set[int]:
    """Return drives that are gone, that became or ceased to be a part, and those above them."""
    found: set[int | None] = set()
    for change in unit.changes:
        if change.table == "drive" and change.before is not None:
            wholes = [(row or {}).get("parent_id") for row in (change.before, change.after)]
            if change.after is None or wholes[0] != wholes[1]:
                found.update((change.id, *wholes))
    return {one for one in found if one is not None}


def _touch_changes(unit: UnitOfWork) -> None:
    items: set[int] = set()
    told: set[int] = set()
    cards: set[int] = set()
    for change in unit.changes:
        rows = [row for row in (change.before, change.after) if row is not None]
        if change.table == "item":
            items.add(change.id)
            cards.update(row["card_id"] for row in rows if row["card_id"] is not None)
        elif change.table == "source_row":
            told.update(row["item_id"] for row in rows)
        elif change.table == "person_link":
            cards.update(row[name] for row in rows for name in ("card_id", "person_id"))
    _touch(unit.connection, "touched_drive_item", items)
    _touch(unit.connection, "touched_drive_row", told)
    _touch(unit.connection, "touched_drive_card", cards)


def _touch(connection: Connection, name: str, ids: Iterable[int]) -> None:
    rows: Sequence[Mapping[str, object]] = [{"id": one} for one in sorted(ids)]
    if rows:
        connection.execute(statement(f"INSERT INTO {name} VALUES (:id)"), rows)  # noqa: S608


def _fills(connection: Connection, names: Mapping[str, int]) -> bool:
    """Whether most of what drives have came with a batch."""
    came = connection.execute(statement(sql.CAME), names).scalar_one()
    known = connection.execute(statement(sql.KNOWN)).scalar_one()
    return bool(came > known)


def _most_are_touched(connection: Connection) -> bool:
    """Whether it is quicker to write all of it anew than to take it out and put it in again."""
    touched = connection.execute(statement(sql.TOUCHED_NUMBER)).scalar_one()
    if touched < _MANY:
        return False
    return bool(touched * 2 > connection.execute(statement(sql.KNOWN)).scalar_one())


# --- counting


def _way(connection: Connection) -> str:
    """Return how to come by all entries of drives: most of the book is read as it stands."""
    carrying, every = (
        connection.execute(statement(one)).scalar_one() for one in (sql.CARRYING, sql.ALL_ITEMS)
    )
    return sql.SCAN if carrying * _SCANNED_FROM > every else sql.SEARCH


def _count_anew(connection: Connection) -> None:
    """Take what was touched out of the sums, look at it anew and put it in again."""
    _run(connection, sql.TOUCH_PERSONS)
    items, people = sql.TOUCHED_ITEMS, sql.TOUCHED_PEOPLE
    taken_out = (sql.add_items(items, sign=-1), sql.add_givers(people, sign=-1))
    put_in = (sql.add_items(items), sql.add_givers(people))
    entries = sql.INSERT_ITEMS.format(where=sql.AND_TOUCHED, sign=sql.SEARCH)
    anew = (sql.FORGET_ITEMS, entries, sql.FORGET_GIVERS, sql.insert_givers("people"))
    for each in (*taken_out, *anew, *put_in, sql.FORGET_EMPTY):
        connection.execute(statement(each))


def _count_drives(connection: Connection) -> None:
    """Sum up whole drives from their entries: some have other parts than before, or are gone."""
    anew = (
        *sql.FORGET_DRIVES, sql.insert_givers("drives"), sql.add_items(sql.OF_TOUCHED_DRIVES),
        sql.add_givers(sql.GIVERS_OF_TOUCHED_DRIVES),
    )  # fmt: skip
    for each in anew:
        connection.execute(statement(each))


def _run(
    connection: Connection, statements: Sequence[str], names: Mapping[str, int] | None = None
) -> None:
    for each in statements:
        connection.execute(statement(each), names or {})
