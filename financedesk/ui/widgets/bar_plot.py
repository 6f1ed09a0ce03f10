"""The drawing of a bar chart: stacked bars, axis, target line and the card of one bar."""

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
    QPainterPath,
    QPaintEvent,
    QPen,
)

from financedesk.ui.formatting import compact_dollars, whole_dollars
from financedesk.ui.theme import Weight, font
from financedesk.ui.widgets.bar_scale import GRIDLINES, axis_step
from financedesk.ui.widgets.paint import CENTRE, LEFT, RIGHT, begin, outline, rounded, write
from financedesk.ui.widgets.painted import Painted

_TOP, _BOTTOM, _AXIS_GAP = 10, 26, 12
_WIDEST_BAR, _BAR_SHARE = 22.0, 0.62
_SEAM = 1.5
_CARD_PADDING = 12
_CARD_LINE = 20
_SWATCH = 8


@dataclass(frozen=True)
class Series:
    """One part of every bar: its name and the colour token it is drawn in."""

    name: str
    token: str


@dataclass(frozen=True)
class Bar:
    """One bar: the axis label, the title of its card, and the cents of each series."""

    label: str
    title: str
    cents: tuple[int, ...]

    @property
    def total(self) -> int:
        """The cents of all series together."""
        return sum(self.cents)


