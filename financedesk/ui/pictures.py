"""Draw windows and widgets to PNG without a screen, the same on every machine."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QEventLoop,
    QMessageLogContext,
    QSettings,
    QSize,
    Qt,
    QTemporaryDir,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from financedesk.errors import BadInput
from financedesk.ui.jobs import JobRunner
from financedesk.ui.theme import Mode, current_theme

if TYPE_CHECKING:
    from financedesk.ui.shell.main_window import MainWindow

_TURNS = 4
_WAIT_MS = 20


def parse_size(words: str) -> QSize:
    """Read a size such as ``1440x900``; anything else is BadInput."""
    width, by, height = words.lower().partition("x")
    if not (by and width.isdecimal() and height.isdecimal() and int(width) and int(height)):
        raise BadInput(f"'{words}' is not a size; write it as 1440x900.")
    return QSize(int(width), int(height))


def settle(runner: JobRunner | None = None) -> None:
    """Let every waiting event, and every job of ``runner``, finish."""
    if runner is not None:
        while runner.jobs:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, _WAIT_MS)
    for _turn in range(_TURNS):
        QCoreApplication.sendPostedEvents(None, int(QEvent.Type.LayoutRequest.value))
        QCoreApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete.value))
        QCoreApplication.processEvents()


def grab(widget: QWidget, size: QSize, mode: Mode, runner: JobRunner | None = None) -> QPixmap:
    """Return ``widget`` as a picture of exactly ``size``, without focus or pointer."""
    QApplication.setCursorFlashTime(0)
    if current_theme().mode is not mode:
        current_theme().set_mode(mode)
    widget.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    widget.resize(size)
    widget.show()
    settle(runner)
    if (focused := widget.focusWidget()) is not None:
        focused.clearFocus()
    settle(runner)
    return widget.grab()


def save_picture(
    widget: QWidget, path: Path, size: QSize, mode: Mode, runner: JobRunner | None = None
) -> Path:
    """Write ``widget`` to a PNG file; BadInput when the file cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(f"The folder {path.parent} cannot be made ({error.strerror}).") from error
    if not grab(widget, size, mode, runner).save(str(path), "PNG"):
        raise BadInput(f"The picture {path} cannot be written; choose another folder.")
    return path


def draw_book(location: str, folder: Path, theme: str, size: str) -> list[Path]:
    """Draw every page of a book's window to ``PAGE-THEME.png`` and return the files.

    Nothing of the user's settings is read or kept. Raises BadInput for a size that is too small
    for the window, a theme that is none, or a folder that cannot be written.
    """
    from financedesk.ui.app import make_application, open_window
    from financedesk.ui.book_commands import book_commands
    from financedesk.ui.book_desk import BookDesk
    from financedesk.ui.pages import PAGES

    wanted, mode = _window_size(size), _mode(theme)
    qInstallMessageHandler(_report)
    make_application(["financedesk"])
    desk, scratch = BookDesk(), QTemporaryDir()
    settings = QSettings(scratch.filePath("pictures.ini"), QSettings.Format.IniFormat)
    try:
        desk.take(desk.open(location))
        window = open_window(desk, PAGES, settings=settings, commands=book_commands)
        try:
            return [_draw_page(window, entry.page_id, folder, wanted, mode) for entry in PAGES]
        finally:
            window.close()
            settle()
    finally:
        desk.close()
        qInstallMessageHandler(None)


def _report(_kind: QtMsgType, _where: QMessageLogContext, words: str) -> None:
    """Pass Qt's messages on, but for what the platform without a screen cannot do."""
    if not words.startswith("This plugin does not support"):
        sys.stderr.write(f"{words}\n")


def _draw_page(window: "MainWindow", page_id: str, folder: Path, size: QSize, mode: Mode) -> Path:
    window.go(page_id)
    path = folder / f"{page_id}-{mode.value}.png"
    return save_picture(window, path, size, mode, window.runner)


def _mode(theme: str) -> Mode:
    modes = {"light": Mode.LIGHT, "dark": Mode.DARK}
    if theme not in modes:
        raise BadInput(f"There is no theme '{theme}'; choose light or dark.")
    return modes[theme]


def _window_size(words: str) -> QSize:
    from financedesk.ui.shell.main_window import SMALLEST

    size, (width, height) = parse_size(words), SMALLEST
    if size.width() < width or size.height() < height:
        raise BadInput(f"The window is never smaller than {width}x{height}; '{words}' is.")
    return size
