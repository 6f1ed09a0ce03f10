"""The derived totals by day: what an entity's items come to by kind, and an account's postings.

The figures of the dashboard are sums over these rows, whatever the size of the book. A unit of work
writes the days anew that it touched; which other days it changed, because a gift that stood there
is itemised now, says ``rejudged``.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Table, case, func, select

from financedesk.book.rooms import Problem
from financedesk.book.unit import Removal, UnitOfWork
from financedesk.ledger import rejudged, tables
from financedesk.ledger.attributions import statement

ITEMISED_LINE, UNITEMISED_LINE = "SA11AI", "SA11AII"
"""Lines 11(a)(i) and 11(a)(ii) of Forms 3X and 3: contributions of individuals."""

_SHOWN = 20


def _on_line(line: str) -> str:
    return f"CASE WHEN g.line = '{line}' AND g.reported_on = i.item_date THEN {_COUNTED} ELSE 0 END"


_COUNTED = "g.counted_cents"
# In the order of the index ``item_day``, which holds all that is asked of the items: no row of
# them is read, and nothing is sorted.
_OF_ITEMS = f"""
SELECT i.entity_id, i.item_date AS day, i.kind, COUNT(*) AS entries,
    CAST(SUM(i.amount_cents) AS BIGINT) AS cents,
    CAST(SUM(ABS(i.amount_cents)) AS BIGINT) AS size_cents,
    CAST(SUM(CASE WHEN g.itemised = 1 THEN i.amount_cents ELSE 0 END) AS BIGINT) AS itemised_cents,
    CAST(SUM({_on_line(ITEMISED_LINE)}) AS BIGINT) AS line_itemised_cents,
    CAST(SUM({_on_line(UNITEMISED_LINE)}) AS BIGINT) AS line_unitemised_cents
FROM {{days}}item i LEFT JOIN aggregate g ON g.item_id = i.id
WHERE i.memo = 0 {{scope}}
GROUP BY i.entity_id, i.item_date, i.kind
"""  # noqa: S608 - only constants of this module are put together
_OF_POSTINGS = """
SELECT p.account_id, p.posted_on AS day, MIN(p.entity_id) AS entity_id,
    CAST(SUM(p.cents) AS BIGINT) AS cents
FROM {days}posting p WHERE 1 = 1 {scope}
GROUP BY p.account_id, p.posted_on
"""


_TOUCH_REJUDGED = f"""
INSERT INTO touched_day_total SELECT DISTINCT entity_id, item_date FROM item
WHERE id IN ({rejudged.DIFFERENT})
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class _Totals:
    """A table of totals by day: what it adds up, and by whose days (an entity's, an account's).

    ``query`` adds up the facts that its ``days`` and ``scope`` leave; ``touched`` is the temporary
    table of the days to be written anew.
    """

    table: Table
    query: str
    facts: str
    alias: str
    owner: str
    day: str
    words: str

    @property
    def touched(self) -> str:
        return f"touched_{self.table.name}"

    @property
    def own_key(self) -> str:
        return str(self.table.primary_key.columns.values()[0].name)

    def of(self, scope: str = "") -> str:
        """Return the query of the rows as they should be, of all facts or of some."""
        return self.query.format(days="", scope=scope)

    @property
    def of_touched(self) -> str:
        """Return the query of the rows of the touched days.

        CROSS JOIN keeps SQLite at the days, of which there are few, and each is found in the
        index; it would rather walk all facts, because they come in the order of the groups.
        """
        days = f"(SELECT DISTINCT owner_id, day FROM {self.touched}) t CROSS JOIN "  # noqa: S608
        scope = f"AND {self.alias}.{self.owner} = t.owner_id AND {self.alias}.{self.day} = t.day"
        return self.query.format(days=days, scope=scope)


_ITEMS = _Totals(
    table=tables.day_total, query=_OF_ITEMS, facts="item", alias="i", owner="entity_id",
    day="item_date", words="What entity {0} took in and paid on {1} is not what the entries say.",
)  # fmt: skip
_POSTINGS = _Totals(
    table=tables.account_day, query=_OF_POSTINGS, facts="posting", alias="p", owner="account_id",
    day="posted_on", words="What moved account {0} on {1} is not what was posted.",
)  # fmt: skip
_ALL = (_ITEMS, _POSTINGS)


def refresh(unit: UnitOfWork) -> None:
    """Recompute the totals of the days that the unit touched."""
    connection = unit.connection
    if unit.removal is None:
        _forget_touched(connection)
    for totals in _ALL:
        _touch(connection, totals, _days_of(unit, totals))
    if unit.batch is not None:
        _touch_range(connection, _POSTINGS, unit.batch.first_id, unit.last_id)
    whole = rejudged.whole_entities(connection)
    _touch_rejudged(connection, whole)
    for entity_id in whole:
        _write_entity(connection, entity_id)
    for totals in _ALL:
        _write_touched(connection, totals)


