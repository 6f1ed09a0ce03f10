"""The rows of the walls: who is named in a book, and what each may see and write.

Only tables of the book itself are asked here, so that an entity can be written together with the
rights to it.
"""

from collections.abc import Mapping

from sqlalchemy import Connection, select

from financedesk.book.schema import member, member_entity
from financedesk.book.unit import UnitOfWork

WRITE, READ = "write", "read"


def has_members(connection: Connection) -> bool:
    """Tell whether the book names anybody; one that does not is one treasurer's own."""
    query = select(member.c.id).where(member.c.active == 1).limit(1)
    return connection.execute(query).first() is not None


def rights_of_login(connection: Connection, login: str) -> Mapping[int, str]:
    """Return ``read`` or ``write`` by entity id for an active member; nothing for others."""
    query = (
        select(member_entity.c.entity_id, member_entity.c.access)
        .join(member, member.c.id == member_entity.c.member_id)
        .where(member.c.login == login, member.c.active == 1)
    )
    return {row.entity_id: row.access for row in connection.execute(query)}


def rights_by_member(connection: Connection) -> dict[int, dict[int, str]]:
    """Return the rights of every active member: ``read`` or ``write`` by entity id."""
    rights: dict[int, dict[int, str]] = {
        member_id: {}
        for member_id in connection.execute(
            select(member.c.id).where(member.c.active == 1)
        ).scalars()
    }
    for row in connection.execute(select(member_entity).order_by(member_entity.c.id)):
        if row.member_id in rights:
            rights[row.member_id][row.entity_id] = row.access
    return rights


def keepers(connection: Connection, entity_ids: frozenset[int]) -> frozenset[int]:
    """Return the members who may write all of these entities: who keeps the walls."""
    return frozenset(
        member_id
        for member_id, rights in rights_by_member(connection).items()
        if all(rights.get(entity_id) == WRITE for entity_id in entity_ids)
    )


def admit(unit: UnitOfWork, entity_id: int, others: frozenset[int]) -> None:
    """Give a new entity to its maker and to who may write all ``others``.

    Without that nobody could see it. A book without members needs no rights.
    """
    if not has_members(unit.connection):
        return
    maker = select(member.c.id).where(member.c.login == unit.heading.who, member.c.active == 1)
    welcome = set(unit.connection.execute(maker).scalars())
    welcome |= keepers(unit.connection, others)
    for member_id in sorted(welcome):
        row = {"entity_id": entity_id, "member_id": member_id, "access": WRITE}
        unit.insert(member_entity, row)
