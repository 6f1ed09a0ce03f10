"""Paints the cells of a table: no grid, hairlines, chips, and figures of equal width.

What a cell is drawn with is made once per look and not at each cell, and our own models are asked
without the way through Qt.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from financedesk.ui.models.columns import Column, Look
from financedesk.ui.models.table_model import (
    DISPLAY_ROLE,
    ICON_ROLE,
    LEVEL_ROLE,
    TONE_ROLE,
    TableModel,
)
from financedesk.ui.theme import Scale, Tokens, Weight, current_theme, pixmap
from financedesk.ui.theme.tokens import CARD_PADDING, ICON
from financedesk.ui.widgets.laid_out import Lettering
from financedesk.ui.widgets.paint import begin, draw_chip

CELL_PADDING = 12
LEVEL_STEP = 20
Index = QModelIndex | QPersistentModelIndex

_WEIGHTS = {Look.STRONG: Weight.NAME, Look.AMOUNT: Weight.NAME}
_INK = {Look.STRONG: "text", Look.AMOUNT: "text"}
_SELECTED = QStyle.StateFlag.State_Selected


@dataclass(frozen=True)
class _Brushes:
    """What the cells of all columns are drawn with in one look."""

    tokens: Tokens
    scale: Scale
    hairline: QColor
    hover: QColor
    selected: QColor
    letterings: tuple[Lettering, ...]

    @classmethod
    def of(cls, tokens: Tokens, scale: Scale, columns: Sequence[Column[Any]]) -> "_Brushes":
        """Make everything ready."""
        letterings = tuple(_lettering(column.look, tokens, scale) for column in columns)
        hairline, hover = QColor(tokens.hairline), QColor(tokens.hover)
        return cls(tokens, scale, hairline, hover, QColor(tokens.accent_soft), letterings)


def _lettering(look: Look, tokens: Tokens, scale: Scale) -> Lettering:
    # Equal widths are for figures alone: they would pull the hyphen of a name apart.
    figures = look.is_numeric or look is Look.QUIET
    ink, weight = tokens.colour(_INK.get(look, "text_2")), _WEIGHTS.get(look, Weight.TEXT)
    return Lettering(ink, weight, scale.body, right=look.is_numeric, tabular=figures)


class TableDelegate(QStyledItemDelegate):
    """Draws one cell as its column asks; the hovered and the current row are told to it.

    The view tells the edges, too, and whether any row is selected: asking for them at each cell
    would cost more than drawing it.
    ``rows`` is the model where it is one of ours.
    """

    def __init__(
        self,
        view: QTableView,
        columns: Sequence[Column[Any]],
        rows: TableModel[Any] | None = None,
    ) -> None:
        super().__init__(view)
        self._view = view
        self._columns = tuple(columns)
        self._rows = rows
        self._looks = tuple(column.look for column in columns)
        self._levels = tuple(column.level is not None for column in columns)
        self._made: _Brushes | None = None
        self.any_selected = True
        self.hovered_row = -1
        self.ringed_row = -1
        self.first_column = 0
        self.last_column = len(self._columns) - 1

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Rows are of one height; the view sets it."""
        return QSize(80, current_theme().scale.row)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw ground, content and, on the current row, the focus ring."""
        brushes = self._brushes()
        box = QRectF(option.rect)
        row, place = index.row(), index.column()
        self._ground(painter, box, brushes, row, option)
        cell = box.adjusted(
            CARD_PADDING if place == self.first_column else CELL_PADDING, 0, -CELL_PADDING, 0
        )
        look = self._looks[place]
        if look is Look.CHIP:
            self._chip(painter, cell, index, brushes)
        elif look is Look.ICON:
            self._icon(painter, cell, index, brushes.tokens)
        else:
            if self._levels[place]:
                cell = self._set_in(painter, cell, index, brushes.tokens)
            words = current_theme().shown(self._read(index, DISPLAY_ROLE))
            brushes.letterings[place].write(painter, cell, words)
        if row == self.ringed_row and self._view.hasFocus():
            painter.save()
            self._ring(painter, box, place, brushes.tokens)
            painter.restore()

    def _brushes(self) -> _Brushes:
        theme, made = current_theme(), self._made
        if made is None or made.tokens is not theme.tokens or made.scale is not theme.scale:
            self._made = made = _Brushes.of(theme.tokens, theme.scale, self._columns)
        return made

    def _read(self, index: Index, role: int) -> Any:  # noqa: ANN401 - Qt's own
        """Return what the model says of a cell."""
        if self._rows is not None:
            return self._rows.cell(index.row(), index.column(), role)
        return index.data(role)

    def _ground(
        self,
        painter: QPainter,
        box: QRectF,
        brushes: _Brushes,
        row: int,
        option: QStyleOptionViewItem,
    ) -> None:
        if self.any_selected and option.state & _SELECTED:
            painter.fillRect(box, brushes.selected)
        elif row == self.hovered_row:
            painter.fillRect(box, brushes.hover)
        # A filled row of dots takes a thirtieth of the time of a smooth line.
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), brushes.hairline)

    def _set_in(self, painter: QPainter, cell: QRectF, index: Index, tokens: Tokens) -> QRectF:
        """Draw what opens or closes a row of a tree, and return the place for its words."""
        cell = cell.adjusted(self._read(index, LEVEL_ROLE) * LEVEL_STEP, 0, 0, 0)
        self._icon(painter, cell, index, tokens)
        return cell.adjusted(LEVEL_STEP, 0, 0, 0)

    def _chip(self, painter: QPainter, cell: QRectF, index: Index, brushes: _Brushes) -> None:
        if text := self._read(index, DISPLAY_ROLE):
            painter.save()
            begin(painter)
            tone = self._read(index, TONE_ROLE) or "neutral"
            draw_chip(painter, cell, text, tone, brushes.tokens, brushes.scale)
            painter.restore()

    def _icon(self, painter: QPainter, cell: QRectF, index: Index, tokens: Tokens) -> None:
        if name := self._read(index, ICON_ROLE):
            ink, _ground = tokens.tone(self._read(index, TONE_ROLE) or "neutral")
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
