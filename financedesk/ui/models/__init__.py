"""Table models: what a row shows, for lists in memory and for registers of any size."""

from financedesk.ui.models.columns import Column, Look, money_column
from financedesk.ui.models.listed import ListTableModel
from financedesk.ui.models.paged import PagedTableModel
from financedesk.ui.models.sources import Query, RowSource
from financedesk.ui.models.table_model import TONE_ROLE, RowsOf, TableModel

__all__ = [
    "TONE_ROLE",
    "Column",
    "ListTableModel",
    "Look",
    "PagedTableModel",
    "Query",
    "RowSource",
    "RowsOf",
    "TableModel",
    "money_column",
]
