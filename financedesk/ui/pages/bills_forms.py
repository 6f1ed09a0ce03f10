"""The forms of bills: entering one, approving, paying and withdrawing it, the rule of approval."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtWidgets import QLineEdit

from financedesk.ledger.bills import Bill, NewBill, account_note, kinds_for_bills
from financedesk.ledger.entities import AccountRow, EntityRow
from financedesk.ledger.payee_search import KnownPayee
from financedesk.rules.payables import METHODS, approval_terms
from financedesk.rules.purposes import category_of_kind
from financedesk.ui.formatting import dollars
from financedesk.ui.pages.contribution_fields import EntityCombo
from financedesk.ui.pages.disbursement_fields import category_choice, purpose_proposals
from financedesk.ui.pages.disbursement_payee import PayeeField
from financedesk.ui.pages.disbursement_words import purpose_warning
from financedesk.ui.pages.drawer_form import (
    DrawerForm,
    Fault,
    FormActs,
    needs_amount,
    needs_day,
    needs_number,
    needs_words,
    whole,
)
from financedesk.ui.widgets import FormRow
from financedesk.ui.widgets.build import combo, label, set_shown
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.form_row import Need
from financedesk.ui.widgets.money_edit import MoneyEdit
from financedesk.ui.widgets.type_ahead import TypeAhead

_DUE_DAYS = 30


@dataclass(frozen=True)
class BillChoices:
    """What the form of a bill chooses from: an entity, its accounts, its purposes.

    ``above_cents`` is the amount above which two people must approve. ``entities`` are all whose
    bill it may be, and stays empty where the bill is there already.
    """

    entity: EntityRow
    accounts: tuple[AccountRow, ...]
    purposes: tuple[str, ...]
    above_cents: int
    entities: tuple[EntityRow, ...] = ()


class BillForm(DrawerForm):
    """Takes a bill; ``save`` is handed what is complete, ``look`` asks whether it came before."""

    def __init__(
        self,
        choices: BillChoices,
        payee: PayeeField,
        today: date,
        save: Callable[[NewBill], None],
        look: Callable[[int, int, str], None],
        acts: FormActs,
        before: Bill | None = None,
        begin: Callable[[EntityRow], None] | None = None,
    ) -> None:
        """``before`` is a bill that is corrected, ``begin`` begins the form for another entity."""
        super().__init__(today, acts, "Save" if before else "Enter bill")
        self._begin, self.entity = begin, EntityCombo()
        self._choices, self._hand, self._look = choices, save, look
        self.payee, self.number, self.amount = payee, QLineEdit(), MoneyEdit()
        self.received = DateEdit(today, today)
        self.due = DateEdit(today, today + timedelta(days=_DUE_DAYS))
        self.purpose = TypeAhead("What it was for: Printing, Rent")
        self.account, self.kind, self.method = combo(), combo(), combo()
        self.category, self.entered_by = category_choice(), QLineEdit()
        self.terms = label("", "small", wrap=True)
        self._fill()
        self._lay()
        if before is not None:
            self._show(before)
        self._connect(choose=before is None)

    def _show(self, before: Bill) -> None:
        """Show a bill that is corrected; who is in the field already."""
        self.number.setText(before.number)
        self.amount.set_cents(before.cents)
        self.received.set_day(before.received_on)
        self.due.set_day(before.due_on)
        self.purpose.hold(before.purpose, None)
        self.account.setCurrentIndex(max(0, self.account.findData(before.account_id)))
        self._offer_kinds()
        for field, value in (
            (self.method, before.method), (self.kind, before.kind),
            (self.category, before.category),
        ):  # fmt: skip
            field.setCurrentIndex(max(0, field.findData(value)))
        set_shown(self.entered_row, shown=False)

    def _fill(self) -> None:
        for entity in self._choices.entities:
            self.entity.add(entity)
        self.entity.setCurrentIndex(self.entity.findData(self._choices.entity.id))
        for one in self._choices.accounts:
            self.account.addItem(one.name, one.id)
        for code, words in METHODS.items():
            self.method.addItem(words, code)
        self._offer_kinds()

    def _offer_kinds(self) -> None:
        before = self.kind.currentData()
        self.kind.clear()
        account = self.chosen_account
        for one in kinds_for_bills(self._choices.entity.kind, account.kind) if account else ():
            self.kind.addItem(one.title, one.kind)
        self.kind.setCurrentIndex(max(0, self.kind.findData(before)))

    def _lay(self) -> None:
        need = Need.REQUIRED
        self.entity_row = FormRow("Entity", self.entity, "disbursements.entity")
        self.payee_row = FormRow("Payee", self.payee, "disbursements.payee", need=need)
        self.number_row = FormRow("Bill number", self.number, "disbursements.bill_number")
        self.amount_row = FormRow("Amount", self.amount, "disbursements.bill_amount", need=need)
        self.received_row = FormRow("Came on", self.received, "disbursements.bill_received",
                                    need=need)  # fmt: skip
        self.due_row = FormRow("Due", self.due, "disbursements.bill_due", need=need)
        self.purpose_row = FormRow("Purpose", self.purpose, "disbursements.purpose", need=need)
        self.account_row = FormRow("Account", self.account, "disbursements.account")
        self.method_row = FormRow("To be paid by", self.method, "disbursements.bill_method")
        self.kind_row = FormRow("Kind", self.kind, "disbursements.kind")
        self.category_row = FormRow("Category", self.category, "disbursements.category")
        self.entered_row = FormRow("Entered by", self.entered_by, "disbursements.bill_entered_by")
        self.lay_out(
            self.entity_row, self.payee_row, (self.number_row, self.amount_row),
            (self.received_row, self.due_row), self.purpose_row,
            (self.account_row, self.method_row), self.terms, self.kind_row, self.category_row,
            self.entered_row,
        )  # fmt: skip
        set_shown(self.category_row, shown=self._choices.entity.form is not None)
        set_shown(self.entity_row, shown=len(self._choices.entities) > 1)

    def _connect(self, *, choose: bool) -> None:
        self.entity.currentIndexChanged.connect(self._change_entity)
        self.payee.picked.connect(self._picked)
        self.purpose.searched.connect(self._propose_purposes)
        self.purpose.textChanged.connect(lambda _text: self._judge_purpose())
        self.amount.amount_changed.connect(lambda _cents: self._say())
        self.number.textChanged.connect(lambda _text: self._say())
        self.method.currentIndexChanged.connect(lambda _at: self._say())
        self.account.currentIndexChanged.connect(lambda _at: self._choose_account())
        self.kind.currentIndexChanged.connect(lambda _at: self._choose_category())
        if choose:
            self._choose_category()
        self._say_of_account()
        self._say_terms()

    def _change_entity(self, at: int) -> None:
        """Begin anew: another entity has other payees, accounts and kinds."""
        if self._begin is not None and 0 <= at < len(self._choices.entities):
            self._begin(self._choices.entities[at])

    def _choose_account(self) -> None:
        self._offer_kinds()
        self._say_of_account()

    def _say_of_account(self) -> None:
        account = self.chosen_account
        self.account_row.say(account_note(account) if account else "", "warn")

    @property
    def chosen_account(self) -> AccountRow | None:
        """The account that is to pay."""
        at = self.account.currentIndex()
        return self._choices.accounts[at] if 0 <= at < len(self._choices.accounts) else None

    def _picked(self, value: object) -> None:
        """Take over purpose, kind and amount of the payee's last payment."""
        last = value.last if isinstance(value, KnownPayee) else None
        if last is not None:
            self.purpose.hold(last.purpose, None)
            self.kind.setCurrentIndex(max(0, self.kind.findData(last.kind)))
            self.category.setCurrentIndex(max(0, self.category.findData(last.category)))
            if not self.amount.text().strip():
                self.amount.set_cents(last.cents)
        self._say()

    def _propose_purposes(self, text: str) -> None:
        self.purpose.propose(purpose_proposals(text, self._choices.purposes))

    def _judge_purpose(self) -> None:
        self.purpose_row.say(purpose_warning(self.purpose.text(), to_person=False), "warn")

    def _choose_category(self) -> None:
        code = category_of_kind(str(self.kind.currentData()))
        self.category.setCurrentIndex(max(0, self.category.findData(code)))

    def _say(self) -> None:
        """Say how many must approve, and ask whether the bill came before."""
        self._say_terms()
        known = self.payee.known
        if known is not None:
            self._look(known.ref.card_id, self.amount.cents or 0, self.number.text())

    def _say_terms(self) -> None:
        terms = approval_terms(self._choices.above_cents)
        cents, method = self.amount.cents or 0, str(self.method.currentData())
        why = "a wire" if method == "wire" else f"above {dollars(terms.above_cents)}"
        two = f"Two people must approve it: {why}."
        words = two if terms.needed(cents, method) else "It may be paid without an approval."
        self.terms.setText(words)

    def show_twin(self, twin: Bill | None) -> None:
        """Say that a bill like this one is here already, right at its number."""
        words = ""
        if twin is not None:
            words = (
                f"Looks like the {twin.name}: {dollars(twin.cents)}, came {twin.received_on},"
                f" {twin.state}."
            )
        self.number_row.say(words, "warn")

    def problems(self) -> Sequence[Fault]:
        """Return what is missing or cannot be read."""
        account = "" if self.chosen_account else "This entity has no bank account."
        kind = "" if self.kind.count() else "No bills are paid from this account."
        return (
            needs_words(self.payee_row, self.payee, "Say whose bill it is."),
            needs_amount(self.amount_row, self.amount),
            needs_day(self.received_row, self.received), needs_day(self.due_row, self.due),
            needs_words(self.purpose_row, self.purpose, "Say what it is for."),
            (self.account_row, account), (self.kind_row, kind),
        )  # fmt: skip

    def hand_over(self) -> None:
        """Give the bill to whoever writes it."""
        account, received, due = self.chosen_account, self.received.day, self.due.day
        if account is None or received is None or due is None:
            return
        who = self.payee.payee
        shown = not self.category_row.isHidden()
        self._hand(NewBill(
            payee=who.contact, known=who.known, number=self.number.text().strip(),
            received_on=received.isoformat(), due_on=due.isoformat(),
            amount_cents=self.amount.cents or 0, purpose=self.purpose.text().strip(),
            kind=str(self.kind.currentData()), method=str(self.method.currentData()),
            account=account, category=str(self.category.currentData() or "") if shown else "",
            entered_by=self.entered_by.text().strip(),
        ))  # fmt: skip


