"""Pay of an official from the organisation: contracts with their verdict, and the round-trip alarm.

A panel of an official's page: ``show_official`` says whose. It reads in a job and writes each act
as one that undo takes back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from financedesk.book import Reading
from financedesk.book.unit import UnitOfWork
from financedesk.ledger.entities import entity_by_id
from financedesk.progress import Progress
from financedesk.remittances.stipend_detail import (
    CANDIDATE,
    ContractDetail,
    Judged,
    StipendsDetail,
    correct_stipend,
    enter_stipend,
    release_contract,
    ruling_after,
    ruling_of,
    stipends_detail,
)
from financedesk.remittances.stipends import STIPENDS, Stipend
from financedesk.rules.roles import PROMISES
from financedesk.rules.round_trip import sign_labels
from financedesk.rules.stipends import offices, pay_kinds
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.formatting import NOTHING, day, dollars, money
from financedesk.ui.jobs import Latest
from financedesk.ui.models import Column, Look, money_column
from financedesk.ui.pages.drawer_form import DrawerForm, FormActs
from financedesk.ui.pages.official_acts import PromiseActs
from financedesk.ui.pages.official_cards import FactsCard, TabPage
from financedesk.ui.pages.official_stipend_forms import (
    VERDICTS,
    ReleaseContractForm,
    StipendForm,
    Whose,
    hours_words,
)
from financedesk.ui.pages.official_words import days_words
from financedesk.ui.pages.rule_asker import RuleAsker
from financedesk.ui.shell.page import Shell
from financedesk.ui.widgets import Card, Chip, button, column, label, row
from financedesk.ui.widgets.action_row import ActionRow
from financedesk.ui.widgets.build import allow, clear
from financedesk.ui.widgets.facts import Facts

_EMPTY = "Pay for real work by contract, at the usual rate, never sized to what the official gives."
_CALM = "Nothing in these books looks as if pay and gifts hung together."
_ALARM = (
    "Nothing is proposed to this official while a sign stands. Counsel’s release of the contract"
    " settles what was paid by then; a lawful stipend does not stop every month."
)


class StipendsPanel(TabPage):
    """Shows what entities in view pay one official, and whether it may look like a round trip."""

    def __init__(self, shell: Shell, desk: BookDesk) -> None:
        super().__init__()
        self._shell, self._desk = shell, desk
        self._acts = PromiseActs(shell, desk)
        self._reading = Latest()
        self._found: StipendsDetail | None = None
        self._keeper = ""
        self._chosen: int | None = None
        self.alarm = Card("Round trip")
        self._alarm = column(spacing=6)
        self.alarm.body.addLayout(self._alarm)
        self.contracts: FactsCard[ContractDetail] = FactsCard(
            "Contracts", self._columns(), lambda one: one.kept.id,
            ("No stipend", _EMPTY), add="Add stipend",
        ).when(opened=self.edit, add=self.edit)  # fmt: skip
        self.detail = Card("Verdict")
        self._detail = column(spacing=6)
        self.detail.body.addLayout(self._detail)
        self.detail.body.addStretch(1)
        self.buttons: dict[str, QWidget] = {}
        self.lay_out(self.alarm, self.contracts, self.detail)
        self.contracts.table.view.clicked.connect(lambda at: self._choose_row(at.row()))

    def _columns(self) -> Sequence[Column[ContractDetail]]:
        return (
            Column("entity", "Who pays", lambda one: one.entity, Look.STRONG, 150, stretch=True,
                   sortable=False, tip=lambda one: f"{one.entity}: {one.kept.fact.work}"),
            money_column("monthly", "A month", lambda one: one.kept.fact.monthly_cents),
            Column("hours", "Hours", lambda one: hours_words(one.kept.fact.monthly_minutes),
                   Look.NUMBER, 64, sortable=False),
            money_column("hour", "An hour", lambda one: one.hour_cents, look=Look.NUMBER,
                         yields=True),
            Column("verdict", "Verdict", lambda one: VERDICTS[one.ruling.ruling][0], Look.CHIP,
                   118, sortable=False, tone=lambda one: VERDICTS[one.ruling.ruling][1]),
            Column("when", "When", _when, Look.QUIET, 230, sortable=False, yields=True, tip=_when),
        )  # fmt: skip

    # --- reading

    def show_official(self, official_id: int) -> None:
        """Show one official; of entities across a wall nothing is told."""
        if self._found is None or self._found.official.id != official_id:
            self._found, self._chosen = None, None
        book, today = self._desk.book, self._desk.today
        seen = frozenset(one.id for one in self._desk.entity_rows())

        def read(_progress: Progress) -> tuple[StipendsDetail, str]:
            with book.read() as connection:
                found = stipends_detail(connection, official_id, seen, today)
                return found, entity_by_id(connection, found.official.entity_id).code

        deliver = self._reading.only(self._show)
        job = self._shell.runner.background("Reading stipends", read, on_done=deliver)
        self._reading.replace(job)

    def _show(self, answer: tuple[StipendsDetail, str]) -> None:
        found, self._keeper = answer
        self._found = found
        self._show_alarm(found)
        self.contracts.show_rows(found.contracts, self._why_not_add)
        ids = [one.kept.id for one in found.contracts]
        self._choose(self._chosen if self._chosen in ids else next(iter(ids), None))

    @property
    def _why_not_add(self) -> str:
        if self._found is None:
            return "No official is shown."
        payers = self._payers(self._found)
        if payers:
            return self._desk.why_not(PROMISES, self._found.official.entity_id)
        first = next(iter(self._found.payers), None)
        return self._desk.why_not(PROMISES, first.id) if first else "No entity is open."

    def _payers(self, found: StipendsDetail) -> list[tuple[int, str]]:
        may = self._desk.may
        return [(one.id, one.name) for one in found.payers if may(PROMISES, one.id)]

    def _show_alarm(self, found: StipendsDetail) -> None:
        clear(self._alarm)
        word = ("Alarm", "bad") if found.signs else ("No alarm", "ok")
        what = ", ".join(offices()[one] for one in found.offices)
        self._alarm.addLayout(row(Chip(*word), label(what, "small"), None))
        for sign in found.signs:
            words = f"{sign_labels()[sign.code]}. {sign.words} [{sign.citation}]"
            self._alarm.addWidget(label(words, wrap=True))
        self._alarm.addWidget(label(_ALARM if found.signs else _CALM, "small", wrap=True))

    # --- one contract

    def _choose_row(self, place: int) -> None:
        if self._found is not None and 0 <= place < len(self._found.contracts):
            self._choose(self._found.contracts[place].kept.id)

    def _one(self, row_id: int | None) -> ContractDetail | None:
        held = self._found.contracts if self._found is not None else ()
        return next((one for one in held if one.kept.id == row_id), None)

    def _choose(self, row_id: int | None) -> None:
        self._chosen = row_id
        clear(self._detail)
        self.buttons = {}
        one = self._one(row_id)
        if one is None:
            words = "Choose a contract, or add one: it is judged before it is kept."
            self._detail.addWidget(label(words, "quiet", wrap=True))
        else:
            self._show_contract(one)
        for note in self._found.notes if self._found is not None else ():
            self._detail.addWidget(label(note, "caption", wrap=True))

    def _show_contract(self, one: ContractDetail) -> None:
        head = row(Chip(*VERDICTS[one.ruling.ruling]))
        head.addWidget(self._button_row(one), 1)
        self._detail.addLayout(head)
        self._detail.addWidget(label(one.ruling.words, wrap=True))
        for words in one.ruling.missing:
            self._detail.addWidget(label(f"Not shown: {words}", "small", tone="warn", wrap=True))
        if one.bound:
            self._detail.addWidget(label(one.bound, "small", wrap=True))
        facts = Facts("Contract")
        facts.show_pairs(list(_facts(one)))
        self._detail.addWidget(facts)

    def _button_row(self, one: ContractDetail) -> ActionRow:
        made, why_not = ActionRow(), self._desk.why_not(PROMISES, one.kept.entity_id)
        for key, words, act in (
            ("edit", "Edit…", partial(self.edit, one.kept.id)),
            ("release", "Counsel releases it…", partial(self.release, one.kept.id)),
        ):
            pressed = button(words, on_click=act)
            allow(pressed, why_not)
            self.buttons[key] = pressed
            made.add(pressed)
        return made

    # --- acts

    def edit(self, row_id: int | None = None) -> None:
        """Show the form of a contract: a new one, or one to correct or delete."""
        found, one = self._found, self._one(row_id)
        if found is None or (row_id is not None and one is None):
            return
        official_id, today = found.official.id, self._desk.today

        def save(entity_id: int, fact: Stipend) -> None:
            def work(unit: UnitOfWork) -> None:
                if one is None:
                    enter_stipend(unit, official_id, entity_id, fact, today)
                else:
                    correct_stipend(unit, official_id, one.kept.id, fact, today)

            self._write("Add stipend" if one is None else "Edit stipend", entity_id, form, work)

        def delete() -> None:
            if one is not None:
                kept = one.kept
                self._write("Delete stipend", kept.entity_id, form,
                            lambda unit: STIPENDS.remove(unit, kept.id))  # fmt: skip

        def rule(connection: Reading, entity_id: int, fact: Stipend) -> Judged:
            if row_id is None:
                return ruling_of(connection, official_id, entity_id, fact, today)
            return ruling_after(connection, official_id, row_id, fact, today)

        asker = RuleAsker(self._shell, self._desk, rule)
        form = StipendForm(
            self._whose(found, one), today, asker.ask, save,
            FormActs(self._shell.close_drawer, delete if one is not None else None),
            None if one is None else (one.kept.entity_id, one.kept.fact),
        )  # fmt: skip
        asker.answered = form.show_ruling
        form.ask_now()
        self._open_form(f"{'Edit' if one else 'Add'} stipend: {found.name}", form, row_id)

    def _whose(self, found: StipendsDetail, one: ContractDetail | None) -> Whose:
        return Whose(
            self._keeper, found.official.fact.reference,
            self._payers(found) if one is None else [(one.kept.entity_id, one.entity)],
            candidate=CANDIDATE in found.offices,
        )  # fmt: skip

    def release(self, row_id: int) -> None:
        """Show the form of counsel's release of a contract."""
        one = self._one(row_id)
        if one is None:
            return
        fact = one.kept.fact
        words = (
            f"{one.entity}: {fact.work}, {dollars(fact.monthly_cents)} a month for"
            f" {hours_words(fact.monthly_minutes)} hours. The release covers this and no more."
        )
        form = ReleaseContractForm(
            words, self._desk.today,
            lambda who, on, until: self._write(
                "Release contract", one.kept.entity_id, form,
                lambda unit: release_contract(unit, row_id, who, on, until),
            ),
            FormActs(self._shell.close_drawer),
        )  # fmt: skip
        self._open_form("Counsel’s release", form, row_id)

    def _open_form(self, title: str, form: DrawerForm, about: int | None) -> None:
        if self._found is not None:
            one = self._one(about)
            entity_id = one.kept.entity_id if one else self._found.official.entity_id
            self._shell.open_drawer(title, form, entity_id=entity_id, about=about)
            form.fields[0].setFocus()

    def _write(
        self,
        action: str,
        entity_id: int,
        form: DrawerForm,
        work: Callable[[UnitOfWork], object],
    ) -> None:
        if self._found is not None:
            self._acts.write(
                action, work, form=form, entity_id=entity_id,
                said=f"{action}: {self._found.name}", on_done=lambda _result: self._written(),
            )  # fmt: skip

    def _written(self) -> None:
        self._shell.close_drawer()
        if self._found is not None:
            self.show_official(self._found.official.id)


def _when(one: ContractDetail) -> str:
    return days_words(one.kept.fact.from_date, one.kept.fact.to_date)


def _facts(one: ContractDetail) -> Iterator[tuple[str, str]]:
    fact = one.kept.fact
    yield "Work", f"{fact.work} ({pay_kinds()[fact.pay]})"
    usual = NOTHING if fact.market_cents is None else money(fact.market_cents)
    yield "An hour", f"{money(one.hour_cents)}; usual: {usual}"
    if fact.market_evidence:
        yield "Evidence", fact.market_evidence
    yield "Contract", f"signed {day(fact.contract_on)}, {_when(one)}, {fact.tax_form}"
    paid = dollars(one.paid_cents) if one.paid_cents else "nothing yet"
    yield "Paid under it", f"{paid}{f', last on {day(one.last_paid)}' if one.last_paid else ''}"
    if fact.released_on is not None:
        until = f" until {day(fact.released_until)}" if fact.released_until else ""
        yield "Released", f"{fact.released_by}, {day(fact.released_on)}{until}"
    else:
        yield "Released", "Not by counsel"
