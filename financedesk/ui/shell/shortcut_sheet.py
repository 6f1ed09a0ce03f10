"""F1: every shortcut of the desk, read from the action registry."""

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from financedesk.ui.actions import MENUS, ActionRegistry
from financedesk.ui.widgets.build import column, label, row
from financedesk.ui.widgets.eliding_label import ElidingLabel

TABLE_KEYS = (
    ("Move between rows", "↑ ↓ PgUp PgDn"),
    ("First and last row", "Home End"),
    ("Open the row", "Enter"),
    ("Select the row", "Space"),
    ("Select all rows", "Ctrl+A"),
    ("Copy the selected rows", "Ctrl+C"),
    ("Clear the selection, close details", "Esc"),
)


def shortcut_sheet(actions: ActionRegistry) -> QWidget:
    """Return the list of shortcuts by menu, to be shown in the drawer."""
    sheet = QWidget()
    lines = column(spacing=4, margins=(20, 12, 20, 20))
    for menu in MENUS:
        commands = [command for command in actions.in_menu(menu) if command.shortcut]
        _add_group(
            lines,
            menu,
            [(command.words, _native(command.shortcut)) for command in commands],
        )
    _add_group(lines, "In a table", list(TABLE_KEYS))
    lines.addStretch(1)
    sheet.setLayout(lines)
    return sheet


def _native(shortcut: str) -> str:
    return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)


def _add_group(lines: QVBoxLayout, title: str, keys: list[tuple[str, str]]) -> None:
    if not keys:
        return
    lines.addWidget(label(title, "small-strong"))
    for words, key in keys:
        name = ElidingLabel(words.replace("&&", "&"))
        lines.addLayout(row(name, label(key, "key"), margins=(0, 2, 0, 2)))
    lines.addSpacing(10)
