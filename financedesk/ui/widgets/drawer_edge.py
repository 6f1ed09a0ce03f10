"""The drawer's left edge, by which it is made wider or narrower."""

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

_WIDE = 5


class Grip(QWidget):
    """Says by how many pixels it was dragged to the left; ``moved`` carries them."""

    moved = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(_WIDE)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setToolTip("Drag to make the details wider or narrower")
        self._from: QPointF | None = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the edge."""
        self._from = event.globalPosition()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the edge along."""
        if self._from is not None:
            by = round(self._from.x() - event.globalPosition().x())
            self._from = event.globalPosition()
            self.moved.emit(by)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._from = None
        super().mouseReleaseEvent(event)
