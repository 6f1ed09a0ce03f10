"""Every figure of a drive by its name: the window, papers, workbooks and the shell list the same.

Whatever shows all figures walks through ``TOLD``, so that no face has one more, or another value.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from financedesk.drives.figures import DEFINITIONS, DriveCard
from financedesk.drives.series import DEFINITIONS as OF_SERIES

Unit = Literal["cents", "count", "per_mille", "tenth_cents"]


@dataclass(frozen=True, slots=True)
class Told:
    """One figure: its key, name, unit and value, and what it means; None is not known.

    The unit ``tenth_cents`` is tenths of a cent: what a dollar cost.
    """

    key: str
    name: str
    unit: Unit
    value: int | None
    means: str


_OF_CARD: Sequence[tuple[str, str, Unit, str, Callable[[DriveCard], int | None]]] = (
    ("gross_cents", "Gross", "cents", "gross", lambda one: one.figures.gross_cents),
    ("refunded_cents", "Refunded", "cents", "refunded", lambda one: one.figures.refunded_cents),
    ("charged_back_cents", "Charged back", "cents", "charged_back",
     lambda one: one.figures.charged_back_cents),
    ("raised_cents", "Raised", "cents", "raised", lambda one: one.figures.raised_cents),
    ("fee_cents", "Fees", "cents", "fees", lambda one: one.figures.fee_cents),
    ("cost_cents", "Cost", "cents", "cost", lambda one: one.figures.cost_cents),
    ("net_cents", "Net", "cents", "net", lambda one: one.figures.net_cents),
    ("compliant_cents", "Compliant net yield", "cents", "compliant",
     lambda one: one.figures.compliant_cents),
    ("gifts", "Gifts", "count", "gifts", lambda one: one.figures.gifts),
    ("donors", "Donors", "count", "donors", lambda one: one.figures.donors),
    ("new_donors", "New donors", "count", "new", lambda one: one.figures.new_donors),
    ("returning_donors", "Returning donors", "count", "returning",
     lambda one: one.figures.returning_donors),
    ("average_cents", "Average gift", "cents", "average", lambda one: one.figures.average_cents),
    ("median_cents", "Median gift", "cents", "median", lambda one: one.figures.median_cents),
    ("unitemised_per_mille", "Unitemised share", "per_mille", "unitemised",
     lambda one: one.figures.unitemised_per_mille),
    ("refund_per_mille", "Refund rate", "per_mille", "refund_rate",
     lambda one: one.figures.refund_per_mille),
    ("chargeback_per_mille", "Chargeback rate", "per_mille", "chargeback_rate",
     lambda one: one.figures.chargeback_per_mille),
    ("cost_per_mille", "Cost per dollar", "tenth_cents", "cost_per_dollar",
     lambda one: one.figures.cost_per_mille),
    ("pace_per_mille", "Pace", "per_mille", "pace", lambda one: one.pace.per_mille),
)  # fmt: skip
_OF_SERIES = ("started", "kept", "running", "cancelled", "failed", "lapsed")


def told(card: DriveCard) -> Iterator[Told]:
    """Yield every figure of a drive in the order in which they are shown."""
    for key, name, unit, means, value in _OF_CARD:
        yield Told(key, name, unit, value(card), DEFINITIONS[means])
    recurring = card.recurring
    for name in _OF_SERIES:
        words = f"Recurring gifts {name}"
        yield Told(f"series_{name}", words, "count", getattr(recurring, name), OF_SERIES[name])
    yield Told("series_monthly_cents", "Recurring gifts a month", "cents",
               recurring.monthly_cents, OF_SERIES["monthly"])  # fmt: skip
