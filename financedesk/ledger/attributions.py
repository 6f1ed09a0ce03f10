"""What each item uses of its giver's limits: the only table that questions about rooms read.

One derived row per item that uses or gives back an allowance, written for everything that comes in
(typed, imported, adopted, recreated) by one set-based statement at the end of the unit of work.
Limits go by the day a gift is made (11 CFR 110.1(b)(6)); a refund counts in the window of the gift
that it gives back, and without a link to it in that of the giver's newest gift before it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, Table, TextClause, bindparam, func, select, text

from financedesk.book.idle_indexes import built_afterwards
from financedesk.book.rooms import Problem
from financedesk.ledger import tables
from financedesk.ledger.entities import EntityRow
from financedesk.ledger.seats import seat_of
from financedesk.rules.attribution import PURSES, limit_group, limit_uses
from financedesk.rules.dates import general_election_day
from financedesk.rules.parties import recipient_of_body
from financedesk.rules.parties import statuses as statuses_in_law

_FIRST, _LAST = "0001-01-01", "9999-12-31"
# Put together once: they are asked after every single gift.
_CASH = select(tables.account.c.id, tables.account.c.kind).where(
    tables.account.c.entity_id == bindparam("entity"), tables.account.c.role.in_(tables.CASH_ROLES)
)
_ENDS = select(
    *(
        select(end(tables.item.c.item_date))
        .where(tables.item.c.entity_id == bindparam("entity"))
        .scalar_subquery()
        for end in (func.min, func.max)
    )
)
_SHOWN = 20


class LimitKey(NamedTuple):
    """Under which name what an entity receives for one purse on one account counts, and when.

    ``account_id`` is 0 for items without an account; ``per_election`` is 1 where the allowance is
    one election's.
    """

    entity_id: int
    account_id: int
    purse: str
    since: str
    until: str
    limit_group: str
    per_election: int


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(f"'{code}'" for code in codes)


def _kinds_of(purse: str) -> str:
    return _listed(use.kind for use in limit_uses().values() if use.purse == purse)


# Lists of constants are looked up at once; a table of them would be walked for every item.
_PURSES = " ".join(f"WHEN i.kind IN ({_kinds_of(purse)}) THEN '{purse}'" for purse in PURSES)
_PURSE = f"CASE {_PURSES} END"
_MINUS = f"i.kind IN ({_listed(use.kind for use in limit_uses().values() if use.sign < 0)})"
_CENTS = f"CASE WHEN {_MINUS} THEN -i.amount_cents ELSE i.amount_cents END"
_COUNTED = "COALESCE(o.made_date, o.item_date, i.made_date, i.item_date)"
_GIFT = "COALESCE(i.corrects_id, i.applies_to_id, i.parent_id)"
# CROSS JOIN and the plus sign keep SQLite at the items, of which each page is read once; the names
# of the allowances get an index for the time of the statement.
_ROWS = f"""
WITH limit_key (entity_id, account_id, purse, since, until, limit_group, per_election) AS (
    VALUES {{keys}}),
calendar (entity_id, code, held_on) AS (VALUES {{elections}})
SELECT i.id, i.entity_id, i.id AS item_id, COALESCE(p.person_id, i.card_id) AS person_id,
    k.limit_group,
    CASE WHEN k.per_election = 0 THEN SUBSTR({_COUNTED}, 1, 4) ELSE COALESCE(
        o.election_code, i.election_code, (SELECT c.code FROM calendar c
            WHERE c.entity_id = i.entity_id AND c.held_on >= {_COUNTED}
            ORDER BY c.held_on, c.code LIMIT 1), SUBSTR({_COUNTED}, 1, 4)) END AS "window",
    COALESCE(i.made_date, i.item_date) AS made_date, {_CENTS} AS cents
FROM item i
CROSS JOIN limit_key k
LEFT JOIN person_link p ON p.card_id = i.card_id
LEFT JOIN item o ON o.id = CASE WHEN i.amount_cents < 0 OR {_MINUS} THEN {_GIFT} END
WHERE k.entity_id = +i.entity_id AND k.purse = {_PURSE}
    AND k.account_id = COALESCE(i.account_id, 0)
    AND COALESCE(i.made_date, i.item_date) BETWEEN k.since AND k.until
    AND i.unaggregated = 0 AND i.card_id IS NOT NULL {{scope}}
