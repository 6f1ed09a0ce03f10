"""Short forms of a dues run: the day of the signatures, and a waiver."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QLineEdit, QWidget

from financedesk.errors import BadInput
from financedesk.remittances.month_run import MonthRow
from financedesk.remittances.waivers import WAIVER_REASONS
from financedesk.rules.dates import parse_month
from financedesk.ui.formatting import counted, dollars, month
from financedesk.ui.pages.remittances_run_columns import NOUN
from financedesk.ui.widgets import FormRow, button, column, label, row
from financedesk.ui.widgets.build import combo
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.enter_form import SavingForm
from financedesk.ui.widgets.form_row import Need
from financedesk.ui.widgets.money_edit import MoneyEdit

_MARGINS = (20, 14, 20, 20)
_NAMED = 6
_BY_OFFICIAL = (
    "A signature is the official’s own word, free and revocable. Each line is one payment from a"
    " personal account; the organisation collects nothing (52 U.S.C. 30122)."
)
_NO_REASONS = (
    "Only the class of the reason is kept: illness and money troubles are nobody’s business."
)


class SignedForm(SavingForm):
    """Records on which day officials signed their instructions; ``save`` is handed the day."""

    def __init__(
        self,
        rows: Sequence[MonthRow],
        period: str,
        today: date,
        sign: Callable[[date], None],
        cancel: Callable[[], None],
    ) -> None:
        super().__init__("Record signatures" if len(rows) > 1 else "Record signature")
        self._sign = sign
        drafted = (one.instruction.fact.drafted_on for one in rows if one.instruction)
        self._first = max(drafted, default=date.min)
        self.day = DateEdit(today, max(today, self._first))
        self.day_row = FormRow("Signed on", self.day, "remittances.signed_on", need=Need.REQUIRED)
        self._cancel = button("Cancel", on_click=cancel)
        placed = sum(share.cents or 0 for one in rows for share in one.shares)
        said = (
            f"{counted(len(rows), *NOUN)} signed for {month(parse_month(period))}:"
            f" {dollars(placed)} in {counted(sum(len(one.shares) for one in rows), 'payment')}."
        )
        body = column(
            self.problem, label(said, wrap=True), label(_names(rows), "small", wrap=True),
            self.day_row, label(_BY_OFFICIAL, "small", wrap=True), spacing=12, margins=_MARGINS,
        )  # fmt: skip
        body.addLayout(row(self.save_button, self._cancel, None))
        body.addStretch(1)
        self.setLayout(body)
        self.set_tab_order()

    @property
    def fields(self) -> Sequence[QWidget]:
        """The day and the buttons."""
        return (self.day, self.save_button, self._cancel)

    def problems(self) -> Sequence[tuple[FormRow, str]]:
        """Return what is wrong with the day."""
        found, words = self.day.day, self.day.problem
        if found is not None and found < self._first:
            words = f"The newest of these was proposed on {self._first:%m/%d/%Y}: not before that."
        return ((self.day_row, words),)

    def hand_over(self) -> None:
        """Hand over the day."""
        if self.day.day is not None:
            self._sign(self.day.day)


@dataclass(frozen=True)
class WaivedMonths:
    """What a waiver says: the class of its reason, its months, so much a month, who and when.

    ``cents`` None waives the whole of each month.
    """

    reason: str
    first_period: str
    last_period: str
    cents: int | None
    approved_by: str
    approved_on: date


class WaiverForm(SavingForm):
    """Waives months of one or several officials; ``save`` is handed what was typed."""

    def __init__(
        self,
        rows: Sequence[MonthRow],
        period: str,
        today: date,
        waive: Callable[[WaivedMonths], None],
        cancel: Callable[[], None],
    ) -> None:
        super().__init__("Waive")
        self._waive, self._reasons = waive, tuple(WAIVER_REASONS)
        self.reason, self.amount = combo(), MoneyEdit()
        self.reason.addItems(list(WAIVER_REASONS.values()))
        self.first, self.last = QLineEdit(period), QLineEdit(period)
        self.approver, self.approved = QLineEdit(), DateEdit(today, today)
        self.approver.setPlaceholderText("Executive committee")
        self.first_row = FormRow("First month", self.first, "remittances.waived_from",
                                 need=Need.REQUIRED)  # fmt: skip
        self.last_row = FormRow("Last month", self.last, "remittances.waived_to",
                                need=Need.REQUIRED)  # fmt: skip
        self.amount_row = FormRow("A month", self.amount, "remittances.waived_amount",
                                  hint="Empty waives the whole of each month.")  # fmt: skip
        self.approver_row = FormRow("Approved by", self.approver, "remittances.waived_by",
                                    need=Need.REQUIRED)  # fmt: skip
        self.approved_row = FormRow("Approved on", self.approved, "remittances.waived_on",
                                    need=Need.REQUIRED)  # fmt: skip
        self._cancel = button("Cancel", on_click=cancel)
        self._lay_out(rows)
        self.set_tab_order()

    def _lay_out(self, rows: Sequence[MonthRow]) -> None:
        said = f"Nothing, or less, is asked of {counted(len(rows), *NOUN)}."
        body = column(
            self.problem, label(said, wrap=True),
            label(_names(rows), "small", wrap=True),
            FormRow("Reason", self.reason, "remittances.waived_reason", hint=_NO_REASONS),
            self.first_row, self.last_row, self.amount_row, self.approver_row,
            self.approved_row, spacing=12, margins=_MARGINS,
        )  # fmt: skip
        body.addLayout(row(self.save_button, self._cancel, None))
        body.addStretch(1)
        self.setLayout(body)

    @property
    def fields(self) -> Sequence[QWidget]:
        """The fields in their order."""
        return (
            self.reason, self.first, self.last, self.amount, self.approver, self.approved,
            self.save_button, self._cancel,
        )  # fmt: skip

    def problems(self) -> Sequence[tuple[FormRow, str]]:
        """Return what is wrong, row by row."""
        first, last = _month_problem(self.first.text()), _month_problem(self.last.text())
        if not first and not last and self.last.text().strip() < self.first.text().strip():
            last = "The last month is before the first."
        cents, amount = self.amount.cents, ""
        if self.amount.text().strip():
            amount = self.amount.problem or (
                "" if cents else "Enter more than nothing, or empty it."
            )
        who = (
            "" if self.approver.text().strip() else "Say who approved it: nobody waives their own."
        )
        return (
            (self.first_row, first), (self.last_row, last), (self.amount_row, amount),
            (self.approver_row, who), (self.approved_row, self.approved.problem),
        )  # fmt: skip

    def hand_over(self) -> None:
        """Hand over what was typed."""
        if self.approved.day is not None:
            self._waive(WaivedMonths(
                reason=self._reasons[self.reason.currentIndex()],
                first_period=self.first.text().strip(), last_period=self.last.text().strip(),
                cents=self.amount.cents, approved_by=self.approver.text().strip(),
                approved_on=self.approved.day,
            ))  # fmt: skip


def _month_problem(text: str) -> str:
    try:
        parse_month(text)
    except BadInput as error:
        return str(error)
    return ""


def _names(rows: Sequence[MonthRow]) -> str:
    """Return the first names and how many others there are."""
    named = "; ".join(one.name for one in rows[:_NAMED])
    others = len(rows) - _NAMED
    return f"{named}; and {counted(others, 'other')}" if others > 0 else named
