"""Undo and redo: the inverse of a group's changes, journalled like everything else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Table, select

from financedesk.book import history
from financedesk.book.dependents import Dependent, missing_rows, referring_rows
from financedesk.book.history import Group, Reach, Recorded, everything
from financedesk.book.journal import Heading, fingerprint, restore_values
from financedesk.book.unit import UnitOfWork
from financedesk.book.values import row_of
from financedesk.errors import HasDependents, NotFound, Refused

Rows = dict[str, set[int]]
References = frozenset[tuple[str, int, str]]


@dataclass(frozen=True, slots=True)
class UndoStatus:
    """What the next undo and the next redo would be; None when there is nothing."""

    undo_label: str | None
    redo_label: str | None
    undo_group: int | None = None
    redo_group: int | None = None


def status(connection: Connection, reach: Reach = everything) -> UndoStatus:
    """Return what can be undone and redone."""
    line = history.timeline(connection, reach)
    undo = line.done[-1] if line.done else None
    redo = line.undone[-1] if line.undone else None
    return UndoStatus(
        undo_label=undo.action if undo else None,
        redo_label=redo.action if redo else None,
        undo_group=undo.id if undo else None,
        redo_group=redo.id if redo else None,
    )


def group_to_undo(connection: Connection, group_id: int | None, reach: Reach = everything) -> Group:
    """Return the group that an undo means: the newest in force unless one is named.

    Raises Refused when there is nothing to undo, NotFound for an unknown group.
    """
    line = history.timeline(connection, reach)
    if group_id is None:
        if not line.done:
            raise Refused("There is nothing to undo.")
        return line.done[-1]
    for group in line.done:
        if group.id == group_id:
            return group
    known = history.group_of(connection, group_id)
    if known is None or not reach(known, frozenset(history.chains_of(connection, group_id))):
        raise NotFound(f"There is no change number {group_id} in the journal.")
    raise Refused(f"“{known.action}” of {known.at[:10]} is undone already, or too old to undo.")


def group_to_redo(connection: Connection, reach: Reach = everything) -> Group:
    """Return the undo that a redo means; raises Refused when there is none."""
    line = history.timeline(connection, reach)
    if not line.undone:
        raise Refused("There is nothing to redo.")
    return line.undone[-1]


def heading_of(group: Group, kind: str, who: str) -> Heading:
    """Return the heading under which a group is undone or redone."""
    return Heading(who=who, action=group.action, why="", kind=kind, undoes=group.id)


def take_back(unit: UnitOfWork, group: Group, *, cascade: bool) -> None:
    """Undo a group inside a unit whose heading says so.

    Raises HasDependents when later work stands on it; with ``cascade`` that is undone first,
    newest first, each under its own heading, and rows that refer to a row that goes are deleted.
    """
    history.require_whole(unit.connection, group)
    changes = history.changes_of(unit.connection, group.id)
    found = obstacles(unit, changes)
    if found and not cascade:
        raise HasDependents(
            f"“{group.action}” cannot be undone alone: {_later(len(found))} on it.",
            tuple(obstacle.text for obstacle in found),
        )
    if found:
        _take_back_later(unit, group, changes)
        delete_standing_on(unit, changes)
    invert(unit, changes)


def put_back(unit: UnitOfWork, undone: Group) -> None:
    """Redo: undo an undo; raises HasDependents when its rows have changed since."""
    history.require_whole(unit.connection, undone)
    changes = history.changes_of(unit.connection, undone.id)
    found = obstacles(unit, changes)
    if found:
        raise HasDependents(
            f"“{undone.action}” cannot be redone: its rows have changed since.",
            tuple(obstacle.text for obstacle in found),
        )
    invert(unit, changes)


def invert(unit: UnitOfWork, changes: Sequence[Recorded]) -> None:
    """Make the opposite of each change, the last one first."""
    by_name = {table.name: table for table in unit.tables}
    for change in reversed(changes):
        table = by_name[change.table]
        if change.before is None:
            unit.delete(table, change.id)
        elif change.after is None:
            unit.insert(table, restore_values(table, change.before))
        else:
            unit.update(table, change.id, restore_values(table, change.before))


def obstacles(unit: UnitOfWork, changes: Sequence[Recorded]) -> list[Dependent]:
    """Return what keeps changes from being inverted.

    That is: rows that are no longer as the changes left them, rows that refer to one that would
    go, and rows that one which would come back refers to and that are gone.
    """
    by_name = {table.name: table for table in unit.tables}
    found = []
    for (name, row_id), expected in _left_behind(changes).items():
        if not _is_as_left(unit.connection, by_name[name], row_id, expected):
            text = f"{unit.describe(name, row_id)} was changed or deleted since."
            found.append(Dependent(name, row_id, text))
    own = led_back(changes)
    for column, row_id in referring_rows(unit.connection, unit.tables, made_by(changes)):
        name = str(column.table.name)
        if (name, row_id, column.name) in own:
            continue
        text = f"{unit.describe(name, row_id)} refers to it."
        found.append(Dependent(name, row_id, text))
    for name, ids in _needed(unit.tables, changes).items():
        found += [
            Dependent(name, row_id, f"Row {row_id} of {name} is needed and gone.")
            for row_id in sorted(missing_rows(unit.connection, by_name[name], ids))
        ]
    return found


def made_by(changes: Sequence[Recorded]) -> Rows:
    """Return the ids of the rows that changes made and left behind, per table."""
    made: Rows = {}
    for change in changes:
        ids = made.setdefault(change.table, set())
        if change.before is None:
            ids.add(change.id)
        elif change.after is None:
            ids.discard(change.id)
    return made


def led_back(changes: Sequence[Recorded]) -> References:
    """Return the references that inverting the changes takes back by itself.

    A row that the same changes led to a new one (an entry to a new version of its contact) is led
    back when they are undone: it does not stand in the way.
    """
    return frozenset(
        (change.table, change.id, name)
        for change in changes
        if change.before is not None and change.after is not None
        for name in change.before
    )


def standing_on(
    unit: UnitOfWork, going: Rows, own: References = frozenset()
) -> tuple[list[tuple[Table, int]], list[tuple[Column[Any], int]]]:
    """Return the rows that refer to what is going, and to them in turn, the nearest first.

    Beside them the references that are emptied instead, because their column is ``released``.
    ``own`` references are left out: see ``led_back``.
    """
    going = {name: set(ids) for name, ids in going.items()}
    rows: list[tuple[Table, int]] = []
    while True:
        found = [
            (column, row_id)
            for column, row_id in referring_rows(unit.connection, unit.tables, going)
            if (str(column.table.name), row_id, column.name) not in own
        ]
        firm = [pair for pair in found if not pair[0].info.get("released")]
        if not firm:
            return rows, found
        for column, row_id in firm:
            ids = going.setdefault(str(column.table.name), set())
            if row_id not in ids:
                ids.add(row_id)
                rows.append((column.table, row_id))


def delete_standing_on(unit: UnitOfWork, changes: Sequence[Recorded]) -> None:
    """Delete the rows that refer to what changes made; empty the references that are released."""
    rows, released = standing_on(unit, made_by(changes), led_back(changes))
    for column, row_id in released:
        unit.update(column.table, row_id, {column.name: None})
    for table, row_id in reversed(rows):
        unit.delete(table, row_id)


def _later(number: int) -> str:
    return "one later entry stands" if number == 1 else f"{number} later entries stand"


def _left_behind(
    changes: Sequence[Recorded],
) -> dict[tuple[str, int], Mapping[str, Any] | None]:
    """Return, per row, the values that changes left behind; None for a deleted row."""
    left: dict[tuple[str, int], Mapping[str, Any] | None] = {}
    for change in changes:
        key = (change.table, change.id)
        left[key] = None if change.after is None else {**(left.get(key) or {}), **change.after}
    return left


def _is_as_left(
    connection: Connection, table: Table, row_id: int, expected: Mapping[str, Any] | None
) -> bool:
    found = connection.execute(select(table).where(table.c.id == row_id)).one_or_none()
    if found is None or expected is None:
        return found is None and expected is None
    row = row_of(table, found)
    return all(fingerprint(row[name]) == value for name, value in expected.items())


def _needed(tables: Sequence[Table], changes: Sequence[Recorded]) -> Rows:
    """Return the rows that values which would come back refer to, but for those that come too."""
    by_name = {table.name: table for table in tables}
    needed: Rows = {}
    for change in changes:
        for name, value in (change.before or {}).items():
            for key in by_name[change.table].c[name].foreign_keys if value is not None else ():
                needed.setdefault(str(key.column.table.name), set()).add(value)
    for change in changes:
        if change.after is None:
            needed.get(change.table, set()).discard(change.id)
    return needed


def _take_back_later(unit: UnitOfWork, group: Group, changes: Sequence[Recorded]) -> None:
    own = unit.heading
    for later in _later_groups(unit, group, changes):
        unit.start_group(heading_of(later, "undo", own.who))
        theirs = history.changes_of(unit.connection, later.id)
        delete_standing_on(unit, theirs)
        invert(unit, theirs)
    unit.start_group(own)


def _later_groups(unit: UnitOfWork, group: Group, changes: Sequence[Recorded]) -> list[Group]:
    """Return the groups in force that have used the same rows since, newest first."""
    touched = _touched(unit, changes)
    needed = _needed(unit.tables, changes)
    line = history.timeline(unit.connection)
    later = []
    for candidate in line.done[line.done.index(group) + 1 :]:
        theirs = history.changes_of(unit.connection, candidate.id)
        rows = {(change.table, change.id) for change in theirs}
        gone = {(change.table, change.id) for change in theirs if change.after is None}
        if rows & touched or any(row_id in needed.get(name, ()) for name, row_id in gone):
            _require_undoable(group, candidate)
            history.require_whole(unit.connection, candidate)
            touched |= _touched(unit, theirs)
            later.append(candidate)
    return later[::-1]


def _touched(unit: UnitOfWork, changes: Sequence[Recorded]) -> set[tuple[str, int]]:
    """Return the rows that changes are about, and those that stand on rows they made."""
    standing, _ = standing_on(unit, made_by(changes), led_back(changes))
    about = {(change.table, change.id) for change in changes}
    return about | {(str(table.name), row_id) for table, row_id in standing}


def _require_undoable(group: Group, later: Group) -> None:
    if later.kind == "import":
        raise HasDependents(
            f"“{group.action}” cannot be undone: an import has used its rows since.",
            (f"“{later.action}” of {later.at[:10]}: take that import back first.",),
        )
