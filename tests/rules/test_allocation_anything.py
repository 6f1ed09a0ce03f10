"""Any official, list of recipients and rooms: nothing is lost, nothing passes a room, all is told.

How much could be placed is worked out once more by a linear program that knows nothing of levels or
weights: tier before tier, the most that the same rooms, caps and wishes let through.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from financedesk.rules.allocation import allocation_of
from financedesk.rules.allocation_facts import JointShare, Recipient, Request, leaves_of
from financedesk.rules.allocation_fill import Bound, Want, filled
from financedesk.rules.allocation_overlap import crossing_shares
from financedesk.rules.allocation_result import Allocation
from financedesk.rules.allocation_rooms import Allowance
from financedesk.rules.allocation_words import explanation, line_reason
from financedesk.rules.money import allocate, format_cents
from financedesk.rules.windows import year_window
from tests.rules.remitting import CANDIDATE, CONTRACTOR, COUNCILLOR, asked
from tests.soaking import SOAK

# A soak tries 100,000 in parts, so that several processors can share them.
PARTS, EXAMPLES = (20, 5_000) if SOAK else (1, 150)
ROOMS = ("a", "b", "c", "d")
# Mostly recipients whom most officials may give: the sharing is to be tried, not only the wall.
KINDS = (
    "state_party", "state_party", "pac", "pac", "national_party", "party_nonfederal", "levin",
    "section_527", "issue_c4", "think_tank_c3", "super_pac",
)  # fmt: skip
OFFICIALS = (COUNCILLOR, COUNCILLOR, COUNCILLOR, COUNCILLOR, CANDIDATE, CONTRACTOR)
DAYS = (date(2026, 1, 5), date(2026, 4, 15), date(2026, 11, 30), date(2026, 12, 28))
WRITTEN = "declared in writing"
MOST = 2_000_000
PLACED = (0, 9_999, 250_000, 700_001, 1_300_000, 1_999_999)
amounts = st.integers(0, MOST)
# A soak draws a seed for each case, which is ten times quicker than to draw each choice; what it
# finds is then made smaller by a plain run over the same choices.
chances = st.randoms(use_true_random=SOAK)


def recipient_of(chance: Random, number: int) -> Recipient:
    return Recipient(
        key=f"r{number}",
        name=f"Recipient {number}",
        kind=chance.choice(KINDS),
        tier=chance.choice((1, 1, 2, 3)),
        weight=chance.randint(1, 5),
        rooms=tuple(sorted(chance.sample(ROOMS, chance.randint(1, 3)))),
        period_cap_cents=chance.choice((None, None, None, 30_000, 77_777)),
        consented=chance.choice((True,) * 9 + (False,)),
        declared=chance.choice((WRITTEN, WRITTEN, WRITTEN, "")),
        controlled_by=chance.choice(("",) * 9 + ("the party",)),
        electoral=chance.choice(("",) * 9 + ("canvassing",)),
    )


def request_of(chance: Random) -> Request:
    """An official with an amount, recipients, rooms and wishes, by chance."""
    on = chance.choice(DAYS)
    found = [recipient_of(chance, number) for number in range(chance.randint(1, 8))]
    if len(found) > 3 and chance.random() < 0.5:
        found[0] = joint_of(found[0], found[1:3])
    keys = [one.key for one in found]
    wished = chance.sample(keys, chance.randint(0, min(2, len(keys))))
    amount = chance.choice((chance.choice(PLACED), chance.randint(0, MOST)))
    return asked(
        chance.choice(OFFICIALS), on, amount,
        carry_in_cents=chance.choice((0, 0, 85_000)),
        recipients=tuple(found),
        allowances={key: allowance_of(chance, key, on) for key in ROOMS},
        wishes={key: chance.randint(0, 300_000) for key in sorted(wished)},
        smooth=chance.random() < 0.5,
        months_a_period=chance.choice((1, 1, 3)),
    )  # fmt: skip


def allowance_of(chance: Random, key: str, on: date) -> Allowance:
    caps = (None, 100_000, 500_000, 1_000_000, chance.randint(0, MOST))
    return Allowance(
        key=key, label=f"Limit {key}", window=year_window(on), citation=f"Law of {key}",
        cap_cents=chance.choice(caps),
        used_cents=chance.choice((0, 0, 33_333, 400_000, -10_000)),
        pending_cents=chance.choice((0, 0, 25_000)),
        reserve_cents=chance.choice((0, 0, 10_000)),
    )  # fmt: skip


def joint_of(one: Recipient, members: Sequence[Recipient]) -> Recipient:
    """A joint fundraiser of some of the others, which are on the list themselves as well."""
    shares = tuple(JointShare(member, number) for number, member in enumerate(members, start=1))
    return replace(one, kind="joint_fundraiser", rooms=(), shares=shares)


@dataclass(frozen=True)
class Row:
    """One part as the linear program sees it: where it stands and what bounds it alone."""

    recipient: Recipient
    payee: Recipient
    tier: int


def rows_of(request: Request, found: Allocation) -> list[Row]:
    """Whoever was neither blocked nor wished away, in the proposal's own order."""
    out = {one.recipient for one in found.blocked}
    leaves = [leaf for leaf in leaves_of(request.recipients) if leaf.recipient.key not in out]
    return [
        Row(leaf.recipient, leaf.payee, 0 if leaf.payee.key in request.wishes else leaf.payee.tier)
        for leaf in leaves
    ]


