"""The forms of counsel's word: what holds in place of a rule, and that it no longer does."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from financedesk.errors import BadInput, FinanceDeskError
from financedesk.rules.counsel import CLOCK, FLOW, value_words
from financedesk.rules.limits import Override
from financedesk.rules.rule_book import RuleEntry
from financedesk.rules.thresholds import clock, with_time
from financedesk.ui.formatting import dollars
from financedesk.ui.pages.limit_words import VERDICT_CHIPS, days_words
from financedesk.ui.widgets import Banner, FormRow, button, column, label, row
from financedesk.ui.widgets.build import combo, set_shown
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.enter_form import EnterForm
from financedesk.ui.widgets.form_row import Need, pair
from financedesk.ui.widgets.money_edit import MoneyEdit

AMOUNT, LIFTED = "amount", "lifted"
_KEYS = "Esc closes · t + − move the date"
_MARGINS = (20, 14, 20, 20)


def law_words(entry: RuleEntry) -> str:
    """Return what a rule says by the law: an amount, a verdict, a time."""
    if entry.cents is not None:
        return f"{dollars(entry.cents)} {entry.unit}".strip()
    known = VERDICT_CHIPS.get(entry.value)
    return known[0] if known else entry.value


class _CounselForm(EnterForm):
    """What both forms share: buttons, Enter, the order of Tab, and what the book refuses."""

    def __init__(self) -> None:
        super().__init__()
        self.problem = Banner("", "bad")
        self.fields: tuple[QWidget, ...] = ()

    def lay_out(
        self, parts: Sequence[QWidget], fields: Sequence[QWidget], save: str, cancel: QWidget
    ) -> None:
        """Lay parts below each other with the buttons last; fields in the order of Tab."""
        self.save_button = button(save, "primary", on_click=self.save)
        body = column(self.problem, *parts, spacing=12, margins=_MARGINS)
        body.addLayout(row(self.save_button, cancel, None))
        body.addWidget(label(f"Enter: {save[0].lower()}{save[1:]} · {_KEYS}", "caption", wrap=True))
        body.addStretch(1)
        self.setLayout(body)
        self.fields = (*fields, self.save_button)
        for before, after in pairwise(self.fields):
            QWidget.setTabOrder(before, after)

    def refuse(self, error: FinanceDeskError) -> None:
        """Say why the book did not take it; everything that was typed stays."""
        self.save_button.setEnabled(True)
        self.problem.say(str(error), "bad")

    def go_to_first(self, rows: Sequence[tuple[FormRow, str]]) -> bool:
        """Say what is wrong at each row; returns whether nothing is."""
        for place, words in rows:
            place.say(words)
        wrong = [place for place, words in rows if words]
        if wrong:
            wrong[0].field.setFocus()
        return not wrong


class OverrideForm(_CounselForm):
    """Takes counsel's word on one rule; ``save`` is handed it when it says something."""

    def __init__(
        self,
        entry: RuleEntry,
        today: date,
        save: Callable[[Override], None],
        cancel: Callable[[], None],
    ) -> None:
        super().__init__()
        self._entry, self._today, self._save = entry, today, save
        self.value = _Value(entry)
        self.reason, self.who = QLineEdit(), QLineEdit()
        self.decided = DateEdit(today, today)
        self.first, self.last = DateEdit(today), DateEdit(today)
        need = Need.REQUIRED
        self.reason_row = FormRow("Reason", self.reason, "limits.override_reason", need=need)
        self.who_row = FormRow("Counsel’s name", self.who, "limits.override_who", need=need)
        self.decided_row = FormRow("Decided", self.decided, "limits.override_decided", need=need)
        self.first_row = FormRow("From", self.first, "limits.override_from")
        self.last_row = FormRow("Until", self.last, "limits.override_until")
        self.effect = label("", "small", wrap=True)
        days = QWidget()
        days.setLayout(pair(self.first_row, self.last_row))
        parts = (
            label(entry.title, "section", wrap=True),
            label(f"The law: {law_words(entry)} ({entry.citation}).", wrap=True),
            *self.value.rows, self.reason_row, self.who_row, self.decided_row, days, self.effect,
        )  # fmt: skip
        fields = (*self.value.fields, self.reason, self.who, self.decided, self.first, self.last)
        self.lay_out(parts, fields, "Keep counsel’s word", button("Cancel", on_click=cancel))
        for part in (*self.value.fields, self.first, self.last):
            if isinstance(part, QLineEdit):
                part.textChanged.connect(lambda _text: self._tell())
        for choice in self.value.choices:
            choice.currentIndexChanged.connect(lambda _at: self._tell())
        self._tell()

    def _tell(self) -> None:
        """Say what would hold instead of the law, and for what is made when."""
        self.value.show_amount()
        word = self._word()
        said = "" if word is None else _effect(word, self._entry)
        self.effect.setText(said)
        set_shown(self.effect, shown=bool(said))

    def _word(self) -> Override | None:
        if self.value.problem:
            return None
        return Override(
            rule=self._entry.rule, reason=self.reason.text().strip(), who=self.who.text().strip(),
            decided_on=self.decided.day or self._today, since=self.first.day, until=self.last.day,
            cents=self.value.cents, verdict=self.value.verdict, time=self.value.time,
        )  # fmt: skip

    def save(self) -> None:
        """Hand over the word if it says something, else say what is missing at its field."""
        first, last = self.first, self.last
        turned = first.day and last.day and last.day < first.day
        rows = (
            (self.value.place, self.value.problem),
            (self.reason_row, "" if self.reason.text().strip() else "Say why counsel decided so."),
            (self.who_row, "" if self.who.text().strip() else "Name who decided it."),
            (self.decided_row, self.decided.problem),
            (self.first_row, first.problem if first.text().strip() else ""),
            (self.last_row, "It would end before it begins." if turned
             else last.problem if last.text().strip() else ""),
        )  # fmt: skip
        word = self._word()
        if self.go_to_first(rows) and word is not None and self.save_button.isEnabled():
            self.save_button.setEnabled(False)
            self._save(word)


