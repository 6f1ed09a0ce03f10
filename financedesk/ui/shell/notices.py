"""What happened while the window was open: kept for the session, counted on the bell."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from PySide6.QtCore import QObject, Signal

_KEPT = 100


def _now() -> datetime:
    return datetime.now().astimezone()


@dataclass(frozen=True)
class Offer:
    """A button on a notice: its words and what it does."""

    words: str
    run: Callable[[], object]


@dataclass(frozen=True, eq=False)
class Notice:
    """One thing that happened; ``tone`` is one of the tokens' tones, ``offers`` its buttons."""

    title: str
    text: str = ""
    tone: str = "info"
    offers: tuple[Offer, ...] = ()
    when: datetime = field(default_factory=_now)


class NoticeBoard(QObject):
    """The notices of this session, the newest first; nothing of them is written to disk."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notices: list[Notice] = []
        self._unread = 0

    @property
    def notices(self) -> tuple[Notice, ...]:
        """Every notice that was not taken away."""
        return tuple(self._notices)

    @property
    def unread(self) -> int:
        """How many came since the list was last looked at."""
        return self._unread

    def add(self, notice: Notice) -> None:
        """Put up a notice."""
        self._notices = [notice, *self._notices][:_KEPT]
        self._unread = min(self._unread + 1, len(self._notices))
        self.changed.emit()

    def take_away(self, notice: Notice) -> None:
        """Remove one notice, as when it was dealt with."""
        if notice in self._notices:
            self._notices.remove(notice)
            self._unread = min(self._unread, len(self._notices))
            self.changed.emit()

    def mark_read(self) -> None:
        """Count from here: the list is being looked at."""
        if self._unread:
            self._unread = 0
            self.changed.emit()

    def clear(self) -> None:
        """Take everything away."""
        self._notices, self._unread = [], 0
        self.changed.emit()
