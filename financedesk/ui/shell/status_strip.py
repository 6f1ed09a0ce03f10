"""The line at the bottom: is everything saved, which book is open, what is being worked on."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame

from financedesk.ui.desk import Changes, Desk
from financedesk.ui.jobs import Job, JobRunner
from financedesk.ui.theme import bind_icon, current_theme
from financedesk.ui.theme.tokens import STATUS_HEIGHT
from financedesk.ui.widgets.build import button, icon_label, label, row, set_look
from financedesk.ui.widgets.eliding_label import ElidingLabel
from financedesk.ui.widgets.job_indicator import JobIndicator

SAVING_SHOWN_AFTER_MS = 300
_SAVED, _SAVING = "All changes saved", "Saving…"


class StatusStrip(QFrame):
    """Saved state, book and backup on the left; the running job and the history on the right."""

    history_wanted = Signal()

    def __init__(self, desk: Desk, runner: JobRunner) -> None:
        super().__init__()
        set_look(self, "status")
        self.setFixedHeight(STATUS_HEIGHT)
        self._desk, self._runner = desk, runner
        self._icon = icon_label("circle-check", "ok", 14)
        self._saved = label(_SAVED, "small")
        self._book = ElidingLabel("", "small")
        self.jobs = JobIndicator(runner)
        self.history = button(
            "", "bare", icon="history", name="Jobs and their history",
            on_click=self.history_wanted.emit,
        )  # fmt: skip
        line = row(self._icon, self._saved, spacing=6, margins=(14, 1, 10, 0))
        line.addWidget(self._book, 1)
        line.addWidget(self.jobs)
        line.addWidget(self.history)
        self.setLayout(line)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(SAVING_SHOWN_AFTER_MS)
        self._patience.timeout.connect(lambda: self._show_saving(saving=True))
        runner.job_changed.connect(self._follow)
        desk.changed.connect(self.refresh)
        self.refresh(Changes.everything())

    @property
    def saving(self) -> bool:
        """Whether it says that something is being saved."""
        return self._saved.text() == _SAVING

    @property
    def words(self) -> str:
        """Everything the left side says."""
        return f"{self._saved.text()}{self._book.text()}"

    def refresh(self, _changes: Changes) -> None:
        """Read the book's name and backup anew."""
        parts = filter(None, (self._desk.book_name, self._desk.backup_note))
        self._book.setText("".join(f" ·  {part} " for part in parts))

    def _follow(self, _job: Job) -> None:
        saving = any(job.saves for job in self._runner.jobs)
        if not saving:
            self._patience.stop()
            self._show_saving(saving=False)
        elif not self._patience.isActive():
            self._patience.start()

    def _show_saving(self, *, saving: bool) -> None:
        self._saved.setText(_SAVING if saving else _SAVED)
        name, ink = ("loader-circle", "text_2") if saving else ("circle-check", "ok")
        bind_icon(self._icon, name, current_theme(), ink, size=14)
