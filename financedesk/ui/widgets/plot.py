"""What plots over time share: an axis in dollars, labels, and the card of the place in hand.

A plot has places (weeks, days). The pointer or the arrow keys take one in hand; its figures are
shown on a card and told to a screen reader.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)

from financedesk.ui.formatting import compact_dollars
from financedesk.ui.theme import Tokens, Weight, font
from financedesk.ui.widgets.bar_scale import Axis
from financedesk.ui.widgets.paint import CENTRE, RIGHT, begin, outline, rounded, write
from financedesk.ui.widgets.painted import Painted

TOP, BOTTOM, AXIS_GAP = 10, 26, 12
_CARD_PADDING = 12
_CARD_LINE = 20
_SWATCH = 8
# Too pale by themselves: drawn with an edge in the accent’s colour.
SOFT = frozenset({"chart_2", "surface_2"})


@dataclass(frozen=True)
class Series:
    """One part of a plot: its name and the colour token it is drawn in."""

    name: str
    token: str


@dataclass(frozen=True)
class CardLine:
    """One line on the card of a place: the series, and its figure as it is written."""

    series: Series
    figure: str


class Plot(Painted):
    """Draws grid, labels and card; by itself it has no places and draws no marks.

    ``opened`` carries the place that was clicked or entered, ``picked`` the one in hand (-1:
    none).
    """

    opened = Signal(int)
    picked = Signal(int)

    def __init__(self, series: Sequence[Series]) -> None:
        super().__init__()
        self.series = tuple(series)
        self.chosen = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(180)

    def labels(self) -> Sequence[str]:
        """Return the words below the axis, one for each place."""
        return ()

    def axis(self) -> Axis:
        """Return the axis that holds every figure."""
        return Axis.over(0, 0)

    def card(self, place: int) -> tuple[str, Sequence[CardLine]]:
        """Return the title and the lines of the card of a place."""
        return "", ()

    def draw_marks(self, painter: QPainter, area: QRectF, axis: Axis) -> None:
        """Draw what stands for the figures."""

    def sizeHint(self) -> QSize:
        """Wide enough for a quarter of weeks."""
        return QSize(420, 240)

    def choose(self, place: int) -> None:
        """Take a place in hand; -1 takes none."""
        if place != self.chosen:
            self.chosen = place
            self.update()
            self.picked.emit(place)

    def area(self, axis: Axis | None = None) -> QRectF:
        """Return where the marks are drawn: right of the figures and above the labels."""
        metrics = QFontMetricsF(font(self.scale.caption, tabular=True))
        words = map(compact_dollars, (axis or self.axis()).levels())
        left = max(metrics.horizontalAdvance(word) for word in words) + AXIS_GAP + 4
        return QRectF(left, TOP, self.width() - left - 4, self.height() - TOP - BOTTOM)

    def slot(self, area: QRectF, place: int) -> QRectF:
        """Return the part of the area that belongs to a place."""
        width = area.width() / max(1, len(self.labels()))
        return QRectF(area.left() + width * place, area.top(), width, area.height())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Take the place under the pointer in hand."""
        self.choose(self._place_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the place that was clicked."""
        if event.button() == Qt.MouseButton.LeftButton and self.chosen >= 0:
            self.opened.emit(self.chosen)

    def _place_at(self, point: QPointF) -> int:
        area, places = self.area(), len(self.labels())
        if not places or not area.left() <= point.x() < area.right():
            return -1
        return min(int((point.x() - area.left()) * places / area.width()), places - 1)

    def leaveEvent(self, event: QEvent) -> None:
        """Put the card away."""
        if not self.hasFocus():
            self.choose(-1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Start at the newest place when the keyboard comes in."""
        if self.chosen < 0 and event.reason() != Qt.FocusReason.MouseFocusReason:
            self.choose(len(self.labels()) - 1)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Put the card away, but not for the menu of the chart."""
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.choose(-1)
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows, Home and End; Enter opens."""
        last = len(self.labels()) - 1
        moves = {
            Qt.Key.Key_Left: max(0, self.chosen - 1),
            Qt.Key.Key_Right: min(last, self.chosen + 1),
            Qt.Key.Key_Home: min(0, last),
            Qt.Key.Key_End: last,
        }
        key = Qt.Key(event.key())
        if key in moves:
            self.choose(moves[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.chosen >= 0:
            self.opened.emit(self.chosen)
        elif key == Qt.Key.Key_Escape and self.chosen >= 0:
            self.choose(-1)
        else:
            super().keyPressEvent(event)

    def draw(self, painter: QPainter) -> None:
        """Draw the plot without the signs of pointer and keyboard, as a picture shows it."""
        in_hand, self.chosen = self.chosen, -1
        self._draw_all(painter)
        self.chosen = in_hand

    def _draw_all(self, painter: QPainter) -> None:
        axis = self.axis()
        area = self.area(axis)
        self._grid(painter, area, axis)
        self.draw_marks(painter, area, axis)
        self._labels(painter, area)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw from the back to the front."""
        painter = QPainter(self)
        begin(painter)
        self._draw_all(painter)
        if 0 <= self.chosen < len(self.labels()):
            self._card(painter, self.area())
        if self.hasFocus():
            outline(painter, QRectF(self.rect()), self.tokens.focus, 6, 2)

    def _grid(self, painter: QPainter, area: QRectF, axis: Axis) -> None:
        for cents in axis.levels():
            level = round(axis.level(area, cents)) + 0.5
            colour = self.tokens.hairline if cents else self.tokens.border_strong
            painter.setPen(QPen(QColor(colour), 1))
            painter.drawLine(QPointF(area.left(), level), QPointF(area.right(), level))
            box = QRectF(0, level - 8, area.left() - AXIS_GAP + 2, 16)
            self._caption(painter, box, compact_dollars(cents), RIGHT)

    def _caption(self, painter: QPainter, box: QRectF, text: str, align: Qt.AlignmentFlag) -> None:
        ink, size = self.tokens.text_3, self.scale.caption
        write(painter, box, text, ink, Weight.TEXT, size, align=align, tabular=True)

    def _labels(self, painter: QPainter, area: QRectF) -> None:
        labels = self.labels()
        if not labels:
            return
        metrics = QFontMetricsF(font(self.scale.caption, tabular=True))
        widest = max(map(metrics.horizontalAdvance, labels)) + 20
        slot = area.width() / len(labels)
        every = max(1, -(-int(widest) // max(1, int(slot))))
        for place in range(len(labels) - 1, -1, -every):
            centre = self.slot(area, place).center().x()
            right = min(centre + widest / 2, float(self.width()))
            box = QRectF(right - widest, area.bottom() + 6, widest, 16)
            flush = centre + widest / 2 > self.width()
            self._caption(painter, box, labels[place], RIGHT if flush else CENTRE)

    def _card(self, painter: QPainter, area: QRectF) -> None:
        title, lines = self.card(self.chosen)
        box = self._card_box(area, title, lines)
        rounded(painter, box, self.tokens.surface, 8)
        outline(painter, box, self.tokens.border_strong, 8, 1)
        size, ink = self.scale.small, self.tokens.text
        inner = box.adjusted(_CARD_PADDING, 0, -_CARD_PADDING, 0)
        line = QRectF(inner.left(), box.top() + 8, inner.width(), self._card_line)
        write(painter, line, title, ink, Weight.TITLE, size)
        for one in lines:
            line.translate(0, self._card_line)
            dot = QRectF(line.left(), line.center().y() - _SWATCH / 2, _SWATCH, _SWATCH)
            draw_swatch(painter, dot, self.tokens, one.series.token)
            words = line.adjusted(_SWATCH + 7, 0, 0, 0)
            write(painter, words, one.series.name, self.tokens.text_2, Weight.TEXT, size)
            write(painter, line, one.figure, ink, Weight.NAME, size, align=RIGHT, tabular=True)

    @property
    def _card_line(self) -> float:
        return float(max(_CARD_LINE, self.scale.small + 8))

    def _card_box(self, area: QRectF, title: str, lines: Sequence[CardLine]) -> QRectF:
        metrics = QFontMetricsF(font(self.scale.small, Weight.TITLE, tabular=True))
        widths = [
            metrics.horizontalAdvance(f"{one.series.name}{one.figure}") + _SWATCH + 40
            for one in lines
        ]
        width = max([metrics.horizontalAdvance(title), *widths]) + 2 * _CARD_PADDING
        height = 16 + self._card_line * (len(lines) + 1)
        slot = self.slot(area, self.chosen)
        fits_left = slot.left() - width - 8 >= area.left()
        left = slot.left() - width - 8 if fits_left else slot.right() + 8
        left = max(0.0, min(left, self.width() - width))
        return QRectF(round(left) + 0.5, area.top() + 4.5, width, height)


def draw_swatch(painter: QPainter, box: QRectF, tokens: Tokens, token: str) -> None:
    """Draw the square of a series; the soft colour has an edge, as its bars have."""
    rounded(painter, box, tokens.colour(token), 2.5)
    if token in SOFT:
        outline(painter, box, tokens.accent, 2.5, 1)
