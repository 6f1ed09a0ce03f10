"""Bills: what is due, who must still approve, and paying; each act is one step of undo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from financedesk.ledger.bill_approvals import approve_bill, set_approval_rule, terms_of
from financedesk.ledger.bills import (
    Bill,
    NewBill,
    add_bill,
    bill_by_id,
    bills,
    correct_bill,
    looks_like,
    newest_version,
    pay_bill,
    withdraw_bill,
)
from financedesk.ledger.checks_drawn import next_number
from financedesk.ledger.entities import EntityRow, entity_by_id
from financedesk.ledger.rights import has_members
from financedesk.rules.payables import METHODS
from financedesk.rules.roles import CORRECT, RECORD
from financedesk.ui.formatting import counted, dollars, short_day
from financedesk.ui.jobs import Latest
from financedesk.ui.models import Column, ListTableModel, Look, money_column
from financedesk.ui.pages.bills_forms import (
    ApproveForm,
    BillChoices,
    BillForm,
    PayForm,
    RuleForm,
    WhyForm,
)
from financedesk.ui.pages.disbursement_acts import PAID
from financedesk.ui.pages.disbursement_payee import PayeeField, TypedPayee
from financedesk.ui.pages.drawer_acts import DrawerActs
from financedesk.ui.pages.drawer_form import DrawerForm, FormActs
from financedesk.ui.widgets import (
    Card,
    DataTable,
    EmptyState,
    Figure,
    FigureRow,
    button,
    column,
    row,
)
from financedesk.ui.widgets.build import allow
from financedesk.ui.widgets.keys import add_keys

if TYPE_CHECKING:
    from financedesk.book import Reading
    from financedesk.book.unit import UnitOfWork
    from financedesk.progress import Progress
    from financedesk.ui.pages.disbursements import Disbursements

_STATES = {
    "waiting": ("Waits", "warn"), "approved": ("May be paid", "info"), "paid": ("Paid", "ok"),
    "withdrawn": ("Withdrawn", "neutral"),
}  # fmt: skip
_WITHDRAWN = ("disbursements.withdrawn_why", "Say why: entered twice, credited, wrongly billed.")


def bill_columns(today: date) -> tuple[Column[Bill], ...]:
    """Return the columns of the list of bills, as of a day."""

    def state(one: Bill) -> tuple[str, str]:
        return ("Overdue", "bad") if one.overdue(today) else _STATES[one.state]

    return (
        Column("payee", "Payee", lambda one: one.payee, Look.STRONG, 170, stretch=True, least=110),
        Column("number", "Bill", lambda one: one.number, Look.QUIET, 100),
        Column("state", "Stands", lambda one: state(one)[0], Look.CHIP, 116,
               tone=lambda one: state(one)[1]),
        Column("due", "Due", lambda one: short_day(one.due_on), Look.QUIET, 88),
        Column("purpose", "Purpose", lambda one: one.purpose, Look.QUIET, 150, yields=True),
        Column("method", "By", _by, Look.QUIET, 108, yields=True),
        Column("approved", "Approved by", _approved, Look.QUIET, 220, yields=True),
        money_column("amount", "Amount", lambda one: one.cents, width=110),
    )  # fmt: skip


def _by(one: Bill) -> str:
    return f"Check {one.check}" if one.check else METHODS[one.method]


def _approved(one: Bill) -> str:
    names = ", ".join(each.approver for each in one.approvals)
    return f"{names} ({len(one.approvals)} of {one.needed})" if one.needed else names


def _order(one: Bill, key: str) -> object:
    return {
        "payee": one.payee.casefold(), "number": one.number.casefold(), "state": one.state,
        "due": one.due_on, "purpose": one.purpose.casefold(), "method": _by(one),
        "approved": len(one.approvals), "amount": one.cents,
    }[key]  # fmt: skip


@dataclass(frozen=True)
class _Read:
    listed: tuple[Bill, ...]
    named: bool


class BillsView(QWidget):
    """The bills of the entities in hand; Enter goes the next step: approve what waits, pay else."""

    def __init__(self, page: Disbursements) -> None:
        super().__init__()
        self._page, self._desk, self._shell = page, page.desk, page.shell
        self.acts = DrawerActs(page.shell, page.desk, PAID, self.refresh)
        self._reading, self._twins = Latest(), Latest()
        self._named = False
        self.figures = FigureRow("Bills")
        self.model: ListTableModel[Bill] = ListTableModel(
            bill_columns(self._desk.today), identify=lambda one: one.id, order=_order
        )
        self._build()

    def _build(self) -> None:
        self.empty = EmptyState(
            "No bills yet",
            "A bill waits here until it is approved and paid: two people for large ones and for"
            " wires. It is no payment yet and stands in no report.",
            icon="file-text", action="New bill",
        )  # fmt: skip
        self.empty.action_wanted.connect(self.add)
        self.table = DataTable("Bills", self.model, empty=self.empty, noun=("bill", "bills"))
        self.table.remember(self._shell.settings, "bills/columns")
        self.table.row_opened.connect(lambda _id: self.next_step())
        self.add_button = button("New bill", "primary", icon="plus", on_click=self.add)
        self.rule_button = button("Approvals…", icon="users", on_click=self.set_rule)
        self.approve_button = button("Approve", icon="circle-check", on_click=self.approve)
        self.pay_button = button("Pay…", icon="banknote", on_click=self.pay)
        self.withdraw_button = button("Withdraw…", icon="x", on_click=self.withdraw)
        self.edit_button = button("Edit…", icon="pencil", on_click=self.edit)
        for one in (
            self.approve_button, self.pay_button, self.edit_button, self.withdraw_button,
        ):  # fmt: skip
            self.table.add_action(one)
        keys = {
            "A": self.approve, "P": self.pay, "N": self.add, "F2": self.edit,
            "Del": self.withdraw,
        }  # fmt: skip
        add_keys(self.table.view, keys)
        card = Card(
            "Bills", "A approves, P pays, N enters another",
            trailing=row(self.rule_button, self.add_button), flush=True,
        )  # fmt: skip
        card.body.addWidget(self.table, 1)
        whole = column(self.figures, spacing=12)
        whole.addWidget(card, 1)
        self.setLayout(whole)

    # --- reading

    def refresh(self) -> None:
        """Read the bills of the entities in hand."""
        if not self._desk.is_open:
            return
        record, correct = self._desk.why_not(RECORD), self._desk.why_not(CORRECT)
        for one in (self.add_button, self.approve_button, self.pay_button):
            allow(one, record)
        for one in (self.rule_button, self.edit_button, self.withdraw_button):
            allow(one, correct)
        self.empty.allow(action=record)
        book, scope = self._desk.book, self._desk.scope

        def read(_progress: Progress) -> _Read:
            with book.read() as connection:
                return _Read(tuple(bills(connection, scope)), has_members(connection))

        deliver = self._reading.only(self._take)
        self._reading.replace(self._shell.runner.background("Reading bills", read, on_done=deliver))

    def _take(self, found: _Read) -> None:
        self._named = found.named
        self.figures.show_figures(_figures(found.listed, self._desk.today))
        self.model.show(found.listed)

    @property
    def chosen(self) -> Bill | None:
        """The bill in hand."""
        return self.model.row_at(self.table.view.currentIndex().row())

    # --- acts

    def add(self) -> None:
        """Show the form of a new bill."""
        entities = self._desk.entities_for(RECORD)
        if entities:
            self._add_for(entities[0])

    def _add_for(self, entity: EntityRow) -> None:
        entities = self._desk.entities_for(RECORD)
        self.acts.ask(
            lambda connection: replace(self._choices(connection, entity), entities=entities),
            self._show_form,
        )

    def _choices(self, connection: Reading, entity: EntityRow) -> BillChoices:
        terms = terms_of(connection, entity.id, self._desk.today.isoformat())
        means = self._page.means
        return BillChoices(
            entity, means.accounts_of(entity.id), means.purposes.get(entity.id, ()),
            terms.above_cents,
        )  # fmt: skip

    def edit(self) -> None:
        """Show the form that corrects the bill in hand."""
        one = self.chosen
        if one is None or not one.open or self._desk.why_not(CORRECT, one.entity_id):
            return

        def question(connection: Reading) -> tuple[BillChoices, TypedPayee]:
            entity = entity_by_id(connection, one.entity_id)
            return self._choices(connection, entity), TypedPayee(
                *newest_version(connection, one.card_id)
            )

        self.acts.ask(question, lambda found: self._show_form(*found, one))

    def _show_form(
        self, choices: BillChoices, who: TypedPayee | None = None, before: Bill | None = None
    ) -> None:
        entity = choices.entity

        def save(new: NewBill) -> None:
            if before is not None:
                self.acts.write(
                    "Correct bill", entity.id,
                    lambda unit: correct_bill(unit, entity, before.id, new), form,
                    f"Saved the {before.name}", act=CORRECT,
                )  # fmt: skip
                return
            self.acts.write(
                "Enter bill", entity.id, lambda unit: add_bill(unit, entity, new), form,
                f"Entered {dollars(new.amount_cents)} of {new.payee.display_name}",
            )  # fmt: skip

        def look(card_id: int, cents: int, number: str) -> None:
            self._look_for_twin(form, (card_id, cents, number, before.id if before else 0))

        payee = PayeeField(self._desk, self._shell.runner, entity.id)
        if who is not None and who.known is not None:
            payee.show_known(who.known, who.contact)
        acts = FormActs(self._shell.close_drawer)
        form = BillForm(
            choices, payee, self._desk.today, save, look, acts, before, self._add_for
        )  # fmt: skip
        title = f"Correct the {before.name}" if before else "New bill"
        self.acts.open(title, form, entity.id, before.id if before else 0)
        (form.amount if before else payee).setFocus()

    def _look_for_twin(self, form: BillForm, asked: tuple[int, int, str, int]) -> None:
        book = self._desk.book

        def read(_progress: Progress) -> Bill | None:
            with book.read() as connection:
                return looks_like(connection, *asked)

        def show(twin: Bill | None) -> None:
            if isValid(form):
                form.show_twin(twin)

        job = self._shell.runner.background("Looking for the same bill", read,
                                            on_done=self._twins.only(show))  # fmt: skip
        self._twins.replace(job)

    def next_step(self) -> None:
        """Approve the bill in hand while it waits, pay it when it may be paid, show it when it is.

        What is paid opens its entry.
        """
        one = self.chosen
        if one is None:
            return
        if one.state == "waiting":
            self.approve()
        elif one.state == "approved":
            self.pay()
        elif one.item_id is not None:
            self._page.open_entry(one.item_id)

    def approve(self) -> None:
        """Approve the bill in hand; where nobody signs in, ask who does."""
        one = self.chosen
        if one is None or not one.open or self._desk.why_not(RECORD, one.entity_id):
            return
        if self._named:
            self._approve(one, "", None)
            return
        form = ApproveForm(
            self._desk.today, lambda who: self._approve(one, who, form),
            FormActs(self._shell.close_drawer),
        )  # fmt: skip
        self.acts.open(f"Approve the {one.name}", form, one.entity_id, one.id)
        form.who.setFocus()

    def _approve(self, one: Bill, who: str, form: DrawerForm | None) -> None:
        day = self._desk.today.isoformat()
        self.acts.write(
            "Approve bill", one.entity_id, lambda unit: approve_bill(unit, one.id, who, day), form,
            f"Approved the {one.name}",
        )  # fmt: skip

    def pay(self) -> None:
        """Show the form that pays the bill in hand."""
        one = self.chosen
        if one is None or not one.open or self._desk.why_not(RECORD, one.entity_id):
            return
        if one.missing:
            self._shell.say(f"The {one.name} cannot be paid yet: {one.missing}.")
            return
        self.acts.ask(lambda connection: next_number(connection, one.account_id),
                  lambda number: self._show_pay(one, number))  # fmt: skip

    def _show_pay(self, one: Bill, number: int) -> None:
        def save(on: date, check: int | None) -> None:
            def work(unit: UnitOfWork) -> int:
                entity = entity_by_id(unit.connection, one.entity_id)
                return pay_bill(unit, entity, one.id, on.isoformat(), check)

            self.acts.write(f"Pay {one.name}", one.entity_id, work, form,
                        f"Paid {dollars(one.cents)} to {one.payee}")  # fmt: skip

        acts = FormActs(self._shell.close_drawer)
        form = PayForm(one, number, self._desk.today, save, acts)
        self.acts.open(f"Pay the {one.name}", form, one.entity_id, one.id)
        form.on.setFocus()

    def withdraw(self) -> None:
        """Show the form that withdraws the bill in hand."""
        one = self.chosen
        if one is None or not one.open or self._desk.why_not(CORRECT, one.entity_id):
            return

        def save(on: date, why: str) -> None:
            self.acts.write(
                "Withdraw bill", one.entity_id,
                lambda unit: withdraw_bill(unit, one.id, why, on.isoformat()), form,
                f"Withdrew the {one.name}", act=CORRECT,
            )  # fmt: skip

        acts = FormActs(self._shell.close_drawer)
        form = WhyForm(self._desk.today, "Withdraw", _WITHDRAWN, save, acts)
        self.acts.open(f"Withdraw the {one.name}", form, one.entity_id, one.id)
        form.why.setFocus()

    def set_rule(self) -> None:
        """Show the form that says above what amount two people must approve."""
        entities = self._desk.entities_for(CORRECT)
        if entities:
            self.acts.ask(
                lambda connection: self._choices(connection, entities[0]), self._show_rule
            )

    def _show_rule(self, choices: BillChoices) -> None:
        entity = choices.entity

        def save(above: int, since: date) -> None:
            self.acts.write(
                "Say who must approve", entity.id,
                lambda unit: set_approval_rule(unit, entity.id, above, since.isoformat()), form,
                f"Two people approve above {dollars(above)}", act=CORRECT,
            )  # fmt: skip

        acts = FormActs(self._shell.close_drawer)
        form = RuleForm(choices.above_cents, self._desk.today, save, acts)
        self.acts.open("Who must approve", form, entity.id)
        form.above.setFocus()

    def show_bill(self, bill_id: int) -> None:
        """Put the cursor on a bill, once it is read."""

        def show(_one: Bill) -> None:
            place = next((at for at, one in enumerate(self.model.rows) if one.id == bill_id), 0)
            self.table.view.setCurrentIndex(self.model.index(place, 0))
            self.table.view.setFocus()

        self.acts.ask(lambda connection: bill_by_id(connection, bill_id), show)


def _figures(listed: Sequence[Bill], today: date) -> tuple[Figure, ...]:
    opened = [one for one in listed if one.open]
    late = [one for one in opened if one.overdue(today)]
    waits = [one for one in opened if one.missing]
    return (
        Figure("To be paid", dollars(sum(one.cents for one in opened)),
               note=counted(len(opened), "bill")),
        Figure("Overdue", dollars(sum(one.cents for one in late)), "bad" if late else "",
               note=counted(len(late), "bill")),
        Figure("Waits for approval", dollars(sum(one.cents for one in waits)),
               "warn" if waits else "", note=counted(len(waits), "bill")),
    )  # fmt: skip