"""  # noqa: S608 - only constants of this module are put together
_INSERT = """
INSERT INTO attribution
    (id, entity_id, item_id, person_id, limit_group, "window", made_date, cents)"""
_KEY = (
    "(CAST(:entity{0} AS BIGINT), CAST(:account{0} AS BIGINT), CAST(:purse{0} AS TEXT),"
    " CAST(:since{0} AS TEXT), CAST(:until{0} AS TEXT), CAST(:group{0} AS TEXT),"
    " CAST(:each{0} AS BIGINT))"
)
_KEY_NAMES = ("entity", "account", "purse", "since", "until", "group", "each")
_ELECTION = "(CAST(:held_by{0} AS BIGINT), CAST(:code{0} AS TEXT), CAST(:held_on{0} AS TEXT))"

# A refund that names no gift gives back the newest one before it.
_NEWEST_GIFT = """(
    SELECT b."window" FROM attribution b
    WHERE b.person_id = r.person_id AND b.limit_group = r.limit_group
        AND b.entity_id = r.entity_id AND b.cents > 0 AND b.made_date <= r.made_date
    ORDER BY b.made_date DESC, b.id DESC LIMIT 1)"""
_UNLINKED = f"""
FROM attribution r JOIN item i ON i.id = r.id
WHERE r.cents < 0 AND {_GIFT} IS NULL AND i.election_code IS NULL"""
_PLACE_UNLINKED = f"""
UPDATE attribution SET "window" = (
    SELECT COALESCE({_NEWEST_GIFT}, r."window") FROM attribution r WHERE r.id = attribution.id)
WHERE id IN (SELECT r.id {_UNLINKED} {{scope}})"""  # noqa: S608
_DIFFERENT = """
SELECT e.id FROM ({query}) AS e LEFT JOIN attribution r ON r.id = e.id
WHERE r.id IS NULL OR r.person_id <> e.person_id OR r.limit_group <> e.limit_group
    OR r.entity_id <> e.entity_id OR r.made_date <> e.made_date OR r.cents <> e.cents
    OR (r."window" <> e."window" AND r.id NOT IN (SELECT r.id {unlinked}))
UNION SELECT r.id FROM attribution r LEFT JOIN ({query}) AS e ON e.id = r.id WHERE e.id IS NULL
LIMIT :shown"""
_MISPLACED = f"""
SELECT r.id {_UNLINKED} AND r."window" <> COALESCE({_NEWEST_GIFT}, r."window")
LIMIT :shown"""


def write(
    connection: Connection, attributed: Sequence[EntityRow], scope: str = "", *, coming: int = 0
) -> None:
    """Write the rows of entities whose old ones are gone.

    ``scope``, a condition on the item ``i`` that begins with AND, narrows it to some items.
    ``coming`` is about how many rows will be written, where that is known.
    """
    keys = [key for entity in attributed for key in limit_keys(connection, entity)]
    if not keys:
        return
    those = scope or _of(attributed)
    query, names = _query(connection, attributed, keys, those)
    with built_afterwards(connection, tables.attribution.indexes, coming=coming):
        connection.execute(statement(_INSERT + query), names)
    connection.execute(statement(_PLACE_UNLINKED.format(scope=those)))


@lru_cache(maxsize=256)
def statement(sql: str) -> TextClause:
    """Return a statement; the same words are read for their parameters once."""
    return text(sql)


def _of(attributed: Sequence[EntityRow]) -> str:
    """Return the condition that finds one entity's items by their index; several by one walk."""
    return f" AND i.entity_id = {attributed[0].id}" if len(attributed) == 1 else ""


def verify(connection: Connection, attributed: Sequence[EntityRow]) -> Iterator[Problem]:
    """Yield items whose row is not what the items give, of all entities of the book."""
    keys = [key for entity in attributed for key in limit_keys(connection, entity)]
    if not keys:
        return
    query, names = _query(connection, attributed, keys, "")
    differing = text(_DIFFERENT.format(query=query, unlinked=_UNLINKED))
    wrong = set(connection.execute(differing, names | {"shown": _SHOWN}).scalars())
    wrong |= set(connection.execute(text(_MISPLACED), {"shown": _SHOWN}).scalars())
    for item_id in sorted(wrong)[:_SHOWN]:
        sentence = f"What item {item_id} uses of a limit is not what the items give."
        yield Problem("ledger", sentence, "attribution", item_id)


def limit_keys(connection: Connection, entity: EntityRow) -> list[LimitKey]:
    """Return the names of an entity's allowances for every purse, account and span of time."""
    kinds = {0: ""}
    kinds |= {row.id: row.kind for row in connection.execute(_CASH, {"entity": entity.id})}
    return [
        LimitKey(entity.id, account_id, purse, since, until, group, int(each))
        for since, until, status, affiliation in standings(connection, entity.id)
        for account_id, account_kind in kinds.items()
        for purse in PURSES
        for group, each in [_group(entity, account_kind, purse, status, affiliation)]
        if group is not None
    ]


class _Dated(NamedTuple):
    """A status or limit group with the days between which it was entered to hold."""

    from_date: str | None
    to_date: str | None
    value: str


class Standing(NamedTuple):
    """What an entity is in law between two days, both included: its status and limit group."""

    since: str
    until: str
    status: str
    affiliation: str


def standings(connection: Connection, entity_id: int) -> list[Standing]:
    """Return an entity's standing from the first day to the last, without a gap.

    Of two statuses or groups that overlap, the one entered last holds.
    """
    return all_standings(connection, [entity_id])[entity_id]


