"""The forms of pay to an official: the contract, judged as it is typed, and counsel's release."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from financedesk.remittances.stipend_detail import Judged
from financedesk.remittances.stipends import TAX_FORMS, Stipend
from financedesk.rules.round_trip import MINUTES_AN_HOUR
from financedesk.rules.stipends import ALLOWED, BLOCKED, COUNSEL, LIMITED, pay_kinds
from financedesk.ui.pages.drawer_form import (
    DrawerForm,
    Fault,
    FormActs,
    may_have_amount,
    may_have_day,
    needs_amount,
    needs_day,
    needs_words,
)
from financedesk.ui.widgets import Banner, FormRow, label
from financedesk.ui.widgets.build import allow, combo, set_shown
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.form_row import Need
from financedesk.ui.widgets.money_edit import MoneyEdit

VERDICTS = {
    BLOCKED: ("Blocked", "bad"),
    COUNSEL: ("For counsel", "warn"),
    LIMITED: ("Limited", "warn"),
    ALLOWED: ("Allowed", "ok"),
}
"""A ruling in a word, with its tone."""
_MOST_MINUTES = 60 * 24 * 31


@dataclass(frozen=True)
class Whose:
    """Whose pay it is: the keeper's short name and the official's reference; who could pay.

    ``payers`` are numbers with names; ``candidate`` asks for the evidence of the bona fide test.
    """

    keeper: str
    reference: str
    payers: Sequence[tuple[int, str]]
    candidate: bool


class StipendForm(DrawerForm):
    """Takes a contract of an entity with an official.

    ``ask(entity, stipend)`` is called when something was changed; ``show_ruling`` takes the answer.
    """

    def __init__(
        self,
        whose: Whose,
        today: date,
        ask: Callable[[int, Stipend], None],
        save: Callable[[int, Stipend], None],
        acts: FormActs,
        before: tuple[int, Stipend] | None = None,
    ) -> None:
        super().__init__(today, acts)
        self._whose, self._ask, self._save = whose, ask, save
        fact = None if before is None else before[1]
        self.entity, self.pay, self.tax_form = combo(), combo(), combo()
        for number, name in whose.payers:
            self.entity.addItem(name, number)
        for code, words in pay_kinds().items():
            self.pay.addItem(words, code)
        for code in TAX_FORMS:
            self.tax_form.addItem(code, code)
        self._make_fields(fact)
        self.verdict = Banner()
        if before is not None:
            self._choose(before[0], before[1])
        self._rows()
        self._connect()

    def _make_fields(self, fact: Stipend | None) -> None:
        today = self.today
        self.work = QLineEdit(fact.work if fact else "")
        self.monthly = MoneyEdit(fact.monthly_cents if fact else None)
        self.hours = QLineEdit(hours_words(fact.monthly_minutes) if fact else "")
        self.market = MoneyEdit(fact.market_cents if fact else None)
        self.market_evidence = QLineEdit(fact.market_evidence if fact else "")
        self.independent = QLineEdit(fact.independent_evidence if fact else "")
        self.services = QLineEdit(fact.services_evidence if fact else "")
        self.contract_on = DateEdit(today, fact.contract_on if fact else None)
        self.first = DateEdit(today, fact.from_date if fact else None)
        self.last = DateEdit(today, fact.to_date if fact else None)

    def _choose(self, entity_id: int, fact: Stipend) -> None:
        """Show what is kept; a contract stays with the entity that made it."""
        for choice, value in (
            (self.entity, entity_id), (self.pay, fact.pay), (self.tax_form, fact.tax_form)
        ):  # fmt: skip
            choice.setCurrentIndex(choice.findData(value))
        self.entity.setEnabled(False)

    def _rows(self) -> None:
        need = Need.REQUIRED
        self.entity_row = FormRow("Who pays", self.entity, "stipends.entity", need=need)
        self.work_row = FormRow("Work", self.work, "stipends.work", need=need)
        self.monthly_row = FormRow("A month", self.monthly, "stipends.monthly", need=need)
        self.hours_row = FormRow("Hours a month", self.hours, "stipends.hours", need=need)
        self.market_row = FormRow("An hour usually costs", self.market, "stipends.market")
        self.evidence_row = FormRow("Evidence", self.market_evidence, "stipends.market_evidence")
        self.independent_row = FormRow("Independent work", self.independent, "stipends.independent")
        self.services_row = FormRow("For services alone", self.services, "stipends.services")
        self.contract_row = FormRow(
            "Contract signed", self.contract_on, "stipends.contract_on", need=need
        )
        self.tax_row = FormRow("Tax form", self.tax_form, "stipends.tax_form")
        self.first_row = FormRow("First day", self.first, "stipends.from", need=need)
        self.last_row = FormRow("Last day", self.last, "stipends.to")
        for place in (self.independent_row, self.services_row):
            set_shown(place, shown=self._whose.candidate)
        self.lay_out(
            self.entity_row, FormRow("What is paid", self.pay, "stipends.pay"), self.work_row,
            (self.monthly_row, self.hours_row), (self.market_row, self.tax_row), self.evidence_row,
            self.independent_row, self.services_row, self.contract_row,
            (self.first_row, self.last_row), self.verdict,
        )  # fmt: skip

    def _connect(self) -> None:
        for choice in (self.entity, self.pay, self.tax_form):
            choice.currentIndexChanged.connect(lambda _at: self.ask_now())
        for field in self._typed:
            field.textChanged.connect(lambda _text: self.ask_now())

    @property
    def _typed(self) -> tuple[QLineEdit, ...]:
        return (
            self.work, self.monthly, self.hours, self.market, self.market_evidence,
            self.independent, self.services, self.contract_on, self.first, self.last,
        )  # fmt: skip

    @property
    def _minutes(self) -> int | None:
        return minutes_of(self.hours.text())

    def _stipend(self) -> Stipend | None:
        """Return what is typed, as far as it can be judged."""
        monthly, minutes = self.monthly.cents, self._minutes
        if not monthly or not minutes or monthly < 0:
            return None
        return Stipend(
            keeper=self._whose.keeper, reference=self._whose.reference,
            pay=_code(self.pay), work=self.work.text().strip(), monthly_cents=monthly,
            monthly_minutes=minutes, market_cents=self.market.cents,
            market_evidence=self.market_evidence.text().strip(),
            independent_evidence=self.independent.text().strip(),
            services_evidence=self.services.text().strip(), tax_form=_code(self.tax_form),
            contract_on=self.contract_on.day or self.today,
            from_date=self.first.day or self.today, to_date=self.last.day,
        )  # fmt: skip

    def ask_now(self) -> None:
        """Ask whether such pay may be."""
        fact = self._stipend()
        if fact is not None and self.entity.count():
            self._ask(int(self.entity.currentData()), fact)

    def show_ruling(self, judged: Judged) -> None:
        """Say the verdict with its law, what is missing, and what bounds it."""
        ruling, bound = judged
        word, tone = VERDICTS[ruling.ruling]
        missing = [f"Not shown: {words}" for words in ruling.missing]
        self.verdict.say("\n".join(filter(None, (f"{word}. {ruling.words}", *missing, bound))),
                         tone)  # fmt: skip
        allow(self.save_button, ruling.words if ruling.ruling == BLOCKED else "")

    def problems(self) -> tuple[Fault, ...]:
        """Return what is missing or wrong, row by row."""
        none = "" if self.entity.count() else "Add an entity first."
        turned = self.first.day and self.last.day and self.last.day < self.first.day
        return (
            (self.entity_row, none),
            needs_words(self.work_row, self.work, "Say what work it is for."),
            needs_amount(self.monthly_row, self.monthly),
            (self.hours_row, "" if self._minutes else "Enter hours such as 12 or 7.5."),
            may_have_amount(self.market_row, self.market),
            needs_day(self.contract_row, self.contract_on),
            needs_day(self.first_row, self.first),
            (self.last_row, "It would end before it begins." if turned
             else may_have_day(self.last_row, self.last)[1]),
        )  # fmt: skip

    def hand_over(self) -> None:
        """Give the contract to whoever writes it."""
        fact = self._stipend()
        if fact is None:  # an amount of nothing
            self.save_button.setEnabled(True)
            self.monthly_row.say("Enter what is paid for a month.")
        else:
            self._save(int(self.entity.currentData()), fact)


class ReleaseContractForm(DrawerForm):
    """Takes counsel's release of one contract as it stands."""

    def __init__(
        self,
        words: str,
        today: date,
        save: Callable[[str, date, date | None], None],
        acts: FormActs,
    ) -> None:
        super().__init__(today, acts, "Keep counsel’s word")
        self._save = save
        self.who = QLineEdit()
        self.on, self.until = DateEdit(today, today), DateEdit(today)
        need = Need.REQUIRED
        self.who_row = FormRow("Counsel’s name", self.who, "stipends.released_by", need=need)
        self.on_row = FormRow("Released on", self.on, "stipends.released_on", need=need)
        self.until_row = FormRow("Until", self.until, "stipends.released_until")
        said: tuple[QWidget, ...] = (label(words, wrap=True),)
        self.lay_out(*said, self.who_row, (self.on_row, self.until_row))

    def problems(self) -> tuple[Fault, ...]:
        """Return what is missing or wrong, row by row."""
        return (
            needs_words(self.who_row, self.who, "Name who looked at it."),
            needs_day(self.on_row, self.on),
            may_have_day(self.until_row, self.until),
        )

    def hand_over(self) -> None:
        """Give the release to whoever writes it."""
        if self.on.day is not None:
            self._save(self.who.text().strip(), self.on.day, self.until.day)


def minutes_of(text: str) -> int | None:
    """Return hours such as ``12`` or ``7.5`` as whole minutes; None for what is no such time."""
    try:
        hours = Decimal(text.strip() or "none")
    except InvalidOperation:
        return None
    minutes = hours * MINUTES_AN_HOUR if hours.is_finite() else Decimal(0)
    return int(minutes) if 0 < minutes <= _MOST_MINUTES and minutes == int(minutes) else None


def hours_words(minutes: int) -> str:
    """Return minutes as hours, as a form takes them: ``12`` or ``7.5``."""
    hours, rest = divmod(minutes, MINUTES_AN_HOUR)
    return f"{Decimal(minutes) / MINUTES_AN_HOUR:f}".rstrip("0").rstrip(".") if rest else str(hours)


def _code(choice: QComboBox) -> str:
    return str(choice.currentData())
