"""What answers what: by reference, by name and amount, several at once; never twice."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financedesk.rules.matching import (
    DAYS_AFTER,
    DAYS_BEFORE,
    LIKELY,
    POSSIBLE,
    SURE,
    Arrival,
    Expected,
    Match,
    matched,
)

DAY = date(2026, 3, 1)


def came(
    key: str, party: str = "winter ada", cents: int = 100_00, days: int = 5, mark: str = ""
) -> Arrival:
    marks = frozenset({mark} if mark else ())
    return Arrival(key=key, party=party, cents=cents, day=DAY + timedelta(days=days), marks=marks)


def awaited(
    key: str, party: str = "winter ada", cents: int = 100_00, days: int = 0, mark: str = ""
) -> Expected:
    marks = frozenset({mark} if mark else ())
    return Expected(key=key, party=party, cents=cents, day=DAY + timedelta(days=days), marks=marks)


def pairs(found: tuple[Match, ...]) -> list[tuple[str, tuple[str, ...], str]]:
    return [
        (one.arrival.key, tuple(row.key for row in one.expected), one.strength) for one in found
    ]


def test_name_and_amount_are_sure() -> None:
    assert pairs(matched([came("a")], [awaited("x"), awaited("y", cents=90_00)])) == [
        ("a", ("x",), SURE)
    ]


def test_a_reference_goes_before_an_equal_amount() -> None:
    expected = [awaited("january", mark="R-1/2026-01"), awaited("february", mark="R-1/2026-02")]
    found = matched([came("a", mark="r-1/2026-02")], expected)
    assert pairs(found) == [("a", ("february",), SURE)]


@pytest.mark.parametrize(
    ("party", "cents", "strength", "said"),
    [
        ("winter ada", 90_00, LIKELY, "the name agrees"),
        ("winter bo", 100_00, POSSIBLE, "another name"),
    ],
)
def test_a_reference_alone_is_for_somebody_to_look_at(
    party: str, cents: int, strength: str, said: str
) -> None:
    (one,) = matched([came("a", party, cents, mark="R-1")], [awaited("x", mark="R-1")])
    assert one.strength == strength
    assert said in one.why


def test_one_payment_may_answer_several_months() -> None:
    expected = [awaited("x", cents=40_00), awaited("y", cents=60_00, days=1), awaited("z", days=2)]
    (one,) = matched([came("a", cents=200_00)], expected)
    assert ([row.key for row in one.expected], one.strength) == (["x", "y", "z"], LIKELY)
    assert one.over_cents == 0


def test_the_name_alone_is_possible_and_says_the_difference() -> None:
    (one,) = matched([came("a", cents=90_00)], [awaited("x")])
    assert (one.strength, one.over_cents) == (POSSIBLE, -10_00)


def test_two_equal_payments_answer_two_months_the_nearest_first() -> None:
    expected = [awaited("march"), awaited("april", days=31)]
    found = matched([came("b", days=33), came("a", days=3)], expected)
    assert pairs(found) == [("a", ("march",), SURE), ("b", ("april",), SURE)]


@pytest.mark.parametrize(
    ("days", "answered"),
    [(-DAYS_BEFORE, True), (-DAYS_BEFORE - 1, False), (DAYS_AFTER, True), (DAYS_AFTER + 1, False)],
)
def test_what_comes_too_early_or_too_late_is_something_else(days: int, *, answered: bool) -> None:
    assert bool(matched([came("a", days=days)], [awaited("x")])) is answered


def test_nobody_else_answers() -> None:
    assert matched([came("a", "summer bo")], [awaited("x")]) == ()


names = st.sampled_from(["winter ada", "summer bo"])
amounts = st.sampled_from([10_00, 20_00, 30_00])
days = st.integers(-5, 130)
marks = st.sampled_from(["", "R-1", "R-2"])
arrivals = st.lists(st.tuples(names, amounts, days, marks), max_size=8)


@given(given_arrivals=arrivals, given_expected=arrivals, random=st.randoms())
def test_nothing_is_matched_twice_and_order_does_not_matter(
    given_arrivals: list[tuple[str, int, int, str]],
    given_expected: list[tuple[str, int, int, str]],
    random: object,
) -> None:
    came_in = [came(f"a{n}", *row) for n, row in enumerate(given_arrivals)]
    waited = [awaited(f"x{n}", *row) for n, row in enumerate(given_expected)]
    found = matched(came_in, waited)
    taken = [row.key for one in found for row in one.expected]
    assert len(taken) == len(set(taken))
    assert len({one.arrival.key for one in found}) == len(found)
    random.shuffle(came_in)  # type: ignore[attr-defined]
    random.shuffle(waited)  # type: ignore[attr-defined]
    assert matched(came_in, waited) == found
    for one in found:
        shares_mark = any(one.arrival.marks & row.marks for row in one.expected)
        assert shares_mark or all(row.party == one.arrival.party for row in one.expected)


@given(given_arrivals=arrivals, given_expected=arrivals)
def test_what_is_left_over_agrees_in_nothing(
    given_arrivals: list[tuple[str, int, int, str]], given_expected: list[tuple[str, int, int, str]]
) -> None:
    came_in = [came(f"a{n}", *row) for n, row in enumerate(given_arrivals)]
    waited = [awaited(f"x{n}", *row) for n, row in enumerate(given_expected)]
    found = matched(came_in, waited)
    free = [one for one in came_in if one.key not in {match.arrival.key for match in found}]
    taken = {row.key for match in found for row in match.expected}
    for arrival in free:
        for one in waited:
            if one.key not in taken:
                late = not -DAYS_BEFORE <= (arrival.day - one.day).days <= DAYS_AFTER
                assert late or (one.party != arrival.party and not one.marks & arrival.marks)
