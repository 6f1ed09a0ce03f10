"""Copies of the open book, the way back from one, and proving that it is sound: all in jobs."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFileDialog, QWidget
from shiboken6 import isValid

from financedesk.errors import BookDamaged, BookError, FinanceDeskError
from financedesk.progress import Progress
from financedesk.ui.backup_forms import DecryptForm, EncryptForm
from financedesk.ui.book_desk import BookDesk, book_desk
from financedesk.ui.book_opening import Opened
from financedesk.ui.desk import Changes
from financedesk.ui.formatting import day
from financedesk.ui.shell.notices import Offer
from financedesk.ui.shell.page import Shell

if TYPE_CHECKING:
    from financedesk.book import Book, Problem

DAILY = "backup/daily"
FILES = "Books (*.fdesk);;All files (*)"
FOLDER = "Backups"
_KEPT = 14
_SUFFIX = ".fdesk"


class Backups:
    """Backs up, restores and verifies the open book of one window."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell

    @property
    def desk(self) -> BookDesk:
        """The window's desk."""
        return book_desk(self._shell)

    @property
    def settings(self) -> QSettings:
        """The window's settings."""
        return self._shell.settings

    @property
    def possible(self) -> bool:
        """Whether the open book is a file that the user may copy: a copy holds every entity.

        A server has its own backups.
        """
        return self.desk.sees_all and "://" not in self.desk.location

    @property
    def daily(self) -> bool:
        """Whether a copy is written once a day."""
        return str(self.settings.value(DAILY, "no")) == "yes"

    @property
    def last(self) -> date | None:
        """The day of the last backup that this computer knows of."""
        when = str(self.settings.value(_key(self.desk.location), ""))
        return datetime.fromisoformat(when).date() if when else None

    @property
    def folder(self) -> Path:
        """Where the daily copies lie: beside the book."""
        return Path(self.desk.location).parent / FOLDER

    def note(self) -> None:
        """Say in the status bar when the book was last backed up."""
        last = self.last
        words = f"Backed up {day(last, today=self.desk.today)}" if last else "Not backed up yet"
        self.desk.backup_note = "" if self.desk.is_sample else words
        self.desk.announce(Changes())

    # --- copies

    def choose(self) -> None:
        """Ask where to, and write a verified copy."""
        here = Path(self.desk.location)
        proposed = here.with_name(f"{here.stem} {_today()}{_SUFFIX}")
        path, _filter = QFileDialog.getSaveFileName(self._window, "Back up", str(proposed), FILES)
        if path:
            self.back_up_to(Path(path))

    def back_up_to(self, target: Path, passphrase: str | None = None) -> None:
        """Write a verified copy of the open book, under a passphrase of its own if one is given."""
        book = self.desk.book

        def write(progress: Progress) -> int:
            return book.backup(target, progress, passphrase=passphrase).bytes

        def done(_bytes: int) -> None:
            self._noted(book.location)
            how = "Encrypted backup" if passphrase else "Backup"
            self._shell.say(f"Backed up to {target.name} and checked.")
            self._shell.notify(f"{how} written and checked", str(target), tone="ok")

        self._shell.runner.background(f"Backing up to {target.name}", write, on_done=done)

    def encrypt(self) -> EncryptForm:
        """Ask for a passphrase, then where to, and write an encrypted copy."""

        def write(passphrase: str) -> None:
            from financedesk.book.backup import require_strong

            try:
                require_strong(passphrase)
            except FinanceDeskError as error:
                form.refuse(error)
                return
            self._write_under(passphrase, form)

        form = EncryptForm(write, self._shell.close_drawer)
        self._shell.open_drawer("Encrypted backup", form)
        form.fields[0].setFocus()
        return form

    def _write_under(self, passphrase: str, form: EncryptForm) -> None:
        here = Path(self.desk.location)
        proposed = here.with_name(f"{here.stem} {_today()} encrypted{_SUFFIX}")
        title = "Encrypted backup"
        path, _filter = QFileDialog.getSaveFileName(self._window, title, str(proposed), FILES)
        if not path:
            form.go.setEnabled(True)
            return
        self._shell.close_drawer()
        self.back_up_to(Path(path), passphrase)

    def back_up_daily(self) -> None:
        """Write today's copy if that is wished and not done yet; the oldest ones go."""
        due = self.daily and self.possible and not self.desk.is_sample
        if not due or self.last == date.today():
            return
        book, folder = self.desk.book, self.folder
        stem = Path(book.location).stem

        def write(progress: Progress) -> None:
            write_daily(book, folder, stem, progress)

        self._shell.runner.background(
            "Writing today's backup", write, on_done=lambda _none: self._noted(book.location)
        )

    def _noted(self, location: str) -> None:
        self.settings.setValue(_key(location), _today())
        self.note()

    # --- the way back

    def restore(self, source: Path, take: Callable[[Opened], None]) -> DecryptForm | None:
        """Put a backup in the open book's place, after a copy of that was kept beside it.

        ``take`` is handed the book that was opened anew, whether or not the backup was good. An
        encrypted backup is asked its passphrase for first, in the panel that is returned.
        """
        from financedesk.book.backup import needs_passphrase

        if not needs_passphrase(source):
            self._restore(source, take, None, lambda error: self._shell.say(str(error)))
            return None

        def go(passphrase: str) -> None:
            self._restore(source, take, passphrase, refused)

        def refused(error: FinanceDeskError) -> None:
            if isValid(form):
                form.refuse(error)

        form = DecryptForm(source.name, go, self._shell.close_drawer)
        self._shell.open_drawer("Restore an encrypted backup", form)
        form.fields[0].setFocus()
        return form

    def _restore(
        self,
        source: Path,
        take: Callable[[Opened], None],
        passphrase: str | None,
        refused: Callable[[FinanceDeskError], None],
    ) -> None:
        desk, kept = self.desk, _kept_name(Path(self.desk.location))
        failed: list[FinanceDeskError] = []

        def work(progress: Progress) -> Opened:
            if passphrase is not None:  # before the book is closed
                _require_right(source, passphrase)
            try:
                put_in_place(source, desk.book, kept, progress, passphrase)
            except FinanceDeskError as error:
                failed.append(error)
            return desk.open(desk.location)

        def done(opened: Opened) -> None:
            self._shell.close_drawer()
            take(opened)
            if failed:
                kept.unlink(missing_ok=True)
                self._shell.say(str(failed[0]))
                return
            self._shell.say(f"Restored {source.name}; the book before is {kept.name}.")
            self._shell.notify(f"Restored {source.name}", f"The book before: {kept}", tone="ok")

        self._shell.runner.database(
            "Restoring the book", work, on_done=done, on_error=refused, saves=True
        )

    # --- proof

    def verify(self, show: Callable[[Sequence[Problem]], None]) -> None:
        """Prove that the book is sound, or list what is wrong with it."""
        book = self.desk.book

        def done(problems: list[Problem]) -> None:
            words = "The book is sound" if not problems else "The book fails its checks"
            offers = (Offer("Show", lambda: self._shell.go("settings", "data")),)
            tone = "bad" if problems else "ok"
            self._shell.notify(words, book.location, tone=tone, offers=offers)
            show(problems)

        self._shell.runner.background("Checking the book", book.verify, on_done=done)

    @property
    def _window(self) -> QWidget | None:
        return self._shell if isinstance(self._shell, QWidget) else None


