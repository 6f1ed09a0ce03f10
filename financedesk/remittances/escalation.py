"""What was done about pledges that stay open, step by step, and what may be done next.

What may be done, by whom and after what is ``rules.escalation``'s to say; here are the facts that
it asks for and the steps that were taken, with their words. What the law forbids is refused before
it is kept: a federal author, an address of an office, a threat, a step about a public office.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, Refused
from financedesk.ledger import tables
from financedesk.ledger.overrides import keep_override, overrides
from financedesk.remittances.dues import OfficialDues, dues_of
from financedesk.remittances.people import (
    CANDIDACIES,
    OFFICES,
    OFFICIALS,
    TERMS,
    OfficeTerm,
    Official,
    PublicOffice,
    is_federal_on,
    names_of,
)
from financedesk.remittances.shelf import Kept, Shelf
from financedesk.rules.dates import first_of_month
from financedesk.rules.escalation import (
    ANSWERS,
    RELEASED,
    Case,
    EscalationStep,
    Taken,
    escalation_steps,
    may_take,
    next_step,
    release_rule,
    releases_among,
)
from financedesk.rules.limits import Override
from financedesk.rules.pledge_words import REFUSED, judge_address, judge_reminder_text
from financedesk.rules.pledges import Author, Ruling, author_roles

NO_PLEDGE = "drafted"
"""How the rules see somebody who promised nothing: nothing may be asked of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTaken:
    """A step that was taken: when, by whom in which role, the words that went out, and whereto.

    ``answer`` is the official's to an offer; ``broken_on`` the day from which what was agreed is
    kept no longer.
    """

    official_id: int
    step: str
    on_date: date
    role: str
    who: str
    text: str = ""
    address: str = ""
    answer: str = ""
    answered_on: date | None = None
    broken_on: date | None = None

    def taken(self, on: date) -> Taken:
        """Return it as the rules count it on a day."""
        answered = self.answered_on is not None and self.answered_on <= on
        return Taken(
            step=self.step, on=self.on_date, author=Author(role=self.role, name=self.who),
            answer=self.answer if answered else "",
            plan_kept=self.broken_on is None or self.broken_on > on,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One step for one official on a day: whether its proper author may take it, and why not.

    ``taken`` is when it was taken, the newest last.
    """

    step: EscalationStep
    ruling: Ruling
    taken: tuple[Kept[StepTaken], ...] = ()

    @property
    def locked(self) -> bool:
        """Whether it is locked and counsel has not released it."""
        return bool(self.step.locked) and not self.ruling.allowed


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """How far it has come with one official by a day: all ways, and the one that is next.

    ``overdue_cents`` is what is open of months that are over; ``next`` None: nothing may be done
    today. ``state`` is where the public office is, for which counsel would release a step.
    """

    official: Kept[Official]
    name: str
    on: date
    case: Case
    ways: tuple[Way, ...]
    next: EscalationStep | None

    @property
    def overdue_cents(self) -> int:
        """What is open of months that are over."""
        return self.case.open_cents

    @property
    def state(self) -> str:
        """Where the public office is, in two letters; empty where none is known."""
        return self.case.state


def escalation_of(connection: Connection, official_id: int, on: date) -> Escalation:
    """Return what was done about an official's open pledge and what may be done on a day.

    Raises NotFound, and BadInput when facts about the official contradict each other.
    """
    official = OFFICIALS.one(connection, official_id)
    steps = steps_of(connection, official)
    case = _case(connection, official, [one.fact for one in steps], on)
    ways = tuple(
        Way(
            step=step, ruling=may_take(code, case, _proper(step), on),
            taken=tuple(one for one in steps if one.fact.step == code),
        )
        for code, step in escalation_steps().items()
    )  # fmt: skip
    return Escalation(
        official=official, name=names_of(connection, [official])[official_id], on=on, case=case,
        ways=ways, next=next_step(case, on),
    )  # fmt: skip


def steps_of(connection: Connection, official: Kept[Official]) -> list[Kept[StepTaken]]:
    """Return the steps that were taken about an official, the oldest first."""
    found = STEPS_TAKEN.of(connection, official.entity_id, official_id=official.id)
    return sorted(found, key=lambda one: (one.fact.on_date, one.id))


def case_of(connection: Connection, official_id: int, on: date) -> Case:
    """Return what the rules need to know of an official on a day; raises as ``escalation_of``."""
    return escalation_of(connection, official_id, on).case


def take_step(unit: UnitOfWork, fact: StepTaken, *, federal: bool = False) -> int:
    """Take a step with its words and return its number.

    ``federal`` says that the author holds or seeks federal office, or works for the federal
    government; an official of these books is known to. Raises Refused with reason and law when the
    step, its author, its address or its words may not be, NotFound and BadInput.
    """
    if fact.answer or fact.answered_on or fact.broken_on:
        raise BadInput("What is answered is noted when the answer is there; take the step first.")
    ruling = step_ruling(unit.connection, fact, federal=federal)
    if not ruling.allowed:
        raise Refused(ruling.words)
    official = OFFICIALS.one(unit.connection, fact.official_id)
    return STEPS_TAKEN.add(unit, official.entity_id, fact)


def step_ruling(connection: Connection, fact: StepTaken, *, federal: bool = False) -> Ruling:
    """Return whether a step may be taken so: its time, author, address and words, and the law.

    Raises NotFound for an unknown official, step or role.
    """
    official = OFFICIALS.one(connection, fact.official_id)
    taken = [one.fact for one in steps_of(connection, official)]
    case = _case(connection, official, taken, fact.on_date)
    known = federal or _is_federal(connection, official.entity_id, fact.who, fact.on_date)
    author = Author(role=fact.role, name=fact.who, federal=known)
    ruling = may_take(fact.step, case, author, fact.on_date)
    # A step that counsel released speaks of what a reminder may not.
    words = () if escalation_steps()[fact.step].locked else judge_reminder_text(fact.text)
    for fault in (*judge_address(fact.address), *words):
        if fault.tone == REFUSED and ruling.allowed:
            return Ruling(
                allowed=False, why=f"“{fault.quote}” {fault.wrong}" if fault.quote else fault.wrong,
                instead=fault.instead, citation=fault.citation,
            )  # fmt: skip
    return ruling


def answer_offer(unit: UnitOfWork, step_id: int, answer: str, answered_on: date) -> None:
    """Note what the official answered to an offer; raises NotFound and BadInput."""
    fact = STEPS_TAKEN.one(unit.connection, step_id).fact
    STEPS_TAKEN.edit(unit, step_id, replace(fact, answer=answer, answered_on=answered_on))


def break_plan(unit: UnitOfWork, step_id: int, broken_on: date) -> None:
    """Note from which day what was agreed is kept no longer; raises NotFound and BadInput."""
    fact = STEPS_TAKEN.one(unit.connection, step_id).fact
    STEPS_TAKEN.edit(unit, step_id, replace(fact, broken_on=broken_on))


def release_step(unit: UnitOfWork, step: str, state: str, word: Override) -> int:
    """Keep counsel's release of a locked step for one state, and return its number.

    ``word`` says who, why and from when to when; it is kept, shown and withdrawn like every word of
    counsel (``ledger.overrides``). Raises Refused for a step that nobody can release, and BadInput.
    """
    rule = release_rule(step, state)
    return keep_override(unit, replace(word, rule=rule, verdict=RELEASED, cents=None, time=""))


# --- what the rules ask for


def _case(
    connection: Connection, official: Kept[Official], taken: Sequence[StepTaken], on: date
) -> Case:
    (dues,) = dues_of(
        connection, official.entity_id, first_of_month(on), on=on, official_ids=[official.id]
    )
    fact = official.fact
    agreed = fact.published_from is not None and fact.published_from <= on
    return Case(
        pledge=dues.pledge or NO_PLEDGE, open_cents=_overdue(dues, on),
        state=_state(connection, official, on),
        taken=tuple(one.taken(on) for one in taken if one.on_date <= on),
        consented=agreed and (fact.published_to is None or on <= fact.published_to),
        releases=tuple(releases_among(overrides(connection))),
    )  # fmt: skip


def _overdue(dues: OfficialDues, on: date) -> int:
    """Return what is open of months that are over: of a running month nothing is late."""
    return sum(one.open_cents for one in dues.standing.months if one.due_on < on)


def _state(connection: Connection, official: Kept[Official], on: date) -> str:
    """Return the state of the office that somebody holds on a day, else of the last one."""
    held = [(term, office) for term, office in _held(connection, official) if office.state]
    if not held:
        return ""
    serving = [
        one for one in held if one[0].from_date <= on <= (one[0].to_date or date.max)
    ]  # fmt: skip
    _term, office = max(serving or held, key=lambda one: one[0].from_date)
    return office.state


def _held(
    connection: Connection, official: Kept[Official]
) -> Iterator[tuple[OfficeTerm, PublicOffice]]:
    offices = {one.id: one.fact for one in OFFICES.of(connection, official.entity_id)}
    for one in TERMS.of(connection, official.entity_id, official_id=official.id):
        yield one.fact, offices[one.fact.public_office_id]


def _is_federal(connection: Connection, entity_id: int, who: str, on: date) -> bool:
    """Tell whether the author is an official of these books who is a federal person on a day."""
    officials = OFFICIALS.of(connection, entity_id)
    names = names_of(connection, officials)
    return any(
        _words(names[one.id]) == _words(who)
        and is_federal_on(
            _held(connection, one),
            [row.fact for row in CANDIDACIES.of(connection, entity_id, official_id=one.id)],
            on,
        )
        for one in officials
    )


def _words(name: str) -> frozenset[str]:
    """Return a name's words, so that "Winter, Ada" is "Ada Winter"."""
    return frozenset(name.replace(",", " ").casefold().split())


def _proper(step: EscalationStep) -> Author:
    """Return somebody who may take a step; of one that nobody may take, the treasurer is told."""
    return Author(role=step.by[0] if step.by else "treasurer")


# --- what a kept step must be


def _judge(_connection: Connection, _entity: int, fact: StepTaken, _row: int) -> None:
    step = escalation_steps().get(fact.step)
    if step is None:
        raise BadInput(f"A step is one of {', '.join(escalation_steps())}.")
    if fact.role not in author_roles() or not fact.who.strip():
        raise BadInput("Say who took the step, and in which role.")
    if not fact.text.strip():
        raise BadInput("Keep the words: what was written, or a note of who spoke and when.")
    if bool(fact.answer) != (fact.answered_on is not None):
        raise BadInput("An answer has its day; enter both.")
    _judge_answer(fact, step)


def _judge_answer(fact: StepTaken, step: EscalationStep) -> None:
    if not fact.answer and fact.broken_on is None:
        return
    if not step.offer:
        raise BadInput("Only an offer of a waiver or plan is answered.")
    if fact.answer and fact.answer not in ANSWERS:
        raise BadInput(f"An offer is answered by one of {', '.join(ANSWERS)}.")
    if fact.answered_on is not None and fact.answered_on < fact.on_date:
        raise BadInput(f"The offer was made on {fact.on_date}; its answer comes then or later.")
    if fact.broken_on is None:
        return
    if fact.answer != "accepted" or fact.answered_on is None:
        raise BadInput("Only what was agreed can be broken; note first that it was accepted.")
    if fact.broken_on < fact.answered_on:
        raise BadInput(f"It was agreed on {fact.answered_on}; it is broken then or later.")


STEPS_TAKEN = Shelf(tables.escalation_step, StepTaken, "step of escalation", _judge)
