"""The short forms of the Entities page: a unit of the tree, and the last day of something."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QLineEdit, QWidget

from financedesk.ledger.organisation_tree import LEVELS, UnitRow
from financedesk.ledger.unit_edit import UnitFacts
from financedesk.ui.pages.entity_form import proposed_code
from financedesk.ui.pages.entity_words import LEVEL_WORDS
from financedesk.ui.widgets import FormRow, button, column, label, row
from financedesk.ui.widgets.build import combo
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.enter_form import SavingForm
from financedesk.ui.widgets.form_row import Need

_MARGINS = (20, 14, 20, 20)


class UnitForm(SavingForm):
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
        self.name, self.code, self.level, self.above = QLineEdit(), QLineEdit(), combo(), combo()
        for level in LEVELS:
            self.level.addItem(LEVEL_WORDS[level], level)
        self.above.addItem("Nothing: it is at the top", None)
        for one in units:
            if before is None or one.id != before.id:
                self.above.addItem(one.name, one.id)
        self.name_row = FormRow("Name", self.name, "entities.unit_name", need=Need.REQUIRED)
        self.code_row = FormRow("Short name", self.code, "entities.unit_code", need=Need.REQUIRED)
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
        self.set_tab_order()

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

    def problems(self) -> Sequence[tuple[FormRow, str]]:
        """Return what is missing."""
        return (
            (self.name_row, "" if self.name.text().strip() else "Name the unit."),
            (self.code_row, "" if self.code.text().strip() else "Give it a short name."),
        )

    def hand_over(self) -> None:
        """Give the unit to whoever writes it."""
        self._save(
            UnitFacts(
                code=self.code.text(), name=self.name.text(),
                level=str(self.level.currentData()), parent_id=self.above.currentData(),
            )
        )  # fmt: skip


class CloseForm(SavingForm):
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
        super().__init__("Close it", icon="lock", name=f"Close {name}")
        self._close = close
        self.day = DateEdit(today, today)
        self.day_row = FormRow("Last day", self.day, "entities.closed_on", need=Need.REQUIRED)
        body = column(
            self.problem, label(words, "quiet", wrap=True), self.day_row, spacing=12,
            margins=_MARGINS,
        )  # fmt: skip
        body.addLayout(row(self.save_button, button("Keep it open", on_click=cancel), None))
        body.addStretch(1)
        self.setLayout(body)
        self.set_tab_order()

    @property
    def fields(self) -> Sequence[QWidget]:
        """The fields in the order in which Tab reaches them."""
        return (self.day, self.save_button)

    def problems(self) -> Sequence[tuple[FormRow, str]]:
        """Return what is wrong with the day."""
        return ((self.day_row, self.day.problem),)

    def hand_over(self) -> None:
        """Give the day to whoever closes it."""
        if self.day.day is not None:
            self._close(self.day.day.isoformat())
