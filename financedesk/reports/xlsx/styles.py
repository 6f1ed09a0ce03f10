"""How the cells outside the rows look."""

from decimal import Decimal
from typing import TYPE_CHECKING

from financedesk.reports.xlsx.cells import AMOUNT_FORMAT, could_compute

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

FONT = "Calibri"
HEADING_HEIGHT = 34
"""Points: room for headings of two lines."""

_INK, _QUIET, _BAND, _ACCENT = "14201F", "4E5D5C", "F2F5F5", "DDF1EE"


def print_on_one_width(sheet: "Worksheet") -> None:
    """Print a sheet across, with all its columns on one page's width."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


class Styled:
    """Makes the titles, headings and formulas of one sheet."""

    def __init__(self, sheet: "Worksheet") -> None:
        """Make cells for this sheet."""
        self._sheet = sheet

    def title(self, text: str) -> "Cell":
        """The sheet's title."""
        return self._cell(text, bold=True, size=14)

    def note(self, text: str) -> "Cell":
        """A quiet sentence."""
        return self._cell(text, colour=_QUIET)

    def strong(self, text: str) -> "Cell":
        """Words that stand out."""
        return self._cell(text, bold=True)

    def heading(self, text: str, *, right: bool = False) -> "Cell":
        """The heading of a column."""
        from openpyxl.styles import Alignment, PatternFill

        cell = self._cell(text, bold=True)
        cell.fill = PatternFill("solid", fgColor=_ACCENT)
        cell.alignment = Alignment(
            wrap_text=True, vertical="center", horizontal="right" if right else "left"
        )
        return cell

    def label(self, text: str, *, depth: int = 0, bold: bool = False) -> "Cell":
        """A line's words, set in by its depth."""
        from openpyxl.styles import Alignment

        cell = self._cell(text, bold=bold)
        cell.alignment = Alignment(horizontal="left", indent=depth)
        return cell

    def amount(self, value: str | Decimal, *, bold: bool = False, quiet: bool = False) -> "Cell":
        """An amount in dollars, or a formula that makes one."""
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Font

        cell = WriteOnlyCell(self._sheet)
        cell.value = value
        cell.font = Font(name=FONT, size=11, bold=bold, color=_QUIET if quiet else _INK)
        cell.number_format = AMOUNT_FORMAT
        return cell

    def verdict(self, formula: str, *, bold: bool = False, right: bool = False) -> "Cell":
        """A formula that makes words."""
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment, Font

        cell = WriteOnlyCell(self._sheet, formula)
        cell.alignment = Alignment(horizontal="right" if right else "left")
        cell.font = Font(name=FONT, size=11, bold=bold, color=_INK)
        return cell

    def _cell(self, text: str, *, bold: bool = False, size: int = 11, colour: str = _INK) -> "Cell":
        """Words that are never taken for a formula, whoever chose them."""
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Font

        cell = WriteOnlyCell(self._sheet, text)
        cell.data_type = "s"
        cell.quotePrefix = could_compute(text)
        cell.font = Font(name=FONT, size=size, bold=bold, color=colour)
        return cell
