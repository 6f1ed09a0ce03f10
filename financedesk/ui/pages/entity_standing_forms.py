"""The forms of dated facts: a status or limit group, and an entry of the independence file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from financedesk.errors import FinanceDeskError
from financedesk.ledger.entity_standing import DatedFact
from financedesk.ledger.independence import IndependenceFacts
from financedesk.rules.independence import AGAINST, FOR, topics
from financedesk.ui.pages.entity_form import ENTER
from financedesk.ui.widgets import Banner, FormRow, button, column, label, row
from financedesk.ui.widgets.build import combo
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.form_row import Need, pair

_WEIGHS = ((AGAINST, "Against independence"), (FOR, "For independence"))


@dataclass(frozen=True)
class FormActs:
    """What becomes of a form: saved, left, or its entry deleted (None for a new one)."""

    cancel: Callable[[], None]
    delete: Callable[[], None] | None = None


class FactForm(QWidget):
    """What both forms share: two days, buttons, Enter, and what the ledger refuses."""

    def __init__(self, today: date, acts: FormActs) -> None:
        super().__init__()
        self.problem = Banner("", "bad")
        self.first, self.last = DateEdit(today), DateEdit(today)
        self.first_row = FormRow("First day", self.first, "entities.fact_from")
        self.last_row = FormRow("Last day", self.last, "entities.fact_to")
        self.save_button = button("Save", "primary", on_click=self.save)
        self.cancel_button = button("Cancel", on_click=acts.cancel)
        self.delete_button = button("Delete", icon="trash-2", on_click=acts.delete or acts.cancel)
        self._may_delete = acts.delete is not None

    def lay_out(self, rows: Sequence[QWidget], fields: Sequence[QWidget]) -> None:
        """Lay rows below each other, days and buttons last; fields in the order of Tab."""
        body = column(self.problem, *rows, spacing=12, margins=(20, 14, 20, 20))
        body.addLayout(pair(self.first_row, self.last_row))
        buttons = row(self.save_button, self.cancel_button, None)
        if self._may_delete:
            buttons.addWidget(self.delete_button)
        else:
            self.delete_button.hide()
        body.addLayout(buttons)
        body.addWidget(label("Enter saves · Esc leaves it as it was", "caption"))
        body.addStretch(1)
        self.setLayout(body)
        self.fields = (*fields, self.first, self.last, self.save_button)
        for before, after in pairwise(self.fields):
            QWidget.setTabOrder(before, after)

    def show_days(self, from_date: str, to_date: str) -> None:
        """Fill the days in."""
        for field, words in ((self.first, from_date), (self.last, to_date)):
            if words:
                field.set_day(date.fromisoformat(words))

    @property
    def days(self) -> tuple[str, str]:
        """The days as text, empty where none is."""
        first, last = self.first.day, self.last.day
        return (first.isoformat() if first else "", last.isoformat() if last else "")

    def days_are_right(self) -> bool:
        """Say what is wrong with the days; empty ones are an open end."""
        for place, field in ((self.first_row, self.first), (self.last_row, self.last)):
            place.say(field.problem if field.text().strip() else "")
        return not (self.first_row.message or self.last_row.message)

    def refuse(self, error: FinanceDeskError) -> None:
        """Say why the ledger did not take it; everything that was typed stays."""
        self.problem.say(str(error), "bad")
        self.save_button.setEnabled(True)
        self.fields[0].setFocus()

    def save(self) -> None:
        """Hand over what was typed if it is complete, else say what is missing."""
        self.problem.say("")
        wrong = self.missing()
        if not self.days_are_right():
            wrong = wrong or (self.first if self.first_row.message else self.last)
        if wrong is not None:
            wrong.setFocus()
        elif self.save_button.isEnabled():
            self.save_button.setEnabled(False)
            self.hand_over()

    def missing(self) -> QWidget | None:
        """Say what is missing and return the field that it is missing in."""
        return None

    def hand_over(self) -> None:
        """Give the facts to whoever writes them."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves, from whichever field."""
        if Qt.Key(event.key()) in ENTER:
            self.save()
        else:
            super().keyPressEvent(event)


