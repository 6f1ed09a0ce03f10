"""A message that stays on the page as long as it is true."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from financedesk.ui.theme import bind_icon, current_theme
from financedesk.ui.widgets.build import (
    button,
    icon_label,
    label,
    row,
    set_look,
    set_shown,
    set_tone,
)

_ICONS = {
    "ok": "circle-check",
    "warn": "triangle-alert",
    "bad": "circle-alert",
    "info": "info",
    "neutral": "info",
}


class Banner(QFrame):
    """An icon, a sentence, and at most one thing to do about it."""

    action_wanted = Signal()

    def __init__(
        self, text: str = "", tone: str = "info", *, action: str = "", closable: bool = False
    ) -> None:
        super().__init__()
        set_look(self, "banner")
        self._icon = icon_label(_ICONS[tone], _ink(tone))
        self._text = label("", wrap=True)
        content = row(self._icon, spacing=10, margins=(12, 8, 8, 8))
        content.addWidget(self._text, 1)
        if action:
            content.addWidget(button(action, on_click=self.action_wanted.emit))
        if closable:
            content.addWidget(
                button("", "bare", icon="x", name="Close message", on_click=self.hide)
            )
        self.setLayout(content)
        self.say(text, tone)

    @property
    def text(self) -> str:
        """The sentence shown."""
        return self._text.text()

    def say(self, text: str, tone: str = "info") -> None:
        """Show another sentence; an empty one hides the banner."""
        self._text.setText(text)
        set_tone(self, tone)
        bind_icon(self._icon, _ICONS[tone], current_theme(), _ink(tone))
        self.setAccessibleName(text or "Message")
        set_shown(self, shown=bool(text))


def _ink(tone: str) -> str:
    return "text_2" if tone == "neutral" else tone
