"""Which money may pass from one account of the organisation to another, and as what it is recorded.

The table is ``resources/rules/passages.toml``; each row carries the law that it rests on. Between
two entities the matrix of givers and recipients (``flows``) has the last word: what it stops is
refused, whatever the table says of the kinds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

from financedesk.errors import BadInput
from financedesk.rules.data import rules_table
from financedesk.rules.flows import Verdict, may_give
from financedesk.rules.parties import giver_of_body, recipient_of_body

ANY = "*"
REFUSED = "refused"
_NOWHERE = (
    "The law names no way for this money to go there.",
    "Ask counsel, or pay for what is needed directly.",
    "52 U.S.C. 30116, 30118, 30125",
)


@dataclass(frozen=True, slots=True)
class Passage:
    """What the law says of money that passes from one side to another.

    ``status`` is ``allowed``, ``limited`` (in amount), ``conditional`` or ``refused``. ``out`` and
    ``into`` are the kinds that giver and taker record; empty for what is refused. ``asks`` are
    ``election``, ``event`` (Schedule H3) and ``activity`` (Schedule H5).
    """

    status: str
    out: str
    into: str
    asks: frozenset[str]
    says: str
    instead: str
    citation: str

    @property
    def refused(self) -> bool:
        """Whether the law forbids it."""
        return self.status == REFUSED

    @property
    def words(self) -> str:
        """What to know of it, what can be done instead, and the law, as one paragraph."""
        parts = " ".join(part for part in (self.says, self.instead) if part)
        return f"{parts} ({self.citation})" if parts else ""


@dataclass(frozen=True, slots=True)
class Holder:
    """One side of a passage: the kind of entity and the kind of account that hold the money."""

    entity: str
    account: str


def side_of(holder: Holder) -> str:
    """Return the table's word for a side; raises BadInput for money that has no place in it."""
    for row in rules_table("passages")["side"]:
        if _fits(row, "entities", holder.entity) and _fits(row, "accounts", holder.account):
            return str(row["code"])
    raise BadInput(f"There is no rule for money of {holder.entity} on a {holder.account} account.")


@cache
def side_labels() -> Mapping[str, str]:
    """Return what each side is called, by its code."""
    rows = reversed(rules_table("passages")["side"])
    return MappingProxyType({row["code"]: row["label"] for row in rows})


def passage(
    giver: Holder, taker: Holder, on: date, *, own: bool, affiliated: bool = False
) -> Passage:
    """Return what the law says of money from ``giver`` to ``taker`` on a day.

    ``own`` when both accounts belong to one entity; ``affiliated`` when the committees share one
    limit (11 CFR 100.5(g), 110.3). What no row of the table knows is refused.
    """
    found = passage_of_sides(side_of(giver), side_of(taker), own=own, affiliated=affiliated)
    if own or found.refused:
        return found
    verdict = may_give(
        giver_of_body(giver.entity, giver.account),
        recipient_of_body(taker.entity, taker.account),
        on,
    )
    return stopped(verdict) if verdict.stops else found


def stopped(verdict: Verdict) -> Passage:
    """Return the refusal of a passage that the matrix of givers and recipients stops."""
    says = f"{verdict.reason} {verdict.condition}".strip()
    return Passage(REFUSED, "", "", frozenset(), says, verdict.remedy, verdict.citation)


def passage_of_sides(giver: str, taker: str, *, own: bool, affiliated: bool = False) -> Passage:
    """Return what the law says of money from one side of the table to another."""
    for row in rules_table("passages")["passage"]:
        if row.get("own", False) != own or (row.get("affiliated", False) and not affiliated):
            continue
        if _names(row["from"], giver) and _names(row["to"], taker):
            return _read(row, giver)
    return Passage(REFUSED, "", "", frozenset(), *_NOWHERE)


def _fits(row: Mapping[str, Any], name: str, value: str) -> bool:
    return name not in row or value in row[name]


def _names(listed: list[str], side: str) -> bool:
    return side in listed or ANY in listed


def _read(row: Mapping[str, Any], giver: str) -> Passage:
    out = row.get("out", "")
    return Passage(
        status=row["status"],
        out=out[giver] if isinstance(out, dict) else out,
        into=row.get("into", ""),
        asks=frozenset(row.get("asks", ())),
        says=row.get("says", ""),
        instead=row.get("instead", ""),
        citation=row["citation"],
    )
