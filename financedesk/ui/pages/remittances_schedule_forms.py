"""The forms of schedules and reference wages: terms judged and tried while they are typed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from financedesk.errors import BadInput
from financedesk.remittances.pay import WageFigure
from financedesk.rules.pay import MONTH, YEAR
from financedesk.rules.schedule_words import schedule_words
from financedesk.rules.schedules import (
    Schedule,
    sample_schedules,
    schedule_of_parts,
    schedule_text,
    terms_text,
)
from financedesk.ui.formatting import day
from financedesk.ui.pages.drawer_form import (
    DrawerForm,
    Fault,
    FormActs,
    may_have_day,
    needs_amount,
    needs_day,
    needs_words,
)
from financedesk.ui.widgets import Banner, FormRow
from financedesk.ui.widgets.build import combo, set_shown
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.form_row import Need
from financedesk.ui.widgets.money_edit import MoneyEdit

_TERMS_HEIGHT = 150
TEMPLATES: Mapping[str, str] = {
    "Keep an amount, the rest is given": (
        'kind = "cap"\nkeep = { amount = "60000.00", per = "year" }\n'
    ),
    "Keep a wage": 'kind = "cap"\nkeep = { wage = "industry", area = "US", factor = "1" }\n',
    "A percentage of the pay": 'kind = "percent"\nbase = "gross"\npercent = "10"\n',
    "Brackets": (
        'kind = "brackets"\n[[bracket]]\nup_to = "60000.00"\npercent = "10"\n'
        '[[bracket]]\npercent = "30"\n'
    ),
    "A flat amount": 'kind = "flat"\namount = "100.00"\nper = "month"\n',
    "Several levels": (
        'kind = "composite"\n[[level]]\nname = "state"\nkind = "percent"\npercent = "5"\n'
        '[[level]]\nname = "local"\nkind = "percent"\npercent = "2"\n'
    ),
}
"""Terms to begin with, by what they ask."""


@dataclass(frozen=True)
class Beginning:
    """What the form of a schedule begins with: a version to correct, or one to follow.

    ``following``: the code stays and another first day is asked for.
    """

    schedule: Schedule
    following: bool = False


class ScheduleForm(DrawerForm):
    """Takes a schedule; ``save`` is handed its text when it is complete and makes sense."""

    def __init__(
        self,
        own: Sequence[Schedule],
        today: date,
        save: Callable[[str], None],
        acts: FormActs,
        before: Beginning | None = None,
        tried: Callable[[Schedule], str] = lambda _schedule: "",
    ) -> None:
        """``tried`` says what a schedule makes of an example of pay."""
        super().__init__(today, acts)
        self._save, self._before, self._tried = save, before, tried
        self.start = combo()
        self._starts: list[tuple[str, Schedule | str]] = [
            *((f"{one.name} (yours)", one) for one in own),
            *TEMPLATES.items(),
            *((f"{one.name} ({one.source})", one) for one in sample_schedules()),
        ]
        for words, _start in self._starts:
            self.start.addItem(words)
        self.code, self.name = QLineEdit(), QLineEdit()
        self.first, self.last = DateEdit(today), DateEdit(today)
        self.approver, self.approved = QLineEdit(), DateEdit(today)
        self.terms = QPlainTextEdit()
        self.terms.setTabChangesFocus(True)
        self.terms.setMinimumHeight(_TERMS_HEIGHT)
        self.verdict = Banner()
        self._rows()
        if before is not None:
            self._fill(before.schedule, with_days=not before.following)
        else:
            self.start.setCurrentIndex(len(own))
            self._begin()
        self._connect()

    def _rows(self) -> None:
        need = Need.REQUIRED
        self.start_row = FormRow("Start from", self.start, "schedules.start")
        self.code_row = FormRow("Short name", self.code, "schedules.code", need=need)
        self.name_row = FormRow("Name", self.name, "schedules.name", need=need)
        self.first_row = FormRow("First day", self.first, "schedules.from", need=need)
        self.last_row = FormRow("Last day", self.last, "schedules.to")
        self.approver_row = FormRow("Approved by", self.approver, "schedules.approved_by")
        self.approved_row = FormRow("Approved on", self.approved, "schedules.approved_on")
        self.terms_row = FormRow("Terms", self.terms, "schedules.terms", need=need)
        set_shown(self.start_row, shown=self._before is None)
        self.code.setReadOnly(self._before is not None)
        self.lay_out(
            self.start_row, self.name_row, self.code_row, (self.first_row, self.last_row),
            (self.approver_row, self.approved_row), self.terms_row, self.verdict,
        )  # fmt: skip

    def _connect(self) -> None:
        self.start.currentIndexChanged.connect(lambda _at: self._begin())
        self.terms.textChanged.connect(self._judge)
        for field in (self.code, self.name, self.first, self.last, self.approved):
            field.textChanged.connect(lambda _text: self._judge())
        self._judge()

    def _begin(self) -> None:
        _words, chosen = self._starts[self.start.currentIndex()]
        if isinstance(chosen, Schedule):
            self._fill(chosen, with_days=False)
        else:
            self.terms.setPlainText(chosen)

    def _fill(self, schedule: Schedule, *, with_days: bool) -> None:
        self.code.setText(schedule.code)
        self.name.setText(schedule.name)
        self.terms.setPlainText(terms_text(schedule))
        if with_days:
            self.first.set_day(schedule.from_day)
            self.last.set_day(schedule.to_day)
            self.approver.setText(schedule.approved_by)
            self.approved.set_day(schedule.approved_on)

    def _head(self) -> dict[str, Any]:
        return {
            "code": self.code.text().strip(), "name": self.name.text().strip(),
            "from": self.first.day, "to": self.last.day,
            "approved_by": self.approver.text().strip(), "approved_on": self.approved.day,
        }  # fmt: skip

    @property
    def schedule(self) -> Schedule:
        """The schedule that the fields tell; raises BadInput."""
        return schedule_of_parts(self._head(), self.terms.toPlainText())

    def _judge(self) -> None:
        """Say what the terms mean, or what is wrong with them; days that are missing wait."""
        head = {"code": "new", "name": "New", "from": self.today}
        given = {key: value for key, value in self._head().items() if value not in (None, "")}
        try:
            found = schedule_of_parts({**head, **given}, self.terms.toPlainText())
        except BadInput as error:
            self.verdict.say(str(error), "bad")
        else:
            said = [*schedule_words(found), self._tried(found)]
            self.verdict.say("\n".join(filter(None, said)), "ok")

    def problems(self) -> tuple[Fault, ...]:
        """Return what is missing or wrong, row by row."""
        before = self._before
        same = (
            before is not None and before.following and self.first.day == before.schedule.from_day
        )
        begun = "" if not same or before is None else (
            f"There is a version from {day(before.schedule.from_day)}; choose another first day."
        )  # fmt: skip
        return (
            needs_words(self.name_row, self.name, "Name the schedule."),
            needs_words(self.code_row, self.code, "Give it a short name."),
            (self.first_row, needs_day(self.first_row, self.first)[1] or begun),
            may_have_day(self.last_row, self.last),
            may_have_day(self.approved_row, self.approved),
            (self.terms_row, self._terms_problem()),
        )

    def _terms_problem(self) -> str:
        if self.first.day is None or not self.code.text().strip() or not self.name.text().strip():
            return ""
        try:
            self.schedule  # noqa: B018 - asked for what it raises
        except BadInput as error:
            return str(error)
        return ""

    def hand_over(self) -> None:
        """Give the schedule's text to whoever writes it."""
        self._save(schedule_text(self.schedule))


