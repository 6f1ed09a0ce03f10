"""Free text and named filters above a register."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton, QSizePolicy, QWidget

from financedesk.ui.theme import bind_icon, current_theme
from financedesk.ui.widgets.build import button, row, set_shown

DEBOUNCE_MS = 150
_BESIDE_ICON = "  "
_LEAST = "Information…"
SEARCH_PAUSE_MS = 0
"""A register answers each letter at once; what follows the first screen waits for a pause."""


class SearchField(QLineEdit):
    """A field that reports what was typed once the typing pauses; Esc empties it."""

    searched = Signal(str)

    def __init__(self, hint: str) -> None:
        super().__init__()
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setProperty("look", "search-field")
        self.setClearButtonEnabled(False)
        find = self.addAction(QIcon(), QLineEdit.ActionPosition.LeadingPosition)
        find.setToolTip(hint)
        bind_icon(find, "search", current_theme(), "text_3")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SEARCH_PAUSE_MS)
        self._pause.timeout.connect(lambda: self.searched.emit(self.text()))
        self.textChanged.connect(lambda _text: self._pause.start())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter reports at once; Esc empties the field first and is passed on after that."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._pause.stop()
            self.searched.emit(self.text())
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


@dataclass(frozen=True)
class FilterField:
    """Something to filter by: its key and title, and its values with their words."""

    key: str
    title: str
    values: tuple[tuple[str, str], ...]

    def words(self, value: str) -> str:
        """Return what is shown for a value."""
        return dict(self.values).get(value, value)


class FilterChip(QPushButton):
    """A filter that is set, which a press takes away; it says less where room is short."""

    def __init__(self, words: str, value: str) -> None:
        """``value`` is what is shown of the words where they find no room."""
        super().__init__(f"{words}{_BESIDE_ICON}")
        self.words, self._value = words, value
        self.setProperty("look", "chip")
        self.setAutoDefault(True)
        bind_icon(self, "x", current_theme(), "text_2")
        self.setAccessibleName(f"Remove filter: {words}")
        self.setToolTip(words)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Wish for room for all words."""
        return QSize(self._frame() + self._wide(self.words), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Need room for a few letters."""
        least = min(self._wide(self._value), self._wide(_LEAST))
        return QSize(self._frame() + least, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the words if they fit, else as much of the value as does."""
        super().resizeEvent(event)
        room = self.width() - self._frame()
        shown = self.words
        if self._wide(self.words) > room:
            short = Qt.TextElideMode.ElideRight
            shown = self.fontMetrics().elidedText(self._value, short, room)
        if self.text() != f"{shown}{_BESIDE_ICON}":
            self.setText(f"{shown}{_BESIDE_ICON}")

    def _frame(self) -> int:
        """Return the width of everything but the words."""
        shown = self.text().removesuffix(_BESIDE_ICON)
        return super().sizeHint().width() - self._wide(shown)

    def _wide(self, words: str) -> int:
        return self.fontMetrics().horizontalAdvance(words)


class FilterBar(QWidget):
    """Search field, chips of the filters that are set, and a menu to set more.

    ``changed`` carries the text and the filters as ``((key, value), …)``.
    """

    changed = Signal(str, tuple)

    def __init__(self, hint: str, fields: Sequence[FilterField] = ()) -> None:
        super().__init__()
        self.search = SearchField(hint)
        self.search.setMinimumWidth(160)
        self.search.setMaximumWidth(320)
        self._fields: dict[str, FilterField] = {}
        self._set: dict[str, str] = {}
        self._chips = row(spacing=6)
        self._add = button("Filter", icon="filter", name="Add a filter")
        self._menu = QMenu(self._add)
        self._add.setMenu(self._menu)
        self.trailing = row(spacing=8)
        content = row(spacing=8)
        content.addWidget(self.search, 1)
        content.addWidget(self._add)
        content.addLayout(self._chips)
        content.addStretch(1)
        content.addLayout(self.trailing)
        self.setLayout(content)
        self.search.searched.connect(lambda _text: self._tell())
        self.offer(fields)

    @property
    def filters(self) -> tuple[tuple[str, str], ...]:
        """The filters that are set."""
        return tuple(self._set.items())

    def offer(self, fields: Sequence[FilterField]) -> None:
        """Replace what can be filtered by; set filters that are no longer offered go."""
        self._fields = {field.key: field for field in fields}
        self._set = {key: value for key, value in self._set.items() if key in self._fields}
        self._menu.clear()
        for field in fields:
            submenu = self._menu.addMenu(field.title)
            for value, words in field.values:
                choice = submenu.addAction(words)
                choice.triggered.connect(
                    lambda _on=False, key=field.key, value=value: self.set_filter(key, value)
                )
        set_shown(self._add, shown=bool(fields))
        self._show_chips()

    def words_of(self, filters: Sequence[tuple[str, str]]) -> list[str]:
        """Return how the chips of filters would read; those that are not offered are left out."""
        return [
            f"{self._fields[key].title} is {self._fields[key].words(value)}"
            for key, value in filters
            if key in self._fields
        ]

    def set_filter(self, key: str, value: str) -> None:
        """Filter by a value; an empty value takes the filter away."""
        if value:
            self._set[key] = value
        else:
            self._set.pop(key, None)
        self._show_chips()
        self._tell()

    def hold_to(self, text: str, filters: Sequence[tuple[str, str]]) -> None:
        """Search and filter by exactly this; filters that are not offered are left out."""
        self._set = {key: value for key, value in filters if key in self._fields}
        self.search.setText(text)
        self._show_chips()
        self._tell()

    def clear(self) -> None:
        """Take away text and filters."""
        self._set.clear()
        self.search.clear()
        self._show_chips()
        self._tell()

    def _tell(self) -> None:
        self.changed.emit(self.search.text(), self.filters)

    def _show_chips(self) -> None:
        while (item := self._chips.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for key, value in self._set.items():
            self._chips.addWidget(self._chip(self._fields[key], value))

    def _chip(self, field: FilterField, value: str) -> QPushButton:
        words = f"{field.title} is {field.words(value)}"
        chip = FilterChip(words, field.words(value))
        chip.clicked.connect(lambda: self.set_filter(field.key, ""))
        return chip
