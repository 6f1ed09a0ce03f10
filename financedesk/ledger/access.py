"""Which entities somebody may see and write: the walls between the entities of one book.

A book that names no members is one treasurer's own: every entity is theirs. On SQLite the wall is
a convention, because whoever holds the file holds all of it; a server enforces it.
"""

from dataclasses import dataclass

from sqlalchemy import Connection

from financedesk.ledger.entities import EntityRow, entities
from financedesk.ledger.rights import WRITE, has_members, rights_of_login


@dataclass(frozen=True, slots=True)
class Access:
    """The entities that a login may see, and the ids of those that it may write."""

    entities: tuple[EntityRow, ...]
    writable: frozenset[int]
    whole_book: bool


def access_of(connection: Connection, login: str) -> Access:
    """Return what a login may see; somebody whom a book with members does not name sees nothing."""
    known = entities(connection)
    if not has_members(connection):
        return Access(known, frozenset(entity.id for entity in known), whole_book=True)
    rights = rights_of_login(connection, login)
    seen = tuple(entity for entity in known if entity.id in rights)
    writable = frozenset(entity_id for entity_id, right in rights.items() if right == WRITE)
    return Access(seen, writable, whole_book=len(seen) == len(known))
