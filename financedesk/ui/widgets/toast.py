"""What just happened, for a few seconds, with the way back."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from financedesk.ui.theme import bind_icon, current_theme
from financedesk.ui.widgets.build import button, label, row, set_look

SHOWN_MS = 8_000
SHOWN_TOGETHER = 3
_GAP = 8
_SIDE = 16
_WIDEST = 560
_FLOOR = 72


class Toast(QFrame):
    """One message; the pointer on it or the focus in it keeps it open."""

    def __init__(
        self,
        area: "ToastArea",
        text: str,
        *,
        action: str,
        on_action: Callable[[], object] | None,
    ) -> None:
        super().__init__(area.host)
        set_look(self, "toast")
        self._area = area
        self._on_action = on_action
        self.offers = bool(action) and on_action is not None
        words = label(text, wrap=True)
        self._words = words
        content = row(words, spacing=14, margins=(16, 8, 8, 8))
        if action and on_action is not None:
            content.addWidget(button(action, on_click=self._act))
        close = button("", "bare", name="Close message", on_click=self.close_now)
        bind_icon(close, "x", current_theme(), "surface")
        content.addWidget(close)
        self.setLayout(content)
        self.setAccessibleName(text)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._expire)
        self._timer.start(area.shown_ms)

    def fit(self, room: int) -> None:
        """Be as wide as the words, or as wide as there is room, on as many lines as they need."""
        wanted = self._words.fontMetrics().horizontalAdvance(self._words.text()) + 2
        beside = self.sizeHint().width() - self._words.sizeHint().width()
        self._words.setFixedWidth(max(1, min(wanted, _WIDEST, room - beside)))
        self._words.setFixedHeight(self._words.heightForWidth(self._words.width()))
        self.adjustSize()

    def _act(self) -> None:
        self.close_now()
        if self._on_action is not None:
            self._on_action()

    def _expire(self) -> None:
        focused = any(inside.hasFocus() for inside in self.findChildren(QPushButton))
        if focused or self.underMouse():
            self._timer.start(self._area.shown_ms)
        else:
            self.close_now()

    def close_now(self) -> None:
        """Take the message away."""
        self._timer.stop()
        self.hide()
        self._area.forget(self)
        self.deleteLater()


class ToastArea(QObject):
    """Stacks toasts above the bottom edge of ``host``, newest lowest."""

    def __init__(self, host: QWidget, *, shown_ms: int = SHOWN_MS) -> None:
        super().__init__(host)
        self.host = host
        self.shown_ms = shown_ms
        self._toasts: list[Toast] = []
        host.installEventFilter(self)

    @property
    def toasts(self) -> tuple[Toast, ...]:
        """The messages on screen, oldest first."""
        return tuple(self._toasts)

    def say(
        self, text: str, *, action: str = "", on_action: Callable[[], object] | None = None
    ) -> Toast:
        """Show a message and have it read aloud.

        An offer to take the last act back ends with the next one, which is another's.
        """
        for before in [one for one in self._toasts if one.offers and action]:
            before.close_now()
        while len(self._toasts) >= SHOWN_TOGETHER:
            self._toasts[0].close_now()
        toast = Toast(self, text, action=action, on_action=on_action)
        self._toasts.append(toast)
        toast.show()
        self._arrange()
        event = QAccessibleAnnouncementEvent(toast, text)
        QAccessible.updateAccessibility(event)
        return toast

    def forget(self, toast: Toast) -> None:
        """Close the gap that a message leaves."""
        if toast in self._toasts:
            self._toasts.remove(toast)
            self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the host's size."""
        if watched is self.host and event.type() == QEvent.Type.Resize:
            self._arrange()
        return super().eventFilter(watched, event)

    def _arrange(self) -> None:
        bottom = self.host.height() - _FLOOR
        for toast in reversed(self._toasts):
            toast.fit(self.host.width() - 2 * _SIDE)
            bottom -= toast.height()
            toast.move((self.host.width() - toast.width()) // 2, bottom)
            toast.raise_()
            bottom -= _GAP
