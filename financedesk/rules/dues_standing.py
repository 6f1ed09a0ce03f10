"""How dues stand on a day: what was given and waived, what is open, and for how long.

Payments clear the oldest due first. What is open is an unfulfilled pledge, a memorandum and never
a receivable: no balance sheet, no form, no interest.
"""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from financedesk.errors import BadInput
from financedesk.rules.dates import first_of_month
from financedesk.rules.dues_formula import PAY_DUE, index_of, last_day_of
from financedesk.rules.dues_run import Due, DuesRun
from financedesk.rules.pay import require_cents, require_span

OPEN, INSTRUCTED, PARTLY_MADE = "open", "instructed", "partly_made"
FULFILLED, CARRIED, WAIVED, LAPSED = "fulfilled", "carried", "waived", "lapsed"
STATES: Mapping[str, str] = MappingProxyType(
    {
        OPEN: "Nothing was given or agreed yet.",
        INSTRUCTED: "The official signed where it goes; nothing came yet.",
        PARTLY_MADE: "A part of it was given.",
        FULFILLED: "All of it was given, or nothing was due.",
        CARRIED: "No recipient had room for the rest; the official holds it for a later month.",
        WAIVED: "The organisation waived it.",
        LAPSED: "The pledge ended before it was given; nothing more is asked.",
    }
)

NOT_YET_DUE = "not yet due"
BUCKETS: tuple[tuple[str, int], ...] = (("0-30", 30), ("31-60", 60), ("61-90", 90))
OLDEST = "90+"
AGES = (NOT_YET_DUE, *(name for name, _ in BUCKETS), OLDEST)
UNFULFILLED = "unfulfilled pledge"
"""What the open part of a due is called wherever it is shown."""

