"""The page Remittances: what officials promised of their pay, month by month, and what is kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any, NamedTuple, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from financedesk.ledger.entities import EntityRow
from financedesk.progress import Progress
from financedesk.remittances.months import officials_kept
from financedesk.rules.roles import PROMISES
from financedesk.ui.book_desk import book_desk
from financedesk.ui.desk import Area, Changes
from financedesk.ui.formatting import counted
from financedesk.ui.jobs import Latest
from financedesk.ui.pages.remittances_papers_menu import papers_button
from financedesk.ui.pages.subjects import (
    AddOfficial,
    RunDues,
    ShowOfficial,
    ShowPapers,
    ShowRemittances,
)
from financedesk.ui.shell.page import Page, Shell
from financedesk.ui.widgets import Card, EmptyState, FilterBar, SegmentedControl, row
from financedesk.ui.widgets.build import allow, set_shown

MONTHS, RUN, ARREARS, SCHEDULES = "months", "run", "arrears", "schedules"
ADD = "Add an official"


class View(Protocol):
    """One way of looking at the promises of ``page.keeper``: a widget, made when first shown.

    It is refreshed when it is shown, and after each write while it is.
    """

    def refresh(self) -> None:
        """Read anew, in a job."""

    def take(self, subject: object) -> None:
        """Show what a command or another page asks for: a subject of remittances."""


class Shown(NamedTuple):
    """A view that was made: the widget and what can be asked of it, one object."""

    widget: QWidget
    view: View


@dataclass(frozen=True)
class ViewModule:
    """A segment: key and words, and the class that is read when it is first shown.

    ``before_officials`` says that it has its use before the first official is entered.
    """

    key: str
    words: str
    module: str
    name: str
    before_officials: bool = False

    def make(self, page: "Remittances") -> Shown:
        """Make the view."""
        module = import_module(f"financedesk.ui.pages.{self.module}")
        made: Any = getattr(module, self.name)(page)
        return Shown(made, made)


VIEWS: tuple[ViewModule, ...] = (
    ViewModule(MONTHS, "Promises", "remittances_matrix", "MatrixView"),
    ViewModule(RUN, "Dues run", "remittances_run", "RunView", before_officials=True),
    ViewModule(ARREARS, "Arrears", "remittances_arrears", "ArrearsView"),
    ViewModule(
        SCHEDULES, "Schedules", "remittances_schedules", "SchedulesView", before_officials=True
    ),
)
OFFICIAL = ViewModule("official", "Official", "official_view", "OfficialView")

# The view that the page opens with is read with it, which the window does ahead of time.
import_module(f"financedesk.ui.pages.{VIEWS[0].module}")


class Remittances(Page):
    """Shows the promises that an entity keeps: ``keeper``, the one in hand.

    With all entities in hand it is the first that keeps officials. One official (``show_official``)
    stands in place of the segments until Esc or ``show_list``.
    """

    areas = frozenset({Area.REMITTANCES, Area.ENTITIES, Area.CONTRIBUTIONS, Area.DONORS})
    primary_action = "remittances.add_official"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.desk = book_desk(shell)
        self.keeper: EntityRow | None = None
        self.officials = 0
        self._made: dict[str, Shown] = {}
        self._reading = Latest()
        self._read_for: tuple[str, tuple[int, ...]] = ("", ())
        self._wanted: object = None
        self._official_shown = False
        self._papers: Any = None
        self._build()

    def _build(self) -> None:
        self.view = SegmentedControl("View", [(one.key, one.words) for one in VIEWS])
        self.empty = EmptyState("", icon="list-checks", action=ADD)
        self._nobody = Card(flush=True)
        self._nobody.body.addWidget(self.empty)
        self.stack = QStackedWidget()
        self.stack.addWidget(self._nobody)
        self.papers_button = papers_button(self.open_paper)
        self.body.addLayout(row(self.view, None, self.papers_button))
        self.body.addWidget(self.stack, 1)
        self.view.chosen.connect(lambda _key: self.show_list())
        self.empty.action_wanted.connect(lambda: self.shell.commands.run(self.primary_action))
        self._say_empty()

    # --- what the shell asks

    def context_line(self) -> str:
        """Return whose promises these are, and how many officials made them."""
        if self.keeper is None or not self.officials:
            return self.desk.entity.name
        return f"{self.keeper.name} · {counted(self.officials, 'official')}"

    def refresh(self, changes: Changes) -> None:
        """Read whose promises there are to show, then the view in hand."""
        if not self.desk.is_open:
            return
        book, asked = self.desk.book, (self.desk.location, self.desk.scope)
        ids = [one.id for one in self.desk.entities_for(PROMISES)]

        def read(_progress: Progress) -> Mapping[int, int]:
            with book.read() as connection:
                return officials_kept(connection, ids)

        def take(kept: Mapping[int, int]) -> None:
            self._take(kept, asked)

        deliver = self._reading.only(take)
        job = self.shell.runner.background("Reading officials", read, on_done=deliver)
        self._reading.replace(job)

    def _take(self, kept: Mapping[int, int], asked: tuple[str, tuple[int, ...]]) -> None:
        if self._read_for != asked:
            self.shell.close_drawer()
            self._read_for, self._official_shown = asked, False
        self.keeper = self._keeper_of(kept)
        self.officials = kept.get(self.keeper.id, 0) if self.keeper is not None else 0
        self._say_empty()
        self._allow_papers()
        wanted, self._wanted = self._wanted, None
        if wanted is None:
            self._show()
        else:
            self.open_subject(wanted)

    def _keeper_of(self, kept: Mapping[int, int]) -> EntityRow | None:
        """Return the first that keeps promises which the user may see, else the first that may."""
        rows = self.desk.entities_for(PROMISES)
        return next(iter([*(one for one in rows if one.id in kept), *rows]), None)

    def open_subject(self, subject: object) -> None:
        """Show what a command or another page asks for, once it is known whose promises to show."""
        if self._read_for != (self.desk.location, self.desk.scope):
            self._wanted = subject
        elif self.keeper is not None and isinstance(subject, ShowOfficial | AddOfficial):
            self._official_shown = True
            self._show(subject)
        elif isinstance(subject, RunDues):
            self._choose(RUN)
            self._show(subject)
        elif isinstance(subject, ShowRemittances):
            self._choose(subject.view)
            self._show()
        elif isinstance(subject, ShowPapers):
            self._show()
            self.open_paper(subject.code, subject.official_id)

    def open_paper(self, code: str = "", official_id: int = 0) -> None:
        """Open the form of a paper; its module and the reports' are read only then."""
        if self._papers is None:
            module = import_module("financedesk.ui.pages.remittances_papers")
            self._papers = module.Papers(self)
        self._papers.open(code, official_id)

    def show_official(self, official_id: int) -> None:
        """Show one official in place of the segments."""
        self.open_subject(ShowOfficial(official_id))

    def show_list(self) -> None:
        """Go back from an official to the view in hand."""
        self._official_shown = False
        self.shell.close_drawer()
        self._show()

    def focus_filter(self) -> None:
        """Take the keyboard to the search of the view in hand, where it has one."""
        shown = self._in_front()
        found = getattr(shown.view, "filter", None) if shown is not None else None
        if isinstance(found, FilterBar):
            found.search.setFocus()
            found.search.selectAll()

    def picture_states(self) -> Mapping[str, Callable[[], None]]:
        """Return every view with what it shows beside its rows; the first is the page itself."""
        found: dict[str, Callable[[], None]] = {}
        for one in VIEWS:
            if one is not VIEWS[0]:
                found[one.key] = partial(self.open_subject, ShowRemittances(one.key))
            more = getattr(self._view_of(one).view, "picture_states", None)
            found |= {} if more is None else more()
        of_official = getattr(self._view_of(OFFICIAL).view, "picture_states", None)
        return found if of_official is None else {**found, **of_official()}

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back from an official to the view in hand."""
        if event.key() == Qt.Key.Key_Escape and self._official_shown:
            self.show_list()
        else:
            super().keyPressEvent(event)

    # --- what is in front

    def _choose(self, key: str) -> None:
        self._official_shown = False
        if key in {one.key for one in VIEWS}:
            # What is chosen is shown by who asked for it, once.
            self.view.blockSignals(True)  # noqa: FBT003 - Qt takes no names
            self.view.choose(key)
            self.view.blockSignals(False)  # noqa: FBT003

    def _show(self, subject: object = None) -> None:
        """Bring to the front what is to be seen, read it anew, and ask of it what is wanted."""
        for one in (self.view, self.papers_button):
            set_shown(one, shown=not self._official_shown)
        shown = self._in_front()
        self.stack.setCurrentWidget(self._nobody if shown is None else shown.widget)
        if shown is not None:
            shown.view.refresh()
        if shown is not None and subject is not None:
            shown.view.take(subject)
        self.context_changed.emit()
        self.shell.commands.refresh()

    def _in_front(self) -> Shown | None:
        """Return the view that is to be seen; None where there is nobody to see in it."""
        if self._official_shown:
            return self._view_of(OFFICIAL)
        chosen = next(one for one in VIEWS if one.key == self.view.choice)
        return self._view_of(chosen) if self.officials or chosen.before_officials else None

    def _view_of(self, module: ViewModule) -> Shown:
        found = self._made.get(module.key)
        if found is None:
            found = self._made[module.key] = module.make(self)
            self.stack.addWidget(found.widget)
        return found

    def _allow_papers(self) -> None:
        keeper = () if self.keeper is None else (self.keeper.id,)
        nobody = "" if self.officials else f"There is nobody to tell of yet; {ADD.lower()} first."
        why_not = self.desk.why_not(PROMISES, *keeper) or nobody
        allow(self.papers_button, why_not, "Statements, lists and reports to print or to save")

    def _say_empty(self) -> None:
        if self.keeper is None and self.desk.is_open:
            words = self.desk.why_not(PROMISES) or "Choose another entity."
            self.empty.say("Officials’ promises are not for your role", words, with_actions=False)
            return
        self.empty.say(
            "No officials yet",
            "Who holds public office and promised a part of the pay is entered once: the person,"
            " the office with its pay, the schedule, and whom the official wants to give to. From"
            " then on every month says what is due, and the promise stays the official’s own.",
        )
        keeper = () if self.keeper is None else (self.keeper.id,)
        self.empty.allow(action=self.desk.why_not(PROMISES, *keeper))
