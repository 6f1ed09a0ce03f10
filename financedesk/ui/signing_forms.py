"""The panels of signing in: who you are, and a passphrase that is set."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from PySide6.QtWidgets import QLineEdit, QWidget

from financedesk.errors import FinanceDeskError
from financedesk.ui.widgets import Banner, FormRow, button, column, label, row
from financedesk.ui.widgets.build import set_shown
from financedesk.ui.widgets.enter_form import EnterForm, SavingForm
from financedesk.ui.widgets.form_row import Need

_MARGINS = (20, 14, 20, 20)
_FILE = (
    "This book is a file. Signing in keeps honest people apart; whoever holds the file can read all"
    " of it without FinanceDesk."
)


def _secret() -> QLineEdit:
    made = QLineEdit()
    made.setEchoMode(QLineEdit.EchoMode.Password)
    return made


class SignInForm(EnterForm):
    """Takes login and passphrase; ``try_it`` is handed both."""

    def __init__(
        self,
        login: str,
        try_it: Callable[[str, str], None],
        cancel: Callable[[], None],
        *,
        on_file: bool,
        waiting: bool,
    ) -> None:
        """``waiting``: the book shows nothing until somebody has signed in."""
        super().__init__()
        self._try = try_it
        self.problem = Banner("", "bad")
        self.login, self.passphrase = QLineEdit(login), _secret()
        self.login_row = FormRow("Login", self.login, "books.login", need=Need.REQUIRED)
        self.passphrase_row = FormRow("Passphrase", self.passphrase, "books.passphrase")
        self.sign_in = button("Sign in", "primary", on_click=self.submit)
        said = "This book names its members and shows nothing until one of them signs in."
        first = label(said, "quiet", wrap=True)
        set_shown(first, shown=waiting)
        note = label(_FILE, "small", wrap=True)
        set_shown(note, shown=on_file)
        body = column(self.problem, first, self.login_row, self.passphrase_row, spacing=12,
                      margins=_MARGINS)  # fmt: skip
        body.addLayout(row(self.sign_in, button("Cancel", on_click=cancel), None))
        body.addWidget(label("Enter signs in · Esc leaves it as it was", "caption"))
        body.addWidget(note)
        body.addStretch(1)
        self.setLayout(body)
        for before, after in pairwise(self.fields):
            QWidget.setTabOrder(before, after)

    @property
    def fields(self) -> Sequence[QWidget]:
        """The fields in the order in which Tab reaches them."""
        return (self.login, self.passphrase, self.sign_in)

    def begin(self) -> None:
        """Take the keyboard to the first field that is still empty."""
        (self.passphrase if self.login.text() else self.login).setFocus()

    def submit(self) -> None:
        """Hand over what was typed, unless a wait is on."""
        self.login_row.say("" if self.login.text().strip() else "Say who you are.")
        if self.login_row.message or not self.sign_in.isEnabled():
            return
        self.sign_in.setEnabled(False)
        self._try(self.login.text().strip(), self.passphrase.text())

    def refuse(self, error: FinanceDeskError, *, wait: int = 0) -> None:
        """Say why it was not taken; with ``wait`` the next try is possible after these seconds."""
        later = f" Try again in {wait} seconds." if wait else ""
        self.problem.say(f"{error}{later}", "bad")
        self.passphrase.selectAll()
        self.passphrase.setFocus()
        if not wait:
            self.allow()

    def allow(self) -> None:
        """Let the next try begin."""
        self.sign_in.setEnabled(True)

    def save(self) -> None:
        """Try it, as Enter does."""
        self.submit()


class PassphraseForm(SavingForm):
    """Takes a new passphrase twice, and the current one when it is the user's own."""

    def __init__(
        self,
        save: Callable[[str, str], None],
        cancel: Callable[[], None],
        *,
        own: bool,
        name: str = "",
        on_file: bool,
    ) -> None:
        super().__init__()
        self._save, self._own = save, own
        self.current, self.new, self.again = _secret(), _secret(), _secret()
        self.current_row = FormRow("Passphrase now", self.current, "books.passphrase_now")
        self.new_row = FormRow(
            "New passphrase", self.new, "books.passphrase_new", need=Need.REQUIRED
        )
        self.again_row = FormRow(
            "Once more", self.again, "books.passphrase_again", need=Need.REQUIRED
        )
        said = "" if own else f"Tell it to {name} yourself; they change it after signing in."
        hint = label(said, "quiet", wrap=True)
        set_shown(hint, shown=bool(said))
        set_shown(self.current_row, shown=own)
        note = label(_FILE, "small", wrap=True)
        set_shown(note, shown=on_file)
        body = column(self.problem, hint, self.current_row, self.new_row, self.again_row,
                      spacing=12, margins=_MARGINS)  # fmt: skip
        body.addLayout(row(self.save_button, button("Cancel", on_click=cancel), None))
        body.addWidget(label("Enter saves · Esc leaves it as it was", "caption"))
        body.addWidget(note)
        body.addStretch(1)
        self.setLayout(body)
        self.set_tab_order()

    @property
    def fields(self) -> Sequence[QWidget]:
        """The fields in the order in which Tab reaches them."""
        own = (self.current,) if self._own else ()
        return (*own, self.new, self.again, self.save_button)

    def problems(self) -> Sequence[tuple[FormRow, str]]:
        """Return what is missing, or that both are not the same."""
        same = self.new.text() == self.again.text()
        return (
            (self.new_row, "" if self.new.text() else "Think of three or four words."),
            (self.again_row, "" if same else "This is not the same as above."),
        )

    def hand_over(self) -> None:
        """Give both passphrases to whoever sets the new one."""
        self._save(self.current.text(), self.new.text())
