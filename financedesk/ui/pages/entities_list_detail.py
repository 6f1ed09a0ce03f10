"""The drawer of one document of a list: what it says, how it stands, and what may be done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from financedesk.ledger.list_rows import ListRow
from financedesk.ledger.list_terms import BASES
from financedesk.ledger.list_transfers import Appraisal
from financedesk.rules.data_crossing import FAIR
from financedesk.ui.formatting import dollars
from financedesk.ui.pages.entities_list_fields import choice
from financedesk.ui.pages.entities_list_words import (
    ANSWER_WORDS,
    STATE_WORDS,
    cited,
    fact_words,
    state_words,
)
from financedesk.ui.pages.limit_words import CONFIDENCE_WORDS
from financedesk.ui.widgets import Chip, FormRow, button, column, label, line, row
from financedesk.ui.widgets.build import allow
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.enter_form import SavingForm
from financedesk.ui.widgets.facts import fact_line
from financedesk.ui.widgets.form_row import Need, pair
from financedesk.ui.widgets.money_edit import MoneyEdit

_MARGINS = (20, 14, 20, 20)
_BASES = {code: words for code, words in BASES.items() if code}


@dataclass(frozen=True)
class ListActions:
    """What the buttons of a document do."""

    pay: Callable[[], None]
    appraise: Callable[[], None]
    delete: Callable[[], None]
    show_entries: Callable[[], None]


class ListPanel(QWidget):
    """A document with its state, its law and its acts; ``why_not`` says why nothing may change."""

    def __init__(self, one: ListRow, actions: ListActions, why_not: str) -> None:
        super().__init__()
        self.one = one
        word, tone, _glyph = STATE_WORDS[one.state]
        self.chip = Chip(word, tone)
        body = column(row(self.chip, None), spacing=8, margins=_MARGINS)
        body.addWidget(label(state_words(one), wrap=True))
        for title, words in fact_words(one):
            body.addLayout(fact_line(title, words))
        body.addWidget(line())
        body.addWidget(label(cited(one.rule.words), "small", wrap=True))
        body.addWidget(label(CONFIDENCE_WORDS[one.rule.confidence], "caption", wrap=True))
        self.buttons = _buttons(one, actions, why_not)
        for made in self.buttons:
            body.addLayout(row(made, None))
        body.addStretch(1)
        self.setLayout(body)


def _buttons(one: ListRow, actions: ListActions, why_not: str) -> tuple[QPushButton, ...]:
    found = []
    if one.owed_cents:
        found.append(button("Record payment…", "primary", icon="banknote", on_click=actions.pay))
    if one.rule.price == FAIR:
        found.append(button("Enter its worth…", icon="scale", on_click=actions.appraise))
    found.append(button("Delete document", "link", icon="trash-2", on_click=actions.delete))
    for made in found:
        allow(made, why_not)
    if one.item_ids:
        found.append(button("Show its entries", "link", on_click=actions.show_entries))
    return tuple(found)


class PayListForm(SavingForm):
    """Asks how much of a price is paid and when; ``pay`` is handed both."""

    def __init__(
        self,
        one: ListRow,
        today: date,
        pay: Callable[[str, int], None],
        cancel: Callable[[], None],
    ) -> None:
        super().__init__("Record payment")
        self._pay = pay
        self.amount, self.day = MoneyEdit(one.owed_cents), DateEdit(today, today)
        need = Need.REQUIRED
        self.amount_row = FormRow("Amount", self.amount, "entities.list_paid", need=need)
        self.day_row = FormRow("Paid on", self.day, "entities.list_paid_on", need=need)
        words = f"{one.taker} pays {one.giver}: {dollars(one.owed_cents)} are owed."
        body = column(self.problem, label(words, wrap=True), spacing=12, margins=_MARGINS)
        body.addLayout(pair(self.amount_row, self.day_row))
        body.addLayout(row(self.save_button, button("Cancel", on_click=cancel), None))
        body.addStretch(1)
        self.setLayout(body)
        self.set_tab_order()

    @property
    def fields(self) -> Sequence[QWidget]:
        """The fields in the order in which Tab reaches them."""
        return (self.amount, self.day, self.save_button)

    def problems(self) -> Sequence[tuple[FormRow, str]]:
        """Return what is wrong with amount or day."""
        amount = self.amount.problem
        if not amount and (self.amount.cents or 0) <= 0:
            amount = "Enter an amount above zero."
        return (self.amount_row, amount), (self.day_row, self.day.problem)

    def hand_over(self) -> None:
        """Give the payment to whoever writes it."""
        if self.day.day is not None:
            self._pay(self.day.day.isoformat(), self.amount.cents or 0)


class WorthForm(SavingForm):
    """Asks what something was worth, by what, and as of which day."""

    def __init__(
        self,
        one: ListRow,
        today: date,
        save: Callable[[Appraisal], None],
        cancel: Callable[[], None],
    ) -> None:
        super().__init__("Save its worth")
        self._save = save
        self.value = MoneyEdit(one.value_cents) if one.value_cents else MoneyEdit()
        self.basis, self.words = choice(_BASES), QLineEdit(one.basis_words)
        self.basis.setCurrentIndex(max(0, self.basis.findData(one.basis)))
        known = date.fromisoformat(one.appraised_on) if one.appraised_on else None
        self.day = DateEdit(today, known)
        need = Need.REQUIRED
        self.value_row = FormRow("Worth", self.value, "entities.list_value", need=need)
        self.day_row = FormRow("As of", self.day, "entities.list_appraised_on")
        gift = ANSWER_WORDS["in_kind"][0].lower()
        said = f"What nobody paid of it is booked as {gift}, on both sides."
        body = column(self.problem, label(said, wrap=True), spacing=12, margins=_MARGINS)
        body.addLayout(pair(self.value_row, self.day_row))
        body.addWidget(FormRow("By what", self.basis, "entities.list_basis"))
        body.addWidget(FormRow("Who says so", self.words, "entities.list_appraiser"))
        body.addLayout(row(self.save_button, button("Cancel", on_click=cancel), None))
        body.addStretch(1)
        self.setLayout(body)
        self.set_tab_order()

    @property
    def fields(self) -> Sequence[QWidget]:
        """The fields in the order in which Tab reaches them."""
        return (self.value, self.day, self.basis, self.words, self.save_button)

    def problems(self) -> Sequence[tuple[FormRow, str]]:
        """Return what is wrong with value or day."""
        value = self.value.problem
        if not value and (self.value.cents or 0) <= 0:
            value = "Enter an amount above zero."
        day = self.day.problem if self.day.text().strip() else ""
        return (self.value_row, value), (self.day_row, day)

    def hand_over(self) -> None:
        """Give the appraisal to whoever writes it."""
        when = "" if self.day.day is None else self.day.day.isoformat()
        self._save(
            Appraisal(
                value_cents=self.value.cents or 0, basis=str(self.basis.currentData()),
                basis_words=self.words.text(), appraised_on=when,
            )
        )  # fmt: skip
