"""Which columns a table shows, how wide, in which order: a menu, and what is remembered of it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from financedesk.ui.models.table_model import TableModel
from financedesk.ui.widgets.table_view import TableView

_STEP = 16
_NARROWEST = 36
_UP, _DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
_KEPT = ("order", "hidden", "widths", "sort")


class ColumnMenu(QMenu):
    """Sorts by a column, shows, hides, moves and widens it: all of it from the keyboard, too.

    It speaks of one column: the one that was clicked, or that of the current cell (``about``).
    """

    def __init__(
        self,
        view: TableView,
        model: TableModel[Any],
        sort: Callable[[int, Qt.SortOrder], None] = lambda _place, _order: None,
    ) -> None:
        super().__init__("Columns", view)
        self._view, self._model, self._sort = view, model, sort
        self._settings: QSettings | None = None
        self._key = ""
        self._about = -1
        self._at_first = [column.key for column in model.columns if column.hidden]
        self._own = self._column_actions()
        self.addSeparator()
        self._shown = [self._toggle(place) for place in range(len(model.columns))]
        self.addSeparator()
        self.addAction("Columns as at first").triggered.connect(self.reset)
        self.aboutToShow.connect(self._tick)
        view.horizontalHeader().sectionMoved.connect(self._save)
        view.width_changed.connect(self._save)
        self._tick()

    def _column_actions(self) -> dict[str, QAction]:
        acts: tuple[tuple[str, Callable[[], None]], ...] = (
            ("Sort {}, smallest first", lambda: self._sort(self._place(), _UP)),
            ("Sort {}, largest first", lambda: self._sort(self._place(), _DOWN)),
            ("Move {} left", lambda: self.move_column(-1)),
            ("Move {} right", lambda: self.move_column(1)),
            ("Make {} wider", lambda: self.widen(_STEP)),
            ("Make {} narrower", lambda: self.widen(-_STEP)),
        )
        made = {}
        for words, run in acts:
            action = self.addAction(words)
            action.triggered.connect(lambda _on=False, run=run: run())
            made[words] = action
        return made

    def _toggle(self, place: int) -> QAction:
        column = self._model.columns[place]
        action = self.addAction(column.title or column.key.capitalize())
        action.setCheckable(True)
        action.toggled.connect(lambda on: self.show_column(place, shown=on))
        return action

    def _place(self) -> int:
        return self._about if self._about >= 0 else max(0, self._view.currentIndex().column())

    def about(self, place: int) -> None:
        """Speak of this column; -1 for that of the current cell."""
        self._about = place

    # --- what is remembered

    def remember(self, settings: QSettings, key: str) -> None:
        """Bring back the columns as they were left under ``key``, and keep them from now on."""
        self._settings, self._key = None, key
        order = self._listed(settings, "order")
        header = self._view.horizontalHeader()
        places = {column.key: place for place, column in enumerate(self._model.columns)}
        for target, name in enumerate(name for name in order if name in places):
            header.moveSection(header.visualIndex(places[name]), target)
        if settings.contains(f"{key}/hidden"):
            hidden = self._listed(settings, "hidden")
            for place, column in enumerate(self._model.columns):
                self._view.want(place, wanted=column.key not in hidden)
        self._view.set_own_widths(self._widths(settings, places))
        for by in self._listed(settings, "sort")[:1]:
            name, _, way = by.partition(":")
            self._model.start_sorted(name, descending=way == "down")
        self._settings = settings
        self._tick()

    def _listed(self, settings: QSettings, what: str) -> list[str]:
        found = str(settings.value(f"{self._key}/{what}", ""))
        return [word for word in found.split(",") if word]

    def _widths(self, settings: QSettings, places: dict[str, int]) -> dict[int, int]:
        parts = (word.partition(":") for word in self._listed(settings, "widths"))
        return {
            places[name]: max(_NARROWEST, int(width))
            for name, _, width in parts
            if name in places and width.isdecimal()
        }

    def _save(self, *_: object) -> None:
        if self._settings is None:
            return
        header = self._view.horizontalHeader()
        columns = self._model.columns
        order = [columns[header.logicalIndex(place)].key for place in range(header.count())]
        hidden = [column.key for at, column in enumerate(columns) if not self._view.is_wanted(at)]
        widths = [f"{columns[at].key}:{wide}" for at, wide in self._view.own_widths.items()]
        for what, words in (("order", order), ("hidden", hidden), ("widths", widths)):
            self._settings.setValue(f"{self._key}/{what}", ",".join(words))

    def keep_sort(self) -> None:
        """Remember what the table is sorted by."""
        by = self._model.sorted_by
        if self._settings is not None and by is not None:
            way = "down" if by[1] else "up"
            self._settings.setValue(f"{self._key}/sort", f"{by[0]}:{way}")

    def reset(self) -> None:
        """Show the columns as the program brings them, and forget what was remembered."""
        if self._settings is not None:
            for what in _KEPT:
                self._settings.remove(f"{self._key}/{what}")
        settings, self._settings = self._settings, None
        header = self._view.horizontalHeader()
        for place, column in enumerate(self._model.columns):
            header.moveSection(header.visualIndex(place), place)
            self._view.want(place, wanted=column.key not in self._at_first)
        self._view.set_own_widths({})
        self._settings = settings
        self._tick()

    # --- what it does

    def begin_with(self, key: str, *, shown: bool) -> None:
        """Show or hide a column by what is in hand; *as at first* means this from now on."""
        place = next(at for at, one in enumerate(self._model.columns) if one.key == key)
        self._at_first = [one for one in self._at_first if one != key]
        self._at_first += [] if shown else [key]
        self._view.want(place, wanted=shown)
        self._tick()

    def show_column(self, place: int, *, shown: bool) -> None:
        """Show or hide a column; the last one shown stays."""
        places = range(len(self._model.columns))
        others = [at for at in places if at != place and self._view.is_wanted(at)]
        if shown or others:
            self._view.want(place, wanted=shown)
            self._save()
        self._tick()

    def move_column(self, by: int) -> None:
        """Move the column left (-1) or right (1), past those that are not shown."""
        header = self._view.horizontalHeader()
        place = header.visualIndex(self._place())
        target = place + by
        while 0 <= target < header.count() and header.isSectionHidden(header.logicalIndex(target)):
            target += by
        if 0 <= target < header.count():
            header.moveSection(place, target)

    def widen(self, by: int) -> None:
        """Make the column wider or, below zero, narrower by so many pixels."""
        place = self._place()
        wide = max(_NARROWEST, self._view.columnWidth(place) + by)
        self._view.set_own_widths({**self._view.own_widths, place: wide})
        self._save()

    def _tick(self) -> None:
        column = self._model.columns[self._place()]
        for words, action in self._own.items():
            action.setText(words.format(f"“{column.title or column.key.capitalize()}”"))
            action.setEnabled(column.sortable or not words.startswith("Sort"))
        for place, action in enumerate(self._shown):
            blocked = action.blockSignals(True)  # noqa: FBT003 - Qt's own
            action.setChecked(self._view.is_wanted(place))
            action.blockSignals(blocked)
