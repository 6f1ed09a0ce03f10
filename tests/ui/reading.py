"""Reading a register's page, and pressing keys on it, as somebody at the desk does."""

from typing import Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget


class Register(Protocol):
    """A page with a table: what its rows hold is read from ``model``."""

    model: Any


def column_of(page: Register, key: str) -> list[str]:
    """Return what a column shows, from the first row to the last."""
    place = [column.key for column in page.model.columns].index(key)
    model = page.model
    return [model.data(model.index(at, place)) for at in range(model.rowCount())]


def words_of(widget: QWidget, *, seen: bool = False) -> str:
    """Return the words of a widget's labels; ``seen`` asks for those that are visible alone."""
    labels = [one for one in widget.findChildren(QLabel) if one.text()]
    return " | ".join(one.text() for one in labels if not seen or one.isVisible())


def press(window: QWidget, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    """Press a key wherever the keyboard is."""
    held = Qt.KeyboardModifier.NoModifier
    for modifier in modifiers:
        held |= modifier
    QTest.keyClick(QApplication.focusWidget() or window, key, held)
