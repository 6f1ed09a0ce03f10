"""What the columns of a bank's table hold, where its names do not say: chosen one by one.

The lines are read anew by what was chosen; nothing of it is guessed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from financedesk.intake.asking import DAY, DAY_ORDER, IN, MINUS, MONTH, OUT
from financedesk.intake.csv_table import plain_name
from financedesk.intake.days import DAY_FIRST, MONTH_FIRST
from financedesk.intake.dialect import FoundColumn, FoundTable
from financedesk.intake.proposing import Sample, played_once, proved_order, read_sample
from financedesk.intake.statements import Said, SaidTable
from financedesk.intake.statements.csv_columns import ROLES
from financedesk.ui.models import Column as Shown
from financedesk.ui.models import ListTableModel, Look
from financedesk.ui.pages.imports_work import Options
from financedesk.ui.theme import current_theme
from financedesk.ui.widgets import Banner, DataTable, FormRow, button, column, row
from financedesk.ui.widgets.build import combo

_NOTHING = "Nothing that is kept"
_WORDS: Mapping[str, str] = {
    "day": "Day it was booked",
    "value_day": "Day it counts from",
    "amount": "Amount, in and out",
    "debit": "Money out",
    "credit": "Money in",
    "balance": "Balance after it",
    "payee": "Who",
    "memo": "What for",
    "check": "Check number",
    "kind": "Debit or credit, in words",
    "status": "Booked or pending",
    "currency": "Currency",
    "reference": "The bank’s reference",
    "account": "Number of the account",
}
_READ_AS: Mapping[str, str] = {
    "day": "day", "value_day": "day", "amount": "amount", "debit": "amount", "credit": "amount",
    "balance": "amount",
}  # fmt: skip
"""Which role of a gift's table is read alike."""
_ORDERS = (("As the file proves", ""), ("Month first", MONTH), ("Day first", DAY))
_MINUSES = (("As the file proves", ""), ("Money out", OUT), ("Money in", IN))
_MOST_ROWS = 8
_KEYS = "Enter on a column chooses what it holds"


@dataclass(frozen=True)
class FoundBankTable:
    """A table that is said to be a bank's; ``why`` it cannot be read without its columns."""

    path: Path
    table: FoundTable
    why: str
    options: Options


@dataclass(frozen=True)
class _Line:
    found: FoundColumn
    holds: str
    read: Sample

    @property
    def name(self) -> str:
        return self.found.name.strip() or f"Column {self.found.place}"


_COLUMNS: tuple[Shown[_Line], ...] = (
    Shown("name", "Column", lambda one: one.name, Look.STRONG, 190, least=120, sortable=False),
    Shown("samples", "In the first rows", lambda one: " · ".join(one.found.samples), Look.QUIET,
          260, stretch=True, least=120, sortable=False,
          tip=lambda one: "\n".join(one.found.samples)),
    Shown("holds", "Holds", lambda one: one.holds, Look.TEXT, 180, least=130, sortable=False),
    Shown("read", "Read as", lambda one: one.read.words, Look.CHIP, 230, least=150, sortable=False,
          tone=lambda one: "ok" if one.read.is_clear else "bad", tip=lambda one: one.read.words),
)  # fmt: skip


