"""Draw windows and widgets to PNG without a screen, the same on every machine."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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
from financedesk.ui.theme import Density, Mode, current_theme
from financedesk.ui.theme.tokens import LARGEST_TEXT, SMALLEST_TEXT

if TYPE_CHECKING:
    from financedesk.ui.shell.main_window import MainWindow

_TURNS = 4


def parse_size(words: str) -> QSize:
    """Read a size such as ``1440x900``; anything else is BadInput."""
    width, by, height = words.lower().partition("x")
    if not (by and width.isdecimal() and height.isdecimal() and int(width) and int(height)):
        raise BadInput(f"'{words}' is not a size; write it as 1440x900.")
    return QSize(int(width), int(height))


def settle(runner: JobRunner | None = None) -> None:
    """Let every waiting event, and every job of ``runner``, finish."""
    if runner is not None:
        # Sleeps until something happens: asking again and again would take turns from the jobs.
        while runner.jobs:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
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
    return write_picture(grab(widget, size, mode, runner), path)


def write_picture(picture: QPixmap, path: Path) -> Path:
    """Write a picture to a PNG file; BadInput when the file cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(f"The folder {path.parent} cannot be made ({error.strerror}).") from error
    if not picture.save(str(path), "PNG"):
        raise BadInput(f"The picture {path} cannot be written; choose another folder.")
    return path


@dataclass(frozen=True)
class Wish:
    """How pictures should look: theme, size of the window, text size in percent, density.

    An empty theme stands for light, and in the gallery for every theme.
    """

    theme: str = ""
    size: str = "1440x900"
    text_size: str = "100"
    density: str = Density.COMFORTABLE.value


def draw_book(location: str, folder: Path, wish: Wish) -> list[Path]:
    """Draw every page of a book's window, in each of its states, and return the files.

    They are called ``PAGE-THEME.png`` and ``PAGE-STATE-THEME.png``. Nothing of the user's
    settings is read or kept. Raises BadInput for a size that is too small for the window, a
    theme, text size or density that is none, or a folder that cannot be written.
    """
    from financedesk.ui.app import open_window
    from financedesk.ui.book_commands import book_commands
    from financedesk.ui.book_desk import BookDesk
    from financedesk.ui.pages import PAGES

    wanted, (mode, *_others) = _window_size(wish.size), _modes(wish.theme)
    percent, density = _text_size(wish.text_size), _density(wish.density)
    with _without_screen():
        desk, scratch = BookDesk(), QTemporaryDir()
        settings = QSettings(scratch.filePath("pictures.ini"), QSettings.Format.IniFormat)
        settings.setValue("view/theme", mode.value)
        settings.setValue("view/text_size", str(percent))
        settings.setValue("view/density", density.value)
        try:
            desk.take(desk.open(location))
            window = open_window(desk, PAGES, settings=settings, commands=book_commands)
            try:
                drawn = [_draw_page(window, entry.page_id, folder, wanted, mode)
                         for entry in PAGES]  # fmt: skip
                return [path for paths in drawn for path in paths]
            finally:
                window.close()
                settle()
        finally:
            desk.close()


def draw_components(folder: Path, wish: Wish) -> list[Path]:
    """Draw the gallery of components to ``COMPONENT-THEME.png`` and return the files.

    Raises BadInput as ``draw_book`` does.
    """
    from financedesk.ui.gallery import draw_gallery

    modes = _modes(wish.theme)
    percent, density = _text_size(wish.text_size), _density(wish.density)
    with _without_screen():
        current_theme().set_text_size(percent)
        current_theme().set_density(density)
        return draw_gallery(folder, modes)


@contextmanager
def _without_screen() -> Iterator[None]:
    """Have an application, and hear nothing of what a platform without a screen cannot do."""
    from financedesk.ui.app import make_application

    qInstallMessageHandler(_report)
    try:
        make_application(["financedesk"])
        yield
    finally:
        qInstallMessageHandler(None)


def _report(_kind: QtMsgType, _where: QMessageLogContext, words: str) -> None:
    """Pass Qt's messages on, but for what the platform without a screen cannot do."""
    if not words.startswith("This plugin does not support"):
        sys.stderr.write(f"{words}\n")


def _draw_page(
    window: "MainWindow", page_id: str, folder: Path, size: QSize, mode: Mode
) -> list[Path]:
    """Draw a page as it opens, and then in each of its states."""
    theme = mode.value.replace(" ", "-")
    window.go(page_id)
    drawn = [save_picture(window, folder / f"{page_id}-{theme}.png", size, mode, window.runner)]
    for state, enter in window.page.picture_states().items():
        window.close_drawer()
        enter()
        path = folder / f"{page_id}-{state}-{theme}.png"
        drawn.append(save_picture(window, path, size, mode, window.runner))
    window.close_drawer()
    return drawn


def _modes(theme: str) -> tuple[Mode, ...]:
    """Return the theme asked for, or every one, light first."""
    modes = {mode.value: mode for mode in (Mode.LIGHT, Mode.DARK, Mode.HIGH_CONTRAST)}
    if not theme:
        return tuple(modes.values())
    if theme not in modes:
        raise BadInput(f"There is no theme '{theme}'; choose one of: {', '.join(modes)}.")
    return (modes[theme],)


def _text_size(words: str) -> int:
    if not (words.isdecimal() and SMALLEST_TEXT <= int(words) <= LARGEST_TEXT):
        raise BadInput(
            f"'{words}' is not a text size; it is a percentage from {SMALLEST_TEXT} to "
            f"{LARGEST_TEXT}."
        )
    return int(words)


def _density(words: str) -> Density:
    densities = {density.value: density for density in Density}
    if words not in densities:
        raise BadInput(f"There is no density '{words}'; choose {' or '.join(densities)}.")
    return densities[words]


def _window_size(words: str) -> QSize:
    from financedesk.ui.shell.main_window import SMALLEST

    size, (width, height) = parse_size(words), SMALLEST
    if size.width() < width or size.height() < height:
        raise BadInput(f"The window is never smaller than {width}x{height}; '{words}' is.")
    return size
