"""Long work away from the window: a thread for the database, one for keys, a pool for the rest.

Work is a plain function that takes a ``Progress`` and never touches a widget. Its result
comes back in the window's thread. Nothing here shows anything; the status bar, the bell and
the toasts listen to the runner's signals.
"""

import logging
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from types import CellType
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from financedesk.errors import Cancelled, FinanceDeskError
from financedesk.progress import Progress
from financedesk.ui.collecting import WindowCollector

_log = logging.getLogger(__name__)

Result = TypeVar("Result")
_REPORT_EVERY_SECONDS = 0.05
_POOL_THREADS = 2
_KEPT = 50
LONG_SECONDS = 1.0
"""From here on work is worth a line in the history, whatever it was."""


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
        self.error = ""
        self.ended: datetime | None = None
        self.seconds = 0.0
        self.superseded = False
        self.can_retry = False
        self._notify = notify
        self._stop = threading.Event()
        self._reported = 0.0
        self._began = 0.0

    @property
    def is_over(self) -> bool:
        """Whether the job will change no more."""
        return self.state in {JobState.DONE, JobState.FAILED, JobState.CANCELLED}

    @property
    def running_for(self) -> float:
        """For how many seconds the work has run by now; 0 while it waits."""
        if self.is_over or not self._began:
            return 0.0
        return time.monotonic() - self._began

    @property
    def stopping(self) -> bool:
        """Whether the user asked the job to stop."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Ask the job to stop at its next step; a job that has not begun never begins."""
        self._stop.set()

    def give_way(self) -> None:
        """Stop because a newer question was asked; nobody needs to hear of it."""
        self.superseded = True
        self.cancel()

    def begin(self) -> None:
        """Note that the work runs now; called in the worker's thread."""
        self.state = JobState.RUNNING
        self._began = time.monotonic()
        self._notify(self)

    def end(self, error: BaseException | None) -> None:
        """Note how the work ended, and when; ``seconds`` is how long it ran."""
        self.state = _final_state(error)
        self.error = _words(error)
        self.ended = datetime.now().astimezone()
        self.seconds = time.monotonic() - self._began if self._began else 0.0

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


@dataclass(frozen=True)
class _Order(Generic[Result]):
    """What is to be done and who waits for it: enough to do it once more."""

    pool: ThreadPoolExecutor
    title: str
    work: Callable[[Progress], Result]
    on_done: Callable[[Result], None] | None
    on_error: Callable[[FinanceDeskError], None] | None
    saves: bool


class _Outcome(Generic[Result]):
    """An order on its way through a thread, and what came of it.

    Both are taken out of it in the window's thread (``take``): a thread that held the order last
    would destroy with it what waits for the answer, and widgets may be destroyed by theirs alone.
    """

    def __init__(self, job: Job, order: _Order[Result]) -> None:
        self.job = job
        self.future: Future[Result] | None = None
        self._order: _Order[Result] | None = order

    @property
    def order(self) -> _Order[Result]:
        """What is to be done; there until it was taken."""
        if self._order is None:
            raise RuntimeError(f"The job {self.job.title} came back twice.")
        return self._order

    def take(self) -> tuple[_Order[Result], Future[Result]]:
        """Return the order and what came of it, and hold them no longer."""
        order, future = self.order, self.future
        if future is None:
            raise RuntimeError(f"The job {self.job.title} came back without a result.")
        self._order = self.future = None
        return order, future


class JobRunner(QObject):
    """Runs jobs and brings their results into the window's thread.

    ``job_changed`` follows every state and progress, ``job_failed(job, error)`` every failure
    that no callback took. A fault of the program goes to ``sys.excepthook``. ``history`` keeps
    what was written, what took long and what went wrong; questions that a newer one replaced
    leave no trace there.
    """

    job_changed = Signal(object)
    job_failed = Signal(object, object)
    history_changed = Signal()
    _progressed = Signal(object)
    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._database = ThreadPoolExecutor(1, thread_name_prefix="database")
        self._pool = ThreadPoolExecutor(_POOL_THREADS, thread_name_prefix="background")
        self._keys = ThreadPoolExecutor(1, thread_name_prefix="keys")
        self._jobs: list[Job] = []
        self._history: deque[Job] = deque(maxlen=_KEPT)
        self._orders: dict[Job, _Order[object]] = {}
        self._closed = False
        self._collector = WindowCollector(self)
        self._collector.begin()
        self._progressed.connect(self._announce, Qt.ConnectionType.QueuedConnection)
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The jobs that are not over, oldest first."""
        return tuple(self._jobs)

    @property
    def history(self) -> tuple[Job, ...]:
        """The last jobs that are over, the newest first."""
        return tuple(self._history)

    def retry(self, job: Job) -> Job | None:
        """Do the work of a failed or stopped job once more; None when that is no longer possible.

        It is possible once per job, and until ``forget`` is called.
        """
        order = self._orders.pop(job, None)
        if order is None:
            return None
        job.can_retry = False
        self.history_changed.emit()
        return self._submit(order)

    def forget(self) -> None:
        """Forget every job that is over, as when another book is opened: its work is no more."""
        for job in self._orders:
            job.can_retry = False
        self._orders.clear()
        self._history.clear()
        self.history_changed.emit()

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
        return self._submit(_Order(self._database, title, work, on_done, on_error, saves))

    def background(
        self,
        title: str,
        work: Callable[[Progress], Result],
        *,
        on_done: Callable[[Result], None] | None = None,
        on_error: Callable[[FinanceDeskError], None] | None = None,
    ) -> Job:
        """Start work that writes nothing to the book, beside others of its kind."""
        return self._submit(_Order(self._pool, title, work, on_done, on_error, saves=False))

    def at_once(
        self,
        title: str,
        work: Callable[[Progress], Result],
        *,
        on_done: Callable[[Result], None] | None = None,
        on_error: Callable[[FinanceDeskError], None] | None = None,
    ) -> Job:
        """Start short work that answers a key: it never waits for longer work of other kinds."""
        return self._submit(_Order(self._keys, title, work, on_done, on_error, saves=False))

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
        self._keys.shutdown(wait=True, cancel_futures=True)
        self._collector.end()

    def _submit(self, order: _Order[Result]) -> Job:
        job = Job(order.title, saves=order.saves, notify=self._progressed.emit)
        if self._closed:
            job.state = JobState.CANCELLED
            return job
        outcome = _Outcome(job, order)
        self._jobs.append(job)
        self.job_changed.emit(job)

        def run() -> Result:
            if job.stopping:
                raise Cancelled(f"{job.title} was stopped before it began.")
            job.begin()
            return outcome.order.work(job)

        def over(future: Future[Result]) -> None:
            outcome.future = future
            self._finished.emit(outcome)

        order.pool.submit(run).add_done_callback(over)
        return job

    @Slot(object)
    def _announce(self, job: Job) -> None:
        if not job.is_over:
            self.job_changed.emit(job)

    @Slot(object)
    def _deliver(self, outcome: "_Outcome[object]") -> None:
        job, (order, future) = outcome.job, outcome.take()
        self._jobs.remove(job)
        error = CancelledError() if future.cancelled() else future.exception()
        job.end(error)
        self._remember(job, order)
        self.job_changed.emit(job)
        if error is not None:
            self._report(job, order, error)
        elif order.on_done is not None and _hears(order.on_done):
            order.on_done(future.result())

    def _remember(self, job: Job, order: _Order[object]) -> None:
        told = job.saves or job.state is not JobState.DONE or job.seconds >= LONG_SECONDS
        if job.superseded or self._closed or not told:
            return
        if len(self._history) == _KEPT:
            self._orders.pop(self._history[-1], None)
        self._history.appendleft(job)
        if job.state is not JobState.DONE:
            self._orders[job] = order
            job.can_retry = True
        self.history_changed.emit()

    def _report(self, job: Job, order: _Order[object], error: BaseException) -> None:
        if isinstance(error, CancelledError):
            return
        if not isinstance(error, FinanceDeskError):
            sys.excepthook(type(error), error, error.__traceback__)
            return
        _log.info("a job ended: %s", type(error).__name__)
        if job.superseded:
            # A newer question was asked in its place; nobody waits for this answer any more.
            return
        on_error = order.on_error
        if on_error is not None and _hears(on_error):
            on_error(error)
        elif not isinstance(error, Cancelled):
            self.job_failed.emit(job, error)


def _hears(callback: Callable[..., object]) -> bool:
    """Whether the widget that waits for an answer is still there; work may outlive its form."""
    owner = _owner(callback)
    return not isinstance(owner, QObject) or isValid(owner)


def _owner(callback: Callable[..., object]) -> object:
    """Return whose method a callback is, or inside whose method it was written."""
    inside = getattr(callback, "__code__", None)
    if hasattr(callback, "__self__") or inside is None or "self" not in inside.co_freevars:
        return getattr(callback, "__self__", None)
    cells: tuple[CellType, ...] = callback.__closure__ or ()
    return cells[inside.co_freevars.index("self")].cell_contents


def _words(error: BaseException | None) -> str:
    """Return what the user is told: a fault of the program has no words fit for that."""
    if error is None or isinstance(error, Cancelled | CancelledError):
        return ""
    if isinstance(error, FinanceDeskError):
        return str(error)
    return "The program made a mistake; the report says where."


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
            self._job.give_way()
        self._job = job

    def stop(self) -> None:
        """Stop the running question, whose answer nobody waits for any more."""
        self._generation += 1
        if self._job is not None and not self._job.is_over:
            self._job.give_way()
        self._job = None

    def only(self, deliver: Callable[[Result], None]) -> Callable[[Result], None]:
        """Return ``deliver`` made deaf as soon as a newer question is asked, or its widget gone."""
        self._generation += 1
        asked = self._generation

        def take(result: Result) -> None:
            if asked == self._generation and _hears(deliver):
                deliver(result)

        return take
