"""One field of a form: its label, its help, and what is wrong with it, right below."""

from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLayout, QWidget

from financedesk.ui.field_help import field_help
from financedesk.ui.widgets.build import button, column, label, row, set_shown, set_tone

HELP_KEYS = "Shift+F1"


class Need(Enum):
    """How much the field matters; treasurers must tell required from best efforts."""

    OPTIONAL = ""
    REQUIRED = "Required"
    BEST_EFFORTS = "Best efforts"


class FormRow(QWidget):
    """A labelled field. A problem is said inline and read aloud; it does not block saving.

    ``help_key`` names its help in ``resources/help``: the question mark or Shift+F1 unfolds it.
    """

    def __init__(
        self,
        title: str,
        field: QWidget,
        help_key: str,
        *,
        hint: str = "",
        need: Need = Need.OPTIONAL,
    ) -> None:
        super().__init__()
        self.field = field
        self.help_key = help_key
        help_text = field_help(help_key).text
        self._title = label(title, "name")
        self._title.setBuddy(field)
        self._hint = label(hint, "small", wrap=True)
        set_shown(self._hint, shown=bool(hint))
        self._message = label("", "small", wrap=True)
        self._message.hide()
        self._help = label(help_text, "small", wrap=True)
        self._help.hide()
        ask = self._question_mark(title, help_text)
        heading = row(self._title, ask, None, label(need.value, "caption"), spacing=2)
        # The mark is as high as a target must be; the line stays as near to the field as before.
        titled = column(heading, field, spacing=0)
        self.setLayout(column(titled, self._hint, self._help, self._message, spacing=4))
        field.setAccessibleName(f"{title}, {need.value.lower()}" if need.value else title)
        field.setAccessibleDescription(hint)

    def _question_mark(self, title: str, help_text: str) -> QWidget:
        """Return the mark that unfolds the help; Tab passes it by, so that typing stays quick."""
        ask = button("", "mark", icon="circle-help", name=f"What is {title}?",
                     on_click=self.toggle_help)  # fmt: skip
        ask.setToolTip(help_text)
        ask.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        keys = QShortcut(QKeySequence(HELP_KEYS), self)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self.toggle_help)
        return ask

    def toggle_help(self) -> None:
        """Show or hide what the field is for; a screen reader says it when it is shown."""
        set_shown(self._help, shown=self._help.isHidden())
        if not self._help.isHidden():
            event = QAccessibleAnnouncementEvent(self.field, self._help.text())
            QAccessible.updateAccessibility(event)

    @property
    def help_shown(self) -> str:
        """The help that is unfolded now, or nothing."""
        return "" if self._help.isHidden() else self._help.text()

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
