"""In place of which rules the word of the user's counsel may stand, and what such a word says.

Limits, thresholds, clocks and cells of the matrix are decided by the modules that own them, each
with the overrides that it is given. What nothing can override is refused here with the reason.
"""

from collections.abc import Mapping

from financedesk.errors import BadInput
from financedesk.rules.escalation import RELEASED, released_step
from financedesk.rules.flows import VERDICTS, flow_code
from financedesk.rules.limits import Override, limit_rules
from financedesk.rules.money import format_cents
from financedesk.rules.parties import giver, givers, recipient, recipients
from financedesk.rules.thresholds import clock, clocks, thresholds, with_time

LIMIT, THRESHOLD, CLOCK, FLOW, STEP = "limit", "threshold", "clock", "flow", "step"

_ON_FORMS = frozenset(
    {"itemise_individual", "itemise_payee", "itemise_committee_contributions", "identification"}
)
_BESIDES: Mapping[str, str] = {
    "deadline": "These days are the FEC’s and the IRS’s: note the day that a notice sets instead",
    "share": "The smallest federal share is the form’s own arithmetic",
    "policy": "This is the organisation’s own policy and not the law: take it on or leave it",
    "data": "What a list is worth is a question of fact: enter the appraisal with the document",
    "cost": "Terms of sharing are the law’s: counsel’s word stands in place of their clock",
    "stipend": "Counsel releases one contract at a time, on the official’s page under Stipends",
    "declaration": "It is the official’s own word, which nobody gives for them",
    "step": "Counsel releases a locked step for one state, on the official’s page under Steps",
    "state": "State law comes from its file under rules/states: correct the figure there",
}
"""Why counsel's word stands in place of no rule of these kinds."""


def override_kind(rule: str) -> str:
    """Return what sort of rule a code names: limit, threshold, clock, flow or locked step.

    Raises BadInput for an unknown code, and for a figure of the FEC's own forms.
    """
    if rule in _ON_FORMS:
        raise BadInput(why_not_overridden(THRESHOLD, rule))
    if released_step(rule) is not None:
        return STEP
    known = ((LIMIT, limit_rules()), (THRESHOLD, thresholds()), (CLOCK, clocks()))
    found = next((kind for kind, codes in known if rule in codes), "")
    if not found and rule not in _flow_codes():
        raise BadInput(
            f"There is no rule “{rule}”; name a limit such as person_to_pac, a threshold or clock"
            " by its code, or giver and recipient such as party_nonfederal > issue_c4."
        )
    return found or FLOW


def why_not_overridden(kind: str, rule: str) -> str:
    """Return why counsel's word cannot stand in place of a rule; empty where it can.

    ``kind`` is that of ``rules.rule_book``.
    """
    if rule in _ON_FORMS:
        return "What a report itemises is the same for everybody who files the FEC’s form"
    return _BESIDES.get(kind, "")


def check_override(word: Override) -> None:
    """Raise BadInput when a word says nothing, or not what a rule of its sort can say."""
    if not word.reason.strip() or not word.who.strip():
        raise BadInput("An override needs its reason and the name of who decided it.")
    if word.since and word.until and word.until < word.since:
        raise BadInput(f"The override would end on {word.until}, before it begins.")
    kind = override_kind(word.rule)
    if kind == FLOW:
        if word.verdict not in VERDICTS or word.cents is not None or word.time:
            raise BadInput(f"For “{word.rule}” say one of {', '.join(VERDICTS)}, and no amount.")
    elif kind == STEP:
        if word.verdict != RELEASED or word.cents is not None or word.time:
            raise BadInput(f"Of a locked step counsel says “{RELEASED}”, and no amount.")
    elif word.verdict:
        raise BadInput(
            f"“{rule_title(word.rule)}” is a {kind}: give {_WANTED[kind]}, and no verdict."
        )
    elif kind == CLOCK:
        _check_time(word)
    elif word.time or (word.cents is not None and word.cents < 0):
        raise BadInput(
            f"A {kind} cannot be below zero, nor a time; type the amount that holds instead."
        )


_WANTED: Mapping[str, str] = {
    LIMIT: "an amount, or none to lift it", THRESHOLD: "an amount, or none to lift it",
    CLOCK: "its time",
}  # fmt: skip


def _check_time(word: Override) -> None:
    if word.cents is not None or not word.time.strip():
        raise BadInput(f"“{word.rule}” is a clock: give its time, like {clock(word.rule).time}.")
    with_time(clock(word.rule), word.time)


def rule_title(rule: str) -> str:
    """Return a rule in words; a code that is none stands for itself."""
    if rule in limit_rules():
        return limit_rules()[rule].label
    if rule in thresholds():
        return thresholds()[rule].label
    if rule in clocks():
        return f"{clocks()[rule].trigger}: {clocks()[rule].action}"
    step = released_step(rule)
    if step is not None:
        return f"{step[0].label} ({step[1]})"
    source, _, target = rule.partition(" > ")
    if rule in _flow_codes():
        return f"{giver(source).label} → {recipient(target).label}"
    return rule


def value_words(word: Override) -> str:
    """Return what holds by counsel's word: an amount, none, a verdict, a time, a state."""
    step = released_step(word.rule)
    if step is not None:
        return f"{RELEASED} in {step[1]}"
    if word.verdict or word.time:
        return word.verdict or word.time
    return "no amount" if word.cents is None else format_cents(word.cents, symbol=True)


def rule_spoken_of(word: Override) -> str:
    """Return the rule of ``rules.rule_book`` that a word speaks of: a release names a state too."""
    step = released_step(word.rule)
    return word.rule if step is None else f"{STEP}:{step[0].code}"


def _flow_codes() -> frozenset[str]:
    return frozenset(flow_code(source, target) for source in givers() for target in recipients())
