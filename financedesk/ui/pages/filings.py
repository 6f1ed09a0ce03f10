"""The Filings page: due dates, the filings as kept, and one filing with the rows behind it."""

from collections.abc import Callable, Mapping
from functools import cached_property

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from financedesk.errors import Cancelled, FinanceDeskError
from financedesk.fec.tokens import record_of
from financedesk.ledger.entities import EntityRow
from financedesk.progress import Progress
from financedesk.reports import filing as reports
from financedesk.reports.filing import Prepared
from financedesk.reports.kept import (
    item_at,
)
from financedesk.rules.roles import FILE
from financedesk.ui.book_desk import BookDesk, book_desk
from financedesk.ui.desk import Area, Changes
from financedesk.ui.formatting import counted, distance, short_day
from financedesk.ui.jobs import Job, Latest
from financedesk.ui.pages.filings_acts import FILED, FilingActs
from financedesk.ui.pages.filings_form import PrepareForm, Wanted
from financedesk.ui.pages.filings_list import CalendarStrip, FilingsList
from financedesk.ui.pages.filings_view import FilingPanel
from financedesk.ui.pages.filings_work import (
    COMPOSED_FORM,
    LEVELS,
    Deadline,
    FilingView,
    Listing,
    findings_at,
    next_due,
    read_listing,
    read_view,
)
from financedesk.ui.pages.subjects import PrepareFiling, ShowFiling, ShowItem
from financedesk.ui.shell.page import Page, Shell
from financedesk.ui.widgets import Banner, JobPanel, column


