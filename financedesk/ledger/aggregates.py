"""What the law makes of the items: their line, running aggregate and whether they are itemised.

One derived row per item, rebuilt in the same unit of work for the people it touched, by set-based
SQL windows (11 CFR 104.3(a)(4), 104.8(b), 104.3(b)(3)). A full rebuild gives the same rows.

Runs per person, window (calendar year; election cycle for authorised committees) and aggregation
group. Where a past filing says what an aggregate was, the run starts again from that figure.
Schedules E, F, H4 and H6 run per election, candidate or event and are few: ``scoped.py``.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import Connection, func, select, text

from financedesk.book.idle_indexes import built_afterwards
from financedesk.book.journal import Change
from financedesk.book.unit import Removal, UnitOfWork
from financedesk.ledger import attributions, rejudged, tables, touched_people
from financedesk.ledger.attributions import first_and_last_day, statement
from financedesk.ledger.entities import EntityRow, entities
from financedesk.ledger.scoped import refresh_scoped
from financedesk.ledger.seats import seat_of
from financedesk.rules.dates import general_election_day
from financedesk.rules.itemise import ITEMISATION_THRESHOLD_CENTS

_SIGNED = "CASE WHEN i.unaggregated = 1 THEN 0 ELSE k.aggregate_sign * i.amount_cents END"
_RUN = """PARTITION BY COALESCE(p.person_id, i.card_id), w.label, k.aggregation_group"""
_ORDER = "ORDER BY i.item_date, i.id"

_ROWS = f"""
SELECT i.id AS item_id, i.entity_id, COALESCE(p.person_id, i.card_id) AS person_id,
       w.label AS window_label, k.aggregation_group, i.item_date,
       COALESCE(i.reported_on, i.item_date) AS reported_on, k.id AS kind_line_id,
       i.force_itemised, i.filed_aggregate_cents AS filed,
       CASE WHEN i.memo = 1 THEN 0 ELSE i.amount_cents END AS counted,
       CASE WHEN i.memo = 1 THEN 0 ELSE COALESCE(i.other_cents, 0) END AS other,
       CASE WHEN k.aggregation_group IS NOT NULL AND k.partition = 'person' THEN {_SIGNED} END
           AS signed{{segment}}
FROM item i
LEFT JOIN account a ON a.id = i.account_id
LEFT JOIN kind_line k ON k.kind = i.kind AND k.form = :form
     AND k.account_kind = COALESCE(a.kind, '')
     AND k.since <= i.item_date AND (k.until IS NULL OR k.until >= i.item_date)
LEFT JOIN person_link p ON p.card_id = i.card_id
LEFT JOIN run_window w ON i.item_date BETWEEN w.from_date AND w.to_date
WHERE {{sign}}i.entity_id = :entity {{scope}}
"""  # noqa: S608 - only constants of this module are put together

_SEGMENT = f""",
       COUNT(i.filed_aggregate_cents) OVER ({_RUN} {_ORDER} ROWS UNBOUNDED PRECEDING) AS segment"""
# Without figures of past filings there is one segment, and one window function is enough.
_PLAIN = """
SELECT r.*, SUM(signed) OVER (PARTITION BY person_id, window_label, aggregation_group
    ORDER BY item_date, item_id ROWS UNBOUNDED PRECEDING) AS running FROM rows r
"""
_FROM_FILED = """
SELECT r.*, CASE WHEN signed IS NULL THEN filed ELSE
    COALESCE(MAX(filed) OVER (PARTITION BY person_id, window_label, aggregation_group, segment), 0)
    + SUM(CASE WHEN filed IS NULL THEN signed ELSE 0 END) OVER (
        PARTITION BY person_id, window_label, aggregation_group, segment
        ORDER BY item_date, item_id ROWS UNBOUNDED PRECEDING) END AS running FROM rows r
