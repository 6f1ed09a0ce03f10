"""Forms of several lines: who is behind a payment, and a month's payroll, with their sums."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from financedesk.ledger.entities import AccountRow
from financedesk.ledger.payroll import PayLine, sums_of
from financedesk.ledger.ultimate_payees import Behind, NewPayee, UltimatePayee
from financedesk.rules.payables import (
    Route,
    payee_law,
    payee_threshold_cents,
    route_in_words,
)
from financedesk.rules.payments import PaymentKind
from financedesk.ui.formatting import dollars
from financedesk.ui.pages.disbursement_payee import PayeeField
from financedesk.ui.pages.drawer_form import Fault, FormActs, needs_day
from financedesk.ui.widgets import FormRow, button, column, label, row
from financedesk.ui.widgets.build import combo, set_shown, set_tone
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.enter_form import SavingForm
from financedesk.ui.widgets.form_row import Need, pair
from financedesk.ui.widgets.money_edit import MoneyEdit

_MARGINS = (20, 14, 20, 20)
_AMOUNT_WIDTH = 112
_FIRST_LINES = 2


class Line(QWidget):
    """One line: a payee and an amount; whoever derives from it adds what is said of them."""

    changed = Signal()

    def __init__(self, payee: PayeeField, number: int) -> None:
        super().__init__()
        self.payee, self.amount = payee, MoneyEdit()
        self.amount.setMaximumWidth(_AMOUNT_WIDTH)
        self.payee.setAccessibleName(f"Line {number}, payee")
        self.amount.setAccessibleName(f"Line {number}, amount")
        self.payee.textChanged.connect(lambda _text: self.changed.emit())
        self.amount.amount_changed.connect(lambda _cents: self.changed.emit())

    def lay_out(self, number: int, *below: tuple[str, QWidget]) -> None:
        """Put payee and amount above what is said of them, each with its name."""
        for what, field in below:
            field.setAccessibleName(f"Line {number}, {what}")
        above, under = row(self.payee, self.amount, spacing=6), row(spacing=6)
        above.setStretch(0, 1)
        for place, (_, field) in enumerate(below):
            under.addWidget(field, 0 if place else 1)
        self.setLayout(column(above, under, spacing=4))

    @property
    def cells(self) -> Sequence[QWidget]:
        """The fields in the order in which Tab reaches them."""
        return (self.payee, self.amount)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is typed."""
        return not (self.payee.text().strip() or self.amount.text().strip())

    @property
    def cents(self) -> int:
        """The amount, in cents; 0 while there is none."""
        return self.amount.cents or 0


class PayeeLine(Line):
    """One payee behind a payment: who, how much, what for, which day."""

    def __init__(self, payee: PayeeField, number: int, today: date, day: date) -> None:
        super().__init__(payee, number)
        self.purpose, self.day = QLineEdit(), DateEdit(today, day)
        self._category = ""
        self.purpose.setPlaceholderText("What it was for")
        self.day.setMaximumWidth(_AMOUNT_WIDTH)
        self.lay_out(number, ("purpose", self.purpose), ("day", self.day))

    @property
    def cells(self) -> Sequence[QWidget]:
        """The fields in the order in which Tab reaches them."""
        return (self.payee, self.amount, self.purpose, self.day)

    def fill(self, one: UltimatePayee) -> None:
        """Show a line that is known."""
        self.payee.show_known(one.ref, one.contact)
        self.amount.set_cents(one.cents)
        self.purpose.setText(one.purpose)
        self._category = one.category
        self.day.set_day(date.fromisoformat(one.day))

    def typed(self, paid: str) -> NewPayee:
        """Return what the line says; without a day it is of the day of the payment."""
        who = self.payee.payee
        return NewPayee(
            payee=who.contact, known=who.known, amount_cents=self.cents,
            day=self.day.day.isoformat() if self.day.day else paid,
            purpose=self.purpose.text().strip(), category=self._category,
        )  # fmt: skip


