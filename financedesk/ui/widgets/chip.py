"""A status in a word, with its dot and soft ground."""

from math import ceil

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from financedesk.ui.widgets.build import set_shown
from financedesk.ui.widgets.paint import begin, chip_width, draw_chip
from financedesk.ui.widgets.painted import Painted


class Chip(Painted):
    """Shows a status; the word carries the meaning, the colour only helps."""

    def __init__(self, text: str = "", tone: str = "neutral") -> None:
        super().__init__()
        self._text, self._tone = text, tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_status(text, tone)

    @property
    def text(self) -> str:
        """The word shown."""
        return self._text

    def show_status(self, text: str, tone: str) -> None:
        """Show another status."""
        self._text, self._tone = text, tone
        self.setAccessibleName(text)
        set_shown(self, shown=bool(text))
        self._restyle()

    def sizeHint(self) -> QSize:
        """As wide as the word."""
        return QSize(ceil(chip_width(self._text, self.scale)), self.scale.chip)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip."""
        painter = QPainter(self)
        begin(painter)
        draw_chip(painter, QRectF(self.rect()), self._text, self._tone, self.tokens, self.scale)
