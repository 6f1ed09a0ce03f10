"""A table as every register shows it: rows, an empty state, and a bar for the selection."""

from typing import Any

from PySide6.QtCore import QPoint, QSettings, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QPushButton, QStackedWidget, QWidget

from financedesk.ui.formatting import counted, money
from financedesk.ui.models.paged import PagedTableModel
from financedesk.ui.models.table_model import TableModel
from financedesk.ui.theme import Weight, current_theme, font
from financedesk.ui.widgets.action_row import ActionRow
from financedesk.ui.widgets.build import button, column, label, row, set_look
from financedesk.ui.widgets.column_menu import ColumnMenu
from financedesk.ui.widgets.empty_state import EmptyState
from financedesk.ui.widgets.skeleton import TableSkeleton
from financedesk.ui.widgets.table_totals import TableTotals
from financedesk.ui.widgets.table_view import TableView

REMEMBERED_SELECTION = 1_000


class DataTable(QWidget):
    """Shows a ``TableModel``.

    ``row_opened`` carries the id of the row that was opened, ``selection_changed`` how many
    rows are selected, ``totalled`` the rows shown and their sum in cents. After the model is
    filled anew the same rows are selected again.
    """

    row_opened = Signal(object)
    selection_changed = Signal(int)
    escaped = Signal()
    totalled = Signal(object, object)

    def __init__(
        self,
        name: str,
        model: TableModel[Any],
        *,
        empty: EmptyState | None = None,
        noun: tuple[str, str] = ("row", "rows"),
        selection_bar: bool = True,
        totals: bool = True,
    ) -> None:
        """``name`` is what a screen reader calls the table; ``noun`` counts its rows.

        A table whose rows can be selected and summed has their total below them (``totals``).
        """
        super().__init__()
        self.model = model
        if model.parent() is None:
            # It tells this table what changed, so each would keep the other for ever.
            model.setParent(self)
        self.name, self.noun = name, noun
        self._with_bar = selection_bar
        self._fixed_rows = 0
        self._held_open = False
        self._kept: tuple[list[int], int] = ([], -1)
        self._pages = QStackedWidget(self)
        self.view = TableView(model, self._pages)
        self.view.setAccessibleName(name)
        self.columns_menu = ColumnMenu(self.view, model, self._sort_by)
        self.empty = empty or EmptyState("Nothing here yet")
        self._pages.addWidget(self.view)
        self._pages.addWidget(self.empty)
        self.skeleton = TableSkeleton()
        self._pages.addWidget(self.skeleton)
        self._asking = False
        self.totals = TableTotals(self.view, model, noun)
        self._with_totals = totals and selection_bar and model.has_sum
        self._bar, self._actions = self._selection_bar()
        self.setLayout(column(self._pages, self.totals, self._bar, spacing=0))
        self._connect()
        self._show_state()
        self._add_up()

    @property
    def is_empty(self) -> bool:
        """Whether the empty state is shown."""
        return self._pages.currentWidget() is self.empty

    @property
    def is_register(self) -> bool:
        """Whether rows can be selected here, and not a few of them be read on a card."""
        return self._with_bar and not self._fixed_rows

    def add_action(self, made: QPushButton) -> None:
        """Put a button on the selection bar."""
        self._actions.add(made)

    def hold_open(self, *, held: bool) -> None:
        """Show the titles even without rows, because something is entered below them."""
        self._held_open = held
        self._show_state()

    def remember(self, settings: QSettings, key: str) -> None:
        """Keep the columns' order, visibility and widths, and the sort, under ``key``."""
        self.columns_menu.remember(settings, key)
        self._show_sort()

    def selected_ids(self) -> list[int]:
        """Return the ids of the selected rows in their order."""
        return [self.model.row_id(place) for place in self.view.selected_rows()]

    def selected_count(self) -> int:
        """Return how many rows are selected."""
        return sum(map(len, self.view.selected_ranges()))

    def fit_rows(self, rows: int) -> None:
        """Be exactly as high as a header and ``rows`` rows, for a short list on a card."""
        self._fixed_rows = rows
        self._with_totals = False
        self._show_state()
        self.view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fit_height()

    def _fit_height(self) -> None:
        if self._fixed_rows:
            scale = current_theme().scale
            self.view.setFixedHeight(scale.header_row + self._fixed_rows * scale.row)

    def _connect(self) -> None:
        header = self.view.horizontalHeader()
        header.sectionClicked.connect(self._sort)
        header.customContextMenuRequested.connect(self._show_menu)
        self.view.row_opened.connect(lambda place: self.row_opened.emit(self.model.row_id(place)))
        self.view.escaped.connect(self.escaped)
        current_theme().changed.connect(self._fit_height)
        self.view.selectionModel().selectionChanged.connect(lambda _on, _off: self._selected())
        self.model.modelAboutToBeReset.connect(self._keep)
        self.model.modelReset.connect(self._restore)
        self.model.modelReset.connect(self._add_up)
        self.model.rowsInserted.connect(lambda *_: self._add_up())
        self.view.copy_wanted.connect(self.copy)
        self.view.customContextMenuRequested.connect(self._show_row_menu)
        if isinstance(self.model, PagedTableModel):
            self.model.asking.connect(self._show_asking)
            self.model.stopped.connect(self._show_sort)
            self.model.stopped.connect(self._add_up)

    def _selection_bar(self) -> tuple[QFrame, ActionRow]:
        bar = QFrame()
        set_look(bar, "selection")
        self._count = label("", "name")
        self._sum = label("", "quiet")
        self._sum.setFont(font(current_theme().scale.body, Weight.NAME, tabular=True))
        actions = ActionRow()
        copy = button("Copy", icon="copy", on_click=self.copy)
        clear = button("", "bare", icon="x", name="Clear selection", on_click=self.clear_selection)
        line = row(self._count, self._sum, actions, copy, clear, margins=(16, 6, 10, 6))
        line.setStretch(2, 1)
        bar.setLayout(line)
        bar.hide()
        return bar, actions

    def copy(self) -> None:
        """Copy the selected rows and say so."""
        hidden = ", without amounts: they are hidden" if current_theme().amounts_hidden else ""
        self.view.copy(lambda rows: self._announce(f"{counted(rows, *self.noun)} copied{hidden}"))

    def _announce(self, words: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.view, words))

    def clear_selection(self) -> None:
        """Select nothing and go back to the rows."""
        self.view.clearSelection()
        self.view.setFocus()

    def _sort(self, section: int) -> None:
        header = self.view.horizontalHeader()
        self._sort_by(section, header.sortIndicatorOrder())

    def _sort_by(self, section: int, order: Qt.SortOrder) -> None:
        if self.model.columns[section].sortable:
            self.model.sort(section, order)
            self.columns_menu.keep_sort()
        self._show_sort()

    def _show_sort(self) -> None:
        """Let the arrow say what the rows are in the order of, also after a sort was stopped."""
        by = self.model.sorted_by
        keys = [column.key for column in self.model.columns]
        if by is not None and by[0] in keys:
            order = Qt.SortOrder.DescendingOrder if by[1] else Qt.SortOrder.AscendingOrder
            header, place = self.view.horizontalHeader(), keys.index(by[0])
            # Qt would draw every title anew at each letter of a search.
            if (header.sortIndicatorSection(), header.sortIndicatorOrder()) != (place, order):
                header.setSortIndicator(place, order)

    def _show_menu(self, at: QPoint) -> None:
        header = self.view.horizontalHeader()
        self.columns_menu.about(header.logicalIndexAt(at))
        self.columns_menu.popup(header.mapToGlobal(at))

    def _show_row_menu(self, at: QPoint) -> None:
        """Show the menu of columns where the pointer or, by its key, the keyboard is."""
        here = self.view.indexAt(at)
        self.columns_menu.about((here if here.isValid() else self.view.currentIndex()).column())
        self.columns_menu.popup(self.view.viewport().mapToGlobal(at))

    def _show_asking(self, asking: bool) -> None:  # noqa: FBT001 - a signal's own
        self._asking = asking
        self._show_state()
        if not asking:
            self._show_sort()

    def _selected(self) -> None:
        ranges = self.view.selected_ranges()
        number = sum(map(len, ranges))
        self._bar.setVisible(self._with_bar and number > 0)
        self._count.setText(f"{counted(number, *self.noun)} selected")
        self._sum.setText("")
        if number and self.model.has_sum:
            self.model.request_sum(ranges, lambda cents: self._sum.setText(f"· {money(cents)}"))
        self.selection_changed.emit(number)

    def _keep(self) -> None:
        current = self.view.currentIndex().row()
        known = 0 <= current < self.model.rowCount()
        few = self.selected_count() <= REMEMBERED_SELECTION
        self._kept = (
            self.selected_ids() if few else [],
            self.model.row_id(current) if known else -1,
        )

    def _restore(self) -> None:
        self._show_state()
        chosen, current = self._kept
        places = [place for place in map(self.model.position_of, chosen) if place >= 0]
        at = self.model.position_of(current) if current >= 0 else -1
        if places or at >= 0:
            self.view.select_rows(places, at)
        self._selected()

    def _show_state(self) -> None:
        if self.model.rowCount() or self._held_open:
            page: QWidget = self.view
        else:
            page = self.skeleton if self._asking else self.empty
        self._pages.setCurrentWidget(page)
        self.totals.setVisible(self._with_totals and self.model.rowCount() > 0)

    def _add_up(self) -> None:
        """Ask for the total of the rows that have come; none stands there until it is known."""
        self.totals.forget()
        if not self._with_totals:
            return
        if self.model.rowCount():
            self.model.request_totals(self._show_totals)
        else:
            self.totalled.emit(0, 0)

    def _show_totals(self, rows: int, cents: int) -> None:
        self.totals.show_totals(rows, cents)
        self.totalled.emit(rows, cents)
