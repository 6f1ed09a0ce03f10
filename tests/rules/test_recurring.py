"""Intervals of series and promises, the days on which they fall, and how a series stands."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financedesk.errors import BadInput
from financedesk.rules.recurring import (
    INTERVALS,
    after,
    cents_in_a_month,
    due_days,
    interval,
    silent_since,
    state_of_series,
)

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


def test_the_thirty_first_falls_on_the_last_day_of_a_shorter_month() -> None:
    found = [f"{one}" for one in due_days(date(2026, 1, 31), "month", date(2026, 4, 30))]
    assert found == ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]
    assert after(date(2024, 2, 29), "year", 1) == date(2025, 2, 28)
    assert after(date(2026, 11, 30), "quarter", 1) == date(2027, 2, 28)
    assert after(date(2026, 12, 28), "week", 1) == date(2027, 1, 4)


@given(DAYS, st.sampled_from(list(INTERVALS)), st.integers(0, 40))
def test_each_day_comes_after_the_one_before(first: date, every: str, times: int) -> None:
    assert after(first, every, times) < after(first, every, times + 1)
    assert after(first, every, 0) == first


@given(DAYS, st.sampled_from(list(INTERVALS)), st.integers(0, 600))
def test_a_series_runs_until_one_and_a_half_of_its_intervals_are_over(
    last: date, every: str, later: int
) -> None:
    today = last + timedelta(days=later)
    state = state_of_series(every, last.isoformat(), None, None, today)
    assert (state == "lapsed") == (later > interval(every).silence)
    assert (state == "lapsed") == (last < silent_since(every, today))


@pytest.mark.parametrize(
    ("failed", "cancelled", "state"),
    [
        (None, None, "running"),
        ("2026-05-09", None, "running"),  # a charge came after it
        ("2026-05-11", None, "failed"),
        (None, "2026-05-10", "cancelled"),
        (None, "2026-04-30", "running"),
        ("2026-05-11", "2026-05-12", "cancelled"),
    ],
)
def test_what_was_said_after_the_last_charge_counts(
    failed: str | None, cancelled: str | None, state: str
) -> None:
    assert state_of_series("month", "2026-05-10", failed, cancelled, date(2026, 6, 1)) == state


def test_an_amount_is_brought_to_a_month() -> None:
    assert cents_in_a_month("week", 12_00) == 52_00
    assert cents_in_a_month("month", 12_00) == 12_00
    assert cents_in_a_month("quarter", 10_00) == 3_33
    assert cents_in_a_month("year", 12_00) == 1_00


def test_another_word_is_no_interval() -> None:
    with pytest.raises(BadInput, match="week, month, quarter, year"):
        interval("fortnight")
