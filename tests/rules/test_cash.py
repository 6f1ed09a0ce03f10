"""Currency: what counts as such, what one giver or nobody may bring, and what of it may stay."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financedesk.rules.cash import CashGift, cash_stop, is_anonymous, is_cash

GIFT = CashGift(giver_name="Ada Lopez", method="Cash", cents=100_00, day=date(2026, 10, 6))
UNNAMED = replace(GIFT, giver_name="Anonymous", cents=50_00)


@pytest.mark.parametrize("method", ["cash", "Cash, envelope 4", "CURRENCY", "coins", "Banknotes"])
def test_currency_is_known_by_its_words(method: str) -> None:
    assert is_cash(method)


@pytest.mark.parametrize(
    "method",
    ["", "Check 1042", "Cash App", "CashApp", "cashier's check", "Cashier’s check", "Card"],
)
def test_what_only_sounds_like_it_is_none(method: str) -> None:
    assert not is_cash(method)


def test_nobody_by_name_is_known_in_several_words() -> None:
    assert all(map(is_anonymous, ("", " anonymous ", "Unknown  Donor", "ANONYMOUS GIVER")))
    assert not is_anonymous("Anonymous Coffee LLC")


@pytest.mark.parametrize(
    ("before", "cents", "excess", "keeps"),
    [(0, 100_00, 0, 0), (0, 100_01, 1, 100_00), (60_00, 40_00, 0, 0), (60_00, 50_00, 10_00, 40_00),
     (100_00, 5_00, 5_00, 0), (150_00, 5_00, 5_00, 0)],
)  # fmt: skip
def test_one_giver_s_cash_of_a_day_is_added_up(
    before: int, cents: int, excess: int, keeps: int
) -> None:
    found = cash_stop(replace(GIFT, cents=cents, before_cents=before))
    if not excess:
        assert found is None
        return
    assert found is not None
    assert (found.excess_cents, found.keeps_cents) == (excess, keeps)
    assert "Return" in found.words
    assert "110.4(c)(2)" in found.citation


def test_cash_of_nobody_above_fifty_dollars_serves_no_election() -> None:
    assert cash_stop(UNNAMED) is None
    found = cash_stop(replace(UNNAMED, cents=50_01))
    assert found is not None
    assert (found.excess_cents, found.keeps_cents) == (1, 50_00)
    assert "nothing to do with any federal election" in found.remedy
    assert "110.4(c)(3)" in found.citation


def test_what_nobody_brought_in_an_unsaid_way_is_taken_for_cash_and_a_check_is_not() -> None:
    assert cash_stop(replace(UNNAMED, method="", cents=50_01)) is not None
    assert cash_stop(replace(UNNAMED, method="Check 7", cents=500_00)) is None
    assert cash_stop(replace(GIFT, method="", cents=500_00)) is None


@given(st.integers(0, 300_00), st.integers(1, 300_00), st.booleans())
def test_what_is_kept_and_what_exceeds_are_the_gift(before: int, cents: int, named: bool) -> None:
    gift = replace(GIFT if named else UNNAMED, cents=cents, before_cents=before)
    found = cash_stop(gift)
    if found is None:
        assert cents + (before if named else 0) <= (100_00 if named else 50_00)
        return
    assert found.excess_cents > 0
    assert found.excess_cents + found.keeps_cents == cents
    assert cash_stop(replace(gift, cents=found.keeps_cents)) is None or not found.keeps_cents
