"""The form of a deposit slip: a new one, another day or count of one, or which one takes more."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QLineEdit

from financedesk.ledger.deposit_rows import DepositRow, OnSlip
from financedesk.ledger.deposits import SlipHead, slip_difference
from financedesk.ui.formatting import counted, dollars, short_day
from financedesk.ui.pages.drawer_form import (
    DrawerForm,
    Fault,
    FormActs,
    needs_amount,
    needs_day,
    needs_number,
    whole,
)
from financedesk.ui.widgets import FormRow, label
from financedesk.ui.widgets.build import combo, set_shown
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.form_row import Need
from financedesk.ui.widgets.money_edit import MoneyEdit


@dataclass(frozen=True)
class SlipTerms:
    """What a form of a slip begins with: what will be on it, and the slips that may take it.

    ``before`` is the slip that is corrected, None where gifts are put on one.
    """

    items: Sequence[OnSlip]
    slips: Sequence[DepositRow] = ()
    before: DepositRow | None = None

    @property
    def cents(self) -> int:
        """What the gifts come to."""
        return sum(one.cents for one in self.items)


class SlipForm(DrawerForm):
    """Takes a slip's day, count and total as counted by hand, who counted, and why it differs.

    ``save`` is handed the slip's head and None, or None and the open deposit that takes the gifts.
    """

    def __init__(
        self,
        terms: SlipTerms,
        today: date,
        save: Callable[[SlipHead | None, DepositRow | None], None],
        acts: FormActs,
    ) -> None:
        super().__init__(today, acts, "Save" if terms.before else "Put on deposit")
        self._terms, self._hand = terms, save
        self.slip = combo()
        self.on = DateEdit(today, today)
        self.count, self.total = QLineEdit(), MoneyEdit()
        self.first, self.second, self.why = QLineEdit(), QLineEdit(), QLineEdit()
        said = f"{counted(len(terms.items), 'gift')}, {dollars(terms.cents)}"
        self.entered = label(f"On the slip: {said}.", "small", wrap=True)
        self._lay()
        self._begin()
        for field in (self.count, self.total):
            field.textChanged.connect(lambda _text: self._say())
        self.slip.currentIndexChanged.connect(lambda _at: self._say())
        self._say()

    def _lay(self) -> None:
        need = Need.REQUIRED
        self.slip_row = FormRow("Deposit", self.slip, "contributions.slip_choice")
        self.on_row = FormRow("Day of the slip", self.on, "contributions.slip_day", need=need)
        self.count_row = FormRow("Items", self.count, "contributions.slip_count",
                                 need=need)  # fmt: skip
        self.total_row = FormRow("Total", self.total, "contributions.slip_total", need=need)
        self.first_row = FormRow("Counted by", self.first, "contributions.slip_first")
        self.second_row = FormRow("And by", self.second, "contributions.slip_second")
        self.why_row = FormRow("Why it differs", self.why, "contributions.slip_reason", need=need)
        self.lay_out(
            self.slip_row, self.entered, self.on_row, (self.count_row, self.total_row),
            self.why_row, (self.first_row, self.second_row),
        )  # fmt: skip

    def _begin(self) -> None:
        before = self._terms.before
        self.slip.addItem("A new deposit", None)
        for one in self._terms.slips:
            day = short_day(date.fromisoformat(one.day))
            self.slip.addItem(f"Deposit {one.number} of {day}, {one.account}", one.id)
        set_shown(self.slip_row, shown=bool(self._terms.slips))
        if before is None:
            self.count.setText(str(len(self._terms.items)))
            self.total.set_cents(self._terms.cents)
            return
        self.on.set_day(date.fromisoformat(before.day))
        self.count.setText(str(before.declared_count))
        self.total.set_cents(before.declared_cents)
        self.first.setText(before.first_initials)
        self.second.setText(before.second_initials)
        self.why.setText(before.why)

    def choose(self, deposit_id: int) -> None:
        """Take an open deposit for the gifts."""
        self.slip.setCurrentIndex(max(0, self.slip.findData(deposit_id)))

    @property
    def chosen(self) -> DepositRow | None:
        """The open deposit that takes the gifts; None for a new one."""
        wanted = self.slip.currentData()
        return next((one for one in self._terms.slips if one.id == wanted), None)

    @property
    def difference(self) -> str:
        """How far the slip and its gifts are apart, in words; empty where they tie."""
        count, cents = whole(self.count), self.total.cents
        if count is None or cents is None:
            return ""
        return slip_difference(count - len(self._terms.items), cents - self._terms.cents)

    def _say(self) -> None:
        own = self.chosen is None
        for place in (self.on_row, self.count_row, self.total_row, self.first_row, self.second_row):
            set_shown(place, shown=own)
        set_shown(self.why_row, shown=own and bool(self.difference))

    def problems(self) -> Sequence[Fault]:
        """Return what is missing."""
        lacks = not self.why_row.isHidden() and not self.why.text().strip()
        return (
            needs_day(self.on_row, self.on),
            needs_number(self.count_row, self.count),
            needs_amount(self.total_row, self.total),
            (self.why_row, f"It does not tie: {self.difference}. Correct it, or say why."
             if lacks else ""),
        )  # fmt: skip

    def hand_over(self) -> None:
        """Give the slip's head, or the deposit that was chosen."""
        if self.chosen is not None:
            self._hand(None, self.chosen)
        elif self.on.day is not None:
            head = SlipHead(
                day=self.on.day.isoformat(), declared_count=whole(self.count),
                declared_cents=self.total.cents, first_initials=self.first.text(),
                second_initials=self.second.text(), why=self.why.text(),
            )  # fmt: skip
            self._hand(head, None)
