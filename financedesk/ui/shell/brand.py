"""The program's mark: three rising bars."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy

from financedesk.ui.theme import Tokens
from financedesk.ui.widgets.paint import begin, rounded
from financedesk.ui.widgets.painted import Painted

MARK = 32
_BARS = ((7.0, 9.0), (14.0, 14.0), (21.0, 19.0))
_BAR_WIDTH, _FLOOR = 4.5, 25.5


def draw_mark(painter: QPainter, tokens: Tokens, size: float) -> None:
    """Draw the mark at the origin, ``size`` pixels square."""
    begin(painter)
    painter.scale(size / MARK, size / MARK)
    rounded(painter, QRectF(0, 0, MARK, MARK), tokens.accent, 8)
    for left, height in _BARS:
        rounded(painter, QRectF(left, _FLOOR - height, _BAR_WIDTH, height), tokens.on_accent, 1.5)


def window_icon(tokens: Tokens) -> QIcon:
    """Return the mark as the icon of a window."""
    made = QIcon()
    for size in (16, 32, 64, 128):
        picture = QPixmap(size, size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        draw_mark(painter, tokens, size)
        painter.end()
        made.addPixmap(picture)
    return made


class BrandMark(Painted):
    """The mark in the sidebar."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As large as the mark."""
        return QSize(MARK, MARK)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the mark."""
        draw_mark(QPainter(self), self.tokens, MARK)
