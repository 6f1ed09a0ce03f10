"""What may be done next when a pledge stays open, by whom, and what nobody may ever do.

Seven steps, each by a permitted author and after the one before; a waiver or a plan is offered
before anything is reported. Steps about public office are locked (18 U.S.C. 601): some until
counsel releases them for a state, others for good. They stand in
``resources/rules/escalation.toml``. A release is counsel's word like any other (``rules.counsel``).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Any

from financedesk.errors import BadInput, NotFound, Refused
from financedesk.rules.data import in_force, rules_table
from financedesk.rules.limits import Override
from financedesk.rules.pledges import ACTIVE, Author, Ruling, author_ruling, states

ACCEPTED, DECLINED, UNANSWERED = "accepted", "declined", ""
NEVER, PER_STATE = "never", "state"
RELEASED = "released"
"""What counsel's word says of a locked step; there is nothing else that it could say."""
ANSWERS: Mapping[str, str] = MappingProxyType({ACCEPTED: "Accepted", DECLINED: "Declined"})
"""What an official may answer to an offer, in words."""
_RELEASE_RULE = re.compile(r"step:([a-z_]+):([A-Z]{2})")


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationStep:
    """One step. ``locked`` is empty, or says whether counsel may release it: state or never."""

    code: str
    label: str
    by: tuple[str, ...]
    citation: str
    confidence: str
    number: int = 0
    after: str = ""
    offer: bool = False
    needs_offer: bool = False
    consent: bool = False
    says: str = ""
    says_not: str = ""
    locked: str = ""
    reason: str = ""
    instead: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A step that was taken; ``answer`` is the official's to an offer: accepted, declined or none.

    ``plan_kept`` says of an accepted offer whether it is kept.
    """

    step: str
    on: date
    author: Author
    answer: str = UNANSWERED
    plan_kept: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRelease:
    """Counsel's release of one locked step for one state, in two letters."""

    step: str
    state: str
    who: str
    decided_on: date
    until: date | None = None

    def opens(self, step: str, state: str, on: date) -> bool:
        """Whether it releases a step for a state on a day."""
        mine = (self.step, self.state.upper()) == (step, state.upper())
        return mine and in_force(self.decided_on, self.until, on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One official's open pledge: its state, what is open in cents, what was done so far."""

    pledge: str
    open_cents: int
    state: str
    taken: tuple[Taken, ...] = ()
    consented: bool = False
    releases: tuple[StepRelease, ...] = ()


@cache
def escalation_steps() -> Mapping[str, EscalationStep]:
    """Return every step by its code: the seven in order, then the locked ones."""
    table = rules_table("escalation")
    rows = [_step(row, "") for row in table["step"]]
    rows += [_step(row, row["counsel"]) for row in table["locked"]]
    return MappingProxyType({one.code: one for one in rows})


def release_rule(step: str, state: str) -> str:
    """Return the code by which counsel's word speaks of a locked step in a state.

    Raises NotFound for an unknown step, BadInput for one that is not locked or for no state, and
    Refused for one that nobody can release.
    """
    wanted = _known(step)
    if not wanted.locked:
        raise BadInput(f"“{wanted.label}” is not locked; take it when its turn comes.")
    if wanted.locked == NEVER:
        raise Refused(_refusal(wanted, wanted.reason, wanted.instead).words)
    rule = f"step:{step}:{state.strip().upper()}"
    if _RELEASE_RULE.fullmatch(rule) is None:
        raise BadInput("Counsel releases a step for one state; name it by its two letters.")
    return rule


def released_step(rule: str) -> tuple[EscalationStep, str] | None:
    """Return the step and the state that a code of ``release_rule`` names, None for another."""
    found = _RELEASE_RULE.fullmatch(rule)
    step = escalation_steps().get(found[1]) if found else None
    return (step, found[2]) if found and step and step.locked == PER_STATE else None


def releases_among(words: Iterable[Override]) -> Iterator[StepRelease]:
    """Yield counsel's releases of steps among all that counsel said."""
    for word in words:
        named = released_step(word.rule)
        if named is not None:
            begins = max(word.decided_on, word.since or word.decided_on)
            yield StepRelease(
                step=named[0].code, state=named[1], who=word.who, decided_on=begins,
                until=word.until,
            )  # fmt: skip


def may_take(step: str, case: Case, author: Author, on: date) -> Ruling:
    """Return whether an author may take a step on a day, why not, and what to do instead.

    Raises NotFound for an unknown step or role.
    """
    wanted = _known(step)
    checks = (_locked, _nothing_open, _author, _order, _too_soon, _unoffered, _unconsented)
    for check in checks:
        if refusal := check(wanted, case, author, on):
            return refusal
    return Ruling(allowed=True, why=wanted.says or f"{wanted.label}.", citation=wanted.citation)


def require_step(step: str, case: Case, author: Author, on: date) -> None:
    """Raise Refused with reason and law when an author may not take a step on a day."""
    ruling = may_take(step, case, author, on)
    if not ruling.allowed:
        raise Refused(ruling.words)


def next_step(case: Case, on: date) -> EscalationStep | None:
    """Return the step that is open to its proper author on a day; None when there is none.

    Never a locked one: those are asked for by name.
    """
    for one in escalation_steps().values():
        if one.locked:
            continue
        if (
            _last(case, one.code) is None
            and may_take(one.code, case, Author(role=one.by[0]), on).allowed
        ):
            return one
    return None


def _known(step: str) -> EscalationStep:
    wanted = escalation_steps().get(step)
    if wanted is None:
        raise NotFound(f"There is no step “{step}”; choose one of {', '.join(escalation_steps())}.")
    return wanted


def _locked(wanted: EscalationStep, case: Case, _author: Author, on: date) -> Ruling | None:
    if not wanted.locked:
        return None
    opened = any(word.opens(wanted.code, case.state, on) for word in case.releases)
    if wanted.locked == PER_STATE and opened:
        return None
    return _refusal(wanted, wanted.reason, wanted.instead)


def _nothing_open(wanted: EscalationStep, case: Case, _author: Author, _on: date) -> Ruling | None:
    if case.pledge != ACTIVE:
        label = states()[case.pledge].label
        return _refusal(wanted, f"The pledge is not active: {label}.", "Ask for nothing.")
    if case.open_cents <= 0:
        return _refusal(wanted, "Nothing is open.", "Thank for what was given.")
    return None


def _author(wanted: EscalationStep, _case: Case, author: Author, _on: date) -> Ruling | None:
    return author_ruling(author, wanted.by)


def _order(wanted: EscalationStep, case: Case, _author: Author, _on: date) -> Ruling | None:
    if not wanted.after or _last(case, wanted.after) is not None:
        return None
    # Who did not consent is left out of what is published, and the next step follows the report.
    before = escalation_steps()[wanted.after]
    if before.consent and not case.consented and _last(case, before.after) is not None:
        return None
    return _refusal(
        wanted,
        f"“{escalation_steps()[wanted.after].label}” comes first and was not taken.",
        "Take the steps in their order.",
    )


def _too_soon(wanted: EscalationStep, case: Case, _author: Author, on: date) -> Ruling | None:
    days = rules_table("escalation")["bounds"]["days_between"]
    last = max((one.on for one in case.taken), default=None)
    if last is None or last + timedelta(days=days) <= on:
        return None
    again = last + timedelta(days=days)
    return _refusal(wanted, f"The last step was taken on {last}.", f"Wait until {again}.")


def _unoffered(wanted: EscalationStep, case: Case, _author: Author, on: date) -> Ruling | None:
    """Refuse to report before a waiver or a plan was offered and the answer is known or late."""
    if not wanted.needs_offer:
        return None
    offers = [one for one in case.taken if escalation_steps()[one.step].offer]
    if not offers:
        return _refusal(wanted, "No waiver or plan was offered.", "Offer one first.")
    offer = max(offers, key=lambda one: one.on)
    if offer.answer == ACCEPTED and offer.plan_kept:
        return _refusal(wanted, "A waiver or plan was agreed and is kept.", "Leave it at that.")
    until = offer.on + timedelta(days=rules_table("escalation")["bounds"]["offer_days"])
    if offer.answer == UNANSWERED and on < until:
        return _refusal(wanted, f"The offer of {offer.on} waits for its answer.",
                        f"Wait until {until}.")  # fmt: skip
    return None


def _unconsented(wanted: EscalationStep, case: Case, _author: Author, _on: date) -> Ruling | None:
    if wanted.consent and not case.consented:
        return _refusal(
            wanted,
            "The official has not consented to be named.",
            "Publish the total of all, without this name.",
        )
    return None


def _refusal(wanted: EscalationStep, why: str, instead: str) -> Ruling:
    return Ruling(allowed=False, why=why, citation=wanted.citation, instead=instead)


def _last(case: Case, step: str) -> date | None:
    return max((one.on for one in case.taken if one.step == step), default=None)


def _step(row: Mapping[str, Any], locked: str) -> EscalationStep:
    given = {name: value for name, value in row.items() if name not in {"counsel", "by"}}
    return EscalationStep(**given, by=tuple(row["by"]), locked=locked)