class BarPlot(Painted):
    """Draws bars; the pointer or the arrow keys choose the one whose figures are shown."""

    bar_opened = Signal(int)
    bar_chosen = Signal(int)

    def __init__(self, series: Sequence[Series]) -> None:
        super().__init__()
        self.series = tuple(series)
        self.bars: tuple[Bar, ...] = ()
        self.target: int | None = None
        self.chosen = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(180)

    def show_bars(self, bars: Sequence[Bar], target: int | None) -> None:
        """Draw other bars."""
        self.bars, self.target, self.chosen = tuple(bars), target, -1
        self.update()

    def sizeHint(self) -> QSize:
        """Wide enough for a quarter of weeks."""
        return QSize(420, 240)

    def choose(self, place: int) -> None:
        """Show the card of a bar; -1 shows none."""
        if place != self.chosen:
            self.chosen = place
            self.update()
            self.bar_chosen.emit(place)

    @property
    def _step(self) -> int:
        highest = max((bar.total for bar in self.bars), default=0)
        return axis_step(max(highest, self.target or 0))

    def _area(self) -> QRectF:
        metrics = QFontMetricsF(font(self.scale.caption, tabular=True))
        words = [compact_dollars(self._step * line) for line in range(GRIDLINES + 1)]
        left = max(metrics.horizontalAdvance(word) for word in words) + _AXIS_GAP
        return QRectF(left, _TOP, self.width() - left - 4, self.height() - _TOP - _BOTTOM)

    def _slot(self, area: QRectF, place: int) -> QRectF:
        width = area.width() / max(1, len(self.bars))
        return QRectF(area.left() + width * place, area.top(), width, area.height())

    def _height(self, area: QRectF, cents: int) -> float:
        return area.height() * max(0, cents) / (self._step * GRIDLINES)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Choose the bar under the pointer."""
        self.choose(self._bar_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the bar that was clicked."""
        if event.button() == Qt.MouseButton.LeftButton and self.chosen >= 0:
            self.bar_opened.emit(self.chosen)

    def _bar_at(self, point: QPointF) -> int:
        area = self._area()
        if not self.bars or not area.left() <= point.x() < area.right():
            return -1
        place = int((point.x() - area.left()) * len(self.bars) / area.width())
        return min(place, len(self.bars) - 1)

    def leaveEvent(self, event: QEvent) -> None:
        """Put the card away."""
        if not self.hasFocus():
            self.choose(-1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Start at the newest bar when the keyboard comes in."""
        if self.chosen < 0 and event.reason() != Qt.FocusReason.MouseFocusReason:
            self.choose(len(self.bars) - 1)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Put the card away."""
        self.choose(-1)
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows, Home and End; Enter opens."""
        last = len(self.bars) - 1
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
            self.bar_opened.emit(self.chosen)
        elif key == Qt.Key.Key_Escape and self.chosen >= 0:
            self.choose(-1)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw from the back to the front."""
        painter = QPainter(self)
        begin(painter)
        area = self._area()
        self._grid(painter, area)
        for place, bar in enumerate(self.bars):
            self._bar(painter, self._slot(area, place), bar, chosen=place == self.chosen)
        self._labels(painter, area)
        self._target_line(painter, area)
        if 0 <= self.chosen < len(self.bars):
            self._card(painter, area)
        if self.hasFocus():
            outline(painter, QRectF(self.rect()), self.tokens.focus, 6, 2)

    def _grid(self, painter: QPainter, area: QRectF) -> None:
        for line in range(GRIDLINES + 1):
            cents = self._step * line
            level = round(area.bottom() - self._height(area, cents)) + 0.5
            colour = self.tokens.hairline if line else self.tokens.border
            painter.setPen(QPen(QColor(colour), 1))
            painter.drawLine(QPointF(area.left(), level), QPointF(area.right(), level))
            box = QRectF(0, level - 8, area.left() - _AXIS_GAP + 2, 16)
            self._caption(painter, box, compact_dollars(cents), RIGHT)

    def _caption(self, painter: QPainter, box: QRectF, text: str, align: Qt.AlignmentFlag) -> None:
        ink, size = self.tokens.text_3, self.scale.caption
        write(painter, box, text, ink, Weight.TEXT, size, align=align, tabular=True)

    def _bar(self, painter: QPainter, slot: QRectF, bar: Bar, *, chosen: bool) -> None:
        if chosen:
            ground = slot.adjusted(1, -4, -1, 0)
            rounded(painter, ground, self.tokens.hover, 4)
        width = min(_WIDEST_BAR, slot.width() * _BAR_SHARE)
        left = slot.center().x() - width / 2
        whole = self._height(slot, bar.total)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(left, slot.bottom() - whole, width, whole + 6), 3, 3)
        painter.save()
        painter.setClipRect(QRectF(left, slot.top() - 4, width, slot.height() + 4))
        painter.setClipPath(shape, Qt.ClipOperation.IntersectClip)
        floor = slot.bottom()
        for place, (series, cents) in enumerate(zip(self.series, bar.cents, strict=True)):
            height = self._height(slot, cents)
            seam = _SEAM if place and height > _SEAM else 0.0
            box = QRectF(left, floor - height, width, height - seam)
            painter.fillRect(box, QColor(self.tokens.colour(series.token)))
            floor -= height
        painter.restore()

    def _labels(self, painter: QPainter, area: QRectF) -> None:
        if not self.bars:
            return
        metrics = QFontMetricsF(font(self.scale.caption, tabular=True))
        widest = max(metrics.horizontalAdvance(bar.label) for bar in self.bars) + 20
        slot = area.width() / len(self.bars)
        every = max(1, -(-int(widest) // max(1, int(slot))))
        last = len(self.bars) - 1
        for place in range(last, -1, -every):
            centre = self._slot(area, place).center().x()
            right = min(centre + widest / 2, float(self.width()))
            box = QRectF(right - widest, area.bottom() + 6, widest, 16)
            flush = centre + widest / 2 > self.width()
            self._caption(painter, box, self.bars[place].label, RIGHT if flush else CENTRE)

    def _target_line(self, painter: QPainter, area: QRectF) -> None:
        if self.target is None:
            return
        level = round(area.bottom() - self._height(area, self.target)) + 0.5
        painter.setPen(QPen(QColor(self.tokens.chart_3), 1.5, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(area.left(), level), QPointF(area.right(), level))

    def _card(self, painter: QPainter, area: QRectF) -> None:
        bar = self.bars[self.chosen]
        box = self._card_box(area, bar)
        rounded(painter, box, self.tokens.surface, 8)
        outline(painter, box, self.tokens.border, 8, 1)
        size = self.scale.small
        inner = box.adjusted(_CARD_PADDING, 0, -_CARD_PADDING, 0)
        line = QRectF(inner.left(), box.top() + 8, inner.width(), _CARD_LINE)
        write(painter, line, bar.title, self.tokens.text, Weight.TITLE, size)
        for series, cents in reversed(list(zip(self.series, bar.cents, strict=True))):
            line.translate(0, _CARD_LINE)
            dot = QRectF(line.left(), line.center().y() - _SWATCH / 2, _SWATCH, _SWATCH)
            rounded(painter, dot, self.tokens.colour(series.token), 2)
            words = line.adjusted(_SWATCH + 7, 0, 0, 0)
            write(painter, words, series.name, self.tokens.text_2, Weight.TEXT, size, align=LEFT)
            figure, ink = whole_dollars(cents), self.tokens.text
            write(painter, line, figure, ink, Weight.NAME, size, align=RIGHT, tabular=True)

    def _card_box(self, area: QRectF, bar: Bar) -> QRectF:
        metrics = QFontMetricsF(font(self.scale.small, Weight.TITLE, tabular=True))
        lines = [
            metrics.horizontalAdvance(f"{series.name}{whole_dollars(cents)}") + _SWATCH + 40
            for series, cents in zip(self.series, bar.cents, strict=True)
        ]
        width = max([metrics.horizontalAdvance(bar.title), *lines]) + 2 * _CARD_PADDING
        height = 16 + _CARD_LINE * (len(self.series) + 1)
        slot = self._slot(area, self.chosen)
        fits_left = slot.left() - width - 8 >= area.left()
        left = slot.left() - width - 8 if fits_left else slot.right() + 8
        left = max(0.0, min(left, self.width() - width))
        return QRectF(round(left) + 0.5, area.top() + 4.5, width, height)
