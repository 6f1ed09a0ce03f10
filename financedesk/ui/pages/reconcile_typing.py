"""The form of a statement typed from paper: two balances, its lines, and what is still lacking."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QScrollArea, QWidget

from financedesk.ledger.typed_statement import TypedLine, TypedStatement
from financedesk.ui.pages.drawer_form import Fault, needs_day
from financedesk.ui.widgets import FormRow, button, column, label, row
from financedesk.ui.widgets.build import set_shown
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.enter_form import SavingForm
from financedesk.ui.widgets.form_row import Need
from financedesk.ui.widgets.keys import add_keys
from financedesk.ui.widgets.money_edit import MoneyEdit
from financedesk.ui.widgets.pair_strip import DifferenceStrip, StripFigure

_KEYS = (
    "Tab through a line, the next one follows · minus is money out · Ctrl+Enter saves · Esc leaves"
)
_TITLES = ("Day", "Who", "Words", "Check", "Amount")


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a form begins with: the day and balance of the statement before, or the one it says."""

    today: date
    ended_on: str
    ended_cents: int | None
    before: TypedStatement | None


class LineFields:
    """The fields of one line, side by side in the grid of the form."""

    def __init__(self, place: int, today: date, before: TypedLine | None) -> None:
        self.id = before.id if before else None
        self.day = DateEdit(today, date.fromisoformat(before.day) if before else None)
        self.payee, self.memo, self.check = QLineEdit(), QLineEdit(), QLineEdit()
        self.amount = MoneyEdit(before.cents if before else None)
        self.gone = button("", "bare", icon="x", name=f"Delete line {place}")
        if before is not None:
            for field, words in ((self.payee, before.payee), (self.memo, before.memo),
                                 (self.check, before.check)):  # fmt: skip
                field.setText(words)
        for field, title in zip(self.fields, _TITLES, strict=True):
            field.setAccessibleName(f"{title} of line {place}")

    @property
    def fields(self) -> Sequence[QLineEdit]:
        """The fields from left to right."""
        return self.day, self.payee, self.memo, self.check, self.amount

    @property
    def is_empty(self) -> bool:
        """Whether nothing is typed in it."""
        return not any(field.text().strip() for field in self.fields)

    @property
    def problem(self) -> str:
        """What is wrong with it; empty where nothing is."""
        if self.day.day is None:
            return "its day is missing or is none"
        return "" if self.amount.cents else "its amount is missing or is none"

    def line(self) -> TypedLine | None:
        """Return what it says; None while its day is none."""
        if self.day.day is None:
            return None
        return TypedLine(
            id=self.id, day=self.day.day.isoformat(), cents=self.amount.cents or 0,
            payee=self.payee.text(), memo=self.memo.text(), check=self.check.text(),
        )  # fmt: skip


