"""What if: a giver, a recipient, an amount and a day, answered while they are typed."""

from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QStackedWidget, QWidget

from financedesk.errors import Cancelled, FinanceDeskError
from financedesk.ledger.contact_search import KnownContact, find_contacts
from financedesk.ledger.what_if import (
    AccountChoice,
    GiftAsked,
    RecipientChoice,
    WhatIf,
    giver_classes,
    recipient_choices,
    what_if,
)
from financedesk.progress import Progress
from financedesk.rules.parties import Giver, givers
from financedesk.ui.book_desk import book_desk
from financedesk.ui.jobs import Latest
from financedesk.ui.pages.contribution_donor import proposal_of
from financedesk.ui.pages.limit_answer import AnswerView
from financedesk.ui.shell.page import Shell
from financedesk.ui.theme import current_theme
from financedesk.ui.widgets import Card, EmptyState, FormRow, button, column, label, row
from financedesk.ui.widgets.build import combo, set_shown
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.form_row import pair
from financedesk.ui.widgets.money_edit import MoneyEdit
from financedesk.ui.widgets.type_ahead import Proposal, TypeAhead

PAUSE_MS = 120
_FORM_WIDTH = 372
_WIDEST = 115
_SHOWN = 8
_CENT = 1


@dataclass(frozen=True)
class _Typed:
    """The question as typed; ``with_amount`` false: what is left is asked about, and no gift."""

    gift: GiftAsked
    with_amount: bool
    card_id: int | None