class Filings(Page):
    """A list that opens to one filing; both stay as they were while other pages are shown.

    What shows one filing is made when the first one is opened.
    """

    areas = frozenset({Area.FILINGS, Area.CONTRIBUTIONS, Area.ENTITIES, Area.COMPLIANCE})
    primary_action = "filings.prepare"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.desk: BookDesk = book_desk(shell)
        self.listing = Listing((), {})
        self._year = 0
        self._location = ""
        self._shown: int | None = None
        self._asked, self._viewed = Latest(), Latest()
        self.banner = Banner(closable=True)
        self.job = JobPanel(shell.runner)
        self.calendar, self.list = CalendarStrip(), FilingsList()
        overview = QWidget()
        overview.setLayout(column(self.calendar, self.list, spacing=16))
        self.stack = QStackedWidget()
        self.stack.addWidget(overview)
        self.body.addWidget(self.banner)
        self.body.addWidget(self.job)
        self.body.addWidget(self.stack, 1)
        self.acts = FilingActs(shell, self, self, self._prepare_again)
        self._connect()

    def _connect(self) -> None:
        self.calendar.filing_opened.connect(self.show_filing)
        self.calendar.prepare_wanted.connect(self.prepare_report)
        self.calendar.earlier.clicked.connect(lambda: self._turn(-1))
        self.calendar.later.clicked.connect(lambda: self._turn(1))
        self.list.filing_opened.connect(self.show_filing)
        self.list.prepare_wanted.connect(lambda: self.open_subject(PrepareFiling()))

    @cached_property
    def filing(self) -> FilingPanel:
        """One filing with the rows behind it."""
        made = FilingPanel(self.desk, self.shell.runner)
        made.back_wanted.connect(self.show_list)
        made.act_wanted.connect(self.acts.run)
        made.item_wanted.connect(lambda item: self.shell.go("contributions", ShowItem(item)))
        made.finding_wanted.connect(self.show_finding)
        self.stack.addWidget(made)
        return made

    # --- what the shell asks

    def context_line(self) -> str:
        """Return what is shown, or what is due next."""
        view = self.filing.view if self._shown is not None else None
        if view is not None:
            return f"{view.row.title} · {view.row.entity.name} · {view.row.state.word}"
        coming = [
            next_due(deadlines, self.desk.today) for deadlines in self.listing.deadlines.values()
        ]
        due = min((one.report for one in coming if one), key=lambda one: one.due, default=None)
        number = counted(len(self.listing.rows), "filing")
        if due is None:
            return number
        when = distance(due.due, self.desk.today)
        return f"{number} · {due.title} due {short_day(due.due)}, {when}"

    def refresh(self, changes: Changes) -> None:
        """Read the list, the calendar and the filing that is shown anew."""
        if self.desk.location != self._location:
            self._location, self._year = self.desk.location, self.desk.today.year
            self.show_list()
        self._read_listing()
        if self._shown is not None:
            self._read_view(self._shown)

    def open_subject(self, subject: object) -> None:
        """Show one filing, or the form of a new one."""
        if isinstance(subject, ShowFiling):
            self.show_filing(subject.filing_id)
        elif isinstance(subject, PrepareFiling):
            self.open_form()

    def picture_states(self) -> Mapping[str, Callable[[], None]]:
        """Return the form of a new filing."""
        return {"preparing": lambda: self.open_subject(PrepareFiling())}

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the rows, then goes back to the list."""
        if event.key() != Qt.Key.Key_Escape or self._shown is None:
            super().keyPressEvent(event)
        elif self.filing.rows_are_open:
            self.filing.close_rows()
        else:
            self.show_list()

    # --- list and calendar

    def show_list(self) -> None:
        """Go back to all filings."""
        self._shown = None
        self.banner.say("")
        self.stack.setCurrentIndex(0)
        self.context_changed.emit()

    def _turn(self, years: int) -> None:
        self._year += years
        self._read_listing()

    def _read_listing(self) -> None:
        if not self.desk.is_open:
            return
        book, rows = self.desk.book, self.desk.rows_in_hand
        year, today = self._year, self.desk.today
        deliver = self._asked.only(self._show_listing)
        job = self.shell.runner.background(
            "Reading filings",
            lambda _progress: read_listing(book, rows, year, today),
            on_done=deliver,
        )
        self._asked.replace(job)

    def _show_listing(self, listing: Listing) -> None:
        self.listing = listing
        rows = self.desk.rows_in_hand
        self.list.show_rows(listing.rows, several=len(rows) > 1)
        self.list.empty.allow(action=self.desk.why_not(FILE))
        self.calendar.show_listing(listing, rows, self._year, self.desk.today)
        self.context_changed.emit()

    # --- one filing

    def show_filing(self, filing_id: int) -> None:
        """Show one filing."""
        self._shown = filing_id
        self.banner.say("")
        self._read_view(filing_id)

    def _read_view(self, filing_id: int) -> None:
        book = self.desk.book

        def gone(error: FinanceDeskError) -> None:
            if isinstance(error, Cancelled) or self._shown != filing_id:
                return  # another filing was asked for meanwhile
            self.show_list()
            self.banner.say(str(error), "warn")

        job = self.shell.runner.background(
            "Reading the filing",
            lambda _progress: read_view(book, filing_id),
            on_done=self._viewed.only(self._show_view),
            on_error=gone,
        )
        self._viewed.replace(job)

    def _show_view(self, view: FilingView) -> None:
        if self._shown != view.row.filing.id or view.row.entity.id not in self.desk.scope:
            self.show_list()
            return
        self.filing.show_view(
            view, why_not=self.desk.why_not(FILE, view.row.entity.id),
            folder_known=self.acts.folder_of(view.row.filing).is_dir(),
        )  # fmt: skip
        self.stack.setCurrentWidget(self.filing)
        self.context_changed.emit()

    @property
    def view(self) -> FilingView:
        """The filing that is shown."""
        view = self.filing.view
        if view is None:
            raise RuntimeError("A filing's button was pressed while no filing is shown.")
        return view

    def follow(self, job: Job) -> None:
        """Show a job's progress on the page."""
        self.job.follow(job)

    def read_again(self, filing_id: int) -> None:
        """Show a filing as it is now."""
        self._read_view(filing_id)

    def show_finding(self, line: int) -> None:
        """Show the row that a finding names, in its schedule."""
        book, filing = self.desk.book, self.view.row.filing
        found = [one for level, *_ in LEVELS for one in findings_at(filing, level)]
        record = next((record_of(one.record) for one in found if one.line == line), "")

        def located(item_id: int | None) -> None:
            if item_id is None:
                self.banner.say("That line has no entry of its own in the ledger.", "info")
                return
            self._select_row(record, item_id)

        self.shell.runner.background(
            "Finding the row", lambda _progress: item_at(book, filing.id, line),
            on_done=located, on_error=self.failed,
        )  # fmt: skip

    def _select_row(self, record: str, item_id: int) -> None:
        if record not in self.filing.section_buttons:
            self.shell.go("contributions", ShowItem(item_id))
            return

        def select() -> None:
            if not self.filing.rows.select_item(item_id):
                self.shell.go("contributions", ShowItem(item_id))

        self.filing.rows.when_loaded(select)
        self.filing.show_section(record)

    # --- prepare

    def filers(self) -> tuple[EntityRow, ...]:
        """Return the entities in hand whose reports can be prepared here."""
        return tuple(
            one
            for one in self.desk.entities_for(FILE)
            if one.form == COMPOSED_FORM and one.committee_id
        )

    def open_form(self) -> PrepareForm | None:
        """Open the form of a new filing; None when no entity in hand files one."""
        filers = self.filers()
        if not filers:
            self.banner.say(
                "No entity in hand files Form 3X: it needs an FEC registration and a kind that "
                "files it (parties and PACs).", "info",
            )  # fmt: skip
            return None
        drafts = [one.filing for one in self.listing.rows]
        form = PrepareForm(filers, drafts, self.acts.folder(), self.desk.today, self.prepare)
        self.shell.open_drawer("Prepare filing", form)
        form.entity.currentIndexChanged.connect(lambda _at: self._show_filer(form))
        self._show_filer(form)
        form.report.setFocus()
        return form

    def prepare_report(self, deadline: Deadline) -> None:
        """Open the form for one report of the calendar."""
        form = self.open_form()
        if form is not None:
            form.choose_entity(deadline.entity_id)
            form.choose_report(deadline.report.code, deadline.report.period.end)

    def _prepare_again(self) -> None:
        filing = self.view.row.filing
        form = self.open_form()
        if form is not None:
            form.choose_entity(filing.entity_id)
            amends = filing.state == "amending" or filing.version > 0
            form.propose(filing.period, filing.report_code, amend=amends)

    def _show_filer(self, form: PrepareForm) -> None:
        self.shell.show_entity(form.filer.id if form.filer is not None else None)

    def prepare(self, wanted: Wanted) -> None:
        """Prepare a draft in a job, and show it when it is there."""
        desk = self.desk

        def work(progress: Progress) -> Prepared:
            with desk.writing() as book:
                return reports.prepare(book, wanted.request, wanted.folder, progress)

        def done(prepared: Prepared) -> None:
            self.acts.remember_folder(prepared.filing.id, wanted.folder)
            self.desk.announce(FILED)
            self.show_filing(prepared.filing.id)
            files = counted(len(prepared.files), "file")
            self.shell.say(f"Draft prepared: {files} in {wanted.folder}")
            self.shell.notify("Draft prepared", f"{files} in {wanted.folder}", tone="ok")

        self.shell.close_drawer()
        self.banner.say("")
        job = self.shell.runner.database(
            f"Preparing Form {wanted.request.form.removeprefix('F')}", work, on_done=done,
            on_error=self.failed, saves=True,
        )  # fmt: skip
        self.job.follow(job)

    def failed(self, error: FinanceDeskError) -> None:
        """Say above the page why a job came to nothing."""
        if isinstance(error, Cancelled):
            self.banner.say("Stopped; nothing was kept.", "info")
        else:
            self.banner.say(str(error), "bad")
