"""What a processor may take of a gift by its contract, and when its money should be in the bank.

The fee of one gift is its share in basis points, rounded to the nearest cent with halves upwards,
and the fixed part. Each gift is rounded by itself, as processors charge them. Amounts are integer
cents.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from financedesk.errors import BadInput
from financedesk.rules.money import format_cents

WHOLE = 10_000
"""Basis points of a whole: 395 of them are 3.95 %."""
MOST_DAYS = 60
_MOST_FIXED = 100_00


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessorTerms:
    """A processor's terms from a day on: basis points and cents of each gift, days to the bank."""

    processor: str
    since: date
    rate_basis_points: int
    fixed_cents: int
    settle_days: int
    source: str = ""

    @property
    def words(self) -> str:
        """Return the terms as a person would say them: ``3.95 % and $0.30 of each gift``."""
        rate = f"{self.rate_basis_points // 100}.{self.rate_basis_points % 100:02d} %"
        fixed = f" and {format_cents(self.fixed_cents, symbol=True)}" if self.fixed_cents else ""
        return f"{rate}{fixed} of each gift"


def basis_points(words: str) -> int:
    """Return a rate in basis points from per cent as they are written: ``3.95`` or ``3.95 %``.

    Raises BadInput for what is no number and for more than two decimals.
    """
    try:
        points = Decimal(words.strip().removesuffix("%").strip()) * 100
    except InvalidOperation:
        points = Decimal("NaN")
    if not points.is_finite() or points != points.to_integral_value():
        raise BadInput(f"“{words}” is no rate; write per cent with two decimals at most: 3.95.")
    return int(points)


def check_terms(terms: ProcessorTerms) -> None:
    """Raise BadInput for terms that no contract can have."""
    if not terms.processor.strip():
        raise BadInput("Say whose terms they are: actblue, stripe or another processor.")
    if not 0 <= terms.rate_basis_points <= WHOLE:
        raise BadInput("A rate is between 0 and 100 %; write 3.95 for 3.95 %.")
    if not 0 <= terms.fixed_cents <= _MOST_FIXED:
        raise BadInput("The fixed part of a fee is between 0.00 and 100.00 for each gift.")
    if not 0 <= terms.settle_days <= MOST_DAYS:
        raise BadInput(f"Money is in the bank within 0 to {MOST_DAYS} days after its payout.")


def fee_cents(terms: ProcessorTerms, gift_cents: int) -> int:
    """Return the fee of one gift, rounded to the nearest cent, halves upwards."""
    share = (gift_cents * terms.rate_basis_points * 2 + WHOLE) // (2 * WHOLE)
    return share + terms.fixed_cents


def terms_on(known: Iterable[ProcessorTerms], processor: str, on: date) -> ProcessorTerms | None:
    """Return the terms of a processor on a day: those that began last; None before the first."""
    held = [one for one in known if one.processor == processor and one.since <= on]
    return max(held, key=lambda one: one.since, default=None)


def agreed_fee(
    known: Iterable[ProcessorTerms], processor: str, gifts: Mapping[tuple[date, int], int]
) -> int | None:
    """Return what a processor may take of gifts, in cents; None where no terms held for all.

    ``gifts`` are numbers of gifts by day and amount; each goes by the terms of its own day.
    """
    terms = list(known)
    total = 0
    for (on, cents), number in gifts.items():
        held = terms_on(terms, processor, on)
        if held is None:
            return None
        total += number * fee_cents(held, cents)
    return total