def all_standings(connection: Connection, entity_ids: Collection[int]) -> dict[int, list[Standing]]:
    """Return the standings of several entities at once."""
    statuses = _dated(connection, tables.entity_status, entity_ids, "status")
    groups = _dated(connection, tables.limit_group_member, entity_ids, "limit_group")
    return {one: _spans(statuses[one], groups[one]) for one in entity_ids}


def _spans(statuses: Sequence[_Dated], groups: Sequence[_Dated]) -> list[Standing]:
    starts = {_FIRST}
    for row in (*statuses, *groups):
        starts |= {row.from_date or _FIRST}
        if row.to_date is not None:
            starts.add((date.fromisoformat(row.to_date) + timedelta(days=1)).isoformat())
    turns = [*sorted(starts), ""]
    return [
        Standing(
            since,
            _day_before(following) if following else _LAST,
            _holding(statuses, since),
            _holding(groups, since),
        )
        for since, following in pairwise(turns)
    ]


def _dated(
    connection: Connection, table: Table, entity_ids: Collection[int], value: str
) -> dict[int, list[_Dated]]:
    found: dict[int, list[_Dated]] = defaultdict(list)
    names = {"entities": list(entity_ids)}
    for entity_id, from_date, to_date, held in connection.execute(_facts(table, value), names):
        found[entity_id].append(_Dated(from_date, to_date, held))
    return found


@cache
def _facts(table: Table, value: str) -> Select[Any]:
    column = table.c
    return (
        select(column.entity_id, column.from_date, column.to_date, column[value])
        .where(column.entity_id.in_(bindparam("entities", expanding=True)))
        .order_by(column.id)
    )


def _holding(rows: Sequence[_Dated], on: str) -> str:
    valid = [
        row.value
        for row in rows
        if (row.from_date or _FIRST) <= on and (row.to_date is None or on <= row.to_date)
    ]
    return valid[-1] if valid else ""


def _day_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def _group(
    entity: EntityRow, account_kind: str, purse: str, status: str, affiliation: str
) -> tuple[str | None, bool]:
    # A status that the rules do not know, entered as a note, decides nothing.
    known = status if status in statuses_in_law() else ""
    recipient = recipient_of_body(entity.kind, account_kind, status=known)
    group = limit_group(recipient, purse, owner=str(entity.id), affiliation=affiliation)
    return group, recipient == "candidate" and purse in _PER_ELECTION


_PER_ELECTION = frozenset({"ordinary", "recount_fund"})


def _query(
    connection: Connection, attributed: Sequence[EntityRow], keys: Sequence[LimitKey], scope: str
) -> tuple[str, dict[str, object]]:
    names: dict[str, object] = {}
    for number, key in enumerate(keys):
        names |= {f"{name}{number}": value for name, value in zip(_KEY_NAMES, key, strict=True)}
    held = _calendar(connection, [entity for entity in attributed if entity.kind == "candidate"])
    for number, election in enumerate(held):
        held_by, code, held_on = election
        names |= {f"held_by{number}": held_by, f"code{number}": code, f"held_on{number}": held_on}
    query = _ROWS.format(
        keys=", ".join(map(_KEY.format, range(len(keys)))),
        elections=", ".join(map(_ELECTION.format, range(len(held)))),
        scope=scope,
    )
    return query, names


def _calendar(
    connection: Connection, candidates: Sequence[EntityRow]
) -> list[tuple[int, str, str]]:
    """Return (entity, code, day) of the elections that gifts without one are counted for.

    What the treasurer entered, and the general elections that the law itself dates.
    """
    column = tables.election.c
    entered = connection.execute(
        select(column.entity_id, column.code, column.held_on).where(
            column.entity_id.in_([entity.id for entity in candidates]),
            column.held_on.is_not(None),
        )
    )
    known = {(row.entity_id, row.code): row.held_on for row in entered}
    for entity in candidates:
        first, last = first_and_last_day(connection, entity.id)
        seat = seat_of(connection, entity.id)
        until = int((last or _NO_YEAR)[:4]) + seat.term_years
        for year in range(int((first or _NO_YEAR)[:4]), until + 1):
            if seat.is_filled_in(year):
                known.setdefault((entity.id, f"G{year}"), general_election_day(year).isoformat())
    # A table of values needs at least one row; nobody's election stands in for none.
    return [(entity, code, day) for (entity, code), day in known.items()] or [(0, "", "")]


def first_and_last_day(connection: Connection, entity_id: int) -> tuple[str | None, str | None]:
    """Return the days of an entity's first and last item; None without any.

    Asked one by one, each is at an end of the index; together SQLite would walk all of it.
    """
    first, last = connection.execute(_ENDS, {"entity": entity_id}).one()
    return first, last


_NO_YEAR = "2026"
