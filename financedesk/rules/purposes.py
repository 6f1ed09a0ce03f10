"""What a disbursement's purpose may say, and the codes of its category.

Law: 11 CFR 104.3(b)(3)(i)(B), (b)(4)(i)(A). The lists are ``resources/rules/purposes.toml``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from financedesk.rules.data import rules_table

_MARKS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Vagueness:
    """Why words say too little, what would do, and where the rule stands."""

    instead: str
    to_person: bool
    citation: str


@dataclass(frozen=True, slots=True)
class Category:
    """One category code of Schedule B; ``kinds`` are those that begin with it."""

    code: str
    label: str
    kinds: tuple[str, ...]


def vagueness_of(purpose: str, *, to_person: bool) -> Vagueness | None:
    """Return why a purpose would be asked about, or None when it says enough.

    Only the whole text is judged: "Consulting" is vague, "Consulting – Media" is not. Some words
    do for a company and not for a natural person (``to_person``).
    """
    found = _vague_terms().get(_plain(purpose))
    if found is None or (found.to_person and not to_person):
        return None
    return found


@cache
def adequate_purposes() -> tuple[str, ...]:
    """Return purposes that say enough, in the order of the alphabet."""
    return tuple(rules_table("purposes")["adequate"])


@cache
def categories() -> tuple[Category, ...]:
    """Return the category codes for filers that are not presidential committees."""
    rows = rules_table("purposes")["category"]
    return tuple(Category(row["code"], row["label"], tuple(row.get("kinds", ()))) for row in rows)


def category_of_kind(kind: str) -> str:
    """Return the code that a kind of disbursement begins with; empty where it hangs on what."""
    return next((one.code for one in categories() if kind in one.kinds), "")


@cache
def _vague_terms() -> Mapping[str, Vagueness]:
    table = rules_table("purposes")
    found = {
        _plain(term): Vagueness(row["instead"], row.get("person", False), table["citation"])
        for row in table["vague"]
        for term in row["terms"]
    }
    return MappingProxyType(found)


def _plain(words: str) -> str:
    """Return words in one spelling: small letters, no marks, no plural."""
    return " ".join(word.removesuffix("s") for word in _MARKS.split(words.casefold()) if word)
