"""Words of table cells, laid out once: the same ones stand on a page again and again.

Laying a line out takes three times as long as drawing it, and a page that is typed over at every
key draws some two hundred.
"""

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QStaticText, QTransform

from financedesk.ui.theme import Weight, font

_KEPT = 2_000


@lru_cache(maxsize=_KEPT)
def _laid_out(
    text: str,
    room: int,
    pixels: int,
    weight: Weight,
    tabular: bool,  # noqa: FBT001 - a key
) -> QStaticText:
    face = font(pixels, weight, tabular=tabular)
    measures = QFontMetricsF(face)
    if measures.horizontalAdvance(text) > room:
        text = measures.elidedText(text, Qt.TextElideMode.ElideRight, max(0, room))
    words = QStaticText(text)
    words.setTextFormat(Qt.TextFormat.PlainText)
    words.prepare(QTransform(), face)
    return words


class Lettering:
    """How the words of a column are set: ink, face and side, made ready once."""

    def __init__(
        self, colour: str, weight: Weight, pixels: int, *, right: bool = False, tabular: bool
    ) -> None:
        self._pen = QPen(colour)
        self._face = font(pixels, weight, tabular=tabular)
        self._key = (pixels, weight, tabular)
        self._right = right

    def write(self, painter: QPainter, box: QRectF, text: str) -> None:
        """Write one line in the middle of a box's height, cut where the box ends."""
        words = _laid_out(text, int(box.width()), *self._key)
        size = words.size()
        left = box.right() - size.width() if self._right else box.left()
        painter.setFont(self._face)
        painter.setPen(self._pen)
        top = box.top() + (box.height() - size.height()) / 2
        painter.drawStaticText(QPointF(left, top), words)
