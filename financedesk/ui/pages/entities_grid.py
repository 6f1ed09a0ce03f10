"""A table whose cells are chosen one by one: who may see what, and what may flow where."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

from financedesk.ui.models import Column, TableModel
from financedesk.ui.theme import Tokens, current_theme
from financedesk.ui.widgets.table_delegate import CELL_PADDING, TableDelegate
from financedesk.ui.widgets.table_header import TableHeader

_RING = 2
_OPENS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2}


class CellDelegate(TableDelegate):
    """Draws the focus ring around the cell that the keyboard is on, not around its row."""

    def _ring(self, painter: QPainter, box: QRectF, place: int, tokens: Tokens) -> None:
        if place != self._view.currentIndex().column():
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.focus))
        left, top, right, bottom = box.left(), box.top(), box.right(), box.bottom()
        painter.drawRect(QRectF(left, top, box.width(), _RING))
        painter.drawRect(QRectF(left, bottom - _RING, box.width(), _RING))
        painter.drawRect(QRectF(left, top, _RING, box.height()))
        painter.drawRect(QRectF(right - _RING, top, _RING, box.height()))


class _CoveringHeader(TableHeader):
    """Covers the titles of the columns that are scrolled under it."""

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803
        """Draw the ground, then the title."""
        painter.fillRect(rect, QColor(current_theme().tokens.surface))
        super().paintSection(painter, rect, logicalIndex)


class _RowNames(QTableView):
    """The first column of a grid, drawn over it: it stays while the others move under it."""

    def __init__(self, grid: "Grid") -> None:
        super().__init__(grid)
        self.setAccessibleName("Names of the rows")
        self._grid = grid
        self.setAccessibleName("Names of the rows")
        self.setModel(grid.model())
        self.setSelectionModel(grid.selectionModel())
        self.setHorizontalHeader(_CoveringHeader(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(grid.verticalScrollMode())
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(TableHeader.ResizeMode.Fixed)
        self.horizontalHeader().setSectionResizeMode(TableHeader.ResizeMode.Fixed)
        self.setFrameShape(QTableView.Shape.NoFrame)
        for bar, other in ((self, grid), (grid, self)):
            bar.verticalScrollBar().valueChanged.connect(other.verticalScrollBar().setValue)
        grid.horizontalScrollBar().valueChanged.connect(lambda _place: self.fit())

    def fit(self) -> None:
        """Lie over the names of the grid, and only while they would be out of sight."""
        grid = self._grid
        for place in range(self.model().columnCount()):
            self.setColumnHidden(place, place > 0)
        self.setColumnWidth(0, grid.columnWidth(0))
        self.verticalHeader().setDefaultSectionSize(grid.verticalHeader().defaultSectionSize())
        self.horizontalHeader().setFixedHeight(grid.horizontalHeader().height())
        frame, height = grid.frameWidth(), grid.horizontalHeader().height()
        self.setGeometry(frame, frame, grid.columnWidth(0), height + grid.viewport().height())
        self.setVisible(grid.horizontalScrollBar().value() > 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Cover what lies under the names, then draw them."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(current_theme().tokens.surface))
        painter.end()
        super().paintEvent(event)


class Grid(QTableView):
    """Cells in rows and columns; arrows move, ``cell_opened`` and ``key_typed`` tell of a cell.

    The first column names the rows and stays in sight.
    """

    cell_opened = Signal(int, int)
    cell_shown = Signal(int, int)
    key_typed = Signal(int, int, int)

    def __init__(self, name: str, model: TableModel[Any]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._rows = model
        self.setHorizontalHeader(TableHeader(self))
        self.setModel(model)
        self._painter = self.painter_of(model.columns)
        self.setItemDelegate(self._painter)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(TableHeader.ResizeMode.Fixed)
        self.doubleClicked.connect(lambda at: self.cell_opened.emit(at.row(), at.column()))
        self.selectionModel().currentChanged.connect(lambda at, _before: self._moved(at))
        self.names = _RowNames(self)
        self.names.setItemDelegate(self._painter)
        current_theme().changed.connect(self.restyle)
        self.restyle()

    def painter_of(self, columns: Sequence[Column[Any]]) -> CellDelegate:
        """Return what draws the cells."""
        return CellDelegate(self, columns)

    def show_columns(self) -> None:
        """Draw the model's columns, which are others now."""
        self._painter = self.painter_of(self._rows.columns)
        self.setItemDelegate(self._painter)
        self.names.setItemDelegate(self._painter)
        self.restyle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the names of the rows over their column."""
        super().resizeEvent(event)
        self.names.fit()

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring a cell into sight, and out from under the names of the rows."""
        super().scrollTo(index, hint)
        hidden = self.columnWidth(0) - self.columnViewportPosition(index.column())
        if index.column() > 0 and hidden > 0:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - hidden)

    def _moved(self, at: QModelIndex) -> None:
        self._painter.ringed_row = at.row()
        self.viewport().update()
        self.cell_shown.emit(at.row(), at.column())

    def restyle(self) -> None:
        """Follow text size and density, and give each column what it and its title ask for."""
        scale = current_theme().scale
        self.verticalHeader().setDefaultSectionSize(scale.row)
        self.horizontalHeader().setFixedHeight(scale.header_row)
        titles = self.horizontalHeader().fontMetrics()
        for place, column in enumerate(self._rows.columns):
            asked = column.width * current_theme().text_size // 100
            title = titles.horizontalAdvance(column.title) + 3 * CELL_PADDING
            self.setColumnWidth(place, max(asked, title))
        self.names.fit()
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens a cell; letters, Space and Delete are told, everything else moves."""
        here, key = self.currentIndex(), Qt.Key(event.key())
        if here.isValid() and key in _OPENS:
            self.cell_opened.emit(here.row(), here.column())
        elif here.isValid() and not event.modifiers() and _is_typed(key):
            self.key_typed.emit(here.row(), here.column(), int(key))
        else:
            super().keyPressEvent(event)


def _is_typed(key: Qt.Key) -> bool:
    letter = Qt.Key.Key_A.value <= key.value <= Qt.Key.Key_Z.value
    return letter or key in {Qt.Key.Key_Space, Qt.Key.Key_Delete, Qt.Key.Key_Backspace}
