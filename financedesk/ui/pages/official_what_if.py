"""What if: the rest of a year by recipient, as it stands and as it would be; nothing is saved."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QWidget

from financedesk.remittances.official_year import Change
from financedesk.rules.allocation_year import Row, Year
from financedesk.rules.dates import first_of_month
from financedesk.rules.entities import account_kind
from financedesk.ui.formatting import dollars, money, month, short_day
from financedesk.ui.models import Column, ListTableModel, Look
from financedesk.ui.pages.drawer_form import whole
from financedesk.ui.pages.official_cards import NO_BOUND, TabPage
from financedesk.ui.theme import current_theme
from financedesk.ui.widgets import (
    Banner,
    Bar,
    BarChart,
    Card,
    DataTable,
    EmptyState,
    FormRow,
    Series,
    button,
    column,
    label,
    row,
)
from financedesk.ui.widgets.build import clear, combo
from financedesk.ui.widgets.chart import Swatch
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.filter_bar import DEBOUNCE_MS
from financedesk.ui.widgets.form_row import pair

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from financedesk.remittances.official_detail import OfficialDetail
    from financedesk.remittances.official_edit import OfficialChoices
    from financedesk.remittances.official_year import RecipientYear
    from financedesk.rules.allocation_year import Comparison

_TOKENS = ("accent", "chart_2", "chart_3", "info", "ok", "warn", "text_3", "border_strong")
_NARROW = 56
_CHART_HEIGHT = 230


class _Place(NamedTuple):
    """The fields of one recipient: where it stands, or that it is left out."""

    key: str
    was: tuple[int, int]
    tier: QLineEdit
    weight: QLineEdit
    without: QCheckBox


class WhatIfTab(TabPage):
    """Asks with every change; ``asked`` carries the ``Change`` that the fields hold."""

    asked = Signal(object)

    def __init__(self, today: date) -> None:
        super().__init__()
        self._places: list[_Place] = []
        self._key: tuple[object, ...] = ()
        self.change_card = Card("What if…", "Change something: the year answers. Nothing is saved.")
        self._fields(today)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        again = button("Start over", "link", on_click=self.start_over)
        self.change_card.body.addLayout(self._grid)
        self.change_card.body.addLayout(pair(self.also_row, self.tier_row))
        self.change_card.body.addWidget(self.smooth)
        self.change_card.body.addLayout(pair(self.schedule_row, self.since_row))
        self.change_card.body.addLayout(pair(self.month_row, self.day_row))
        self.change_card.body.addLayout(row(again, None))
        self.change_card.body.addStretch(1)
        self.result_card = Card("The rest of the year")
        self.problem = Banner()
        self._result()
        self.lay_out((self.change_card, self.result_card))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(DEBOUNCE_MS)
        self._pause.timeout.connect(self.ask)

    def _fields(self, today: date) -> None:
        self.schedule, self.since = combo(), DateEdit(today)
        self.month, self.day = combo(), DateEdit(today)
        self.also, self.tier = combo(), QLineEdit("1")
        self.smooth = QCheckBox("Spread what a limit leaves over its months")
        self.also_row = FormRow("Another recipient", self.also, "officials.if_also")
        self.tier_row = FormRow("In tier", self.tier, "officials.if_tier")
        self.schedule_row = FormRow("Another schedule", self.schedule, "officials.if_schedule")
        self.since_row = FormRow("From", self.since, "officials.if_since")
        self.month_row = FormRow("Give the due of", self.month, "officials.if_month")
        self.day_row = FormRow("On", self.day, "officials.if_day")
        self.tier.textEdited.connect(lambda _text: self._changed())
        for choice in (self.schedule, self.month, self.also):
            choice.currentIndexChanged.connect(lambda _at: self._changed())
        for field in (self.since, self.day):
            field.day_changed.connect(lambda _day: self._changed())
        self.smooth.toggled.connect(lambda _on: self._changed())

    def _result(self) -> None:
        self._chart_line = column(spacing=0)
        self._words = column(spacing=4)
        self.model: ListTableModel[Row] = ListTableModel(_ROWS)
        self.table = DataTable(
            "The rest of the year by recipient", self.model, selection_bar=False, totals=False,
            empty=EmptyState("Nothing is left to give in this year", icon="target"),
        )  # fmt: skip
        body = self.result_card.body
        body.addWidget(self.problem)
        body.addLayout(self._chart_line)
        body.addWidget(self.table)
        current_theme().changed.connect(self._fit)
        body.addLayout(self._words)
        body.addStretch(1)

    # --- what is asked

    def show_detail(self, detail: OfficialDetail, choices: OfficialChoices) -> None:
        """Offer what can be changed of an official; what was changed stays for the same one."""
        listed = [one for one in detail.year.recipients if one.authorised is not None]
        key = (detail.official.id, detail.year.year, *((one.key, one.authorised) for one in listed))
        if key != self._key:
            self._key = key
            self._offer(listed, detail, choices)
        self.ask()

    def _offer(
        self, listed: Sequence[RecipientYear], detail: OfficialDetail, choices: OfficialChoices
    ) -> None:
        for choice in (self.schedule, self.month, self.also):
            choice.blockSignals(True)  # noqa: FBT003 - Qt's
            choice.clear()
        self.schedule.addItem("As pledged", "")
        for code, name in choices.schedules:
            self.schedule.addItem(name, code)
        self.month.addItem("No month moved", None)
        for one in detail.months:
            if one.settled.left_cents > 0:
                self.month.addItem(month(one.settled.month), one.settled.month)
        self.also.addItem("Nobody else", None)
        keys = {one.key for one in listed}
        for other in choices.recipients:
            if f"{other.code}/{other.account_kind}" not in keys:
                words = f"{other.name} · {account_kind(other.account_kind).label}"
                self.also.addItem(words, (other.code, other.account_kind))
        for choice in (self.schedule, self.month, self.also):
            choice.blockSignals(False)  # noqa: FBT003 - Qt's
        self._list(listed)

    def _list(self, listed: Sequence[RecipientYear]) -> None:
        clear(self._grid)
        self._places = []
        for place, words in enumerate(("Recipient", "Tier", "Weight", "")):
            self._grid.addWidget(label(words, "caption"), 0, place)
        for line, one in enumerate(listed, start=1):
            made = _fields_of(one)
            self._places.append(made)
            self._grid.addWidget(label(one.name, "name", wrap=True), line, 0)
            for place, field in enumerate((made.tier, made.weight, made.without), start=1):
                self._grid.addWidget(field, line, place)
            for field in (made.tier, made.weight):
                field.textEdited.connect(lambda _text: self._changed())
            made.without.toggled.connect(lambda _on: self._changed())

    def _changed(self) -> None:
        self._pause.start()

    @property
    def change(self) -> Change:
        """What the fields say would be otherwise."""
        places = {}
        for one in self._places:
            now = whole(one.tier) or one.was[0], whole(one.weight) or one.was[1]
            if now != one.was:
                places[one.key] = now
        moved, to = self.month.currentData(), self.day.day
        also, tier = self.also.currentData(), whole(self.tier) or 1
        return Change(
            places=places,
            without=frozenset(one.key for one in self._places if one.without.isChecked()),
            also=() if also is None else ((*also, tier),),
            schedule=str(self.schedule.currentData() or ""), since=self.since.day,
            moved=None if moved is None or to is None else (first_of_month(moved), to),
            smooth=self.smooth.isChecked(),
        )  # fmt: skip

    def ask(self) -> None:
        """Ask for what the fields hold."""
        self._pause.stop()
        self.asked.emit(self.change)

    def start_over(self) -> None:
        """Put everything back as it stands."""
        for one in self._places:
            one.tier.setText(str(one.was[0]))
            one.weight.setText(str(one.was[1]))
            one.without.setChecked(False)
        self.schedule.setCurrentIndex(0)
        self.month.setCurrentIndex(0)
        self.also.setCurrentIndex(0)
        self.since.clear()
        self.day.clear()
        self.smooth.setChecked(False)
        self.ask()

    # --- the answer

    def show_comparison(self, found: Comparison) -> None:
        """Show both years."""
        self.problem.say("")
        due = dollars(found.after.due_cents)
        held = dollars(found.after.carry_cents)
        self.result_card.set_heading("The rest of the year", f"{due} due, {held} without room")
        self.model.show(found.rows)
        self.table.fit_rows(max(1, len(found.rows)))
        self._fit()
        self._draw(found)
        clear(self._words)
        for words in found.words:
            self._words.addWidget(label(words, "small", wrap=True))

    def _fit(self) -> None:
        """Keep no room for what teaches where there are rows."""
        rows = self.model.size()
        self.table.setMaximumHeight(self.table.view.maximumHeight() if rows else NO_BOUND)

    def _draw(self, found: Comparison) -> None:
        clear(self._chart_line)
        names = [(one.recipient, one.name) for one in found.rows]
        series = [Series(name, _TOKENS[at % len(_TOKENS)]) for at, (_, name) in enumerate(names)]
        if not series:
            return
        self.chart = BarChart("What would be given, by month and recipient", series)
        self.chart.setMinimumHeight(_CHART_HEIGHT)
        self.chart.show_bars(_bars(found.after, [key for key, _ in names]))
        self._chart_line.addWidget(self.chart)
        for one in series:
            self._chart_line.addLayout(row(_legend_of(one), None))

    def say(self, words: str) -> None:
        """Say why there is no answer."""
        self.problem.say(words, "warn")
        self.model.show(())
        clear(self._chart_line)
        clear(self._words)
        self._fit()


def _legend_of(one: Series) -> QWidget:
    made = QWidget()
    made.setLayout(row(Swatch(one.token), label(one.name, "small"), spacing=6))
    return made


def _fields_of(one: RecipientYear) -> _Place:
    fact = one.authorised.fact if one.authorised is not None else None
    was = (fact.tier, fact.weight) if fact is not None else (1, 1)
    tier, weight = QLineEdit(str(was[0])), QLineEdit(str(was[1]))
    without = QCheckBox("Leave out")
    for field, words in ((tier, "Tier"), (weight, "Weight"), (without, "Leave out")):
        field.setAccessibleName(f"{words} of {one.name}")
    for field in (tier, weight):
        field.setFixedWidth(_NARROW)
    return _Place(one.key, was, tier, weight, without)


def _bars(year: Year, keys: Sequence[str]) -> list[Bar]:
    """Return one bar for each month in which something is given, its parts by recipient."""
    months: dict[date, dict[str, int]] = defaultdict(lambda: dict.fromkeys(keys, 0))
    for proposal in year.proposals:
        for line in proposal.lines:
            months[first_of_month(proposal.on)][line.recipient] += line.cents
    return [
        Bar(short_day(first)[:3], month(first), tuple(parts[key] for key in keys))
        for first, parts in sorted(months.items())
    ]


_ROWS: Sequence[Column[Row]] = (
    Column("name", "Recipient", lambda one: one.name, Look.STRONG, 150, stretch=True,
           sortable=False, tip=lambda one: one.name),
    Column("before", "As it stands", lambda one: money(one.before_cents), Look.NUMBER, 108,
           sortable=False),
    Column("after", "What if", lambda one: money(one.after_cents), Look.AMOUNT, 108,
           sortable=False),
    Column("more", "Difference", lambda one: money(one.more_cents), Look.NUMBER, 108,
           sortable=False),
)  # fmt: skip
