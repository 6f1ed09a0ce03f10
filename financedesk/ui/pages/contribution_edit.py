"""The form that corrects one entry: amount, day, drive, and what the giver does."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from financedesk.book import UnitOfWork
from financedesk.ledger.edit import ItemEdit, complete_work, replace_item
from financedesk.ledger.overview import DriveProgress
from financedesk.ledger.register import RegisterDetail
from financedesk.ledger.typed_gift import find_or_make_drive
from financedesk.ui.widgets import Banner, FormRow, button, column, label, row
from financedesk.ui.widgets.build import combo
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.form_row import Need, pair
from financedesk.ui.widgets.money_edit import MoneyEdit

_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


@dataclass(frozen=True)
class Correction:
    """What an entry shall say from now on; the amount in cents."""

    item_id: int
    entity_id: int
    amount_cents: int
    day: str
    drive: str
    employer: str
    occupation: str
    knows_work: bool

    def write(self, unit: UnitOfWork) -> None:
        """Write the correction; see ``replace_item`` and ``complete_work`` for what is refused."""
        drive_id = find_or_make_drive(unit, self.entity_id, self.drive)
        replace_item(unit, self.item_id, ItemEdit(self.amount_cents, self.day, drive_id))
        if self.knows_work:
            complete_work(unit, self.item_id, self.employer, self.occupation)


class CorrectionForm(QWidget):
    """Shows an entry's fields; a locked one lets only its drive be changed."""

    def __init__(
        self,
        detail: RegisterDetail,
        drives: Sequence[DriveProgress],
        today: date,
        save: Callable[[Correction], None],
        cancel: Callable[[], None],
    ) -> None:
        super().__init__()
        self._detail, self._save = detail, save
        one, known = detail.row, detail.contact
        self.amount = MoneyEdit(one.amount_cents)
        self.date = DateEdit(today, date.fromisoformat(one.date))
        self.drive = combo(editable=True)
        self.drive.addItem("")
        self.drive.addItems([x.name for x in drives if x.entity_id == one.entity_id])
        self.drive.setCurrentText(one.drive)
        self.employer = QLineEdit(known.employer if known else "")
        self.occupation = QLineEdit(known.occupation if known else "")
        self._knows_work = known is not None and known.is_person and not one.locked
        self._lay_out(cancel)

    def _lay_out(self, cancel: Callable[[], None]) -> None:
        one = self._detail.row
        body = column(spacing=12, margins=(20, 14, 20, 20))
        body.addWidget(label(one.name, "section", wrap=True))
        if one.locked:
            body.addWidget(Banner(f"{one.locked} Its drive may still change.", "neutral"))
        self.amount_row = FormRow("Amount", self.amount, "contributions.amount", need=Need.REQUIRED)
        self.date_row = FormRow("Date", self.date, "contributions.date", need=Need.REQUIRED)
        for field in (self.amount, self.date):
            field.setEnabled(not one.locked)
        body.addLayout(pair(self.amount_row, self.date_row))
        body.addWidget(FormRow("Drive", self.drive, "contributions.drive"))
        if self._knows_work:
            hint = "Fills in this giver’s other entries that do not know it and are not filed."
            body.addWidget(
                FormRow("Employer", self.employer, "contributions.employer", need=Need.BEST_EFFORTS)
            )
            body.addWidget(
                FormRow(
                    "Occupation",
                    self.occupation,
                    "contributions.occupation",
                    need=Need.BEST_EFFORTS,
                    hint=hint,
                )
            )
        save = button("Save", "primary", on_click=self.save)
        body.addLayout(row(save, button("Cancel", on_click=cancel), None))
        body.addStretch(1)
        self.setLayout(body)

    def save(self) -> None:
        """Hand over the correction if it can be read, else say what is wrong."""
        self.amount_row.say(self.amount.problem)
        self.date_row.say(self.date.problem)
        cents, when = self.amount.cents, self.date.day
        if cents is None or when is None:
            return
        one = self._detail.row
        self._save(
            Correction(
                one.id, one.entity_id, cents, when.isoformat(), self.drive.currentText(),
                self.employer.text(), self.occupation.text(), self._knows_work,
            )
        )  # fmt: skip

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves, from whichever field."""
        if Qt.Key(event.key()) in _ENTER:
            self.save()
        else:
            super().keyPressEvent(event)
