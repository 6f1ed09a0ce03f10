"""Figures and days as a treasurer reads them."""

import locale
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financedesk.ui import formatting as fmt

TODAY = date(2026, 10, 6)


@pytest.mark.parametrize(
    "cents,shown",
    [(0, "0.00"), (5, "0.05"), (123_450, "1,234.50"), (-123_450, "−1,234.50"), (None, "—")],
)
def test_money_in_columns(cents: int | None, shown: str) -> None:
    assert fmt.money(cents) == shown


@pytest.mark.parametrize(
    "cents,shown",
    [
        (11_130_000, "$111.3k"),
        (6_000_000, "$60k"),
        (95_000, "$950"),
        (99_999, "$1k"),
        (99_949, "$999"),
        (123_456_789, "$1.2M"),
        (99_999_999, "$1M"),
        (250_000_000_000, "$2.5B"),
        (-11_130_000, "−$111.3k"),
        (0, "$0"),
    ],
)
def test_compact_dollars(cents: int, shown: str) -> None:
    assert fmt.compact_dollars(cents) == shown


def test_headlines_and_clipboard() -> None:
    assert fmt.dollars(-48_231_645) == "−$482,316.45"
    assert fmt.whole_dollars(2_267_950) == "$22,680"
    assert fmt.plain_money(-48_231_645) == "-482316.45"
    assert fmt.spoken_money(-3_600) == "minus 36.00 dollars"


@given(st.integers(-(10**14), 10**14))
def test_the_plain_amount_reads_back_to_the_cent(cents: int) -> None:
    whole, _, rest = fmt.plain_money(cents).lstrip("-").partition(".")
    assert int(whole) * 100 + int(rest) == abs(cents)
    assert fmt.money(cents).replace(",", "").replace("−", "-") == fmt.plain_money(cents)


@pytest.mark.parametrize(
    "part,whole,decimals,shown",
    [
        (613, 1000, 1, "61.3 %"),
        (2, 3, 0, "67 %"),
        (1, 2000, 1, "0.1 %"),
        (-1, 4, 1, "−25.0 %"),
        (1, 0, 1, "—"),
        (5, 2, 0, "250 %"),
        (-1, 100_000, 1, "0.0 %"),
    ],
)
def test_percent(part: int, whole: int, decimals: int, shown: str) -> None:
    assert fmt.percent(part, whole, decimals=decimals).replace("\u00a0", " ") == shown


def test_days() -> None:
    assert fmt.day(date(2026, 10, 6), today=TODAY) == "Oct 6"
    assert fmt.day(date(2025, 10, 6), today=TODAY) == "Oct 6, 2025"
    assert fmt.day(date(2026, 10, 6)) == "Oct 6, 2026"
    assert fmt.day(None) == "—"
    assert fmt.long_day(TODAY) == "Tuesday, October 6, 2026"
    assert fmt.month(TODAY) == "October 2026"
    assert fmt.span(date(2026, 7, 1), date(2026, 9, 30)) == "Jul 1 – Sep 30, 2026"
    assert fmt.span(date(2025, 7, 1), date(2026, 9, 30)) == "Jul 1, 2025 – Sep 30, 2026"


@pytest.mark.parametrize(
    "when,shown",
    [
        (date(2026, 10, 6), "today"),
        (date(2026, 10, 15), "in 9 days"),
        (date(2026, 10, 5), "1 day ago"),
    ],
)
def test_distance(when: date, shown: str) -> None:
    assert fmt.distance(when, TODAY) == shown


def test_counts() -> None:
    assert fmt.count(-3_214) == "−3,214"
    assert fmt.counted(1, "gift") == "1 gift"
    assert fmt.counted(3_214, "gift") == "3,214 gifts"
    assert fmt.counted(2, "entity", "entities") == "2 entities"


def test_the_systems_locale_changes_nothing() -> None:
    before = fmt.long_day(TODAY), fmt.money(123_456)
    locale.setlocale(locale.LC_ALL, "C")
    assert (fmt.long_day(TODAY), fmt.money(123_456)) == before
