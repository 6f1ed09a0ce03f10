"""Opening, making and backing up books: what stands in the File menu, and how the desk starts."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from platformdirs import user_data_path
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFileDialog, QWidget

from financedesk.errors import BookError, FinanceDeskError
from financedesk.progress import Progress
from financedesk.ui.actions import Command
from financedesk.ui.book_backups import FILES, Backups
from financedesk.ui.book_desk import BookDesk, book_desk, short_name
from financedesk.ui.book_opening import Opened
from financedesk.ui.desk import Changes
from financedesk.ui.recent_books import LAST_BOOK, RecentBooks
from financedesk.ui.shell.main_window import MainWindow
from financedesk.ui.shell.page import Shell
from financedesk.ui.shell.window_state import ORGANISATION
from financedesk.ui.signing import Signing
from financedesk.ui.widgets.confirm_dialog import ConfirmDialog

__all__ = ["BOOK_VARIABLE", "LAST_BOOK", "BookKeeper", "book_commands", "open_first_book"]

BOOK_VARIABLE = "FINANCEDESK_BOOK"
_WHOLE_FILE = "A copy holds every entity of the book; somebody who sees all of them writes it."
_SAMPLE_FILE = "Sample organisation.fdesk"


def book_commands(shell: Shell) -> Sequence[Command]:
    """Return the commands of the File menu."""
    keeper = BookKeeper(shell)
    desk = book_desk(shell)
    return (
        Command("file.new", "New book…", keeper.new, icon="plus", menu="File"),
        Command("file.open", "Open a book…", keeper.choose, "Ctrl+O", "folder-open", "File"),
        Command("file.sample", "Explore the sample", keeper.sample, icon="book-open", menu="File"),
        Command(
            "file.back_up", "Back up…", keeper.back_up, icon="save", menu="File", group=1,
            enabled=lambda: desk.sees_all and "://" not in desk.location,
            why=lambda: "" if desk.sees_all else _WHOLE_FILE,
        ),
        Command(
            "file.back_up_encrypted", "Encrypted backup…", keeper.back_up_encrypted, icon="lock",
            menu="File", group=1, enabled=lambda: desk.sees_all and "://" not in desk.location,
            why=lambda: "" if desk.sees_all else _WHOLE_FILE,
        ),
        Command(
            "file.restore", "Restore a backup…", keeper.choose_backup, icon="history", menu="File",
            group=1, enabled=lambda: desk.may_write_all and "://" not in desk.location,
        ),
        Command(
            "file.sign_in", "Sign in…", keeper.signing.ask, icon="users", menu="File", group=2,
            enabled=lambda: desk.has_walls,
        ),
        Command(
            "file.passphrase", "Change my passphrase…", keeper.signing.change, icon="lock",
            menu="File", group=2,
            enabled=lambda: desk.has_walls and not desk.waits_for and desk.book.writable,
        ),
    )  # fmt: skip


class BookKeeper:
    """Opens, makes and backs up books for one window; whatever takes time is a job."""

    def __init__(self, shell: Shell, sample_folder: Path | None = None) -> None:
        """``sample_folder`` is where the sample is kept: the user's own data by default."""
        self._shell = shell
        self._sample_folder = sample_folder
        self.signing = Signing(shell)

    @property
    def desk(self) -> BookDesk:
        """The window's desk."""
        return book_desk(self._shell)

    @property
    def settings(self) -> QSettings:
        """The window's settings."""
        return self._shell.settings

    @property
    def recent(self) -> RecentBooks:
        """The books that were open before."""
        return RecentBooks(self.settings)

    def open_first(self, *, explore: bool = False) -> None:
        """Open the book that the variable names, else the one open last.

        Without either the page that welcomes stays: nobody's book is opened unasked. With
        ``explore`` somebody who never had a book is shown the sample instead.
        """
        wanted = [os.environ.get(BOOK_VARIABLE, ""), self.recent.last]
        places = [place for place in wanted if _is_there(place)]
        if explore and not places and not self.recent.places:
            self.sample()
        else:
            self._open_one_of(places)

    def _open_one_of(self, places: list[str]) -> None:
        if not places:
            return

        def failed(error: FinanceDeskError) -> None:
            self._shell.say(str(error))
            self._open_one_of(places[1:])

        self.open(places[0], on_error=failed)

    def open(
        self, location: str, *, on_error: Callable[[FinanceDeskError], None] | None = None
    ) -> None:
        """Open a book; the one that is open stays until the new one is there."""
        if location == self.desk.location:
            self._shell.say(f"{short_name(location)} is open already.")
            return
        self._shell.runner.database(
            f"Opening {short_name(location)}",
            lambda _progress: self.desk.open(location),
            on_done=self._take,
            on_error=on_error,
        )

    def _take(self, opened: Opened) -> None:
        self._shell.forget_book()
        before = self.desk.take(opened)
        self.recent.add(self.desk.location)
        if self.desk.waits_for:
            self.signing.ask()
        self.backups.note()
        self.backups.back_up_daily()
        if before is not None:
            self._shell.runner.database(
                f"Closing {short_name(before.book.location)}",
                lambda _progress: before.book.close(),
            )

    def choose(self) -> None:
        """Ask for a file and open it."""
        path, _filter = QFileDialog.getOpenFileName(
            self._window, "Open a book", self._folder(), FILES
        )
        if path:
            self.open(path)

    def new(self) -> None:
        """Show the form of a new book."""
        from financedesk.ui.new_book import NewBookForm

        self._shell.open_drawer("New book", NewBookForm(self._folder(), self.create))

    def create(self, location: str, make: Callable[[str], None]) -> None:
        """Make a book in a job with ``make`` and open it."""

        def made(_nothing: None) -> None:
            self._shell.close_drawer()
            self.open(location)

        self._shell.runner.database(
            f"Making {short_name(location)}",
            lambda _progress: make(location),
            on_done=made,
            saves=True,
        )

    def sample(self) -> None:
        """Open the sample organisation, written into the user's own folder the first time."""
        folder = self._sample_folder or user_data_path(ORGANISATION, appauthor=False)
        place = folder / _SAMPLE_FILE
        if place.exists():
            self.open(str(place))
            return
        self._shell.say("Writing the sample organisation; this takes some seconds, once.")
        self._shell.runner.database(
            "Writing the sample organisation",
            lambda progress: _write_sample(place, progress),
            on_done=lambda _nothing: self.open(str(place)),
            saves=True,
        )

    @property
    def backups(self) -> Backups:
        """Copies of the open book and the way back."""
        return Backups(self._shell)

    def back_up(self) -> None:
        """Ask where to, and write a verified copy."""
        self.backups.choose()

    def back_up_encrypted(self) -> None:
        """Ask for a passphrase and where to, and write an encrypted copy."""
        self.backups.encrypt()

    def choose_backup(self) -> None:
        """Ask for a backup, and whether it should take the book's place."""
        path, _filter = QFileDialog.getOpenFileName(
            self._window, "Restore a backup", self._folder(), FILES
        )
        if path:
            self.confirm_restore(Path(path))

    def confirm_restore(self, source: Path) -> ConfirmDialog:
        """Ask before the book is replaced; the copy that is kept is named."""
        dialog = ConfirmDialog(
            "Restore this backup?",
            f"{source.name} takes the place of {self.desk.book_name}, for everybody who uses it. "
            "The book as it is now is kept beside it.",
            f"Restore {source.name}",
            lambda: self._restore(source),
            self._window,
            icon="history",
        )
        dialog.open()
        return dialog

    def _restore(self, source: Path) -> None:
        self.backups.restore(source, self._take)

    @property
    def _window(self) -> QWidget | None:
        return self._shell if isinstance(self._shell, QWidget) else None

    def _folder(self) -> str:
        here = self.desk.location
        return str(Path(here).parent) if here and "://" not in here else str(Path.home())


def open_first_book(window: MainWindow, *, explore: bool = False) -> None:
    """Begin the day: open the book that the user left off with, then the page.

    What is typed is kept in the books from here on, and what was kept is offered.
    """
    desk = book_desk(window)

    def arrive(_changes: Changes) -> None:
        if desk.is_open:
            desk.changed.disconnect(arrive)
            window.resume_page()
            _keep_typing(window)

    desk.changed.connect(arrive)
    BookKeeper(window).open_first(explore=explore)


def _keep_typing(window: MainWindow) -> None:
    # Loaded with the first book, not with the window: it brings the ledger along.
    from financedesk.ui.kept_typing import KeptTyping

    KeptTyping(window)


def _is_there(place: str) -> bool:
    return bool(place) and ("://" in place or Path(place).is_file())


def _write_sample(place: Path, progress: Progress) -> None:
    from financedesk.sample import build_sample

    try:
        place.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BookError(f"The folder {place.parent} cannot be made ({error.strerror}).") from error
    unfinished = place.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    build_sample(unfinished, progress)
    unfinished.replace(place)
    unfinished.with_name(f"{unfinished.name}.lock").unlink(missing_ok=True)