def left_of(allowance: Allowance) -> int | None:
    """What an allowance leaves, in plain arithmetic."""
    if allowance.cap_cents is None:
        return None
    gone = allowance.used_cents + allowance.pending_cents + allowance.reserve_cents
    return max(0, allowance.cap_cents - gone)


def bounds_of(request: Request, rows: Sequence[Row]) -> list[tuple[int, list[int]]]:
    """Every sum that may not be passed: the amount, rooms, portions, caps, wishes."""
    found = [(request.amount_cents, list(range(len(rows))))]
    for key, allowance in request.allowances.items():
        left = left_of(allowance)
        members = [at for at, row in enumerate(rows) if key in row.recipient.rooms]
        if left is not None:
            found.append((left, members))
            if request.smooth:
                months = 13 - request.on.month
                portion = left // -(-months // request.months_a_period)
                found.append((portion, [at for at in members if rows[at].tier]))
    for at, row in enumerate(rows):
        same = [other for other, mine in enumerate(rows) if mine.payee is row.payee]
        caps = ((row.recipient.period_cap_cents, [at]), (row.payee.period_cap_cents, same),
                (request.wishes.get(row.payee.key), same))  # fmt: skip
        found += [(cap, members) for cap, members in caps if cap is not None]
    return [(cap, members) for cap, members in found if members]


def most_by_tier(rows: Sequence[Row], bounds: Sequence[tuple[int, list[int]]]) -> dict[int, float]:
    """The most that each tier in turn can take, by linear programs one after the other."""
    width = range(len(rows))
    upper = [[1 if at in members else 0 for at in width] for _cap, members in bounds]
    caps = [float(cap) for cap, _members in bounds]
    found = {}
    for tier in sorted({row.tier for row in rows}):
        mine = [1 if row.tier == tier else 0 for row in rows]
        solved = linprog([-one for one in mine], A_ub=upper, b_ub=caps, method="highs")
        assert solved.success, solved.message
        found[tier] = -solved.fun
        # What a tier has reached is kept while the next ones are filled.
        upper.append([-one for one in mine])
        caps.append(-found[tier] + 1e-4)
    return found


def parts_in(found: Allocation) -> dict[str, int]:
    return {part.recipient: part.cents for line in found.lines for part in line.parts}


@pytest.mark.parametrize("part", range(PARTS))
@settings(max_examples=EXAMPLES, deadline=None)
@given(chance=chances)
def test_whatever_is_asked(part: int, chance: Random) -> None:
    asking = request_of(chance)
    found = allocation_of(asking)
    nothing_is_lost_and_no_room_is_passed(asking, found)
    everything_is_told_with_the_law(found)
    as_much_is_placed_as_a_linear_program_places(asking, found)
    tiers_are_kept(asking, found)
    order_does_not_matter(asking, found, chance)


def nothing_is_lost_and_no_room_is_passed(request: Request, found: Allocation) -> None:
    assert found.placed_cents + found.carry.cents == request.amount_cents
    assert all(line.cents > 0 for line in found.lines)
    rows, given_to = rows_of(request, found), parts_in(found)
    assert sum(given_to.values()) == found.placed_cents
    assert set(given_to) <= {row.recipient.key for row in rows}
    bounds = bounds_of(request, rows)
    for cap, members in bounds:
        assert sum(given_to.get(rows[at].recipient.key, 0) for at in members) <= cap
    rooms_are_told_in_order(request, found)


def rooms_are_told_in_order(request: Request, found: Allocation) -> None:
    """Each part says what the tightest of its rooms left before and leaves after it."""
    kept = {row.recipient.key: row.recipient.rooms for row in rows_of(request, found)}
    taken = dict.fromkeys(request.allowances, 0)
    for part in (part for line in found.lines for part in line.parts):
        for key in kept[part.recipient]:
            taken[key] += part.cents
        known = {key: left_of(request.allowances[key]) for key in kept[part.recipient]}
        after = {key: left - taken[key] for key, left in known.items() if left is not None}
        assert (part.after_cents is None) == (not after)
        if part.after_cents is not None and part.allowance is not None:
            assert part.after_cents == after[part.allowance.key]
            assert part.before_cents == part.after_cents + part.cents
            assert part.used_cents == part.allowance.used_cents + taken[part.allowance.key]
            assert part.why in {"full", "portion"} or part.after_cents == min(after.values())


def everything_is_told_with_the_law(found: Allocation) -> None:
    for line in found.lines:
        assert line.citations
        assert all(line.citations)
        assert line_reason(line)
    said = " ".join(explanation(found))
    assert all(format_cents(line.cents, symbol=True) in said for line in found.lines)
    assert not found.carry.cents or format_cents(found.carry.cents, symbol=True) in said
    assert all(one.citation and one.code for one in found.blocked)


