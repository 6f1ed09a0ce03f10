"""The matrix itself: rows that are computed when they come into sight, and cells with a glyph."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

from financedesk.remittances.months import Listed, OfficialMonths
from financedesk.ui.models import Column, TableModel
from financedesk.ui.models.table_model import DISPLAY_ROLE, ICON_ROLE, TONE_ROLE
from financedesk.ui.pages.entities_grid import CellDelegate, Grid
from financedesk.ui.pages.remittances_matrix_columns import (
    FIRST_MONTH,
    MARKS,
    MONTH_NAMES,
    Line,
    matrix_columns,
)
from financedesk.ui.theme import Weight, current_theme, pixmap
from financedesk.ui.widgets.paint import RIGHT, begin, rounded, write
from financedesk.ui.widgets.table_delegate import CELL_PADDING, Read

_GLYPH, _INSET, _RADIUS, _PADDING = 14, 3.0, 6.0, 9.0
_GROUNDED = frozenset(mark.tone for mark in MARKS.values() if mark.ground)
_MONTHS = range(FIRST_MONTH, FIRST_MONTH + len(MONTH_NAMES))
READ_AHEAD, AT_MOST = 20, 100
"""So many rows are computed above and below those that came into sight, and so many of these."""


class MonthsModel(TableModel[Line]):
    """Officials by name with their year; ``wanted`` tells that rows in sight lack theirs."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__(matrix_columns())
        self._listed: Sequence[Listed] = ()
        self._years: dict[int, OfficialMonths] = {}
        self._missed: dict[int, None] = {}
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.wanted)

    @property
    def listed(self) -> Sequence[Listed]:
        """The officials that are shown, by name."""
        return self._listed

    @property
    def years(self) -> Mapping[int, OfficialMonths]:
        """What was computed, by official."""
        return self._years

    def show(self, listed: Sequence[Listed], years: Mapping[int, OfficialMonths]) -> None:
        """Show other officials, or another year of them."""
        self.beginResetModel()
        self._listed, self._years = listed, dict(years)
        self._missed.clear()
        self.endResetModel()

    def add(self, years: Mapping[int, OfficialMonths]) -> None:
        """Take what was computed of officials that are shown."""
        self._years.update(years)
        if self._listed:
            last = self.index(len(self._listed) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def take_missed(self) -> list[int]:
        """Return the officials whose rows were looked at last and around, and forget the rest."""
        if not self._missed:
            return []
        newest = list(self._missed)[-AT_MOST:]
        self._missed.clear()
        first, last = max(0, min(newest) - READ_AHEAD), max(newest) + 1
        around = (*range(first, min(newest)), *newest, *range(last, last + READ_AHEAD))
        ids = dict.fromkeys(self._listed[at].id for at in around if at < len(self._listed))
        return [one for one in ids if one not in self._years]

    def size(self) -> int:
        """Return the number of officials."""
        return len(self._listed)

    def row_at(self, position: int) -> Line | None:
        """Return a row; one that is not computed yet is asked for."""
        if not 0 <= position < len(self._listed):
            return None
        listed = self._listed[position]
        year = self._years.get(listed.id)
        if year is None:
            self._missed.pop(position, None)
            self._missed[position] = None
            if not self._soon.isActive():
                self._soon.start()
        return Line(listed, year)

    def row_id(self, position: int) -> int:
        """Return the number of the official."""
        return self._listed[position].id

    def position_of(self, row_id: int) -> int:
        """Return where an official stands, or -1."""
        places = (place for place, one in enumerate(self._listed) if one.id == row_id)
        return next(places, -1)


class MonthDelegate(CellDelegate):
    """Draws a month as a glyph and an amount; what needs somebody stands on a ground."""

    def _content(self, painter: QPainter, box: QRectF, row: int, place: int, read: Read) -> None:
        if place not in _MONTHS:
            super()._content(painter, box, row, place, read)
            return
        brushes = self._brushes()
        tone, icon = read(TONE_ROLE) or "neutral", read(ICON_ROLE)
        ink, ground = brushes.tokens.tone(tone)
        painter.save()
        begin(painter)
        if icon and tone in _GROUNDED:
            shape = box.adjusted(_INSET, _INSET, -_INSET, -_INSET - 1)
            rounded(painter, shape, ground, _RADIUS)
        if icon:
            spot = QPointF(round(box.left() + _PADDING), round(box.center().y() - _GLYPH / 2))
            painter.drawPixmap(spot, pixmap(icon, ink, _GLYPH))
        words = box.adjusted(_PADDING + _GLYPH + 2, 0, -CELL_PADDING, 0)
        self._words(painter, words, read(DISPLAY_ROLE), quiet=not icon)
        painter.restore()
        if row == self.ringed_row and self._view.hasFocus():
            painter.save()
            self._ring(painter, box, place, brushes.tokens)
            painter.restore()

    def _words(self, painter: QPainter, box: QRectF, words: str, *, quiet: bool) -> None:
        tokens, scale = current_theme().tokens, current_theme().scale
        ink = tokens.text_3 if quiet else tokens.text
        write(painter, box, words, ink, Weight.TEXT, scale.small, align=RIGHT, tabular=True)


class MonthGrid(Grid):
    """Arrows move over officials and months; ``copy_wanted`` and ``turn_wanted`` tell of keys.

    Home and End go to the first and the last column, with Ctrl to the first and the last official.
    """

    copy_wanted = Signal()
    turn_wanted = Signal(int)
    escaped = Signal()

    def __init__(self, model: MonthsModel) -> None:
        super().__init__("Promises by official and month", model)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.names.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setSectionsMovable(False)
        self.horizontalHeader().setSectionsClickable(False)

    def painter_of(self, columns: Sequence[Column[Any]]) -> CellDelegate:
        """Return what draws names, months and sums."""
        return MonthDelegate(self, columns)

    def rows_in_sight(self) -> range:
        """Return the places of the rows that can be seen, as far as there is room."""
        height = self.verticalHeader().defaultSectionSize()
        first = max(0, self.rowAt(0))
        return range(first, first + max(1, self.viewport().height() // height) + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the cell that the keyboard is on in sight, as when the drawer opens."""
        super().resizeEvent(event)
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring a cell into sight, with a whole column beside the names."""
        super().scrollTo(index, hint)
        frozen = self.columnWidth(0)
        cut = self.columnAt(frozen)
        hidden = frozen - self.columnViewportPosition(cut)
        if cut > 0 and hidden > 0 and index.column() != cut:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() + self.columnWidth(cut) - hidden)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Add the keys of the year and of the clipboard."""
        turns = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        turn = turns.get(Qt.Key(event.key()))
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        elif turn and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.turn_wanted.emit(turn)
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
            event.ignore()
        else:
            super().keyPressEvent(event)
