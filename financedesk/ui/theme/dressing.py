"""Putting the style sheet on: on everything, or in new colours on what is in sight.

A sheet in other colours changes no measure. What may rest while it is hidden (a page that is not
open) keeps its old colours and is dressed when it is shown next, before anything of it is
painted; so a switch takes as long with nine pages made as with one.
"""

from weakref import WeakSet

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from shiboken6 import isValid

_POLISHED = Qt.WidgetAttribute.WA_WState_Polished

_waiting: WeakSet[QWidget] = WeakSet()
"""What rested while the colours changed."""


class RestingArea(QScrollArea):
    """An area whose content is dressed in new colours only once it is shown again."""

    def setVisible(self, visible: bool) -> None:  # noqa: FBT001 - Qt's own signature
        """Put on the colours in force before anything can be seen of the content."""
        if visible and self in _waiting:
            _waiting.discard(self)
            _put_on(self)
        super().setVisible(visible)


def dress(application: QApplication, sheet: str) -> None:
    """Put a sheet on every widget there is: measures and colours.

    Qt dresses a widget once for each of its ancestors when a sheet replaces another, and once
    when there was none: seven times quicker with a few pages open.
    """
    _waiting.clear()
    application.setStyleSheet("")
    application.setStyleSheet(sheet)


def recolour(application: QApplication, sheet: str) -> None:
    """Replace the sheet by one that differs in colours alone.

    Qt dresses what it knows rules of; these are forgotten first, so that it dresses nothing, and
    each widget in sight is dressed once by the style itself, as after a change of a property.
    """
    application.style().unpolish(application)
    application.setStyleSheet(sheet)
    for window in application.topLevelWidgets():
        _put_on(window)


def _put_on(root: QWidget) -> None:
    style = root.style()
    found: list[QWidget] = [root]
    while found:
        widget = found.pop()
        # What was never shown yet is dressed by Qt when it is.
        if widget.testAttribute(_POLISHED):
            style.polish(widget)
        for child in widget.children():
            if isinstance(child, RestingArea) and child.isHidden():
                _waiting.add(child)
            elif isinstance(child, QWidget) and isValid(child):
                found.append(child)
    root.update()
