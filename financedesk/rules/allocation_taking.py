"""What goes with a payment: account, notice, declarations, report, and by when it must be sent.

Data of ``resources/rules/remittances.toml``; the words are those of an instruction sheet.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

from financedesk.errors import NotFound
from financedesk.rules.data import rules_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation:
    """Something that the official declares, and for how many years a declaration holds."""

    code: str
    years: int
    text: str
    citation: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """What goes with a payment to one class of recipient.

    ``notice`` holds {name} where the recipient's name goes. ``attestations`` are codes.
    """

    account: str
    deductible: bool
    notice: str
    attestations: tuple[str, ...]
    report: str
    citation: str
    confidence: str


@cache
def attestations() -> dict[str, Attestation]:
    """Return every declaration by its code, in the order of the table."""
    rows = rules_table("remittances")["attestation"]
    return {row["code"]: Attestation(**row) for row in rows}


@cache
def taking_of(kind: str) -> Taking:
    """Return what goes with a payment to a class of recipient; raises NotFound."""
    for row in rules_table("remittances")["taking"]:
        if kind in row["recipients"]:
            return _taking(row)
    raise NotFound(f"Nothing is known of payments to “{kind}”; choose a class of recipient.")


@cache
def instruction_law() -> dict[str, Any]:
    """Return the law of instructions: one payment each, the day on which a gift is made."""
    found: dict[str, Any] = rules_table("remittances")["instruction"]
    return found


@lru_cache(maxsize=512)
def december_guard(on: date) -> str:
    """Return by when an instruction of a day must be on its way; empty before late December.

    A gift is made when the giver lets go of it: on the day of the postmark, of the electronic
    order or of handing it over. Law: 11 CFR 110.1(b)(6).
    """
    law = instruction_law()
    if (on.month, on.day) < (law["guard_month"], law["guard_day"]):
        return ""
    return (
        f"Postmarked or submitted by 31 December {on.year} it counts in {on.year}; later it counts"
        f" in {on.year + 1}, and this proposal must be made anew [{law['made']}]."
    )


def _taking(row: dict[str, Any]) -> Taking:
    given = {name: value for name, value in row.items() if name != "recipients"}
    return Taking(**{**given, "attestations": tuple(row["attestations"])})
