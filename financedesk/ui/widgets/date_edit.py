"""A field for a day: typed as ``10/6``, ``10/6/26`` or ``2026-10-06``, or moved with t, + and −."""

import re
from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit

_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_SLASHES = re.compile(r"(?P<month>\d{1,2})/(?P<day>\d{1,2})(?:/(?P<year>\d{4}|\d{2}))?")
_FORWARD = {Qt.Key.Key_Plus, Qt.Key.Key_Equal}
_BACK = {Qt.Key.Key_Minus, Qt.Key.Key_Underscore}


def read_day(text: str, today: date) -> date | None:
    """Return the day that a text means, or None.

    Without a year it is the nearest such day that is not after ``today``: treasurers enter what
    has happened.
    """
    found = _ISO.fullmatch(text.strip()) or _SLASHES.fullmatch(text.strip())
    if found is None:
        return None
    month, day = int(found["month"]), int(found["day"])
    if found["year"]:
        year = int(found["year"])
        return _valid(year if year >= 100 else 2000 + year, month, day)
    this_year = _valid(today.year, month, day)
    if this_year is None or this_year <= today:
        return this_year
    return _valid(today.year - 1, month, day)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


class DateEdit(QLineEdit):
    """Shows a day as ``10/06/2026``; t is today, + and − the next and the previous day.

    ``day_changed`` carries the day, or None while the field holds none.
    """

    day_changed = Signal(object)

    def __init__(self, today: date, day: date | None = None) -> None:
        super().__init__()
        self._today = today
        self.setPlaceholderText("MM/DD/YYYY")
        self.setToolTip("t: today   +: next day   −: previous day")
        self.textChanged.connect(lambda _text: self.day_changed.emit(self.day))
        self.set_day(day)

    @property
    def day(self) -> date | None:
        """The day in the field, or None."""
        return read_day(self.text(), self._today)

    @property
    def problem(self) -> str:
        """What is wrong with the text; empty when it is a day."""
        if self.day is not None:
            return ""
        return "Enter a day such as 10/6, 10/06/2026 or 2026-10-06; t is today."

    def set_day(self, day: date | None) -> None:
        """Show a day."""
        self.setText(day.strftime("%m/%d/%Y") if day else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by single keys; everything else is typed."""
        key, here = Qt.Key(event.key()), self.day
        if key == Qt.Key.Key_T and not event.modifiers():
            self.set_day(self._today)
        elif here is not None and key in _FORWARD:
            self.set_day(here + timedelta(days=1))
        elif here is not None and key in _BACK:
            self.set_day(here - timedelta(days=1))
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Write the day in full."""
        if self.day is not None:
            self.set_day(self.day)
        super().focusOutEvent(event)
