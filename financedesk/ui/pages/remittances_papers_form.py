"""The form of a paper on remittances: which one, of whom, of which months or day, in which form."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QComboBox, QLineEdit

from financedesk.errors import BadInput
from financedesk.remittances.paper_kinds import CSV, PAPERS, PDF, WORKBOOK, PaperKind
from financedesk.reports.remittance_papers import Asked
from financedesk.rules.dates import last_of_month, parse_month
from financedesk.ui.pages.drawer_form import (
    DrawerForm,
    Fault,
    FormActs,
    needs_day,
    needs_month,
)
from financedesk.ui.widgets import FormRow, label
from financedesk.ui.widgets.build import combo, set_shown
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.form_row import Need

ALL = "All of them, in one document"
ENDINGS = {PDF: "PDF, to print and send", WORKBOOK: "Workbook", CSV: "CSV file"}
DAY, MONTH, MONTHS = "day", "month", "months"


@dataclass(frozen=True)
class Named:
    """An official to choose from."""

    official_id: int
    name: str
    reference: str


@dataclass(frozen=True)
class Wanted:
    """What the form asks for: the paper's code, of what, and the ending of its file."""

    code: str
    asked: Asked
    ending: str


@dataclass(frozen=True)
class Beginning:
    """What the form begins with: the entity, its officials, and what is in front."""

    keeper_id: int
    officials: Sequence[Named]
    code: str = ""
    official_id: int = 0


class PapersForm(DrawerForm):
    """Takes what a paper needs to be told; ``save`` is handed it when it is complete."""

    def __init__(
        self,
        beginning: Beginning,
        today: date,
        save: Callable[[Wanted], None],
        cancel: Callable[[], None],
    ) -> None:
        super().__init__(today, FormActs(cancel), "Save as…")
        self._save, self._beginning = save, beginning
        self.paper, self.official, self.ending = combo(), combo(), combo()
        self.month, self.first, self.last = QLineEdit(), QLineEdit(), QLineEdit()
        self.day = DateEdit(today, today)
        self.words = label("", "small", wrap=True)
        self._rows()
        self._begin()
        self.paper.currentIndexChanged.connect(lambda _at: self._chosen())
        self.official.currentIndexChanged.connect(lambda _at: self._offer_endings())

    def _rows(self) -> None:
        need = Need.REQUIRED
        self.paper_row = FormRow("Paper", self.paper, "papers.paper")
        self.official_row = FormRow("Official", self.official, "papers.official")
        self.month_row = FormRow("Month", self.month, "papers.month", need=need)
        self.first_row = FormRow("From month", self.first, "papers.first", need=need)
        self.last_row = FormRow("To month", self.last, "papers.last", need=need)
        self.day_row = FormRow("As of", self.day, "papers.day", need=need)
        self.ending_row = FormRow("File", self.ending, "papers.file")
        self.lay_out(
            self.paper_row, self.words, self.official_row, self.month_row,
            (self.first_row, self.last_row), self.day_row, self.ending_row,
        )  # fmt: skip

    def _begin(self) -> None:
        for one in PAPERS.values():
            if self._beginning.officials or not one.of_one:
                self.paper.addItem(one.name, one.code)
        self.paper.setCurrentIndex(max(0, self.paper.findData(self._beginning.code)))
        this = f"{self.today:%Y-%m}"
        self.month.setText(this)
        self.first.setText(f"{self.today.year}-01")
        self.last.setText(this)
        self.day.set_day(self.today)
        self._chosen()

    @property
    def kind(self) -> PaperKind:
        """The paper that is chosen."""
        return PAPERS[self.paper.currentData()]

    def _chosen(self) -> None:
        kind = self.kind
        self.words.setText(kind.words)
        set_shown(self.official_row, shown=kind.of_one)
        set_shown(self.month_row, shown=kind.wants == MONTH)
        for one in (self.first_row, self.last_row):
            set_shown(one, shown=kind.wants == MONTHS)
        set_shown(self.day_row, shown=kind.wants == DAY)
        named = [(f"{one.name} ({one.reference})", one.official_id)
                 for one in self._beginning.officials]  # fmt: skip
        chosen = self.official.currentData()
        _offer(
            self.official, [*([(ALL, 0)] if kind.of_all else []), *named],
            self._beginning.official_id if chosen is None else chosen,
        )  # fmt: skip
        self._offer_endings()

    def _offer_endings(self) -> None:
        """Offer the files that the paper can be: those of all officials are one document."""
        kind = self.kind
        endings = (PDF,) if self.of_all else kind.endings
        _offer(self.ending, [(ENDINGS[one], one) for one in endings], self.ending.currentData())
        set_shown(self.ending_row, shown=len(endings) > 1)

    @property
    def of_all(self) -> bool:
        """Whether it is to be of every official."""
        return self.kind.of_all and self.official.currentData() == 0

    def problems(self) -> tuple[Fault, ...]:
        """Return what is missing or wrong, row by row."""
        if self.kind.wants == DAY:
            return (needs_day(self.day_row, self.day),)
        if self.kind.wants == MONTH:
            return (needs_month(self.month_row, self.month),)
        return (
            needs_month(self.first_row, self.first), needs_month(self.last_row, self.last),
            (self.last_row, self._last_problem()),
        )  # fmt: skip

    def _last_problem(self) -> str:
        first, last = _month(self.first), _month(self.last)
        if last is None:
            return "Enter a month such as 2026-03."
        if first is not None and last < first:
            return "The last month comes before the first one."
        return "" if last <= self.today else "This month has not come yet."

    def hand_over(self) -> None:
        """Give what is wanted to whoever writes it."""
        self._save(Wanted(self.kind.code, self._asked(), str(self.ending.currentData())))

    def _asked(self) -> Asked:
        kind = self.kind
        official = int(self.official.currentData()) if kind.of_one else 0
        on, first, last = self.today, None, None
        if kind.wants == DAY:
            on = self.day.day or self.today
        elif kind.wants == MONTH:
            first = last = _month(self.month)
        else:
            first, last = _month(self.first), _month(self.last)
            on = min(self.today, last_of_month(last or self.today))
        return Asked(
            keeper_id=self._beginning.keeper_id, on=on, official_id=official, first=first,
            last=last,
        )  # fmt: skip

    def again(self) -> None:
        """Let it be saved once more, as when no place was chosen."""
        self.save_button.setEnabled(True)


def _offer(field: QComboBox, choices: Sequence[tuple[str, object]], chosen: object) -> None:
    """Put choices into a field, and choose what was chosen before if it is among them."""
    field.blockSignals(True)  # noqa: FBT003 - Qt takes no names
    field.clear()
    for words, value in choices:
        field.addItem(words, value)
    field.setCurrentIndex(max(0, field.findData(chosen)))
    field.blockSignals(False)  # noqa: FBT003


def _month(field: QLineEdit) -> date | None:
    try:
        return parse_month(field.text())
    except BadInput:
        return None
