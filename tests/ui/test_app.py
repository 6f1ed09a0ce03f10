"""Faults reach the user once, in words, and without anybody's name."""

import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QSettings, QSize
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from financedesk.errors import BadInput, Refused
from financedesk.ui.app import (
    ErrorHook,
    OncePainted,
    make_application,
    open_window,
    show_fault,
)
from financedesk.ui.fault_report import report_text
from financedesk.ui.jobs import JobRunner
from financedesk.ui.pictures import parse_size, save_picture
from financedesk.ui.shell import MainWindow
from financedesk.ui.theme import Mode, Theme
from tests.ui.fictional import MONEY_PAGES, FictionalDesk


def fault() -> BaseException:
    try:
        return KeyError(str({}["Ada Example gave 500"]))
    except KeyError as error:
        return error


def test_the_report_holds_places_but_no_words_of_the_fault() -> None:
    error = fault()
    report = report_text(error, error.__traceback__)
    assert "builtins.KeyError" in report
    assert "test_app.py" in report
    assert "Ada" not in report
    assert "500" not in report


def test_the_same_fault_is_shown_once(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    hook = ErrorHook()
    heard: list[str] = []
    hook.fault.connect(heard.append)
    error = fault()
    for _time in range(3):
        hook.take(type(error), error, error.__traceback__)
    assert len(heard) == 1
    assert "Ada" not in caplog.text


def test_a_known_error_is_a_message(qtbot: QtBot) -> None:
    hook = ErrorHook()
    heard: list[str] = []
    hook.known.connect(heard.append)
    hook.take(Refused, Refused("The period is filed."), None)
    assert heard == ["The period is filed."]


def test_a_fault_in_a_thread_opens_the_dialog_in_the_window(
    qtbot: QtBot, settings: QSettings, theme: Theme
) -> None:
    settings.setValue("view/theme", "light")
    hook = ErrorHook()
    window = open_window(FictionalDesk(), MONEY_PAGES, settings=settings, hook=hook)
    qtbot.addWidget(window)
    window.show()
    error = fault()
    thread = threading.Thread(target=lambda: hook.take(type(error), error, error.__traceback__))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: window.findChild(QPlainTextEdit) is not None)
    hook.take(Refused, Refused("The period is filed."), None)
    qtbot.waitUntil(lambda: bool(window.toasts.toasts))
    window.close()


def test_the_dialog_shows_and_copies_its_report(qtbot: QtBot, theme: Theme) -> None:
    dialog = show_fault("FinanceDesk 1, KeyError", None)
    buttons = {one.text().strip(): one for one in dialog.findChildren(QPushButton)}
    details = dialog.findChild(QPlainTextEdit)
    assert not details.isVisible()
    buttons["Details"].click()
    assert details.isVisible()
    buttons["Copy report"].click()
    assert QGuiApplication.clipboard().text() == "FinanceDesk 1, KeyError"
    buttons["Close"].click()
    assert not dialog.isVisible()


def test_the_hook_can_be_installed(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    hook = ErrorHook()
    hook.install()
    assert sys.excepthook == hook.take


def test_one_application_has_one_theme(theme: Theme) -> None:
    application = make_application([])
    assert application is QApplication.instance()
    assert application.findChildren(Theme) == [theme]


@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
def test_pictures_have_their_size_and_are_the_same_each_time(
    window: MainWindow, runner: JobRunner, tmp_path: Path, theme: Theme, mode: Mode
) -> None:
    size = QSize(1100, 700)
    pictures = [
        save_picture(window, tmp_path / f"{turn}.png", size, mode, runner) for turn in range(2)
    ]
    first, second = (QImage(str(path)) for path in pictures)
    assert (first.width(), first.height()) == (1100, 700)
    assert first == second
    corner = first.pixelColor(first.width() - 4, 80).name().upper()
    assert corner == theme.tokens.window


def test_sizes_are_read() -> None:
    assert parse_size("1440x900") == QSize(1440, 900)
    for wrong in ("1440", "x", "axb", "0x5"):
        with pytest.raises(BadInput, match="1440x900"):
            parse_size(wrong)


def test_a_picture_that_cannot_be_written_is_refused(
    qtbot: QtBot, window: MainWindow, runner: JobRunner, tmp_path: Path
) -> None:
    (tmp_path / "taken.png").mkdir()
    with pytest.raises(BadInput, match="another folder"):
        save_picture(window, tmp_path / "taken.png", QSize(900, 600), Mode.LIGHT, runner)


def test_twenty_thousand_calls_that_return_nothing_lose_no_reference(qtbot: QtBot) -> None:
    """PySide6 6.12.0 lost one reference of None with each such call on Python 3.11."""
    thing = QObject()
    before = sys.getrefcount(None)
    for _time in range(20_000):
        thing.property("absent")
    assert sys.getrefcount(None) > before - 1_000


def test_what_takes_longer_begins_after_the_first_paint(window: MainWindow, qtbot: QtBot) -> None:
    seen: list[str] = []
    window.hide()
    OncePainted(window, lambda: seen.append("begun"))
    watch = _Paints(window, seen)
    window.installEventFilter(watch)
    window.show()
    qtbot.waitUntil(lambda: "begun" in seen)
    assert seen[0] == "painted"
    window.repaint()
    assert seen.count("begun") == 1


def test_a_window_that_is_never_painted_is_not_waited_for(window: MainWindow, qtbot: QtBot) -> None:
    seen: list[str] = []
    window.hide()
    OncePainted(window, lambda: seen.append("begun"))
    qtbot.waitUntil(lambda: seen == ["begun"])


class _Paints(QObject):
    """Notes when a window is painted."""

    def __init__(self, window: MainWindow, seen: list[str]) -> None:
        super().__init__(window)
        self._seen = seen

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._seen.append("painted")
        return False
