"""The header of a table: titles aligned with their cells, and an arrow on the sorted one."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from financedesk.ui.models.table_model import ALIGNMENT_ROLE, DISPLAY_ROLE
from financedesk.ui.theme import Weight, current_theme, font, pixmap
from financedesk.ui.theme.tokens import CARD_PADDING
from financedesk.ui.widgets.paint import LEFT, RIGHT, write
from financedesk.ui.widgets.table_delegate import CELL_PADDING

_ARROW = 12
_RIGHT_FLAG = int(Qt.AlignmentFlag.AlignRight.value)


class TableHeader(QHeaderView):
    """Painted, because a style sheet cannot align a header with its cells."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setMinimumSectionSize(36)
        self.setStretchLastSection(False)
        self.setSortIndicatorShown(True)
        self.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._below: QWidget | None = None

    def sizeHint(self) -> QSize:
        """One header row, and what is held below the titles."""
        return QSize(super().sizeHint().width(), current_theme().scale.header_row + self._room())

    def hold_below(self, widget: QWidget | None) -> None:
        """Keep a widget between the titles and the first row, as a row of entry; None lets it go.

        Call ``fit`` when its height changes.
        """
        self._below = widget
        if widget is not None:
            widget.setParent(self)
            widget.show()
            widget.raise_()
        self.fit()

    def fit(self) -> None:
        """Be as high as the titles and what is held below them."""
        self.setFixedHeight(current_theme().scale.header_row + self._room())
        self.geometriesChanged.emit()
        self._place_below()

    def _room(self) -> int:
        return self._below.height() if self._below is not None else 0

    def _place_below(self) -> None:
        if self._below is not None:
            titles = current_theme().scale.header_row
            self._below.setGeometry(0, titles, self.width(), self._below.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what is held below as wide as the titles."""
        super().resizeEvent(event)
        self._place_below()

    def _is_first(self, section: int) -> bool:
        places = range(self.visualIndex(section))
        return all(self.isSectionHidden(self.logicalIndex(place)) for place in places)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803
        """Draw one title."""
        tokens, scale = current_theme().tokens, current_theme().scale
        box = QRectF(rect)
        box.setHeight(scale.header_row)
        painter.save()
        painter.setPen(QPen(QColor(tokens.border), 1))
        floor = box.bottom() - 0.5
        painter.drawLine(QPointF(box.left(), floor), QPointF(box.right(), floor))
        left = CARD_PADDING if self._is_first(logicalIndex) else CELL_PADDING
        cell = box.adjusted(left, 0, -CELL_PADDING, 0)
        model, across = self.model(), Qt.Orientation.Horizontal
        title = str(model.headerData(logicalIndex, across, DISPLAY_ROLE) or "")
        on_right = bool(model.headerData(logicalIndex, across, ALIGNMENT_ROLE) & _RIGHT_FLAG)
        sorted_here = self.sortIndicatorSection() == logicalIndex
        ink = tokens.text if sorted_here else tokens.text_2
        if sorted_here:
            cell = self._arrow(painter, cell, title, ink, on_right=on_right)
        align = RIGHT if on_right else LEFT
        write(painter, cell, title, ink, Weight.NAME, scale.small, align=align)
        painter.restore()

    def _arrow(
        self, painter: QPainter, cell: QRectF, title: str, ink: str, *, on_right: bool
    ) -> QRectF:
        """Draw the arrow beside the title and return what is left for the title."""
        up = self.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
        room = cell.adjusted(0, 0, -_ARROW - 2, 0)
        painter.setFont(font(current_theme().scale.small, Weight.NAME))
        words = painter.fontMetrics().horizontalAdvance(title) + 2
        left = room.right() + 2 if on_right else room.left() + min(words, room.width())
        spot = QPointF(round(left), round(cell.center().y() - _ARROW / 2))
        painter.drawPixmap(spot, pixmap("arrow-up" if up else "arrow-down", ink, _ARROW))
        return room
