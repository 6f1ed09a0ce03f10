"""What a page or table says when there is nothing yet: what belongs here and how to begin."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from financedesk.ui.theme import current_theme
from financedesk.ui.widgets.build import allow, button, column, glyph, label, row, set_shown

_TEXT_WIDTH, _NARROWEST = 420, 240


class EmptyState(QWidget):
    """An icon, one sentence, one action and one link at most."""

    action_wanted = Signal()
    link_wanted = Signal()

    def __init__(
        self,
        title: str,
        text: str = "",
        *,
        icon: str = "table-2",
        action: str = "",
        link: str = "",
        tone: str = "neutral",
    ) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._heading = heading = label(title, "section", wrap=True)
        self._words = words = label(text, "quiet", wrap=True)
        self._buttons: list[QPushButton] = []
        for part in (heading, words):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
            part.setMinimumWidth(_NARROWEST)
        set_shown(words, shown=bool(text))
        actions = row(None, spacing=12)
        if action:
            self._buttons.append(button(action, "primary", on_click=self.action_wanted.emit))
        if link:
            self._buttons.append(button(link, "link", on_click=self.link_wanted.emit))
        for made in self._buttons:
            actions.addWidget(made)
        actions.addStretch(1)
        parts = (row(None, glyph(icon, tone), None), _amid(heading), _amid(words), actions)
        self.setLayout(column(None, *parts, None, spacing=10, margins=(24, 24, 24, 24)))
        self.setAccessibleName(title)
        current_theme().changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        for part in (self._heading, self._words):
            part.setMaximumWidth(_TEXT_WIDTH * current_theme().text_size // 100)

    def hasHeightForWidth(self) -> bool:
        """Say that it takes the height it is given: its page need not scroll for its sake."""
        return False

    def say(self, title: str, text: str = "", *, with_actions: bool = True) -> None:
        """Say something else, with or without the action and the link."""
        self._heading.setText(title)
        self._words.setText(text)
        set_shown(self._words, shown=bool(text))
        self.setAccessibleName(title)
        for made in self._buttons:
            set_shown(made, shown=with_actions)

    def allow(self, *, action: str = "", link: str = "") -> None:
        """Let action and link be pressed, or say why each cannot be and who can do it instead."""
        for made in self._buttons:
            allow(made, link if made.property("look") == "link" else action)


def _amid(part: QLabel) -> QHBoxLayout:
    """Return a line with a label in its middle, as wide as it may be."""
    line = row(None, part, None)
    line.setStretchFactor(part, 100)
    return line
