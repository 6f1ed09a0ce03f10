"""The summary in a workbook: both columns with the form's own arithmetic, and what it ties to."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from financedesk.reports import wording
from financedesk.reports.model import Report
from financedesk.reports.schedules import kind_of
from financedesk.reports.xlsx.cells import dollars
from financedesk.reports.xlsx.schedule_sheet import sum_formula
from financedesk.reports.xlsx.styles import HEADING_HEIGHT, Styled, print_on_one_width
from financedesk.rules.summary import SummaryLine, Term

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

TITLE = "Summary"
TIES, DIFFERS = "ties", "differs"

_FIRST_ROW = 7
_WIDTHS = {"A": 11, "B": 92, "C": 19, "D": 19, "E": 19, "F": 19, "G": 19, "H": 19, "I": 10}
_A, _B, _FILED_A, _FILED_B, _ROWS, _BEYOND, _CHECK = "CDEFGHI"


class SummarySheet:
    """Writes the sheet; components are figures, totals are formulas over them."""

    def __init__(self, sheet: "Worksheet", report: Report) -> None:
        """Write for this report into this sheet."""
        self._sheet = sheet
        self._report = report
        self._styled = Styled(sheet)
        self._lines = wording.lines_of(report.form)
        self._row_of = {line.code: row for row, line in enumerate(self._lines, start=_FIRST_ROW)}

    def write(self) -> None:
        """Write the heads and every line."""
        for letter, width in _WIDTHS.items():
            self._sheet.column_dimensions[letter].width = width
        self._sheet.freeze_panes = f"C{_FIRST_ROW}"
        self._sheet.row_dimensions[_FIRST_ROW - 1].height = HEADING_HEIGHT
        print_on_one_width(self._sheet)
        self._heads()
        for line in self._lines:
            self._sheet.append(self._line(line))

    def _heads(self) -> None:
        report, styled = self._report, self._styled
        form = wording.form_title(report.form)
        draft = "Draft – not filed" if wording.is_draft(report) else wording.standing(report)
        self._sheet.append([styled.title(f"{report.committee_name} · {report.committee_id}")])
        self._sheet.append([styled.note(f"{form.name} · {wording.report_name(report)}")])
        self._sheet.append([styled.note(f"{wording.coverage(report)} · {draft}")])
        self._sheet.append([styled.verdict(self._verdict(), bold=True)] if self._lines else [])
        self._sheet.append([])
        headings = (
            "Column A: total this period",
            f"Column B: {form.column_b.lower()}",
            "As filed, column A",
            "As filed, column B",
            "Rows of the schedules",
            "Not itemized",
            "Check",
        )
        words = [styled.heading(text) for text in ("Line", "What it counts")]
        self._sheet.append([*words, *(styled.heading(text, right=True) for text in headings)])

    def _verdict(self) -> str:
        last = _FIRST_ROW + len(self._lines) - 1
        count = f'COUNTIF({_CHECK}{_FIRST_ROW}:{_CHECK}{last},"{DIFFERS}")'
        return (
            f'=IF({count}=0,"Every line ties to the filing and to the schedules.",'
            f'{count}&" lines differ from the filing or the schedules; see the last column.")'
        )

    def _line(self, line: SummaryLine) -> "list[Cell | None]":
        styled = self._styled
        row = self._row_of[line.code]
        bold = len(line.formula_a) > 1
        depth = line.number.count("(")
        label = wording.line_label(self._report, line)
        return [
            styled.label(line.number, bold=bold),
            styled.label(label, depth=depth, bold=bold),
            self._amount(line, "A", bold=bold),
            self._amount(line, "B", bold=bold),
            self._filed(line, "A"),
            self._filed(line, "B"),
            styled.amount(self._rows(line)) if line.rows else None,
            styled.amount(f"={_A}{row}-{_ROWS}{row}") if line.rows else None,
            styled.verdict(self._check(line, row), right=True),
        ]

    def _cents(self, line: SummaryLine, column: str) -> int | None:
        """The amount of the filing; None where the form has no such field."""
        sums: Mapping[str, int] = (
            self._report.summary.a if column == "A" else self._report.summary.b
        )
        exists = line.name_a if column == "A" else line.name_b
        return sums[line.code] if exists else None

    def _amount(self, line: SummaryLine, column: str, *, bold: bool) -> "Cell | None":
        cents = self._cents(line, column)
        if cents is None:
            return None
        terms = line.formula_a if column == "A" else line.formula_b
        value = self._formula(terms, _A if column == "A" else _B) if terms else dollars(cents)
        return self._styled.amount(value, bold=bold)

    def _formula(self, terms: tuple[Term, ...], letter: str) -> str:
        """The form's own sum; rounded, because a spreadsheet's sums drift from the cent."""
        added = "".join(
            f"{'-' if term.sign < 0 else '+'}{letter}{self._row_of[term.code]}" for term in terms
        )
        return f"=ROUND({added.removeprefix('+')},2)"

    def _filed(self, line: SummaryLine, column: str) -> "Cell | None":
        cents = self._cents(line, column)
        return None if cents is None else self._styled.amount(dollars(cents), quiet=True)

    def _rows(self, line: SummaryLine) -> str | Decimal:
        """What the schedules' rows of the line add up to; nothing where there are none."""
        present = [
            sum_formula(kind, self._report.form, form_type, row.field)
            for row in line.rows
            for form_type in row.form_types
            if self._report.counts.get(kind := kind_of(form_type), 0)
        ]
        return f"=ROUND({'+'.join(present)},2)" if present else dollars(0)

    def _check(self, line: SummaryLine, row: int) -> str:
        """Whether the line is what was filed, and what its rows add up to."""
        tests = [
            f"ROUND({computed}{row}-{filed}{row},2)=0"
            for computed, filed, name in (
                (_A, _FILED_A, line.name_a),
                (_B, _FILED_B, line.name_b),
            )
            if name
        ]
        if line.rows:
            # A line may exceed its rows where small amounts need not be itemized.
            tests.append(f"ROUND({_BEYOND}{row},2){'>=' if line.relation == '≥' else '='}0")
        return f'=IF(AND({",".join(tests)}),"{TIES}","{DIFFERS}")'
