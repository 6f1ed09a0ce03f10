"""Draw windows and widgets to PNG without a screen, the same on every machine."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from financedesk.errors import BadInput
from financedesk.ui.jobs import JobRunner
from financedesk.ui.theme import Mode, current_theme

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
    path.parent.mkdir(parents=True, exist_ok=True)
    if not grab(widget, size, mode, runner).save(str(path), "PNG"):
        raise BadInput(f"The picture {path} cannot be written; choose another folder.")
    return path
