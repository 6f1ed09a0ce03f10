"""The drawing of a bar chart: stacked bars and the target line."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from financedesk.ui.formatting import whole_dollars
from financedesk.ui.widgets.bar_scale import Axis
from financedesk.ui.widgets.paint import rounded
from financedesk.ui.widgets.plot import CardLine, Plot, Series

_WIDEST_BAR, _BAR_SHARE = 22.0, 0.62
_SEAM = 1.5
_ROUND = 3.0


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


class BarPlot(Plot):
    """Draws bars, the first series lowest; what is below nothing is not drawn."""

    def __init__(self, series: Sequence[Series], target: str = "") -> None:
        """``target`` names the dashed line."""
        super().__init__(series)
        self.bars: tuple[Bar, ...] = ()
        self.target: int | None = None
        self._target_series = Series(target or "Target", "chart_3")

    def show_bars(self, bars: Sequence[Bar], target: int | None) -> None:
        """Draw other bars."""
        self.bars, self.target, self.chosen = tuple(bars), target, -1
        self.update()

    def labels(self) -> Sequence[str]:
        """Return the words below the bars."""
        return [bar.label for bar in self.bars]

    def axis(self) -> Axis:
        """Return the axis that holds the highest bar and the target."""
        highest = max((bar.total for bar in self.bars), default=0)
        return Axis.over(0, max(highest, self.target or 0))

    def card(self, place: int) -> tuple[str, Sequence[CardLine]]:
        """Return the parts of a bar as they are stacked, and the target."""
        bar = self.bars[place]
        parts = zip(self.series, bar.cents, strict=True)
        lines = [CardLine(series, whole_dollars(cents)) for series, cents in parts][::-1]
        if self.target is not None:
            lines.append(CardLine(self._target_series, whole_dollars(self.target)))
        return bar.title, lines

    def draw_marks(self, painter: QPainter, area: QRectF, axis: Axis) -> None:
        """Draw the bars and the line of the target."""
        for place, bar in enumerate(self.bars):
            slot = self.slot(area, place)
            if place == self.chosen:
                rounded(painter, slot.adjusted(1, -4, -1, 0), self.tokens.hover, 4)
            self._bar(painter, slot, axis, bar)
        if self.target is not None:
            level = round(axis.level(area, self.target)) + 0.5
            painter.setPen(QPen(QColor(self.tokens.chart_3), 1.5, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(area.left(), level), QPointF(area.right(), level))

    def _bar(self, painter: QPainter, slot: QRectF, axis: Axis, bar: Bar) -> None:
        width = min(_WIDEST_BAR, slot.width() * _BAR_SHARE)
        left = slot.center().x() - width / 2
        floor = slot.bottom()
        top = min(floor, axis.level(slot, bar.total))
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(left, top, width, floor - top + 2 * _ROUND), _ROUND, _ROUND)
        painter.save()
        painter.setClipRect(QRectF(left, slot.top() - 4, width, slot.height() + 4))
        painter.setClipPath(shape, Qt.ClipOperation.IntersectClip)
        for place, (series, cents) in enumerate(zip(self.series, bar.cents, strict=True)):
            height = axis.height(slot, max(0, cents))
            seam = _SEAM if place and height > _SEAM else 0.0
            box = QRectF(left, floor - height, width, height - seam)
            painter.fillRect(box, QColor(self.tokens.colour(series.token)))
            floor -= height
        painter.restore()
        self._edge(painter, QRectF(left, top, width, slot.bottom() - top))

    def _edge(self, painter: QPainter, whole: QRectF) -> None:
        """Draw the outline that keeps soft colours legible on the card."""
        if whole.height() < 1:
            return
        painter.save()
        painter.setClipRect(whole)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self.tokens.accent), 1))
        shape = whole.adjusted(0.5, 0.5, -0.5, 2 * _ROUND)
        painter.drawRoundedRect(shape, _ROUND, _ROUND)
        painter.restore()
