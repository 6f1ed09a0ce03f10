"""Keys that belong to one widget and not to the window."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def add_keys(
    where: QWidget, acts: Mapping[str, Callable[[], object]], *, inside: bool = False
) -> None:
    """Let keys act while ``where`` has the focus, with ``inside`` also a widget within it."""
    around = Qt.ShortcutContext.WidgetWithChildrenShortcut
    context = around if inside else Qt.ShortcutContext.WidgetShortcut
    for words, act in acts.items():
        key = QShortcut(QKeySequence(words), where)
        key.setContext(context)
        key.activated.connect(act)
