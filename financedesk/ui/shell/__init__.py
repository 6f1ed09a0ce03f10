"""The window around the pages: navigation, palette, status, drawer and toasts."""

from financedesk.ui.shell.main_window import MainWindow
from financedesk.ui.shell.page import Page, PageEntry, Shell
from financedesk.ui.shell.palette import PaletteEntry, PaletteProvider

__all__ = ["MainWindow", "Page", "PageEntry", "PaletteEntry", "PaletteProvider", "Shell"]
