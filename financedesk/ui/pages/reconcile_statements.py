"""The statements of an account: what is kept, whether one follows on the other, and typing one."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from financedesk.book import Book, UnitOfWork
from financedesk.ledger.bank_files import file_of
from financedesk.ledger.entities import AccountRow
from financedesk.ledger.kept_statements import KeptStatement, kept_statements
from financedesk.ledger.typed_statement import (
    TYPED,
    TypedStatement,
    correct_statement,
    delete_statement,
    record_statement,
    typed_statement,
)
from financedesk.progress import Progress
from financedesk.rules.roles import IMPORT
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.formatting import counted, day, money, short_day
from financedesk.ui.jobs import Latest
from financedesk.ui.models import Column, ListTableModel, Look
from financedesk.ui.pages.reconcile_acts import Act, ReconcileActs
from financedesk.ui.pages.reconcile_typing import Beginning, StatementForm
from financedesk.ui.shell.page import Shell
from financedesk.ui.widgets import Banner, Card, DataTable, EmptyState, button, column, row
from financedesk.ui.widgets.build import allow
from financedesk.ui.widgets.keys import add_keys


def _days(one: KeptStatement) -> str:
    if not one.ends:
        return "Days not said"
    last = date.fromisoformat(one.ends)
    first = f"{short_day(date.fromisoformat(one.begins))} – " if one.begins else "to "
    return f"{first}{day(last)}"


def _follows(one: KeptStatement) -> tuple[str, str]:
    if one.told:
        return "Does not follow", "warn"
    if one.closing_cents is None:
        return "No balance said", "neutral"
    return "Follows", "ok"


_COLUMNS: tuple[Column[KeptStatement], ...] = (
    Column("days", "Days", _days, Look.STRONG, 190, least=120, sortable=False),
    Column("file", "From", lambda one: one.file_name or "Typed by hand", Look.TEXT, 200,
           stretch=True, least=140, sortable=False),
    Column("lines", "Lines", lambda one: f"{one.lines:,}", Look.NUMBER, 74, yields=True,
           sortable=False),
    Column("matched", "Matched", lambda one: f"{one.matched:,}", Look.NUMBER, 90, yields=True,
           sortable=False),
    Column("opening", "Opening", lambda one: money(one.opening_cents), Look.NUMBER, 112,
           yields=True, sortable=False),
    Column("closing", "Closing", lambda one: money(one.closing_cents), Look.AMOUNT, 112,
           sortable=False),
    Column("follows", "Continuity", lambda one: _follows(one)[0], Look.CHIP, 156,
           tone=lambda one: _follows(one)[1], tip=lambda one: one.told, sortable=False),
)  # fmt: skip


def read_statements_of(book: Book, account: AccountRow) -> Sequence[KeptStatement]:
    """Read the statements of an account, the newest first."""
    with book.read() as connection:
        return kept_statements(connection, account)[::-1]


class StatementsPanel(QWidget):
    """Lists the statements; a typed one opens in its form, which takes the place of the list.

    ``was_read`` tells that the list stands.
    """

    was_read = Signal()

    def __init__(self, shell: Shell, desk: BookDesk, acts: ReconcileActs) -> None:
        super().__init__()
        self._shell, self._desk, self._acts = shell, desk, acts
        self._reading, self._opening = Latest(), Latest()
        self.account: AccountRow | None = None
        self.form: StatementForm | None = None
        self._kept: dict[int, StatementForm] = {}
        self._wanted = False
        self.model: ListTableModel[KeptStatement] = ListTableModel(
            _COLUMNS, identify=lambda one: one.id
        )
        self.empty = EmptyState(
            "No statement of this account yet",
            "Bring in a file of the bank, or type a statement from paper.",
            icon="landmark", action="Import a statement", link="Type a statement",
        )  # fmt: skip
        self.table = DataTable("Statements", self.model, empty=self.empty,
                               noun=("statement", "statements"), selection_bar=False)  # fmt: skip
        self.gaps = Banner("", "warn")
        self.type_button = button("Type a statement", icon="pencil", on_click=self.begin)
        self.save_button = button("Save its file…", icon="download", on_click=self.save_file)
        self.save_button.setToolTip("The bank’s own file, as it was brought in (S)")
        self._lay_out()
        self.table.row_opened.connect(self.open)
        add_keys(self.table.view, {"S": self.save_file})
        commands = shell.commands
        self.empty.action_wanted.connect(lambda: commands.run("reconcile.import"))
        self.empty.link_wanted.connect(self.begin)

    def _lay_out(self) -> None:
        card = Card(flush=True)
        card.body.addWidget(self.table)
        self.listed = QWidget()
        whole = column(row(self.gaps, spacing=12), spacing=10)
        whole.addWidget(card, 1)
        whole.addLayout(row(self.type_button, self.save_button, None))
        self.listed.setLayout(whole)
        self.parts = QStackedWidget()
        self.parts.addWidget(self.listed)
        self.setLayout(column(self.parts))

    # --- the list

    def show_account(self, account: AccountRow) -> None:
        """Show the statements of an account; a form that is open stays for its own account."""
        if self.account is None or account.id != self.account.id:
            self._put_aside()
        self.account, book = account, self._desk.book
        why = self._desk.why_not(IMPORT, account.entity_id)
        allow(self.type_button, why, "Ctrl+N")
        self.empty.allow(action=why, link=why)

        def read(_progress: Progress) -> Sequence[KeptStatement]:
            return read_statements_of(book, account)

        deliver = self._reading.only(self._show)
        job = self._shell.runner.background("Reading statements", read, on_done=deliver)
        self._reading.replace(job)

    def _show(self, found: Sequence[KeptStatement]) -> None:
        at = max(0, self.table.view.currentIndex().row())
        self.model.show(found)
        if found:
            self.table.view.setCurrentIndex(self.model.index(min(at, len(found) - 1), 0))
        wrong = [f"{_days(one)}: {one.told}" for one in found if one.told]
        more = f" and {counted(len(wrong) - 3, 'more')}" if len(wrong) > 3 else ""
        self.gaps.say("\n".join(wrong[:3]) + more, "warn")
        self.was_read.emit()
        wanted, self._wanted = self._wanted, False
        if wanted:
            self.begin()

    def open(self, statement_id: int) -> None:
        """Open a typed statement in its form; what came from a file is only said."""
        one = self.model.row_at(self.model.position_of(statement_id))
        if one is None:
            return
        if one.format != TYPED:
            self._shell.say(
                f"This statement came from {one.file_name}: {counted(one.lines, 'line')}, as the"
                " bank says them. S saves the file; take its import back to be rid of it."
            )
            return
        book = self._desk.book

        def read(_progress: Progress) -> TypedStatement:
            with book.read() as connection:
                return typed_statement(connection, statement_id)

        def show(facts: TypedStatement) -> None:
            self._correct(statement_id, facts)

        deliver = self._opening.only(show)
        job = self._shell.runner.at_once("Reading the statement", read, on_done=deliver)
        self._opening.replace(job)

    def save_file(self) -> None:
        """Ask where to, and give out the file of the statement in hand as the bank wrote it."""
        one = self.model.row_at(self.table.view.currentIndex().row())
        if one is None or one.format == TYPED:
            self._shell.say("Choose a statement that came in a file.")
            return
        proposed = str(Path.home() / one.file_name)
        place, _filter = QFileDialog.getSaveFileName(self, "Save the bank's file", proposed)
        if not place:
            return
        book, statement_id, target = self._desk.book, one.id, Path(place)

        def work(_progress: Progress) -> Path:
            with book.read() as connection:
                _name, content = file_of(connection, statement_id)
            target.write_bytes(content)
            return target

        self._shell.runner.background(
            f"Writing {target.name}", work,
            on_done=lambda file: self._shell.notify(f"Saved {file.name}", tone="ok"),
            on_error=lambda error: self._shell.say(str(error)),
        )  # fmt: skip

    # --- typing

    def begin(self) -> None:
        """Show the form of a new statement, which begins where the newest one ended."""
        account = self.account
        if account is None:
            self._wanted = True
            return
        if why_not := self._desk.why_not(IMPORT, account.entity_id):
            self._shell.say(why_not)
            return
        if account.id in self._kept:
            self._take(self._kept.pop(account.id))
            return
        newest = next((one for one in self.model.rows if one.closing_cents is not None), None)
        beginning = Beginning(
            self._desk.today,
            newest.ends if newest else "",
            newest.closing_cents if newest else account.opening_balance_cents,
            None,
        )

        def save(facts: TypedStatement) -> None:
            self._write(
                account, "Type bank statement", form, lambda unit: record_statement(
                    unit, account, facts
                ), f"Kept the statement with {counted(len(facts.lines), 'line')}",
            )  # fmt: skip

        form = StatementForm(beginning, save, self.leave)
        self._take(form)

    def _correct(self, statement_id: int, before: TypedStatement) -> None:
        account = self.account
        if account is None:
            return

        def save(facts: TypedStatement) -> None:
            self._write(
                account, "Correct bank statement", form,
                lambda unit: correct_statement(unit, statement_id, facts), "Saved the statement",
            )  # fmt: skip

        def delete() -> None:
            self._write(
                account, "Delete bank statement", form,
                lambda unit: delete_statement(unit, statement_id), "Deleted the statement",
            )  # fmt: skip

        form = StatementForm(
            Beginning(self._desk.today, "", None, before), save, self.leave, delete
        )
        self._take(form)
        if why_not := self._desk.why_not(IMPORT, account.entity_id):
            form.lock(why_not)

    def _write(
        self,
        account: AccountRow,
        name: str,
        form: StatementForm,
        work: Callable[[UnitOfWork], object],
        said: str,
    ) -> None:
        act = Act(name=name, account=account, said=said, right=IMPORT)
        self._acts.write(act, work, form=form, on_done=lambda _result: self._saved(form))

    def _take(self, form: StatementForm) -> None:
        self._put_aside()
        self.form = form
        self.parts.addWidget(form)
        self.parts.setCurrentWidget(form)
        form.focus_first()

    def leave(self) -> None:
        """Go back to the list; a new statement that was begun is kept and shown again."""
        begun = self._put_aside()
        self.table.view.setFocus()
        if begun:
            self._shell.say("What you typed is kept: type a statement to go on with it.")

    def _put_aside(self) -> bool:
        """Take the form away; tell whether it is kept."""
        form, self.form = self.form, None
        self.parts.setCurrentWidget(self.listed)
        if form is None:
            return False
        self.parts.removeWidget(form)
        if form.is_begun and self.account is not None:
            form.setParent(self)
            form.hide()
            self._kept[self.account.id] = form
            return True
        form.deleteLater()
        return False

    def _saved(self, form: StatementForm) -> None:
        """Go back to the list, unless another form was opened meanwhile."""
        if form is self.form:
            self.form = None
            self.parts.setCurrentWidget(self.listed)
            self.parts.removeWidget(form)
            self.table.view.setFocus()
        self._kept = {key: one for key, one in self._kept.items() if one is not form}
        form.deleteLater()
