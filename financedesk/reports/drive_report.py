"""The report on a drive: one paper for the board and the chapters, and the same as tables."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from financedesk.book import Book
from financedesk.drives.cells import Cells
from financedesk.drives.reporting import DriveReport, SideBySide, drive_report, side_by_side
from financedesk.drives.told import Told, told
from financedesk.errors import BadInput
from financedesk.progress import Progress, Silent
from financedesk.reports.pdf.page import Flow
from financedesk.reports.pdf.paper import Column, Paper, figures, spread, table_head, table_row
from financedesk.reports.pdf.paper_file import write_pdf
from financedesk.reports.pdf.parts import section, sentence, title
from financedesk.reports.pdf.type import BODY
from financedesk.reports.remittance_tables import Row, Table
from financedesk.reports.remittance_words import amount, counted, dollars
from financedesk.reports.table_file import write_table
from financedesk.rules.forecast import METHOD

ENDINGS = (".pdf", ".xlsx", ".csv")
NOTHING = "–"
_FIGURES = spread(Column("Figure", 0), Column("Value", 110, amount=True))
_CELLS = spread(
    Column("", 0), Column("Gifts", 62, amount=True), Column("Donors", 62, amount=True),
    Column("Raised", 96, amount=True),
)  # fmt: skip
_NOT_NAMED = "not named"


def write_drive_report(
    book: Book, drive_id: int, on: date, target: Path, progress: Progress | None = None
) -> Path:
    """Write the report on a drive; the ending says as what (PDF, workbook, CSV).

    The file is there only when it is complete. Raises NotFound for a drive that is gone, BadInput
    for another ending and when the disk refuses, Cancelled from ``progress``.
    """
    _require_ending(target)
    watch = progress or Silent()
    watch.step(0, 2, "Reading the drive")
    with book.read() as connection:
        report = drive_report(connection, drive_id, on)
    watch.step(1, 2, f"Writing {target.name}")
    if target.suffix.lower() == ".pdf":
        write_pdf([drive_paper(report)], target)
    else:
        _write(target, drive_table(report), watch)
    watch.step(2, 2, f"Written {target.name}")
    return target


def write_side_by_side(
    book: Book, drive_ids: list[int], on: date, target: Path, progress: Progress | None = None
) -> Path:
    """Write drives side by side, as chapters are; raises as ``write_drive_report`` does."""
    _require_ending(target)
    with book.read() as connection:
        found = side_by_side(connection, drive_ids, on)
    if target.suffix.lower() == ".pdf":
        write_pdf([side_by_side_paper(found)], target)
    else:
        rows = tuple(_cell_rows("Drive", found.cells))
        _write(target, Table("Drives", _TITLES, rows), progress or Silent())
    return target


def _require_ending(target: Path) -> None:
    if target.suffix.lower() not in ENDINGS:
        choices = " or ".join(ENDINGS)
        raise BadInput(f"{target.name} does not end in {choices}; choose another name.")


def _write(target: Path, table: Table, progress: Progress) -> None:
    write_table(target, table.name, table.titles, table.rows, len(table.rows), progress)


# --- on paper


def drive_paper(report: DriveReport) -> Paper:
    """Return the report on a drive, ready to be written."""
    card = report.story.card
    plan = card.plan
    paper = Paper(
        title="Drive report", whose=report.entity.name, about=f"drive {plan.name}",
        foot=f"as known on {report.on}",
    )  # fmt: skip
    flow = paper.flow
    flow.begin("Drive report")
    flow.add(title(plan.name, " · ".join(_heading(report))))
    flow.add(figures((
        ("Raised", dollars(card.figures.raised_cents)),
        ("Goal", dollars(plan.goal_cents) if plan.goal_cents else NOTHING),
        ("Compliant net", dollars(card.figures.compliant_cents)),
        ("Donors", f"{card.figures.donors:,}"),
    )))  # fmt: skip
    for words in _sentences(report):
        flow.add(sentence(words, BODY))
    _milestones(flow, report)
    for name, cells in _cuts(report):
        _cells(flow, name, cells)
    _all_figures(flow, list(told(card)))
    return paper


def _heading(report: DriveReport) -> Iterator[str]:
    plan = report.story.card.plan
    if plan.from_date and plan.to_date:
        yield f"{plan.from_date} to {plan.to_date}"
    if plan.purpose:
        yield plan.purpose
    if plan.about:
        yield plan.about


def _sentences(report: DriveReport) -> Iterator[str]:
    card, outlook = report.story.card, report.outlook
    if card.pace.expected_cents:
        off = card.figures.raised_cents - card.pace.expected_cents
        side = "above" if off >= 0 else "below"
        yield (
            f"An even course would have raised {dollars(card.pace.expected_cents)} by {report.on};"
            f" the drive is {dollars(abs(off))} {side} it."
        )
    if outlook is not None:
        yield (
            f"Outlook for its last day, in {counted(outlook.days_left, 'day')}:"
            f" {dollars(outlook.expected_cents)}, likely between {dollars(outlook.low_cents)} and"
            f" {dollars(outlook.high_cents)}. {METHOD}"
        )
    if report.result is not None:
        yield (
            f"The drive was closed on {report.result.closed_on} with"
            f" {dollars(report.result.figures.raised_cents)} raised. {_since(report)}"
        )


def _since(report: DriveReport) -> str:
    changed = report.since_closed.get("raised_cents", 0)
    if not report.since_closed:
        return "Nothing has changed since."
    if not changed:
        return "What was raised has not changed since; other figures have."
    return f"Since then {dollars(abs(changed))} {'came' if changed > 0 else 'went back'}."


def _milestones(flow: Flow, report: DriveReport) -> None:
    if not report.story.milestones:
        return
    flow.add(section("Milestones"))
    for one in report.story.milestones:
        when = f"reached on {one.reached_on}" if one.reached_on else "ahead"
        flow.add(sentence(f"{dollars(one.milestone.cents)}: {one.milestone.words}, {when}.", BODY))


def _cuts(report: DriveReport) -> Sequence[tuple[str, Cells]]:
    return (
        ("Part by part", report.parts), ("By page", report.pages),
        ("By reference code", report.references), ("By source", report.sources),
        ("By state", report.states),
    )  # fmt: skip


def _cells(flow: Flow, name: str, cells: Cells) -> None:
    if not cells.shown and cells.rest is None:
        return
    rows = [table_row(_CELLS, line) for line in _cell_lines(cells)]
    # A heading never stands alone at the foot of a page.
    flow.add(section(name), table_head(_CELLS), rows[0])
    for one in rows[1:]:
        flow.add(one)
    flow.skip(4)


def _cell_lines(cells: Cells) -> Iterator[tuple[str, ...]]:
    for one in cells.shown:
        yield (one.value or _NOT_NAMED, f"{one.gifts:,}", f"{one.donors:,}",
               amount(one.raised_cents))  # fmt: skip
    if cells.rest is not None:
        yield (_rest_words(cells), f"{cells.rest.gifts:,}", NOTHING,
               amount(cells.rest.raised_cents))  # fmt: skip


def _rest_words(cells: Cells) -> str:
    return f"{cells.hidden:,} more, put together so that nobody can be told from them"


def _all_figures(flow: Flow, every: Sequence[Told]) -> None:
    flow.add(section("All figures, and what each counts"))
    flow.repeat(table_head(_FIGURES))
    for one in every:
        flow.add(table_row(_FIGURES, (one.name, value_words(one)), below=one.means))
    flow.repeat()


def value_words(one: Told) -> str:
    """Return a figure as it is read on paper."""
    if one.value is None:
        return NOTHING
    if one.unit == "cents":
        return amount(one.value)
    if one.unit == "count":
        return f"{one.value:,}"
    return f"{one.value // 10}.{one.value % 10} {'¢' if one.unit == 'tenth_cents' else '%'}"


def side_by_side_paper(found: SideBySide) -> Paper:
    """Return drives side by side, ready to be written."""
    paper = Paper(title="Drives side by side", whose="", about="drives side by side",
                  foot=f"as known on {found.on}")  # fmt: skip
    paper.flow.begin("Drives side by side")
    paper.flow.add(title("Drives side by side", "A drive of fewer than five donors is not alone"))
    _cells(paper.flow, "Drive by drive", found.cells)
    return paper


# --- as a table

_TITLES = ("What", "Which", "Gifts", "Donors", "Raised")


def drive_table(report: DriveReport) -> Table:
    """Return the report as rows: every figure first, then each cut; whole numbers are cents."""
    rows: list[Row] = []
    for one in told(report.story.card):
        cents = one.value if one.unit == "cents" else None
        rows.append(("Figure", one.name, "" if one.unit == "cents" else value_words(one), "",
                     cents))  # fmt: skip
    for name, cells in _cuts(report):
        rows.extend(_cell_rows(name, cells))
    return Table("Drive report", _TITLES, tuple(rows))


def _cell_rows(name: str, cells: Cells) -> Iterator[Row]:
    for one in cells.shown:
        yield (name, one.value or _NOT_NAMED, f"{one.gifts:,}", f"{one.donors:,}",
               one.raised_cents)  # fmt: skip
    if cells.rest is not None:
        yield name, _rest_words(cells), f"{cells.rest.gifts:,}", "", cells.rest.raised_cents