class _Value:
    """The fields of what holds instead: by the sort of rule an amount, a verdict, or a time."""

    def __init__(self, entry: RuleEntry) -> None:
        self._kind, self._rule = entry.kind, entry.rule
        self.amount, self.typed_time = MoneyEdit(), QLineEdit()
        self.choice = combo()
        need = Need.REQUIRED
        if entry.kind == FLOW:
            for code, (words, _tone) in VERDICT_CHIPS.items():
                self.choice.addItem(words, code)
            self.place = FormRow("It may pass", self.choice, "limits.override_verdict", need=need)
            self.fields: tuple[QWidget, ...] = (self.choice,)
            self.rows: tuple[FormRow, ...] = (self.place,)
        elif entry.kind == CLOCK:
            self.typed_time.setPlaceholderText(clock(entry.rule).time)
            self.place = FormRow("Time", self.typed_time, "limits.override_time", need=need)
            self.fields, self.rows = (self.typed_time,), (self.place,)
        else:
            self.choice.addItem("An amount", AMOUNT)
            self.choice.addItem("No amount: it is lifted", LIFTED)
            whether = FormRow("Counsel sets", self.choice, "limits.override_lifted")
            self.place = FormRow("Amount", self.amount, "limits.override_amount", need=need)
            self.fields, self.rows = (self.choice, self.amount), (whether, self.place)

    @property
    def choices(self) -> Sequence[QComboBox]:
        """The combo boxes among the fields."""
        return [self.choice] if self.choice.count() else []

    def show_amount(self) -> None:
        """Ask for an amount only where there is one."""
        if self._kind not in (FLOW, CLOCK):
            set_shown(self.place, shown=not self._lifted)

    @property
    def _lifted(self) -> bool:
        return str(self.choice.currentData()) == LIFTED

    @property
    def problem(self) -> str:
        """What is wrong with the value; empty when it can hold."""
        if self._kind == FLOW:
            return ""
        if self._kind == CLOCK:
            return self._time_problem()
        if self._lifted:
            return ""
        below = self.amount.cents is not None and self.amount.cents < 0
        return "An amount cannot be below zero." if below else self.amount.problem

    def _time_problem(self) -> str:
        try:
            with_time(clock(self._rule), self.typed_time.text())
        except BadInput as problem:
            return str(problem)
        return ""

    @property
    def cents(self) -> int | None:
        """The amount in cents; None where it is lifted or no matter of an amount."""
        return None if self._kind in (FLOW, CLOCK) or self._lifted else self.amount.cents

    @property
    def verdict(self) -> str:
        """The verdict, of a flow."""
        return str(self.choice.currentData()) if self._kind == FLOW else ""

    @property
    def time(self) -> str:
        """The time, of a clock, as it is kept."""
        if self._kind != CLOCK or self._time_problem():
            return ""
        return with_time(clock(self._rule), self.typed_time.text()).time


def _effect(word: Override, entry: RuleEntry) -> str:
    spans = bool(word.since or word.until)
    when = days_words(word.since, word.until) if spans else "whenever it is made"
    return (
        f"Instead of {law_words(entry)} holds: {value_words(word)}, {when}. Every form and every"
        " room goes by it and says that it is counsel’s."
    )


@dataclass(frozen=True)
class Withdrawal:
    """That a word of counsel no longer holds: its last day, and why."""

    last_day: date
    why: str


class WithdrawForm(_CounselForm):
    """Lets a word of counsel hold no longer; ``save`` is handed the last day and the reason."""

    def __init__(
        self,
        title: str,
        word: Override,
        today: date,
        save: Callable[[Withdrawal], None],
        cancel: Callable[[], None],
    ) -> None:
        super().__init__()
        self._save = save
        coming = word.since is not None and word.since > today
        last = word.since - timedelta(days=1) if coming and word.since else today
        self.last, self.why = DateEdit(today, last), QLineEdit()
        need = Need.REQUIRED
        self.last_row = FormRow("Last day", self.last, "limits.withdraw_last", need=need)
        self.why_row = FormRow("Why", self.why, "limits.withdraw_why", need=need)
        held = days_words(word.since, word.until)
        parts = (
            label(title, "section", wrap=True),
            label(f"Counsel’s word: {value_words(word)}, {held}.", wrap=True),
            label(f"{word.words}.", "small", wrap=True),
            self.last_row, self.why_row,
            label("What was decided under it stays as it is, and the word stays in the history.",
                  "small", wrap=True),
        )  # fmt: skip
        fields = (self.last, self.why)
        self.lay_out(parts, fields, "Withdraw it", button("Cancel", on_click=cancel))

    def save(self) -> None:
        """Hand it over if day and reason are there, else say what is missing."""
        why = self.why.text().strip()
        rows = (
            (self.last_row, self.last.problem),
            (self.why_row, "" if why else "Say why it no longer holds."),
        )
        if self.go_to_first(rows) and self.last.day is not None and self.save_button.isEnabled():
            self.save_button.setEnabled(False)
            self._save(Withdrawal(self.last.day, why))
