"""Water-filling in whole cents: an amount into rooms, tier by tier and by weight.

Inside a tier everybody rises to one level, each by its weight, until its own cap or a bound that it
shares is reached; what is left goes on to the next tier. Where bounds lie one inside the other or
apart, as the law's limit groups do, the sums that fit are a polymatroid: whatever fills a tier then
leaves the next ones as much as any other filling would, so the money placed is the most that can
be placed in that order of tiers. Bounds that cross are for ``rules.allocation_overlap``.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, groupby
from typing import NamedTuple

from financedesk.errors import BadInput
from financedesk.rules.allocation_overlap import crossing_shares

Weight = int | Fraction
Family = frozenset[int]


class Want(NamedTuple):
    """One place for money: its tier, its weight there, and the most it takes in cents (or None)."""

    tier: int
    weight: Weight
    cap: int | None = None


class Bound(NamedTuple):
    """The most in cents that some wants, named by their places in the list, take together."""

    cap: int
    members: Family


def filled(cents: int, wants: Sequence[Want], bounds: Iterable[Bound]) -> list[int]:
    """Return what each want gets, in whole cents, in the order of the wants.

    The wants must be sorted by tier; of two with the same right to a cent the earlier one has it.
    Amounts, caps and bounds are not negative, weights positive.
    """
    caps, shared = _what_binds(cents, wants, bounds)
    if not shared:
        return _flat_tiers(cents, wants, caps)
    families = [one.members for one in shared]
    if any(_cross(one, other) for one, other in combinations(families, 2)):
        return crossing_shares(
            cents,
            [(want.tier, want.weight) for want in wants],
            caps,
            [(one.cap, one.members) for one in shared],
        )
    return _nested_tiers(cents, wants, caps, shared)


def by_weight(cents: int, weights: Sequence[Weight]) -> list[int]:
    """Return an amount shared by weight: whole cents, the largest remainder first, then in order.

    The same as ``rules.money.allocate`` without its checks, for the many shares of a dues run.
    """
    whole = sum(weights)
    parts = [divmod(cents * weight, whole) for weight in weights]
    shares = [int(part) for part, _rest in parts]
    return _topped_up(shares, [rest for _part, rest in parts], cents)


def _topped_up(shares: list[int], rests: Sequence[Weight], cents: int) -> list[int]:
    """Give the cents that rounding left over to the largest remainders."""
    over = cents - sum(shares)
    if over:
        order = sorted(range(len(shares)), key=lambda place: rests[place], reverse=True)
        for place in order[:over]:
            shares[place] += 1
    return shares


def _what_binds(
    cents: int, wants: Sequence[Want], bounds: Iterable[Bound]
) -> tuple[list[int], list[Bound]]:
    """Return each want's own cap, and the bounds that several share and that can bind at all."""
    caps = [cents if want.cap is None else min(want.cap, cents) for want in wants]
    smallest: dict[Family, int] = {}
    for cap, members in bounds:
        if len(members) == 1:
            (place,) = members
            caps[place] = min(caps[place], cap)
        elif members and cap < smallest.get(members, cents):
            smallest[members] = cap
    shared = [
        Bound(cap, members)
        for members, cap in smallest.items()
        if cap < sum(caps[place] for place in members)
    ]
    return caps, sorted(shared, key=lambda one: (-len(one.members), sorted(one.members)))


def _cross(one: Family, other: Family) -> bool:
    return not (one.isdisjoint(other) or one <= other or other <= one)


def _tiers(wants: Sequence[Want]) -> list[list[int]]:
    numbered = groupby(range(len(wants)), key=lambda place: wants[place].tier)
    return [list(places) for _tier, places in numbered]


def _flat_tiers(cents: int, wants: Sequence[Want], caps: Sequence[int]) -> list[int]:
    """Fill tiers in which nobody shares a room with anybody."""
    given = [0] * len(wants)
    for places in _tiers(wants):
        if not cents:
            break
        cents -= _flat(cents, places, wants, caps, given)
    return given


def _flat(
    cents: int, places: list[int], wants: Sequence[Want], caps: Sequence[int], given: list[int]
) -> int:
    """Fill one tier; return what it took.

    Who is full at its share of what is left is full at every later level too, for the level only
    rises; who is not has room for its share rounded up, because caps are whole cents.
    """
    left, active = cents, places
    while active:
        whole = sum(wants[place].weight for place in active)
        full = [place for place in active if caps[place] * whole <= left * wants[place].weight]
        if not full:
            shares = by_weight(left, [wants[place].weight for place in active])
            for place, share in zip(active, shares, strict=True):
                given[place] = share
            return cents
        for place in full:
            given[place] = caps[place]
            left -= caps[place]
        active = [place for place in active if place not in full]
    return cents - left


