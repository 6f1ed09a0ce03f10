"""Grey shapes where figures will stand: a sign that something is being read."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent

from financedesk.ui.theme.tokens import CARD_GAP, CARD_RADIUS
from financedesk.ui.widgets.paint import begin, outline, rounded
from financedesk.ui.widgets.painted import Painted

SHOWN_AFTER_MS = 150
_LINE = 10.0
_ROW_SHARES = (0.12, 0.34, 0.2, 0.16, 0.18)


class _Patient(Painted):
    """Draws nothing for a moment, so that a quick answer never shows it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._visible = False
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(SHOWN_AFTER_MS)
        self._patience.timeout.connect(self._appear)
        self.setAccessibleName(name)

    @property
    def is_drawn(self) -> bool:
        """Whether anything is drawn yet."""
        return self._visible

    def showEvent(self, event: QShowEvent) -> None:
        """Wait a moment before anything is drawn."""
        self._visible = False
        self._patience.start()
        super().showEvent(event)

    def _appear(self) -> None:
        self._visible = True
        self.update()


class Skeleton(_Patient):
    """Draws rows of empty cards after a moment; a quick answer never shows it.

    ``rows`` are heights in pixels with the shares of each card in the row's width.
    """

    def __init__(self, rows: Sequence[tuple[int, Sequence[int]]]) -> None:
        super().__init__("Reading the book")
        self._rows = tuple(rows)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cards, each with two lines in it."""
        if not self._visible:
            return
        painter = QPainter(self)
        begin(painter)
        top = 0.0
        for place, (height, shares) in enumerate(self._rows):
            rest = self.height() - int(top)
            is_last = place == len(self._rows) - 1
            self._draw_row(painter, top, rest if is_last else min(height, rest), shares)
            top += height + CARD_GAP

    def _draw_row(self, painter: QPainter, top: float, height: int, shares: Sequence[int]) -> None:
        room = self.width() - CARD_GAP * (len(shares) - 1)
        left = 0.0
        for share in shares:
            width = room * share / sum(shares)
            box = QRectF(left, top, width, height)
            rounded(painter, box, self.tokens.surface, CARD_RADIUS)
            outline(painter, box, self.tokens.border, CARD_RADIUS, 1)
            for line, part in ((18.0, 0.35), (42.0, 0.6)):
                bar = QRectF(left + 16, top + line, (width - 32) * part, _LINE)
                rounded(painter, bar, self.tokens.surface_2, _LINE / 2)
            left += width + CARD_GAP


class TableSkeleton(_Patient):
    """Draws the rows of a table that is being read, after a moment."""

    def __init__(self) -> None:
        super().__init__("Reading rows")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a header's line, and a bar per cell in rows that end where the table does."""
        if not self._visible:
            return
        painter = QPainter(self)
        begin(painter)
        high = self.scale.row
        for number in range((self.height() - self.scale.header_row) // high):
            top = self.scale.header_row + number * high
            left = 16.0
            for place, share in enumerate(_ROW_SHARES):
                width = (self.width() - 32) * share
                # Lengths differ a little from row to row, as words do.
                part = 0.55 + ((number + place) % 3) * 0.12
                bar = QRectF(left, top + (high - _LINE) / 2, width * part, _LINE)
                rounded(painter, bar, self.tokens.surface_2, _LINE / 2)
                left += width