class StandingForm(FactForm):
    """Takes a status (chosen from ``choices``) or, without choices, the name of a limit group."""

    def __init__(
        self,
        choices: Sequence[tuple[str, str]],
        today: date,
        save: Callable[[DatedFact], None],
        acts: FormActs,
        before: DatedFact | None = None,
    ) -> None:
        super().__init__(today, acts)
        self._save, self._is_status = save, bool(choices)
        self.status, self.group = combo(), QLineEdit()
        for code, words in choices:
            self.status.addItem(words, code)
        self.basis, self.counsel = QLineEdit(), QLineEdit()
        if self._is_status:
            self.group.hide()
            self.word_row = FormRow("Status", self.status, "entities.status", need=Need.REQUIRED)
        else:
            self.status.hide()
            self.word_row = FormRow(
                "Limit group", self.group, "entities.shared_group", need=Need.REQUIRED
            )
        need = Need.REQUIRED if self._is_status else Need.OPTIONAL
        self.basis_row = FormRow("Basis", self.basis, "entities.basis", need=need)
        counsel = FormRow("Counsel’s note", self.counsel, "entities.counsel_note")
        word = self.status if self._is_status else self.group
        self.lay_out((self.word_row, self.basis_row, counsel), (word, self.basis, self.counsel))
        if before is not None:
            self._fill(before)

    def _fill(self, before: DatedFact) -> None:
        if self._is_status and self.status.findData(before.word) < 0:
            self.status.addItem(before.word, before.word)
        self.status.setCurrentIndex(self.status.findData(before.word))
        self.group.setText(before.word)
        self.basis.setText(before.basis)
        self.counsel.setText(before.counsel_note)
        self.show_days(before.from_date, before.to_date)

    def missing(self) -> QWidget | None:
        """Ask for the group's name, or for what a status rests on."""
        word = self.status.currentData() if self._is_status else self.group.text().strip()
        self.word_row.say("" if word else "Name the group in one word.")
        needs_basis = self._is_status and not self.basis.text().strip()
        self.basis_row.say("Say what the status rests on." if needs_basis else "")
        if not word:
            return self.group
        return self.basis if needs_basis else None

    def hand_over(self) -> None:
        """Give the dated fact to whoever writes it."""
        word = str(self.status.currentData()) if self._is_status else self.group.text()
        first, last = self.days
        self._save(
            DatedFact(
                word=word, from_date=first, to_date=last, basis=self.basis.text(),
                counsel_note=self.counsel.text(),
            )
        )  # fmt: skip


class IndependenceForm(FactForm):
    """Takes an entry of the independence file."""

    def __init__(
        self,
        today: date,
        save: Callable[[IndependenceFacts], None],
        acts: FormActs,
        before: IndependenceFacts | None = None,
    ) -> None:
        super().__init__(today, acts)
        self._save = save
        self.topic, self.weighs = combo(), combo()
        for code, found in topics().items():
            self.topic.addItem(found.label, code)
        for code, words in _WEIGHS:
            self.weighs.addItem(words, code)
        self.facts, self.concerning = QLineEdit(), QLineEdit()
        self.source, self.note = QLineEdit(), QLineEdit()
        self.asks = label("", "small", wrap=True)
        self.facts_row = FormRow("Facts", self.facts, "entities.fact", need=Need.REQUIRED)
        rows = (
            FormRow("Topic", self.topic, "entities.fact_topic"), self.asks,
            FormRow("It speaks", self.weighs, "entities.fact_weighs"), self.facts_row,
            FormRow("Candidate or party", self.concerning, "entities.fact_concerning"),
            FormRow("Source", self.source, "entities.fact_source"),
            FormRow("Note", self.note, "entities.fact_note"),
        )  # fmt: skip
        fields = (self.topic, self.weighs, self.facts, self.concerning, self.source, self.note)
        self.lay_out(rows, fields)
        if before is not None:
            self._fill(before)
        self.topic.currentIndexChanged.connect(lambda _at: self._show_asks())
        self._show_asks()

    def _fill(self, before: IndependenceFacts) -> None:
        self.topic.setCurrentIndex(self.topic.findData(before.topic))
        self.weighs.setCurrentIndex(self.weighs.findData(before.weighs))
        for field, words in (
            (self.facts, before.facts), (self.concerning, before.concerning),
            (self.source, before.source), (self.note, before.note),
        ):  # fmt: skip
            field.setText(words)
        self.show_days(before.from_date, before.to_date)

    def _show_asks(self) -> None:
        found = topics()[str(self.topic.currentData())]
        self.asks.setText(f"{found.asks} ({found.citation})")

    def missing(self) -> QWidget | None:
        """Ask for the facts."""
        self.facts_row.say("" if self.facts.text().strip() else "Write down what is the case.")
        return self.facts if self.facts_row.message else None

    def hand_over(self) -> None:
        """Give the entry to whoever writes it."""
        first, last = self.days
        self._save(
            IndependenceFacts(
                topic=str(self.topic.currentData()), weighs=str(self.weighs.currentData()),
                facts=self.facts.text(), concerning=self.concerning.text(),
                source=self.source.text(), note=self.note.text(), from_date=first, to_date=last,
            )
        )  # fmt: skip
