"""Deposits: the slips and what is on them, and gifts that wait for one with their ten days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from financedesk.ledger.account_edit import account_by_id
from financedesk.ledger.deposit_rows import (
    OPEN,
    DepositRow,
    OnSlip,
    deposits,
    undeposited,
)
from financedesk.ledger.deposits import (
    SlipHead,
    change_slip,
    make_deposit,
    put_on,
    take_apart,
    take_off,
)
from financedesk.reports.deposit_slip import write_deposit_slip
from financedesk.rules.roles import CORRECT, RECORD
from financedesk.ui.formatting import counted, dollars, short_day
from financedesk.ui.jobs import Latest
from financedesk.ui.models import ListTableModel
from financedesk.ui.pages.contribution_deposit_columns import (
    deposit_columns,
    deposit_figures,
    deposit_order,
    gift_columns,
    gift_order,
    slip_figures,
)
from financedesk.ui.pages.contribution_deposit_forms import SlipForm, SlipTerms
from financedesk.ui.pages.disbursement_acts import PAID
from financedesk.ui.pages.drawer_acts import DrawerActs
from financedesk.ui.pages.drawer_form import FormActs
from financedesk.ui.pages.whose import ENTITY_COLUMN, Whose, with_whose
from financedesk.ui.widgets import (
    Card,
    DataTable,
    EmptyState,
    FigureRow,
    SegmentedControl,
    button,
    column,
    row,
)
from financedesk.ui.widgets.build import allow, set_shown
from financedesk.ui.widgets.keys import add_keys

if TYPE_CHECKING:
    from financedesk.book.unit import UnitOfWork
    from financedesk.progress import Progress
    from financedesk.ui.pages.contributions import Contributions

SLIPS, WAITING, SLIP = "slips", "waiting", "slip"
_WAYS = ((SLIPS, "Slips"), (WAITING, "Undeposited"))
_GIFTS = ("gift", "gifts")


@dataclass(frozen=True)
class _Read:
    listed: tuple[DepositRow, ...]
    waiting: tuple[OnSlip, ...]


class DepositsView(QWidget):
    """The deposits of the entities in hand; Enter opens a slip, and puts on one what waits."""

    def __init__(self, page: Contributions) -> None:
        super().__init__()
        self._page, self._desk, self._shell = page, page.desk, page.shell
        self.acts = DrawerActs(page.shell, page.desk, PAID, self._written)
        self._reading = Latest()
        self._opened = 0
        self._wanted = 0
        self.figures = FigureRow("Deposits")
        today, whose = self._desk.today, Whose(self._desk)
        self.model: ListTableModel[DepositRow] = ListTableModel(
            with_whose(deposit_columns(), whose, lambda one: one.entity_id),
            identify=lambda one: one.id,
            order=deposit_order,
        )
        self.waiting_model: ListTableModel[OnSlip] = ListTableModel(
            with_whose(gift_columns(today, waiting=True), whose, lambda one: one.entity_id),
            identify=lambda one: one.item_id,
            order=gift_order,
        )
        self.slip_model: ListTableModel[OnSlip] = ListTableModel(
            gift_columns(today, waiting=False), identify=lambda one: one.item_id, order=gift_order
        )
        self._make_tables()
        self._make_buttons()
        self._lay_out()
        self._add_keys()

    # --- building

    def _make_tables(self) -> None:
        self.empty = EmptyState(
            "No deposits yet",
            "A deposit is what goes to the bank on one slip. Type its checks, or put on one what"
            " waits under Undeposited.",
            icon="banknote", action="Type a slip",
        )  # fmt: skip
        self.empty.action_wanted.connect(self.type_slip)
        nothing = EmptyState(
            "Nothing waits",
            "Every check and all cash that was recorded has its day of deposit.",
            icon="circle-check",
        )  # fmt: skip
        bare = EmptyState("Nothing is on this slip", "Put on it what waits, or throw it away.")
        settings = self._shell.settings
        noun = ("deposit", "deposits")
        self.table = DataTable("Deposits", self.model, empty=self.empty, noun=noun)
        self.waiting = DataTable("Undeposited", self.waiting_model, empty=nothing, noun=_GIFTS)
        self.slip = DataTable("On the slip", self.slip_model, empty=bare, noun=_GIFTS)
        for table, key in ((self.table, "slips"), (self.waiting, "waiting"), (self.slip, "slip")):
            table.remember(settings, f"deposits/{key}")
        self.table.row_opened.connect(self.open_slip)
        self.waiting.row_opened.connect(lambda _id: self.put_chosen())
        self.slip.row_opened.connect(self._page.open_entry)

    def _make_buttons(self) -> None:
        self.type_button = button("Type a slip", "primary", icon="plus", on_click=self.type_slip)
        self.put_button = button("Put on a deposit…", "primary", on_click=self.put_chosen)
        self.more_button = button("Put on…", icon="plus", on_click=self.put_more)
        self.print_button = button("Print…", icon="file-text", on_click=self.print_chosen)
        self.edit_button = button("Correct…", icon="pencil", on_click=self.edit)
        self.apart_button = button("Take apart", icon="x", on_click=self.apart)
        self.off_button = button("Take off the slip", icon="x", on_click=self.off)
        self.back_button = button("All deposits", icon="chevron-left", on_click=self.back)
        self.slip.add_action(self.off_button)
        self.table.add_action(self.apart_button)

    def _lay_out(self) -> None:
        self.ways = SegmentedControl("Show", _WAYS)
        self.ways.chosen.connect(self._choose)
        tools = row(
            self.ways, self.back_button, self.more_button, self.edit_button, self.print_button,
            self.put_button, self.type_button,
        )  # fmt: skip
        self.card = Card("Deposits", "Enter opens, P prints, F2 corrects", trailing=tools,
                         flush=True)  # fmt: skip
        self.stack = QStackedWidget()
        for table in (self.table, self.waiting, self.slip):
            self.stack.addWidget(table)
        self.card.body.addWidget(self.stack, 1)
        whole = column(self.figures, spacing=12)
        whole.addWidget(self.card, 1)
        self.setLayout(whole)
        self._show_tools()

    def _add_keys(self) -> None:
        keys = {"P": self.print_chosen, "F2": self.edit}
        add_keys(self.table.view, {**keys, "Del": self.apart, "N": self.type_slip})
        add_keys(self.waiting.view, {"D": self.put_chosen})
        add_keys(self.slip.view, {**keys, "Del": self.off, "A": self.put_more, "Esc": self.back})

    # --- reading

    def refresh(self) -> None:
        """Read the deposits of the entities in hand, and what waits for one."""
        if not self._desk.is_open:
            return
        record, correct = self._desk.why_not(RECORD), self._desk.why_not(CORRECT)
        for one in (self.type_button, self.put_button, self.more_button):
            allow(one, record)
        for one in (self.edit_button, self.apart_button, self.off_button):
            allow(one, correct)
        self.empty.allow(action=record)
        for table in (self.table, self.waiting):
            several = len(self._desk.scope) > 1
            table.columns_menu.begin_with(ENTITY_COLUMN, shown=several)
        book, scope = self._desk.book, self._desk.scope

        def read(_progress: Progress) -> _Read:
            with book.read() as connection:
                return _Read(deposits(connection, scope), undeposited(connection, scope))

        deliver = self._reading.only(self._take)
        job = self._shell.runner.background("Reading deposits", read, on_done=deliver)
        self._reading.replace(job)

    def _take(self, found: _Read) -> None:
        self.model.show(found.listed)
        self.waiting_model.show(found.waiting)
        count = len(found.waiting)
        self.ways.say(WAITING, f"Undeposited ({count:,})" if count else "Undeposited")
        wanted, self._wanted = self._wanted, 0
        if wanted:
            self.open_slip(wanted)
        if self._opened and self.opened is None:
            self._opened = 0
        self._show()

    def _show(self) -> None:
        one = self.opened
        if one is None:
            listed, waiting = self.model.rows, self.waiting_model.rows
            self.figures.show_figures(deposit_figures(listed, waiting, self._desk.today))
            way = self.ways.choice
            self.stack.setCurrentWidget(self.waiting if way == WAITING else self.table)
        else:
            self.slip_model.show(one.items)
            self.figures.show_figures(slip_figures(one))
            self.stack.setCurrentWidget(self.slip)
        self._show_tools()

    def _show_tools(self) -> None:
        one, waiting = self.opened, self.ways.choice == WAITING
        self.card.set_heading(_title(one, waiting=waiting), _keys(one, waiting=waiting))
        inside = one is not None
        for tool, shown in (
            (self.ways, not inside), (self.back_button, inside),
            (self.more_button, inside and one is not None and one.state == OPEN),
            (self.edit_button, inside), (self.print_button, inside or not waiting),
            (self.put_button, not inside and waiting),
            (self.type_button, not inside and not waiting),
        ):  # fmt: skip
            set_shown(tool, shown=shown)

    def _choose(self, _way: str) -> None:
        self._opened = 0
        self._show()

    @property
    def opened(self) -> DepositRow | None:
        """The slip that is open; None while the list is shown."""
        return next((one for one in self.model.rows if one.id == self._opened), None)

    @property
    def chosen(self) -> DepositRow | None:
        """The slip that is open, or else the one in hand."""
        return self.opened or self.model.row_at(self.table.view.currentIndex().row())

    # --- going about

    def open_slip(self, deposit_id: int) -> None:
        """Show what is on a slip."""
        self.ways.choose(SLIPS)
        self._opened = deposit_id
        self._show()
        self.slip.view.setFocus()
        if self.slip_model.size():
            self.slip.view.setCurrentIndex(self.slip_model.index(0, 0))

    def back(self) -> None:
        """Show all deposits again."""
        self._opened = 0
        self._show()
        self.table.view.setFocus()

    def show_waiting(self) -> None:
        """Show the gifts that wait for a deposit."""
        self.ways.choose(WAITING)
        self._choose(WAITING)
        self.waiting.view.setFocus()

    def type_slip(self) -> None:
        """Type the checks of a new slip."""
        self._shell.commands.run("contributions.deposit")

    # --- acts

    def put_chosen(self) -> None:
        """Ask which deposit takes the selected gifts that wait: a new one, or one that is open."""
        self._put_form(0)

    def put_more(self) -> None:
        """Show what waits, to be put on the slip that is open."""
        one = self.opened
        if one is None or one.state != OPEN:
            return
        self.show_waiting()
        self._shell.say(f"Choose gifts, then D puts them on deposit {one.number}.")

    def _put_form(self, deposit_id: int) -> None:
        ids = set(self.waiting.selected_ids())
        at = self.waiting_model.row_at(self.waiting.view.currentIndex().row())
        some = [one for one in self.waiting_model.rows if one.item_id in ids]
        some = some or ([at] if at is not None else [])
        if not some or self._desk.why_not(RECORD, some[0].entity_id):
            return
        if len({one.account_id for one in some}) > 1:
            self._shell.say("These came for several accounts; choose those of one.")
            return
        first = some[0]
        slips = [
            one for one in self.model.rows
            if one.account_id == first.account_id and one.state == OPEN
        ]  # fmt: skip

        def save(head: SlipHead | None, onto: DepositRow | None) -> None:
            self._put(some, head, onto, form)

        form = SlipForm(SlipTerms(some, slips), self._desk.today, save,
                        FormActs(self._shell.close_drawer))  # fmt: skip
        if deposit_id:
            form.choose(deposit_id)
        self.acts.open("Put on a deposit", form, first.entity_id)
        (form.slip if slips else form.on).setFocus()

    def _put(
        self, some: Sequence[OnSlip], head: SlipHead | None, onto: DepositRow | None, form: SlipForm
    ) -> None:
        ids = [one.item_id for one in some]
        said = f"{counted(len(ids), 'gift')}, {dollars(sum(one.cents for one in some))}"

        def work(unit: UnitOfWork) -> int:
            if onto is not None:
                put_on(unit, onto.id, ids)
                return onto.id
            account = account_by_id(unit.connection, some[0].account_id)
            return make_deposit(unit, account, head or SlipHead(day=""), ids)

        def done(deposit_id: int) -> None:
            self._wanted = deposit_id

        name = f"Put {counted(len(ids), 'gift')} on deposit"
        self.acts.write(name, some[0].entity_id, work, form, f"Put on a deposit: {said}", done=done)

    def edit(self) -> None:
        """Show the form that corrects a slip's day, count, total, initials and reason."""
        one = self.chosen
        if one is None or self._desk.why_not(CORRECT, one.entity_id):
            return

        def save(head: SlipHead | None, _onto: DepositRow | None) -> None:
            if head is not None:
                self.acts.write(
                    "Correct deposit slip", one.entity_id,
                    lambda unit: change_slip(unit, one.id, head), form,
                    f"Saved deposit {one.number}", act=CORRECT,
                )  # fmt: skip

        form = SlipForm(SlipTerms(one.items, before=one), self._desk.today, save,
                        FormActs(self._shell.close_drawer))  # fmt: skip
        self.acts.open(f"Deposit {one.number}", form, one.entity_id, one.id)
        form.on.setFocus()

    def off(self) -> None:
        """Take the selected gifts off the slip that is open."""
        one, ids = self.opened, self.slip.selected_ids()
        if one is None or not ids or self._desk.why_not(CORRECT, one.entity_id):
            return
        said = f"Took {counted(len(ids), 'gift')} off deposit {one.number}"
        self.acts.write(f"Take off deposit {one.number}", one.entity_id,
                    lambda unit: take_off(unit, ids), None, said, act=CORRECT)  # fmt: skip

    def apart(self) -> None:
        """Throw the slip in hand away: its gifts wait again."""
        one = self.chosen
        if one is None or self._desk.why_not(CORRECT, one.entity_id):
            return
        said = f"Deposit {one.number} is taken apart; its gifts wait again"
        self.acts.write(f"Take deposit {one.number} apart", one.entity_id,
                    lambda unit: take_apart(unit, one.id), None, said, act=CORRECT)  # fmt: skip

    # --- printing

    def print_chosen(self) -> None:
        """Ask where to, and write the slip that is open, or the one in hand."""
        one = self.chosen
        if one is None:
            self._shell.say("Choose a deposit first; its slip is printed.")
            return
        proposed = Path.home() / f"deposit-{one.number}.pdf"
        place, _filter = QFileDialog.getSaveFileName(
            self, "Save the slip", str(proposed), "PDF (*.pdf);;Workbook (*.xlsx)"
        )
        if place:
            self.write_slip(one, Path(place))

    def write_slip(self, one: DepositRow, target: Path) -> None:
        """Write a slip into a file, as its ending says."""
        book, today = self._desk.book, self._desk.today

        def work(_progress: Progress) -> Path:
            return write_deposit_slip(book, one.id, today, target)

        def written(file: Path) -> None:
            self._shell.say(f"Wrote the slip of deposit {one.number} into {file.name}")

        self._shell.runner.background(f"Writing {target.name}", work, on_done=written)

    # --- shared

    def _written(self) -> None:
        shown = self.stack.currentWidget()
        if isinstance(shown, DataTable):
            shown.view.setFocus()
        self.refresh()


def _title(one: DepositRow | None, *, waiting: bool) -> str:
    if one is not None:
        return f"Deposit {one.number} · {short_day(date.fromisoformat(one.day))} · {one.account}"
    return "Undeposited" if waiting else "Deposits"


def _keys(one: DepositRow | None, *, waiting: bool) -> str:
    if one is not None:
        return "Del takes off, A puts on, P prints, Esc goes back"
    return "Space chooses, D puts on a deposit" if waiting else "Enter opens, P prints, F2 corrects"
