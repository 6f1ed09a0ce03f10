"""Who may see and do what: the one place that every act of the window and of a command asks.

A book that names no members is one treasurer's own: every entity and every act is theirs. On
SQLite the wall is a convention, because whoever holds the file holds all of it; on PostgreSQL the
server shows nobody a row of an entity that they have no right to (``book.wall_policies``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from financedesk.book import Book, Problem
from financedesk.book.history import Group, Reach, everything
from financedesk.book.schema import member
from financedesk.book.walls import hides_some
from financedesk.errors import NotFound, Refused
from financedesk.ledger.entities import EntityRow, entities
from financedesk.ledger.rights import has_members, is_member, rights_by_member, rights_of_login
from financedesk.rules.roles import (
    CORRECT,
    IMPORT,
    RECORD,
    RULES,
    TREASURER,
    WALLS,
    acts,
    role_allows,
    roles,
)


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member as colleagues see one: a name, and a role by entity."""

    name: str
    rights: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Access:
    """The entities that a login may see, in the role that it has in each.

    ``whole_book``: nothing of the book is behind a wall. ``colleagues`` are the members who share
    an entity with this one; they are named where somebody else has to be asked.
    """

    entities: tuple[EntityRow, ...]
    rights: Mapping[int, str]
    whole_book: bool
    login: str = ""
    walled: bool = False
    colleagues: tuple[Colleague, ...] = field(default=(), repr=False)

    @property
    def ids(self) -> frozenset[int]:
        """The ids of the entities that may be seen: what every query is held to."""
        return frozenset(self.rights)

    @property
    def writable(self) -> frozenset[int]:
        """The ids of the entities in which money may be recorded."""
        return self.where(RECORD)

    @property
    def keeps_walls(self) -> bool:
        """Whether the walls of every entity, and so of the book, are this login's to set."""
        return self.whole_book and self.where(WALLS) == self.ids

    def where(self, act: str) -> frozenset[int]:
        """Return the ids of the entities in which an act is allowed."""
        return frozenset(one for one, role in self.rights.items() if role_allows(role, act))

    def may(self, act: str, *entity_ids: int) -> bool:
        """Tell whether an act is allowed in all of these entities; without any, in some entity."""
        allowed = self.where(act)
        return allowed.issuperset(entity_ids) if entity_ids else bool(allowed)

    def require(self, act: str, *entity_ids: int) -> None:
        """Raise Refused, saying why and who can, where an act is not allowed in all of these."""
        if not self.may(act, *entity_ids):
            raise Refused(self.why_not(act, *entity_ids))

    def require_whole(self, act: str) -> None:
        """Raise Refused unless an act is allowed in every entity of the book.

        For what cannot be cut along a wall, such as a copy of the whole file.
        """
        words = self.why_not_whole(act)
        if words:
            raise Refused(words)

    def why_not_whole(self, act: str) -> str:
        """Say why an act is not allowed in the whole book; empty when it is."""
        if self.whole_book and self.where(act) == self.ids:
            return ""
        return (
            f"Only somebody who may {acts()[act].words} in every entity of this book can do that;"
            " ask who keeps the walls."
        )

    def why_not(self, act: str, *entity_ids: int) -> str:
        """Say why an act is not allowed and who can do it instead; empty when it is allowed."""
        if self.may(act, *entity_ids):
            return ""
        if not self.rights:
            return f"This book does not name {self.login} among those who may see it."
        seen = [one for one in self.entities if one.id in (entity_ids or self.ids)]
        refused = [one for one in seen if not self.may(act, one.id)]
        if not refused:  # behind the wall: not even its name is told
            return "You may not do that with an entity that you do not see; ask who keeps the book."
        first = refused[0]
        role = roles()[self.rights[first.id]].label.lower()
        who = self.who_can(act, first.id)
        return (
            f"As {role} of {first.name} you may not {acts()[act].words}."
            f" {who or 'Ask who keeps the walls.'}"
        )

    def who_can(self, act: str, entity_id: int) -> str:
        """Name those who may do an act in an entity, as a sentence; empty when nobody may."""
        able = [
            f"{one.name} ({roles()[one.rights[entity_id]].label.lower()})"
            for one in self.colleagues
            if role_allows(one.rights.get(entity_id, ""), act)
        ]
        if not able:
            return ""
        more = f" and {len(able) - 3} more" if len(able) > 3 else ""
        return f"{', '.join(able[:3])}{more} may."

    def find(self, code: str) -> EntityRow:
        """Return the entity of a code or FEC id among those that may be seen.

        Raises NotFound in the same words for one behind a wall and one that does not exist.
        """
        wanted = code.strip()
        for one in self.entities:
            if wanted == one.code or (one.committee_id and wanted.upper() == one.committee_id):
                return one
        held = ", ".join(one.code for one in self.entities) or "none that you may see"
        raise NotFound(f"There is no entity {code!r} in this book; it holds: {held}.")

    def reaches(self, chains: frozenset[int]) -> bool:
        """Tell whether an act that touched these chains of the journal may be shown.

        Chain 0 is the organisation's: alone it is shown to who keeps the walls.
        """
        own = chains - {0}
        return own <= self.ids and (bool(own) or self.keeps_walls)

    def may_take_back(self, group: Group, chains: frozenset[int]) -> bool:
        """Tell whether an act of the journal may be undone: one's own, or in a role that corrects.

        An import is taken back by who imports. What is the organisation's alone (a rule's
        override) is taken back by who keeps the walls, and by who did it and still sets rules.

        ``chains`` are the chains of the journal that it touched.
        """
        act = CORRECT if group.batch_id is None else IMPORT
        own = chains - {0}
        mine = group.who == self.login
        if mine and not own and not self.why_not_whole(RULES):
            return True
        return self.reaches(chains) and (mine or not own or self.may(act, *own))


