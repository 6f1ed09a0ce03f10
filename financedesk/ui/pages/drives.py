"""The page Drives: campaigns that a fundraiser steers by, as cards, in a table, side by side."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from importlib import import_module
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget

from financedesk.drives.figures import DriveCard, drive_list
from financedesk.progress import Progress
from financedesk.rules.roles import RECORD
from financedesk.ui.book_desk import book_desk
from financedesk.ui.desk import Area, Changes
from financedesk.ui.formatting import counted, whole_dollars
from financedesk.ui.jobs import Latest
from financedesk.ui.models import ListTableModel
from financedesk.ui.pages.drives_cards import DriveGrid
from financedesk.ui.pages.drives_columns import drive_columns, order_of
from financedesk.ui.pages.drives_words import standing_of
from financedesk.ui.pages.subjects import AddDrive, PresentDrive, ShowDrive, ShowDrives
from financedesk.ui.shell.page import Page, Shell
from financedesk.ui.widgets import (
    Card,
    DataTable,
    EmptyState,
    FilterBar,
    FilterField,
    column,
    row,
)
from financedesk.ui.widgets.build import set_shown
from financedesk.ui.widgets.folding_choice import FoldingChoice

CARDS, TABLE, COMPARE = "cards", "table", "compare"
RECURRING, PROMISES, PEOPLE = "recurring", "promises", "people"
VIEWS = (
    (CARDS, "Cards"), (TABLE, "Table"), (COMPARE, "Compare"), (RECURRING, "Recurring"),
    (PROMISES, "Promises"), (PEOPLE, "People"),
)  # fmt: skip
_MORE: Mapping[str, tuple[str, str]] = {
    RECURRING: ("drives_recurring", "RecurringView"),
    PROMISES: ("drives_promises", "PromisesView"),
    PEOPLE: ("drives_people", "PeopleView"),
}
"""Views of their own, by module and class; each is read when it is first shown."""
ADD = "New drive"
_STANDINGS = (
    "Ahead", "On pace", "Behind", "Goal reached", "Under way", "To come", "Ended", "Closed",
)  # fmt: skip


class Drives(Page):
    """Lists the drives of the entities in hand; one of them (``show_drive``) stands in its place.

    What is typed into the search and chosen as a filter holds in each view.
    """

    areas = frozenset(
        {Area.DRIVES, Area.CONTRIBUTIONS, Area.ENTITIES, Area.DONORS, Area.COMPLIANCE}
    )
    primary_action = "drives.add"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.desk = book_desk(shell)
        self.listed: tuple[DriveCard, ...] = ()
        self.names: Mapping[int, str] = {}
        self._reading = Latest()
        self._read_for: tuple[str, tuple[int, ...]] = ("", ())
        self._wanted: object = None
        self._drive_id = 0
        self._one: Any = None
        self._compared: Any = None
        self._more: dict[str, Any] = {}
        self._build()

    def _build(self) -> None:
        today = self.desk.today
        self.view = FoldingChoice("View", VIEWS)
        self.filter = FilterBar("Search drives")
        self.grid = DriveGrid(today)
        self.model: ListTableModel[DriveCard] = ListTableModel(
            drive_columns(today, lambda: self.names), identify=lambda one: one.plan.id,
            order=order_of(today),
        )  # fmt: skip
        self.table = DataTable(
            "Drives", self.model, empty=EmptyState("No drive like this", icon="target"),
            noun=("drive", "drives"),
        )  # fmt: skip
        self.table.remember(self.shell.settings, "drives")
        self.empty = EmptyState("", icon="target", action=ADD)
        self._none = Card(flush=True)
        self._none.body.addWidget(self.empty)
        self._table_card = Card(flush=True)
        self._table_card.body.addWidget(self.table)
        self.stack = QStackedWidget()
        for one in (self._none, self.grid, self._table_card):
            self.stack.addWidget(one)
        self._head = row(spacing=12)
        self._head.addWidget(self.view, 3)
        self._head.addWidget(self.filter, 2)
        whole = column(spacing=12)
        whole.addLayout(self._head)
        whole.addWidget(self.stack, 1)
        self.body.addLayout(whole, 1)
        self._connect()
        self._say_empty()

    def _connect(self) -> None:
        self.view.chosen.connect(lambda _key: self.show_list())
        self.filter.changed.connect(lambda _text, _filters: self._show_listed())
        self.filter.offer([FilterField("standing", "Stands", tuple((w, w) for w in _STANDINGS))])
        self.grid.opened.connect(self.show_drive)
        self.table.row_opened.connect(lambda drive_id: self.show_drive(int(drive_id)))
        self.empty.action_wanted.connect(lambda: self.shell.commands.run(self.primary_action))

    # --- what the shell asks

    def context_line(self) -> str:
        """Return how many drives there are and what those under way have raised."""
        if self._drive_id and self._one is not None and self._one.title:
            return f"{self._one.title}"
        if not self.listed:
            return self.desk.entity.name
        raised = sum(one.figures.raised_cents for one in self.listed)
        return f"{counted(len(self.listed), 'drive')} · {whole_dollars(raised)} raised"

    def refresh(self, changes: Changes) -> None:
        """Read the drives of the entities in hand, and the one that is shown."""
        if not self.desk.is_open:
            return
        book, scope, today = self.desk.book, self.desk.scope, self.desk.today
        asked = (self.desk.location, scope)

        def read(_progress: Progress) -> list[DriveCard]:
            with book.read() as connection:
                return drive_list(connection, scope, today)

        def take(listed: Sequence[DriveCard]) -> None:
            self._take(listed, asked)

        deliver = self._reading.only(take)
        self._reading.replace(self.shell.runner.background("Reading drives", read, on_done=deliver))

    def _take(self, listed: Sequence[DriveCard], asked: tuple[str, tuple[int, ...]]) -> None:
        if self._read_for != asked:
            self.shell.close_drawer()
            self._read_for, self._drive_id = asked, 0
        self.listed = tuple(listed)
        rows = self.desk.rows_in_hand
        self.names = {one.id: one.name for one in rows} if len(rows) > 1 else {}
        self.table.view.want(1, wanted=len(rows) > 1)
        self._say_empty()
        self._show_listed()
        wanted, self._wanted = self._wanted, None
        self._show()
        if wanted is not None:
            self.open_subject(wanted)

    def open_subject(self, subject: object) -> None:
        """Show a drive, a view, or the form of a new drive, once the drives are read."""
        if self._read_for != (self.desk.location, self.desk.scope):
            self._wanted = subject
        elif isinstance(subject, ShowDrive):
            self.show_drive(subject.drive_id) if subject.drive_id else self.show_list()
        elif isinstance(subject, ShowDrives):
            self.view.choose(subject.view)
            self.show_list()
        elif isinstance(subject, AddDrive):
            self.editing.add(subject.parent_id)
        elif isinstance(subject, PresentDrive):
            self.present()

    def focus_filter(self) -> None:
        """Take the keyboard to the search."""
        if not self._drive_id:
            self.filter.search.setFocus()
            self.filter.search.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back from a drive to all of them."""
        if event.key() == Qt.Key.Key_Escape and self._drive_id:
            self.show_list()
        else:
            super().keyPressEvent(event)

    def picture_states(self) -> Mapping[str, Callable[[], None]]:
        """Return each view, one drive with its tabs, and its form."""
        found: dict[str, Callable[[], None]] = {
            TABLE: partial(self.open_subject, ShowDrives(TABLE)),
            COMPARE: partial(self.open_subject, ShowDrives(COMPARE)),
            **{key: partial(self.open_subject, ShowDrives(key)) for key in _MORE},
        }
        return {**found, **self._one_drive().picture_states()}

    # --- what is in front

    @property
    def today(self) -> date:
        """The desk's day."""
        return self.desk.today

    @property
    def editing(self) -> Any:  # noqa: ANN401 - its module is read when a form is first asked for
        """The forms of drives."""
        return self._one_drive().editing

    def show_drive(self, drive_id: int) -> None:
        """Show one drive in place of the list."""
        self._drive_id = drive_id
        self._show()

    def show_list(self) -> None:
        """Go back to all drives."""
        self._drive_id = 0
        self.shell.close_drawer()
        self._show()
        in_table = self.stack.currentWidget() is self._table_card
        (self.table.view if in_table else self.grid).setFocus()

    def present(self) -> None:
        """Show the drive in hand full screen: that of the page, or of the list."""
        drive_id = self._drive_id or self.grid.chosen_id
        if drive_id:
            self._one_drive().present(drive_id)

    def _show(self) -> None:
        lists_drives = self.view.choice not in _MORE
        set_shown(self.view, shown=not self._drive_id)
        set_shown(self.filter, shown=not self._drive_id and lists_drives)
        if self._drive_id:
            self.stack.setCurrentWidget(self._one_drive())
            self._one.show_drive(self._drive_id)
        elif not lists_drives:
            shown = self._other_view(self.view.choice)
            self.stack.setCurrentWidget(shown)
            shown.refresh()
        elif not self.listed:
            self.stack.setCurrentWidget(self._none)
        elif self.view.choice == COMPARE:
            self.stack.setCurrentWidget(self._comparing())
            self._compared.show_drives(self._matching())
        else:
            front = self._table_card if self.view.choice == TABLE else self.grid
            self.stack.setCurrentWidget(front)
        self.context_changed.emit()
        self.shell.commands.refresh()

    def _one_drive(self) -> Any:  # noqa: ANN401 - its module is read when it is first shown
        if self._one is None:
            self._one = import_module("financedesk.ui.pages.drive_view").DriveView(self)
            self.stack.addWidget(self._one)
        return self._one

    def _comparing(self) -> Any:  # noqa: ANN401 - its module is read when it is first shown
        if self._compared is None:
            made = import_module("financedesk.ui.pages.drives_compare").CompareView(self)
            self._compared = made
            self.stack.addWidget(made)
        return self._compared

    def _other_view(self, key: str) -> Any:  # noqa: ANN401 - its module is read when first shown
        if key not in self._more:
            module, name = _MORE[key]
            made = getattr(import_module(f"financedesk.ui.pages.{module}"), name)(self)
            self._more[key] = made
            self.stack.addWidget(made)
        return self._more[key]

    def _matching(self) -> list[DriveCard]:
        """Return the drives that the search and the filters leave."""
        text, wanted = self.filter.search.text().casefold(), dict(self.filter.filters)
        standing = wanted.get("standing", "")
        return [
            one for one in self.listed
            if text in f"{one.plan.name} {one.plan.code} {one.plan.about or ''}".casefold()
            and standing in ("", standing_of(one, self.today).word)
        ]  # fmt: skip

    def _show_listed(self) -> None:
        shown = self._matching()
        self.grid.show_cards(shown, self.names)
        self.model.show(shown)
        if self._compared is not None and self.view.choice == COMPARE:
            self._compared.show_drives(shown)

    def _say_empty(self) -> None:
        self.empty.say(
            "No drives yet",
            "A drive has a purpose, a goal and a time. Gifts come to it through pages and codes,"
            " costs are held against it, and it tells every day how it keeps up.",
        )
        self.empty.allow(action=self.desk.why_not(RECORD))
