"""A form that Enter hands over, from whichever field stands in it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class EnterForm(QWidget):
    """Saves on Enter; a field that wants the key for itself keeps it."""

    def save(self) -> None:
        """Hand over what was typed if it can be done."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves, from whichever field."""
        if Qt.Key(event.key()) in _ENTER:
            self.save()
        else:
            super().keyPressEvent(event)
