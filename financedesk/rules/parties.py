"""Who gives and who receives in the law's sense: what each entity, account and contact is."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from financedesk.errors import NotFound
from financedesk.rules.data import rules_table

NOT_A_PARTY = "not_a_party"


@dataclass(frozen=True, slots=True)
class Giver:
    """A class of giver; ``row`` is the class in whose row of the matrix it stands."""

    code: str
    label: str
    citation: str
    row: str
    natural: bool = False


@dataclass(frozen=True, slots=True)
class Recipient:
    """A class of recipient; ``column`` is the class in whose column of the matrix it stands.

    Recipients of one limit group with the same ``shares`` use one allowance up together; empty:
    what they receive uses up no federal allowance.
    """

    code: str
    label: str
    citation: str
    column: str
    federal: bool
    shares: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    """What a body is in law where its kind alone says too much; ``kind`` is the one to go by.

    ``of`` are the kinds of entity that may be given it.
    """

    code: str
    label: str
    kind: str
    of: tuple[str, ...]
    citation: str


@cache
def givers() -> Mapping[str, Giver]:
    """Return every class of giver by its code."""
    rows: dict[str, dict[str, Any]] = rules_table("parties")["givers"]
    return MappingProxyType(
        {
            code: Giver(
                code=code,
                label=row["label"],
                citation=row["citation"],
                row=row.get("like", code),
                natural=row.get("natural", False),
            )
            for code, row in rows.items()
        }
    )


@cache
def recipients() -> Mapping[str, Recipient]:
    """Return every class of recipient by its code."""
    rows: dict[str, dict[str, Any]] = rules_table("parties")["recipients"]
    return MappingProxyType(
        {
            code: Recipient(
                code=code,
                label=row["label"],
                citation=row["citation"],
                column=row.get("like", code),
                federal=row["federal"],
                shares=row.get("shares", ""),
            )
            for code, row in rows.items()
        }
    )


@cache
def statuses() -> Mapping[str, Status]:
    """Return every status in law that an entity may be given, by its code."""
    rows = rules_table("parties")["statuses"]
    return MappingProxyType(
        {code: Status(code=code, **{**row, "of": tuple(row["of"])}) for code, row in rows.items()}
    )


def giver(code: str) -> Giver:
    """Return one class of giver; raises NotFound with the choices."""
    found = givers().get(code)
    if found is None:
        choices = ", ".join(givers())
        raise NotFound(f"There is no class of giver “{code}”; choose one of {choices}.")
    return found


def recipient(code: str) -> Recipient:
    """Return one class of recipient; raises NotFound with the choices."""
    found = recipients().get(code)
    if found is None:
        choices = ", ".join(recipients())
        raise NotFound(f"There is no class of recipient “{code}”; choose one of {choices}.")
    return found


def giver_of_body(
    kind: str, account_kind: str = "", *, status: str = "", qualified: bool = False
) -> str:
    """Return the class of giver that an entity of this kind is with money of this account.

    ``status`` is its status in law on the day, "" where none was entered; ``qualified`` says that
    it has multicandidate status. Raises NotFound for an unknown status.
    """
    row = _body(kind, account_kind, status)
    found: str = row.get("qualified", row["giver"]) if qualified else row["giver"]
    return found


def recipient_of_body(kind: str, account_kind: str = "", *, status: str = "") -> str:
    """Return the class of recipient that an entity of this kind is with this account.

    Without an account the one that takes ordinary federal money is meant. Raises NotFound for an
    unknown status.
    """
    found: str = _body(kind, account_kind, status)["recipient"]
    return found


def giver_of_contact(contact_type: str, item_kind: str = "") -> str:
    """Return the class of giver that somebody without an entity in the book is taken for.

    The kind of the item says more than the type of the contact: a partnership's gift is entered as
    one. An organisation of which nothing is known is taken for a corporation, which the Act keeps
    out (52 U.S.C. 30118): the answer errs to the safe side until the treasurer says more.
    """
    for row in rules_table("parties")["contact"]:
        if item_kind in row.get("items", ()) or contact_type in row.get("types", ()):
            found: str = row["giver"]
            return found
    return "corporation"


def _body(kind: str, account_kind: str, status: str) -> dict[str, Any]:
    wanted = _kind_in_law(kind, status)
    for row in rules_table("parties")["body"]:
        if wanted in row["kinds"] and account_kind in row.get("accounts", (account_kind,)):
            found: dict[str, Any] = row
            return found
    raise NotFound(f"There is no class of giver or recipient for the entity kind “{kind}”.")


def _kind_in_law(kind: str, status: str) -> str:
    if not status:
        return kind
    found = statuses().get(status)
    if found is None:
        choices = ", ".join(statuses())
        raise NotFound(f"There is no status in law “{status}”; choose one of {choices}.")
    return found.kind
