"""Amounts covered on the screen: the last step before words are drawn.

Whatever wrote an amount, and wherever it came from, it is drawn either by Qt's style (labels,
buttons, menus, tool tips) or by ``widgets.paint.write``. Both ask here, so that no page has to
think of it and nothing already on the screen stays legible.
"""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import QProxyStyle

from financedesk.ui.formatting import COVER, SHORT_COVER, masked

BASE_STYLE = "Fusion"
_WRAPS = int(Qt.TextFlag.TextWordWrap.value)


class CoveringStyle(QProxyStyle):
    """The application's style while amounts are hidden; only words are drawn differently."""

    def __init__(self) -> None:
        super().__init__(BASE_STYLE)

    def drawItemText(
        self,
        painter: QPainter,
        rect: QRect,
        flags: int,
        pal: QPalette | Qt.GlobalColor | QColor,
        enabled: bool,  # noqa: FBT001 - Qt's own signature
        text: str,
        textRole: QPalette.ColorRole = QPalette.ColorRole.NoRole,  # noqa: N803
    ) -> None:
        """Draw words with their amounts covered, never wider than the place they have."""
        words, room = masked(text), rect.width()
        covered = words != text and not flags & _WRAPS
        if covered and painter.fontMetrics().horizontalAdvance(words) > room:
            words = words.replace(COVER, SHORT_COVER)
        super().drawItemText(painter, rect, flags, pal, enabled, words, textRole)
