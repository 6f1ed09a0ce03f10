"""A picture of who may pass money to whom: boxes in a ring, and an arrow for each open way.

Solid arrows stand for what is free, dashed ones for what has a limit or a condition; where nothing
may pass there is no arrow. The pointer or the arrow keys take one in hand, Enter opens it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)

from financedesk.ui.theme import Weight, font
from financedesk.ui.widgets.paint import CENTRE, LEFT, begin, outline, rounded, write
from financedesk.ui.widgets.painted import Painted

_HIT = 9.0
_HEAD = 9.0
_APART = 7.0
_PADDING = 12.0
_MARK = 30.0
_WIDEST = 210.0
_AIR = 14.0
_LEGEND = 26.0
_KEYS_BACK = {Qt.Key.Key_Left, Qt.Key.Key_Up}
_KEYS_ON = {Qt.Key.Key_Right, Qt.Key.Key_Down}


@dataclass(frozen=True)
class Node:
    """One box: the letters that stand for it, and its name."""

    mark: str
    name: str


@dataclass(frozen=True)
class Arrow:
    """A way from one box to another, by their places; ``dashed``: a limit or condition binds it.

    ``words`` are what a screen reader says of it.
    """

    source: int
    target: int
    dashed: bool
    words: str


class FlowMap(Painted):
    """Draws boxes and arrows; ``opened`` and ``picked`` carry the place of an arrow (-1: none)."""

    opened = Signal(int)
    picked = Signal(int)

    def __init__(self, name: str) -> None:
        """``name`` is what a screen reader calls the picture."""
        super().__init__()
        self.nodes: tuple[Node, ...] = ()
        self.arrows: tuple[Arrow, ...] = ()
        self.chosen = -1
        self._name = name
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(420, 240)

    def show_map(self, nodes: Sequence[Node], arrows: Sequence[Arrow]) -> None:
        """Show other boxes and arrows; arrows are walked through in this order."""
        self.nodes, self.arrows = tuple(nodes), tuple(arrows)
        self.chosen = -1
        self._describe()
        self.update()

    def sizeHint(self) -> QSize:
        """Wide enough for names beside each other."""
        return QSize(720, 300)

    def choose(self, place: int) -> None:
        """Take an arrow in hand; -1 takes none."""
        if place == self.chosen or place >= len(self.arrows):
            return
        self.chosen = place
        self._describe()
        self.update()
        self.picked.emit(place)

    def _describe(self) -> None:
        if self.chosen < 0:
            words = (
                f"{len(self.nodes)} entities, {len(self.arrows)} open ways. Arrow keys read single"
                " ways, Enter opens one; the context menu shows a table."
            )
            self.setAccessibleDescription(words)
            return
        words = self.arrows[self.chosen].words
        self.setAccessibleDescription(words)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    # --- where things stand

    def boxes(self) -> tuple[QRectF, ...]:
        """Return the boxes' places: on an ellipse, the first at the top."""
        width, height = self._box_size()
        inner = QRectF(self.rect()).adjusted(_AIR, _AIR, -_AIR, -_AIR - _LEGEND)
        across = max(0.0, (inner.width() - width) / 2)
        down = max(0.0, (inner.height() - height) / 2)
        centre = inner.center()
        number = max(1, len(self.nodes))
        found = []
        for place in range(len(self.nodes)):
            turn = 2 * pi * place / number - pi / 2
            at = QPointF(centre.x() + across * cos(turn), centre.y() + down * sin(turn))
            found.append(QRectF(at.x() - width / 2, at.y() - height / 2, width, height))
        return tuple(found)

    def _box_size(self) -> tuple[float, float]:
        metrics = QFontMetricsF(font(self.scale.small, Weight.NAME))
        names = [metrics.horizontalAdvance(one.name) for one in self.nodes]
        share = (self.width() - 2 * _AIR) / 3 - _AIR
        widest = min(_WIDEST * self.scale.body / 13, share)
        width = min(max([*names, 60.0]) + _MARK + 3 * _PADDING, widest)
        return width, max(40.0, self.scale.small * 2.0 + 16)

    def line_of(self, place: int) -> QLineF:
        """Return an arrow's line from edge to edge; there and back run side by side."""
        arrow, boxes = self.arrows[place], self.boxes()
        source, target = boxes[arrow.source], boxes[arrow.target]
        way = QLineF(source.center(), target.center())
        length = way.length() or 1.0
        aside = QPointF(-way.dy() / length * _APART, way.dx() / length * _APART)
        moved = way.translated(aside)
        return QLineF(_edge(moved, source), _edge(QLineF(moved.p2(), moved.p1()), target))

    def arrow_at(self, point: QPointF) -> int:
        """Return the arrow under a point, the nearest one, or -1."""
        if any(box.contains(point) for box in self.boxes()):
            return -1
        far = [(_distance(self.line_of(one), point), one) for one in range(len(self.arrows))]
        near, place = min(far, default=(_HIT + 1, -1))
        return place if near <= _HIT else -1

    # --- pointer and keyboard

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Take the arrow under the pointer in hand; beside all of them the one in hand stays."""
        found = self.arrow_at(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if found >= 0
                       else Qt.CursorShape.ArrowCursor)  # fmt: skip
        if found >= 0:
            self.choose(found)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the arrow that was clicked."""
        found = self.arrow_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and found >= 0:
            self.choose(found)
            self.opened.emit(found)

    def leaveEvent(self, event: QEvent) -> None:
        """Let the arrow go with the pointer, unless the keyboard holds it."""
        if not self.hasFocus():
            self.choose(-1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Start at the first arrow when the keyboard comes in."""
        if self.chosen < 0 and event.reason() != Qt.FocusReason.MouseFocusReason:
            self.choose(0)
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Draw the ring no more."""
        super().focusOutEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through the arrows, Home and End to the first and last; Enter opens."""
        key, last = Qt.Key(event.key()), len(self.arrows) - 1
        if key in _KEYS_ON:
            self.choose(min(last, self.chosen + 1))
        elif key in _KEYS_BACK:
            self.choose(max(min(0, last), self.chosen - 1))
        elif key == Qt.Key.Key_Home:
            self.choose(min(0, last))
        elif key == Qt.Key.Key_End:
            self.choose(last)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space} and self.chosen >= 0:
            self.opened.emit(self.chosen)
        else:
            super().keyPressEvent(event)

    # --- drawing

    def draw(self, painter: QPainter) -> None:
        """Draw the picture without the signs of pointer and keyboard."""
        in_hand, self.chosen = self.chosen, -1
        self._draw_all(painter)
        self.chosen = in_hand

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw from the back to the front."""
        painter = QPainter(self)
        begin(painter)
        self._draw_all(painter)
        if self.hasFocus():
            outline(painter, QRectF(self.rect()), self.tokens.focus, 6, 2)

    def _draw_all(self, painter: QPainter) -> None:
        order = sorted(range(len(self.arrows)), key=lambda one: one == self.chosen)
        for place in order:
            self._draw_arrow(painter, self.line_of(place), place)
        ends = self._ends()
        for place, (box, node) in enumerate(zip(self.boxes(), self.nodes, strict=True)):
            self._draw_box(painter, box, node, held=place in ends)
        self._draw_legend(painter)

    def _ends(self) -> frozenset[int]:
        if self.chosen < 0:
            return frozenset()
        arrow = self.arrows[self.chosen]
        return frozenset((arrow.source, arrow.target))

    def _draw_arrow(self, painter: QPainter, way: QLineF, place: int) -> None:
        held, dashed = place == self.chosen, self.arrows[place].dashed
        ink = self._ink(held=held, dashed=dashed)
        self._stroke(painter, way, ink, 2.6 if held else 1.5, dashed=dashed)

    def _ink(self, *, held: bool, dashed: bool) -> str:
        if held:
            return self.tokens.accent
        return self.tokens.border_strong if dashed or self.chosen >= 0 else self.tokens.text_2

    def _stroke(
        self, painter: QPainter, way: QLineF, ink: str, width: float, *, dashed: bool
    ) -> None:
        pen = QPen(QColor(ink), width)
        if dashed:
            pen.setDashPattern([4.0, 3.0])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        length = way.length()
        shaft = QLineF(way)
        if length > _HEAD:
            shaft.setLength(length - _HEAD * 0.8)
        painter.drawLine(shaft)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ink))
        painter.drawPolygon(_head(way))

    def _draw_box(self, painter: QPainter, box: QRectF, node: Node, *, held: bool) -> None:
        tokens = self.tokens
        rounded(painter, box, tokens.accent_soft if held else tokens.surface, 8)
        outline(painter, box, tokens.accent if held else tokens.border_strong, 8, 1)
        mark = QRectF(box.left() + 8, box.center().y() - 12, _MARK, 24)
        rounded(painter, mark, tokens.surface_2, 6)
        outline(painter, mark, tokens.border, 6, 1)
        small = self.scale.caption
        write(painter, mark, node.mark, tokens.text_2, Weight.TITLE, small, align=CENTRE)
        words = QRectF(mark.right() + 8, box.top(), box.right() - mark.right() - 16, box.height())
        write(painter, words, node.name, tokens.text, Weight.NAME, self.scale.small, align=LEFT)

    def _draw_legend(self, painter: QPainter) -> None:
        left, middle = _AIR, self.height() - _AIR
        metrics = QFontMetricsF(font(self.scale.caption))
        for dashed, words in ((False, "Allowed"), (True, "Limited, or on a condition")):
            way = QLineF(left, middle, left + 34, middle)
            ink = self._ink(held=False, dashed=dashed)
            self._stroke(painter, way, ink, 1.5, dashed=dashed)
            wide = metrics.horizontalAdvance(words) + 6
            box = QRectF(left + 42, middle - 10, wide, 20)
            ink, size = self.tokens.text_2, self.scale.caption
            write(painter, box, words, ink, Weight.TEXT, size)
            left += 42 + wide + 22
        box = QRectF(left, middle - 10, max(0.0, self.width() - left - _AIR), 20)
        none = "No arrow: prohibited"
        write(painter, box, none, self.tokens.text_2, Weight.TEXT, self.scale.caption)


