"""A card: one surface, one heading, one matter."""

from PySide6.QtWidgets import QFrame, QLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from financedesk.ui.theme.tokens import CARD_PADDING
from financedesk.ui.widgets.build import button, column, row, set_look, set_shown
from financedesk.ui.widgets.eliding_label import ElidingLabel

_TOP = 14


class Card(QFrame):
    """A surface with an optional heading, second line and link; content goes into ``body``.

    Cards side by side take equal widths whatever they hold. ``flush`` content (a table)
    reaches the card's edges.
    """

    def __init__(
        self,
        title: str = "",
        subtitle: str = "",
        *,
        link: str = "",
        trailing: QWidget | QLayout | None = None,
        flush: bool = False,
    ) -> None:
        super().__init__()
        set_look(self, "card")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.title = ElidingLabel(title, "card-title")
        self.subtitle = ElidingLabel(subtitle, "small")
        set_shown(self.subtitle, shown=bool(subtitle))
        self.link: QPushButton | None = button(link, "link") if link else None
        self.body: QVBoxLayout = column(spacing=8)
        side = 0 if flush else CARD_PADDING
        top = 1 if flush and not title else _TOP
        whole = column(spacing=8, margins=(0, top, 0, 0 if flush else _TOP))
        self._heading = QWidget()
        self._heading.setLayout(self._heading_line(trailing))
        set_shown(self._heading, shown=bool(title))
        whole.addWidget(self._heading)
        self.body.setContentsMargins(side, 0, side, 1 if flush else 0)
        whole.addLayout(self.body, 1)
        self.setLayout(whole)
        if title:
            self.setAccessibleName(title)

    def set_heading(self, title: str, subtitle: str = "") -> None:
        """Show another heading."""
        set_shown(self._heading, shown=bool(title))
        self.title.setText(title)
        self.subtitle.setText(subtitle)
        set_shown(self.subtitle, shown=bool(subtitle))

    def _heading_line(self, trailing: QWidget | QLayout | None) -> QLayout:
        words = column(self.title, self.subtitle, spacing=2)
        heading = row(spacing=16, margins=(CARD_PADDING, 0, CARD_PADDING, 0))
        heading.addLayout(words, 1)
        if isinstance(trailing, QWidget):
            heading.addWidget(trailing)
        elif trailing is not None:
            heading.addLayout(trailing)
        if self.link is not None:
            heading.addWidget(self.link)
        return heading
