"""The form of an invoice of a shared cost: on which agreement, for which days, and how much."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from PySide6.QtWidgets import QLineEdit, QWidget

from financedesk.errors import BadInput, FinanceDeskError
from financedesk.ledger.cost_agreements import Agreement, CostParties
from financedesk.ledger.cost_invoices import InvoiceFacts, TimeShare, next_number, time_shares_of
from financedesk.progress import Progress
from financedesk.rules.cost_sharing import (
    ADVANCE,
    FIXED,
    TIME,
    WHOLE_POINTS,
    bases,
    part_of_cost,
    what_is_shared,
)
from financedesk.rules.dates import first_of_month, last_of_month
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.formatting import dollars, percent
from financedesk.ui.jobs import JobRunner, Latest
from financedesk.ui.pages.entities_sharing_rows import hours_words, terms_words
from financedesk.ui.pages.entities_sharing_sides import MARGINS, Sides, SidesFields
from financedesk.ui.widgets import FormRow, button, column, label, row
from financedesk.ui.widgets.build import combo, set_shown, set_tone
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.enter_form import SavingForm
from financedesk.ui.widgets.form_row import Need, pair
from financedesk.ui.widgets.money_edit import MoneyEdit

_NO_AGREEMENT = "No agreement: it will stand in the findings"


@dataclass(frozen=True)
class Asked:
    """What the form asked the book: the next number, and what a month's hours come to."""

    number: str
    shares: tuple[TimeShare, ...]
    problem: str = ""


