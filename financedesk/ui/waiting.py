"""What waits, looked for once after each change: the sidebar counts it and the dashboard names it.

Both ask at the same moment, each in a job of its own. Looking through the findings of a large book
twice at once would keep the window's first page waiting for twice as long.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from financedesk.book import Book
    from financedesk.ui.open_items import OpenItem


class Waiting:
    """Keeps what waits in the entities in hand until something changes (*worker*)."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._asked: tuple[int, tuple[int, ...], date] | None = None
        self._found: tuple[OpenItem, ...] = ()

    def read(
        self, book: Book, scope: Sequence[int], today: date, change: int
    ) -> tuple[OpenItem, ...]:
        """Return what waits, the most urgent first; ``change`` is the number of the last change.

        Whoever asks the same while somebody is looking waits for that answer.
        """
        from financedesk.ui.open_items import open_items

        asked = (change, tuple(scope), today)
        with self._lock:
            if asked != self._asked:
                self._found = open_items(book, scope, today)
                self._asked = asked
            return self._found
