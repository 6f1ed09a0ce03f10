"""Whatever becomes garbage while threads work is taken away in the window's thread."""

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from financedesk.garbage import no_collections
from financedesk.progress import Progress
from financedesk.ui.jobs import JobRunner

MANY = 50_000
"""So many circles that Python would search for them at once, in the thread that makes them."""


class Circle:
    """Something that only a search finds, and that notes in which thread it went."""

    def __init__(self, went: list[int]) -> None:
        self.went = went
        self.itself: Circle | None = self

    def hear(self, _answer: int) -> None:
        """Wait for an answer."""

    def __del__(self) -> None:
        self.went.append(threading.get_ident())


def make_garbage(_progress: Progress) -> None:
    for _ in range(MANY):
        circle: list[object] = []
        circle.append(circle)


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Begin without garbage, and see that Python searches again afterwards."""
    gc.collect()
    yield
    assert gc.isenabled()


def test_what_a_thread_comes_upon_goes_in_the_windows_thread(
    qtbot: QtBot, runner: JobRunner
) -> None:
    went: list[int] = []
    Circle(went)
    runner.background("Making garbage", make_garbage)
    qtbot.waitUntil(lambda: not runner.jobs)
    qtbot.waitUntil(lambda: bool(went))
    assert went == [threading.get_ident()]
    runner.shutdown()


def test_a_window_that_is_garbage_does_not_stop_the_desk(qtbot: QtBot, runner: JobRunner) -> None:
    """Destroyed in a worker's thread it would wait for the window's, and that for the worker."""
    went: list[int] = []
    window = QLabel("Not needed any more")
    window.destroyed.connect(lambda: went.append(threading.get_ident()))
    window.setProperty("circle", [window])
    window.itself = window  # type: ignore[attr-defined]
    window.show()
    del window
    runner.background("Making garbage", make_garbage)
    qtbot.waitUntil(lambda: bool(went))
    assert went == [threading.get_ident()]
    runner.shutdown()


def test_what_waited_for_an_answer_goes_in_the_windows_thread(
    qtbot: QtBot, runner: JobRunner
) -> None:
    went: list[int] = []
    for _turn in range(50):
        waits = Circle(went)
        waits.itself = None
        runner.background("Ask", lambda _progress: 1, on_done=waits.hear)
        del waits
        qtbot.waitUntil(lambda: not runner.jobs)
    qtbot.waitUntil(lambda: len(went) == 50)
    assert set(went) == {threading.get_ident()}
    runner.shutdown()


def test_nobody_searches_during_work_that_makes_no_garbage(qtbot: QtBot, runner: JobRunner) -> None:
    went: list[int] = []
    with no_collections():
        Circle(went)
        make_garbage(runner.background("Nothing", lambda _progress: None))
        qtbot.wait(1200)
        assert went == []
    qtbot.waitUntil(lambda: bool(went))
    runner.shutdown()


def test_two_windows_search_until_the_last_is_closed(qtbot: QtBot) -> None:
    one, other = JobRunner(), JobRunner()
    assert not gc.isenabled()
    one.shutdown()
    assert not gc.isenabled()
    other.shutdown()
    assert gc.isenabled()
