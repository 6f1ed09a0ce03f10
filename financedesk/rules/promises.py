"""A promise to give, in parts: when each falls due, and how it stands.

A promise is no income and stands on no report: it is neither a contribution nor a written contract
to make one (52 U.S.C. 30101(8)(A); a pledge counts when it is kept). What donors promise here binds
nobody.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count, islice
from types import MappingProxyType

from financedesk.errors import BadInput
from financedesk.rules.recurring import after

OPEN, OVERDUE, PARTLY, KEPT, LET_GO = "open", "overdue", "partly", "kept", "let go"
STATES: Mapping[str, str] = MappingProxyType({
    OPEN: "not due yet",
    OVERDUE: "due, and nothing came",
    PARTLY: "due, and a piece of it came",
    KEPT: "kept by gifts",
    LET_GO: "not asked for any more, because the promise ended",
})  # fmt: skip
"""How a part may stand, and what that means."""
MOST_PARTS = 600
"""More parts than a promise can have: a weekly one of eleven years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What was promised: an amount in cents, from which day on, how often and how many times.

    Without ``every`` it is one part; without ``times`` it goes on until it is ended.
    """

    amount_cents: int
    due_on: date
    every: str = ""
    times: int | None = None
    ended_on: date | None = None

    def require_sense(self) -> None:
        """Raise BadInput for an amount, interval or number that cannot be."""
        if self.amount_cents <= 0:
            raise BadInput("A promise is of an amount above zero.")
        if self.every:
            if self.every not in ("month", "quarter", "year"):
                raise BadInput(f"“{self.every}” is none of: month, quarter, year.")
        elif self.times is not None:
            raise BadInput("Say how often it comes, if it comes several times.")
        if self.times is not None and not 1 < self.times <= MOST_PARTS:
            raise BadInput(f"A promise in parts has between 2 and {MOST_PARTS} of them.")

    def days(self, last: date) -> Iterator[date]:
        """Yield the days on which parts fall due, up to a last day; those after its end do not."""
        if self.ended_on is not None:
            last = min(last, self.ended_on)
        most = 1 if not self.every else self.times or MOST_PARTS
        for number in islice(count(), most):
            due = after(self.due_on, self.every, number) if number else self.due_on
            if due > last:
                return
            yield due


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a promise: when it is due, its amount, and what came of it, in cents."""

    due_on: date
    amount_cents: int
    kept_cents: int
    ended_on: date | None = None

    @property
    def left_cents(self) -> int:
        """What has not come; more than was promised leaves nothing."""
        return max(0, self.amount_cents - self.kept_cents)

    def state(self, today: date) -> str:
        """Return how the part stands, one of ``STATES``."""
        if not self.left_cents:
            return KEPT
        if self.ended_on is not None and self.ended_on <= today:
            return LET_GO
        if self.due_on >= today:
            return OPEN
        return PARTLY if self.kept_cents else OVERDUE


def parts_of(terms: Terms, kept: Mapping[date, int], last: date) -> tuple[Part, ...]:
    """Return the parts that fall due up to a day, with what keeps each in cents.

    A part that was kept is there whatever else became of the promise.
    """
    days = sorted({*terms.days(last), *(day for day, cents in kept.items() if cents)})
    return tuple(
        Part(
            due_on=day, amount_cents=terms.amount_cents, kept_cents=kept.get(day, 0),
            ended_on=terms.ended_on,
        )
        for day in days
    )  # fmt: skip
