"""The base of widgets that draw themselves: repainted and measured anew with the theme."""

from PySide6.QtWidgets import QWidget

from financedesk.ui.theme import Scale, Tokens, current_theme


class Painted(QWidget):
    """A widget that reads the tokens while it paints."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        current_theme().changed.connect(self._restyle)

    @property
    def tokens(self) -> Tokens:
        """The colours in force."""
        return current_theme().tokens

    @property
    def scale(self) -> Scale:
        """The sizes in force."""
        return current_theme().scale

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()
