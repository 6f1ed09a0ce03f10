"""Start the window: application, theme, job runner, and what happens when a fault occurs."""

import logging
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QEvent, QObject, QSettings, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from financedesk.errors import FinanceDeskError
from financedesk.ui.actions import Command
from financedesk.ui.desk import Desk
from financedesk.ui.fault_report import report_text
from financedesk.ui.jobs import JobRunner
from financedesk.ui.log_file import FILE, CrashWatch, begin_log, log_folder
from financedesk.ui.shell.error_dialog import CRASH, MISTAKE, ErrorDialog, Story
from financedesk.ui.shell.main_window import MainWindow
from financedesk.ui.shell.notices import Notice, Offer
from financedesk.ui.shell.page import PageEntry, Shell, no_commands
from financedesk.ui.shell.palette import PaletteProvider, no_search
from financedesk.ui.shell.window_state import ORGANISATION, user_settings
from financedesk.ui.theme import Theme

_log = logging.getLogger(__name__)

_PATIENCE_MS = 1_000
_SWITCH_SECONDS = 0.001
"""How long a job that computes may keep the window waiting; Python's own choice is five times that,
and painting a table asks for its turn a hundred times."""


class ErrorHook(QObject):
    """Takes exceptions that nobody caught, in whatever thread, to the window's thread.

    ``known`` carries the message of a ``FinanceDeskError``; ``fault`` the report of anything
    else, each distinct report once. The hook itself touches no widget.
    """

    known = Signal(str)
    fault = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._reported: set[str] = set()

    def install(self) -> None:
        """Become the hook of the main thread and of every other."""
        sys.excepthook = self.take
        threading.excepthook = self.take_from_thread

    def take(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Log an exception and pass it on; Ctrl+C in a terminal ends the program as ever."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        if isinstance(error, FinanceDeskError):
            self.known.emit(str(error))
            return
        report = report_text(error, trace)
        _log.critical("fault of the program", extra={"report": report})
        if report not in self._reported:
            self._reported.add(report)
            self.fault.emit(report)

    def take_from_thread(self, details: threading.ExceptHookArgs) -> None:
        """Take what ended a thread; one that was asked to end is no fault."""
        if details.exc_value is not None and not issubclass(details.exc_type, SystemExit):
            self.take(details.exc_type, details.exc_value, details.exc_traceback)


class FaultTeller(QObject):
    """Tells the user of faults: one dialog at a time, and a notice for each that stays.

    ``log`` is where the log file lies, in words for the screen.
    """

    def __init__(self, window: MainWindow, log: str) -> None:
        super().__init__(window)
        self._window, self._log = window, log
        self._dialog: ErrorDialog | None = None

    def tell(self, report: str) -> None:
        """Say that the program made a mistake, and what was kept."""
        self._keep("The program made a mistake", report, MISTAKE)
        if self._dialog is not None and self._dialog.isVisible():
            self._dialog.add_one()
        else:
            self._show(report, MISTAKE)

    def offer_crash(self, report: str) -> None:
        """Offer the report of the last process that ended by itself, without asking for an answer.

        It waits on the bell; a toast points there.
        """
        self._keep(CRASH.title, report, CRASH)
        self._window.toasts.say(
            CRASH.title, action="Show report", on_action=lambda: self._show(report, CRASH)
        )

    def _keep(self, title: str, report: str, story: Story) -> None:
        show = Offer("Show report", lambda: self._show(report, story))
        self._window.notices.add(Notice(title, story.happened, "bad", (show,)))

    def _show(self, report: str, story: Story) -> None:
        kept = self._window.telling.kept_words() if story is MISTAKE else ()
        self._dialog = show_fault(report, self._window, story=story, kept=kept, log=self._log)
        self._dialog.destroyed.connect(self._closed)

    def _closed(self) -> None:
        self._dialog = None


class OncePainted(QObject):
    """Does something when a window has been painted for the first time.

    What follows may import half the program, and would take every other turn from the paint.
    A window that nobody paints, as a minimised one, is not waited for long.
    """

    def __init__(self, window: MainWindow, then: Callable[[], None]) -> None:
        super().__init__(window)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.timeout.connect(then)
        self._wait.start(_PATIENCE_MS)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go on right after the paint."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            self._wait.start(0)
        return False


def make_application(arguments: Sequence[str]) -> QApplication:
    """Return the application, dressed; an existing one is used again."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        application = existing
    else:
        QApplication.setHighDpiScaleFactorRoundingPolicy(
            Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
        )
        application = QApplication(list(arguments))
    application.setApplicationName(ORGANISATION)
    application.setOrganizationName(ORGANISATION)
    application.setApplicationDisplayName("FinanceDesk")
    if not application.findChildren(Theme):
        Theme(application)
    sys.setswitchinterval(_SWITCH_SECONDS)
    return application


def show_fault(
    report: str,
    parent: QWidget | None,
    *,
    story: Story = MISTAKE,
    kept: Sequence[str] = (),
    log: str = "",
) -> ErrorDialog:
    """Open the dialog of a fault beside the work, so that nothing is blocked."""
    dialog = ErrorDialog(report, parent, story=story, kept=kept, log=log)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.show()
    return dialog


def open_window(
    desk: Desk,
    entries: Sequence[PageEntry],
    *,
    settings: QSettings | None = None,
    hook: ErrorHook | None = None,
    commands: Callable[[Shell], Sequence[Command]] = no_commands,
    search: Callable[[Shell], Sequence[PaletteProvider]] = no_search,
    resume: bool = True,
    logs: Path | None = None,
) -> MainWindow:
    """Return the window over ``desk``, not yet shown; ``hook`` reports its faults there."""
    runner, kept = JobRunner(), settings or user_settings()
    window = MainWindow(
        desk, entries, runner, kept, commands=commands, search=search, resume=resume
    )
    window.log_place = str((logs or log_folder()) / FILE)
    if hook is not None:
        teller = FaultTeller(window, window.log_place)
        hook.known.connect(window.say, Qt.ConnectionType.QueuedConnection)
        hook.fault.connect(teller.tell, Qt.ConnectionType.QueuedConnection)
    return window


def run(
    make_desk: Callable[[], Desk],
    entries: Sequence[PageEntry],
    *,
    arguments: Sequence[str] = (),
    settings: QSettings | None = None,
    commands: Callable[[Shell], Sequence[Command]] = no_commands,
    search: Callable[[Shell], Sequence[PaletteProvider]] = no_search,
    shown: Callable[[MainWindow], None] = lambda _window: None,
    logs: Path | None = None,
) -> int:
    """Show the window and work until it is closed; return the exit status.

    ``make_desk`` is called after the application exists, because a desk has signals; ``shown``
    once the window is on the screen, for whatever may take longer: opening the book and then
    ``resume_page``. ``logs`` is the folder of the log and of notes of crashes.
    """
    application = make_application(["financedesk", *arguments])
    hook, folder = ErrorHook(), logs or log_folder()
    hook.install()
    handler, watch = begin_log(folder), CrashWatch(folder)
    crash = watch.left_behind()
    watch.begin()
    desk = make_desk()
    window = open_window(
        desk, entries, settings=settings, hook=hook, commands=commands, search=search,
        resume=False, logs=folder,
    )  # fmt: skip
    window.show()
    OncePainted(window, lambda: shown(window))
    if crash:
        QTimer.singleShot(0, lambda: FaultTeller(window, window.log_place).offer_crash(crash))
    status = application.exec()
    watch.end()
    if handler is not None:
        logging.getLogger().removeHandler(handler)
        handler.close()
    return status
