"""A book in one SQLite file, through ``sqlcipher3``: a current SQLite inside, and encryption."""

import contextlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError, OperationalError

from financedesk.book.driver import DriverConnection
from financedesk.book.lock import WriterLock
from financedesk.book.rooms import Problem
from financedesk.book.sqlite_dialect import DRIVER_NAME, WRITTEN
from financedesk.errors import BookBusy, BookDamaged, BookError, BookMissing, Cancelled

APPLICATION_ID = 0x46444253
"""Marks the file as a book ("FDBS"), so that no other SQLite file is taken for one."""

BUSY_MILLISECONDS = 10_000
# Enough for the indexes of a million rows, small enough for a laptop: an import stays in 400 MB.
WRITER_CACHE_KIB = 44 * 1024
# Each of the few threads that read has a connection, and each connection a cache.
READER_CACHE_KIB = 16 * 1024

_AT_ONCE = 500
_PAGE = 4096
_OPEN = b"SQLite format 3\0"
"""How every database begins that is not encrypted."""


# The driver asks for an adapter of every empty value, a few million times in a large import;
# without one it searches five times as long. This one is no Python function and gives None.
driver.register_adapter(type(None), {}.get)


class SqliteStore:
    """The file, its write-ahead log and its lock."""

    dialect = "sqlite"

    def __init__(self, path: Path, key: str | None = None) -> None:
        self.path = path.absolute()
        self.location = str(path)
        self._key = key
        self._lock = WriterLock(self.path)
        self._reader = self._engine(READER_CACHE_KIB, "BEGIN", read_only=True)
        self._writer = self._engine(WRITER_CACHE_KIB, "BEGIN IMMEDIATE", read_only=False)

    def require_absent(self) -> None:
        """Raise BookError when the path is taken or its folder does not exist."""
        if self.path.exists():
            raise BookError(f"{self.path} exists already; choose another name for the new book.")
        if not self.path.parent.is_dir():
            raise BookError(f"The folder {self.path.parent} does not exist; create it first.")

    def require_present(self) -> None:
        """Raise BookMissing when there is no file, BookDamaged when it is not a book."""
        if not self.path.is_file():
            raise BookMissing(f"There is no book at {self.path}; check the name or create one.")
        with self.reading() as connection:
            mark = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
        if mark != APPLICATION_ID:
            raise BookDamaged(f"{self.path} is a database, but not a book; choose another file.")

    def lock(self, who: str) -> None:
        """Become the one writer until ``close``."""
        self._lock.acquire(who)
        # A new file and one that came out of a backup have no write-ahead log yet.
        self._outside("PRAGMA journal_mode = WAL")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give one consistent read transaction."""
        with self._plain_errors(), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def writing(self, *, free: Sequence[Table] = ()) -> Iterator[Connection]:
        """Give one write transaction; the switch for references works only outside of one."""
        with self._plain_errors(), self._writer.connect() as connection:
            if free:
                _raw(connection).execute("PRAGMA foreign_keys = OFF")
            try:
                with connection.begin():
                    yield connection
            finally:
                if free:
                    _raw(connection).execute("PRAGMA foreign_keys = ON")

    def put_rows(
        self,
        connection: Connection,
        table: Table,
        columns: Sequence[str],
        rows: Iterable[Sequence[Any]],
    ) -> None:
        """Insert rows through the driver's own ``executemany``: half the time of any other way.

        Columns that some rows on end leave empty are left out: an empty value takes the driver
        five times as long as a full one.
        """
        quote = connection.dialect.identifier_preparer.quote
        waiting = iter(rows)
        while some := list(islice(waiting, _AT_ONCE)):
            filled = _filled_places(some)
            names = ", ".join(quote(columns[place]) for place in filled)
            marks = ", ".join("?" * len(filled))
            statement = f"INSERT INTO {quote(table.name)} ({names}) VALUES ({marks})"  # noqa: S608
            values = some if len(filled) == len(columns) else map(_picker(filled), some)
            _raw(connection).executemany(statement, values)

    def check(self) -> Iterator[Problem]:
        """Report damaged pages and indexes, and rows that refer to nothing."""
        # SQLite's check of a word index trusts what its connection read of it before the last
        # write, and would call a sound book damaged: it is asked on a connection of its own.
        self._reader.dispose()
        with self.reading() as connection:
            for (text,) in connection.exec_driver_sql("PRAGMA integrity_check"):
                if text != "ok":
                    yield Problem("database", f"The database file is damaged: {text}")
            for name, row, target, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
                text = f"Row {row} of {name} refers to a row of {target} that does not exist."
                yield Problem("database", text, name, row)

    def copy_to(self, target: Path, key: str | None = None) -> None:
        """Write a consistent, compact copy; a key stays the same unless another one is given.

        No page of an encrypted copy is ever written in the open.
        """
        place = str(target) if key is None else _uri(target, key)
        self._outside("VACUUM INTO ?", place)
        _to_the_disk(target)

    def open_copy_to(self, target: Path) -> None:
        """Write a consistent copy without any key to a new file."""
        with self._plain_errors(), self._writer.connect() as connection:
            raw = _raw(connection)
            raw.execute("ATTACH DATABASE ? AS open_copy KEY ''", (str(target),))
            raw.execute("BEGIN")
            raw.execute("SELECT sqlcipher_export('open_copy')").fetchall()
            raw.execute("COMMIT")
            raw.execute(f"PRAGMA open_copy.application_id = {APPLICATION_ID}")
            raw.execute("DETACH DATABASE open_copy")
        _to_the_disk(target)

    def replace_by(self, source: Path) -> None:
        """Replace the file as the one writer, after its log has been worked in."""
        restored = self._beside(".restored")
        self._lock.acquire("restore")
        try:
            shutil.copyfile(source, restored)
            with restored.open("rb+") as copy:
                os.fsync(copy.fileno())
            self._drop_log()
            restored.replace(self.path)
        except OSError as error:
            raise BookError(
                f"{self.path} could not be replaced ({error.strerror}); it is as it was. "
                "Close every program that reads it and check the disk."
            ) from error
        finally:
            restored.unlink(missing_ok=True)
            self.close()

    def _drop_log(self) -> None:
        # A log that outlives its file would be taken for the log of the next one.
        if self.path.exists():
            with contextlib.suppress(DatabaseError, BookError):
                self._outside("PRAGMA wal_checkpoint(TRUNCATE)")
        self._reader.dispose()
        self._writer.dispose()
        for suffix in ("-wal", "-shm"):
            self._beside(suffix).unlink(missing_ok=True)

    def keep_before_upgrade(self, revision: str) -> None:
        """Keep a copy beside the book, once per revision."""
        kept = self._beside(f".before-upgrade-from-{revision}")
        if not kept.exists():
            self.copy_to(kept)

    def size(self) -> int:
        """Return the bytes of the file and of its write-ahead log."""
        files = (self.path, self._beside("-wal"))
        return sum(file.stat().st_size for file in files if file.exists())

    def discard(self) -> None:
        """Remove the file of a creation that failed."""
        self.close()
        for suffix in ("", "-wal", "-shm", "-journal"):
            self._beside(suffix).unlink(missing_ok=True)

    def close(self) -> None:
        """Close every connection and let the next writer in."""
        self._reader.dispose()
        self._writer.dispose()
        self._lock.release()

    def _beside(self, suffix: str) -> Path:
        return self.path.with_name(self.path.name + suffix)

    def _engine(self, cache_kib: int, begin: str, *, read_only: bool) -> Engine:
        url = URL.create(DRIVER_NAME, database=str(self.path))
        # The connection that was used last has in its cache what is asked for next.
        engine = create_engine(
            url, module=driver, pool_use_lifo=True, execution_options={"compiled_cache": WRITTEN}
        )
        event.listen(engine, "connect", self._prepare(cache_kib, read_only=read_only))
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
        return engine

    def _prepare(
        self, cache_kib: int, *, read_only: bool
    ) -> Callable[[DriverConnection, object], None]:
        def prepare(connection: DriverConnection, _record: object) -> None:
            # The driver must not begin or commit by itself: every transaction is ours.
            connection.isolation_level = None
            if self._key is not None:
                # It would write its own words about a wrong key to the terminal, beside ours.
                connection.execute("PRAGMA cipher_log_level = NONE")
                quoted = self._key.replace("'", "''")
                connection.execute(f"PRAGMA key = '{quoted}'")
            for pragma in (
                f"busy_timeout = {BUSY_MILLISECONDS}",
                "foreign_keys = ON",
                "synchronous = NORMAL",
                # Sorting a million rows takes a quarter of a gigabyte less this way.
                "temp_store = FILE",
                f"cache_size = -{cache_kib}",
                f"query_only = {'ON' if read_only else 'OFF'}",
            ):
                connection.execute(f"PRAGMA {pragma}")

        return prepare

    def initialise(self) -> None:
        """Mark the empty file as a book."""
        self._outside(f"PRAGMA application_id = {APPLICATION_ID}")

    def _outside(self, statement: str, *values: str) -> None:
        """Run one statement outside of any transaction."""
        with self._plain_errors(), self._writer.connect() as connection:
            _raw(connection).execute(statement, values).fetchall()

    @contextmanager
    def _plain_errors(self) -> Iterator[None]:
        try:
            yield
        except OperationalError as error:
            raise self._explain(error) from error
        except DatabaseError as error:
            if "not a database" in str(error.orig):
                raise BookDamaged(
                    f"{self.path} is not a book, or its key is wrong. Check the file or the key; "
                    "a backup under a passphrase is restored, not opened."
                ) from error
            if "malformed" in str(error.orig):
                raise BookDamaged(
                    f"{self.path} is damaged ({error.orig}); restore the last backup."
                ) from error
            raise

    def _explain(self, error: OperationalError) -> Exception:
        reason = str(error.orig)
        if "interrupted" in reason:
            return Cancelled("The question was stopped before it was answered.")
        if "locked" in reason or "busy" in reason:
            return BookBusy(f"{self.path} is busy in another program; wait a moment and try again.")
        if "full" in reason:
            return BookError(
                f"The disk that holds {self.path} is full; nothing was stored. Free some space."
            )
        if "readonly" in reason or "unable to open" in reason or "disk I/O" in reason:
            return BookError(
                f"{self.path} cannot be written or opened ({reason}); "
                "check the folder's rights and the disk."
            )
        return error


def is_encrypted(path: Path) -> bool:
    """Tell whether a file may be a book under a key.

    It is whole pages long, and no database in the open begins like it; anything else is no book.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        start = file.read(len(_OPEN))
    return size > 0 and size % _PAGE == 0 and start != _OPEN


def _uri(path: Path, key: str) -> str:
    """Return what SQLite takes for a new file under a key."""
    place = quote(path.absolute().as_posix())
    return f"file://{place if place.startswith('/') else '/' + place}?key={quote(key, safe='')}"


def _to_the_disk(path: Path) -> None:
    with path.open("rb+") as copy:
        os.fsync(copy.fileno())


def _filled_places(rows: Sequence[Sequence[Any]]) -> list[int]:
    """Return which columns are filled in any of the rows."""
    return [
        place
        for place, value in enumerate(rows[0])
        if value is not None or [row[place] for row in rows].count(None) < len(rows)
    ]


def _picker(places: Sequence[int]) -> Callable[[Sequence[Any]], Sequence[Any]]:
    """Return what takes the values at these places out of a row."""
    if len(places) == 1:
        return lambda row: (row[places[0]],)
    return itemgetter(*places)


def _raw(connection: Connection) -> DriverConnection:
    return cast("DriverConnection", connection.connection.driver_connection)
