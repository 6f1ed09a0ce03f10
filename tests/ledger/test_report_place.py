"""Which report shows an entry: by the calendar, by what the book shows, by what it keeps."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from financedesk.ledger import tables
from financedesk.ledger.report_place import ReportPlace, report_place, reports_owed
from financedesk.rules.periods import regular_reports
from tests.ledger.riverbend import Desk, committee, desk_for, riverbend_at

FRIEND = committee("Ruiz for Congress", "C00999777")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with riverbend_at(str(tmp_path / "book.fdesk")) as book:
        yield desk_for(book, "party")


def filer(desk: Desk, filing: str, form: str | None = "F3X") -> Desk:
    return replace(desk, entity=replace(desk.entity, filing=filing or None, form=form))


def place(desk: Desk, day: str, kind: str = "") -> ReportPlace | None:
    with desk.book.read() as connection:
        return report_place(connection, desk.entity, date.fromisoformat(day), kind=kind)


def stands(desk: Desk, day: str, kind: str = "") -> tuple[str, str, str, str]:
    found = place(desk, day, kind)
    assert found is not None
    return found.code, str(found.first), str(found.last), str(found.due)


def keep(desk: Desk, code: str, first: str, last: str, state: str, version: int = 0) -> None:
    with desk.book.unit_of_work("Keep") as unit:
        unit.insert(
            tables.filing,
            {
                "entity_id": desk.entity.id, "form": desk.entity.form, "report_code": code or None,
                "from_date": first, "to_date": last, "state": state, "version": version,
                "recorded_at": last,
            },
        )  # fmt: skip


QUARTERLY = [
    ("2026-01-01", "Q1", "2026-01-01", "2026-03-31", "2026-04-15"),
    ("2026-09-30", "Q3", "2026-07-01", "2026-09-30", "2026-10-15"),
    # Without a pre-general report its days stand in the post-general one.
    ("2026-10-01", "30G", "2026-10-01", "2026-11-23", "2026-12-03"),
    ("2026-10-14", "30G", "2026-10-01", "2026-11-23", "2026-12-03"),
    ("2026-11-23", "30G", "2026-10-01", "2026-11-23", "2026-12-03"),
    ("2026-11-24", "YE", "2026-11-24", "2026-12-31", "2027-01-31"),
    ("2027-06-30", "MY", "2027-01-01", "2027-06-30", "2027-07-31"),
    ("2027-10-06", "YE", "2027-07-01", "2027-12-31", "2028-01-31"),
]
MONTHLY = [
    ("2026-06-30", "M7", "2026-06-01", "2026-06-30", "2026-07-20"),
    ("2026-09-30", "M10", "2026-09-01", "2026-09-30", "2026-10-20"),
    # In an election year the two reports around it take the place of two monthly ones.
    ("2026-10-14", "12G", "2026-10-01", "2026-10-14", "2026-10-22"),
    ("2026-10-15", "30G", "2026-10-15", "2026-11-23", "2026-12-03"),
    ("2026-12-01", "YE", "2026-11-24", "2026-12-31", "2027-01-31"),
    ("2027-10-14", "M11", "2027-10-01", "2027-10-31", "2027-11-20"),
    ("2027-11-30", "M12", "2027-11-01", "2027-11-30", "2027-12-20"),
    ("2027-12-01", "YE", "2027-12-01", "2027-12-31", "2028-01-31"),
    ("2028-02-29", "M3", "2028-02-01", "2028-02-29", "2028-03-20"),
]
CANDIDATE = [
    ("2026-10-06", "12G", "2026-10-01", "2026-10-14", "2026-10-22"),
    ("2026-10-20", "30G", "2026-10-15", "2026-11-23", "2026-12-03"),
    ("2027-02-01", "Q1", "2027-01-01", "2027-03-31", "2027-04-15"),
    ("2027-12-31", "YE", "2027-10-01", "2027-12-31", "2028-01-31"),
]


@pytest.mark.parametrize(
    ("filing", "form", "days"),
    [
        ("quarterly", "F3X", QUARTERLY),
        ("", "F3X", QUARTERLY),
        ("monthly", "F3X", MONTHLY),
        ("quarterly", "F3", CANDIDATE),
    ],
)
def test_without_kept_reports_the_calendar_says_it(
    desk: Desk, filing: str, form: str, days: list[tuple[str, str, str, str, str]]
) -> None:
    of = filer(desk, filing, form)
    for day, *wanted in days:
        assert stands(of, day) == tuple(wanted), day


def test_who_files_no_form_has_no_report(desk: Desk) -> None:
    outside = filer(desk, "quarterly", None)
    assert place(outside, "2026-10-06") is None
    with desk.book.read() as connection:
        assert reports_owed(connection, outside.entity, 2026) == ()


@pytest.mark.parametrize(
    ("kind", "day", "code"),
    [
        ("contribution_to_candidate", "2026-10-14", "12G"),
        ("independent_expenditure", "2026-10-01", "12G"),
        # Reported with the third quarter, or with the days after the election.
        ("contribution_to_candidate", "2026-09-30", "30G"),
        ("contribution_to_candidate", "2026-10-15", "30G"),
        # No part in a federal election.
        ("contribution_to_other_committee", "2026-10-14", "30G"),
        ("operating_expenditure", "2026-10-14", "30G"),
    ],
)
def test_a_quarterly_filer_that_takes_part_owes_the_pre_general_report(
    desk: Desk, kind: str, day: str, code: str
) -> None:
    of = filer(desk, "quarterly")
    desk.record(kind, desk.meet(FRIEND), day, 500_00)
    assert stands(of, "2026-10-06")[0] == code
    assert stands(of, "2026-10-20")[1] == ("2026-10-15" if code == "12G" else "2026-10-01")
    # The other entity's books say nothing of it.
    sister = filer(replace(desk_for(desk.book, "campaign")), "quarterly")
    assert stands(sister, "2026-10-06")[0] == "30G"


def test_what_is_being_typed_counts_as_taking_part(desk: Desk) -> None:
    of = filer(desk, "quarterly")
    assert stands(of, "2026-10-06", "contribution_to_candidate")[0] == "12G"
    assert stands(of, "2026-10-20", "contribution_to_candidate")[0] == "30G"
    assert stands(of, "2027-10-06", "contribution_to_candidate")[0] == "YE"


def test_the_reports_that_are_owed_cover_the_year_without_a_gap(desk: Desk) -> None:
    of = filer(desk, "quarterly")
    with desk.book.read() as connection:
        quiet = reports_owed(connection, of.entity, 2026)
    assert [one.code for one in quiet] == ["Q1", "Q2", "Q3", "30G", "YE"]
    assert quiet[3].period.start == date(2026, 10, 1)
    desk.record("contribution_to_candidate", desk.meet(FRIEND), "2026-10-06", 500_00)
    with desk.book.read() as connection:
        active = reports_owed(connection, of.entity, 2026)
    assert active == regular_reports(2026, "quarterly")


@pytest.mark.parametrize("state", ["draft", "filed", "adopted", "amending"])
def test_a_pre_general_report_in_the_book_is_one_that_is_owed(desk: Desk, state: str) -> None:
    of = filer(desk, "quarterly")
    keep(desk, "12G", "2026-10-01", "2026-10-14", state)
    assert stands(of, "2026-10-06") == ("12G", "2026-10-01", "2026-10-14", "2026-10-22")
    assert stands(of, "2026-10-20")[:2] == ("30G", "2026-10-15")
    assert stands(of, "2028-10-06")[0] == "30G"


def test_a_kept_report_around_a_primary_comes_before_the_calendar(desk: Desk) -> None:
    of = filer(desk, "quarterly")
    keep(desk, "12P", "2026-04-01", "2026-04-29", "filed")
    found = place(of, "2026-04-20")
    # The primary was on 19 May: due twelve days before it (11 CFR 104.5(c)(1)(ii)).
    assert found == ReportPlace(
        "12P", "12-Day Pre-Primary Election Report", date(2026, 4, 1), date(2026, 4, 29),
        date(2026, 5, 7), "filed",
    )  # fmt: skip
    # What follows starts behind it.
    assert stands(of, "2026-05-02") == ("Q2", "2026-04-30", "2026-06-30", "2026-07-15")


def test_a_candidate_owes_a_report_before_each_election_that_is_entered(desk: Desk) -> None:
    campaign = desk_for(desk.book, "campaign")
    for code, day in (("P2026", "2026-04-17"), ("S2026", "2026-08-18"), ("G2026", "2026-11-03")):
        with desk.book.unit_of_work("Enter election") as unit:
            held = {"entity_id": campaign.entity.id, "code": code, "held_on": day}
            unit.insert(tables.election, held)
    # Due on 5 April, it takes the place of the quarter's (52 U.S.C. 30104(a)(8)).
    assert stands(campaign, "2026-03-20") == ("12P", "2026-01-01", "2026-03-28", "2026-04-05")
    assert stands(campaign, "2026-03-29") == ("Q2", "2026-03-29", "2026-06-30", "2026-07-15")
    with desk.book.read() as connection:
        codes = [one.code for one in reports_owed(connection, campaign.entity, 2026)]
        assert codes == ["12P", "Q2", "Q3", "12G", "30G", "YE"]
        # A party or PAC owes one only where it took part, which no entered election says.
        assert "12P" not in [one.code for one in reports_owed(connection, desk.entity, 2026)]


def test_a_closed_report_says_so_and_one_open_for_amendment_does_not(desk: Desk) -> None:
    of = filer(desk, "quarterly")
    closed = {}
    for state in ("draft", "final", "amending", "filed"):
        last = {"draft": "2026-03-31", "final": "2026-06-30", "amending": "2026-09-30"}
        to = last.get(state, "2025-12-31")
        keep(desk, "", to[:8] + "01", to, state)
        found = place(of, to)
        assert found is not None
        closed[state] = found.closed
        assert (found.title, found.due) == ("Form F3X", None)
    assert closed == {"draft": "", "final": "final", "amending": "", "filed": "filed"}


def test_a_draft_beside_a_filed_version_leaves_the_report_closed(desk: Desk) -> None:
    of = filer(desk, "quarterly")
    keep(desk, "Q1", "2026-01-01", "2026-03-31", "filed")
    keep(desk, "Q1", "2026-01-01", "2026-03-31", "draft", version=1)
    found = place(of, "2026-02-01")
    assert found is not None
    assert found.closed == "filed"


def test_a_termination_report_has_no_due_day(desk: Desk) -> None:
    of = filer(desk, "monthly")
    keep(desk, "TER", "2026-03-01", "2026-03-20", "final")
    assert stands(of, "2026-03-05") == ("TER", "2026-03-01", "2026-03-20", "None")
