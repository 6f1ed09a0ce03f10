"""One figure that matters, where it comes from and where it goes."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLayout

from financedesk.ui.theme import Weight, bind_icon, current_theme, font
from financedesk.ui.theme.tokens import CARD_PADDING, CARD_RADIUS
from financedesk.ui.widgets.build import column, glyph, label, row, set_shown, set_tone
from financedesk.ui.widgets.card import Card
from financedesk.ui.widgets.chart_menu import ChartMenu
from financedesk.ui.widgets.eliding_label import ElidingLabel
from financedesk.ui.widgets.paint import begin, outline
from financedesk.ui.widgets.sparkline import Sparkline

_OPENS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}


class KpiCard(Card):
    """A figure with its change, a note, and a sparkline or an icon; opens what it is made of."""

    opened = Signal()

    def __init__(self, title: str, *, icon: str = "", opens: str = "") -> None:
        """``opens`` says where a click leads ("Open the register"); empty: it leads nowhere."""
        super().__init__()
        self._caption = ElidingLabel(title, "small-name")
        self._value = ElidingLabel("—", "kpi")
        self._delta = label("", "small-strong")
        self._note = ElidingLabel("", "small")
        self._spark = Sparkline()
        self._icon_name = icon
        self._glyph = glyph(icon) if icon else None
        self._opens = opens
        self._has_trend = False
        self.body.addLayout(self._content())
        current_theme().changed.connect(self._set_figures)
        self._set_figures()
        self.trend_menu = ChartMenu(self, self._spark, self._spark.data)
        if opens:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setToolTip(opens)
        self.show_figure("—")

    def show_figure(
        self,
        value: str,
        *,
        delta: str = "",
        tone: str = "neutral",
        note: str = "",
        trend: Sequence[int] = (),
        trend_names: Sequence[str] = (),
    ) -> None:
        """Show a figure as already written; ``trend`` is cents, oldest first, each with its name.

        A card with a trend offers it as a table, a picture and figures on its context menu.
        """
        self._value.setText(value)
        self._delta.setText(delta)
        set_shown(self._delta, shown=bool(delta))
        set_tone(self._delta, tone)
        self._note.setText(note)
        self._has_trend = len(trend) > 1
        self._spark.show_values(trend, trend_names)
        menu = Qt.ContextMenuPolicy
        self.setContextMenuPolicy(
            menu.ActionsContextMenu if self._has_trend else menu.DefaultContextMenu
        )
        self._fit_spark()
        if self._glyph is not None:
            set_tone(self._glyph, tone)
            ink = "text_2" if tone == "neutral" else tone
            bind_icon(self._glyph, self._icon_name, current_theme(), ink)
        self.setAccessibleName(f"{self._caption.text()}: {value}")
        words = (" ".join(filter(None, (delta, note))), self._spark.accessibleDescription())
        self.setAccessibleDescription(". ".join(filter(None, words)))

    def _content(self) -> QLayout:
        words = column(
            self._caption,
            self._value,
            row(self._delta, self._note, spacing=6),
            spacing=3,
        )
        content = row(spacing=8)
        content.addLayout(words, 1)
        content.addWidget(self._spark, 0, Qt.AlignmentFlag.AlignVCenter)
        if self._glyph is not None:
            content.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        return content

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give up the sparkline before the figure is cut."""
        super().resizeEvent(event)
        self._fit_spark()

    def _fit_spark(self) -> None:
        figure = self._value.fontMetrics().horizontalAdvance(self._value.text())
        room = self.width() - 2 * CARD_PADDING - self._spark.sizeHint().width() - 12
        set_shown(self._spark, shown=self._has_trend and figure <= room)

    def _set_figures(self) -> None:
        self._value.setFont(font(current_theme().scale.kpi, Weight.TITLE, tabular=True))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens what the figure is made of."""
        if self._opens and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit()
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space do the same."""
        if self._opens and event.key() in _OPENS:
            self.opened.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Add the focus ring."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            begin(painter)
            outline(painter, QRectF(self.rect()), current_theme().tokens.focus, CARD_RADIUS, 2)
