"""How far a drive is on the way to its goal, and where it should be today."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from financedesk.ui.formatting import compact_dollars, dollars, percent
from financedesk.ui.theme import Weight, font
from financedesk.ui.widgets.chart_data import ChartData, ChartRow
from financedesk.ui.widgets.chart_menu import ChartMenu
from financedesk.ui.widgets.paint import CENTRE, LEFT, begin, outline, rounded, write
from financedesk.ui.widgets.painted import Painted

_TUBE, _BULB, _WALL, _TOP, _LEFT = 12.0, 22.0, 4.0, 12.0, 28.0
_TICKS = 6
_TAG_HEIGHT = 22.0
_CLEAR_OF_TAG = 18.0


@dataclass(frozen=True)
class Goal:
    """A drive's figures in cents; ``pace`` is what an even course would have raised by today."""

    raised: int
    goal: int
    pace: int | None = None


class Thermometer(Painted):
    """A tube that fills up to the goal; beyond the goal it stays full and the tag tells."""

    def __init__(self, name: str, goal: Goal | None = None) -> None:
        super().__init__()
        self._name = name
        self._goal = goal or Goal(0, 0)
        self.setMinimumSize(128, 190)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.menu = ChartMenu(self, self, self.data)
        self.show_goal(self._goal)

    def data(self) -> ChartData:
        """Return the figures that are drawn."""
        rows = [ChartRow("Raised", (self._goal.raised,)), ChartRow("Goal", (self._goal.goal,))]
        if self._goal.pace is not None:
            rows.append(ChartRow("Pace for today", (self._goal.pace,)))
        return ChartData(self._name, ("Amount",), tuple(rows))

    def show_goal(self, goal: Goal) -> None:
        """Show other figures."""
        self._goal = goal
        self.setAccessibleName(f"{self._name}: {dollars(goal.raised)} of {dollars(goal.goal)}")
        pace = f"; pace for today {dollars(goal.pace)}" if goal.pace is not None else ""
        share = percent(goal.raised, goal.goal, decimals=0)
        self.setAccessibleDescription(f"{share} of the goal{pace}")
        self.update()

    def sizeHint(self) -> QSize:
        """The tube, its scale and the tag."""
        return QSize(148, 240)

    @property
    def _bulb_centre(self) -> QPointF:
        return QPointF(_LEFT, self.height() - _BULB - 4)

    @property
    def _tube_height(self) -> float:
        return self._bulb_centre.y() - _BULB * 0.72 - _TOP

    def _level(self, cents: int) -> float:
        whole = max(1, self._goal.goal)
        kept = max(0, min(cents, whole))
        return _TOP + self._tube_height * (whole - kept) / whole

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the thermometer, and the ring of the focus."""
        painter = QPainter(self)
        begin(painter)
        self.draw(painter)
        if self.hasFocus():
            outline(painter, QRectF(self.rect()), self.tokens.focus, 6, 2)

    def draw(self, painter: QPainter) -> None:
        """Draw glass, column, scale, pace and tag."""
        painter.setPen(QPen(QColor(self.tokens.border_strong), 1.2))
        painter.setBrush(QColor(self.tokens.surface_2))
        painter.drawPath(self._glass(_TOP, _TUBE, _BULB))
        full = self._level(self._goal.raised)
        painter.fillPath(
            self._glass(full, _TUBE - _WALL, _BULB - _WALL), QColor(self.tokens.accent)
        )
        self._ticks(painter, full)
        self._pace(painter)
        self._tag(painter, full)

    def _glass(self, top: float, radius: float, bulb: float) -> QPainterPath:
        centre = self._bulb_centre
        tube, ball = QPainterPath(), QPainterPath()
        box = QRectF(centre.x() - radius, top, 2 * radius, centre.y() - top)
        tube.addRoundedRect(box, radius, radius)
        ball.addEllipse(centre, bulb, bulb)
        return tube.united(ball)

    def _ticks(self, painter: QPainter, full: float) -> None:
        start = _LEFT + _TUBE + 6
        for place in range(_TICKS + 1):
            cents = self._goal.goal * place // _TICKS
            level = round(self._level(cents)) + 0.5
            long = place % 2 == 0
            if abs(level - full) < _TAG_HEIGHT / 2 + 1:
                continue
            painter.setPen(QPen(QColor(self.tokens.border_strong), 1))
            painter.drawLine(QPointF(start, level), QPointF(start + (6 if long else 3), level))
            if long and abs(level - full) >= _CLEAR_OF_TAG:
                box = QRectF(start + 11, level - 8, 80, 16)
                ink, size = self.tokens.text_3, self.scale.caption
                words = compact_dollars(cents)
                write(painter, box, words, ink, Weight.TEXT, size, align=LEFT, tabular=True)

    def _pace(self, painter: QPainter) -> None:
        if self._goal.pace is not None:
            level = round(self._level(self._goal.pace)) + 0.5
            painter.setPen(QPen(QColor(self.tokens.chart_3), 2))
            painter.drawLine(QPointF(_LEFT - _TUBE - 4, level), QPointF(_LEFT + _TUBE + 4, level))

    def _tag(self, painter: QPainter, full: float) -> None:
        words = compact_dollars(self._goal.raised)
        face = font(self.scale.small, Weight.TITLE, tabular=True)
        width = QFontMetricsF(face).horizontalAdvance(words) + 16
        left = _LEFT + _TUBE + 16
        box = QRectF(left, full - _TAG_HEIGHT / 2, width, _TAG_HEIGHT)
        rounded(painter, box, self.tokens.accent, 5)
        beak = QPainterPath(QPointF(left + 0.5, full - 5))
        beak.lineTo(left - 6, full)
        beak.lineTo(left + 0.5, full + 5)
        painter.fillPath(beak, QColor(self.tokens.accent))
        ink = self.tokens.on_accent
        size = self.scale.small
        write(painter, box, words, ink, Weight.TITLE, size, align=CENTRE, tabular=True)
