"""Start the window: application, theme, job runner, and what happens when a fault occurs."""

import logging
import sys
from collections.abc import Callable, Sequence
from types import TracebackType

from PySide6.QtCore import QObject, QSettings, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from financedesk.errors import FinanceDeskError
from financedesk.ui.actions import Command
from financedesk.ui.desk import Desk
from financedesk.ui.jobs import JobRunner
from financedesk.ui.shell.error_dialog import ErrorDialog, report_text
from financedesk.ui.shell.main_window import MainWindow
from financedesk.ui.shell.page import PageEntry, Shell, no_commands
from financedesk.ui.shell.window_state import ORGANISATION, user_settings
from financedesk.ui.theme import Theme

_log = logging.getLogger(__name__)


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
        """Become ``sys.excepthook``."""
        sys.excepthook = self.take

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
        _log.critical("fault of the program\n%s", report)
        if report not in self._reported:
            self._reported.add(report)
            self.fault.emit(report)


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
    return application


def show_fault(report: str, parent: QWidget | None) -> ErrorDialog:
    """Open the dialog of a fault beside the work, so that nothing is blocked."""
    dialog = ErrorDialog(report, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog


def open_window(
    desk: Desk,
    entries: Sequence[PageEntry],
    *,
    settings: QSettings | None = None,
    hook: ErrorHook | None = None,
    commands: Callable[[Shell], Sequence[Command]] = no_commands,
    resume: bool = True,
) -> MainWindow:
    """Return the window over ``desk``, not yet shown; ``hook`` reports its faults there."""
    runner, kept = JobRunner(), settings or user_settings()
    window = MainWindow(desk, entries, runner, kept, commands=commands, resume=resume)
    if hook is not None:
        hook.known.connect(window.say, Qt.ConnectionType.QueuedConnection)
        hook.fault.connect(
            lambda report: show_fault(report, window), Qt.ConnectionType.QueuedConnection
        )
    return window


def run(
    make_desk: Callable[[], Desk],
    entries: Sequence[PageEntry],
    *,
    arguments: Sequence[str] = (),
    settings: QSettings | None = None,
    commands: Callable[[Shell], Sequence[Command]] = no_commands,
    shown: Callable[[MainWindow], None] = lambda _window: None,
) -> int:
    """Show the window and work until it is closed; return the exit status.

    ``make_desk`` is called after the application exists, because a desk has signals; ``shown``
    once the window is on the screen, for whatever may take longer: opening the book and then
    ``resume_page``.
    """
    application = make_application(["financedesk", *arguments])
    hook = ErrorHook()
    hook.install()
    desk = make_desk()
    window = open_window(
        desk, entries, settings=settings, hook=hook, commands=commands, resume=False
    )
    window.show()
    QTimer.singleShot(0, lambda: shown(window))
    return application.exec()
