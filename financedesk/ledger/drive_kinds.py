"""What an entry is to the drive that it carries: a gift, a refund, a chargeback or a cost."""

from collections.abc import Mapping
from functools import cache
from typing import Literal

from financedesk.ledger.register_kinds import gift_kinds, kinds_of, refund_kinds
from financedesk.rules.kinds import Kind, kinds

Part = Literal["gift", "refund", "chargeback", "cost"]

# Money that is paid back or only passes through is no cost of a drive.
_NO_COST_CLASSES = frozenset({"refunds", "loans", "earmarks_in_transit"})
# What came back of costs: a vendor's refund, a contribution that a committee returned.
_COST_BACK_CLASSES = frozenset({"offsets", "contributions_made"})
_COST_BACK = frozenset({"nonfederal_refund_received"})


@cache
def parts() -> Mapping[Part, tuple[str, ...]]:
    """Return the kinds of each part; what belongs to none does not count for a drive.

    A refund that was never cashed is of the part ``refund`` and takes it back.
    """
    known = kinds()
    chargebacks = tuple(code for code in refund_kinds() if known[code].direction == "in")
    voids = tuple(code for code, one in known.items() if _voids_refund(one))
    refunds = tuple(code for code in refund_kinds() if code not in chargebacks) + voids
    paid = tuple(
        code for code in kinds_of("payments") if known[code].income_class not in _NO_COST_CLASSES
    )
    return {
        "gift": gift_kinds(),
        "refund": refunds,
        "chargeback": chargebacks,
        "cost": paid + cost_back_kinds(),
    }


@cache
def cost_back_kinds() -> tuple[str, ...]:
    """Return the codes of the kinds by which a cost comes back: they are taken off the costs."""
    return tuple(
        code
        for code, one in kinds().items()
        if one.direction == "in" and (one.income_class in _COST_BACK_CLASSES or code in _COST_BACK)
    )


def _voids_refund(one: Kind) -> bool:
    return one.direction == "out" and one.income_class == "refunds" and one.sign == "negative"