class LinesForm(SavingForm):
    """A form with lines that grow; ``new_line`` is told the number of the next one."""

    def __init__(self, title: str, key: str, words: str, acts: FormActs) -> None:
        super().__init__(words)
        self._acts = acts
        self.lines: list[Line] = []
        self._at_fault: QWidget | None = None
        held = QWidget()
        self._box = column(spacing=12)
        held.setLayout(self._box)
        self.lines_row = FormRow(title, held, key, need=Need.REQUIRED)
        self.more = button("Add a line", "link", icon="plus", on_click=self.next_line)
        self.sums = label("", "small", wrap=True)

    def lay_out(self, *parts: QWidget | tuple[FormRow, FormRow], law: str = "") -> None:
        """Put the parts above the lines, and the buttons and the law below them."""
        body = column(self.problem, spacing=12, margins=_MARGINS)
        for part in parts:
            if isinstance(part, tuple):
                body.addLayout(pair(*part))
            else:
                body.addWidget(part)
        body.addWidget(self.lines_row)
        body.addLayout(row(self.more, None))
        body.addWidget(self.sums)
        body.addLayout(row(self.save_button, button("Cancel", on_click=self._acts.cancel), None))
        body.addWidget(label("Enter saves · Esc closes", "caption"))
        if law:
            body.addWidget(label(law, "caption", wrap=True))
        body.addStretch(1)
        self.setLayout(body)

    def new_line(self, number: int) -> Line:
        """Return the next line, empty."""
        raise RuntimeError(f"Line {number} was asked of a form that has none.")

    def add_line(self) -> Line:
        """Add a line below the others."""
        made = self.new_line(len(self.lines) + 1)
        made.changed.connect(self.say)
        self.lines.append(made)
        self._box.addWidget(made)
        return made

    def next_line(self) -> None:
        """Add a line and take the keyboard to it."""
        made = self.add_line()
        self.set_tab_order()
        made.payee.setFocus()

    def begin(self) -> None:
        """Show at least two lines, in the order of Tab, and what they come to."""
        while len(self.lines) < _FIRST_LINES:
            self.add_line()
        self.set_tab_order()
        self.say()

    @property
    def filled(self) -> list[Line]:
        """The lines in which something is typed."""
        return [one for one in self.lines if not one.is_empty]

    def say(self) -> None:
        """Say what the lines come to."""

    def lines_fault(self) -> Fault:
        """Say that a line has no payee, or no amount that can be read."""
        self._at_fault = None
        for place, one in enumerate(self.lines, 1):
            if one.is_empty:
                continue
            if not one.payee.text().strip():
                return self._wrong(place, one.payee, "say who was paid.")
            if one.amount.problem or one.cents <= 0:
                return self._wrong(place, one.amount, "enter an amount above zero.")
        return self.lines_row, ""

    def _wrong(self, place: int, cell: QWidget, words: str) -> Fault:
        """Say what is wrong in a line; the keyboard goes to its cell."""
        self._at_fault = cell
        return self.lines_row, f"Line {place}: {words}"

    @property
    def cells(self) -> tuple[QWidget, ...]:
        """The fields of the lines in the order of Tab."""
        return tuple(cell for one in self.lines for cell in one.cells)

    def save(self) -> None:
        """Hand over what is complete; the keyboard goes to the first cell that is not."""
        super().save()
        if self.lines_row.message and self.lines:
            (self._at_fault or self.lines[0].payee).setFocus()


class PayeesForm(LinesForm):
    """Says who is behind a payment; what is not named yet stands below the lines."""

    def __init__(
        self,
        one: Behind,
        routes: Sequence[Route],
        new_field: Callable[[], PayeeField],
        today: date,
        save: Callable[[str, list[NewPayee]], None],
        acts: FormActs,
    ) -> None:
        super().__init__("Behind it", "disbursements.behind", "Save", acts)
        self._one, self._hand, self._new_field, self._today = one, save, new_field, today
        self.route = combo()
        for each in routes:
            self.route.addItem(each.title, each.code)
        known = one.route or route_in_words(one.purpose)
        self.route.setCurrentIndex(max(0, self.route.findData(known.code if known else "")))
        route_row = FormRow("Paid through", self.route, "disbursements.route")
        paid = label(f"{dollars(one.cents)} to {one.payee} on {one.day}", "small-strong", wrap=True)
        above = dollars(payee_threshold_cents())
        law = f"Everybody paid more than {above} in the year is named: {payee_law()}"
        self.lay_out(paid, route_row, law=law)
        for known_payee in one.payees:
            self._line().fill(known_payee)
        self.begin()

    def _line(self) -> PayeeLine:
        made = self.add_line()
        if not isinstance(made, PayeeLine):
            raise TypeError("A form of payees holds lines of payees.")
        return made

    def new_line(self, number: int) -> Line:
        """Return the next line, of the day of the payment."""
        return PayeeLine(self._new_field(), number, self._today, date.fromisoformat(self._one.day))

    def say(self) -> None:
        """Say how much of the payment is not named yet."""
        named = sum(one.cents for one in self.lines)
        left = self._one.cents - named
        words = f"Named {dollars(named)} of {dollars(self._one.cents)}"
        tail = f"; {dollars(left)} not named" if left > 0 else ""
        more = f"; {dollars(-left)} more than was paid" if left < 0 else ""
        self.sums.setText(f"{words}{tail}{more}.")
        set_tone(self.sums, "bad" if left < 0 else "warn" if left > payee_threshold_cents() else "")

    @property
    def fields(self) -> Sequence[QWidget]:
        """The fields in the order in which Tab reaches them."""
        return (self.route, *self.cells, self.more, self.save_button)

    def problems(self) -> Sequence[Fault]:
        """Return what is missing."""
        fault = self.lines_fault()
        for number, one in enumerate(self.lines, 1):
            if not fault[1] and isinstance(one, PayeeLine) and not one.is_empty:
                if not one.purpose.text().strip():
                    fault = self._wrong(number, one.purpose, "say what it was for.")
                elif one.day.problem:
                    fault = self._wrong(number, one.day, one.day.problem)
        return (fault,)

    def hand_over(self) -> None:
        """Give the way and the lines; no lines make it an ordinary payment again."""
        typed = [one.typed(self._one.day) for one in self.filled if isinstance(one, PayeeLine)]
        self._hand(str(self.route.currentData()), typed)


