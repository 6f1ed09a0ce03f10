"""What donors promised: due, kept and overdue, apart from what came; gifts that may keep it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from financedesk.drives.promises import (
    KeptProposal,
    Promise,
    promised_by_month,
    promises_of,
    proposals,
)
from financedesk.ledger.promise_facts import (
    Channel,
    NewPromise,
    change_promise,
    end_promise,
    keep_promise,
    note_reminder,
    record_promise,
)
from financedesk.rules.promises import KEPT, LET_GO, OPEN, OVERDUE, PARTLY
from financedesk.rules.roles import RECORD
from financedesk.ui.desk import Area, Changes
from financedesk.ui.formatting import NOTHING, count, counted, dollars, short_day
from financedesk.ui.jobs import Latest
from financedesk.ui.models import Column, ListTableModel, Look, money_column
from financedesk.ui.pages.drawer_form import DrawerForm, FormActs
from financedesk.ui.pages.drives_promise_forms import EndForm, PromiseFields, RemindForm
from financedesk.ui.pages.official_person_forms import PersonField
from financedesk.ui.pages.written_acts import WrittenActs
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
from financedesk.ui.widgets.action_row import ActionRow
from financedesk.ui.widgets.build import allow

if TYPE_CHECKING:
    from collections.abc import Callable

    from financedesk.book.unit import UnitOfWork
    from financedesk.progress import Progress
    from financedesk.ui.pages.drives import Drives

PROMISED = Changes(frozenset({Area.DRIVES}))
_TONES: Mapping[str, tuple[str, str]] = {
    OPEN: ("Open", "info"), OVERDUE: ("Overdue", "bad"), PARTLY: ("In part", "warn"),
    KEPT: ("Kept", "ok"), LET_GO: ("Ended", "neutral"),
}  # fmt: skip


def _due(one: Promise) -> str:
    part = one.next_part
    return NOTHING if part is None else short_day(part.due_on)


def _often(one: Promise) -> str:
    if not one.every:
        return "once"
    return f"every {one.every}" + (f", {one.times} times" if one.times else "")


def _reminded(one: Promise) -> str:
    return short_day(one.reminders[-1].sent_on) if one.reminders else ""


_COLUMNS: tuple[Column[Promise], ...] = (
    Column("name", "Donor", lambda one: one.name, Look.STRONG, 180, stretch=True, least=110),
    Column("state", "Stands", lambda one: _TONES[one.state][0], Look.CHIP, 110,
           tone=lambda one: _TONES[one.state][1]),
    money_column("amount", "Amount", lambda one: one.amount_cents, width=100, summed=False),
    Column("every", "How often", _often, Look.QUIET, 120, yields=True),
    Column("due", "Next due", _due, Look.QUIET, 92),
    money_column("kept", "Kept", lambda one: one.kept_cents, width=104),
    money_column("overdue", "Overdue", lambda one: one.overdue_cents, width=104, summed=False),
    Column("reminded", "Reminded", _reminded, Look.QUIET, 100, yields=True),
)  # fmt: skip
_PROPOSED: tuple[Column[KeptProposal], ...] = (
    Column("name", "Donor", lambda one: one.name, Look.STRONG, 150, stretch=True, sortable=False),
    Column("gift", "Gift", lambda one: short_day(date.fromisoformat(one.gift_day)), Look.QUIET,
           84, sortable=False),
    Column("due", "Keeps", lambda one: f"due {short_day(one.due_on)}", Look.QUIET, 96,
           sortable=False),
    money_column("cents", "Amount", lambda one: one.cents, width=96, summed=False),
)  # fmt: skip


def _order(one: Promise, key: str) -> object:
    part = one.next_part
    return {
        "name": one.name.casefold(), "state": one.state, "amount": one.amount_cents,
        "every": one.every, "due": part.due_on if part else date.max, "kept": one.kept_cents,
        "overdue": one.overdue_cents,
        "reminded": one.reminders[-1].sent_on if one.reminders else date.min,
    }[key]  # fmt: skip


@dataclass(frozen=True)
class _Read:
    listed: tuple[Promise, ...]
    proposed: tuple[KeptProposal, ...]
    figures: tuple[Figure, ...]


class PromisesView(QWidget):
    """Promises beside the gifts that may keep them; each act is one step of undo."""

    def __init__(self, page: Drives) -> None:
        super().__init__()
        self._page, self._desk, self._shell = page, page.desk, page.shell
        self._acts = WrittenActs(page.shell, page.desk, RECORD, PROMISED)
        self._reading = Latest()
        self.figures = FigureRow("Promises")
        self.model: ListTableModel[Promise] = ListTableModel(
            _COLUMNS, identify=lambda one: one.id, order=_order
        )
        self.proposed: ListTableModel[KeptProposal] = ListTableModel(
            _PROPOSED, identify=lambda one: one.item_id
        )
        self._build()

    def _build(self) -> None:
        nothing = EmptyState(
            "Nobody has promised anything yet",
            "A promise is no income: it is kept by a gift, due in parts if need be, and somebody is"
            " reminded of it.",
            icon="hand-coins",
        )
        self.table = DataTable("Promises", self.model, empty=nothing,
                               noun=("promise", "promises"))  # fmt: skip
        self.table.row_opened.connect(lambda promise_id: self.edit(int(promise_id)))
        self.add_button = button("New promise", icon="plus", on_click=self.add)
        self.remind_button = button("Reminded…", icon="bell", on_click=self.remind)
        self.end_button = button("End…", icon="x", on_click=self.end)
        for one in (self.remind_button, self.end_button):
            self.table.add_action(one)
        self.fitting = DataTable(
            "Gifts that may keep a promise", self.proposed, selection_bar=False,
            empty=EmptyState("No gift waits", "Gifts that fit an open promise by donor and amount"
                             " stand here.", icon="circle-check", tone="ok"),
        )  # fmt: skip
        self.fitting.row_opened.connect(lambda item_id: self.keep([int(item_id)]))
        self.keep_all = button("Take all", icon="check", on_click=self._keep_all)
        acts = ActionRow()
        acts.add(self.add_button)
        left = Card("Promises", trailing=row(self.add_button), flush=True)
        left.body.addWidget(self.table, 1)
        right = Card("Gifts that fit", "Enter takes one", trailing=row(self.keep_all), flush=True)
        right.body.addWidget(self.fitting, 1)
        both = row(spacing=16)
        both.addWidget(left, 8)
        both.addWidget(right, 5)
        whole = column(self.figures, spacing=12)
        whole.addLayout(both, 1)
        self.setLayout(whole)

    # --- reading

    def refresh(self) -> None:
        """Read the promises of the entities in hand."""
        if not self._desk.is_open:
            return
        why_not = self._desk.why_not(RECORD)
        for one in (self.add_button, self.remind_button, self.end_button, self.keep_all):
            allow(one, why_not)
        book, scope, today = self._desk.book, self._desk.scope, self._desk.today

        def read(_progress: Progress) -> _Read:
            with book.read() as connection:
                listed = promises_of(connection, scope, today)
                months = promised_by_month(connection, scope, today, 2)
                fitting = proposals(connection, scope, today)
                coming = sum(one.cents for one in months)
                return _Read(tuple(listed), tuple(fitting), tuple(_figures(listed, coming)))

        deliver = self._reading.only(self._take)
        self._reading.replace(
            self._shell.runner.background("Reading promises", read, on_done=deliver)
        )

    def _take(self, found: _Read) -> None:
        self.figures.show_figures(found.figures)
        self.model.show(found.listed)
        self.proposed.show(found.proposed)
        self.keep_all.setEnabled(bool(found.proposed) and not self._desk.why_not(RECORD))

    @property
    def chosen(self) -> Promise | None:
        """The promise in hand."""
        return self.model.row_at(self.table.view.currentIndex().row())

    # --- acts

    def add(self) -> None:
        """Show the form of a new promise."""
        entities = self._desk.entities_for(RECORD)
        if not entities:
            return
        chosen = entities[0].id

        def save(new: NewPromise) -> None:
            self._write("Record promise", chosen,
                        lambda unit: record_promise(unit, new, self._desk.today), form)  # fmt: skip

        person = PersonField(self._desk, self._shell.runner, chosen)
        person.setAccessibleName("Who promised")
        acts = FormActs(self._shell.close_drawer)
        form = PromiseFields(None, person, self._drives(chosen), self._desk.today, save, acts)
        self._shell.open_drawer("New promise", form, entity_id=chosen)
        person.setFocus()

    def edit(self, promise_id: int) -> None:
        """Show the form that changes a promise."""
        found = next((one for one in self.model.rows if one.id == promise_id), None)
        if found is None or self._desk.why_not(RECORD, found.entity_id):
            return

        def save(changed: NewPromise) -> None:
            self._write(
                "Change promise", found.entity_id,
                lambda unit: change_promise(unit, found.id, changed, self._desk.today), form,
            )  # fmt: skip

        acts = FormActs(self._shell.close_drawer)
        drives = self._drives(found.entity_id)
        form = PromiseFields(found, None, drives, self._desk.today, save, acts)
        self._shell.open_drawer(f"Promise of {found.name}", form, entity_id=found.entity_id,
                                about=found.id)  # fmt: skip
        form.amount.setFocus()

    def remind(self) -> None:
        """Show the form that notes a reminder."""
        found = self.chosen
        if found is None:
            return

        def save(channel: Channel, on: date, words: str) -> None:
            self._write(
                "Note reminder", found.entity_id,
                lambda unit: note_reminder(unit, found.id, channel, on, words=words),
                form,
            )  # fmt: skip

        form = RemindForm(self._desk.today, save, self._shell.close_drawer)
        self._shell.open_drawer(f"{found.name} was reminded", form, entity_id=found.entity_id,
                                about=found.id)  # fmt: skip
        form.channel.setFocus()

    def end(self) -> None:
        """Show the form that ends a promise."""
        found = self.chosen
        if found is None:
            return

        def save(on: date, why: str) -> None:
            self._write("End promise", found.entity_id,
                        lambda unit: end_promise(unit, found.id, on, why), form)  # fmt: skip

        form = EndForm(self._desk.today, save, self._shell.close_drawer)
        self._shell.open_drawer(f"End the promise of {found.name}", form,
                                entity_id=found.entity_id, about=found.id)  # fmt: skip
        form.why.setFocus()

    def keep(self, item_ids: Sequence[int]) -> None:
        """Say that proposed gifts keep their promises, as one step."""
        taken = [one for one in self.proposed.rows if one.item_id in item_ids]
        owners = {one.id: one.entity_id for one in self.model.rows}
        if not taken:
            return

        def work(unit: UnitOfWork) -> None:
            for one in taken:
                keep_promise(unit, one.promise_id, one.item_id, one.due_on)

        self._acts.write(
            "Keep promises", work, entity_id=owners[taken[0].promise_id],
            said=f"{counted(len(taken), 'gift')} kept a promise",
            on_done=lambda _none: self.refresh(),
        )  # fmt: skip

    def _keep_all(self) -> None:
        self.keep([one.item_id for one in self.proposed.rows])

    def _drives(self, entity_id: int) -> Mapping[int, str]:
        return {
            one.plan.id: one.plan.name
            for one in self._page.listed
            if one.plan.entity_id == entity_id
        }

    def _write(
        self, action: str, entity_id: int, work: Callable[[UnitOfWork], object], form: DrawerForm
    ) -> None:
        def done(_result: object) -> None:
            self._shell.close_drawer()
            self.refresh()

        self._acts.write(action, work, entity_id=entity_id, form=form, said=f"{action}: done",
                         on_done=done)  # fmt: skip


def _figures(listed: Sequence[Promise], coming: int) -> Sequence[Figure]:
    late = sum(one.overdue_cents for one in listed)
    kept = sum(one.kept_cents for one in listed)
    opened = sum(1 for one in listed if one.state in (OPEN, PARTLY, OVERDUE))
    return (
        Figure("Open promises", count(opened)),
        Figure("Due this month and next", dollars(coming)),
        Figure("Overdue", dollars(late), "bad" if late else ""),
        Figure("Kept", dollars(kept), note="by gifts, less what was given back"),
    )
