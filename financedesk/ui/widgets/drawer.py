"""The detail on the right of a page: never a second window, closed with Esc."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from financedesk.ui.theme.tokens import DRAWER_WIDTH
from financedesk.ui.widgets.build import button, clear, column, label, line, row, set_look
from financedesk.ui.widgets.eliding_label import ElidingLabel


class Drawer(QFrame):
    """Shows one content at a time; the focus returns to where it was when it closes."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "drawer")
        self.setFixedWidth(DRAWER_WIDTH)
        self._title = ElidingLabel("", "section")
        self._close = button("", "bare", icon="x", name="Close details", on_click=self.shut)
        self._body = column(spacing=0)
        heading = row(self._title, self._close, margins=(20, 14, 12, 12))
        self.setLayout(column(heading, line(), self._body, spacing=0))
        self._came_from: QWidget | None = None
        self.hide()

    @property
    def title(self) -> str:
        """What the drawer shows now; empty when it is closed."""
        return "" if self.isHidden() else self._title.text()

    def open(self, title: str, content: QWidget) -> None:
        """Show ``content``, which the drawer owns from now on, and take the focus."""
        if self.isHidden():
            self._came_from = self.window().focusWidget()
        clear(self._body)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(content)
        self._body.addWidget(area)
        self._title.setText(title)
        self.setAccessibleName(f"Details: {title}")
        self.show()
        self._close.setFocus(Qt.FocusReason.OtherFocusReason)

    def shut(self) -> None:
        """Close and give the focus back."""
        if self.isHidden():
            return
        self.hide()
        clear(self._body)
        if self._came_from is not None and self._came_from.isVisible():
            self._came_from.setFocus(Qt.FocusReason.OtherFocusReason)
        self._came_from = None
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.shut()
        else:
            super().keyPressEvent(event)


def fact(name: str, value: str) -> QWidget:
    """Return a line of a drawer: what it is on the left, its value on the right."""
    made = QWidget()
    made.setLayout(row(label(name, "quiet"), None, label(value, "name"), margins=(0, 4, 0, 4)))
    return made
