"""Disbursements and transfers: what goes out, and money between own accounts and entities."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget
from shiboken6 import isValid

from financedesk.ledger.bills import bills_of_items
from financedesk.ledger.outlays import Flows, OutlayRow, View, outlay_rows
from financedesk.ledger.register import register_row_detail
from financedesk.ledger.transfer_steps import TransferOrder, open_orders
from financedesk.ledger.ultimate_payees import behind
from financedesk.progress import Progress
from financedesk.rules import roles
from financedesk.rules.payables import route_of_kind
from financedesk.ui.book_desk import book_desk
from financedesk.ui.desk import Area, Changes
from financedesk.ui.formatting import counted, money
from financedesk.ui.jobs import Latest
from financedesk.ui.models import PagedTableModel, Query
from financedesk.ui.pages.disbursement_acts import RECORD, RECORD_TRANSFER, OutlayActs
from financedesk.ui.pages.disbursement_columns import outlay_columns
from financedesk.ui.pages.disbursement_detail import OutlayDetail
from financedesk.ui.pages.disbursement_edit import (
    DisbursementCorrection,
    Outlay,
    TransferCorrection,
)
from financedesk.ui.pages.disbursement_form import DisbursementForm
from financedesk.ui.pages.disbursement_source import (
    ALL_VIEWS,
    BILLS,
    CHECKS,
    NO_MEANS,
    VIEWS,
    Means,
    OutlaySource,
    OwnView,
    outlay_filters,
    read_means,
    seen_entities,
)
from financedesk.ui.pages.disbursement_subjects import (
    NamePayees,
    RecordDisbursement,
    RecordPayroll,
    RecordTransfer,
    SaveRegister,
    ShowBills,
    ShowChecks,
)
from financedesk.ui.pages.subjects import ShowItem, ShowItems
from financedesk.ui.pages.transfer_form import TransferForm
from financedesk.ui.pages.transfer_steps import OpenTransfers
from financedesk.ui.pages.whose import ENTITY_COLUMN, Whose, with_whose
from financedesk.ui.shell.page import Page, Shell
from financedesk.ui.widgets import (
    Card,
    DataTable,
    ElidingLabel,
    EmptyState,
    FilterBar,
    SegmentedControl,
    button,
    row,
)
from financedesk.ui.widgets.build import allow, set_shown
from financedesk.ui.widgets.folding_row import FoldingRow
from financedesk.ui.widgets.keys import add_keys

if TYPE_CHECKING:
    from financedesk.ui.pages.disbursement_line_forms import LineForms

_NOUN = ("entry", "entries")
_MORE: Mapping[str, tuple[str, str]] = {
    BILLS: ("bills_view", "BillsView"), CHECKS: ("bills_checks", "ChecksView"),
}  # fmt: skip
"""Views of their own, by module and class; each is read when it is first shown."""
_FIRST = Query(sort_key="date", descending=True)
_EMPTY = {
    "outlays": (
        "Nothing paid yet",
        "Record the first bill, or move money between your own accounts and entities.",
    ),
    "payments": ("No disbursements yet", "Record the first bill: payee, amount, what it was for."),
    "transfers": (
        "No transfers yet",
        "Money between your own accounts and entities is recorded once, for both sides.",
    ),
}


class Disbursements(Page):
    """Shows what goes out of the entities in hand, and transfers both ways, at any size."""

    areas = frozenset({Area.ENTITIES, Area.CONTRIBUTIONS, Area.BANKING, Area.FILINGS})
    primary_action = "disbursements.record"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.desk = book_desk(shell)
        self.acts = OutlayActs(shell, self.desk)
        self._means, self._read_for = NO_MEANS, ""
        self._counting, self._choosing, self._reading = Latest(), Latest(), Latest()
        self._ordering = Latest()
        self._more: dict[str, Any] = {}
        self._wanted: object = None
        self._scope: tuple[int, ...] = ()
        self.form: DisbursementForm | None = None
        self.transfer_form: TransferForm | None = None
        self.source = OutlaySource(self.desk)
        columns = with_whose(outlay_columns(), Whose(self.desk), lambda row: row.entry.entity_id)
        self.model: PagedTableModel[OutlayRow] = PagedTableModel(
            columns, self.source, shell.runner, title="disbursements", query=_FIRST
        )
        self._build()
        self._connect()

    # --- building

    def _build(self) -> None:
        self.views = SegmentedControl("View", ALL_VIEWS)
        self.filter = FilterBar("Payee, city or amount")
        self.total = ElidingLabel("", "small")
        self.total.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.transfer_button = button(
            RECORD_TRANSFER, icon="split",
            on_click=lambda: self.shell.commands.run("disbursements.transfer"),
        )  # fmt: skip
        self.empty = EmptyState("", icon="banknote", action=RECORD, link=RECORD_TRANSFER)
        self._say_empty()
        self.table = DataTable(
            "Disbursements and transfers", self.model, empty=self.empty, noun=_NOUN
        )
        self.table.remember(self.shell.settings, "disbursements/columns")
        order = Qt.SortOrder.DescendingOrder
        self.table.view.horizontalHeader().setSortIndicator(0, order)
        self.delete_button = button("Delete", icon="trash-2", on_click=self.delete_selected)
        self.payees_button = button("Who is behind it…", icon="users", on_click=self.name_current)
        self.table.add_action(self.payees_button)
        self.table.add_action(self.delete_button)
        card = Card(flush=True)
        card.body.addWidget(self.table)
        self.filter.trailing.addWidget(self.total)
        self.filter.trailing.addWidget(self.transfer_button)
        # Without the filter beside them they would stand in the middle.
        views = QWidget()
        views.setLayout(row(self.views, None))
        self.body.addWidget(FoldingRow(views, self.filter))
        self.open_transfers = OpenTransfers(self.shell, self.desk)
        self.body.addWidget(self.open_transfers)
        self._register = card
        self.stack = QStackedWidget()
        self.stack.addWidget(card)
        self.body.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.views.chosen.connect(self._choose_view)
        self.filter.changed.connect(self._filtered)
        self.table.row_opened.connect(self.open_entry)
        self.model.loaded.connect(lambda _rows: self._say_empty())
        self.table.totalled.connect(lambda _rows, _cents: self._count_flows())
        commands = self.shell.commands
        self.empty.action_wanted.connect(lambda: commands.run("disbursements.record"))
        self.empty.link_wanted.connect(lambda: commands.run("disbursements.transfer"))
        keys = {"Del": self.delete_selected, "F2": self.edit_current, "U": self.name_current}
        add_keys(self.table.view, keys)

    def context_line(self) -> str:
        """Return whose entries these are."""
        return self.desk.entity.name

    # --- asking

    def refresh(self, changes: Changes) -> None:
        """Ask again for the same, after something was written or another entity was taken."""
        if not self.desk.is_open:
            return
        if self._scope != self.desk.scope:
            self._scope = self.desk.scope
            self.shell.close_drawer()
            self.table.columns_menu.begin_with(ENTITY_COLUMN, shown=len(self._scope) > 1)
        for one in (self.delete_button, self.payees_button):
            allow(one, self.desk.why_not(roles.CORRECT))
        allow(self.transfer_button, self.desk.why_not(roles.RECORD))
        record = self.desk.why_not(roles.RECORD)
        self.empty.allow(action=record, link=record)
        self.context_changed.emit()
        self._ask(self.model.query)
        self._read_means()
        self._read_orders()
        if self.other_view is not None:
            self.other_view.refresh()

    def _read_orders(self) -> None:
        """Read which transfers are proposed or on their way."""
        book, scope = self.desk.book, self._scope

        def read(_progress: Progress) -> tuple[TransferOrder, ...]:
            with book.read() as connection:
                return open_orders(connection, scope)

        deliver = self._ordering.only(self._show_orders)
        job = self.shell.runner.background("Reading transfers", read, on_done=deliver)
        self._ordering.replace(job)

    def _show_orders(self, orders: tuple[TransferOrder, ...]) -> None:
        names = {one.id: one.name for one in self.desk.entity_rows()}
        shown = self.source.view != "payments" and self.views.choice not in _MORE
        self.open_transfers.show_orders(orders, names, shown=shown)

    def _ask(self, query: Query) -> None:
        self._counting.stop()
        self.model.ask(query)

    def _count_flows(self) -> None:
        """Count what goes each way once the table has its total: who types on waits for neither."""
        query, deliver = self.model.query, self._counting.only(self._show_flows)
        job = self.shell.runner.background(
            "Counting disbursements",
            lambda progress: self.source.flows(query, progress),
            on_done=deliver,
        )
        self._counting.replace(job)

    def _show_flows(self, found: Flows) -> None:
        parts = [counted(found.rows, *_NOUN), f"out {money(found.out_cents)}"]
        if found.in_cents:
            parts.append(f"in {money(found.in_cents)}")
        self.total.setText(" · ".join(parts))

    def _filtered(self, text: str, filters: tuple[tuple[str, str], ...]) -> None:
        if self.desk.is_open:
            self._ask(replace(self.model.query, text=text, filters=filters))

    def _choose_view(self, view: str) -> None:
        own = view in _MORE
        set_shown(self.filter, shown=not own)
        self.stack.setCurrentWidget(self._view_of(view) if own else self._register)
        if own:
            self.open_transfers.hide()
            self._view_of(view).refresh()
            return
        self.source.view = next((key for key, _ in VIEWS if key == view), "outlays")
        if self.desk.is_open:
            self._ask(self.model.query)
            self._read_orders()

    def _view_of(self, key: str) -> Any:  # noqa: ANN401 - its module is read when first shown
        if key not in self._more:
            module, name = _MORE[key]
            self._more[key] = getattr(import_module(f"financedesk.ui.pages.{module}"), name)(self)
            self.stack.addWidget(self._more[key])
        return self._more[key]

    @property
    def other_view(self) -> Any:  # noqa: ANN401 - one of several classes
        """The view of its own that is shown; None while the register is."""
        return self._more.get(self.views.choice)

    def _say_empty(self) -> None:
        query = self.model.query
        if query.text or query.filters:
            words = "Remove a filter or search for something else."
            self.empty.say("Nothing fits", words, with_actions=False)
        else:
            self.empty.say(*_EMPTY[self.source.view])

    # --- what the forms choose from

    @property
    def means(self) -> Means:
        """The accounts that may be paid from, and what payments were for."""
        return self._means

    def _read_means(self) -> None:
        book, today = self.desk.book, self.desk.today
        ids = tuple(row.id for row in self.desk.entity_rows())

        def read(_progress: Progress) -> Means:
            return read_means(book, ids, today)

        deliver = self._choosing.only(self._take_means)
        job = self.shell.runner.background("Reading accounts", read, on_done=deliver)
        self._choosing.replace(job)

    def _take_means(self, means: Means) -> None:
        self._means, self._read_for = means, self.desk.location
        self._offer_filters()
        if self.form is not None and isValid(self.form):
            self.form.take(means)
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.open_subject(wanted)

    def _offer_filters(self, period: str = "") -> None:
        names = {row.id: row.name for row in self.desk.rows_in_hand}
        held = [one for one in self._means.accounts if one.entity_id in names]
        wanted = period or dict(self.filter.filters).get("period", "")
        self.filter.offer(outlay_filters(held, names, self.desk.today, wanted))

    # --- what others ask for

    def open_subject(self, subject: object) -> None:
        """Show what a command, the palette or a finding asks for."""
        if isinstance(subject, RecordDisbursement | RecordTransfer | RecordPayroll | ShowBills):
            self._open_form(subject)
        elif isinstance(subject, ShowChecks):
            self.show_view(CHECKS)
        elif isinstance(subject, SaveRegister):
            self.lines.save_register()
        elif isinstance(subject, NamePayees):
            self.lines.name_payees(subject.item_id)
        elif isinstance(subject, ShowItem):
            self.open_entry(subject.item_id)
        elif isinstance(subject, ShowItems):
            self._offer_filters(dict(subject.filters).get("period", ""))
            self.filter.hold_to(subject.text, subject.filters)

    def show_view(self, view: View | OwnView) -> None:
        """Show one of the views."""
        if self.views.choice != view:
            self.views.choose(view)

    def focus_filter(self) -> None:
        """Take the keyboard to the search field."""
        self.filter.search.setFocus()
        self.filter.search.selectAll()

    def picture_states(self) -> Mapping[str, Callable[[], None]]:
        """Return an entry open beside the register, both forms, a search without result."""
        return {
            "entry": lambda: self.open_entry(self.model.row_id(0)) if self.model.size() else None,
            "recording": lambda: self.record_new() if self.desk.may_write else None,
            "transfer": lambda: self.transfer_new() if self.desk.may_write else None,
            "behind": self._name_first,
            "nothing-found": lambda: self.filter.hold_to("no such name", ()),
            BILLS: lambda: self.show_view(BILLS),
            "new-bill": lambda: self._show_bills(ShowBills(add=True)),
            CHECKS: lambda: self.show_view(CHECKS),
            "payroll": lambda: self.lines.payroll() if self.desk.may_write else None,
        }

    def _name_first(self) -> None:
        """Show who is behind the first payment by card, payroll firm or reimbursement."""
        places = range(self.model.rowCount())
        rows = (row for place in places if (row := self.model.row_at(place)) is not None)
        found = next((one for one in rows if route_of_kind(one.entry.kind)), None)
        if found is not None and self.desk.may_write:
            self.lines.name_payees(found.id)

    # --- recording

    def _open_form(
        self, wanted: RecordDisbursement | RecordTransfer | RecordPayroll | ShowBills
    ) -> None:
        """Show a form, once it is known which accounts there are."""
        if self.desk.is_open and self._read_for != self.desk.location:
            self._wanted = wanted
            return
        if isinstance(wanted, RecordDisbursement):
            self.record_new()
        elif isinstance(wanted, RecordTransfer):
            self.transfer_new()
        elif isinstance(wanted, RecordPayroll):
            self.lines.payroll()
        else:
            self._show_bills(wanted)

    def _show_bills(self, wanted: ShowBills) -> None:
        self.show_view(BILLS)
        if wanted.add:
            self._view_of(BILLS).add()
        elif wanted.bill_id:
            self._view_of(BILLS).show_bill(wanted.bill_id)

    @cached_property
    def lines(self) -> LineForms:
        """The forms of several lines: who is behind a payment, a month's payroll."""
        from financedesk.ui.pages.disbursement_line_forms import LineForms

        return LineForms(self)

    def record_new(self) -> None:
        """Show the form of a new disbursement."""
        form = DisbursementForm(
            self.desk, self.shell.runner, self._means,
            lambda typed: self.acts.record(typed, form), self.shell.close_drawer,
        )  # fmt: skip
        self.form = form
        self.shell.open_drawer(RECORD, form, entity_id=form.entity_row.id)
        form.fields.entity.currentIndexChanged.connect(
            lambda _at: self.shell.show_entity(form.entity_row.id)
        )
        form.fields.payee.setFocus()

    def transfer_new(self) -> None:
        """Show the form of a new transfer."""
        form = TransferForm(
            self.desk, self.shell.runner, self._means,
            lambda transfer, step: self.acts.transfer(transfer, step, form),
            self.shell.close_drawer,
        )  # fmt: skip
        self.transfer_form = form
        self.shell.open_drawer(RECORD_TRANSFER, form)
        form.giver.setFocus()

    # --- one entry

    def open_entry(self, item_id: int) -> None:
        """Show everything about an entry in the drawer."""
        self._read(item_id, self._show_entry)

    def edit_current(self) -> None:
        """Show the form that corrects the chosen entry."""
        place = self.table.view.currentIndex().row()
        if self.desk.may(roles.CORRECT) and 0 <= place < self.model.rowCount():
            self._read(self.model.row_id(place), self.correct)

    def name_current(self) -> None:
        """Show the form that says who is behind the chosen payment."""
        place = self.table.view.currentIndex().row()
        if self.desk.may(roles.CORRECT) and 0 <= place < self.model.rowCount():
            self.lines.name_payees(self.model.row_id(place))

    def _read(self, item_id: int, show: Callable[[Outlay], None]) -> None:
        book, seen = self.desk.book, seen_entities(self.desk)

        def read(_progress: Progress) -> Outlay:
            with book.read() as connection:
                detail = register_row_detail(connection, item_id)
                paid = bills_of_items(connection, [item_id]).get(item_id)
                row = outlay_rows(connection, [item_id], seen)[0]
                return Outlay(row, detail, paid, behind(connection, item_id))

        deliver = self._reading.only(show)
        job = self.shell.runner.background("Reading the entry", read, on_done=deliver)
        self._reading.replace(job)

    def _show_entry(self, one: Outlay) -> None:
        content = OutlayDetail(
            one,
            why_not=self.desk.why_not(roles.CORRECT, one.row.entry.entity_id),
            edit=lambda: self.correct(one),
            delete=lambda: self.acts.delete([one.row.id]),
            show_other=lambda: self._show_other(one.row),
            name_payees=lambda: self.lines.name_payees(one.row.id),
        )
        self.shell.open_drawer(one.row.payee, content, entity_id=one.row.entry.entity_id)

    def _show_other(self, one: OutlayRow) -> None:
        if one.other is not None:
            self.open_entry(one.other.item_id)

    def _may_write(self, one: OutlayRow) -> bool:
        return self.desk.may(roles.CORRECT, one.entry.entity_id)

    def correct(self, one: Outlay) -> None:
        """Show the form that corrects an entry, or both sides of a transfer."""
        entry = one.row.entry
        if not self._may_write(one.row):
            return

        def again() -> None:
            self.open_entry(entry.id)

        close, today = self.shell.close_drawer, self.desk.today
        form: TransferCorrection | DisbursementCorrection
        if one.row.paired:
            form = TransferCorrection(
                one, today, lambda edit: self.acts.correct_both(one.row, edit, again), close
            )
        else:
            form = DisbursementCorrection(
                one, today, lambda edit: self.acts.correct(one.row, edit, again), close,
                self.acts.looking_at(one.row),
            )  # fmt: skip
        title = f"Edit {one.row.payee}"
        self.shell.open_drawer(title, form, entity_id=entry.entity_id, about=entry.id)
        (form.method if one.row.locked else form.amount).setFocus()

    # --- deleting

    def delete_selected(self) -> None:
        """Delete the selected entries at once; the toast and Ctrl+Z bring them back."""
        chosen = self.table.selected_ids()
        if chosen and self.desk.may(roles.CORRECT):
            self.acts.delete(chosen)
