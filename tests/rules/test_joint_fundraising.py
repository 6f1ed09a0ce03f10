"""Joint fundraising: shares by the formula, what is full reallocated, and never a cent lost.

11 CFR 102.17(c)(2)(i)(C) and (c)(6): the formula, reallocation of what a participant may not take,
and return of what nobody may take.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financedesk.errors import BadInput
from financedesk.rules.joint_fundraising import Participant, joint_split


def sides(*of: tuple[str, int, int | None]) -> list[Participant]:
    return [Participant(key=key, weight=weight, left_cents=left) for key, weight, left in of]


CASES = (
    # paid, (participant, weight, room), parts, to go back
    (10_000_00, (("c", 35, 3_500_00), ("p", 65, 10_000_00)), {"c": 3_500_00, "p": 6_500_00}, 0),
    (10_000_00, (("c", 50, 3_500_00), ("p", 50, 10_000_00)), {"c": 3_500_00, "p": 6_500_00}, 0),
    (20_000_00, (("c", 50, 3_500_00), ("p", 50, 10_000_00)),
     {"c": 3_500_00, "p": 10_000_00}, 6_500_00),
    (10_000_00, (("c", 50, 0), ("p", 30, 2_000_00), ("s", 20, None)),
     {"c": 0, "p": 2_000_00, "s": 8_000_00}, 0),
    (1, (("c", 1, None), ("p", 1, None)), {"c": 1, "p": 0}, 0),
    (900_00, (("c", 1, -50_00), ("p", 2, None)), {"c": 0, "p": 900_00}, 0),
)  # fmt: skip


@pytest.mark.parametrize(("cents", "of", "parts", "back"), CASES)
def test_a_payment_is_shared_out_as_the_formula_and_the_limits_say(
    cents: int, of: tuple[tuple[str, int, int | None], ...], parts: dict[str, int], back: int
) -> None:
    found = joint_split(cents, sides(*of))
    assert (dict(found.parts), found.back_cents) == (parts, back)
    assert found.reallocated == (dict(found.by_formula) != parts)


@given(
    st.integers(1, 10**9),
    st.lists(
        st.tuples(st.integers(1, 100), st.one_of(st.none(), st.integers(-100, 10**8))),
        min_size=1, max_size=6,
    ),
)  # fmt: skip
def test_nothing_is_lost_and_nobody_takes_above_the_limit(
    cents: int, of: list[tuple[int, int | None]]
) -> None:
    given_sides = sides(*((str(n), weight, left) for n, (weight, left) in enumerate(of)))
    found = joint_split(cents, given_sides)
    assert sum(found.parts.values()) + found.back_cents == cents
    for one in given_sides:
        assert found.parts[one.key] >= 0
        assert one.left_cents is None or found.parts[one.key] <= max(0, one.left_cents)
    free = [one for one in given_sides
            if one.left_cents is None or found.parts[one.key] < one.left_cents]  # fmt: skip
    assert not (free and found.back_cents)


@pytest.mark.parametrize(
    ("cents", "of"), [(0, (("c", 1, None),)), (1, ()), (1, (("c", 0, None),)),
                      (1, (("c", 1, None), ("c", 2, None)))],
)  # fmt: skip
def test_a_formula_that_cannot_be_used_is_refused(
    cents: int, of: tuple[tuple[str, int, int | None], ...]
) -> None:
    with pytest.raises(BadInput):
        joint_split(cents, sides(*of))
