"""The panels of encrypted backups: the passphrase of a new one, and that of one to restore."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from financedesk.errors import FinanceDeskError
from financedesk.ui.widgets import Banner, FormRow, button, column, label, row
from financedesk.ui.widgets.form_row import Need

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MARGINS = (20, 14, 20, 20)
_LOST = (
    "The passphrase is kept nowhere: a backup whose passphrase is forgotten cannot be read by"
    " anybody. Keep it where the backup is not."
)


class _Panel(QWidget):
    """Fields, a problem above them, and one button that Enter presses."""

    def __init__(
        self,
        title: str,
        rows: Sequence[FormRow],
        said: str,
        act: tuple[str, Callable[[], None]],
        cancel: Callable[[], None],
    ) -> None:
        super().__init__()
        self.problem = Banner("", "bad")
        self.rows = tuple(rows)
        self.go = button(act[0], "primary", on_click=act[1])
        self.cancel = button("Cancel", on_click=cancel)
        first = label(title, "quiet", wrap=True)
        body = column(self.problem, first, *self.rows, spacing=12, margins=_MARGINS)
        body.addLayout(row(self.go, self.cancel, None))
        body.addWidget(label("Enter goes on · Esc leaves it as it was", "caption"))
        body.addWidget(label(said, "small", wrap=True))
        body.addStretch(1)
        self.setLayout(body)
        for before, after in pairwise(self.fields):
            QWidget.setTabOrder(before, after)

    @property
    def fields(self) -> Sequence[QWidget]:
        """The fields in the order in which Tab reaches them."""
        return (*(one.field for one in self.rows), self.go, self.cancel)

    def refuse(self, error: FinanceDeskError) -> None:
        """Say why it was not taken, and take the keyboard back to the first field."""
        self.problem.say(str(error), "bad")
        self.go.setEnabled(True)
        self.fields[0].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, from whichever field."""
        if Qt.Key(event.key()) in _ENTER:
            self.go.click()
        else:
            super().keyPressEvent(event)


class EncryptForm(_Panel):
    """Takes the passphrase of a new backup twice; ``write`` is handed it."""

    def __init__(self, write: Callable[[str], None], cancel: Callable[[], None]) -> None:
        self._write = write
        self.new, self.again = _secret(), _secret()
        self.new_row = FormRow("Passphrase", self.new, "books.backup_new", need=Need.REQUIRED)
        self.again_row = FormRow("Once more", self.again, "books.backup_again", need=Need.REQUIRED)
        super().__init__(
            "The copy is encrypted; the book itself stays as it is.",
            (self.new_row, self.again_row), _LOST, ("Choose where to…", self.submit), cancel,
        )  # fmt: skip

    def submit(self) -> None:
        """Hand the passphrase over if both are the same."""
        self.problem.say("")
        same = self.new.text() == self.again.text()
        self.new_row.say("" if self.new.text() else "Think of three or four words.")
        self.again_row.say("" if same else "This is not the same as above.")
        if self.new_row.message or self.again_row.message:
            (self.new if self.new_row.message else self.again).setFocus()
        else:
            self.go.setEnabled(False)
            self._write(self.new.text())


class DecryptForm(_Panel):
    """Takes the passphrase of a backup that is to be restored; ``restore`` is handed it."""

    def __init__(
        self, name: str, restore: Callable[[str], None], cancel: Callable[[], None]
    ) -> None:
        self._restore = restore
        self.passphrase = _secret()
        self.passphrase_row = FormRow(
            "Passphrase", self.passphrase, "books.backup_passphrase", need=Need.REQUIRED
        )
        super().__init__(
            f"{name} is encrypted.", (self.passphrase_row,),
            "A wrong one changes nothing. The restored book stands in the open, as it did before.",
            ("Restore it", self.submit), cancel,
        )  # fmt: skip

    def submit(self) -> None:
        """Hand the passphrase over."""
        self.passphrase_row.say("" if self.passphrase.text() else "Say the passphrase.")
        if self.passphrase_row.message:
            self.passphrase.setFocus()
        else:
            self.go.setEnabled(False)
            self._restore(self.passphrase.text())


def _secret() -> QLineEdit:
    made = QLineEdit()
    made.setEchoMode(QLineEdit.EchoMode.Password)
    return made
