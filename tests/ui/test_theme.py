"""Switching the theme while the desk is open."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import (
    QColor,
    QFontInfo,
    QFontMetricsF,
    QGuiApplication,
    QIcon,
    QPixmap,
)
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QPushButton
from pytestqt.qtbot import QtBot

from financedesk import ui
from financedesk.errors import NotFound
from financedesk.resources import resource
from financedesk.ui.shell.window_state import WindowState
from financedesk.ui.theme import Density, Mode, Theme, Weight, bind_icon, font, pixmap
from financedesk.ui.theme.theme import system_tokens
from financedesk.ui.theme.tokens import DARK, HIGH_CONTRAST, LIGHT, Tokens


def is_drawn_in(picture: QPixmap, ink: str) -> bool:
    return picture.toImage() == pixmap("plus", ink).toImage()


def test_switching_tells_once_and_dresses_the_application(qtbot: QtBot, theme: Theme) -> None:
    with qtbot.waitSignal(theme.changed):
        theme.set_mode(Mode.DARK)
    assert theme.tokens is DARK
    assert QApplication.palette().window().color() == QColor(DARK.window)
    assert DARK.surface in QApplication.instance().styleSheet()


def test_toggle_goes_there_and_back(theme: Theme) -> None:
    theme.toggle()
    assert theme.mode is Mode.DARK
    theme.toggle()
    assert theme.mode is Mode.LIGHT


def test_text_size_reaches_the_applications_font(theme: Theme) -> None:
    theme.set_text_size(130)
    assert QApplication.font().pixelSize() == 17


def test_icons_follow_the_theme(qtbot: QtBot, theme: Theme) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    bind_icon(button, "plus", theme, "text")
    assert is_drawn_in(button.icon().pixmap(16), LIGHT.text)
    theme.set_mode(Mode.DARK)
    assert is_drawn_in(button.icon().pixmap(16), DARK.text)


def test_checked_and_disabled_icons_have_their_own_ink(qtbot: QtBot, theme: Theme) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    bind_icon(button, "plus", theme, "text_2", checked_ink="accent_text")
    checked = button.icon().pixmap(16, QIcon.Mode.Normal, QIcon.State.On)
    assert is_drawn_in(checked, LIGHT.accent_text)
    disabled = button.icon().pixmap(16, QIcon.Mode.Disabled)
    assert is_drawn_in(disabled, LIGHT.border_strong)


def test_a_deleted_label_does_not_stop_the_switch(qtbot: QtBot, theme: Theme) -> None:
    label = QLabel()
    bind_icon(label, "plus", theme)
    label.deleteLater()
    qtbot.wait(1)
    theme.set_mode(Mode.DARK)
    assert theme.tokens is DARK


def test_an_icon_that_is_not_shipped_is_refused(theme: Theme) -> None:
    with pytest.raises(NotFound, match="no-such-icon"):
        pixmap("no-such-icon", "#000000")


def test_icons_are_drawn_once(theme: Theme) -> None:
    assert pixmap("plus", "#010203").cacheKey() == pixmap("plus", "#010203").cacheKey()


def test_inter_is_used_in_all_three_weights(theme: Theme) -> None:
    widths = []
    for weight in Weight:
        face = font(20, weight)
        assert QFontInfo(face).family().startswith("Inter")
        widths.append(QFontMetricsF(face).horizontalAdvance("Contributions"))
    assert widths == sorted(set(widths))


def test_tabular_figures_have_equal_widths(theme: Theme) -> None:
    metrics = QFontMetricsF(font(13, tabular=True))
    assert metrics.horizontalAdvance("1111") == metrics.horizontalAdvance("0000")
    loose = QFontMetricsF(font(13))
    assert loose.horizontalAdvance("1111") < loose.horizontalAdvance("0000")


def test_every_icon_named_in_the_code_is_shipped() -> None:
    named: set[str] = set()
    for module in Path(ui.__file__).parent.rglob("*.py"):
        words = module.read_text(encoding="utf-8")
        named |= set(
            re.findall(r'(?:icon|icon_label|glyph|pixmap)(?:: str)?\s?[=(]\s?"([a-z0-9-]+)"', words)
        )
    assert len(named) > 15
    for name in named:
        assert resource("icons", f"{name}.svg").is_file()


def test_density_changes_rows_while_the_desk_is_open(qtbot: QtBot, theme: Theme) -> None:
    with qtbot.waitSignal(theme.changed):
        theme.set_density(Density.COMPACT)
    assert theme.density is Density.COMPACT
    assert theme.scale.row == 28


def test_density_is_remembered(qtbot: QtBot, theme: Theme, settings: QSettings) -> None:
    theme.set_density(Density.COMPACT)
    theme.set_text_size(120)
    window = QMainWindow()
    qtbot.addWidget(window)
    WindowState(settings).save(window, theme, "dashboard")
    theme.set_density(Density.COMFORTABLE)
    theme.set_text_size(100)
    WindowState(settings).restore_theme(theme)
    assert (theme.density, theme.text_size) == (Density.COMPACT, 120)


class Hints:
    """What an operating system may ask for."""

    def __init__(self, scheme: Qt.ColorScheme, contrast: Qt.ContrastPreference) -> None:
        self._scheme, self._contrast = scheme, contrast

    def colorScheme(self) -> Qt.ColorScheme:
        return self._scheme

    def accessibility(self) -> "Hints":
        return self

    def contrastPreference(self) -> Qt.ContrastPreference:
        return self._contrast


USUAL, HIGH = Qt.ContrastPreference.NoPreference, Qt.ContrastPreference.HighContrast


@pytest.mark.parametrize(
    "scheme,contrast,tokens",
    [
        (Qt.ColorScheme.Unknown, USUAL, LIGHT),
        (Qt.ColorScheme.Dark, USUAL, DARK),
        (Qt.ColorScheme.Light, HIGH, HIGH_CONTRAST),
        (Qt.ColorScheme.Dark, HIGH, HIGH_CONTRAST),
    ],
)
def test_the_system_is_asked_for_contrast_first_and_darkness_then(
    monkeypatch: pytest.MonkeyPatch,
    scheme: Qt.ColorScheme,
    contrast: Qt.ContrastPreference,
    tokens: Tokens,
) -> None:
    monkeypatch.setattr(QGuiApplication, "styleHints", lambda: Hints(scheme, contrast))
    assert system_tokens() is tokens


def test_a_switch_dresses_widgets_as_a_new_program_would(qtbot: QtBot, theme: Theme) -> None:
    label = QLabel("x")
    label.setProperty("look", "quiet")
    qtbot.addWidget(label)
    label.show()
    theme.set_mode(Mode.DARK)
    assert label.palette().windowText().color() == QColor(DARK.text_2)
    theme.set_amounts_hidden(True)
    assert label.palette().windowText().color() == QColor(DARK.text_2)
    theme.set_mode(Mode.LIGHT)
    assert label.palette().windowText().color() == QColor(LIGHT.text_2)
