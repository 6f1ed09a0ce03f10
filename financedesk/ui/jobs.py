"""Long work away from the window: one thread for the database, a small pool for the rest.

Work is a plain function that takes a ``Progress`` and never touches a widget. Its result
comes back in the window's thread. Nothing here shows anything; the status bar and the
toasts listen to the runner's signals.
"""

import logging
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from enum import Enum
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from financedesk.errors import Cancelled, FinanceDeskError
from financedesk.progress import Progress

_log = logging.getLogger(__name__)

Result = TypeVar("Result")
_REPORT_EVERY_SECONDS = 0.05
_POOL_THREADS = 2


class JobState(Enum):
    """Where a job stands; the last three are final."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job:
    """One piece of work: its title, how far it is, and the way to stop it."""

    def __init__(self, title: str, *, saves: bool, notify: Callable[["Job"], None]) -> None:
        self.title = title
        self.saves = saves
        self.state = JobState.WAITING
        self.done = 0
        self.total: int | None = None
        self.text = ""
        self._notify = notify
        self._stop = threading.Event()
        self._reported = 0.0

    @property
    def is_over(self) -> bool:
        """Whether the job will change no more."""
        return self.state in {JobState.DONE, JobState.FAILED, JobState.CANCELLED}

    @property
    def stopping(self) -> bool:
        """Whether the user asked the job to stop."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Ask the job to stop at its next step; a job that has not begun never begins."""
        self._stop.set()

    def step(self, done: int, total: int | None, text: str) -> None:
        """Take a report from the work; called in the worker's thread.

        Raises Cancelled when the user asked to stop. Reports closer than a twentieth of a
        second are kept but not announced, so that a tight loop does not flood the window.
        """
        if self._stop.is_set():
            raise Cancelled(f"{self.title} was stopped; nothing of it was kept.")
        self.done, self.total, self.text = done, total, text
        now = time.monotonic()
        if now - self._reported >= _REPORT_EVERY_SECONDS or done == total:
            self._reported = now
            self._notify(self)


class _Outcome(Generic[Result]):
    """A finished future with the callbacks that wait for it."""

    def __init__(
        self,
        job: Job,
        on_done: Callable[[Result], None] | None,
        on_error: Callable[[FinanceDeskError], None] | None,
    ) -> None:
        self.job = job
        self.on_done = on_done
        self.on_error = on_error
        self.future: Future[Result] | None = None


class JobRunner(QObject):
    """Runs jobs and brings their results into the window's thread.

    ``job_changed`` follows every state and progress, ``job_failed(job, error)`` every failure
    that no callback took. A fault of the program goes to ``sys.excepthook``.
    """

    job_changed = Signal(object)
    job_failed = Signal(object, object)
    _progressed = Signal(object)
    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._database = ThreadPoolExecutor(1, thread_name_prefix="database")
        self._pool = ThreadPoolExecutor(_POOL_THREADS, thread_name_prefix="background")
        self._jobs: list[Job] = []
        self._closed = False
        self._progressed.connect(self._announce, Qt.ConnectionType.QueuedConnection)
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The jobs that are not over, oldest first."""
        return tuple(self._jobs)

    def database(
        self,
        title: str,
        work: Callable[[Progress], Result],
        *,
        on_done: Callable[[Result], None] | None = None,
        on_error: Callable[[FinanceDeskError], None] | None = None,
        saves: bool = False,
    ) -> Job:
        """Queue work that may write to the book; such jobs run one after another.

        ``saves`` marks work that writes, for the "Saving…" of the status bar.
        """
        return self._submit(self._database, title, work, on_done, on_error, saves=saves)

    def background(
        self,
        title: str,
        work: Callable[[Progress], Result],
        *,
        on_done: Callable[[Result], None] | None = None,
        on_error: Callable[[FinanceDeskError], None] | None = None,
    ) -> Job:
        """Start work that writes nothing to the book, beside others of its kind."""
        return self._submit(self._pool, title, work, on_done, on_error, saves=False)

    def cancel_all(self) -> None:
        """Ask every job to stop."""
        for job in self._jobs:
            job.cancel()

    def shutdown(self) -> None:
        """Stop all jobs, wait until their threads have left, and take no more.

        A job that is asked for afterwards counts as cancelled: the window is going.
        """
        self._closed = True
        self.cancel_all()
        self._database.shutdown(wait=True, cancel_futures=True)
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _submit(
        self,
        pool: ThreadPoolExecutor,
        title: str,
        work: Callable[[Progress], Result],
        on_done: Callable[[Result], None] | None,
        on_error: Callable[[FinanceDeskError], None] | None,
        *,
        saves: bool,
    ) -> Job:
        job = Job(title, saves=saves, notify=self._progressed.emit)
        if self._closed:
            job.state = JobState.CANCELLED
            return job
        outcome: _Outcome[Result] = _Outcome(job, on_done, on_error)
        self._jobs.append(job)
        self.job_changed.emit(job)

        def run() -> Result:
            if job.stopping:
                raise Cancelled(f"{title} was stopped before it began.")
            job.state = JobState.RUNNING
            self._progressed.emit(job)
            return work(job)

        def over(future: Future[Result]) -> None:
            outcome.future = future
            self._finished.emit(outcome)

        pool.submit(run).add_done_callback(over)
        return job

    @Slot(object)
    def _announce(self, job: Job) -> None:
        if not job.is_over:
            self.job_changed.emit(job)

    @Slot(object)
    def _deliver(self, outcome: "_Outcome[object]") -> None:
        job, future = outcome.job, outcome.future
        if future is None:
            raise RuntimeError(f"The job {job.title} came back without a result.")
        self._jobs.remove(job)
        error = CancelledError() if future.cancelled() else future.exception()
        job.state = _final_state(error)
        self.job_changed.emit(job)
        if error is None:
            if outcome.on_done is not None:
                outcome.on_done(future.result())
        else:
            self._report(outcome, error)

    def _report(self, outcome: "_Outcome[object]", error: BaseException) -> None:
        if isinstance(error, CancelledError):
            return
        if not isinstance(error, FinanceDeskError):
            sys.excepthook(type(error), error, error.__traceback__)
            return
        _log.info("job %r ended: %s", outcome.job.title, type(error).__name__)
        if outcome.on_error is not None:
            outcome.on_error(error)
        elif not isinstance(error, Cancelled):
            self.job_failed.emit(outcome.job, error)


def _final_state(error: BaseException | None) -> JobState:
    if error is None:
        return JobState.DONE
    stopped = isinstance(error, Cancelled | CancelledError)
    return JobState.CANCELLED if stopped else JobState.FAILED


class Latest:
    """Keeps only the newest of a row of questions, as a search asks while the user types.

    Each new question stops the job of the one before; an answer that still comes late is
    dropped.
    """

    def __init__(self) -> None:
        self._generation = 0
        self._job: Job | None = None

    def replace(self, job: Job) -> None:
        """Remember ``job`` as the running question and stop the one before it."""
        if self._job is not None and not self._job.is_over:
            self._job.cancel()
        self._job = job

    def only(self, deliver: Callable[[Result], None]) -> Callable[[Result], None]:
        """Return ``deliver`` made deaf as soon as a newer question is asked."""
        self._generation += 1
        asked = self._generation

        def take(result: Result) -> None:
            if asked == self._generation:
                deliver(result)

        return take
