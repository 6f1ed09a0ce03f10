"""The sheet of one schedule; its rows, or where they are when there are too many."""

import csv
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

from financedesk.reports import wording
from financedesk.reports.model import Report
from financedesk.reports.schedules import ScheduleView, view_of
from financedesk.reports.xlsx.cells import RowWriter, csv_text
from financedesk.reports.xlsx.columns import MEMO_MARK, Column, Value, columns_of, letter_of
from financedesk.reports.xlsx.styles import HEADING_HEIGHT, Styled

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

FIRST_ROW = 5
LAST_ROW = 1_048_576
"""The last row that a sheet can have: formulas reach to it, so that rows may be added."""

_HEADING_ROW = FIRST_ROW - 1


class RowTaker(Protocol):
    """Where the records of one kind go."""

    def take(self, fields: wording.Fields) -> None:
        """Write one record."""

    def finish(self) -> None:
        """Write what follows the last record."""


class ScheduleSheet:
    """A sheet with a row for each record, written as they come."""

    def __init__(self, sheet: "Worksheet", report: Report, kind: str) -> None:
        """Write the sheet's heads."""
        self._sheet = sheet
        self._rows = RowWriter(sheet)
        self._columns = columns_of(kind, report.form)
        self._row = _HEADING_ROW
        _set_columns(sheet, self._columns)
        _heads(sheet, report, view_of(kind), self._columns)

    def take(self, fields: wording.Fields) -> None:
        """Write one record; raises BadInput when an amount cannot be read."""
        self._row += 1
        self._rows.write(column.read(fields) for column in self._columns)

    def finish(self) -> None:
        """Let the filter reach to the last row."""
        last = letter_of(self._columns, self._columns[-1].name)
        self._sheet.auto_filter.ref = f"A{_HEADING_ROW}:{last}{max(self._row, FIRST_ROW)}"


class ElsewhereSheet:
    """A sheet that says in which CSV file the records are, with their sums by form type.

    The sums stand in the columns that the records would have, so that every formula that adds up
    records finds them.
    """

    def __init__(
        self, sheet: "Worksheet", report: Report, kind: str, stream: IO[str], name: str
    ) -> None:
        """Write the heads of the sheet and of the CSV file ``name`` behind ``stream``."""
        self._sheet = sheet
        self._name = name
        self._columns = columns_of(kind, report.form)
        self._writer = csv.writer(stream)
        self._counts: Counter[tuple[str, str, str]] = Counter()
        self._sums: Counter[tuple[tuple[str, str, str], str]] = Counter()
        self._writer.writerow([column.heading for column in self._columns])
        _set_columns(sheet, self._columns)
        where = (
            f"The {report.counts[kind]:,} entries of this schedule are in the file {name} beside "
            "this workbook; the rows below are their sums."
        )
        _heads(sheet, report, view_of(kind), self._columns, where)

    def take(self, fields: wording.Fields) -> None:
        """Write one record to the CSV file; raises BadInput when an amount cannot be read."""
        values = [column.read(fields) for column in self._columns]
        self._writer.writerow([csv_text(value) for value in values])
        group = (str(values[0]), str(values[1]), str(values[2]))
        self._counts[group] += 1
        for column, value in zip(self._columns, values, strict=True):
            if column.adds_up and isinstance(value, int):
                self._sums[group, column.name] += value

    def finish(self) -> None:
        """Write the sums."""
        rows = RowWriter(self._sheet)
        for group in sorted(self._counts):
            rows.write(self._summed(group))

    def _summed(self, group: tuple[str, str, str]) -> Iterable[Value]:
        yield from group
        for place, column in enumerate(self._columns[3:]):
            if column.adds_up:
                yield self._sums[group, column.name]
            elif place == 0:
                yield f"{self._counts[group]:,} in {self._name}"
            else:
                yield None


def csv_name(workbook: Path, kind: str) -> str:
    """The name of the CSV file that takes the records of a kind."""
    return f"{workbook.stem}-{kind}.csv"


def _set_columns(sheet: "Worksheet", columns: tuple[Column, ...]) -> None:
    """Set the widths, and keep the heads and the first columns in sight."""
    for column in columns:
        letter = letter_of(columns, column.name)
        sheet.column_dimensions[letter].width = column.width
    sheet.freeze_panes = f"D{FIRST_ROW}"
    sheet.row_dimensions[_HEADING_ROW].height = HEADING_HEIGHT
    sheet.page_setup.orientation = "landscape"
    sheet.print_title_rows = f"{_HEADING_ROW}:{_HEADING_ROW}"


def _heads(
    sheet: "Worksheet",
    report: Report,
    view: ScheduleView,
    columns: tuple[Column, ...],
    where: str = "",
) -> None:
    """The title, the totals, and the headings of the columns."""
    styled = Styled(sheet)
    about = f"{report.committee_name} · {wording.report_name(report)} · {wording.coverage(report)}"
    sheet.append([styled.title(f"{view.title} – {view.subject}")])
    sheet.append([styled.strong(where) if where else styled.note(about)])
    sheet.append(_totals(styled, columns))
    sheet.append(
        [styled.heading(column.heading, right=column.kind == "amount") for column in columns]
    )


def _totals(styled: Styled, columns: tuple[Column, ...]) -> list[object]:
    """What the rows add up to without memo items, over each column that may be added up."""
    if not any(column.adds_up for column in columns):
        return []
    cells: list[object] = [styled.strong("Total without memo items")]
    memo = _rows(letter_of(columns, "memo_code"))
    for column in columns[1:]:
        reach = _rows(letter_of(columns, column.name))
        formula = f'=SUMIFS({reach},{memo},"<>{MEMO_MARK}")'
        cells.append(styled.amount(formula, bold=True) if column.adds_up else None)
    return cells


def _rows(letter: str) -> str:
    return f"{letter}${FIRST_ROW}:{letter}${LAST_ROW}"


def sum_formula(kind: str, form: str, form_type: str, name: str) -> str:
    """The part of a formula that adds up a field over a schedule's rows of one form type."""
    columns = columns_of(kind, form)
    amounts, types, memos = (
        f"'{kind}'!${letter}${FIRST_ROW}:${letter}${LAST_ROW}"
        for letter in (letter_of(columns, each) for each in (name, "form_type", "memo_code"))
    )
    return f'SUMIFS({amounts},{types},"{form_type}",{memos},"<>{MEMO_MARK}")'
