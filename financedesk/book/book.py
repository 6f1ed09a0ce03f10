"""One book: created, opened, read, written."""

import getpass
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import Self

from sqlalchemy import Connection, Index, Table, insert

from financedesk.book import history, migrate, undo, walls
from financedesk.book.backup import Backup, back_up, restore
from financedesk.book.history import Group, Reach, everything
from financedesk.book.idle_indexes import built_afterwards
from financedesk.book.info import BookInfo, book_info
from financedesk.book.journal import Heading
from financedesk.book.references import broken_reference
from financedesk.book.removal import BatchUndo, active_batch, remove_batch
from financedesk.book.rooms import Problem, Room
from financedesk.book.schema import SITE_SHIFT, sequence, setting
from financedesk.book.stores import Store, store_at
from financedesk.book.tables import tables_of
from financedesk.book.undo import UndoStatus
from financedesk.book.unit import UnitOfWork
from financedesk.book.verify import verify
from financedesk.errors import BookDamaged, BookError, Refused
from financedesk.progress import Progress, Silent

MOST_PROBLEMS = 1000
LARGEST_SITE = (1 << (63 - SITE_SHIFT)) - 1


class Book:
    """A database with its rooms. Made by ``create`` or ``open``; a context manager that closes.

    One unit of work runs at a time; reads run beside it and see the book as it was before.
    """

    def __init__(
        self, store: Store, rooms: Sequence[Room], *, who: str, writable: bool, key: str | None
    ) -> None:
        self._store = store
        self._key = key
        self._writing = threading.Lock()
        self._writing_thread: int | None = None
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
        book = cls(store, rooms, who=who or login_name(), writable=True, key=key)
        book._prepare_place()
        try:
            store.initialise()
            with store.writing() as connection:
                migrate.make_tables(connection, book.tables)
                connection.execute(insert(sequence), {"site": site, "next_number": 1})
                book.who = walls.author(connection, who, login_name())
            with book.unit_of_work("Create the book", kind="setup") as unit:
                unit.insert(setting, {"key": "name", "value": name})
        except BaseException:
            store.discard()
            raise
        return book

    def _prepare_place(self) -> None:
        try:
            self._store.require_absent()
            self._store.lock(self.who)
        except BaseException:
            self._store.close()
            raise

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
        book = cls(store, rooms, who=who or login_name(), writable=write, key=key)
        try:
            store.require_present()
            if write:
                store.lock(book.who)
            book._require_newest(who)
        except BaseException:
            store.close()
            raise
        return book

    @property
    def location(self) -> str:
        """Return the path or URL that the book was opened with."""
        return self._store.location

    @property
    def is_being_written(self) -> bool:
        """Whether somebody in this program writes at this moment; another writer would wait."""
        return self._writing.locked()

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
        with self._unit(heading) as unit:
            yield unit

    @contextmanager
    def bulk_unit(
        self, action: str, *, who: str = "", why: str = "", idle: Sequence[Index] = ()
    ) -> Iterator[UnitOfWork]:
        """Give a unit of work for a batch of very many rows.

        On SQLite references are then checked once, over all rows of the batch, before the
        commit: looking each up as it comes in takes a fifth of a large import. A reference that
        finds nothing is a fault of the program: RuntimeError, and nothing is stored. ``idle``
        indexes are those that the unit has no use for itself: of a table that is still small
        they are built when all rows are there.
        """
        heading = Heading(who=who or self.who, action=action, why=why, kind="change")
        free = self.tables if self._store.dialect == "sqlite" else ()
        with self._unit(heading, free=free) as unit:
            with built_afterwards(unit.connection, idle if free else ()):
                yield unit
            if free and unit.batch is not None:
                first, last = unit.batch.first_id, unit.last_id
                broken = broken_reference(unit.connection, self.tables, first, last)
                if broken is not None:
                    raise RuntimeError(broken)

    @contextmanager
    def _unit(self, heading: Heading, *, free: Sequence[Table] = ()) -> Iterator[UnitOfWork]:
        if not self.writable:
            raise BookError(f"{self.location} was opened for reading only; open it for writing.")
        with self._turn(), self._store.writing(free=free) as connection:
            if heading.kind == "setup":
                walls.set_up(connection)
            unit = UnitOfWork(connection, self._store, self.rooms, heading)
            yield unit
            unit.close()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Wait until no other thread writes; a unit inside a unit would wait for itself."""
        me = threading.get_ident()
        if self._writing_thread == me:
            raise RuntimeError("a unit of work cannot be opened inside another one")
        with self._writing:
            self._writing_thread = me
            try:
                yield
            finally:
                self._writing_thread = None

    def undo_status(self, reach: Reach = everything) -> UndoStatus:
        """Return what the next undo and redo would be, of the acts within ``reach``."""
        with self.read() as connection:
            return undo.status(connection, reach)

    def undo(
        self,
        group_id: int | None = None,
        *,
        cascade: bool = False,
        who: str = "",
        reach: Reach = everything,
    ) -> int:
        """Take back the newest act that is in force, or the named one; returns the undo's group.

        Acts out of ``reach`` are passed over.

        An import is taken back as a whole and cannot be redone: the file is imported again.
        Raises Refused when there is nothing to undo, Locked when a locked row would change, and
        HasDependents when later work stands on it, unless ``cascade`` takes that back as well.
        """
        with self.read() as connection:
            group = undo.group_to_undo(connection, group_id, reach)
        if group.batch_id is not None:
            return self._undo_import(group, cascade=cascade, who=who)[1]
        with self._unit(undo.heading_of(group, "undo", who or self.who)) as unit:
            undo.take_back(unit, group, cascade=cascade)
            return unit.group_id

    def redo(self, *, who: str = "", reach: Reach = everything) -> int:
        """Make the last undo undone and return the redo's group; raises Refused without one."""
        with self.read() as connection:
            undone = undo.group_to_redo(connection, reach)
        with self._unit(undo.heading_of(undone, "redo", who or self.who)) as unit:
            undo.put_back(unit, undone)
            return unit.group_id

    def undo_batch(self, batch_id: int, *, cascade: bool = False, who: str = "") -> BatchUndo:
        """Take an import back.

        Raises HasDependents when other rows refer to its rows or its rows were changed by hand
        since; with ``cascade`` they go as well. Shared rows that are still in use stay.
        """
        with self.read() as connection:
            active_batch(connection, batch_id)
            group = history.import_of(connection, batch_id)
        if group is None:
            raise BookDamaged(f"The journal does not know the import number {batch_id}.")
        return self._undo_import(group, cascade=cascade, who=who)[0]

    def _undo_import(self, group: Group, *, cascade: bool, who: str) -> tuple[BatchUndo, int]:
        heading = undo.heading_of(group, "undo", who or self.who)
        heading = replace(heading, batch_id=group.batch_id)
        with self._unit(heading, free=self.tables) as unit:
            removal = active_batch(unit.connection, group.batch_id or 0)
            result = remove_batch(unit, removal, group, cascade=cascade)
            return result, unit.group_id

    def verify(self, progress: Progress | None = None) -> list[Problem]:
        """Return what is wrong with the book, at most ``MOST_PROBLEMS`` of it; [] when it is sound.

        Checks the database's own pages and references, the journal's chains, that every row is
        as the journal left it, the digests of imports, and what each room checks. Raises Refused
        where a server hides entities from the user: what is not seen cannot be compared.
        """
        with self.read() as connection:
            if walls.hides_rows(connection):
                raise Refused(
                    "On a server only somebody who sees every entity of the book can verify it,"
                    " officials’ pay and promises included; ask who keeps the walls."
                )
            found = chain(
                self._store.check(),
                verify(connection, self.tables, self.rooms, progress or Silent()),
            )
            return list(islice(found, MOST_PROBLEMS))

    def backup(
        self,
        target: str | Path,
        progress: Progress | None = None,
        *,
        passphrase: str | None = None,
    ) -> Backup:
        """Write a verified copy to a new file while the book is in use.

        ``passphrase`` encrypts the copy, and the copy alone. Raises BookError when the name is
        taken or the book is on a server, BadInput for a passphrase that is too short.
        """
        store, where = self._store, Path(target)
        return back_up(store, where, self.tables, self._key, progress or Silent(), passphrase)

    @staticmethod
    def restore(
        source: str | Path,
        location: str | Path,
        *,
        rooms: Sequence[Room],
        key: str | None = None,
        progress: Progress | None = None,
        passphrase: str | None = None,
    ) -> Backup:
        """Put a backup in the place of a book, or where there is none yet.

        The backup is verified first. Raises BookBusy while somebody writes the book,
        NeedsPassphrase when the backup is encrypted and no ``passphrase`` is given, and Refused
        when that is wrong.
        """
        store = store_at(location, key)
        checked = tables_of(rooms)
        return restore(Path(source), store, checked, key, progress or Silent(), passphrase)

    def info(self) -> BookInfo:
        """Return the book's name, size and age."""
        with self.read() as connection:
            revision = migrate.revision_of(connection)
            return book_info(connection, self.location, self._store.size(), revision)

    def _require_newest(self, who: str) -> None:
        with self.read() as connection:
            revision = migrate.revision_of(connection)
            self.who = walls.author(connection, who, self.who)
        if not migrate.is_outdated(revision, self.location):
            return
        if not self.writable:
            raise BookError(
                f"{self.location} is from an earlier FinanceDesk; "
                "open it once for writing, so that it can be brought up to date."
            )
        self._store.keep_before_upgrade(revision)
        with self._store.writing() as connection:
            migrate.upgrade(connection)

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
