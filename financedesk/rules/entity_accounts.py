"""Which kinds of account an entity of a kind may keep, and how its numbers are written."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from financedesk.errors import BadInput, NotFound, Refused
from financedesk.rules.data import rules_table
from financedesk.rules.entities import account_kind, entity_kind

_COMMITTEE_ID = re.compile(r"C[0-9]{8}")
_EIN = re.compile(r"[0-9]{2}-[0-9]{7}")
_NINE_DIGITS = re.compile(r"[0-9]{9}")


@dataclass(frozen=True, slots=True)
class AccountsAllowed:
    """The kinds of account that a kind of entity may keep, and why no others."""

    accounts: tuple[str, ...]
    refuse: str
    citation: str


@cache
def _table() -> Mapping[str, AccountsAllowed]:
    rows = rules_table("entity_accounts")
    return MappingProxyType(
        {
            code: AccountsAllowed(tuple(row["accounts"]), row["refuse"], row["citation"])
            for code, row in rows.items()
        }
    )


def accounts_allowed(entity: str) -> AccountsAllowed:
    """Return what a kind of entity may keep (11 CFR 102.5(a), 300.30; 52 U.S.C. 30125).

    Raises NotFound for a kind that is none.
    """
    found = _table().get(entity)
    if found is None:
        raise NotFound(f"Nothing is known of the accounts of “{entity_kind(entity).label}”.")
    return found


def require_account_allowed(entity: str, account: str) -> None:
    """Raise Refused, with the law, when a kind of entity may not keep a kind of account."""
    allowed, wanted = accounts_allowed(entity), account_kind(account)
    if account not in allowed.accounts:
        raise Refused(
            f"{entity_kind(entity).label}: no {wanted.label.lower()}."
            f" {allowed.refuse} ({allowed.citation})"
        )


def read_committee_id(text: str) -> str:
    """Return an FEC committee id in its one form: C and eight digits (52 U.S.C. 30103).

    Empty stays empty. The id has no check digit, so only its shape can be judged; raises
    BadInput for another shape.
    """
    given = "".join(text.split()).upper()
    if given and _COMMITTEE_ID.fullmatch(given) is None:
        raise BadInput(
            f"“{text.strip()}” is not an FEC committee id: it is C and eight digits, as C00123456."
        )
    return given


def read_ein(text: str) -> str:
    """Return an employer identification number as ``12-3456789`` (26 U.S.C. 6109).

    Nine digits without the hyphen are taken, empty stays empty; raises BadInput for the rest.
    """
    given = "".join(text.split())
    if _NINE_DIGITS.fullmatch(given):
        given = f"{given[:2]}-{given[2:]}"
    if given and _EIN.fullmatch(given) is None:
        raise BadInput(f"“{text.strip()}” is not an EIN: it is nine digits, as 93-0123456.")
    return given
