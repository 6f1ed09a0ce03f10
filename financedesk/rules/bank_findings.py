"""What may be missing, late or unequal between processor, bank and books, and how long that may be.

The table is ``resources/rules/bank_findings.toml``; what stands in a book is found by
``banking.missing``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

from financedesk.rules.data import rules_table

LATE_PAYOUT, PAYOUT_DIFFERS, PAYOUT_UNKNOWN = "late_payout", "payout_differs", "payout_unknown"
GIFTS_DIFFER, LATE_DEPOSIT, FEE_DIFFERS = "gifts_differ", "late_deposit", "fee_differs"
CHARGEBACK, BANK_RETURNED = "chargeback", "bank_returned"


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingKind:
    """A kind of finding: its words after a name, the days until it should be settled, what to do.

    ``tone`` is *bad* or *warn*; ``confidence`` says how well its days are known.
    """

    code: str
    words: str
    days: int
    remedy: str
    citation: str
    confidence: str
    tone: str

    def due(self, since: date) -> date:
        """Return the last day of its clock, which runs from the day it could be known."""
        return since + timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class Patience:
    """Days: how long a payout and a deposit are waited for, looked back for, and told."""

    usual_days: int
    deposit_days: int
    looks_back_days: int
    told_days: int


@cache
def finding_kinds() -> Mapping[str, FindingKind]:
    """Return every kind by its code, in the order of the table."""
    rows = rules_table("bank_findings")["finding"]
    return MappingProxyType({row["code"]: FindingKind(**row) for row in rows})


@cache
def patience() -> Patience:
    """Return how long things are waited for."""
    table = rules_table("bank_findings")
    return Patience(**{name: table[name] for name in Patience.__slots__})