class ApproveForm(DrawerForm):
    """Takes who approves a bill, in a book in which nobody signs in."""

    def __init__(self, today: date, save: Callable[[str], None], acts: FormActs) -> None:
        super().__init__(today, acts, "Approve")
        self._hand, self.who = save, QLineEdit()
        self.who_row = FormRow("Approved by", self.who, "disbursements.approved_by",
                               need=Need.REQUIRED)  # fmt: skip
        self.lay_out(self.who_row)

    def problems(self) -> Sequence[Fault]:
        """Return what is missing."""
        return (needs_words(self.who_row, self.who, "Say who approves it."),)

    def hand_over(self) -> None:
        """Give the name."""
        self._hand(self.who.text().strip())


class PayForm(DrawerForm):
    """Takes the day on which a bill is paid and, for a check, its number."""

    def __init__(
        self,
        one: Bill,
        next_check: int,
        today: date,
        save: Callable[[date, int | None], None],
        acts: FormActs,
    ) -> None:
        super().__init__(today, acts, "Pay")
        self._hand = save
        self.on, self.number = DateEdit(today, today), QLineEdit(str(next_check))
        self.on_row = FormRow("Paid on", self.on, "disbursements.date", need=Need.REQUIRED)
        self.number_row = FormRow("Check number", self.number, "disbursements.check_number")
        what = label(f"{dollars(one.cents)} from {one.account} for {one.purpose}.", wrap=True)
        self.lay_out(what, self.on_row, self.number_row)
        set_shown(self.number_row, shown=one.method == "check")

    def problems(self) -> Sequence[Fault]:
        """Return what is missing."""
        return needs_day(self.on_row, self.on), needs_number(self.number_row, self.number, 1)

    def hand_over(self) -> None:
        """Give the day, and the number where a check is drawn."""
        if self.on.day is not None:
            drawn = not self.number_row.isHidden()
            self._hand(self.on.day, whole(self.number) if drawn else None)


