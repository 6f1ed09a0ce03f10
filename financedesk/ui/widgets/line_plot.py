"""The drawing of a line chart: one or two lines over time, and the pace they are held against."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from financedesk.ui.formatting import NOTHING, whole_dollars
from financedesk.ui.widgets.bar_scale import Axis
from financedesk.ui.widgets.plot import CardLine, Plot, Series

_WIDTHS = (2.0, 1.6)
_STROKES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DotLine)
_DOT = 3.5
_WASH = 0.10


@dataclass(frozen=True)
class Point:
    """One place on the lines: the axis label, the title of its card, the cents of each series.

    None stands for what is not known, such as a day to come; ``pace`` is what is held against.
    """

    label: str
    title: str
    cents: tuple[int | None, ...]
    pace: int | None = None


class LinePlot(Plot):
    """Draws lines that differ in stroke, not in colour alone.

    A thin line needs an ink of 3:1 at least: ``accent``, ``text_2`` or a tone, never ``chart_2``.
    """

    def __init__(self, series: Sequence[Series], pace: str = "") -> None:
        """``pace`` names the dashed line."""
        super().__init__(series)
        self.points: tuple[Point, ...] = ()
        self._pace_series = Series(pace or "Pace", "chart_3")

    def show_points(self, points: Sequence[Point]) -> None:
        """Draw other points, oldest first."""
        self.points, self.chosen = tuple(points), -1
        self.update()

    def labels(self) -> Sequence[str]:
        """Return the words below the axis."""
        return [point.label for point in self.points]

    def axis(self) -> Axis:
        """Return the axis that holds every point and the pace."""
        figures = [cents for point in self.points for cents in (*point.cents, point.pace)]
        known = [cents for cents in figures if cents is not None]
        return Axis.over(min(known, default=0), max(known, default=0))

    def card(self, place: int) -> tuple[str, Sequence[CardLine]]:
        """Return the figures of a place, and the pace."""
        point = self.points[place]
        parts = zip(self.series, point.cents, strict=True)
        lines = [CardLine(series, _written(cents)) for series, cents in parts]
        if point.pace is not None:
            lines.append(CardLine(self._pace_series, whole_dollars(point.pace)))
        return point.title, lines

    def draw_marks(self, painter: QPainter, area: QRectF, axis: Axis) -> None:
        """Draw the pace below the lines, and dots where the place in hand is."""
        self._upright(painter, area)
        paces = [point.pace for point in self.points]
        self._line(painter, area, axis, paces, QPen(QColor(self.tokens.chart_3), 1.5,
                   Qt.PenStyle.DashLine))  # fmt: skip
        for place in reversed(range(len(self.series))):
            values = [point.cents[place] for point in self.points]
            colour = QColor(self.tokens.colour(self.series[place].token))
            if place == 0:
                self._wash(painter, area, axis, values, colour)
            stroke = _STROKES[min(place, 1)]
            pen = QPen(colour, _WIDTHS[min(place, 1)], stroke, Qt.PenCapStyle.RoundCap)
            self._line(painter, area, axis, values, pen)
            self._dot(painter, area, axis, values, colour)

    def _upright(self, painter: QPainter, area: QRectF) -> None:
        if 0 <= self.chosen < len(self.points):
            across = round(self.slot(area, self.chosen).center().x()) + 0.5
            painter.setPen(QPen(QColor(self.tokens.border_strong), 1))
            painter.drawLine(QPointF(across, area.top()), QPointF(across, area.bottom()))

    def _runs(self, area: QRectF, axis: Axis, values: Sequence[int | None]) -> list[list[QPointF]]:
        """Return the unbroken parts of a line."""
        spots = [
            None
            if cents is None
            else QPointF(self.slot(area, place).center().x(), axis.level(area, cents))
            for place, cents in enumerate(values)
        ]
        parts = groupby(spots, key=lambda spot: spot is not None)
        return [[spot for spot in part if spot is not None] for known, part in parts if known]

    def _line(
        self,
        painter: QPainter,
        area: QRectF,
        axis: Axis,
        values: Sequence[int | None],
        pen: QPen,
    ) -> None:
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for run in self._runs(area, axis, values):
            painter.drawPolyline(run)

    def _wash(
        self,
        painter: QPainter,
        area: QRectF,
        axis: Axis,
        values: Sequence[int | None],
        colour: QColor,
    ) -> None:
        soft, zero = QColor(colour), axis.level(area, 0)
        soft.setAlphaF(_WASH)
        for run in self._runs(area, axis, values):
            shape = QPainterPath(QPointF(run[0].x(), zero))
            for spot in run:
                shape.lineTo(spot)
            shape.lineTo(run[-1].x(), zero)
            painter.fillPath(shape, soft)

    def _dot(
        self,
        painter: QPainter,
        area: QRectF,
        axis: Axis,
        values: Sequence[int | None],
        colour: QColor,
    ) -> None:
        """Mark the place in hand, or the newest known one."""
        known = [place for place, cents in enumerate(values) if cents is not None]
        place = self.chosen if self.chosen in known else max(known, default=-1)
        cents = values[place] if place >= 0 else None
        if cents is not None:
            spot = QPointF(self.slot(area, place).center().x(), axis.level(area, cents))
            painter.setPen(QPen(QColor(self.tokens.surface), 1.5))
            painter.setBrush(colour)
            painter.drawEllipse(spot, _DOT, _DOT)


def _written(cents: int | None) -> str:
    return NOTHING if cents is None else whole_dollars(cents)
