"""Closing a month of an account: how it stands, what hinders, who closed it, and its paper."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QScrollArea, QWidget

from financedesk.banking.closing import (
    Closing,
    ClosingItem,
    age_days,
    prepare_closing,
    reopen,
    review_closing,
)
from financedesk.banking.tie_out import Tie, tie_of
from financedesk.book import UnitOfWork
from financedesk.errors import FinanceDeskError
from financedesk.ledger.entities import AccountRow
from financedesk.progress import Progress
from financedesk.reports.bank_reconciliation import write_bank_reconciliation
from financedesk.rules.roles import FILE
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.desk import Area, Changes
from financedesk.ui.formatting import day
from financedesk.ui.jobs import Latest
from financedesk.ui.models import Column, ListTableModel, Look, money_column
from financedesk.ui.pages.drawer_form import FormActs
from financedesk.ui.pages.reconcile_acts import BANK, Act, ReconcileActs
from financedesk.ui.pages.reconcile_closing_forms import CloseForm, ReopenForm, ReviewForm
from financedesk.ui.pages.reconcile_closing_reading import (
    ClosingView,
    Month,
    closed_words,
    closing_figures,
    read_closing,
    read_closing_months,
    unclosable,
    where_words,
)
from financedesk.ui.pages.reconcile_tie import TiePanel
from financedesk.ui.shell.notices import Offer
from financedesk.ui.shell.page import Shell
from financedesk.ui.widgets import (
    Banner,
    Card,
    DataTable,
    FigureRow,
    button,
    column,
    label,
    row,
)
from financedesk.ui.widgets.action_row import ActionRow
from financedesk.ui.widgets.build import allow
from financedesk.ui.widgets.enter_form import SavingForm

FOLDER = "reconcile/papers-folder"
"""Where papers went last, in the computer's settings."""
_CHANGED = BANK.joined(Changes(frozenset({Area.CONTRIBUTIONS, Area.FILINGS})))


_MONTH_COLUMNS: tuple[Column[Month], ...] = (
    Column("month", "Month", lambda one: one.short, Look.STRONG, 100, stretch=True, least=80,
           sortable=False, spoken=lambda one: one.title),
    Column("state", "State", lambda one: one.state[0], Look.CHIP, 112,
           tone=lambda one: one.state[1], sortable=False),
)  # fmt: skip


