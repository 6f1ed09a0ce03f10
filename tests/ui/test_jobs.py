"""Work away from the window: order, progress, stopping, and what comes back where."""

import sys
import threading
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from financedesk.errors import BadInput, Cancelled, FinanceDeskError
from financedesk.progress import Progress
from financedesk.ui.jobs import Job, JobRunner, JobState, Latest


def test_the_result_arrives_in_the_windows_thread(qtbot: QtBot, runner: JobRunner) -> None:
    seen: list[tuple[str, int]] = []
    work_thread: list[int] = []

    def work(_progress: Progress) -> str:
        work_thread.append(threading.get_ident())
        return "sum"

    job = runner.database(
        "Adding up", work, on_done=lambda words: seen.append((words, threading.get_ident()))
    )
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [("sum", threading.get_ident())]
    assert work_thread != [threading.get_ident()]
    assert job.state is JobState.DONE
    assert runner.jobs == ()


def test_database_jobs_run_one_after_another(qtbot: QtBot, runner: JobRunner) -> None:
    order: list[str] = []
    first_may_end = threading.Event()

    def first(_progress: Progress) -> None:
        first_may_end.wait(10)
        order.append("first")

    runner.database("First", first)
    second = runner.database("Second", lambda _progress: order.append("second"))
    beside: list[bool] = []
    runner.background("Beside", lambda _progress: True, on_done=beside.append)
    qtbot.waitUntil(lambda: beside == [True])
    assert order == []
    assert second.state is JobState.WAITING
    first_may_end.set()
    qtbot.waitUntil(lambda: not runner.jobs)
    assert order == ["first", "second"]


def test_what_answers_a_key_waits_for_nothing_else(qtbot: QtBot, runner: JobRunner) -> None:
    may_end, answered = threading.Event(), list[int]()

    def long(_progress: Progress) -> None:
        may_end.wait(10)

    for number in range(4):
        runner.background(f"Long {number}", long)
    runner.database("Saving", long)
    runner.at_once("Searching", lambda _progress: 1, on_done=answered.append)
    qtbot.waitUntil(lambda: answered == [1])
    assert len(runner.jobs) == 5
    may_end.set()
    qtbot.waitUntil(lambda: not runner.jobs)


def test_a_stopped_question_is_not_answered(qtbot: QtBot, runner: JobRunner) -> None:
    latest, heard = Latest(), list[int]()
    latest.replace(runner.background("One", lambda _progress: 1, on_done=latest.only(heard.append)))
    latest.stop()
    qtbot.waitUntil(lambda: not runner.jobs)
    assert heard == []
    latest.replace(runner.background("Two", lambda _progress: 2, on_done=latest.only(heard.append)))
    qtbot.waitUntil(lambda: heard == [2])


def test_an_error_of_a_question_that_gave_way_is_told_to_nobody(
    qtbot: QtBot, runner: JobRunner
) -> None:
    """Neither that it was stopped nor what it found wrong concerns the question asked since."""
    latest, errors, heard = Latest(), list[FinanceDeskError](), list[int]()
    gave_way, announced = threading.Event(), list[object]()
    runner.job_failed.connect(lambda _job, error: announced.append(error))

    def refused(_progress: Progress) -> int:
        gave_way.wait(10)
        raise BadInput("This is no longer asked.")

    def ask(work: Callable[[Progress], int]) -> None:
        deliver = latest.only(heard.append)
        latest.replace(runner.background("Ask", work, on_done=deliver, on_error=errors.append))

    ask(refused)
    ask(refused)
    ask(lambda _progress: 3)
    gave_way.set()
    qtbot.waitUntil(lambda: not runner.jobs)
    assert (heard, errors, announced) == ([3], [], [])


def test_progress_reaches_the_listeners(qtbot: QtBot, runner: JobRunner) -> None:
    heard: list[tuple[int, int | None, str]] = []
    runner.job_changed.connect(lambda job: heard.append((job.done, job.total, job.text)))

    def work(progress: Progress) -> None:
        for number in range(1, 1_001):
            progress.step(number, 1_000, "rows")

    runner.background("Counting", work)
    qtbot.waitUntil(lambda: not runner.jobs)
    assert heard[-1] == (1_000, 1_000, "rows")
    assert len(heard) < 500  # a tight loop does not flood the window


def test_stopping_ends_the_work_at_its_next_step(qtbot: QtBot, runner: JobRunner) -> None:
    began, go_on = threading.Event(), threading.Event()
    errors: list[FinanceDeskError] = []
    failed: list[Job] = []
    runner.job_failed.connect(lambda job, _error: failed.append(job))

    def work(progress: Progress) -> None:
        began.set()
        go_on.wait(10)
        progress.step(1, 2, "half")
        pytest.fail("the step should have stopped the work")

    job = runner.database("Import", work, on_error=errors.append)
    assert began.wait(10)
    job.cancel()
    go_on.set()
    qtbot.waitUntil(lambda: job.is_over)
    assert job.state is JobState.CANCELLED
    assert isinstance(errors[0], Cancelled)
    assert failed == []


