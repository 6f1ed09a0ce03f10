"""The forms of steps about an open pledge: the step itself, an answer, a plan not kept, counsel."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit

from financedesk.remittances.escalation import StepTaken
from financedesk.rules.escalation import ANSWERS, EscalationStep
from financedesk.rules.limits import Override
from financedesk.rules.pledges import Ruling, author_roles
from financedesk.ui.formatting import day as in_words
from financedesk.ui.pages.drawer_form import (
    DrawerForm,
    Fault,
    FormActs,
    may_have_day,
    needs_day,
    needs_words,
)
from financedesk.ui.widgets import Banner, FormRow, label
from financedesk.ui.widgets.build import allow, combo
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.form_row import Need

_TEXT_HEIGHT = 150


class TakeStepForm(DrawerForm):
    """Takes one step; whether it may be, and by what law, is said before it is saved.

    ``ask(step, federal)`` is called when something was changed; ``show_ruling`` takes the answer.
    """

    def __init__(
        self,
        official_id: int,
        step: EscalationStep,
        today: date,
        ask: Callable[[StepTaken, bool], None],
        save: Callable[[StepTaken, bool], None],
        acts: FormActs,
    ) -> None:
        super().__init__(today, acts, "Take the step")
        self._official_id, self._step = official_id, step
        self._ask, self._save = ask, save
        self.role, self.who = combo(), QLineEdit()
        for code in step.by:
            self.role.addItem(author_roles()[code].capitalize(), code)
        self.federal = QCheckBox("Holds or seeks federal office")
        self.day, self.address = DateEdit(today, today), QLineEdit()
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(_TEXT_HEIGHT)
        self.text.setPlaceholderText(step.says)
        self.verdict = Banner()
        self._rows()
        self._connect()

    def _rows(self) -> None:
        need = Need.REQUIRED
        self.role_row = FormRow("Who does it", self.role, "escalation.role")
        self.who_row = FormRow("Name", self.who, "escalation.who", need=need)
        self.day_row = FormRow("Day", self.day, "escalation.day", need=need)
        self.address_row = FormRow("Sent to", self.address, "escalation.address")
        self.text_row = FormRow("Words", self.text, "escalation.text", need=need)
        said = [label(self._step.says, wrap=True)] if self._step.says else []
        if self._step.says_not:
            said.append(label(self._step.says_not, "small", wrap=True))
        self.lay_out(
            label(self._step.label, "section", wrap=True), *said, (self.role_row, self.day_row),
            self.who_row, self.federal, self.address_row, self.text_row, self.verdict,
        )  # fmt: skip

    def _connect(self) -> None:
        self.role.currentIndexChanged.connect(lambda _at: self.ask_now())
        self.federal.toggled.connect(lambda _on: self.ask_now())
        for field in (self.day, self.who, self.address):
            field.textChanged.connect(lambda _text: self.ask_now())
        self.text.textChanged.connect(self.ask_now)

    def _taken(self) -> StepTaken | None:
        if self.day.day is None:
            return None
        return StepTaken(
            official_id=self._official_id, step=self._step.code, on_date=self.day.day,
            role=str(self.role.currentData()), who=self.who.text().strip(),
            address=self.address.text().strip(), text=self.text.toPlainText().strip(),
        )  # fmt: skip

    def ask_now(self) -> None:
        """Ask whether the step may be taken as it stands here."""
        fact = self._taken()
        if fact is not None:
            self._ask(fact, self.federal.isChecked())

    def show_ruling(self, ruling: Ruling) -> None:
        """Say that it may be taken, or why not and by what law."""
        said = f"It may be taken. [{ruling.citation}]" if ruling.allowed else ruling.words
        self.verdict.say(said, "ok" if ruling.allowed else "bad")
        allow(self.save_button, "" if ruling.allowed else ruling.words)

    def problems(self) -> tuple[Fault, ...]:
        """Return what is missing or wrong, row by row."""
        empty = not self.text.toPlainText().strip()
        return (
            needs_words(self.who_row, self.who, "Name who does it."),
            needs_day(self.day_row, self.day),
            (self.text_row, "Enter the words, or who spoke and when." if empty else ""),
        )

    def hand_over(self) -> None:
        """Give the step to whoever writes it."""
        fact = self._taken()
        if fact is not None:
            self._save(fact, self.federal.isChecked())


class AnswerForm(DrawerForm):
    """Takes the official's answer to an offer."""

    def __init__(
        self, offered_on: date, today: date, save: Callable[[str, date], None], acts: FormActs
    ) -> None:
        super().__init__(today, acts, "Note the answer")
        self._save = save
        self.answer, self.day = combo(), DateEdit(today, today)
        for code, words in ANSWERS.items():
            self.answer.addItem(words, code)
        self.day_row = FormRow("Answered on", self.day, "escalation.answered_on",
                               need=Need.REQUIRED)  # fmt: skip
        self.lay_out(
            label(f"To the offer of {in_words(offered_on)}", "quiet"),
            (FormRow("Answer", self.answer, "escalation.answer"), self.day_row),
        )  # fmt: skip

    def problems(self) -> tuple[Fault, ...]:
        """Return what is wrong with the day."""
        return (needs_day(self.day_row, self.day),)

    def hand_over(self) -> None:
        """Give the answer to whoever writes it."""
        if self.day.day is not None:
            self._save(str(self.answer.currentData()), self.day.day)


