"""The organisation as a tree: its units, and the legal entities that stand under them.

Only what a login may see is returned: an entity behind a wall leaves neither its name nor the
unit that it alone stands under.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from financedesk.errors import NotFound
from financedesk.ledger import tables
from financedesk.ledger.access import access_of
from financedesk.ledger.entities import EntityRow
from financedesk.rules.roles import ENTITIES

LEVELS = ("national", "regional", "local")
"""The levels of a unit, the highest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """A unit of the organisation's own tree; ``level`` is one of ``LEVELS``."""

    id: int
    code: str
    name: str
    level: str
    parent_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationRow:
    """A dated registration with an authority (``FEC``, ``IRS`` or a state's two letters).

    ``qualified`` says that the committee was a multicandidate committee under it.
    """

    id: int
    entity_id: int
    authority: str
    identifier: str
    filing: str
    qualified: bool
    from_date: str
    to_date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeEntity:
    """An entity in the tree; ``under_entity`` and ``under_unit`` say what it stands under.

    At most one of the two is set. ``open_accounts`` counts its bank accounts that are open.
    """

    entity: EntityRow
    registrations: tuple[RegistrationRow, ...]
    open_accounts: int
    under_entity: int | None
    under_unit: int | None
    may_write: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationTree:
    """What a login may see of the organisation, in the order in which it was entered."""

    units: tuple[UnitRow, ...]
    entities: tuple[TreeEntity, ...]


def organisation_tree(connection: Connection, login: str) -> OrganisationTree:
    """Return the tree as a login may see it."""
    access = access_of(connection, login)
    ids = [entity.id for entity in access.entities]
    known = units(connection)
    registered = registrations(connection, ids)
    opened = _open_accounts(connection, ids)
    seen = {entity.id: entity for entity in access.entities}
    nodes = tuple(
        TreeEntity(
            entity=entity,
            registrations=tuple(registered.get(entity.id, ())),
            open_accounts=opened.get(entity.id, 0),
            under_entity=(above := _entity_above(entity, seen)),
            under_unit=entity.unit_id if above is None else None,
            may_write=access.may(ENTITIES, entity.id),
        )
        for entity in access.entities
    )
    shown = known if access.whole_book else _units_above(known, nodes)
    return OrganisationTree(units=shown, entities=nodes)


def _entity_above(entity: EntityRow, seen: Mapping[int, EntityRow]) -> int | None:
    """Return the entity that it stands under; a unit of its own comes before its parent."""
    parent = seen.get(entity.parent_id or 0)
    if parent is None or (entity.unit_id is not None and entity.unit_id != parent.unit_id):
        return None
    return parent.id


def _units_above(known: Sequence[UnitRow], nodes: Iterable[TreeEntity]) -> tuple[UnitRow, ...]:
    by_id = {one.id: one for one in known}
    wanted: set[int] = set()
    for node in nodes:
        place = node.entity.unit_id
        while place is not None and place not in wanted:
            wanted.add(place)
            place = by_id[place].parent_id
    return tuple(one for one in known if one.id in wanted)


def units(connection: Connection) -> tuple[UnitRow, ...]:
    """Return every unit of the organisation in the order in which it was entered."""
    query = select(tables.unit).order_by(tables.unit.c.id)
    return tuple(
        UnitRow(id=row.id, code=row.code, name=row.name, level=row.level, parent_id=row.parent_id)
        for row in connection.execute(query)
    )


def unit_by_id(connection: Connection, unit_id: int) -> UnitRow:
    """Return one unit; raises NotFound."""
    for found in units(connection):
        if found.id == unit_id:
            return found
    raise NotFound("That unit is no longer in the book; look at the tree again.")


def registrations(
    connection: Connection, entity_ids: Sequence[int]
) -> dict[int, list[RegistrationRow]]:
    """Return the registrations of entities, oldest first, by entity id."""
    column = tables.registration.c
    query = select(tables.registration).where(column.entity_id.in_(entity_ids)).order_by(column.id)
    found: dict[int, list[RegistrationRow]] = {}
    for row in connection.execute(query):
        one = RegistrationRow(
            id=row.id, entity_id=row.entity_id, authority=row.authority,
            identifier=row.identifier, filing=row.filing or "", qualified=bool(row.qualified),
            from_date=row.from_date or "", to_date=row.to_date or "",
        )  # fmt: skip
        found.setdefault(row.entity_id, []).append(one)
    return found


def _open_accounts(connection: Connection, entity_ids: Sequence[int]) -> dict[int, int]:
    column = tables.account.c
    query = (
        select(column.entity_id, func.count())
        .where(column.entity_id.in_(entity_ids), column.role == "bank", column.closed_on.is_(None))
        .group_by(column.entity_id)
    )
    return {row[0]: int(row[1]) for row in connection.execute(query)}
