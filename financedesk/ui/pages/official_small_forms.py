"""The forms of what an official need not give, and of what an official declares."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QCheckBox, QLineEdit

from financedesk.remittances.waivers import WAIVER_REASONS, Waiver
from financedesk.rules.allocation_taking import attestations
from financedesk.rules.dues_formula import PAY_DUE, SEVERANCE_DUE
from financedesk.ui.pages.drawer_form import (
    DrawerForm,
    Fault,
    FormActs,
    may_have_amount,
    month_of,
    needs_day,
    needs_month,
    needs_words,
)
from financedesk.ui.widgets import FormRow, label
from financedesk.ui.widgets.build import combo
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.form_row import Need
from financedesk.ui.widgets.money_edit import MoneyEdit

_DUES = {PAY_DUE: "Of pay", SEVERANCE_DUE: "Of a severance"}
_WAIVER = (
    "Only the class of the reason is kept: illness and debts are nobody’s business. Nobody waives"
    " their own dues."
)
_DECLARED = "Tick what the official declared on that day; each holds for a year."


class WaiverForm(DrawerForm):
    """Takes months for which an official gives nothing, or less."""

    def __init__(
        self,
        official_id: int,
        today: date,
        save: Callable[[Waiver], None],
        acts: FormActs,
        before: Waiver | None = None,
    ) -> None:
        super().__init__(today, acts)
        self._official_id, self._save = official_id, save
        self.reason, self.due_kind = combo(), combo()
        for choice, words in ((self.reason, WAIVER_REASONS), (self.due_kind, _DUES)):
            for code, said in words.items():
                choice.addItem(said, code)
        month = f"{today:%Y-%m}"
        self.first = QLineEdit(before.first_period if before else month)
        self.last = QLineEdit(before.last_period if before else month)
        self.amount = MoneyEdit(before.cents if before else None)
        self.approver = QLineEdit(before.approved_by if before else "")
        self.day = DateEdit(today, before.approved_on if before else today)
        if before is not None:
            self.reason.setCurrentIndex(self.reason.findData(before.reason))
            self.due_kind.setCurrentIndex(self.due_kind.findData(before.due_kind))
        need = Need.REQUIRED
        self.first_row = FormRow("From", self.first, "officials.waiver_first", need=need)
        self.last_row = FormRow("Until", self.last, "officials.waiver_last", need=need)
        self.amount_row = FormRow("Less a month", self.amount, "officials.waiver_amount")
        self.approver_row = FormRow("Approved by", self.approver, "officials.waiver_by", need=need)
        self.day_row = FormRow("Approved on", self.day, "officials.waiver_on", need=need)
        self.lay_out(
            label(_WAIVER, "quiet", wrap=True),
            FormRow("Reason", self.reason, "officials.waiver_reason"),
            (self.first_row, self.last_row),
            (self.amount_row, FormRow("Of what", self.due_kind, "officials.waiver_kind")),
            self.approver_row,
            self.day_row,
        )

    def problems(self) -> tuple[Fault, ...]:
        """Return what is missing or wrong, row by row."""
        first, last = month_of(self.first), month_of(self.last)
        order = "The last month comes before the first." if first and last and last < first else ""
        return (
            needs_month(self.first_row, self.first),
            (self.last_row, needs_month(self.last_row, self.last)[1] or order),
            may_have_amount(self.amount_row, self.amount),
            needs_words(self.approver_row, self.approver, "Say who approved it."),
            needs_day(self.day_row, self.day),
        )

    def hand_over(self) -> None:
        """Give the waiver to whoever writes it."""
        if self.day.day is not None:
            self._save(
                Waiver(
                    official_id=self._official_id, reason=str(self.reason.currentData()),
                    first_period=month_of(self.first), last_period=month_of(self.last),
                    cents=self.amount.cents, due_kind=str(self.due_kind.currentData()),
                    approved_by=self.approver.text().strip(), approved_on=self.day.day,
                )
            )  # fmt: skip


class DeclarationForm(DrawerForm):
    """Takes what an official declared on a day: each declaration that is ticked."""

    def __init__(
        self,
        official_name: str,
        missing: frozenset[str],
        today: date,
        save: Callable[[list[str], date, str], None],
        acts: FormActs,
    ) -> None:
        """``missing`` are the codes that are asked for now; they are ticked."""
        super().__init__(today, acts)
        self._save = save
        self.boxes: dict[str, QCheckBox] = {}
        texts = []
        for code, one in attestations().items():
            box = self.boxes[code] = QCheckBox(DECLARATION_WORDS.get(code, code))
            box.setChecked(code in missing)
            box.setAccessibleDescription(one.text)
            texts += [box, label(f"“{one.text}” {one.citation}", "small", wrap=True)]
        self.day, self.document = DateEdit(today, today), QLineEdit()
        self.document.setPlaceholderText("Signed sheet of March 2026")
        self.day_row = FormRow("Declared on", self.day, "officials.declared_on", need=Need.REQUIRED)
        self.document_row = FormRow("Document", self.document, "officials.declared_document")
        words = label(f"{official_name}. {_DECLARED}", "quiet", wrap=True)
        self.lay_out(words, *texts, (self.day_row, self.document_row))

    def problems(self) -> tuple[Fault, ...]:
        """Return what is wrong with the day, or that nothing is ticked."""
        ticked = any(box.isChecked() for box in self.boxes.values())
        return (
            needs_day(self.day_row, self.day),
            (self.document_row, "" if ticked else "Tick at least one declaration."),
        )

    def hand_over(self) -> None:
        """Give the declarations to whoever writes them."""
        if self.day.day is not None:
            kinds = [code for code, box in self.boxes.items() if box.isChecked()]
            self._save(kinds, self.day.day, self.document.text().strip())


DECLARATION_WORDS = {
    "own_funds": "Own money",
    "not_reimbursed": "Not reimbursed",
    "citizen": "Citizen or permanent resident",
    "not_contractor": "Federal contracts",
}
"""Short words for declarations."""
