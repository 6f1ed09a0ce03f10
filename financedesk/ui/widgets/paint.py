"""Shapes that several painted widgets share."""

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from financedesk.ui.theme import Scale, Tokens, Weight, font
from financedesk.ui.widgets.laid_out import CENTRE, LEFT, RIGHT, Lettering

__all__ = [
    "CENTRE", "LEFT", "RIGHT", "begin", "chip_width", "draw_chip", "outline", "rounded", "write",
]  # fmt: skip

_DOT = 2.5
_CHIP_PADDING = 9.0
_DOT_SPACE = 8.0


def begin(painter: QPainter) -> None:
    """Smooth edges, no outline: how every painted widget starts."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)


def rounded(painter: QPainter, box: QRectF, colour: str, radius: float) -> None:
    """Fill a rounded box."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(box, radius, radius)


def outline(painter: QPainter, box: QRectF, colour: str, radius: float, width: float) -> None:
    """Draw a rounded outline that lies wholly inside ``box``."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(colour), width))
    inset = width / 2
    painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), radius, radius)


@lru_cache(maxsize=500)
def chip_width(text: str, scale: Scale) -> float:
    """Return how wide a chip with this word is."""
    words = QFontMetricsF(font(scale.caption, Weight.TITLE)).horizontalAdvance(text)
    return words + 2 * _CHIP_PADDING + _DOT_SPACE


def draw_chip(
    painter: QPainter, box: QRectF, text: str, tone: str, tokens: Tokens, scale: Scale
) -> None:
    """Draw a status: dot, word and soft ground, left in ``box`` and centred in its height."""
    ink, ground = tokens.tone(tone)
    height = float(scale.chip)
    width = min(chip_width(text, scale), box.width())
    shape = QRectF(box.left(), box.center().y() - height / 2, width, height)
    rounded(painter, shape, ground, height / 2)
    painter.setBrush(QColor(ink))
    painter.drawEllipse(QPointF(shape.left() + _CHIP_PADDING + 1, shape.center().y()), _DOT, _DOT)
    words = shape.adjusted(_CHIP_PADDING + _DOT_SPACE, 0, -_CHIP_PADDING + 2, 0)
    write(painter, words, text, ink, Weight.TITLE, scale.caption)


def write(
    painter: QPainter,
    box: QRectF,
    text: str,
    colour: str,
    weight: Weight,
    pixels: int,
    *,
    align: Qt.AlignmentFlag = LEFT,
    tabular: bool = False,
) -> None:
    """Write one line of text, cut with an ellipsis when the box is too narrow.

    Amounts are covered while they are hidden, before anything is cut.
    """
    _lettering(colour, weight, pixels, align, tabular).write(painter, box, text)


@lru_cache(maxsize=200)
def _lettering(
    colour: str,
    weight: Weight,
    pixels: int,
    align: Qt.AlignmentFlag,
    tabular: bool,  # noqa: FBT001 - a key
) -> Lettering:
    return Lettering(colour, weight, pixels, align=align, tabular=tabular)
