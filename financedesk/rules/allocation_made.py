"""Afterwards: payments judged by the day on which they were really made.

A plan for 28 December that is mailed on 4 January counts in the new year. Once payments arrive, the
same rooms are asked again with the real days: what fits, what is too much, and by when it must be
put right. Law: 11 CFR 103.3(b), 110.1(b)(6).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from financedesk.errors import NotFound
from financedesk.rules.allocation import allocation_of
from financedesk.rules.allocation_blocks import Blocked, Judged, judged, lacking_room
from financedesk.rules.allocation_facts import JOINT, Request
from financedesk.rules.allocation_fill import Bound, Want, filled
from financedesk.rules.allocation_result import Allocation
from financedesk.rules.allocation_rooms import Allowance
from financedesk.rules.allocation_year import Row, names_of, rooms_on, rows_between
from financedesk.rules.money import format_cents
from financedesk.rules.thresholds import clock, runs_out

EXCESSIVE, PROHIBITED = "excessive", "prohibited"


@dataclass(frozen=True, slots=True)
class Made:
    """A payment as it was made and received; without a day of receipt, the day it was made."""

    recipient: str
    cents: int
    made_on: date
    received_on: date | None = None

    @property
    def arrived_on(self) -> date:
        """The day from which a clock runs."""
        return self.received_on or self.made_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejudged:
    """What a payment comes to by its real day; cents.

    ``code`` is excessive, or that of the refusal of a recipient that may be given nothing;
    ``settle_by`` the last day to put it right. All three are empty for what fits.
    """

    made: Made
    name: str
    lawful_cents: int
    code: str = ""
    why: str = ""
    citation: str = ""
    settle_by: date | None = None

    @property
    def excess_cents(self) -> int:
        """What of it is too much."""
        return self.made.cents - self.lawful_cents


@dataclass(frozen=True, slots=True, kw_only=True)
class Remade:
    """A proposal for the planned day and the one for the real day, side by side."""

    planned: Allocation
    again: Allocation
    rows: tuple[Row, ...]

    @property
    def differs(self) -> bool:
        """Whether another day makes another proposal."""
        return any(row.more_cents for row in self.rows)

    @property
    def words(self) -> str:
        """What the other day changes, as one sentence."""
        head = f"Planned for {self.planned.on}, made on {self.again.on}"
        if self.planned.on.year != self.again.on.year:
            head += f": it counts in {self.again.on.year}"
        if not self.differs:
            return f"{head}; the amounts stay the same."
        changes = "; ".join(
            f"{row.name} {_dollars(row.after_cents)} instead of {_dollars(row.before_cents)}"
            for row in self.rows
            if row.more_cents
        )
        return f"{head}; {changes}."


def remade(request: Request, made_on: date) -> Remade:
    """Return the proposal again for the day on which the official really pays.

    The request's allowances are those of the planned day; a new year's refill.
    """
    planned = allocation_of(request)
    fresh = rooms_on(request.allowances, made_on, request.overrides)
    again = allocation_of(replace(request, on=made_on, allowances=fresh))
    before, after = ({line.recipient: line.cents for line in one.lines} for one in (planned, again))
    rows = rows_between(before, after, names_of(request.recipients))
    return Remade(planned=planned, again=again, rows=rows)


def rejudged(request: Request, payments: Iterable[Made]) -> tuple[Rejudged, ...]:
    """Judge payments by their real days, the earlier one first.

    The request's allowances are those before the first payment. What was given uses the room up,
    also what is too much: until it is refunded it was given. A payment to a joint fundraiser
    counts on the day on which that received it (11 CFR 102.17(c)(8)).
    Raises NotFound for a payment to nobody on the list.
    """
    allowances = dict(request.allowances)
    kinds = {one.key: one.kind for one in request.recipients}
    counted = []
    for made in payments:
        if made.recipient not in kinds:
            raise NotFound(f"“{made.recipient}” is not on the list of recipients.")
        joint = kinds[made.recipient] == JOINT
        counted.append((made.arrived_on if joint else made.made_on, made))
    found = []
    for day, made in sorted(counted, key=lambda pair: (pair[0], pair[1].recipient, pair[1].cents)):
        allowances = rooms_on(allowances, day, request.overrides)
        asked = replace(request, on=day, allowances=allowances)
        leaves = [one for one in judged(asked) if one.leaf.payee.key == made.recipient]
        found.append(_judged(asked, made, leaves, allowances))
    return tuple(found)


def _judged(
    asked: Request, made: Made, leaves: Sequence[Judged], allowances: dict[str, Allowance]
) -> Rejudged:
    """Judge one payment and take it out of the allowances."""
    rooms = {one.leaf.recipient.key: _rooms(one, allowances) for one in leaves}
    refusals = [one.refusal or lacking_room(one, rooms[one.leaf.recipient.key]) for one in leaves]
    able = [one for one, refusal in zip(leaves, refusals, strict=True) if refusal is None]
    parts = _fitting(asked, made.cents, able, allowances)
    lawful = sum(parts)
    _use(allowances, able or leaves, parts or [0] * len(leaves), made.cents - lawful)
    name = leaves[0].leaf.payee.name
    if lawful == made.cents:
        return Rejudged(made=made, name=name, lawful_cents=lawful)
    refusal = next((one for one in refusals if one is not None), None)
    if not able and refusal is not None:
        return _forbidden(made, name, refusal)
    return Rejudged(
        made=made,
        name=name,
        lawful_cents=lawful,
        code=EXCESSIVE,
        why=f"{_dollars(made.cents - lawful)} is above what the limit left on {asked.on}."
        f" {clock(EXCESSIVE).action}",
        citation=clock(EXCESSIVE).citation,
        settle_by=runs_out(EXCESSIVE, made.arrived_on, asked.overrides),
    )


def _forbidden(made: Made, name: str, refusal: Blocked) -> Rejudged:
    return Rejudged(
        made=made,
        name=name,
        lawful_cents=0,
        code=refusal.code,
        why=f"{refusal.why} {clock(PROHIBITED).action}",
        citation=f"{refusal.citation}; {clock(PROHIBITED).citation}",
        settle_by=runs_out(PROHIBITED, made.arrived_on),
    )


def _rooms(one: Judged, allowances: dict[str, Allowance]) -> list[Allowance]:
    return [allowances[key] for key in one.leaf.recipient.rooms]


def _fitting(
    asked: Request, cents: int, able: Sequence[Judged], allowances: dict[str, Allowance]
) -> list[int]:
    """Return what of a payment fits each part of it: a joint fundraiser's by its formula."""
    wants = [Want(1, one.leaf.weight) for one in able]
    bounds = []
    for key in sorted({key for one in able for key in one.leaf.recipient.rooms}):
        left = allowances[key].left_on(asked.on)
        members = [at for at, one in enumerate(able) if key in one.leaf.recipient.rooms]
        if left is not None:
            bounds.append(Bound(left, frozenset(members)))
    return filled(cents, wants, bounds) if wants else []


def _use(
    allowances: dict[str, Allowance], leaves: Sequence[Judged], parts: Sequence[int], excess: int
) -> None:
    """Take a payment out of the rooms; what is too much counts where the first part of it does."""
    for at, (one, cents) in enumerate(zip(leaves, parts, strict=True)):
        for key in one.leaf.recipient.rooms:
            allowances[key] = allowances[key].with_use(cents + (0 if at else excess))


def _dollars(cents: int) -> str:
    return format_cents(cents, symbol=True)
