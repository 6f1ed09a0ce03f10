"""Which costs two entities may share, on what terms, and by when a share is paid.

The table is ``resources/rules/shared_costs.toml``; sides are those of ``passages``. Law that was
not read in its source has the confidence ``knowledge`` and is shown as provisional. Amounts are in
cents, time in whole minutes: a share is cut by the largest remainder, so that shares add up.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Any

from financedesk.errors import BadInput
from financedesk.rules.data import EARLIEST, in_force, rules_table
from financedesk.rules.limits import Override
from financedesk.rules.money import allocate
from financedesk.rules.passages import ANY, Holder, Passage, side_of
from financedesk.rules.thresholds import clock_on, runs_out

ARREARS, ADVANCE, FREE, NEVER = "arrears", "advance", "free", "never"
TERMS: Mapping[str, str] = {
    ARREARS: "In arrears", ADVANCE: "In advance", FREE: "Nothing is owed", NEVER: "Not shared",
}  # fmt: skip
"""The terms on which a cost is shared, in words."""

USUAL_CLOCK = "shared_cost_settlement"
"""The clock of what is settled in arrears, where the table names no other."""

TIME, USAGE, FIXED = "time", "usage", "fixed"
AGREEMENT, FAIR_VALUE = "agreement", "fair_value"
WHOLE_POINTS = 10_000
"""A fixed share is kept in hundredths of a per cent, of which these are everything."""

_UNKNOWN = (
    "The law names no way in which these two may share a cost.",
    "Let each of them pay for what it uses, or ask counsel.",
    "52 U.S.C. 30116, 30118, 30125",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CostTerms:
    """On what terms one side may owe another its share of a cost.

    ``terms`` is a key of ``TERMS``; ``clock`` the clock of what is paid in arrears; ``may`` what
    may be shared; ``needs`` without what a typed invoice is refused.
    """

    bearer: str
    debtor: str
    terms: str
    clock: str
    may: frozenset[str]
    needs: frozenset[str]
    says: str
    instead: str
    citation: str
    confidence: str

    @property
    def refused(self) -> bool:
        """Whether nothing may be shared."""
        return self.terms == NEVER

    @property
    def owes(self) -> bool:
        """Whether a share is owed at all."""
        return self.terms in (ARREARS, ADVANCE)

    @property
    def provisional(self) -> bool:
        """Whether the law was not read in its source."""
        return self.confidence != "verified"

    @property
    def words(self) -> str:
        """The terms, what to know and the law, as one paragraph."""
        mark = " Provisional: known, not read in the source." if self.provisional else ""
        says = " ".join(part for part in (f"{TERMS[self.terms]}.", self.says, self.instead) if part)
        return f"{says} ({self.citation}){mark}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeUse:
    """What hours of work are for; ``divided`` says that other money pays a part of them."""

    code: str
    label: str
    words: str
    federal: bool
    divided: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarter:
    """The part of a month's paid time on federal elections above which nothing is shared."""

    percent: int
    says: str
    instead: str
    citation: str
    federal_sides: frozenset[str]

    def broken(self, federal: int, paid: int) -> bool:
        """Whether somebody's minutes on federal elections are more than that part of all."""
        return federal * 100 > paid * self.percent


@dataclass(frozen=True, slots=True, kw_only=True)
class CostRule:
    """One row of the table: sides that bear and that owe (``*`` for any), its terms and days."""

    bearers: tuple[str, ...]
    debtors: tuple[str, ...]
    connected: bool
    terms: CostTerms
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Settlement:
    """As what payer and payee record a share that is paid: kinds of entries, and the law."""

    out: str
    into: str
    citation: str


# --- the tables


@cache
def what_is_shared() -> Mapping[str, str]:
    """Return what may be shared, in words by code."""
    return MappingProxyType(dict(rules_table("shared_costs")["what"]))


@cache
def bases() -> Mapping[str, str]:
    """Return how a share may be measured, in words by code."""
    rows = rules_table("shared_costs")["bases"]
    return MappingProxyType({row["code"]: row["label"] for row in rows})


@cache
def time_uses() -> Mapping[str, TimeUse]:
    """Return what hours of work may be for, by code."""
    rows = rules_table("shared_costs")["uses"]
    return MappingProxyType({row["code"]: TimeUse(**row) for row in rows})


@cache
def most_agreed_days() -> int:
    """Return how many days for payment an agreement may give (provisional, see its citation)."""
    return int(rules_table("shared_costs")["agreed"]["most_days"])