"""
_INSERT = """
INSERT INTO aggregate (item_id, entity_id, person_id, "window", aggregation_group, reported_on,
    form, line, counted_cents, other_cents, aggregate_cents, itemised) """
_COLUMNS = """
SELECT item_id, entity_id, person_id, window_label, aggregation_group, reported_on, form,
    CASE WHEN itemised = 1 THEN token ELSE unitemised_token END,
    counted, other, running, itemised"""
_JUDGED = """
WITH run_window (from_date, to_date, label) AS ({windows}),
rows AS ({rows}), runs AS ({runs}), judged AS (
    SELECT r.*, k.form, k.token, k.unitemised_token, CASE
        WHEN token IS NULL THEN 0
        WHEN force_itemised IS NOT NULL THEN force_itemised
        WHEN itemise = 'always' THEN 1
        WHEN itemise = 'never' THEN 0
        WHEN running > :threshold OR running < 0 THEN 1
        ELSE 0 END AS itemised
    FROM runs r LEFT JOIN kind_line k ON k.id = r.kind_line_id)
{columns} FROM judged
"""


def refresh(unit: UnitOfWork) -> None:
    """Recompute the derived rows of every person and item that the unit touched."""
    connection = unit.connection
    if unit.removal is None:
        _begin(connection)
    else:
        touched_people.forget_gone(connection)
    # Beside what was noted before a removal: rows that come back with it.
    touched_people.add(connection, _touched(unit))
    whole: set[int] = set()
    if unit.batch is not None:
        whole = _filled_by(connection, unit.batch.first_id, unit.last_id)
        touched_people.add_range(connection, unit.batch.first_id, unit.last_id, besides=whole)
    touched = whole | touched_people.gather(connection)
    # An entity that came with a batch is gone when the batch was taken back.
    present = [entity for entity in entities(connection) if entity.id in touched]
    _refresh_whole(connection, [entity for entity in present if entity.id in whole])
    for entity in present:
        if entity.id not in whole:
            _refresh_touched(connection, entity)


def before_removal(unit: UnitOfWork, removal: Removal) -> None:
    """Note whose derived rows change when the rows of a batch go, while they are still there."""
    _begin(unit.connection)
    rejudged.note_removal(unit.connection, removal)
    touched_people.add_range(unit.connection, removal.first_id, removal.last_id)
    touched_people.add_parted(unit.connection, removal.first_id, removal.last_id)
    names = {"first": removal.first_id, "last": removal.last_id}
    for table, key in (("aggregate", "item_id"), ("attribution", "id")):
        unit.connection.execute(
            text(f"DELETE FROM {table} WHERE {key} BETWEEN :first AND :last"),  # noqa: S608
            names,
        )


def rebuild(connection: Connection) -> None:
    """Rebuild the derived rows of the whole book."""
    _write_whole(connection, entities(connection))


def _begin(connection: Connection) -> None:
    touched_people.forget(connection)
    rejudged.forget(connection)


def _touched(unit: UnitOfWork) -> set[tuple[int, int | None, int]]:
    """Return (entity, card, item) of every item the changes name, before and after."""
    touched: set[tuple[int, int | None, int]] = set()
    for change in unit.changes:
        for values in (change.before, change.after):
            if values is None:
                continue
            if change.table == "item":
                touched.add((values["entity_id"], values["card_id"], values["id"]))
            elif change.table == "person_link":
                touched.add((values["entity_id"], values["card_id"], 0))
                touched.add((values["entity_id"], values["person_id"], 0))
            elif change.table in _SETTINGS_OF_ALL and not _is_new_account(change):
                touched |= _every_card(unit.connection, values["entity_id"])
            elif change.table == "entity" and _changes_kind(change):
                touched |= _every_card(unit.connection, values["id"])
    return touched


# What these tables say of an entity bears on every item of it.
_SETTINGS_OF_ALL = frozenset({"limit_group_member", "account", "entity_status", "election"})


def _is_new_account(change: Change) -> bool:
    """Whether an account was opened: what stands on the others goes on as it did."""
    return change.table == "account" and change.before is None


def _changes_kind(change: Change) -> bool:
    """Whether an entity became another kind of entity: other lines and limits hold."""
    before, after = change.before or {}, change.after or {}
    return bool(before and after) and before.get("kind") != after.get("kind")


def _every_card(connection: Connection, entity_id: int) -> set[tuple[int, int | None, int]]:
    column = tables.item.c
    query = select(column.card_id).where(column.entity_id == entity_id).distinct()
    return {(entity_id, card, 0) for card in connection.execute(query).scalars()}


def _filled_by(connection: Connection, first_id: int, last_id: int) -> set[int]:
    """Return the entities most of whose items came with a batch: all their people are touched."""
    column = tables.item.c
    came = (
        select(column.entity_id, func.count())
        .where(column.id.between(first_id, last_id))
        .group_by(column.entity_id)
    )
    return {
        entity_id
        for entity_id, number in connection.execute(came).all()
        if number > _SMALL and number * 2 > _items_of(connection, entity_id)
    }


def _items_of(connection: Connection, entity_id: int) -> int:
    counting = statement("SELECT COUNT(*) FROM item WHERE entity_id = :entity")
    return int(connection.execute(counting, {"entity": entity_id}).scalar_one())


# Of this entity alone: another one's rows may be written already, a transfer has two sides.
_GONE = "SELECT item_id FROM touched WHERE entity_id = :entity"


def _refresh_touched(connection: Connection, entity: EntityRow) -> None:
    if _touches_most(connection, entity.id):
        _refresh_whole(connection, [entity])
        return
    late = touched_people.late_items_of(entity.id)
    rejudged.note(connection, rejudged.BEFORE, f"{late} UNION {_GONE}", entity=entity.id)
    _clear_touched(connection, entity.id, late)
    _judge(connection, entity, only=late)
    attributions.write(connection, [entity], f"AND i.id IN ({late})")
    rejudged.note(connection, rejudged.AFTER, late)


def _refresh_whole(connection: Connection, whole: Sequence[EntityRow]) -> None:
    rejudged.note_whole(connection, [entity.id for entity in whole])
    _write_whole(connection, whole)


def _write_whole(connection: Connection, whole: Sequence[EntityRow]) -> None:
    for entity in whole:
        _clear(connection, entity.id)
    coming = sum(_items_of(connection, entity.id) for entity in whole)
    with built_afterwards(connection, tables.aggregate.indexes, coming=coming):
        for entity in whole:
            _judge(connection, entity)
    attributions.write(connection, whole, coming=coming)


def _judge(connection: Connection, entity: EntityRow, *, only: str = "") -> None:
    """Write the rows of an entity; ``only`` is the query of the items whose rows are wanted."""
    scope = f"AND i.id IN ({touched_people.items_of(entity.id)})" if only else ""
    query, names = judged_rows(connection, entity, scope, _COLUMNS)
    wanted = f" WHERE item_id IN ({only})" if only else ""
    # In the order of their key, rows are appended instead of finding their page one by one.
    connection.execute(statement(f"{_INSERT}{query}{wanted} ORDER BY item_id"), names)
    _cascade(connection, entity.id, _PARENTS_NEAR.format(items=only) if only else _PARENTS)
    refresh_scoped(connection, entity)


def judged_rows(
    connection: Connection, entity: EntityRow, scope: str = "", columns: str = "SELECT *"
) -> tuple[str, dict[str, object]]:
    """Return the query, with its parameters, that yields an entity's derived rows by person.

    Rows of Schedules E, F, H4 and H6 have no aggregate yet, and parents are not yet itemised
    for the sake of their children.
    """
    names: dict[str, object] = {
        "entity": entity.id,
        "form": entity.form or "",
        "threshold": ITEMISATION_THRESHOLD_CENTS,
    }
    values = []
    for number, window in enumerate(_windows(connection, entity)):
        keys = [f"{key}{number}" for key in ("first", "last", "label")]
        values.append(f"(:{keys[0]}, :{keys[1]}, CAST(:{keys[2]} AS BIGINT))")
        names |= dict(zip(keys, window, strict=True))
    runs, segment = (_FROM_FILED, _SEGMENT) if _has_filed(connection, entity.id) else (_PLAIN, "")
    query = _JUDGED.format(
        windows="VALUES " + ", ".join(values),
        # The sign keeps SQLite from walking all of an entity's items for those of a few people.
        rows=_ROWS.format(scope=scope, segment=segment, sign="+" if scope else ""),
        runs=runs,
        columns=columns,
    )
    return query, names


def _touches_most(connection: Connection, entity_id: int) -> bool:
    """Whether one pass over all of an entity's items is cheaper than looking up the touched."""
    late = touched_people.number_late(connection, entity_id)
    return late > _SMALL and late * 2 > _items_of(connection, entity_id)


