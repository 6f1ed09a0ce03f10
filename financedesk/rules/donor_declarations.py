"""What donors declare of themselves: the words, what taking one back means, and how they came.

Data of ``resources/rules/donor_declarations.toml``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from financedesk.rules.data import rules_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """Something that a donor declares; ``lacking`` is the law when it is not true."""

    code: str
    label: str
    text: str
    lacking: str
    citation: str
    confidence: str


@cache
def declarations() -> Mapping[str, Declaration]:
    """Return every declaration by its code, in the order of the table."""
    rows = rules_table("donor_declarations")["declaration"]
    return MappingProxyType({row["code"]: Declaration(**row) for row in rows})


@cache
def ways() -> Mapping[str, str]:
    """Return how a declaration may come: the words by the code."""
    rows = rules_table("donor_declarations")["way"]
    return MappingProxyType({row["code"]: row["label"] for row in rows})
