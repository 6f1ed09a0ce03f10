"""What the Filings page reads and writes in jobs: kept filings, the calendar, one filing's parts.

Everything here touches no widget.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from financedesk.book import Book
from financedesk.errors import NotFound
from financedesk.fec.tokens import record_of
from financedesk.ledger.entities import EntityRow, entity_by_id
from financedesk.ledger.filings import Filing, filing_by_id, filings
from financedesk.ledger.line_rows import itemised_counts
from financedesk.ledger.report_place import reports_owed
from financedesk.ledger.summary import summarise
from financedesk.reports.kept import previous_version
from financedesk.rules.periods import ReportDue, due_of_period, report_title
from financedesk.rules.summary import form_lines, summary_forms
from financedesk.ui.formatting import NOTHING, day, span

COMPOSED_FORM = "F3X"
"""The form that FinanceDesk composes itself; others are kept as they were adopted."""


@dataclass(frozen=True)
class State:
    """A filing's state in a word, with its tone and its glyph."""

    word: str
    tone: str
    icon: str
    note: str


STATES: Mapping[str, State] = {
    "draft": State("Draft", "info", "pencil", "Can be prepared again at will; nothing is locked"),
    "final": State("Final", "warn", "lock", "Frozen, its rows are locked; not filed yet"),
    "filed": State("Filed", "ok", "circle-check", "With the FEC; only an amendment changes it"),
    "adopted": State("Adopted", "ok", "history", "A past filing that became history of the book"),
    "amending": State("Amending", "warn", "lock-open", "Its rows are open for the amendment"),
    "replaced": State("Amended", "neutral", "refresh-cw", "A later version stands in its place"),
}
PIPELINE = ("draft", "final", "filed", "replaced")
"""What a filing goes through, as the page draws it."""

_STAGE = {"draft": 0, "final": 1, "filed": 2, "adopted": 2, "amending": 3, "replaced": 3}


def stage_of(filing: Filing) -> int:
    """Return how far a filing is in the pipeline."""
    return _STAGE[filing.state]


@dataclass(frozen=True)
class FilingRow:
    """A filing in the list, with whose it is."""

    filing: Filing
    entity: EntityRow

    @property
    def state(self) -> State:
        """Its state in words."""
        return STATES[self.filing.state]

    @property
    def title(self) -> str:
        """The report in words; a report without a code goes by its form."""
        return title_of(self.filing)

    @property
    def period(self) -> str:
        """Its days."""
        return period_of(self.filing)

    @property
    def version(self) -> str:
        """Original, or which amendment."""
        return f"Amendment {self.filing.version}" if self.filing.version else "Original"


def title_of(filing: Filing) -> str:
    """Return a report in words."""
    try:
        return report_title(filing.report_code)
    except NotFound:
        return f"Form {filing.form.removeprefix('F')}"


def period_of(filing: Filing) -> str:
    """Return a report's days in words."""
    if not (filing.period.first and filing.period.last):
        return NOTHING
    first, last = map(date.fromisoformat, (filing.period.first, filing.period.last))
    return span(first, last)


def day_words(text: str) -> str:
    """Return a day, or the day of a moment, in words; nothing is a dash."""
    return day(date.fromisoformat(text[:10])) if text else NOTHING


def due_of(filing: Filing) -> date | None:
    """Return when a filing's report is due, None when the calendar does not say."""
    if not (filing.report_code and filing.period.last):
        return None
    try:
        return due_of_period(filing.report_code, date.fromisoformat(filing.period.last))
    except NotFound:
        return None


# --- list and calendar


@dataclass(frozen=True)
class Deadline:
    """One regular report of the year: its state, and the filing that answers it if there is one."""

    entity_id: int
    report: ReportDue
    state: str
    tone: str
    icon: str
    filing_id: int | None


@dataclass(frozen=True)
class Listing:
    """Everything that the first view of the page shows."""

    rows: tuple[FilingRow, ...]
    deadlines: Mapping[int, tuple[Deadline, ...]]


def read_listing(book: Book, entities: Sequence[EntityRow], year: int, today: date) -> Listing:
    """Read the filings of entities and their calendars of a year."""
    by_id = {one.id: one for one in entities}
    with book.read() as connection:
        kept = filings(connection, list(by_id)) if by_id else []
        owed = {
            one.id: reports_owed(connection, one, year)
            for one in entities
            if one.form and one.filing
        }
    rows = tuple(FilingRow(one, by_id[one.entity_id]) for one in kept)
    deadlines = {
        entity_id: tuple(_deadlines(by_id[entity_id], reports, kept, today))
        for entity_id, reports in owed.items()
    }
    return Listing(rows, deadlines)


def _deadlines(
    entity: EntityRow, owed: Sequence[ReportDue], kept: Sequence[Filing], today: date
) -> list[Deadline]:
    """Return the reports that an entity owes with what became of them, by their due days."""
    found = []
    for report in owed:
        last = report.period.end.isoformat()
        mine = [
            one
            for one in kept
            if one.entity_id == entity.id and one.form == entity.form and one.period.last == last
        ]
        filing = max(mine, key=lambda one: (one.version, one.id), default=None)
        state, tone, icon = _deadline_state(report, filing, today)
        key = filing.id if filing else None
        found.append(Deadline(entity.id, report, state, tone, icon, key))
    return sorted(found, key=lambda one: one.report.due)


