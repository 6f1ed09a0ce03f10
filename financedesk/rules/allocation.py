"""Lawful allocation: where an official's amount may go, to the cent, each amount with its reason.

It proposes; the official decides and signs. Each line is one payment from the official's own
account to one recipient, or to a joint fundraiser: the organisation collects and passes on nothing
(52 U.S.C. 30122). Pure: the same facts give the same proposal, whatever order they come in.
"""

from collections.abc import Iterator, Mapping, Sequence
from operator import attrgetter

from financedesk.errors import BadInput
from financedesk.rules.allocation_blocks import Blocked, judged, lacking_room
from financedesk.rules.allocation_facts import Recipient, Request
from financedesk.rules.allocation_fill import Bound, Want, filled
from financedesk.rules.allocation_lines import (
    Left,
    carry_of,
    left_of,
    lines_of,
    parts_of,
    portion_of,
)
from financedesk.rules.allocation_result import Allocation, Place, Stop
from financedesk.rules.allocation_rooms import Allowance
from financedesk.rules.allocation_taking import attestations
from financedesk.rules.thresholds import years_later

ACTIVE = "active"


def allocation_of(request: Request) -> Allocation:
    """Return the proposal for one official and day.

    Nothing is placed while the pledge is not active, a declaration is missing or older than a year,
    or a round-trip alarm stands: the stops say so and everything is carried. Raises BadInput for an
    amount or wish below zero, a wish for nobody on the list, and a room that is not there.
    """
    _check(request)
    stops = stops_of(request)
    places, refused = _places(request) if not stops else ([], [])
    left = left_of(request, places)
    given = _filled(request, places, left)
    steps, parts = parts_of(request, places, given, left)
    over = request.amount_cents - sum(given)
    return Allocation(
        official=request.official.key,
        on=request.on,
        due_cents=request.due_cents,
        carry_in_cents=request.carry_in_cents,
        lines=tuple(lines_of(request, parts)),
        blocked=tuple(refused),
        carry=carry_of(request, over, parts, stopped=bool(stops)),
        stops=stops,
        passed_over=tuple([part for part in parts if not part.cents]),
        steps=steps,
    )


def stops_of(request: Request) -> tuple[Stop, ...]:
    """Return why nothing at all would be proposed; what it asks of a request needs no rooms."""
    return tuple(_stops(request))


def _check(request: Request) -> None:
    if request.due_cents < 0 or request.carry_in_cents < 0:
        raise BadInput("An amount to be placed is not below zero; a credit lowers the next due.")
    if request.months_a_period < 1:
        raise BadInput("A period has at least one month.")
    if not request.wishes:
        return
    keys = {one.key for one in request.recipients}
    for key, cents in request.wishes.items():
        if key not in keys or cents < 0:
            raise BadInput(
                f"The wish for “{key}” is below zero or for nobody on the list of recipients."
            )


def _stops(request: Request) -> Iterator[Stop]:
    if request.pledge != ACTIVE:
        yield Stop(
            code="PLEDGE",
            why=f"The pledge is {request.pledge}, not active.",
            remedy="Propose nothing until the official has signed it and it is active.",
            citation="52 U.S.C. 30122; 18 U.S.C. 601",
        )
    for one in attestations().values():
        given = request.attested.get(one.code)
        if given is None or not given <= request.on <= years_later(given, one.years):
            when = "was never given" if given is None else f"is of {given} and holds for a year"
            yield Stop(
                code="ATTESTATION",
                why=f"The declaration “{one.text}” {when}.",
                remedy="Ask the official to declare it anew.",
                citation=one.citation,
            )
    for alarm in request.alarms:
        yield Stop(
            code="ROUND_TRIP",
            why=alarm,
            remedy="Let counsel look at the contract, the hours and the payments first.",
            citation="52 U.S.C. 30122; 11 CFR 113.1(g)(6)(iii)",
        )


def _places(request: Request) -> tuple[list[Place], list[Blocked]]:
    """Return who may be given, wishes first and then by tier and key, and who may not."""
    places, refused = [], []
    for one in judged(request):
        rooms = _rooms_of(one.leaf.recipient, request.allowances)
        refusal = one.refusal or lacking_room(one, rooms)
        if refusal is not None:
            refused.append(refusal)
            continue
        wish = request.wishes.get(one.leaf.payee.key)
        tier, weight = one.leaf.payee.tier, one.leaf.weight
        if wish is not None:
            tier, weight = 0, max(1, wish) * weight
        places.append(Place(one.leaf, one.verdicts, tier, weight, wish, rooms))
    places.sort(key=_tier)
    return places, refused


_tier = attrgetter("tier")


def _rooms_of(one: Recipient, allowances: Mapping[str, Allowance]) -> tuple[Allowance, ...]:
    try:
        return tuple([allowances[key] for key in one.rooms])
    except KeyError as error:
        raise BadInput(f"{one.name}: the allowance {error} is not there.") from error


def _filled(request: Request, places: Sequence[Place], left: Left) -> list[int]:
    """Return what each place gets; no allowance, portion, cap or wish is passed."""
    wants = [
        Want(place.tier, place.weight, place.leaf.recipient.period_cap_cents) for place in places
    ]
    return filled(request.amount_cents, wants, _bounds(request, places, left))


def _bounds(request: Request, places: Sequence[Place], left: Left) -> Iterator[Bound]:
    sharing: dict[str, list[int]] = {}
    paid: dict[str, list[int]] = {}
    for at, place in enumerate(places):
        for room in place.rooms:
            sharing.setdefault(room.key, []).append(at)
        payee = place.leaf.payee
        if place.wish is not None or payee.period_cap_cents is not None:
            paid.setdefault(payee.key, []).append(at)
    for key, members in sharing.items():
        rest = left[key]
        if rest is not None:
            yield Bound(rest, frozenset(members))
            if request.smooth:
                # A fixed wish is not spread over the year: the official said when.
                spread = frozenset([at for at in members if places[at].tier])
                yield Bound(portion_of(request, key, rest), spread)
    for members in paid.values():
        first = places[members[0]]
        for cap in (first.wish, first.leaf.payee.period_cap_cents):
            if cap is not None:
                yield Bound(cap, frozenset(members))
