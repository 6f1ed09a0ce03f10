"""What may be done about a pledge that stays open: what is next, every step, and why one is locked.

A panel of an official's page: ``show_official`` says whose. It reads in a job and writes each act
as one that undo takes back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from financedesk.book import Reading
from financedesk.book.unit import UnitOfWork
from financedesk.errors import Cancelled, FinanceDeskError, Refused
from financedesk.progress import Progress
from financedesk.remittances.escalation import (
    Escalation,
    StepTaken,
    Way,
    answer_offer,
    break_plan,
    escalation_of,
    release_step,
    step_ruling,
    take_step,
)
from financedesk.remittances.shelf import Kept
from financedesk.rules.escalation import ACCEPTED, ANSWERS, NEVER
from financedesk.rules.limits import Override
from financedesk.rules.pledges import Ruling, author_roles
from financedesk.rules.roles import PROMISES, RULES
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.desk import Changes
from financedesk.ui.formatting import NOTHING, day, dollars
from financedesk.ui.jobs import Latest
from financedesk.ui.models import Column, Look
from financedesk.ui.pages.drawer_form import DrawerForm, FormActs
from financedesk.ui.pages.official_acts import PromiseActs
from financedesk.ui.pages.official_cards import FactsCard, TabPage
from financedesk.ui.pages.official_escalation_forms import (
    AnswerForm,
    BrokenForm,
    ReleaseForm,
    TakeStepForm,
)
from financedesk.ui.pages.rule_asker import RuleAsker
from financedesk.ui.shell.page import Shell
from financedesk.ui.widgets import Card, Chip, button, column, label, line, row
from financedesk.ui.widgets.action_row import ActionRow
from financedesk.ui.widgets.build import allow, clear
from financedesk.ui.widgets.facts import fact_line

_VOLUNTARY = (
    "A pledge is voluntary and no debt. Each step has its author and its distance; a waiver or a"
    " plan is offered before anybody else hears of it, and no public office is ever touched."
)


class EscalationPanel(TabPage):
    """Shows how far it has come with one official, and takes the next step."""

    def __init__(self, shell: Shell, desk: BookDesk) -> None:
        super().__init__()
        self._shell, self._desk = shell, desk
        self._acts = PromiseActs(shell, desk)
        self._reading = Latest()
        self._found: Escalation | None = None
        self._chosen = 0
        self.take_button = button("Take the next step…", "primary", on_click=self.take_next)
        self.now = Card("What may be done now", trailing=row(self.take_button))
        self._now = column(spacing=6)
        self.now.body.addLayout(self._now)
        self.steps: FactsCard[tuple[int, Way]] = FactsCard(
            "Steps", self._columns(), lambda one: one[0], ("No steps", "")
        ).when(opened=self._open)
        self.detail = Card("Step")
        self._detail = column(spacing=6)
        self.detail.body.addLayout(self._detail)
        self.detail.body.addStretch(1)
        self.buttons: dict[str, QWidget] = {}
        self.lay_out(self.now, (self.steps, self.detail), widths=(5, 4))
        self.steps.table.view.clicked.connect(lambda at: self._choose(at.row()))

    def _columns(self) -> Sequence[Column[tuple[int, Way]]]:
        return (
            Column("number", "No.", lambda one: str(one[1].step.number or NOTHING), Look.NUMBER,
                   52, sortable=False),
            Column("step", "Step", lambda one: one[1].step.label, Look.STRONG, 180, stretch=True,
                   sortable=False, tip=lambda one: one[1].step.label),
            Column("state", "How it stands", lambda one: self._state(one[1])[0], Look.CHIP, 118,
                   sortable=False, tone=lambda one: self._state(one[1])[1]),
            Column("when", "Taken", lambda one: _newest(one[1]), Look.QUIET, 112, sortable=False,
                   yields=True),
        )  # fmt: skip

    # --- reading

    def show_official(self, official_id: int) -> None:
        """Show one official; another than before begins at the first step."""
        if self._found is None or self._found.official.id != official_id:
            self._found, self._chosen = None, 0
        book, today = self._desk.book, self._desk.today

        def read(_progress: Progress) -> Escalation:
            with book.read() as connection:
                return escalation_of(connection, official_id, today)

        deliver = self._reading.only(self._show)
        job = self._shell.runner.background("Reading steps", read, on_done=deliver)
        self._reading.replace(job)

    @property
    def _why_not(self) -> str:
        if self._found is None:
            return "No official is shown."
        return self._desk.why_not(PROMISES, self._found.official.entity_id)

    def _state(self, way: Way) -> tuple[str, str]:
        found = self._found
        if way.taken:
            return "Taken", "ok"
        if found is not None and found.next is not None and found.next.code == way.step.code:
            return "Next", "info"
        if way.locked:
            return ("Never", "bad") if way.step.locked == NEVER else ("Locked", "warn")
        return ("Released", "info") if way.step.locked else ("Not yet", "neutral")

    def _show(self, found: Escalation) -> None:
        first = self._found is None
        self._found = found
        self._show_now(found)
        self.steps.show_rows(list(enumerate(found.ways)))
        if first:
            codes = [way.step.code for way in found.ways]
            self._chosen = codes.index(found.next.code) if found.next else 0
        self._choose(self._chosen)

    def _show_now(self, found: Escalation) -> None:
        clear(self._now)
        overdue = dollars(found.overdue_cents)
        stands = f"{overdue} is overdue." if found.overdue_cents > 0 else "Nothing is overdue."
        self._now.addWidget(label(f"{stands} {_next_words(found)}", "name", wrap=True))
        if found.next is not None and found.next.says:
            self._now.addWidget(label(found.next.says, wrap=True))
            self._now.addWidget(label(found.next.says_not, "small", wrap=True))
        self._now.addWidget(label(_VOLUNTARY, "caption", wrap=True))
        none = "" if found.next is not None else _next_words(found)
        allow(self.take_button, self._why_not or none)

    # --- one step

    def _open(self, place: int) -> None:
        """Show a step; where it is its turn, the form as well."""
        self._choose(place)
        way = None if self._found is None else self._found.ways[place]
        if way is not None and not way.taken and not self._cannot(way):
            self.take(way)

    def _choose(self, place: int) -> None:
        if self._found is None or not 0 <= place < len(self._found.ways):
            return
        self._chosen = place
        clear(self._detail)
        self.buttons = {}
        way = self._found.ways[place]
        number = f"Step {way.step.number}" if way.step.number else "About a public office"
        self.detail.set_heading(number if way.step.code != "lawsuit" else "About a claim")
        self._detail.addWidget(label(way.step.label, "name", wrap=True))
        head = row(Chip(*self._state(way)))
        head.addWidget(self._button_row(way), 1)
        self._detail.addLayout(head)
        for name, words in _facts(way):
            self._detail.addLayout(fact_line(name, words))
        for kept in way.taken:
            self._detail.addWidget(line())
            for words, look in _kept_words(kept.fact):
                self._detail.addWidget(label(words, look, wrap=True))

    def _cannot(self, way: Way) -> str:
        return self._why_not or ("" if way.ruling.allowed else way.ruling.words)

    def _button_row(self, way: Way) -> ActionRow:
        made = ActionRow()
        self._button(made, "take", "Take this step…", partial(self.take, way), self._cannot(way))
        offer = way.taken[-1] if way.step.offer and way.taken else None
        if offer is not None:
            late = "It is answered already." if offer.fact.answer else ""
            self._button(made, "answer", "Note the answer…", partial(self.answer, offer),
                         self._why_not or late)  # fmt: skip
            kept = offer.fact.answer == ACCEPTED and offer.fact.broken_on is None
            self._button(made, "broken", "Not kept…", partial(self.plan_broken, offer),
                         self._why_not or ("" if kept else "Nothing stands agreed."))  # fmt: skip
        if way.step.locked:
            self._button(made, "release", "Counsel releases it…", partial(self.release, way),
                         self._why_not_release(way))  # fmt: skip
        return made

    def _button(
        self, made: ActionRow, key: str, words: str, act: Callable[[], None], why_not: str
    ) -> None:
        one = button(words, on_click=act)
        allow(one, why_not)
        self.buttons[key] = one
        made.add(one)

    def _why_not_release(self, way: Way) -> str:
        if way.step.locked == NEVER:
            return f"Nobody can release it. {way.step.reason} [{way.step.citation}]"
        if not way.locked:
            return "It is released already; withdraw counsel’s word before another is entered."
        if self._found is not None and not self._found.state:
            return "No office with a state is entered; counsel releases a step for one state."
        return self._desk.why_not_whole(RULES)

    # --- acts

    def take_next(self) -> None:
        """Show the form of the step that is next."""
        found = self._found
        if found is not None and found.next is not None:
            self.take(next(way for way in found.ways if way.step.code == found.next.code))

    def take(self, way: Way) -> None:
        """Show the form of a step."""
        if self._found is None:
            return

        def rule(connection: Reading, fact: StepTaken, federal: bool) -> Ruling:  # noqa: FBT001
            return step_ruling(connection, fact, federal=federal)

        def save(fact: StepTaken, federal: bool) -> None:  # noqa: FBT001 - of a box
            self._write(
                f"Take step: {way.step.label}",
                lambda unit: take_step(unit, fact, federal=federal), form,
            )  # fmt: skip

        asker = RuleAsker(self._shell, self._desk, rule)
        form = TakeStepForm(
            self._found.official.id, way.step, self._desk.today, asker.ask, save, self._form_acts()
        )
        asker.answered = form.show_ruling
        form.ask_now()
        self._open_form(f"{way.step.label}: {self._found.name}", form)

    def answer(self, offer: Kept[StepTaken]) -> None:
        """Show the form of the official's answer to an offer."""

        def save(answer: str, on: date) -> None:
            self._write("Note answer", lambda unit: answer_offer(unit, offer.id, answer, on), form)

        form = AnswerForm(offer.fact.on_date, self._desk.today, save, self._form_acts())
        self._open_form("Answer to the offer", form)

    def plan_broken(self, offer: Kept[StepTaken]) -> None:
        """Show the form of the day from which what was agreed is kept no longer."""

        def save(on: date) -> None:
            self._write("Note broken plan", lambda unit: break_plan(unit, offer.id, on), form)

        form = BrokenForm(self._desk.today, save, self._form_acts())
        self._open_form("The plan is not kept", form)

    def release(self, way: Way) -> None:
        """Show the form of counsel's release of a locked step for the state of the office."""
        if self._found is None:
            return
        state = self._found.state

        def save(word: Override) -> None:
            self._write_word(
                f"Release step: {way.step.label} ({state})",
                lambda unit: release_step(unit, way.step.code, state, word), form,
            )  # fmt: skip

        form = ReleaseForm(way.step, state, self._desk.today, save, self._form_acts())
        self._open_form("Counsel’s word", form)

    def _form_acts(self) -> FormActs:
        return FormActs(self._shell.close_drawer)

    def _open_form(self, title: str, form: DrawerForm) -> None:
        if self._found is not None:
            official = self._found.official
            self._shell.open_drawer(title, form, entity_id=official.entity_id, about=official.id)
            form.fields[0].setFocus()

    def _write(self, action: str, work: Callable[[UnitOfWork], object], form: DrawerForm) -> None:
        if self._found is not None:
            self._acts.write(
                action, work, form=form, entity_id=self._found.official.entity_id,
                said=f"{action}: {self._found.name}", on_done=lambda _result: self._written(),
            )  # fmt: skip

    def _write_word(
        self, action: str, work: Callable[[UnitOfWork], object], form: DrawerForm
    ) -> None:
        """Keep counsel's word, which binds the whole organisation: another right and all pages."""
        desk = self._desk

        def job(_progress: Progress) -> Changes:
            if why_not := desk.why_not_whole(RULES):
                raise Refused(why_not)
            with desk.unit_of_work(action) as unit:
                work(unit)
            return Changes.everything()

        def done(changes: Changes) -> None:
            self._written()
            desk.announce(changes)
            self._shell.say(action, can_undo=True)

        def failed(error: FinanceDeskError) -> None:
            if isValid(form) and not isinstance(error, Cancelled):
                form.refuse(error)
            else:
                self._shell.say(str(error))

        self._shell.runner.database(action, job, on_done=done, on_error=failed, saves=True)

    def _written(self) -> None:
        """Show what is next: after a step that is another one."""
        self._shell.close_drawer()
        if self._found is not None:
            self.show_official(self._found.official.id)


