"""The palette and the style sheet, both filled from the tokens."""

from pathlib import Path
from string import Template

from PySide6.QtGui import QColor, QPalette

from financedesk.resources import resource
from financedesk.ui.theme.icons import write_icon
from financedesk.ui.theme.tokens import Scale, Tokens

_ROLES = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "surface_2",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "bad",
    QPalette.ColorRole.Highlight: "accent_soft",
    QPalette.ColorRole.HighlightedText: "text",
    QPalette.ColorRole.PlaceholderText: "text_3",
    QPalette.ColorRole.Link: "accent_text",
    QPalette.ColorRole.LinkVisited: "accent_text",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.ToolTipBase: "text",
    QPalette.ColorRole.ToolTipText: "surface",
    QPalette.ColorRole.Light: "surface",
    QPalette.ColorRole.Midlight: "surface_2",
    QPalette.ColorRole.Mid: "border",
    QPalette.ColorRole.Dark: "border_strong",
    QPalette.ColorRole.Shadow: "border_strong",
}
_DISABLED = (
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.Text,
    QPalette.ColorRole.ButtonText,
)
_SHEET_ICONS = {
    "icon_check": ("check", "on_accent"),
    "icon_menu_check": ("check", "accent_text"),
    "icon_chevron_down": ("chevron-down", "text_2"),
    "icon_chevron_up": ("chevron-up", "text_2"),
    "icon_chevron_right": ("chevron-right", "text_2"),
}


def palette(tokens: Tokens) -> QPalette:
    """Return Qt's palette in the colours of ``tokens``."""
    filled = QPalette()
    for role, token in _ROLES.items():
        filled.setColor(role, QColor(tokens.colour(token)))
    for role in _DISABLED:
        filled.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.border_strong))
    return filled


def style_sheet(tokens: Tokens, scale: Scale, icon_folder: Path) -> str:
    """Return the style sheet with every token filled in.

    A name in the template that is no token raises KeyError: a theme is whole or refused.
    """
    template = Template(resource("ui", "app.qss").read_text(encoding="utf-8"))
    icons = {
        name: write_icon(icon, tokens.colour(token), icon_folder)
        for name, (icon, token) in _SHEET_ICONS.items()
    }
    return template.substitute(tokens.colours() | scale.numbers() | icons)
