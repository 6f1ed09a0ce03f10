"""A table whose cells are chosen one by one: who may see what, and what may flow where."""

from typing import Any

from PySide6.QtCore import QModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QTableView

from financedesk.ui.models import ListTableModel
from financedesk.ui.theme import Tokens, current_theme
from financedesk.ui.widgets.table_delegate import CELL_PADDING, TableDelegate
from financedesk.ui.widgets.table_header import TableHeader

_RING = 2
_OPENS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2}


class _CellDelegate(TableDelegate):
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


class Grid(QTableView):
    """Cells in rows and columns; arrows move, ``cell_opened`` and ``key_typed`` tell of a cell.

    The first column names the rows and stretches.
    """

    cell_opened = Signal(int, int)
    cell_shown = Signal(int, int)
    key_typed = Signal(int, int, int)

    def __init__(self, name: str, model: ListTableModel[Any]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._rows = model
        self.setHorizontalHeader(TableHeader(self))
        self.setModel(model)
        self._painter = _CellDelegate(self, model.columns)
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
        current_theme().changed.connect(self.restyle)
        self.restyle()

    def show_columns(self) -> None:
        """Draw the model's columns, which are others now."""
        self._painter = _CellDelegate(self, self._rows.columns)
        self.setItemDelegate(self._painter)
        self.restyle()

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
