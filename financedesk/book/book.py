"""One book: created, opened, read, written."""

import getpass
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from sqlalchemy import Connection, insert

from financedesk.book.journal import Heading
from financedesk.book.rooms import Room
from financedesk.book.schema import SITE_SHIFT, sequence, setting
from financedesk.book.stores import Store, create_statements, store_at
from financedesk.book.tables import tables_of
from financedesk.book.unit import UnitOfWork
from financedesk.errors import BookError

LARGEST_SITE = (1 << (63 - SITE_SHIFT)) - 1


class Book:
    """A database with its rooms. Made by ``create`` or ``open``; a context manager that closes.

    One unit of work runs at a time; reads run beside it and see the book as it was before.
    """

    def __init__(self, store: Store, rooms: Sequence[Room], *, who: str, writable: bool) -> None:
        self._store = store
        self._writing = threading.Lock()
        self.rooms = tuple(rooms)
        self.tables = tables_of(rooms)
        self.who = who
        self.writable = writable

    @classmethod
    def create(
        cls,
        location: str | Path,
        *,
        rooms: Sequence[Room],
        name: str,
        who: str = "",
        key: str | None = None,
        site: int = 1,
    ) -> Self:
        """Make a new book and open it for writing.

        ``site`` is part of every id: books that are to be joined one day need different ones.
        ``key`` encrypts the file. Raises BookError when the place is taken; nothing is left
        behind when the creation fails.
        """
        if not 0 < site <= LARGEST_SITE:
            raise BookError(f"A book's site number goes from 1 to {LARGEST_SITE}, not {site}.")
        store = store_at(location, key)
        store.require_absent()
        book = cls(store, rooms, who=who or login_name(), writable=True)
        store.lock(book.who)
        try:
            store.initialise()
            with store.writing() as connection:
                for statement in create_statements(book.tables, store.dialect):
                    connection.exec_driver_sql(statement)
                connection.execute(insert(sequence), {"site": site, "next_number": 1})
            with book.unit_of_work("Create the book", kind="setup") as unit:
                unit.insert(setting, {"key": "name", "value": name})
        except BaseException:
            store.discard()
            raise
        return book

    @classmethod
    def open(
        cls,
        location: str | Path,
        *,
        rooms: Sequence[Room],
        write: bool = True,
        who: str = "",
        key: str | None = None,
    ) -> Self:
        """Open a book; with ``write`` it is locked against every other writer until ``close``.

        Raises BookMissing, BookDamaged, BookBusy or BookTooNew.
        """
        store = store_at(location, key)
        book = cls(store, rooms, who=who or login_name(), writable=write)
        try:
            store.require_present()
            if write:
                store.lock(book.who)
        except BaseException:
            store.close()
            raise
        return book

    @property
    def location(self) -> str:
        """Return the path or URL that the book was opened with."""
        return self._store.location

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give one consistent view of the book; writing through it fails."""
        with self._store.reading() as connection:
            yield connection

    @contextmanager
    def unit_of_work(
        self, action: str, *, who: str = "", why: str = "", kind: str = "change"
    ) -> Iterator[UnitOfWork]:
        """Give one write transaction; an exception rolls everything back.

        ``action`` is what the treasurer did ("Record contribution"): undo offers it by this name.
        """
        heading = Heading(who=who or self.who, action=action, why=why, kind=kind)
        with self.unit(heading) as unit:
            yield unit

    @contextmanager
    def unit(self, heading: Heading, *, foreign_keys: bool = True) -> Iterator[UnitOfWork]:
        """Give the write transaction behind every unit of work, under a heading of its own."""
        if not self.writable:
            raise BookError(f"{self.location} was opened for reading only; open it for writing.")
        with self._writing, self._store.writing(foreign_keys=foreign_keys) as connection:
            unit = UnitOfWork(connection, self._store, self.rooms, heading)
            yield unit
            unit.close()

    def close(self) -> None:
        """Close the book and let the next writer in."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def login_name() -> str:
    """Return the name under which the user is logged in to the computer."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"
