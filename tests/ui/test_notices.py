"""The bell, the history of jobs, and trying a failed one again: what stays after a toast."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from financedesk.errors import BadInput, Refused
from financedesk.progress import Progress
from financedesk.ui.desk import Badge, Changes
from financedesk.ui.jobs import JobRunner, JobState
from financedesk.ui.shell import MainWindow
from financedesk.ui.shell.job_history import duration_words
from financedesk.ui.shell.notices import Notice, NoticeBoard
from tests.ui.fictional import FictionalDesk

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


def failing_once() -> tuple[Callable[[Progress], str], list[int]]:
    tries: list[int] = []

    def work(_progress: Progress) -> str:
        tries.append(len(tries))
        if len(tries) == 1:
            raise BadInput("The disk is full; free some space.")
        return "written"

    return work, tries


def words_of(widget: QWidget | None) -> str:
    assert widget is not None
    return " | ".join(part.text() for part in widget.findChildren(QLabel))


def offered(widget: QWidget | None, words: str) -> QPushButton:
    assert widget is not None
    return next(one for one in widget.findChildren(QPushButton) if one.text().strip() == words)


def test_a_failed_job_stays_on_the_bell_and_can_be_tried_again(
    qtbot: QtBot, window: MainWindow, runner: JobRunner
) -> None:
    work, tries = failing_once()
    results: list[str] = []
    runner.background("Writing the export", work, on_done=results.append)
    qtbot.waitUntil(lambda: window.notices.unread == 1)
    assert window.top_bar.bell.accessibleName() == "Notifications, 1 new"
    qtbot.mouseClick(window.top_bar.bell, LEFT)
    assert window.drawer.title == "Notifications"
    assert window.top_bar.bell.accessibleName() == "Notifications"
    assert "The disk is full" in words_of(window.drawer.content)
    qtbot.mouseClick(offered(window.drawer.content, "Retry"), LEFT)
    qtbot.waitUntil(lambda: results == ["written"])
    assert len(tries) == 2
    qtbot.mouseClick(offered(window.drawer.content, "Retry"), LEFT)
    assert "cannot be tried again" in window.toasts.toasts[-1].accessibleName()


def test_details_say_what_went_wrong_and_where_the_log_is(
    qtbot: QtBot, window: MainWindow, runner: JobRunner
) -> None:
    window.log_place = "/logs/financedesk.log"
    work, tries = failing_once()
    runner.background("Writing the export", work)
    qtbot.waitUntil(lambda: window.notices.unread == 1)
    qtbot.keyClick(window, Qt.Key.Key_B, CONTROL | SHIFT)
    qtbot.mouseClick(offered(window.drawer.content, "Details"), LEFT)
    words = words_of(window.drawer.content)
    assert "Writing the export" in words
    assert "The disk is full; free some space." in words
    assert "/logs/financedesk.log" in words
    qtbot.mouseClick(offered(window.drawer.content, "Retry"), LEFT)
    qtbot.waitUntil(lambda: not runner.jobs)
    assert len(tries) == 2
    assert window.drawer.title == ""


def test_notices_are_taken_away_one_by_one_and_all_at_once(
    qtbot: QtBot, window: MainWindow
) -> None:
    for place in range(3):
        window.notify(f"Import {place} finished", "41 rows", tone="ok")
    window.commands.run("view.notices")
    away = next(
        one
        for one in window.drawer.content.findChildren(QPushButton)
        if one.accessibleName() == "Remove: Import 1 finished"
    )
    qtbot.mouseClick(away, LEFT)
    assert [one.title for one in window.notices.notices] == [
        "Import 2 finished",
        "Import 0 finished",
    ]
    qtbot.mouseClick(offered(window.drawer.content, "Clear all"), LEFT)
    assert window.notices.notices == ()
    assert "Nothing new" in words_of(window.drawer.content)


def test_only_the_newest_hundred_are_kept(qtbot: QtBot) -> None:
    board = NoticeBoard()
    for place in range(130):
        board.add(Notice(str(place)))
    assert (len(board.notices), board.unread) == (100, 100)
    assert board.notices[0].title == "129"


def test_the_history_says_outcome_and_duration(
    qtbot: QtBot, window: MainWindow, runner: JobRunner
) -> None:
    def refuse(_progress: Progress) -> Changes:
        raise Refused("The period is filed; amend the report.")

    window.act("Saving the entry", lambda _progress: Changes())
    window.act("Deleting the entry", refuse)
    runner.background("Reading a page", lambda _progress: None)
    qtbot.waitUntil(lambda: not runner.jobs)
    assert [job.title for job in runner.history] == ["Deleting the entry", "Saving the entry"]
    qtbot.keyClick(window, Qt.Key.Key_J, CONTROL)
    assert window.drawer.title == "Jobs"
    words = words_of(window.drawer.content)
    assert "Done · " in words
    assert "Failed · " in words
    assert "under a second" in words
    assert "amend the report" in words


def test_the_history_opens_from_the_status_bar(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.mouseClick(window.status.history, LEFT)
    assert window.drawer.title == "Jobs"
    assert "No jobs yet" in words_of(window.drawer.content)


def test_a_stopped_job_can_be_done_again(qtbot: QtBot, runner: JobRunner) -> None:
    done: list[int] = []

    def until_stopped(progress: Progress) -> None:
        while not done:
            progress.step(0, None, "waiting")

    job = runner.database("Import", until_stopped, saves=True)
    qtbot.waitUntil(lambda: job.state is JobState.RUNNING)
    job.cancel()
    qtbot.waitUntil(lambda: not runner.jobs)
    assert (job.state, job.can_retry) == (JobState.CANCELLED, True)
    done.append(1)
    again = runner.retry(job)
    assert again is not None
    qtbot.waitUntil(lambda: again.is_over)
    assert again.state is JobState.DONE
    assert runner.retry(job) is None


def test_another_book_ends_every_retry(qtbot: QtBot, window: MainWindow, runner: JobRunner) -> None:
    work, tries = failing_once()
    job = runner.database("Writing", work, saves=True)
    qtbot.waitUntil(lambda: job.is_over)
    window.forget_book()
    assert runner.retry(job) is None
    assert runner.history == ()
    assert len(tries) == 1


def test_new_findings_are_told(
    qtbot: QtBot, window: MainWindow, desk: FictionalDesk, runner: JobRunner
) -> None:
    assert window.notices.notices == ()
    more: Mapping[str, Badge] = {"gifts": Badge(16, "warn"), "filings": Badge(2, "bad")}
    desk.badges = lambda: more  # type: ignore[method-assign]
    desk.announce(Changes.everything())
    qtbot.waitUntil(lambda: bool(window.notices.notices))
    (notice,) = window.notices.notices
    assert notice.title == "2 new open items in Contributions"
    notice.offers[0].run()
    assert window.top_bar.title.text() == "Contributions"


def test_durations_are_words() -> None:
    said = [duration_words(seconds) for seconds in (0.2, 1, 59.9, 60, 185, 3600, 7260)]
    assert said == [
        "under a second",
        "1 second",
        "59 seconds",
        "1 minute",
        "3 minutes 5 seconds",
        "1 hour",
        "2 hours 1 minute",
    ]
