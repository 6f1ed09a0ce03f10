"""The books that were opened last on this computer, as the settings remember them."""

from PySide6.QtCore import QSettings

LAST_BOOK = "book/last"
REOPEN = "book/reopen"
"""``yes`` or ``no``: whether the day begins with the book that was open last."""

_RECENT = "book/recent"
_KEPT = 8


class RecentBooks:
    """Reads and writes the list; a place on a server is kept without user and password."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    @property
    def places(self) -> tuple[str, ...]:
        """The places of the books, the newest first."""
        words = self._settings.value(_RECENT, "")
        return tuple(part for part in str(words).split("\n") if part)

    @property
    def last(self) -> str:
        """The place of the book to begin with; empty when there is none or none is wished."""
        if str(self._settings.value(REOPEN, "yes")) == "no":
            return ""
        return str(self._settings.value(LAST_BOOK, ""))

    def add(self, place: str) -> None:
        """Put a book first."""
        self._settings.setValue(LAST_BOOK, place)
        others = [other for other in self.places if other != place]
        if not _names_somebody(place):
            others.insert(0, place)
        self._settings.setValue(_RECENT, "\n".join(others[:_KEPT]))

    def remove(self, place: str) -> None:
        """Take a book off the list, as one that is no longer there."""
        kept = [other for other in self.places if other != place]
        self._settings.setValue(_RECENT, "\n".join(kept))

    def clear(self) -> None:
        """Forget every book, also the one to begin with."""
        for key in (_RECENT, LAST_BOOK):
            self._settings.remove(key)


def _names_somebody(place: str) -> bool:
    """Whether a place holds a login, which has no business in a list on the screen."""
    return "://" in place and "@" in place
