"""Rules that the organisation has set itself above the law, and whether it has taken them on.

What each stops is ``rules.flows.policies``. A policy holds for the whole book: the wall asks it and
what stands against it is found among the gifts. Counsel's word on a cell goes before it.
"""

from sqlalchemy import Connection, select

from financedesk.book.schema import setting
from financedesk.book.unit import UnitOfWork
from financedesk.errors import NotFound, Refused
from financedesk.rules.flows import Policy, policies

KEY = "policies"
"""The setting under which the codes stand, one after the other."""


def policies_taken(connection: Connection) -> tuple[str, ...]:
    """Return the codes of the policies that the organisation has taken on, in the rules' order."""
    said = connection.execute(select(setting.c.value).where(setting.c.key == KEY)).scalar()
    taken = frozenset((said or "").split())
    return tuple(code for code in policies() if code in taken)


def take_on(unit: UnitOfWork, code: str) -> None:
    """Let a policy hold from now on; raises NotFound for an unknown one, Refused where it does."""
    label = _known(code).label
    taken = policies_taken(unit.connection)
    if code in taken:
        raise Refused(f"The organisation has taken it on already: {label}.")
    _keep(unit, (*taken, code))


def lift(unit: UnitOfWork, code: str) -> None:
    """Let a policy hold no longer; raises NotFound for an unknown one, Refused where none does."""
    label = _known(code).label
    taken = policies_taken(unit.connection)
    if code not in taken:
        raise Refused(f"The organisation has not taken it on: {label}.")
    _keep(unit, tuple(one for one in taken if one != code))


def _known(code: str) -> Policy:
    found = policies().get(code)
    if found is None:
        raise NotFound(f"There is no policy “{code}”; choose one of {', '.join(policies())}.")
    return found


def _keep(unit: UnitOfWork, codes: tuple[str, ...]) -> None:
    value = " ".join(codes)
    found = unit.connection.execute(select(setting.c.id).where(setting.c.key == KEY)).scalar()
    if found is None:
        unit.insert(setting, {"key": KEY, "value": value})
    else:
        unit.update(setting, found, {"value": value})