class ClosingPanel(QWidget):
    """The months on the left, the one in hand on the right."""

    month_read = Signal()

    def __init__(self, shell: Shell, desk: BookDesk, acts: ReconcileActs) -> None:
        super().__init__()
        self._shell, self._desk, self._acts = shell, desk, acts
        self._months, self._one, self._ties = Latest(), Latest(), Latest()
        self.account: AccountRow | None = None
        self.shown: ClosingView | None = None
        self.model: ListTableModel[Month] = ListTableModel(_MONTH_COLUMNS)
        self.table = DataTable("Months", self.model, noun=("month", "months"), selection_bar=False)
        self.heading = label("", "section")
        self.state = Banner()
        self.hinders = Banner("", "warn")
        self.notes = Banner("", "info")
        self.figures = FigureRow("Bank and books")
        self.items_model: ListTableModel[ClosingItem] = ListTableModel(self._item_columns())
        self.items = DataTable("Between bank and books", self.items_model,
                               noun=("item", "items"), selection_bar=False)  # fmt: skip
        self.tie = TiePanel()
        self.reports = label("", "small", wrap=True)
        self._add_buttons()
        self._lay_out()
        self.table.view.selectionModel().currentChanged.connect(lambda _now, _then: self._read())
        self.table.row_opened.connect(lambda _id: self._enter())

    def _add_buttons(self) -> None:
        self.close_button = button(
            "Close the month", "primary", icon="lock", on_click=self.close_month
        )
        self.review_button = button("Note review", icon="check", on_click=self.review)
        self.reopen_button = button("Reopen", icon="lock-open", on_click=self.reopen)
        self.print_button = button(
            "Print", icon="file-text", on_click=lambda: self.print_to(".pdf")
        )
        self.workbook_button = button(
            "Workbook", icon="file-spreadsheet", on_click=lambda: self.print_to(".xlsx")
        )
        self.acts_row = ActionRow()
        for one in (self.close_button, self.review_button, self.reopen_button,
                    self.print_button, self.workbook_button):  # fmt: skip
            self.acts_row.add(one)

    def _lay_out(self) -> None:
        months = Card(flush=True)
        months.body.addWidget(self.table)
        content = QWidget()
        body = column(row(self.heading, self.acts_row, spacing=16), self.state, self.hinders,
                      self.figures, self.notes, spacing=10, margins=(0, 0, 4, 0))  # fmt: skip
        between = Card("Between bank and books", flush=True)
        between.body.addWidget(self.items)
        self.items.setMinimumHeight(160)
        body.addWidget(between, 1)
        body.addWidget(self.tie)
        body.addWidget(self.reports)
        content.setLayout(body)
        area = QScrollArea()
        area.setAccessibleName("The month")
        area.setWidgetResizable(True)
        area.setWidget(content)
        whole = row(spacing=16)
        whole.addWidget(months, 3)
        whole.addWidget(area, 7)
        self.setLayout(whole)

    def _item_columns(self) -> tuple[Column[ClosingItem], ...]:
        return (
            Column("day", "Day", lambda one: day(date.fromisoformat(one.day)), width=122,
                   sortable=False),
            Column("text", "What", lambda one: one.text, Look.STRONG, 200, stretch=True, least=110,
                   sortable=False, tip=lambda one: one.why),
            Column("side", "Where", where_words, Look.TEXT, 150, yields=True, sortable=False),
            Column("age", "Days old", self._age, Look.NUMBER, 84, yields=True, sortable=False),
            Column("why", "Why", lambda one: one.why, Look.QUIET, 180, yields=True, sortable=False,
                   tip=lambda one: one.why),
            money_column("cents", "Amount", lambda one: one.cents, summed=False),
        )  # fmt: skip

    def _age(self, one: ClosingItem) -> str:
        return f"{age_days(one, self.shown.month.last):,}" if self.shown else ""

    # --- reading

    def show_account(self, account: AccountRow) -> None:
        """Show the months of an account; the month in hand stays."""
        self.account, book = account, self._desk.book

        def read(_progress: Progress) -> tuple[Month, ...]:
            return read_closing_months(book, account)

        deliver = self._months.only(self._show_months)
        job = self._shell.runner.background("Reading closed months", read, on_done=deliver)
        self._months.replace(job)

    def _show_months(self, months: Sequence[Month]) -> None:
        kept = self.shown.month.last if self.shown else ""
        places = [at for at, one in enumerate(months) if one.last == kept]
        opens = [at for at, one in enumerate(months) if one.closing is None]
        self.model.show(months)
        if months:
            at = places[0] if places else opens[-1] if opens else 0
            self.table.view.setCurrentIndex(self.model.index(at, 0))
        self._read()

    def _read(self) -> None:
        one = self.model.row_at(self.table.view.currentIndex().row())
        account, book, today = self.account, self._desk.book, self._desk.today.isoformat()
        if one is None or account is None:
            return

        def read(_progress: Progress) -> ClosingView:
            return read_closing(book, account, one, today)

        deliver = self._one.only(self._show)
        job = self._shell.runner.background("Reading the month", read, on_done=deliver)
        self._one.replace(job)

    def _show(self, found: ClosingView) -> None:
        self.shown = found
        self.heading.setText(found.month.title)
        closing = found.month.closing
        self.state.say(closed_words(closing) if closing else "", "ok")
        hinders = found.outlook.hinders if found.outlook else ()
        self.hinders.say("\n".join(hinders), "warn")
        self.notes.say("\n".join(found.outlook.notes if found.outlook else ()), "info")
        self.figures.show_figures(closing_figures(found))
        self.items_model.show(found.items)
        told = ", ".join(one.words for one in found.filings)
        self.reports.setText(f"Reports that cover these days: {told}" if told else "")
        self._allow(found)
        self._read_tie(found.month)
        self.month_read.emit()

    def _read_tie(self, one: Month) -> None:
        """Hold bank, books and report against one another, once the month is shown."""
        account, book = self.account, self._desk.book
        if account is None:
            return

        def read(_progress: Progress) -> Tie:
            with book.read() as connection:
                return tie_of(connection, account, one.last)

        def show(found: Tie) -> None:
            self.tie.show_tie(found, one.last)

        words = "Comparing bank, books and report"
        job = self._shell.runner.background(words, read, on_done=self._ties.only(show))
        self._ties.replace(job)

    def _allow(self, found: ClosingView) -> None:
        account, closing = self.account, found.month.closing
        right = self._desk.why_not(FILE, account.entity_id) if account else "No account."
        done = "This month is closed." if closing else ""
        allow(self.close_button, right or done or unclosable(found.outlook))
        lacking = "" if closing else "This month is not closed."
        reviewed = f"Reviewed by {closing.reviewed_by}." if closing and closing.reviewed_on else ""
        allow(self.review_button, right or lacking or reviewed)
        allow(self.reopen_button, right or lacking)
        self.acts_row.updateGeometry()

    def _enter(self) -> None:
        """Do with a month what is next: close it, or note its review."""
        for one in (self.close_button, self.review_button):
            if one.isEnabled():
                one.click()
                return

    # --- acts

    def close_month(self) -> None:
        """Show the form that closes the month in hand."""
        found, account = self.shown, self.account
        if found is None or account is None or found.outlook is None:
            return
        last, today = found.month.last, self._desk.today

        def save(who: str, explained: Mapping[int, str]) -> None:
            name = f"Close {account.name} through {last}"
            self._write(
                name, f"Closed {account.name}, {found.month.title}", form,
                lambda unit: prepare_closing(
                    unit, account.id, last, who, explained, on=today.isoformat()
                ),
            )  # fmt: skip

        form = CloseForm(
            found.outlook, found.month.title, self._desk.login, save, self._form_acts(), today
        )
        self._open(f"Close {found.month.title}", form)
        form.who.setFocus()

    def review(self) -> None:
        """Show the form that notes who has reviewed the closing."""
        closing, today = self._closing, self._desk.today
        if closing is None:
            return

        def save(who: str) -> None:
            self._write(
                "Note review of closed month", f"Reviewed by {who}", form,
                lambda unit: review_closing(unit, closing.id, who, on=today.isoformat()),
            )  # fmt: skip

        form = ReviewForm(closing, save, self._form_acts(), today)
        self._open("Review of the closed month", form)
        form.who.setFocus()

    def reopen(self) -> None:
        """Show the form that reopens the closing, with the reports that it touches."""
        closing, found, today = self._closing, self.shown, self._desk.today
        if closing is None or found is None:
            return

        def save(who: str, why: str) -> None:
            self._write(
                "Reopen closed month", f"Reopened {found.month.title}", form,
                lambda unit: reopen(unit, closing.id, who, why, on=today.isoformat()),
            )  # fmt: skip

        form = ReopenForm(found.filings, self._desk.login, save, self._form_acts(), today)
        self._open(f"Reopen {found.month.title}", form)
        form.why.setFocus()

    @property
    def _closing(self) -> Closing | None:
        return self.shown.month.closing if self.shown else None

    def _write(
        self, name: str, said: str, form: SavingForm, work: Callable[[UnitOfWork], object]
    ) -> None:
        if self.account is None:
            return
        act = Act(name=name, account=self.account, said=said, right=FILE, changes=_CHANGED)
        self._acts.write(act, work, form=form, on_done=lambda _result: self._close_form())

    def _form_acts(self) -> FormActs:
        return FormActs(self._close_form)

    def _open(self, title: str, form: QWidget) -> None:
        owner = self.account.entity_id if self.account else None
        self._shell.open_drawer(title, form, entity_id=owner)

    def _close_form(self) -> None:
        self._shell.close_drawer()
        self.table.view.setFocus()

    # --- on paper

    def print_to(self, ending: str) -> None:
        """Ask where to, and write the bank reconciliation statement of the month in hand."""
        found, account = self.shown, self.account
        if found is None or account is None:
            return
        folder = Path(str(self._shell.settings.value(FOLDER, "") or Path.home()))
        proposed = f"reconciliation-{account.code}-{found.month.last}{ending}"
        place, _filter = QFileDialog.getSaveFileName(
            self, "Save bank reconciliation statement", str(folder / proposed), f"*{ending}"
        )
        if place:
            target = Path(place)
            fits = target.suffix.lower() == ending
            self._print(account, found, target if fits else Path(f"{place}{ending}"))

    def _print(self, account: AccountRow, found: ClosingView, target: Path) -> None:
        book, today, closing = self._desk.book, self._desk.today, found.month.closing
        last = closing.closed_through if closing else found.month.last

        def work(progress: Progress) -> Path:
            return write_bank_reconciliation(
                book, account.id, last, today, target, progress,
                closing_id=closing.id if closing else None,
            )  # fmt: skip

        def done(written: Path) -> None:
            self._shell.settings.setValue(FOLDER, str(written.parent))
            self._shell.say(f"Written: {written.name}")
            self._shell.notify(
                "Bank reconciliation statement written", str(written), tone="ok",
                offers=(Offer("Open folder", partial(_open_folder, written.parent)),),
            )  # fmt: skip

        def failed(error: FinanceDeskError) -> None:
            self._shell.say(str(error))

        self._shell.runner.background(
            "Writing bank reconciliation statement", work, on_done=done, on_error=failed
        )


def _open_folder(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
