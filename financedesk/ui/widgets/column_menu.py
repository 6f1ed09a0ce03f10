"""Which columns a table shows and in which order: a menu, and what is remembered of it."""

from PySide6.QtCore import QSettings
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from financedesk.ui.models.table_model import TableModel
from financedesk.ui.widgets.table_view import TableView


class ColumnMenu(QMenu):
    """Shows, hides and moves columns; everything here can be reached from the keyboard."""

    def __init__(self, view: TableView, model: TableModel[object]) -> None:
        super().__init__("Columns", view)
        self._view, self._model = view, model
        self._settings: QSettings | None = None
        self._key = ""
        self._shown: list[QAction] = []
        for place, column in enumerate(model.columns):
            action = self.addAction(column.title or column.key)
            action.setCheckable(True)
            action.toggled.connect(lambda on, place=place: self.show_column(place, shown=on))
            self._shown.append(action)
        self.addSeparator()
        self.addAction("Move current column left").triggered.connect(lambda: self.move_column(-1))
        self.addAction("Move current column right").triggered.connect(lambda: self.move_column(1))
        self.aboutToShow.connect(self._tick)
        view.horizontalHeader().sectionMoved.connect(self._save)
        self._tick()

    def remember(self, settings: QSettings, key: str) -> None:
        """Bring back the columns as they were left under ``key``, and keep them from now on."""
        self._settings, self._key = settings, key
        order = [word for word in str(settings.value(f"{key}/order", "")).split(",") if word]
        hidden = str(settings.value(f"{key}/hidden", "?")).split(",")
        header = self._view.horizontalHeader()
        places = {column.key: place for place, column in enumerate(self._model.columns)}
        known = [name for name in order if name in places]
        for target, name in enumerate(known):
            header.moveSection(header.visualIndex(places[name]), target)
        if hidden != ["?"]:
            for place, column in enumerate(self._model.columns):
                self._view.want(place, wanted=column.key not in hidden)
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
        """Move the column of the current cell left (-1) or right (1)."""
        header = self._view.horizontalHeader()
        place = header.visualIndex(max(0, self._view.currentIndex().column()))
        if 0 <= place + by < header.count():
            header.moveSection(place, place + by)

    def _tick(self) -> None:
        for place, action in enumerate(self._shown):
            blocked = action.blockSignals(True)  # noqa: FBT003 - Qt's own
            action.setChecked(self._view.is_wanted(place))
            action.blockSignals(blocked)

    def _save(self) -> None:
        if self._settings is None:
            return
        header = self._view.horizontalHeader()
        columns = self._model.columns
        order = [columns[header.logicalIndex(place)].key for place in range(header.count())]
        hidden = [column.key for at, column in enumerate(columns) if not self._view.is_wanted(at)]
        self._settings.setValue(f"{self._key}/order", ",".join(order))
        self._settings.setValue(f"{self._key}/hidden", ",".join(hidden))
