"""A choice among a few words that shortens what is chosen instead of cutting it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter

_EDGE = 4
"""What the style keeps free beside the words."""


class Choice(QComboBox):
    """As wide as its place, not as its longest words; these show in full in its list."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)

    def fitting(self, room: int) -> str:
        """Return the words for what is chosen that so many pixels have room for."""
        return self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the words that fit; a field to type in draws its own."""
        if self.isEditable() or self.currentIndex() < 0:
            super().paintEvent(event)
            return
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        kind = QStyle.ComplexControl.CC_ComboBox
        field = QStyle.SubControl.SC_ComboBoxEditField
        area = self.style().subControlRect(kind, option, field, self)
        option.currentText = self.fitting(area.width() - _EDGE)
        painter.drawComplexControl(kind, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def showPopup(self) -> None:
        """Open the list as wide as its longest words."""
        metrics = self.view().fontMetrics()
        words = (self.itemText(place) for place in range(self.count()))
        longest = max(map(metrics.horizontalAdvance, words), default=0)
        self.view().setMinimumWidth(min(longest + 40, self.screen().availableGeometry().width()))
        super().showPopup()