def before_removal(unit: UnitOfWork, removal: Removal) -> None:
    """Note the days of a batch's rows while they are still there."""
    _forget_touched(unit.connection)
    for totals in _ALL:
        _touch_range(unit.connection, totals, removal.first_id, removal.last_id)


def rebuild(connection: Connection) -> None:
    """Write both tables anew."""
    for totals in _ALL:
        connection.execute(statement(f"DELETE FROM {totals.table.name}"))  # noqa: S608
        _insert(connection, totals, totals.of())


def verify(connection: Connection) -> Iterator[Problem]:
    """Yield every day whose totals are not what the entries and postings say."""
    for totals in _ALL:
        kept, true = f"SELECT * FROM {totals.table.name}", totals.of()  # noqa: S608
        wrong: set[tuple[int, str]] = set()
        for one, other in ((kept, true), (true, kept)):
            query = f"SELECT * FROM ({one}) AS one EXCEPT SELECT * FROM ({other}) AS other"  # noqa: S608
            rows = connection.execute(statement(f"{query} LIMIT :shown"), {"shown": _SHOWN})
            wrong |= {(row[0], row[1]) for row in rows}
        for owner_id, day in sorted(wrong)[:_SHOWN]:
            table = str(totals.table.name)
            yield Problem("ledger", totals.words.format(owner_id, day), table, owner_id)


def moved_until(
    connection: Connection, account_ids: Collection[int], days: Collection[str]
) -> dict[tuple[int, str], int]:
    """Return what was posted to accounts up to the end of some days, by account and day, in cents.

    An account to which nothing was posted has no entry.
    """
    column, turns = tables.account_day.c, sorted(days)
    if not turns:
        return {}
    sums = [func.sum(case((column.day <= day, column.cents), else_=0)) for day in turns]
    query = (
        select(column.account_id, *sums)
        .where(column.account_id.in_(account_ids), column.day <= turns[-1])
        .group_by(column.account_id)
    )
    return {
        (account_id, day): int(cents)
        for account_id, *each in connection.execute(query)
        for day, cents in zip(turns, each, strict=True)
    }


# --- the rows


def _insert(connection: Connection, totals: _Totals, query: str, **names: int) -> None:
    connection.execute(statement(f"INSERT INTO {totals.table.name} {query}"), names)


def _write_entity(connection: Connection, entity_id: int) -> None:
    """Write all days of an entity in one walk through its items."""
    gone = statement("DELETE FROM day_total WHERE entity_id = :entity")
    connection.execute(gone, {"entity": entity_id})
    _insert(connection, _ITEMS, _ITEMS.of("AND i.entity_id = :entity"), entity=entity_id)


def _write_touched(connection: Connection, totals: _Totals) -> None:
    connection.execute(
        statement(
            f"DELETE FROM {totals.table.name} WHERE ({totals.own_key}, day) IN"  # noqa: S608
            f" (SELECT owner_id, day FROM {totals.touched})"
        )
    )
    _insert(connection, totals, totals.of_touched)


# --- what was touched


def _days_of(unit: UnitOfWork, totals: _Totals) -> set[tuple[int, str]]:
    """Return whose days the changes name, before and after."""
    return {
        (values[totals.owner], values[totals.day])
        for change in unit.changes
        if change.table == totals.facts
        for values in (change.before, change.after)
        if values is not None
    }


def _forget_touched(connection: Connection) -> None:
    for totals in _ALL:
        columns = "owner_id BIGINT, day TEXT"
        made = f"CREATE TEMPORARY TABLE IF NOT EXISTS {totals.touched} ({columns})"
        connection.execute(statement(made))
        connection.execute(statement(f"DELETE FROM {totals.touched}"))  # noqa: S608


def _touch(connection: Connection, totals: _Totals, days: Iterable[tuple[int, str]]) -> None:
    rows: list[Mapping[str, object]] = [{"owner": owner, "day": day} for owner, day in sorted(days)]
    if rows:
        connection.execute(statement(f"INSERT INTO {totals.touched} VALUES (:owner, :day)"), rows)  # noqa: S608


def _touch_range(connection: Connection, totals: _Totals, first_id: int, last_id: int) -> None:
    connection.execute(
        statement(
            f"INSERT INTO {totals.touched} SELECT DISTINCT {totals.owner}, {totals.day}"  # noqa: S608
            f" FROM {totals.facts} WHERE id BETWEEN :first AND :last"
        ),
        {"first": first_id, "last": last_id},
    )


def _touch_rejudged(connection: Connection, whole: Iterable[int]) -> None:
    """Touch the days of items that are something else now; entities as a whole come anyway."""
    connection.execute(statement(_TOUCH_REJUDGED))
    for entity_id in whole:
        gone = statement("DELETE FROM touched_day_total WHERE owner_id = :entity")
        connection.execute(gone, {"entity": entity_id})