def test_a_job_stopped_in_the_queue_never_begins(qtbot: QtBot, runner: JobRunner) -> None:
    go_on = threading.Event()
    ran: list[str] = []
    runner.database("First", lambda _progress: go_on.wait(10))
    second = runner.database("Second", lambda _progress: ran.append("second"))
    second.cancel()
    go_on.set()
    qtbot.waitUntil(lambda: not runner.jobs)
    assert ran == []
    assert second.state is JobState.CANCELLED


def _refuse(_progress: Progress) -> None:
    raise BadInput("Row 7 has no date; add one and import again.")


def test_a_known_error_goes_to_its_callback(qtbot: QtBot, runner: JobRunner) -> None:
    errors: list[FinanceDeskError] = []
    job = runner.background("Import", _refuse, on_error=errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert str(errors[0]).startswith("Row 7")
    assert job.state is JobState.FAILED


def test_a_known_error_without_callback_is_announced(qtbot: QtBot, runner: JobRunner) -> None:
    with qtbot.waitSignal(runner.job_failed) as caught:
        runner.background("Import", _refuse)
    job, error = caught.args
    assert (job.title, type(error)) == ("Import", BadInput)


def test_a_fault_goes_to_the_hook(
    qtbot: QtBot, runner: JobRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, _error, _trace: taken.append(kind))
    job = runner.background("Dividing", lambda _progress: 1 // 0)
    qtbot.waitUntil(lambda: bool(taken))
    assert taken == [ZeroDivisionError]
    assert job.state is JobState.FAILED


def test_shutdown_stops_everything_and_waits(qtbot: QtBot) -> None:
    others = set(threading.enumerate())
    runner = JobRunner()
    began, ended = threading.Event(), threading.Event()

    def work(progress: Progress) -> None:
        try:
            while True:
                progress.step(0, None, "for ever")
                began.set()
        finally:
            ended.set()

    runner.database("Endless", work)
    runner.database("Never", lambda _progress: None)
    assert began.wait(10)
    runner.shutdown()
    assert ended.is_set()
    own = [thread for thread in threading.enumerate() if thread not in others]
    assert not [thread for thread in own if thread.name.startswith("database")]
    qtbot.waitUntil(lambda: not runner.jobs)


def test_after_the_shutdown_nothing_runs(qtbot: QtBot) -> None:
    runner = JobRunner()
    runner.shutdown()
    ran: list[int] = []
    job = runner.database("Late", lambda _progress: ran.append(1))
    assert job.state is JobState.CANCELLED
    assert (ran, runner.jobs) == ([], ())


def test_only_the_newest_answer_is_taken(qtbot: QtBot, runner: JobRunner) -> None:
    latest = Latest()
    answers: list[str] = []
    go_on = threading.Event()

    def slow(_progress: Progress) -> str:
        go_on.wait(10)
        return "old"

    old = runner.background("Old", slow, on_done=latest.only(answers.append))
    latest.replace(old)
    new = runner.background("New", lambda _progress: "new", on_done=latest.only(answers.append))
    latest.replace(new)
    assert old.stopping
    go_on.set()
    qtbot.waitUntil(lambda: not runner.jobs)
    assert answers == ["new"]


class _Asking(QLabel):
    """Asks a question whose answer is a function inside its method, as pages do."""

    def ask(self, runner: JobRunner, answers_may_come: threading.Event, search: Latest) -> None:
        def work(_progress: Progress) -> str:
            answers_may_come.wait(10)
            return "found"

        def show(words: str) -> None:
            self.setText(words)

        runner.background("Looking", work, on_done=show)
        runner.background("Looking again", work, on_done=search.only(show))


def test_no_answer_goes_to_a_widget_that_is_gone(qtbot: QtBot, runner: JobRunner) -> None:
    answers_may_come, asking = threading.Event(), _Asking()
    asking.ask(runner, answers_may_come, Latest())
    delete(asking)
    answers_may_come.set()
    with qtbot.captureExceptions() as faults:
        qtbot.waitUntil(lambda: not runner.jobs)
    assert faults == []


def test_the_same_answer_reaches_a_widget_that_is_there(qtbot: QtBot, runner: JobRunner) -> None:
    answers_may_come, asking = threading.Event(), _Asking()
    qtbot.addWidget(asking)
    answers_may_come.set()
    asking.ask(runner, answers_may_come, Latest())
    qtbot.waitUntil(lambda: asking.text() == "found")
