"""Statements that end in the middle when nobody waits for their answer any more."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from sqlalchemy import Connection

from financedesk.book.driver import DriverConnection
from financedesk.progress import Progress, Stoppable

# Some milliseconds of work: often enough to stop at once, too seldom to be felt.
STEPS_BETWEEN_LOOKS = 100_000


@contextmanager
def stopping_with(connection: Connection, progress: Progress) -> Iterator[None]:
    """Let every statement on a connection of ``Book.read`` end with Cancelled when work is to stop.

    It goes by progress that can be asked (``Stoppable``). SQLite is interrupted within
    milliseconds; a server finishes its statement, which costs the desk nothing.
    """
    if connection.dialect.name != "sqlite" or not isinstance(progress, Stoppable):
        yield
        return
    raw = cast("DriverConnection", connection.connection.driver_connection)
    raw.set_progress_handler(lambda: progress.stopping, STEPS_BETWEEN_LOOKS)
    try:
        yield
    finally:
        raw.set_progress_handler(None, 0)
