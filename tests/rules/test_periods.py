"""Report codes, coverage and deadlines."""

import csv
import json
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from financedesk.errors import BadInput, NotFound
from financedesk.rules.periods import (
    Period,
    coverage,
    due_day,
    guess_code,
    regular_reports,
    report_codes,
    report_title,
)

SCHEDULES = {
    "F3_house_senate": ("quarterly", "F3"),
    "F3X_quarterly_pac_party": ("quarterly", "F3X"),
    "F3X_semiannual_pac_party": ("quarterly", "F3X"),
    "F3X_monthly": ("monthly", "F3X"),
}


def test_the_calendar_agrees_with_the_published_dates(shared_file: Callable[..., Path]) -> None:
    years = json.loads(shared_file("rules", "deadlines.json").read_text())["years"]
    compared = 0
    for year, lists in years.items():
        for name, (frequency, form) in SCHEDULES.items():
            wanted = [
                (row["code"], row["coverage_from"], row["close_of_books"], row["due"])
                for row in lists.get(name) or []
                if row["code"] in report_codes()
            ]
            actual = [
                (r.code, str(r.period.start), str(r.period.end), str(r.due))
                for r in regular_reports(int(year), frequency, form=form)
            ]
            assert not wanted or actual == wanted
            compared += len(wanted)
    assert compared >= 60


def test_accepted_reports_carry_the_code_that_their_dates_suggest(
    shared_file: Callable[..., Path],
) -> None:
    with shared_file("data", "fec", "covers", "f3x_sequences.csv").open(newline="") as stream:
        covers = list(csv.DictReader(stream))
    compared = 0
    for cover in covers:
        code = cover["report_type"]
        start, end = (date.fromisoformat(cover[x]) for x in ("cvg_start_dt", "cvg_end_dt"))
        suggested = {guess_code(start, end, frequency) for frequency in ("monthly", "quarterly")}
        if code in report_codes() and "election" not in report_codes()[code].row:
            assert code in suggested
            compared += 1
    assert compared >= 10


@pytest.mark.parametrize("year", range(2015, 2040))
@pytest.mark.parametrize(
    "form, frequency", [("F3", "quarterly"), ("F3X", "quarterly"), ("F3X", "monthly")]
)
def test_the_reports_of_a_year_cover_it_without_gap_or_overlap(
    year: int, form: str, frequency: str
) -> None:
    reports = regular_reports(year, frequency, form=form)
    assert reports[0].period.start == date(year, 1, 1)
    assert reports[-1].period.end == date(year, 12, 31)
    for earlier, later in pairwise(reports):
        assert later.period.start == earlier.period.end + timedelta(days=1)
    for report in reports:
        assert report.due > report.period.end
        found = guess_code(report.period.start, report.period.end, frequency, form=form)
        assert found == report.code


def test_a_report_starts_where_the_last_one_closed() -> None:
    primary = coverage("12P", 2026, "quarterly", election=date(2026, 5, 19))
    assert primary == Period(date(2026, 4, 1), date(2026, 4, 29))
    july = coverage("Q2", 2026, "quarterly", after=primary.end)
    assert july == Period(date(2026, 4, 30), date(2026, 6, 30))
    without_pre_general = coverage("30G", 2026, "quarterly", after=date(2026, 9, 30))
    assert without_pre_general == Period(date(2026, 10, 1), date(2026, 11, 23))
    assert guess_code(date(2026, 10, 1), date(2026, 11, 23), "quarterly") == "30G"


def test_reports_around_elections_wait_for_their_day() -> None:
    assert coverage("12P", 2026, "quarterly") is None
    assert coverage("TER", 2026, "monthly") is None
    assert due_day("12P", 2026) is None
    assert due_day("TER", 2026) is None
    assert due_day("12P", 2026, election=date(2026, 5, 19)) == date(2026, 5, 7)
    assert due_day("30S", 2026, election=date(2026, 5, 19)) == date(2026, 6, 18)


def test_a_year_end_report_is_due_in_the_next_year() -> None:
    assert due_day("YE", 2026) == date(2027, 1, 31)


@pytest.mark.parametrize(
    "code, year, frequency, form",
    [
        ("M11", 2026, "monthly", "F3X"),
        ("MY", 2026, "quarterly", "F3X"),
        ("Q1", 2025, "quarterly", "F3X"),
        ("Q1", 2026, "monthly", "F3X"),
        ("12G", 2025, "monthly", "F3X"),
        ("MY", 2025, "quarterly", "F3"),
    ],
)
def test_a_report_that_a_filer_does_not_have_is_refused(
    code: str, year: int, frequency: str, form: str
) -> None:
    with pytest.raises(BadInput, match="has no"):
        coverage(code, year, frequency, form=form)


def test_candidates_file_quarterly_in_every_year() -> None:
    assert coverage("Q1", 2025, "quarterly", form="F3") == Period(
        date(2025, 1, 1), date(2025, 3, 31)
    )


def test_february_ends_when_it_ends() -> None:
    for year, last in ((2027, 28), (2028, 29)):
        assert coverage("M3", year, "monthly") == Period(date(year, 2, 1), date(year, 2, last))


def test_names_and_old_spellings() -> None:
    assert report_title("m4") == "April Monthly Report"
    assert report_title("MYE") == report_title("YE")
    with pytest.raises(NotFound, match="Q4"):
        report_title("Q4")


def test_a_period_of_no_regular_report_has_no_code() -> None:
    assert guess_code(date(2026, 1, 1), date(2026, 1, 17), "monthly") is None
    with pytest.raises(BadInput, match="exchange"):
        guess_code(date(2026, 2, 1), date(2026, 1, 31), "monthly")
    with pytest.raises(BadInput, match="frequency"):
        guess_code(date(2026, 1, 1), date(2026, 1, 31), "weekly")
