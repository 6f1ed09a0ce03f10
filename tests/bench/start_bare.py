"""The floor of a start: a bare window, with SQLAlchemy loaded, painted once."""

import os
import sys

import sqlalchemy.orm
from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow


class Bare(QMainWindow):
    """An empty window that leaves once it has been painted."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint as ever, then leave."""
        super().paintEvent(event)
        QTimer.singleShot(0, lambda: os._exit(0))


def main() -> int:
    """Show it."""
    application = QApplication(["bare"])
    window = Bare()
    window.setCentralWidget(QLabel(sqlalchemy.orm.__name__))
    window.resize(1440, 900)
    window.show()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
