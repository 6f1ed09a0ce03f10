"""The view of schedules: every version with what it asks, a try-out, and the reference wages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QWidget

from financedesk.remittances.pay import WAGES, WageFigure
from financedesk.remittances.schedule_book import (
    ScheduleBook,
    Trial,
    TriedLine,
    remove_schedule,
    schedule_book,
    tried,
)
from financedesk.remittances.schedules import ScheduleVersion, add_schedule, correct_schedule
from financedesk.remittances.shelf import Kept
from financedesk.rules.roles import PROMISES
from financedesk.rules.schedule_words import KIND_WORDS, schedule_words
from financedesk.ui.formatting import NOTHING, counted, day, money
from financedesk.ui.jobs import Latest
from financedesk.ui.models import Column, Look
from financedesk.ui.pages.drawer_form import FormActs, whole
from financedesk.ui.pages.official_acts import PromiseActs
from financedesk.ui.pages.official_cards import FactsCard, TabPage
from financedesk.ui.pages.official_words import optional_day
from financedesk.ui.pages.remittances_schedule_forms import Beginning, ScheduleForm, WageForm
from financedesk.ui.widgets import Card, FormRow, button, column, label
from financedesk.ui.widgets.action_row import ActionRow
from financedesk.ui.widgets.build import allow, clear, line
from financedesk.ui.widgets.filter_bar import DEBOUNCE_MS
from financedesk.ui.widgets.form_row import pair
from financedesk.ui.widgets.money_edit import MoneyEdit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from financedesk.book.unit import UnitOfWork
    from financedesk.progress import Progress
    from financedesk.rules.schedules import Schedule
    from financedesk.ui.pages.drawer_form import DrawerForm
    from financedesk.ui.pages.remittances import Remittances

_NOTHING = ScheduleBook(versions=(), pledges={}, wages=())
_EXAMPLE_GROSS, _EXAMPLE_NET = 148_500_00, 101_000_00


class SchedulesView(TabPage):
    """Lists versions; the one in hand is told in words and tried beside the list."""

    def __init__(self, page: Remittances) -> None:
        super().__init__()
        self.page = page
        self.desk, self._shell = page.desk, page.shell
        self.found = _NOTHING
        self._chosen: int | None = None
        self._reading = Latest()
        self._acts = PromiseActs(page.shell, page.desk)
        self._build()

    def _build(self) -> None:
        self.list_card = FactsCard(
            "Schedules", self._columns(), lambda one: one.id,
            ("No schedule yet", "What officials pledge of their pay: start from a public one."),
            add="Add schedule",
        ).when(opened=self.correct, add=self.add)  # fmt: skip
        self.list_card.table.view.selectionModel().currentRowChanged.connect(
            lambda at, _before: self._choose_place(at.row())
        )
        self.wage_card = FactsCard(
            "Reference wages", _WAGES, lambda one: one.id,
            ("No reference wage yet", "A wage that schedules keep, with its source."),
            add="Add wage",
        ).when(opened=self.edit_wage, add=self.edit_wage)  # fmt: skip
        left = QWidget()
        left.setLayout(column(self.list_card, self.wage_card, None, spacing=16))
        self._detail_card()
        self.lay_out((left, self.card), widths=(5, 4))

    def _detail_card(self) -> None:
        self.card = Card("A schedule")
        self.version_button = button("New version…", icon="plus", on_click=self.follow)
        self.correct_button = button("Correct…", icon="pencil", on_click=self._correct_chosen)
        self._words, self._tried = column(spacing=4), column(spacing=4)
        self.gross, self.net = MoneyEdit(_EXAMPLE_GROSS), MoneyEdit(_EXAMPLE_NET)
        self.younger, self.dependants = QLineEdit("0"), QLineEdit("0")
        body = self.card.body
        acts = ActionRow()
        for one in (self.version_button, self.correct_button):
            acts.add(one)
        body.addWidget(acts)
        body.addLayout(self._words)
        body.addWidget(line())
        body.addWidget(
            label("Try it: a year’s pay in, the year’s due out", "small-strong", wrap=True)
        )
        body.addLayout(
            pair(
                FormRow("Gross", self.gross, "schedules.gross"),
                FormRow("Net", self.net, "schedules.net"),
            )
        )
        body.addLayout(
            pair(
                FormRow("Children", self.younger, "schedules.children"),
                FormRow("Dependants", self.dependants, "schedules.dependants"),
            )
        )
        body.addLayout(self._tried)
        body.addStretch(1)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(DEBOUNCE_MS)
        self._pause.timeout.connect(self.try_out)
        for field in (self.gross, self.net, self.younger, self.dependants):
            field.textEdited.connect(lambda _text: self._pause.start())

    def _columns(self) -> tuple[Column[Kept[ScheduleVersion]], ...]:
        def pledges(one: Kept[ScheduleVersion]) -> str:
            number = self.found.pledges.get(one.fact.code, 0)
            return str(number) if number else NOTHING

        return (
            Column("name", "Schedule", lambda one: one.fact.name, Look.STRONG, 170, stretch=True,
                   sortable=False, tip=lambda one: f"{one.fact.name} ({one.fact.code})"),
            Column("kind", "Kind", lambda one: KIND_WORDS[one.fact.schedule.kind], Look.QUIET, 116,
                   sortable=False, yields=True),
            Column("from", "From", lambda one: day(one.fact.from_date), Look.TEXT, 108,
                   sortable=False),
            Column("to", "Until", lambda one: optional_day(one.fact.to_date), Look.TEXT, 108,
                   sortable=False, yields=True),
            Column("approved", "Approved by", lambda one: one.fact.approved_by or NOTHING,
                   Look.QUIET, 112, sortable=False, yields=True,
                   tip=lambda one: f"{one.fact.approved_by} {optional_day(one.fact.approved_on)}"),
            Column("pledges", "Pledges", pledges, Look.NUMBER, 76, sortable=False),
        )  # fmt: skip

    # --- what the page asks

    def take(self, subject: object) -> None:
        """Nothing is asked of this view but to be shown."""

    def refresh(self) -> None:
        """Read schedules and wages of the keeper."""
        keeper = self.page.keeper
        if keeper is None or not self.desk.is_open or not self.desk.may(PROMISES, keeper.id):
            self._take(_NOTHING)
            return
        book = self.desk.book

        def read(_progress: Progress) -> ScheduleBook:
            with book.read() as connection:
                return schedule_book(connection, keeper.id)

        deliver = self._reading.only(self._take)
        job = self._shell.runner.background("Reading schedules", read, on_done=deliver)
        self._reading.replace(job)

    def _take(self, found: ScheduleBook) -> None:
        self.found = found
        why_not = self._why_not()
        chosen = self._chosen
        self.list_card.show_rows(found.versions, why_not)
        self.wage_card.show_rows(found.wages, why_not)
        known = [one.id for one in found.versions]
        self._chosen = chosen if chosen in known else next(iter(known), None)
        if self._chosen is not None:
            self.list_card.table.view.select_rows([], known.index(self._chosen))
        self._show_chosen()

    def _why_not(self) -> str:
        keeper = self.page.keeper
        return "No entity keeps promises." if keeper is None else self.desk.why_not(
            PROMISES, keeper.id
        )  # fmt: skip

    # --- the one in hand

    @property
    def chosen(self) -> Kept[ScheduleVersion] | None:
        """The version in hand; None without any."""
        return next((one for one in self.found.versions if one.id == self._chosen), None)

    def _choose_place(self, place: int) -> None:
        one = self.list_card.model.row_at(place)
        if one is not None and one.id != self._chosen:
            self._chosen = one.id
            self._show_chosen()

    def _show_chosen(self) -> None:
        clear(self._words)
        kept = self.chosen
        none = "" if kept is not None else "Choose a schedule first."
        for made in (self.version_button, self.correct_button):
            allow(made, self._why_not() or none)
        if kept is None:
            self.card.set_heading("A schedule", "Choose one, or add the first")
        else:
            self._tell(kept)
        self.try_out()

    def _tell(self, kept: Kept[ScheduleVersion]) -> None:
        fact = kept.fact
        schedule = fact.schedule
        until = f" until {day(fact.to_date)}" if fact.to_date else ""
        number = self.found.pledges.get(fact.code, 0)
        pledged = f" · {counted(number, 'pledge')}" if number else ""
        self.card.set_heading(fact.name, f"From {day(fact.from_date)}{until}{pledged}")
        for words in schedule_words(schedule):
            self._words.addWidget(label(words, wrap=True))
        approved = f"Approved by {fact.approved_by}" if fact.approved_by else "Not approved yet"
        when = f" on {day(fact.approved_on)}" if fact.approved_on else ""
        for said in (f"{approved}{when}.", schedule.note, schedule.source):
            if said:
                self._words.addWidget(label(said, "small", wrap=True))

    @property
    def trial(self) -> Trial | None:
        """The pay in the fields; None while one holds no amount."""
        gross, net = self.gross.cents, self.net.cents
        if gross is None or net is None or min(gross, net) < 0:
            return None
        return Trial(
            on=self.desk.today, gross_cents=gross, net_cents=net,
            children=whole(self.younger) or 0, dependants=whole(self.dependants) or 0,
        )  # fmt: skip

    def try_out(self) -> None:
        """Say what the schedule in hand makes of the pay in the fields."""
        self._pause.stop()
        clear(self._tried)
        kept, trial = self.chosen, self.trial
        if kept is None or trial is None:
            return
        for one in tried(kept.fact.schedule, trial, self.found.wages):
            self._tried.addWidget(label(_due_words(one), "name", wrap=True))
            for step in one.steps:
                self._tried.addWidget(label(step, "small", wrap=True))

    def _tried_words(self, schedule: Schedule) -> str:
        """Return what a schedule that is being typed makes of the same pay."""
        trial = self.trial
        if trial is None:
            return ""
        lines = tried(schedule, trial, self.found.wages)
        pay = f"Of {money(trial.gross_cents)} gross, {money(trial.net_cents)} net:"
        return " ".join((pay, *(f"{_due_words(one)}." for one in lines)))

    # --- forms

    def add(self) -> None:
        """Show the form of a new schedule."""
        self._schedule_form("Add schedule", None, None)

    def follow(self) -> None:
        """Show the form of a new version of the schedule in hand."""
        kept = self.chosen
        if kept is not None:
            begin = Beginning(kept.fact.schedule, following=True)
            self._schedule_form("New version of a schedule", begin, None)

    def _correct_chosen(self) -> None:
        if self._chosen is not None:
            self.correct(self._chosen)

    def correct(self, row_id: int) -> None:
        """Show the form that corrects a version which was entered wrongly."""
        kept = next(one for one in self.found.versions if one.id == row_id)
        self._chosen = row_id
        self._schedule_form("Correct a schedule", Beginning(kept.fact.schedule), row_id)

    def _schedule_form(self, title: str, begin: Beginning | None, row_id: int | None) -> None:
        keeper = self.page.keeper
        if keeper is None:
            return

        def save(text: str) -> None:
            if row_id is None:
                self._write(title, lambda unit: add_schedule(unit, keeper.id, text), form)
            else:
                self._write(title, lambda unit: correct_schedule(unit, row_id, text), form)

        def delete() -> None:
            if row_id is not None:
                self._write("Delete schedule", lambda unit: remove_schedule(unit, row_id), form)

        own = [one.fact.schedule for one in self.found.versions]
        acts = FormActs(self._shell.close_drawer, None if row_id is None else delete)
        form = ScheduleForm(own, self.desk.today, save, acts, begin, self._tried_words)
        self._open(title, form, row_id)

    def edit_wage(self, row_id: int | None = None) -> None:
        """Show the form of a reference wage."""
        keeper = self.page.keeper
        if keeper is None:
            return
        before = next((one for one in self.found.wages if one.id == row_id), None)

        def save(fact: WageFigure) -> None:
            if row_id is None:
                self._write("Add wage", lambda unit: WAGES.add(unit, keeper.id, fact), form)
            else:
                self._write("Edit wage", lambda unit: WAGES.edit(unit, row_id, fact), form)

        def delete() -> None:
            if row_id is not None:
                self._write("Delete wage", lambda unit: WAGES.remove(unit, row_id), form)

        acts = FormActs(self._shell.close_drawer, None if row_id is None else delete)
        fact = None if before is None else replace(before.fact)
        form = WageForm(self.desk.today, save, acts, fact)
        self._open("Add wage" if row_id is None else "Edit wage", form, row_id)

    def _open(self, title: str, form: DrawerForm, row_id: int | None) -> None:
        keeper = self.page.keeper
        entity_id = None if keeper is None else keeper.id
        self._shell.open_drawer(title, form, entity_id=entity_id, about=row_id)
        form.fields[0].setFocus()

    def _write(self, action: str, work: Callable[[UnitOfWork], object], form: DrawerForm) -> None:
        keeper = self.page.keeper
        if keeper is not None:
            self._acts.write(
                action, work, form=form, entity_id=keeper.id, said=action,
                on_done=lambda _result: self._shell.close_drawer(),
            )  # fmt: skip


def _due_words(one: TriedLine) -> str:
    name = f"{one.name} " if one.name else ""
    return f"{name}{money(one.cents)} a year, {money(one.cents // 12)} a month"


def _wage_name(one: Kept[WageFigure]) -> str:
    return " ".join(filter(None, (one.fact.series, one.fact.area)))


_WAGES: Sequence[Column[Kept[WageFigure]]] = (
    Column("series", "Wage", _wage_name, Look.STRONG, 150, stretch=True, sortable=False,
           tip=_wage_name),
    Column("from", "From", lambda one: day(one.fact.from_date), Look.TEXT, 108, sortable=False),
    Column("figure", "Figure", lambda one: money(one.fact.cents), Look.AMOUNT, 108,
           sortable=False),
    Column("per", "Of", lambda one: f"A {one.fact.per}", Look.QUIET, 76, sortable=False,
           yields=True),
    Column("source", "Source", lambda one: one.fact.source, Look.QUIET, 150, sortable=False,
           yields=True, tip=lambda one: one.fact.source),
)  # fmt: skip
