"""Cards that may be one person's, in the drawer: side by side, to be linked or told apart."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QLineEdit, QPushButton, QScrollArea, QWidget
from shiboken6 import isValid

from financedesk.book.unit import UnitOfWork
from financedesk.errors import Cancelled, FinanceDeskError
from financedesk.ledger.limit_near import NearRoom
from financedesk.ledger.same_person import CardOfPerson, cards_of, link_cards, tell_apart
from financedesk.progress import Progress
from financedesk.rules.roles import CORRECT
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.desk import Changes
from financedesk.ui.formatting import counted, dollars
from financedesk.ui.jobs import Latest
from financedesk.ui.shell.page import Shell
from financedesk.ui.widgets import FormRow, button, column, label, line, row
from financedesk.ui.widgets.build import set_shown
from financedesk.ui.widgets.enter_form import SavingForm

_TITLE = "One person or several?"
_MARGINS = (20, 14, 20, 20)


@dataclass(frozen=True)
class Answers:
    """What the form may hand over, each with the reason; ``why_not`` keeps from both."""

    link: Callable[[str], None]
    part: Callable[[str], None]
    open_donor: Callable[[int], None]
    why_not: str


class SamePersonForm(SavingForm):
    """Shows cards that agree in name and place, and what they come to as one person's."""

    def __init__(
        self,
        room: NearRoom,
        cards: Sequence[CardOfPerson],
        entities: Sequence[str],
        answers: Answers,
    ) -> None:
        """``entities`` are the names of those who keep the cards, in their order."""
        super().__init__("One person", name="Link the cards as one person’s")
        self._answers = answers
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("Same birthday and employer; father and son")
        self.reason_row = FormRow("How it is known", self.reason, "limits.same_person_reason")
        self.part_button = button(
            "Different people", name="Tell the cards apart", on_click=self.part
        )
        self.card_buttons = tuple(map(self._way_to, cards))
        shown = [
            _card(one, entity, opens)
            for one, entity, opens in zip(cards, entities, self.card_buttons, strict=True)
        ]
        refused = label(answers.why_not, "small", tone="warn", wrap=True)
        set_shown(refused, shown=bool(answers.why_not))
        body = column(
            self.problem, label(_what(room), wrap=True), *shown, self.reason_row, refused,
            spacing=12, margins=_MARGINS,
        )  # fmt: skip
        body.addLayout(row(self.save_button, self.part_button, None))
        body.addWidget(label(_KEYS, "caption", wrap=True))
        body.addStretch(1)
        self.setLayout(body)
        for part in (self.save_button, self.part_button, self.reason):
            part.setEnabled(not answers.why_not)
        self.set_tab_order()

    @property
    def fields(self) -> Sequence[QWidget]:
        """The way to each card, the reason and the two answers, as they stand."""
        return (*self.card_buttons, self.reason, self.save_button, self.part_button)

    def hand_over(self) -> None:
        """Link the cards."""
        self._answers.link(self.reason.text())

    def part(self) -> None:
        """Tell the cards apart; how that is known must be said."""
        missing = not self.reason.text().strip()
        self.reason_row.say("Say how it is known that they are different." if missing else "")
        if missing:
            self.reason.setFocus()
        elif self.save_button.isEnabled():
            self.save_button.setEnabled(False)
            self._answers.part(self.reason.text())

    def _way_to(self, one: CardOfPerson) -> QPushButton:
        name = f"Open the card of {one.contact.display_name}, {_place(one)}"
        return button(
            "Open card", "link", name=name,
            on_click=lambda: self._answers.open_donor(one.card_id),
        )  # fmt: skip


_KEYS = "Enter: they are one person · Esc closes · Ctrl+Z takes the answer back"


