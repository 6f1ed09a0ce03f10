"""The view inside a DataTable: keyboard, hover, widths and the clipboard."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from financedesk.ui.models.columns import Column
from financedesk.ui.models.table_model import TableModel
from financedesk.ui.theme import current_theme
from financedesk.ui.widgets.table_delegate import TableDelegate
from financedesk.ui.widgets.table_header import TableHeader

COPIED_AT_MOST = 50_000
_OPENS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2}
_PICK = QItemSelectionModel.SelectionFlag
_NAME_MINIMUM = 140
_Index = QModelIndex | QPersistentModelIndex


def _first(ranges: Sequence[range], at_most: int) -> list[range]:
    """Return the beginning of ranges, so many positions in all."""
    taken: list[range] = []
    for places in ranges:
        taken.append(places[:at_most])
        at_most -= len(taken[-1])
    return taken


class TableView(QTableView):
    """Selects whole rows; Enter opens, Space selects, Home and End go to first and last row."""

    row_opened = Signal(int)
    escaped = Signal()
    copy_wanted = Signal()
    width_changed = Signal()

    def __init__(self, model: TableModel[object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = model
        self._painter = TableDelegate(self, model.columns)
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
        self.horizontalHeader().sectionMoved.connect(lambda *_: self._tell_edges())
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.doubleClicked.connect(lambda index: self.row_opened.emit(index.row()))
        self.verticalScrollBar().valueChanged.connect(self._read_on)
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

    def shown_columns(self) -> list[Column[Any]]:
        """Return the columns that are shown, from left to right."""
        header = self.horizontalHeader()
        order = [header.logicalIndex(place) for place in range(header.count())]
        return [self._table.columns[at] for at in order if not header.isSectionHidden(at)]

    def copy(self, done: Callable[[int], None] = lambda _rows: None) -> None:
        """Put the selected rows on the clipboard as tab-separated text with the titles.

        Many rows are read in a job first; ``done`` gets how many were copied, which are
        ``COPIED_AT_MOST`` at most.
        """
        columns = self.shown_columns()

        def put(rows: Sequence[object]) -> None:
            lines = ["\t".join(column.title for column in columns)]
            lines += ["\t".join(column.copied_text(row) for column in columns) for row in rows]
            QGuiApplication.clipboard().setText(current_theme().shown("\n".join(lines)))
            done(len(rows))

        self._table.request_rows(_first(self.selected_ranges(), COPIED_AT_MOST), put)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Add the keys of a register to Qt's own."""
        here = self.currentIndex()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self._table.when_whole(self.selectAll)
        elif event.key() in _OPENS and here.isValid():
            self.row_opened.emit(here.row())
        elif event.key() == Qt.Key.Key_Space and here.isValid():
            self.selectionModel().select(here, _PICK.Toggle | _PICK.Rows)
        elif event.key() == Qt.Key.Key_Home:
            self._jump(event)
        elif event.key() == Qt.Key.Key_End:
            # The last row may be still on its way; the event itself is gone by then.
            extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._table.when_whole(lambda: self.jump(to_end=True, extend=extend))
        elif event.key() == Qt.Key.Key_Escape:
            self._escape(event)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows in sight one by one.

        Qt would go through Python some ten times for each cell, which takes four times as long.
        """
        painter, sight = QPainter(self.viewport()), event.rect()
        columns = self._columns_in(sight.left(), sight.right())
        row, rows = self.rowAt(sight.top()), self._table.rowCount()
        chosen = self.selectionModel() if self.selectionModel().hasSelection() else None
        while columns and 0 <= row < rows:
            top, height = self.rowViewportPosition(row), self.rowHeight(row)
            if top > sight.bottom():
                break
            cells = [(place, QRectF(left, top, width, height)) for place, left, width in columns]
            selected = chosen is not None and chosen.isSelected(self._table.index(row, 0))
            self._painter.draw_row(painter, row, cells, self._table.cell, selected=selected)
            row += 1
        painter.end()

    def _columns_in(self, left: int, right: int) -> list[tuple[int, int, int]]:
        """Return the columns in sight from left to right: place, left edge and width."""
        header = self.horizontalHeader()
        order = (header.logicalIndex(at) for at in range(header.count()))
        spans = (
            (place, header.sectionViewportPosition(place), header.sectionSize(place))
            for place in order
            if not header.isSectionHidden(place)
        )
        return [span for span in spans if span[1] <= right and span[1] + span[2] > left]

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """Ring the row that the keyboard stands on."""
        super().currentChanged(current, previous)
        self._painter.ringed_row = current.row()
        self.viewport().update()

    def _jump(self, event: QKeyEvent) -> None:
        extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.jump(to_end=False, extend=extend)

    def jump(self, *, to_end: bool, extend: bool = False) -> None:
        """Go to the last row or the first one; ``extend`` selects what lies between."""
        rows = self._table.rowCount()
        if rows:
            target = self._table.index(
                rows - 1 if to_end else 0, max(0, self.currentIndex().column())
            )
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
        """Give the free width to the stretching column; say how many rows there is room for."""
        super().resizeEvent(event)
        self.fit_columns()
        self._fit_screen()

    def _fit_screen(self) -> None:
        self._table.fit_screen(
            self.viewport().height() // self.verticalHeader().defaultSectionSize()
        )

    def _read_on(self, value: int) -> None:
        """Do not wait for a pause when the last row that is known comes into sight."""
        if value and value == self.verticalScrollBar().maximum():
            self._table.read_on()

    def _note_width(self, section: int, _before: int, after: int) -> None:
        if after and not self._fitting:
            self._own_widths[section] = after
            self.width_changed.emit()

    @property
    def own_widths(self) -> dict[int, int]:
        """The widths that the user has set, by the place of the column."""
        return dict(self._own_widths)

    def set_own_widths(self, widths: Mapping[int, int]) -> None:
        """Take widths as the user's; columns without one are as wide as they want to be."""
        self._own_widths = dict(widths)
        self.fit_columns()

    def _tell_edges(self) -> None:
        header = self.horizontalHeader()
        order = (header.logicalIndex(place) for place in range(header.count()))
        shown = [place for place in order if not header.isSectionHidden(place)]
        if shown:
            self._painter.first_column, self._painter.last_column = shown[0], shown[-1]

    def _restyle(self) -> None:
        scale = current_theme().scale
        self.verticalHeader().setDefaultSectionSize(scale.row)
        self.titles.fit()
        self.fit_columns()
        self._fit_screen()
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
        lacking = sum(map(self._least, shown)) - self.viewport().width()
        for place in shown:
            spared = max(0, min(lacking, self._width(place) - self._narrowest(place)))
            lacking -= spared
            self.setColumnWidth(place, self._width(place) - spared)
        if stretching >= 0:
            taken = sum(self.columnWidth(place) for place in shown if place != stretching)
            free = self.viewport().width() - taken
            self.setColumnWidth(stretching, max(self._least(stretching), free))
        self._fitting = False
        self._tell_edges()

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

    def _narrowest(self, place: int) -> int:
        least = self._table.columns[place].least * current_theme().text_size // 100
        return self._width(place) if place in self._own_widths or not least else least

    def _least(self, place: int) -> int:
        stretches = self._table.columns[place].stretch and place not in self._own_widths
        if not stretches:
            return self._width(place)
        legible = self._table.columns[place].least * current_theme().text_size // 100
        return max(legible, min(_NAME_MINIMUM, self._width(place)))
