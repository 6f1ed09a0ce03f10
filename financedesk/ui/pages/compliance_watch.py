"""Looks from time to time whether a new day has begun or somebody else has changed the book."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from financedesk.compliance.judging import Judged, is_outdated
from financedesk.errors import FinanceDeskError
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.desk import Changes
from financedesk.ui.jobs import JobRunner, Latest

EVERY_MS = 60_000


class Watch(QObject):
    """Has every page read anew when what is known of the book is no longer how it stands.

    ``known`` answers with the last look, None before the first one.
    """

    def __init__(
        self, parent: QObject, desk: BookDesk, runner: JobRunner, known: Callable[[], Judged | None]
    ) -> None:
        super().__init__(parent)
        self._desk, self._runner, self._known = desk, runner, known
        self._latest = Latest()
        self._clock = QTimer(self)
        self._clock.setInterval(EVERY_MS)
        self._clock.timeout.connect(self.look)
        self._clock.start()

    def look(self) -> None:
        """Ask whether anything has changed; what this window did is known already."""
        known = self._known()
        if known is None or not self._desk.is_open:
            return
        book, today = self._desk.book, self._desk.today

        def ask(_progress: object) -> Changes | None:
            with book.read() as connection:
                outdated = is_outdated(connection, known, today)
            return Changes.everything() if outdated else None

        deliver = self._latest.only(self._take)
        self._latest.replace(
            self._runner.background("Looking for changes", ask, on_done=deliver, on_error=deliver)
        )

    def _take(self, found: Changes | FinanceDeskError | None) -> None:
        # A book that cannot be read says so where somebody reads it.
        if isinstance(found, Changes):
            self._desk.announce(found)
