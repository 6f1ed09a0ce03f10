"""From what each place gets to a proposal's lines: rooms before and after, reasons, the carry.

Lines stand in the order in which rooms are used up, so that each says what is left after it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from financedesk.rules.allocation_facts import Request
from financedesk.rules.allocation_fill import Weight
from financedesk.rules.allocation_result import (
    FULL,
    NO_MORE,
    NOBODY,
    PERIOD_CAP,
    PORTION,
    SHARE,
    STOPPED,
    WISH,
    Carry,
    CarryCause,
    Line,
    Part,
    Place,
    Portion,
    Step,
)
from financedesk.rules.allocation_rooms import MONTHS, Allowance
from financedesk.rules.allocation_taking import taking_of

Left = Mapping[str, int | None]
"""What is left of each allowance on the day of a request; None where no amount is set."""


def left_of(request: Request, places: Sequence[Place]) -> Left:
    """Return what is left of every allowance in which somebody stands who may be given."""
    rooms = {room.key: room for place in places for room in place.rooms}
    return {key: room.left_on(request.on) for key, room in rooms.items()}


def portion_of(request: Request, key: str, left: int) -> int:
    """Return one period's portion of what is left of an allowance."""
    return left // request.allowances[key].periods_left(request.on, request.months_a_period)


def parts_of(
    request: Request, places: Sequence[Place], given: Sequence[int], left: Left
) -> tuple[tuple[Step, ...], tuple[Part, ...]]:
    """Return the tiers, and what counts for each place, in their order, with its room."""
    steps = _steps(request.amount_cents, places, given)
    uses = _uses(places, given, left)
    parts = []
    for place, cents in zip(places, given, strict=True):
        for room in place.rooms:
            uses.running[room.key] += cents
        parts.append(_part(request, place, cents, steps[place.tier], uses))
    return tuple(steps.values()), tuple(parts)


def lines_of(request: Request, parts: Sequence[Part]) -> Iterator[Line]:
    """Yield one line for every payee that is paid anything, in the order of the places."""
    by_payee: dict[str, list[Part]] = {}
    for part in parts:
        if part.cents:
            by_payee.setdefault(part.place.leaf.payee.key, []).append(part)
    for mine in by_payee.values():
        payee = mine[0].place.leaf.payee
        cents = sum([part.cents for part in mine])
        yield Line(payee, request.on, cents, tuple(mine), taking_of(payee.kind))


def carry_of(request: Request, cents: int, parts: Sequence[Part], *, stopped: bool) -> Carry:
    """Return what is carried, which rooms could not take it, and when one opens again.

    The pledge ends with the term: what would be offered after it lapses (unless it is waived).
    """
    if not cents:
        return _NOTHING
    causes = _causes(request, parts, stopped=stopped)
    again = min((one.again_on for one in causes if one.again_on), default=None)
    ends = request.official.term_ends
    late = ends is not None and (again is None or again > ends)
    return Carry(cents=cents, causes=causes, again_on=again, lapses_on=ends if late else None)


_NOTHING = Carry(cents=0)


def _steps(amount: int, places: Sequence[Place], given: Sequence[int]) -> dict[int, Step]:
    """Return what reached each tier and what it took."""
    weight: dict[int, Weight] = {}
    placed: dict[int, int] = {}
    for place, cents in zip(places, given, strict=True):
        weight[place.tier] = weight.get(place.tier, 0) + place.weight
        placed[place.tier] = placed.get(place.tier, 0) + cents
    found = {}
    for tier, whole in weight.items():
        found[tier] = Step(tier, amount, placed[tier], whole)
        amount -= placed[tier]
    return found


@dataclass(frozen=True, slots=True)
class _Uses:
    """What is proposed of each allowance, by its key; cents.

    ``used`` is all of it, ``spread`` what is no fixed wish, ``running`` what the parts so far use.
    ``names`` are those of all who share it.
    """

    left: Left
    used: dict[str, int]
    spread: dict[str, int]
    running: dict[str, int]
    names: dict[str, list[str]]


def _uses(places: Sequence[Place], given: Sequence[int], left: Left) -> _Uses:
    nothing: dict[str, int] = dict.fromkeys(left, 0)
    found = _Uses(left, nothing, dict(nothing), dict(nothing), {key: [] for key in left})
    for place, cents in zip(places, given, strict=True):
        for room in place.rooms:
            found.used[room.key] += cents
            found.spread[room.key] += cents if place.tier else 0
            found.names[room.key].append(place.leaf.recipient.name)
    return found


def _part(request: Request, place: Place, cents: int, step: Step, uses: _Uses) -> Part:
    why, room = _why(request, place, cents, uses)
    if room is None:
        room = _tightest(place, uses)
        if room is None:
            return Part(place, cents, why, step)
    rest, taken = uses.left[room.key], uses.running[room.key]
    known = uses.names[room.key]
    sharing = tuple(known) if len(known) > 1 else ()
    if rest is None:
        used = room.used_cents + taken
        return Part(place, cents, why, step, room, used_cents=used, sharing=sharing)
    portion = None
    if why == PORTION:
        portion = Portion(rest, room.periods_left(request.on, request.months_a_period))
    after = rest - taken
    used = room.used_cents + taken
    return Part(place, cents, why, step, room, after + cents, after, used, portion, sharing)


def _why(request: Request, place: Place, cents: int, uses: _Uses) -> tuple[str, Allowance | None]:
    """Return why a place gets what it gets, and the allowance that says so."""
    if place.wish is not None and cents >= place.wish:
        return (WISH if place.wish else NO_MORE), None
    for room in place.rooms:
        if uses.left[room.key] == uses.used[room.key]:
            return FULL, room
    if request.smooth and place.tier:
        for room in place.rooms:
            rest = uses.left[room.key]
            if rest is not None and portion_of(request, room.key, rest) == uses.spread[room.key]:
                return PORTION, room
    leaf = place.leaf
    capped = cents in (leaf.recipient.period_cap_cents, leaf.payee.period_cap_cents)
    return (PERIOD_CAP if capped else SHARE), None


def _tightest(place: Place, uses: _Uses) -> Allowance | None:
    """Return the allowance of a place of which the least is left; without amounts the first."""
    if len(place.rooms) < 2:
        return place.rooms[0] if place.rooms else None
    known = [
        (rest - uses.running[room.key], at)
        for at, room in enumerate(place.rooms)
        if (rest := uses.left[room.key]) is not None
    ]
    return place.rooms[min(known)[1] if known else 0]


def _causes(request: Request, parts: Sequence[Part], *, stopped: bool) -> tuple[CarryCause, ...]:
    """Return why each place could not take more; those of one room are one cause."""
    if stopped or not parts:
        return (CarryCause(code=STOPPED if stopped else NOBODY, names=()),)
    soon = _next_period(request.on, request.months_a_period)
    names: dict[tuple[str, str, date | None], list[str]] = {}
    for part in parts:
        room, again = part.allowance, None
        if part.why == FULL and room is not None:
            again = room.opens_again(request.on)
        elif part.why in {PORTION, PERIOD_CAP, SHARE}:
            again = soon
        shared = room.key if part.why in {FULL, PORTION} and room is not None else part.recipient
        names.setdefault((part.why, shared, again), []).append(part.name)
    return tuple(
        CarryCause(code=why, names=tuple(dict.fromkeys(who)), again_on=again)
        for (why, _shared, again), who in names.items()
    )


def _next_period(on: date, months_a_period: int) -> date:
    months = on.year * MONTHS + on.month - 1 + months_a_period
    return date(months // MONTHS, months % MONTHS + 1, 1)
