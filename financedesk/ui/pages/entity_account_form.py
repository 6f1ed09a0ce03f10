"""The form of a bank account: its kind decides the lines, its balance begins the books."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QLayout, QLineEdit, QWidget

from financedesk.ledger.account_edit import AccountFacts
from financedesk.ledger.entities import EntityRow
from financedesk.ledger.entity_detail import AccountState
from financedesk.rules.entities import account_kind
from financedesk.rules.entity_accounts import accounts_allowed
from financedesk.ui.pages.entity_form import proposed_code
from financedesk.ui.widgets import Banner, FormRow, button, column, label, row
from financedesk.ui.widgets.build import combo
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.enter_form import SavingForm
from financedesk.ui.widgets.form_row import Need, pair
from financedesk.ui.widgets.money_edit import MoneyEdit


class AccountForm(SavingForm):
    """Takes a bank account; Enter saves a new one and begins the next.

    ``close`` and ``delete`` act on an account that is there; ``reopen`` on a closed one.
    """

    def __init__(
        self,
        entity: EntityRow,
        today: date,
        save: Callable[[AccountFacts], None],
        cancel: Callable[[], None],
        before: AccountState | None = None,
        *,
        close: Callable[[], None] | None = None,
        delete: Callable[[], None] | None = None,
    ) -> None:
        super().__init__("Save" if before else "Save and next")
        self._entity, self._save, self.before = entity, save, before
        self._own_code = before is not None
        self._make_fields(today)
        self._lay_out(cancel, close, delete)
        if before is not None:
            self._fill(before)
        self._say_kind()
        self.name.textEdited.connect(lambda _text: self._propose_code())
        self.code.textEdited.connect(self._take_code)
        self.kind.currentIndexChanged.connect(lambda _at: self._say_kind())
        self.set_tab_order()

    def _make_fields(self, today: date) -> None:
        self.name, self.code, self.bank = QLineEdit(), QLineEdit(), QLineEdit()
        self.name.setPlaceholderText("Federal checking")
        self.kind = combo()
        for code in accounts_allowed(self._entity.kind).accounts:
            self.kind.addItem(account_kind(code).label, code)
        self.opened_on = DateEdit(today, date(today.year, 1, 1))
        self.balance = MoneyEdit(0)

    def _lay_out(
        self,
        cancel: Callable[[], None],
        close: Callable[[], None] | None,
        delete: Callable[[], None] | None,
    ) -> None:
        self.lock = Banner(self.before.lock if self.before else "", "neutral")
        self.name_row = FormRow("Name", self.name, "entities.account_name", need=Need.REQUIRED)
        self.code_row = FormRow(
            "Short name", self.code, "entities.account_code", need=Need.REQUIRED
        )
        self.day_row = FormRow("Open since", self.opened_on, "entities.account_day")
        self.balance_row = FormRow("Balance then", self.balance, "entities.account_balance")
        self._law = label("", "small", wrap=True)
        body = column(
            self.problem, self.lock, label(f"Account of {self._entity.name}", "quiet", wrap=True),
            self.name_row, spacing=12, margins=(20, 14, 20, 20),
        )  # fmt: skip
        body.addWidget(FormRow("Kind", self.kind, "entities.account_kind"))
        body.addWidget(self._law)
        body.addWidget(self.code_row)
        body.addWidget(FormRow("Bank", self.bank, "entities.account_bank"))
        body.addLayout(pair(self.day_row, self.balance_row))
        body.addLayout(row(self.save_button, button("Done", on_click=cancel), None))
        body.addLayout(self._ends(close, delete))
        body.addWidget(label("Enter saves · Esc closes · t + − move the date", "caption"))
        body.addStretch(1)
        self.setLayout(body)

    def _ends(self, close: Callable[[], None] | None, delete: Callable[[], None] | None) -> QLayout:
        """Return what ends an account that is there; of a new one there is nothing to end."""
        made = row(spacing=8)
        closed = bool(self.before and self.before.account.closed_on)
        words, icon = ("Reopen", "lock-open") if closed else ("Close…", "lock")
        if close is not None:
            made.addWidget(button(words, icon=icon, name=f"{words} the account", on_click=close))
        if delete is not None:
            made.addWidget(button("Delete", icon="trash-2", on_click=delete))
        made.addStretch(1)
        return made

    @property
    def fields(self) -> Sequence[QWidget]:
        """The fields in the order in which Tab reaches them."""
        return (
            self.name, self.kind, self.code, self.bank, self.opened_on, self.balance,
            self.save_button,
        )  # fmt: skip

    def _fill(self, before: AccountState) -> None:
        account = before.account
        self.name.setText(account.name)
        self.code.setText(account.code)
        self.bank.setText(account.bank)
        if self.kind.findData(account.kind) < 0:  # it was made before the rule was known here
            self.kind.addItem(account_kind(account.kind).label, account.kind)
        self.kind.setCurrentIndex(self.kind.findData(account.kind))
        opened = account.opening_date
        self.opened_on.set_day(date.fromisoformat(opened) if opened else None)
        self.balance.set_cents(account.opening_balance_cents)
        for field in (self.kind, self.opened_on, self.balance):
            field.setEnabled(not before.lock)
            field.setToolTip(before.lock)

    def _say_kind(self) -> None:
        kind = account_kind(str(self.kind.currentData()))
        allowed = accounts_allowed(self._entity.kind)
        on_form = "" if kind.files else " Its money stands on no line of Form 3X or Form 3."
        self._law.setText(f"{allowed.refuse} ({allowed.citation}){on_form}")

    def _propose_code(self) -> None:
        if not self._own_code:
            self.code.setText(proposed_code(self.name.text()))

    def _take_code(self, text: str) -> None:
        self._own_code = bool(text)

    # --- saving

    def problems(self) -> Sequence[tuple[FormRow, str]]:
        """Return what is missing or cannot be read."""
        opened = self.opened_on.text().strip()
        return (
            (self.name_row, "" if self.name.text().strip() else "Name the account."),
            (self.code_row, "" if self.code.text().strip() else "Give it a short name."),
            (self.day_row, self.opened_on.problem if opened or self.balance.cents else ""),
            (self.balance_row, self.balance.problem if self.balance.text().strip() else ""),
        )

    def hand_over(self) -> None:
        """Give the facts to whoever writes them."""
        self._save(self.facts())

    def facts(self) -> AccountFacts:
        """Return what the form holds."""
        opened = self.opened_on.day
        return AccountFacts(
            code=self.code.text(), kind=str(self.kind.currentData()), name=self.name.text(),
            bank=self.bank.text(), opening_date=opened.isoformat() if opened else "",
            opening_balance_cents=self.balance.cents or 0,
        )  # fmt: skip

    def next_one(self) -> None:
        """Begin the next account; bank and day stay."""
        self._own_code = False
        self.name.clear()
        self.code.clear()
        self.balance.set_cents(0)
        self.kind.setCurrentIndex(0)
        self.save_button.setEnabled(True)
        self.name.setFocus()
