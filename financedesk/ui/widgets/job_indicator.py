"""What is being worked on, how far it is, and the way to stop it."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from financedesk.ui.formatting import count
from financedesk.ui.jobs import Job, JobRunner
from financedesk.ui.widgets.build import button, label, row
from financedesk.ui.widgets.eliding_label import ElidingLabel

SHOWN_AFTER_MS = 1_000
_BAR_WIDTH = 140


class JobIndicator(QWidget):
    """Shows the oldest job that has run for a second, and how many more wait behind it."""

    def __init__(self, runner: JobRunner, *, shown_after_ms: int = SHOWN_AFTER_MS) -> None:
        super().__init__()
        self._runner = runner
        self._job: Job | None = None
        self._title = ElidingLabel("", "small")
        self._title.setMinimumWidth(120)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(_BAR_WIDTH)
        self._bar.setAccessibleName("Progress")
        self._figures = label("", "small")
        self._stop = button("", "bare", icon="x", name="Stop this job", on_click=self._cancel)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setLayout(row(self._title, self._bar, self._figures, self._stop, spacing=10))
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(shown_after_ms)
        self._patience.timeout.connect(self._appear)
        runner.job_changed.connect(self._follow)
        self.hide()

    def _follow(self, job: Job) -> None:
        if job is self._job and job.is_over:
            self._job = None
            self.hide()
        if not self._runner.jobs:
            self._patience.stop()
            self.hide()
        elif self._job is None:
            if not self._patience.isActive():
                self._patience.start()
        elif job is self._job:
            self._draw(job)

    def _appear(self) -> None:
        if self._runner.jobs:
            self._job = self._runner.jobs[0]
            self._draw(self._job)
            self.show()

    def _draw(self, job: Job) -> None:
        behind = len(self._runner.jobs) - 1
        title = f"{job.title} (+{behind} more)" if behind else job.title
        self._title.setText("Stopping…" if job.stopping else title)
        self._bar.setRange(0, job.total or 0)
        self._bar.setValue(min(job.done, job.total or 0))
        far = f"{count(job.done)} of {count(job.total)}" if job.total else job.text
        self._figures.setText(far)
        self._stop.setEnabled(not job.stopping)
        self.setAccessibleName(f"{title}, {far}")

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._draw(self._job)
