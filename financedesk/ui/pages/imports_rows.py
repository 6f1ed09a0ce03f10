"""The step of an import that shows its rows: what becomes of each, and how it can be put right."""

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from financedesk.errors import BadInput
from financedesk.intake.row_cells import RowCells
from financedesk.ui.formatting import count, counted
from financedesk.ui.pages.imports_problems import ProblemsPanel
from financedesk.ui.pages.imports_rows_cells import CellsPanel, is_undo
from financedesk.ui.pages.imports_rows_draft import RowsDraft
from financedesk.ui.pages.imports_rows_lists import AllRows, Duplicates, list_of
from financedesk.ui.pages.imports_work import Found, FoundFiling
from financedesk.ui.theme import current_theme
from financedesk.ui.widgets import (
    Banner,
    DataTable,
    SegmentedControl,
    button,
    column,
    label,
    row,
)
from financedesk.ui.widgets.build import set_shown
from financedesk.ui.widgets.in_view import bring_into_view

ALL, PROBLEMS, DUPLICATES = "all", "problems", "duplicates"
_MOST_KEPT = 2_000
_LISTED = 5


class RowsPanel(QWidget):
    """Shows the rows of a file in three lists, and the cells of the one in hand.

    ``mended`` follows each correction, ``try_wanted`` asks to try the file again, ``cells_wanted``
    for the cells of a row, ``save_wanted`` for the refused rows as a file.
    """

    mended = Signal()
    try_wanted = Signal()
    cells_wanted = Signal(int)
    save_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.draft = RowsDraft()
        self._cells: dict[int, RowCells] = {}
        self._number = 0
        self._more: dict[str, str] = {}
        self.lists = SegmentedControl(
            "Rows", ((ALL, "All"), (PROBLEMS, "Problems"), (DUPLICATES, "Duplicates"))
        )
        self.banner, self.more = Banner(), label("", "small", wrap=True)
        self.problems = ProblemsPanel()
        self.all_rows, self.twice = AllRows(self.draft), Duplicates(self.draft)
        self.all = list_of("Rows of the file", self.all_rows, "No rows")
        self.duplicates = list_of(
            "Rows that may be there twice", self.twice, "No duplicates",
            "No row is known already or equals another gift.",
        )  # fmt: skip
        self.cells = CellsPanel()
        self.again = button("Try again", icon="refresh-cw", on_click=self.try_wanted.emit)
        self._stack = QStackedWidget()
        for part in (self.all, self.problems, self.duplicates):
            self._stack.addWidget(part)
        above = row(self.lists, None, self.again, spacing=8)
        body = column(spacing=10)
        body.addLayout(above)
        body.addLayout(column(self.banner, self.more, self._stack, self.cells, spacing=10))
        self.setLayout(body)
        self._connect()
        current_theme().changed.connect(self._fit)
        self._fit()
        self._show_list(ALL)
        self._tell()

    def _fit(self) -> None:
        scale = current_theme().scale
        for table in self.tables.values():
            table.setFixedHeight(scale.header_row + _LISTED * scale.row + 2)

    @property
    def tables(self) -> Mapping[str, DataTable]:
        """The three lists by their keys."""
        return {ALL: self.all, PROBLEMS: self.problems.table, DUPLICATES: self.duplicates}

    @property
    def table(self) -> DataTable:
        """The list that is shown."""
        return self.tables[self.lists.choice]

    @property
    def number(self) -> int:
        """The row in hand, 0 for none."""
        return self._number

    def _connect(self) -> None:
        self.lists.chosen.connect(self._show_list)
        self.problems.save_wanted.connect(self.save_wanted)
        for table in self.tables.values():
            table.view.selectionModel().currentRowChanged.connect(
                lambda now, _was, table=table: self._take_in_hand(table, now.row())
            )
            table.row_opened.connect(lambda _row: self._enter())
            table.view.installEventFilter(self)
        self.cells.corrected.connect(self._correct)
        self.cells.skip_wanted.connect(lambda: self.skip([self._number]))
        self.cells.restore_wanted.connect(self._restore)
        self.cells.undo_wanted.connect(self.undo)
        self.cells.left.connect(self._leave_cells)

    # --- what is shown

    def forget(self) -> None:
        """Forget what was mended: another file is looked at, or the same one anew."""
        self.draft = self.all_rows.draft = self.twice.draft = RowsDraft()
        self._cells.clear()
        self._number = 0
        self.banner.say("")

    def show_found(self, found: Found | FoundFiling) -> None:
        """Show what a look into a file has found; the row in hand stays in hand."""
        is_other = self.draft.show(found)
        if is_other:
            self._cells.clear()
            self._number = 0
        self.banner.say("")
        self.problems.show_found(found)
        self.all_rows.show(self.draft.lines)
        self.twice.show(self.draft.duplicates)
        is_export = isinstance(found, Found)
        for part in (self.lists, self.cells):
            set_shown(part, shown=is_export)
        self._count(found)
        if is_other:
            self.lists.choose(PROBLEMS if found.problems or not is_export else ALL)
            self._show_list(self.lists.choice)
        self._tell()

    def _count(self, found: Found | FoundFiling) -> None:
        if isinstance(found, FoundFiling):
            self._more = {}
            self._say_more()
            return
        report = found.report
        problems = report.rejected_count + report.conflict_count
        twice = f"{count(len(self.draft.duplicates))}{'+' if found.more_duplicates else ''}"
        self.lists.say(ALL, f"All {count(report.rows)}")
        self.lists.say(PROBLEMS, f"Problems {count(problems)}")
        self.lists.say(DUPLICATES, f"Duplicates {twice}")
        self._more = {
            ALL: _first(len(found.rows), report.rows) if found.more_rows else "",
            DUPLICATES: _first(len(found.duplicates), None) if found.more_duplicates else "",
        }
        self._say_more()

    def _say_more(self) -> None:
        words = self._more.get(self.lists.choice, "")
        self.more.setText(words)
        set_shown(self.more, shown=bool(words))

    def _show_list(self, key: str) -> None:
        self._stack.setCurrentIndex((ALL, PROBLEMS, DUPLICATES).index(key))
        self._say_more()
        view = self.tables[key].view
        if not view.currentIndex().isValid() and self.tables[key].model.rowCount():
            view.setCurrentIndex(self.tables[key].model.index(0, 0))
        self._take_in_hand(self.tables[key], view.currentIndex().row())

    def take_cells(self, cells: Mapping[int, RowCells]) -> None:
        """Take cells that were asked for."""
        if len(self._cells) > _MOST_KEPT:
            self._cells.clear()
        self._cells.update(cells)
        self._tell()
        self.cells.go_to(self._field())

    def refuse(self, words: str) -> None:
        """Say why the file cannot be tried, or a cell not be corrected."""
        self.banner.say(words, "bad")

    # --- the row in hand

    def _take_in_hand(self, table: DataTable, place: int) -> None:
        if table is not self.table or place < 0:
            return
        self.cells.stop_editing()
        number = table.model.row_id(place)
        if number != self._number:
            self._number = number
            self._tell()
            self.cells.go_to(self._field())
        if number not in self._cells and not self.cells.isHidden():
            self.cells_wanted.emit(number)

    def _field(self) -> str:
        """Return the column that is the trouble of the row in hand."""
        fields = (one.field for one in self.problems.problems if one.row == self._number)
        return next(fields, "")

    def _enter(self) -> None:
        if not self.cells.isHidden() and self.cells.model.rows:
            self.cells.table.view.setFocus()
            bring_into_view(self.cells)

    def _leave_cells(self) -> None:
        self.table.view.setFocus()
        bring_into_view(self.table)

    def _tell(self) -> None:
        """Say anew what is mended, and show the row in hand as it stands."""
        number, draft = self._number, self.draft
        set_shown(self.again, shown=not draft.is_tried and not draft.is_small)
        for table in self.tables.values():
            table.view.viewport().update()
        self.cells.setEnabled(bool(number))
        self.cells.show_row(
            self._cells.get(number), draft.corrections(number), skipped=draft.is_skipped(number)
        )
        title = f"Row {count(number)} as the file has it" if number else "No row is chosen"
        self.cells.say(title, draft.outcome(number) if number else "")

    # --- what is put right

    def _correct(self, place: int, text: object) -> None:
        self._do(
            lambda: self.draft.correct(self._number, place, text if isinstance(text, str) else None)
        )

    def _restore(self) -> None:
        self._do(lambda: self.draft.restore(self._number))

    def skip(self, numbers: Iterable[int]) -> None:
        """Skip rows, or take them again when all of them are skipped."""
        chosen = [number for number in numbers if number]
        if chosen:
            self._do(lambda: self.draft.toggle(chosen))

    def undo(self) -> None:
        """Take the last correction back."""
        self._do(self.draft.undo)

    def _do(self, act: Callable[[], object]) -> None:
        before = self.draft.mending
        try:
            act()
        except BadInput as error:
            self.refuse(str(error))
            return
        if self.draft.mending != before:
            self.banner.say("")
            at = self.cells.table.view.currentIndex().row()
            self._tell()
            self.cells.table.view.setCurrentIndex(self.cells.model.index(max(0, at), 0))
            self.mended.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let S and Delete skip rows of a list, and Ctrl+Z take back what was mended."""
        if not isinstance(event, QKeyEvent) or self.cells.isHidden():
            return super().eventFilter(watched, event)
        if is_undo(event):
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self.undo()
            return True
        is_skip = event.key() in (Qt.Key.Key_S, Qt.Key.Key_Delete) and not event.modifiers()
        if event.type() == QEvent.Type.KeyPress and is_skip:
            self.skip(self.table.selected_ids() or [self._number])
            return True
        return super().eventFilter(watched, event)


def _first(listed: int, whole: int | None) -> str:
    of = "" if whole is None else f" of {count(whole)}"
    return f"The first {counted(listed, 'row')}{of} are listed; all of them are judged and counted."
