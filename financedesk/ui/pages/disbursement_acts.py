"""What is written from the page of disbursements: each act one unit of work, one step of undo."""

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtWidgets import QPushButton, QWidget
from shiboken6 import isValid

from financedesk.book import UnitOfWork
from financedesk.errors import FinanceDeskError, NotFound, Refused
from financedesk.ledger.edit import remove_items
from financedesk.ledger.outlays import OutlayRow
from financedesk.ledger.pairs import with_other_sides
from financedesk.ledger.payment_edit import (
    EditOutlook,
    PaymentEdit,
    correct_payment,
    edit_outlook,
)
from financedesk.ledger.transfer_steps import propose_transfer, send_transfer
from financedesk.ledger.typed_payment import record_payment
from financedesk.ledger.typed_transfer import (
    TransferEdit,
    TypedTransfer,
    both_sides,
    correct_transfer,
    entities_of,
    record_transfer,
    require_open_sides,
)
from financedesk.progress import Progress
from financedesk.rules.roles import CORRECT
from financedesk.ui.book_desk import MONEY, BookDesk
from financedesk.ui.desk import Area, Changes
from financedesk.ui.formatting import counted, dollars
from financedesk.ui.jobs import Latest
from financedesk.ui.pages.disbursement_edit import Look
from financedesk.ui.pages.disbursement_form import Typed
from financedesk.ui.pages.transfer_form import NOW, PROPOSE, SEND
from financedesk.ui.shell.page import Shell

RECORD, RECORD_TRANSFER = "Record disbursement", "Record transfer"
PAID = MONEY.joined(Changes(frozenset({Area.BANKING})))
"""What an entry of money out may change on the pages."""


class EntryForm(Protocol):
    """A form that takes one entry after another."""

    save_button: QPushButton

    def refuse(self, error: FinanceDeskError) -> None:
        """Show at its field what the book did not take."""

    def next_one(self) -> None:
        """Begin the next entry."""