class BankColumnsPanel(QWidget):
    """Lists a bank's columns; ``changed`` follows every choice, ``gifts_said`` when it is none."""

    changed = Signal()
    gifts_said = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.found: FoundBankTable | None = None
        self._roles: dict[int, str] = {}
        self.banner, self.problem = Banner(), Banner()
        self.model: ListTableModel[_Line] = ListTableModel(_COLUMNS)
        self.table = DataTable("Columns of the statement", self.model, selection_bar=False)
        self.role, self.day_order, self.minus = combo(), combo(), combo()
        self.role.addItem(_NOTHING, "")
        for code in ROLES:
            self.role.addItem(_WORDS[code], code)
        for box, choices in ((self.day_order, _ORDERS), (self.minus, _MINUSES)):
            for words, value in choices:
                box.addItem(words, value)
        self.gifts = button("It is a table of gifts", "link", on_click=self.gifts_said.emit)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        fields = row(spacing=16)
        for part in (
            FormRow("The chosen column holds", self.role, "imports.bank_role", hint=_KEYS),
            FormRow("Dates", self.day_order, "imports.day_order"),
            FormRow("A minus is", self.minus, "imports.minus"),
        ):
            fields.addWidget(part, 1, Qt.AlignmentFlag.AlignTop)
        body = column(self.banner, row(None, self.gifts), self.table, spacing=12)
        body.addLayout(fields)
        body.addWidget(self.problem)
        self.setLayout(body)

    def _connect(self) -> None:
        self.table.row_opened.connect(lambda _row: self.role.setFocus())
        self.table.view.selectionModel().currentRowChanged.connect(lambda _now, _was: self._at())
        self.role.activated.connect(lambda _at: self._hold(str(self.role.currentData())))
        for box in (self.day_order, self.minus):
            box.activated.connect(lambda _at: self._show())

    # --- what is shown

    def show_found(self, found: FoundBankTable) -> None:
        """Show the columns of another file, with the roles that their names propose."""
        self.found = found
        self._roles = _proposed(found.table.columns)
        self.banner.say(found.why, "info")
        for box in (self.day_order, self.minus):
            box.setCurrentIndex(0)
        scale, rows = current_theme().scale, min(_MOST_ROWS, len(found.table.columns))
        self.table.setMinimumHeight(scale.header_row + rows * scale.row + 2)
        self._show()
        self.table.view.selectRow(0)

    def _show(self) -> None:
        if self.found is None:
            return
        place = max(0, self.table.view.currentIndex().row())
        self.model.show([self._line(one) for one in self.found.table.columns])
        self.table.view.selectRow(place)
        self.problem.say("\n".join(self._missing()), "warn")
        self.changed.emit()

    def _line(self, found: FoundColumn) -> _Line:
        role = self._roles.get(found.place, "")
        if not role:
            return _Line(found, "—", Sample("", is_clear=True))
        chosen = {DAY: DAY_FIRST, MONTH: MONTH_FIRST}.get(str(self.day_order.currentData()), "")
        order = chosen or proved_order(found.samples)
        read = [
            read_sample(_READ_AS.get(role, "page"), text, day_order=order) for text in found.samples
        ]
        unclear = next((one for one in read if not one.is_clear), None)
        shown = unclear or (read[0] if read else Sample("no cell is filled", is_clear=True))
        return _Line(found, _WORDS[role], shown)

    def _at(self) -> None:
        line = self.model.row_at(self.table.view.currentIndex().row())
        if line is not None:
            self.role.setCurrentIndex(self.role.findData(self._roles.get(line.found.place, "")))

    # --- what is chosen

    def _hold(self, role: str) -> None:
        line = self.model.row_at(self.table.view.currentIndex().row())
        if line is None:
            return
        self._roles = played_once(self._roles, line.found.place, role)
        self._show()
        self.table.view.setFocus()

    def _missing(self) -> Iterator[str]:
        held = set(self._roles.values())
        if "day" not in held:
            yield "Choose which column has the day on which a line was booked."
        if "amount" not in held and not {"debit", "credit"} <= held:
            yield "Choose which column has the amount, or one for money out and one for money in."

    @property
    def is_complete(self) -> bool:
        """Whether what is chosen can be tried."""
        return self.found is not None and not any(self._missing())

    def options(self) -> Options:
        """Return how the file is to be read by what was chosen."""
        found = self.found
        if found is None:
            return Options()
        table = SaidTable(
            {role: place for place, role in sorted(self._roles.items())},
            found.table.header_line, found.table.delimiter,
        )  # fmt: skip
        said: Said = replace(
            found.options.said, encoding=found.options.encoding, sheet=found.options.sheet,
            table=table, day_first=None, minus_is_out=None,
        )  # fmt: skip
        for option, box in ((DAY_ORDER, self.day_order), (MINUS, self.minus)):
            if value := str(box.currentData()):
                said = said.answered(option, value)
        return replace(found.options, said=said)


def _proposed(columns: Sequence[FoundColumn]) -> dict[int, str]:
    """Return roles by the columns' places, where a bank's name for it is usual; each once."""
    role_of_name = {name: role for role, names in reversed(ROLES.items()) for name in names}
    found: dict[int, str] = {}
    for one in columns:
        role = role_of_name.get(plain_name(one.name))
        if role is not None and role not in found.values():
            found[one.place] = role
    return found