class InvoiceForm(SavingForm):
    """Takes an invoice; the amount is reckoned while it is typed, with the arithmetic below it."""

    def __init__(
        self,
        desk: BookDesk,
        runner: JobRunner,
        sides: Sides,
        known: Sequence[Agreement],
        save: Callable[[InvoiceFacts], None],
        cancel: Callable[[], None],
    ) -> None:
        """``known`` are the agreements on which the user may invoice."""
        super().__init__("Save invoice")
        self._desk, self._runner, self._save = desk, runner, save
        self._known = tuple(known)
        self._asking = Latest()
        self._asked = Asked("", ())
        self._numbered = ""
        self.sides = SidesFields(sides, desk.today)
        self._make_fields(desk.today)
        self._lay_out(cancel)
        self._connect()
        self._follow()
        self.set_tab_order()

    def _make_fields(self, today: date) -> None:
        month = first_of_month(first_of_month(today) - timedelta(days=1))
        self._proposed: tuple[date | None, date | None] = (month, last_of_month(month))
        self.agreement, self.what, self.basis = combo(), combo(), combo()
        for one in self._known:
            self.agreement.addItem(one.facts.title, one.id)
        self.agreement.addItem(_NO_AGREEMENT, None)
        for field, words in ((self.what, what_is_shared()), (self.basis, bases())):
            for code, one_word in words.items():
                field.addItem(one_word, code)
        self.number, self.description = QLineEdit(), QLineEdit()
        self.description.setPlaceholderText("Rent of April")
        self.invoiced = DateEdit(today, today)
        self.first, self.last = DateEdit(today, month), DateEdit(today, last_of_month(month))
        self.cost, self.part, self.whole = MoneyEdit(), QLineEdit(), QLineEdit()
        self.part.setPlaceholderText("250")
        self.whole.setPlaceholderText("1000")
        need = Need.REQUIRED
        self.agreement_row = FormRow("Agreement", self.agreement, "sharing.agreement")
        self.what_row = FormRow("What is shared", self.what, "sharing.what", need=need)
        self.basis_row = FormRow("Measured by", self.basis, "sharing.basis", need=need)
        self.number_row = FormRow("Number", self.number, "sharing.number", need=need)
        self.invoiced_row = FormRow("Date", self.invoiced, "sharing.invoiced_on")
        self.first_row = FormRow("Used from", self.first, "sharing.use_from")
        self.last_row = FormRow("Until", self.last, "sharing.use_to")
        self.words_row = FormRow("For what", self.description, "sharing.description")
        self.cost_row = FormRow("Whole cost", self.cost, "sharing.cost", need=need)
        self.part_row = FormRow("Part", self.part, "sharing.part", need=need)
        self.whole_row = FormRow("Of", self.whole, "sharing.whole", need=need)

    def _lay_out(self, cancel: Callable[[], None]) -> None:
        two = self.sides
        body = column(
            self.problem, self.agreement_row, two.bearer_row, two.debtor_row, two.words,
            spacing=12, margins=MARGINS,
        )  # fmt: skip
        self._kinds = QWidget()
        self._kinds.setLayout(pair(self.what_row, self.basis_row))
        body.addWidget(self._kinds)
        body.addLayout(pair(self.number_row, self.invoiced_row))
        body.addLayout(pair(self.first_row, self.last_row))
        body.addWidget(self.words_row)
        body.addWidget(self.cost_row)
        self._parts = QWidget()
        self._parts.setLayout(pair(self.part_row, self.whole_row))
        body.addWidget(self._parts)
        self.amount, self.arithmetic = label("", "section"), label("", "small", wrap=True)
        body.addLayout(column(self.amount, self.arithmetic, spacing=2))
        body.addLayout(row(self.save_button, button("Cancel", on_click=cancel), None))
        body.addWidget(label("Enter saves · Esc leaves it as it was", "caption"))
        body.addStretch(1)
        self.setLayout(body)

    def _connect(self) -> None:
        self.agreement.currentIndexChanged.connect(lambda _at: self._follow())
        self.basis.currentIndexChanged.connect(lambda _at: self._follow())
        self.sides.changed.connect(self._follow)
        for day in (self.first, self.invoiced):
            day.day_changed.connect(lambda _day: self._ask())
        self.cost.amount_changed.connect(lambda _cents: self._say())
        for field in (self.part, self.whole):
            field.textChanged.connect(lambda _text: self._say())

    # --- what the choice means

    @property
    def chosen(self) -> Agreement | None:
        """The agreement on which it rests; None without one."""
        at = self.agreement.currentIndex()
        return self._known[at] if 0 <= at < len(self._known) else None

    @property
    def _basis(self) -> str:
        chosen = self.chosen
        return chosen.facts.basis if chosen else str(self.basis.currentData())

    @property
    def _parties(self) -> CostParties | None:
        chosen = self.chosen
        return chosen.facts.parties if chosen else self.sides.parties

    def _follow(self) -> None:
        """Show what this agreement and this measure ask for."""
        alone = self.chosen is None
        for part in (self.sides.bearer_row, self.sides.debtor_row, self._kinds):
            set_shown(part, shown=alone)
        set_shown(self.cost_row, shown=self._basis != TIME)
        set_shown(self._parts, shown=self._basis != TIME and not self._is_fixed)
        if self.chosen is not None:
            self.sides.words.setText(terms_words(self.chosen.terms))
            set_tone(self.sides.words, "warn" if self.chosen.terms.needs else "")
            set_shown(self.sides.words, shown=True)
        else:
            self.sides.say_terms()
        self._propose_days()
        self._ask()

    def _propose_days(self) -> None:
        """Propose the month before or, where full value goes in advance, the next one."""
        today, chosen = self._desk.today, self.chosen
        terms = chosen.terms if chosen else self.sides.terms
        ahead = terms is not None and terms.terms == ADVANCE
        first = first_of_month(today)
        month = last_of_month(today) + timedelta(days=1) if ahead else first - timedelta(days=1)
        if (self.first.day, self.last.day) == self._proposed:
            self._proposed = (first_of_month(month), last_of_month(month))
            for field, day in zip((self.first, self.last), self._proposed, strict=True):
                field.set_day(day)

    @property
    def _is_fixed(self) -> bool:
        return self.chosen is not None and self._basis == FIXED

    def _ask(self) -> None:
        """Ask for the next number and, of a time share, for the month's hours."""
        parties, first, today = self._parties, self.first.day, self._desk.today
        if parties is None or first is None:
            return
        book, month, timed = self._desk.book, first.isoformat()[:7], self._basis == TIME

        def ask(_progress: Progress) -> Asked:
            with book.read() as connection:
                number = next_number(connection, parties.entity_id, today.year)
                try:
                    shares = time_shares_of(connection, parties, month) if timed else ()
                except FinanceDeskError as refused:
                    return Asked(number, (), str(refused))
            return Asked(number, shares)

        deliver = self._asking.only(self._answered)
        job = self._runner.background("Reckoning the share", ask, on_done=deliver)
        self._asking.replace(job)

    def _answered(self, found: Asked) -> None:
        self._asked = found
        if self.number.text() == self._numbered:
            self.number.setText(found.number)
            self._numbered = found.number
        self._say()

    def _say(self) -> None:
        """Say the amount and how it was reckoned."""
        cents, words, tone = self._reckoned()
        self.amount.setText(dollars(cents) if cents else "")
        self.arithmetic.setText(words)
        set_tone(self.arithmetic, tone)
        for part in (self.amount, self.arithmetic):
            set_shown(part, shown=bool(part.text()))

    def _reckoned(self) -> tuple[int, str, str]:
        if self._basis == TIME:
            return self._of_hours()
        part, whole = self._ratio()
        if not self.cost.cents or part is None or whole is None:
            return 0, "", ""
        try:
            cents = part_of_cost(self.cost.cents, part, whole)
        except BadInput as problem:
            return 0, str(problem), "bad"
        ratio = percent(part, whole, decimals=2)
        return cents, f"{dollars(self.cost.cents)} × {ratio} = {dollars(cents)}", ""

    def _of_hours(self) -> tuple[int, str, str]:
        if self._asked.problem:
            return 0, self._asked.problem, "bad"
        if not self._asked.shares:
            return (
                0,
                "No hours of that month wait for an invoice: enter timesheets.",
                "warn",
            )
        lines = [share_words(one) for one in self._asked.shares]
        return sum(one.cents for one in self._asked.shares), "\n".join(lines), ""

    def _ratio(self) -> tuple[int | None, int | None]:
        chosen = self.chosen
        if chosen is not None and chosen.facts.share_points is not None:
            return chosen.facts.share_points, WHOLE_POINTS
        return _number(self.part.text()), _number(self.whole.text())

    # --- saving

    @property
    def fields(self) -> Sequence[QWidget]:
        """The fields in the order in which Tab reaches them."""
        return (
            self.agreement, self.sides.bearer, self.sides.debtor, self.what, self.basis,
            self.number, self.invoiced, self.first, self.last, self.description, self.cost,
            self.part, self.whole, self.save_button,
        )  # fmt: skip

    def problems(self) -> Sequence[tuple[FormRow, str]]:
        """Return what is missing."""
        timed = self._basis == TIME
        part, whole = self._ratio()
        short = not timed and (part is None or whole is None)
        cost = "" if timed else self.cost.problem or ("" if self.cost.cents else "Give the cost.")
        alone = self.chosen is None
        return (
            (self.sides.debtor_row, self.sides.problem if alone else ""),
            (self.number_row, "" if self.number.text().strip() else "Number the invoice."),
            (self.invoiced_row, self.invoiced.problem),
            (self.first_row, self.first.problem),
            (self.last_row, self.last.problem),
            (self.cost_row, cost),
            (self.part_row, "Give whole numbers, such as 250 of 1000." if short else ""),
        )

    def hand_over(self) -> None:
        """Give the invoice to whoever writes it."""
        parties, days = self._parties, (self.invoiced.day, self.first.day, self.last.day)
        invoiced, first, last = days
        if parties is None or invoiced is None or first is None or last is None:
            return
        chosen = self.chosen
        facts = InvoiceFacts(
            parties=parties, number=self.number.text(), invoiced_on=invoiced.isoformat(),
            from_date=first.isoformat(), to_date=last.isoformat(),
            what=chosen.facts.what if chosen else str(self.what.currentData()), basis=self._basis,
            description=self.description.text(), agreement_id=chosen.id if chosen else None,
        )  # fmt: skip
        if self._basis == TIME:
            ids = tuple(one.timesheet_id for one in self._asked.shares)
            self._save(replace(facts, timesheet_ids=ids))
            return
        part, whole = self._ratio()
        self._save(replace(facts, cost_cents=self.cost.cents, part=part, whole=whole))


def share_words(one: TimeShare) -> str:
    """Return what an invoice takes of somebody's month, with the arithmetic."""
    return (
        f"{one.person}, {one.month}: {hours_words(one.minutes)} h of"
        f" {hours_words(one.all_minutes)} h × {dollars(one.pay_cents)} = {dollars(one.cents)}"
        + ("" if one.certified else " · not certified")
    )


def _number(words: str) -> int | None:
    plain = words.strip().replace(",", "")
    return int(plain) if plain.isdecimal() and len(plain) < 10 else None