class StatementForm(SavingForm):
    """Takes one statement; a new line follows by itself as soon as the last one is begun."""

    def __init__(
        self,
        beginning: Beginning,
        save: Callable[[TypedStatement], None],
        cancel: Callable[[], None],
        delete: Callable[[], None] | None = None,
    ) -> None:
        super().__init__("Keep the statement")
        self._beginning, self._save = beginning, save
        self._delete = delete
        self.lines: list[LineFields] = []
        self._make_head()
        self.strip = DifferenceStrip("What the lines come to")
        self.delete_button = button("Delete", icon="trash-2", on_click=self._delete_it)
        set_shown(self.delete_button, shown=delete is not None)
        self.cancel_button: QPushButton = button("Cancel", on_click=cancel)
        self._lay_out()
        add_keys(self, {"Esc": cancel, "Ctrl+Return": self.save, "Ctrl+Enter": self.save},
                 inside=True)  # fmt: skip
        before = beginning.before
        for one in before.lines if before else ():
            self.add_line(one)
        self.add_line(None)
        self._add_up()

    def _make_head(self) -> None:
        today, before = self._beginning.today, self._beginning.before
        first = last = None
        opening, closing = self._beginning.ended_cents, None
        if before is not None:
            first, last = (
                date.fromisoformat(before.opening_on),
                date.fromisoformat(before.closing_on),
            )
            opening, closing = before.opening_cents, before.closing_cents
        elif self._beginning.ended_on:
            first = date.fromisoformat(self._beginning.ended_on) + timedelta(days=1)
        self.first, self.last = DateEdit(today, first), DateEdit(today, last)
        self.opening, self.closing = MoneyEdit(opening), MoneyEdit(closing)
        need = Need.REQUIRED
        self.first_row = FormRow("First day", self.first, "reconcile.first_day", need=need)
        self.opening_row = FormRow(
            "Opening balance", self.opening, "reconcile.opening_balance", need=need
        )
        self.last_row = FormRow("Last day", self.last, "reconcile.last_day", need=need)
        self.closing_row = FormRow(
            "Closing balance", self.closing, "reconcile.closing_balance", need=need
        )
        for field in (self.opening, self.closing):
            field.amount_changed.connect(lambda _cents: self._add_up())

    def _lay_out(self) -> None:
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        for place, (title, share) in enumerate(zip(_TITLES, (2, 4, 4, 2, 2), strict=True)):
            self._grid.addWidget(label(title, "small-strong"), 0, place)
            self._grid.setColumnStretch(place, share)
        content = QWidget()
        lines = column(spacing=0)
        lines.addLayout(self._grid)
        lines.addSpacing(8)
        lines.addWidget(label(_KEYS, "caption", wrap=True))
        lines.addStretch(1)
        content.setLayout(lines)
        self.area = QScrollArea()
        self.area.setAccessibleName("Lines of the statement")
        self.area.setWidgetResizable(True)
        self.area.setWidget(content)
        head = row(spacing=12)
        for part in (self.first_row, self.opening_row, self.last_row, self.closing_row):
            head.addWidget(part, 1, Qt.AlignmentFlag.AlignTop)
        body = column(self.problem, spacing=10)
        body.addLayout(head)
        body.addWidget(self.area, 1)
        foot = row(self.save_button, self.cancel_button, self.delete_button, spacing=8)
        foot.addSpacing(16)
        foot.addWidget(self.strip, 1)
        body.addLayout(foot)
        self.setLayout(body)

    # --- lines

    def add_line(self, before: TypedLine | None) -> LineFields:
        """Add a line below the others."""
        place = len(self.lines) + 1
        made = LineFields(place, self._beginning.today, before)
        at = self._grid.rowCount()
        for column_at, field in enumerate(made.fields):
            self._grid.addWidget(field, at, column_at)
        self._grid.addWidget(made.gone, at, len(made.fields))
        made.gone.clicked.connect(lambda _checked=False: self.drop_line(made))
        made.amount.amount_changed.connect(lambda _cents: self._add_up())
        for field in made.fields:
            field.textEdited.connect(lambda _text: self._follow(made))
        self.lines.append(made)
        self._order()
        return made

    def _follow(self, edited: LineFields) -> None:
        """Let an empty line follow the last one as soon as that is begun."""
        if edited is self.lines[-1] and not edited.is_empty:
            self.add_line(None)

    def drop_line(self, gone: LineFields) -> None:
        """Take a line out; the last empty one stays."""
        if len(self.lines) == 1 or (gone is self.lines[-1] and gone.is_empty):
            return
        self.lines.remove(gone)
        for field in (*gone.fields, gone.gone):
            self._grid.removeWidget(field)
            field.hide()
            field.deleteLater()
        self._order()
        self._add_up()
        self.lines[-1].day.setFocus()

    def _order(self) -> None:
        """Let Tab go through the head, line by line, and to the button."""
        self.set_tab_order()

    @property
    def fields(self) -> Sequence[QWidget]:
        """The fields in the order in which Tab reaches them."""
        head = (self.first, self.opening, self.last, self.closing)
        lines = [field for one in self.lines for field in (*one.fields, one.gone)]
        return (*head, *lines, self.save_button, self.cancel_button)

    @property
    def is_begun(self) -> bool:
        """Whether a new statement holds something that was typed."""
        typed = bool(self.last.text() or self.closing.text())
        return self._beginning.before is None and (
            typed or not all(one.is_empty for one in self.lines)
        )

    def focus_first(self) -> None:
        """Take the keyboard to the first field that is empty."""
        head = (self.first, self.opening, self.last, self.closing, self.lines[-1].day)
        empty = (field for field in head if not field.text().strip())
        next(empty, self.lines[-1].day).setFocus()

    # --- what it comes to

    def _add_up(self) -> None:
        opening, closing = self.opening.cents, self.closing.cents
        lines = sum(one.amount.cents or 0 for one in self.lines)
        comes_to = None if opening is None else opening + lines
        lacking = None if closing is None or comes_to is None else closing - comes_to
        self.strip.show_figures(
            (
                StripFigure("Closing balance", closing),
                StripFigure("Opening and lines", comes_to),
                StripFigure(
                    "Lacking", lacking, "" if lacking is None else "warn" if lacking else "ok"
                ),
            )
        )

    def problems(self) -> Sequence[Fault]:
        """Return what is missing in the head; lines are said at the top."""
        return (
            needs_day(self.first_row, self.first),
            (self.opening_row, self.opening.problem),
            needs_day(self.last_row, self.last),
            (self.closing_row, self.closing.problem),
        )

    def save(self) -> None:
        """Hand over what was typed if it is complete, else say what is missing."""
        filled = [(at, one) for at, one in enumerate(self.lines, start=1) if not one.is_empty]
        wrong = next(((at, one) for at, one in filled if one.problem), None)
        if wrong is not None:
            at, one = wrong
            self.problem.say(f"Line {at}: {one.problem}.", "bad")
            (one.day if one.day.day is None else one.amount).setFocus()
            return
        super().save()

    def hand_over(self) -> None:
        """Give the statement to whoever writes it."""
        first, last = self.first.day, self.last.day
        if first is None or last is None:
            return
        lines = [one.line() for one in self.lines if not one.is_empty]
        self._save(
            TypedStatement(
                opening_on=first.isoformat(), opening_cents=self.opening.cents or 0,
                closing_on=last.isoformat(), closing_cents=self.closing.cents or 0,
                lines=tuple(one for one in lines if one is not None),
            )
        )  # fmt: skip

    def _delete_it(self) -> None:
        if self._delete is not None:
            self._delete()

    def lock(self, why: str) -> None:
        """Let it be read only, and say why."""
        self.save_button.setEnabled(False)
        self.delete_button.setEnabled(False)
        self.problem.say(why, "info")
