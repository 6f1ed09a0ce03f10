"""Small books behind a real window, for tests of the pages that work on one."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from financedesk.ui.book_desk import BookDesk
from financedesk.ui.jobs import JobRunner
from financedesk.ui.pages import PAGES
from financedesk.ui.shell import MainWindow
from financedesk.ui.shell.page import Page
from tests.intake.exports import TWO, new_book

TODAY = date(2026, 4, 10)

# What a report's cover needs beside the name.
COMMITTEES = tuple(
    replace(
        one,
        address={"street_1": "1 Main St", "city": "Boston", "state": "MA", "zip": "02118"},
        treasurer={"last": "Moreau", "first": "Ines"},
    )
    for one in TWO
)


@dataclass
class Opened:
    """A window over a book of its own, with the jobs that it has running."""

    window: MainWindow
    desk: BookDesk
    runner: JobRunner
    qtbot: QtBot

    def settle(self) -> None:
        """Wait until every job is over and its answer delivered."""
        self.qtbot.waitUntil(lambda: not self.runner.jobs, timeout=20_000)

    def show(self, page_id: str) -> Page:
        """Show a page."""
        self.window.go(page_id)
        self.settle()
        return self.window.page


def opened(qtbot: QtBot, runner: JobRunner, settings: QSettings, folder: Path) -> Opened:
    """Open the window over a new book with two committees, alder and birch."""
    place = folder / "book.fdesk"
    new_book(place, COMMITTEES).close()
    desk = BookDesk(today=TODAY)
    desk.take(desk.open(place))
    settings.setValue("view/theme", "light")
    shown = {"filings", "import", "contributions", "compliance"}
    wanted = [entry for entry in PAGES if entry.page_id in shown]
    window = MainWindow(desk, wanted, runner, settings)
    qtbot.addWidget(window, before_close_func=lambda _window: _end(runner, desk))
    window.resize(1440, 900)
    window.show()
    found = Opened(window, desk, runner, qtbot)
    found.settle()
    return found


def _end(runner: JobRunner, desk: BookDesk) -> None:
    runner.shutdown()
    desk.close()
