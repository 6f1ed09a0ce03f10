"""The month of a dues run: its head, its figures, and a row for each official."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QItemSelectionModel, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from financedesk.remittances.month_acts import to_prepare
from financedesk.remittances.month_run import PROPOSED, STATES, STOPPED, MonthRow, MonthRun
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.models import ListTableModel
from financedesk.ui.pages.remittances_run_columns import (
    NOUN,
    STATE_CHIPS,
    empty_columns,
    row_order,
    run_columns,
    show_columns,
)
from financedesk.ui.pages.remittances_run_head import MonthHead, figures_of
from financedesk.ui.shell.page import Shell
from financedesk.ui.theme import current_theme
from financedesk.ui.widgets import (
    Banner,
    Card,
    DataTable,
    EmptyState,
    FigureRow,
    FilterBar,
    FilterField,
    button,
    column,
)
from financedesk.ui.widgets.action_row import ActionRow
from financedesk.ui.widgets.build import allow, set_shown
from financedesk.ui.widgets.folding_row import FoldingRow
from financedesk.ui.widgets.keys import add_keys

_WITH_FIGURES = 480
"""How high the month must be for its figures to stand above the rows."""
_NO_MARK = QItemSelectionModel.SelectionFlag.NoUpdate
MATCH = "Match what came"
_STATUS = FilterField("state", "Instruction", tuple((one, STATE_CHIPS[one][0]) for one in STATES))


class MonthPanel(QWidget):
    """Shows a month; what is done to officials is asked of whoever holds it.

    Space marks officials and arrows leave the marks alone, so that a month is gone through like a
    list on paper. ``opened`` carries the official whose month is to be seen.
    """

    opened = Signal(object)
    prepare_wanted = Signal()
    sign_wanted = Signal()
    waive_wanted = Signal()
    match_wanted = Signal()

    def __init__(self, shell: Shell, desk: BookDesk) -> None:
        super().__init__()
        self._desk = desk
        self._rows: tuple[MonthRow, ...] = ()
        self._why_not = ""
        self._empty_columns: frozenset[str] = frozenset()
        self.head = MonthHead(desk.today)
        self.model: ListTableModel[MonthRow] = ListTableModel(
            run_columns(self._mark), identify=lambda one: one.official_id, order=row_order
        )
        self.filter = FilterBar("Name or reference", (_STATUS,))
        self.empty = EmptyState("", icon="calendar-clock")
        self.table = DataTable("Dues run", self.model, empty=self.empty, noun=NOUN)
        self.table.remember(shell.settings, "remittances/run-columns")
        self.table.view.setSelectionMode(QAbstractItemView.SelectionMode.MultiSelection)
        self.figures = FigureRow("The month in figures")
        self.problem = Banner("", "bad", action="Show them", closable=True)
        self._add_buttons()
        self._lay_out()
        self._connect()
        self._say_empty()

    def _add_buttons(self) -> None:
        self.acts = ActionRow()
        self.prepare_button = button(
            "Prepare all", "primary", icon="list-checks", on_click=self.prepare_wanted.emit
        )
        self.sign_button = button("Signed…", icon="pencil", on_click=self.sign_wanted.emit)
        self.match_button = button(MATCH, icon="hand-coins", on_click=self.match_wanted.emit)
        self.waive_button = button("Waive…", icon="minus", on_click=self.waive_wanted.emit)
        for one in (self.prepare_button, self.sign_button, self.match_button, self.waive_button):
            self.acts.add(one)

    def _lay_out(self) -> None:
        card = Card(flush=True)
        card.body.addWidget(self.table)
        whole = column(self.head, self.figures, self.problem, spacing=12)
        whole.addWidget(FoldingRow(self.filter, self.acts))
        whole.addWidget(card, 1)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.filter.changed.connect(lambda _text, _filters: self._show())
        self.table.row_opened.connect(self.opened)
        self.table.selection_changed.connect(lambda _number: self._refresh_buttons())
        self.problem.action_wanted.connect(self._show_those)
        current_theme().changed.connect(self._fit)
        keys: Mapping[str, Callable[[], object]] = {
            **dict.fromkeys(("Ctrl+Return", "Ctrl+Enter"), self.prepare_wanted.emit),
            "S": self.sign_wanted.emit,
            "W": self.waive_wanted.emit,
            "M": self.match_wanted.emit,
            "Home": lambda: self._go(0),
            "End": lambda: self._go(self.model.size() - 1),
        }
        add_keys(self.table.view, keys)
        step = self.head.month.step
        add_keys(self, {"Alt+Left": lambda: step(-1), "Alt+Right": lambda: step(1)}, inside=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the figures give way to the rows where there is little height."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        needed = _WITH_FIGURES * current_theme().text_size // 100
        set_shown(self.figures, shown=self.height() >= needed)

    # --- what it shows

    def show_run(self, run: MonthRun, rows: Sequence[MonthRow], why_not: str) -> None:
        """Show a month; ``rows`` are its officials with what proposing found out beside.

        ``why_not`` says why the user may do nothing here, empty where they may.
        """
        self._rows, self._why_not = tuple(rows), why_not
        self._make_room(empty_columns(rows))
        self.figures.show_figures(figures_of(run))
        self._fit()
        self._show()

    def _make_room(self, empty: frozenset[str]) -> None:
        """Hide columns in which nobody has anything; whoever wants to see them still can."""
        show_columns(self.table, self._empty_columns - empty, shown=True)
        show_columns(self.table, empty - self._empty_columns, shown=False)
        self._empty_columns = empty

    def row_of(self, official_id: int) -> MonthRow | None:
        """Return the row of an official, also while a filter keeps it out of sight."""
        return next((one for one in self._rows if one.official_id == official_id), None)

    def marked(self) -> Sequence[MonthRow]:
        """Return the officials that are marked."""
        chosen = {*self.table.selected_ids()}
        return [one for one in self.model.rows if one.official_id in chosen]

    def marked_or_all(self) -> Sequence[MonthRow]:
        """Return the marked officials; without a mark all that are in sight."""
        return self.marked() or self.model.rows

    def marked_or_current(self) -> Sequence[MonthRow]:
        """Return the marked officials; without a mark the one that the keyboard is on."""
        current = self.model.row_at(self.table.view.currentIndex().row())
        return self.marked() or ([] if current is None else [current])

    def focus_rows(self) -> None:
        """Take the keyboard to the rows, to the first one where it was on none.

        Without any row it goes to what is left to do: taking what came.
        """
        if self.model.size() and not self.table.view.currentIndex().isValid():
            self._go(0)
        (self.table.view if self.model.size() else self.match_button).setFocus()

    def _go(self, place: int) -> None:
        """Go to a row; a mark is neither set nor taken away."""
        if 0 <= place < self.model.size():
            here = self.model.index(place, 0)
            self.table.view.selectionModel().setCurrentIndex(here, _NO_MARK)
            self.table.view.scrollTo(here)

    def show_came(self, number: int, why_not: str) -> None:
        """Say how many payments may be taken; ``why_not`` says why the user may take none."""
        self.match_button.setText(f" {MATCH} ({number})" if number else f" {MATCH}")
        allow(self.match_button, why_not, "Take contributions as what they answer (M)")

    def _show(self) -> None:
        """Show the rows that fit search and filter, in the order that the user has chosen."""
        rows = [one for one in self._rows if self._fits(one)]
        if self.model.sorted_by is not None:
            key, descending = self.model.sorted_by
            rows.sort(key=lambda one: row_order(one, key), reverse=descending)
        self.model.show(rows)
        self._say_empty()
        self._refresh_buttons()

    def _fits(self, one: MonthRow) -> bool:
        wanted = dict(self.filter.filters).get("state")
        told = f"{one.name} {one.reference}".casefold()
        words = self.filter.search.text().casefold().split()
        return wanted in (None, one.state) and all(word in told for word in words)

    def _show_those(self) -> None:
        """Show the officials of whom the message speaks."""
        stopped = any(one.state == STOPPED for one in self._rows)
        self.filter.set_filter("state", STOPPED if stopped else PROPOSED)

    def _say_empty(self) -> None:
        if self.filter.search.text() or self.filter.filters:
            self.empty.say("Nobody fits", "Remove the filter or search for another name.")
        else:
            self.empty.say(
                "No officials in this month",
                "Enter who holds office and what they pledged: from then on each month says here"
                " what is due, what was kept, and where it may lawfully go.",
            )

    def _refresh_buttons(self) -> None:
        why, marked, rows = self._why_not, len(self.marked()), self.marked_or_all()
        todo, ready = len(to_prepare(rows)), sum(one.state == PROPOSED for one in rows)
        self.prepare_button.setText(f" Prepare {marked}" if marked else " Prepare all")
        self.sign_button.setText(f" Signed… ({ready})" if ready else " Signed…")
        allow(self.prepare_button, why or ("" if todo else "Nothing is left to propose."),
              "Propose where each amount may go (Ctrl+Enter)")  # fmt: skip
        allow(self.sign_button, why or ("" if ready else "Nothing waits for a signature."),
              "Record the day on which they signed (S)")  # fmt: skip
        allow(self.waive_button, why or ("" if rows else "Nobody is here."),
              "Say who need not give, and why (W)")  # fmt: skip

    def _mark(self, code: str) -> str:
        """Return the letters of an entity by its short name in the book."""
        known = {one.code: one.id for one in self._desk.entity_rows()}
        letters = {one.entity_id: one.mark for one in self._desk.entities()}
        return letters.get(known.get(code), code) if code in known else code
