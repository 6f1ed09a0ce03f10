"""One writer at a time: a small lock database beside the book.

Its lock is the operating system's, so a process that dies lets go of it.
"""

import os
import socket
from pathlib import Path

import sqlcipher3.dbapi2 as driver

from financedesk.book.clock import now
from financedesk.book.driver import DriverConnection
from financedesk.errors import BookBusy, BookError


class WriterLock:
    """The right to write one book, held from ``acquire`` to ``release``."""

    def __init__(self, book: Path) -> None:
        self.book = book
        self.path = book.with_name(book.name + ".lock")
        self._connection: DriverConnection | None = None

    def acquire(self, who: str) -> None:
        """Take the lock and leave a note of who holds it; raises BookBusy when another does."""
        try:
            # A book may be closed by another thread than the one that opened it.
            connection = driver.connect(
                str(self.path), timeout=0, isolation_level=None, check_same_thread=False
            )
        except driver.Error as error:
            raise BookError(
                f"The folder {self.book.parent} cannot be written ({error}); "
                "choose another folder or ask for the right to write there."
            ) from error
        try:
            self._take(connection, who)
        except driver.OperationalError as error:
            holder = _holder(connection)
            connection.close()
            raise BookBusy(
                f"The book {self.book} is open for writing{holder}; "
                "close it there, or wait until the work there is done, and try again."
            ) from error
        self._connection = connection

    def _take(self, connection: DriverConnection, who: str) -> None:
        # IMMEDIATE keeps every other writer out and still lets them read the note.
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS holder (who TEXT, host TEXT, process INTEGER, since TEXT)"
        )
        connection.execute("DELETE FROM holder")
        note = (who, socket.gethostname(), os.getpid(), now())
        connection.execute("INSERT INTO holder VALUES (?, ?, ?, ?)", note)
        connection.execute("COMMIT")
        connection.execute("BEGIN IMMEDIATE")

    def release(self) -> None:
        """Let the next writer in."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _holder(connection: DriverConnection) -> str:
    try:
        row = connection.execute("SELECT who, host, process, since FROM holder").fetchone()
    except driver.Error:
        return " elsewhere"
    if row is None:
        return " elsewhere"
    who, host, process, since = row
    return f" by {who} on {host} (process {process}, since {since[:16].replace('T', ' ')} UTC)"
