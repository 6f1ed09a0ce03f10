"""Open the window on a book and leave when it has been painted: ``FINANCEDESK_BOOK`` names it."""

import os
import sys

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from financedesk.ui.shell.main_window import MainWindow
from financedesk.ui.start import open_the_window


class LeaveWhenPainted(QObject):
    """Ends the program after the main window's first paint."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Watch for the paint and never take an event away."""
        if event.type() == QEvent.Type.Paint and isinstance(watched, MainWindow):
            QTimer.singleShot(0, leave)
        return False


def leave() -> None:
    """End at once: what the window still wants to load is not part of the start."""
    sys.stdout.flush()
    os._exit(0)


def main() -> int:
    """Start as a user does."""
    application = QApplication(["financedesk"])
    watcher = LeaveWhenPainted(application)
    application.installEventFilter(watcher)
    return open_the_window()


if __name__ == "__main__":
    sys.exit(main())
