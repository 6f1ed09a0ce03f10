"""The drawer's sections on what an entity is in law, whose limits it shares, and independence."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QLayout, QWidget

from financedesk.ledger.entity_detail import EntityDetail
from financedesk.ledger.entity_standing import DatedRow
from financedesk.ledger.independence import IndependenceFile, IndependenceRow
from financedesk.ledger.independence_signs import STAFF, Sign
from financedesk.rules.independence import AGAINST, OVER, RUNS_OUT, TO_COME, topic
from financedesk.rules.parties import statuses
from financedesk.ui.formatting import day, dollars
from financedesk.ui.pages.entity_words import day_words, span_words
from financedesk.ui.widgets import Banner, Chip, button, column, label, line, row
from financedesk.ui.widgets.build import allow
from financedesk.ui.widgets.facts import fact_line

_SIGNS = (
    "Enter a fact where it matters: work on media, polling, mail, lists, fundraising or advice does"
    " (11 CFR 109.21(d)(4)(ii)), a landlord or a bank does not."
)


@dataclass(frozen=True)
class StandingActions:
    """What the buttons of these sections do; entries are named by their ids."""

    add_status: Callable[[], None]
    edit_status: Callable[[int], None]
    add_group: Callable[[], None]
    edit_group: Callable[[int], None]
    add_fact: Callable[[], None]
    edit_fact: Callable[[int], None]


class StandingSections(QWidget):
    """Status in law with its basis, the limit groups by date, and the independence file."""

    def __init__(self, detail: EntityDetail, actions: StandingActions, why_not: str) -> None:
        """``why_not`` says why the user may not change it and who can, empty where they may."""
        super().__init__()
        self._detail, self._actions, self._why_not = detail, actions, why_not
        self._body = column(spacing=4)
        self._statuses()
        self._groups()
        if detail.independence is not None:
            self._independence(detail.independence)
        self.setLayout(self._body)

    # --- status and groups

    def _statuses(self) -> None:
        now = self._detail.in_law
        self._title("Status in law")
        self._body.addLayout(fact_line("Today it is", now.status or "What its kind says"))
        self._body.addLayout(fact_line("Takes money as", now.takes_as))
        self._body.addLayout(fact_line("Gives money as", now.gives_as))
        self._body.addWidget(label(now.citation, "caption", wrap=True))
        for one in self._detail.statuses:
            known = statuses().get(one.fact.word)
            words = known.label if known else one.fact.word[:1].upper() + one.fact.word[1:]
            self._dated(one, words, self._actions.edit_status)
        if any(self._detail.entity.kind in known.of for known in statuses().values()):
            self._add("Add status", self._actions.add_status)

    def _groups(self) -> None:
        self._title("Shares limits")
        if not self._detail.groups:
            words = "With nobody: no other committee is under the same control."
            self._body.addWidget(label(words, "small", wrap=True))
        for one in self._detail.groups:
            self._dated(one, f"With the group {one.fact.word}", self._actions.edit_group)
        self._add("Add limit group", self._actions.add_group)

    def _dated(self, one: DatedRow, words: str, edit: Callable[[int], None]) -> None:
        fact = one.fact
        when = span_words(fact.from_date, fact.to_date) or "always"
        name = f"Edit {words}, {when}"
        self._body.addLayout(self._headed(words, name, lambda: edit(one.id)))
        notes = (when, fact.basis, f"Counsel: {fact.counsel_note}" if fact.counsel_note else "")
        self._notes(notes)

    # --- independence

    def _independence(self, file: IndependenceFile) -> None:
        self._title("Independence")
        tone = "warn" if file.against else "ok" if file.rows else "neutral"
        self._body.addWidget(Banner(independence_words(file), tone))
        shown = ""
        for one in file.rows:
            found = topic(one.facts.topic)
            if found.label != shown:
                shown = found.label
                self._body.addSpacing(6)
                self._body.addWidget(label(found.label, "small-strong"))
                self._body.addWidget(label(found.citation, "caption", wrap=True))
            self._fact(one)
        self._signs()
        self._add("Add fact", self._actions.add_fact)

    def _signs(self) -> None:
        """Show what the books themselves show; whether it matters is for somebody to say."""
        if not self._detail.signs:
            return
        self._body.addSpacing(6)
        self._body.addWidget(label("What the books show", "small-strong"))
        self._body.addWidget(label(_SIGNS, "caption", wrap=True))
        for one in self._detail.signs:
            self._body.addWidget(label(sign_words(one), "small", wrap=True))

    def _fact(self, one: IndependenceRow) -> None:
        facts = one.facts
        name = f"Edit {facts.facts}"
        edit = self._actions.edit_fact
        self._body.addLayout(self._headed(facts.facts, name, lambda: edit(one.id)))
        self._body.addLayout(row(Chip(*counted_words(one)), None))
        span = span_words(facts.from_date, facts.to_date)
        about = f"About {facts.concerning}" if facts.concerning else ""
        source = f"Source: {facts.source}" if facts.source else ""
        then = topic(facts.topic).then
        later = then if facts.weighs == AGAINST and one.counted.state == OVER else ""
        self._notes((span, about, source, facts.note, later))

    # --- parts

    def _title(self, words: str) -> None:
        self._body.addSpacing(12)
        self._body.addWidget(label(words, "small-strong"))
        self._body.addWidget(line())

    def _headed(self, words: str, name: str, edit: Callable[[], None]) -> QLayout:
        made = button("Edit", "link", name=name, on_click=edit)
        allow(made, self._why_not)
        heading = row(spacing=8, margins=(0, 6, 0, 0))
        heading.addWidget(label(words, "name", wrap=True), 1)
        heading.addWidget(made)
        return heading

    def _notes(self, notes: Sequence[str]) -> None:
        for words in filter(None, notes):
            self._body.addWidget(label(words, "small", wrap=True))

    def _add(self, words: str, act: Callable[[], None]) -> None:
        made = button(words, "link", icon="plus", on_click=act)
        allow(made, self._why_not)
        self._body.addLayout(row(made, None))


def independence_words(file: IndependenceFile) -> str:
    """Return what the file comes to, as a sentence."""
    if not file.rows:
        return "Nothing is entered yet: what is not written down cannot be shown."
    number = len(file.against)
    if not number:
        return "Nothing that is entered speaks against independence today."
    facts = "One fact speaks" if number == 1 else f"{number} facts speak"
    end = "without an end in sight" if file.until is None else f"until {day(file.until)}"
    return f"{facts} against independence, {end}."


def sign_words(sign: Sign) -> str:
    """Return a tie that the books show, as a sentence."""
    if sign.how:
        return f"{sign.entity} {sign.how}."
    if sign.payee:
        staff = ", one of the two as staff" if sign.topic == STAFF else ""
        what = f"{sign.payee} is paid here and was paid by {sign.entity} on {day(sign.last)}{staff}"
    else:
        what = f"{dollars(sign.cents)} came from {sign.entity}, last on {day(sign.last)}"
    return f"{what}." if sign.until is None else f"{what}. It would count until {day(sign.until)}."


def counted_words(one: IndependenceRow) -> tuple[str, str]:
    """Return how an entry counts today, as a word and its tone."""
    state, until = one.counted.state, one.counted.until
    if state == TO_COME:
        return f"From {day_words(one.facts.from_date)}", "neutral"
    if one.facts.weighs != AGAINST:
        return ("Was for it", "neutral") if state == OVER else ("For it", "ok")
    if state == OVER:
        return "Over", "neutral"
    if state == RUNS_OUT or until is not None:
        return f"Against it until {day(until)}" if until else "Against it", "warn"
    return "Against it", "warn"