_MOST_DAYS = (-1, *(most for _, most in BUCKETS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """What an official gave towards the pledge on a day, in cents; a refund is negative."""

    day: date
    cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """Months for which the organisation asks nothing, or so much less a month.

    ``cents`` None waives all of it. It holds from the day of its approval, for what is due of pay
    or of severance.
    """

    first: date
    last: date
    approved_on: date
    approved_by: str
    reason: str
    cents: int | None = None
    kind: str = PAY_DUE

    def __post_init__(self) -> None:
        """Refuse months in the wrong order and less than nothing."""
        require_span(self.first, self.last, "Waiver")
        if self.cents is not None:
            require_cents(self.cents, "Waiver")

    def covers(self, month: date, kind: str, on: date) -> bool:
        """Whether it speaks of a month's due of this kind and was approved by a day."""
        asked = month.year, month.month
        first, last = (self.first.year, self.first.month), (self.last.year, self.last.month)
        return self.kind == kind and first <= asked <= last and self.approved_on <= on


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """The official's signed word for a month; ``carried_cents`` is what found no room."""

    month: date
    signed_on: date
    carried_cents: int = 0


class Settled(NamedTuple):
    """One month's due by kind: asked, waived, made, and the rest, in cents."""

    month: date
    kind: str
    asked_cents: int
    waived_cents: int
    made_cents: int
    instruction: Instruction | None
    lapsed: bool

    @property
    def due_on(self) -> date:
        """The last day of its month."""
        return last_day_of(index_of(self.month))

    @property
    def left_cents(self) -> int:
        """What was neither given nor waived."""
        return self.asked_cents - self.waived_cents - self.made_cents

    @property
    def state(self) -> str:
        """How the due stands: a key of ``STATES``."""
        return next(state for state, holds in _STATE_IS if holds(self))

    @property
    def open_cents(self) -> int:
        """What is an unfulfilled pledge: the rest, unless it lapsed."""
        return 0 if self.lapsed else self.left_cents

    def age(self, on: date) -> str:
        """Return the bucket of its age on a day, counted from its due date: one of ``AGES``."""
        return AGES[bisect_left(_MOST_DAYS, (on - self.due_on).days)]


_STATE_IS: tuple[tuple[str, Callable[[Settled], bool]], ...] = (
    (WAIVED, lambda one: one.waived_cents == one.asked_cents > 0),
    (FULFILLED, lambda one: one.left_cents == 0),
    (LAPSED, lambda one: one.lapsed),
    (
        CARRIED,
        lambda one: one.instruction is not None and one.left_cents <= one.instruction.carried_cents,
    ),
    (PARTLY_MADE, lambda one: one.made_cents > 0),
    (INSTRUCTED, lambda one: one.instruction is not None),
    (OPEN, lambda _: True),
)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How an official stands on a day; cents. Months are made when they are read.

    ``asked`` is what each month asks by kind of due, the oldest first and never below zero,
    ``waived`` what of it was waived, where anything was; ``pool_cents`` is all that was given or
    credited, which clears the oldest first.
    """

    on: date
    asked: dict[tuple[date, str], int]
    waived: Mapping[tuple[date, str], int]
    pool_cents: int
    signed: Mapping[date, Instruction]
    lapsed: bool

    @cached_property
    def months(self) -> tuple[Settled, ...]:
        """Every month's due, the oldest first."""
        return self.between(date.min, date.max)

    def between(self, first: date, last: date) -> tuple[Settled, ...]:
        """Return the dues of the months from one day to another, the oldest first."""
        found, before = [], self._all_needed
        for place in reversed(self.asked):
            if place[0] < first:
                break
            needed = self._needed(place)
            before -= needed
            if place[0] <= last:
                found.append(self._settled(place, max(0, min(needed, self.pool_cents - before))))
        return tuple(reversed(found))

    @property
    def credit_cents(self) -> int:
        """What was given or credited beyond all that is due; it meets what comes next."""
        return max(0, self.pool_cents - self._all_needed)

    @property
    def open_since(self) -> date | None:
        """The oldest month of which something was neither given nor waived; None for none."""
        return min([month for (month, _), _ in self._newest_left()], default=None)

    @property
    def open_cents(self) -> int:
        """All unfulfilled pledges together, what is not yet due included."""
        return 0 if self.lapsed else max(0, self._all_needed - self.pool_cents)

    @property
    def ageing(self) -> Mapping[str, int]:
        """Unfulfilled pledges by age; every bucket is there, also when it is empty."""
        found = dict.fromkeys(AGES, 0)
        for one in self.newest_left():
            found[one.age(self.on)] += one.open_cents
        return MappingProxyType(found)

    def newest_left(self) -> Iterator[Settled]:
        """Yield the dues of which something is left, the newest first: the oldest are cleared."""
        return (self._settled(place, made) for place, made in self._newest_left())

    def _newest_left(self) -> Iterator[tuple[tuple[date, str], int]]:
        """Yield month and kind with what of it was made."""
        left = self._all_needed - self.pool_cents
        for place in reversed(self.asked):
            if left <= 0:
                return
            needed = self._needed(place)
            if needed:
                yield place, max(0, needed - left)
                left -= needed

    def _needed(self, place: tuple[date, str]) -> int:
        return self.asked[place] - self.waived.get(place, 0)

    @cached_property
    def _all_needed(self) -> int:
        return sum(self.asked.values()) - sum(self.waived.values())

    def _settled(self, place: tuple[date, str], made: int) -> Settled:
        month, kind = place
        word = self.signed.get(month) if kind == PAY_DUE else None
        waived = self.waived.get(place, 0)
        return Settled(month, kind, self.asked[place], waived, made, word, self.lapsed)


def standing(
    dues: DuesRun | Iterable[Due],
    on: date,
    *,
    payments: Iterable[Payment] = (),
    waivers: Iterable[Waiver] = (),
    instructions: Iterable[Instruction] = (),
    lapsed_on: date | None = None,
) -> Standing:
    """Return how dues stand on a day, in any order of what is given; oldest first is cleared.

    A whole run is read faster than its dues one by one. Payments, approvals and signatures after
    the day do not count. A credit of a correction clears like a payment. ``lapsed_on``: from this
    day on nothing more is asked of what is open. Raises BadInput when more was refunded than was
    ever given.
    """
    asked = dues.asked() if isinstance(dues, DuesRun) else _asked(dues)
    pool = sum([one.cents for one in payments if one.day <= on])
    if pool < 0:
        raise BadInput("More was refunded to the official than was given; check the refunds.")
    back = [cents for cents in asked.values() if cents < 0]
    if back:
        pool -= sum(back)
        asked = {place: max(0, cents) for place, cents in asked.items()}
    return Standing(
        on=on,
        asked=asked,
        waived=_waived(asked, [one for one in waivers if one.approved_on <= on], on),
        pool_cents=pool,
        signed=_signed(instructions, on),
        lapsed=lapsed_on is not None and lapsed_on <= on,
    )


def instructed(stands: Standing, instructions: Iterable[Instruction]) -> Standing:
    """Return a standing with the official's signed words, where it was made without them."""
    return replace(stands, signed=_signed(instructions, stands.on))


def _asked(dues: Iterable[Due]) -> dict[tuple[date, str], int]:
    """Return what each month asks by kind, corrections included, the oldest first."""
    found: dict[tuple[date, str], int] = {}
    for due in dues:
        key = due.month, due.kind
        found[key] = found.get(key, 0) + due.cents
    return dict(sorted(found.items()))


def _waived(
    asked: Mapping[tuple[date, str], int], waivers: Collection[Waiver], on: date
) -> dict[tuple[date, str], int]:
    """Return what of each due was waived, where anything was."""
    found: dict[tuple[date, str], int] = {}
    for place, due in asked.items() if waivers else ():
        left = due
        for one in waivers:
            if one.covers(*place, on):
                left = 0 if one.cents is None else max(0, left - one.cents)
        if left != due:
            found[place] = due - left
    return found


def _signed(instructions: Iterable[Instruction], on: date) -> dict[date, Instruction]:
    """Return the newest signed instruction of each month."""
    found: dict[date, Instruction] = {}
    for one in sorted(instructions, key=lambda one: (one.signed_on, one.carried_cents)):
        if one.signed_on <= on:
            found[first_of_month(one.month)] = one
    return found
