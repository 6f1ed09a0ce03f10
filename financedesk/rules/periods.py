"""Report codes: what each covers, when it is due, and which code a period has.

Law: 52 U.S.C. 30104(a); 11 CFR 104.5. Deadlines do not move for weekends and holidays.
Frequencies are those of an entity, ``monthly`` and ``quarterly``; Form 3 has a schedule of its own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Any

from financedesk.errors import BadInput, NotFound
from financedesk.rules.data import rules_table
from financedesk.rules.dates import first_of_quarter, general_election_day, last_of_month
from financedesk.rules.kinds import kinds

OLD_CODES = {"MYE": "YE"}
"""Spellings in past filings: the FEC's own sheets say MYE for a monthly filer's year-end report."""

SCHEDULES = ("monthly", "quarterly", "candidate")


@dataclass(frozen=True, slots=True)
class Period:
    """The days a report covers, both included."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class ReportDue:
    """One regular report of a year: its code, its name, what it covers, when it is due.

    ``only_if_active``: this filer owes it only after election activity not reported before.
    """

    code: str
    title: str
    period: Period
    due: date
    citation: str
    only_if_active: bool = False


@dataclass(frozen=True, slots=True)
class ReportCode:
    """One report code as the table has it; ``schedules`` says who files it in which years."""

    code: str
    title: str
    schedules: Mapping[str, str]
    row: Mapping[str, Any]
    citation: str

    @property
    def election_days(self) -> Mapping[str, Any] | None:
        """The days before or after an election on which books close and the report is due."""
        return self.row.get("election")


@cache
def report_codes() -> Mapping[str, ReportCode]:
    """Return every report code in the order of the table."""
    return MappingProxyType({row["code"]: _code(row) for row in rules_table("periods")["report"]})


def report_code(code: str) -> ReportCode:
    """Return one report code (older spellings are understood); raises NotFound with the choices."""
    plain = code.upper().strip()
    found = report_codes().get(OLD_CODES.get(plain, plain))
    if found is None:
        choices = ", ".join(report_codes())
        raise NotFound(f"There is no report code “{code}”; choose one of {choices}.")
    return found


def report_title(code: str) -> str:
    """Return a report code in words: ``M4`` is the April Monthly Report."""
    return report_code(code).title


def schedule_of(frequency: str, form: str = "F3X") -> str:
    """Return the filing schedule: ``candidate`` for Form 3, else the frequency; raises BadInput."""
    if form == "F3":
        return "candidate"
    if frequency not in SCHEDULES:
        raise BadInput(f"“{frequency}” is not a filing frequency; choose monthly or quarterly.")
    return frequency


def coverage(
    code: str,
    year: int,
    frequency: str,
    *,
    form: str = "F3X",
    election: date | None = None,
    after: date | None = None,
) -> Period | None:
    """Return what a report covers, or None when that hangs on an election day that is not given.

    ``year`` is the year of the days covered. ``election`` serves the reports around primaries,
    runoffs, conventions and special elections; ``after`` is the last day that an earlier report
    covered, and then the report starts on the next day (52 U.S.C. 30104(a)(2)-(4); 11 CFR 104.5).
    Raises BadInput when this filer has no such report in this year.
    """
    report = report_code(code)
    schedule = schedule_of(frequency, form)
    if not _is_filed(report, schedule, year):
        raise BadInput(f"A {schedule} filer has no {report.title} ({report.code}) in {year}.")
    end = _end(report, year, election)
    if end is None:
        return None
    start = after + timedelta(days=1) if after else _start(report, year, schedule, end)
    return Period(start, end)


def due_day(code: str, year: int, *, election: date | None = None) -> date | None:
    """Return the day by which a report on this year's days is due, or None without its election.

    Law: 52 U.S.C. 30104(a)(2)-(4): quarterly the 15th, monthly the 20th, mid-year and year-end
    the 31st, 12 days before and 30 days after an election.
    """
    report = report_code(code)
    if (days := report.election_days) is not None:
        held = _election_day(report, year, election)
        return held + timedelta(days=days["due"]) if held else None
    if "due" not in report.row:
        return None
    return _day_in(year + report.row.get("due_next_year", False), report.row["due"])


