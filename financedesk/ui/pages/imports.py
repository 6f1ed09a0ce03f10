"""The Import page: a file is looked into, shown, confirmed and stored; each import can go back."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QFileDialog, QFrame, QSizePolicy, QWidget

from financedesk.errors import Cancelled, FinanceDeskError
from financedesk.intake.asking import STATEMENT, WHAT, Question
from financedesk.intake.mending import NOTHING_MENDED, Mending
from financedesk.intake.past_imports import PastImport, past_imports
from financedesk.intake.statements.storing import StatementReport
from financedesk.progress import Progress
from financedesk.rules.roles import CORRECT, IMPORT, WALLS
from financedesk.ui.book_desk import BookDesk, book_desk
from financedesk.ui.desk import Area, Changes
from financedesk.ui.formatting import counted
from financedesk.ui.jobs import Latest
from financedesk.ui.pages.imports_bank_columns import FoundBankTable
from financedesk.ui.pages.imports_columns import ColumnsPanel
from financedesk.ui.pages.imports_confirm import ConfirmPanel, DonePanel
from financedesk.ui.pages.imports_file import FilePanel
from financedesk.ui.pages.imports_found import FoundPanel
from financedesk.ui.pages.imports_past import Dependents, PastImports
from financedesk.ui.pages.imports_people import PeoplePanel
from financedesk.ui.pages.imports_pictures import Pictures
from financedesk.ui.pages.imports_rows import PROBLEMS, RowsPanel
from financedesk.ui.pages.imports_rows_trying import RowsTrying
from financedesk.ui.pages.imports_statement import (
    FoundStatement,
    LookedAt,
    StatementPanel,
    look_at_any,
)
from financedesk.ui.pages.imports_statement_steps import StatementSteps
from financedesk.ui.pages.imports_taking_back import TakingBack
from financedesk.ui.pages.imports_work import (
    Done,
    Found,
    FoundColumns,
    FoundFiling,
    OptionChoices,
    Options,
    bring_in,
    read_option_choices,
    save_refused,
)
from financedesk.ui.pages.subjects import ImportFile, ShowFiling, ShowItems, ShowReconcile
from financedesk.ui.shell.page import Page, Shell
from financedesk.ui.widgets import JobPanel, Stepper, button, column, line, row
from financedesk.ui.widgets.build import set_look, set_shown

STEPS = ("File", "Columns", "What was found", "Rows", "People", "Confirm", "Done")
FILE, COLUMNS, FOUND, ROWS, PEOPLE, CONFIRM, DONE = range(len(STEPS))
Panel = TypeVar("Panel", bound=QWidget)


class Imports(Page):
    """Keeps the draft of an import while other pages are shown.

    Every step but the first is made when a file is there for it.
    """

    areas = frozenset(Area)
    primary_action = "import.choose"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.desk: BookDesk = book_desk(shell)
        self.found: Found | FoundFiling | None = None
        self.unknown: FoundColumns | None = None
        self._asked_about: tuple[Path, Options] = (Path(), Options())
        self.done: Done | None = None
        self._location, self._choices = "", OptionChoices()
        self._asked, self._looked = Latest(), Latest()
        self._pictures: Pictures | None = None
        self.stepper = Stepper("Import", STEPS)
        self.file = FilePanel()
        self.panels: dict[int, QWidget] = {FILE: self.file}
        self.job = JobPanel(shell.runner)
        self.past, self.dependents = PastImports(), Dependents()
        self._of_banks: list[QWidget] = []
        self.statements = StatementSteps(shell, self.desk, self.job, self)
        self.taking_back = TakingBack(shell, self.desk, (self.job, self.dependents), self._gone)
        self.back = button("Back", icon="chevron-left", on_click=self._back)
        self.again = button("Start over", on_click=self.start_over)
        self.through = button("Look through", on_click=lambda: self._go(ROWS))
        self.next = button("Next", "primary", on_click=self._next)
        self.body.addWidget(self._wizard())
        self.body.addWidget(self.dependents)
        self.body.addWidget(self.past, 1)
        self._connect()
        self._go(FILE)

    def _wizard(self) -> QFrame:
        self.footer = QFrame()
        self.footer.setLayout(row(self.again, None, self.back, self.through, self.next, spacing=8))
        card = QFrame()
        set_look(card, "card")
        card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._steps = column(self.file)
        card.setLayout(
            column(self.stepper, line(), self.job, self._steps, self.footer, spacing=14,
                   margins=(16, 14, 16, 14))
        )  # fmt: skip
        return card

    def _put(self, step: int, panel: Panel) -> Panel:
        panel.hide()
        self._steps.addWidget(panel)
        self.panels[step] = panel
        return panel

    @cached_property
    def columns(self) -> ColumnsPanel:
        """What the columns of an unknown table hold."""
        made = self._put(COLUMNS, ColumnsPanel())
        made.changed.connect(self._allow)
        made.statement_said.connect(lambda: self._say_what(STATEMENT))
        return made

    @cached_property
    def what(self) -> FoundPanel:
        """What was found in the file."""
        return self._put(FOUND, FoundPanel())

    @property
    def bank(self) -> StatementPanel:
        """What a bank's statement holds."""
        return self.statements.lines

    @cached_property
    def rows(self) -> RowsPanel:
        """What becomes of its rows, and what of them is put right by hand."""
        made = self._put(ROWS, RowsPanel())
        made.save_wanted.connect(self.save_refused)
        made.cells_wanted.connect(lambda number: self.trying.read(self.found, number))
        made.mended.connect(self._mended)
        made.try_wanted.connect(lambda: self._try_rows(ROWS))
        return made

    @cached_property
    def trying(self) -> RowsTrying:
        """What the step of the rows asks for."""
        return RowsTrying(self.shell, self.desk, self.rows, self._show_found)

    @cached_property
    def people(self) -> PeoplePanel:
        """Who of its donors may be known already."""
        return self._put(PEOPLE, PeoplePanel())

    @cached_property
    def confirm(self) -> ConfirmPanel:
        """How it is stored."""
        made = self._put(CONFIRM, ConfirmPanel())
        made.options_changed.connect(self._look_again)
        return made

    @cached_property
    def result(self) -> DonePanel:
        """What was stored."""
        made = self._put(DONE, DonePanel())
        made.register_wanted.connect(self._open_register)
        made.brought.wanted.connect(lambda: self.shell.go("compliance"))
        made.filing_wanted.connect(self._open_filing)
        made.reconcile_wanted.connect(self._reconcile)
        made.undo_wanted.connect(self._undo_done)
        made.another_wanted.connect(self.start_over)
        return made

    def _connect(self) -> None:
        self.file.file_given.connect(self.take_file)
        self.file.answered.connect(self._answer)
        undo = self.taking_back.undo
        self.past.undo_wanted.connect(undo)
        self.dependents.take_back.connect(lambda one: undo(one, cascade=True))

    # --- what the shell asks

    def context_line(self) -> str:
        """Return which step the draft is at."""
        other = self.unknown if self.stepper.current == COLUMNS else None
        found = other or self.found
        path = self.statements.path or (found.path if found else None)
        if path is None or self.stepper.current == FILE:
            return "Looked into first, stored when you say so, taken back as a whole"
        return f"{path.name} · step {self.stepper.current + 1} of {len(STEPS)}"

    def refresh(self, changes: Changes) -> None:
        """Read the past imports anew; another book has another draft."""
        if self.desk.location != self._location:
            self._location = self.desk.location
            self.start_over()
        if not self.desk.is_open:
            return
        book, scope = self.desk.book, self.desk.scope
        entities = {one.code: one.id for one in self.desk.entities_for(IMPORT)}

        def read(_progress: Progress) -> tuple[list[PastImport], OptionChoices]:
            with book.read() as connection:
                listed = past_imports(connection, scope)
            return listed, read_option_choices(book, entities)

        deliver = self._asked.only(self._show_past)
        self._asked.replace(
            self.shell.runner.background("Reading past imports", read, on_done=deliver)
        )

    def open_subject(self, subject: object) -> None:
        """Ask for a file, or take the one that is given."""
        if not isinstance(subject, ImportFile):
            return
        self.start_over()
        if subject.path is None:
            self.file.drop.browse()
        else:
            self.take_file(subject.path)

    def focus_filter(self) -> None:
        """Take the keyboard to the search among problems."""
        if self.stepper.current == ROWS:
            self.rows.lists.choose(PROBLEMS)
            self.rows.problems.filter.search.setFocus()

    def picture_states(self) -> Mapping[str, Callable[[], None]]:
        """Return each step of the page with a file of its own kind."""
        self._pictures = Pictures(self)
        return self._pictures.states()

    def show_step(self, name: str) -> None:
        """Go to a step of the file in hand, by its name."""
        if self.found is not None:
            self._go(STEPS.index(name))

    # --- the steps

    def start_over(self) -> None:
        """Forget the draft; nothing of it was stored."""
        self.found = self.unknown = self.done = None
        self.statements.forget()
        self._forget_rows()
        self.file.forget()
        self._go(FILE)

    def _forget_rows(self) -> None:
        """Forget what was put right by hand in the file before."""
        if "rows" in vars(self):
            self.trying.forget()
            self.people.forget()

    def take_file(self, path: Path) -> None:
        """Look into a file in a job."""
        self.unknown = None
        self.statements.forget()
        self._forget_rows()
        self.file.forget()
        self._offer_options()
        self._look(path, self.confirm.options, FOUND)

    def _look(self, path: Path, options: Options, step: int, *, people: bool = False) -> None:
        if not self.desk.may(IMPORT):
            self.file.refuse(path.name, self.desk.why_not(IMPORT))
            return
        desk = self.desk
        entities = {one.code: (one.id, one.name) for one in desk.entities_for(IMPORT)}

        def work(progress: Progress) -> LookedAt:
            return look_at_any(desk, path, options, entities, progress, people=people)

        def looked(result: LookedAt | FinanceDeskError) -> None:
            if isinstance(result, FinanceDeskError):
                self._not_taken(path, options, result)
            elif isinstance(result, FoundStatement | FoundBankTable):
                self.unknown = None
                self.statements.show(result)
                self._go(COLUMNS if isinstance(result, FoundBankTable) else FOUND)
                self.statements.try_account()
            elif isinstance(result, FoundColumns):
                self.statements.forget()
                self.unknown = result
                # Asked each time: somebody else may have signed in, or another book be open.
                self.columns.allow_keeping(self.desk.why_not(WALLS))
                self.columns.offer(self.desk.entities_for(IMPORT), options.entity, self._choices)
                self.columns.show_found(result)
                self._go(COLUMNS)
            else:
                self._show_found(result)
                self._go(step)

        deliver = self._looked.only(looked)
        job = self.shell.runner.database(
            f"Looking into {path.name}", work, on_done=deliver, on_error=deliver
        )
        self._looked.replace(job)
        self.job.follow(job)
        self._allow()

    def _look_again(self, options: Options) -> None:
        if self.found is not None:
            kept = replace(self.found.options.going_to(options), people=())
            # Whose rows it takes decides whose donors they may be.
            self._look(self.found.path, kept, CONFIRM, people=True)

    def _answer(self, option: str, value: str) -> None:
        """Look into the file again with what was asked about it."""
        path, options = self._asked_about
        self.file.forget()
        self._look(path, options.answered(option, value), FOUND)

    def _try_columns(self) -> None:
        """Look into the file again by what its columns were said to hold."""
        if self.unknown is not None:
            said = replace(
                self.unknown.options, entity=self.columns.entity_code,
                profile=self.columns.profile(), keeps_profile=self.columns.keep.isChecked(),
                mending=self._mending_kept(),
            )  # fmt: skip
            self._look(self.unknown.path, said, FOUND)

    def _mending_kept(self) -> Mending:
        """Return what was put right by hand, as long as the rows are counted from one header."""
        before = self.found.options.profile if isinstance(self.found, Found) else None
        if before is None or before.header_line != self.columns.profile().header_line:
            return NOTHING_MENDED
        return self.rows.draft.mending

    def _not_taken(self, path: Path, options: Options, error: FinanceDeskError) -> None:
        if isinstance(error, Question):
            self._asked_about = path, options
            self._go(FILE)
            self.file.ask(error)
            return
        if not isinstance(error, Cancelled) and self.statements.refuse(error):
            self._go(COLUMNS)
            return
        if self.unknown is not None and not isinstance(error, Cancelled):
            self.columns.problem.say(str(error), "bad")
            self._go(COLUMNS)
            return
        if isinstance(error, Cancelled):
            self.file.say(f"{path.name}: stopped. Nothing was stored.")
        else:
            self.file.refuse(path.name, str(error))
        self.found = None
        self._go(FILE)

    def _show_found(self, found: Found | FoundFiling) -> None:
        self.found = found
        self.what.show_found(found)
        self.rows.show_found(found)
        if isinstance(found, Found) and found.people is not None:
            owners = (self.desk.why_not(CORRECT, one) for one in found.report.recipients)
            self.people.show_found(found, next((words for words in owners if words), ""))
        self.confirm.show_found(found)

    # --- rows put right by hand

    def _mended(self) -> None:
        if self.rows.draft.is_small:
            self._try_rows(ROWS)
        self._allow()

    def _try_rows(self, step: int) -> None:
        """Try the file with what was put right by hand, and go to a step when it can be taken."""
        if not isinstance(self.found, Found):
            return

        def tried() -> None:
            if step != self.stepper.current:
                self._go(step)
            self._allow()

        job = self.trying.again(self.found, tried, people=step == PEOPLE)
        # A small file is tried at each correction: a bar that comes and goes would only disturb.
        if step != ROWS or not self.rows.draft.is_small:
            self.job.follow(job)
        self._allow()

    def _to_people(self) -> None:
        """Go to the donors; they are sought in the books first, where the file has new ones."""
        found = self.found
        if not isinstance(found, Found):
            self._go(CONFIRM)
        elif not self.rows.draft.is_tried or (found.people is None and found.report.donors_new):
            self._try_rows(PEOPLE)
        else:
            self._show_found(replace(found, people=found.people or ()))
            self._go(PEOPLE)

    def save_refused(self) -> None:
        """Write the refused rows to a file of the user's choice."""
        found, desk = self.found, self.desk
        if not isinstance(found, Found):
            return
        proposed = found.path.with_name(f"{found.path.stem} - refused.csv")
        place, _form = QFileDialog.getSaveFileName(
            self, "Save refused rows", str(proposed), "CSV (*.csv)"
        )
        if not place:
            return

        def work(progress: Progress) -> None:
            with desk.writing() as book:
                save_refused(book, found, Path(place), progress)

        def saved(_nothing: None) -> None:
            rows = counted(found.report.rejected_count, "row")
            self.shell.notify(f"Saved {rows} to {Path(place).name}", tone="ok")

        self.job.follow(
            self.shell.runner.database(f"Writing {Path(place).name}", work, on_done=saved)
        )

    # --- a bank's statement: what its steps ask of the page

    def place(self, panel: QWidget) -> None:
        """Give a panel of a statement its place among the steps."""
        panel.hide()
        self._steps.addWidget(panel)
        self._of_banks.append(panel)

    def look(self, path: Path, options: Options) -> None:
        """Look into a file by what was said of it."""
        self._look(path, options, FOUND)

    def allow(self) -> None:
        """Let go on what may go on now."""
        self._allow()

    def kept(self, report: StatementReport) -> None:
        """Show what was kept of a statement."""
        self.done = Done(None, statement=report)
        self.result.show_done(self.done)
        self._go(DONE)
        self.result.to_reconcile.setFocus()
        self.desk.announce(Changes.everything())

    def _say_what(self, what: str) -> None:
        """Look into an unknown table again as what somebody says it is."""
        if self.unknown is not None:
            self._look(self.unknown.path, self.unknown.options.answered(WHAT, what), FOUND)

    # --- storing

    def store(self) -> None:
        """Store what was found, as one import."""
        found, desk = self.found, self.desk
        if found is None or not found.has_news:
            return

        def work(progress: Progress) -> Done:
            with desk.writing() as book:
                done = bring_in(book, found, progress)
            desk.reread()
            return done

        def stored(done: Done) -> None:
            self.done = done
            self.result.show_done(done)
            self.result.brought.look(desk, self.shell.runner, done.batch)
            self._go(DONE)
            self.desk.announce(Changes.everything())
            self.shell.notify(f"Imported {found.path.name}", tone="ok")

        job = self.shell.runner.database(
            f"Importing {found.path.name}", work, on_done=stored, on_error=self._not_stored,
            saves=True,
        )  # fmt: skip
        self.job.follow(job)
        self._allow()

    def _not_stored(self, error: FinanceDeskError) -> None:
        if isinstance(error, Cancelled):
            self.confirm.warning.say("Stopped. Nothing was stored; the draft is still here.")
        else:
            self.confirm.warning.say(f"{error} Nothing was stored.", "bad")
        self._allow()

    def _back(self) -> None:
        step = self.stepper.current - 1
        if step == PEOPLE and isinstance(self.found, Found):
            self._to_people()
        elif step == PEOPLE:
            self._go(ROWS)
        else:
            no_columns = self.unknown is None and self.statements.asked is None
            self._go(FILE if step == COLUMNS and no_columns else step)

    def _next(self) -> None:
        if self.stepper.current == CONFIRM or self._needs_no_look(self.stepper.current):
            self.store()
        elif self.statements.path is not None:
            self.statements.go_on(at_columns=self.stepper.current == COLUMNS)
        elif self.stepper.current == COLUMNS:
            self._try_columns()
        elif self.stepper.current == ROWS:
            self._to_people()
        else:
            self._go(self.stepper.current + 1)

    def _go(self, step: int) -> None:
        if step == CONFIRM and isinstance(self.found, Found):
            said = replace(self.found.options, people=self.people.said())
            self.found = replace(self.found, options=said)
            self.confirm.show_found(self.found)
        self.stepper.go_to(step)
        others = step in (COLUMNS, FOUND)
        bank = self.statements.panel(at_columns=step == COLUMNS) if others else None
        for place, panel in self.panels.items():
            panel.setVisible(place == step and bank is None)
        for panel in self._of_banks:
            panel.setVisible(panel is bank)
        self.footer.setVisible(step not in (FILE, DONE))
        self._allow()
        if not self.footer.isHidden() and self.isVisible():
            self.next.setFocus()
        self.context_changed.emit()

    def _allow(self) -> None:
        busy = self.job.job is not None
        step = self.stepper.current
        self.next.setText(self._next_words(step))
        self.next.setEnabled(not busy and self._may_go_on(step))
        set_shown(self.through, shown=self._needs_no_look(step))
        self.through.setEnabled(not busy)
        for part in (self.back, self.again, self.file.drop):
            part.setEnabled(not busy)

    def _may_go_on(self, step: int) -> bool:
        if self.statements.path is not None:
            return self.statements.may_go_on(at_columns=step == COLUMNS)
        if step == COLUMNS:
            return self.unknown is not None and self.columns.is_complete
        return step != CONFIRM or (self.found is not None and self.found.has_news)

    def _needs_no_look(self, step: int) -> bool:
        """Whether a file read by a remembered layout has nothing to decide: one Enter stores it."""
        found = self.found
        if step != FOUND or not isinstance(found, Found) or self.statements.path is not None:
            return False
        remembered = found.options.profile is not None and not found.options.keeps_profile
        return remembered and found.has_news and not found.problems

    def _next_words(self, step: int) -> str:
        if self._needs_no_look(step) and isinstance(self.found, Found):
            return f"Import {counted(self.found.report.accepted, 'gift')}"
        if step == FOUND and self.statements.found is not None:
            return self.statements.next_words()
        if step == FOUND:
            number = len(self.found.problems) if self.found else 0
            return f"Next: {counted(number, 'problem')}" if number else "Next"
        if step != CONFIRM:
            return "Next"
        if isinstance(self.found, Found):
            return f"Import {counted(self.found.report.accepted, 'gift')}"
        return "Adopt the filing"

    def _offer_options(self) -> None:
        writable = self.desk.entities_for(IMPORT)
        chosen = writable[0].code if self.desk.entity.entity_id and writable else None
        self.confirm.offer(
            [(one.code, one.name) for one in writable], chosen, self._choices,
            every=self.desk.may_write_all,
        )  # fmt: skip

    # --- where to go from here

    def _open_register(self) -> None:
        days = self.done.days if self.done else None
        filters = (("period", f"{days[0]}..{days[1]}"),) if days else ()
        self.shell.go("contributions", ShowItems(filters))

    def _open_filing(self) -> None:
        if self.done is not None and self.done.adopted is not None:
            self.shell.go("filings", ShowFiling(self.done.adopted.filing_id))

    def _reconcile(self) -> None:
        report = self.done.statement if self.done else None
        if report is not None:
            self.shell.go("reconcile", ShowReconcile(report.account.id, "to_do"))

    # --- past imports

    def _show_past(self, read: tuple[list[PastImport], OptionChoices]) -> None:
        listed, self._choices = read
        names = {one.id: one.name for one in self.desk.rows_in_hand}
        self.past.show_imports(listed, names, why_not=self.desk.why_not(IMPORT))

    def _undo_done(self) -> None:
        batch = self.done.batch if self.done else None
        one = next((one for one in self.past.model.rows if one.id == batch), None)
        if one is not None:
            self.taking_back.undo(one)

    def _gone(self, batch: int) -> None:
        if self.done is not None and self.done.batch == batch:
            self.start_over()
