"""What the program looks for in the books: each check's level, law, plain words and remedies.

The list is ``resources/rules/checks.toml``; what finds it is ``compliance/checks``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from financedesk.errors import NotFound
from financedesk.rules.data import rules_table

BLOCK, WARN, ADVICE = "block", "warn", "advice"
LEVELS = (BLOCK, WARN, ADVICE)
"""From the gravest on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckKind:
    """One check; ``remedies`` are codes of ``remedy_words``, the usual first.

    ``clock`` is the code of a clock, empty where the law gives no days; ``fine`` the number among
    the FEC's most fined faults, 0 for none of them. ``can_be_waived`` is false of what no reason
    makes lawful.
    """

    code: str
    title: str
    level: str
    words: str
    remedies: tuple[str, ...]
    citation: str
    confidence: str
    fine: int
    clock: str = ""
    can_be_waived: bool = True


@cache
def check_kinds() -> Mapping[str, CheckKind]:
    """Return every check by its code, in the order of the table."""
    rows = rules_table("checks")["check"]
    return MappingProxyType({
        row["code"]: CheckKind(**{**row, "remedies": tuple(row["remedies"])}) for row in rows
    })  # fmt: skip


def check_kind(code: str) -> CheckKind:
    """Return one check; raises NotFound with the choices."""
    found = check_kinds().get(code)
    if found is None:
        raise NotFound(f"There is no check “{code}”; choose one of {', '.join(check_kinds())}.")
    return found


@cache
def remedy_words() -> Mapping[str, str]:
    """Return what each remedy is, in a sentence, by its code."""
    return MappingProxyType({row["code"]: row["words"] for row in rules_table("checks")["remedy"]})