_SMALL = 1_000


def _clear(connection: Connection, entity_id: int) -> None:
    for table in ("aggregate", "attribution"):
        gone = f"DELETE FROM {table} WHERE entity_id = :entity"  # noqa: S608
        connection.execute(text(gone), {"entity": entity_id})


def _clear_touched(connection: Connection, entity_id: int, late: str) -> None:
    for table, key in (("aggregate", "item_id"), ("attribution", "id")):
        where = f"{key} IN ({late}) OR {key} IN ({_GONE})"
        gone = f"DELETE FROM {table} WHERE {where}"  # noqa: S608
        connection.execute(text(gone), {"entity": entity_id})


def _windows(connection: Connection, entity: EntityRow) -> list[tuple[str, str, int]]:
    """Return (first day, last day, label) of the windows that the entity's items fall in."""
    span = first_and_last_day(connection, entity.id)
    today = date.today().isoformat()
    years = range(int((span[0] or today)[:4]), int((span[1] or today)[:4]) + 1)
    seat = seat_of(connection, entity.id)
    windows = []
    for year in years:
        # A cycle turns on the day after a general election, a calendar year at its end.
        middle = general_election_day(year)
        halves = (
            (date(year, 1, 1), middle),
            (middle + timedelta(days=1), date(year, 12, 31)),
        )
        for first, last in halves:
            label = seat.cycle(entity.kind, first)
            windows.append((first.isoformat(), last.isoformat(), label))
    return windows


