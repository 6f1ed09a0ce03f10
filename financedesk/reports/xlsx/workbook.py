"""A report as a workbook, with CSV files for schedules that are too long for a sheet."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from financedesk.reports.model import Report
from financedesk.reports.schedules import in_order
from financedesk.reports.xlsx.schedule_sheet import (
    ElsewhereSheet,
    RowTaker,
    ScheduleSheet,
    csv_name,
)
from financedesk.reports.xlsx.summary_sheet import TITLE, SummarySheet

if TYPE_CHECKING:
    from openpyxl import Workbook

ROWS_PER_SHEET = 100_000
"""Longer schedules go to CSV: sheets of this size still open and filter quickly."""


def write_workbook(
    report: Report, path: Path, *, csv_folder: Path, rows_per_sheet: int = ROWS_PER_SHEET
) -> list[Path]:
    """Write a report as a workbook and return the files written, the workbook first.

    A schedule with more than ``rows_per_sheet`` records is written as a CSV file into
    ``csv_folder``; its sheet names the file and gives the sums. Amounts are numbers of dollars,
    days are days, words are never formulas. The records are read once and not kept. Raises
    BadInput when an amount among the records cannot be read.
    """
    written = [path]
    with _new_workbook() as workbook, ExitStack() as open_files:
        _describe(workbook, report)
        SummarySheet(workbook.create_sheet(TITLE), report).write()
        takers: dict[str, RowTaker] = {}
        for kind in in_order({kind for kind, count in report.counts.items() if count}):
            if report.counts[kind] <= rows_per_sheet:
                takers[kind] = ScheduleSheet(workbook.create_sheet(kind), report, kind)
                continue
            file = csv_folder / csv_name(path, kind)
            stream = open_files.enter_context(file.open("w", encoding="utf-8-sig", newline=""))
            sheet = workbook.create_sheet(kind)
            takers[kind] = ElsewhereSheet(sheet, report, kind, stream, file.name)
            written.append(file)
        _fill(report, takers)
        open_files.close()
        workbook.save(path)
    return written


@contextmanager
def _new_workbook() -> Iterator["Workbook"]:
    """Give a workbook whose sheets are files of their own until it is saved; errors close them."""
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    try:
        yield workbook
    except BaseException:
        for sheet in workbook.worksheets:
            if not sheet.closed:
                sheet.close()
        raise


def _fill(report: Report, takers: dict[str, RowTaker]) -> None:
    """Hand every record to the sheet of its kind, in one pass."""
    for kind, fields in report.records():
        takers[kind].take(fields)
    for taker in takers.values():
        taker.finish()


def _describe(workbook: "Workbook", report: Report) -> None:
    """Name the report, and have every formula worked out when the workbook is opened."""
    workbook.properties.title = f"{report.committee_name} · {report.report_code}"
    workbook.properties.creator = "FinanceDesk"
    workbook.calculation.fullCalcOnLoad = True
