"""Looks ahead while a disbursement is typed: what the wall says, where it stands, what is left."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QWidget

from financedesk.ledger.entities import EntityRow
from financedesk.ledger.typed_payment import (
    SideOutlook,
    TypedPayment,
    payment_judgements,
    record_payment,
    side_outlook,
)
from financedesk.ledger.wall import Judgement
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.jobs import JobRunner, Latest
from financedesk.ui.pages.brought import Brought, BroughtLines
from financedesk.ui.pages.declaration import WallLine, excess_words
from financedesk.ui.pages.disbursement_words import aggregate_words, balance_words, stands_words
from financedesk.ui.widgets import column, label
from financedesk.ui.widgets.build import set_shown, set_tone


@dataclass(frozen=True)
class Looked:
    """What was found of a disbursement as it stands in the form.

    ``wall`` is what the law says by itself, ``released`` the same with what was declared; both are
    None where nothing is given to a committee.
    """

    entity: EntityRow
    payment: TypedPayment
    outlook: SideOutlook | None
    wall: Judgement | None
    released: Judgement | None

    @property
    def asked(self) -> str:
        """What must be declared, in words; empty for nothing."""
        return "" if self.wall is None else self.wall.asking_words

    @property
    def excess(self) -> str:
        """By how much it goes above a limit, in words; empty where it fits."""
        return excess_words(self.released)

    @property
    def forbidden(self) -> str:
        """Why it may never pass, with the law; empty where it may."""
        return self.wall.verdict.words if self.wall is not None and self.wall.prohibited else ""


class PaymentAhead(QWidget):
    """The lines under the amount; ``shown`` is called with each answer, None for no question."""

    def __init__(
        self, desk: BookDesk, runner: JobRunner, shown: Callable[[Looked | None], None]
    ) -> None:
        super().__init__()
        self._desk, self._runner, self._shown = desk, runner, shown
        self._latest = Latest()
        self.wall = WallLine()
        self.ahead, self.left = (label("", "small", wrap=True) for _ in range(2))
        self._brought = Brought(self, desk, runner)
        self.brought = BroughtLines(self._brought)
        self.setLayout(column(self.wall, self.ahead, self.left, self.brought, spacing=4))
        self.show_nothing()

    def show_nothing(self) -> None:
        """Say nothing; an answer that is on its way is dropped."""
        self._latest.only(lambda _none: None)
        self._brought.ask(None)
        self._show(None)

    def look(self, entity: EntityRow, payment: TypedPayment, card_id: int | None) -> None:
        """Ask what a disbursement comes to as it is typed so far; its amount may be missing."""
        if not self._desk.is_open:
            return
        whole = payment.amount_cents > 0 and bool(payment.payee.display_name)
        act = partial(record_payment, entity=entity, payment=payment) if whole else None
        self._brought.ask(act)
        book = self._desk.book

        def ask(_progress: object) -> Looked:
            with book.read() as connection:
                wall, released = payment_judgements(connection, entity, payment)
                outlook = None if payment.amount_cents <= 0 else side_outlook(
                    connection, entity, payment.account, payment.kind, card_id, payment.day,
                    payment.amount_cents,
                )  # fmt: skip
            return Looked(entity, payment, outlook, wall, released)

        deliver = self._latest.only(self._show)
        self._latest.replace(self._runner.background("Looking ahead", ask, on_done=deliver))

    def _show(self, found: Looked | None) -> None:
        outlook = None if found is None else found.outlook
        self.ahead.setText("")
        self.left.setText("")
        if found is not None and outlook is not None:
            window = "this election cycle" if found.entity.form == "F3" else "this year"
            words = (stands_words(outlook), aggregate_words(outlook, window))
            self.ahead.setText(" ".join(part for part in words if part))
            self.left.setText(balance_words(outlook.balance, found.payment.account.name))
            set_tone(self.left, "bad" if outlook.balance.least_cents < 0 else "")
        self.wall.say(None if found is None else _telling(found))
        for said in (self.ahead, self.left):
            set_shown(said, shown=bool(said.text()))
        set_shown(self, shown=found is not None and (outlook is not None or found.wall is not None))
        self._shown(found)


def _telling(found: Looked) -> Judgement | None:
    """Return the judgement that tells more: what was declared has settled, or the law's own."""
    if found.released is not None and found.released.excess_cents:
        return found.released
    return found.wall
