"""Last days of reports to the FEC beside their own: paper in the mail, waivers, elections, windows.

``periods`` says what a report covers and when it is due; here stands what a calendar adds to that.
Dated and cited in ``resources/rules/deadlines.toml``. A due day never moves for a weekend.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from financedesk.errors import NotFound
from financedesk.rules.data import rules_table
from financedesk.rules.dates import first_of_quarter
from financedesk.rules.periods import Period, ReportDue, report_code
from financedesk.rules.workdays import last_working_day

_ENDINGS = {2: "nd", 3: "rd"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A report with the last days for each way in which it may be filed.

    A file must be in by ``report.due``; ``mail_by`` is the last postmark of registered, certified
    or overnight mail; ``arrive_by`` the day on which any other paper must be there.
    """

    report: ReportDue
    mail_by: date
    arrive_by: date

    @property
    def on_working_day(self) -> bool:
        """Whether the FEC is open on the due day."""
        return self.arrive_by == self.report.due


@dataclass(frozen=True, slots=True, kw_only=True)
class Election:
    """An election of a candidate: the FEC's letter for its kind (P, G, R, C), and its day."""

    kind: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Days before an election in which single gifts or payments are told within hours.

    ``first`` is None where the window begins with the year. ``span`` says its days in words.
    """

    code: str
    title: str
    form: str
    words: str
    span: str
    first: date | None
    last: date
    hours: int
    threshold: str
    citation: str
    confidence: str

    def told_by(self, day: date) -> date:
        """Return the last day on which something of a day is told; hours end with their day."""
        return day + timedelta(days=-(-self.hours // 24))


# --- regular reports


def deadline_of(report: ReportDue) -> Deadline:
    """Return a report with the last days for each way of filing it.

    Law: 52 U.S.C. 30104(a)(2)(A)(i), (a)(4)(A)(ii), (a)(5); 11 CFR 104.5(e).
    """
    return Deadline(report=report, mail_by=_mail_by(report), arrive_by=paper_arrives_by(report.due))


def paper_arrives_by(due: date) -> date:
    """Return the day on which paper in ordinary mail must be there for a report due on a day."""
    return last_working_day(due)


def _mail_by(report: ReportDue) -> date:
    days = report_code(report.code).election_days
    if days is None or days["due"] > 0:
        return report.due
    held = report.due - timedelta(days=days["due"])
    return held - timedelta(days=_table()["mail"]["before_election_days"])


# --- elections


def before_election(election: Election) -> ReportDue | None:
    """Return the report before an election, or None where the calendar or a notice has its day.

    It covers what no earlier report does; here that is from the first day of its quarter. The
    general election stands in the calendar; special elections are set by notice and never computed
    (52 U.S.C. 30104(a)(9)).
    """
    code = _table()["before_election"].get(election.kind)
    if code is None:
        return None
    report = report_code(code)
    days = report.row["election"]
    end, due = (election.day + timedelta(days=days[name]) for name in ("closes", "due"))
    return ReportDue(report.code, report.title, Period(first_of_quarter(end), end), due,
                     report.citation)  # fmt: skip


def with_elections(
    reports: Sequence[ReportDue], elections: Iterable[Election]
) -> tuple[ReportDue, ...]:
    """Return a candidate's reports of a year with those before elections, in order of coverage.

    Each starts where the last one closed, and quarterly reports that a pre-election report makes
    unnecessary are left out. ``reports`` are in order of coverage.
    """
    more = [one for one in map(before_election, elections) if one is not None]
    if not more:
        return tuple(reports)
    due = [one.due for one in (*more, *reports) if _is_before_election(one)]
    kept = [one for one in (*reports, *more) if not is_waived(one, due)]
    first = min(one.period.start for one in reports) if reports else None
    return tuple(_one_after_the_other(kept, first))


def is_waived(report: ReportDue, pre_election_due: Iterable[date]) -> bool:
    """Whether a quarterly report is not owed, for a pre-election report is due just then.

    Law: 52 U.S.C. 30104(a)(8): due from the 5th to the 15th day after the quarter's end.
    """
    waiver = _table()["waiver"]
    if report.code not in waiver["codes"]:
        return False
    first, last = (
        report.period.end + timedelta(days=waiver[name]) for name in ("first_day", "last_day")
    )
    return any(first <= day <= last for day in pre_election_due)


def _is_before_election(report: ReportDue) -> bool:
    days = report_code(report.code).election_days
    return days is not None and bool(days["due"] < 0)


def _one_after_the_other(reports: Sequence[ReportDue], first: date | None) -> Iterator[ReportDue]:
    start = first
    for one in sorted(reports, key=lambda one: (one.period.end, one.due)):
        yield replace(one, period=Period(start or one.period.start, one.period.end))
        start = one.period.end + timedelta(days=1)


def window_before(election: date, code: str) -> Window:
    """Return one kind of window before an election; raises NotFound with the choices."""
    found = {one.code: one for one in windows(election)}
    if code not in found:
        raise NotFound(f"There is no window “{code}”; choose one of {', '.join(found)}.")
    return found[code]


def windows(election: date) -> tuple[Window, ...]:
    """Return the days before an election in which gifts and payments are told within hours."""
    return tuple(_window(row, election) for row in _table()["window"])


def _window(row: dict[str, Any], election: date) -> Window:
    first = row.get("first")
    return Window(
        code=row["code"], title=row["title"], form=row["form"], words=row["words"],
        span=_span(first, row["last"]),
        first=None if first is None else election + timedelta(days=first),
        last=election + timedelta(days=row["last"]), hours=row["hours"],
        threshold=row["threshold"], citation=row["citation"], confidence=row["confidence"],
    )  # fmt: skip


def _span(first: int | None, last: int) -> str:
    begin = "From the start of the year" if first is None else f"From the {-first}th day"
    return f"{begin} to the {-last}{_ENDINGS.get(-last, 'th')} day before the election"


# --- what the rules say, for a list of them


def waiver_law() -> tuple[str, str]:
    """Return what waives a quarterly report, in words, and the law."""
    waiver = _table()["waiver"]
    days = f"the {waiver['first_day']}th to the {waiver['last_day']}th day"
    return f"A pre-election report is due from {days} after the quarter", str(waiver["citation"])


def mail_law() -> tuple[str, str]:
    """Return the last postmark of a report on paper before an election, in words, and the law."""
    mail = _table()["mail"]
    return f"The {mail['before_election_days']}th day before it", str(mail["citation"])


# --- reminders


@cache
def reminder_days() -> tuple[int, ...]:
    """Return how many days ahead somebody is reminded of a deadline, the farthest first."""
    return tuple(sorted(_table()["reminders"], reverse=True))


def reminder(due: date, today: date) -> int | None:
    """Return which reminder of a deadline is the newest on a day, or None before the first.

    What is overdue keeps its last one, that of the day itself.
    """
    left = max(0, (due - today).days)
    passed = [days for days in reminder_days() if left <= days]
    return passed[-1] if passed else None


def bank_closing_day(month_end: date) -> date:
    """Return by when a bank account is to be closed through a month's last day; our own measure."""
    return month_end + timedelta(days=_table()["bank_closing_days"])


def bank_closing_law() -> str:
    """Return what asks for a closing every month."""
    return str(_table()["bank_closing_citation"])


def answer_day(asked: date) -> date:
    """Return when an answer that was asked for is thought of again; no law, our own measure."""
    return asked + timedelta(days=_table()["answer_days"])


@cache
def _table() -> dict[str, Any]:
    return rules_table("deadlines")
