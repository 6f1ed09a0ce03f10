"""Paints the cells of a table: no grid, hairlines, chips, and figures of equal width.

One ``data`` call per text cell instead of the seven of Qt's own delegate.
"""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from financedesk.ui.models.columns import Column, Look
from financedesk.ui.models.table_model import (
    DISPLAY_ROLE,
    ICON_ROLE,
    LEVEL_ROLE,
    TONE_ROLE,
)
from financedesk.ui.theme import Scale, Tokens, Weight, current_theme, pixmap
from financedesk.ui.theme.tokens import CARD_PADDING, ICON
from financedesk.ui.widgets.paint import LEFT, RIGHT, begin, draw_chip, write

CELL_PADDING = 12
LEVEL_STEP = 20
Index = QModelIndex | QPersistentModelIndex

_WEIGHTS = {Look.STRONG: Weight.NAME, Look.AMOUNT: Weight.NAME}
_INK = {Look.STRONG: "text", Look.AMOUNT: "text"}
_SELECTED = QStyle.StateFlag.State_Selected


class TableDelegate(QStyledItemDelegate):
    """Draws one cell as its column asks; the hovered and the current row are told to it.

    The view tells the edges, too: asking the header at each cell would cost more than drawing it.
    """

    def __init__(self, view: QTableView, columns: Sequence[Column[Any]]) -> None:
        super().__init__(view)
        self._view = view
        self._columns = tuple(columns)
        self.hovered_row = -1
        self.ringed_row = -1
        self.first_column = 0
        self.last_column = len(self._columns) - 1

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Rows are of one height; the view sets it."""
        return QSize(80, current_theme().scale.row)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw ground, content and, on the current row, the focus ring."""
        theme = current_theme()
        box = QRectF(option.rect)
        state: QStyle.StateFlag = option.state
        painter.save()
        begin(painter)
        place, row = index.column(), index.row()
        self._ground(painter, box, theme.tokens, row, selected=bool(state & _SELECTED))
        column = self._columns[place]
        look = column.look
        first = place == self.first_column
        cell = box.adjusted(CARD_PADDING if first else CELL_PADDING, 0, -CELL_PADDING, 0)
        if look is Look.CHIP:
            self._chip(painter, cell, index, theme.tokens, theme.scale)
        elif look is Look.ICON:
            self._icon(painter, cell, index, theme.tokens)
        else:
            if column.level is not None:
                cell = self._set_in(painter, cell, index, theme.tokens)
            self._text(painter, cell, index, look, theme.tokens, theme.scale)
        if row == self.ringed_row and self._view.hasFocus():
            self._ring(painter, box, place, theme.tokens)
        painter.restore()

    def _ground(
        self, painter: QPainter, box: QRectF, tokens: Tokens, row: int, *, selected: bool
    ) -> None:
        if selected:
            painter.fillRect(box, QColor(tokens.accent_soft))
        elif row == self.hovered_row:
            painter.fillRect(box, QColor(tokens.hover))
        painter.setPen(QPen(QColor(tokens.hairline), 1))
        painter.drawLine(
            QPointF(box.left(), box.bottom() - 0.5), QPointF(box.right(), box.bottom() - 0.5)
        )

    def _set_in(self, painter: QPainter, cell: QRectF, index: Index, tokens: Tokens) -> QRectF:
        """Draw what opens or closes a row of a tree, and return the place for its words."""
        cell = cell.adjusted(index.data(LEVEL_ROLE) * LEVEL_STEP, 0, 0, 0)
        self._icon(painter, cell, index, tokens)
        return cell.adjusted(LEVEL_STEP, 0, 0, 0)

    def _text(
        self,
        painter: QPainter,
        cell: QRectF,
        index: Index,
        look: Look,
        tokens: Tokens,
        scale: Scale,
    ) -> None:
        ink = tokens.colour(_INK.get(look, "text_2"))
        align = RIGHT if look.is_numeric else LEFT
        weight = _WEIGHTS.get(look, Weight.TEXT)
        text = index.data(DISPLAY_ROLE)
        # Equal widths are for figures alone: they would pull the hyphen of a name apart.
        figures = look.is_numeric or look is Look.QUIET
        write(painter, cell, text, ink, weight, scale.body, align=align, tabular=figures)

    def _chip(
        self, painter: QPainter, cell: QRectF, index: Index, tokens: Tokens, scale: Scale
    ) -> None:
        if text := index.data(DISPLAY_ROLE):
            draw_chip(painter, cell, text, index.data(TONE_ROLE) or "neutral", tokens, scale)

    def _icon(self, painter: QPainter, cell: QRectF, index: Index, tokens: Tokens) -> None:
        if name := index.data(ICON_ROLE):
            ink, _ground = tokens.tone(index.data(TONE_ROLE) or "neutral")
            spot = QPointF(round(cell.left()), round(cell.center().y() - ICON / 2))
            painter.drawPixmap(spot, pixmap(name, ink))

    def _ring(self, painter: QPainter, box: QRectF, place: int, tokens: Tokens) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.focus))
        painter.drawRect(QRectF(box.left(), box.top(), box.width(), 2))
        painter.drawRect(QRectF(box.left(), box.bottom() - 2, box.width(), 2))
        if place == self.first_column:
            painter.drawRect(QRectF(box.left(), box.top(), 2, box.height()))
        if place == self.last_column:
            painter.drawRect(QRectF(box.right() - 2, box.top(), 2, box.height()))
