"""The acts on the selected rows of the register, each one step of undo."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QPushButton

from financedesk.book import UnitOfWork
from financedesk.errors import FinanceDeskError
from financedesk.ledger.drive_setting import set_drive
from financedesk.ledger.edit import remove_items
from financedesk.ledger.hold import note_deposits
from financedesk.ledger.hold_rows import Hold, open_hold
from financedesk.ledger.refunds import Refundable, TypedRefund, record_refund, refundable
from financedesk.ledger.register import register_rows
from financedesk.ledger.typed_gift import find_or_make_drive
from financedesk.progress import Progress
from financedesk.rules.roles import CORRECT
from financedesk.ui.book_desk import MONEY, BookDesk
from financedesk.ui.desk import Changes
from financedesk.ui.formatting import counted, dollars
from financedesk.ui.jobs import Latest
from financedesk.ui.pages.contribution_acts import DepositedForm, DriveForm, RefundForm
from financedesk.ui.pages.contribution_holds import HoldActs
from financedesk.ui.pages.contribution_move import TITLE, MoveActs
from financedesk.ui.pages.contribution_source import Choices
from financedesk.ui.shell.page import Shell
from financedesk.ui.widgets import DataTable, button

NOUN = ("entry", "entries")
_AT_ONCE = 2_000
_TOO_MANY = f"Choose at most {_AT_ONCE:,} entries at a time, so that the step can be undone."


class SelectionActs:
    """Puts its buttons on the table's selection bar and does what they say.

    ``choices`` answers with the drives and accounts in hand.
    """

    def __init__(
        self, shell: Shell, desk: BookDesk, table: DataTable, choices: Callable[[], Choices]
    ) -> None:
        self._shell, self._desk, self._table, self._choices = shell, desk, table, choices
        self._reading = Latest()
        self.drive_button = button("Set drive…", icon="target", on_click=self.ask_drive)
        self.deposit_button = button("Deposit…", icon="landmark", on_click=self.ask_deposited)
        self.refund_button = button("Refund…", icon="undo-2", on_click=self.ask_refund)
        self.holds = HoldActs(shell, desk, table)
        self.moves = MoveActs(shell, desk)
        self.move_button = button("Move…", icon="split", on_click=self.ask_move)
        self.delete_button = button("Delete", icon="trash-2", on_click=self.delete_selected)
        for one in self.buttons:
            table.add_action(one)
        table.selection_changed.connect(lambda _number: self.refresh())

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """The buttons in their order."""
        return (
            self.drive_button, self.deposit_button, self.holds.button, self.refund_button,
            self.move_button, self.delete_button,
        )  # fmt: skip

    def refresh(self) -> None:
        """Let the buttons be pressed where that can lead to something."""
        may_write, why = self._desk.may(CORRECT), self._desk.why_not(CORRECT)
        for one in (self.drive_button, self.deposit_button, self.delete_button, self.holds.button):
            one.setEnabled(may_write)
            one.setToolTip(why)
        alone = self._table.selected_count() == 1
        self.refund_button.setEnabled(may_write and alone)
        self.refund_button.setToolTip(why or ("" if alone else "Choose one gift to give back"))
        self.move_button.setEnabled(may_write and alone)
        self.move_button.setToolTip(why or (TITLE if alone else "Choose one gift to move"))

    def _chosen(self) -> list[int]:
        """Return the ids of the selected rows, none where nothing may be done to them."""
        if not self._desk.may(CORRECT):
            return []
        if self._table.selected_count() > _AT_ONCE:
            self._shell.say(_TOO_MANY)
            return []
        return self._table.selected_ids()

    def _write(
        self,
        action: str,
        work: Callable[[UnitOfWork], object],
        said: str,
        entity_ids: Sequence[int] = (),
    ) -> None:
        def write(_progress: Progress) -> Changes:
            entities = entity_ids or self._desk.scope
            with self._desk.unit_of_work(action, *entities, act=CORRECT) as unit:
                work(unit)
            return MONEY

        self._shell.act(f"{action}…", write, said=said, on_done=self._shell.close_drawer)

    # --- drive

    def ask_drive(self) -> None:
        """Ask for the drive of the selected entries."""
        chosen = self._chosen()
        if not chosen:
            return
        names = sorted({one.name for one in self._choices().drives})
        form = DriveForm(
            len(chosen), names, lambda name: self.set_drive(chosen, name),
            self._shell.close_drawer,
        )  # fmt: skip
        self._shell.open_drawer("Set drive", form)
        form.drive.setFocus()

    def set_drive(self, item_ids: Sequence[int], name: str) -> None:
        """Say for which drive entries came in; each entity has its own drive of that name."""
        words = counted(len(item_ids), *NOUN)
        target = name.strip() or "no drive"

        def work(unit: UnitOfWork) -> None:
            for entity_id, ids in self._by_entity(unit, item_ids).items():
                set_drive(unit, ids, find_or_make_drive(unit, entity_id, name))

        self._write(f"Set drive of {words}", work, f"{words} set to {target}")

    def _by_entity(self, unit: UnitOfWork, item_ids: Sequence[int]) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for one in register_rows(unit.connection, item_ids):
            found.setdefault(one.entity_id, []).append(one.id)
        return found

    # --- deposit

    def ask_deposited(self) -> None:
        """Ask on which day the selected gifts went to the bank."""
        chosen = self._chosen()
        if not chosen:
            return
        form = DepositedForm(
            len(chosen), self._desk.today, lambda day: self.note_deposit(chosen, day),
            self._shell.close_drawer,
        )  # fmt: skip
        self._shell.open_drawer("Note deposit", form)
        form.date.setFocus()
        form.date.selectAll()

    def note_deposit(self, item_ids: Sequence[int], day: str) -> None:
        """Note a day of deposit on gifts."""
        words = counted(len(item_ids), "gift")
        self._write(
            f"Note deposit of {words}",
            lambda unit: note_deposits(unit, item_ids, day),
            f"Deposit of {words} noted",
        )

    # --- refund

    def ask_refund(self) -> None:
        """Read what is left of the selected gift and ask how much goes back.

        Of a gift on hold that is what is in question; a check that was not deposited is sent back.
        """
        chosen = self._chosen()
        if len(chosen) != 1:
            if chosen:
                self._shell.say("Choose one gift to give back.")
            return
        self.ask_refund_of(chosen[0])

    def ask_refund_of(self, item_id: int) -> None:
        """Read what is left of a gift and ask how much goes back."""
        book = self._desk.book

        def read(_progress: Progress) -> tuple[Refundable | None, Hold | None]:
            with book.read() as connection:
                held = open_hold(connection, item_id)
                if held is not None and held.waiting:
                    return None, held
                return refundable(connection, item_id), held

        deliver = self._reading.only(self._show_refund)
        job = self._shell.runner.background(
            "Reading the gift", read, on_done=deliver, on_error=self._refused
        )
        self._reading.replace(job)

    def _refused(self, error: FinanceDeskError) -> None:
        self._shell.say(str(error))

    def _show_refund(self, found: tuple[Refundable | None, Hold | None]) -> None:
        gift, held = found
        if gift is not None:
            self._ask_how_much(gift, held)
        elif held is not None:
            self.holds.settle(held)

    def _ask_how_much(self, gift: Refundable, on_hold: Hold | None) -> None:
        if gift.left_cents <= 0:
            self._shell.say(f"Nothing of the gift of {gift.name} is left to give back.")
            return
        held = [
            one for one in self._choices().accounts
            if one.entity_id == gift.entity_id and one.role == "bank" and not one.closed_on
        ]  # fmt: skip
        form = RefundForm(
            gift, held, self._desk.today, lambda refund: self.refund(gift, refund),
            self._shell.close_drawer, on_hold.open_cents if on_hold else None,
        )  # fmt: skip
        self._shell.open_drawer("Refund", form, entity_id=gift.entity_id, about=gift.item_id)
        form.amount.setFocus()
        form.amount.selectAll()

    def refund(self, gift: Refundable, typed: TypedRefund) -> None:
        """Record a refund."""
        self._write(
            "Refund contribution",
            lambda unit: record_refund(unit, typed),
            f"Refunded {dollars(typed.amount_cents)} to {gift.name}",
            (gift.entity_id,),
        )

    # --- wrong books

    def ask_move(self) -> None:
        """Ask to which entity the selected gift belongs."""
        chosen, book = self._chosen(), self._desk.book
        if len(chosen) != 1:
            return

        def read(_progress: Progress) -> Refundable:
            with book.read() as connection:
                return refundable(connection, chosen[0])

        def show(gift: Refundable) -> None:
            self.moves.ask(gift.item_id, gift.entity_id)

        deliver = self._reading.only(show)
        job = self._shell.runner.background(
            "Reading the gift", read, on_done=deliver, on_error=self._refused
        )
        self._reading.replace(job)

    # --- delete

    def delete_selected(self) -> None:
        """Delete the selected entries at once; the toast and Ctrl+Z bring them back."""
        chosen = self._chosen()
        if chosen:
            self.delete(chosen, self._desk.scope)

    def delete(self, item_ids: Sequence[int], entity_ids: Sequence[int]) -> None:
        """Delete entries with what explains them."""
        words = counted(len(item_ids), *NOUN)
        self._write(
            f"Delete {words}",
            lambda unit: remove_items(unit, item_ids),
            f"Deleted {words}",
            entity_ids,
        )
