"""Pay from the organisation to an official: blocked, limited, or for counsel to look at.

By what the official is on the day, who pays and what for. The rules are dated and cited in
``resources/rules/stipends.toml``; what a limited payment may come to is what the matrix and the
limits let the entity give a candidate. Amounts in cents.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

from financedesk.errors import BadInput, NotFound
from financedesk.rules.allocation_rooms import Allowance
from financedesk.rules.data import in_force, rules_table
from financedesk.rules.flows import PROHIBITED, may_give
from financedesk.rules.money import format_cents

BLOCKED, COUNSEL, LIMITED, ALLOWED = "blocked", "counsel", "limited", "allowed"
GRAVEST_FIRST = (BLOCKED, COUNSEL, LIMITED, ALLOWED)


@dataclass(frozen=True, slots=True, kw_only=True)
class StipendRule:
    """What holds for one office and some kinds of pay between two days."""

    office: str
    pays: tuple[str, ...]
    ruling: str
    reason: str
    instead: str
    citation: str
    confidence: str
    since: date
    until: date | None = None

    def fits(self, office: str, pay: str, on: date) -> bool:
        """Whether the rule speaks of an office and a kind of pay on a day."""
        return (
            self.office == office
            and (not self.pays or pay in self.pays)
            and in_force(self.since, self.until, on)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Stipend:
    """What is proposed: to whom, for what, by whom.

    ``offices`` are all that the official is on the day; ``giver`` is the paying entity's class in
    ``rules.parties``. ``evidence`` are the codes of the bona fide test for which there is evidence.
    ``released_by`` names counsel where the contract was released for the official's state.
    """

    offices: tuple[str, ...]
    pay: str
    giver: str
    on: date
    evidence: frozenset[str] = frozenset()
    released_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StipendRuling:
    """Whether an official may be paid, why, and what to do.

    ``limited``: each payment is a contribution to the candidate and must fit the entity's room.
    ``missing`` are the parts of the bona fide test that would lift that, in words.
    """

    ruling: str
    reason: str
    instead: str
    citation: str
    missing: tuple[str, ...] = ()

    @property
    def stops(self) -> bool:
        """Whether nothing may be paid now."""
        return self.ruling in {BLOCKED, COUNSEL}

    @property
    def words(self) -> str:
        """Return the ruling as sentences with the law in brackets."""
        return f"{self.reason} {self.instead} [{self.citation}]"


class StipendMonth(NamedTuple):
    """One payment that counts as a contribution: of which election's room how much is used.

    ``over_cents`` is what fits no election; such a payment is not to be made.
    """

    on: date
    parts: Mapping[str, int]
    over_cents: int

    @property
    def fits(self) -> bool:
        """Whether all of it fits."""
        return self.over_cents == 0


@cache
def stipend_rules() -> tuple[StipendRule, ...]:
    """Return every rule in the order of the table."""
    return tuple(_rule(row) for row in rules_table("stipends")["rule"])


@cache
def offices() -> Mapping[str, str]:
    """Return what an official can be, in words."""
    return _labels("office")


@cache
def pay_kinds() -> Mapping[str, str]:
    """Return the kinds of pay, in words."""
    return _labels("pay")


@cache
def bona_fide() -> Mapping[str, str]:
    """Return what must be true for pay to a candidate to be no contribution, by code."""
    rows = rules_table("stipends")["bona_fide"]
    return MappingProxyType({row["code"]: row["text"] for row in rows})


def income_cap(year: int) -> int | None:
    """Return what a Member of Congress may earn outside in a year, in cents; None: not known."""
    rows = rules_table("stipends")["income_cap"]
    found: int | None = next((row["cents"] for row in rows if row["year"] == year), None)
    return found


def stipend_ruling(asked: Stipend) -> StipendRuling:
    """Return whether an official may be paid; of several offices the gravest rule holds.

    Raises NotFound for an unknown office or kind of pay, and for a day before the rules.
    """
    rulings = [_settled(_rule_for(office, asked), asked) for office in asked.offices or ("none",)]
    return min(rulings, key=lambda one: GRAVEST_FIRST.index(one.ruling))


def stipend_months(monthly_cents: int, room_cents: int) -> tuple[int, int]:
    """Return how many full payments fit a room, and what is left of it after them.

    Raises BadInput for a payment that is not above zero or a room below zero.
    """
    if monthly_cents <= 0 or room_cents < 0:
        raise BadInput("A monthly payment is above zero, and a room is not below it.")
    return divmod(room_cents, monthly_cents)


def stipend_plan(
    monthly_cents: int, days: Iterable[date], elections: Iterable[Allowance]
) -> tuple[StipendMonth, ...]:
    """Return which payments fit what the entity may give the candidate, election by election.

    A payment counts for the next election; what that has no room for is designated in writing for
    the one after it. Room for an election ends with the election (11 CFR 110.1(b)(2), 110.2(b)(2)).
    A payment that does not fit whole uses nothing up: it is not to be made.
    """
    rooms = sorted(elections, key=lambda one: (one.window.last or date.max, one.key))
    used: dict[str, int] = dict.fromkeys((one.key for one in rooms), 0)
    found = []
    for day in sorted(days):
        parts, left = {}, monthly_cents
        for one in rooms:
            room = one.left_on(day)
            part = left if room is None else min(left, room - used[one.key]) if room else 0
            if part > 0:
                parts[one.key] = part
                left -= part
        if not left:
            for key, part in parts.items():
                used[key] += part
        found.append(StipendMonth(day, MappingProxyType(parts if not left else {}), left))
    return tuple(found)


def plan_words(plan: Iterable[StipendMonth], monthly_cents: int) -> str:
    """Return what a plan comes to: how many payments fit, and from when none does."""
    months = tuple(plan)
    fitting = sum(month.fits for month in months)
    each = format_cents(monthly_cents, symbol=True)
    first = next((month.on for month in months if not month.fits), None)
    said = f"{fitting} payments of {each} fit what the entity may give the candidate"
    return f"{said}." if first is None else f"{said}; from {first} on they do not."


def tax_words() -> str:
    """Return how pay is taxed and reported."""
    row = rules_table("stipends")["tax"]
    return f"{row['words']} [{row['citation']}]"


def _rule_for(office: str, asked: Stipend) -> StipendRule:
    for code, known in ((office, offices()), (asked.pay, pay_kinds())):
        if code not in known:
            raise NotFound(f"“{code}” is none of {', '.join(known)}.")
    for rule in stipend_rules():
        if rule.fits(office, asked.pay, asked.on):
            return rule
    raise NotFound(f"No rule is known for pay to {offices()[office]} on {asked.on}.")


def _settled(rule: StipendRule, asked: Stipend) -> StipendRuling:
    """Return a rule's ruling with what was released or proved."""
    if rule.ruling == COUNSEL and asked.released_by:
        return _ruling(rule, ALLOWED, f"{rule.reason} {asked.released_by} has released it.")
    if rule.ruling != LIMITED:
        return _ruling(rule, rule.ruling, rule.reason)
    missing = _unproved(asked)
    if not missing:
        return _ruling(rule, ALLOWED, "There is evidence that the work is bona fide employment.")
    verdict = may_give(asked.giver, "candidate", asked.on)
    if verdict.verdict == PROHIBITED:
        return StipendRuling(
            ruling=BLOCKED,
            reason=f"{rule.reason} This entity may give a candidate nothing: {verdict.reason}",
            instead="Enter the evidence for all parts of the test, or pay nothing.",
            citation=f"{rule.citation}; {verdict.citation}",
            missing=missing,
        )
    return _ruling(rule, LIMITED, rule.reason, missing)


