"""The rows of the walls: who is named in a book, and what each may see and write.

Only tables of the book itself are asked here, so that an entity can be written together with the
rights to it.
"""

from collections.abc import Mapping

from sqlalchemy import Connection, select

from financedesk.book import walls
from financedesk.book.schema import member, member_entity
from financedesk.book.unit import UnitOfWork
from financedesk.rules.roles import TREASURER, VIEWER, WALLS, role_allows, role_named

WRITE, READ = TREASURER, VIEWER
"""The roles that rights were before there were roles: to do everything, and to look."""


def has_members(connection: Connection) -> bool:
    """Tell whether the book names anybody; one that does not is one treasurer's own.

    On a server that is the owner of its tables: to everybody else such a book is walled.
    """
    if walls.enforced(connection):
        return not walls.is_open(connection)
    query = select(member.c.id).where(member.c.active == 1).limit(1)
    return connection.execute(query).first() is not None


def is_member(connection: Connection, login: str) -> bool:
    """Tell whether an active member has this login."""
    query = select(member.c.id).where(member.c.login == login, member.c.active == 1)
    return connection.execute(query).first() is not None


def rights_of_login(connection: Connection, login: str) -> Mapping[int, str]:
    """Return ``read`` or ``write`` by entity id for an active member; nothing for others."""
    query = (
        select(member_entity.c.entity_id, member_entity.c.access)
        .join(member, member.c.id == member_entity.c.member_id)
        .where(member.c.login == login, member.c.active == 1)
    )
    return {row.entity_id: role_code(row.access) for row in connection.execute(query)}


def role_code(right: str) -> str:
    """Return the code of the role that a stored right stands for; "write" is treasurer."""
    role = role_named(right)
    return role.code if role is not None else ""


def rights_by_member(connection: Connection) -> dict[int, dict[int, str]]:
    """Return the rights of every active member: the code of a role by entity id."""
    rights: dict[int, dict[int, str]] = {
        member_id: {}
        for member_id in connection.execute(
            select(member.c.id).where(member.c.active == 1)
        ).scalars()
    }
    for row in connection.execute(select(member_entity).order_by(member_entity.c.id)):
        if row.member_id in rights:
            rights[row.member_id][row.entity_id] = role_code(row.access)
    return rights


def keepers(connection: Connection, entity_ids: frozenset[int]) -> frozenset[int]:
    """Return the members whose role keeps the walls of all of these entities."""
    return frozenset(
        member_id
        for member_id, rights in rights_by_member(connection).items()
        if all(role_allows(rights.get(entity_id, ""), WALLS) for entity_id in entity_ids)
    )


def admit(unit: UnitOfWork, entity_id: int, others: frozenset[int]) -> None:
    """Give a new entity to its maker and to who keeps the walls of all ``others``.

    Without that nobody could see it. Each has the role in it that they have elsewhere, so that an
    administrator does not become a treasurer by adding an entity. A book without members needs no
    rights.
    """
    if not has_members(unit.connection):
        return
    maker = select(member.c.id).where(member.c.login == unit.heading.who, member.c.active == 1)
    welcome = set(unit.connection.execute(maker).scalars())
    welcome |= keepers(unit.connection, others)
    held = rights_by_member(unit.connection)
    own = set(unit.connection.execute(maker).scalars())
    # One's own right first: on a server it is what lets one give the others theirs.
    for member_id in sorted(welcome, key=lambda one: (one not in own, one)):
        roles = set(held.get(member_id, {}).values())
        role = next(iter(roles)) if len(roles) == 1 else WRITE
        row = {"entity_id": entity_id, "member_id": member_id, "access": role}
        unit.insert(member_entity, row)
