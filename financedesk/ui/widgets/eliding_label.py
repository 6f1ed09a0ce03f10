"""A label that shortens its text with an ellipsis instead of pushing its neighbours away."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle, QStyleOption

from financedesk.ui.theme import current_theme


class ElidingLabel(QLabel):
    """Shows as much of one line as fits; the whole text is the tool tip then."""

    def __init__(
        self,
        text: str = "",
        look: str = "",
        *,
        tone: str = "",
        elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        super().__init__(text)
        self._elide = elide
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        current_theme().privacy_changed.connect(self._tell_whole_text)
        if look:
            self.setProperty("look", look)
        if tone:
            self.setProperty("tone", tone)

    def setText(self, text: str) -> None:
        """Show other text."""
        super().setText(text)
        self._tell_whole_text()

    def minimumSizeHint(self) -> QSize:
        """A few letters and the ellipsis must always fit."""
        return QSize(
            self.fontMetrics().horizontalAdvance("mm…"), super().minimumSizeHint().height()
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the whole text as tool tip only while it is cut."""
        super().resizeEvent(event)
        self._tell_whole_text()

    def _shown(self, area: QRect) -> str:
        whole = current_theme().shown(self.text())
        return self.fontMetrics().elidedText(whole, self._elide, area.width())

    def _tell_whole_text(self) -> None:
        whole = current_theme().shown(self.text())
        self.setToolTip("" if self._shown(self.contentsRect()) == whole else whole)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text that fits."""
        painter = QPainter(self)
        option = QStyleOption()
        option.initFrom(self)
        style = self.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        area = self.contentsRect()
        style.drawItemText(
            painter,
            area,
            int(self.alignment().value),
            option.palette,
            self.isEnabled(),
            self._shown(area),
            self.foregroundRole(),
        )
