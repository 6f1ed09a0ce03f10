"""F1: every shortcut of the desk, read from the action registry and from the pages."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from financedesk.ui.actions import MENUS, ActionRegistry
from financedesk.ui.shell.page import PageEntry
from financedesk.ui.widgets.build import column, label, row

Keys = tuple[tuple[str, str], ...]

TABLE_KEYS: Keys = (
    ("Move between rows", "↑ ↓ PgUp PgDn"),
    ("First and last row", "Home End"),
    ("Open the row", "Enter"),
    ("Select the row", "Space"),
    ("Select all rows", "Ctrl+A"),
    ("Copy the selected rows", "Ctrl+C"),
    ("Clear the selection, close details", "Esc"),
)
FORM_KEYS: Keys = (
    ("Next field, field before", "Tab Shift+Tab"),
    ("Save", "Enter"),
    ("What the field is for", "Shift+F1"),
    ("Close; what was typed is kept", "Esc"),
)
FIELD_KEYS: Keys = (
    ("Today, a day on, a day back (dates)", "t + −"),
    ("Reckon, as in 25*4+10 (amounts)", "+ − * /"),
)
PALETTE_KEYS: Keys = (
    ("Open what is chosen", "Enter"),
    ("Open it in the drawer", "Ctrl+Enter"),
    ("Actions only", ">"),
    ("Entities only", "@"),
)
FIXED = (
    ("In a table", TABLE_KEYS),
    ("In a form", FORM_KEYS),
    ("In a date or an amount", FIELD_KEYS),
    ("In the search (Ctrl+K)", PALETTE_KEYS),
)


def shortcut_groups(
    actions: ActionRegistry, entries: Sequence[PageEntry]
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return every shortcut as ``(what, keys)`` under its heading; nothing is left out."""
    groups: list[tuple[str, list[tuple[str, str]]]] = []
    for menu in (*MENUS, ""):
        commands = [one for one in actions.in_menu(menu) if one.shortcut]
        words = [(one.words.replace("&&", "&"), native(one.shortcut)) for one in commands]
        groups.append((menu or "Elsewhere", words))
    groups += [(f"On the page {entry.title}", list(entry.keys)) for entry in entries]
    groups += [(title, list(keys)) for title, keys in FIXED]
    return [(title, keys) for title, keys in groups if keys]


def shortcut_sheet(actions: ActionRegistry, entries: Sequence[PageEntry] = ()) -> QWidget:
    """Return the list of shortcuts by menu and page, to be shown in the drawer."""
    sheet = QWidget()
    lines = column(spacing=4, margins=(20, 12, 20, 20))
    for title, keys in shortcut_groups(actions, entries):
        _add_group(lines, title, keys)
    lines.addStretch(1)
    sheet.setLayout(lines)
    return sheet


def native(shortcut: str) -> str:
    """Return a shortcut as this system writes it."""
    return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)


def _add_group(lines: QVBoxLayout, title: str, keys: Sequence[tuple[str, str]]) -> None:
    lines.addWidget(label(title, "small-strong"))
    for words, key in keys:
        one = row(spacing=12, margins=(0, 2, 0, 2))
        one.addWidget(label(words, wrap=True), 1)
        one.addWidget(label(key, "key"), 0, Qt.AlignmentFlag.AlignTop)
        lines.addLayout(one)
    lines.addSpacing(10)
