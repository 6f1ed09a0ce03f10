"""Typing into the register as a treasurer does: keys alone, and what can be read afterwards."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from financedesk.ui.pages.contribution_donor import DonorField
from financedesk.ui.pages.contributions import Contributions
from financedesk.ui.shell import MainWindow
from tests.ui.money_books import settled
from tests.ui.reading import column_of

NONE, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


class Hands:
    """The hands of somebody at the keyboard: every key goes to whatever has the focus."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self.qtbot, self.window = qtbot, window

    @property
    def page(self) -> Contributions:
        page = self.window.page
        assert isinstance(page, Contributions)
        return page

    @property
    def focus(self) -> QWidget:
        return QApplication.focusWidget() or self.window

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self.focus, key, modifiers)

    def tab(self, times: int = 1) -> None:
        for _ in range(times):
            self.press(Qt.Key.Key_Tab)

    def go(self, field: QWidget) -> None:
        """Go to a field as Tab does: what stands there is marked and typed over."""
        field.setFocus(Qt.FocusReason.TabFocusReason)
        if isinstance(field, QLineEdit):
            field.selectAll()

    def type(self, text: str) -> None:
        QTest.keyClicks(self.focus, text)

    def enter(self) -> None:
        self.press(Qt.Key.Key_Return)
        self.settle()

    def escape(self) -> None:
        self.press(Qt.Key.Key_Escape)

    def settle(self) -> None:
        settled(self.qtbot, self.window)

    def new(self) -> None:
        """Ctrl+N: the page's main act."""
        self.press(Qt.Key.Key_N, CONTROL)
        self.settle()

    def donor(self, text: str) -> None:
        """Type a name, wait for the proposals, and take the first with Tab."""
        field = self.focus
        assert isinstance(field, DonorField)
        self.type(text)
        self.qtbot.waitUntil(lambda: field.is_open, timeout=10_000)
        self.tab()
        assert not field.is_open

    def live(self) -> str:
        """What the live line says once every answer is there."""
        self.settle()
        live = self.page.editor.live
        return " ".join((live.words, *live.concerns))


def names(page: Contributions) -> list[str]:
    return column_of(page, "name")
