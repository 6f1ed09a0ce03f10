"""One place in the sidebar."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from financedesk.ui.theme import Scale, Tokens, Weight, current_theme, font, pixmap
from financedesk.ui.theme.tokens import CONTROL_RADIUS, ICON
from financedesk.ui.widgets.paint import CENTRE, begin, outline, rounded, write

_LEFT = 12
_TEXT_LEFT = 38
_BADGE_MARGIN = 8
_BADGE_HEIGHT = 20


class NavButton(QAbstractButton):
    """Icon, word and the count of open items; collapsed it keeps the icon and a dot."""

    def __init__(self, text: str, icon: str) -> None:
        super().__init__()
        self._icon = icon
        self._badge = ""
        self._tone = "neutral"
        self._collapsed = False
        self.setText(text)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)
        current_theme().changed.connect(self._restyle)

    def set_badge(self, count: int, tone: str = "neutral") -> None:
        """Show how many items wait there; none shows no badge."""
        self._badge = f"{count:,}" if count else ""
        self._tone = tone
        words = f", {self._badge} open" if count else ""
        self.setAccessibleName(f"{self.text()}{words}")
        self._describe()
        self.update()

    def set_collapsed(self, collapsed: bool) -> None:  # noqa: FBT001 - a plain setter
        """Show the icon alone, or icon and word."""
        self._collapsed = collapsed
        self._describe()
        self.update()

    def sizeHint(self) -> QSize:
        """One row of the sidebar."""
        return QSize(_TEXT_LEFT + 100, self._scale.nav_row)

    def minimumSizeHint(self) -> QSize:
        """The icon must fit."""
        return QSize(ICON + 2 * 4, self._scale.nav_row)

    @property
    def _tokens(self) -> Tokens:
        return current_theme().tokens

    @property
    def _scale(self) -> Scale:
        return current_theme().scale

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def _describe(self) -> None:
        self.setToolTip(self.accessibleName() if self._collapsed else "")

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be pressed."""
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Go back to rest."""
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, icon, word and badge."""
        painter = QPainter(self)
        begin(painter)
        box = QRectF(self.rect())
        ink = self._ground(painter, box)
        left = (self.width() - ICON) / 2 if self._collapsed else float(_LEFT)
        spot = QPointF(round(left), round(box.center().y() - ICON / 2))
        painter.drawPixmap(spot, pixmap(self._icon, self._tokens.colour(ink)))
        if self._collapsed:
            self._dot(painter, spot)
        else:
            self._words(painter, box, ink)
        if self.hasFocus():
            outline(painter, box, self._tokens.focus, CONTROL_RADIUS, 2)

    def _ground(self, painter: QPainter, box: QRectF) -> str:
        if not self.isEnabled():
            return "border_strong"
        if self.isChecked():
            rounded(painter, box, self._tokens.accent_soft, CONTROL_RADIUS)
            return "accent_text"
        if self.underMouse():
            rounded(painter, box, self._tokens.hover, CONTROL_RADIUS)
            return "text"
        return "text_2"

    def _words(self, painter: QPainter, box: QRectF, ink: str) -> None:
        room = box.adjusted(_TEXT_LEFT, 0, -_BADGE_MARGIN, 0)
        if self._badge:
            room.setRight(self._draw_badge(painter, box) - 6)
        weight = Weight.TITLE if self.isChecked() else Weight.NAME
        write(painter, room, self.text(), self._tokens.colour(ink), weight, self._scale.body)

    def _draw_badge(self, painter: QPainter, box: QRectF) -> float:
        ink, ground = self._tokens.tone(self._tone)
        caption = self._scale.caption
        words = QFontMetricsF(font(caption, Weight.TITLE)).horizontalAdvance(self._badge)
        width = max(words + 14, 24.0)
        left = box.right() - _BADGE_MARGIN - width
        shape = QRectF(left, box.center().y() - _BADGE_HEIGHT / 2, width, _BADGE_HEIGHT)
        rounded(painter, shape, ground, _BADGE_HEIGHT / 2)
        write(painter, shape, self._badge, ink, Weight.TITLE, caption, align=CENTRE, tabular=True)
        return left

    def _dot(self, painter: QPainter, spot: QPointF) -> None:
        if self._badge:
            ink, _ground = self._tokens.tone(self._tone)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(ink))
            painter.drawEllipse(spot + QPointF(ICON + 1, 0), 3.5, 3.5)
