"""Opens the forms of several lines on the page of disbursements, and writes what they take."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from financedesk.ledger.payroll import (
    PayLine,
    last_payroll,
    pay_kinds,
    payroll_account,
    record_payroll,
)
from financedesk.ledger.period import Period
from financedesk.ledger.ultimate_payees import Behind, NewPayee, behind, name_payees, routes_for
from financedesk.reports.disbursement_register import write_register
from financedesk.rules.payments import payment_kinds
from financedesk.rules.roles import CORRECT, RECORD
from financedesk.ui.formatting import counted, dollars
from financedesk.ui.jobs import Latest
from financedesk.ui.pages.disbursement_acts import PAID
from financedesk.ui.pages.disbursement_lines import PayeesForm, PayrollForm, PayrollMeans
from financedesk.ui.pages.disbursement_payee import PayeeField
from financedesk.ui.pages.drawer_form import FormActs
from financedesk.ui.pages.written_acts import WrittenActs

if TYPE_CHECKING:
    from financedesk.ledger.entities import AccountRow, EntityRow
    from financedesk.progress import Progress
    from financedesk.ui.pages.disbursements import Disbursements


_FILES = "PDF (*.pdf);;Workbook (*.xlsx);;CSV (*.csv)"


class LineForms:
    """Who is behind a payment, a month's payroll, the register; each saving is one step of undo."""

    def __init__(self, page: Disbursements) -> None:
        """Open forms for the books that this page has in hand."""
        self._page, self._desk, self._shell = page, page.desk, page.shell
        self._recording = WrittenActs(page.shell, page.desk, RECORD, PAID)
        self._correcting = WrittenActs(page.shell, page.desk, CORRECT, PAID)
        self._asking = Latest()
        self.form: PayeesForm | PayrollForm | None = None

    def _field(self, entity_id: int) -> PayeeField:
        return PayeeField(self._desk, self._shell.runner, entity_id)

    # --- who is behind a payment

    def name_payees(self, item_id: int) -> None:
        """Show the form that says who is behind a payment."""
        book = self._desk.book

        def read(_progress: Progress) -> Behind:
            with book.read() as connection:
                return behind(connection, item_id)

        deliver = self._asking.only(self._show_payees)
        job = self._shell.runner.background("Reading the payment", read, on_done=deliver)
        self._asking.replace(job)

    def _show_payees(self, one: Behind) -> None:
        ways = routes_for(one.kind)
        why_not = self._desk.why_not(CORRECT, one.entity_id) or one.locked
        if not why_not and not ways:
            why_not = "The form names nobody behind a payment of this kind."
        if why_not:
            self._shell.say(why_not)
            return

        def save(route: str, lines: list[NewPayee]) -> None:
            self._correcting.write(
                "Name ultimate payees", lambda unit: name_payees(unit, one.item_id, route, lines),
                entity_id=one.entity_id, form=form, said=_said(one, lines), on_done=self._done,
            )  # fmt: skip

        acts = FormActs(self._shell.close_drawer)
        form = PayeesForm(
            one, ways, lambda: self._field(one.entity_id), self._desk.today, save, acts
        )
        self.form = form
        self._shell.open_drawer(
            f"Who is behind {one.payee}", form, entity_id=one.entity_id, about=one.item_id
        )
        form.lines[0].payee.setFocus()

    # --- payroll

    def payroll(self) -> None:
        """Show the form of a month's payroll, filled from the last one."""
        entities = self._desk.entities_for(RECORD)
        if not entities:
            return
        entity, book, today = entities[0], self._desk.book, self._desk.today.isoformat()
        kinds = {
            account: codes
            for account in self._page.means.accounts_of(entity.id)
            if (codes := pay_kinds(entity.kind, account.kind))
        }
        if not kinds:
            self._shell.say(f"{entity.name} has no account from which wages are recorded.")
            return

        def read(_progress: Progress) -> PayrollMeans:
            with book.read() as connection:
                account = payroll_account(connection, list(kinds), today) or next(iter(kinds))
                template = last_payroll(connection, entity.id, account.id, today)
            alike = tuple(one for one in kinds if kinds[one] == kinds[account])
            offered = tuple(one for one in payment_kinds() if one.kind in kinds[account])
            return PayrollMeans(account, offered, template, alike)

        def show(means: PayrollMeans) -> None:
            self._show_payroll(entity, means)

        job = self._shell.runner.background("Reading the last payroll", read,
                                            on_done=self._asking.only(show))  # fmt: skip
        self._asking.replace(job)

    def _show_payroll(self, entity: EntityRow, means: PayrollMeans) -> None:
        def save(day: date, account: AccountRow, lines: list[PayLine]) -> None:
            self._recording.write(
                "Record payroll",
                lambda unit: record_payroll(unit, entity, account, day.isoformat(), lines),
                entity_id=entity.id, form=form,
                said=f"Recorded a payroll of {counted(len(lines), 'line')}", on_done=self._done,
            )  # fmt: skip

        form = PayrollForm(
            means, lambda: self._field(entity.id), self._desk.today, save,
            FormActs(self._shell.close_drawer),
        )  # fmt: skip
        self.form = form
        self._shell.open_drawer("Payroll", form, entity_id=entity.id)
        form.day.setFocus()

    # --- the register

    def save_register(self) -> None:
        """Ask where to, and write the register of the entities in hand there."""
        period = self.period()
        proposed = Path.home() / f"disbursements-{period.first}-{period.last}.pdf"
        place, _filter = QFileDialog.getSaveFileName(
            self._page, "Save the register of disbursements", str(proposed), _FILES
        )
        if place:
            self.write_register(Path(place))

    def period(self) -> Period:
        """Return the days that the page's filter holds to, this year without one."""
        first, _, last = dict(self._page.filter.filters).get("period", "").partition("..")
        year = self._desk.today.year
        return Period(first=first or f"{year}-01-01", last=last or f"{year}-12-31")

    def write_register(self, target: Path) -> None:
        """Write the register; the ending says as what."""
        book, scope, period = self._desk.book, self._desk.scope, self.period()

        def work(progress: Progress) -> Path:
            return write_register(book, scope, period, target, progress)

        def written(file: Path) -> None:
            self._shell.notify(f"Saved {file.name}", tone="ok")

        self._shell.runner.background(f"Writing {target.name}", work, on_done=written)

    def _done(self, _result: object) -> None:
        self._shell.close_drawer()


def _said(one: Behind, lines: list[NewPayee]) -> str:
    if not lines:
        return f"{one.payee} is an ordinary payment again"
    named = sum(line.amount_cents for line in lines)
    return f"Named {dollars(named)} of {dollars(one.cents)} to {one.payee}"
