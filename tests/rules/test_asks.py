"""What somebody may be asked for: usual amounts, a step up, never above what the law leaves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financedesk.rules.asks import USUAL, AskFacts, ask_amounts, median_cents

CENTS = st.integers(1, 6_000_000)


@pytest.mark.parametrize(
    ("gifts", "amounts"),
    [
        ((), (25_00, 50_00, 100_00)),
        ((25_00,), (25_00, 35_00, 50_00)),
        ((20_00, 35_00, 50_00), (50_00, 75_00, 100_00)),  # rises of 15: the next usual is 75
        ((500_00, 50_00), (50_00, 75_00, 500_00)),
        ((18_00,), (20_00, 25_00, 35_00)),
        ((60_000_00,), (60_000_00, 75_000_00, 76_000_00)),
    ],
)
def test_the_amounts_follow_the_history(gifts: tuple[int, ...], amounts: tuple[int, ...]) -> None:
    assert ask_amounts(AskFacts(gifts=gifts)).amounts == amounts


def test_the_law_goes_before_custom() -> None:
    facts = AskFacts(gifts=(2_500_00,), left_cents=900_00)
    found = ask_amounts(facts)
    assert found.amounts == (750_00,)
    assert found.words.endswith("No more than $900: the limit leaves no more.")
    assert ask_amounts(AskFacts(gifts=(50_00,), left_cents=3_00)).amounts == (3_00,)


@pytest.mark.parametrize("left", [0, -5_00])
def test_a_limit_that_is_used_up_leaves_nothing_to_ask(left: int) -> None:
    found = ask_amounts(AskFacts(gifts=(50_00,), left_cents=left))
    assert (found.amounts, found.text) == ((), "")
    assert found.words == "Ask for nothing: the limit is used up."


def test_who_may_not_give_is_not_asked() -> None:
    found = ask_amounts(AskFacts(stopped="A corporation may not give to a party committee."))
    assert found.amounts == ()
    assert found.words == "Ask for nothing: A corporation may not give to a party committee."


def test_why_is_told_in_words() -> None:
    facts = AskFacts(gifts=(10_00, 40_00, 20_00), left_cents=5_000_00, monthly_cents=20_00)
    assert ask_amounts(facts).words == (
        "Last $20, largest $40, usually $20. Gives $20 again and again: thank first. The limit"
        " leaves $5,000."
    )
    assert ask_amounts(facts).text == "$20, $50, $75"
    assert ask_amounts(AskFacts(why="No amount is set.")).words == "No gift yet. No amount is set."


@given(st.lists(CENTS, max_size=12), st.none() | st.integers(-100, 6_000_000))
def test_no_amount_is_above_what_is_left(gifts: list[int], left: int | None) -> None:
    found = ask_amounts(AskFacts(gifts=tuple(gifts), left_cents=left))
    assert list(found.amounts) == sorted(set(found.amounts))
    assert len(found.amounts) <= 3
    assert all(0 < one <= (one if left is None else left) for one in found.amounts)
    if left is None or left > 0:
        assert found.amounts
        usual = {*USUAL, left}
        assert all(one in usual or one > USUAL[-1] for one in found.amounts)


@given(st.lists(CENTS, min_size=1, max_size=12))
def test_the_median_is_one_of_the_gifts(gifts: list[int]) -> None:
    middle = median_cents(gifts)
    assert middle in gifts
    assert 2 * sum(one < middle for one in gifts) <= len(gifts)
    assert 2 * sum(one > middle for one in gifts) <= len(gifts) + 1