def _nested_tiers(
    cents: int, wants: Sequence[Want], caps: Sequence[int], shared: Sequence[Bound]
) -> list[int]:
    """Fill tiers whose rooms lie one inside the other or apart.

    A tier is filled as if nobody shared; only where that is too much for a room that somebody
    shares does the level have to be found with all of them.
    """
    given = [0] * len(wants)
    for places in _tiers(wants):
        if not cents:
            break
        taken = _flat(cents, places, wants, caps, given)
        if any(sum([given[place] for place in members]) > cap for cap, members in shared):
            for place in places:
                given[place] = 0
            taken = _nested(cents, places, wants, caps, shared, given)
        cents -= taken
    return given


def _nested(
    cents: int, places: Sequence[int], wants: Sequence[Want], caps: Sequence[int],
    shared: Sequence[Bound], given: list[int],
) -> int:  # fmt: skip
    """Fill one tier in which a shared room binds; return what it took."""
    here = frozenset(places)
    left: dict[Family, int] = {here: cents}
    for cap, members in shared:
        inside = members & here
        rest = cap - sum([given[place] for place in members])
        if inside and rest < left.get(inside, rest + 1):
            left[inside] = rest
    exact = _levels(wants, caps, places, left)
    total = int(sum(exact.values()))
    for place, share in _rounded(total, here, exact, list(left)).items():
        given[place] = share
    return total


def _levels(
    wants: Sequence[Want], caps: Sequence[int], places: Sequence[int], left: Mapping[Family, int]
) -> dict[int, Weight]:
    """Return the exact shares of one tier: the level rises until each is stopped by some room."""
    rooms: dict[Family, Weight] = dict(left)
    for place in places:
        alone = frozenset((place,))
        rooms[alone] = min(rooms.get(alone, caps[place]), caps[place])
    exact: dict[int, Weight] = {}
    while len(exact) < len(places):
        family, weight = _first_full(wants, rooms, exact)
        room = rooms[family]
        for place in family:
            if place not in exact:
                exact[place] = share = _part(room, wants[place].weight, weight)
                for other in rooms:
                    if place in other:
                        rooms[other] -= share
    return exact


def _first_full(
    wants: Sequence[Want], rooms: Mapping[Family, Weight], exact: Mapping[int, Weight]
) -> tuple[Family, Weight]:
    """Return the room that stops the rising level first, and the weight that rises in it."""
    found: tuple[Family, Weight] | None = None
    lowest: Weight = 0
    for family, room in rooms.items():
        weight = sum([wants[place].weight for place in family if place not in exact])
        # Levels are compared crosswise: whole numbers are ten times as fast as fractions.
        if weight and (found is None or room * found[1] < lowest * weight):
            found, lowest = (family, weight), room
    if found is None:
        raise BadInput("Every want of a tier needs a weight above zero.")
    return found


def _part(room: Weight, weight: Weight, whole: Weight) -> Weight:
    """Return a part of a room by weight, exactly."""
    part, rest = divmod(room * weight, whole)
    return part + Fraction(rest) / whole if rest else part


def _rounded(
    total: int, family: Family, exact: Mapping[int, Weight], families: Sequence[Family]
) -> dict[int, int]:
    """Return shares in whole cents that add up to ``total`` and lie in no family above its room.

    A family's sum is its exact one cut or raised to a whole cent, and its room is whole cents, so
    rounding from the outer families inwards never leaves one.
    """
    inner = [one for one in families if one < family]
    outermost = [one for one in inner if not any(one < other for other in inner)]
    loose = family.difference(*outermost) if outermost else family
    parts = sorted([*outermost, *(frozenset((place,)) for place in loose)], key=min)
    sums = [sum([exact[place] for place in part]) for part in parts]
    whole = [int(one) for one in sums]
    rests = [one - cut for one, cut in zip(sums, whole, strict=True)]
    given: dict[int, int] = {}
    for part, share in zip(parts, _topped_up(whole, rests, total), strict=True):
        if len(part) == 1:
            given[min(part)] = share
        else:
            given |= _rounded(share, part, exact, inner)
    return given
