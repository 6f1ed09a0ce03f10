"""Reports on paper."""

from financedesk.reports.pdf.document import DRAFT_MARK, ROWS_PER_SCHEDULE, write_pdf

__all__ = ["DRAFT_MARK", "ROWS_PER_SCHEDULE", "write_pdf"]
