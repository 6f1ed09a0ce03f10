"""The real desk: one open book, the entities that the user may see, and what undo would do.

Nothing here keeps the window waiting: the book is opened, written and closed in the database
worker, and the window's thread only takes over what the worker has found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from PySide6.QtCore import QObject, Signal

from financedesk.errors import BookBusy, BookMissing, Refused
from financedesk.rules.roles import RECORD, SEE
from financedesk.ui.book_opening import Opened, found_in, from_the_surroundings, undo_of
from financedesk.ui.desk import Area, Badge, Changes, EntityChoice, UndoStatus
from financedesk.ui.entity_marks import distinct_marks, short_names
from financedesk.ui.formatting import counted
from financedesk.ui.waiting import Waiting

if TYPE_CHECKING:
    from financedesk.book import Book, UnitOfWork
    from financedesk.ledger.entities import EntityRow
    from financedesk.ui.open_items import OpenItem
    from financedesk.ui.shell.page import Shell

_NO_BOOK = EntityChoice(None, "No book open", "File > Open, or New")
_ALL, _ALL_MARK = "All entities", "All"
_SAMPLE = "(sample)"

MONEY = Changes(
    frozenset({Area.CONTRIBUTIONS, Area.DONORS, Area.DRIVES, Area.COMPLIANCE, Area.FILINGS})
)
"""What an entry of money may change on the pages."""


class BookDesk(QObject):
    """The open book as the window sees it; until one is open every page shows that it waits."""

    changed = Signal(object)

    def __init__(self, *, who: str = "", today: date | None = None) -> None:
        """``who`` is the login that the walls go by; ``today`` fixes the day, for pictures."""
        super().__init__()
        self._who = who
        self._today = today
        self._opened: Opened | None = None
        self._undo = UndoStatus()
        self._entity_id: int | None = None
        self._computer_login, self._busy = who, ""
        self._waiting, self._changes = Waiting(), 0
        self.backup_note = ""

    # --- what the window asks

    @property
    def today(self) -> date:
        """The day that figures go by: the day on the wall unless the desk was given another.

        The sample's days stand still: its today is the day of its newest entry.
        """
        if self._today is None and self._opened is not None and self.is_sample:
            return self._opened.newest_day or date.today()
        return self._today or date.today()

    @property
    def is_open(self) -> bool:
        """Whether there is a book."""
        return self._opened is not None

    @property
    def book(self) -> Book:
        """The open book; raises BookMissing while there is none."""
        if self._opened is None:
            raise BookMissing("No book is open; open one or make a new one in the File menu.")
        return self._opened.book

    @property
    def location(self) -> str:
        """Path or URL of the open book; empty while there is none."""
        return self._opened.book.location if self._opened else ""

    @property
    def book_name(self) -> str:
        """The file's or database's own name."""
        return short_name(self.location) or "No book"

    @property
    def notice(self) -> str:
        """Why the book cannot be written, or why nothing is seen of it."""
        return self._opened.notice if self._opened else ""

    @property
    def is_sample(self) -> bool:
        """Whether the open book is the fictional sample."""
        return self._opened is not None and self._opened.name.endswith(_SAMPLE)

    @property
    def login(self) -> str:
        """The login that the walls go by; empty while no book is open."""
        return self._opened.book.who if self._opened else ""

    @property
    def waits_for(self) -> str:
        """The login that has to sign in before the book is seen; empty when nobody has to."""
        return self._opened.waits_for if self._opened else ""

    @property
    def has_walls(self) -> bool:
        """Whether the book names members, so that somebody may sign in."""
        return self._opened is not None and self._opened.access.walled

    def may(self, act: str, *entity_ids: int) -> bool:
        """Tell whether the user's role allows an act in these entities, or in one in hand.

        ``act`` is one of ``rules.roles``. A book that is open for reading allows none but seeing.
        """
        return not self.why_not(act, *entity_ids)

    def why_not(self, act: str, *entity_ids: int) -> str:
        """Say why an act is not allowed now, and who can do it; empty when it is."""
        if self._opened is None:
            return "No book is open."
        if self.waits_for:
            return f"Sign in first, as {self.waits_for}."
        if not self.book.writable and act != SEE:
            return self.notice or "This book is open for reading only."
        access = self._opened.access
        if entity_ids or not self.scope:
            return access.why_not(act, *entity_ids)
        return "" if access.where(act) & {*self.scope} else access.why_not(act, self.scope[0])

    def why_not_whole(self, act: str) -> str:
        """Say why an act is not allowed for the whole organisation now; empty when it is."""
        if self._opened is None:
            return "No book is open."
        if self.waits_for:
            return f"Sign in first, as {self.waits_for}."
        if not self.book.writable:
            return self.notice or "This book is open for reading only."
        return self._opened.access.why_not_whole(act)

    @property
    def roles(self) -> Mapping[int, str]:
        """The code of the user's role in each entity that they see."""
        return self._opened.access.rights if self._opened else {}

    def entities_for(self, act: str, *, anywhere: bool = False) -> tuple[EntityRow, ...]:
        """Return the entities in hand, or ``anywhere``, in which the user's role allows an act."""
        if self._opened is None:
            return ()
        allowed = self._opened.access.where(act)
        rows = self.entity_rows() if anywhere else self.rows_in_hand
        return tuple(row for row in rows if row.id in allowed)

    @property
    def may_write(self) -> bool:
        """Whether money can be recorded in anything in hand."""
        return self._opened is not None and self.book.writable and bool(self.writable_entities)

    @property
    def may_write_all(self) -> bool:
        """Whether the user keeps the walls and the organisation, in a book that can be written."""
        return self.keeps_walls and self.book.writable

    @property
    def keeps_walls(self) -> bool:
        """Whether the user sets the walls of the whole book."""
        return self._opened is not None and self._opened.access.keeps_walls

    @property
    def sees_all(self) -> bool:
        """Whether nothing of the book is behind a wall for the user, as in a copy of the file."""
        return self._opened is not None and self._opened.access.whole_book

    @property
    def writable_entities(self) -> tuple[EntityRow, ...]:
        """The entities in hand in which the user records money."""
        return self.entities_for(RECORD)

    @property
    def writable_anywhere(self) -> tuple[EntityRow, ...]:
        """Every entity in which the user records money, in hand or not: a transfer has two."""
        return self.entities_for(RECORD, anywhere=True)

    def entity_rows(self) -> tuple[EntityRow, ...]:
        """Return every entity that the user may see."""
        return self._opened.access.entities if self._opened else ()

    @property
    def rows_in_hand(self) -> tuple[EntityRow, ...]:
        """The entities in hand: the chosen one, or all that the user may see."""
        rows = self.entity_rows()
        return tuple(row for row in rows if self._entity_id in (None, row.id))

    @property
    def scope(self) -> tuple[int, ...]:
        """The ids of the entities in hand: every query of a page is held to them."""
        return tuple(row.id for row in self.rows_in_hand)

    def entities(self) -> tuple[EntityChoice, ...]:
        """Return the choices of the switcher; all together come first where there are several."""
        rows = self.entity_rows()
        each = _choices(rows)
        if len(rows) == 1:
            return each
        detail = counted(len(rows), "entity", "entities")
        every = EntityChoice(None, _ALL, detail, _ALL_MARK)
        return (every, *each) if rows else (_NO_BOOK,)

    @property
    def entity(self) -> EntityChoice:
        """The entity in hand."""
        choices = self.entities()
        return next((one for one in choices if one.entity_id == self._entity_id), choices[0])

    def choose_entity(self, entity_id: int | None) -> None:
        """Take another entity in hand; raises Refused for one behind the user's walls."""
        if entity_id not in {one.entity_id for one in self.entities()}:
            raise Refused("You may not see that entity; ask who keeps the book for access.")
        self._entity_id = entity_id
        self.announce(Changes.everything())

    def undo_status(self) -> UndoStatus:
        """Return what undo and redo would do, as the worker last saw it."""
        return self._undo if self.is_open and self.book.writable else UndoStatus()

    def announce(self, changes: Changes) -> None:
        """Broadcast what a finished job changed."""
        self._changes += 1
        self.changed.emit(changes)

    # --- the worker's part

    def open(self, location: str | Path) -> Opened:
        """Open a book (*worker*), for reading alone while somebody else writes it.

        Raises BookMissing, BookDamaged or BookTooNew. The window takes it over with ``take``.
        """
        from financedesk.book import login_name
        from financedesk.ledger.room import open_book

        busy = ""
        try:
            book = open_book(location, who=self._who)
        except BookBusy as error:
            book = open_book(location, write=False, who=self._who)
            busy = f"Read-only: {error}"
        wanted, passphrase = ("", None) if self._who else from_the_surroundings()
        self._computer_login, self._busy = self._who or login_name(), busy
        try:
            return found_in(book, self._computer_login, busy, wanted, passphrase)
        except BaseException:
            book.close()
            raise

    def sign_in(self, login: str, passphrase: str | None) -> Opened:
        """Return the open book as somebody else may see it (*worker*), to be taken over.

        Raises NeedsPassphrase or Refused, in words for the user.
        """
        found = found_in(self.book, self._computer_login, self._busy, login, passphrase)
        if found.waits_for:
            raise Refused(f"Give the passphrase of {found.waits_for}.")
        return found

    def undo(self) -> Changes:
        """Take back the last act that is the user's to take back (*worker*)."""
        from financedesk.ledger.access import reach_of

        with self.writing() as book:
            book.undo(reach=reach_of(book))
        self.reread()
        return Changes.everything()

    def redo(self) -> Changes:
        """Do the last undone act again (*worker*)."""
        from financedesk.ledger.access import reach_of

        with self.writing() as book:
            book.redo(reach=reach_of(book))
        self.reread()
        return Changes.everything()

    @contextmanager
    def writing(self) -> Iterator[Book]:
        """Give the book to a job that writes (*worker*), and note what undo would do after it.

        Raises Refused when the book was opened for reading alone.
        """
        book = self.book
        if not book.writable:
            raise Refused(
                f"{self.book_name} is open for reading only; close it where it is in use."
            )
        yield book
        if self._opened is not None:
            self._undo = undo_of(book, self._opened.access)

    @contextmanager
    def unit_of_work(
        self, action: str, *entity_ids: int, why: str = "", act: str = RECORD
    ) -> Iterator[UnitOfWork]:
        """Give one write transaction on entities (*worker*); ``action`` is what undo names.

        ``act`` is what the user's role must allow there (``rules.roles``). Raises Refused, saying
        why and who can, where it does not.
        """
        if self._opened is not None and entity_ids:
            self._opened.access.require(act, *entity_ids)
        with self.writing() as book, book.unit_of_work(action, why=why) as unit:
            yield unit

    def reread(self) -> None:
        """Read entities and walls anew after a job that may have added some (*worker*)."""
        from financedesk.ledger.access import access_of

        if self._opened is not None:
            with self.book.read() as connection:
                access = access_of(connection, self.book.who)
            self._opened = replace(self._opened, access=access)
            if self._entity_id not in {row.id for row in access.entities}:
                self._entity_id = _first_choice(access.entities)

    def badges(self) -> Mapping[str, Badge]:
        """Count open items by page id (*worker*)."""
        from financedesk.ui.open_items import badges

        found = dict(badges(self.waiting()))
        lines = self._lines_to_match()
        if lines:
            late = found.get("reconcile", Badge(0))
            found["reconcile"] = replace(late, count=late.count + lines)
        return found

    def _lines_to_match(self) -> int:
        """Count the banks' lines in hand that stand in no match (*worker*)."""
        from financedesk.banking.told import lines_to_do

        if not self.is_open or not self.scope:
            return 0
        with self.book.read() as connection:
            return lines_to_do(connection, self.scope)

    def waiting(self) -> tuple[OpenItem, ...]:
        """Return what waits in the entities in hand (*worker*), looked for once after a change."""
        if not self.is_open or not self.scope:
            return ()
        return self._waiting.read(self.book, self.scope, self.today, self._changes)

    # --- the window's part

    def take(self, opened: Opened) -> Opened | None:
        """Show a book that the worker opened; return the one before it, for the worker to close."""
        before, self._opened = self._opened, opened
        same = before is not None and before.book is opened.book
        self._undo = opened.undo
        self._entity_id = _first_choice(opened.access.entities)
        self.backup_note = ""
        self.announce(Changes.everything())
        return None if same else before

    def close(self) -> None:
        """Close the book and let the next writer in; called when no job is left."""
        if self._opened is not None:
            self._opened.book.close()
            self._opened = None


def book_desk(shell: Shell) -> BookDesk:
    """Return the desk of a window over a book, with what pages of money may ask of it."""
    if not isinstance(shell.desk, BookDesk):
        raise TypeError("These pages work on a book; the window was given another desk.")
    return shell.desk


def short_name(location: str) -> str:
    """Return the last part of a path, or of a URL without its user and password."""
    if "://" in location:
        return urlsplit(location).path.strip("/")
    return Path(location).name


def _choices(rows: tuple[EntityRow, ...]) -> tuple[EntityChoice, ...]:
    names = [row.name for row in rows]
    marks, shorts = distinct_marks(names), short_names(names)
    return tuple(
        EntityChoice(row.id, row.name, _detail(row), mark, short)
        for row, mark, short in zip(rows, marks, shorts, strict=True)
    )


def _detail(row: EntityRow) -> str:
    from financedesk.rules.entities import entity_kind

    parts = (row.committee_id or row.ein, entity_kind(row.kind).label)
    return " · ".join(part for part in parts if part)


def _first_choice(rows: tuple[EntityRow, ...]) -> int | None:
    return rows[0].id if len(rows) == 1 else None
