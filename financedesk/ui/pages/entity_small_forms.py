"""The short forms of the Entities page: a unit of the tree, and the last day of something."""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from financedesk.errors import FinanceDeskError
from financedesk.ledger.organisation_tree import LEVELS, UnitRow
from financedesk.ledger.unit_edit import UnitFacts
from financedesk.ui.pages.entity_form import ENTER, proposed_code
from financedesk.ui.pages.entity_words import LEVEL_WORDS
from financedesk.ui.widgets import Banner, FormRow, button, column, label, row
from financedesk.ui.widgets.build import combo
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.form_row import Need

_MARGINS = (20, 14, 20, 20)


class UnitForm(QWidget):
    """Takes a unit: its name, its level and what it stands under."""

    def __init__(
        self,
        units: Sequence[UnitRow],
        save: Callable[[UnitFacts], None],
        cancel: Callable[[], None],
        before: UnitRow | None = None,
    ) -> None:
        super().__init__()
        self._save, self._own_code = save, before is not None
        self.problem = Banner("", "bad")
        self.name, self.code, self.level, self.above = QLineEdit(), QLineEdit(), combo(), combo()
        for level in LEVELS:
            self.level.addItem(LEVEL_WORDS[level], level)
        self.above.addItem("Nothing: it is at the top", None)
        for one in units:
            if before is None or one.id != before.id:
                self.above.addItem(one.name, one.id)
        self.name_row = FormRow("Name", self.name, "entities.unit_name", need=Need.REQUIRED)
        self.code_row = FormRow("Short name", self.code, "entities.unit_code", need=Need.REQUIRED)
        self.save_button = button("Save", "primary", on_click=self.save)
        body = column(self.problem, self.name_row, spacing=12, margins=_MARGINS)
        body.addWidget(FormRow("Level", self.level, "entities.unit_level"))
        body.addWidget(FormRow("Stands under", self.above, "entities.unit_above"))
        body.addWidget(self.code_row)
        body.addLayout(row(self.save_button, button("Cancel", on_click=cancel), None))
        body.addWidget(label("Enter saves · Esc leaves it as it was", "caption"))
        body.addStretch(1)
        self.setLayout(body)
        if before is not None:
            self._fill(before)
        self.name.textEdited.connect(lambda _text: self._propose_code())
        for first, second in pairwise(self.fields):
            QWidget.setTabOrder(first, second)

    @property
    def fields(self) -> Sequence[QWidget]:
        """The fields in the order in which Tab reaches them."""
        return (self.name, self.level, self.above, self.code, self.save_button)

    def _fill(self, before: UnitRow) -> None:
        self.name.setText(before.name)
        self.code.setText(before.code)
        self.level.setCurrentIndex(self.level.findData(before.level))
        self.above.setCurrentIndex(max(0, self.above.findData(before.parent_id)))

    def _propose_code(self) -> None:
        if not self._own_code:
            self.code.setText(proposed_code(self.name.text()))

    def refuse(self, error: FinanceDeskError) -> None:
        """Say why the ledger did not take it; everything that was typed stays."""
        self.problem.say(str(error), "bad")
        self.save_button.setEnabled(True)
        self.name.setFocus()

    def save(self) -> None:
        """Hand over what was typed if it is complete, else say what is missing."""
        self.problem.say("")
        self.name_row.say("" if self.name.text().strip() else "Name the unit.")
        self.code_row.say("" if self.code.text().strip() else "Give it a short name.")
        if self.name_row.message or self.code_row.message:
            (self.name if self.name_row.message else self.code).setFocus()
        elif self.save_button.isEnabled():
            self.save_button.setEnabled(False)
            self._save(
                UnitFacts(
                    code=self.code.text(), name=self.name.text(),
                    level=str(self.level.currentData()), parent_id=self.above.currentData(),
                )
            )  # fmt: skip

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves, from whichever field."""
        if Qt.Key(event.key()) in ENTER:
            self.save()
        else:
            super().keyPressEvent(event)


class CloseForm(QWidget):
    """Asks for the last day of an entity or an account; ``close`` is handed it."""

    def __init__(
        self,
        name: str,
        words: str,
        today: date,
        close: Callable[[str], None],
        cancel: Callable[[], None],
    ) -> None:
        """``words`` say what becomes of it, and what the law asks first."""
        super().__init__()
        self._close = close
        self.problem = Banner("", "bad")
        self.day = DateEdit(today, today)
        self.day_row = FormRow("Last day", self.day, "entities.closed_on", need=Need.REQUIRED)
        self.save_button = button(
            "Close it", "primary", icon="lock", name=f"Close {name}", on_click=self.save
        )
        body = column(
            self.problem, label(words, "quiet", wrap=True), self.day_row, spacing=12,
            margins=_MARGINS,
        )  # fmt: skip
        body.addLayout(row(self.save_button, button("Keep it open", on_click=cancel), None))
        body.addStretch(1)
        self.setLayout(body)
        QWidget.setTabOrder(self.day, self.save_button)

    def refuse(self, error: FinanceDeskError) -> None:
        """Say why it cannot be closed."""
        self.problem.say(str(error), "bad")
        self.save_button.setEnabled(True)
        self.day.setFocus()

    def save(self) -> None:
        """Hand over the day."""
        self.day_row.say(self.day.problem)
        day = self.day.day
        if day is not None and self.save_button.isEnabled():
            self.save_button.setEnabled(False)
            self._close(day.isoformat())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter closes it, from the field or the button."""
        if Qt.Key(event.key()) in ENTER:
            self.save()
        else:
            super().keyPressEvent(event)