def _edge(way: QLineF, box: QRectF) -> QPointF:
    """Return where a line that begins in a box leaves it."""
    sides = (
        QLineF(box.topLeft(), box.topRight()),
        QLineF(box.topRight(), box.bottomRight()),
        QLineF(box.bottomRight(), box.bottomLeft()),
        QLineF(box.bottomLeft(), box.topLeft()),
    )
    for side in sides:
        kind, point = way.intersects(side)
        if kind == QLineF.IntersectionType.BoundedIntersection:
            return point
    return way.p1()


def _head(way: QLineF) -> QPolygonF:
    """Return the triangle at the end of an arrow."""
    length = way.length() or 1.0
    back = QPointF(-way.dx() / length * _HEAD, -way.dy() / length * _HEAD)
    aside = QPointF(-back.y() * 0.45, back.x() * 0.45)
    tip = way.p2()
    return QPolygonF([tip, tip + back + aside, tip + back - aside])


def _distance(way: QLineF, point: QPointF) -> float:
    """Return how far a point is from a line between its ends."""
    length = way.dx() ** 2 + way.dy() ** 2
    if not length:
        return hypot(point.x() - way.x1(), point.y() - way.y1())
    along = ((point.x() - way.x1()) * way.dx() + (point.y() - way.y1()) * way.dy()) / length
    held = max(0.0, min(1.0, along))
    nearest = way.pointAt(held)
    return hypot(point.x() - nearest.x(), point.y() - nearest.y())
