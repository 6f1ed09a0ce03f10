"""Controls beside each other that stand below each other where there is no room for them."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

_SPACING = 8


class FoldingRow(QWidget):
    """Two parts: side by side, or the second, which takes what is left, below the first."""

    def __init__(self, first: QWidget, second: QWidget) -> None:
        super().__init__()
        self._parts = (first, second)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(_SPACING)
        self._line.setSizeConstraint(QBoxLayout.SizeConstraint.SetNoConstraint)
        self._line.addWidget(first)
        self._line.addWidget(second, 1)
        self.setLayout(self._line)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """The wider part must fit; both beside each other need not."""
        widest = max(part.minimumSizeHint().width() for part in self._parts)
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold or unfold, as the width allows."""
        super().resizeEvent(event)
        needed = sum(part.minimumSizeHint().width() for part in self._parts) + _SPACING
        ways = QBoxLayout.Direction
        self._line.setDirection(ways.TopToBottom if needed > self.width() else ways.LeftToRight)
