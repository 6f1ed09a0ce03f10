"""What every section of the settings is: cards in one column, read anew when asked."""

from PySide6.QtWidgets import QWidget

from financedesk.ui.shell.page import Shell
from financedesk.ui.theme.tokens import CARD_GAP
from financedesk.ui.widgets import Card
from financedesk.ui.widgets.build import column


class Section(QWidget):
    """One section; ``refresh`` is called when it is looked at after something changed."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.is_stale = True
        self.body = column(spacing=CARD_GAP)
        self.setLayout(column(self.body, None, margins=(0, 0, 12, 4)))

    def card(self, title: str, subtitle: str = "") -> Card:
        """Return a new card at the end of the column."""
        made = Card(title, subtitle)
        made.body.setSpacing(14)
        self.body.addWidget(made)
        return made

    def refresh(self) -> None:
        """Show what is true now."""
