"""What an account holds day by day, so that the sample never spends what is not there."""

from collections import defaultdict
from datetime import date


class Purse:
    """The money of one account, in cents."""

    def __init__(self, opening_cents: int) -> None:
        """Begin with the opening balance."""
        self._opening = opening_cents
        self._moves: dict[date, int] = defaultdict(int)

    def move(self, day: date, cents: int) -> None:
        """Note money in (positive) or out on a day."""
        self._moves[day] += cents

    def least_from(self, day: date) -> int:
        """Return the least that the account holds at the end of this day or any later one."""
        held = self._opening + sum(cents for on, cents in self._moves.items() if on < day)
        least: int | None = None
        for on in sorted(on for on in self._moves if on >= day):
            held += self._moves[on]
            least = held if least is None else min(least, held)
        before = self._opening + sum(cents for on, cents in self._moves.items() if on <= day)
        return before if least is None else min(before, least)
