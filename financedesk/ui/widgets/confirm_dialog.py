"""The question before what cannot be taken back: its button repeats the verb and the object."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from financedesk.ui.widgets.build import button, column, glyph, label, row

_WIDTH = 460


class ConfirmDialog(QDialog):
    """Asks once and waits beside the work; closing it in any other way means no."""

    def __init__(
        self,
        title: str,
        text: str,
        verb: str,
        on_yes: Callable[[], object],
        parent: QWidget | None = None,
        *,
        icon: str = "lock",
        tone: str = "warn",
    ) -> None:
        """``verb`` stands on the button ("Finalise the April report")."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(_WIDTH)
        words = column(label(title, "section", wrap=True), label(text, wrap=True), spacing=6)
        heading = row(spacing=14)
        heading.addWidget(glyph(icon, tone), 0, Qt.AlignmentFlag.AlignTop)
        heading.addLayout(words, 1)
        self.no = button("Cancel", on_click=self.reject)
        self.yes = button(verb, "primary", on_click=self.accept)
        self.setLayout(
            column(heading, row(None, self.no, self.yes), spacing=18, margins=(20, 20, 20, 16))
        )
        self.accepted.connect(on_yes)
        self.no.setFocus(Qt.FocusReason.OtherFocusReason)
