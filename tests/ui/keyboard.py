"""The hands of somebody who has no mouse: every key goes to what has the keyboard."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from financedesk.ui.shell import MainWindow
from tests.ui.money_books import settled

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_NONE = Qt.KeyboardModifier.NoModifier
_FARTHEST = 150


class Keyboard:
    """Types and presses in one window, and lets the program come to rest after each key."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self._qtbot, self._window = qtbot, window
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)

    @property
    def focus(self) -> QWidget:
        """What has the keyboard; the window where nothing has."""
        return QApplication.focusWidget() or self._window

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = _NONE) -> None:
        """Press a key, alone or with others held, and wait until nothing is left to do."""
        QTest.keyClick(self.focus, key, held)
        self.rest()

    def rest(self) -> None:
        """Wait until nothing is left to do."""
        settled(self._qtbot, self._window)

    def type(self, words: str) -> None:
        """Write over what stands in the field that has the keyboard."""
        QTest.keyClick(self.focus, Qt.Key.Key_A, CONTROL)
        QTest.keyClicks(self.focus, words)
        self.rest()

    def tab_to(self, wanted: QWidget) -> None:
        """Press Tab until a widget, or something within it, has the keyboard."""
        passed: list[str] = []
        while self.focus is not wanted and not wanted.isAncestorOf(self.focus):
            passed.append(self.focus.accessibleName() or type(self.focus).__name__)
            assert len(passed) < _FARTHEST, f"Tab does not come to {wanted}: {passed}"
            QTest.keyClick(self.focus, Qt.Key.Key_Tab)

    def fill(self, field: QWidget, words: str) -> None:
        """Go to a field with Tab and write over what stands in it."""
        self.tab_to(field)
        self.type(words)

    def enter(self, pressed: QWidget) -> None:
        """Go to a button or a list with Tab and press Enter."""
        self.tab_to(pressed)
        self.press(Qt.Key.Key_Return)
