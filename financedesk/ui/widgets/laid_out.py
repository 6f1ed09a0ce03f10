"""Lines of words that are painted, laid out once: the same ones stand on a page again and again.

Laying a line out takes three times as long as drawing it, and a page that is typed over at every
key draws some two hundred.
"""

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QStaticText, QTransform

from financedesk.ui.theme import Weight, current_theme, font

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter

_KEPT = 2_000
_SHARES = {LEFT: 0.0, CENTRE: 0.5, RIGHT: 1.0}


@lru_cache(maxsize=_KEPT)
def _laid_out(
    text: str,
    room: int,
    pixels: int,
    weight: int,
    tabular: bool,  # noqa: FBT001 - a key
) -> tuple[QStaticText, float, float]:
    """Return a line that fits into so many dots, with its width and height."""
    face = font(pixels, Weight(weight), tabular=tabular)
    measures = QFontMetricsF(face)
    if measures.horizontalAdvance(text) > room:
        text = measures.elidedText(text, Qt.TextElideMode.ElideRight, max(0, room))
    words = QStaticText(text)
    words.setTextFormat(Qt.TextFormat.PlainText)
    words.prepare(QTransform(), face)
    return words, words.size().width(), words.size().height()


class Lettering:
    """How words are set: ink, face and side, made ready once."""

    def __init__(
        self,
        colour: str,
        weight: Weight,
        pixels: int,
        *,
        align: Qt.AlignmentFlag = LEFT,
        tabular: bool = False,
    ) -> None:
        self._pen = QPen(colour)
        self._face = font(pixels, weight, tabular=tabular)
        # A plain number is looked up in half the time of an enumeration's.
        self._key = (pixels, int(weight), tabular)
        self._before = _SHARES[align]

    def write(self, painter: QPainter, box: QRectF, text: str) -> None:
        """Write one line in the middle of a box's height, cut where the box ends.

        Amounts are covered while they are hidden, before anything is cut.
        """
        room = box.width()
        words, width, height = _laid_out(current_theme().shown(text), int(room), *self._key)
        painter.setFont(self._face)
        painter.setPen(self._pen)
        left = box.left() + self._before * (room - width)
        painter.drawStaticText(QPointF(left, box.top() + (box.height() - height) / 2), words)
