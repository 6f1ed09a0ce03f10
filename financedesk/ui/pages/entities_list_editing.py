"""Forms and acts of lists and data: recording a document, paying it, appraising it, deleting it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from shiboken6 import isValid

from financedesk.errors import Cancelled
from financedesk.ledger.entities import accounts
from financedesk.ledger.list_rows import list_rows
from financedesk.ledger.list_terms import TypedList, name_of
from financedesk.ledger.list_transfers import (
    Appraisal,
    appraise_list,
    pay_list,
    record_list,
    remove_list,
)
from financedesk.ledger.typed_transfer import Side
from financedesk.rules.data_crossing import data_kind
from financedesk.rules.roles import RECORD
from financedesk.ui.desk import Changes
from financedesk.ui.formatting import dollars
from financedesk.ui.jobs import Latest
from financedesk.ui.pages.entities_list_detail import (
    ListActions,
    ListPanel,
    PayListForm,
    WorthForm,
)
from financedesk.ui.pages.entities_list_form import ListForm
from financedesk.ui.pages.entities_lists import ListsCard
from financedesk.ui.pages.subjects import RecordList, ShowItems, ShowLists

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from financedesk.book.unit import UnitOfWork
    from financedesk.errors import FinanceDeskError
    from financedesk.ledger.list_rows import ListRow
    from financedesk.progress import Progress
    from financedesk.ui.pages.entities import Entities
    from financedesk.ui.widgets.enter_form import SavingForm

Result = TypeVar("Result")


class ListEditing:
    """Reads the documents, opens them in the drawer, and writes what the forms hand over."""

    def __init__(self, page: Entities) -> None:
        self._page, self._shell, self._desk = page, page.shell, page.desk
        self._reading, self._opening = Latest(), Latest()

    # --- reading

    @cached_property
    def card(self) -> ListsCard:
        """The documents, made when they are first shown."""
        made = ListsCard(self._shell.settings)
        made.opened.connect(self.open)
        made.record_wanted.connect(lambda: self._shell.commands.run("entities.record_list"))
        self._page.stack.addWidget(made)
        self._read(made)
        return made

    def refresh(self) -> None:
        """Read the documents anew where they are shown."""
        if "card" in vars(self):
            self._read(self.card)

    def _read(self, card: ListsCard) -> None:
        """Read the documents of every entity that the user may see, and show them."""
        desk = self._desk
        if not desk.is_open:
            return
        book, today = desk.book, desk.today
        ids = [one.id for one in desk.entity_rows()]

        def read(_progress: Progress) -> tuple[ListRow, ...]:
            with book.read() as connection:
                return list_rows(connection, ids, today)

        def show(rows: tuple[ListRow, ...]) -> None:
            card.show_rows(rows, may_record=not self._why_not())

        deliver = self._reading.only(show)
        self._reading.replace(
            self._shell.runner.background("Reading lists and data", read, on_done=deliver)
        )

    def picture_states(self) -> Mapping[str, Callable[[], None]]:
        """Return the documents, the newest one opened, and the form of a new one."""
        return {
            "lists": lambda: self._page.view.choose("lists"),
            "list": lambda: self.open(self.card.rows[0]) if self.card.rows else None,
            "list-form": self.record,
        }

    def take(self, subject: ShowLists | RecordList) -> None:
        """Show the document that is meant among the others, or the form of a new one."""
        if isinstance(subject, RecordList):
            self.record()
        else:
            self.card.look_for(subject.document)

    # --- recording

    def record(self) -> None:
        """Show the form of a new document, once the accounts of its sides are read."""
        why_not = self._why_not()
        if why_not:
            self._shell.say(why_not)
            return
        book, writable = self._desk.book, self._desk.writable_anywhere

        def read(_progress: Progress) -> list[Side]:
            with book.read() as connection:
                return [
                    Side(entity, account)
                    for entity in writable
                    for account in accounts(connection, entity.id)
                    if account.role == "bank" and not account.closed_on
                ]

        deliver = self._opening.only(self._show_form)
        self._opening.replace(
            self._shell.runner.background("Reading accounts", read, on_done=deliver)
        )

    def _show_form(self, sides: list[Side]) -> None:
        if not sides:
            self._shell.say("Add a bank account first: its books take the document.")
            return

        def save(typed: TypedList) -> None:
            ids = [one.entity.id for one in (typed.giver, typed.taker) if isinstance(one, Side)]
            said = f"Recorded: {data_kind(typed.data).label.lower()} for {name_of(typed.taker)}"
            self._write("Record list", ids, lambda unit: record_list(unit, typed), form, said)

        known = self._desk.entities()
        names = {one.entity_id: one.short_name for one in known if one.entity_id is not None}
        form = ListForm(
            self._desk, self._shell.runner, sides, names, save, self._shell.close_drawer
        )
        self._shell.open_drawer("Record list or data", form)
        form.inputs.data.setFocus()

    def _why_not(self) -> str:
        if not self._desk.is_open:
            return "Open a book first."
        if self._desk.writable_anywhere:
            return ""
        return self._desk.why_not(RECORD) or "This book may only be read."

    # --- one document

    def open(self, one: ListRow) -> None:
        """Show a document in the drawer."""
        why_not = self._desk.why_not(RECORD, *one.entity_ids)
        actions = ListActions(
            pay=lambda: self.pay(one),
            appraise=lambda: self.appraise(one),
            delete=lambda: self.delete(one),
            show_entries=lambda: self._show_entries(one),
        )
        panel = ListPanel(one, actions, why_not)
        self._shell.open_drawer(f"{one.kind.label} · {one.document}", panel)

    def _show_entries(self, one: ListRow) -> None:
        self._desk.choose_entity(one.entity_id)
        place = "contributions" if one.in_kind_cents and one.side == "took" else "disbursements"
        self._shell.go(place, ShowItems((), one.other))

    def pay(self, one: ListRow) -> None:
        """Ask how much of the price is paid, and when."""

        def save(day: str, cents: int) -> None:
            said = f"Recorded {dollars(cents)} of {one.taker} to {one.giver}"
            self._write("Pay for list", one.entity_ids,
                        lambda unit: pay_list(unit, one.id, day, cents), form, said)  # fmt: skip

        form = PayListForm(one, self._desk.today, save, lambda: self.open(one))
        self._shell.open_drawer("Record payment", form, about=one.id)
        form.amount.setFocus()

    def appraise(self, one: ListRow) -> None:
        """Ask what it was worth."""

        def save(found: Appraisal) -> None:
            said = f"Worth {dollars(found.value_cents)}"
            self._write("Appraise list", one.entity_ids,
                        lambda unit: appraise_list(unit, one.id, found), form, said)  # fmt: skip

        form = WorthForm(one, self._desk.today, save, lambda: self.open(one))
        self._shell.open_drawer("Enter its worth", form, about=one.id)
        form.value.setFocus()

    def delete(self, one: ListRow) -> None:
        """Delete a document with its entries; undo brings all of it back."""
        self._write("Delete list", one.entity_ids, lambda unit: remove_list(unit, one.id), None,
                    f"Deleted document {one.document} with its entries")  # fmt: skip

    # --- writing

    def _write(
        self,
        action: str,
        entity_ids: Sequence[int],
        work: Callable[[UnitOfWork], Result],
        form: SavingForm | None,
        said: str,
    ) -> None:
        desk, shell = self._desk, self._shell

        def job(_progress: Progress) -> Result:
            with desk.unit_of_work(action, *entity_ids) as unit:
                return work(unit)

        def done(_result: Result) -> None:
            shell.close_drawer()
            desk.announce(Changes.everything())
            shell.say(said, can_undo=bool(desk.undo_status().undo))

        def failed(error: FinanceDeskError) -> None:
            if form is not None and isValid(form) and not isinstance(error, Cancelled):
                form.refuse(error)
            else:
                shell.say(str(error))

        shell.runner.database(action, job, on_done=done, on_error=failed, saves=True)
