"""The forms that put a gift right on paper: for another election, or as another giver's."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from financedesk.book import Book
from financedesk.errors import FinanceDeskError
from financedesk.ledger.contact_search import KnownContact
from financedesk.ledger.contacts import Contact
from financedesk.ledger.gift_corrections import NOBODY, How, Reattribution, Redesignation
from financedesk.ledger.gift_remedies import (
    CorrectionOutlook,
    InQuestion,
    reattribution_outlook,
    redesignation_outlook,
)
from financedesk.rules.receiving import Concern
from financedesk.rules.windows import election_words, is_election_code
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.formatting import day as short_day
from financedesk.ui.formatting import dollars
from financedesk.ui.jobs import JobRunner, Latest
from financedesk.ui.pages.contribution_donor import DonorField, contact_of
from financedesk.ui.pages.contribution_live import LiveLine
from financedesk.ui.widgets import FormRow, button, column, label, row
from financedesk.ui.widgets.build import combo, set_shown
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.enter_form import SavingForm
from financedesk.ui.widgets.form_row import Need, pair
from financedesk.ui.widgets.money_edit import MoneyEdit

_HOW: tuple[tuple[How, str], ...] = (
    ("signed", "Signed"), ("presumed", "Presumed by law, told in writing"),
)  # fmt: skip
_START = "Amount and day: this line says what it comes to."


@dataclass(frozen=True)
class Ground:
    """What a form stands on: the gift in question, its giver, the book, and the day of the desk."""

    found: InQuestion
    giver: Contact
    desk: BookDesk
    runner: JobRunner

    @property
    def book(self) -> Book:
        """The book that answers what an act would come to."""
        return self.desk.book

    @property
    def first_day(self) -> date:
        """The day that is proposed: today, never before the gift came."""
        return max(self.desk.today, self.found.received)


class CorrectionForm(SavingForm):
    """What both forms share: amount, how it is known, the day, the paper, and the live line."""

    def __init__(self, ground: Ground, words: str, cancel: Callable[[], None]) -> None:
        """``words`` are those of the button that saves."""
        super().__init__(words)
        self.ground, self._cancel = ground, cancel
        self._looking = Latest()
        self.amount = MoneyEdit(ground.found.excess_cents)
        self.how = combo()
        for code, said in _HOW:
            self.how.addItem(said, code)
        self.presuming = QCheckBox()
        self.date = DateEdit(ground.first_day, ground.first_day)
        self.evidence = QLineEdit()
        self.live = LiveLine()
        need = Need.REQUIRED
        self.amount_row = FormRow("Amount", self.amount, "contributions.moved_amount", need=need)
        self.how_row = FormRow("How it is known", self.how, "contributions.moved_how")
        self.date_row = FormRow("Paper of", self.date, "contributions.moved_day", need=need)
        self.evidence_row = FormRow(
            "What is in writing", self.evidence, "contributions.moved_evidence", need=need
        )

    def lay_out(self, first: Sequence[QWidget], presuming: FormRow) -> None:
        """Lay the form out: ``first`` says where it goes, ``presuming`` when the law presumes."""
        found = self.ground.found
        self._presuming_row = presuming
        body = column(self.problem, spacing=12, margins=(20, 14, 20, 20))
        body.addWidget(label(found.name, "section", wrap=True))
        above = f"{dollars(found.excess_cents)} of the {dollars(found.left_cents)} left"
        came = short_day(found.received)
        body.addWidget(label(f"{above} of this gift of {came} are above the limit.", wrap=True))
        for part in first:
            body.addWidget(part)
        body.addLayout(pair(self.amount_row, self.date_row))
        body.addWidget(self.how_row)
        body.addWidget(presuming)
        body.addWidget(self.evidence_row)
        body.addWidget(self.live)
        body.addLayout(row(self.save_button, button("Cancel", on_click=self._cancel), None))
        body.addWidget(label("Enter saves · Esc leaves it as it was", "caption"))
        body.addStretch(1)
        self.setLayout(body)
        self.set_tab_order()
        for changed in (self.amount.textChanged, self.date.textChanged):
            changed.connect(lambda _text: self.look())
        self.how.currentIndexChanged.connect(lambda _at: self._show_presuming())
        self.presuming.toggled.connect(lambda _on: self.look())
        self._show_presuming()

    def _show_presuming(self) -> None:
        set_shown(self._presuming_row, shown=self.how_code == "presumed")
        self.look()

    @property
    def how_code(self) -> How:
        """Signed or presumed."""
        return "presumed" if self.how.currentData() == "presumed" else "signed"

    # --- what it comes to

    def look(self) -> None:
        """Say what the act would come to, or why it cannot be."""
        # A form is emptied when the book closes, and that is a change too.
        ask = self.question() if self.ground.desk.is_open else None
        if ask is None:
            self._looking.only(lambda _found: None)
            self.live.say(_START)
            return
        deliver = self._looking.only(self._show)
        job = self.ground.runner.background(
            "Looking ahead", lambda _progress: ask(), on_done=deliver, on_error=self._say_error
        )
        self._looking.replace(job)

    def question(self) -> Callable[[], CorrectionOutlook] | None:
        """Return what asks the ledger; None while something is missing."""
        return None

    def _show(self, found: CorrectionOutlook) -> None:
        if found.refused:
            self.live.say("It cannot be done so.", (Concern("bad", found.refused),))
        else:
            self.live.say(" ".join(found.words))

    def _say_error(self, error: FinanceDeskError) -> None:
        self.live.say("It cannot be done so.", (Concern("bad", str(error)),))

    # --- what is missing

    def problems(self) -> Sequence[tuple[FormRow, str]]:
        """Return what the form cannot do without."""
        cents, most = self.amount.cents, self.ground.found.left_cents
        amount = self.amount.problem
        if not amount and (cents is None or not 0 < cents <= most):
            amount = f"Enter an amount above zero, at most {dollars(most)}: that is what is left."
        told = bool(self.evidence.text().strip())
        paper = "Say what there is in writing: who signed it, or when the notice went."
        return (
            *self.missing(), (self.amount_row, amount), (self.date_row, self.date.problem),
            (self.evidence_row, "" if told else paper),
        )  # fmt: skip

    def missing(self) -> Sequence[tuple[FormRow, str]]:
        """Return what is missing of what a form asks beside that."""
        return ()


class RedesignateForm(CorrectionForm):
    """Asks for which other election what of a gift is; ``save`` is handed the redesignation."""

    def __init__(
        self, ground: Ground, save: Callable[[Redesignation], None], cancel: Callable[[], None]
    ) -> None:
        super().__init__(ground, "Redesignate", cancel)
        self._save, found = save, ground.found
        self.election = combo(editable=True)
        self.election.addItems(list(found.elections))
        self.presuming.setText("The giver named no election")
        self.presuming.setChecked(not found.designated)
        if found.presumed_cents:
            with QSignalBlocker(self.how):
                self.how.setCurrentIndex(self.how.findData("presumed"))
            self.election.setCurrentIndex(max(0, self.election.findText(found.presumed_to)))
            self.amount.set_cents(found.presumed_cents)
        now = f"It counts for the {election_words(found.election)} now."
        self.election_row = FormRow(
            "Is for", self.election, "contributions.moved_election", need=Need.REQUIRED, hint=now
        )
        presuming = FormRow("Not designated", self.presuming, "contributions.moved_undesignated")
        self.lay_out((self.election_row,), presuming)
        self.election.currentTextChanged.connect(lambda _text: self.look())

    @property
    def fields(self) -> Sequence[QWidget]:
        """The fields in the order in which Tab reaches them."""
        return (
            self.election, self.amount, self.date, self.how, self.presuming, self.evidence,
            self.save_button,
        )  # fmt: skip

    @property
    def _code(self) -> str:
        return self.election.currentText().strip().upper()

    def typed(self) -> Redesignation | None:
        """Return what is typed; None while amount, day or election is missing."""
        cents, when = self.amount.cents, self.date.day
        if cents is None or when is None or not is_election_code(self._code):
            return None
        return Redesignation(
            gift_id=self.ground.found.gift_id, amount_cents=cents, day=when.isoformat(),
            to_election=self._code, how=self.how_code, evidence=self.evidence.text(),
            undesignated=self.how_code == "presumed" and self.presuming.isChecked(),
        )  # fmt: skip

    def question(self) -> Callable[[], CorrectionOutlook] | None:
        """Return what asks the ledger what it comes to."""
        typed, book = self.typed(), self.ground.book
        if typed is None:
            return None

        def ask() -> CorrectionOutlook:
            with book.read() as connection:
                return redesignation_outlook(connection, typed)

        return ask

    def missing(self) -> Sequence[tuple[FormRow, str]]:
        """Ask for an election."""
        right = is_election_code(self._code)
        return ((self.election_row, "" if right else "Write letter and year, such as G2026."),)

    def hand_over(self) -> None:
        """Give the redesignation to whoever writes it."""
        typed = self.typed()
        if typed is not None:
            self._save(typed)


@dataclass(frozen=True)
class OtherGiver:
    """A reattribution and whose the part is: a known card, or somebody who gets one."""

    typed: Reattribution
    contact: Contact
    is_new: bool


class ReattributeForm(CorrectionForm):
    """Asks whose what of a gift is; ``save`` is handed the reattribution with the other giver."""

    def __init__(
        self, ground: Ground, save: Callable[[OtherGiver], None], cancel: Callable[[], None]
    ) -> None:
        super().__init__(ground, "Reattribute", cancel)
        self._save = save
        self.other = DonorField(ground.desk, ground.runner)
        self.other.entity_id = ground.found.entity_id
        self.work = {name: QLineEdit() for name in ("employer", "occupation")}
        self.presuming.setText("Both names are printed on it")
        self.other_row = FormRow(
            "Is the gift of", self.other, "contributions.moved_other", need=Need.REQUIRED
        )
        self.employer_row = FormRow("Employer", self.work["employer"], "contributions.employer")
        self.job_row = FormRow("Occupation", self.work["occupation"], "contributions.occupation")
        self.work_rows = QWidget()
        self.work_rows.setLayout(pair(self.employer_row, self.job_row))
        presuming = FormRow("On the check", self.presuming, "contributions.moved_imprinted")
        self.lay_out((self.other_row, self.work_rows), presuming)
        self.other.picked.connect(lambda _value: self._whose())
        self.other.textChanged.connect(lambda _text: self._whose())
        self._whose()

    @property
    def fields(self) -> Sequence[QWidget]:
        """The fields in the order in which Tab reaches them."""
        return tuple(
            chain(
                (self.other,), self.work.values(),
                (self.amount, self.date, self.how, self.presuming, self.evidence),
                (self.save_button,),
            )
        )  # fmt: skip

    def _whose(self) -> None:
        """Ask somebody new for their work; the address is the one of the joint account."""
        text = self.other.text().strip()
        fresh = bool(text) and self.other.known is None
        set_shown(self.work_rows, shown=fresh)
        words = f"Makes a new donor with the address of {self.ground.found.name}." if fresh else ""
        self.other_row.say(words, "info")
        self.look()

    def _contact(self) -> Contact:
        known = self.other.known
        if known is not None:
            return known.contact
        giver = self.ground.giver
        facts = {
            "street": giver.street_1, "city": giver.city, "state": giver.state, "zip": giver.zip,
            **{name: field.text() for name, field in self.work.items()},
        }  # fmt: skip
        made = contact_of(None, "IND", self.other.text(), facts)
        return replace(made, street_2=giver.street_2, country=giver.country)

    def typed(self) -> OtherGiver | None:
        """Return what is typed; None while amount, day or the other giver is missing."""
        cents, when = self.amount.cents, self.date.day
        if cents is None or when is None or not self.other.text().strip():
            return None
        known: KnownContact | None = self.other.known
        typed = Reattribution(
            gift_id=self.ground.found.gift_id, amount_cents=cents, day=when.isoformat(),
            to=NOBODY if known is None else known.ref, how=self.how_code,
            evidence=self.evidence.text(),
            imprinted=self.how_code == "presumed" and self.presuming.isChecked(),
        )  # fmt: skip
        return OtherGiver(typed, self._contact(), known is None)

    def question(self) -> Callable[[], CorrectionOutlook] | None:
        """Return what asks the ledger what it comes to."""
        found, book = self.typed(), self.ground.book
        if found is None:
            return None

        def ask() -> CorrectionOutlook:
            with book.read() as connection:
                return reattribution_outlook(connection, found.typed, found.contact)

        return ask

    def missing(self) -> Sequence[tuple[FormRow, str]]:
        """Ask whose it is: first and last name of somebody new."""
        text = self.other.text().strip()
        whole = self.other.known is not None or len(text.replace(",", " ").split()) > 1
        words = "" if whole else "Choose somebody, or write first and last name."
        return ((self.other_row, words),)

    def hand_over(self) -> None:
        """Give the reattribution to whoever writes it."""
        found = self.typed()
        if found is not None:
            self._save(found)
