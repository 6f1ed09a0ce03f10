"""Signing in, and the passphrase that it takes: panels in the drawer, nothing that blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from shiboken6 import isValid

from financedesk.errors import Cancelled, FinanceDeskError, Refused
from financedesk.progress import Progress
from financedesk.ui.book_desk import BookDesk, book_desk
from financedesk.ui.signing_forms import PassphraseForm, SignInForm

if TYPE_CHECKING:
    from financedesk.ui.book_opening import Opened
    from financedesk.ui.shell.page import Shell

FREE_TRIES = 3
LONGEST_WAIT = 30


class Signing:
    """Asks who is at the desk, for one window; wrong tries are counted over all its panels."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self.wrong = 0

    @property
    def _desk(self) -> BookDesk:
        return book_desk(self._shell)

    def ask(self) -> SignInForm:
        """Show the panel that asks for login and passphrase."""
        desk = self._desk

        def try_it(login: str, passphrase: str) -> None:
            self._shell.runner.database(
                "Signing in",
                lambda _progress: desk.sign_in(login, passphrase or None),
                on_done=self._take,
                on_error=lambda error: self._refused(form, error),
            )

        form = SignInForm(
            desk.waits_for or desk.login, try_it, self._shell.close_drawer,
            on_file="://" not in desk.location, waiting=bool(desk.waits_for),
        )  # fmt: skip
        self._shell.open_drawer("Who are you?", form)
        form.begin()
        return form

    def _take(self, opened: Opened) -> None:
        self.wrong = 0
        self._shell.forget_book()
        self._desk.take(opened)
        self._shell.say(f"Signed in as {self._desk.login}")

    def _refused(self, form: SignInForm, error: FinanceDeskError) -> None:
        if isinstance(error, Refused):
            self.wrong += 1
        if isValid(form):
            form.refuse(error, wait=self.wait_seconds)
            if self.wait_seconds:
                QTimer.singleShot(self.wait_seconds * 1_000, form, form.allow)

    @property
    def wait_seconds(self) -> int:
        """How long the next try has to wait: nothing at first, then twice as long each time."""
        over = self.wrong - FREE_TRIES
        return 0 if over < 0 else min(LONGEST_WAIT, 2 ** (over + 1))

    def change(self) -> PassphraseForm:
        """Show the panel that sets the user's own passphrase."""
        return self.show_form(None)

    def show_form(self, member_id: int | None, name: str = "") -> PassphraseForm:
        """Show the panel that sets a passphrase: the user's own, or that of a member."""
        desk = self._desk
        own = member_id is None

        def save(current: str, new: str) -> None:
            def work(_progress: Progress) -> None:
                from financedesk.ledger.passphrases import member_id_of, set_passphrase

                with desk.writing() as book:
                    with book.read() as connection:
                        whose = member_id if member_id is not None else member_id_of(
                            connection, desk.login
                        )  # fmt: skip
                    with book.unit_of_work("Set passphrase", kind="setup") as unit:
                        set_passphrase(unit, whose, new, current if own else None)

            self._shell.runner.database(
                "Setting the passphrase", work, saves=True,
                on_done=lambda _none: self._set(name), on_error=refused,
            )  # fmt: skip

        def refused(error: FinanceDeskError) -> None:
            if isValid(form) and not isinstance(error, Cancelled):
                form.refuse(error)

        form = PassphraseForm(
            save, self._shell.close_drawer, own=own, name=name,
            on_file="://" not in desk.location,
        )  # fmt: skip
        self._shell.open_drawer(f"Passphrase of {name}" if name else "My passphrase", form)
        form.fields[0].setFocus()
        return form

    def _set(self, name: str) -> None:
        from financedesk.ui.desk import Area, Changes

        self._shell.close_drawer()
        self._desk.announce(Changes(frozenset({Area.ENTITIES})))
        whose = f"of {name}" if name else "for you"
        self._shell.say(f"The passphrase {whose} is set; it is asked for from now on")
