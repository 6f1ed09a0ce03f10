"""Whose allowance an item uses: by its kind, and by what its recipient is in law."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from financedesk.rules.data import rules_table
from financedesk.rules.parties import recipient

ORDINARY, LEVIN, INDEPENDENT = "ordinary", "levin", "independent"
SPECIAL_PURSES = ("convention", "headquarters", "recount")
"""The special accounts of a national party committee, each with an allowance of its own."""
PURSES = (ORDINARY, LEVIN, INDEPENDENT, *SPECIAL_PURSES, "recount_fund")
_BY_STATE_LAW = frozenset({"party_nonfederal", "section_527"})


@dataclass(frozen=True, slots=True)
class LimitUse:
    """How one kind of item touches a giver's allowance: which one, and with which sign."""

    kind: str
    purse: str
    sign: int
    citation: str


@cache
def limit_uses() -> Mapping[str, LimitUse]:
    """Return the kinds of item that use or give back an allowance, by kind."""
    found: dict[str, LimitUse] = {}
    for row in rules_table("attributions")["use"]:
        for code in row["kinds"]:
            found[code] = LimitUse(code, row["purse"], row["sign"], row["citation"])
    return MappingProxyType(found)


def giving_group(recipient_class: str, *, owner: str, affiliation: str) -> str:
    """Return the name under which contributions are added up on the giving side.

    Who has one limit for receiving has one for giving (52 U.S.C. 30116(a)(5)): what a committee
    is as a recipient says whom it gives with. One without such a limit gives for itself.
    """
    found = limit_group(recipient_class, ORDINARY, owner=owner, affiliation=affiliation)
    return found or f"entity:{owner}"


def joint_group(giver_class: str, *, owner: str, affiliation: str) -> str:
    """Return the name under which committees of one class add up a limit that is theirs together.

    ``rules.limits.LimitRule.together`` says which limits those are (52 U.S.C. 30116(h)).
    """
    return f"{giver_class}:{affiliation}" if affiliation else f"entity:{owner}"


def limit_group(recipient_class: str, purse: str, *, owner: str, affiliation: str) -> str | None:
    """Return the name under which uses are added up, or None where the law sets no amount.

    PACs and party committees under common control (``affiliation``) are one; a candidate's, a
    national party's and a Levin account's allowance is the committee's own (``owner``). State law
    measures what non-federal accounts take, so that is kept apart as well.
    """
    common = affiliation or f"entity:{owner}"
    shares = recipient(recipient_class).shares
    if purse == INDEPENDENT or (purse == ORDINARY and shares == INDEPENDENT):
        return f"{INDEPENDENT}:{common}"
    if purse != ORDINARY:
        return f"{purse}:{owner}"
    if recipient_class in _BY_STATE_LAW:
        return f"{recipient_class}:{owner}"
    if shares == "committee":
        return common
    return f"{shares}:{owner}" if shares else None
