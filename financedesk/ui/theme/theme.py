"""The theme in force, and switching it while the desk is open."""

from enum import Enum
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QObject, Qt, QTemporaryDir, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from financedesk.ui.formatting import masked
from financedesk.ui.theme import icons
from financedesk.ui.theme.dressing import dress, recolour
from financedesk.ui.theme.fonts import font, load_fonts
from financedesk.ui.theme.privacy import BASE_STYLE, CoveringStyle
from financedesk.ui.theme.style import palette, style_sheet
from financedesk.ui.theme.tokens import DARK, HIGH_CONTRAST, LIGHT, Density, Scale, Tokens


class Mode(Enum):
    """What the user chose; ``SYSTEM`` follows the wish of the operating system."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high contrast"


_FIXED = {Mode.LIGHT: LIGHT, Mode.DARK: DARK, Mode.HIGH_CONTRAST: HIGH_CONTRAST}


class Theme(QObject):
    """The look of one application: mode, text size, density, and the tokens that follow.

    Painted widgets read ``tokens`` and ``scale`` while painting, so nothing of them is
    stored twice; ``changed`` follows every switch, after palette and style sheet are set.
    ``amounts_hidden`` covers every amount on the screen; ``privacy_changed`` tells of it.
    """

    changed = Signal()
    privacy_changed = Signal(bool)
    _in_force: ClassVar["Theme | None"] = None

    def __init__(self, application: QApplication) -> None:
        """Load fonts and dress ``application``; one theme serves one application."""
        super().__init__(application)
        self._application = application
        self._mode = Mode.SYSTEM
        self._text_size = 100
        self._density = Density.COMFORTABLE
        self._amounts_hidden = False
        self._dressed = False
        self._icon_folder = QTemporaryDir()
        self.tokens: Tokens = LIGHT
        self.scale = Scale.at(100)
        application.setStyle(BASE_STYLE)
        load_fonts()
        self._follow_system()
        Theme._in_force = self
        self._apply()

    @classmethod
    def in_force(cls) -> "Theme":
        """Return the theme that dresses the application."""
        if cls._in_force is None:
            raise RuntimeError("A widget was made before the application had a theme.")
        return cls._in_force

    @property
    def mode(self) -> Mode:
        """What the user chose."""
        return self._mode

    @property
    def text_size(self) -> int:
        """The text size in percent, 90 to 130."""
        return self._text_size

    @property
    def density(self) -> Density:
        """How much air rows and controls have."""
        return self._density

    @property
    def amounts_hidden(self) -> bool:
        """Whether amounts are covered on the screen; never so at the start."""
        return self._amounts_hidden

    def set_mode(self, mode: Mode) -> None:
        """Switch the whole desk to ``mode`` at once."""
        self._mode = mode
        self._apply()

    def set_text_size(self, percent: int) -> None:
        """Scale type and rows; the window's other measures stay."""
        self._text_size = percent
        self._apply()

    def set_density(self, density: Density) -> None:
        """Give rows and controls more or less air; the type keeps its size."""
        self._density = density
        self._apply()

    def set_amounts_hidden(self, hidden: bool) -> None:  # noqa: FBT001 - a plain setter
        """Cover or show every amount on the screen, also those that stand there already."""
        if hidden is not self._amounts_hidden:
            self._amounts_hidden = hidden
            # Setting a style repaints every widget, so that nothing stays uncovered.
            self._application.setStyle(CoveringStyle() if hidden else BASE_STYLE)
            self.privacy_changed.emit(hidden)

    def shown(self, words: str) -> str:
        """Return words as they may stand on the screen: amounts covered while they are hidden."""
        return masked(words) if self._amounts_hidden else words

    def toggle(self) -> None:
        """Go from light to dark or back, whatever the system says."""
        self.set_mode(Mode.LIGHT if self.tokens.is_dark else Mode.DARK)

    def _follow_system(self) -> None:
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._system_changed)
        ask = getattr(hints, "accessibility", None)  # Qt 6.10 and later
        if ask is not None:
            ask().contrastPreferenceChanged.connect(self._system_changed)

    def _system_changed(self) -> None:
        if self._mode is Mode.SYSTEM:
            self._apply()

    def _apply(self) -> None:
        tokens = _FIXED.get(self._mode) or system_tokens()
        scale = Scale.at(self._text_size, self._density)
        if self._dressed and (tokens, scale) == (self.tokens, self.scale):
            return  # dressing every widget again takes a tenth of a second
        same_measures = self._dressed and scale == self.scale
        self._dressed = True
        self.tokens, self.scale = tokens, scale
        folder = Path(self._icon_folder.path())
        self._application.setFont(font(self.scale.body))
        self._application.setPalette(palette(self.tokens))
        put_on = recolour if same_measures else dress
        put_on(self._application, style_sheet(self.tokens, self.scale, folder))
        icons.refresh_icons(self.tokens)
        self.changed.emit()


def current_theme() -> Theme:
    """Return the application's theme, as ``QApplication.palette()`` returns its palette."""
    return Theme.in_force()


def system_tokens() -> Tokens:
    """Return the tokens that the operating system asks for: contrast first, then darkness."""
    hints = QGuiApplication.styleHints()
    ask = getattr(hints, "accessibility", None)  # Qt 6.10 and later
    if ask is not None and ask().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return HIGH_CONTRAST
    return DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT
