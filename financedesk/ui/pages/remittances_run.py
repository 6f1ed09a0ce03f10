"""The dues run: a month of all officials, from what is due to what came, by keyboard alone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QWidget
from shiboken6 import isValid

from financedesk.errors import Cancelled, FinanceDeskError
from financedesk.progress import Progress
from financedesk.remittances.month_acts import Outdated, Prepared
from financedesk.remittances.month_proposal import MonthProposal, month_proposal
from financedesk.remittances.month_run import (
    NOT_PROPOSED,
    STOPPED,
    MonthRow,
    MonthRun,
    month_run,
    usual_day,
)
from financedesk.remittances.receiving import proposals
from financedesk.rules.allocation_result import Stop
from financedesk.rules.roles import PROMISES, RECORD
from financedesk.ui.book_desk import book_desk
from financedesk.ui.formatting import counted
from financedesk.ui.jobs import Latest
from financedesk.ui.pages.remittances_run_acts import Asked, Heard, RunActs
from financedesk.ui.pages.remittances_run_came import CamePanel
from financedesk.ui.pages.remittances_run_month import MATCH, MonthPanel
from financedesk.ui.pages.remittances_run_proposal import ProposalActs, ProposalPanel
from financedesk.ui.pages.subjects import RunDues
from financedesk.ui.widgets import EmptyState, FilterBar, column

if TYPE_CHECKING:
    from financedesk.ui.pages.remittances import Remittances

_SHEET = "sheet"
"""The code of the paper that an official signs."""
_TOLD = 3
"""How many officials a message names; the others stand in their rows."""


class RunView(QWidget):
    """A month of ``page.keeper``'s officials, with what came of their instructions behind it.

    What is done is done for the officials that are marked, or for all.
    """

    def __init__(self, page: "Remittances") -> None:
        super().__init__()
        self.page, self.shell, self.desk = page, page.shell, book_desk(page.shell)
        self.period = f"{self.desk.today:%Y-%m}"
        self.run: MonthRun | None = None
        self._location = ""
        self._alarms: dict[tuple[str, int], tuple[Stop, ...]] = {}
        self._panel: ProposalPanel | None = None
        self._reading, self._looking, self._opening = Latest(), Latest(), Latest()
        self._focus_wanted = False
        self.month = MonthPanel(self.shell, self.desk)
        heard = Heard(self._prepared, self._left_out, self._refused)
        self.acts = RunActs(self.shell, self.desk, self._asked, heard)
        self.closed = EmptyState("", icon="lock", action=MATCH)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.month)
        self.stack.addWidget(self.closed)
        self.setLayout(column(self.stack))
        self._connect()

    @cached_property
    def came(self) -> CamePanel:
        """What came of the instructions, made when it is first asked for."""
        made = CamePanel(self.shell, self.desk)
        made.back_wanted.connect(self.show_run)
        made.number_known.connect(self._show_number)
        self.stack.addWidget(made)
        return made

    def _connect(self) -> None:
        self.month.head.month_chosen.connect(self.show_month)
        self.month.opened.connect(self.open_proposal)
        self.month.prepare_wanted.connect(self.prepare)
        self.month.sign_wanted.connect(self.ask_signed)
        self.month.waive_wanted.connect(self.ask_waiver)
        self.month.match_wanted.connect(self.match)
        self.closed.action_wanted.connect(self.match)

    # --- reading

    def refresh(self) -> None:
        """Read the month anew, and how much of what came may be taken."""
        if not self.desk.is_open:
            return
        if self._location != self.desk.location:
            self._begin_book()
        if self._matching:
            self.came.refresh()
        self._count_came()
        keeper, why = self.page.keeper, self._why_closed()
        self._open_or_close(why)
        if keeper is None or why:
            return
        book, period, today = self.desk.book, self.period, self.desk.today
        visible = self._visible()

        def read(_progress: Progress) -> MonthRun:
            with book.read() as connection:
                return month_run(connection, keeper.id, period, visible, today=today)

        deliver = self._reading.only(self._take_run)
        job = self.shell.runner.background(
            "Reading the month", read, on_done=deliver, on_error=self._failed
        )
        self._reading.replace(job)

    def _begin_book(self) -> None:
        """Begin with the month of the desk's day: another book was opened."""
        self._location, self._alarms = self.desk.location, {}
        self.period = f"{self.desk.today:%Y-%m}"
        self.month.head.begin(self.period, self.desk.today)

    @property
    def _matching(self) -> bool:
        """Whether what came is in front."""
        return "came" in vars(self) and self.stack.currentWidget() is self.came

    def _visible(self) -> tuple[int, ...]:
        return tuple(one.id for one in self.desk.entity_rows())

    def _why_closed(self) -> str:
        """Return why the user may not see the pay of these officials; empty when they may."""
        keeper = self.page.keeper
        if keeper is None:
            return self.desk.why_not(PROMISES) or "Choose an entity that keeps promises."
        may_look = {one.id for one in self.desk.entities_for(PROMISES, anywhere=True)}
        return "" if keeper.id in may_look else self.desk.why_not(PROMISES, keeper.id)

    def _open_or_close(self, why: str) -> None:
        """Show the month, or why the user may not see it; what came stays in front."""
        self.closed.say("Pay and promises are not shown to you", why)
        if not self._matching:
            self.stack.setCurrentWidget(self.closed if why else self.month)

    def _take_run(self, found: MonthRun) -> None:
        self.run = found
        self._show_rows()
        if self._focus_wanted:
            self._focus_wanted = False
            self.month.focus_rows()

    def _show_rows(self) -> None:
        if self.run is not None:
            rows = [self._with_alarm(one) for one in self.run.rows]
            self.month.show_run(self.run, rows, self._why_not())

    def _with_alarm(self, one: MonthRow) -> MonthRow:
        """Return a row with what only proposing finds out, such as an alarm."""
        stops = self._alarms.get((self.period, one.official_id), ())
        if not stops or one.state not in (NOT_PROPOSED, STOPPED):
            return one
        return replace(one, stops=stops, state=STOPPED)

    def _count_came(self) -> None:
        """Count what may be taken in the entities whose books the user keeps."""
        book = self.desk.book
        ids = [one.id for one in self.desk.entities_for(RECORD, anywhere=True)]

        def read(_progress: Progress) -> int:
            with book.read() as connection:
                return sum(len(proposals(connection, one)) for one in ids)

        deliver = self._looking.only(self._show_number)
        job = self.shell.runner.background("Counting what came", read, on_done=deliver)
        self._looking.replace(job)

    def _show_number(self, number: int) -> None:
        somewhere = self.desk.entities_for(RECORD, anywhere=True)
        why = "" if somewhere else self.desk.why_not(RECORD)
        self.month.show_came(number, why)
        self.closed.allow(action=why)

    # --- what others ask for

    def take(self, subject: object) -> None:
        """Show a month, with the keyboard on its rows; or what came."""
        if isinstance(subject, RunDues) and subject.came:
            self.match()
        elif isinstance(subject, RunDues):
            self.show_run()
            self._focus_wanted = True
            self.show_month(subject.period or f"{self.desk.today:%Y-%m}")

    def show_month(self, period: str) -> None:
        """Show another month."""
        self.period = period
        self.month.head.show_month(period, self.desk.today)
        self.month.problem.say("")
        self.shell.close_drawer()
        self.refresh()

    @property
    def filter(self) -> FilterBar:
        """The month's search, to which Ctrl+F goes."""
        return self.month.filter

    def match(self) -> None:
        """Show what came of the instructions."""
        if self.desk.entities_for(RECORD, anywhere=True):
            self.shell.close_drawer()
            self.stack.setCurrentWidget(self.came)
            self.came.begin()

    def show_run(self) -> None:
        """Go back from what came to the month."""
        if self._matching:
            self.stack.setCurrentWidget(self.closed if self._why_closed() else self.month)
            self.month.focus_rows()
            self.refresh()

    def picture_states(self) -> Mapping[str, Callable[[], None]]:
        """Return a proposal beside the month, and what came."""
        return {
            "run-proposal": self._open_first,
            "run-came": self.match,
        }

    def _open_first(self) -> None:
        if self.month.model.size():
            self.open_proposal(self.month.model.row_id(0))

    # --- acts

    def prepare(self) -> None:
        """Propose for the marked officials, or for all; again where it is not signed yet."""
        self._prepare(self.month.marked_or_all())

    def _prepare(self, rows: Sequence[MonthRow]) -> None:
        if self.month.head.say_day() and not self._why_not():
            self.month.problem.say("")
            self.acts.prepare(rows)

    def ask_signed(self) -> None:
        """Ask when the marked officials, or all, signed."""
        if not self._why_not():
            self.acts.ask_signed(self.month.marked_or_all())

    def ask_waiver(self) -> None:
        """Ask about a waiver for the marked officials, or for the current one."""
        if not self._why_not():
            self.acts.ask_waiver(self.month.marked_or_current())

    def _asked(self) -> Asked | None:
        """Return the month in hand, and how proposals are to be made."""
        keeper = self.page.keeper
        if keeper is None:
            return None
        made_on = self.month.head.made_on or usual_day(self.period, self.desk.today)
        return Asked(keeper, self.period, made_on, self.month.head.smooth)

    def _why_not(self) -> str:
        keeper = self.page.keeper
        return self.desk.why_not(PROMISES, *(() if keeper is None else (keeper.id,)))

    def open_proposal(self, official_id: int) -> None:
        """Show every line of an official's month in the drawer."""
        asked = self._asked()
        if asked is None:
            return
        book, today, visible = self.desk.book, self.desk.today, self._visible()

        def read(_progress: Progress) -> MonthProposal:
            with book.read() as connection:
                return month_proposal(
                    connection, asked.keeper.id, official_id, asked.period, visible, today=today,
                    made_on=asked.made_on, smooth=asked.smooth,
                )  # fmt: skip

        deliver = self._opening.only(self._show_proposal)
        job = self.shell.runner.background(
            "Making the proposal", read, on_done=deliver, on_error=self._failed
        )
        self._opening.replace(job)

    def _show_proposal(self, detail: MonthProposal) -> None:
        one = detail.row.official_id
        acts = ProposalActs(
            prepare=lambda: self._for_one(one, self._prepare),
            sign=lambda: self._for_one(one, self.acts.ask_signed),
            waive=lambda: self._for_one(one, self.acts.ask_waiver),
            open_official=lambda: self.page.show_official(one),
            open_sheet=lambda: self.page.open_paper(_SHEET, one),
            why_not=self._why_not(),
        )  # fmt: skip
        self._panel = ProposalPanel(detail, acts)
        self.shell.open_drawer(detail.row.name, self._panel, about=one)

    def _for_one(self, official_id: int, act: Callable[[Sequence[MonthRow]], None]) -> None:
        """Do something for one official, as they stand now."""
        found = self.month.row_of(official_id)
        if found is not None:
            act([found])

    # --- what came of an act

    def _prepared(self, found: Prepared) -> None:
        """Say what stopped and why; it stands in its rows as well."""
        for plan in (*found.plans, *found.stopped):
            self._alarms[self.period, plan.official.id] = plan.allocation.stops
        self._show_rows()
        said = [f"{one.name}: {one.allocation.stops[0].why}" for one in found.stopped]
        said += [words for _official_id, words in found.without]
        if said:
            others = f" And {counted(len(said) - _TOLD, 'other')}." if len(said) > _TOLD else ""
            told = " ".join(said[:_TOLD])
            self.month.problem.say(
                f"{counted(len(said), 'proposal')} stopped. {told}{others} Open the row to put it"
                " right.", "warn",
            )  # fmt: skip
        panel = self._panel
        if panel is not None and isValid(panel) and panel.isVisible():
            self.open_proposal(panel.detail.row.official_id)

    def _left_out(self, found: Sequence[Outdated]) -> None:
        """Say whose signature does not fit the facts any more."""
        if found:
            told = " ".join(f"{one.name}: {one.why}" for one in found[:_TOLD])
            words = (
                f"{counted(len(found), 'signature')} not recorded; prepare it anew first. {told}"
            )
            self.month.problem.say(words, "warn")

    def _refused(self, words: str) -> None:
        self.month.problem.say(words, "bad")

    def _failed(self, error: FinanceDeskError) -> None:
        if not isinstance(error, Cancelled):
            self._refused(str(error))
