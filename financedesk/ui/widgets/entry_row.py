"""A row of fields inside a table: each stands below its column's title, or on the row it corrects.

What a hidden column leaves without a place moves to a line below, with its title. The row knows
no feature: its owner puts fields in, and says below them what they come to.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QWidget

from financedesk.ui.theme import current_theme
from financedesk.ui.theme.tokens import CARD_PADDING
from financedesk.ui.widgets.build import column, label, row, set_look, set_shown
from financedesk.ui.widgets.table_delegate import CELL_PADDING
from financedesk.ui.widgets.table_view import TableView

_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_INSET = 9
"""Between a field's edge and its text, so that the text stands where a cell's text stands."""
_GAP = 3
_EDGES = 2
"""What its outline adds to a field's height."""
_UNDO = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


@dataclass(frozen=True)
class _Cell:
    """A field, the columns whose room it takes, and its title where it has no column."""

    field: QWidget
    keys: tuple[str, ...]
    title: str


class EntryRow(QFrame):
    """Takes the keyboard for one row; ``saved`` follows Enter, ``left`` Esc.

    ``aside`` is a line below for fields that are only sometimes needed, ``foot`` the place below
    that for what the row comes to.
    """

    saved = Signal()
    left = Signal()

    def __init__(self, view: TableView, name: str) -> None:
        super().__init__(view.titles)
        set_look(self, "entry")
        self.setAccessibleName(name)
        self._view = view
        self._cells: list[_Cell] = []
        self._row = -1
        self._overflow = QWidget(self)
        self._overflow_line = row(spacing=8)
        self._overflow.setLayout(self._overflow_line)
        self.aside = QWidget(self)
        self.foot = QWidget(self)
        self._below = QWidget(self)
        self._below.setLayout(
            column(self._overflow, self.aside, self.foot, spacing=6,
                   margins=(CARD_PADDING, 0, CARD_PADDING, 8))
        )  # fmt: skip
        self._below.installEventFilter(self)
        self.hide()
        header = view.titles
        # Later, because columns are laid out one after the other.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.fit)
        header.sectionResized.connect(lambda *_: self._soon.start())
        header.sectionMoved.connect(lambda *_: self._soon.start())
        view.horizontalScrollBar().valueChanged.connect(lambda _at: self._soon.start())
        view.verticalScrollBar().valueChanged.connect(lambda _at: self._follow())
        current_theme().changed.connect(self._soon.start)

    # --- what stands in it

    def put(self, field: QWidget, *keys: str, title: str = "") -> None:
        """Put a field below the columns with these keys, as many of them as stand side by side."""
        self._cells.append(_Cell(field, keys, title))
        field.setParent(self)
        for part in (field, *field.findChildren(QLineEdit)):
            part.installEventFilter(self)

    def watch(self, *fields: QWidget) -> None:
        """Let undo pass by these fields of the lines below, too, as by those of the row."""
        for field in fields:
            field.installEventFilter(self)

    @property
    def fields(self) -> tuple[QWidget, ...]:
        """The fields of the row itself that are shown, in reading order."""
        shown = [cell for cell in self._cells if not cell.field.isHidden()]
        inside = sorted((cell for cell in shown if self._has_place(cell)), key=self._left_edge)
        outside = [cell for cell in shown if not self._has_place(cell)]
        return tuple(cell.field for cell in (*inside, *outside))

    # --- where it stands

    @property
    def is_on_row(self) -> bool:
        """Whether it stands on a row that it corrects."""
        return self._row >= 0

    def stand_on_top(self) -> None:
        """Stand below the titles, for something new."""
        self.give_back()
        self._view.titles.hold_below(self)
        self.fit()

    def stand_on_row(self, place: int) -> None:
        """Stand on a row of the table, which makes room."""
        self.give_back()
        self._row = place
        self.setParent(self._view.viewport())
        self.show()
        self.raise_()
        self.fit()
        self._view.scrollTo(self._view.model().index(place, 0))
        self._follow()

    def give_back(self) -> None:
        """Leave the place where it stands; the table closes up."""
        self.hide()
        if self._row >= 0:
            self._row_height(current_theme().scale.row)
            self._row = -1
        self._view.titles.hold_below(None)

    def fit(self) -> None:
        """Lay the fields out anew: after a column moved, or when a line below came or went."""
        if self.isHidden():
            return
        self._place_cells()
        line, width = self._line_height(), self._room()
        height = self._below_height(width)
        self._below.setGeometry(0, line, width, height)
        self.setFixedHeight(line + height)
        if self._row < 0:
            self._view.titles.fit()
        else:
            self._row_height(line + height)
            self._follow()
        self._set_tab_order()

    def _grow(self) -> None:
        if not self.isHidden() and self._below.height() != self._below_height(self._room()):
            self.fit()

    def _below_height(self, width: int) -> int:
        below = self._below.layout()
        if below is None:
            return 0
        below.invalidate()
        if below.hasHeightForWidth():
            return int(below.totalHeightForWidth(width))
        return int(below.totalSizeHint().height())

    def _room(self) -> int:
        return int(self._view.viewport().width())

    def _line_height(self) -> int:
        scale = current_theme().scale
        return int(max(scale.row, scale.control + _EDGES + 2 * _GAP))

    def _row_height(self, height: int) -> None:
        if self._row < self._view.model().rowCount():
            self._view.verticalHeader().resizeSection(self._row, height)

    def _follow(self) -> None:
        if self._row >= 0:
            self.setGeometry(0, self._view.rowViewportPosition(self._row), self._room(),
                             self.height())  # fmt: skip

    # --- cells

    def _place_cells(self) -> None:
        for cell in self._cells:
            if not self._has_place(cell):
                continue
            if cell.field.parentWidget() is not self:
                hidden = cell.field.isHidden()
                cell.field.setParent(self)
                cell.field.setHidden(hidden)
            cell.field.setGeometry(self._rect(cell))
        self._place_overflow()

    def _place_overflow(self) -> None:
        outside = [cell for cell in self._cells if not self._has_place(cell)]
        wanted = [cell.field for cell in outside if not cell.field.isHidden()]
        while (item := self._overflow_line.takeAt(0)) is not None:
            old = item.widget()
            if old is not None and old not in [cell.field for cell in self._cells]:
                old.hide()
                old.deleteLater()
        for cell in outside:
            if cell.field in wanted:
                self._overflow_line.addWidget(label(cell.title, "small"))
                self._overflow_line.addWidget(cell.field, 1)
                cell.field.show()
        set_shown(self._overflow, shown=bool(wanted))

    def _sections(self, cell: _Cell) -> list[int]:
        """Return the sections of a field's columns that stand side by side, from the first on."""
        header = self._view.titles
        model = self._view.model()
        keys = [one.key for one in getattr(model, "columns", ())]
        shown = [
            header.visualIndex(keys.index(key))
            for key in cell.keys
            if key in keys and not header.isSectionHidden(keys.index(key))
        ]
        places = sorted(shown)
        taken = places[:1]
        for before, after in pairwise(places):
            between = range(before + 1, after)
            if not all(header.isSectionHidden(header.logicalIndex(one)) for one in between):
                break
            taken.append(after)
        return [header.logicalIndex(place) for place in taken]

    def _has_place(self, cell: _Cell) -> bool:
        return bool(self._sections(cell))

    def _left_edge(self, cell: _Cell) -> int:
        return self._rect(cell).left()

    def _rect(self, cell: _Cell) -> QRect:
        header, sections = self._view.titles, self._sections(cell)
        left = header.sectionViewportPosition(sections[0])
        width = sum(header.sectionSize(section) for section in sections)
        first = left + header.offset() == 0
        inset = (CARD_PADDING if first else CELL_PADDING) - _INSET
        height = current_theme().scale.control + _EDGES
        top = (self._line_height() - height) // 2
        return QRect(left + inset, top, width - inset - _GAP, height)

    def _set_tab_order(self) -> None:
        order: Sequence[QWidget] = (*self.fields, *_reached(self.aside), *_reached(self.foot))
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    # --- events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew when the table became wider or narrower."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._soon.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves, Esc leaves, from whichever field; no key reaches the table below."""
        key = Qt.Key(event.key())
        if key in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.saved.emit()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let undo reach the book from a field that has nothing of its own to take back.

        And grow with the lines below, once they have laid themselves out.
        """
        if watched is self._below and event.type() == QEvent.Type.LayoutRequest:
            self._grow()
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            field = watched.lineEdit() if isinstance(watched, QComboBox) else watched
            spent = isinstance(field, QLineEdit) and not field.isUndoAvailable()
            if spent and any(event.matches(key) for key in _UNDO):
                event.ignore()
                return True
        return super().eventFilter(watched, event)


def _reached(part: QWidget) -> list[QWidget]:
    """Return the fields of a line that Tab reaches, in the order in which they were laid out."""
    return [
        one
        for one in part.findChildren(QWidget)
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and one.focusProxy() is None
        and not isinstance(one.parentWidget(), QComboBox)
        # The list of a combo box is a window of its own.
        and one.window() is part.window()
    ]
