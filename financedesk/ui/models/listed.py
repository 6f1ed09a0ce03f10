"""A table of rows that are all in memory: short lists on a dashboard or in a drawer."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt

from financedesk.ui.models.columns import Column
from financedesk.ui.models.table_model import RowsOf, TableModel

Row = TypeVar("Row")


class ListTableModel(TableModel[Row]):
    """Shows a sequence of rows; ``identify`` gives each its id (by default its place)."""

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        *,
        identify: Callable[[Row], int] | None = None,
        order: Callable[[Row, str], Any] | None = None,
        parent: QObject | None = None,
    ) -> None:
        """``order(row, column_key)`` is what sorting compares; without it the text is."""
        super().__init__(columns, parent)
        self._identify = identify
        self._order = order
        self._rows: tuple[Row, ...] = ()
        self._sorted: tuple[str, bool] | None = None

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows as they stand."""
        return self._rows

    @property
    def sorted_by(self) -> tuple[str, bool] | None:
        """What the rows were last sorted by."""
        return self._sorted

    def show(self, rows: Sequence[Row]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def size(self) -> int:
        """Return the number of rows."""
        return len(self._rows)

    def row_at(self, position: int) -> Row | None:
        """Return the row at a position."""
        return self._rows[position] if 0 <= position < len(self._rows) else None

    def row_id(self, position: int) -> int:
        """Return the id of the row at a position."""
        return self._identify(self._rows[position]) if self._identify else position

    def position_of(self, row_id: int) -> int:
        """Return where the row with this id stands, or -1."""
        places = range(len(self._rows))
        return next((place for place in places if self.row_id(place) == row_id), -1)

    def request_sum(self, ranges: Sequence[range], deliver: Callable[[int], None]) -> None:
        """Add up at once; the rows are here."""
        chosen = (self._rows[place] for places in ranges for place in places)
        deliver(sum(self.cents_of(row) for row in chosen))

    def rows_of(self) -> RowsOf[Row]:
        """Return the rows as they stand now, whatever the table shows later."""
        rows = self._rows
        return RowsOf(len(rows), lambda: iter(rows))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; equal rows keep their order."""
        chosen = self.columns[column]
        self._sorted = (chosen.key, order == Qt.SortOrder.DescendingOrder)

        def key(row: Row) -> Any:  # noqa: ANN401 - whatever compares
            return self._order(row, chosen.key) if self._order else chosen.text(row)

        self.show(sorted(self._rows, key=key, reverse=order == Qt.SortOrder.DescendingOrder))
