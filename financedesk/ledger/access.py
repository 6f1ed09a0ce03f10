"""Which entities somebody may see and write: the walls between the entities of one book.

A book that names no members is one treasurer's own: every entity is theirs. On SQLite the wall is
a convention, because whoever holds the file holds all of it; a server enforces it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from financedesk.book.schema import member, member_entity
from financedesk.ledger.entities import EntityRow, entities


@dataclass(frozen=True, slots=True)
class Access:
    """The entities that a login may see, and the ids of those that it may write."""

    entities: tuple[EntityRow, ...]
    writable: frozenset[int]
    whole_book: bool


def access_of(connection: Connection, login: str) -> Access:
    """Return what a login may see; somebody whom a book with members does not name sees nothing."""
    known = entities(connection)
    if not _has_members(connection):
        return Access(known, frozenset(entity.id for entity in known), whole_book=True)
    rights = _rights(connection, login)
    seen = tuple(entity for entity in known if entity.id in rights)
    writable = frozenset(entity_id for entity_id, right in rights.items() if right == "write")
    return Access(seen, writable, whole_book=len(seen) == len(known))


def _has_members(connection: Connection) -> bool:
    query = select(member.c.id).where(member.c.active == 1).limit(1)
    return connection.execute(query).first() is not None


def _rights(connection: Connection, login: str) -> Mapping[int, str]:
    query = (
        select(member_entity.c.entity_id, member_entity.c.access)
        .join(member, member.c.id == member_entity.c.member_id)
        .where(member.c.login == login, member.c.active == 1)
    )
    return {row.entity_id: row.access for row in connection.execute(query)}
