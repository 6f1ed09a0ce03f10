"""Days as files write them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financedesk.errors import BadInput
from financedesk.rules.dates import (
    first_of_month,
    first_of_quarter,
    general_election_day,
    last_of_month,
    last_of_quarter,
    parse_day,
    parse_month,
)

days = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@given(days)
def test_every_way_of_writing_a_day_is_read(day: date) -> None:
    written = [
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.month}/{day.day}/{day.year}",
        f"{day:%m/%d/%Y}",
        f" {day.isoformat()}T23:59:59Z ",
        f"{day.isoformat()} 10:11:12 -0500",
        f"{day.month}/{day.day}/{day.year} 1:05 PM",
        f"{day.isoformat()}T10:11:12.345678+00:00",
        f"{day.isoformat()} 10:11:12 UTC",
    ]
    assert {parse_day(text) for text in written} == {day}


@pytest.mark.parametrize("text", ["1/5/26", "05-01-2026", "5.1.2026", "1-5-26", "1/5/26 10:00"])
def test_ambiguous_days_are_refused_as_such(text: str) -> None:
    with pytest.raises(BadInput, match="ambiguous"):
        parse_day(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2026-02-29",
        "2026-02-28 10:11 or so",
        "2026-02-28 and more",
        "13/01/2026",
        "20261301",
        "0026-01-01",
        "2026/01/05",
        "2300-01-01",
    ],
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        parse_day(text)


def test_a_month_is_named_by_year_and_number() -> None:
    assert parse_month(" 2026-03 ") == date(2026, 3, 1)


@pytest.mark.parametrize("text", ["2026", "2026-3", "2026-13", "03/2026", "2026-03-01", ""])
def test_what_names_no_month_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match=r"YYYY-MM|calendar"):
        parse_month(text)


@given(days)
def test_ends_of_months_and_quarters(day: date) -> None:
    assert first_of_month(day).day == first_of_quarter(day).day == 1
    assert (last_of_month(day) + timedelta(days=1)).day == 1
    assert first_of_month(day) <= day <= last_of_month(day)
    assert first_of_quarter(day) <= day <= last_of_quarter(day)
    assert first_of_quarter(day).month in (1, 4, 7, 10)
    assert last_of_quarter(day).month - first_of_quarter(day).month == 2
    assert last_of_quarter(day) == last_of_month(last_of_quarter(day))


@pytest.mark.parametrize(
    "year, day", [(2016, 8), (2018, 6), (2020, 3), (2022, 8), (2024, 5), (2026, 3), (2028, 7)]
)
def test_general_elections(year: int, day: int) -> None:
    assert general_election_day(year) == date(year, 11, day)