class OutlayActs:
    """Writes disbursements and transfers; each act can be undone by its name."""

    def __init__(self, shell: Shell, desk: BookDesk) -> None:
        """Write to the book of this desk, in the jobs of this window."""
        self._shell, self._desk = shell, desk

    # --- recording

    def record(self, typed: Typed, form: EntryForm) -> None:
        """Write a disbursement and let its form begin the next one."""

        def write(_progress: Progress) -> Changes:
            with self._desk.unit_of_work(RECORD, typed.entity.id) as unit:
                record_payment(unit, typed.entity, typed.payment)
            return PAID

        name, cents = typed.payment.payee.display_name, typed.payment.amount_cents
        self._enter(
            "Recording the disbursement", write, f"Recorded {dollars(cents)} to {name}", form
        )

    def transfer(self, transfer: TypedTransfer, step: str, form: EntryForm) -> None:
        """Write both sides of a transfer, or its first step; its form begins the next one."""
        giver, taker = transfer.giver, transfer.taker
        name, done = _BEGINS[step]

        def write(_progress: Progress) -> Changes:
            ids = (giver.entity.id, taker.entity.id)
            with self._desk.unit_of_work(name, *ids) as unit:
                _begin(unit, transfer, step)
            return PAID

        own = giver.entity.id == taker.entity.id
        to = taker.account.name if own else taker.entity.name
        words = f"{done} {dollars(transfer.amount_cents)} to {to}"
        self._enter("Recording the transfer", write, words, form)

    def _enter(
        self, title: str, write: Callable[[Progress], Changes], said: str, form: EntryForm
    ) -> None:
        """Write an entry unless its form is waiting already; the form goes on when it is stored."""
        if not form.save_button.isEnabled():
            return
        form.save_button.setEnabled(False)

        def done(changes: Changes) -> None:
            self._desk.announce(changes)
            self._shell.say(said, can_undo=True)
            if _alive(form):
                form.save_button.setEnabled(True)
                form.next_one()

        def failed(error: FinanceDeskError) -> None:
            self._shell.say(str(error))
            if _alive(form):
                form.save_button.setEnabled(True)
                form.refuse(error)

        self._shell.runner.database(title, write, on_done=done, on_error=failed, saves=True)

    # --- correcting

    def correct(self, one: OutlayRow, edit: PaymentEdit, done: Callable[[], None]) -> None:
        """Correct a disbursement."""

        def write(_progress: Progress) -> Changes:
            with self._desk.unit_of_work(
                "Edit disbursement", one.entry.entity_id, act=CORRECT
            ) as unit:
                correct_payment(unit, one.id, edit)
            return PAID

        said = f"Saved the entry of {one.payee}"
        self._shell.act("Saving the entry", write, said=said, on_done=done)

    def looking_at(self, one: OutlayRow) -> Look:
        """Return what asks the wall about corrections of an entry; the newest answer counts."""
        book, latest = self._desk.book, Latest()

        def look(edit: PaymentEdit, show: Callable[[EditOutlook | None], None]) -> None:
            def ask(_progress: Progress) -> EditOutlook | None:
                with book.read() as connection:
                    try:
                        return edit_outlook(connection, one.id, edit)
                    except NotFound:  # a day of which no rule is known
                        return None

            deliver = latest.only(show)
            job = self._shell.runner.background("Asking the wall", ask, on_done=deliver)
            latest.replace(job)

        return look

    def correct_both(self, one: OutlayRow, edit: TransferEdit, done: Callable[[], None]) -> None:
        """Correct both sides of a transfer."""

        def write(_progress: Progress) -> Changes:
            entities = self._entities_of_sides([one.id])
            with self._desk.unit_of_work("Edit transfer", *entities, act=CORRECT) as unit:
                correct_transfer(unit, one.id, edit)
            return PAID

        said = "Saved both sides of the transfer"
        self._shell.act("Saving the transfer", write, said=said, on_done=done)

    # --- deleting

    def delete(self, item_ids: Sequence[int]) -> None:
        """Delete entries; of a transfer both sides go, in whichever books they stand."""
        words = counted(len(item_ids), "entry", "entries")

        def write(_progress: Progress) -> Changes:
            entities = self._entities_of_sides(item_ids)
            with self._desk.unit_of_work(f"Delete {words}", *entities, act=CORRECT) as unit:
                for one in item_ids:
                    sides = both_sides(unit.connection, one)
                    if len(sides) > 1:
                        require_open_sides(unit.connection, sides)
                remove_items(unit, with_other_sides(unit.connection, item_ids))
            return PAID

        self._shell.act(
            f"Deleting {words}", write, said=f"Deleted {words}", on_done=self._shell.close_drawer
        )

    def _entities_of_sides(self, item_ids: Sequence[int]) -> tuple[int, ...]:
        """Return the entities that entries and their other sides stand in.

        Raises Refused when another side is in books that the user may not write.
        """
        with self._desk.book.read() as connection:
            ids = tuple(with_other_sides(connection, item_ids))
            entities = entities_of(connection, ids)
        if not self._desk.may(CORRECT, *entities):
            raise Refused(
                "The other side of this transfer stands in books that you may not write; ask who "
                "keeps them. Both sides change together, or neither."
            )
        return entities


_BEGINS = {
    NOW: (RECORD_TRANSFER, "Transferred"), SEND: ("Send transfer", "Sent"),
    PROPOSE: ("Propose transfer", "Proposed"),
}  # fmt: skip


def _begin(unit: UnitOfWork, transfer: TypedTransfer, step: str) -> None:
    """Record both sides, send the giver's, or only propose the transfer."""
    if step == NOW:
        record_transfer(unit, transfer)
        return
    order_id = propose_transfer(unit, transfer)
    if step == SEND:
        send_transfer(unit, order_id, transfer.day)


def _alive(form: EntryForm) -> bool:
    return isinstance(form, QWidget) and isValid(form)
