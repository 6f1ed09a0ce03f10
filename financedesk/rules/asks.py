"""What somebody may be asked for: from what they gave, within what the law leaves them.

The amounts are a fundraiser's custom and no law; the bound is the law's, and it goes before custom:
an amount above what is left of a limit is never proposed (52 U.S.C. 30116(f)).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from financedesk.rules.money import format_cents

USUAL: tuple[int, ...] = tuple(
    dollars * 100
    for dollars in (
        5, 10, 15, 20, 25, 35, 50, 75, 100, 125, 150, 200, 250, 300, 400, 500, 750, 1000, 1250,
        1500, 2000, 2500, 3000, 3500, 4000, 5000, 7500, 10000, 15000, 20000, 25000, 50000,
    )
)  # fmt: skip
"""Amounts that people are used to be asked for, in cents."""
FIRST_TIME = (25_00, 50_00, 100_00)
"""What is asked of somebody who never gave."""
MOST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class AskFacts:
    """What is known: gifts in cents, the oldest first, and what the law leaves.

    ``left_cents`` None: no limit is known; then ``why`` says why. ``stopped``: why nothing at all
    may be taken. ``monthly_cents`` is what a running series brings at each charge.
    """

    gifts: tuple[int, ...] = ()
    left_cents: int | None = None
    stopped: str = ""
    why: str = ""
    monthly_cents: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Up to three amounts in cents, the smallest first, and why these and no more."""

    amounts: tuple[int, ...]
    words: str

    @property
    def text(self) -> str:
        """The amounts as a caller reads them: “$50, $75, $100”."""
        return ", ".join(_dollars(one) for one in self.amounts)


def ask_amounts(facts: AskFacts) -> Ask:
    """Return what may be asked; the same facts give the same amounts.

    First what was given last; then that and the usual step up, which is the median of the rises
    so far or a quarter; then the largest gift, or another step. Each is the next usual amount.
    """
    if facts.stopped:
        return Ask(amounts=(), words=f"Ask for nothing: {facts.stopped}")
    if facts.left_cents is not None and facts.left_cents <= 0:
        return Ask(amounts=(), words="Ask for nothing: the limit is used up.")
    wanted = _wanted(facts.gifts)
    amounts = tuple(sorted({_within(one, facts.left_cents) for one in wanted} - {0}))[:MOST]
    reasons = (_history(facts), _bound(facts, max(wanted)))
    return Ask(amounts=amounts, words=" ".join(filter(None, reasons)))


def median_cents(gifts: Sequence[int]) -> int:
    """Return the middle one of some amounts, the lower of two; 0 of none."""
    return sorted(gifts)[(len(gifts) - 1) // 2] if gifts else 0


def _wanted(gifts: Sequence[int]) -> tuple[int, ...]:
    if not gifts:
        return FIRST_TIME
    last = gifts[-1]
    rises = [later - earlier for earlier, later in pairwise(gifts) if later > earlier]
    again = _usual_from(last)
    step = _usual_from(max(again + 1, last + (median_cents(rises) or last // 4)))
    largest = max(gifts)
    return again, step, _usual_from(max(step + 1, largest))


def _usual_from(cents: int) -> int:
    """Return the smallest usual amount that is not below; above all of them the next thousand."""
    found = next((one for one in USUAL if one >= cents), None)
    return found if found is not None else -(-cents // 1_000_00) * 1_000_00


def _within(cents: int, left: int | None) -> int:
    """Return an amount, or the largest usual one that the limit leaves; the rest of it, if none."""
    if left is None or cents <= left:
        return cents
    return max((one for one in USUAL if one <= left), default=left)


def _history(facts: AskFacts) -> str:
    if not facts.gifts:
        return "No gift yet."
    last, largest = facts.gifts[-1], max(facts.gifts)
    said = f"Last {_dollars(last)}, largest {_dollars(largest)}, usually"
    said += f" {_dollars(median_cents(facts.gifts))}."
    if facts.monthly_cents:
        said += f" Gives {_dollars(facts.monthly_cents)} again and again: thank first."
    return said


def _bound(facts: AskFacts, most: int) -> str:
    if facts.left_cents is None:
        return facts.why
    if most > facts.left_cents:
        return f"No more than {_dollars(facts.left_cents)}: the limit leaves no more."
    return f"The limit leaves {_dollars(facts.left_cents)}."


def _dollars(cents: int) -> str:
    said = format_cents(cents, symbol=True)
    return said.removesuffix(".00")
