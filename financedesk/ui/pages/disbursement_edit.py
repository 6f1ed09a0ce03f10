"""The forms that correct one disbursement, and both sides of one transfer."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtWidgets import QLineEdit

from financedesk.ledger.bills import Bill
from financedesk.ledger.contacts import Contact
from financedesk.ledger.outlays import OutlayRow
from financedesk.ledger.payment_edit import EditOutlook, PaymentEdit
from financedesk.ledger.register import RegisterDetail
from financedesk.ledger.typed_transfer import TransferEdit
from financedesk.ledger.ultimate_payees import Behind
from financedesk.ledger.wall import Judgement
from financedesk.ui.pages.declaration import Declaration, WallLine, excess_words
from financedesk.ui.pages.disbursement_fields import category_choice
from financedesk.ui.pages.disbursement_words import purpose_warning
from financedesk.ui.widgets import Banner, FormRow, button, column, label, row
from financedesk.ui.widgets.build import set_shown
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.enter_form import EnterForm
from financedesk.ui.widgets.form_row import Need, pair
from financedesk.ui.widgets.money_edit import MoneyEdit

_ADDRESS = ("street", "city", "state", "zip")

Look = Callable[[PaymentEdit, Callable[[EditOutlook | None], None]], None]
"""Asks the wall about a correction in a job; the second is handed the answer."""


@dataclass(frozen=True)
class Outlay:
    """One entry with everything that is known of it: its bill, and who is behind it."""

    row: OutlayRow
    detail: RegisterDetail
    bill: Bill | None = None
    behind: Behind | None = None


class _Correction(EnterForm):
    """What both forms share: amount, day, purpose and how it was paid."""

    def __init__(self, one: OutlayRow, today: date) -> None:
        super().__init__()
        self.amount = MoneyEdit(one.entry.amount_cents)
        self.date = DateEdit(today, date.fromisoformat(one.entry.date))
        self.purpose, self.method = QLineEdit(one.purpose), QLineEdit(one.entry.method)
        for field in (self.purpose, self.method):
            field.setCursorPosition(0)
        need = Need.REQUIRED
        self.amount_row = FormRow("Amount", self.amount, "disbursements.amount", need=need)
        self.date_row = FormRow("Date", self.date, "disbursements.date", need=need)
        self.purpose_row = FormRow("Purpose", self.purpose, "disbursements.purpose")
        self.method_row = FormRow("Method", self.method, "disbursements.method")
        self.body = column(spacing=12, margins=(20, 14, 20, 20))
        self.setLayout(self.body)

    def _end(self, cancel: Callable[[], None]) -> None:
        save = button("Save", "primary", on_click=self.save)
        self.body.addLayout(row(save, button("Cancel", on_click=cancel), None))
        self.body.addStretch(1)

    def _read(self) -> tuple[int, str] | None:
        """Return amount and day if both can be read, else say what is wrong."""
        self.amount_row.say(self.amount.problem)
        self.date_row.say(self.date.problem)
        cents, when = self.amount.cents, self.date.day
        return None if cents is None or when is None else (cents, when.isoformat())


class DisbursementCorrection(_Correction):
    """Shows a disbursement's fields; a locked one lets only its check number be changed.

    ``look`` asks what the wall says of it as it stands in the form, and hands the answer on.
    """

    def __init__(
        self,
        one: Outlay,
        today: date,
        save: Callable[[PaymentEdit], None],
        cancel: Callable[[], None],
        look: Look,
    ) -> None:
        super().__init__(one.row, today)
        self._save, self._known, self._look, self._today = save, one.detail.contact, look, today
        self._wall: Judgement | None = None
        self.wall = WallLine()
        self.declaration = Declaration("disbursements.declared", "disbursements.declared_by")
        self._locked = one.row.entry.locked
        self.category = category_choice(one.row.category)
        self.election = QLineEdit(one.row.election_code)
        self.payee = QLineEdit(self._known.name if self._known else "")
        self.words = {name: QLineEdit(self._given(name)) for name in _ADDRESS}
        self.words["state"].setMaxLength(2)
        self._lay_out(one.row)
        self._end(cancel)
        self.purpose.textChanged.connect(lambda _text: self._judge())
        declared = (self.declaration.words, self.declaration.who)
        for field in (self.amount, self.date, self.election, self.payee, *declared):
            field.textChanged.connect(lambda _text: self._look_again())
        self._judge()

    def _given(self, name: str) -> str:
        if self._known is None:
            return ""
        return str(getattr(self._known, "street_1" if name == "street" else name))

    def _lay_out(self, one: OutlayRow) -> None:
        self.body.addWidget(label(one.payee, "section", wrap=True))
        if self._locked:
            words = f"{self._locked} How it was paid may still change."
            self.body.addWidget(Banner(words, "neutral"))
        category = FormRow("Category", self.category, "disbursements.category")
        election = FormRow("Election", self.election, "disbursements.election")
        payee = FormRow("Payee", self.payee, "disbursements.payee")
        self.body.addLayout(pair(self.amount_row, self.date_row))
        for part in (self.wall, *self.declaration.rows, self.purpose_row, self.method_row):
            self.body.addWidget(part)
        self.body.addWidget(category)
        self.body.addWidget(election)
        self.body.addWidget(payee)
        self._lay_out_address()
        set_shown(category, shown=bool(one.entry.line))
        set_shown(election, shown=bool(one.election_code))
        set_shown(payee, shown=self._known is not None and not self._known.is_person)
        fixed = (self.amount, self.date, self.purpose, self.category, self.election, self.payee)
        for field in (*fixed, *self.words.values()):
            field.setEnabled(not self._locked)

    def _lay_out_address(self) -> None:
        rows = {
            "street": FormRow("Street", self.words["street"], "disbursements.street"),
            "city": FormRow("City", self.words["city"], "disbursements.city"),
            "state": FormRow("State", self.words["state"], "disbursements.state"),
            "zip": FormRow("ZIP", self.words["zip"], "disbursements.zip"),
        }
        self.body.addWidget(rows["street"])
        place = row(spacing=10)
        for name, share in (("city", 3), ("state", 1), ("zip", 2)):
            place.addWidget(rows[name], share)
        self.body.addLayout(place)
        for part in rows.values():
            set_shown(part, shown=self._known is not None)

    def _judge(self) -> None:
        to_person = self._known is not None and self._known.is_person
        words = purpose_warning(self.purpose.text(), to_person=to_person)
        self.purpose_row.say(words, "warn")

    def _look_again(self) -> None:
        """Ask what the wall says of the entry as it would be."""
        cents, when = self.amount.cents, self.date.day
        if self._locked or cents is None or when is None:
            self._show_wall(None)
        else:
            self._look(self._edit(cents, when.isoformat()), self._show_wall)

    def _show_wall(self, found: EditOutlook | None) -> None:
        self._wall = None if found is None else found.wall
        self.wall.say(self._wall)
        self.declaration.show_for("" if found is None else found.asked)
        if self._wall is not None or not self.amount.problem:
            self.amount_row.say(excess_words(self._wall))

    def save(self) -> None:
        """Hand over the correction if it can be read, else say what is wrong."""
        read = self._read()
        if read is None:
            return
        rows = ((self.amount_row, excess_words(self._wall)), *self.declaration.problems)
        wrong = [place for place, words in rows if words]
        for place, words in rows:
            place.say(words)
        if wrong:
            wrong[0].field.setFocus()
        else:
            self._save(self._edit(*read))

    def _edit(self, cents: int, day: str) -> PaymentEdit:
        return PaymentEdit(
            amount_cents=cents, day=day, purpose=self.purpose.text(),
            category=str(self.category.currentData()), election_code=self.election.text(),
            method=self.method.text(), payee=self._payee(),
            note=self.declaration.note(self._today.isoformat()),
        )  # fmt: skip

    def _payee(self) -> Contact | None:
        if self._known is None:
            return None
        given = {name: field.text().strip() for name, field in self.words.items()}
        given["street_1"] = given.pop("street")
        given["state"] = given["state"].upper()
        if not self._known.is_person and self.payee.text().strip():
            given["name"] = self.payee.text().strip()
        return replace(self._known, **given)


class TransferCorrection(_Correction):
    """Shows what both sides of a transfer say; what is locked on either side is not offered."""

    def __init__(
        self,
        one: Outlay,
        today: date,
        save: Callable[[TransferEdit], None],
        cancel: Callable[[], None],
    ) -> None:
        super().__init__(one.row, today)
        self._save = save
        self.body.addWidget(label("Both sides change together.", "quiet", wrap=True))
        if one.row.locked:
            words = f"{one.row.locked} How it was paid may still change."
            self.body.addWidget(Banner(words, "neutral"))
        self.body.addLayout(pair(self.amount_row, self.date_row))
        self.body.addWidget(self.purpose_row)
        self.body.addWidget(self.method_row)
        for field in (self.amount, self.date, self.purpose):
            field.setEnabled(not one.row.locked)
        self._end(cancel)

    def save(self) -> None:
        """Hand over the correction if it can be read, else say what is wrong."""
        read = self._read()
        if read is not None:
            purpose, method = self.purpose.text(), self.method.text()
            self._save(
                TransferEdit(amount_cents=read[0], day=read[1], purpose=purpose, method=method)
            )
