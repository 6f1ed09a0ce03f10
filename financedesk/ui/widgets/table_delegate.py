"""Paints the cells of a table: no grid, hairlines, chips, and figures of equal width.

What a cell is drawn with is made once per look and not at each cell.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
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
)
from financedesk.ui.theme import Scale, Tokens, Weight, current_theme, pixmap
from financedesk.ui.theme.tokens import CARD_PADDING, ICON
from financedesk.ui.widgets.laid_out import LEFT, RIGHT, Lettering
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
    align = RIGHT if look.is_numeric else LEFT
    return Lettering(ink, weight, scale.body, align=align, tabular=figures)


Read = Callable[[int], Any]
"""Says what a cell shows in a role of the model."""


class TableDelegate(QStyledItemDelegate):
    """Draws one cell as its column asks; the hovered and the current row are told to it.

    The view tells the edges, too: asking the header at each cell would cost more than drawing it.
    A view of our own has whole rows drawn (``draw_row``) instead of letting Qt ask for each cell.
    """

    def __init__(self, view: QTableView, columns: Sequence[Column[Any]]) -> None:
        super().__init__(view)
        self._view = view
        self._columns = tuple(columns)
        self._looks = tuple(column.look for column in columns)
        self._levels = tuple(column.level is not None for column in columns)
        self._made: _Brushes | None = None
        self.hovered_row = -1
        self.ringed_row = -1
        self.first_column = 0
        self.last_column = len(self._columns) - 1

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Rows are of one height; the view sets it."""
        return QSize(80, current_theme().scale.row)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw ground, content and, on the current row, the focus ring."""
        box, row = QRectF(option.rect), index.row()
        self._ground(painter, box, row, selected=bool(option.state & _SELECTED))
        self._content(painter, box, row, index.column(), index.data)

    def draw_row(
        self,
        painter: QPainter,
        row: int,
        cells: Sequence[tuple[int, QRectF]],
        read: Callable[[int, int, int], Any],
        *,
        selected: bool,
    ) -> None:
        """Draw cells of one row, from left to right; ``read`` takes row, column and role."""
        whole = cells[0][1].united(cells[-1][1])
        self._ground(painter, whole, row, selected=selected)
        for place, box in cells:
            self._content(painter, box, row, place, partial(read, row, place))

    def _content(self, painter: QPainter, box: QRectF, row: int, place: int, read: Read) -> None:
        brushes = self._brushes()
        cell = box.adjusted(
            CARD_PADDING if place == self.first_column else CELL_PADDING, 0, -CELL_PADDING, 0
        )
        look = self._looks[place]
        if look is Look.CHIP:
            self._chip(painter, cell, read, brushes)
        elif look is Look.ICON:
            self._icon(painter, cell, read, brushes.tokens)
        else:
            if self._levels[place]:
                cell = self._set_in(painter, cell, read, brushes.tokens)
            brushes.letterings[place].write(painter, cell, read(DISPLAY_ROLE))
        if row == self.ringed_row and self._view.hasFocus():
            painter.save()
            self._ring(painter, box, place, brushes.tokens)
            painter.restore()

    def _brushes(self) -> _Brushes:
        theme, made = current_theme(), self._made
        if made is None or made.tokens is not theme.tokens or made.scale is not theme.scale:
            self._made = made = _Brushes.of(theme.tokens, theme.scale, self._columns)
        return made

    def _ground(self, painter: QPainter, box: QRectF, row: int, *, selected: bool) -> None:
        brushes = self._brushes()
        if selected:
            painter.fillRect(box, brushes.selected)
        elif row == self.hovered_row:
            painter.fillRect(box, brushes.hover)
        # A filled row of dots takes a thirtieth of the time of a smooth line.
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), brushes.hairline)

    def _set_in(self, painter: QPainter, cell: QRectF, read: Read, tokens: Tokens) -> QRectF:
        """Draw what opens or closes a row of a tree, and return the place for its words."""
        cell = cell.adjusted(read(LEVEL_ROLE) * LEVEL_STEP, 0, 0, 0)
        self._icon(painter, cell, read, tokens)
        return cell.adjusted(LEVEL_STEP, 0, 0, 0)

    def _chip(self, painter: QPainter, cell: QRectF, read: Read, brushes: _Brushes) -> None:
        if text := read(DISPLAY_ROLE):
            painter.save()
            begin(painter)
            tone = read(TONE_ROLE) or "neutral"
            draw_chip(painter, cell, text, tone, brushes.tokens, brushes.scale)
            painter.restore()

    def _icon(self, painter: QPainter, cell: QRectF, read: Read, tokens: Tokens) -> None:
        if name := read(ICON_ROLE):
            ink, _ground = tokens.tone(read(TONE_ROLE) or "neutral")
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