class WageLine(Line):
    """One line of a payroll: who, how much, what kind of pay, how it was paid."""

    def __init__(self, payee: PayeeField, number: int, kinds: Sequence[PaymentKind]) -> None:
        super().__init__(payee, number)
        self.kind, self.method, self._kinds = combo(), QLineEdit(), kinds
        self._before: PayLine | None = None
        for one in kinds:
            self.kind.addItem(one.title, one.kind)
        self.method.setPlaceholderText("Check 1042, ACH")
        self.method.setMaximumWidth(_AMOUNT_WIDTH + 24)
        self.kind.currentIndexChanged.connect(lambda _at: self.changed.emit())
        self.lay_out(number, ("kind", self.kind), ("method", self.method))

    @property
    def cells(self) -> Sequence[QWidget]:
        """The fields in the order in which Tab reaches them."""
        return (self.payee, self.amount, self.kind, self.method)

    def fill(self, one: PayLine) -> None:
        """Show a line that is known."""
        self._before = one
        if one.known is not None:
            self.payee.show_known(one.known, one.payee)
        self.amount.set_cents(one.amount_cents)
        self.kind.setCurrentIndex(max(0, self.kind.findData(one.kind)))
        self.method.setText(one.method)

    @property
    def typed(self) -> PayLine:
        """What the line says; pay of the same kind is for what it was for the last time."""
        who, code = self.payee.payee, str(self.kind.currentData())
        before = self._before if self._before and self._before.kind == code else None
        usual = next((one.purpose for one in self._kinds if one.kind == code), "")
        return PayLine(
            payee=who.contact, known=who.known, kind=code, amount_cents=self.cents,
            purpose=before.purpose if before else usual,
            category=before.category if before else "", method=self.method.text().strip(),
        )  # fmt: skip


@dataclass(frozen=True)
class PayrollMeans:
    """What a payroll is made from: the account, the kinds of pay, and last month's lines.

    ``accounts`` are those from which these kinds are paid, the account among them.
    """

    account: AccountRow
    kinds: tuple[PaymentKind, ...]
    template: tuple[PayLine, ...]
    accounts: tuple[AccountRow, ...]


class PayrollForm(LinesForm):
    """Takes a month's payroll; it begins with the lines of the last one."""

    def __init__(
        self,
        means: PayrollMeans,
        new_field: Callable[[], PayeeField],
        today: date,
        save: Callable[[date, AccountRow, list[PayLine]], None],
        acts: FormActs,
    ) -> None:
        super().__init__("Pay", "disbursements.pay_lines", "Record payroll", acts)
        self._means, self._new_field, self._hand = means, new_field, save
        self.day = DateEdit(today, today)
        self.day_row = FormRow("Paid on", self.day, "disbursements.date", need=Need.REQUIRED)
        self.account = combo()
        for held in means.accounts:
            self.account.addItem(held.name, held.id)
        self.account.setCurrentIndex(self.account.findData(means.account.id))
        account_row = FormRow("From", self.account, "disbursements.account")
        said = label(
            "The lines are those of the last payroll: change what differs, empty what falls away.",
            "small", wrap=True,
        )  # fmt: skip
        set_shown(said, shown=bool(means.template))
        self.lay_out(self.day_row, account_row, said)
        for one in means.template:
            made = self.add_line()
            if isinstance(made, WageLine):
                made.fill(one)
        self.begin()

    def new_line(self, number: int) -> Line:
        """Return the next line, empty."""
        return WageLine(self._new_field(), number, self._means.kinds)

    @property
    def typed(self) -> list[PayLine]:
        """The lines as they stand."""
        return [one.typed for one in self.filled if isinstance(one, WageLine)]

    def say(self) -> None:
        """Say what goes to people, in taxes, and both together."""
        found = sums_of(self.typed)
        self.sums.setText(
            f"To people {dollars(found.net_cents)}, taxes {dollars(found.tax_cents)},"
            f" together {dollars(found.gross_cents)}."
        )

    @property
    def fields(self) -> Sequence[QWidget]:
        """The fields in the order in which Tab reaches them."""
        return (self.day, self.account, *self.cells, self.more, self.save_button)

    def problems(self) -> Sequence[Fault]:
        """Return what is missing."""
        place, words = self.lines_fault()
        none = "" if self.filled else "A payroll has a line for each salary."
        return needs_day(self.day_row, self.day), (place, words or none)

    def hand_over(self) -> None:
        """Give the day, the account and the lines."""
        at = self.account.currentIndex()
        if self.day.day is not None and at >= 0:
            self._hand(self.day.day, self._means.accounts[at], self.typed)
