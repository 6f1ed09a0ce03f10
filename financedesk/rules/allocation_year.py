"""What if: a year of proposals, one after the other, and what a change would make of it.

A plan is changed by a function that returns another one: another recipient, another day, another
amount. Both years are then run from the same rooms and laid side by side. Amounts in cents.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from financedesk.errors import BadInput, NotFound
from financedesk.rules.allocation import allocation_of
from financedesk.rules.allocation_facts import Recipient, Request
from financedesk.rules.allocation_result import Allocation
from financedesk.rules.allocation_rooms import Allowance
from financedesk.rules.limits import Override
from financedesk.rules.money import format_cents


class Due(NamedTuple):
    """An amount and the day on which it is to be given."""

    on: date
    cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class YearPlan:
    """Everything that a year of proposals is made from.

    Of ``request`` everything holds for each due but its day, its amount and what is carried in:
    that is what stands before the first one. Fixed wishes are wishes for every due.
    """

    request: Request
    dues: tuple[Due, ...]

    def with_recipient(self, one: Recipient) -> "YearPlan":
        """Return the plan with a recipient more, or with this one in place of its namesake."""
        others = [other for other in self.request.recipients if other.key != one.key]
        return self._with(recipients=(*others, one))

    def without_recipient(self, key: str) -> "YearPlan":
        """Return the plan without a recipient and its wish; raises NotFound."""
        self._known(key)
        return self._with(
            recipients=tuple(one for one in self.request.recipients if one.key != key),
            wishes={name: cents for name, cents in self.request.wishes.items() if name != key},
        )

    def with_wish(self, key: str, cents: int) -> "YearPlan":
        """Return the plan with a fixed wish for every due; raises NotFound for nobody's key."""
        self._known(key)
        return self._with(wishes={**self.request.wishes, key: cents})

    def with_smoothing(self, *, smooth: bool) -> "YearPlan":
        """Return the plan spread over the year, or given as soon as there is room."""
        return self._with(smooth=smooth)

    def with_amount(self, cents: int, since: date) -> "YearPlan":
        """Return the plan with another amount for every due from a day on: a new schedule."""
        return replace(
            self,
            dues=tuple(Due(due.on, cents if due.on >= since else due.cents) for due in self.dues),
        )

    def moved(self, day: date, to: date) -> "YearPlan":
        """Return the plan with the dues of a day given on another; raises NotFound without one."""
        if all(due.on != day for due in self.dues):
            raise NotFound(f"Nothing is due on {day}; choose one of the plan’s days.")
        return replace(
            self, dues=tuple(Due(to if due.on == day else due.on, due.cents) for due in self.dues)
        )

    def _known(self, key: str) -> None:
        if all(one.key != key for one in self.request.recipients):
            raise NotFound(f"“{key}” is not on the list of recipients.")

    def _with(
        self,
        *,
        recipients: tuple[Recipient, ...] | None = None,
        wishes: Mapping[str, int] | None = None,
        smooth: bool | None = None,
    ) -> "YearPlan":
        was = self.request
        changed = replace(
            was,
            recipients=was.recipients if recipients is None else recipients,
            wishes=was.wishes if wishes is None else wishes,
            smooth=was.smooth if smooth is None else smooth,
        )
        return replace(self, request=changed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """A plan that was run: one proposal for each due, in order of their days."""

    plan: YearPlan
    proposals: tuple[Allocation, ...]
    allowances: Mapping[str, Allowance]

    @property
    def due_cents(self) -> int:
        """What was due in all, with what was carried in before the first due."""
        return sum(due.cents for due in self.plan.dues) + self.plan.request.carry_in_cents

    @property
    def carry_cents(self) -> int:
        """What is still open after the last proposal."""
        if not self.proposals:
            return self.plan.request.carry_in_cents
        return self.proposals[-1].carry.cents

    def totals(self) -> dict[str, int]:
        """Return what each recipient would get, by key, in the order in which they first do."""
        found: dict[str, int] = defaultdict(int)
        for proposal in self.proposals:
            for line in proposal.lines:
                found[line.recipient] += line.cents
        return dict(found)


class Row(NamedTuple):
    """One recipient in two years, or in two proposals."""

    recipient: str
    name: str
    before_cents: int
    after_cents: int

    @property
    def more_cents(self) -> int:
        """How much more it gets after the change; below zero for less."""
        return self.after_cents - self.before_cents


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two years side by side; rows by the recipients' keys."""

    before: Year
    after: Year
    rows: tuple[Row, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """What changes, one sentence for each recipient and one for what stays open."""
        said = [
            f"{row.name}: {_dollars(row.after_cents)} instead of {_dollars(row.before_cents)}."
            for row in self.rows
            if row.more_cents
        ]
        if self.before.carry_cents != self.after.carry_cents:
            said.append(
                f"Still open at the end: {_dollars(self.after.carry_cents)} instead of"
                f" {_dollars(self.before.carry_cents)}."
            )
        return tuple(said) or ("Nothing changes.",)


def monthly(year: int, cents: int, *, day: int = 1) -> tuple[Due, ...]:
    """Return a year's due in twelve parts, what does not divide in December.

    Raises BadInput for a day that not every month has, and for an amount below zero.
    """
    if not 1 <= day <= 28 or cents < 0:
        raise BadInput("Choose a day from 1 to 28, and an amount that is not below zero.")
    each = cents // 12
    dues = [Due(date(year, month, day), each) for month in range(1, 13)]
    return (*dues[:-1], Due(dues[-1].on, cents - 11 * each))


def year_of(plan: YearPlan) -> Year:
    """Run a plan: each proposal is taken as made, and its carry is offered with the next due.

    On 1 January the rooms of calendar years refill, by the new year's figures; what runs by
    elections does not. Declarations that were given are taken as given anew in time. What would
    fall due after the term has ended is left out, for the pledge ends with it.
    """
    request, ends = plan.request, plan.request.official.term_ends
    allowances, carry = dict(request.allowances), request.carry_in_cents
    proposals: list[Allocation] = []
    for due in sorted(plan.dues):
        if ends is not None and due.on > ends:
            break
        allowances = rooms_on(allowances, due.on, request.overrides)
        proposal = allocation_of(
            replace(
                request,
                on=due.on,
                due_cents=due.cents,
                carry_in_cents=carry,
                allowances=allowances,
                attested=dict.fromkeys(request.attested, due.on),
            )
        )
        allowances = with_lines(allowances, proposal)
        carry = proposal.carry.cents
        proposals.append(proposal)
    return Year(plan=plan, proposals=tuple(proposals), allowances=allowances)


def compared(before: YearPlan, after: YearPlan) -> Comparison:
    """Run two plans and return them side by side."""
    first, second = year_of(before), year_of(after)
    names = names_of((*before.request.recipients, *after.request.recipients))
    return Comparison(
        before=first, after=second, rows=rows_between(first.totals(), second.totals(), names)
    )


def rows_between(
    before: Mapping[str, int], after: Mapping[str, int], names: Mapping[str, str]
) -> tuple[Row, ...]:
    """Return what every recipient of either side gets on both, by their keys."""
    keys = sorted({*before, *after})
    return tuple(Row(key, names[key], before.get(key, 0), after.get(key, 0)) for key in keys)


def with_lines(allowances: Mapping[str, Allowance], proposal: Allocation) -> dict[str, Allowance]:
    """Return the allowances after a proposal's payments were made."""
    left = dict(allowances)
    for line in proposal.lines:
        for part in line.parts:
            for room in part.place.rooms:
                left[room.key] = left[room.key].with_use(part.cents)
    return left


def names_of(recipients: Iterable[Recipient]) -> dict[str, str]:
    """Return the legal names of recipients by their keys."""
    return {one.key: one.name for one in recipients}


def rooms_on(
    allowances: Mapping[str, Allowance], day: date, overrides: Iterable[Override] = ()
) -> dict[str, Allowance]:
    """Return the allowances that hold on a later day."""
    words = tuple(overrides)
    return {key: one.on(day, words) for key, one in allowances.items()}


def _dollars(cents: int) -> str:
    return format_cents(cents, symbol=True)
