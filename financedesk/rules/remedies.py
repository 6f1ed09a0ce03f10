"""What the law offers for a gift that may not be kept as it is, and why it offers it or not.

The words and citations stand in ``resources/rules/remedies.toml``, the days in ``clocks.toml``.
Law: 11 CFR 103.3(b), 110.1(b)(5), 110.1(k)(3).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from financedesk.rules.data import rules_table

REDESIGNATE, REATTRIBUTE, REFUND, SETTLE = "redesignate", "reattribute", "refund", "settle"
"""What the user does to take a way: the acts that the ways name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """One way out; ``clock`` is the code of the clock that ends it, "" for none."""

    code: str
    title: str
    words: str
    act: str
    citation: str
    clock: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """Why a way is not open, or open only so; with the law that says so."""

    words: str
    citation: str

    @property
    def told(self) -> str:
        """The reason with its citation, as one sentence."""
        return f"{self.words.rstrip('.')} ({self.citation})."


@cache
def remedies() -> Mapping[str, Remedy]:
    """Return every way by its code, in the order in which they are offered."""
    rows = rules_table("remedies")["way"]
    return MappingProxyType({code: Remedy(code=code, **row) for code, row in rows.items()})


@cache
def bars() -> Mapping[str, Bar]:
    """Return every reason against a way by its code."""
    rows = rules_table("remedies")["bar"]
    return MappingProxyType({code: Bar(**row) for code, row in rows.items()})
