"""A form that Enter hands over, from whichever field stands in it."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from financedesk.errors import FinanceDeskError
from financedesk.ui.widgets.banner import Banner
from financedesk.ui.widgets.build import button
from financedesk.ui.widgets.form_row import FormRow

_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class EnterForm(QWidget):
    """Saves on Enter; a field that wants the key for itself keeps it."""

    def save(self) -> None:
        """Hand over what was typed if it can be done."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves, from whichever field."""
        if Qt.Key(event.key()) in _ENTER:
            self.save()
        else:
            super().keyPressEvent(event)


class SavingForm(EnterForm):
    """Hands over what was typed once, and takes back what the ledger refuses with its reason.

    A form of this kind says what its ``fields`` are, which ``problems`` they have and what
    ``hand_over`` does; the refusal stands in ``problem`` at its top and nothing typed is lost.
    """

    def __init__(self, words: str = "Save", *, icon: str = "", name: str = "") -> None:
        """``words``, ``icon`` and ``name`` are those of the button that saves."""
        super().__init__()
        self.problem = Banner("", "bad")
        self.save_button: QPushButton = button(
            words, "primary", icon=icon, name=name, on_click=self.save
        )

    @property
    def fields(self) -> Sequence[QWidget]:
        """The fields in the order in which Tab reaches them."""
        return (self.save_button,)

    def problems(self) -> Sequence[tuple[FormRow, str]]:
        """Return what is wrong, row by row; no words where nothing is."""
        return ()

    def hand_over(self) -> None:
        """Give what was typed to whoever writes it."""

    def set_tab_order(self) -> None:
        """Let Tab follow ``fields``."""
        for before, after in pairwise(self.fields):
            QWidget.setTabOrder(before, after)

    def save(self) -> None:
        """Hand over what was typed if it is complete, else say what is missing."""
        self.problem.say("")
        found = self.problems()
        for place, words in found:
            place.say(words)
        wrong = [place for place, words in found if words]
        if wrong:
            wrong[0].field.setFocus()
        elif self.save_button.isEnabled():
            self.save_button.setEnabled(False)
            self.hand_over()

    def refuse(self, error: FinanceDeskError) -> None:
        """Say why the ledger did not take it; everything that was typed stays."""
        self.problem.say(str(error), "bad")
        self.save_button.setEnabled(True)
        self.fields[0].setFocus()