def _what(room: NearRoom) -> str:
    window = room.window_words
    return (
        f"{counted(len(room.cards), 'card')} agree in name and place. As one person’s they come to"
        f" {dollars(room.used_cents)} of {dollars(room.allowed_cents)} ({window}):"
        f" {dollars(room.over_cents)} above the limit. Nothing is merged until you say so."
    )


def _place(one: CardOfPerson) -> str:
    known = one.contact
    town = " ".join(part for part in (known.state, known.zip) if part)
    return ", ".join(part for part in (known.street_1, known.city, town) if part)


def _card(one: CardOfPerson, entity: str, opens: QWidget) -> QWidget:
    """Return what one card says, below a line."""
    known = one.contact
    work = ", ".join(part for part in (known.occupation, known.employer) if part)
    facts = [part for part in (_place(one), work, known.email, known.phone) if part]
    shown = QWidget()
    body = column(line(), row(label(known.display_name, "name"), None, opens), spacing=4)
    body.addWidget(label(entity, "small", wrap=True))
    for words in facts:
        body.addWidget(label(words, "small", wrap=True))
    shown.setLayout(body)
    return shown


class SamePersonEditing:
    """Opens the form for a row of Near and over, and writes what was answered."""

    def __init__(self, shell: Shell, desk: BookDesk, open_donor: Callable[[int], None]) -> None:
        self._shell, self._desk, self._open_donor = shell, desk, open_donor
        self._reading = Latest()

    def open(self, room: NearRoom) -> None:
        """Show the cards of a row; they are read first."""
        book = self._desk.book

        def read(_progress: Progress) -> tuple[CardOfPerson, ...]:
            with book.read() as connection:
                return cards_of(connection, room.cards)

        def show(cards: tuple[CardOfPerson, ...]) -> None:
            self._show(room, cards)

        deliver = self._reading.only(show)
        job = self._shell.runner.background("Reading the cards", read, on_done=deliver)
        self._reading.replace(job)

    def _show(self, room: NearRoom, cards: Sequence[CardOfPerson]) -> None:
        names = {one.id: one.name for one in self._desk.entity_rows()}
        ids = [one.card_id for one in cards]
        owners = sorted({one.entity_id for one in cards})

        def link(reason: str) -> None:
            action = f"Link {counted(len(ids), 'card')} as one person’s"
            self._write(action, owners, form, lambda unit: link_cards(unit, ids, reason))

        def part(reason: str) -> None:
            action = f"Tell {counted(len(ids), 'card')} apart"
            self._write(action, owners, form, lambda unit: tell_apart(unit, ids, reason))

        answers = Answers(link, part, self._open_donor, self._why_not(owners))
        form = SamePersonForm(room, cards, [names.get(one.entity_id, "") for one in cards], answers)
        pane = QScrollArea()
        pane.setWidgetResizable(True)
        pane.setAccessibleName(_TITLE)
        pane.setWidget(form)
        self._shell.open_drawer(_TITLE, pane)
        (form.card_buttons[0] if answers.why_not else form.reason).setFocus()

    def _why_not(self, owners: Sequence[int]) -> str:
        reasons = (self._desk.why_not(CORRECT, one) for one in owners)
        return next((words for words in reasons if words), "")

    def _write(
        self,
        action: str,
        owners: Sequence[int],
        form: SamePersonForm,
        work: Callable[[UnitOfWork], None],
    ) -> None:
        """Do one act under the name that undo shows; a refusal is said in the form."""

        def job(_progress: Progress) -> Changes:
            with self._desk.unit_of_work(action, *owners, act=CORRECT) as unit:
                work(unit)
            return Changes.everything()

        def done(changes: Changes) -> None:
            self._shell.close_drawer()
            self._desk.announce(changes)
            self._shell.say(action, can_undo=True)

        def failed(error: FinanceDeskError) -> None:
            if isValid(form) and not isinstance(error, Cancelled):
                form.refuse(error)
            else:
                self._shell.say(str(error))

        self._shell.runner.database(action, job, on_done=done, on_error=failed, saves=True)
