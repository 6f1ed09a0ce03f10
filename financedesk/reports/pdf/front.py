"""The first pages of a report: who files what, and the summary in both columns."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from financedesk.reports import wording
from financedesk.reports.model import Report
from financedesk.reports.pdf.page import LEFT, MEASURE, RIGHT, Block, Flow, Mark, Panel, Rule, Words
from financedesk.reports.pdf.parts import amount_line, column_heads, section, sentence, title
from financedesk.reports.pdf.type import (
    BAND,
    BODY,
    HAIRLINE,
    QUIET,
    RULE,
    SMALL_CAPTION,
    Style,
    fitted,
    wrapped,
)
from financedesk.rules.money import format_cents
from financedesk.rules.summary import SummaryLine

SUMMARY = "Summary page"
DETAILED = "Detailed summary"

# The groups of each form's summary: the code of the first line, the page's title, the heading.
_GROUPS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "F3X": (
        ("6a", SUMMARY, "Summary of financial activity"),
        ("11ai", f"{DETAILED} – Receipts", "I. Receipts"),
        ("21ai", f"{DETAILED} – Disbursements", "II. Disbursements"),
        ("33", DETAILED, "III. Net contributions and operating expenditures"),
    ),
    "F3": (
        ("6a", SUMMARY, "Summary of financial activity"),
        ("11ai", f"{DETAILED} – Receipts", "I. Receipts"),
        ("17", f"{DETAILED} – Disbursements", "II. Disbursements"),
        ("23", DETAILED, "III. Cash summary"),
    ),
    "F3P": (
        ("6", SUMMARY, "Summary of financial activity"),
        ("16", f"{DETAILED} – Receipts", "I. Receipts"),
        ("23", f"{DETAILED} – Disbursements", "II. Disbursements"),
    ),
}
_NEW_PAGE = (" – Receipts", " – Disbursements")

_VALUE = Style(500, 9.5)
_VALUE_STEP = 12.0
_NEW_AMENDED = {"N": "New report", "A": "Amended report", "T": "Termination report"}
_CERTIFICATION = (
    "I certify that I have examined this report and to the best of my knowledge and belief it is "
    "true, correct and complete. Submission of false, erroneous, or incomplete information may "
    "subject the person signing this report to the penalties of 52 U.S.C. § 30109."
)


@dataclass(frozen=True, slots=True)
class Listed:
    """One schedule in the list of what the report holds."""

    title: str
    subject: str
    entries: int
    page: int


def front_pages(report: Report, contents: Sequence[Listed]) -> Flow:
    """Set the first pages; the contents stand below the lines that sum everything up."""
    flow = Flow()
    form = wording.form_title(report.form)
    flow.begin(SUMMARY)
    flow.add(title("Report of Receipts and Disbursements", _subtitle(form)))
    flow.add(_committee(report))
    first, *rest = _grouped(report)
    _lines(flow, report, first)
    flow.skip(10)
    flow.add(*_signature(report))
    _contents(flow, contents)
    for group in rest:
        if group.page.endswith(_NEW_PAGE):
            flow.begin(group.page)
        else:
            flow.skip(12)
        _lines(flow, report, group)
    return flow


def _subtitle(form: wording.FormTitle) -> str:
    return " · ".join(filter(None, (form.name, form.subject)))


@dataclass(frozen=True, slots=True)
class _Group:
    page: str
    heading: str
    lines: tuple[SummaryLine, ...]


def _grouped(report: Report) -> list[_Group]:
    """The lines of the form in the groups of its pages."""
    lines = wording.lines_of(report.form)
    groups = _GROUPS.get(report.form) or (("", SUMMARY, "Summary of financial activity"),)
    codes = [line.code for line in lines]
    starts = [codes.index(code) if code else 0 for code, _, _ in groups]
    ends = [*starts[1:], len(lines)]
    return [
        _Group(page, heading, lines[start:end])
        for (_, page, heading), start, end in zip(groups, starts, ends, strict=True)
    ]


def _lines(flow: Flow, report: Report, group: _Group) -> None:
    if group.lines:
        heads = column_heads(wording.form_title(report.form).column_b)
        flow.add(section(group.heading), heads)
        for line in group.lines:
            flow.add(_line(report, line))


def _line(report: Report, line: SummaryLine) -> Block:
    depth = line.number.count("(")
    amounts = (_shown(report.summary.a, line, "A"), _shown(report.summary.b, line, "B"))
    label = wording.line_label(report, line)
    return amount_line(line.number, label, amounts, depth=depth, rank=_rank(line, depth))


def _shown(column: Mapping[str, int], line: SummaryLine, name: str) -> str:
    """The amount, or nothing where the form has no such field."""
    exists = line.name_a if name == "A" else line.name_b
    return format_cents(column[line.code]) if exists else ""


def _rank(line: SummaryLine, depth: int) -> int:
    """How much a line stands out: copies of other lines do not, totals at the margin most."""
    if len(line.formula_a) < 2:
        return 0
    return 1 if depth else 2


def _committee(report: Report) -> Block:
    """Who files, what, and for which days, in a panel of two columns."""
    left = _stacked(LEFT + 14, 250, _left_facts(report))
    right = _stacked(LEFT + 286, 240, _right_facts(report))
    height = max(left.height, right.height) + 8
    panel = Panel(LEFT, 0, MEASURE, height, fill=BAND, radius=8)
    return Block(height + 12, (panel, *left.marks, *right.marks))


_Facts = Iterable[tuple[str, Sequence[str]]]


def _left_facts(report: Report) -> _Facts:
    cover = report.cover
    yield "Name of committee", (report.committee_name,)
    moved = " (changed)" if cover.get("change_of_address") == "X" else ""
    yield f"Address{moved}", wording.address(cover)
    yield "FEC identification number", (report.committee_id,)
    if cover.get("qualified_committee") == "X":
        yield "Status", ("Qualified as a multicandidate committee",)


def _right_facts(report: Report) -> _Facts:
    cover = report.cover
    yield "Type of report", (wording.report_name(report), _edition(report))
    yield "Covering period", (wording.coverage(report),)
    election = " · ".join(
        filter(
            None,
            (
                cover.get("election_code", ""),
                wording.spoken_day(cover.get("date_of_election", "")),
                cover.get("state_of_election", ""),
            ),
        )
    )
    yield "Election", (election,)
    yield "Treasurer", (wording.person(cover, "treasurer"),)
    yield "Date signed", (wording.spoken_day(cover.get("date_signed", "")),)


def _edition(report: Report) -> str:
    kind = _NEW_AMENDED.get(report.cover.get("form_type", "")[-1:], "")
    number = f"amendment {report.version}" if report.version else ""
    return ", ".join(filter(None, (kind, number)))


def _stacked(across: float, room: float, facts: _Facts) -> Block:
    """Captions with their values, below each other; what is empty is left out."""
    marks: list[Mark] = []
    down = 8.0
    for caption, values in facts:
        lines = [line for value in values for line in wrapped(value, _VALUE, room)]
        if not lines:
            continue
        marks.append(Words(across, down + 10, caption, SMALL_CAPTION))
        for number, line in enumerate(lines, start=1):
            marks.append(Words(across, down + 10 + number * _VALUE_STEP, line, _VALUE))
        down += 18 + len(lines) * _VALUE_STEP
    return Block(down, tuple(marks))


def _signature(report: Report) -> tuple[Block, Block]:
    """The treasurer's certification and the name that signs it."""
    signed = wording.spoken_day(report.cover.get("date_signed", ""))
    name = wording.person(report.cover, "treasurer")
    marks = (
        Words(LEFT, 14, name, fitted(name, _VALUE, 330)),
        Words(LEFT + 360, 14, signed, _VALUE),
        Rule(LEFT, LEFT + 340, 20, RULE, 0.75),
        Rule(LEFT + 360, RIGHT, 20, RULE, 0.75),
        Words(LEFT, 30, "Name of treasurer", SMALL_CAPTION),
        Words(LEFT + 360, 30, "Date signed", SMALL_CAPTION),
    )
    return sentence(_CERTIFICATION), Block(42, marks)


def _contents(flow: Flow, contents: Sequence[Listed]) -> None:
    if not contents:
        flow.add(sentence("No schedules accompany this report.", Style(400, 8.5, QUIET)))
        return
    flow.add(section("In this report"), _content(contents[0]))
    for listed in contents[1:]:
        flow.add(_content(listed))


def _content(listed: Listed) -> Block:
    entries = "1 entry" if listed.entries == 1 else f"{listed.entries:,} entries"
    page = f"page {listed.page:,}" if listed.page else ""
    return Block(
        15,
        (
            Words(LEFT + 6, 10, listed.title, Style(500, 8.5)),
            Words(LEFT + 90, 10, listed.subject, BODY),
            Words(470, 10, entries, BODY, flush_right=True),
            Words(RIGHT - 6, 10, page, BODY, flush_right=True),
            Rule(LEFT, RIGHT, 15, HAIRLINE),
        ),
    )
