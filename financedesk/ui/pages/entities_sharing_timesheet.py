"""The form of a timesheet: somebody's month by entity and use, what it cost, who certified it."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from financedesk.ledger.cost_timesheets import TimesheetFacts, Worked
from financedesk.ledger.entities import EntityRow
from financedesk.rules.cost_sharing import Quarter, quarter_of, time_uses
from financedesk.ui.formatting import dollars, percent
from financedesk.ui.pages.entities_sharing_rows import hours_words
from financedesk.ui.pages.entities_sharing_sides import MARGINS
from financedesk.ui.pages.entity_standing_forms import FormActs
from financedesk.ui.widgets import FormRow, button, column, label, row
from financedesk.ui.widgets.build import combo, set_shown, set_tone
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.enter_form import SavingForm
from financedesk.ui.widgets.form_row import Need, pair
from financedesk.ui.widgets.money_edit import MoneyEdit

HOUR = 60
_FIRST_LINES = 2


class HoursLine(QWidget):
    """One line of hours: for which entity, for what, how many; ``changed`` when it is typed in."""

    changed = Signal()

    def __init__(self, entities: Sequence[EntityRow], number: int) -> None:
        super().__init__()
        self.whom, self.use, self.hours = combo(), combo(), QLineEdit()
        for one in entities:
            self.whom.addItem(one.name, one.code)
        for code, use in time_uses().items():
            self.use.addItem(use.label, code)
            self.use.setItemData(self.use.count() - 1, use.words, 3)  # Qt.ToolTipRole
        self.hours.setPlaceholderText("40:30")
        self.hours.setMaximumWidth(92)
        for field, what in ((self.whom, "for"), (self.use, "use"), (self.hours, "hours")):
            field.setAccessibleName(f"Line {number}, {what}")
        below = row(self.use, self.hours, spacing=6)
        below.setStretch(0, 1)
        self.setLayout(column(self.whom, below, spacing=4))
        self.hours.textChanged.connect(lambda _text: self.changed.emit())
        for field in (self.whom, self.use):
            field.currentIndexChanged.connect(lambda _at: self.changed.emit())

    @property
    def is_empty(self) -> bool:
        """Whether no hours are typed."""
        return not self.hours.text().strip()

    @property
    def worked(self) -> Worked | None:
        """What the line says; None while its hours cannot be read, or are nothing."""
        minutes = read_minutes(self.hours.text())
        if not minutes:
            return None
        return Worked(
            worked_for=str(self.whom.currentData()), use=str(self.use.currentData()),
            minutes=minutes,
        )  # fmt: skip

    def fill(self, one: Worked) -> None:
        """Show a line that is known."""
        self.whom.setCurrentIndex(self.whom.findData(one.worked_for))
        self.use.setCurrentIndex(self.use.findData(one.use))
        self.hours.setText(hours_words(one.minutes))


class TimesheetForm(SavingForm):
    """Takes a month of somebody's work; says at once what falls on whom, and the 25 % bound."""

    def __init__(
        self,
        employers: Sequence[EntityRow],
        entities: Sequence[EntityRow],
        today: date,
        save: Callable[[TimesheetFacts], None],
        acts: FormActs,
        before: TimesheetFacts | None = None,
        *,
        invoiced: str = "",
    ) -> None:
        """``invoiced`` names the invoices that took from it: then only its certificate changes."""
        super().__init__()
        self._save, self._acts, self._entities = save, acts, entities
        self._invoiced = invoiced
        self.lines: list[HoursLine] = []
        self._make_fields(employers, today)
        self._lay_out()
        if before is not None:
            self._fill(before)
        while len(self.lines) < _FIRST_LINES:
            self._add_line()
        self._lock()
        self.pay.amount_changed.connect(lambda _cents: self._say())
        self.employer.currentIndexChanged.connect(lambda _at: self._say())
        self.month.textChanged.connect(lambda _text: self._say())
        self._say()
        self.set_tab_order()

    def _make_fields(self, employers: Sequence[EntityRow], today: date) -> None:
        self._employers = employers
        self.employer, self.person, self.month = combo(), QLineEdit(), QLineEdit()
        for one in employers:
            self.employer.addItem(one.name, one.id)
        last_month = today.replace(day=1) - timedelta(days=1)
        self.month.setText(last_month.isoformat()[:7])
        self.month.setPlaceholderText("2026-04")
        self.pay = MoneyEdit()
        self.by, self.on = QLineEdit(), DateEdit(today)
        need = Need.REQUIRED
        self.employer_row = FormRow("Employer", self.employer, "sharing.employer", need=need)
        self.person_row = FormRow("Person", self.person, "sharing.person", need=need)
        self.month_row = FormRow("Month", self.month, "sharing.month")
        self.pay_row = FormRow("Cost", self.pay, "sharing.pay", need=need)
        self._held = QWidget()
        self._lines = column(spacing=12)
        self._held.setLayout(self._lines)
        self.hours_row = FormRow("Hours", self._held, "sharing.hours", need=need)
        self.by_row = FormRow("Certified by", self.by, "sharing.certified_by")
        self.on_row = FormRow("Certified on", self.on, "sharing.certified_on")

    def _lay_out(self) -> None:
        body = column(self.problem, self.employer_row, self.person_row, spacing=12, margins=MARGINS)
        body.addLayout(pair(self.month_row, self.pay_row))
        body.addWidget(self.hours_row)
        self.more = button("Add a line", "link", icon="plus", on_click=self._next_line)
        body.addLayout(row(self.more, None))
        self.shares, self.bound = label("", "small", wrap=True), label("", "small", wrap=True)
        body.addLayout(column(self.shares, self.bound, spacing=4))
        body.addLayout(pair(self.by_row, self.on_row))
        ends = row(self.save_button, button("Cancel", on_click=self._acts.cancel), None)
        if self._acts.delete is not None and not self._invoiced:
            ends.addWidget(
                button("Delete", icon="trash-2", name="Delete the timesheet",
                       on_click=self._acts.delete)
            )  # fmt: skip
        body.addLayout(ends)
        body.addWidget(label("Enter saves · Esc leaves it as it was", "caption"))
        body.addStretch(1)
        self.setLayout(body)

    def _add_line(self) -> HoursLine:
        made = HoursLine(self._entities, len(self.lines) + 1)
        own = made.whom.findData(self._own_code()) if not self.lines else -1
        made.whom.setCurrentIndex(max(0, own))
        made.changed.connect(self._say)
        self.lines.append(made)
        self._lines.addWidget(made)
        return made

    def _next_line(self) -> None:
        made = self._add_line()
        self.set_tab_order()
        made.whom.setFocus()

    def _own_code(self) -> str:
        at = self.employer.currentIndex()
        return self._employers[at].code if 0 <= at < len(self._employers) else ""

    def _fill(self, before: TimesheetFacts) -> None:
        self.employer.setCurrentIndex(self.employer.findData(before.entity_id))
        self.person.setText(before.person)
        self.month.setText(before.month)
        self.pay.set_cents(before.pay_cents)
        for one in before.worked:
            self._add_line().fill(one)
        self.by.setText(before.certified_by)
        if before.certified_on:
            self.on.set_day(date.fromisoformat(before.certified_on))

    def _lock(self) -> None:
        """Leave nothing to change but the certificate once an invoice took from it."""
        if not self._invoiced:
            return
        self.problem.say(
            f"Invoice {self._invoiced} took its share from this month: only who certified it can"
            " still be entered. Delete the invoice first to correct the hours.", "info",
        )  # fmt: skip
        for part in (self.employer, self.person, self.month, self.pay, self._held, self.more):
            part.setEnabled(False)

    # --- what it says while it is typed

    def _say(self) -> None:
        facts = self._facts()
        set_shown(self.shares, shown=bool(facts.worked))
        set_shown(self.bound, shown=False)
        if not facts.worked:
            return
        names = {one.code: one.name for one in self._entities}
        codes = list(dict.fromkeys(one.worked_for for one in facts.worked))
        lines = [
            f"{names.get(code, code)}: {hours_words(facts.minutes_for(code))} h of"
            f" {hours_words(facts.minutes)} h"
            + (f" × {dollars(facts.pay_cents)} = {dollars(facts.share_cents(code))}"
               if facts.pay_cents > 0 else "")
            for code in codes
        ]  # fmt: skip
        self.shares.setText("\n".join(lines))
        self._say_bound(facts)

    def _say_bound(self, facts: TimesheetFacts) -> None:
        rule = self._rule(facts.month)
        if rule is None:
            return
        part = percent(facts.federal_minutes, facts.minutes)
        broken = rule.broken(facts.federal_minutes, facts.minutes)
        words = f"Federal elections {part} of the month; nothing is shared above {rule.percent} %."
        more = f" {rule.says} ({rule.citation})" if broken else ""
        self.bound.setText(words + more)
        set_tone(self.bound, "warn" if broken else "")
        set_shown(self.bound, shown=True)

    def _rule(self, month: str) -> Quarter | None:
        """Return the bound of the employer's kind in a month; None where there is none."""
        at = self.employer.currentIndex()
        try:
            first = date.fromisoformat(f"{month}-01")
        except ValueError:
            return None
        return quarter_of(self._employers[at].kind, first) if at >= 0 else None

    # --- saving

    @property
    def fields(self) -> Sequence[QWidget]:
        """The fields in the order in which Tab reaches them."""
        cells = [field for one in self.lines for field in (one.whom, one.use, one.hours)]
        return (
            self.employer, self.person, self.month, self.pay, *cells, self.more, self.by, self.on,
            self.save_button,
        )  # fmt: skip

    def problems(self) -> Sequence[tuple[FormRow, str]]:
        """Return what is missing."""
        unread = any(not one.is_empty and one.worked is None for one in self.lines)
        none = all(one.is_empty for one in self.lines)
        hours = "Write hours like 40 or 40:30." if unread else "Give the hours." if none else ""
        pay = self.pay.problem or ("" if self.pay.cents else "Give what the month cost.")
        on = self.on.problem if self.on.text().strip() else ""
        return (
            (self.person_row, "" if self.person.text().strip() else "Say whose month it is."),
            (self.month_row, "" if self.month.text().strip() else "Write it like 2026-04."),
            (self.pay_row, pay),
            (self.hours_row, hours),
            (self.on_row, on),
        )

    def _facts(self) -> TimesheetFacts:
        return TimesheetFacts(
            entity_id=int(self.employer.currentData() or 0), person=self.person.text(),
            month=self.month.text().strip(), pay_cents=self.pay.cents or 0,
            worked=tuple(found for one in self.lines if (found := one.worked) is not None),
            certified_by=self.by.text(),
            certified_on=self.on.day.isoformat() if self.on.day else "",
        )  # fmt: skip

    def hand_over(self) -> None:
        """Give the month to whoever writes it."""
        self._save(self._facts())


def read_minutes(words: str) -> int | None:
    """Return hours as typed, ``40``, ``40.5`` or ``40:30``, in minutes; None for anything else."""
    text = words.strip()
    whole, colon, part = text.partition(":")
    if colon:
        fits = whole.isdecimal() and part.isdecimal() and len(part) == 2 and int(part) < HOUR
        return int(whole) * HOUR + int(part) if fits else None
    whole, _, part = text.partition(".")
    if not whole.isdecimal() or (part and not part.isdecimal()) or len(part) > 2:
        return None
    hundredths = int(whole) * 100 + int(part.ljust(2, "0") or "0")
    minutes, rest = divmod(hundredths * HOUR, 100)
    return minutes + (1 if rest * 2 >= 100 else 0)
