"""Pages are made where they stand, and their modules are read before anybody asks for them."""

import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QSettings
from pytestqt.qtbot import QtBot

from financedesk.ui.jobs import JobRunner, JobState
from financedesk.ui.shell import MainWindow
from financedesk.ui.shell.page import Page, PageEntry, PageModule, Shell
from financedesk.ui.shell.read_ahead import ReadAhead
from tests.ui.fictional import FictionalDesk

SOURCE = """
from financedesk.ui.shell.page import Page

class Quiet(Page):
    pass
"""


class Placed(Page):
    """Remembers the window that it was made in."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.made_in = self.window()


@pytest.fixture
def module(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a module that nobody has read yet."""
    name = f"page_of_{request.node.name}"
    (tmp_path / f"{name}.py").write_text(SOURCE, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    return name


def entry(module: str) -> PageEntry:
    return PageEntry("quiet", "Quiet", "users", "Money", PageModule(module, "Quiet"))


def test_a_module_is_read_when_what_was_asked_for_has_come(
    qtbot: QtBot, runner: JobRunner, module: str
) -> None:
    parent, work = QObject(), threading.Event()
    ahead = ReadAhead([entry(module)], runner, parent)
    job = runner.background("Reading the first page", lambda _progress: work.wait(5))
    ahead.begin()
    qtbot.waitUntil(lambda: job.state is JobState.RUNNING)
    assert module not in sys.modules
    work.set()
    qtbot.waitUntil(lambda: module in sys.modules)
    assert job.is_over


def test_the_rest_of_a_long_list_does_not_hold_it_up(
    qtbot: QtBot, runner: JobRunner, module: str, tmp_path: Path
) -> None:
    (tmp_path / f"{module}_too.py").write_text(SOURCE, encoding="utf-8")
    parent, work = QObject(), threading.Event()
    ahead = ReadAhead([entry(module), entry(f"{module}_too")], runner, parent)
    ahead.begin()
    qtbot.waitUntil(lambda: module in sys.modules)
    job = runner.background("Reading all the rows", lambda _progress: work.wait(5))
    qtbot.waitUntil(lambda: f"{module}_too" in sys.modules)
    assert not job.is_over
    work.set()


def test_a_window_that_closes_reads_no_more(qtbot: QtBot, runner: JobRunner, module: str) -> None:
    parent = QObject()
    ahead = ReadAhead([entry(module)], runner, parent)
    ahead.begin()
    ahead.end()
    qtbot.wait(300)
    assert module not in sys.modules


def test_a_page_is_made_where_it_will_stand(
    qtbot: QtBot, desk: FictionalDesk, runner: JobRunner, settings: QSettings, module: str
) -> None:
    placed = PageEntry("placed", "Placed", "users", "Money", Placed)
    window = MainWindow(desk, [entry(module), placed], runner, settings)
    qtbot.addWidget(window)
    assert window.page.accessibleName() == "Quiet"
    window.go("placed")
    assert isinstance(window.page, Placed)
    assert window.page.made_in is window
    assert window.room is None
