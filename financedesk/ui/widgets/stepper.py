"""Where a longer task stands: numbered steps, done ones ticked."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from financedesk.ui.theme import Weight, font, pixmap
from financedesk.ui.widgets.paint import CENTRE, begin, outline, rounded, write
from financedesk.ui.widgets.painted import Painted

_BALL = 22.0
_GAP = 8.0
_LINE = 28.0


class Stepper(Painted):
    """Shows the steps in a row; only the current one keeps its word when it is narrow."""

    def __init__(self, name: str, steps: Sequence[str]) -> None:
        super().__init__()
        self._name = name
        self._steps = tuple(steps)
        self._current = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.go_to(0)

    @property
    def current(self) -> int:
        """The step in hand, counted from 0."""
        return self._current

    def go_to(self, step: int) -> None:
        """Take a step in hand; the ones before it are done."""
        self._current = max(0, min(len(self._steps) - 1, step))
        words = f"step {self._current + 1} of {len(self._steps)}, {self._steps[self._current]}"
        self.setAccessibleName(f"{self._name}: {words}")
        self.update()

    def minimumSizeHint(self) -> QSize:
        """Every ball and the current word must fit."""
        return QSize(int(self._width(words=False)), self.scale.control)

    def sizeHint(self) -> QSize:
        """Every word fits."""
        return QSize(int(self._width(words=True)), self.scale.control)

    def _width(self, *, words: bool) -> float:
        shown = [place for place in range(len(self._steps)) if words or place == self._current]
        texts = sum(self._text_width(place) + _GAP for place in shown)
        return texts + len(self._steps) * _BALL + (len(self._steps) - 1) * (_LINE + 2 * _GAP) + 2

    def _text_width(self, place: int) -> float:
        return QFontMetricsF(font(self.scale.body, Weight.TITLE)).horizontalAdvance(
            self._steps[place]
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw balls, words and the lines between them."""
        painter = QPainter(self)
        begin(painter)
        all_words = self._width(words=True) <= self.width()
        left, middle = 1.0, self.height() / 2
        for place, words in enumerate(self._steps):
            self._ball(painter, QRectF(left, middle - _BALL / 2, _BALL, _BALL), place)
            left += _BALL
            if all_words or place == self._current:
                box = QRectF(left + _GAP, 0, self._text_width(place) + 2, self.height())
                here = place == self._current
                ink = self.tokens.text if here else self.tokens.text_2
                weight = Weight.TITLE if here else Weight.NAME
                write(painter, box, words, ink, weight, self.scale.body)
                left = box.right()
            if place < len(self._steps) - 1:
                painter.setPen(QPen(QColor(self.tokens.border_strong), 1))
                start = QPointF(left + _GAP, round(middle) + 0.5)
                painter.drawLine(start, start + QPointF(_LINE, 0))
                left += _LINE + 2 * _GAP

    def _ball(self, painter: QPainter, ball: QRectF, place: int) -> None:
        tokens = self.tokens
        if place > self._current:
            outline(painter, ball, tokens.border_strong, _BALL / 2, 1)
            self._number(painter, ball, place, tokens.text_2)
            return
        rounded(painter, ball, tokens.accent, _BALL / 2)
        if place == self._current:
            self._number(painter, ball, place, tokens.on_accent)
        else:
            painter.drawPixmap(
                ball.topLeft() + QPointF(4, 4), pixmap("check", tokens.on_accent, 14)
            )

    def _number(self, painter: QPainter, ball: QRectF, place: int, ink: str) -> None:
        size = self.scale.caption
        write(painter, ball, str(place + 1), ink, Weight.TITLE, size, align=CENTRE)
