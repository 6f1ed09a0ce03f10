"""The walls: who is named in a book, and which entities each may see and write.

A book without members is one treasurer's own. Once it names somebody, only members see anything
of it, each in a role per entity (``rules.roles``), and at least one of them is treasurer or
administrator of every entity: who keeps the walls. On SQLite they are a convention; PostgreSQL
holds everybody to them, by the login that the server has signed in.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from financedesk.book import walls
from financedesk.book.schema import member, member_entity, member_passphrase
from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, NotFound, Refused
from financedesk.ledger.entities import entities
from financedesk.ledger.rights import WRITE, has_members, keepers, role_code
from financedesk.rules.roles import roles


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRow:
    """A person with access; ``rights`` holds the code of a role by entity id."""

    id: int
    login: str
    name: str
    active: bool
    rights: Mapping[int, str]
    is_keeper: bool
    has_passphrase: bool = False


def members(connection: Connection) -> tuple[MemberRow, ...]:
    """Return everybody who is named in the book, in the order in which they were."""
    rights: dict[int, dict[int, str]] = {}
    for row in connection.execute(select(member_entity).order_by(member_entity.c.id)):
        rights.setdefault(row.member_id, {})[row.entity_id] = role_code(row.access)
    signing = set(connection.execute(select(member_passphrase.c.member_id)).scalars())
    keeping = keepers(connection, _every_entity(connection))
    return tuple(
        MemberRow(
            id=row.id, login=row.login, name=row.name, active=bool(row.active),
            rights=rights.get(row.id, {}), is_keeper=row.id in keeping,
            has_passphrase=row.id in signing,
        )
        for row in connection.execute(select(member).order_by(member.c.id))
    )  # fmt: skip


def add_member(
    unit: UnitOfWork, *, login: str, name: str, rights: Mapping[int, str], own_name: str = ""
) -> int:
    """Name a person with access; returns the member's id.

    The first member of a book makes whoever adds it a member as well, with every right and the
    name ``own_name``, so that nobody locks themselves out. Raises BadInput for a login that is
    taken, Refused when somebody who does not keep the walls tries.
    """
    require_keeper(unit)
    login, name = _tidied(unit.connection, login, name, own_id=None)
    own_login = unit.heading.who
    if not has_members(unit.connection) and own_login != login:
        every = dict.fromkeys(_every_entity(unit.connection), WRITE)
        _insert(unit, own_login, own_name.strip() or own_login, every)
    if not has_members(unit.connection):
        rights = dict.fromkeys(_every_entity(unit.connection), WRITE)
    return _insert(unit, login, name, rights)


def _insert(unit: UnitOfWork, login: str, name: str, rights: Mapping[int, str]) -> int:
    known = unit.connection.execute(select(member.c.id).where(member.c.login == login)).scalar()
    if known is not None:  # somebody who was named once and is inactive since
        unit.update(member, known, {"active": 1})
        member_id = int(known)
    else:
        member_id = unit.insert(member, {"login": login, "name": name, "active": 1})
    for entity_id, right in rights.items():
        _write_right(unit, member_id, entity_id, right)
    return member_id


def edit_member(unit: UnitOfWork, member_id: int, *, login: str, name: str, active: bool) -> None:
    """Change a member's login or name, or take the access away for a while.

    Raises Refused when nobody would be left who keeps the walls.
    """
    require_keeper(unit)
    login, name = _tidied(unit.connection, login, name, own_id=member_id)
    known = unit.row(member, member_id)["login"]
    if known == unit.heading.who and (login != known or not active):
        raise Refused(
            f"You are working as {known}; another member who keeps the walls changes that."
        )
    unit.update(member, member_id, {"login": login, "name": name, "active": int(active)})
    _require_one_keeper(unit.connection)


def set_right(unit: UnitOfWork, member_id: int, entity_id: int, right: str) -> None:
    """Give a member a role in an entity, or with an empty one take it away.

    ``right`` is the code of a role, or ``read`` or ``write``. Raises Refused when nobody would be
    left who keeps the walls.
    """
    require_keeper(unit)
    _write_right(unit, member_id, entity_id, right)
    _require_one_keeper(unit.connection)


def remove_member(unit: UnitOfWork, member_id: int) -> None:
    """Take a member and every right of theirs out of the book; the journal goes on naming them.

    Raises Refused when nobody would be left who keeps the walls.
    """
    require_keeper(unit)
    _delete(unit, member_id)
    _require_one_keeper(unit.connection)


def take_walls_down(unit: UnitOfWork) -> None:
    """Take every member out: the book is one treasurer's own again, and whoever has it sees all.

    On a server nobody but the owner of its tables would see anything any more: Refused.
    """
    require_keeper(unit)
    if walls.enforced(unit.connection):
        raise Refused(
            "On a server the walls stay: a book that names nobody is shown to the role that owns"
            " its tables and to nobody else. Take single members out instead."
        )
    for row_id in list(unit.connection.execute(select(member.c.id)).scalars()):
        _delete(unit, row_id)


# --- inside


def _delete(unit: UnitOfWork, member_id: int) -> None:
    column = member_entity.c
    query = select(column.id).where(column.member_id == member_id).order_by(column.id)
    for row_id in list(unit.connection.execute(query).scalars()):
        unit.delete(member_entity, row_id)
    unit.delete(member, member_id)


def _write_right(unit: UnitOfWork, member_id: int, entity_id: int, right: str) -> None:
    role = role_code(right)
    if right and not role:
        choices = ", ".join(roles())
        raise BadInput(f"A right is one of these roles, or nothing: {choices}; not “{right}”.")
    column = member_entity.c
    query = select(column.id).where(column.member_id == member_id, column.entity_id == entity_id)
    known = unit.connection.execute(query).scalar()
    if known is None:
        if role:
            row = {"entity_id": entity_id, "member_id": member_id, "access": role}
            unit.insert(member_entity, row)
    elif role:
        unit.update(member_entity, known, {"access": role})
    else:
        unit.delete(member_entity, known)


def _tidied(connection: Connection, login: str, name: str, own_id: int | None) -> tuple[str, str]:
    login, name = login.strip(), " ".join(name.split())
    if not login:
        raise BadInput("Give the login: the name under which the person is known to the computer.")
    if not name:
        raise BadInput("Give the person's name, as the journal should show it.")
    query = select(member.c.id, member.c.login)
    for other in connection.execute(query):
        if other.id != own_id and other.login.casefold() == login.casefold():
            raise BadInput(f"{login} is named in this book already; change that member instead.")
    if own_id is not None and own_id not in set(connection.execute(select(member.c.id)).scalars()):
        raise NotFound("That member is no longer in the book; look at the list again.")
    return login, name


def _every_entity(connection: Connection) -> frozenset[int]:
    return frozenset(entity.id for entity in entities(connection))


def require_keeper(unit: UnitOfWork) -> None:
    """Refuse whoever does not keep the walls; in a book without members that is nobody."""
    connection = unit.connection
    if not has_members(connection):
        return
    if not _keeps(connection, unit.heading.who):
        raise Refused(
            "Only a treasurer or administrator of every entity sets the walls; ask one of them."
        )


def _keeps(connection: Connection, login: str) -> bool:
    if walls.enforced(connection):
        return walls.keeps(connection)
    query = select(member.c.id).where(member.c.login == login, member.c.active == 1)
    found = connection.execute(query).scalar()
    return found in keepers(connection, _every_entity(connection))


def _has_keeper(connection: Connection) -> bool:
    if walls.enforced(connection):
        return walls.has_keeper(connection)
    return bool(keepers(connection, _every_entity(connection)))


def _require_one_keeper(connection: Connection) -> None:
    if not _has_keeper(connection):
        raise Refused(
            "One member must be treasurer or administrator of every entity, or nobody could set the"
            " walls any more; give that role to somebody else first."
        )
