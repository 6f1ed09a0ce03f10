"""The written agreement of joint fundraising: who may take part, and what its shares add up to.

The table is ``resources/rules/joint.toml``; the arithmetic of a share stands in
``joint_fundraising``. Law: 11 CFR 102.17(c)(1).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from financedesk.errors import BadInput, Refused
from financedesk.rules.data import rules_table
from financedesk.rules.parties import recipient

_FEWEST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Taker:
    """A participant as the law asks for it: its name, class of recipient and weight."""

    name: str
    recipient: str
    weight: int


@cache
def wholes() -> Mapping[int, str]:
    """Return what shares may add up to, with its words; 0 stands for parts of their sum."""
    return MappingProxyType({row["of"]: row["label"] for row in rules_table("joint")["whole"]})


def require_lawful(takers: Sequence[Taker], whole: int) -> None:
    """Raise BadInput for shares that do not add up, Refused for who may not take part.

    Each message names whom it is about, and the law.
    """
    if len(takers) < _FEWEST:
        raise BadInput(_cited("several"))
    for one in takers:
        if one.weight <= 0:
            raise BadInput(f"The share of {one.name} is a whole number above zero.")
    _require_sum(sum(one.weight for one in takers), whole)
    classes = [one.recipient for one in takers]
    for one in takers:
        recipient(one.recipient)
        for row in _rows("refused", one.recipient, classes):
            raise Refused(f"{one.name}: {row['words'].rstrip('.')} ({row['citation']}).")


def notes_on(takers: Sequence[Taker]) -> tuple[str, ...]:
    """Return what must be known of these participants, with the law."""
    classes = [one.recipient for one in takers]
    return tuple(
        f"{one.name}: {row['words'].rstrip('.')} ({row['citation']})."
        for one in takers
        for row in _rows("note", one.recipient, classes)
    )


def require_written(signed_on: str, from_date: str) -> None:
    """Raise BadInput when an agreement was signed after the first day on which it counts."""
    if signed_on > from_date:
        raise BadInput(
            f"Signed on {signed_on}, it cannot count from {from_date}. {_cited('written')}"
        )


def needed_words() -> str:
    """Return what is said of a gift on a day without an agreement, with the law."""
    table = rules_table("joint")
    return f"{table['needed'].rstrip('.')} ({table['written_citation']})."


def shared_reason() -> tuple[str, str]:
    """Return by what rule a gift to a joint fundraiser is judged, and the law."""
    table = rules_table("joint")
    return table["reason"], table["reason_citation"]


def _require_sum(total: int, whole: int) -> None:
    if whole not in wholes():
        raise BadInput(f"Shares add up to one of {', '.join(map(str, wholes()))}, not to {whole}.")
    if whole and total != whole:
        off = abs(whole - total)
        side = f"{off:,} are missing" if total < whole else f"{off:,} are too many"
        raise BadInput(f"The shares add up to {total:,} and not to {whole:,}: {side}.")


def _rows(name: str, code: str, classes: Collection[str]) -> list[dict[str, Any]]:
    return [
        row
        for row in rules_table("joint")[name]
        if row["recipient"] == code
        and ("beside" not in row or any(one in row["beside"] for one in classes))
    ]


def _cited(name: str) -> str:
    table = rules_table("joint")
    words: str = table[name]
    return f"{words.rstrip('.')} ({table[f'{name}_citation']})."
