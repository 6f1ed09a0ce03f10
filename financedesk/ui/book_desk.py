"""The real desk: one open book, the entities that the user may see, and what undo would do.

Nothing here keeps the window waiting: the book is opened, written and closed in the database
worker, and the window's thread only takes over what the worker has found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from PySide6.QtCore import QObject, Signal

from financedesk.errors import BookBusy, BookMissing, Refused
from financedesk.ui.desk import Area, Badge, Changes, EntityChoice, UndoStatus
from financedesk.ui.entity_marks import distinct_marks, short_names
from financedesk.ui.formatting import counted

if TYPE_CHECKING:
    from financedesk.book import Book, UnitOfWork
    from financedesk.ledger.access import Access
    from financedesk.ledger.entities import EntityRow
    from financedesk.ui.shell.page import Shell

_NO_BOOK = EntityChoice(None, "No book open", "File > Open, or New")
_ALL, _ALL_MARK = "All entities", "All"
_SAMPLE = "(sample)"

MONEY = Changes(
    frozenset({Area.CONTRIBUTIONS, Area.DONORS, Area.DRIVES, Area.COMPLIANCE, Area.FILINGS})
)
"""What an entry of money may change on the pages."""


@dataclass(frozen=True)
class Opened:
    """A book that the worker has opened, and what it found in it."""

    book: Book
    name: str
    access: Access
    undo: UndoStatus
    notice: str
    newest_day: date | None


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
    def may_write(self) -> bool:
        """Whether anything in hand can be written."""
        return self._opened is not None and self.book.writable and bool(self.writable_entities)

    @property
    def may_write_all(self) -> bool:
        """Whether the user may write every entity of the book, also one that is yet to be added."""
        return self.keeps_walls and self.book.writable

    @property
    def keeps_walls(self) -> bool:
        """Whether the user has every right to every entity, and so sets those of others."""
        if self._opened is None:
            return False
        access = self._opened.access
        return access.whole_book and access.writable.issuperset(row.id for row in access.entities)

    @property
    def writable_entities(self) -> tuple[EntityRow, ...]:
        """The entities in hand that the user may write."""
        if self._opened is None:
            return ()
        writable = self._opened.access.writable
        return tuple(row for row in self.rows_in_hand if row.id in writable)

    @property
    def writable_anywhere(self) -> tuple[EntityRow, ...]:
        """Every entity that the user may write, in hand or not: a transfer has two sides."""
        if self._opened is None:
            return ()
        writable = self._opened.access.writable
        return tuple(row for row in self.entity_rows() if row.id in writable)

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
        return self._undo if self.may_write or self.may_write_all else UndoStatus()

    def announce(self, changes: Changes) -> None:
        """Broadcast what a finished job changed."""
        self.changed.emit(changes)

    # --- the worker's part

    def open(self, location: str | Path) -> Opened:
        """Open a book (*worker*), for reading alone while somebody else writes it.

        Raises BookMissing, BookDamaged or BookTooNew. The window takes it over with ``take``.
        """
        from financedesk.ledger.access import access_of
        from financedesk.ledger.room import open_book

        busy = ""
        try:
            book = open_book(location, who=self._who)
        except BookBusy as error:
            book = open_book(location, write=False, who=self._who)
            busy = f"Read-only: {error}"
        with book.read() as connection:
            access = access_of(connection, book.who)
        notice = busy or _walled_out(book.who, access)
        name = book.info().name
        return Opened(book, name, access, _undo_of(book), notice, _newest_day(book, access))

    def undo(self) -> Changes:
        """Take back the last act (*worker*)."""
        with self.writing() as book:
            book.undo()
        self.reread()
        return Changes.everything()

    def redo(self) -> Changes:
        """Do the last undone act again (*worker*)."""
        with self.writing() as book:
            book.redo()
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
        self._undo = _undo_of(book)

    @contextmanager
    def unit_of_work(self, action: str, *entity_ids: int, why: str = "") -> Iterator[UnitOfWork]:
        """Give one write transaction on entities (*worker*); ``action`` is what undo names.

        Raises Refused for an entity that the user may not write.
        """
        if self._opened is None or not self._opened.access.writable.issuperset(entity_ids):
            raise Refused("You may not write these books; ask who keeps them for the right to.")
        with self.writing() as book, book.unit_of_work(action, why=why) as unit:
            yield unit

    def reread(self) -> None:
        """Read entities and walls anew after a job that may have added some (*worker*)."""
        from dataclasses import replace

        from financedesk.ledger.access import access_of

        if self._opened is not None:
            with self.book.read() as connection:
                access = access_of(connection, self.book.who)
            self._opened = replace(self._opened, access=access)
            if self._entity_id not in {row.id for row in access.entities}:
                self._entity_id = _first_choice(access.entities)

    def badges(self) -> Mapping[str, Badge]:
        """Count open items by page id (*worker*)."""
        if not self.is_open or not self.scope:
            return {}
        from financedesk.ui.open_items import badges

        return badges(self.book, self.scope)

    # --- the window's part

    def take(self, opened: Opened) -> Opened | None:
        """Show a book that the worker opened; return the one before it, for the worker to close."""
        before, self._opened = self._opened, opened
        self._undo = opened.undo
        self._entity_id = _first_choice(opened.access.entities)
        self.backup_note = ""
        self.announce(Changes.everything())
        return before

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


def _newest_day(book: Book, access: Access) -> date | None:
    from financedesk.ledger.register import RegisterQuery, register_ids, register_rows

    query = RegisterQuery(entity_ids=tuple(row.id for row in access.entities), kind_group="all")
    with book.read() as connection:
        newest = register_ids(connection, query, limit=1)
        rows = register_rows(connection, newest)
    return date.fromisoformat(rows[0].date) if rows else None


def _undo_of(book: Book) -> UndoStatus:
    status = book.undo_status()
    return UndoStatus(status.undo_label or "", status.redo_label or "")


def _walled_out(login: str, access: Access) -> str:
    if access.entities or access.whole_book:
        return ""
    return f"This book does not name {login} among those who may see it; ask who keeps it."
