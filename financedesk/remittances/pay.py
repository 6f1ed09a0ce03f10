"""What officials are paid, what wages it is measured by, and for whom they care.

Each has the day from which it holds and the day on which it became known: what was stated before
that day stays as it was stated, and the difference becomes a credit or a debit later. What makes a
slip wrong is said in ``rules.pay``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from sqlalchemy import Connection

from financedesk.errors import BadInput
from financedesk.ledger import tables
from financedesk.remittances.shelf import Kept, Shelf
from financedesk.rules import pay

PAY, SEVERANCE = "pay", "severance"
ONCE = "once"
_SPANS = {PAY: pay.PERS, SEVERANCE: (ONCE,)}


class _Dated(Protocol):
    @property
    def from_date(self) -> date:
        """The day from which it holds."""

    @property
    def known_on(self) -> date:
        """The day on which it became known."""


Dated = TypeVar("Dated", bound=_Dated)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaySlip:
    """What an office pays from a day on, in cents, as a document says it.

    ``withheld_cents`` is what the employer keeps (tax, insurance). A severance is paid once, on its
    day, and has no allowance.
    """

    office_term_id: int
    kind: str = PAY
    per: str = pay.YEAR
    from_date: date
    known_on: date
    gross_cents: int
    withheld_cents: int = 0
    net_cents: int
    allowance_cents: int = 0
    allowance_included: bool = False
    allowance_taxable: bool = False
    document: str = ""

    def pay_in(self, office: str) -> pay.PayRecord:
        """Return it as the rules count it, for an office of this name; raises BadInput."""
        return pay.PayRecord(
            office=office, from_day=self.from_date, gross_cents=self.gross_cents,
            net_cents=self.net_cents, withheld_cents=self.withheld_cents,
            allowance_cents=self.allowance_cents, allowance_included=self.allowance_included,
            allowance_taxable=self.allowance_taxable, per=self.per, known_on=self.known_on,
            document=self.document,
        )  # fmt: skip

    def severance_in(self, office: str) -> pay.Severance:
        """Return a severance as the rules count it; raises BadInput."""
        return pay.Severance(
            office=office, paid_on=self.from_date, gross_cents=self.gross_cents,
            net_cents=self.net_cents, withheld_cents=self.withheld_cents, known_on=self.known_on,
            document=self.document,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class WageFigure:
    """A wage that pay is measured by, in cents, from a day on: the series and who publishes it."""

    series: str
    area: str = ""
    per: str = pay.YEAR
    from_date: date
    known_on: date
    cents: int
    source: str

    def wage(self) -> pay.ReferenceWage:
        """Return it as the rules count it; raises BadInput."""
        return pay.ReferenceWage(
            series=self.series, from_day=self.from_date, cents=self.cents, source=self.source,
            area=self.area, per=self.per, known_on=self.known_on,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyState:
    """For how many somebody cares from a day on; only where a schedule asks. No names are kept."""

    official_id: int
    from_date: date
    known_on: date
    children: int = 0
    dependants: int = 0

    def family(self) -> pay.Family:
        """Return it as the rules count it; raises BadInput."""
        return pay.Family(
            from_day=self.from_date, children=self.children, dependants=self.dependants,
            known_on=self.known_on,
        )  # fmt: skip


def _judge_slip(connection: Connection, entity_id: int, fact: PaySlip, row_id: int) -> None:
    if fact.per not in _SPANS.get(fact.kind, ()):
        raise BadInput("Pay is for a month or a year; a severance is paid once.")
    if fact.kind == SEVERANCE:
        if fact.allowance_cents:
            raise BadInput("A severance has no allowance; enter what is paid as one sum.")
        fact.severance_in("the office")
    else:
        fact.pay_in("the office")
    held = SLIPS.of(connection, entity_id, office_term_id=fact.office_term_id, kind=fact.kind)
    _once(held, fact, row_id, "slip")


def _judge_wage(connection: Connection, entity_id: int, fact: WageFigure, row_id: int) -> None:
    fact.wage()
    held = WAGES.of(connection, entity_id, series=fact.series)
    _once([one for one in held if one.fact.area == fact.area], fact, row_id, "figure")


def _judge_family(connection: Connection, entity_id: int, fact: FamilyState, row_id: int) -> None:
    fact.family()
    held = FAMILIES.of(connection, entity_id, official_id=fact.official_id)
    _once(held, fact, row_id, "family situation")


def _once(held: Iterable[Kept[Dated]], fact: Dated, row_id: int, name: str) -> None:
    """Refuse two facts that hold from one day and became known on one: nobody could tell which."""
    for one in held:
        same = (one.fact.from_date, one.fact.known_on) == (fact.from_date, fact.known_on)
        if same and one.id != row_id:
            raise BadInput(
                f"There is a {name} from {fact.from_date} already, known on {fact.known_on};"
                " correct that one, or say on which later day this one became known."
            )


SLIPS = Shelf(tables.pay_record, PaySlip, "pay record", _judge_slip)
WAGES = Shelf(tables.reference_wage, WageFigure, "reference wage", _judge_wage)
FAMILIES = Shelf(tables.family_state, FamilyState, "family situation", _judge_family)