class BrokenForm(DrawerForm):
    """Takes the day from which what was agreed is kept no longer."""

    def __init__(self, today: date, save: Callable[[date], None], acts: FormActs) -> None:
        super().__init__(today, acts)
        self._save = save
        self.day = DateEdit(today, today)
        self.day_row = FormRow("Not kept since", self.day, "escalation.broken_on",
                               need=Need.REQUIRED)  # fmt: skip
        words = "What was agreed, a waiver or a plan, is kept no longer. Talk first: people forget."
        self.lay_out(label(words, "quiet", wrap=True), self.day_row)

    def problems(self) -> tuple[Fault, ...]:
        """Return what is wrong with the day."""
        return (needs_day(self.day_row, self.day),)

    def hand_over(self) -> None:
        """Give the day to whoever writes it."""
        if self.day.day is not None:
            self._save(self.day.day)


class ReleaseForm(DrawerForm):
    """Takes counsel's release of a locked step for one state."""

    def __init__(
        self,
        step: EscalationStep,
        state: str,
        today: date,
        save: Callable[[Override], None],
        acts: FormActs,
    ) -> None:
        super().__init__(today, acts, "Keep counsel’s word")
        self._save = save
        self.who, self.reason = QLineEdit(), QLineEdit()
        self.decided, self.until = DateEdit(today, today), DateEdit(today)
        need = Need.REQUIRED
        self.who_row = FormRow("Counsel’s name", self.who, "escalation.release_who", need=need)
        self.reason_row = FormRow("Reason", self.reason, "escalation.release_reason", need=need)
        self.decided_row = FormRow("Decided", self.decided, "escalation.release_decided", need=need)
        self.until_row = FormRow("Until", self.until, "escalation.release_until")
        self.lay_out(
            label(f"{step.label}, for {state} alone", "section", wrap=True),
            label(f"{step.reason} [{step.citation}]", wrap=True),
            self.who_row, self.reason_row, (self.decided_row, self.until_row),
        )  # fmt: skip

    def problems(self) -> tuple[Fault, ...]:
        """Return what is missing or wrong, row by row."""
        return (
            needs_words(self.who_row, self.who, "Name who decided it."),
            needs_words(self.reason_row, self.reason, "Say why counsel decided so."),
            needs_day(self.decided_row, self.decided),
            may_have_day(self.until_row, self.until),
        )

    def hand_over(self) -> None:
        """Give counsel's word to whoever writes it."""
        if self.decided.day is not None:
            self._save(
                Override(
                    rule="", reason=self.reason.text().strip(), who=self.who.text().strip(),
                    decided_on=self.decided.day, until=self.until.day,
                )
            )  # fmt: skip