def _next_words(found: Escalation) -> str:
    if found.next is not None:
        who = " or ".join(author_roles()[role] for role in found.next.by)
        return f"Next: {found.next.label[0].lower()}{found.next.label[1:]}, by {who}."
    if found.overdue_cents <= 0:
        return "Nothing is asked."
    waiting = [way.ruling for way in found.ways if not way.taken and not way.step.locked]
    return f"{waiting[0].why} {waiting[0].instead}" if waiting else "Every step was taken."


def _newest(way: Way) -> str:
    return day(way.taken[-1].fact.on_date) if way.taken else NOTHING


def _facts(way: Way) -> Iterator[tuple[str, str]]:
    step = way.step
    who = " or ".join(author_roles()[role] for role in step.by)
    yield "By", f"{who[:1].upper()}{who[1:]}" if who else "Nobody"
    for name, words in (("It says", step.says), ("It does not say", step.says_not)):
        if words:
            yield name, words
    if not way.ruling.allowed:
        yield "Why not now", f"{way.ruling.why} {way.ruling.instead}"
    elif step.locked:
        yield "Why", way.ruling.why
    yield "Law", step.citation


def _kept_words(fact: StepTaken) -> Iterator[tuple[str, str]]:
    """Yield what is kept of a step that was taken, with how each line is dressed."""
    by = f"{fact.who}, {author_roles()[fact.role]}"
    where = f", to {fact.address}" if fact.address else ""
    yield f"{day(fact.on_date)}, {by}{where}", "small-strong"
    yield fact.text, "small"
    if fact.answer and fact.answered_on is not None:
        yield f"{ANSWERS[fact.answer]} on {day(fact.answered_on)}", "small-strong"
    if fact.broken_on is not None:
        yield f"Not kept since {day(fact.broken_on)}", "small-strong"