def cost_terms(bearer: Holder, debtor: Holder, on: date, *, connected: bool = False) -> CostTerms:
    """Return on what terms ``debtor`` may owe ``bearer`` its share of a cost on a day.

    ``connected`` says that the debtor is the bearer's own separate segregated fund. What no row of
    the table knows is refused.
    """
    sides = side_of(bearer), side_of(debtor)
    for row in rules_table("shared_costs")["terms"]:
        if row.get("connected", False) and not connected:
            continue
        dated = in_force(row.get("since", EARLIEST), row.get("until"), on)
        if dated and _names(row["from"], sides[0]) and _names(row["to"], sides[1]):
            return _read(row, *sides)
    says, instead, citation = _UNKNOWN
    return CostTerms(
        bearer=sides[0], debtor=sides[1], terms=NEVER, clock="", may=frozenset(),
        needs=frozenset(), says=says, instead=instead, citation=citation, confidence="knowledge",
    )  # fmt: skip


@cache
def cost_rules() -> tuple[CostRule, ...]:
    """Return every row of the terms, in the order of the table."""
    return tuple(
        CostRule(
            bearers=tuple(row["from"]), debtors=tuple(row["to"]),
            connected=row.get("connected", False), terms=_read(row, "", ""),
            since=row.get("since", EARLIEST), until=row.get("until"),
        )
        for row in rules_table("shared_costs")["terms"]
    )  # fmt: skip


def quarter_of(employer_kind: str, on: date) -> Quarter | None:
    """Return the rule of the month's paid time that binds an employer on a day, if one does.

    Law: 11 CFR 106.7(d)(1).
    """
    for row in rules_table("shared_costs")["quarters"]:
        if employer_kind in row["employers"] and in_force(row["since"], row.get("until"), on):
            return Quarter(
                percent=row["percent"], says=row["says"], instead=row["instead"],
                citation=row["citation"], federal_sides=frozenset(row["federal_sides"]),
            )  # fmt: skip
    return None


def settlement_of(payer: Holder, payee: Holder) -> Settlement:
    """Return as what both sides record a share that is paid; raises BadInput where none may be."""
    sides = side_of(payer), side_of(payee)
    for row in rules_table("shared_costs")["settlements"]:
        if not (_names(row["from"], sides[0]) and _names(row["to"], sides[1])):
            continue
        out = row.get("out") or row["out_of"].get(sides[0])
        into = row.get("into") or row["into_of"].get(sides[1])
        if out and into:
            return Settlement(out, into, row["citation"])
    raise BadInput("Between these two accounts no share of a cost can be paid; choose others.")


def settlement_passage(payer: Holder, payee: Holder, on: date) -> Passage:
    """Return the passage of a share that is paid: a price for what was used, and no gift.

    It is refused where the two may not share a cost.
    """
    terms = cost_terms(payee, payer, on)
    if not terms.owes:
        return Passage("refused", "", "", frozenset(), terms.says, terms.instead, terms.citation)
    found = settlement_of(payer, payee)
    says = "A share of a cost at its price; nothing is given."
    return Passage("allowed", found.out, found.into, frozenset(), says, "", found.citation)


# --- arithmetic


def time_shares(pay_cents: int, minutes: Sequence[int]) -> tuple[int, ...]:
    """Return a month's pay shared by minutes; the shares add up to the pay to the cent.

    Raises BadInput when no time was worked at all.
    """
    if sum(minutes) <= 0:
        raise BadInput("Nobody worked an hour in that month, so its pay cannot be shared.")
    return allocate(pay_cents, minutes)


def part_of_cost(cost_cents: int, part: int, whole: int) -> int:
    """Return a part of a cost in cents, by usage or by a fixed share.

    Raises BadInput for a part that is larger than the whole, or for nothing at all.
    """
    if not 0 < part <= whole:
        raise BadInput("The part must be above zero and no more than the whole.")
    return allocate(cost_cents, (part, whole - part))[0]


def share_due(
    terms: CostTerms,
    invoiced: date,
    first_use: date,
    agreed_days: int | None = None,
    overrides: Iterable[Override] = (),
) -> date:
    """Return the last day on which a share is paid in time.

    Full value in advance is paid by the first day of use. In arrears the clock runs from the day
    of the invoice; an agreement's days go before it, but not before counsel's word.
    """
    if terms.terms == ADVANCE:
        return first_use
    given = tuple(overrides)
    found = clock_on(terms.clock, invoiced, given)
    if agreed_days is not None and found.override is None:
        return invoiced + timedelta(days=agreed_days)
    return runs_out(terms.clock, invoiced, given)


def _names(listed: Sequence[str], side: str) -> bool:
    return side in listed or ANY in listed


def _read(row: Mapping[str, Any], bearer: str, debtor: str) -> CostTerms:
    return CostTerms(
        bearer=bearer, debtor=debtor, terms=row["terms"], clock=row.get("clock", ""),
        may=frozenset(row.get("may", what_is_shared())), needs=frozenset(row.get("needs", ())),
        says=row["says"], instead=row.get("instead", ""), citation=row["citation"],
        confidence=row["confidence"],
    )  # fmt: skip
