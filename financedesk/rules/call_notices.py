"""What a caller who asks for money reads out or asks, by who the money is for.

The words, their citations and how sure they are stand in ``resources/rules/call_notices.toml``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from financedesk.rules.data import rules_table

ALWAYS, ITEMISED = "always", "itemised"
YEAR, CYCLE = "a calendar year", "an election cycle"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallNotice:
    """One notice: what is said, when, what to know of it, by what law, and how sure that is."""

    code: str
    text: str
    when: str
    note: str
    citation: str
    confidence: str


def call_notices(
    entity_kind: str, name: str, address: str = "", *, by_cycle: bool = False
) -> tuple[CallNotice, ...]:
    """Return the notices for a kind of entity, with its name filled in, in the order of a call.

    ``by_cycle``: the law adds up what somebody gives in an election cycle and not in a year.
    """
    filled = {
        "name": name,
        "whence": f", {address}," if address else "",
        "window": CYCLE if by_cycle else YEAR,
    }
    return tuple(_notice(row, filled) for row in _rows() if _fits(row, entity_kind))


def best_efforts(entity_kind: str, *, by_cycle: bool = False) -> str:
    """Return the law's sentence on what is asked of givers, "" where none is (11 CFR 104.7)."""
    found = call_notices(entity_kind, "", by_cycle=by_cycle)
    return next((one.text for one in found if one.code == "best_efforts"), "")


@cache
def _rows() -> tuple[dict[str, Any], ...]:
    return tuple(rules_table("call_notices")["notice"])


def _fits(row: Mapping[str, Any], entity_kind: str) -> bool:
    kinds = rules_table("call_notices")["groups"].get(row["for"], [row["for"]])
    chosen = row.get("only", kinds)
    return entity_kind in chosen and entity_kind not in row.get("not_for", ())


def _notice(row: Mapping[str, Any], filled: Mapping[str, str]) -> CallNotice:
    text = row["text"].format(**filled)
    return CallNotice(
        code=row["code"], text=text, when=row.get("when", ALWAYS), note=row.get("note", ""),
        citation=row["citation"], confidence=row["confidence"],
    )  # fmt: skip
