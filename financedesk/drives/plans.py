"""Drives as they were planned: what somebody said of them before the first gift came."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from financedesk.errors import NotFound
from financedesk.ledger import tables
from financedesk.ledger.access import Access

drive, milestone = tables.drive, tables.drive_milestone


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A drive as it was planned; what nobody said is None, amounts are cents.

    ``about_kind`` is race or issue and ``about`` which one. ``parent_id`` is the drive that it is
    a part of, ``part_kind`` what kind of part: region, channel or volunteer.
    """

    id: int
    entity_id: int
    code: str
    name: str
    purpose: str | None = None
    about_kind: str | None = None
    about: str | None = None
    parent_id: int | None = None
    part_kind: str | None = None
    goal_cents: int | None = None
    goal_donors: int | None = None
    goal_recurring: int | None = None
    budget_cents: int | None = None
    from_date: str | None = None
    to_date: str | None = None
    closed_on: str | None = None

    @property
    def is_part(self) -> bool:
        """Tell whether it is a part of another drive."""
        return self.parent_id is not None

    @property
    def is_closed(self) -> bool:
        """Tell whether its result is frozen."""
        return self.closed_on is not None


@dataclass(frozen=True, slots=True)
class Milestone:
    """An amount on the way to the goal, in cents, and what is said when it is reached."""

    id: int
    cents: int
    words: str


_COLUMNS = [drive.c[name] for name in Plan.__dataclass_fields__]


def plans(connection: Connection, entity_ids: Iterable[int]) -> list[Plan]:
    """Return the drives of entities with their parts, the newest first."""
    query = (
        select(*_COLUMNS)
        .where(drive.c.entity_id.in_(list(entity_ids)))
        .order_by(func.coalesce(drive.c.from_date, "").desc(), drive.c.id.desc())
    )
    return [Plan(**row) for row in connection.execute(query).mappings()]


def plan_of(connection: Connection, drive_id: int) -> Plan:
    """Return one drive; raises NotFound when it is no longer in the book."""
    query = select(*_COLUMNS).where(drive.c.id == drive_id)
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise NotFound("This drive is no longer in the book.")
    return Plan(**row)


def parts_of(connection: Connection, drive_id: int) -> list[Plan]:
    """Return the parts of a drive in the order of their names."""
    query = select(*_COLUMNS).where(drive.c.parent_id == drive_id)
    rows = connection.execute(query.order_by(drive.c.name, drive.c.id)).mappings()
    return [Plan(**row) for row in rows]


def part_ids_of(connection: Connection, drive_ids: Iterable[int]) -> dict[int, list[int]]:
    """Return the ids of the parts of drives; a drive without parts has no entry."""
    query = select(drive.c.id, drive.c.parent_id).where(drive.c.parent_id.in_(list(drive_ids)))
    found: dict[int, list[int]] = {}
    for row in connection.execute(query.order_by(drive.c.id)):
        found.setdefault(row.parent_id, []).append(row.id)
    return found


def milestones_of(connection: Connection, drive_id: int) -> list[Milestone]:
    """Return the milestones of a drive, the smallest first."""
    column = milestone.c
    query = (
        select(column.id, column.cents, column.words)
        .where(column.drive_id == drive_id)
        .order_by(column.cents, column.id)
    )
    return [Milestone(*row) for row in connection.execute(query)]


def named(connection: Connection, access: Access, words: str, entity: str = "") -> Plan:
    """Return the drive of a code, or else of a name, among those that may be seen.

    ``entity`` is the code of the entity, needed when two have a drive of that code. Raises
    NotFound in the same words for one behind a wall and one that does not exist.
    """
    ids: Sequence[int] = [access.find(entity).id] if entity else sorted(access.ids)
    known = plans(connection, ids)
    wanted = words.strip()
    found = [one for one in known if one.code == wanted]
    found = found or [one for one in known if one.name.lower() == wanted.lower()]
    if len(found) == 1:
        return found[0]
    if found:
        raise NotFound(f"More than one entity has a drive {words!r}; say which with --entity.")
    held = ", ".join(sorted(one.code for one in known)) or "none yet"
    raise NotFound(f"There is no drive {words!r} in this book; it holds: {held}.")
