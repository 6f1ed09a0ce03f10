"""The pages of the schedules: gathered in one pass over the report, then set."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from financedesk.reports import wording
from financedesk.reports.model import Report
from financedesk.reports.pdf.entries import Entry, entry_block, entry_of, heads, pieces
from financedesk.reports.pdf.page import LEFT, MEASURE, RIGHT, Block, Flow, Panel, Rule, Words
from financedesk.reports.pdf.parts import sentence, title
from financedesk.reports.pdf.type import BAND, BODY, HAIRLINE, SMALL_CAPTION, STRONG, Style, elided
from financedesk.reports.schedules import ScheduleView, in_order, view_of
from financedesk.reports.tally import Tally, line_numbers
from financedesk.rules.money import format_cents
from financedesk.rules.summary import SummaryLine


@dataclass(slots=True)
class Listing:
    """The records of one kind: how many there are, and those that are printed."""

    view: ScheduleView
    count: int = 0
    entries: list[Entry] = field(default_factory=list)
    form_types: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything that the schedule pages show."""

    listings: tuple[Listing, ...]
    tally: Tally


def gather(report: Report, most: int) -> Gathered:
    """Read the records once; keep up to ``most`` of each kind for print and count them all."""
    listings: dict[str, Listing] = {}
    tally = Tally(report.form)
    numbers = line_numbers(report.form)
    for kind, fields in report.records():
        listing = listings.setdefault(kind, Listing(view_of(kind)))
        listing.count += 1
        token = wording.form_type(fields)
        listing.form_types.add(token)
        tally.add(fields)
        if len(listing.entries) < most:
            listing.entries.append(entry_of(listing.view, fields, numbers.get(token, "")))
    return Gathered(tuple(listings[kind] for kind in in_order(set(listings))), tally)


def schedule_pages(report: Report, gathered: Gathered) -> Flow:
    """Set the pages of all schedules."""
    flow = Flow()
    for listing in gathered.listings:
        _schedule(flow, report, listing, gathered.tally)
    return flow


def _schedule(flow: Flow, report: Report, listing: Listing, tally: Tally) -> None:
    view = listing.view
    flow.begin(view.title)
    flow.add(title(f"{view.title} – {view.subject}", _how_many(listing)))
    if listing.count > len(listing.entries):
        flow.add(sentence(_rest(listing), Style(500, 8.5)))
    flow.repeat(heads(view))
    for entry in listing.entries:
        for piece in pieces(entry, flow.empty_room):
            flow.add(entry_block(view, piece))
    _totals(flow, report, listing, tally)


def _how_many(listing: Listing) -> str:
    return "1 entry" if listing.count == 1 else f"{listing.count:,} entries"


def _rest(listing: Listing) -> str:
    return (
        f"This schedule has {listing.count:,} entries; the first {len(listing.entries):,} are "
        "printed here. All of them are in the .fec file and in the workbook of this report, and "
        "the totals below count them all."
    )


def _totals(flow: Flow, report: Report, listing: Listing, tally: Tally) -> None:
    """What the schedule's rows add up to, line by line, beside column A of the summary."""
    lines = [
        line
        for line in wording.lines_of(report.form)
        if any(listing.form_types.intersection(row.form_types) for row in line.rows)
    ]
    if lines:
        rows = [_total(line, tally, report.summary.a) for line in lines]
        flow.skip(8)
        flow.add(_total_heads(), *rows)


def _total_heads() -> Block:
    return Block(
        20,
        (
            Words(LEFT + 6, 14, "Total by line, all schedules, without memo items", SMALL_CAPTION),
            Words(396, 14, "Rows", SMALL_CAPTION, flush_right=True),
            Words(484, 14, "Sum of rows", SMALL_CAPTION, flush_right=True),
            Words(RIGHT - 6, 14, "Column A", SMALL_CAPTION, flush_right=True),
            Rule(LEFT, RIGHT, 19, HAIRLINE),
        ),
    )


def _total(line: SummaryLine, tally: Tally, column: Mapping[str, int]) -> Block:
    figures = (
        (396, f"{tally.rows[line.code]:,}", BODY),
        (484, format_cents(tally.cents[line.code]), STRONG),
        (RIGHT - 6, format_cents(column[line.code]), STRONG),
    )
    label = elided(line.label, BODY, 270)
    return Block(
        16,
        (
            Panel(LEFT, 0.5, MEASURE, 15, fill=BAND, radius=3),
            Words(LEFT + 6, 11, line.number, BODY),
            Words(LEFT + 54, 11, label, BODY),
            *(Words(edge, 11, text, style, flush_right=True) for edge, text, style in figures),
        ),
    )
