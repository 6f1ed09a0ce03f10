"""Colours, type, icons and the style sheet: the only source of how the desk looks."""

from financedesk.ui.theme.fonts import Weight, font
from financedesk.ui.theme.icons import bind_icon, pixmap
from financedesk.ui.theme.theme import Mode, Theme, current_theme
from financedesk.ui.theme.tokens import Density, Scale, Tokens

__all__ = [
    "Density",
    "Mode",
    "Scale",
    "Theme",
    "Tokens",
    "Weight",
    "bind_icon",
    "current_theme",
    "font",
    "pixmap",
]
