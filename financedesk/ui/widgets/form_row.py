"""One field of a form: its label, its help, and what is wrong with it, right below."""

from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QLayout, QWidget

from financedesk.ui.widgets.build import column, label, row, set_shown, set_tone


class Need(Enum):
    """How much the field matters; treasurers must tell required from best efforts."""

    OPTIONAL = ""
    REQUIRED = "Required"
    BEST_EFFORTS = "Best efforts"


class FormRow(QWidget):
    """A labelled field. A problem is said inline and read aloud; it does not block saving."""

    def __init__(
        self, title: str, field: QWidget, *, hint: str = "", need: Need = Need.OPTIONAL
    ) -> None:
        super().__init__()
        self.field = field
        self._title = label(title, "name")
        self._title.setBuddy(field)
        self._hint = label(hint, "small", wrap=True)
        set_shown(self._hint, shown=bool(hint))
        self._message = label("", "small", wrap=True)
        self._message.hide()
        heading = row(self._title, None, label(need.value, "caption"))
        self.setLayout(column(heading, field, self._hint, self._message, spacing=4))
        field.setAccessibleName(f"{title}, {need.value.lower()}" if need.value else title)
        field.setAccessibleDescription(hint)

    @property
    def message(self) -> str:
        """What is said below the field now."""
        return self._message.text()

    def say(self, message: str, tone: str = "bad") -> None:
        """Say something below the field; an empty message takes it away."""
        self._message.setText(message)
        set_shown(self._message, shown=bool(message))
        set_tone(self._message, tone)
        set_tone(self.field, tone if message else "")
        self.field.setAccessibleDescription(message or self._hint.text())
        if message:
            event = QAccessibleAnnouncementEvent(self.field, message)
            QAccessible.updateAccessibility(event)


def pair(left: QWidget, right: QWidget) -> QLayout:
    """Return two fields side by side, level at the top whatever is said below one of them."""
    made = row(spacing=10)
    for field in (left, right):
        made.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
    return made