def _require_right(source: Path, passphrase: str) -> None:
    from financedesk.book.backup import require_right

    require_right(source, passphrase)


def put_in_place(
    source: Path, book: Book, kept: Path, progress: Progress, passphrase: str | None = None
) -> None:
    """Close a book, keep it under another name, and put a backup in its place.

    ``passphrase`` is that of an encrypted backup. Raises BookMissing or BookDamaged for the
    backup; the book's file is then as it was.
    """
    from financedesk.book import Book as AnyBook
    from financedesk.ledger.room import LEDGER_ROOM

    place = Path(book.location)
    try:
        book.backup(kept, progress)
        book.close()
    except BookDamaged:
        # That may be why somebody restores; what is left of it is kept as it lies there.
        book.close()
        shutil.copyfile(place, kept)
    AnyBook.restore(source, place, rooms=(LEDGER_ROOM,), progress=progress, passphrase=passphrase)


def write_daily(book: Book, folder: Path, stem: str, progress: Progress) -> None:
    """Write today's copy into a folder and take the oldest of the book's daily copies away.

    Raises BookError when the folder cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BookError(f"The folder {folder} cannot be made ({error.strerror}).") from error
    target = folder / f"{stem} {_today()}{_SUFFIX}"
    if not target.exists():
        book.backup(target, progress)
    pattern = f"{stem} ????-??-??{_SUFFIX}"
    for old in sorted(folder.glob(pattern))[:-_KEPT]:
        old.unlink(missing_ok=True)


def _kept_name(place: Path) -> Path:
    moment = datetime.now().astimezone()
    return place.with_name(f"{place.stem} before restore {moment:%Y-%m-%d %H%M%S}{_SUFFIX}")


def _key(location: str) -> str:
    return f"backup/{location.replace('/', '|')}"


def _today() -> str:
    return datetime.now().astimezone().date().isoformat()