def as_much_is_placed_as_a_linear_program_places(request: Request, found: Allocation) -> None:
    rows = rows_of(request, found)
    if not rows:
        assert not found.lines
        return
    most = most_by_tier(rows, bounds_of(request, rows))
    given_to, best, placed = parts_in(found), 0.0, 0
    # Each tier takes what it could take before the next one is looked at; rounding to whole cents
    # can cost less than a cent for each row.
    for tier, limit in most.items():
        best += limit
        placed += sum(given_to.get(row.recipient.key, 0) for row in rows if row.tier == tier)
        assert best - placed < len(rows) + 0.01
    if best >= 10_000:
        assert placed >= 0.99 * best


def order_does_not_matter(request: Request, found: Allocation, chance: Random) -> None:
    mixed = list(request.recipients)
    chance.shuffle(mixed)
    keys = sorted(request.allowances, reverse=True)
    again = replace(
        request,
        recipients=tuple(mixed),
        allowances={key: request.allowances[key] for key in keys},
        wishes=dict(reversed(request.wishes.items())),
    )
    assert allocation_of(again) == found
    assert allocation_of(request) == found


def tiers_are_kept(request: Request, found: Allocation) -> None:
    """A tier is given something only if no tier before it could have taken another cent."""
    rows, given_to = rows_of(request, found), parts_in(found)
    bounds = bounds_of(request, rows)
    used = [given_to.get(row.recipient.key, 0) for row in rows]
    later = [row.tier for row, mine in zip(rows, used, strict=True) if mine]
    for at, row in enumerate(rows):
        if row.tier >= max(later, default=0):
            continue
        # Without what later tiers got, some bound of the row is full all the same.
        kept = [mine if rows[other].tier <= row.tier else 0 for other, mine in enumerate(used)]
        free = [cap - sum(kept[one] for one in members) for cap, members in bounds if at in members]
        assert min(free) == 0, (row.recipient.key, found)


@st.composite
def nested(draw: st.DrawFn) -> tuple[int, list[Want], list[Bound]]:
    """Wants and rooms of which no two cross."""
    number = draw(st.integers(1, 6))
    wants = sorted(
        (
            Want(draw(st.integers(1, 3)), draw(st.integers(1, 4)), draw(st.none() | amounts))
            for _one in range(number)
        ),
        key=lambda want: want.tier,
    )
    bounds: list[Bound] = []
    for _one in range(draw(st.integers(0, 4))):
        members = frozenset(draw(st.sets(st.integers(0, number - 1), min_size=2))) if (
            number > 1
        ) else frozenset((0,))  # fmt: skip
        if all(
            members.isdisjoint(other.members)
            or members <= other.members
            or other.members <= members
            for other in bounds
        ):
            bounds.append(Bound(draw(amounts), members))
    return draw(amounts), wants, bounds


@settings(max_examples=EXAMPLES // 4, deadline=None)
@given(nested())
def test_both_ways_to_share_agree_where_no_rooms_cross(
    asked_for: tuple[int, list[Want], list[Bound]],
) -> None:
    """Filling by levels and the exact linear program are two roads to one answer."""
    amount, wants, bounds = asked_for
    caps = [amount if want.cap is None else min(want.cap, amount) for want in wants]
    mine = filled(amount, wants, bounds)
    other = crossing_shares(
        amount, [(want.tier, want.weight) for want in wants], caps,
        [(bound.cap, bound.members) for bound in bounds],
    )  # fmt: skip
    assert all(abs(one - two) <= 1 for one, two in zip(mine, other, strict=True))
    assert abs(sum(mine) - sum(other)) < len(wants)


@settings(max_examples=EXAMPLES // 4, deadline=None)
@given(amounts, st.lists(st.integers(1, 9), min_size=1, max_size=6))
def test_without_rooms_it_is_plain_sharing_by_weight(amount: int, weights: list[int]) -> None:
    wants = [Want(1, weight) for weight in weights]
    assert filled(amount, wants, []) == list(allocate(amount, weights))


def test_where_rooms_cross_the_most_is_placed() -> None:
    """All three by one level would place 150; leaving out the one in the middle places 200."""
    wants = [Want(1, 1), Want(1, 1), Want(1, 1)]
    crossing = [Bound(100, frozenset((0, 1))), Bound(100, frozenset((1, 2)))]
    assert filled(1_000, wants, crossing) == [100, 0, 100]
    pairs = [*crossing, Bound(100, frozenset((0, 2)))]
    assert filled(1_000, wants, pairs) == [50, 50, 50]
    assert filled(90, wants, crossing) == [30, 30, 30]


def test_a_room_that_is_shared_is_filled_by_weight_and_no_further() -> None:
    wants = [Want(1, 2), Want(1, 1), Want(1, 1)]
    assert filled(1_000, wants, [Bound(301, frozenset((0, 1)))]) == [201, 100, 699]
    inside = [Bound(301, frozenset((0, 1))), Bound(500, frozenset((0, 1, 2)))]
    assert filled(1_000, wants, inside) == [201, 100, 199]
