"""What was agreed with processors: their fee and days, against which each payout is held."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from financedesk.banking.processors import Contract, add_contract, contracts, remove_contract
from financedesk.book import UnitOfWork
from financedesk.errors import BadInput
from financedesk.ledger.entities import AccountRow
from financedesk.progress import Progress
from financedesk.rules.conduits import processors
from financedesk.rules.processor_terms import MOST_DAYS, ProcessorTerms, basis_points
from financedesk.rules.roles import RECORD
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.formatting import counted, day
from financedesk.ui.jobs import Latest
from financedesk.ui.models import Column, ListTableModel, Look
from financedesk.ui.pages.drawer_form import (
    DrawerForm,
    Fault,
    FormActs,
    needs_amount,
    needs_day,
    needs_number,
    whole,
)
from financedesk.ui.pages.reconcile_acts import Act, ReconcileActs
from financedesk.ui.shell.page import Shell
from financedesk.ui.widgets import Card, DataTable, EmptyState, FormRow, button, column, row
from financedesk.ui.widgets.build import allow, combo
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.form_row import Need
from financedesk.ui.widgets.keys import add_keys
from financedesk.ui.widgets.money_edit import MoneyEdit

_USUAL_DAYS = "5"
# What stands for a table, and not for a company that pays out.
_NO_COMPANY = frozenset({"other", "donations", "fec_itcont"})


def _names() -> dict[str, str]:
    return {one.code: one.name for one in processors() if one.code not in _NO_COMPANY}


def _name(one: Contract) -> str:
    return _names().get(one.terms.processor, one.terms.processor)


_COLUMNS: tuple[Column[Contract], ...] = (
    Column("processor", "Processor", _name, Look.STRONG, 130, least=90, sortable=False),
    Column("since", "From", lambda one: day(one.terms.since), width=122, sortable=False),
    Column("fee", "It takes", lambda one: one.terms.words, Look.TEXT, 210, stretch=True, least=150,
           sortable=False),
    Column("days", "In the bank within", lambda one: counted(one.terms.settle_days, "day"),
           Look.NUMBER, 150, yields=True, sortable=False),
    Column("source", "Where it stands", lambda one: one.terms.source, Look.QUIET, 180, yields=True,
           sortable=False),
)  # fmt: skip


class TermsForm(DrawerForm):
    """Takes what a processor may take of each gift from a day on, and when its money is there."""

    def __init__(self, today: date, save: Callable[[ProcessorTerms], None], acts: FormActs) -> None:
        super().__init__(today, acts, "Enter terms")
        self._hand = save
        self.processor, self.rate, self.fixed = combo(), QLineEdit(), MoneyEdit()
        for code, name in _names().items():
            self.processor.addItem(name, code)
        self.since = DateEdit(today, today)
        self.days, self.source = QLineEdit(_USUAL_DAYS), QLineEdit()
        self.fixed.set_cents(0)
        need = Need.REQUIRED
        self.processor_row = FormRow("Processor", self.processor, "reconcile.processor")
        self.since_row = FormRow("From", self.since, "reconcile.terms_since", need=need)
        self.rate_row = FormRow("Per cent of each gift", self.rate, "reconcile.terms_rate",
                                need=need)  # fmt: skip
        self.fixed_row = FormRow("And fixed", self.fixed, "reconcile.terms_fixed", need=need)
        self.days_row = FormRow("Days to the bank", self.days, "reconcile.terms_days", need=need)
        self.source_row = FormRow("Where it stands", self.source, "reconcile.terms_source")
        self.lay_out(
            self.processor_row, self.since_row, self.rate_row, self.fixed_row, self.days_row,
            self.source_row,
        )  # fmt: skip

    def problems(self) -> Sequence[Fault]:
        """Return what is missing or cannot be read."""
        return (
            needs_day(self.since_row, self.since), (self.rate_row, self._rate_problem()),
            needs_amount(self.fixed_row, self.fixed), needs_number(self.days_row, self.days),
        )  # fmt: skip

    def _rate_problem(self) -> str:
        try:
            basis_points(self.rate.text())
        except BadInput as error:
            return str(error)
        return ""

    def hand_over(self) -> None:
        """Give the terms to whoever writes them."""
        since, days = self.since.day, whole(self.days)
        if since is None or days is None:
            return
        self._hand(
            ProcessorTerms(
                processor=str(self.processor.currentData()), since=since,
                rate_basis_points=basis_points(self.rate.text()),
                fixed_cents=self.fixed.cents or 0, settle_days=min(days, MOST_DAYS + 1),
                source=self.source.text().strip(),
            )
        )  # fmt: skip


class TermsPanel(QWidget):
    """Lists the terms of the account's entity; ``was_read`` tells that the list stands."""

    was_read = Signal()

    def __init__(self, shell: Shell, desk: BookDesk, acts: ReconcileActs) -> None:
        super().__init__()
        self._shell, self._desk, self._acts = shell, desk, acts
        self._reading = Latest()
        self.account: AccountRow | None = None
        self.form: TermsForm | None = None
        self.model: ListTableModel[Contract] = ListTableModel(_COLUMNS, identify=lambda one: one.id)
        self.empty = EmptyState(
            "No terms entered yet",
            "Enter what a processor may take of a gift and how long its money takes. Each payout is"
            " then held against it, and what does not fit is told.",
            icon="scale", action="Enter terms",
        )  # fmt: skip
        self.empty.action_wanted.connect(self.add)
        self.table = DataTable("Processors’ terms", self.model, empty=self.empty,
                               noun=("agreement", "agreements"), selection_bar=False)  # fmt: skip
        self.add_button = button("Enter terms", "primary", icon="plus", on_click=self.add)
        self.remove_button = button("Take away", icon="trash-2", on_click=self.remove)
        add_keys(self.table.view, {"N": self.add, "Del": self.remove})
        card = Card("Processors’ terms", "N enters, Del takes away",
                    trailing=row(self.remove_button, self.add_button), flush=True)  # fmt: skip
        card.body.addWidget(self.table, 1)
        self.setLayout(column(card))

    def show_account(self, account: AccountRow) -> None:
        """Show the terms of the entity that an account is of."""
        self.account, book = account, self._desk.book
        why = self._desk.why_not(RECORD, account.entity_id)
        for one in (self.add_button, self.remove_button):
            allow(one, why)
        self.empty.allow(action=why)

        def read(_progress: Progress) -> tuple[Contract, ...]:
            with book.read() as connection:
                return contracts(connection, [account.entity_id])

        deliver = self._reading.only(self._show)
        job = self._shell.runner.background("Reading terms", read, on_done=deliver)
        self._reading.replace(job)

    def _show(self, found: Sequence[Contract]) -> None:
        at = max(0, self.table.view.currentIndex().row())
        self.model.show(found)
        if found:
            self.table.view.setCurrentIndex(self.model.index(min(at, len(found) - 1), 0))
        self.was_read.emit()

    def add(self) -> None:
        """Show the form of new terms."""
        account = self.account
        if account is None or self._desk.why_not(RECORD, account.entity_id):
            return

        def save(terms: ProcessorTerms) -> None:
            self._write(
                account, f"Enter terms of {terms.processor}",
                lambda unit: add_contract(unit, account.entity_id, terms), form,
                f"From {day(terms.since)}: {terms.words}",
            )  # fmt: skip

        form = TermsForm(self._desk.today, save, FormActs(self._close))
        self.form = form
        self._shell.open_drawer("Terms of a processor", form, entity_id=account.entity_id)
        form.processor.setFocus()

    def remove(self) -> None:
        """Take the terms in hand away; undo brings them back."""
        one = self.model.row_at(self.table.view.currentIndex().row())
        account = self.account
        if one is None or account is None or self._desk.why_not(RECORD, account.entity_id):
            return
        self._write(
            account, "Take terms of a processor away",
            lambda unit: remove_contract(unit, one.id, [account.entity_id]), None,
            f"Took the terms of {_name(one)} away",
        )  # fmt: skip

    def _write(
        self,
        account: AccountRow,
        name: str,
        work: Callable[[UnitOfWork], object],
        form: TermsForm | None,
        said: str,
    ) -> None:
        act = Act(name=name, account=account, said=said)
        self._acts.write(act, work, form=form, on_done=lambda _result: self._close())

    def _close(self) -> None:
        self._shell.close_drawer()
        self.table.view.setFocus()