def _deadline_state(report: ReportDue, filing: Filing | None, today: date) -> tuple[str, str, str]:
    if filing is not None:
        state = STATES[filing.state]
        late = filing.state in ("draft", "final") and report.due < today
        return state.word, "bad" if late else state.tone, state.icon
    if report.due < today:
        return "No filing", "warn", "triangle-alert"
    if report.period.end < today:
        return "To do", "info", "hourglass"
    return "Coming", "neutral", "calendar"


def next_due(deadlines: Sequence[Deadline], today: date) -> Deadline | None:
    """Return the report to prepare next: the first closed one without a filing, else the next."""
    open_ones = [one for one in deadlines if one.filing_id is None or one.state == "Draft"]
    closed = [one for one in open_ones if one.report.period.end < today <= one.report.due]
    coming = [one for one in open_ones if one.report.due >= today]
    return next(iter(closed or coming or open_ones[-1:]), None)


# --- one filing


@dataclass(frozen=True)
class SummaryRow:
    """A line of the summary page: both columns in cents, None where it has none."""

    code: str
    number: str
    label: str
    a: int | None
    b: int | None
    total: bool


@dataclass(frozen=True)
class Section:
    """A part of the filing: a schedule with its number of rows and what was found in it."""

    record: str
    title: str
    rows: int
    tone: str


@dataclass(frozen=True)
class FilingView:
    """Everything that the page of one filing shows before anything is clicked.

    ``stale`` are the numbers of summary lines that a draft would say differently today.
    """

    row: FilingRow
    lines: tuple[SummaryRow, ...]
    sections: tuple[Section, ...]
    previous: Filing | None
    due: date | None
    stale: tuple[str, ...]


def read_view(book: Book, filing_id: int) -> FilingView:
    """Read one filing with its summary, schedules and previous version."""
    with book.read() as connection:
        filing = filing_by_id(connection, filing_id)
        entity = entity_by_id(connection, filing.entity_id)
        counts = itemised_counts(connection, entity.id, filing.form, filing.period)
        previous = previous_version(connection, filing)
        stale: tuple[str, ...] = ()
        if filing.state == "draft" and filing.form in summary_forms():
            now = summarise(connection, entity, filing.form, filing.period)
            stale = _stale(filing, {"A": now.a, "B": now.b})
    return FilingView(
        FilingRow(filing, entity), _summary_rows(filing), _sections(filing, counts), previous,
        due_of(filing), stale,
    )  # fmt: skip


def _summary_rows(filing: Filing) -> tuple[SummaryRow, ...]:
    if filing.form not in summary_forms():
        return ()
    a, b = filing.summary.get("A", {}), filing.summary.get("B", {})
    return tuple(
        SummaryRow(
            line.code, line.number, line.label, a.get(line.code), b.get(line.code), line.computed
        )
        for line in form_lines(filing.form)
    )


def _stale(filing: Filing, now: Mapping[str, Mapping[str, int]]) -> tuple[str, ...]:
    return tuple(
        f"{line.number} ({column})"
        for column in ("A", "B")
        for line in form_lines(filing.form)
        if filing.summary.get(column, {}).get(line.code, 0) != now[column].get(line.code, 0)
    )


def _sections(filing: Filing, counts: Mapping[str, int]) -> tuple[Section, ...]:
    rows: Counter[str] = Counter()
    for token, number in counts.items():
        rows[record_of(token)] += number
    worst = _worst(filing)
    return tuple(
        Section(one, words, rows[one], worst.get(one, "ok"))
        for one, words in _SCHEDULES.items()
        if rows[one] or one in worst
    )


_SCHEDULES = {
    "SA": "Schedule A",
    "SB": "Schedule B",
    "SC": "Schedule C",
    "SC1": "Schedule C-1",
    "SC2": "Schedule C-2",
    "SD": "Schedule D",
    "SE": "Schedule E",
    "SF": "Schedule F",
    "SL": "Schedule L",
    **{f"H{number}": f"Schedule H{number}" for number in range(1, 7)},
}


def _worst(filing: Filing) -> dict[str, str]:
    """Return the worst tone of the findings of each schedule."""
    tones: dict[str, str] = {}
    for level, tone in (("advice", "info"), ("warnings", "warn"), ("refused", "bad")):
        for found in _listed(filing, level):
            tones[record_of(str(found.get("record", "")))] = tone
    return tones


@dataclass(frozen=True)
class FoundHere:
    """One finding: its level, what it says, and where it stands in the file."""

    level: str
    line: int
    record: str
    field: str
    message: str


LEVELS = (
    ("refused", "Refused", "bad", "circle-x"),
    ("warnings", "Warnings", "warn", "triangle-alert"),
    ("advice", "Advice", "info", "info"),
)
"""The levels of findings: key, words, tone and glyph."""


def findings_at(filing: Filing, level: str) -> tuple[FoundHere, ...]:
    """Return the findings of one level; an adopted filing has sentences without a place."""
    return tuple(
        FoundHere(
            level, int(one.get("line", 0)), str(one.get("record", "")), str(one.get("field", "")),
            str(one.get("message", "")),
        )
        for one in _listed(filing, level)
    )  # fmt: skip


def _listed(filing: Filing, level: str) -> Sequence[Mapping[str, Any]]:
    findings: Any = filing.findings
    if isinstance(findings, Mapping):
        return list(findings.get(level, ()))
    # An adopted filing keeps what does not tie as plain sentences.
    return [{"message": said} for said in findings] if level == "warnings" else []
