"""Shared costs between entities: invoices with what is owed, agreements, and timesheets."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from financedesk.progress import Progress
from financedesk.rules.roles import RECORD
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.jobs import Latest
from financedesk.ui.models import ListTableModel
from financedesk.ui.pages.entities_sharing_rows import (
    AgreementLine,
    InvoiceLine,
    Shared,
    TimesheetLine,
    agreement_columns,
    agreement_order,
    invoice_columns,
    invoice_order,
    read_shared,
    timesheet_columns,
    timesheet_order,
)
from financedesk.ui.shell.page import Shell
from financedesk.ui.widgets import (
    Card,
    Chip,
    DataTable,
    EmptyState,
    SegmentedControl,
    label,
    row,
)

INVOICES, AGREEMENTS, TIMESHEETS = "invoices", "agreements", "timesheets"
_SHOWN = ((INVOICES, "Invoices"), (AGREEMENTS, "Agreements"), (TIMESHEETS, "Timesheets"))


@dataclass(frozen=True)
class _Teaching:
    """What an empty list says, and what its button does."""

    title: str
    words: str
    action: str


_TEACHES = {
    INVOICES: _Teaching(
        title="Nothing is owed between your entities",
        words="When one entity pays what another uses, it invoices the other one’s share, reckoned"
        " to the cent from timesheets or the bill. A share that is not paid in its days becomes a"
        " contribution.",
        action="Invoice a share",
    ),
    AGREEMENTS: _Teaching(
        title="No agreement on shared costs yet",
        words="Write down who bears a cost, who owes a share and how it is measured. What the law"
        " does not let two entities share is refused here, with the reason.",
        action="Enter agreement",
    ),
    TIMESHEETS: _Teaching(
        title="No timesheets yet",
        words="A month of somebody’s work by entity and use proves every share of pay. Parties keep"
        " one for everybody: above 25 % on federal elections nothing may be shared.",
        action="Enter timesheet",
    ),
}


class SharingCard(Card):
    """Three lists of what entities share; a row that is opened is told by its number.

    ``wanted`` carries what shall be entered: ``agreements``, ``timesheets`` or ``invoices``;
    ``list_shown`` says which list is shown, ``was_read`` that the lists are up to date.
    """

    wanted = Signal(str)
    invoice_opened = Signal(object)
    agreement_opened = Signal(object)
    timesheet_opened = Signal(object)
    list_shown = Signal(str)
    was_read = Signal()

    def __init__(self, shell: Shell, desk: BookDesk) -> None:
        super().__init__(flush=True)
        self._shell, self._desk = shell, desk
        self._reading = Latest()
        self.shared: Shared | None = None
        """What was read last; None before anything was."""
        self.listed = SegmentedControl("Shared costs", _SHOWN)
        self.sum, self.late = label("", "small", wrap=True), Chip("", "bad")
        top = row(self.listed, self.sum, self.late, spacing=12, margins=(16, 10, 16, 10))
        top.setStretch(1, 1)
        self.invoices: ListTableModel[InvoiceLine] = ListTableModel(
            invoice_columns(), identify=lambda row: row.id, order=invoice_order
        )
        self.agreements: ListTableModel[AgreementLine] = ListTableModel(
            agreement_columns(), identify=lambda row: row.id, order=agreement_order
        )
        self.timesheets: ListTableModel[TimesheetLine] = ListTableModel(
            timesheet_columns(), identify=lambda row: row.id, order=timesheet_order
        )
        self._build()
        self.body.addLayout(top)
        self.body.addWidget(self.stack, 1)
        self.listed.chosen.connect(self.show_list)

    def _build(self) -> None:
        self.tables = {
            INVOICES: self._table(INVOICES, self.invoices, ("invoice", "invoices")),
            AGREEMENTS: self._table(AGREEMENTS, self.agreements, ("agreement", "agreements")),
            TIMESHEETS: self._table(TIMESHEETS, self.timesheets, ("timesheet", "timesheets")),
        }
        self.stack = QStackedWidget()
        for one in self.tables.values():
            self.stack.addWidget(one)
        opened = (self.invoice_opened, self.agreement_opened, self.timesheet_opened)
        for table, signal in zip(self.tables.values(), opened, strict=True):
            table.row_opened.connect(signal.emit)

    def _table(self, key: str, model: ListTableModel[Any], noun: tuple[str, str]) -> DataTable:
        teaches = _TEACHES[key]
        empty = EmptyState(teaches.title, teaches.words, icon="split", action=teaches.action)
        empty.action_wanted.connect(lambda: self.wanted.emit(key))
        made = DataTable(dict(_SHOWN)[key], model, empty=empty, noun=noun)
        made.remember(self._shell.settings, f"entities/sharing-{key}")
        return made

    # --- reading

    def refresh(self) -> None:
        """Read agreements, timesheets and invoices of the entities in hand anew."""
        desk = self._desk
        if not desk.is_open:
            return
        book, seen, scope, today = desk.book, desk.entity_rows(), desk.scope, desk.today
        short = {one.entity_id: one.short_name for one in desk.entities() if one.entity_id}

        def read(_progress: Progress) -> Shared:
            return read_shared(book, seen, scope, today, short)

        deliver = self._reading.only(self._take)
        job = self._shell.runner.background("Reading shared costs", read, on_done=deliver)
        self._reading.replace(job)

    def _take(self, found: Shared) -> None:
        self.shared = found
        self.invoices.show(found.invoice_lines())
        self.agreements.show(found.agreement_lines())
        self.timesheets.show(found.timesheet_lines())
        self._say_sum(found)
        self._allow()
        self.was_read.emit()

    def _say_sum(self, found: Shared) -> None:
        self.sum.setText(found.owed_words)
        self.late.show_status(f"{found.overdue} overdue" if found.overdue else "", "bad")

    def _allow(self) -> None:
        why = self._desk.why_not(RECORD)
        for table in self.tables.values():
            table.empty.allow(action=why)

    # --- showing

    def show_list(self, key: str) -> None:
        """Show invoices, agreements or timesheets."""
        self.stack.setCurrentWidget(self.tables[key])
        self.list_shown.emit(key)

    @property
    def key(self) -> str:
        """Which list is shown."""
        return next(key for key, one in self.tables.items() if one is self.stack.currentWidget())

    def focus_list(self) -> None:
        """Take the keyboard to the list that is shown."""
        self.tables[self.key].view.setFocus()
