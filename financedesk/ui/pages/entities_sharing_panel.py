"""The drawer of an invoice, how it was reckoned and by what law it is due, and settling it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from financedesk.ledger.cost_invoices import SETTLED, Invoice
from financedesk.ledger.cost_settling import PROPOSED, RECEIVED, SENT, Payment
from financedesk.ledger.typed_transfer import Side
from financedesk.rules.cost_sharing import bases
from financedesk.ui.formatting import day, dollars, percent, span
from financedesk.ui.pages.entities_sharing_invoice import share_words
from financedesk.ui.pages.entities_sharing_rows import (
    InvoiceLine,
    days_words,
    for_words,
    state_words,
    terms_words,
)
from financedesk.ui.pages.entities_sharing_sides import MARGINS
from financedesk.ui.theme import Weight, current_theme, font
from financedesk.ui.widgets import Chip, FormRow, button, column, label, row
from financedesk.ui.widgets.build import allow, combo
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.enter_form import SavingForm
from financedesk.ui.widgets.facts import fact_line
from financedesk.ui.widgets.form_row import Need, pair
from financedesk.ui.widgets.money_edit import MoneyEdit

_STEPS = (
    (PROPOSED, "Draft: only proposed"),
    (SENT, "Sent on this day, not received yet"),
    (RECEIVED, "Sent and received on this day"),
)


@dataclass(frozen=True)
class InvoiceActs:
    """What the buttons of the drawer do, and why they cannot ("" where they can)."""

    settle: Callable[[], None]
    delete: Callable[[], None]
    show_transfers: Callable[[], None]
    why_not_settle: str = ""
    why_not_delete: str = ""


class InvoicePanel(QWidget):
    """Everything about one invoice; nothing of it is changed here but by its buttons."""

    def __init__(self, line: InvoiceLine, agreement: str, acts: InvoiceActs) -> None:
        """``agreement`` is the name of the agreement that it rests on, "" without one."""
        super().__init__()
        self.line, self._acts = line, acts
        self._body = column(spacing=4, margins=(20, 16, 20, 20))
        self._heading()
        self._buttons()
        self._facts(agreement)
        self._reckoning()
        self._law()
        self._body.addStretch(1)
        self.setLayout(self._body)

    def _heading(self) -> None:
        one, today = self.line.one, self.line.today
        held = label(dollars(one.facts.amount_cents), "kpi")
        held.setFont(font(current_theme().scale.kpi, Weight.TITLE, tabular=True))
        held.setAccessibleName(f"Amount {dollars(one.facts.amount_cents)}")
        top = row(held, None, spacing=8)
        top.addWidget(Chip(*state_words(one, today)), 0, Qt.AlignmentFlag.AlignVCenter)
        self._body.addLayout(top)
        self._body.addWidget(
            label(f"{self.line.debtor} owes {self.line.bearer}", "small", wrap=True)
        )

    def _buttons(self) -> None:
        one, acts = self.line.one, self._acts
        self.settle = button("Settle…", "primary", icon="banknote", on_click=acts.settle)
        self.delete = button("Delete", icon="trash-2", name="Delete the invoice",
                             on_click=acts.delete)  # fmt: skip
        left = one.open_cents - one.paid.proposed_cents
        done = "" if left > 0 else "Everything of it is paid or proposed."
        paid = one.paid.moved_cents + one.paid.proposed_cents
        held = "A transfer pays it; delete or cancel that transfer first." if paid else ""
        allow(self.settle, acts.why_not_settle or done)
        allow(self.delete, acts.why_not_delete or held)
        self._body.addSpacing(8)
        self._body.addLayout(row(self.settle, self.delete, None, spacing=8))
        if paid:
            self._body.addLayout(
                row(button("Show its transfers", "link", on_click=acts.show_transfers), None)
            )
        self._body.addSpacing(8)

    def _facts(self, agreement: str) -> None:
        one, today = self.line.one, self.line.today
        facts, paid = one.facts, one.paid
        first, last = date.fromisoformat(facts.from_date), date.fromisoformat(facts.to_date)
        time = days_words(one, today)
        self._pairs(
            ("Invoice", facts.number), ("For", for_words(one)), ("Used", span(first, last)),
            ("Agreement", agreement or "None: it stands in the findings"),
            ("Invoiced", day(date.fromisoformat(facts.invoiced_on))),
            ("Due", f"{day(one.due)}{f' ({time})' if time else ''}"),
            ("Received", dollars(paid.received_cents) if paid.received_cents else ""),
            ("On its way", dollars(paid.sent_cents) if paid.sent_cents else ""),
            ("Proposed", dollars(paid.proposed_cents) if paid.proposed_cents else ""),
            ("Still owed", "" if one.state(today) == SETTLED else dollars(one.open_cents)),
        )  # fmt: skip

    def _pairs(self, *pairs: tuple[str, str]) -> None:
        for name, words in pairs:
            if words:
                self._body.addLayout(fact_line(name, words, markable=False))

    def _reckoning(self) -> None:
        self._title("How it was reckoned")
        for words in reckoning_words(self.line.one):
            self._body.addWidget(label(words, wrap=True))

    def _law(self) -> None:
        self._title("By what law")
        self._body.addWidget(label(terms_words(self.line.one.terms), wrap=True))

    def _title(self, words: str) -> None:
        self._body.addSpacing(14)
        self._body.addWidget(label(words, "section"))
        self._body.addSpacing(2)


def reckoning_words(one: Invoice) -> tuple[str, ...]:
    """Return how the amount of an invoice was reckoned, a line for each part."""
    facts = one.facts
    if one.shares:
        return tuple(share_words(share) for share in one.shares)
    if facts.cost_cents is not None and facts.part is not None and facts.whole is not None:
        ratio = percent(facts.part, facts.whole, decimals=2)
        return (f"{dollars(facts.cost_cents)} × {ratio} = {dollars(facts.amount_cents)}",)
    basis = bases()[facts.basis].partition(":")[0]
    return (f"{basis}: {dollars(facts.amount_cents)}, as {facts.number} says it.",)


class SettleForm(SavingForm):
    """Takes a payment of an invoice: from which account to which, how much, and which step."""

    def __init__(
        self,
        one: Invoice,
        sides: tuple[Sequence[Side], Sequence[Side]],
        today: date,
        save: Callable[[Payment], None],
        cancel: Callable[[], None],
    ) -> None:
        """``sides`` are the accounts that may pay, and those that may be paid to."""
        super().__init__("Settle")
        self._one, self._save = one, save
        self.giver, self.taker, self.step = combo(), combo(), combo()
        for field, choices in ((self.giver, sides[0]), (self.taker, sides[1])):
            for side in choices:
                field.addItem(f"{side.entity.name} · {side.account.name}", side.account.id)
        for code, words in _STEPS:
            self.step.addItem(words, code)
        self._left = one.open_cents - one.paid.proposed_cents
        self.amount, self.day = MoneyEdit(self._left), DateEdit(today, today)
        self.method = QLineEdit()
        self.method.setPlaceholderText("Check 1042, wire")
        self._lay_out(cancel)
        self.set_tab_order()

    def _lay_out(self, cancel: Callable[[], None]) -> None:
        need = Need.REQUIRED
        self.giver_row = FormRow("From", self.giver, "sharing.pay_from", need=need)
        self.taker_row = FormRow("To", self.taker, "sharing.pay_to", need=need)
        self.amount_row = FormRow("Amount", self.amount, "sharing.pay_amount", need=need)
        self.day_row = FormRow("Date", self.day, "sharing.pay_date")
        facts = self._one.facts
        said = f"Invoice {facts.number}: {dollars(self._left)} of {dollars(facts.amount_cents)}"
        body = column(
            self.problem, label(f"{said} is owed.", wrap=True), self.giver_row, self.taker_row,
            spacing=12, margins=MARGINS,
        )  # fmt: skip
        body.addLayout(pair(self.amount_row, self.day_row))
        body.addWidget(FormRow("State", self.step, "sharing.pay_step"))
        body.addWidget(FormRow("Method", self.method, "sharing.pay_method"))
        body.addLayout(row(self.save_button, button("Cancel", on_click=cancel), None))
        note = "It is a price and no gift. Both sides get their entry; a draft gets none yet."
        body.addWidget(label(note, "small", wrap=True))
        body.addWidget(label("Enter saves · Esc leaves it as it was", "caption"))
        body.addStretch(1)
        self.setLayout(body)

    @property
    def fields(self) -> Sequence[QWidget]:
        """The fields in the order in which Tab reaches them."""
        return (
            self.giver, self.taker, self.amount, self.day, self.step, self.method,
            self.save_button,
        )  # fmt: skip

    def problems(self) -> Sequence[tuple[FormRow, str]]:
        """Return what is missing, and an amount that is more than is owed."""
        cents = self.amount.cents or 0
        over = f"No more than {dollars(self._left)} is owed." if cents > self._left else ""
        none = "" if cents > 0 else "Enter an amount above zero."
        account = "There is no open account that may pay it; add one under Entities."
        return (
            (self.giver_row, "" if self.giver.count() else account),
            (self.taker_row, "" if self.taker.count() else account),
            (self.amount_row, self.amount.problem or none or over),
            (self.day_row, self.day.problem),
        )

    def hand_over(self) -> None:
        """Give the payment to whoever writes it."""
        if self.day.day is None:
            return
        self._save(
            Payment(
                invoice_id=self._one.id, from_account_id=int(self.giver.currentData()),
                to_account_id=int(self.taker.currentData()), amount_cents=self.amount.cents or 0,
                day=self.day.day.isoformat(), step=str(self.step.currentData()),
                method=self.method.text(),
            )
        )  # fmt: skip
