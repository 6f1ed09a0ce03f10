"""Amounts are hidden on the screen, wherever they were written, and shown again."""

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from financedesk.ui.formatting import (
    compact_dollars,
    dollars,
    masked,
    money,
    plain_money,
    spoken_money,
    whole_dollars,
)
from financedesk.ui.shell import MainWindow
from financedesk.ui.shell.window_state import WindowState
from financedesk.ui.theme import Theme
from financedesk.ui.widgets import ElidingLabel, KpiCard, column
from financedesk.ui.widgets.money_edit import MoneyEdit
from financedesk.ui.widgets.type_ahead import Proposal, TypeAhead
from tests.ui.looking import painted_words

CENTS = (0, 5, 99_99, 1_234_50, -36_00, 12_345_678_90, -5_000_000_000_00)


@pytest.mark.parametrize("cents", CENTS)
@pytest.mark.parametrize(
    "write", [money, dollars, whole_dollars, compact_dollars, plain_money, spoken_money]
)
def test_every_way_to_write_an_amount_is_covered(write: object, cents: int) -> None:
    words = masked(f"Leaves {write(cents)} of it.")  # type: ignore[operator]
    assert not any(letter.isdigit() for letter in words)
    assert words.startswith("Leaves •••")
    assert words.endswith(" of it.")


def test_a_cover_tells_neither_size_nor_sign() -> None:
    assert len({masked(money(cents)) for cents in CENTS}) == 1
    assert len({masked(dollars(cents)) for cents in CENTS}) == 1


@pytest.mark.parametrize(
    "words",
    [
        "3,214 gifts", "61.3 %", "Oct 6, 2026", "11 CFR 104.13(b)", "11 CFR 104.13", "§ 110.11",
        "version 8.5", "127.0.0.1", "C00123456", "06/30/2026", "Week 12.",
    ],
)  # fmt: skip
def test_what_is_no_amount_stays(words: str) -> None:
    assert masked(words) == words


def test_amounts_that_stand_there_already_are_covered_and_come_back(
    qtbot: QtBot, theme: Theme
) -> None:
    choice, card, host = QComboBox(), KpiCard("Cash"), QWidget()
    choice.addItem("Balance 77.10")
    card.show_figure("$482,316.45", note="was $1,000")
    parts = (QLabel("$12.00"), QPushButton("Pay 3.50"), QCheckBox("All of 9.99"), choice,
             ElidingLabel("Left: 1,000.00 of 2,000.00"), card)  # fmt: skip
    host.setLayout(column(*parts))
    qtbot.addWidget(host)
    host.resize(400, 400)
    host.show()
    before = painted_words(host)
    theme.set_amounts_hidden(True)
    hidden = painted_words(host)
    assert not any(letter.isdigit() for letter in " ".join(hidden))
    assert "Left: •••.•• of •••.••" in hidden
    theme.set_amounts_hidden(False)
    assert painted_words(host) == before


def test_the_smallest_amounts_are_not_cut_by_their_cover(qtbot: QtBot, theme: Theme) -> None:
    label = QLabel("0.00")
    qtbot.addWidget(label)
    label.resize(label.sizeHint())
    label.show()
    theme.set_amounts_hidden(True)
    assert painted_words(label) == ["•••"]


def test_a_field_shows_dots_until_something_is_typed(qtbot: QtBot, theme: Theme) -> None:
    field = MoneyEdit(1_234_50)
    qtbot.addWidget(field)
    field.show()
    theme.set_amounts_hidden(True)
    assert "1,234" not in field.displayText()
    assert field.cents == 1_234_50
    theme.set_amounts_hidden(False)
    assert field.displayText() == "1,234.50"
    theme.set_amounts_hidden(True)
    assert MoneyEdit(5_00).echoMode() == QLineEdit.EchoMode.PasswordEchoOnEdit


def test_proposals_are_covered(qtbot: QtBot, theme: Theme) -> None:
    host, field = QWidget(), TypeAhead("Name")
    host.setLayout(column(field, None))
    qtbot.addWidget(host)
    host.resize(400, 200)
    with qtbot.waitActive(host):
        host.show()
    field.setFocus()
    field.propose([Proposal("Ana Lopez, last 36.00", "Ana Lopez", 1)])
    theme.set_amounts_hidden(True)
    words = " ".join(painted_words(host))
    assert "Ana Lopez, last •••.••" in words


def test_the_keys_hide_amounts_and_the_bar_says_so(
    qtbot: QtBot, theme: Theme, window: MainWindow
) -> None:
    keys = window.commands.action("view.hide_amounts").shortcut()
    assert keys == QKeySequence("Ctrl+Shift+H")
    badge = window.top_bar.hidden
    assert not badge.isVisible()
    window.say("Recorded 36.00 from Ana Lopez")
    qtbot.keyClick(
        window,
        Qt.Key.Key_H,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    assert theme.amounts_hidden
    assert badge.isVisible()
    assert badge.text().strip() == "Amounts hidden"
    words = " ".join(painted_words(window))
    assert "Recorded •••.•• from Ana Lopez" in words
    assert "Files that you save" in window.toasts.toasts[-1].accessibleName()
    qtbot.mouseClick(badge, Qt.MouseButton.LeftButton)
    assert not theme.amounts_hidden
    assert not badge.isVisible()


def test_copied_rows_are_covered_too(qtbot: QtBot, theme: Theme, window: MainWindow) -> None:
    window.go("gifts")
    qtbot.waitUntil(lambda: not window.runner.jobs)
    view = window.page.table.view  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: view.model().rowCount() > 1)
    view.selectAll()
    theme.set_amounts_hidden(True)
    QGuiApplication.clipboard().clear()
    view.copy()
    qtbot.waitUntil(lambda: bool(QGuiApplication.clipboard().text()))
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) > 1
    assert all("•••.••" in line for line in lines[1:])


def test_amounts_are_never_hidden_at_the_start(theme: Theme, settings: QSettings) -> None:
    theme.set_amounts_hidden(True)
    WindowState(settings).restore_theme(theme)
    assert not theme.amounts_hidden
