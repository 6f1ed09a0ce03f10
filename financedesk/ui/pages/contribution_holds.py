"""The acts on gifts in question: put on hold, release, note a return; each one step of undo."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QPushButton

from financedesk.book import UnitOfWork
from financedesk.errors import FinanceDeskError, Walled
from financedesk.ledger.hold import (
    HoldTerms,
    correct_onto_hold,
    deposit_held,
    place_hold,
    record_held_gift,
    release_hold,
    return_held,
)
from financedesk.ledger.hold_outlook import Holdable, holdable
from financedesk.ledger.hold_rows import Hold
from financedesk.ledger.typed_gift import TypedGift
from financedesk.progress import Progress
from financedesk.rules.roles import CORRECT, RECORD
from financedesk.ui.book_desk import MONEY, BookDesk
from financedesk.ui.desk import Changes
from financedesk.ui.formatting import counted, day, dollars
from financedesk.ui.jobs import Latest
from financedesk.ui.pages.contribution_fields import Typed
from financedesk.ui.pages.contribution_hold_forms import HoldForm, Outcome, SettleForm, ToHold
from financedesk.ui.shell.page import Shell
from financedesk.ui.widgets import DataTable, button

_AT_ONCE = 200
_TOO_MANY = f"Put at most {_AT_ONCE} gifts on hold at a time: each needs its reason."
_DONE = {
    "released": ("Release gift on hold", "Released the gift of {name}"),
    "returned": ("Note return of check", "The check of {name} was sent back"),
    "deposited": ("Note deposit", "The check of {name} went to the bank and is still on hold"),
}


class HoldActs:
    """Offers *Hold…* for chosen gifts, and *Release…* for one that is on hold."""

    def __init__(self, shell: Shell, desk: BookDesk, table: DataTable) -> None:
        self._shell, self._desk, self._table = shell, desk, table
        self._reading = Latest()
        self.button: QPushButton = button("Hold…", icon="hourglass", on_click=self.ask)
        self.button.setToolTip("Put gifts in question on hold, or settle the one that is (Ctrl+H)")

    def ask(self) -> None:
        """Read what is chosen and ask why it is in question, or how the question was settled."""
        chosen = self._table.selected_ids() if self._desk.may(CORRECT) else []
        if len(chosen) > _AT_ONCE:
            self._shell.say(_TOO_MANY)
            return
        book = self._desk.book
        seen = [one.id for one in self._desk.entity_rows()]

        def read(_progress: Progress) -> list[Holdable]:
            with book.read() as connection:
                return [holdable(connection, one, seen) for one in chosen]

        if chosen:
            job = self._shell.runner.background(
                "Reading the gifts", read, on_done=self._reading.only(self._show),
                on_error=self._refused,
            )  # fmt: skip
            self._reading.replace(job)

    def _refused(self, error: FinanceDeskError) -> None:
        self._shell.say(str(error))

    def _show(self, gifts: list[Holdable]) -> None:
        held = [one.held for one in gifts if one.held is not None]
        if len(gifts) == 1 and held:
            self.settle(held[0])
        elif held:
            self._shell.say("Some of these are on hold already; settle those one by one.")
        else:
            self._open(
                "Hold",
                HoldForm(
                    ToHold.of(gifts), self._desk.today, lambda terms: self.place(gifts, terms),
                    self._shell.close_drawer,
                ),
            )  # fmt: skip

    def _open(self, title: str, form: HoldForm | SettleForm, about: int | None = None) -> None:
        self._shell.open_drawer(title, form, about=about)
        first = form.reason if isinstance(form, HoldForm) else form.outcome
        first.setFocus()

    def place(self, gifts: Sequence[Holdable], terms: HoldTerms) -> None:
        """Put gifts on hold, all in one step."""

        def work(unit: UnitOfWork) -> None:
            for one in gifts:
                place_hold(unit, one.item_id, _with_rule(terms, one))

        words = counted(len(gifts), "gift")
        owners = {one.entity_id for one in gifts}
        self._write(f"Put {words} on hold", work, f"{words} put on hold", *owners)

    # --- settling

    def settle(self, held: Hold) -> None:
        """Ask how the question was settled."""
        form = SettleForm(
            held, self._desk.today, lambda outcome: self.settled(held, outcome),
            self._shell.close_drawer, who=self._desk.book.who,
        )  # fmt: skip
        self._open("On hold", form, held.item_id)

    def settled(self, held: Hold, outcome: Outcome) -> None:
        """Write how a hold was settled."""

        def work(unit: UnitOfWork) -> None:
            if outcome.code == "deposited":
                deposit_held(unit, held.item_id, outcome.settled.day)
            elif outcome.code == "returned":
                return_held(unit, held.item_id, outcome.settled)
            else:
                release_hold(unit, held.item_id, outcome.settled)

        action, said = _DONE[outcome.code]
        self._write(action, work, said.format(name=held.name), held.entity_id)

    # --- typed

    def offer_typed(
        self,
        typed: Typed,
        error: FinanceDeskError,
        left: Callable[[str], None],
        taken: Callable[[], None],
    ) -> bool:
        """Offer to record on hold what may never pass the wall; returns whether it was offered.

        An entry that is corrected is put on hold as it truly is. ``left`` brings the typed row back
        when the offer is not taken, ``taken`` follows when it stands. What only lacks a word of
        somebody is not offered: that is said in the row.
        """
        gift = typed.gift
        if not isinstance(error, Walled) or error.asks or gift is None:
            return False

        def cancel() -> None:
            self._shell.close_drawer()
            left(str(error))

        came = date.fromisoformat(typed.day)
        wanted = ToHold(
            title=typed.name, note=f"{dollars(typed.cents)} received on {day(came)}.",
            received=came, most_cents=typed.cents, cents=typed.cents,
            may_wait=typed.entered is None, reason="prohibited", basis=str(error),
        )  # fmt: skip
        form = HoldForm(
            wanted, self._desk.today, lambda terms: self._record(typed, gift, terms, taken), cancel
        )
        self._open("Record on hold" if typed.entered is None else "Correct and hold", form)
        return True

    def _record(
        self, typed: Typed, gift: TypedGift, terms: HoldTerms, taken: Callable[[], None]
    ) -> None:
        entered, entity = typed.entered, typed.entity

        def work(unit: UnitOfWork) -> None:
            if entered is None:
                record_held_gift(unit, entity, gift, terms)
            else:
                correct_onto_hold(unit, entity, entered.item_id, gift, terms)

        new = entered is None
        action = "Record contribution on hold" if new else "Correct contribution, on hold"
        done = f"Recorded {dollars(typed.cents)} from" if new else "Corrected the gift of"
        self._write(
            action, work, f"{done} {typed.name}, on hold", entity.id,
            act=RECORD if new else CORRECT, then=taken,
        )  # fmt: skip

    def _write(
        self,
        action: str,
        work: Callable[[UnitOfWork], object],
        said: str,
        *entity_ids: int,
        act: str = CORRECT,
        then: Callable[[], None] | None = None,
    ) -> None:
        def done() -> None:
            self._shell.close_drawer()
            if then is not None:
                then()

        def write(_progress: Progress) -> Changes:
            with self._desk.unit_of_work(action, *entity_ids, act=act) as unit:
                work(unit)
            return MONEY

        self._shell.act(f"{action}…", write, said=said, on_done=done)


def _with_rule(terms: HoldTerms, gift: Holdable) -> HoldTerms:
    """Name the rule that the gift breaks, where the reason is the one that was proposed."""
    found = gift.proposal
    return replace(terms, rule=found.rule) if terms.reason == found.reason else terms
