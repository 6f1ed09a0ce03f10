"""The kinds of legal entity and of account, and what each files with the FEC."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from financedesk.errors import NotFound
from financedesk.rules.data import rules_table


@dataclass(frozen=True, slots=True)
class EntityKind:
    """One kind of legal entity: its form, whether it is federal or a party, and its window."""

    code: str
    label: str
    form: str | None
    federal: bool
    party: bool
    window: str
    role: str
    citation: str


@dataclass(frozen=True, slots=True)
class AccountKind:
    """One kind of account, and whether its money stands on the lines of a federal form."""

    code: str
    label: str
    files: bool
    citation: str


@cache
def entity_kinds() -> Mapping[str, EntityKind]:
    """Return every kind of entity by its code."""
    rows = rules_table("entities")["entities"]
    return MappingProxyType(
        {
            code: EntityKind(code=code, **{"form": None, "role": "", **row})
            for code, row in rows.items()
        }
    )


@cache
def account_kinds() -> Mapping[str, AccountKind]:
    """Return every kind of account by its code."""
    rows = rules_table("entities")["accounts"]
    return MappingProxyType({code: AccountKind(code=code, **row) for code, row in rows.items()})


def entity_kind(code: str) -> EntityKind:
    """Return one kind of entity; raises NotFound with the choices."""
    found = entity_kinds().get(code)
    if found is None:
        choices = ", ".join(entity_kinds())
        raise NotFound(f"There is no entity kind “{code}”; choose one of {choices}.")
    return found


def account_kind(code: str) -> AccountKind:
    """Return one kind of account; raises NotFound with the choices."""
    found = account_kinds().get(code)
    if found is None:
        choices = ", ".join(account_kinds())
        raise NotFound(f"There is no account kind “{code}”; choose one of {choices}.")
    return found


def files_federally(account: str) -> bool:
    """Whether money on this kind of account stands on the lines of Form 3X or Form 3."""
    return account_kind(account).files


@cache
def federal_account_kinds() -> tuple[str, ...]:
    """Return the codes of the account kinds that file federally."""
    return tuple(code for code, kind in account_kinds().items() if kind.files)
