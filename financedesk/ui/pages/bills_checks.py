"""Checks: numbers, what is outstanding and how old, printing, voiding; gaps are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from financedesk.ledger.check_voids import VoidOutlook, void_check, void_outlook
from financedesk.ledger.checks_drawn import (
    Check,
    checks,
    draw_again,
    gap_words,
    gaps,
    mark_printed,
    spoil_check,
)
from financedesk.reports.check_paper import write_checks
from financedesk.rules.payables import stale_law
from financedesk.rules.roles import CORRECT, RECORD
from financedesk.ui.formatting import counted, dollars, short_day
from financedesk.ui.jobs import Latest
from financedesk.ui.models import Column, ListTableModel, Look, money_column
from financedesk.ui.pages.bills_forms import WhyForm
from financedesk.ui.pages.disbursement_acts import PAID
from financedesk.ui.pages.drawer_acts import DrawerActs
from financedesk.ui.pages.drawer_form import (
    DrawerForm,
    Fault,
    FormActs,
    needs_day,
    needs_number,
    needs_words,
    whole,
)
from financedesk.ui.widgets import (
    Banner,
    Card,
    DataTable,
    EmptyState,
    Figure,
    FigureRow,
    FormRow,
    button,
    column,
    row,
)
from financedesk.ui.widgets.build import allow, combo
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.form_row import Need
from financedesk.ui.widgets.keys import add_keys

if TYPE_CHECKING:
    from collections.abc import Callable

    from financedesk.ledger.entities import AccountRow
    from financedesk.progress import Progress
    from financedesk.ui.pages.disbursements import Disbursements

_STATES = {
    "drawn": ("To print", "info"), "printed": ("Outstanding", "warn"), "cleared": ("Paid", "ok"),
    "void": ("Void", "neutral"),
}  # fmt: skip
_VOIDED = ("disbursements.voided_why", "Say why: lost, wrong amount, never cashed.")
_AGAIN = ("disbursements.voided_why", "Say why: misprinted, torn, lost.")


def check_columns(today: date) -> tuple[Column[Check], ...]:
    """Return the columns of the list of checks, as of a day."""

    def state(one: Check) -> tuple[str, str]:
        if one.paid_though_void:
            return "Paid, void", "bad"
        stale = one.outstanding and one.stale_on <= today
        return ("Stale", "bad") if stale else _STATES[one.state]

    return (
        Column("number", "Number", lambda one: str(one.number), Look.STRONG, 84),
        Column("payee", "Payee", lambda one: one.payee, Look.TEXT, 170, stretch=True, least=110),
        Column("state", "Stands", lambda one: state(one)[0], Look.CHIP, 116,
               tone=lambda one: state(one)[1]),
        Column("drawn", "Drawn", lambda one: short_day(one.drawn_on), Look.QUIET, 88),
        Column("age", "Age", lambda one: _age(one, today), Look.QUIET, 84),
        Column("about", "For", _about, Look.QUIET, 210, yields=True),
        Column("account", "Account", lambda one: one.account, Look.QUIET, 130, yields=True),
        money_column("amount", "Amount", lambda one: one.cents, width=110),
    )  # fmt: skip


def _age(one: Check, today: date) -> str:
    return counted(one.age(today), "day") if one.outstanding else ""


def _about(one: Check) -> str:
    bill = f"Bill {one.bill}" if one.bill else ""
    return one.voided_why or " · ".join(filter(None, (bill, one.purpose)))


def _order(one: Check, key: str) -> object:
    return {
        "number": one.number, "payee": one.payee.casefold(), "state": one.state,
        "drawn": one.drawn_on, "age": one.drawn_on, "about": _about(one).casefold(),
        "account": one.account, "amount": one.cents,
    }[key]  # fmt: skip


@dataclass(frozen=True)
class _Read:
    listed: tuple[Check, ...]
    gaps: str


class SpoilForm(DrawerForm):
    """Takes the number of a blank check that was spoiled, and what became of it."""

    def __init__(
        self,
        accounts: Sequence[AccountRow],
        today: date,
        save: Callable[[AccountRow, int, date, str], None],
        acts: FormActs,
    ) -> None:
        super().__init__(today, acts, "Note it")
        self._hand, self._accounts = save, accounts
        self.account, self.number, self.why = combo(), QLineEdit(), QLineEdit()
        self.on = DateEdit(today, today)
        for one in accounts:
            self.account.addItem(one.name, one.id)
        need = Need.REQUIRED
        self.number_row = FormRow("Check number", self.number, "disbursements.check_number",
                                  need=need)  # fmt: skip
        self.why_row = FormRow("What became of it", self.why, "disbursements.voided_why", need=need)
        self.on_row = FormRow("On", self.on, "disbursements.withdrawn_on", need=need)
        account_row = FormRow("Account", self.account, "disbursements.account")
        self.lay_out(account_row, self.number_row, self.why_row, self.on_row)

    def problems(self) -> Sequence[Fault]:
        """Return what is missing."""
        return (
            needs_number(self.number_row, self.number, 1),
            needs_words(self.why_row, self.why, "Say what became of it: misprinted, torn, lost."),
            needs_day(self.on_row, self.on),
        )

    def hand_over(self) -> None:
        """Give account, number, day and words."""
        number, at = whole(self.number), self.account.currentIndex()
        if number is not None and self.on.day is not None and at >= 0:
            self._hand(self._accounts[at], number, self.on.day, self.why.text().strip())


class ChecksView(QWidget):
    """The checks of the entities in hand; Enter opens the entry that a check pays."""

    def __init__(self, page: Disbursements) -> None:
        super().__init__()
        self._page, self._desk, self._shell = page, page.desk, page.shell
        self.acts = DrawerActs(page.shell, page.desk, PAID, self.refresh)
        self._reading = Latest()
        self.figures = FigureRow("Checks")
        self.gaps = Banner("", "warn")
        self.model: ListTableModel[Check] = ListTableModel(
            check_columns(self._desk.today), identify=lambda one: one.id, order=_order
        )
        self._build()

    def _build(self) -> None:
        nothing = EmptyState(
            "No checks drawn yet",
            "A check is drawn when a bill is paid by check, or when a disbursement says “Check"
            " 1042”. Here they are printed, watched and voided.",
            icon="file-check",
        )  # fmt: skip
        self.table = DataTable("Checks", self.model, empty=nothing, noun=("check", "checks"))
        self.table.remember(self._shell.settings, "checks/columns")
        self.table.row_opened.connect(lambda _id: self.open_entry())
        self.print_button = button("Print…", icon="file-text", on_click=self.print_chosen)
        self.void_button = button("Void…", icon="x", on_click=self.void)
        self.again_button = button("Draw again…", icon="refresh-cw", on_click=self.again)
        self.spoil_button = button("Spoiled check…", icon="circle-x", on_click=self.spoil)
        for one in (self.void_button, self.again_button):
            self.table.add_action(one)
        keys = {"P": self.print_chosen, "V": self.void, "Del": self.void, "R": self.again}
        add_keys(self.table.view, keys)
        card = Card(
            "Checks", "P prints, V voids, R draws again",
            trailing=row(self.spoil_button, self.print_button), flush=True,
        )  # fmt: skip
        card.body.addWidget(self.table, 1)
        whole_view = column(self.figures, self.gaps, spacing=12)
        whole_view.addWidget(card, 1)
        self.setLayout(whole_view)

    # --- reading

    def refresh(self) -> None:
        """Read the checks of the entities in hand."""
        if not self._desk.is_open:
            return
        for one, act in (
            (self.print_button, RECORD), (self.spoil_button, RECORD),
            (self.void_button, CORRECT), (self.again_button, CORRECT),
        ):  # fmt: skip
            allow(one, self._desk.why_not(act))
        book, scope = self._desk.book, self._desk.scope

        def read(_progress: Progress) -> _Read:
            with book.read() as connection:
                listed = tuple(checks(connection, scope))
                accounts = {one.account_id: one.account for one in listed}
                found = [
                    f"{name}: {words}"
                    for key, name in accounts.items()
                    if (words := gap_words(gaps(connection, key)))
                ]
            return _Read(listed, "; ".join(found))

        deliver = self._reading.only(self._take)
        job = self._shell.runner.background("Reading checks", read, on_done=deliver)
        self._reading.replace(job)

    def _take(self, found: _Read) -> None:
        self.figures.show_figures(_figures(found.listed, self._desk.today))
        words = f"Numbers that nobody explains. {found.gaps}." if found.gaps else ""
        self.gaps.say(words, "warn")
        self.model.show(found.listed)

    @property
    def chosen(self) -> Check | None:
        """The check in hand."""
        return self.model.row_at(self.table.view.currentIndex().row())

    def open_entry(self) -> None:
        """Show the payment of the check in hand."""
        one = self.chosen
        if one is not None and one.item_id is not None:
            self._page.open_entry(one.item_id)

    # --- printing

    def print_chosen(self) -> None:
        """Ask where to, and write the selected checks, or all that wait, as a PDF."""
        ids = self.printable()
        if not ids:
            self._shell.say("No check waits to be printed; select one to print it again.")
            return
        proposed = Path.home() / f"checks-{self._desk.today.isoformat()}.pdf"
        place, _filter = QFileDialog.getSaveFileName(
            self, "Save the checks", str(proposed), "PDF (*.pdf)"
        )
        if place:
            self.write_checks(ids, Path(place))

    def printable(self) -> list[int]:
        """Return the selected checks that can be printed; without a selection, all that wait."""
        selected = set(self.table.selected_ids())
        rows = [one for one in self.model.rows if not selected or one.id in selected]
        wanted = ("drawn", "printed") if selected else ("drawn",)
        return [one.id for one in reversed(rows) if one.state in wanted]

    def write_checks(self, ids: Sequence[int], target: Path) -> None:
        """Write checks as a PDF and note that they are printed."""
        book, day = self._desk.book, self._desk.today.isoformat()
        owner = next(one.entity_id for one in self.model.rows if one.id == ids[0])

        def work(_progress: Progress) -> Path:
            return write_checks(book, ids, target)

        def written(file: Path) -> None:
            self.acts.write("Print checks", owner, lambda unit: mark_printed(unit, ids, day), None,
                        f"Printed {counted(len(ids), 'check')} into {file.name}")  # fmt: skip

        self._shell.runner.background(f"Writing {target.name}", work, on_done=written)

    # --- voiding

    def void(self) -> None:
        """Show the form that voids the check in hand, with what it will do."""
        one = self.chosen
        if one is None or self._desk.why_not(CORRECT, one.entity_id):
            return
        day = self._desk.today.isoformat()
        self.acts.ask(lambda connection: void_outlook(connection, one.id, day), self._show_void)

    def _show_void(self, found: VoidOutlook) -> None:
        one = found.check

        def save(on: date, why: str) -> None:
            self.acts.write(
                f"Void check {one.number}", one.entity_id,
                lambda unit: void_check(unit, one.id, on.isoformat(), why), form,
                f"Check {one.number} is void", act=CORRECT,
            )  # fmt: skip

        acts = FormActs(self._shell.close_drawer)
        form = WhyForm(self._desk.today, "Void check", _VOIDED, save, acts, found.words)
        self.acts.open(f"Void check {one.number}", form, one.entity_id, one.id)
        form.why.setFocus()

    def again(self) -> None:
        """Show the form that voids a spoiled paper and draws the next number for its payment."""
        one = self.chosen
        if one is None or not one.outstanding or self._desk.why_not(CORRECT, one.entity_id):
            return

        def save(on: date, why: str) -> None:
            self.acts.write(
                "Draw check again", one.entity_id,
                lambda unit: draw_again(unit, one.id, on.isoformat(), why), form,
                f"Another check is drawn in place of {one.number}", act=CORRECT,
            )  # fmt: skip

        acts = FormActs(self._shell.close_drawer)
        says = "The payment stays; its paper gets the next number."
        form = WhyForm(self._desk.today, "Draw again", _AGAIN, save, acts, says)
        self.acts.open(f"Draw check {one.number} again", form, one.entity_id, one.id)
        form.why.setFocus()

    def spoil(self) -> None:
        """Show the form that notes a blank check as spoiled, of whom the check in hand is."""
        entities = self._desk.entities_for(RECORD)
        if not entities:
            return
        one = self.chosen
        entity = next((each for each in entities if one and each.id == one.entity_id), entities[0])

        def save(account: AccountRow, number: int, on: date, why: str) -> None:
            self.acts.write(
                "Note spoiled check", entity.id,
                lambda unit: spoil_check(unit, account.id, number, on.isoformat(), why), form,
                f"Check {number} is noted as spoiled",
            )  # fmt: skip

        accounts = self._page.means.accounts_of(entity.id)
        form = SpoilForm(accounts, self._desk.today, save, FormActs(self._shell.close_drawer))
        self.acts.open("Spoiled check", form, entity.id)
        form.number.setFocus()


def _figures(listed: Sequence[Check], today: date) -> tuple[Figure, ...]:
    waiting = [one for one in listed if one.outstanding]
    stale = [one for one in waiting if one.stale_on <= today]
    to_print = [one for one in waiting if one.state == "drawn"]
    return (
        Figure("Outstanding", dollars(sum(one.cents for one in waiting)),
               note=counted(len(waiting), "check")),
        Figure("Stale", dollars(sum(one.cents for one in stale)), "bad" if stale else "",
               note=f"{counted(len(stale), 'check')}, after 180 days ({_short_law()})"),
        Figure("To print", dollars(sum(one.cents for one in to_print)),
               note=counted(len(to_print), "check")),
    )  # fmt: skip


def _short_law() -> str:
    return stale_law().partition(":")[0]
