"""A fictional desk with two pages, and the window around them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from financedesk.ui.app import make_application
from financedesk.ui.jobs import JobRunner
from financedesk.ui.shell import MainWindow
from financedesk.ui.theme import Density, Mode, Theme, current_theme
from tests.ui.fictional import MONEY_PAGES, FictionalDesk


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> Theme:
    make_application([])
    return current_theme()


def _forget_windows() -> None:
    """Delete what the tests before left: every switch of theme would dress it once more."""
    for left in QApplication.topLevelWidgets():
        if left.parent() is None:
            left.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture(autouse=True)
def theme(dressed: Theme) -> Theme:
    _forget_windows()
    if dressed.mode is not Mode.LIGHT or dressed.text_size != 100:
        dressed.set_mode(Mode.LIGHT)
        dressed.set_text_size(100)
    dressed.set_density(Density.COMFORTABLE)
    dressed.set_amounts_hidden(False)
    return dressed


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[JobRunner]:
    made = JobRunner()
    yield made
    made.shutdown()


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def desk(qtbot: QtBot) -> FictionalDesk:
    return FictionalDesk()


@pytest.fixture
def window(qtbot: QtBot, desk: FictionalDesk, runner: JobRunner, settings: QSettings) -> MainWindow:
    settings.setValue("view/theme", "light")
    made = MainWindow(desk, MONEY_PAGES, runner, settings)
    qtbot.addWidget(made)
    made.resize(1440, 900)
    with qtbot.waitActive(made):
        made.show()
    qtbot.waitUntil(lambda: not runner.jobs)
    return made
