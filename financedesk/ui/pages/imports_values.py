"""What the texts of a column mean: a gift or a refund, which drive, which account, how it was paid.

Each different text of such a column is listed with the rows that have it and with what it means.
What is usual is proposed and shown; a text that nobody has spoken for keeps the import from going
on.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from financedesk.intake.column_texts import MOST_TEXTS, ColumnTexts
from financedesk.intake.proposing import proposed_meaning
from financedesk.intake.roles import NO_DRIVE, Kind, role_of
from financedesk.ui.formatting import count, counted
from financedesk.ui.models import Column, ListTableModel, Look
from financedesk.ui.theme import current_theme
from financedesk.ui.widgets import DataTable, FormRow, column, label
from financedesk.ui.widgets.build import combo, set_shown

DRIVE, ACCOUNT = "drive", "account"
AS_CONFIRMED = ""
"""The meaning of a text that says nothing: what is chosen under Confirm counts."""
_UNSAID = "Say what it means"
_MOST_ROWS = 6
_EMPTY = "(empty)"
_KEYS = "Enter on a text chooses what it means"
_PLACES: Mapping[str, tuple[tuple[str, str], ...]] = {
    DRIVE: (("No drive", NO_DRIVE), ("The drive chosen under Confirm", AS_CONFIRMED)),
    ACCOUNT: (("The account chosen under Confirm", AS_CONFIRMED),),
}
Choices = Sequence[tuple[str, str]]
"""Words for people with what they mean to a layout."""


@dataclass(frozen=True)
class ValueColumn:
    """A column whose texts need a meaning; ``texts`` is None where there are too many to list."""

    role: str
    place: int
    name: str
    texts: ColumnTexts | None


@dataclass(frozen=True)
class _Line:
    """One text of such a column; ``meaning`` is None as long as nobody has said it."""

    of: ValueColumn
    text: str
    rows: int
    meaning: str | None
    words: str
    tone: str


_COLUMNS: tuple[Column[_Line], ...] = (
    Column("column", "Column", lambda one: one.of.name, Look.QUIET, 170, least=110, sortable=False),
    Column("text", "Text in the file", lambda one: one.text or _EMPTY, Look.STRONG, 220,
           stretch=True, least=120, sortable=False, tip=lambda one: one.text),
    Column("rows", "Rows", lambda one: count(one.rows), Look.NUMBER, 90, sortable=False),
    Column("means", "Means", lambda one: one.words, Look.CHIP, 240, least=150, sortable=False,
           tone=lambda one: one.tone, tip=lambda one: one.words),
)  # fmt: skip


def needs_meanings(role: str) -> bool:
    """Tell whether what stands in a column of this role has to be said text by text."""
    return role in _PLACES or role_of(role).kind is Kind.CHOICE


class ValuesPanel(QWidget):
    """Lists the texts with their meanings; ``changed`` follows every choice."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._columns: tuple[ValueColumn, ...] = ()
        self._offered: Mapping[str, Choices] = {}
        self._said: dict[tuple[str, int, str], str] = {}
        self.note = label("", "small", wrap=True)
        self.model: ListTableModel[_Line] = ListTableModel(_COLUMNS)
        self.table = DataTable("Texts and what they mean", self.model, selection_bar=False)
        self.meaning = combo()
        self.field = FormRow("The chosen text means", self.meaning, "imports.value", hint=_KEYS)
        self.setLayout(
            column(label("What the texts mean", "card-title"), self.note, self.table, self.field,
                   spacing=8)
        )  # fmt: skip
        self.table.row_opened.connect(lambda _row: self.meaning.setFocus())
        self.table.view.selectionModel().currentRowChanged.connect(lambda _now, _was: self._at())
        self.meaning.activated.connect(lambda _at: self._say())
        set_shown(self, shown=False)

    # --- what is shown

    def forget(self) -> None:
        """Forget what was said of another file's texts."""
        self._said.clear()
        self.show_columns((), {})

    def preset(self, said: Mapping[tuple[str, int, str], str]) -> None:
        """Begin with meanings that a layout knows, by role, place of the column and text."""
        self._said.update(said)

    def show_columns(self, columns: Iterable[ValueColumn], offered: Mapping[str, Choices]) -> None:
        """List the texts of columns; ``offered`` are drives and accounts as words and codes."""
        self._columns, self._offered = tuple(columns), offered
        place = max(0, self.table.view.currentIndex().row())
        lines = list(self._lines())
        self.model.show(lines)
        self.table.setVisible(bool(lines))
        self.field.setVisible(bool(lines))
        if lines:
            scale, rows = current_theme().scale, min(_MOST_ROWS, len(lines))
            self.table.setFixedHeight(scale.header_row + rows * scale.row + 2)
            self.table.view.selectRow(min(place, len(lines) - 1))
        self.note.setText(" ".join(self._notes()))
        set_shown(self.note, shown=bool(self.note.text()))
        set_shown(self, shown=bool(self._columns))

    def _lines(self) -> Iterator[_Line]:
        for of in self._columns:
            for text, rows in ({} if of.texts is None else of.texts.counts).items():
                if text or of.role == "kind":
                    yield self._line(of, text, rows)

    def _line(self, of: ValueColumn, text: str, rows: int) -> _Line:
        key = of.role, of.place, text
        said = self._said.get(key)
        if said is not None and self._words(of.role, said) is None:
            # It was a drive or an account of another entity.
            said = None
        meaning = self._proposed(of.role, text) if said is None else said
        words = None if meaning is None else self._words(of.role, meaning)
        if words is None:
            return _Line(of, text, rows, None, _UNSAID, "bad")
        shown = words if said is not None else f"{words} (proposed)"
        return _Line(of, text, rows, meaning, shown, "ok" if said is not None else "info")

    def _proposed(self, role: str, text: str) -> str | None:
        if role not in _PLACES:
            return proposed_meaning(role, text) or None
        alike = text.casefold()
        found = {
            code
            for words, code in self._offered.get(role, ())
            if alike in (code.casefold(), words.casefold())
        }
        return found.pop() if len(found) == 1 else None

    def _choices(self, role: str) -> Choices:
        """Return what a text of a column may mean, as words and what a layout writes."""
        if role in _PLACES:
            return (*self._offered.get(role, ()), *_PLACES[role])
        return tuple((one.capitalize(), one) for one in role_of(role).choices)

    def _words(self, role: str, meaning: str) -> str | None:
        return next((words for words, code in self._choices(role) if code == meaning), None)

    def _notes(self) -> Iterator[str]:
        for of in self._columns:
            if of.texts is None and of.role in _PLACES:
                kind = role_of(of.role).words.lower()
                yield (
                    f"{of.name} has more than {MOST_TEXTS} different texts: each is taken as the"
                    f" code of a {kind}, and a row with another text is refused."
                )
            elif of.texts is not None and not of.texts.is_whole:
                rows = sum(of.texts.counts.values())
                yield f"The first {counted(rows, 'row')} were read for {of.name}."

    # --- what is said

    def _at(self) -> None:
        """Let the choice speak of the text in hand."""
        line = self.model.row_at(self.table.view.currentIndex().row())
        self.meaning.clear()
        if line is None:
            return
        for words, meaning in self._choices(line.of.role):
            self.meaning.addItem(words, meaning)
        at = -1 if line.meaning is None else self.meaning.findData(line.meaning)
        self.meaning.setCurrentIndex(at)

    def _say(self) -> None:
        place = self.table.view.currentIndex().row()
        line = self.model.row_at(place)
        if line is None:
            return
        self._said[line.of.role, line.of.place, line.text] = str(self.meaning.currentData())
        self.show_columns(self._columns, self._offered)
        self.table.view.selectRow(self._next(place))
        self.table.view.setFocus()
        self.changed.emit()

    def _next(self, place: int) -> int:
        """Return the next text that nobody has spoken for, or the same one when there is none."""
        rows = self.model.rows
        order = (*range(place + 1, len(rows)), *range(place))
        return next((at for at in order if rows[at].meaning is None), place)

    def meanings(self) -> dict[str, dict[str, str]]:
        """Return what the texts mean, by role, as a layout writes it."""
        found: dict[str, dict[str, str]] = {}
        for line in self.model.rows:
            if line.meaning is not None:
                found.setdefault(line.of.role, {})[line.text] = line.meaning
        return found

    def supposed(self) -> dict[str, dict[str, str]]:
        """Return the same with something for every text: what else is missing is judged by it."""
        found = self.meanings()
        for of in self._columns:
            first = self._choices(of.role)[0][1]
            found[of.role] = {"": first, **found.get(of.role, {})}
        return found

    def missing(self) -> Iterator[str]:
        """Yield what has not been said, in sentences."""
        for of in self._columns:
            lines = [one for one in self.model.rows if one.of is of and one.meaning is None]
            if lines:
                shown = ", ".join(f"“{one.text}”" if one.text else "empty" for one in lines[:3])
                more = ", …" if len(lines) > 3 else ""
                yield f"Say what the texts of {of.name} mean: {shown}{more}."
            elif of.texts is None and of.role not in _PLACES:
                yield (
                    f"{of.name} has more than {MOST_TEXTS} different texts, so it cannot be said"
                    " what each means; choose another column for it."
                )

    def summary(self, place: int) -> tuple[str, bool] | None:
        """Return how a column is read, in words, and whether nothing of it is open; None: no texts.

        ``place`` is the column's, from 1.
        """
        of = next((one for one in self._columns if one.place == place), None)
        if of is None:
            return None
        lines = [one for one in self.model.rows if one.of is of]
        if of.texts is None:
            return f"more than {MOST_TEXTS} texts", of.role in _PLACES
        unsaid = sum(one.meaning is None for one in lines)
        if unsaid:
            return f"{counted(unsaid, 'text')} below to say", False
        return f"{counted(len(lines), 'text')}, each with its meaning", True
