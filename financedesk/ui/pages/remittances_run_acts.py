"""What is done in a dues run: propose, sign, waive; each for many officials as one step of undo."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from shiboken6 import isValid

from financedesk.errors import Cancelled, FinanceDeskError
from financedesk.ledger.entities import EntityRow
from financedesk.progress import Progress
from financedesk.remittances.month_acts import (
    Outdated,
    Prepared,
    keep_prepared,
    outdated,
    prepare,
    sign_all,
    to_prepare,
)
from financedesk.remittances.month_run import PROPOSED, MonthRow
from financedesk.remittances.waivers import WAIVERS, Waiver
from financedesk.rules.dates import parse_month
from financedesk.rules.roles import PROMISES
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.desk import Area, Changes
from financedesk.ui.formatting import counted, month
from financedesk.ui.jobs import Job
from financedesk.ui.pages.remittances_run_columns import NOUN
from financedesk.ui.pages.remittances_run_forms import SignedForm, WaivedMonths, WaiverForm
from financedesk.ui.shell.page import Shell
from financedesk.ui.widgets.enter_form import SavingForm

Result = TypeVar("Result")
CHANGED = Changes(frozenset({Area.REMITTANCES, Area.COMPLIANCE}))
_STOPPED = "Stopped; nothing of it was kept."


@dataclass(frozen=True)
class Asked:
    """For which month of whose officials something is done, and how proposals are made."""

    keeper: EntityRow
    period: str
    made_on: date
    smooth: bool

    @property
    def month(self) -> str:
        """The month in words."""
        return month(parse_month(self.period))


@dataclass(frozen=True)
class Heard:
    """What the view does with an outcome: what stopped, and what could not be signed."""

    prepared: Callable[[Prepared], None]
    left_out: Callable[[Sequence[Outdated]], None]
    refused: Callable[[str], None]


class RunActs:
    """Does the acts of a dues run in jobs; ``asked`` answers with the month in hand."""

    def __init__(
        self, shell: Shell, desk: BookDesk, asked: Callable[[], Asked | None], heard: Heard
    ) -> None:
        self._shell, self._desk, self._asked, self._heard = shell, desk, asked, heard
        self._job: Job | None = None

    @property
    def busy(self) -> bool:
        """Whether an act is under way: another begins when it is over."""
        return self._job is not None and not self._job.is_over

    # --- proposals

    def prepare(self, rows: Sequence[MonthRow]) -> None:
        """Propose where each official's amount may go; the job shows how far it is."""
        asked, todo = self._asked(), to_prepare(rows)
        if asked is None or self.busy:
            return
        if not todo:
            self._shell.say("Nothing is left to propose: all is kept, waived or signed.")
            return
        today, visible = self._desk.today, self._visible()

        def work(progress: Progress) -> Prepared:
            with self._desk.book.read() as connection:
                found = prepare(
                    connection, todo, asked.period, visible, progress, made_on=asked.made_on,
                    smooth=asked.smooth,
                )  # fmt: skip
            if found.plans:
                action = f"Propose {asked.month} for {counted(len(found.plans), *NOUN)}"
                with self._desk.unit_of_work(action, asked.keeper.id, act=PROMISES) as unit:
                    keep_prepared(unit, found, today)
            return found

        def done(found: Prepared) -> None:
            if found.plans:
                self._say(f"{counted(len(found.plans), 'proposal')} kept for {asked.month}")
            self._heard.prepared(found)

        self._run(f"Proposing {asked.month}", work, done)

    # --- signatures

    def ask_signed(self, rows: Sequence[MonthRow]) -> None:
        """Ask on which day officials signed what was proposed to them."""
        asked = self._asked()
        ready = [one for one in rows if one.state == PROPOSED]
        if asked is None or self.busy:
            return
        if not ready:
            self._shell.say("Nothing waits for a signature; propose it first (Ctrl+Enter).")
            return

        def sign(day: date) -> None:
            self._sign(asked, ready, day, form)

        form = SignedForm(ready, asked.period, self._desk.today, sign, self._shell.close_drawer)
        about = ready[0].official_id if len(ready) == 1 else None
        self._shell.open_drawer("Signed", form, entity_id=asked.keeper.id, about=about)
        form.day.setFocus()
        form.day.selectAll()

    def _sign(self, asked: Asked, rows: Sequence[MonthRow], day: date, form: SignedForm) -> None:
        visible = self._visible()

        def work(progress: Progress) -> tuple[int, tuple[Outdated, ...]]:
            with self._desk.book.read() as connection:
                old = outdated(connection, rows, visible, progress)
            without = {one.official_id for one in old}
            fine = [one for one in rows if one.official_id not in without]
            if fine:
                action = f"Sign {asked.month} for {counted(len(fine), *NOUN)}"
                with self._desk.unit_of_work(action, asked.keeper.id, act=PROMISES) as unit:
                    sign_all(unit, fine, day)
            return len(fine), old

        def done(found: tuple[int, tuple[Outdated, ...]]) -> None:
            number, old = found
            self._shell.close_drawer()
            if number:
                self._say(f"{counted(number, 'signature')} recorded for {asked.month}")
            self._heard.left_out(old)

        self._run(f"Recording signatures of {asked.month}", work, done, form)

    # --- waivers

    def ask_waiver(self, rows: Sequence[MonthRow]) -> None:
        """Ask for which months, why and by whose word officials need not give."""
        asked, chosen = self._asked(), tuple(rows)
        if asked is None or not chosen or self.busy:
            return

        def waive(typed: WaivedMonths) -> None:
            self._waive(asked, chosen, typed, form)

        form = WaiverForm(chosen, asked.period, self._desk.today, waive, self._shell.close_drawer)
        about = chosen[0].official_id if len(chosen) == 1 else None
        self._shell.open_drawer("Waive", form, entity_id=asked.keeper.id, about=about)
        form.reason.setFocus()

    def _waive(
        self, asked: Asked, rows: Sequence[MonthRow], typed: WaivedMonths, form: WaiverForm
    ) -> None:
        action = f"Waive dues of {counted(len(rows), *NOUN)}"

        def work(_progress: Progress) -> None:
            with self._desk.unit_of_work(action, asked.keeper.id, act=PROMISES) as unit:
                for one in rows:
                    WAIVERS.add(unit, asked.keeper.id, _waiver(one.official_id, typed))

        def done(_found: None) -> None:
            self._shell.close_drawer()
            self._say(f"Waived for {counted(len(rows), *NOUN)}")

        self._run(action, work, done, form)

    # --- inside

    def _visible(self) -> tuple[int, ...]:
        return tuple(one.id for one in self._desk.entity_rows())

    def _say(self, words: str) -> None:
        self._shell.say(words, can_undo=True)

    def _run(
        self,
        title: str,
        work: Callable[[Progress], Result],
        done: Callable[[Result], None],
        form: SavingForm | None = None,
    ) -> None:
        """Do one act in a job; a refusal is said in the form, or by the view."""

        def deliver(found: Result) -> None:
            self._desk.announce(CHANGED)
            done(found)

        def failed(error: FinanceDeskError) -> None:
            if isinstance(error, Cancelled):
                self._shell.say(_STOPPED)
                self._shell.close_drawer()
            elif form is not None and isValid(form):
                form.refuse(error)
            else:
                self._heard.refused(str(error))

        self._job = self._shell.runner.database(
            title, work, on_done=deliver, on_error=failed, saves=True
        )


def _waiver(official_id: int, typed: WaivedMonths) -> Waiver:
    return Waiver(
        official_id=official_id, reason=typed.reason, first_period=typed.first_period,
        last_period=typed.last_period, cents=typed.cents, approved_by=typed.approved_by,
        approved_on=typed.approved_on,
    )  # fmt: skip
