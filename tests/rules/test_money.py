"""Amounts as text, and shares to the cent."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financedesk.errors import BadInput
from financedesk.rules.money import allocate, format_cents, parse_cents, plain_cents, split_cents

amounts = st.integers(-(10**14), 10**14)


@pytest.mark.parametrize(
    "text, cents",
    [
        ("1,234.50", 123450),
        ("$12", 1200),
        ("-5.00", -500),
        ("(5.00)", -500),
        ("($1,000.00)", -100000),
        ("-$5", -500),
        ("$-5", -500),
        ("$ 12.30", 1230),
        ("+7.1", 710),
        (".05", 5),
        (" 0.00 ", 0),
        ("\u22123.20", -320),
        ("1234567.89", 123456789),
    ],
)
def test_amounts_as_people_and_machines_write_them(text: str, cents: int) -> None:
    assert parse_cents(text) == cents


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "$",
        ".",
        "1.234",
        "12.",
        "1,23.00",
        "1.234,50",
        "12,34",
        "1,2345",
        "five",
        "NaN",
        "inf",
        "1e3",
        "--5",
        "-(5)",
        "(5",
        "5)",
        "-$-5",
        "5 USD",
        "1 000",
        "٣",
        "9" * 20,
    ],
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="amount"):
        parse_cents(text)


def test_endless_digits_are_too_large_and_not_all_said_again() -> None:
    with pytest.raises(BadInput, match="too large") as refused:
        parse_cents("9" * 6_000)
    assert len(str(refused.value)) < 200
    assert parse_cents("0" * 6_000 + "5.25") == 525


@given(amounts)
def test_what_is_written_is_read_back(cents: int) -> None:
    assert parse_cents(format_cents(cents)) == cents
    assert parse_cents(format_cents(cents, symbol=True)) == cents
    assert parse_cents(plain_cents(cents)) == cents
    assert Decimal(plain_cents(cents)) * 100 == cents


def test_how_amounts_look() -> None:
    assert format_cents(-123456789) == "-1,234,567.89"
    assert format_cents(5, symbol=True) == "$0.05"
    assert format_cents(-123450, symbol=True) == "-$1,234.50"
    assert plain_cents(123450) == "1234.50"


@given(amounts, st.lists(st.integers(0, 1000), min_size=1, max_size=8).filter(any))
def test_shares_add_up_and_stay_within_a_cent(total: int, weights: list[int]) -> None:
    shares = allocate(total, weights)
    assert sum(shares) == total
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share - Fraction(total * weight, sum(weights))) < 1
        assert weight or not share


@given(amounts, st.lists(st.integers(0, 1000), min_size=1, max_size=8).filter(any))
def test_a_negative_total_is_the_mirror_of_the_positive(total: int, weights: list[int]) -> None:
    assert allocate(-total, weights) == tuple(-share for share in allocate(total, weights))


def test_left_over_cents_go_to_the_largest_remainders() -> None:
    assert allocate(100, [1, 1, 1]) == (34, 33, 33)
    assert allocate(10, [1, 2, 3]) == (2, 3, 5)
    assert allocate(5, [0, 1]) == (0, 5)
    assert allocate(-5, [1, 1]) == (-3, -2)


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1], [2, -1]])
def test_ratios_that_share_nothing_are_refused(weights: list[int]) -> None:
    with pytest.raises(BadInput):
        allocate(100, weights)


@given(amounts, st.fractions(0, 1, max_denominator=1000))
def test_a_split_loses_no_cent(total: int, ratio: Fraction) -> None:
    first, rest = split_cents(total, ratio)
    assert first + rest == total
    assert abs(first - total * ratio) <= Fraction(1, 2)


def test_half_a_cent_goes_to_the_federal_share() -> None:
    assert split_cents(1, Fraction(1, 2)) == (1, 0)
    assert split_cents(100_01, Decimal("0.36")) == (3600, 6401)
    assert split_cents(100, 1) == (100, 0)


@pytest.mark.parametrize("ratio", [Fraction(3, 2), Decimal("-0.1"), 36])
def test_a_ratio_outside_nought_to_one_is_refused(ratio: Fraction | Decimal | int) -> None:
    with pytest.raises(BadInput, match="36 percent"):
        split_cents(100, ratio)
