"""The forms of dated facts: a status or limit group, and an entry of the independence file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QLineEdit, QWidget

from financedesk.ledger.entity_standing import DatedFact
from financedesk.ledger.independence import IndependenceFacts
from financedesk.rules.independence import AGAINST, FOR, topics
from financedesk.ui.widgets import FormRow, button, column, label, row
from financedesk.ui.widgets.build import combo
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.enter_form import SavingForm
from financedesk.ui.widgets.form_row import Need, pair

_WEIGHS = ((AGAINST, "Against independence"), (FOR, "For independence"))


@dataclass(frozen=True)
class FormActs:
    """What becomes of a form: saved, left, or its entry deleted (None for a new one)."""

    cancel: Callable[[], None]
    delete: Callable[[], None] | None = None


class FactForm(SavingForm):
    """What both forms share: two days, buttons, Enter, and what the ledger refuses."""

    def __init__(self, today: date, acts: FormActs) -> None:
        super().__init__()
        self.first, self.last = DateEdit(today), DateEdit(today)
        self.first_row = FormRow("First day", self.first, "entities.fact_from")
        self.last_row = FormRow("Last day", self.last, "entities.fact_to")
        self.cancel_button = button("Cancel", on_click=acts.cancel)
        self.delete_button = button("Delete", icon="trash-2", on_click=acts.delete or acts.cancel)
        self._may_delete = acts.delete is not None
        self._fields: tuple[QWidget, ...] = ()

    @property
    def fields(self) -> Sequence[QWidget]:
        """The fields in the order in which Tab reaches them."""
        return self._fields

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
        self._fields = (*fields, self.first, self.last, self.save_button)
        self.set_tab_order()

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

    def problems(self) -> Sequence[tuple[FormRow, str]]:
        """Return what is missing, and what is wrong with the days; an empty one is an open end."""
        days = ((self.first_row, self.first), (self.last_row, self.last))
        return (
            *self.missing(),
            *((place, field.problem if field.text().strip() else "") for place, field in days),
        )

    def missing(self) -> Sequence[tuple[FormRow, str]]:
        """Return what the form cannot do without."""
        return ()


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

    def missing(self) -> Sequence[tuple[FormRow, str]]:
        """Ask for the group's name, or for what a status rests on."""
        word = self.status.currentData() if self._is_status else self.group.text().strip()
        needs_basis = self._is_status and not self.basis.text().strip()
        return (
            (self.word_row, "" if word else "Name the group in one word."),
            (self.basis_row, "Say what the status rests on." if needs_basis else ""),
        )

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

    def missing(self) -> Sequence[tuple[FormRow, str]]:
        """Ask for the facts."""
        told = bool(self.facts.text().strip())
        return ((self.facts_row, "" if told else "Write down what is the case."),)

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
