"""Which kinds a register and the dashboard mean by contributions, receipts and refunds."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Literal

from financedesk.rules.kinds import Kind, kinds

KindGroup = Literal[
    "contributions", "receipts", "disbursements", "all",
    "outlays", "payments", "transfers", "transfers_in", "transfers_out",
]  # fmt: skip
"""What a register holds: ``outlays`` is everything that goes out and transfers both ways,
``payments`` what goes out without transfers."""

REFUND_LINKS = ("corrects_id", "applies_to_id", "parent_id")
"""The columns through which a refund may name the gift that it gives back."""
DISPOSAL = "other_disbursement"
"""The kind of what is paid to somebody else because its gift, which it names, may not be kept."""

# Gifts outside the FEC's forms that share a class with income that nobody gave.
_OTHER_GIFTS = frozenset({"nonfederal_receipt", "levin_receipt"})
# Money between committees, entities and accounts; dues are a payment that shares their class.
_TRANSFER_CLASSES = frozenset({"own_transfers", "transfers_in", "transfers_out"})
_NO_TRANSFERS = frozenset({"dues_paid"})


def _is_in(kind: Kind) -> bool:
    return kind.direction == "in"


def _is_out(kind: Kind) -> bool:
    return kind.direction == "out"


def _is_contribution(kind: Kind) -> bool:
    return _is_in(kind) and (kind.income_class == "contributions" or kind.code in _OTHER_GIFTS)


def _is_transfer(kind: Kind) -> bool:
    return kind.income_class in _TRANSFER_CLASSES and kind.code not in _NO_TRANSFERS


def _is_outlay(kind: Kind) -> bool:
    return _is_out(kind) or _is_transfer(kind)


def _is_payment(kind: Kind) -> bool:
    return _is_out(kind) and not _is_transfer(kind)


def _is_transfer_in(kind: Kind) -> bool:
    return _is_in(kind) and _is_transfer(kind)


def _is_transfer_out(kind: Kind) -> bool:
    return _is_out(kind) and _is_transfer(kind)


def _is_gift(kind: Kind) -> bool:
    return _is_contribution(kind) and kind.sign != "negative"


def _gives_back(kind: Kind) -> bool:
    refund = _is_out(kind) and kind.income_class == "refunds" and kind.sign != "negative"
    return refund or (_is_contribution(kind) and kind.sign == "negative")


_GROUPS: Mapping[KindGroup, Callable[[Kind], bool]] = {
    "contributions": _is_contribution,
    "receipts": _is_in,
    "disbursements": _is_out,
    "outlays": _is_outlay,
    "payments": _is_payment,
    "transfers": _is_transfer,
    "transfers_in": _is_transfer_in,
    "transfers_out": _is_transfer_out,
}


@cache
def _codes(wanted: Callable[[Kind], bool]) -> tuple[str, ...]:
    return tuple(code for code, kind in kinds().items() if wanted(kind))


def kinds_of(group: KindGroup) -> tuple[str, ...]:
    """Return the codes of the kinds of a group; ``all`` has no list and gives an empty one."""
    return _codes(_GROUPS[group]) if group in _GROUPS else ()


def incoming_kinds() -> tuple[str, ...]:
    """Return the codes of the kinds that bring money or goods in."""
    return _codes(_is_in)


def outgoing_kinds() -> tuple[str, ...]:
    """Return the codes of the kinds by which money or goods go out."""
    return _codes(_is_out)


def gift_kinds() -> tuple[str, ...]:
    """Return the codes of the kinds that are contributions, without bounced ones."""
    return _codes(_is_gift)


def refund_kinds() -> tuple[str, ...]:
    """Return the codes of the kinds that give a contribution back: refunds and bounced gifts."""
    return _codes(_gives_back)


def parting_kinds() -> tuple[str, ...]:
    """Return the codes of the kinds by which an entry that names a gift takes away from it."""
    return (*refund_kinds(), DISPOSAL)
