"""A statement that nobody waits for any more ends in the middle."""

import contextlib

import pytest
from sqlalchemy import text

from financedesk.book import Book
from financedesk.book.stopping import stopping_with
from financedesk.errors import Cancelled
from financedesk.progress import Progress, Silent

LAST = 400_000
# Counts far enough to be looked at some dozen times.
LONG = text(
    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 400000)"
    " SELECT count(*) FROM n"
)


class StopsLater:
    """Progress that wants to stop when it has been asked a few times."""

    def __init__(self, after: int) -> None:
        self.asked, self._after = 0, after

    @property
    def stopping(self) -> bool:
        self.asked += 1
        return self.asked > self._after

    def step(self, done: int, total: int | None, text: str) -> None:
        raise AssertionError("a running statement takes no steps")


def answered(book: Book, progress: Progress) -> int:
    with book.read() as connection, stopping_with(connection, progress):
        found: int = connection.execute(LONG).scalar_one()
    return found


def test_a_running_statement_ends_when_it_is_to_stop(book: Book) -> None:
    progress = StopsLater(3)
    if book.location.startswith("postgresql"):
        # A server finishes what it was asked.
        assert answered(book, progress) == LAST
        return
    with pytest.raises(Cancelled):
        answered(book, progress)
    assert progress.asked == 4


def test_the_connection_answers_whoever_comes_next(book: Book) -> None:
    with contextlib.suppress(Cancelled):
        answered(book, StopsLater(0))
    assert answered(book, Silent()) == LAST
    assert answered(book, StopsLater(1_000)) == LAST
