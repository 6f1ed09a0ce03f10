"""The form of a list, poll or other thing of value that one body gives another.

While it is typed a line says what the law answers and what will be posted in both ledgers.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtWidgets import QWidget

from financedesk.errors import BadInput, FinanceDeskError, NotFound, Walled
from financedesk.ledger.list_outlook import ListOutlook, list_outlook
from financedesk.ledger.list_terms import EXCHANGE, MONEY, NOTHING, Party, TypedList
from financedesk.ledger.payee_search import KnownPayee, find_payees
from financedesk.ledger.typed_transfer import Side
from financedesk.rules.data_crossing import FAIR, data_kind
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.jobs import JobRunner, Latest
from financedesk.ui.pages.disbursement_fields import payee_proposal
from financedesk.ui.pages.entities_list_fields import ListFields
from financedesk.ui.pages.entities_list_line import AnswerLine
from financedesk.ui.widgets import FormRow, button, column, label, row
from financedesk.ui.widgets.build import set_shown
from financedesk.ui.widgets.enter_form import SavingForm

_OWN_RECORDS = "own_records"


@dataclass(frozen=True)
class _Looked:
    """The answer without and with what was declared, or why there is none."""

    bare: ListOutlook | None = None
    declared: ListOutlook | None = None
    problem: str = ""


class ListForm(SavingForm):
    """Takes a document; ``save`` is handed each that is complete.

    Enter saves, from whichever field. What the law has against it stands in the line above the
    name of who approves, with what each side will book.
    """

    def __init__(
        self,
        desk: BookDesk,
        runner: JobRunner,
        sides: Sequence[Side],
        names: Mapping[int, str],
        save: Callable[[TypedList], None],
        cancel: Callable[[], None],
    ) -> None:
        """``sides`` are the accounts that the user may write, ``names`` their entities' names."""
        super().__init__("Record document")
        self._desk, self._runner, self._save = desk, runner, save
        self._looking, self._search = Latest(), Latest()
        self.outlook: ListOutlook | None = None
        self._asked, self._priced = "", True
        self.inputs = ListFields(sides, names, desk.today)
        self.line = AnswerLine()
        self._choose_first()
        self._lay_out(cancel)
        self._connect()
        self.set_tab_order()
        self._changed()

    def _choose_first(self) -> None:
        """Begin with what the entity in hand gives, and an account of another one."""
        made, in_hand = self.inputs, set(self._desk.scope)
        own = [at for at, one in enumerate(made.sides) if one.entity.id in in_hand]
        giver = own[0] if own else 0
        made.giver.setCurrentIndex(giver)
        others = [
            at for at, one in enumerate(made.sides)
            if one.entity.id != made.sides[giver].entity.id
        ]  # fmt: skip
        made.taker.setCurrentIndex(others[0] if others else len(made.sides))

    def _lay_out(self, cancel: Callable[[], None]) -> None:
        body = column(self.problem, spacing=12, margins=(20, 14, 20, 20))
        self.inputs.lay_out(body, (self.line,))
        body.addLayout(row(self.save_button, button("Cancel", on_click=cancel), None))
        body.addWidget(
            label("Enter saves both sides · Esc closes · t + − move a date", "caption", wrap=True)
        )
        body.addStretch(1)
        self.setLayout(body)

    def _connect(self) -> None:
        made = self.inputs
        for choice in (
            made.data, made.giver, made.taker, made.type, made.origin, made.serves, made.basis,
            made.counter,
        ):  # fmt: skip
            choice.currentIndexChanged.connect(lambda _at: self._changed())
        for money in (made.value, made.price):
            money.amount_changed.connect(lambda _cents: self._changed())
        for day in (made.day, made.appraised_on, made.came_on, made.paid_on):
            day.day_changed.connect(lambda _day: self._changed())
        for text in (
            made.records, made.committee, made.election, made.declaration.words,
            made.declaration.who,
        ):  # fmt: skip
            text.textChanged.connect(lambda _text: self._look())
        made.who.searched.connect(self._find)
        made.who.picked.connect(lambda _value: self._changed())
        made.who.create_wanted.connect(lambda _name: self._changed())
        made.who.textChanged.connect(lambda _text: self._look())

    @property
    def fields(self) -> Sequence[QWidget]:
        """The fields in the order in which Tab reaches them."""
        return (*self.inputs.order, self.save_button)

    # --- who it is

    def _find(self, text: str) -> None:
        own = self.inputs.own
        if own is None or not self._desk.is_open:
            return
        book, entity_id = self._desk.book, own.entity.id

        def search(_progress: object) -> list[KnownPayee]:
            with book.read() as connection:
                return find_payees(connection, entity_id, text)

        def show(found: list[KnownPayee]) -> None:
            self.inputs.who.propose([payee_proposal(one) for one in found])

        deliver = self._search.only(show)
        self._search.replace(
            self._runner.background("Looking for contacts", search, on_done=deliver)
        )

    # --- what the law says, and what it comes to

    def _changed(self) -> None:
        """Show the fields that what is chosen needs, and ask the rules."""
        self._show_fields()
        self._look()

    @property
    def _counter(self) -> str:
        """What comes back, as chosen; nothing where no price is asked."""
        return str(self.inputs.counter.currentData()) if self._priced else NOTHING

    def _show_fields(self) -> None:
        made, counter, priced = self.inputs, self._counter, self._priced
        kind, basis = data_kind(str(made.data.currentData())), bool(made.basis.currentData())
        made.show_who()
        for part, shown in (
            (made.origin_row, kind.names), (made.serves_row, kind.names),
            (made.came_row, kind.falls and priced), (made.counter_row, priced),
            (made.value_row, priced), (made.basis_row, priced),
            (made.basis_words_row, priced and basis), (made.appraised_row, priced and basis),
            (made.price_row, counter in (MONEY, EXCHANGE)), (made.paid_row, counter == MONEY),
            (made.words_row, counter == EXCHANGE),
        ):  # fmt: skip
            set_shown(part, shown=shown)

    def _look(self) -> None:
        typed = self.typed()
        if typed is None or not self._desk.is_open:
            self.line.say(None)
            return
        book, visible = self._desk.book, [one.id for one in self._desk.entity_rows()]
        bare = replace(typed, note=None, attested="")

        def look(_progress: object) -> _Looked:
            with book.read() as connection:
                try:
                    asked = list_outlook(connection, bare, visible)
                    return _Looked(asked, list_outlook(connection, typed, visible))
                except (BadInput, NotFound) as problem:
                    return _Looked(problem=str(problem))

        deliver = self._looking.only(self._show)
        self._looking.replace(self._runner.background("Asking the rules", look, on_done=deliver))

    def _show(self, looked: _Looked) -> None:
        made, found = self.inputs, looked.declared
        self.outlook = found
        self._asked = "" if looked.bare is None else looked.bare.asks
        self.line.say(found, looked.problem)
        stop = looked.bare.stop if looked.bare is not None and self._asked else ""
        made.declaration.show_for(stop)
        if found is None:
            return
        set_shown(made.election_row, shown=found.terms.asks_election and found.terms.gives_in_kind)
        priced = found.terms.rule.price == FAIR
        if priced != self._priced:
            # What has no price is asked about without one.
            self._priced = priced
            self._changed()

    # --- saving

    def typed(self) -> TypedList | None:
        """Return the document as it stands; None while it has no day or no two sides."""
        made, when = self.inputs, self.inputs.day.day
        giver, taker = self._party(made.side(made.giver)), self._party(made.side(made.taker))
        if when is None or not made.sides:
            return None
        names, counter = not made.origin_row.isHidden(), self._counter
        note = made.declaration.note(self._desk.today.isoformat())
        attests = self._asked == _OWN_RECORDS and note is not None
        return TypedList(
            giver=giver, taker=taker, data=str(made.data.currentData()), records=made.number,
            contents=made.fields.text(), day=when.isoformat(), approver=made.approver.text(),
            origin=str(made.origin.currentData()) if names else "own",
            serves=str(made.serves.currentData()) if names else "other",
            value_cents=(made.value.cents or 0) if self._priced else 0,
            basis=str(made.basis.currentData()) if self._priced else "",
            basis_words=made.basis_words.text(), appraised_on=_day(made.appraised_on.day),
            came_on="" if made.came_row.isHidden() else _day(made.came_on.day),
            counter=counter, counter_cents=(made.price.cents or 0) if counter != NOTHING else 0,
            counter_words=made.counter_words.text() if counter == EXCHANGE else "",
            paid_on=_day(made.paid_on.day) if counter == MONEY else "",
            election_code="" if made.election_row.isHidden() else made.election.text(),
            attested=f"{note.words} ({note.who})" if attests and note is not None else "",
            note=None if attests else note,
        )  # fmt: skip

    def _party(self, side: Side | None) -> Party:
        return self.inputs.outsider() if side is None else side

    def problems(self) -> Sequence[tuple[FormRow, str]]:
        """Return what is missing or wrong, row by row."""
        made, counter = self.inputs, self._counter
        fair = not made.value_row.isHidden()
        unnamed = made.has_outsider and not made.who.text().strip()
        two = made.side(made.giver) is None and made.side(made.taker) is None
        price = made.price.problem if counter != NOTHING else ""
        if not price and counter != NOTHING and (made.price.cents or 0) <= 0:
            price = "Enter an amount above zero."
        election = not made.election_row.isHidden() and not made.election.text().strip()
        thing = counter == EXCHANGE and not made.counter_words.text().strip()
        return (
            (made.taker_row, "One of the two must be an entity of this book." if two else ""),
            (made.who_row, "Say who it is." if unnamed else ""),
            (made.records_row, "" if made.number else "Enter a number above zero."),
            (made.day_row, made.day.problem),
            (made.fields_row, "" if made.fields.text().strip() else "Say what is in it."),
            (made.value_row, made.value.problem if fair and made.value.text().strip() else ""),
            (made.appraised_row, _day_problem(made.appraised_on.text(), made.appraised_on.problem)),
            (made.came_row, _day_problem(made.came_on.text(), made.came_on.problem)),
            (made.price_row, price),
            (made.paid_row, _day_problem(made.paid_on.text(), made.paid_on.problem)),
            (made.words_row, "Say what came in exchange." if thing else ""),
            (made.election_row, "Say for which election: P2026, G2026." if election else ""),
            *made.declaration.problems,
            (made.approver_row, "" if made.approver.text().strip() else "Say who approved it."),
        )  # fmt: skip

    def hand_over(self) -> None:
        """Give the document to whoever writes it."""
        typed = self.typed()
        if typed is not None:
            self._save(typed)

    def refuse(self, error: FinanceDeskError) -> None:
        """Ask for what the book asks for; what it refuses stands at the top."""
        super().refuse(error)
        if isinstance(error, Walled) and error.asks:
            self.inputs.declaration.show_for(str(error))
            self.inputs.declaration.words.setFocus()


def _day(when: object) -> str:
    return "" if when is None else str(when)


def _day_problem(text: str, problem: str) -> str:
    return problem if text.strip() else ""
