"""Which gift cleared which due: the same clearing as ``dues_standing``, told gift by gift.

The oldest due is cleared first, by gifts in the order of their days and then by credits of
corrections. What was given back takes from the gifts before it, the newest first.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from financedesk.rules.dues_standing import Standing

CREDIT = -1
"""In place of a gift: a credit of a correction."""


class Cleared(NamedTuple):
    """What one gift cleared of a due, in cents; ``gift`` is its place, or ``CREDIT``."""

    gift: int
    cents: int


def cleared_by(
    standing: Standing, gifts: Sequence[int]
) -> Mapping[tuple[date, str], tuple[Cleared, ...]]:
    """Return what cleared each month's due by kind; a due that nothing cleared is absent.

    ``gifts`` are all payments up to the day of the standing in cents, in order of their days; one
    that was given back is below zero.
    """
    sources = _sources(gifts, standing)
    found: dict[tuple[date, str], tuple[Cleared, ...]] = {}
    gift, left = next(sources, Cleared(CREDIT, 0))
    for one in standing.months:
        parts: list[Cleared] = []
        needed = one.made_cents
        while needed > 0:
            while left == 0:
                gift, left = next(sources)
            taken = min(needed, left)
            parts.append(Cleared(gift, taken))
            needed, left = needed - taken, left - taken
        if parts:
            found[one.month, one.kind] = tuple(parts)
    return found


def _sources(gifts: Sequence[int], standing: Standing) -> Iterator[Cleared]:
    """Yield what can clear, in order: gifts less what was given back of them, then credits."""
    net = _net(gifts)
    for place, cents in enumerate(net):
        if cents:
            yield Cleared(place, cents)
    made = sum(one.made_cents for one in standing.months)
    credit = made + standing.credit_cents - sum(net)
    if credit > 0:
        yield Cleared(CREDIT, credit)


def _net(gifts: Sequence[int]) -> list[int]:
    """Return each gift less what was given back of it; of more than all before, of the next."""
    net: list[int] = []
    owed = 0
    for cents in gifts:
        owed += max(0, -cents)
        net.append(max(0, cents))
        for place in range(len(net) - 1, -1, -1):
            taken = min(owed, net[place])
            net[place] -= taken
            owed -= taken
    return net