def access_of(connection: Connection, login: str) -> Access:
    """Return what a login may see and do; whom a book with members does not name sees nothing."""
    known = entities(connection)
    if not has_members(connection):
        rights: Mapping[int, str] = dict.fromkeys((one.id for one in known), TREASURER)
        return Access(known, rights, whole_book=True, login=login)
    here = {entity.id for entity in known}
    held = {one: role for one, role in rights_of_login(connection, login).items() if one in here}
    seen = tuple(entity for entity in known if entity.id in held)
    whole = len(seen) == len(known) and is_member(connection, login)
    whole = whole and not hides_some(connection)
    return Access(
        seen, held, whole_book=whole, login=login, walled=True,
        colleagues=_colleagues(connection, login, frozenset(held)),
    )  # fmt: skip


def reach_of(book: Book) -> Reach:
    """Return which acts of the journal whoever works in a book may know of, for its undo."""
    with book.read() as connection:
        access = access_of(connection, book.who)
    return access.may_take_back if access.walled else everything


def seen_problems(access: Access, problems: Sequence[Problem]) -> list[Problem]:
    """Return what is wrong with a book as a login may be told it.

    A problem may name anybody's rows: behind a wall only that there are problems is told.
    """
    if access.whole_book or not problems:
        return list(problems)
    text = f"{len(problems):,} found; who sees every entity of the book can be told what they are."
    return [Problem("book", text)]


def _colleagues(connection: Connection, login: str, held: frozenset[int]) -> tuple[Colleague, ...]:
    """Return the other members' roles in these entities; what they are elsewhere is left out."""
    column = member.c
    query = select(column.id, column.name).where(column.login != login, column.active == 1)
    rights = rights_by_member(connection)
    shared = (
        Colleague(row.name, {one: role for one, role in rights[row.id].items() if one in held})
        for row in connection.execute(query.order_by(column.id))
    )
    return tuple(one for one in shared if one.rights)
