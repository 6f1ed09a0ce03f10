"""The dashboard: where the money stands, what came in, and what waits.

The page itself is light, so that the window can show it at once; the cards, and with them the
ledger, are loaded by the job that reads the first figures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget

from financedesk.progress import Progress
from financedesk.rules.dates import general_election_day
from financedesk.ui.book_commands import BookKeeper
from financedesk.ui.book_desk import book_desk
from financedesk.ui.desk import Area, Changes
from financedesk.ui.formatting import counted, long_day
from financedesk.ui.jobs import Job, Latest
from financedesk.ui.pages.welcome import Welcome
from financedesk.ui.recent_books import RecentBooks
from financedesk.ui.shell.page import Page, Shell
from financedesk.ui.widgets.skeleton import Skeleton

if TYPE_CHECKING:
    from financedesk.ui.open_items import OpenItem
    from financedesk.ui.pages.dashboard_content import DashboardContent
    from financedesk.ui.pages.dashboard_figures import Figures

_SHAPES = ((100, (1, 1, 1, 1)), (348, (2, 1)), (300, (2, 1)))


class Dashboard(Page):
    """Shows the figures of the entities in hand; every figure opens what it is made of."""

    areas = frozenset(Area)
    primary_action = "contributions.record"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.desk = book_desk(shell)
        self._question, self._search = Latest(), Latest()
        self._items: tuple[OpenItem, ...] | None = None
        self._items_of: tuple[int, ...] = ()
        self._pages = QStackedWidget()
        self._waiting = Skeleton(_SHAPES)
        self.no_book = Welcome(shell)
        self._pages.addWidget(self._waiting)
        self._pages.addWidget(self.no_book)
        self.content: DashboardContent | None = None
        self.body.addWidget(self._pages, 1)
        self.no_book.wanted.connect(lambda place: BookKeeper(shell).open(place))
        self.no_book.forgotten.connect(self._forget_book)
        shell.runner.job_changed.connect(self._follow_opening)

    def _follow_opening(self, _job: Job) -> None:
        """While a book is on its way show shapes; when none came, say how to get one."""
        if not self.desk.is_open:
            comes = bool(self.shell.runner.jobs)
            if not comes and self._pages.currentWidget() is not self.no_book:
                self.no_book.show_recent(RecentBooks(self.shell.settings).places)
            self._pages.setCurrentWidget(self._waiting if comes else self.no_book)

    def _forget_book(self, place: str) -> None:
        books = RecentBooks(self.shell.settings)
        books.remove(place)
        self.no_book.show_recent(books.places)

    def context_line(self) -> str:
        """Return the day and how far the next general election is."""
        today = self.desk.today
        election = general_election_day(today.year + today.year % 2)
        if election < today:
            election = general_election_day(today.year + 2)
        days = (election - today).days
        words = f"{counted(days, 'day')} to the general election" if days else "Election day"
        return f"{long_day(today)} · {words}"

    def refresh(self, changes: Changes) -> None:
        """Read every figure anew, and beside it what waits, which takes longer in a large book."""
        if not self.desk.is_open:
            return
        if self._items_of != self.desk.scope:
            # What waits for other entities is not shown beside the figures of these.
            self._items, self._items_of = None, self.desk.scope
        self._read_figures()
        self._look_for_what_waits()
        self.context_changed.emit()

    def _read_figures(self) -> None:
        book, scope, today = self.desk.book, self.desk.scope, self.desk.today

        def read(progress: Progress) -> Figures:
            # The cards are loaded here as well, while nobody waits for the window.
            from financedesk.ui.pages import dashboard_content  # noqa: F401
            from financedesk.ui.pages.dashboard_figures import read_figures

            return read_figures(book, scope, today, progress)

        deliver = self._question.only(self._show)
        job = self.shell.runner.background("Reading the dashboard", read, on_done=deliver)
        self._question.replace(job)

    def _look_for_what_waits(self) -> None:
        job = self.shell.runner.background(
            "Looking for what waits",
            lambda _progress: self.desk.waiting(),
            on_done=self._search.only(self._show_waiting),
        )
        self._search.replace(job)

    def _show_waiting(self, items: tuple[OpenItem, ...]) -> None:
        self._items = items
        if self.content is not None:
            self.content.show_waiting(items)

    def _show(self, figures: Figures) -> None:
        if self.content is None:
            from financedesk.ui.pages.dashboard_content import DashboardContent

            self.content = DashboardContent(self.shell, figures.today)
            self._pages.addWidget(self.content)
            self._fit()
        self.content.show_figures(figures)
        self.content.show_waiting(self._items)
        self._pages.setCurrentWidget(self.content)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stack the cards when the page is narrow."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self.content is not None:
            self.content.fit(self.width())
