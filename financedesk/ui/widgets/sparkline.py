"""A line without axes: the shape of the last weeks beside a figure."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from financedesk.ui.formatting import whole_dollars
from financedesk.ui.widgets.build import set_shown
from financedesk.ui.widgets.chart_data import ChartData, ChartRow
from financedesk.ui.widgets.paint import begin
from financedesk.ui.widgets.painted import Painted

_WIDTH, _HEIGHT = 76, 36
_MARGIN = 4.0
_END_DOT = 3.0


class Sparkline(Painted):
    """Draws cents from left to right; fewer than two draw nothing."""

    def __init__(self, values: Sequence[int] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: tuple[int, ...] = ()
        self._names: tuple[str, ...] = ()
        self.setAccessibleName("Trend")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_values(values)

    def show_values(self, values: Sequence[int], names: Sequence[str] = ()) -> None:
        """Draw other values; ``names`` says what day or week each stands for."""
        self._values = tuple(values)
        numbers = [str(place + 1) for place in range(len(self._values))]
        self._names = tuple(names) if len(names) == len(self._values) else tuple(numbers)
        set_shown(self, shown=len(self._values) > 1)
        self.setAccessibleDescription(_trend(self._values))
        self.update()

    def data(self) -> ChartData:
        """Return the figures that are drawn."""
        pairs = zip(self._names, self._values, strict=True)
        return ChartData(
            "Period", ("Amount",), tuple(ChartRow(name, (one,)) for name, one in pairs)
        )

    def sizeHint(self) -> QSize:
        """As wide as seven letters."""
        return QSize(_WIDTH, _HEIGHT)

    def _points(self) -> list[QPointF]:
        low, high = min(self._values), max(self._values)
        span = high - low or 1
        width, height = self.width() - 2 * _MARGIN, self.height() - 2 * _MARGIN
        step = width / (len(self._values) - 1)
        return [
            QPointF(_MARGIN + step * place, _MARGIN + height * (high - value) / span)
            for place, value in enumerate(self._values)
        ]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line."""
        painter = QPainter(self)
        begin(painter)
        self.draw(painter)

    def draw(self, painter: QPainter) -> None:
        """Draw the line, the wash below it and the last point."""
        if len(self._values) < 2:
            return
        points = self._points()
        curve = _smooth(points)
        self._wash(painter, curve, points)
        accent = QColor(self.tokens.accent)
        painter.setPen(QPen(accent, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(curve)
        painter.setPen(QPen(QColor(self.tokens.surface), 1.5))
        painter.setBrush(accent)
        painter.drawEllipse(points[-1], _END_DOT, _END_DOT)

    def _wash(self, painter: QPainter, curve: QPainterPath, points: list[QPointF]) -> None:
        floor = float(self.height())
        area = QPainterPath(curve)
        area.lineTo(points[-1].x(), floor)
        area.lineTo(points[0].x(), floor)
        colour = QColor(self.tokens.accent)
        gradient = QLinearGradient(0, 0, 0, floor)
        for place, opacity in ((0.0, 0.20), (1.0, 0.0)):
            colour.setAlphaF(opacity)
            gradient.setColorAt(place, colour)
        painter.fillPath(area, gradient)


def _smooth(points: list[QPointF]) -> QPainterPath:
    curve = QPainterPath(points[0])
    for start, end in pairwise(points):
        middle = (start.x() + end.x()) / 2
        curve.cubicTo(middle, start.y(), middle, end.y(), end.x(), end.y())
    return curve


def _trend(values: tuple[int, ...]) -> str:
    if len(values) < 2:
        return ""
    first, last = whole_dollars(values[0]), whole_dollars(values[-1])
    between = f"between {whole_dollars(min(values))} and {whole_dollars(max(values))}"
    if values[0] == values[-1]:
        return f"Unchanged at {last}; {between}"
    course = "Rising" if values[-1] > values[0] else "Falling"
    return f"{course} from {first} to {last}; {between}"
