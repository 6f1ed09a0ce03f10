"""The matrix of promises: officials by name, twelve months of a year, and what they come to."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QGuiApplication
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from financedesk.errors import Cancelled, FinanceDeskError
from financedesk.progress import Progress
from financedesk.remittances.months import Listed, OfficialMonths
from financedesk.ui.formatting import count, counted
from financedesk.ui.jobs import Job, Latest
from financedesk.ui.pages.remittances_matrix_columns import (
    FIRST_MONTH,
    MONTH_NAMES,
    Line,
    copied_line,
    copied_titles,
)
from financedesk.ui.pages.remittances_matrix_grid import MonthGrid, MonthsModel
from financedesk.ui.pages.remittances_matrix_reading import (
    FirstScreen,
    MonthsReader,
    Wanted,
    filter_fields,
)
from financedesk.ui.pages.remittances_matrix_totals import Legend, MonthTotals, YearTotals
from financedesk.ui.pages.remittances_month_drawer import MonthDrawer
from financedesk.ui.theme import current_theme
from financedesk.ui.widgets import (
    Banner,
    Card,
    ElidingLabel,
    EmptyState,
    FilterBar,
    button,
    column,
    label,
    row,
)
from financedesk.ui.widgets.build import set_look, set_shown

if TYPE_CHECKING:
    from financedesk.ui.pages.remittances import Remittances


class MatrixView(QWidget):
    """Officials × months of ``year``; Enter opens an official, or a month in the drawer.

    Who is in sight is computed at once, everybody else behind that in a job that can be stopped;
    totals and the filter by standing come with it.
    """

    def __init__(self, page: "Remittances") -> None:
        super().__init__()
        self.page, self.shell, self.desk = page, page.shell, page.desk
        self.year, self._shown_for = 0, 0
        self.wanted = Wanted()
        self._listed: tuple[Listed, ...] = ()
        self._years: dict[int, OfficialMonths] = {}
        self._first, self._missing, self._all = Latest(), Latest(), Latest()
        self._adding: Job | None = None
        self._computing: Job | None = None
        self._stopped = False
        self.drawer = MonthDrawer(page)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.filter = FilterBar("Name, reference or office")
        self.banner = Banner()
        self.earlier = button("", icon="chevron-left", name="Year before", on_click=self._back)
        self.later = button("", icon="chevron-right", name="Year after", on_click=self._forward)
        self.year_label = label("", "name")
        for part in (self.earlier, self.year_label, self.later):
            self.filter.trailing.addWidget(part)
        self.model = MonthsModel()
        self.grid = MonthGrid(self.model)
        self.totals = MonthTotals(self.grid)
        self.legend = Legend()
        self.progress = ElidingLabel("", "small")
        self.stop = button("Stop", icon="x", name="Stop adding up", on_click=self._stop)
        self.resume = button("Add up", icon="refresh-cw", on_click=self._add_up)
        self.copy_button = button("Copy", icon="copy", name="Copy all rows", on_click=self.copy)
        foot = QFrame()
        set_look(foot, "selection")
        line = row(self.legend, self.progress, self.stop, self.resume, self.copy_button, spacing=10,
                   margins=(16, 6, 10, 6))  # fmt: skip
        line.setStretch(0, 1)
        foot.setLayout(line)
        self.empty = EmptyState("Nobody fits", "Remove a filter or search for somebody else.",
                                icon="search")  # fmt: skip
        table = QWidget()
        table.setLayout(column(self.grid, self.totals, foot, spacing=0))
        self._pages = QStackedWidget()
        self._pages.addWidget(table)
        self._pages.addWidget(self.empty)
        card = Card(flush=True)
        card.body.addWidget(self._pages)
        whole = column(self.banner, self.filter, spacing=12)
        whole.addWidget(card, 1)
        self.setLayout(whole)
        self._show_progress()

    def _connect(self) -> None:
        self.filter.changed.connect(self._filtered)
        self.model.wanted.connect(self._compute_missed)
        self.grid.cell_opened.connect(self.open_cell)
        self.grid.copy_wanted.connect(self.copy_current)
        self.grid.turn_wanted.connect(self.turn)
        self.shell.runner.job_changed.connect(self._job_changed)

    # --- reading

    def refresh(self) -> None:
        """Read the officials anew, then a year of those in sight, then of everybody."""
        if self.page.keeper is None:
            return
        if self._shown_for != self.page.keeper.id:
            self._shown_for, self.year = self.page.keeper.id, self.desk.today.year
            self.model.show((), {})
        reader = MonthsReader(self.desk, self.page.keeper)
        year, wanted, places = self.year, self.wanted, self.grid.rows_in_sight()
        self._all.stop()
        self._adding = None

        def read(_progress: Progress) -> FirstScreen:
            return reader.first(year, wanted, places)

        deliver = self._first.only(self._take_first)
        job = self.shell.runner.at_once(
            "Reading promises", read, on_done=deliver, on_error=self._failed
        )
        self._first.replace(job)

    def _failed(self, error: FinanceDeskError) -> None:
        """Say what is wrong above the matrix, until it is put right: nothing can be computed."""
        if not isinstance(error, Cancelled):
            self.banner.say(str(error), "bad")

    def _take_first(self, found: FirstScreen) -> None:
        self.banner.say("")
        first_time = not self._listed
        self._listed, self._years = found.listed, dict(found.years)
        self._stopped = False
        self._offer_filters()
        self._show()
        if first_time or not self.grid.currentIndex().isValid():
            self._stand_on_this_month()
        self._say_year()
        self._add_up()

    def take(self, subject: object) -> None:
        """Show the matrix: it has nothing else to show."""
        self.grid.setFocus()

    def _show(self) -> None:
        """Show who fits, with the keyboard where it was."""
        here = self.grid.currentIndex()
        row_id = self.model.row_id(here.row()) if here.isValid() else -1
        sight = self.grid.verticalScrollBar().value()
        self.model.show(self._fitting(), self._years)
        at = self.model.position_of(row_id)
        if at >= 0:
            self.grid.setCurrentIndex(self.model.index(at, here.column()))
        self.grid.verticalScrollBar().setValue(sight)
        self._pages.setCurrentIndex(0 if self.model.size() or not self._listed else 1)
        self._show_totals()

    def _fitting(self) -> Sequence[Listed]:
        fitting = self.wanted.fitting(self._listed)
        if not self.wanted.standing:
            return fitting
        return [one for one in fitting if self.wanted.stands(self._years.get(one.id))]

    def _compute_missed(self) -> None:
        """Compute who came into sight and is not computed yet."""
        if self._computing is not None and not self._computing.is_over:
            return  # it looks again when it is done: whoever scrolls on does not put it off
        keeper, ids = self.page.keeper, self.model.take_missed()
        if keeper is None or not ids:
            return
        reader, year = MonthsReader(self.desk, keeper), self.year

        def read(_progress: Progress) -> dict[int, OfficialMonths]:
            return reader.some(year, ids)

        def take(found: Mapping[int, OfficialMonths]) -> None:
            self._take_some(found, year)

        self._computing = self.shell.runner.at_once(
            "Reading promises", read, on_done=self._missing.only(take), on_error=self._failed
        )

    def _take_some(self, found: Mapping[int, OfficialMonths], year: int) -> None:
        if year == self.year:
            self._years |= found
            self.model.add(found)
        self._compute_missed()

    # --- everybody, and what they come to

    @property
    def all_known(self) -> bool:
        """Whether the year of every official was computed."""
        return len(self._years) >= len(self._listed)

    def _add_up(self) -> None:
        """Compute everybody else's year behind what is in sight."""
        keeper = self.page.keeper
        rest = [one.id for one in self._listed if one.id not in self._years]
        if keeper is None or not rest:
            self._take_all({})
            return
        reader, year, self._stopped = MonthsReader(self.desk, keeper), self.year, False

        def read(progress: Progress) -> dict[int, OfficialMonths]:
            return reader.rest(year, rest, progress)

        deliver = self._all.only(self._take_all)
        job = self.shell.runner.background(
            "Adding up promises", read, on_done=deliver, on_error=self._gave_up
        )
        self._all.replace(job)
        self._adding = job
        self._show_totals()
        self._show_progress()

    def _take_all(self, found: Mapping[int, OfficialMonths]) -> None:
        self._adding = None
        self._years |= found
        self.model.add(found)
        self._offer_filters()
        self._show_totals()
        self._show_progress()

    def _gave_up(self, error: FinanceDeskError) -> None:
        if self._adding is not None and not self._adding.is_over:
            return  # a newer one is at it
        self._adding, self._stopped = None, True
        self._show_progress()
        self._failed(error)

    def _stop(self) -> None:
        if self._adding is not None:
            self._adding.cancel()
            self._show_progress()

    def _job_changed(self, job: Job) -> None:
        if job is self._adding and not job.is_over:
            self._show_progress()

    def _show_progress(self) -> None:
        job = self._adding
        set_shown(self.stop, shown=job is not None)
        set_shown(self.resume, shown=job is None and self._stopped)
        if job is None:
            words = "Totals were stopped" if self._stopped else ""
        else:
            words = f"Adding up {count(job.done)} of {counted(len(self._listed), 'official')}"
        self.progress.setText(words)

    def _show_totals(self) -> None:
        if not self.all_known:
            self.totals.show_totals(None)
            return
        shown = [self._years[one.id] for one in self.model.listed if one.id in self._years]
        self.totals.show_totals(YearTotals(shown))

    # --- the year

    def _back(self) -> None:
        self.turn(-1)

    def _forward(self) -> None:
        self.turn(1)

    def turn(self, years: int) -> None:
        """Show the year before or after, where there is one."""
        if self._first_year() <= self.year + years <= self.desk.today.year:
            self.year += years
            self._years.clear()
            self._all.stop()
            self._adding = None
            self.model.show(self.model.listed, {})
            self.totals.show_totals(None)
            self.shell.close_drawer()
            self._say_year()
            self._read_sight()

    def _read_sight(self) -> None:
        """Compute another year of who is in sight, then of everybody else."""
        keeper, year = self.page.keeper, self.year
        if keeper is None:
            return
        reader, places = MonthsReader(self.desk, keeper), self.grid.rows_in_sight()
        ids = [one.id for one in self.model.listed[places.start : places.stop]]

        def read(_progress: Progress) -> dict[int, OfficialMonths]:
            return reader.some(year, ids)

        def take(found: Mapping[int, OfficialMonths]) -> None:
            self._take_some(found, year)
            self._add_up()

        job = self.shell.runner.at_once(
            "Reading promises", read, on_done=self._first.only(take), on_error=self._failed
        )
        self._first.replace(job)

    def _first_year(self) -> int:
        return min((one.since for one in self._listed), default=self.year)

    def _say_year(self) -> None:
        self.year_label.setText(str(self.year))
        self.year_label.setAccessibleName(f"Year {self.year}")
        self.earlier.setEnabled(self.year > self._first_year())
        self.later.setEnabled(self.year < self.desk.today.year)

    def _stand_on_this_month(self) -> None:
        """Put the keyboard on the first official, in the month of the desk's day, in sight."""
        today = self.desk.today
        month = today.month if self.year == today.year else len(MONTH_NAMES)
        if self.model.size():
            self.grid.setCurrentIndex(self.model.index(0, FIRST_MONTH + month - 1))

    # --- filters

    def _filtered(self, text: str, filters: tuple[tuple[str, str], ...]) -> None:
        self.wanted = Wanted(text, filters)
        self._show()

    def _offer_filters(self) -> None:
        self.filter.offer(filter_fields(self._listed, all_known=self.all_known))
        self.wanted = Wanted(self.filter.search.text(), self.filter.filters)

    # --- acts

    def open_cell(self, place: int, at: int) -> None:
        """Open a month in the drawer, or the official from any other column."""
        line = self.model.row_at(place)
        month = at - FIRST_MONTH
        if line is None:
            return
        if 0 <= month < len(MONTH_NAMES):
            self.drawer.open(line.listed, self.year, month + 1)
        else:
            self.page.show_official(line.listed.id)

    def copy_current(self) -> None:
        """Copy the row that the keyboard is on."""
        line = self.model.row_at(self.grid.currentIndex().row())
        if line is not None and line.year is not None:
            self._put([line])

    def copy(self) -> None:
        """Copy every row that is shown and computed, as text with tabs."""
        lines = (self.model.row_at(place) for place in range(self.model.size()))
        self._put([line for line in lines if line is not None and line.year is not None])

    def _put(self, lines: list[Line]) -> None:
        rows = [copied_titles(self.year), *map(copied_line, lines)]
        words = current_theme().shown("\n".join("\t".join(cells) for cells in rows))
        QGuiApplication.clipboard().setText(words)
        hidden = ", without amounts: they are hidden" if current_theme().amounts_hidden else ""
        said = f"{counted(len(lines), 'official')} copied{hidden}"
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.grid, said))
        self.shell.say(said)

    def picture_states(self) -> Mapping[str, Callable[[], None]]:
        """Return a month in the drawer, the sums of the year, and a search without result."""
        last = self.model.columnCount() - 1
        return {
            "month": lambda: self.open_cell(0, FIRST_MONTH + self.desk.today.month - 2),
            "sums": lambda: self.grid.setCurrentIndex(self.model.index(0, last)),
            "nobody": lambda: self.filter.hold_to("no such name", ()),
            "everybody": self.filter.clear,
        }
