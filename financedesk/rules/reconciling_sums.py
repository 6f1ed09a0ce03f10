"""Which of some amounts come to a sum: every way within stated bounds, and whether that was all.

A search that stopped at a bound says so: what it did not find may still be there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

MOST_PARTS = 8
"""No more amounts than these are added up: a longer list says nothing by its sum."""
MOST_WAYS = 4
"""After so many ways the sum proves nothing, and the search ends."""
MOST_STEPS = 4_000
"""So many amounts are tried at most for one sum."""


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways to a sum, each the places of its amounts; ``is_whole``: there is no other.

    ``steps`` is how many amounts were tried.
    """

    found: tuple[tuple[int, ...], ...]
    is_whole: bool
    steps: int


def ways_to(wanted_cents: int, amounts: Sequence[int]) -> Ways:
    """Return how two or more of some amounts come to a sum, all in cents and above zero."""
    search = _Search(wanted_cents, amounts)
    search.go(0, wanted_cents, ())
    return Ways(tuple(search.found), search.is_whole, search.steps)


class _Search:
    """The amounts in falling order are taken or left, one after the other."""

    def __init__(self, wanted_cents: int, amounts: Sequence[int]) -> None:
        usable = [place for place, one in enumerate(amounts) if 0 < one < wanted_cents]
        self.places = sorted(usable, key=lambda place: (-amounts[place], place))
        self.amounts = [amounts[place] for place in self.places]
        self.rest = [*accumulate(reversed(self.amounts), initial=0)][::-1]
        self.found: list[tuple[int, ...]] = []
        self.steps = 0
        self.is_whole = True

    def go(self, start: int, left_cents: int, taken: tuple[int, ...]) -> None:
        """Try every amount from a place on towards what is left of the sum."""
        for at in range(start, len(self.amounts)):
            if self.rest[at] < left_cents or self._is_over():
                return
            self.steps += 1
            left = left_cents - self.amounts[at]
            now = (*taken, self.places[at])
            if left == 0:
                self.found.append(tuple(sorted(now)))
            elif left > 0:
                self._go_deeper(at + 1, left, now)

    def _go_deeper(self, start: int, left_cents: int, taken: tuple[int, ...]) -> None:
        if len(taken) < MOST_PARTS:
            self.go(start, left_cents, taken)
        elif self.rest[start] >= left_cents:
            self.is_whole = False

    def _is_over(self) -> bool:
        over = self.steps >= MOST_STEPS or len(self.found) >= MOST_WAYS
        self.is_whole = self.is_whole and not over
        return over
