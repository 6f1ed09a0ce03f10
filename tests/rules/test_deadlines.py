"""Every date of the researched calendar is made by rule; what is left out is named, with why."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financedesk.errors import NotFound
from financedesk.rules.dates import general_election_day
from financedesk.rules.deadlines import (
    Deadline,
    Election,
    before_election,
    deadline_of,
    is_waived,
    paper_arrives_by,
    reminder,
    reminder_days,
    window_before,
    windows,
    with_elections,
)
from financedesk.rules.periods import owed_reports, regular_reports, report_codes
from financedesk.rules.tax_deadlines import exemptions, tax_deadlines
from financedesk.rules.thresholds import clock, runs_out, thresholds
from financedesk.rules.workdays import (
    federal_holidays,
    is_working_day,
    last_working_day,
    next_tax_day,
)

SCHEDULES = {
    "F3_house_senate": ("quarterly", "F3"),
    "F3X_quarterly_pac_party": ("quarterly", "F3X"),
    "F3X_semiannual_pac_party": ("quarterly", "F3X"),
    "F3X_monthly": ("monthly", "F3X"),
}
#: What of the file no test here compares, and why.
LEFT_OUT = {
    "filing_frequency": "who files how often: the codes of every list below say it",
    "due": "formulas in words: each is asked of every report below",
    "coverage_from": "in words: asked of every report below",
    "weekend": "in words: asked of every report and date of the IRS below",
    "general_election": "in words: asked of every year below",
    "EC_24h": "counts from each day on which somebody hears it: no window of days",
    "IE_additional": "each further amount: of amounts, not of days",
    "cwa": "due with the donor’s own tax return, whose day nobody here knows",
    "special elections": "set by notice, 52 U.S.C. 30104(a)(9): noted, never computed",
}
OUR_WINDOWS = {
    "F6_48h": "notice_48_hours", "IE_24h": "independent_24_hours",
    "IE_48h": "independent_48_hours",
}  # fmt: skip


@pytest.fixture
def published(shared_file: Callable[..., Path]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(shared_file("rules", "deadlines.json").read_text())
    return found


def lists(published: dict[str, Any], name: str) -> Iterator[tuple[int, Any]]:
    for year, row in published["years"].items():
        if row[name] is not None:
            yield int(year), row[name]


def told(one: Deadline) -> dict[str, Any]:
    """A report as the file tells it."""
    report = one.report
    row = {
        "code": report.code, "coverage_from": str(report.period.start),
        "close_of_books": str(report.period.end), "mail_by": str(one.mail_by),
        "due": str(report.due), "falls_on_nonworking_day": not one.on_working_day,
    }  # fmt: skip
    if not one.on_working_day:
        row["paper_first_class_must_arrive_by"] = str(one.arrive_by)
    if report_codes()[report.code].election_days is not None:
        row["election"] = str(general_election_day(report.period.end.year))
    return row


WORDS_OF_ROWS = {"verified_by", "coverage_from_note", "required_if", "note"}


def test_every_date_of_every_report_is_made_by_rule(published: dict[str, Any]) -> None:
    compared: Counter[str] = Counter()
    for name, (frequency, form) in SCHEDULES.items():
        for year, rows in lists(published, name):
            ours = [told(deadline_of(one)) for one in regular_reports(year, frequency, form=form)]
            theirs = [{k: v for k, v in row.items() if k not in WORDS_OF_ROWS} for row in rows]
            assert ours == theirs, (name, year)
            compared["reports"] += len(rows)
            compared["verified"] += sum("verified_by" in row for row in rows)
            compared["dates"] += sum(
                isinstance(value, str) and value[:2] == "20" for row in theirs
                for value in row.values()
            )  # fmt: skip
    assert compared == {"reports": 84, "verified": 28, "dates": 368}


def test_every_window_before_an_election_is_made_by_rule(published: dict[str, Any]) -> None:
    compared = 0
    for _, row in lists(published, "general_windows"):
        by_code = {one.code: one for one in windows(date.fromisoformat(row["election"]))}
        gifts, day, two_days = (
            by_code[code]
            for code in ("notice_48_hours", "independent_24_hours", "independent_48_hours")
        )
        assert [str(gifts.first), str(gifts.last)] == row["f6_48h_notice_receipt_window"]
        assert [str(day.first), str(day.last)] == row["ie_24h_report_window"]
        assert str(two_days.last) == row["ie_48h_report_last_day"]
        assert two_days.first is None
        compared += 1
    assert compared == 2


def test_every_date_of_the_irs_is_made_by_rule(published: dict[str, Any]) -> None:
    compared = 0
    for year, rows in lists(published, "IRS_calendar_year"):
        ours = tax_deadlines(year)
        assert [(one.form, str(one.nominal), str(one.due)) for one in ours] == [
            (row["form"], row["nominal"], row["due"]) for row in rows
        ]
        for one, row in zip(ours, rows, strict=True):
            assert row["confidence"].startswith(one.confidence)
            assert str(one.about) in row["what"]
            assert "complete to" not in row["what"] or f"complete to {one.closes}" in row["what"]
            compared += 2
    assert compared == 2 * (11 + 7 + 11 + 7)


def test_general_elections_and_clocks_are_the_researched_ones(published: dict[str, Any]) -> None:
    for year, row in published["years"].items():
        wanted = row["federal_general_election"]
        assert wanted in (None, str(general_election_day(int(year))))
        assert (wanted is None) == bool(int(year) % 2)
    begun, compared = date(2026, 3, 2), set()
    for row in published["clocks"]:
        if row["id"] == "cwa":
            continue
        code = OUR_CLOCKS.get(row["id"], row["id"])
        days = row.get("days", row.get("window_days", [0, -(-row.get("hours", 0) // 24)])[-1])
        last = begun.replace(year=2029) if "years" in row else begun + timedelta(days=days)
        assert runs_out(code, begun) == last, row["id"]
        compared.add(row["id"])
    assert len(compared) == 19
    assert compared == {row["id"] for row in published["clocks"]} - {"cwa"}


OUR_CLOCKS = {
    "forward_authorized": "forward_authorised", "forward_unauth_over50": "forward_over_50",
    "forward_unauth_upto50": "forward_up_to_50", "deposit_or_return": "deposit",
    "questionable_source_legality": "questionable", "prohibited_discovered_later": "prohibited",
    "best_efforts_followup": "best_efforts", "earmark_forward": "earmark",
    "F1_register": "register", "F1_amend": "amend_registration", "F1M": "multicandidate",
    "alloc_transfer": "shared_cost_transfer", "RFAI": "request_for_information",
    "8871": "form_8871", "8871_change": "form_8871_change", "8976": "form_8976",
    "records": "keep_records",
}  # fmt: skip


def test_nothing_else_stands_in_the_file(published: dict[str, Any]) -> None:
    """A new list of the file must be compared as well, or named among what is left out."""
    assert set(published) == {"meta", "rules", "clocks", "exemptions", "years"}
    known = {*SCHEDULES, "general_windows", "IRS_calendar_year", "federal_general_election"}
    assert {name for row in published["years"].values() for name in row} == known
    assert set(published["exemptions"]) == set(exemptions())
    rules, clocks = published["rules"], {row["id"] for row in published["clocks"]}
    assert set(rules) - {"windows"} <= set(LEFT_OUT)
    assert set(rules["windows"]) == set(OUR_WINDOWS) | {"EC_24h", "IE_additional"}
    assert {one.code for one in windows(date(2026, 11, 3))} == set(OUR_WINDOWS.values())
    assert len(clocks) == 20
    assert clocks & set(LEFT_OUT) == {"cwa"}
    assert "import, never compute" in published["meta"]["note"]


# --- paper, weekends and holidays


@pytest.mark.parametrize(
    ("day", "last"),
    [
        ("2026-06-20", "2026-06-18"), ("2027-06-20", "2027-06-17"), ("2026-01-31", "2026-01-30"),
        ("2022-02-20", "2022-02-18"), ("2023-01-02", "2022-12-30"), ("2026-10-15", "2026-10-15"),
        ("2021-12-31", "2021-12-30"), ("2020-06-19", "2020-06-19"), ("2026-11-26", "2026-11-25"),
    ],
)  # fmt: skip
def test_paper_arrives_on_the_last_working_day(day: str, last: str) -> None:
    assert str(paper_arrives_by(date.fromisoformat(day))) == last
    assert is_working_day(date.fromisoformat(day)) is (day == last)


@pytest.mark.parametrize(
    ("day", "moved"),
    [
        # Emancipation Day of the District: as the IRS set these days.
        ("2022-04-15", "2022-04-18"), ("2023-04-15", "2023-04-18"), ("2027-04-15", "2027-04-15"),
        ("2027-01-31", "2027-02-01"), ("2026-11-15", "2026-11-16"),
    ],
)  # fmt: skip
def test_a_tax_date_moves_to_the_next_working_day(day: str, moved: str) -> None:
    assert str(next_tax_day(date.fromisoformat(day))) == moved
    assert is_working_day(date(2027, 4, 16))


def test_a_year_has_its_eleven_federal_holidays() -> None:
    assert sorted(federal_holidays(2026)) == [
        date(2026, 1, 1), date(2026, 1, 19), date(2026, 2, 16), date(2026, 5, 25),
        date(2026, 6, 19), date(2026, 7, 3), date(2026, 9, 7), date(2026, 10, 12),
        date(2026, 11, 11), date(2026, 11, 26), date(2026, 12, 25),
    ]  # fmt: skip
    assert len(federal_holidays(2021)) == 12  # the new year of 2022 was kept on its last day
    assert len(federal_holidays(2022)) == 10


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_the_days_around_are_working_days_and_none_between(day: date) -> None:
    before, after = last_working_day(day), next_tax_day(day)
    assert before <= day <= after
    assert is_working_day(before)
    assert is_working_day(after)
    assert day - before <= timedelta(days=4)
    assert after - day <= timedelta(days=4)
    between = (before + timedelta(days=n) for n in range(1, (day - before).days + 1))
    assert not any(is_working_day(one) for one in between)


# --- elections


def test_a_post_general_report_covers_what_no_pre_general_one_did() -> None:
    reports = owed_reports(2026, "quarterly", lambda _report: False)
    post = next(one for one in reports if one.code == "30G")
    assert (post.period.start, post.due) == (date(2026, 10, 1), date(2026, 12, 3))
    assert deadline_of(post).mail_by == post.due


def test_a_candidate_s_year_has_a_report_before_each_election_that_is_entered() -> None:
    regular = regular_reports(2026, "quarterly", form="F3")
    primary, runoff = (
        Election(kind="P", day=date(2026, 3, 3)),
        Election(kind="R", day=date(2026, 5, 26)),
    )
    found = with_elections(regular, [runoff, primary])
    assert [one.code for one in found] == ["12P", "Q1", "12R", "Q2", "Q3", "12G", "30G", "YE"]
    pre = found[0]
    assert (pre.period.start, pre.period.end, pre.due) == (
        date(2026, 1, 1), date(2026, 2, 11), date(2026, 2, 19),
    )  # fmt: skip
    assert deadline_of(pre).mail_by == date(2026, 2, 16)
    assert found[1].period.start == date(2026, 2, 12)
    assert with_elections(regular, []) == regular


def test_special_and_general_elections_are_never_computed() -> None:
    for kind in "SGE":
        assert before_election(Election(kind=kind, day=date(2026, 5, 19))) is None


@pytest.mark.parametrize(
    ("election", "waived"),
    [
        # The report before it is due twelve days before: the 5th to the 15th of April.
        ("2026-04-16", False), ("2026-04-17", True), ("2026-04-27", True), ("2026-04-28", False),
    ],
)  # fmt: skip
def test_a_quarterly_report_is_waived_beside_a_pre_election_one(
    election: str, waived: bool
) -> None:
    regular = regular_reports(2026, "quarterly", form="F3")
    found = with_elections(regular, [Election(kind="P", day=date.fromisoformat(election))])
    assert ("Q1" not in [one.code for one in found]) is waived
    covering = next(one for one in found if one.code == "12P")
    assert waived is (covering.period.start == date(2026, 1, 1) and covering.period.end.month > 2
                      and "Q1" not in [one.code for one in found])  # fmt: skip
    assert not is_waived(regular[-1], [date(2027, 1, 10)])


@given(
    year=st.integers(2020, 2035),
    days=st.lists(st.integers(40, 300), max_size=4, unique=True),
)
def test_a_candidate_s_reports_cover_the_year_without_gap_or_overlap(
    year: int, days: list[int]
) -> None:
    elections = [Election(kind="P", day=date(year, 1, 1) + timedelta(days=one)) for one in days]
    found = with_elections(regular_reports(year, "quarterly", form="F3"), elections)
    assert found[0].period.start == date(year, 1, 1)
    assert found[-1].period.end == date(year, 12, 31)
    for earlier, later in pairwise(found):
        assert later.period.start == earlier.period.end + timedelta(days=1)
        assert later.period.end >= later.period.start


def test_what_happens_in_a_window_is_told_within_its_hours() -> None:
    election = date(2026, 11, 3)
    gifts, one_day, two_days = windows(election)
    assert gifts == window_before(election, "notice_48_hours")
    with pytest.raises(NotFound, match="independent_24_hours"):
        window_before(election, "notice_12_hours")
    assert gifts.told_by(date(2026, 10, 31)) == date(2026, 11, 2)
    assert one_day.told_by(date(2026, 11, 1)) == date(2026, 11, 2)
    assert two_days.told_by(date(2026, 10, 14)) == date(2026, 10, 16)
    assert gifts.span == "From the 19th day to the 3rd day before the election"
    assert one_day.span == "From the 19th day to the 2nd day before the election"
    assert two_days.span == "From the start of the year to the 20th day before the election"
    for one in windows(election):
        assert one.threshold in thresholds()
        assert one.citation
    # Those of other years, as the FEC published them.
    for year, first in ((2012, "10-18"), (2018, "10-18"), (2020, "10-15"), (2022, "10-20")):
        assert str(windows(general_election_day(year))[0].first) == f"{year}-{first}"


# --- taxes


def test_who_is_exempt_owes_no_such_form(published: dict[str, Any]) -> None:
    for form, words in published["exemptions"].items():
        own = exemptions()[form]
        assert own.citation.removeprefix("26 U.S.C. ").split(",")[0] in words
        for year in (2025, 2026):
            owed = {kind for one in tax_deadlines(year) if one.form.startswith(form)
                    for kind in one.kinds}  # fmt: skip
            assert owed.isdisjoint(own.kinds), form
    assert "state_party" in exemptions()["8872"].kinds
    assert "think_tank_c3" not in exemptions()["990"].kinds


def test_a_pac_owes_taxes_only_where_there_is_something_to_tax() -> None:
    owed = [one for one in tax_deadlines(2026) if one.concerns("pac")]
    assert {one.form for one in owed} == {"1120-POL", "7004 extension ends", "W-2 / 1099-NEC"}
    assert all(one.only_if for one in owed)
    assert clock("form_8976").days == 60


# --- reminders


def test_reminders_come_21_7_2_and_0_days_before() -> None:
    due = date(2026, 10, 15)
    assert reminder_days() == (21, 7, 2, 0)
    left = {days: reminder(due, due - timedelta(days=days)) for days in (22, 21, 8, 7, 3, 2, 1, 0)}
    assert left == {22: None, 21: 21, 8: 21, 7: 7, 3: 7, 2: 2, 1: 2, 0: 0}
    assert reminder(due, date(2026, 12, 1)) == 0
