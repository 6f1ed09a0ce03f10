"""What a letter to a donor says about tax, by what the recipient is in tax law.

Contributions to a charity are deducted within bounds and acknowledged in writing from $250 on (26
U.S.C. 170(f)(8)); whoever gives to a committee or an issue organisation is told that nothing is
(6113). The words stand in ``resources/rules/tax_notices.toml``.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from financedesk.errors import BadInput
from financedesk.rules.data import rules_table
from financedesk.rules.money import format_cents

CHARITY, SOCIAL_WELFARE, POLITICAL = "charity", "social_welfare", "political"
ALWAYS, NO_BENEFIT, BENEFIT, IN_KIND, KEEP = "always", "no_benefit", "benefit", "in_kind", "keep"
ACKNOWLEDGED_FROM = 250_00
"""From so many cents a single gift to a charity is acknowledged in writing (170(f)(8)(A))."""
DISCLOSED_ABOVE = 75_00
"""A charity says what is deductible of a payment above so many cents (6115)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Benefit:
    """What a donor received in exchange: in words, and its value in cents, in good faith."""

    words: str
    cents: int

    def require_sense(self) -> None:
        """Raise BadInput without words or with a value below a cent."""
        if not self.words.strip():
            raise BadInput("Say what the donor received: a dinner, a book, two tickets.")
        if self.cents <= 0:
            raise BadInput("What was received has a value above zero; without one leave it out.")


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxNotice:
    """One sentence about tax, by what law, and how sure that is."""

    text: str
    citation: str
    confidence: str


def tax_class(entity_kind: str) -> str:
    """Return what an entity is in tax law: a charity, an issue organisation, or political."""
    classes: Mapping[str, str] = rules_table("tax_notices")["classes"]
    return classes.get(entity_kind, POLITICAL)


def tax_notices(
    entity_kind: str,
    name: str,
    ein: str,
    about: Collection[str] = (),
    *,
    benefit: Benefit | None = None,
    given_cents: int = 0,
) -> tuple[TaxNotice, ...]:
    """Return what is said about tax; ``about`` are NO_BENEFIT, BENEFIT, IN_KIND, KEEP.

    Raises BadInput where a charity's number is missing: the donor needs it.
    """
    found = tax_class(entity_kind)
    if found == CHARITY and not ein:
        raise BadInput(f"{name} has no EIN in the book; enter it on its page: a receipt names it.")
    deductible = max(0, given_cents - (0 if benefit is None else benefit.cents))
    filled = {
        "name": name,
        "ein": ein,
        "benefit": "" if benefit is None else benefit.words,
        "value": "" if benefit is None else format_cents(benefit.cents, symbol=True),
        "deductible": format_cents(deductible, symbol=True),
    }
    return tuple(
        TaxNotice(
            text=row["text"].format(**filled), citation=row["citation"],
            confidence=row["confidence"],
        )
        for row in rules_table("tax_notices")["notice"]
        if row["class"] == found and row["about"] in (ALWAYS, *about)
    )  # fmt: skip
