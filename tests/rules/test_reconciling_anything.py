"""Random months with splits, duplicates, missing, reversed and late lines: certain is true."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from financedesk.rules.reconciling import Proposal, reconciled
from financedesk.rules.reconciling_evidence import Habit, Habits, party_of
from financedesk.rules.reconciling_sums import ways_to
from tests.rules.reconciling_months import PAYEES, Month, months
from tests.soaking import examples

HABITS = st.dictionaries(
    st.sampled_from([party_of(one) for one in PAYEES]),
    st.builds(Habit, st.integers(-5, 40), st.integers(1, 9)),
).map(Habits)


def keys(proposal: Proposal) -> tuple[list[int], list[int]]:
    return [one.key for one in proposal.lines], [one.key for one in proposal.entries]


@given(months(), HABITS)
@settings(max_examples=examples(400, 20_000), deadline=None)
def test_nothing_wrong_is_ever_certain(month: Month, habits: Habits) -> None:
    offers = reconciled(month.lines, month.entries, habits)
    for one in offers.certain:
        kin = {month.kin[part.key] for part in (*one.lines, *one.entries)}
        assert len(kin) == 1, one
    taken = [key for one in offers.certain for side in keys(one) for key in side]
    assert len(taken) == len(set(taken))


@given(months(), HABITS)
@settings(max_examples=examples(150, 5_000), deadline=None)
def test_whatever_is_offered_sums_and_is_free(month: Month, habits: Habits) -> None:
    offers = reconciled(month.lines, month.entries, habits)
    certain = {key for one in offers.certain for side in keys(one) for key in side}
    for some in offers.doubtful:
        for one in some:
            assert one.cents == sum(entry.cents for entry in one.entries)
            assert not certain.intersection(key for side in keys(one) for key in side)
            assert not one.certain
        assert [one.score for one in some] == sorted((one.score for one in some), reverse=True)
    for one in offers.certain:
        assert one.cents == sum(entry.cents for entry in one.entries)


@given(months(), st.randoms(use_true_random=False))
@settings(max_examples=examples(100, 3_000), deadline=None)
def test_the_order_of_the_facts_does_not_matter(month: Month, chance: random.Random) -> None:
    first = reconciled(month.lines, month.entries, Habits())
    lines, entries = list(month.lines), list(month.entries)
    chance.shuffle(lines)
    chance.shuffle(entries)
    assert reconciled(lines, entries, Habits()) == first


@given(st.lists(st.integers(-3, 30), max_size=9), st.integers(1, 60))
@settings(max_examples=examples(200, 5_000), deadline=None)
def test_ways_to_a_sum_are_all_of_them_or_say_that_they_are_not(
    amounts: list[int], wanted: int
) -> None:
    every = {
        places
        for bits in range(1 << len(amounts))
        if len(places := tuple(at for at in range(len(amounts)) if bits >> at & 1)) > 1
        and all(amounts[at] > 0 for at in places)
        and sum(amounts[at] for at in places) == wanted
    }
    ways = ways_to(wanted, amounts)
    assert set(ways.found) <= every
    assert len(set(ways.found)) == len(ways.found)
    if ways.is_whole:
        assert set(ways.found) == every
