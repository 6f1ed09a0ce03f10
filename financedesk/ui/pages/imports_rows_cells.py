"""The cells of one row of a file, corrected where they stand."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from financedesk.intake.row_cells import RowCells
from financedesk.ui.models import Column, ListTableModel, Look
from financedesk.ui.theme import current_theme
from financedesk.ui.widgets import DataTable, button, column, label, row
from financedesk.ui.widgets.build import set_shown

_SHOWN_ROWS = 4
_TYPED = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


@dataclass(frozen=True)
class Cell:
    """One cell: its column, what the file has, and what was put in its place."""

    place: int
    name: str
    was: str
    now: str | None

    @property
    def text(self) -> str:
        """What counts."""
        return self.was if self.now is None else self.now

    @property
    def old(self) -> str:
        """What the file has, where something else counts."""
        return "" if self.now is None else self.was or "(empty)"


_COLUMNS: tuple[Column[Cell], ...] = (
    Column("name", "Column", lambda one: one.name, Look.STRONG, 200, least=120, sortable=False),
    Column("text", "Cell", lambda one: one.text, Look.TEXT, 240, stretch=True, least=160,
           sortable=False, tip=lambda one: one.text),
    Column("old", "The file has", lambda one: one.old, Look.CHIP, 200, least=110, sortable=False,
           tone=lambda _one: "warn", tip=lambda one: one.old),
)  # fmt: skip
_TEXT = 1


class CellsPanel(QWidget):
    """Shows a row's cells; ``corrected`` carries the place of one and its new text.

    The text is None where the cell is as in the file again. ``left`` follows Esc.
    """

    corrected = Signal(int, object)
    skip_wanted = Signal()
    restore_wanted = Signal()
    undo_wanted = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title = label("", "name")
        self.state = label("", "small", wrap=True)
        self.model: ListTableModel[Cell] = ListTableModel(_COLUMNS, identify=lambda one: one.place)
        self.table = DataTable("Cells of the row", self.model, selection_bar=False)
        self.skip = button("Skip", icon="x", on_click=self.skip_wanted.emit)
        self.restore = button("Restore", icon="undo-2", on_click=self.restore_wanted.emit)
        self.restore.setToolTip("Give every cell of this row back what the file has")
        self._editor: _Editor | None = None
        words = column(self.title, self.state, spacing=2)
        above = row(spacing=8)
        above.addLayout(words, 1)
        above.addWidget(self.skip, 0, Qt.AlignmentFlag.AlignTop)
        above.addWidget(self.restore, 0, Qt.AlignmentFlag.AlignTop)
        body = column(spacing=8)
        body.addLayout(above)
        body.addWidget(self.table)
        body.addWidget(label(_KEYS, "caption", wrap=True))
        self.setLayout(body)
        self.table.row_opened.connect(lambda _place: self.edit())
        self.table.view.installEventFilter(self)
        current_theme().changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        scale = current_theme().scale
        self.table.setFixedHeight(scale.header_row + _SHOWN_ROWS * scale.row + 2)

    # --- what is shown

    def show_row(self, cells: RowCells | None, mended: Mapping[int, str], *, skipped: bool) -> None:
        """Show the cells of a row, or none while they are being read."""
        self.stop_editing()
        known = [] if cells is None else _cells(cells, mended)
        self.model.show(known)
        self.skip.setText(" Take again" if skipped else " Skip")
        self.skip.setAccessibleName("Take this row again" if skipped else "Skip this row")
        set_shown(self.restore, shown=bool(mended))

    def say(self, title: str, state: str) -> None:
        """Say which row it is and what becomes of it."""
        self.title.setText(title)
        self.state.setText(state)

    def go_to(self, name: str) -> None:
        """Stand on the cell of a column, or on the first one."""
        places = [at for at, one in enumerate(self.model.rows) if name and one.name == name]
        at = places[0] if places else 0
        index = self.model.index(at, 0)
        self.table.view.setCurrentIndex(index)
        self.table.view.scrollTo(index)

    # --- editing

    def edit(self, typed: str = "") -> None:
        """Open the cell in hand; ``typed`` takes the place of its text."""
        view = self.table.view
        here = self.model.row_at(view.currentIndex().row())
        if here is None:
            return
        self.stop_editing()
        at = self.model.index(self.model.position_of(here.place), _TEXT)
        self._editor = editor = _Editor(here, typed, view.viewport())
        view.scrollTo(at)
        view.setIndexWidget(at, editor)
        editor.ended.connect(self._ended)
        editor.setFocus()

    def stop_editing(self) -> None:
        """Close the open cell; what was typed in it is taken."""
        if self._editor is not None:
            self._editor.finish(taken=True)

    def _ended(self, cell: Cell, text: object) -> None:
        editor, self._editor = self._editor, None
        if editor is None:
            return
        had_focus = editor.hasFocus()
        editor.hide()
        self.table.view.setIndexWidget(self._index_of(cell), None)  # type: ignore[arg-type]  # Qt takes none
        if had_focus:
            self.table.view.setFocus()
        if isinstance(text, str) and text != cell.text:
            self.corrected.emit(cell.place, None if text == cell.was else text)

    def _index_of(self, cell: Cell) -> QModelIndex:
        return self.model.index(self.model.position_of(cell.place), _TEXT)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let typing open a cell, Esc lead back to the rows and Ctrl+Z take back."""
        if not isinstance(event, QKeyEvent) or watched is not self.table.view:
            return super().eventFilter(watched, event)
        if is_undo(event):
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self.undo_wanted.emit()
            return True
        if event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.left.emit()
                return True
            if (
                event.text().isprintable()
                and event.text().strip()
                and not (event.modifiers() & _TYPED)
            ):
                self.edit(event.text())
                return True
        return super().eventFilter(watched, event)


_KEYS = (
    "S skips a row, Enter leads to its cells · type or press Enter to correct one, Esc leads back"
    " · Ctrl+Z takes it back"
)


def is_undo(event: QKeyEvent) -> bool:
    """Tell Ctrl+Z, also while it is asked whose key it is."""
    kinds = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
    return event.type() in kinds and event.matches(QKeySequence.StandardKey.Undo)


class _Editor(QLineEdit):
    """A cell while it is being corrected: Enter takes what is typed, Esc leaves it as it was."""

    ended = Signal(object, object)

    def __init__(self, cell: Cell, typed: str, parent: QWidget) -> None:
        super().__init__(typed or cell.text, parent)
        self._cell = cell
        self._is_over = False
        self.setAccessibleName(f"{cell.name}, corrected")
        if not typed:
            self.selectAll()
        self.returnPressed.connect(lambda: self.finish(taken=True))

    def finish(self, *, taken: bool) -> None:
        """Be over, once."""
        if not self._is_over:
            self._is_over = True
            self.ended.emit(self._cell, self.text() if taken else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the cell as it was."""
        if event.key() == Qt.Key.Key_Escape:
            self.finish(taken=False)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take what was typed when something else is clicked."""
        super().focusOutEvent(event)
        if event.reason() not in (
            Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason
        ):  # fmt: skip
            self.finish(taken=True)


def _cells(cells: RowCells, mended: Mapping[int, str]) -> list[Cell]:
    """Return a cell for each column, also for those that the row does not reach."""
    places = range(max(len(cells.names), len(cells.cells), *(place + 1 for place in mended), 0))
    return [
        Cell(place, cells.name_of(place), _at(cells.cells, place), mended.get(place))
        for place in places
    ]


def _at(cells: tuple[str, ...], place: int) -> str:
    return cells[place] if place < len(cells) else ""
