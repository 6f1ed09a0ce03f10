"""What the window remembers from one day to the next: place, page, theme, text size, density."""

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QMainWindow

from financedesk.ui.theme import Density, Mode, Theme

ORGANISATION = "FinanceDesk"
START_PAGE = "window/start_page"
"""``last`` or ``first``: which page the window begins with."""


def user_settings() -> QSettings:
    """Return the user's own settings on this computer."""
    return QSettings(ORGANISATION, ORGANISATION)


class WindowState:
    """Reads and writes the window's part of the settings; damaged values count as absent."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    def restore_theme(self, theme: Theme) -> None:
        """Bring back mode, text size and density; amounts are never hidden at the start."""
        words = str(self._settings.value("view/theme", Mode.SYSTEM.value))
        modes = {mode.value: mode for mode in Mode}
        theme.set_mode(modes.get(words, Mode.SYSTEM))
        size = str(self._settings.value("view/text_size", "100"))
        if size.isdecimal() and int(size) != theme.text_size:
            theme.set_text_size(int(size))
        air = str(self._settings.value("view/density", Density.COMFORTABLE.value))
        densities = {density.value: density for density in Density}
        theme.set_density(densities.get(air, Density.COMFORTABLE))
        theme.set_amounts_hidden(False)

    def restore_window(self, window: QMainWindow) -> bool:
        """Bring back size and place; tell whether there was anything to bring back."""
        geometry = self._settings.value("window/geometry")
        return isinstance(geometry, QByteArray) and window.restoreGeometry(geometry)

    @property
    def page(self) -> str:
        """The page to begin with: the one that was open last, or none if the first is wished."""
        if str(self._settings.value(START_PAGE, "last")) != "last":
            return ""
        return str(self._settings.value("window/page", ""))

    @property
    def sidebar(self) -> bool | None:
        """Whether the sidebar was made narrow (or wide) by hand; None if it follows the window."""
        return {"narrow": True, "wide": False}.get(str(self._settings.value("window/sidebar", "")))

    @property
    def drawer(self) -> int | None:
        """How wide the drawer was made; None for its own width."""
        width = str(self._settings.value("window/drawer", ""))
        return int(width) if width.isdecimal() else None

    def save_parts(self, *, sidebar: bool | None, drawer: int) -> None:
        """Keep how wide sidebar and drawer are."""
        words = {True: "narrow", False: "wide", None: ""}[sidebar]
        self._settings.setValue("window/sidebar", words)
        self._settings.setValue("window/drawer", str(drawer))

    def save(self, window: QMainWindow, theme: Theme, page: str) -> None:
        """Keep everything for the next start."""
        self._settings.setValue("window/geometry", window.saveGeometry())
        self._settings.setValue("window/page", page)
        self._settings.setValue("view/theme", theme.mode.value)
        self._settings.setValue("view/text_size", str(theme.text_size))
        self._settings.setValue("view/density", theme.density.value)
