"""Which lines of own accounts may be one transfer: all that may be, and nothing that cannot."""

import random
from collections import Counter
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from financedesk.rules.reconciling_evidence import Line
from financedesk.rules.reconciling_transfers import (
    DAYS_EARLIER,
    DAYS_LATER,
    MOST_PAIRS,
    OwnAccount,
    OwnLine,
    Passing,
    passings,
)
from tests.soaking import examples

FIRST = date(2026, 3, 1)
KNOWN = {1: OwnAccount(("Riverbend Party",), "000004821"), 2: OwnAccount(("Riverbend County",))}
LINES = st.lists(
    st.tuples(st.integers(1, 3), st.sampled_from((-2, -1, 1, 2)), st.integers(0, 40)), max_size=14
)


def own(key: int, account: int, hundreds: int, day: int, words: str = "") -> OwnLine:
    on = FIRST + timedelta(day)
    return OwnLine(account, Line(key=key, day=on, cents=hundreds * 100_00, payee=words))


def pairs(*lines: OwnLine) -> list[tuple[int, int]]:
    return [(one.out.line.key, one.into.line.key) for one in passings(lines, KNOWN)]


def may_be(out: OwnLine, into: OwnLine) -> bool:
    """The same, said once more and plainly."""
    apart = (into.line.day - out.line.day).days
    amounts = out.line.cents < 0 and into.line.cents == -out.line.cents
    return amounts and out.account != into.account and -DAYS_EARLIER <= apart <= DAYS_LATER


@given(LINES)
@settings(max_examples=examples(200, 10_000), deadline=None)
def test_every_pair_that_may_be_one_is_offered_and_no_other(
    told: list[tuple[int, int, int]],
) -> None:
    lines = [own(key, *one) for key, one in enumerate(told, start=1)]
    found = passings(lines, KNOWN)
    wanted = {(out.line.key, into.line.key) for out in lines for into in lines if may_be(out, into)}
    offered = [(one.out.line.key, one.into.line.key) for one in found]
    assert len(offered) == len(set(offered))
    most = Counter(out for out, _ in wanted)
    assert set(offered) <= wanted
    assert {one for one in wanted if most[one[0]] <= MOST_PAIRS} <= set(offered)
    used = Counter(key for pair in offered for key in pair)
    for one in found:
        alone = used[one.out.line.key] == used[one.into.line.key] == 1
        assert one.only is alone
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


@given(LINES, st.randoms(use_true_random=False))
@settings(max_examples=examples(60, 2_000), deadline=None)
def test_the_order_of_the_lines_does_not_matter(
    told: list[tuple[int, int, int]], chance: random.Random
) -> None:
    lines = [own(key, *one) for key, one in enumerate(told, start=1)]
    mixed = list(lines)
    chance.shuffle(mixed)
    assert passings(mixed, KNOWN) == passings(lines, KNOWN)


def only(*lines: OwnLine) -> Passing:
    (found,) = passings(lines, KNOWN)
    return found


def test_what_the_bank_says_counts_and_is_told() -> None:
    plain = only(own(1, 1, -5, 1, "DEBIT"), own(2, 2, 5, 2, "CREDIT"))
    called = only(own(1, 1, -5, 1, "ONLINE TRANSFER"), own(2, 2, 5, 2, "CREDIT"))
    named = only(own(1, 1, -5, 1, "WIRE RIVERBEND COUNTY"), own(2, 2, 5, 2, "FROM 4821"))
    assert plain.score < called.score < named.score
    assert (plain.why, called.why) == (
        "amount equal, 1 day later", "amount equal, 1 day later, the bank calls it a transfer",
    )  # fmt: skip
    assert named.why.endswith("calls it a transfer, the bank names the other account")


def test_the_days_end_where_they_end() -> None:
    assert pairs(own(1, 1, -5, 10), own(2, 2, 5, 20), own(3, 2, 5, 21)) == [(1, 2)]
    assert pairs(own(1, 1, -5, 10), own(2, 2, 5, 8), own(3, 2, 5, 7)) == [(1, 2)]
    assert pairs(own(1, 1, -5, 10), own(2, 1, 5, 10)) == []
