"""What an official declared, and what they need not give: attestations and waivers, by their days.

A waiver says the class of its reason alone, because illness and debts are nobody's business.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from financedesk.errors import BadInput
from financedesk.ledger import tables
from financedesk.remittances.shelf import Shelf
from financedesk.rules import dues_standing
from financedesk.rules.allocation_taking import attestations
from financedesk.rules.dates import parse_month
from financedesk.rules.dues_formula import PAY_DUE, SEVERANCE_DUE
from financedesk.rules.thresholds import years_later

WAIVER_REASONS = {
    "hardship": "Hardship",
    "family": "Family",
    "health": "Health",
    "campaign": "Campaign costs",
    "plan": "Agreed plan",
    "other": "Other",
}
"""Classes of reasons; what lies behind them is not kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation:
    """A declaration of an official on a day; ``document`` says where it is kept."""

    official_id: int
    kind: str
    on_date: date
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """Months for which an official need not give, or gives ``cents`` a month less.

    Periods are ``YYYY-MM``; without ``cents`` the whole of each is waived.
    """

    official_id: int
    reason: str
    first_period: str
    last_period: str
    cents: int | None = None
    due_kind: str = PAY_DUE
    approved_by: str
    approved_on: date

    def waived(self) -> dues_standing.Waiver:
        """Return it as the standing of dues counts it; raises BadInput for months that are none."""
        return dues_standing.Waiver(
            first=parse_month(self.first_period), last=parse_month(self.last_period),
            approved_on=self.approved_on, approved_by=self.approved_by, reason=self.reason,
            cents=self.cents, kind=self.due_kind,
        )  # fmt: skip


def attested(connection: Connection, entity_id: int, official_id: int) -> dict[str, date]:
    """Return when an official last made each declaration, by its code."""
    found: dict[str, date] = {}
    for one in DECLARED.of(connection, entity_id, official_id=official_id):
        found[one.fact.kind] = max(one.fact.on_date, found.get(one.fact.kind, date.min))
    return found


def lacking(declared: Mapping[str, date], on: date) -> Iterator[str]:
    """Yield the codes of declarations that were not made, or too long ago, on a day."""
    for code, wanted in attestations().items():
        given = declared.get(code)
        if given is None or not given <= on <= years_later(given, wanted.years):
            yield code


def _judge_attestation(_connection: Connection, _entity: int, fact: Attestation, _row: int) -> None:
    if fact.kind not in attestations():
        raise BadInput(f"An official declares one of: {', '.join(attestations())}.")


def _judge_waiver(_connection: Connection, _entity: int, fact: Waiver, _row: int) -> None:
    if fact.reason not in WAIVER_REASONS:
        raise BadInput(f"The reason of a waiver is one of: {', '.join(WAIVER_REASONS)}.")
    fact.waived()
    if fact.due_kind not in (PAY_DUE, SEVERANCE_DUE):
        raise BadInput(f"A waiver is of {PAY_DUE} or of {SEVERANCE_DUE}.")
    if not fact.approved_by.strip():
        raise BadInput("Say who approved the waiver: nobody waives their own dues.")
    if fact.cents is not None and fact.cents <= 0:
        raise BadInput("A waiver of a part is of more than nothing; leave it empty for the whole.")


DECLARED = Shelf(tables.attestation, Attestation, "attestation", _judge_attestation)
WAIVERS = Shelf(tables.remittance_waiver, Waiver, "waiver", _judge_waiver)
