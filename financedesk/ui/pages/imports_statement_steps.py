"""The steps of a bank's statement on the Import page: its columns, its lines, keeping them."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QWidget

from financedesk.errors import FinanceDeskError
from financedesk.intake.asking import GIFTS, WHAT
from financedesk.intake.statements.storing import StatementReport
from financedesk.progress import Progress
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.formatting import counted
from financedesk.ui.jobs import Latest
from financedesk.ui.pages.imports_bank_columns import BankColumnsPanel, FoundBankTable
from financedesk.ui.pages.imports_statement import FoundStatement, StatementPanel, take
from financedesk.ui.pages.imports_work import Options
from financedesk.ui.shell.page import Shell
from financedesk.ui.widgets import JobPanel


class Around(Protocol):
    """What the steps ask of the page around them."""

    def place(self, panel: QWidget) -> None:
        """Give a panel its place on the page, hidden."""

    def look(self, path: Path, options: Options) -> None:
        """Look into a file by what was said of it."""

    def allow(self) -> None:
        """Let go on what may go on now."""

    def kept(self, report: StatementReport) -> None:
        """Show what was stored."""


class StatementSteps:
    """Keeps the draft of a statement: what was found, or the columns to be said for it."""

    def __init__(self, shell: Shell, desk: BookDesk, job: JobPanel, around: Around) -> None:
        self._shell, self._desk, self._job, self._around = shell, desk, job, around
        self._tried = Latest()
        self.found: FoundStatement | None = None
        self.asked: FoundBankTable | None = None

    @cached_property
    def lines(self) -> StatementPanel:
        """What the statement holds."""
        made = StatementPanel()
        self._around.place(made)
        made.account_chosen.connect(self.try_account)
        made.gifts_said.connect(self._to_gifts)
        return made

    @cached_property
    def columns(self) -> BankColumnsPanel:
        """What the columns of a bank's table hold."""
        made = BankColumnsPanel()
        self._around.place(made)
        made.changed.connect(self._around.allow)
        made.gifts_said.connect(self._to_gifts)
        return made

    # --- what is in hand

    def forget(self) -> None:
        """Forget the draft; nothing of it was stored."""
        self.found = self.asked = None

    def show(self, found: FoundStatement | FoundBankTable) -> None:
        """Show a statement, or ask for the columns of one."""
        if isinstance(found, FoundStatement):
            self.found = found
            self.lines.show_found(found)
        else:
            self.found, self.asked = None, found
            self.columns.show_found(found)

    @property
    def path(self) -> Path | None:
        """The file in hand, if it is a bank's."""
        return self.found.path if self.found else self.asked.path if self.asked else None

    def panel(self, *, at_columns: bool) -> QWidget | None:
        """Return the panel of a step, if it is one of a statement's."""
        if at_columns:
            return self.columns if self.asked else None
        return self.lines if self.found else None

    def refuse(self, error: FinanceDeskError) -> bool:
        """Say at the columns why they cannot be read so; returns whether they were asked for."""
        if self.asked is None:
            return False
        self.found = None
        self.columns.problem.say(str(error), "bad")
        return True

    def _to_gifts(self) -> None:
        of = self.found or self.asked
        if of is not None:
            options = of.options.answered(WHAT, GIFTS)
            self.forget()
            self._around.look(of.path, options)

    # --- going on

    def may_go_on(self, *, at_columns: bool) -> bool:
        """Tell whether the step is done."""
        if at_columns:
            return self.columns.is_complete
        return self.lines.report is not None and self.lines.report.added > 0

    def next_words(self) -> str:
        """Return what the button says that keeps the lines."""
        report = self.lines.report
        return "Keep the lines" if report is None else f"Keep {counted(report.added, 'line')}"

    def go_on(self, *, at_columns: bool) -> None:
        """Read the file by the columns that were said, or keep its lines."""
        if at_columns and self.asked is not None:
            self._around.look(self.asked.path, self.columns.options())
        elif not at_columns:
            self._take(dry_run=False)

    def try_account(self) -> None:
        """Find out what of the statement is new for the account that is chosen."""
        self._take(dry_run=True)

    def _take(self, *, dry_run: bool) -> None:
        found, of, desk = self.found, self.lines.chosen, self._desk
        if found is None or of is None:
            self._around.allow()
            return
        number = self.lines.chosen_number

        def work(_progress: Progress) -> StatementReport:
            with desk.writing() as book:
                return take(book, found, of, number, dry_run=dry_run)

        deliver = self._tried.only(self._shown_when(dry_run=dry_run))
        words = "Looking into" if dry_run else "Bringing in"
        job = self._shell.runner.database(
            f"{words} {found.path.name}", work, on_done=deliver, on_error=deliver,
            saves=not dry_run,
        )  # fmt: skip
        self._tried.replace(job)
        self._job.follow(job)
        self._around.allow()

    def _shown_when(self, *, dry_run: bool) -> Callable[[StatementReport | FinanceDeskError], None]:
        """Return what is done with the answer of a job."""

        def taken(result: StatementReport | FinanceDeskError) -> None:
            if isinstance(result, FinanceDeskError):
                self.lines.refuse(f"{result} Nothing was stored.")
            elif dry_run:
                self.lines.show_report(result)
            else:
                self._around.kept(result)
            self._around.allow()

        return taken
