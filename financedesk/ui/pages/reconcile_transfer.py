"""The form of a transfer between own accounts, from the two banks' lines that tell of it."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtWidgets import QLineEdit

from financedesk.banking.transfers import BOOKED, MEANT, MISSING, ON_ITS_WAY, TransferPair
from financedesk.ledger.typed_transfer import TypedTransfer
from financedesk.ui.formatting import day, dollars
from financedesk.ui.pages.drawer_form import DrawerForm, Fault, FormActs
from financedesk.ui.widgets import Banner, FormRow, label
from financedesk.ui.widgets.build import combo, set_shown

_STATES = {
    BOOKED: "The books have this transfer: both lines are matched with it.",
    ON_ITS_WAY: "The books have it as sent: it is received, and both lines are matched.",
    MEANT: "It was proposed: it is sent and received, and both lines are matched.",
    MISSING: "The books do not have it yet: it is recorded, and both lines are matched.",
}


class TransferPairForm(DrawerForm):
    """Offers the lines of other own accounts that may be the other side of one."""

    def __init__(
        self,
        pairs: Sequence[TransferPair],
        own_line: int,
        save: Callable[[TransferPair, TypedTransfer], None],
        acts: FormActs,
    ) -> None:
        super().__init__(pairs[0].out_line.day, acts, "Match as transfer")
        self._pairs, self._save = pairs, save
        self.pair, self.purpose = combo(), QLineEdit()
        for one in pairs:
            self.pair.addItem(_other_side(one, own_line), None)
        self.pair_row = FormRow("The other side", self.pair, "reconcile.other_side")
        self.purpose_row = FormRow("What for", self.purpose, "reconcile.purpose")
        self.state, self.why = Banner(), label("", "small", wrap=True)
        self.pair.currentIndexChanged.connect(lambda _at: self._show())
        self.lay_out(self.pair_row, self.why, self.state, self.purpose_row)
        self._show()

    @property
    def chosen(self) -> TransferPair:
        """The pair that is chosen."""
        return self._pairs[max(0, self.pair.currentIndex())]

    def _show(self) -> None:
        one = self.chosen
        way = f"{one.giver.account.name} to {one.taker.account.name}"
        self.why.setText(f"{dollars(one.cents)}, {way}: {one.why}")
        self.state.say(one.hinders or _STATES[one.state], "bad" if one.hinders else "info")
        set_shown(self.purpose_row, shown=one.state == MISSING)
        self.save_button.setEnabled(not one.hinders)

    def problems(self) -> Sequence[Fault]:
        """Return nothing: all of it is what the banks say."""
        return ()

    def hand_over(self) -> None:
        """Give the pair to whoever writes it."""
        one = self.chosen
        self._save(one, replace(one.typed, purpose=self.purpose.text().strip()))


def _other_side(one: TransferPair, own_line: int) -> str:
    """Return the line on the other account in words."""
    is_giver = one.out_line.key == own_line
    other, side = (one.in_line, one.taker) if is_giver else (one.out_line, one.giver)
    return f"{day(other.day)} · {side.entity.name} · {side.account.name}"
