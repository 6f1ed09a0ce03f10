"""A process of the program in which somebody types and saves nothing, until it is killed.

Run as ``python -m tests.ui.typing_hands BOOK SETTINGS``; it says "typed" once the book holds what
was typed, and then waits for its end.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from financedesk.ledger.entry_drafts import FORM, GIFT, kept_drafts
from financedesk.ui.app import make_application, open_window
from financedesk.ui.book_commands import BOOK_VARIABLE, book_commands, open_first_book
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.pages import PAGES
from financedesk.ui.shell import MainWindow

MOMENT_MS = 20


def until(reached: Callable[[], bool]) -> None:
    """Let the program work until something is so."""
    for _moment in range(1_500):
        if reached():
            return
        QTest.qWait(MOMENT_MS)
    raise AssertionError("it never came to be so")


def quiet(window: MainWindow) -> None:
    """Let the program work until nothing is left to do."""
    until(lambda: not window.runner.jobs)


def focus() -> QWidget:
    """Return what has the keyboard."""
    found = QApplication.focusWidget()
    assert found is not None
    return found


def fill(window: MainWindow, command: str, *words: str) -> None:
    """Run a command and type words into one field after another."""
    window.commands.run(command)
    quiet(window)
    for place, word in enumerate(words):
        if place:
            QTest.keyClick(focus(), Qt.Key.Key_Tab)
        QTest.keyClicks(focus(), word)


def opened(location: str, settings: QSettings) -> MainWindow:
    """Begin the day as the program does."""
    os.environ[BOOK_VARIABLE] = location
    window = open_window(BookDesk(), PAGES, settings=settings, commands=book_commands, resume=False)
    window.show()
    open_first_book(window)
    until(lambda: window.desk.is_open)
    quiet(window)
    window.activateWindow()
    until(window.isActiveWindow)
    return window


def kept(window: MainWindow, kind: str) -> bool:
    """Tell whether the open book holds something typed of a kind."""
    book = window.desk.book
    ids = tuple(row.id for row in window.desk.entity_rows())
    with book.read() as connection:
        return bool(kept_drafts(connection, ids, book.who, kind))


def main(location: str, settings: str) -> None:
    make_application([])
    kept_in = QSettings(settings, QSettings.Format.IniFormat)
    kept_in.setValue("window/page", "contributions")
    window = opened(location, kept_in)
    fill(window, "contributions.record", "Hazel Wren", "12*3")
    until(lambda: kept(window, GIFT))
    window.go("donors")
    quiet(window)
    fill(window, "donors.add", "Quill")
    until(lambda: kept(window, FORM))
    print("typed", flush=True)
    until(lambda: False)


if __name__ == "__main__":
    main(str(Path(sys.argv[1])), sys.argv[2])
