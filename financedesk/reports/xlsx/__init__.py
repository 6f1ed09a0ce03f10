"""Reports as workbooks."""

from financedesk.reports.xlsx.workbook import ROWS_PER_SHEET, write_workbook

__all__ = ["ROWS_PER_SHEET", "write_workbook"]
