"""What is done to chosen entries: give one back, name a drive, note a deposit."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QLineEdit

from financedesk.ledger.entities import AccountRow
from financedesk.ledger.refunds import Refundable, TypedRefund
from financedesk.ui.formatting import counted, dollars
from financedesk.ui.formatting import day as short_day
from financedesk.ui.widgets import FormRow, button, column, label, row
from financedesk.ui.widgets.build import combo, set_shown
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.enter_form import EnterForm
from financedesk.ui.widgets.form_row import Need, pair
from financedesk.ui.widgets.money_edit import MoneyEdit

_MARGINS = (20, 14, 20, 20)


class ShortForm(EnterForm):
    """A short form for the drawer: Enter does it, from whichever field."""

    def finish(self) -> None:
        """Hand over what was typed if it can be done."""

    def save(self) -> None:
        """Do it, as Enter does."""
        self.finish()


class RefundForm(ShortForm):
    """Gives one gift back, wholly or in part; ``save`` is handed the refund.

    ``proposed`` is what goes back unless the user says otherwise, in cents; all that is left
    without it.
    """

    def __init__(
        self,
        gift: Refundable,
        accounts: Sequence[AccountRow],
        today: date,
        save: Callable[[TypedRefund], None],
        cancel: Callable[[], None],
        proposed: int | None = None,
    ) -> None:
        super().__init__()
        self._gift, self._save, self._accounts = gift, save, accounts
        self.amount = MoneyEdit(gift.left_cents if proposed is None else proposed)
        self.date = DateEdit(today, max(today, date.fromisoformat(gift.day)))
        self.account, self.method = combo(), QLineEdit()
        self.account.addItems([one.name for one in accounts])
        self.method.setPlaceholderText("Check 2043, wire")
        self.amount_row = FormRow(
            "Amount", self.amount, "contributions.refund_amount", need=Need.REQUIRED
        )
        self.date_row = FormRow("Paid", self.date, "contributions.refund_date", need=Need.REQUIRED)
        self._account_row = FormRow("From account", self.account, "contributions.refund_account")
        self._lay_out(cancel)

    def _lay_out(self, cancel: Callable[[], None]) -> None:
        gift = self._gift
        body = column(spacing=12, margins=_MARGINS)
        given = f"{dollars(gift.amount_cents)} on {short_day(date.fromisoformat(gift.day))}"
        back = f", {dollars(gift.refunded_cents)} of it given back" if gift.refunded_cents else ""
        body.addWidget(label(gift.name, "section", wrap=True))
        body.addWidget(label(f"{given}{back}: {dollars(gift.left_cents)} left.", wrap=True))
        body.addLayout(pair(self.amount_row, self.date_row))
        body.addWidget(FormRow("Method", self.method, "contributions.refund_method"))
        body.addWidget(self._account_row)
        stands = gift.line or "No form shows it."
        body.addWidget(label(f"Stands on {stands}" if gift.line else stands, "small", wrap=True))
        self.save_button = button("Record refund", "primary", on_click=self.finish)
        body.addLayout(row(self.save_button, button("Cancel", on_click=cancel), None))
        body.addStretch(1)
        self.setLayout(body)
        set_shown(self._account_row, shown=len(self._accounts) > 1)

    def finish(self) -> None:
        """Hand over the refund if it can be recorded, else say what is wrong at its field."""
        cents, when = self.amount.cents, self.date.day
        left = self._gift.left_cents
        amount = self.amount.problem
        if cents is not None and not 0 < cents <= left:
            amount = f"Enter an amount above zero, at most {dollars(left)}: that is what is left."
        day = self.date.problem
        if when is not None and when.isoformat() < self._gift.day:
            day = "A refund cannot be earlier than its gift."
        self.amount_row.say(amount)
        self.date_row.say(day)
        if amount or day or cents is None or when is None or not self._accounts:
            return
        account = self._accounts[max(0, self.account.currentIndex())]
        self._save(
            TypedRefund(
                gift_id=self._gift.item_id, amount_cents=cents, day=when.isoformat(),
                account_id=account.id, method=self.method.text(),
            )
        )  # fmt: skip


class DriveForm(ShortForm):
    """Names the drive of chosen entries; a new name makes a new drive."""

    def __init__(
        self,
        number: int,
        drives: Sequence[str],
        save: Callable[[str], None],
        cancel: Callable[[], None],
    ) -> None:
        super().__init__()
        self._save = save
        self.drive = combo(editable=True)
        self.drive.addItems(["", *drives])
        body = column(spacing=12, margins=_MARGINS)
        words = f"{counted(number, 'entry', 'entries')} will belong to this drive."
        body.addWidget(label(words, wrap=True))
        body.addWidget(
            FormRow("Drive", self.drive, "contributions.drive", hint="Leave empty for none.")
        )
        apply = button("Set drive", "primary", on_click=self.finish)
        body.addLayout(row(apply, button("Cancel", on_click=cancel), None))
        body.addStretch(1)
        self.setLayout(body)

    def finish(self) -> None:
        """Hand over the drive's name."""
        self._save(self.drive.currentText())


class DepositedForm(ShortForm):
    """Notes on which day chosen gifts went to the bank."""

    def __init__(
        self, number: int, today: date, save: Callable[[str], None], cancel: Callable[[], None]
    ) -> None:
        super().__init__()
        self._save = save
        self.date = DateEdit(today, today)
        body = column(spacing=12, margins=_MARGINS)
        body.addWidget(label(f"{counted(number, 'gift')} went to the bank together.", wrap=True))
        self.date_row = FormRow(
            "Deposited", self.date, "contributions.deposited", need=Need.REQUIRED
        )
        body.addWidget(self.date_row)
        apply = button("Note deposit", "primary", on_click=self.finish)
        body.addLayout(row(apply, button("Cancel", on_click=cancel), None))
        body.addStretch(1)
        self.setLayout(body)

    def finish(self) -> None:
        """Hand over the day."""
        self.date_row.say(self.date.problem)
        if self.date.day is not None:
            self._save(self.date.day.isoformat())
