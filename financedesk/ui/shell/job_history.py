"""What is being worked on and what was: outcome, how long it took, and once more."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from financedesk.ui.formatting import counted
from financedesk.ui.jobs import Job, JobRunner, JobState
from financedesk.ui.theme import bind_icon, current_theme
from financedesk.ui.widgets.build import button, clear, column, icon_label, label, line, row
from financedesk.ui.widgets.empty_state import EmptyState
from financedesk.ui.widgets.job_panel import JobPanel

_OUTCOMES = {
    JobState.DONE: ("Done", "circle-check", "ok"),
    JobState.FAILED: ("Failed", "circle-alert", "bad"),
    JobState.CANCELLED: ("Stopped", "circle-x", "text_2"),
}
_LOOK_EVERY_MS = 500
_SHOWN_AFTER_SECONDS = 0.5
_MINUTE, _HOUR = 60, 3600


def duration_words(seconds: float) -> str:
    """Write how long something took: ``under a second``, ``3 minutes 5 seconds``."""
    whole = int(seconds)
    if whole < 1:
        return "under a second"
    if whole < _MINUTE:
        return counted(whole, "second")
    if whole < _HOUR:
        return _with_rest(counted(whole // _MINUTE, "minute"), whole % _MINUTE, "second")
    hours = counted(whole // _HOUR, "hour")
    return _with_rest(hours, whole % _HOUR // _MINUTE, "minute")


def _with_rest(words: str, rest: int, unit: str) -> str:
    return f"{words} {counted(rest, unit)}" if rest else words


def outcome_line(job: Job) -> str:
    """Return how a job ended, when, and after how long: ``Done · 14:03 · 12 seconds``."""
    when = f"{job.ended:%H:%M}" if job.ended else ""
    parts = (_OUTCOMES[job.state][0], when, duration_words(job.seconds))
    return " · ".join(part for part in parts if part)


class JobHistoryPanel(QWidget):
    """The jobs that run, with their progress, above those that are over."""

    def __init__(self, runner: JobRunner, show_details: Callable[[Job], None]) -> None:
        super().__init__()
        self._runner, self._show_details = runner, show_details
        self._running = column(spacing=8)
        self._over = column(spacing=0)
        self._shown: tuple[Job, ...] = ()
        self.setLayout(
            column(self._running, self._over, None, spacing=12, margins=(20, 12, 20, 20))
        )
        runner.history_changed.connect(self._draw_history)
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_EVERY_MS)
        self._look.timeout.connect(self._draw_running)
        self._look.start()
        self._draw_running()
        self._draw_history()

    def _draw_running(self) -> None:
        # Reads of a moment would only flicker here.
        jobs = tuple(job for job in self._runner.jobs if job.running_for >= _SHOWN_AFTER_SECONDS)
        if jobs == self._shown:
            return
        self._shown = jobs
        clear(self._running)
        for job in jobs:
            panel = JobPanel(self._runner)
            self._running.addWidget(panel)
            panel.follow(job)

    def _draw_history(self) -> None:
        clear(self._over)
        jobs = self._runner.history
        for place, job in enumerate(jobs):
            if place:
                self._over.addWidget(line())
            self._over.addWidget(self._one(job))
        if not jobs:
            self._over.addWidget(
                EmptyState(
                    "No jobs yet",
                    "Saving, imports and reports are listed here with how they ended.",
                    icon="history",
                )
            )

    def _one(self, job: Job) -> QWidget:
        made = QWidget()
        _word, icon, ink = _OUTCOMES[job.state]
        mark = icon_label(icon, ink)
        bind_icon(mark, icon, current_theme(), ink)
        words = column(label(job.title, "name", wrap=True), label(outcome_line(job), "small"))
        if job.error:
            words.addWidget(label(job.error, "small", wrap=True, tone="bad"))
        offers = self._offers(job)
        if offers:
            words.addLayout(row(*offers, None))
        content = row(spacing=12, margins=(0, 8, 0, 8))
        content.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        content.addLayout(words, 1)
        made.setLayout(content)
        made.setAccessibleName(f"{job.title}: {outcome_line(job)}. {job.error}")
        return made

    def _offers(self, job: Job) -> list[QWidget]:
        made: list[QWidget] = []
        if job.can_retry:
            made.append(
                button("Retry", "link", name=f"Retry: {job.title}",
                       on_click=lambda: self._runner.retry(job))
            )  # fmt: skip
        if job.state is JobState.FAILED:
            made.append(
                button("Details", "link", name=f"Details: {job.title}",
                       on_click=lambda: self._show_details(job))
            )  # fmt: skip
        return made


class JobDetails(QWidget):
    """One job that failed: what went wrong, when, and where the log lies."""

    def __init__(self, job: Job, log: str, retry: Callable[[], object]) -> None:
        super().__init__()
        words = column(
            label(job.title, "section", wrap=True),
            label(outcome_line(job), "small"),
            label(job.error, wrap=True),
            line(),
            label("Nothing of it was stored; the book is as it was before.", "quiet", wrap=True),
            label(f"Log: {log}", "small", wrap=True),
            spacing=10,
            margins=(20, 16, 20, 20),
        )
        if job.can_retry:
            words.addLayout(
                row(button("Retry", "primary", icon="refresh-cw", on_click=retry), None)
            )
        words.addStretch(1)
        self.setLayout(words)
