"""What the journal says was done: groups of entries, their changes, and what is still in force."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, select

from financedesk.book import walls
from financedesk.book.journal import unpack_content
from financedesk.book.schema import journal
from financedesk.errors import Refused

UNDO_DEPTH = 500
"""How many groups back undo and redo look."""


@dataclass(frozen=True, slots=True)
class Group:
    """The entries of one unit of work: one act of the user."""

    id: int
    kind: str
    action: str
    who: str
    at: str
    undoes: int | None
    batch_id: int | None

    @property
    def is_removal(self) -> bool:
        """Tell whether the group took an import back."""
        return self.kind == "undo" and self.batch_id is not None


@dataclass(frozen=True, slots=True)
class Recorded:
    """One change as the journal keeps it: of an update, only the columns that differ."""

    table: str
    id: int
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    order: int


def _groups() -> Select[Any]:
    c = journal.c
    return select(c.group_id, c.kind, c.action, c.who, c.at, c.undoes, c.batch_id).distinct()


def group_of(connection: Connection, group_id: int) -> Group | None:
    """Return one group, or None when the journal does not know it."""
    row = connection.execute(_groups().where(journal.c.group_id == group_id)).first()
    return Group(*row) if row else None


def import_of(connection: Connection, batch_id: int) -> Group | None:
    """Return the group that took in a batch."""
    taken = (journal.c.batch_id == batch_id) & (journal.c.kind == "import")
    row = connection.execute(_groups().where(taken)).first()
    return Group(*row) if row else None


def groups_since(connection: Connection, group_id: int) -> list[Group]:
    """Return the groups after this one, oldest first."""
    later = _groups().where(journal.c.group_id > group_id).order_by(journal.c.group_id)
    return [Group(*row) for row in connection.execute(later).all()]


def ended_by(connection: Connection, groups: Iterable[Group]) -> set[int]:
    """Return the groups whose rows went with an import that one of these groups took back."""
    ended: set[int] = set()
    for group in groups:
        if group.is_removal:
            content = select(journal.c.content).where(journal.c.group_id == group.id).limit(1)
            packed = connection.execute(content).scalar_one()
            ended.update(unpack_content(packed)["removal"]["ended"])
    return ended


def changes_of(connection: Connection, group_id: int) -> list[Recorded]:
    """Return the changes of a group in the order in which they were made, over all chains."""
    contents = select(journal.c.content).where(journal.c.group_id == group_id)
    found = [
        change for content in connection.execute(contents).scalars() for change in recorded(content)
    ]
    return sorted(found, key=lambda change: change.order)


def chains_of(connection: Connection, group_id: int) -> set[int]:
    """Return the chains that a group has entries in; ``HIDDEN`` for those behind a wall."""
    chains = select(journal.c.chain).where(journal.c.group_id == group_id)
    found = set(connection.execute(chains).scalars())
    return found | {walls.HIDDEN} if group_id in walls.crossing(connection, group_id) else found


def require_whole(connection: Connection, group: Group) -> None:
    """Raise Refused when a part of an act is hidden from the user: it would be undone by half."""
    if group.id in walls.crossing(connection, group.id):
        raise Refused(
            f"“{group.action}” of {group.at[:10]} changed books behind a wall as well; somebody who"
            " sees them all can take it back."
        )


def in_force(groups: Sequence[Group]) -> list[Group]:
    """Return, of all groups since some moment, the acts that no undo has taken back."""
    return list(replay(groups).done)


def recorded(content: str) -> Iterator[Recorded]:
    """Yield the changes that one entry holds."""
    for change in unpack_content(content)["changes"]:
        yield Recorded(**change)


@dataclass(frozen=True, slots=True)
class Timeline:
    """What can be undone and redone, the next one last.

    ``done`` holds the acts that are in force; ``undone`` the undo groups that can be redone.
    """

    done: tuple[Group, ...]
    undone: tuple[Group, ...]


Reach = Callable[[Group, frozenset[int]], bool]
"""Tells of an act and the chains that it touched whether somebody may take it back."""


def everything(_group: Group, _chains: frozenset[int]) -> bool:
    """Reach every act: for who is behind no wall."""
    return True


def timeline(connection: Connection, reach: Reach = everything) -> Timeline:
    """Return what the newest groups of the journal leave to be undone and redone.

    Groups that are out of reach are passed over as if they were not there: what stands on an act
    is found when it is taken back.
    """
    newest = _groups().order_by(journal.c.group_id.desc()).limit(UNDO_DEPTH)
    groups = [Group(*row) for row in connection.execute(newest).all()][::-1]
    if reach is not everything and groups:
        touched = _chains_since(connection, groups[0].id)
        groups = [group for group in groups if reach(group, touched[group.id])]
    line = replay(groups)
    ended = ended_by(connection, groups)
    return Timeline(tuple(group for group in line.done if group.id not in ended), line.undone)


def _chains_since(connection: Connection, group_id: int) -> dict[int, frozenset[int]]:
    c = journal.c
    found: dict[int, set[int]] = {}
    for row in connection.execute(select(c.group_id, c.chain).where(c.group_id >= group_id)):
        found.setdefault(row.group_id, set()).add(row.chain)
    for crossing in walls.crossing(connection, group_id):
        found.setdefault(crossing, set()).add(walls.HIDDEN)
    return {group: frozenset(chains) for group, chains in found.items()}


def replay(groups: Iterable[Group]) -> Timeline:
    """Return the timeline that results from groups, given oldest first."""
    known: dict[int, Group] = {}
    done: dict[int, Group] = {}
    undone: dict[int, Group] = {}
    for group in groups:
        known[group.id] = group
        if group.kind in ("change", "import"):
            done[group.id] = group
            undone.clear()
        elif group.kind == "undo" and group.undoes is not None:
            done.pop(group.undoes, None)
            undone[group.id] = group
            if group.is_removal:
                # It cannot be redone, and what was undone before it may have lost its rows.
                undone.clear()
        elif group.kind == "redo" and group.undoes is not None:
            _put_back(group.undoes, known, done, undone)
    return Timeline(tuple(done.values()), tuple(undone.values()))


def _put_back(
    undo_id: int, known: Mapping[int, Group], done: dict[int, Group], undone: dict[int, Group]
) -> None:
    undo = undone.pop(undo_id, None)
    if undo is not None and undo.undoes is not None and undo.undoes in known:
        done[undo.undoes] = known[undo.undoes]
