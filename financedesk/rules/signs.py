"""Words that are a sign of something that the law asks about: reasons to ask, and no proof.

The lists are ``resources/rules/signs.toml``.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from financedesk.errors import NotFound
from financedesk.rules.data import rules_table

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Sign:
    """Words that mean something where the whole text is one of them, or where they stand in it."""

    code: str
    words: frozenset[str]
    whole: bool
    citation: str

    def found_in(self, text: str) -> str:
        """Return the word of the sign that a text is, or has in it; empty for none."""
        said = " ".join(text.casefold().split())
        if self.whole:
            return said if said in self.words else ""
        parts = _WORD.findall(said)
        spoken = {" ".join(run) for length in _LENGTHS for run in _runs(parts, length)}
        return max(self.words & spoken, key=len, default="")


_LENGTHS = (1, 2, 3, 4)


def _runs(parts: list[str], length: int) -> Iterable[tuple[str, ...]]:
    return zip(*(parts[start:] for start in range(length)), strict=False)


@cache
def _signs() -> Mapping[str, Sign]:
    rows = rules_table("signs")["sign"]
    return MappingProxyType({
        row["code"]: Sign(
            row["code"], frozenset(row["words"]), row.get("whole", False), row["citation"]
        )
        for row in rows
    })  # fmt: skip


def sign(code: str) -> Sign:
    """Return one sign; raises NotFound with the choices."""
    found = _signs().get(code)
    if found is None:
        raise NotFound(f"There is no sign “{code}”; choose one of {', '.join(_signs())}.")
    return found