def _has_filed(connection: Connection, entity_id: int) -> bool:
    column = tables.item.c
    query = select(column.id).where(
        column.entity_id == entity_id, column.filed_aggregate_cents.is_not(None)
    )
    return connection.execute(query.limit(1)).first() is not None


_PARENTS = """
SELECT c.parent_id FROM item c JOIN aggregate g ON g.item_id = c.id
WHERE c.parent_id IS NOT NULL AND +c.entity_id = :entity AND g.itemised = 1"""
# Of a few people's items: those that are parents themselves, and whatever stands above them.
_PARENTS_NEAR = """
WITH RECURSIVE near (id) AS (
    {items} UNION SELECT c.parent_id FROM near n JOIN item c ON c.id = n.id
    WHERE c.parent_id IS NOT NULL)
SELECT n.id FROM near n WHERE EXISTS (
    SELECT 1 FROM item c JOIN aggregate g ON g.item_id = c.id
    WHERE c.parent_id = n.id AND +c.entity_id = :entity AND g.itemised = 1)"""


def _cascade(connection: Connection, entity_id: int, parents: str) -> None:
    """Itemise the parents of itemised items: a back reference needs its target in the file.

    The plus signs keep SQLite from walking all of the entity's rows: few items have a parent.
    """
    raising = statement(
        f"""
        UPDATE aggregate SET itemised = 1, line = (
            SELECT k.token FROM item i LEFT JOIN account a ON a.id = i.account_id
            JOIN kind_line k ON k.kind = i.kind AND k.form = aggregate.form
                AND k.account_kind = COALESCE(a.kind, '') AND k.since <= i.item_date
                AND (k.until IS NULL OR k.until >= i.item_date)
            WHERE i.id = aggregate.item_id)
        WHERE itemised = 0 AND line IS NOT NULL AND +entity_id = :entity AND item_id IN ({parents})
        RETURNING item_id
        """  # noqa: S608 - constants of this module
    )
    while raised := connection.execute(raising, {"entity": entity_id}).scalars().all():
        rejudged.note_changed(connection, raised)
