"""Transfers that are proposed or on their way: a row each above the register, with its acts."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtWidgets import QPushButton, QWidget

from financedesk.ledger.transfer_steps import (
    SENT,
    TransferOrder,
    cancel_transfer,
    receive_transfer,
    send_transfer,
    take_back,
)
from financedesk.progress import Progress
from financedesk.rules.roles import RECORD
from financedesk.ui.book_desk import MONEY, BookDesk
from financedesk.ui.desk import Area, Changes
from financedesk.ui.formatting import day, dollars
from financedesk.ui.pages.contribution_acts import ShortForm
from financedesk.ui.shell.page import Shell
from financedesk.ui.widgets import Card, Chip, FormRow, button, column, label, row
from financedesk.ui.widgets.build import allow, clear, set_shown
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.form_row import Need

MOVED = MONEY.joined(Changes(frozenset({Area.BANKING})))
_CHIPS = {"proposed": ("Proposed", "neutral"), "sent": ("On its way", "info")}


class OpenTransfers(Card):
    """Lists what is proposed or on its way; each row carries what may be done with it next."""

    def __init__(self, shell: Shell, desk: BookDesk) -> None:
        super().__init__("Proposed and on their way")
        self._shell, self._desk = shell, desk
        self._rows = column(spacing=6)
        self.body.addLayout(self._rows)
        self.orders: tuple[TransferOrder, ...] = ()
        set_shown(self, shown=False)

    def show_orders(
        self, orders: Sequence[TransferOrder], names: Mapping[int, str], *, shown: bool
    ) -> None:
        """Show these transfers; ``names`` are the entities that the reader may see."""
        self.orders = tuple(orders)
        clear(self._rows)
        for one in self.orders:
            self._rows.addWidget(self._row(one, names))
        set_shown(self, shown=shown and bool(self.orders))

    def _row(self, one: TransferOrder, names: Mapping[int, str]) -> QWidget:
        made, words, tone = QWidget(), *_CHIPS[one.state]
        line = row(Chip(words, tone), spacing=12)
        said = label(order_words(one, names), wrap=True)
        line.addWidget(said, 1)
        both = {one.transfer.giver.entity.id, one.transfer.taker.entity.id}
        allowed = self._desk.book.writable and both <= {
            entity.id for entity in self._desk.writable_anywhere
        }
        for made_button in self._buttons(one):
            allow(made_button, "" if allowed else self._why_not(both))
            line.addWidget(made_button)
        made.setLayout(line)
        made.setAccessibleName(f"{words}: {said.text()}")
        return made

    def _why_not(self, entity_ids: set[int]) -> str:
        return self._desk.why_not(RECORD, *entity_ids) or (
            "One side of it stands in books that you may not write; ask who keeps them."
        )

    def _buttons(self, one: TransferOrder) -> tuple[QPushButton, ...]:
        if one.state == SENT:
            return (
                button("Received…", on_click=lambda: self.ask_day(one)),
                button("Take back", "link", on_click=lambda: self.take_back(one)),
            )
        return (
            button("Send…", on_click=lambda: self.ask_day(one)),
            button("Cancel", "link", on_click=lambda: self.cancel(one)),
        )

    # --- the steps

    def ask_day(self, one: TransferOrder) -> None:
        """Ask on which day the money was sent or came."""
        form = StepForm(one, self._desk.today, lambda when: self.step(one, when), self._close)
        title = "Receive transfer" if one.state == SENT else "Send transfer"
        self._shell.open_drawer(title, form, about=one.id)
        form.date.setFocus()

    def step(self, one: TransferOrder, when: str) -> None:
        """Send what is proposed, receive what is on its way."""
        if one.state == SENT:
            said = f"Received {dollars(one.transfer.amount_cents)}"
            self._write("Receive transfer", one, lambda unit: receive_transfer(unit, one.id, when),
                        said)  # fmt: skip
        else:
            said = f"Sent {dollars(one.transfer.amount_cents)}"
            self._write("Send transfer", one, lambda unit: send_transfer(unit, one.id, when), said)

    def cancel(self, one: TransferOrder) -> None:
        """Take a proposal back."""
        self._write("Cancel transfer", one, lambda unit: cancel_transfer(unit, one.id),
                    "Cancelled the proposed transfer")  # fmt: skip

    def take_back(self, one: TransferOrder) -> None:
        """Take back what has not come; it is a proposal again."""
        self._write("Take back transfer", one, lambda unit: take_back(unit, one.id),
                    "The money is back; the transfer is proposed again")  # fmt: skip

    def _write(self, name: str, one: TransferOrder, act: Callable[..., object], said: str) -> None:
        ids = (one.transfer.giver.entity.id, one.transfer.taker.entity.id)

        def write(_progress: Progress) -> Changes:
            with self._desk.unit_of_work(name, *ids) as unit:
                act(unit)
            return MOVED

        self._shell.act(name, write, said=said, on_done=self._close)

    def _close(self) -> None:
        self._shell.close_drawer()


class StepForm(ShortForm):
    """Asks for the day of a step; Enter does it."""

    def __init__(
        self,
        one: TransferOrder,
        today: date,
        save: Callable[[str], None],
        cancel: Callable[[], None],
    ) -> None:
        super().__init__()
        self._save = save
        sent = one.state == SENT
        first = date.fromisoformat(one.day)
        self.date = DateEdit(max(today, first), max(today, first))
        key = "disbursements.received_on" if sent else "disbursements.sent_on"
        self.date_row = FormRow("Received on" if sent else "Sent on", self.date, key,
                                need=Need.REQUIRED)  # fmt: skip
        body = column(spacing=12, margins=(20, 14, 20, 20))
        body.addWidget(label(order_words(one, {}), wrap=True))
        body.addWidget(self.date_row)
        self.save_button = button(
            "Record receipt" if sent else "Record as sent", "primary", on_click=self.finish
        )
        body.addLayout(row(self.save_button, button("Close", on_click=cancel), None))
        body.addStretch(1)
        self.setLayout(body)

    def finish(self) -> None:
        """Hand over the day, or say what is wrong with it."""
        self.date_row.say(self.date.problem)
        if self.date.day is not None:
            self._save(self.date.day.isoformat())


def order_words(one: TransferOrder, names: Mapping[int, str]) -> str:
    """Return a transfer in one line: how much, from whom to whom, since when."""
    giver, taker = one.transfer.giver.entity, one.transfer.taker.entity
    to = f"{names.get(giver.id, giver.name)} → {names.get(taker.id, taker.name)}"
    since = "sent" if one.state == SENT else "proposed"
    when = day(date.fromisoformat(one.day))
    words = f"{dollars(one.transfer.amount_cents)} · {to} · {since} {when}"
    return f"{words} · {one.transfer.purpose}" if one.transfer.purpose.strip() else words
