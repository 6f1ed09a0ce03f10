"""Money: text to whole cents and back, and shares that add up to the cent.

Amounts are integer cents everywhere; a binary fraction never touches them.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from financedesk.errors import BadInput

LARGEST_CENTS = 10**15
"""Ten million million dollars: beyond it an amount is a slip of the keyboard."""

_AMOUNT = re.compile(
    r"""
    (?P<open>\()?                               # (5.00) is how accountants write minus five
    (?P<sign>[-+])?\s*\$?\s*(?P<late_sign>[-+])?
    (?P<dollars>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)
    (?:\.(?P<cents>[0-9]{1,2}))?
    (?P<close>\))?
    """,
    re.VERBOSE,
)


_SHOWN = 60


def parse_cents(text: str) -> int:
    """Return an amount as written by people or machines in cents.

    Takes ``1,234.50``, ``$12``, ``-5.00``, ``-$5``, ``(5.00)``. Raises BadInput for more than two
    decimals, misplaced commas, words, and amounts beyond ten million million dollars.
    """
    plain = text.replace("\u2212", "-").replace("\u00a0", " ").strip()
    match = _AMOUNT.fullmatch(plain)
    if match is None or not _is_complete(match):
        raise BadInput(
            f"“{_short(text)}” is not an amount; write dollars and cents like 1234.50 or -5.00."
        )
    dollars = match["dollars"].replace(",", "").lstrip("0")
    # Python reads no number of some thousand digits; nobody has so much money.
    is_endless = len(dollars) > len(str(LARGEST_CENTS))
    cents = 0 if is_endless else int(dollars or "0") * 100
    cents += int((match["cents"] or "").ljust(2, "0"))
    if is_endless or cents > LARGEST_CENTS:
        raise BadInput(f"The amount {_short(text)} is too large; check the number of digits.")
    return -cents if match["open"] or "-" in (match["sign"], match["late_sign"]) else cents


def _short(text: str) -> str:
    plain = text.strip()
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN]}…"


def format_cents(cents: int, *, symbol: bool = False) -> str:
    """Return cents for people: ``1,234.50``, or ``-$1,234.50`` with the symbol."""
    sign = "-" if cents < 0 else ""
    dollars, rest = divmod(abs(cents), 100)
    return f"{sign}{'$' if symbol else ''}{dollars:,}.{rest:02d}"


def plain_cents(cents: int) -> str:
    """Return cents for files and forms: ``-1234.50``, no grouping and no symbol."""
    return format_cents(cents).replace(",", "")


def allocate(total: int, weights: Sequence[int | Fraction | Decimal]) -> tuple[int, ...]:
    """Share an amount in proportion to the weights; the shares add up to it exactly.

    Each share is cut to whole cents and the cents left over go to the largest remainders, the
    earlier share first when two are equal. A negative total is shared like the positive one.
    Raises BadInput when a weight is negative or all are zero.
    """
    exact = [Fraction(weight) for weight in weights]
    whole = sum(exact, Fraction(0))
    if whole <= 0 or min(exact) < 0:
        raise BadInput("An amount can only be shared by ratios that are positive and not all zero.")
    quotas = [abs(total) * weight / whole for weight in exact]
    shares = [int(quota) for quota in quotas]
    by_remainder = sorted(range(len(exact)), key=lambda place: shares[place] - quotas[place])
    for place in by_remainder[: abs(total) - sum(shares)]:
        shares[place] += 1
    return tuple(-share for share in shares) if total < 0 else tuple(shares)


def split_cents(total: int, ratio: Fraction | Decimal | int) -> tuple[int, int]:
    """Split an amount in two: the ratio's part (a federal share, say) and the rest.

    The parts add up to the total exactly; half a cent goes to the first part, so that a federal
    share is never a cent short (11 CFR 106.6, 106.7, 300.33). Raises BadInput outside 0 to 1.
    """
    part = Fraction(ratio)
    if not 0 <= part <= 1:
        raise BadInput("A ratio lies between 0 and 1; write 0.36 for 36 percent.")
    first, rest = allocate(total, (part, 1 - part))
    return first, rest


def _is_complete(match: re.Match[str]) -> bool:
    if not match["dollars"] and not match["cents"]:
        return False
    signs = [name for name in ("open", "sign", "late_sign") if match[name]]
    return len(signs) <= 1 and bool(match["open"]) == bool(match["close"])
