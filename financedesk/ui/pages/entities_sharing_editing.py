"""Forms and acts of shared costs: each form in the drawer, each act one unit of work and undo."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QWidget

from financedesk.ledger.cost_agreements import add_agreement, delete_agreement, edit_agreement
from financedesk.ledger.cost_invoices import record_invoice
from financedesk.ledger.cost_timesheets import (
    correct_timesheet,
    delete_timesheet,
    record_timesheet,
)
from financedesk.rules.roles import CORRECT, RECORD
from financedesk.ui.pages.entities_sharing import (
    AGREEMENTS,
    INVOICES,
    TIMESHEETS,
    SharingCard,
)
from financedesk.ui.pages.entities_sharing_acts import SharingActs
from financedesk.ui.pages.entities_sharing_forms import AgreementForm
from financedesk.ui.pages.entities_sharing_invoice import InvoiceForm
from financedesk.ui.pages.entities_sharing_rows import Shared
from financedesk.ui.pages.entities_sharing_settling import InvoiceSettling
from financedesk.ui.pages.entities_sharing_sides import Sides
from financedesk.ui.pages.entities_sharing_timesheet import TimesheetForm
from financedesk.ui.pages.entity_standing_forms import FormActs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from financedesk.book.unit import UnitOfWork
    from financedesk.ledger.cost_agreements import Agreement, AgreementFacts
    from financedesk.ledger.cost_invoices import InvoiceFacts
    from financedesk.ledger.cost_timesheets import Timesheet, TimesheetFacts
    from financedesk.ui.pages.entities import Entities
    from financedesk.ui.pages.subjects import ShareCosts

Row = TypeVar("Row")


class SharingEditing:
    """Opens the forms of shared costs, and writes what they hand over."""

    def __init__(self, page: Entities) -> None:
        self._page, self._shell, self._desk = page, page.shell, page.desk
        self._wanted = ""
        self._acts = SharingActs(page.shell, page.desk, self._close)
        self.settling = InvoiceSettling(page.shell, page.desk, self._acts, lambda: self.card.shared)

    @cached_property
    def card(self) -> SharingCard:
        """The lists, made when they are first shown."""
        made = SharingCard(self._shell, self._desk)
        made.wanted.connect(self.enter)
        made.invoice_opened.connect(self.settling.open)
        made.agreement_opened.connect(self.open_agreement)
        made.timesheet_opened.connect(self.open_timesheet)
        made.was_read.connect(self._begin_wanted)
        made.list_shown.connect(self._follow_list)
        self._page.stack.addWidget(made)
        made.refresh()
        return made

    def _follow_list(self, _listed: str) -> None:
        """Let the big button enter what the list that is shown holds."""
        self._page.primary_action = self.primary_action
        self._page.context_changed.emit()

    @property
    def primary_action(self) -> str:
        """The command that enters what the list that is shown holds."""
        return f"entities.share_{self.card.key}"

    def refresh(self) -> None:
        """Read the lists anew where they are shown."""
        if "card" in vars(self):
            self.card.refresh()

    def picture_states(self) -> Mapping[str, Callable[[], None]]:
        """Return the three lists, the newest invoice opened, and the forms."""
        shown = {
            f"sharing-{listed}": partial(self._picture, listed)
            for listed in (INVOICES, AGREEMENTS, TIMESHEETS)
        }
        forms = {
            f"sharing-{listed}-form": partial(self._picture, listed, form=True)
            for listed in (INVOICES, AGREEMENTS, TIMESHEETS)
        }
        return {**shown, "sharing-invoice": self._open_newest, **forms}

    def _picture(self, listed: str, *, form: bool = False) -> None:
        self._page.view.choose("sharing")
        self.card.listed.choose(listed)
        if form:
            self.enter(listed)

    def _open_newest(self) -> None:
        self._picture(INVOICES)
        rows = self.card.invoices.rows
        if rows:
            self.settling.open(rows[0].id)

    def take(self, subject: ShareCosts) -> None:
        """Show a list, and its form once the list is read."""
        self.card.listed.choose(subject.listed)
        if subject.enter:
            self._wanted = subject.listed
            if self.card.shared is not None:
                self._begin_wanted()

    def _begin_wanted(self) -> None:
        wanted, self._wanted = self._wanted, ""
        if wanted:
            self.enter(wanted)

    def enter(self, listed: str) -> None:
        """Begin a new agreement, timesheet or invoice."""
        begin: dict[str, Callable[[Shared], None]] = {
            AGREEMENTS: lambda shared: self._agreement(shared, None),
            TIMESHEETS: lambda shared: self._timesheet(shared, None),
            INVOICES: self._invoice,
        }
        shared, why = self.card.shared, self._desk.why_not(RECORD)
        if why or shared is None:
            self._shell.say(why or "Shared costs are still being read.")
            return
        begin[listed](shared)

    # --- agreements

    def open_agreement(self, row_id: int) -> None:
        """Show an agreement in its form."""
        shared = self.card.shared
        found = _by_id(shared.agreements, row_id) if shared else None
        if shared is not None and found is not None:
            self._agreement(shared, found)

    def _agreement(self, shared: Shared, before: Agreement | None) -> None:
        def save(facts: AgreementFacts) -> None:
            ids = _both(facts.parties.entity_id, before.facts.parties.entity_id if before else None)
            if before is None:
                name, said = "Add agreement", f"Entered {facts.title.strip()}"
                work: Callable[[UnitOfWork], object] = lambda unit: add_agreement(unit, facts)  # noqa: E731
            else:
                name, said = "Edit agreement", f"Saved {facts.title.strip()}"
                work = lambda unit: edit_agreement(unit, before.id, facts)  # noqa: E731
            self._acts.write(name, work, ids, said, form, act=_act(before))

        def delete() -> None:
            if before is not None:
                self._acts.write(
                    "Delete agreement", lambda unit: delete_agreement(unit, before.id),
                    (before.facts.parties.entity_id,), f"Deleted {before.facts.title}", form,
                    act=CORRECT,
                )  # fmt: skip

        sides = self._sides(shared)
        acts = FormActs(self._close, delete if before else None)
        form = AgreementForm(
            sides, shared.today, save, acts, None if before is None else before.facts
        )
        self._open("Agreement on shared costs", form, before.id if before else None)
        if before is not None:
            self._lock(form, before.facts.parties.entity_id)
        form.title.setFocus()

    # --- timesheets

    def open_timesheet(self, row_id: int) -> None:
        """Show a timesheet in its form."""
        shared = self.card.shared
        found = _by_id(shared.timesheets, row_id) if shared else None
        if shared is not None and found is not None:
            self._timesheet(shared, found)

    def _timesheet(self, shared: Shared, before: Timesheet | None) -> None:
        def save(facts: TimesheetFacts) -> None:
            ids = _both(facts.entity_id, before.facts.entity_id if before else None)
            if before is None:
                name = "Record timesheet"
                work: Callable[[UnitOfWork], object] = lambda unit: record_timesheet(unit, facts)  # noqa: E731
            else:
                name = "Correct timesheet"
                work = lambda unit: correct_timesheet(unit, before.id, facts)  # noqa: E731
            said = f"Saved {facts.person.strip()}, {facts.month}"
            self._acts.write(name, work, ids, said, form, act=_act(before))

        def delete() -> None:
            if before is not None:
                facts = before.facts
                self._acts.write(
                    "Delete timesheet", lambda unit: delete_timesheet(unit, before.id),
                    (facts.entity_id,), f"Deleted {facts.person}, {facts.month}", form,
                    act=CORRECT,
                )  # fmt: skip

        employers = self._desk.entities_for(RECORD) if before is None else shared.entities
        acts = FormActs(self._close, delete if before else None)
        form = TimesheetForm(
            employers, shared.entities, shared.today, save, acts,
            None if before is None else before.facts,
            invoiced=", ".join(before.invoices) if before else "",
        )  # fmt: skip
        self._open("Timesheet", form, before.id if before else None)
        if before is not None:
            self._lock(form, before.facts.entity_id)
        (form.person if form.person.isEnabled() else form.by).setFocus()

    # --- invoices

    def _invoice(self, shared: Shared) -> None:
        own = {one.id for one in self._desk.entities_for(RECORD)}
        known = [
            one
            for one in shared.agreements
            if one.facts.parties.entity_id in own and one.terms.owes
            and (not one.facts.to_date or one.facts.to_date >= shared.today.isoformat()[:4])
        ]  # fmt: skip

        def save(facts: InvoiceFacts) -> None:
            self._acts.write(
                "Record invoice", lambda unit: record_invoice(unit, facts),
                (facts.parties.entity_id,), f"Invoiced as {facts.number.strip()}", form,
            )  # fmt: skip

        form = InvoiceForm(
            self._desk, self._shell.runner, self._sides(shared), known, save, self._close
        )
        self._open("Invoice a shared cost", form, None)
        form.agreement.setFocus()

    # --- parts

    def _sides(self, shared: Shared) -> Sides:
        own = {one.id for one in self._desk.entities_for(RECORD)}
        return Sides(tuple(one for one in shared.sides if one.entity.id in own), shared.sides)

    def _lock(self, form: AgreementForm | TimesheetForm, entity_id: int) -> None:
        """Let whoever may not correct it read the form, and say why it cannot be saved."""
        why = self._desk.why_not(CORRECT, entity_id)
        if why:
            form.save_button.setEnabled(False)
            form.problem.say(why, "info")

    def _open(self, title: str, form: QWidget, about: int | None) -> None:
        self._shell.open_drawer(title, form, about=about)

    def _close(self) -> None:
        self._shell.close_drawer()
        self.card.focus_list()


def _act(before: object) -> str:
    return RECORD if before is None else CORRECT


def _both(one: int, other: int | None) -> tuple[int, ...]:
    return (one,) if other is None or other == one else (one, other)


def _by_id(rows: Sequence[Row], row_id: int) -> Row | None:
    return next((one for one in rows if getattr(one, "id", None) == row_id), None)
