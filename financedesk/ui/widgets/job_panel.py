"""A job on the page that waits for it: what is done, how far it is, and the way to stop it."""

from PySide6.QtWidgets import QFrame, QProgressBar

from financedesk.ui.formatting import count
from financedesk.ui.jobs import Job, JobRunner
from financedesk.ui.widgets.build import button, column, label, row, set_look, set_shown


class JobPanel(QFrame):
    """Shows one job until it is over; the page around it stays as it is."""

    def __init__(self, runner: JobRunner) -> None:
        super().__init__()
        set_look(self, "inset")
        self._job: Job | None = None
        self._title = label("", "name")
        self._figures = label("", "small")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Progress")
        self.stop = button("Cancel", icon="x", name="Cancel this job", on_click=self._cancel)
        words = row(self._title, None, self._figures)
        content = row(spacing=16, margins=(14, 10, 10, 10))
        content.addLayout(column(words, self._bar, spacing=8), 1)
        content.addWidget(self.stop)
        self.setLayout(content)
        runner.job_changed.connect(self._changed)
        self.hide()

    @property
    def job(self) -> Job | None:
        """The job that is shown, None when it is over."""
        return self._job

    def follow(self, job: Job) -> None:
        """Show a job from now on."""
        self._job = None if job.is_over else job
        set_shown(self, shown=self._job is not None)
        self._draw(job)

    def _changed(self, job: Job) -> None:
        if job is not self._job:
            return
        if job.is_over:
            self._job = None
            self.hide()
        else:
            self._draw(job)

    def _draw(self, job: Job) -> None:
        self._title.setText("Stopping…" if job.stopping else job.title)
        self._bar.setRange(0, job.total or 0)
        self._bar.setValue(min(job.done, job.total or 0))
        far = f"{count(job.done)} of {count(job.total)}" if job.total else count(job.done)
        self._figures.setText(f"{job.text} {far}".strip() if job.text else "")
        self.stop.setEnabled(not job.stopping)
        self.setAccessibleName(f"{job.title}, {self._figures.text()}")

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._draw(self._job)
