"""The guard behind every act: nobody writes an entity in which their role only lets them look.

Each act asks ``Access`` first, and is told why not. This stands behind all of them, so that an
act which forgot to ask is refused before it is stored.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from financedesk.book.journal import Change
from financedesk.book.schema import setting
from financedesk.book.unit import UnitOfWork
from financedesk.errors import Refused
from financedesk.ledger import tables_bodies
from financedesk.ledger.own_policies import KEY
from financedesk.ledger.rights import has_members, is_member, rights_of_login
from financedesk.rules.roles import RULES, WALLS, acts, role_allows, role_named

_OWN_GUARD = frozenset({"member", "member_entity"})
_RULES_TABLE = "rule_override"
_STEPS = frozenset({"undo", "redo"})


def refuse_walled(unit: UnitOfWork, changes: Sequence[Change]) -> None:
    """Raise Refused when the unit's author may not write an entity that it has written.

    Setting the book up and setting the walls have guards of their own (``ledger.members``).
    """
    if unit.heading.kind == "setup" or any(one.table in _OWN_GUARD for one in changes):
        return
    if not has_members(unit.connection):
        return
    login = unit.heading.who
    if not is_member(unit.connection, login):
        raise Refused(f"This book does not name {login} among its members; ask who keeps it.")
    rights = rights_of_login(unit.connection, login)
    if any(_is_rule(one) for one in changes) and not _sets_rules(unit, rights):
        raise Refused(
            f"Only somebody who may {acts()[RULES].words} in every entity of this book can do that;"
            " ask who keeps the walls."
        )
    if any(not _writes(rights.get(chain, "")) for chain in _chains(unit, changes)):
        raise Refused("That would write books that you may not write; ask who keeps the walls.")


def _is_rule(change: Change) -> bool:
    """Tell whether a change is about rules: counsel's word, or a policy of the organisation."""
    sides = (change.before or {}, change.after or {})
    policy = any(side.get("key") == KEY for side in sides)
    return change.table == _RULES_TABLE or (change.table == setting.name and policy)


def _sets_rules(unit: UnitOfWork, rights: Mapping[int, str]) -> bool:
    """Tell whether a role lets somebody set rules in every entity: counsel's word binds all.

    Who keeps the walls of all of them takes back what others entered.
    """
    wanted = (RULES, WALLS) if unit.heading.kind in _STEPS else (RULES,)
    every = unit.connection.execute(select(tables_bodies.entity.c.id)).scalars().all()
    return any(all(role_allows(rights.get(one, ""), act) for one in every) for act in wanted)


def _chains(unit: UnitOfWork, changes: Sequence[Change]) -> set[int]:
    batch = unit.batch.chains() if unit.batch is not None else set()
    return ({one.chain for one in changes} | batch) - {0}


def _writes(role_code: str) -> bool:
    role = role_named(role_code)
    return role is not None and role.writes