class WhyForm(DrawerForm):
    """Takes why something is withdrawn or voided, and on which day; ``words`` are the button's."""

    def __init__(
        self,
        today: date,
        words: str,
        asked: tuple[str, str],
        save: Callable[[date, str], None],
        acts: FormActs,
        says: str = "",
    ) -> None:
        """``asked`` is the key of the reason's help and what is said when it is missing."""
        super().__init__(today, acts, words)
        self._hand, self._asked = save, asked[1]
        self.on, self.why = DateEdit(today, today), QLineEdit()
        self.says = label(says, "small", wrap=True)
        self.on_row = FormRow("On", self.on, "disbursements.withdrawn_on", need=Need.REQUIRED)
        self.why_row = FormRow("Why", self.why, asked[0], need=Need.REQUIRED)
        self.lay_out(self.why_row, self.on_row, self.says)
        set_shown(self.says, shown=bool(says))

    def problems(self) -> Sequence[Fault]:
        """Return what is missing."""
        return needs_words(self.why_row, self.why, self._asked), needs_day(self.on_row, self.on)

    def hand_over(self) -> None:
        """Give day and reason."""
        if self.on.day is not None:
            self._hand(self.on.day, self.why.text().strip())


class RuleForm(DrawerForm):
    """Takes above what amount two people must approve, and from when on."""

    def __init__(
        self, above_cents: int, today: date, save: Callable[[int, date], None], acts: FormActs
    ) -> None:
        super().__init__(today, acts)
        self._hand = save
        self.above, self.since = MoneyEdit(above_cents), DateEdit(today, today)
        need = Need.REQUIRED
        self.above_row = FormRow("Two people above", self.above, "disbursements.two_above",
                                 need=need)  # fmt: skip
        self.since_row = FormRow("From", self.since, "disbursements.two_since", need=need)
        law = label(approval_terms().citation, "caption", wrap=True)
        self.lay_out(self.above_row, self.since_row, law)

    def problems(self) -> Sequence[Fault]:
        """Return what is missing."""
        return needs_amount(self.above_row, self.above), needs_day(self.since_row, self.since)

    def hand_over(self) -> None:
        """Give amount and day."""
        if self.since.day is not None and self.above.cents is not None:
            self._hand(self.above.cents, self.since.day)