class WageForm(DrawerForm):
    """Takes a figure of a reference wage with its source."""

    def __init__(
        self,
        today: date,
        save: Callable[[WageFigure], None],
        acts: FormActs,
        before: WageFigure | None = None,
    ) -> None:
        super().__init__(today, acts)
        self._save = save
        self.series, self.area = QLineEdit(), QLineEdit()
        self.series.setPlaceholderText("industry")
        self.area.setPlaceholderText("US")
        self.per = combo()
        for code, words in ((YEAR, "A year"), (MONTH, "A month")):
            self.per.addItem(words, code)
        self.first, self.known_on = DateEdit(today), DateEdit(today, today)
        self.figure, self.source = MoneyEdit(), QLineEdit()
        self.source.setPlaceholderText("Bureau of Labor Statistics, table B-3")
        need = Need.REQUIRED
        self.series_row = FormRow("Series", self.series, "schedules.series", need=need)
        self.area_row = FormRow("Area", self.area, "schedules.area")
        self.figure_row = FormRow("Figure", self.figure, "schedules.figure", need=need)
        self.per_row = FormRow("Of", self.per, "schedules.per")
        self.first_row = FormRow("From", self.first, "schedules.wage_from", need=need)
        self.known_row = FormRow("Known on", self.known_on, "schedules.known_on", need=need)
        self.source_row = FormRow("Source", self.source, "schedules.source", need=need)
        self.lay_out(
            (self.series_row, self.area_row), (self.figure_row, self.per_row),
            (self.first_row, self.known_row), self.source_row,
        )  # fmt: skip
        if before is not None:
            self._fill(before)

    def _fill(self, before: WageFigure) -> None:
        self.series.setText(before.series)
        self.area.setText(before.area)
        self.per.setCurrentIndex(self.per.findData(before.per))
        self.first.set_day(before.from_date)
        self.known_on.set_day(before.known_on)
        self.figure.set_cents(before.cents)
        self.source.setText(before.source)

    def problems(self) -> tuple[Fault, ...]:
        """Return what is missing or wrong, row by row."""
        return (
            needs_words(self.series_row, self.series, "Name the series, as schedules do."),
            needs_amount(self.figure_row, self.figure),
            needs_day(self.first_row, self.first),
            needs_day(self.known_row, self.known_on),
            needs_words(self.source_row, self.source, "Say where it was published."),
        )

    def hand_over(self) -> None:
        """Give the figure to whoever writes it."""
        if self.first.day is not None and self.known_on.day is not None:
            self._save(
                WageFigure(
                    series=self.series.text().strip(), area=self.area.text().strip(),
                    per=str(self.per.currentData()), from_date=self.first.day,
                    known_on=self.known_on.day, cents=self.figure.cents or 0,
                    source=self.source.text().strip(),
                )
            )  # fmt: skip
