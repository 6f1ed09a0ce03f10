"""Taking a batch back: its rows leave by their range of ids, whatever stands on them is named.

Shared rows (contacts, accounts, …) stay when rows that remain refer to them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    MetaData,
    Select,
    Table,
    delete,
    exists,
    func,
    insert,
    literal,
    select,
    update,
)

from financedesk.book import history
from financedesk.book.batches import TableDigest
from financedesk.book.dependents import Dependent
from financedesk.book.history import Group, Recorded
from financedesk.book.schema import Id, Words
from financedesk.book.schema import batch as batch_table
from financedesk.book.tables import dependents_first, facts, is_fact
from financedesk.book.undo import invert, led_back, obstacles
from financedesk.book.unit import Removal, UnitOfWork
from financedesk.book.values import names_of
from financedesk.errors import HasDependents, NotFound, Refused


@dataclass(frozen=True, slots=True)
class BatchUndo:
    """What the undo of a batch took out: rows per table, and the dependents that went with them."""

    batch_id: int
    removed: dict[str, int]
    kept: dict[str, int]
    depends: tuple[Dependent, ...]


def _list_of_rows(name: str) -> Table:
    return Table(
        name,
        MetaData(),
        Column("table_name", Words, primary_key=True),
        Column("row_id", Id, primary_key=True, autoincrement=False),
        prefixes=["TEMPORARY"],
    )


leaving = _list_of_rows("leaving")
"""Rows outside the batch that refer to rows of it and leave with them."""

staying = _list_of_rows("staying")
"""Shared rows of the batch that others still use."""


returning = _list_of_rows("led_back")
"""Rows outside the batch, each under its table and column, whose reference the undo takes back."""


def active_batch(connection: Connection, batch_id: int) -> Removal:
    """Return the range of a batch that can be taken back.

    Raises NotFound for an unknown batch, Refused for one that is undone already.
    """
    row = connection.execute(select(batch_table).where(batch_table.c.id == batch_id)).first()
    if row is None:
        raise NotFound(f"There is no import number {batch_id} in this book.")
    if row.state != "active":
        raise Refused(f"The import of {row.file_name} was taken back already.")
    return Removal(batch_id, row.first_id, row.last_id)


def remove_batch(unit: UnitOfWork, removal: Removal, taken: Group, *, cascade: bool) -> BatchUndo:
    """Take the rows of a batch out of the book; see ``Book.undo_batch``.

    ``taken`` is the group of the import. The unit's references must be free.
    """
    history.require_whole(unit.connection, taken)
    # When this fails, the transaction goes back and takes the lists with it.
    for rows in (leaving, staying, returning):
        rows.create(unit.connection, checkfirst=False)
    result = _Removing(unit, removal, taken).run(cascade=cascade)
    for rows in (leaving, staying, returning):
        rows.drop(unit.connection, checkfirst=False)
    return result


class _Removing:
    """One batch on its way out."""

    def __init__(self, unit: UnitOfWork, removal: Removal, taken: Group) -> None:
        self.unit = unit
        self.connection = unit.connection
        self.removal = removal
        self.taken = taken
        self.facts = facts(unit.tables)
        self.references = [
            (column, key.column.table)
            for table in self.facts
            for column in table.c
            for key in column.foreign_keys
        ]
        self.ended: set[int] = set()
        # What the import did to rows that were there before it.
        self.outside = [
            change
            for change in history.changes_of(unit.connection, taken.id)
            if not removal.first_id <= change.id <= removal.last_id
        ]

    def run(self, *, cascade: bool) -> BatchUndo:
        """Take the batch back; with ``cascade`` also what stands on it."""
        self._note_returning()
        released = self._find_leaving()
        self._find_staying()
        depends = [*self._dependents(released)]
        depends += self._edited({(found.table, found.id) for found in depends})
        depends += self._changed_outside()
        if depends and not cascade:
            raise HasDependents(
                f"The import “{self.taken.action}” of {self.taken.at[:10]} cannot be taken back "
                f"alone: {len(depends)} entries stand on its rows.",
                tuple(dependent.text for dependent in depends),
            )
        self.unit.announce_removal(self.removal)
        self._take_dependents(released)
        self._clear_derived()
        removed = self._delete_rows()
        # What the import replaced comes back only now: it may hold what must be unique.
        invert(self.unit, self._invertible())
        kept = self._digest_kept()
        self._require_whole()
        self._record(removed, kept)
        counts = {name: digest.rows for name, digest in kept.items()}
        return BatchUndo(self.removal.batch_id, removed, counts, tuple(depends))

    # --- what stands on the batch

    def _within(self, column: ColumnElement[int]) -> ColumnElement[bool]:
        return column.between(self.removal.first_id, self.removal.last_id)

    def _note_returning(self) -> None:
        """Fill ``returning``: what the import led to rows of its own, and nobody has changed since.

        A refund of an earlier file whose payout came with this one stays, and waits for it again.
        """
        rows = [
            {"table_name": f"{name}.{column}", "row_id": row_id}
            for name, row_id, column in led_back(self._invertible())
        ]
        if rows:
            self.connection.execute(insert(returning), rows)

    def _find_leaving(self) -> list[tuple[Column[Any], int]]:
        """Fill ``leaving``; return the references that are emptied instead."""
        released = []
        for column, target in self.references:
            if target.info.get("shared"):
                continue
            referring = self._within(column) & ~self._within(column.table.c.id)
            referring &= ~_returns(column)
            if column.info.get("released"):
                ids = self.connection.execute(select(column.table.c.id).where(referring)).scalars()
                released += [(column, row_id) for row_id in ids]
            else:
                self._add(leaving, _row_keys(column.table, referring))
        while any(self._follow_leaving(column, target) for column, target in self.references):
            pass
        return released

    def _follow_leaving(self, column: Column[Any], target: Table) -> int:
        refers = _listed(leaving, target, column) & ~self._within(column.table.c.id)
        return self._add(leaving, _row_keys(column.table, refers))

    def _find_staying(self) -> None:
        for column, target in self.references:
            if target.info.get("shared"):
                own = column.table
                remains = ~self._within(own.c.id) & ~_listed(leaving, own, own.c.id)
                self._add(staying, _target_keys(column, target, self._within(column) & remains))
        while any(self._follow_staying(column, target) for column, target in self.references):
            pass

    def _follow_staying(self, column: Column[Any], target: Table) -> int:
        own = column.table
        refers = _listed(staying, own, own.c.id) & self._within(column)
        return self._add(staying, _target_keys(column, target, refers))

    def _add(self, rows: Table, keys: Select[Any]) -> int:
        """Add row keys to a list and return how many were new."""
        found = keys.subquery()
        known = exists().where(
            rows.c.table_name == found.c.table_name, rows.c.row_id == found.c.row_id
        )
        new = select(found.c.table_name, found.c.row_id).where(~known)
        added = insert(rows).from_select(["table_name", "row_id"], new)
        # Without the option an INSERT reports -1 on PostgreSQL.
        return self.connection.execute(added.execution_options(preserve_rowcount=True)).rowcount

    def _dependents(self, released: list[tuple[Column[Any], int]]) -> Iterator[Dependent]:
        listed = select(leaving).order_by(leaving.c.table_name, leaving.c.row_id)
        rows = [(row.table_name, row.row_id) for row in self.connection.execute(listed)]
        rows += [(str(column.table.name), row_id) for column, row_id in released]
        for name, row_id in rows:
            yield Dependent(name, row_id, f"{self.unit.describe(name, row_id)} refers to it.")

    def _edited(self, leaving_rows: set[tuple[str, int]]) -> Iterator[Dependent]:
        """Yield the rows of the batch that were changed by hand since, once each.

        Notes the groups that did it, or that touched rows which leave, in ``ended``: they can
        no longer be undone.
        """
        seen = set()
        later = history.groups_since(self.connection, self.taken.id)
        for group in history.in_force(later):
            for change in history.changes_of(self.connection, group.id):
                key = (change.table, change.id)
                if self._holds(change) or key in leaving_rows:
                    self.ended.add(group.id)
                if key not in seen and self._holds(change):
                    seen.add(key)
                    row = self.unit.describe(*key)
                    text = f"{row} was changed since: “{group.action}” of {group.at[:10]}."
                    yield Dependent(*key, text)

    def _holds(self, change: Recorded) -> bool:
        return self.removal.first_id <= change.id <= self.removal.last_id

    def _changed_outside(self) -> list[Dependent]:
        found = obstacles(self.unit, self.outside)
        first, last = self.removal.first_id, self.removal.last_id
        return [dependent for dependent in found if not first <= dependent.id <= last]

    # --- taking it out

    def _take_dependents(self, released: list[tuple[Column[Any], int]]) -> None:
        for column, row_id in released:
            self.unit.update(column.table, row_id, {column.name: None})
        for table in dependents_first(self.facts):
            listed = select(leaving.c.row_id).where(leaving.c.table_name == str(table.name))
            for row_id in self.connection.execute(listed).scalars().all():
                self.unit.delete(table, row_id)

    def _invertible(self) -> list[Recorded]:
        """Return the changes outside the batch whose rows have not changed again since."""
        blocked = {(found.table, found.id) for found in self._changed_outside()}
        return [change for change in self.outside if (change.table, change.id) not in blocked]

    def _clear_derived(self) -> None:
        for table in self.unit.tables:
            if is_fact(table):
                continue
            for column in table.c:
                for key in column.foreign_keys:
                    stays = _listed(staying, key.column.table, column)
                    self.connection.execute(delete(table).where(self._within(column), ~stays))

    def _delete_rows(self) -> dict[str, int]:
        removed = {}
        for table in dependents_first(self.facts):
            leaves = self._within(table.c.id) & ~_listed(staying, table, table.c.id)
            number = self.connection.execute(delete(table).where(leaves)).rowcount
            if number:
                removed[str(table.name)] = number
        return removed

    def _digest_kept(self) -> dict[str, TableDigest]:
        """Return digests of the rows that stay: the batch's own no longer fit."""
        kept = {}
        for table in self.facts:
            rows = select(table).where(self._within(table.c.id)).order_by(table.c.id)
            digest = TableDigest(str(table.name), tuple(names_of(table)), {})
            for _ in digest.add(tuple(row) for row in self.connection.execute(rows)):
                pass
            if digest.rows:
                kept[digest.table] = digest
        return kept

    def _require_whole(self) -> None:
        """Prove that no reference leads into the gap, for the database was told not to look."""
        for table in self.unit.tables:
            for column in table.c:
                for key in column.foreign_keys:
                    target = key.column.table.alias()
                    there = exists().where(target.c.id == column)
                    broken = select(func.count()).where(self._within(column), ~there)
                    if self.connection.execute(broken.select_from(table)).scalar_one():
                        raise RuntimeError(f"{table.name}.{column.name} refers to a removed row")

    def _record(self, removed: dict[str, int], kept: dict[str, TableDigest]) -> None:
        undone = update(batch_table).where(batch_table.c.id == self.removal.batch_id)
        self.connection.execute(undone.values(state="undone"))
        self.unit.also_in |= history.chains_of(self.connection, self.taken.id)
        self.unit.detail["removal"] = {
            "batch_id": self.removal.batch_id,
            "first_id": self.removal.first_id,
            "last_id": self.removal.last_id,
            "removed": removed,
            "ended": sorted(self.ended),
            "kept": {name: digest.summary() for name, digest in sorted(kept.items())},
        }


def _listed(rows: Table, table: Table, column: ColumnElement[int]) -> ColumnElement[bool]:
    listed = select(rows.c.row_id).where(rows.c.table_name == str(table.name))
    return column.in_(listed)


def _returns(column: Column[Any]) -> ColumnElement[bool]:
    name = f"{column.table.name}.{column.name}"
    listed = select(returning.c.row_id).where(returning.c.table_name == name)
    return column.table.c.id.in_(listed)


def _row_keys(table: Table, condition: ColumnElement[bool]) -> Select[Any]:
    name = literal(str(table.name)).label("table_name")
    return select(name, table.c.id.label("row_id")).where(condition)


def _target_keys(column: Column[Any], target: Table, condition: ColumnElement[bool]) -> Select[Any]:
    name = literal(str(target.name)).label("table_name")
    return select(name, column.label("row_id")).where(condition).distinct()
