"""The view inside a DataTable: keyboard, hover, widths and the clipboard."""

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from financedesk.ui.models.table_model import TableModel
from financedesk.ui.theme import current_theme
from financedesk.ui.widgets.table_delegate import TableDelegate
from financedesk.ui.widgets.table_header import TableHeader

COPIED_AT_MOST = 50_000
_OPENS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2}
_PICK = QItemSelectionModel.SelectionFlag
_NAME_MINIMUM = 140


class TableView(QTableView):
    """Selects whole rows; Enter opens, Space selects, Home and End go to first and last row."""

    row_opened = Signal(int)
    escaped = Signal()

    def __init__(self, model: TableModel[object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = model
        self._painter = TableDelegate(self)
        self._own_widths: dict[int, int] = {}
        self._unwanted = {at for at, column in enumerate(model.columns) if column.hidden}
        self._fitting = False
        self.titles = TableHeader(self)
        self.setHorizontalHeader(self.titles)
        self.setModel(model)
        self.setItemDelegate(self._painter)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(TableHeader.ResizeMode.Fixed)
        self.horizontalHeader().sectionResized.connect(self._note_width)
        self.doubleClicked.connect(lambda index: self.row_opened.emit(index.row()))
        current_theme().changed.connect(self._restyle)
        self._restyle()

    def selected_ranges(self) -> tuple[range, ...]:
        """Return the selected rows as ranges, so that a million rows cost nothing."""
        selection = self.selectionModel().selection()
        spans = sorted({(span.top(), span.bottom() + 1) for span in selection.toList()})
        return tuple(range(top, bottom) for top, bottom in spans)

    def selected_rows(self) -> Iterator[int]:
        """Return the selected positions in order."""
        return (place for places in self.selected_ranges() for place in places)

    def select_rows(self, positions: list[int], current: int) -> None:
        """Select rows and make one of them current without scrolling more than needed."""
        chosen = QItemSelection()
        for place in positions:
            index = self._table.index(place, 0)
            chosen.select(index, index)
        flags = _PICK.ClearAndSelect | _PICK.Rows
        self.selectionModel().select(chosen, flags)
        if current >= 0:
            self.selectionModel().setCurrentIndex(self._table.index(current, 0), _PICK.NoUpdate)

    def copy(self) -> int:
        """Put the selected rows on the clipboard as tab-separated text; return how many."""
        header = self.horizontalHeader()
        order = [header.logicalIndex(place) for place in range(header.count())]
        columns = [self._table.columns[at] for at in order if not header.isSectionHidden(at)]
        lines = ["\t".join(column.title for column in columns)]
        for place in self.selected_rows():
            row = self._table.row_at(place)
            if row is not None:
                lines.append("\t".join(column.copied_text(row) for column in columns))
            if len(lines) > COPIED_AT_MOST:
                break
        QGuiApplication.clipboard().setText(current_theme().shown("\n".join(lines)))
        return len(lines) - 1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Add the keys of a register to Qt's own."""
        here = self.currentIndex()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in _OPENS and here.isValid():
            self.row_opened.emit(here.row())
        elif event.key() == Qt.Key.Key_Space and here.isValid():
            self.selectionModel().select(here, _PICK.Toggle | _PICK.Rows)
        elif event.key() in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            self._jump(event)
        elif event.key() == Qt.Key.Key_Escape:
            self._escape(event)
        else:
            super().keyPressEvent(event)

    def _jump(self, event: QKeyEvent) -> None:
        rows = self._table.rowCount()
        if rows:
            to_end = event.key() == Qt.Key.Key_End
            target = self._table.index(
                rows - 1 if to_end else 0, max(0, self.currentIndex().column())
            )
            extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if extend and self.currentIndex().isValid():
                start = self._table.index(self.currentIndex().row(), 0)
                span = QItemSelection(*sorted((start, target), key=QModelIndex.row))
                self.selectionModel().select(span, _PICK.Select | _PICK.Rows)
                self.selectionModel().setCurrentIndex(target, _PICK.NoUpdate)
            else:
                self.setCurrentIndex(target)
            self.scrollTo(target)

    def _escape(self, event: QKeyEvent) -> None:
        if self.selectionModel().hasSelection():
            self.clearSelection()
        else:
            self.escaped.emit()
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light the row under the pointer."""
        self._hover(self.indexAt(event.position().toPoint()).row())
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Put the light out."""
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, row: int) -> None:
        if row != self._painter.hovered_row:
            self._painter.hovered_row = row
            self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the free width to the stretching column."""
        super().resizeEvent(event)
        self.fit_columns()

    def _note_width(self, section: int, _before: int, after: int) -> None:
        if after and not self._fitting:
            self._own_widths[section] = after

    def _restyle(self) -> None:
        scale = current_theme().scale
        self.verticalHeader().setDefaultSectionSize(scale.row)
        self.titles.fit()
        self.fit_columns()
        self.viewport().update()

    def is_wanted(self, place: int) -> bool:
        """Tell whether the user wants to see a column, even if it makes room now."""
        return place not in self._unwanted

    def want(self, place: int, *, wanted: bool) -> None:
        """Show or hide a column because the user says so."""
        if wanted:
            self._unwanted.discard(place)
        else:
            self._unwanted.add(place)
        self.fit_columns()

    def fit_columns(self) -> None:
        """Set every width that the user has not set; the stretching column takes the rest."""
        self._fitting = True
        shown = self._make_room()
        for place in range(len(self._table.columns)):
            self.setColumnHidden(place, place not in shown)
        stretching = self._stretching(shown)
        for place in shown:
            self.setColumnWidth(place, self._width(place))
        if stretching >= 0:
            taken = sum(self.columnWidth(place) for place in shown if place != stretching)
            free = self.viewport().width() - taken
            self.setColumnWidth(stretching, max(self._least(stretching), free))
        self._fitting = False

    def _make_room(self) -> list[int]:
        """Return the columns to show: yielding ones leave from the right until the rest fits."""
        columns = self._table.columns
        shown = [place for place in range(len(columns)) if self.is_wanted(place)]
        for place in reversed(shown.copy()):
            if sum(map(self._least, shown)) <= self.viewport().width():
                break
            if columns[place].yields:
                shown.remove(place)
        return shown

    def _stretching(self, shown: list[int]) -> int:
        free = (place for place in shown if place not in self._own_widths)
        return next((place for place in free if self._table.columns[place].stretch), -1)

    def _width(self, place: int) -> int:
        own = self._own_widths.get(place)
        return own or self._table.columns[place].width * current_theme().text_size // 100

    def _least(self, place: int) -> int:
        stretches = self._table.columns[place].stretch and place not in self._own_widths
        return min(_NAME_MINIMUM, self._width(place)) if stretches else self._width(place)
