"""What the calendar tells of reports: their own days, windows before elections, taxes."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from sqlalchemy import Select, select

from financedesk.compliance.calendar_entry import DONE, OVERDUE, PAST, Asked, Entry
from financedesk.ledger import tables
from financedesk.ledger.entities import EntityRow
from financedesk.ledger.filings import Filing, filings
from financedesk.ledger.report_place import AUTHORISED_FORMS, elections_of, reports_owed
from financedesk.rules.dates import general_election_day
from financedesk.rules.deadlines import (
    Deadline,
    Window,
    deadline_of,
    windows,
)
from financedesk.rules.kinds import kinds
from financedesk.rules.periods import ReportDue
from financedesk.rules.tax_deadlines import TaxDeadline, tax_deadlines

_DONE = frozenset({"filed", "adopted", "amending", "replaced"})
_STATE_WORDS = {"draft": "In draft.", "final": "Final, and not filed yet."}
day_total = tables.day_total


def reports(asked: Asked) -> Iterator[Entry]:
    """Yield the reports that each entity owes, those before its elections among them."""
    kept = filings(asked.connection, asked.ids)
    for entity in asked.entities.values():
        if entity.form:
            mine = [one for one in kept if one.entity_id == entity.id and one.form == entity.form]
            yield from _reports_of(asked, entity, mine)


def _reports_of(asked: Asked, entity: EntityRow, kept: Sequence[Filing]) -> Iterator[Entry]:
    owed = _owed(asked, entity)
    closed = [one for one in owed if one.period.end < asked.today]
    filed = [one.period.last for one in kept if one.state in _DONE]
    for report in owed:
        filing = _filing_of(report, kept)
        state = asked.standing(report.due, done=filing is not None and filing.state in _DONE)
        # What lies before the first filing that the book knows was filed without it.
        if state == OVERDUE and report is not closed[-1] and not _follows(report, filed):
            state = PAST
        if asked.shows(report.due, is_open=state not in (DONE, PAST)):
            yield _report(entity, deadline_of(report), state, filing)


def _follows(report: ReportDue, filed: Iterable[str]) -> bool:
    return any(last < report.period.end.isoformat() for last in filed)


def _owed(asked: Asked, entity: EntityRow) -> list[ReportDue]:
    """Return the reports of the years around the days that are asked for, in order of coverage."""
    years = range(asked.span.first.year - 1, asked.span.last.year + 1)
    return [one for year in years for one in reports_owed(asked.connection, entity, year)]


def _filing_of(report: ReportDue, kept: Iterable[Filing]) -> Filing | None:
    last = report.period.end.isoformat()
    mine = (one for one in kept if one.period.last == last)
    return max(mine, key=lambda one: (one.version, one.id), default=None)


def _report(entity: EntityRow, one: Deadline, state: str, filing: Filing | None) -> Entry:
    report = one.report
    first, last = report.period.start, report.period.end
    words = _STATE_WORDS.get(filing.state if filing else "", "")
    return Entry(
        key=f"report {entity.form} {report.code} {last}", entity_id=entity.id, kind="filing",
        title=report.title, code=report.code, day=report.due, state=state, since=first,
        note=" ".join(filter(None, (f"Covers {first} to {last}.", words, _paper(one)))),
        law=report.citation, number=filing.id if filing else None, document=last.isoformat(),
    )  # fmt: skip


def _paper(one: Deadline) -> str:
    if one.mail_by == one.report.due and one.on_working_day:
        return ""
    arrive = "" if one.on_working_day else f", other paper there by {one.arrive_by}"
    return f"On paper: registered mail by {one.mail_by}{arrive}."


# --- windows before elections


def election_windows(asked: Asked) -> Iterator[Entry]:
    """Yield the days before elections in which gifts or payments are told within hours."""
    for entity in asked.entities.values():
        if entity.form in AUTHORISED_FORMS:
            for one in elections_of(asked.connection, entity.id):
                yield from _windows(asked, entity, one.day, ("F6",))
        elif entity.form:
            for year in range(asked.span.first.year, asked.span.last.year + 1):
                if not year % 2 and _spends_independently(asked, entity, year):
                    yield from _windows(asked, entity, general_election_day(year), ("F24",))


def _windows(asked: Asked, entity: EntityRow, held: date, forms: Sequence[str]) -> Iterator[Entry]:
    for one in windows(held):
        if one.form in forms and asked.shows(one.last, is_open=False):
            yield _window(asked, entity, held, one)


def _window(asked: Asked, entity: EntityRow, held: date, one: Window) -> Entry:
    first = one.first or date(held.year, 1, 1)
    return Entry(
        key=f"window {one.code} {held}", entity_id=entity.id, kind="window", title=one.title,
        code=one.form, day=one.last, since=first, state=asked.passing(one.last), law=one.citation,
        note=f"{one.words} From {first} to {one.last}, before the election of {held}.",
    )  # fmt: skip


def _spends_independently(asked: Asked, entity: EntityRow, year: int) -> bool:
    spent = [one.code for one in kinds().values() if one.income_class == "independent_expenditures"]
    query: Select[tuple[str]] = select(day_total.c.day).where(
        day_total.c.entity_id == entity.id, day_total.c.kind.in_(spent),
        day_total.c.day.between(f"{year}-01-01", f"{year}-12-31"),
    )  # fmt: skip
    return asked.connection.execute(query.limit(1)).first() is not None


# --- taxes


def taxes(asked: Asked) -> Iterator[Entry]:
    """Yield the dates of the IRS that concern each entity's kind.

    The book keeps no tax returns: what is past is over, until somebody notes it as done.
    """
    for year in range(asked.span.first.year - 1, asked.span.last.year + 1):
        for one in tax_deadlines(year):
            if asked.shows(one.due, is_open=False):
                for entity in asked.entities.values():
                    if one.concerns(entity.kind):
                        yield _tax(asked, entity, one)


def _tax(asked: Asked, entity: EntityRow, one: TaxDeadline) -> Entry:
    what = f"For {one.about}" + (f", complete to {one.closes}." if one.closes else ".")
    moved = f" The law’s own day is {one.nominal}." if one.nominal != one.due else ""
    only = f" Only if: {one.only_if}" if one.only_if else ""
    return Entry(
        key=f"tax {one.form} {one.nominal}", entity_id=entity.id, kind="tax", title=one.title,
        code=one.form, day=one.due, state=asked.passing(one.due), note=f"{what}{moved}{only}",
        law=one.citation, conditional=bool(one.only_if),
    )  # fmt: skip
