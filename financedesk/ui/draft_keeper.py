"""Keeps what is being typed in the book, shortly after each change and before the window closes."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from financedesk.book import UnitOfWork
from financedesk.errors import FinanceDeskError
from financedesk.progress import Progress
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.jobs import Job
from financedesk.ui.shell.page import Shell

KEPT_AFTER_MS = 400


@dataclass(frozen=True)
class Keeping:
    """One write of drafts: the entities whose drafts they are, and what writes them."""

    entity_ids: tuple[int, ...]
    write: Callable[[UnitOfWork], None]


class DraftKeeper(QObject):
    """Writes drafts in jobs of the database, so that they outlive the program.

    ``keeping`` answers with what is to be written now, None for nothing. ``kept`` follows when it
    stands in the book, ``refused`` when it cannot stand there; with ``saves`` the window itself
    says both.
    """

    kept = Signal()
    refused = Signal()

    def __init__(
        self,
        parent: QObject,
        shell: Shell,
        desk: BookDesk,
        keeping: Callable[[], Keeping | None],
        *,
        title: str = "Keeping what is typed",
        saves: bool = False,
    ) -> None:
        super().__init__(parent)
        self._shell, self._desk, self._keeping = shell, desk, keeping
        self._title, self._saves = title, saves
        self._job: Job | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(KEPT_AFTER_MS)
        self._pause.timeout.connect(self.keep)

    def soon(self) -> None:
        """Keep it once the typing pauses."""
        self._pause.start()

    def rest(self) -> None:
        """Keep nothing more: it is being recorded, or another book is open."""
        self._pause.stop()

    def flush(self) -> None:
        """Keep now what was typed since the last time."""
        if self._pause.isActive():
            self.keep()

    def keep(self) -> None:
        """Keep what is typed in the place of what was kept before."""
        self._pause.stop()
        if not self._desk.is_open or not self._desk.may_write:
            return
        wanted = self._keeping()
        if wanted is None:
            return

        def work(_progress: Progress) -> None:
            with self._desk.unit_of_work(self._title, *wanted.entity_ids) as unit:
                wanted.write(unit)

        self._job = self._shell.runner.database(
            self._title, work, on_done=lambda _none: self.kept.emit(),
            on_error=None if self._saves else self._refused, saves=self._saves,
        )  # fmt: skip

    def watch(self, window: QWidget) -> None:
        """Keep what is typed before this window closes and its jobs are stopped."""
        window.removeEventFilter(self)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait, when the window closes, until what was typed last stands in the book."""
        if event.type() == QEvent.Type.Close:
            self.flush()
            while self._job is not None and not self._job.is_over:
                QApplication.processEvents()
        return super().eventFilter(watched, event)

    def _refused(self, _error: FinanceDeskError) -> None:
        self.refused.emit()
