"""Opens the forms of the page Reconcile, and writes what they hand over."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from financedesk.banking.creating import (
    FromLine,
    Missing,
    PayoutRow,
    add_to_payout,
    create_from_line,
    create_gift_from_line,
    gap_to_payout,
    ways_to_record,
)
from financedesk.banking.transfers import TransferPair, accept_transfer, transfer_pairs
from financedesk.ledger.contact_search import KnownContact, find_contacts
from financedesk.ledger.entities import AccountRow, EntityRow
from financedesk.ledger.set_aside import set_aside
from financedesk.ledger.typed_gift import TypedGift
from financedesk.ledger.typed_transfer import TypedTransfer
from financedesk.progress import Progress
from financedesk.rules.reconciling import Gap
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.formatting import dollars
from financedesk.ui.jobs import Latest
from financedesk.ui.pages.drawer_form import FormActs
from financedesk.ui.pages.reconcile_acts import BANK_AND_BOOKS, Act, ReconcileActs
from financedesk.ui.pages.reconcile_forms import AsideForm, CreateForm, MissingForm, Told
from financedesk.ui.pages.reconcile_reading import Case
from financedesk.ui.pages.reconcile_transfer import TransferPairForm
from financedesk.ui.shell.page import Shell


class Creating:
    """What is done with a line that has no entry; ``back`` takes the keyboard to the list."""

    def __init__(
        self, shell: Shell, desk: BookDesk, acts: ReconcileActs, back: Callable[[], None]
    ) -> None:
        """Write through ``acts``, in the jobs of this window."""
        self._shell, self._desk, self._acts, self._back = shell, desk, acts, back
        self._searching, self._asking = Latest(), Latest()

    # --- create

    def create(self, account: AccountRow, case: Case) -> None:
        """Show the form that records what a line tells, or what its payout lacks."""
        if case.gap is not None:
            self._ask_payout(account, case, case.gap)
            return
        self._open_create(account, case)

    def _open_create(self, account: AccountRow, case: Case) -> None:
        entity, told = self._entity(account), _told(case)

        def save(wanted: FromLine | TypedGift) -> None:
            act = Act(
                name="Record from the bank’s line", account=account, changes=BANK_AND_BOOKS,
                said=f"Recorded {dollars(abs(told.cents))} and matched it",
            )  # fmt: skip
            if isinstance(wanted, TypedGift):
                self._acts.write(
                    act, lambda unit: create_gift_from_line(unit, told.line_id, wanted),
                    form=form, on_done=self._close,
                )  # fmt: skip
            else:
                self._acts.write(
                    act, lambda unit: create_from_line(unit, account.id, wanted), form=form,
                    on_done=self._close,
                )  # fmt: skip

        ways = ways_to_record(entity, account, told.cents)
        form = CreateForm(told, account, ways, self._search(account), save, self._acts_of_form())
        self._open("Create from the bank’s line", form, account, told.line_id)
        form.kind.setFocus()

    def _ask_payout(self, account: AccountRow, case: Case, gap: Gap) -> None:
        book, keys = self._desk.book, [one.key for one in gap.entries]

        def read(_progress: Progress) -> PayoutRow | None:
            with book.read() as connection:
                return gap_to_payout(connection, keys)

        def show(payout: PayoutRow | None) -> None:
            if payout is None:
                self._shell.say(
                    "This is no payout: correct the entry’s amount where it stands, or match it"
                    " with find and match."
                )
            else:
                self._open_missing(account, case, gap, payout)

        deliver = self._asking.only(show)
        job = self._shell.runner.at_once("Reading the payout", read, on_done=deliver)
        self._asking.replace(job)

    def _open_missing(self, account: AccountRow, case: Case, gap: Gap, payout: PayoutRow) -> None:
        def save(missing: Missing) -> None:
            act = Act(
                name="Add to payout", account=account, changes=BANK_AND_BOOKS,
                said=f"Added {dollars(missing.net_cents)} to payout {payout.number}",
            )  # fmt: skip
            self._acts.write(
                act, lambda unit: add_to_payout(unit, payout.id, missing), form=form,
                on_done=self._close,
            )  # fmt: skip

        form = MissingForm(
            gap.cents, payout, (self._entity(account), account), self._search(account), save,
            self._acts_of_form(), self._desk.today,
        )  # fmt: skip
        self._open("What the payout lacks", form, account, case.row.key)
        form.gross.setFocus()

    # --- set aside

    def set_aside(self, account: AccountRow, case: Case) -> None:
        """Show the form that says why the books will not have a line."""
        told, who, today = _told(case), self._desk.login, self._desk.today

        def save(why: str) -> None:
            act = Act(
                name="Set bank line aside", account=account,
                said=f"Set aside {dollars(told.cents)}",
            )  # fmt: skip
            self._acts.write(
                act, lambda unit: set_aside(unit, account, told.line_id, why, who, today),
                form=form, on_done=self._close,
            )  # fmt: skip

        form = AsideForm(told, save, self._acts_of_form())
        self._open("Set the line aside", form, account, told.line_id)
        form.why.setFocus()

    # --- transfers

    def transfer(self, account: AccountRow, case: Case) -> None:
        """Show which line of another own account may be the other side of this one."""
        book, line_id = self._desk.book, case.lines[0]
        seen = [one.id for one in self._desk.entity_rows()]

        def read(_progress: Progress) -> Sequence[TransferPair]:
            with book.read() as connection:
                found = transfer_pairs(connection, seen, account_id=account.id)
            return [one for one in found if line_id in (one.out_line.key, one.in_line.key)]

        def show(pairs: Sequence[TransferPair]) -> None:
            if not pairs:
                self._shell.say(
                    "No other own account has a line of this amount that is open. Bring in its"
                    " statement, or record the transfer on Disbursements."
                )
                return
            self._open_transfer(account, line_id, pairs)

        deliver = self._asking.only(show)
        job = self._shell.runner.background("Looking for the other side", read, on_done=deliver)
        self._asking.replace(job)

    def _open_transfer(
        self, account: AccountRow, line_id: int, pairs: Sequence[TransferPair]
    ) -> None:
        def save(pair: TransferPair, typed: TypedTransfer) -> None:
            act = Act(
                name="Match transfer", account=account, changes=BANK_AND_BOOKS,
                others=(pair.giver.entity.id, pair.taker.entity.id),
                said=f"Matched the transfer of {dollars(pair.cents)} on both accounts",
            )  # fmt: skip
            self._acts.write(
                act, partial(accept_transfer, pair=pair, typed=typed), form=form,
                on_done=self._close,
            )  # fmt: skip

        form = TransferPairForm(pairs, line_id, save, self._acts_of_form())
        self._open("Transfer between own accounts", form, account, line_id)
        form.pair.setFocus()

    # --- parts

    def _entity(self, account: AccountRow) -> EntityRow:
        return next(one for one in self._desk.entity_rows() if one.id == account.entity_id)

    def _acts_of_form(self) -> FormActs:
        return FormActs(self._close)

    def _open(self, title: str, form: QWidget, account: AccountRow, about: int) -> None:
        self._shell.open_drawer(title, form, entity_id=account.entity_id, about=about)

    def _close(self, _result: object = None) -> None:
        self._shell.close_drawer()
        self._back()

    def _search(
        self, account: AccountRow
    ) -> Callable[[str, Callable[[Sequence[KnownContact]], None]], None]:
        """Return what looks for cards of the account's entity; the newest answer counts."""
        book = self._desk.book

        def search(text: str, show: Callable[[Sequence[KnownContact]], None]) -> None:
            def find(_progress: Progress) -> Sequence[KnownContact]:
                with book.read() as connection:
                    return find_contacts(connection, account.entity_id, text)

            deliver = self._searching.only(show)
            job = self._shell.runner.background("Looking for names", find, on_done=deliver)
            self._searching.replace(job)

        return search


def _told(case: Case) -> Told:
    side = case.row.left
    words = " ".join(filter(None, (side.title, side.note))) if side else ""
    return Told(case.lines[0], case.day, case.cents, words)
