"""The part that all table models share: columns in, cells and headers out.

A repaint of a full window asks ``data`` thousands of times. The roles are therefore module
constants: looking them up on the Qt class each time makes scrolling three times slower.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from financedesk.ui.models.columns import Column

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex

DISPLAY_ROLE = int(Qt.ItemDataRole.DisplayRole)
TOOLTIP_ROLE = int(Qt.ItemDataRole.ToolTipRole)
ALIGNMENT_ROLE = int(Qt.ItemDataRole.TextAlignmentRole)
SPOKEN_ROLE = int(Qt.ItemDataRole.AccessibleTextRole)
TONE_ROLE = int(Qt.ItemDataRole.UserRole) + 1
ICON_ROLE = int(Qt.ItemDataRole.UserRole) + 2
LEVEL_ROLE = int(Qt.ItemDataRole.UserRole) + 3

_HORIZONTAL = Qt.Orientation.Horizontal
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_NO_PARENT = QModelIndex()


@dataclass(frozen=True)
class RowsOf(Generic[Row]):
    """All rows of a table as they stand: how many, and a function that reads them in order."""

    number: int
    read: Callable[[], Iterator[Row | None]]


class TableModel(QAbstractTableModel, Generic[Row]):
    """A read-only table of row dataclasses described by columns.

    By itself it is an empty table; a subclass says how many rows there are, which row stands
    where, and what they sum to.
    """

    def __init__(self, columns: Sequence[Column[Row]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._sum_of = next((column.cents for column in columns if column.cents), None)

    def size(self) -> int:
        """Return the number of rows."""
        return 0

    def row_at(self, position: int) -> Row | None:
        """Return the row at a position, or None when it has gone from the book."""
        return None

    def row_id(self, position: int) -> int:
        """Return the id of the row at a position, cheaply."""
        return position

    def position_of(self, row_id: int) -> int:
        """Return where the row with this id stands, or -1."""
        return -1

    def request_sum(self, ranges: Sequence[range], deliver: Callable[[int], None]) -> None:
        """Add up the amount column over ranges of positions; ``deliver`` gets the cents."""
        deliver(0)

    def request_totals(self, deliver: Callable[[int, int], None]) -> None:
        """Count all rows and add them up; ``deliver`` gets rows and cents, perhaps later."""
        self.request_sum([range(self.size())], lambda cents: deliver(self.size(), cents))

    def request_rows(
        self, ranges: Sequence[range], deliver: Callable[[Sequence[Row]], None]
    ) -> None:
        """Read the rows at ranges of positions; many of them come later."""
        rows = (self.row_at(place) for places in ranges for place in places)
        deliver([row for row in rows if row is not None])

    def start_sorted(self, key: str, *, descending: bool) -> None:
        """Be in this order from the first rows on, as it was when the table was last left."""

    @property
    def sorted_by(self) -> tuple[str, bool] | None:
        """The key of the column that the rows are in the order of, and whether it descends."""
        return None

    def when_whole(self, then: Callable[[], None]) -> None:
        """Do something once every row is known: at once, unless they are still being read."""
        then()

    def read_on(self) -> None:
        """Read at once what waits for a pause, because the last row that is known is in sight."""

    def fit_screen(self, rows: int) -> None:
        """Hear how many rows can be seen at once."""

    def rows_of(self) -> "RowsOf[Row]":
        """Return how all rows can be read one after another, also in a job."""
        return RowsOf(self.size(), lambda: (self.row_at(place) for place in range(self.size())))

    @property
    def has_sum(self) -> bool:
        """Whether a selection of rows has a sum."""
        return self._sum_of is not None

    @property
    def summed_column(self) -> int:
        """The place of the column that is summed, or -1."""
        summed = (place for place, column in enumerate(self.columns) if column.cents)
        return next(summed, -1)

    def cents_of(self, row: Row) -> int:
        """Return what a row adds to the sum of a selection."""
        return self._sum_of(row) if self._sum_of else 0

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """Answer Qt."""
        return 0 if parent.isValid() else self.size()

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """Answer Qt."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = DISPLAY_ROLE) -> Any:  # noqa: ANN401 - Qt's own
        """Answer Qt."""
        return self.cell(index.row(), index.column(), role)

    def cell(self, position: int, place: int, role: int) -> Any:  # noqa: ANN401 - as ``data``
        """Return what ``data`` says of a cell, for who draws thousands of them.

        The text role first, because little else is asked for.
        """
        if role == DISPLAY_ROLE:
            row = self.row_at(position)
            return "" if row is None else self.columns[place].text(row)
        answer = _ANSWERS.get(role)
        if answer is None or position < 0:
            return None
        row = self.row_at(position)
        return None if row is None else answer(self.columns[place], row)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = DISPLAY_ROLE
    ) -> Any:  # noqa: ANN401 - Qt's own
        """Answer Qt."""
        if orientation != _HORIZONTAL or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == ALIGNMENT_ROLE:
            return _RIGHT if column.look.is_numeric else _LEFT
        return column.title if role in {DISPLAY_ROLE, SPOKEN_ROLE} else None


def _tip(column: Column[Any], row: object) -> str | None:
    return column.tip(row) if column.tip else None


def _tone(column: Column[Any], row: object) -> str | None:
    return column.tone(row) if column.tone else None


def _icon(column: Column[Any], row: object) -> str | None:
    return column.icon(row) if column.icon else None


def _level(column: Column[Any], row: object) -> int | None:
    return column.level(row) if column.level else None


_ANSWERS: dict[int, Callable[[Column[Any], object], object]] = {
    SPOKEN_ROLE: lambda column, row: column.spoken_text(row),
    TOOLTIP_ROLE: _tip,
    TONE_ROLE: _tone,
    ICON_ROLE: _icon,
    LEVEL_ROLE: _level,
    ALIGNMENT_ROLE: lambda column, _row: _RIGHT if column.look.is_numeric else _LEFT,
}