def _unproved(asked: Stipend) -> tuple[str, ...]:
    """Return what of the bona fide test has no evidence; a gift is never employment."""
    if asked.pay == "gift":
        return tuple(bona_fide().values())
    return tuple(text for code, text in bona_fide().items() if code not in asked.evidence)


def _ruling(
    rule: StipendRule, ruling: str, reason: str, missing: tuple[str, ...] = ()
) -> StipendRuling:
    return StipendRuling(
        ruling=ruling,
        reason=reason,
        instead=rule.instead if ruling == rule.ruling else "Keep contract, hours and evidence.",
        citation=rule.citation,
        missing=missing,
    )


def _labels(table: str) -> Mapping[str, str]:
    rows: Collection[Mapping[str, Any]] = rules_table("stipends")[table]
    return MappingProxyType({row["code"]: row["label"] for row in rows})


def _rule(row: Mapping[str, Any]) -> StipendRule:
    if row["ruling"] not in GRAVEST_FIRST:
        raise BadInput(f"stipends.toml: the ruling {row['ruling']!r} is none of the known words.")
    given = {name: row[name] for name in ("office", "ruling", "reason", "instead", "citation")}
    return StipendRule(
        **given,
        confidence=row["confidence"],
        pays=tuple(row.get("pays", ())),
        since=row["from"],
        until=row.get("until"),
    )
