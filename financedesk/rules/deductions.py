"""What of a gift to a charity the giver may deduct: bounds by the year of the gift.

Nothing given to a party, PAC, candidate or issue organisation is deductible (26 U.S.C. 162(e), 276;
McDonald v. Commissioner, 323 U.S. 57). The bounds for charities stand in
``resources/rules/deductions.toml``. No tax return is asked for: the official does this sum.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from financedesk.errors import BadInput, NotFound
from financedesk.rules.data import in_force, rules_table
from financedesk.rules.money import format_cents

BASIS_POINTS, PERCENT = 10_000, 100
YES, NO, PARTLY = "yes", "no", "partly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deduction:
    """The bounds of one span of years; amounts in cents."""

    since: date
    until: date | None
    floor_basis_points: int
    ceiling_percent: int
    not_itemising: int
    not_itemising_joint: int
    acknowledgment: int
    citation: str
    confidence: str
    value_percent: int | None = None

    @property
    def words(self) -> str:
        """Return the bounds as one sentence for the giver."""
        floor = ""
        if self.floor_basis_points:
            share = format_cents(self.floor_basis_points).removesuffix("0")
            floor = f" above {share} % of adjusted gross income and"
        plain = "nothing"
        if self.not_itemising:
            single, joint = (
                format_cents(one, symbol=True).removesuffix(".00")
                for one in (self.not_itemising, self.not_itemising_joint)
            )
            plain = f"up to {single} ({joint} on a joint return)"
        return (
            f"Who itemises deducts what lies{floor} below {self.ceiling_percent} % of it;"
            f" who does not deducts {plain}."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Deductible:
    """What of a year's gifts to charities is deducted, in cents, and the bounds that decided it."""

    itemising_cents: int
    not_itemising_cents: int
    floor_cents: int
    ceiling_cents: int
    rule: Deduction

    @property
    def words(self) -> str:
        """Return the result with its numbers."""
        return (
            f"Itemising {format_cents(self.itemising_cents, symbol=True)} (the first"
            f" {format_cents(self.floor_cents, symbol=True)} are lost, and nothing above"
            f" {format_cents(self.ceiling_cents, symbol=True)} counts); without itemising"
            f" {format_cents(self.not_itemising_cents, symbol=True)} [{self.rule.citation}]."
        )


@cache
def deductions() -> tuple[Deduction, ...]:
    """Return every span of years, oldest first."""
    return tuple(_deduction(row) for row in rules_table("deductions")["deduction"])


@cache
def deduction_on(on: date) -> Deduction:
    """Return the bounds for gifts of a day; raises NotFound for a year before the table."""
    found = next((one for one in deductions() if in_force(one.since, one.until, on)), None)
    if found is None:
        first = deductions()[0].since
        raise NotFound(f"Deductions are known from {first} on, not for {on}; ask a tax adviser.")
    return found


def deductible_of(
    gifts_cents: int, on: date, income_cents: int, *, joint: bool = False
) -> Deductible:
    """Return what of a year's cash gifts to charities is deducted, both ways.

    ``income_cents`` is adjusted gross income. A floor is rounded up and a ceiling down to whole
    cents: never more than the law allows. Raises BadInput below zero.
    """
    if gifts_cents < 0 or income_cents < 0:
        raise BadInput("Gifts and income are not below zero; type them without a sign.")
    rule = deduction_on(on)
    floor = -(-income_cents * rule.floor_basis_points // BASIS_POINTS)
    ceiling = income_cents * rule.ceiling_percent // PERCENT
    plain = rule.not_itemising_joint if joint else rule.not_itemising
    return Deductible(
        itemising_cents=max(0, min(gifts_cents, ceiling) - floor),
        not_itemising_cents=min(gifts_cents, plain),
        floor_cents=floor,
        ceiling_cents=ceiling,
        rule=rule,
    )


def deductible_word(*, charity: bool, on: date) -> str:
    """Return yes, no or partly for a gift of a day to a recipient that is a charity or is not."""
    if not charity:
        return NO
    return PARTLY if deduction_on(on).floor_basis_points else YES


def _deduction(row: dict[str, Any]) -> Deduction:
    given = {name: value for name, value in row.items() if name not in {"from", "until"}}
    return Deduction(since=row["from"], until=row.get("until"), **given)