def due_of_period(code: str, last: date) -> date | None:
    """Return when a report that covers up to a day is due, or None where no calendar says.

    The last day of a report around an election tells the election's day, and so the due day.
    """
    days = report_code(code).election_days
    held = last - timedelta(days=days["closes"]) if days is not None else None
    return due_day(code, last.year, election=held)


def regular_reports(year: int, frequency: str, *, form: str = "F3X") -> tuple[ReportDue, ...]:
    """Return the reports of a year whose days are known from the calendar, in order of coverage.

    The pre-general report is among them; a quarterly PAC or party files it only when it has
    election activity not reported before (11 CFR 104.5(c)(1)(ii)), an authorised committee only
    when its candidate runs (11 CFR 104.5(a)(2)). Without it the post-general starts earlier.
    """
    schedule = schedule_of(frequency, form)
    found = []
    for report in report_codes().values():
        due = due_day(report.code, year)
        if due is not None and _is_filed(report, schedule, year):
            period = coverage(report.code, year, frequency, form=form)
            if period is not None:
                found.append(
                    ReportDue(
                        report.code, report.title, period, due, report.citation,
                        only_if_active=schedule in report.row.get("only_if_active", ()),
                    )
                )  # fmt: skip
    return tuple(sorted(found, key=lambda report: report.period.end))


def owed_reports(
    year: int, frequency: str, is_active: Callable[[ReportDue], bool], *, form: str = "F3X"
) -> tuple[ReportDue, ...]:
    """Return the regular reports of a year that a filer owes, in order of coverage.

    ``is_active`` is asked about each report that is owed only after election activity. The report
    behind one that is not owed covers its days too (11 CFR 104.5(c)(1)(ii), (iii)).
    """
    owed: list[ReportDue] = []
    start: date | None = None
    for report in regular_reports(year, frequency, form=form):
        if report.only_if_active and not is_active(report):
            start = start or report.period.start
            continue
        period = Period(start or report.period.start, report.period.end)
        owed.append(replace(report, period=period))
        start = None
    return tuple(owed)


@cache
def activity_kinds(code: str) -> frozenset[str]:
    """Return the kinds of item that make a report due which is owed only after activity."""
    activity = report_code(code).row.get("activity", {})
    classes, named = activity.get("income_classes", ()), activity.get("kinds", ())
    return frozenset(
        one.code for one in kinds().values() if one.income_class in classes or one.code in named
    )


def guess_code(start: date, end: date, frequency: str, *, form: str = "F3X") -> str | None:
    """Return the code of the regular report that closes on the last day, or None.

    A report that starts later than usual (after a pre-primary report) or earlier (a first report,
    or no pre-general one) keeps its code. Raises BadInput when the days are the wrong way round.
    """
    if end < start:
        raise BadInput(f"The period ends on {end}, before it starts on {start}; exchange the days.")
    closing = [x for x in regular_reports(end.year, frequency, form=form) if x.period.end == end]
    return closing[0].code if closing else None


def _code(row: dict[str, Any]) -> ReportCode:
    return ReportCode(row["code"], row["title"], row["schedules"], row, row["citation"])


def _is_filed(report: ReportCode, schedule: str, year: int) -> bool:
    years = report.schedules.get(schedule)
    return years == "any" or years == ("odd" if year % 2 else "election")


def _election_day(report: ReportCode, year: int, election: date | None) -> date | None:
    days = report.election_days
    if election is not None or days is None or not days.get("general"):
        return election
    return general_election_day(year)


def _end(report: ReportCode, year: int, election: date | None) -> date | None:
    days = report.election_days
    if days is not None:
        held = _election_day(report, year, election)
        return held + timedelta(days=days["closes"]) if held else None
    return _day_in(year, report.row["through"]) if "through" in report.row else None


def _start(report: ReportCode, year: int, schedule: str, end: date) -> date:
    previous = report.row.get("follows")
    if previous and _is_filed(report_code(previous), schedule, year):
        closed = _end(report_code(previous), year, None)
        if closed is not None:
            return closed + timedelta(days=1)
    first = report.row.get("from", report.row.get("starts"))
    if first is None:
        return first_of_quarter(end)
    return _day_in(year, first[schedule] if isinstance(first, dict) else first)


def _day_in(year: int, month_day: str) -> date:
    month, day = (int(part) for part in month_day.split("-"))
    return min(date(year, month, 1) + timedelta(days=day - 1), last_of_month(date(year, month, 1)))
