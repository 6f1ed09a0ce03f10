"""A report as a PDF document."""

from itertools import chain
from typing import IO, Any

from financedesk import __version__
from financedesk.reports import wording
from financedesk.reports.model import Report
from financedesk.reports.pdf.front import Listed, front_pages
from financedesk.reports.pdf.listing import Gathered, gather, schedule_pages
from financedesk.reports.pdf.page import (
    LEFT,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    RIGHT,
    Block,
    Flow,
    Mark,
    Page,
    Panel,
    Pen,
    Rule,
    Words,
)
from financedesk.reports.pdf.type import (
    QUIET,
    RULE,
    SMALL_CAPTION,
    WARN,
    WARN_SOFT,
    Style,
    elided,
    printable,
    width,
)

ROWS_PER_SCHEDULE = 2_000
"""Entries of one schedule that are printed; the pages say where the others are."""

DRAFT_MARK = "DRAFT – not filed"
FINAL_MARK = "FINAL"

_NAME = Style(600, 9)
_ABOUT = Style(400, 8, QUIET)
_CHIP = Style(600, 7.5, WARN)
_FINAL_CHIP = Style(600, 7.5, QUIET)


def write_pdf(
    report: Report, stream: IO[bytes], *, rows_per_schedule: int = ROWS_PER_SCHEDULE
) -> None:
    """Write a report as pages to print and keep: summary in both columns, then its schedules.

    The same report gives the same bytes. The records are read once. Of each schedule at most
    ``rows_per_schedule`` entries are printed, and the page says so; totals count all. Raises
    BadInput when an amount among the records cannot be read.
    """
    from reportlab.pdfgen.canvas import Canvas

    pages = _set(report, gather(report, rows_per_schedule))
    canvas = Canvas(
        stream,
        pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
        invariant=1,
        pageCompression=1,
        lang="en-US",
    )
    _describe(canvas, report)
    for number, page in enumerate(pages, start=1):
        _draw(canvas, report, page, (number, len(pages)))
    canvas.save()


def _set(report: Report, gathered: Gathered) -> list[Page]:
    """All pages. The front is set twice: its contents name pages that follow from its length."""
    schedules = schedule_pages(report, gathered)
    front = front_pages(report, _contents(gathered, schedules, 0))
    front = front_pages(report, _contents(gathered, schedules, len(front.pages)))
    return list(chain(front.pages, schedules.pages))


def _contents(gathered: Gathered, schedules: Flow, before: int) -> list[Listed]:
    starts = {page.starts: number for number, page in enumerate(schedules.pages, start=1)}
    return [
        Listed(each.view.title, each.view.subject, each.count, before + starts[each.view.title])
        for each in gathered.listings
    ]


def _describe(canvas: Any, report: Report) -> None:  # noqa: ANN401  # the library has no types
    form = wording.form_title(report.form)
    canvas.setTitle(f"{form.name}, {wording.report_name(report)} – {report.committee_name}")
    canvas.setAuthor(report.committee_name)
    canvas.setSubject(f"{wording.coverage(report)}; {wording.standing(report)}")
    canvas.setCreator(f"FinanceDesk {__version__}")


def _draw(canvas: Any, report: Report, page: Page, place: tuple[int, int]) -> None:  # noqa: ANN401
    pen = Pen(canvas)
    pen.block(_head(report, page), 0)
    for top, block in page.placed:
        pen.block(block, top)
    pen.block(_foot(report, place), 0)
    if page.starts:
        key = f"page-{place[0]}"
        canvas.bookmarkPage(key)
        canvas.addOutlineEntry(printable(page.starts), key, level=0)
    canvas.showPage()


def _head(report: Report, page: Page) -> Block:
    """Whose report this is, which, the page's subject, and whether it is a draft."""
    mark = DRAFT_MARK if wording.is_draft(report) else FINAL_MARK
    chip_style = _CHIP if wording.is_draft(report) else _FINAL_CHIP
    chip = width(mark, chip_style) + 16
    number = f" · {report.committee_id}"
    name_room = RIGHT - LEFT - chip - 12 - width(number, _NAME)
    whose = elided(printable(report.committee_name), _NAME, name_room) + number
    about = " · ".join(
        (
            wording.form_title(report.form).name,
            wording.report_name(report),
            wording.coverage(report),
        )
    )
    subject_room = width(page.title, _ABOUT) + 12
    marks: tuple[Mark, ...] = (
        Words(LEFT, 42, whose, _NAME),
        Words(LEFT, 55, elided(about, _ABOUT, RIGHT - LEFT - subject_room), _ABOUT),
        Words(RIGHT, 55, page.title, _ABOUT, flush_right=True),
        _chip_panel(report, chip),
        Words(RIGHT - 8, 41.5, mark, chip_style, flush_right=True),
        Rule(LEFT, RIGHT, 63, RULE, 0.75),
    )
    return Block(64, marks)


def _chip_panel(report: Report, wide: float) -> Panel:
    if wording.is_draft(report):
        return Panel(RIGHT - wide, 32, wide, 14, fill=WARN_SOFT, radius=7)
    return Panel(RIGHT - wide, 32, wide, 14, outline=RULE, radius=7)


def _foot(report: Report, place: tuple[int, int]) -> Block:
    number, count = place
    prepared = f"Prepared with FinanceDesk {__version__} · {wording.standing(report)}"
    if report.journal_head:
        prepared += f" · journal {report.journal_head}"
    return Block(
        0,
        (
            Rule(LEFT, RIGHT, 754, RULE, 0.75),
            Words(LEFT, 766, prepared, SMALL_CAPTION),
            Words(RIGHT, 766, f"Page {number:,} of {count:,}", SMALL_CAPTION, flush_right=True),
        ),
    )
