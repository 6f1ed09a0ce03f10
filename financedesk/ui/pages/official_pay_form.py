"""The form of a pay slip: what an office pays from a day on, or a severance that is paid once."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QCheckBox, QLineEdit

from financedesk.remittances.official_detail import HeldOffice
from financedesk.remittances.pay import ONCE, PAY, SEVERANCE, PaySlip
from financedesk.rules.pay import MONTH, YEAR
from financedesk.ui.formatting import day
from financedesk.ui.pages.drawer_form import (
    DrawerForm,
    Fault,
    FormActs,
    may_have_amount,
    needs_amount,
    needs_day,
)
from financedesk.ui.widgets import FormRow
from financedesk.ui.widgets.build import combo, set_shown
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.form_row import Need
from financedesk.ui.widgets.money_edit import MoneyEdit

_KINDS = {PAY: "Pay, until the next slip", SEVERANCE: "Severance, paid once"}
_PERS = {YEAR: "A year", MONTH: "A month"}


class PaySlipForm(DrawerForm):
    """Takes a slip as the document says it; the net is proposed until it is typed."""

    def __init__(
        self,
        offices: Sequence[HeldOffice],
        today: date,
        save: Callable[[PaySlip], None],
        acts: FormActs,
        before: PaySlip | None = None,
    ) -> None:
        super().__init__(today, acts)
        self._save = save
        self.term, self.kind, self.per = combo(), combo(), combo()
        for one in offices:
            since = f"{one.office.fact.words}, since {day(one.term.fact.from_date)}"
            self.term.addItem(since, one.term.id)
        for choice, words in ((self.kind, _KINDS), (self.per, _PERS)):
            for code, said in words.items():
                choice.addItem(said, code)
        self.first, self.known_on = DateEdit(today), DateEdit(today, today)
        self.gross, self.withheld, self.net = MoneyEdit(), MoneyEdit(), MoneyEdit()
        self.allowance = MoneyEdit()
        self.included = QCheckBox("Included in gross and net")
        self.taxable = QCheckBox("The allowance is taxed")
        self.document = QLineEdit()
        self.document.setPlaceholderText("Slip of March 2026, file 12")
        self._net_typed = before is not None
        self._rows()
        if before is not None:
            self._fill(before)
        self.kind.currentIndexChanged.connect(lambda _at: self._show())
        self.net.textEdited.connect(lambda _text: self._note_net())
        for field in (self.gross, self.withheld):
            field.textEdited.connect(lambda _text: self._propose_net())
        self._show()

    def _rows(self) -> None:
        need = Need.REQUIRED
        self.term_row = FormRow("Office", self.term, "officials.slip_office", need=need)
        self.kind_row = FormRow("What", self.kind, "officials.slip_kind")
        self.per_row = FormRow("Amounts are for", self.per, "officials.slip_per")
        self.first_row = FormRow("From", self.first, "officials.slip_from", need=need)
        self.known_row = FormRow("Known on", self.known_on, "officials.known_on", need=need)
        self.gross_row = FormRow("Gross", self.gross, "officials.gross", need=need)
        self.withheld_row = FormRow("Withheld", self.withheld, "officials.withheld")
        self.net_row = FormRow("Net", self.net, "officials.net", need=need)
        self.allowance_row = FormRow("Allowance", self.allowance, "officials.allowance")
        document = FormRow("Document", self.document, "officials.document")
        self.lay_out(
            self.term_row, (self.kind_row, self.per_row), (self.first_row, self.known_row),
            (self.gross_row, self.withheld_row), (self.net_row, self.allowance_row),
            self.included, self.taxable, document,
        )  # fmt: skip

    def _fill(self, before: PaySlip) -> None:
        self.term.setCurrentIndex(self.term.findData(before.office_term_id))
        self.kind.setCurrentIndex(self.kind.findData(before.kind))
        self.per.setCurrentIndex(max(0, self.per.findData(before.per)))
        self.first.set_day(before.from_date)
        self.known_on.set_day(before.known_on)
        for field, cents in (
            (self.gross, before.gross_cents), (self.withheld, before.withheld_cents),
            (self.net, before.net_cents), (self.allowance, before.allowance_cents or None),
        ):  # fmt: skip
            field.set_cents(cents)
        self.included.setChecked(before.allowance_included)
        self.taxable.setChecked(before.allowance_taxable)
        self.document.setText(before.document)

    def _show(self) -> None:
        pay = self.kind.currentData() == PAY
        for one in (self.per_row, self.allowance_row, self.included, self.taxable):
            set_shown(one, shown=pay)

    def _note_net(self) -> None:
        self._net_typed = bool(self.net.text().strip())

    def _propose_net(self) -> None:
        if not self._net_typed and self.gross.cents is not None:
            self.net.set_cents(max(0, self.gross.cents - (self.withheld.cents or 0)))

    def problems(self) -> tuple[Fault, ...]:
        """Return what is missing or wrong, row by row."""
        none = "" if self.term.count() else "Enter the term in office first."
        return (
            (self.term_row, none),
            needs_day(self.first_row, self.first),
            needs_day(self.known_row, self.known_on),
            needs_amount(self.gross_row, self.gross),
            may_have_amount(self.withheld_row, self.withheld),
            needs_amount(self.net_row, self.net),
            may_have_amount(self.allowance_row, self.allowance),
        )

    def hand_over(self) -> None:
        """Give the slip to whoever writes it."""
        begins, known_on = self.first.day, self.known_on.day
        if begins is None or known_on is None:
            return
        pay = self.kind.currentData() == PAY
        self._save(
            PaySlip(
                office_term_id=int(self.term.currentData()), kind=str(self.kind.currentData()),
                per=str(self.per.currentData()) if pay else ONCE, from_date=begins,
                known_on=known_on, gross_cents=self.gross.cents or 0,
                withheld_cents=self.withheld.cents or 0, net_cents=self.net.cents or 0,
                allowance_cents=(self.allowance.cents or 0) if pay else 0,
                allowance_included=pay and self.included.isChecked(),
                allowance_taxable=pay and self.taxable.isChecked(),
                document=self.document.text().strip(),
            )
        )  # fmt: skip
