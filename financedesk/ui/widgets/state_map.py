"""A map of the states, darker where more came from.

The outlines are shipped (``resources/maps``, from the Census Bureau's public ones). The pointer or
the arrow keys take one state in hand, the largest first; its figures stand below the map and are
told to a screen reader.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QTransform,
)
from PySide6.QtWidgets import QSizePolicy

from financedesk.resources import resource
from financedesk.ui.formatting import counted, dollars, percent
from financedesk.ui.theme import Weight
from financedesk.ui.widgets.chart_data import ChartData, ChartRow
from financedesk.ui.widgets.chart_menu import ChartMenu
from financedesk.ui.widgets.paint import CENTRE, begin, outline, write
from financedesk.ui.widgets.painted import Painted

_WIDE, _HIGH = 960.0, 600.0
_LINE = 22.0
_STEPS = 5
_KEYS_BACK = {Qt.Key.Key_Left, Qt.Key.Key_Up}
_KEYS_ON = {Qt.Key.Key_Right, Qt.Key.Key_Down}


@dataclass(frozen=True)
class StateFigure:
    """What came from one state: its two letters, cents, and how many gifts."""

    state: str
    cents: int
    gifts: int


class StateMap(Painted):
    """Draws the states; ``opened`` carries the letters of one that was clicked or entered."""

    opened = Signal(str)

    def __init__(self, name: str) -> None:
        """``name`` is what a screen reader calls the map."""
        super().__init__()
        self._name = name
        self._figures: tuple[StateFigure, ...] = ()
        self._elsewhere = 0
        self.chosen = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(260, 190)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.menu = ChartMenu(self, self, self.data)
        self.show_figures(())

    def sizeHint(self) -> QSize:
        """Wide enough to tell the states of the north-east apart."""
        return QSize(420, 290)

    def show_figures(self, figures: Sequence[StateFigure]) -> None:
        """Show other figures; what came from no state of the map is told below it."""
        known = outlines()
        own = [one for one in figures if one.state in known and one.cents > 0]
        self._figures = tuple(sorted(own, key=lambda one: (-one.cents, one.state)))
        self._elsewhere = sum(one.cents for one in figures if one.state not in known)
        self.chosen = -1
        self.setAccessibleName(self._name)
        self._tell(self.summary(), announce=False)
        self.update()

    def data(self) -> ChartData:
        """Return the figures that are drawn, the largest first."""
        rows = [ChartRow(one.state, (one.cents,)) for one in self._figures]
        if self._elsewhere:
            rows.append(ChartRow("Elsewhere", (self._elsewhere,)))
        return ChartData("State", ("Given",), tuple(rows))

    def summary(self) -> str:
        """Return the map in a sentence."""
        if not self._figures:
            return "Nothing came from any state yet."
        first = self._figures[0]
        more = f"; {dollars(self._elsewhere)} from elsewhere" if self._elsewhere else ""
        number = counted(len(self._figures), "state")
        return f"{number}; most from {first.state}: {dollars(first.cents)}{more}"

    # --- drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the states, the one in hand, and the line of words."""
        painter = QPainter(self)
        begin(painter)
        self.draw(painter)
        if self.hasFocus():
            outline(painter, QRectF(self.rect()), self.tokens.focus, 6, 2)

    def draw(self, painter: QPainter) -> None:
        """Draw the map and what is said below it."""
        placed = self._placing()
        most = self._figures[0].cents if self._figures else 0
        given = {one.state: one.cents for one in self._figures}
        # The width of a border does not follow the size of the map.
        border = QPen(QColor(self.tokens.surface), 1)
        for state, path in outlines().items():
            painter.setPen(border)
            painter.setBrush(self._shade(given.get(state, 0), most))
            painter.drawPath(placed.map(path))
        if 0 <= self.chosen < len(self._figures):
            painter.setPen(QPen(QColor(self.tokens.text), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(placed.map(outlines()[self._figures[self.chosen].state]))
        below = QRectF(4, self.height() - _LINE, self.width() - 8.0, _LINE)
        ink, size = self.tokens.text_2, self.scale.small
        write(painter, below, self._words(), ink, Weight.TEXT, size, align=CENTRE, tabular=True)

    def _placing(self) -> QTransform:
        room = min(self.width() / _WIDE, max(1.0, self.height() - _LINE) / _HIGH)
        left = (self.width() - room * _WIDE) / 2
        top = (self.height() - _LINE - room * _HIGH) / 2
        return QTransform(room, 0, 0, room, left, max(0.0, top))

    def _shade(self, cents: int, most: int) -> QColor:
        """Return one of a few shades: the eye tells five apart, and not fifty."""
        empty, full = QColor(self.tokens.border), QColor(self.tokens.accent)
        if cents <= 0 or most <= 0:
            return empty
        step = max(1, -(-cents * _STEPS // most))
        return _between(empty, full, step)

    def _words(self) -> str:
        if not 0 <= self.chosen < len(self._figures):
            return self.summary()
        one = self._figures[self.chosen]
        whole = sum(each.cents for each in self._figures) + self._elsewhere
        share = percent(one.cents, whole, decimals=0)
        return f"{one.state}: {dollars(one.cents)}, {share}, {counted(one.gifts, 'gift')}"

    # --- taking one in hand

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Take the state under the pointer in hand."""
        self._choose(self._at(event.position()), announce=False)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the state under the pointer."""
        self._choose(self._at(event.position()), announce=False)
        if event.button() == Qt.MouseButton.LeftButton:
            self._open()

    def leaveEvent(self, event: QEvent) -> None:
        """Let go of the state when the pointer leaves."""
        self._choose(-1, announce=False)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let go of the state when the keyboard leaves."""
        self._choose(-1, announce=False)
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through the states by what they gave; Enter opens, Esc lets go."""
        key, last = Qt.Key(event.key()), len(self._figures) - 1
        if key in _KEYS_ON and self._figures:
            self._choose(min(last, self.chosen + 1))
        elif key in _KEYS_BACK and self._figures:
            self._choose(max(0, self.chosen - 1))
        elif key == Qt.Key.Key_Escape and self.chosen >= 0:
            self._choose(-1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.chosen >= 0:
            self._open()
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        if 0 <= self.chosen < len(self._figures):
            self.opened.emit(self._figures[self.chosen].state)

    def _at(self, point: QPointF) -> int:
        back, invertible = self._placing().inverted()
        if not invertible:
            return -1
        place, shapes = back.map(point), outlines()
        for number, one in enumerate(self._figures):
            if shapes[one.state].contains(place):
                return number
        return -1

    def _choose(self, place: int, *, announce: bool = True) -> None:
        if place != self.chosen:
            self.chosen = place
            self._tell(self._words(), announce=announce)
            self.update()

    def _tell(self, words: str, *, announce: bool) -> None:
        self.setAccessibleDescription(f"{words}. Arrow keys read single states.")
        if announce:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))


def _between(empty: QColor, full: QColor, step: int) -> QColor:
    """Return a shade ``step`` fifths of the way, the first one well away from nothing."""
    share = (step + 1) / (_STEPS + 1)

    def mixed(one: int, other: int) -> int:
        return round(one + (other - one) * share)

    return QColor(
        mixed(empty.red(), full.red()),
        mixed(empty.green(), full.green()),
        mixed(empty.blue(), full.blue()),
    )


@cache
def outlines() -> Mapping[str, QPainterPath]:
    """Return the outlines of the states by their letters, on a sheet of 960 by 600."""
    read = json.loads(resource("maps", "us_states.json").read_text(encoding="utf-8"))
    return {state: _path(rings) for state, rings in read.items()}


def _path(rings: Sequence[Sequence[int]]) -> QPainterPath:
    path = QPainterPath()
    for ring in rings:
        corners = list(zip(ring[::2], ring[1::2], strict=True))
        path.moveTo(*corners[0])
        for corner in corners[1:]:
            path.lineTo(*corner)
        path.closeSubpath()
    return path
