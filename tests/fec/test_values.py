"""Amounts, days and postal codes as filings write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financedesk.errors import BadInput
from financedesk.fec.values import amount, cents, compact_day, day, zip_code


@pytest.mark.parametrize(
    "text,expected",
    [
        ("1234.5", 123450), ("1234.56", 123456), ("1234", 123400), (".5", 50), ("5.", 500),
        ("-0.05", -5), ("  100315.00", 10031500), ("", 0), ("   ", 0), ("N/A", 0),
        ("250.000", 25000), ("2280311229.59", 228031122959),
    ],
)  # fmt: skip
def test_amounts_are_read_as_cents(text: str, expected: int) -> None:
    assert cents(text) == expected


@pytest.mark.parametrize(
    "text", ["$5.00", "1,000.00", "5.001", "--5", ".", "-", "1e3", "five", "\u0665"]
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        cents(text)


@given(st.integers(-(10**14), 10**14))
def test_an_amount_reads_back_as_written(value: int) -> None:
    assert cents(amount(value)) == value


@pytest.mark.parametrize(
    "text", ["20260203", "2026-02-03", "02/03/2026", "2/3/2026", "02032026", " 20260203 "]
)
def test_days_in_every_form_that_filings_have(text: str) -> None:
    assert day(text) == "2026-02-03"


@pytest.mark.parametrize("text", ["20260231", "2026", "0000-00-00", "99999999", "1/2", "P    "])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        day(text)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_day_reads_back_as_written(value: date) -> None:
    assert day(compact_day(value.isoformat())) == value.isoformat()


def test_empty_days_and_padded_postal_codes() -> None:
    assert day("  ") == ""
    assert compact_day("") == ""
    assert zip_code("00911    ") == "00911"
    assert zip_code("68102-0001") == "681020001"
