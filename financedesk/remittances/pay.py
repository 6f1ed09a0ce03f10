"""What officials are paid, what wages it is measured by, and for whom they care.

Each has the day from which it holds and the day on which it became known: what was stated before
that day stays as it was stated, and the difference becomes a credit or a debit later.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from financedesk.errors import BadInput
from financedesk.ledger import tables
from financedesk.remittances.shelf import Shelf
from financedesk.rules.money import format_cents

PAY, SEVERANCE = "pay", "severance"
MONTH, YEAR, ONCE = "month", "year", "once"
_SPANS = {PAY: (MONTH, YEAR), SEVERANCE: (ONCE,)}


@dataclass(frozen=True, slots=True, kw_only=True)
class PayRecord:
    """What an office pays from a day on, in cents, as a document says it.

    ``withheld_cents`` is what the employer keeps (tax, insurance); an allowance counts as pay when
    it is taxable. A severance is paid once, on its day.
    """

    office_term_id: int
    kind: str = PAY
    per: str = YEAR
    from_date: date
    known_on: date
    gross_cents: int
    withheld_cents: int = 0
    net_cents: int
    allowance_cents: int = 0
    allowance_counts: bool = False
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceWage:
    """A wage that pay is measured by, in cents, from a day on: the series and who publishes it."""

    series: str
    area: str = ""
    per: str = YEAR
    from_date: date
    known_on: date
    cents: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyState:
    """For how many somebody cares from a day on; only where a schedule asks. No names are kept."""

    official_id: int
    from_date: date
    known_on: date
    children: int = 0
    dependants: int = 0


def _judge_pay(_connection: Connection, _entity: int, fact: PayRecord, _row: int) -> None:
    if fact.per not in _SPANS.get(fact.kind, ()):
        raise BadInput("Pay is for a month or a year; a severance is paid once.")
    amounts = (fact.gross_cents, fact.withheld_cents, fact.net_cents, fact.allowance_cents)
    if min(amounts) < 0:
        raise BadInput("Pay, withholding and allowances are not below zero.")
    if fact.gross_cents - fact.withheld_cents != fact.net_cents:
        left = format_cents(fact.gross_cents - fact.withheld_cents, symbol=True)
        raise BadInput(
            f"Gross less what the employer withholds is {left}, which is not the net pay; copy the"
            " three amounts from the pay slip."
        )


def _judge_wage(_connection: Connection, _entity: int, fact: ReferenceWage, _row: int) -> None:
    if not fact.series.strip() or not fact.source.strip():
        raise BadInput("Name the series of a reference wage, and who publishes it.")
    if fact.per not in (MONTH, YEAR):
        raise BadInput("A reference wage is for a month or a year.")
    if fact.cents <= 0:
        raise BadInput("A reference wage is more than nothing.")


def _judge_family(_connection: Connection, _entity: int, fact: FamilyState, _row: int) -> None:
    if min(fact.children, fact.dependants) < 0:
        raise BadInput("The number of children and dependants is not below zero.")


PAY_RECORDS = Shelf(tables.pay_record, PayRecord, "pay record", _judge_pay)
WAGES = Shelf(tables.reference_wage, ReferenceWage, "reference wage", _judge_wage)
FAMILIES = Shelf(tables.family_state, FamilyState, "family situation", _judge_family)
