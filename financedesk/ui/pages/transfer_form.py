"""The form of a transfer between own entities or accounts: both sides in one act."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from financedesk.errors import BadInput, FinanceDeskError, Walled
from financedesk.ledger.typed_transfer import (
    ACTIVITIES,
    EVENT_TYPES,
    Side,
    TransferOutlook,
    TypedTransfer,
    passage_between,
    record_transfer,
    transfer_judgement,
    transfer_outlook,
)
from financedesk.ledger.wall import Judgement
from financedesk.rules.passages import Holder, Passage, passage
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.jobs import JobRunner, Latest
from financedesk.ui.pages.brought import Act, Brought, BroughtLines
from financedesk.ui.pages.declaration import Declaration
from financedesk.ui.pages.disbursement_source import Means
from financedesk.ui.pages.disbursement_words import left_words, passage_words, transfer_words
from financedesk.ui.widgets import FormRow, button, column, label, row
from financedesk.ui.widgets.build import combo, set_shown, set_tone
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.draft import FormWatch
from financedesk.ui.widgets.enter_form import EnterForm
from financedesk.ui.widgets.form_row import Need, pair
from financedesk.ui.widgets.money_edit import MoneyEdit

NOW, SEND, PROPOSE = "now", "send", "propose"
_STEPS = ((NOW, "Sent and received on this day"), (SEND, "Sent on this day, not received yet"),
          (PROPOSE, "Only proposed"))  # fmt: skip
_ONE_ACCOUNT = "Choose two different accounts."


@dataclass(frozen=True)
class _Judged:
    """What was found of the transfer as it stands in the form."""

    passage: Passage | None
    outlook: TransferOutlook | None
    wall: Judgement | None = None


class TransferForm(EnterForm):
    """Takes one transfer after another; ``save`` is handed each that is complete and lawful.

    Enter saves and begins the next one, which keeps both accounts and the day.
    """

    def __init__(
        self,
        desk: BookDesk,
        runner: JobRunner,
        means: Means,
        save: Callable[[TypedTransfer, str], None],
        cancel: Callable[[], None],
    ) -> None:
        super().__init__()
        self._desk, self._runner, self._save = desk, runner, save
        self._sides = _sides(desk, means)
        self._judging = Latest()
        self._passage: Passage | None = None
        self._wall: Judgement | None = None
        self._make_fields()
        self._make_rows()
        self._lay_out(cancel)
        self._connect()
        self._set_tab_order()
        self._judge()

    # --- building

    def _make_fields(self) -> None:
        today = self._desk.today
        in_hand = set(self._desk.scope)
        self.giver, self.taker = self._choice(), self._choice()
        own = [at for at, one in enumerate(self._sides) if one.entity.id in in_hand]
        self.giver.setCurrentIndex(own[0] if own else 0)
        self.taker.setCurrentIndex(self._likely_taker(self.giver.currentIndex()))
        self.amount, self.date = MoneyEdit(), DateEdit(today, today)
        self.purpose, self.method, self.election = QLineEdit(), QLineEdit(), QLineEdit()
        self.purpose.setPlaceholderText("Quarterly share")
        self.method.setPlaceholderText("Check 1042, wire")
        self.election.setPlaceholderText(f"G{today.year + today.year % 2}")
        self.event_type, self.activity = combo(), combo()
        for code, words in EVENT_TYPES.items():
            self.event_type.addItem(words, code)
        for code, words in ACTIVITIES.items():
            self.activity.addItem(words, code)
        self.event_name = QLineEdit()
        self.step = combo()
        for code, words in _STEPS:
            self.step.addItem(words, code)
        self.declaration = Declaration(
            "disbursements.declared", "disbursements.declared_by", said_beside=False
        )
        self.declared, self.declared_by = self.declaration.words, self.declaration.who
        self.declared_row, self.declared_by_row = self.declaration.rows

    def _likely_taker(self, giver: int) -> int:
        """Return the first account that the law lets the giver's money go to most freely."""
        today = self._desk.today
        others = [at for at in range(len(self._sides)) if at != giver]
        return min(
            others, key=lambda at: _freedom(self._sides[giver], self._sides[at], today), default=0
        )

    def _choice(self) -> QComboBox:
        made = combo()
        names = {one.entity_id: one.short_name for one in self._desk.entities()}
        several = len({one.entity.id for one in self._sides}) > 1
        for one in self._sides:
            owner = names.get(one.entity.id, one.entity.name)
            name = f"{owner} · {one.account.name}" if several else one.account.name
            made.addItem(name, one.account.id)
            made.setItemData(made.count() - 1, name, Qt.ItemDataRole.ToolTipRole)
        return made

    def _make_rows(self) -> None:
        need = Need.REQUIRED
        self.giver_row = FormRow("From", self.giver, "disbursements.from_account", need=need)
        self.taker_row = FormRow("To", self.taker, "disbursements.to_account", need=need)
        self.amount_row = FormRow("Amount", self.amount, "disbursements.transfer_amount", need=need)
        self.date_row = FormRow("Date", self.date, "disbursements.transfer_date", need=need)
        self.purpose_row = FormRow("Purpose", self.purpose, "disbursements.transfer_purpose")
        self.method_row = FormRow("Method", self.method, "disbursements.method")
        self.election_row = FormRow("Election", self.election, "disbursements.election", need=need)
        self.type_row = FormRow("Share of", self.event_type, "disbursements.event_type")
        self.name_row = FormRow("Event or activity", self.event_name, "disbursements.event_name")
        self.activity_row = FormRow("Levin share of", self.activity, "disbursements.activity")
        self.step_row = FormRow("State", self.step, "disbursements.transfer_state")

    def _lay_out(self, cancel: Callable[[], None]) -> None:
        body = column(spacing=12, margins=(20, 14, 20, 20))
        body.addWidget(self.giver_row)
        body.addWidget(self.taker_row)
        body.addLayout(pair(self.amount_row, self.date_row))
        self.ahead, self.left = label("", "small", wrap=True), label("", "small", wrap=True)
        self._brought = Brought(self, self._desk, self._runner)
        self.brought = BroughtLines(self._brought)
        body.addLayout(column(self.ahead, self.left, self.brought, spacing=2))
        body.addLayout(pair(self.purpose_row, self.method_row))
        for part in (
            self.election_row, self.type_row, self.name_row, self.activity_row,
            self.declared_row, self.declared_by_row, self.step_row,
        ):  # fmt: skip
            body.addWidget(part)
        self.save_button = button("Save and next", "primary", on_click=self.save)
        body.addLayout(row(self.save_button, button("Close", on_click=cancel), None))
        body.addWidget(
            label("Enter saves both sides · Esc closes · t + − move the date", "caption", wrap=True)
        )
        body.addStretch(1)
        self.setLayout(body)

    def _connect(self) -> None:
        for choice in (self.giver, self.taker):
            choice.currentIndexChanged.connect(lambda _at: self._judge())
        self.amount.amount_changed.connect(lambda _cents: self._judge())
        self.date.day_changed.connect(lambda _day: self._judge())
        self.election.textChanged.connect(lambda _text: self._judge())

    def _set_tab_order(self) -> None:
        order: Sequence[QWidget] = (
            self.giver, self.taker, self.amount, self.date, self.purpose, self.method,
            self.election, self.event_type, self.event_name, self.activity, self.declared,
            self.declared_by, self.step, self.save_button,
        )  # fmt: skip
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    # --- what the law says, and what it comes to

    @property
    def sides(self) -> tuple[Side, Side] | None:
        """The giving and the taking account; None while there is nothing to choose from."""
        places = (self.giver.currentIndex(), self.taker.currentIndex())
        if min(places) < 0:
            return None
        return self._sides[places[0]], self._sides[places[1]]

    def _judge(self) -> None:
        """Say at once whether the money may go there, and where both sides will stand."""
        chosen, when = self.sides, self.date.day
        if chosen is None or when is None:
            return
        giver, taker = chosen
        if giver.account.id == taker.account.id:
            self._judging.only(lambda _: None)
            self._brought.ask(None)
            self._show(_Judged(None, None))
            self.taker_row.say(_ONE_ACCOUNT)
            return
        self._brought.ask(self._act())
        book, day, cents = self._desk.book, when.isoformat(), self.amount.cents or 0
        asked = TypedTransfer(giver=giver, taker=taker, amount_cents=cents, day=day,
                              election_code=self.election.text())  # fmt: skip

        def look(_progress: object) -> _Judged:
            with book.read() as connection:
                if cents <= 0:
                    return _Judged(passage_between(connection, giver, taker, day), None)
                found = transfer_outlook(connection, giver, taker, day, cents)
                wall = None if found.passage.refused else transfer_judgement(connection, asked)
            return _Judged(found.passage, found, wall)

        deliver = self._judging.only(self._show)
        job = self._runner.background("Looking at both sides", look, on_done=deliver)
        self._judging.replace(job)

    def _act(self) -> Act | None:
        """Return what recording both sides would write; None while that is not complete."""
        typed = self._typed()
        if typed is None or typed.amount_cents <= 0:
            return None
        return partial(record_transfer, transfer=typed)

    def _show(self, judged: _Judged) -> None:
        self._passage, self._wall = judged.passage, judged.wall
        asks = judged.passage.asks if judged.passage else frozenset()
        self.taker_row.say(*(passage_words(judged.passage) if judged.passage else ("", "bad")))
        self.election_row.setVisible("election" in asks)
        for part in (self.type_row, self.name_row):
            part.setVisible("event" in asks)
        self.activity_row.setVisible("activity" in asks)
        self._show_wall(judged)
        lines: tuple[str, ...] = ()
        left, tone = "", ""
        if judged.outlook is not None and self.sides is not None:
            lines = transfer_words(judged.outlook, *self.sides)
            if judged.wall is not None and judged.wall.allowing_words:
                lines = (judged.wall.allowing_words, *lines)
            left, tone = left_words(judged.outlook, *self.sides)
        self.ahead.setText("\n".join(lines))
        self.left.setText(left)
        set_tone(self.left, tone)
        for said in (self.ahead, self.left):
            set_shown(said, shown=bool(said.text()))

    def _show_wall(self, judged: _Judged) -> None:
        """Say what the limit leaves and what must be declared; two entities have states."""
        wall, sides = judged.wall, self.sides
        over = "" if wall is None or not wall.excess_cents else wall.left_words
        self.amount_row.say(over)
        self.declaration.show_for("" if wall is None else wall.asking_words)
        between = sides is not None and sides[0].entity.id != sides[1].entity.id
        set_shown(self.step_row, shown=between)

    # --- saving

    def save(self) -> None:
        """Hand over the transfer if it is complete and lawful, else say what is wrong."""
        try:
            transfer = self._typed()
        except BadInput as problem:
            self.taker_row.say(str(problem))
            self.taker.setFocus()
            return
        problems = self._problems()
        for place, words in problems:
            place.say(words)
        wrong = [place for place, words in problems if words]
        if self._passage is not None and self._passage.refused:
            self.taker.setFocus()
        elif wrong:
            wrong[0].field.setFocus()
        elif transfer is not None:
            step = NOW if self.step_row.isHidden() else str(self.step.currentData())
            self._save(transfer, step)

    def _problems(self) -> tuple[tuple[FormRow, str], ...]:
        amount = self.amount.problem
        if not amount and (self.amount.cents or 0) <= 0:
            amount = "Enter an amount above zero."
        if not amount and self._wall is not None and self._wall.excess_cents:
            amount = self._wall.left_words
        election = not self.election_row.isHidden() and not self.election.text().strip()
        return (
            (self.amount_row, amount),
            (self.date_row, self.date.problem),
            *self.declaration.problems,
            (self.election_row, "Say for which election: P2026, G2026." if election else ""),
        )

    def _typed(self) -> TypedTransfer | None:
        chosen, when = self.sides, self.date.day
        if chosen is None:
            raise BadInput("There are no two accounts to move money between.")
        if chosen[0].account.id == chosen[1].account.id:
            raise BadInput(_ONE_ACCOUNT)
        if when is None:
            return None
        hidden = self.election_row.isHidden()
        return TypedTransfer(
            giver=chosen[0], taker=chosen[1], amount_cents=self.amount.cents or 0,
            day=when.isoformat(), purpose=self.purpose.text(), method=self.method.text(),
            election_code="" if hidden else self.election.text(),
            event_type=str(self.event_type.currentData()), event_name=self.event_name.text(),
            activity=str(self.activity.currentData()),
            note=self.declaration.note(when.isoformat()),
        )  # fmt: skip

    def refuse(self, error: FinanceDeskError) -> None:
        """Ask for what the book asked for; anything else is said by who saves."""
        if isinstance(error, Walled) and error.asks:
            self.declaration.show_for(str(error))
            self.declared.setFocus()

    def next_one(self) -> None:
        """Begin the next transfer; both accounts and the day stay."""
        self.amount.clear()
        for field in (self.purpose, self.method, self.event_name):
            field.clear()
        self.declaration.clear()
        self.amount_row.say("")
        if (watch := self.findChild(FormWatch)) is not None:
            watch.settle()
        self.giver.setFocus()


_RANKS = {"allowed": 0, "limited": 1, "conditional": 2, "refused": 3}


def _freedom(giver: Side, taker: Side, on: date) -> int:
    """Return how freely money may pass: 0 without limit, more where the law holds it."""
    found = passage(
        Holder(giver.entity.kind, giver.account.kind),
        Holder(taker.entity.kind, taker.account.kind),
        on,
        own=giver.entity.id == taker.entity.id,
    )
    return _RANKS[found.status]


def _sides(desk: BookDesk, means: Means) -> tuple[Side, ...]:
    """Return every account that the user may write: both sides are written in one act."""
    return tuple(
        Side(entity, account)
        for entity in desk.writable_anywhere
        for account in means.accounts_of(entity.id)
    )