class WhatIfView(QWidget):
    """Form and answer side by side; nothing is saved. ``donor_wanted`` carries a giver's card."""

    donor_wanted = Signal(object)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell, self.desk = shell, book_desk(shell)
        self._choices: tuple[RecipientChoice, ...] = ()
        self._searching, self._asking, self._reading = Latest(), Latest(), Latest()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.ask)
        self._build_fields()
        self._build()
        self._connect()
        for first, second in pairwise(self.fields):
            QWidget.setTabOrder(first, second)

    def _build_fields(self) -> None:
        self.giver = TypeAhead("A name, or a class such as corporation")
        self.giver_class, self.recipient, self.account = combo(), combo(), combo()
        self.giver_class.addItem("As the card says", "")
        for code, words in giver_classes():
            self.giver_class.addItem(words, code)
        self.amount, self.election = MoneyEdit(), combo()
        self.day = DateEdit(self.desk.today, self.desk.today)
        self.giver_row = FormRow("Who gives", self.giver, "limits.giver")
        self.class_row = FormRow("Counts as", self.giver_class, "limits.class")
        self.recipient_row = FormRow("Recipient", self.recipient, "limits.recipient")
        self.account_row = FormRow("Account", self.account, "limits.account")
        self.amount_row = FormRow("Amount", self.amount, "limits.amount")
        self.day_row = FormRow("Made on", self.day, "limits.day")
        self.election_row = FormRow("Election", self.election, "limits.election")

    def _build(self) -> None:
        self.clear_button = button("Start over", icon="undo-2", on_click=self.start_over)
        self.donor_button = button("Open the donor", "link", on_click=self._open_donor)
        set_shown(self.donor_button, shown=False)
        lines = column(
            self.giver_row, self.class_row, self.recipient_row, self.account_row,
            pair(self.amount_row, self.day_row), self.election_row,
            row(self.clear_button, self.donor_button, None),
            label("Nothing is saved. Esc starts over.", "caption", wrap=True), None,
            spacing=10, margins=(20, 14, 20, 16),
        )  # fmt: skip
        inside = QWidget()
        inside.setLayout(lines)
        pane = QScrollArea()
        pane.setWidgetResizable(True)
        pane.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        pane.setAccessibleName("The question")
        pane.setWidget(inside)
        form = Card("What if", flush=True)
        form.body.addWidget(pane)
        # A card takes what is left; this one is as wide as its fields.
        form.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._form_card = form
        self.answer = AnswerView()
        self.empty = EmptyState("Ask before the money moves", icon="scale")
        self._pages = QStackedWidget()
        self._pages.addWidget(self.answer)
        self._pages.addWidget(self.empty)
        result = Card("What happens, and why", flush=True)
        result.body.addWidget(self._pages)
        line = row(spacing=16)
        line.addWidget(form)
        line.addWidget(result, 1)
        self.setLayout(line)
        self._fit()
        self._say()

    def _fit(self) -> None:
        self._form_card.setFixedWidth(
            _FORM_WIDTH * min(max(100, current_theme().text_size), _WIDEST) // 100
        )

    def _connect(self) -> None:
        current_theme().changed.connect(self._fit)
        self.giver.searched.connect(self._find)
        self.giver.picked.connect(self._picked)
        self.recipient.currentIndexChanged.connect(lambda _at: self._show_recipient())
        for choice in (self.giver_class, self.account, self.election):
            choice.currentIndexChanged.connect(lambda _at: self._pause.start())
        self.amount.textChanged.connect(lambda _text: self._pause.start())
        self.day.day_changed.connect(lambda _day: self._pause.start())

    @property
    def fields(self) -> tuple[QWidget, ...]:
        """The fields in the order in which Tab reaches them."""
        return (
            self.giver, self.giver_class, self.recipient, self.account, self.amount, self.day,
            self.election, self.clear_button,
        )  # fmt: skip

    # --- what may be asked about

    def refresh(self) -> None:
        """Read the recipients anew, and ask the same again."""
        if not self.desk.is_open:
            return
        book, visible, today = self.desk.book, self._visible, self.desk.today

        def read(_progress: Progress) -> tuple[RecipientChoice, ...]:
            with book.read() as connection:
                return recipient_choices(connection, visible, today)

        deliver = self._reading.only(self._take_recipients)
        job = self.shell.runner.background("Reading the entities", read, on_done=deliver)
        self._reading.replace(job)

    @property
    def _visible(self) -> tuple[int, ...]:
        return tuple(one.id for one in self.desk.entity_rows())

    def _take_recipients(self, found: tuple[RecipientChoice, ...]) -> None:
        if found != self._choices:
            self._choices = found
            before = self.recipient.currentData() or self.desk.entity.entity_id
            self.recipient.blockSignals(True)  # noqa: FBT003 - Qt's own
            self.recipient.clear()
            for one in found:
                words = one.name if one.in_view else f"{one.name} · behind a wall"
                self.recipient.addItem(words, one.entity_id)
            self.recipient.setCurrentIndex(max(0, self.recipient.findData(before)))
            self.recipient.blockSignals(False)  # noqa: FBT003
            self._show_recipient()
        self.ask()

    def _show_recipient(self) -> None:
        """Offer the accounts and elections of the recipient; hide what it has no choice of."""
        chosen = self._recipient
        accounts = chosen.accounts if chosen else ()
        elections = chosen.elections if chosen else ()
        for field in (self.account, self.election):
            field.blockSignals(True)  # noqa: FBT003
            field.clear()
        for one in accounts:
            self.account.addItem(one.words, one)
        self.election.addItem("The next one", "")
        for election in elections:
            self.election.addItem(election.words.capitalize(), election.code)
        for field in (self.account, self.election):
            field.blockSignals(False)  # noqa: FBT003
        set_shown(self.account_row, shown=len(accounts) > 1)
        set_shown(self.election_row, shown=bool(elections))
        self._pause.start()

    @property
    def _recipient(self) -> RecipientChoice | None:
        wanted = self.recipient.currentData()
        return next((one for one in self._choices if one.entity_id == wanted), None)

    # --- who gives

    def _find(self, text: str) -> None:
        if not self.desk.is_open or not text:
            self.giver.propose(())
            return
        book, scope = self.desk.book, self.desk.scope

        def search(_progress: Progress) -> list[KnownContact]:
            with book.read() as connection:
                found = [one for entity in scope for one in find_contacts(connection, entity, text)]
            return found[:_SHOWN]

        def show(found: list[KnownContact]) -> None:
            self.giver.propose([*_classes_like(text), *map(proposal_of, found)])

        deliver = self._searching.only(show)
        job = self.shell.runner.background("Looking for givers", search, on_done=deliver)
        self._searching.replace(job)

    def _picked(self, value: object) -> None:
        self.giver_class.setEnabled(not isinstance(value, Giver))
        set_shown(self.donor_button, shown=isinstance(value, KnownContact))
        if isinstance(value, Giver):
            self.giver_class.setCurrentIndex(self.giver_class.findData(value.code))
        elif isinstance(value, KnownContact):
            self.giver_class.setCurrentIndex(0)
        self._pause.start()

    def _open_donor(self) -> None:
        if isinstance(self.giver.value, KnownContact):
            self.donor_wanted.emit(self.giver.value.ref.card_id)

    # --- asking

    def ask(self) -> None:
        """Ask for what is typed, as far as it is a question."""
        self._pause.stop()
        typed = self._typed()
        if typed is None or not self.desk.is_open:
            self._say()
            return
        book, visible = self.desk.book, self._visible

        def read(_progress: Progress) -> WhatIf:
            with book.read() as connection:
                return what_if(connection, typed.gift, visible)

        def show(found: WhatIf) -> None:
            self.answer.show_answer(found, with_amount=typed.with_amount)
            self._pages.setCurrentWidget(self.answer)

        deliver = self._asking.only(show)
        job = self.shell.runner.background(
            "Asking the rules", read, on_done=deliver, on_error=self._refuse
        )
        self._asking.replace(job)

    def _refuse(self, error: FinanceDeskError) -> None:
        if not isinstance(error, Cancelled):
            self.empty.say("There is no answer", str(error))
            self._pages.setCurrentWidget(self.empty)

    def _typed(self) -> _Typed | None:
        known = self.giver.value if isinstance(self.giver.value, KnownContact) else None
        giver = str(self.giver_class.currentData() or "")
        recipient, day = self._recipient, self.day.day
        self.day_row.say(self.day.problem)
        typed = self.amount.text().strip()
        self.amount_row.say(self.amount.problem if typed else "")
        if recipient is None or day is None or not (known or giver):
            return None
        account = self.account.currentData()
        if not isinstance(account, AccountChoice):
            account = AccountChoice("", "", "")
        cents = self.amount.cents or 0
        card_id = known.ref.card_id if known else None
        gift = GiftAsked(
            entity_id=recipient.entity_id, on=day, cents=cents if cents > 0 else _CENT,
            card_id=card_id, giver=giver, account_kind=account.account_kind, purse=account.purse,
            election_code=str(self.election.currentData() or ""),
        )  # fmt: skip
        return _Typed(gift, cents > 0, card_id)

    def _say(self) -> None:
        if not self.desk.is_open or not self._choices:
            self.empty.say(
                "No entity to give to yet",
                "Add an entity under Entities; then this page says what somebody may give it.",
            )
        else:
            self.empty.say(
                "Ask before the money moves",
                "Say who gives, to whom and how much: the answer stands here at once, with what is"
                " used and left and the rule it comes from. Nothing is saved.",
            )
        self._pages.setCurrentWidget(self.empty)

    def start_over(self) -> None:
        """Empty the question and take the keyboard to its first field."""
        self.giver.reset()
        self._picked(None)
        self.giver_class.setCurrentIndex(0)
        self.amount.clear()
        self.day.set_day(self.desk.today)
        self.giver.setFocus()
        self.ask()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter answers at once, Esc starts over."""
        key = Qt.Key(event.key())
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.ask()
        elif key == Qt.Key.Key_Escape:
            self.start_over()
        else:
            super().keyPressEvent(event)


def _classes_like(text: str) -> list[Proposal]:
    wanted = text.casefold()
    return [
        Proposal(f"{one.label} (class of giver)", one.label, one)
        for one in givers().values()
        if any(word.startswith(wanted) for word in one.label.casefold().split())
    ]
