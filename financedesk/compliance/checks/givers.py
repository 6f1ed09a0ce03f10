"""Checks about who gives: what is not known of them, and who may be somebody else."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, func, or_, select

from financedesk.compliance.checks.entries import about, by_card, contact, entries, item, of_gifts
from financedesk.compliance.facts import Facts, name_of
from financedesk.compliance.finding import Finding
from financedesk.ledger import tables
from financedesk.ledger.register_kinds import kinds_of

_HOME = ("", "us", "usa", "u.s.", "u.s.a.", "united states", "united states of america")
CITIZEN = "citizen"
"""What somebody declares who is a citizen or a permanent resident."""
_PEOPLE = ("IND", "CAN")
_LEGAL_FORMS = (
    "inc", "inc.", "incorporated", "llc", "l.l.c.", "llp", "l.l.p.", "lp", "corp", "corp.",
    "corporation", "ltd", "ltd.", "pllc", "plc",
)  # fmt: skip
# These are family names as well: without a given name beside them they are no person's.
_BODIES = re.compile(
    r"\b(?:bank|trust|fund|church|company|co|assn|association|foundation|union|local \d+|pc|"
    r"partners|partnership|holdings|farms|construction|industries|enterprises|group|club|"
    r"committee|pac|society|school|university|clinic|dental|services)\b"
)


def missing_information(facts: Facts) -> Iterator[Finding]:
    """Yield givers above $200 of whom employer or occupation is not known (11 CFR 104.7(b))."""
    waiting = tables.incomplete_item
    first = f"{facts.today.year - 1}-01-01"
    query = (
        entries(facts)
        .join(waiting, waiting.c.item_id == item.c.id)
        .where(waiting.c.kind.in_(kinds_of("contributions")), waiting.c.item_date >= first)
    )

    asked = _days_asked(facts)

    def found(rows: list[RowMapping]) -> Finding | None:
        days = asked.get(rows[-1]["whom"], ())
        left = [row for row in rows if not _was_asked(facts, row["item_date"], days)]
        if not left:
            return None
        last = left[-1]
        unknown = [name for name in ("employer", "occupation") if not last[name]]
        return about(
            "missing_information", left, f"{_and(unknown)} not known".capitalize() + ".",
            due=facts.last_day("best_efforts", last["item_date"]),
        )  # fmt: skip

    yield from by_card(facts.rows(query), found)


def _days_asked(facts: Facts) -> dict[int, list[str]]:
    """Return the days on which givers were asked by a message about nothing else, by card."""
    asked = tables.donor_request
    query = select(asked.c.card_id, asked.c.asked_on).where(
        asked.c.entity_id.in_(facts.ids), facts.about(asked.c.card_id), asked.c.with_appeal == 0
    )
    found: dict[int, list[str]] = {}
    for card_id, day in facts.connection.execute(query):
        found.setdefault(card_id, []).append(day)
    return found


def _was_asked(facts: Facts, received: str, days: Iterable[str]) -> bool:
    """Tell whether one request was made within the days after a gift: that is what is asked."""
    last = facts.last_day("best_efforts", received)
    return any(received <= day <= last for day in days)


def _citizens(facts: Facts) -> set[int]:
    """Return the cards of givers who declared that they are citizens or permanent residents."""
    said = tables.donor_attestation
    query = (
        select(said.c.card_id, said.c.given)
        .where(said.c.entity_id.in_(facts.ids), facts.about(said.c.card_id), said.c.kind == CITIZEN)
        .order_by(said.c.on_date, said.c.id)
    )
    newest = {row.card_id: row.given for row in facts.connection.execute(query)}
    return {card_id for card_id, given in newest.items() if given}


def foreign_address(facts: Facts) -> Iterator[Finding]:
    """Yield givers whose address is abroad (11 CFR 110.20(a)(7)(i)(A)): a sign, and no proof."""
    query = _gifts_of(
        facts, func.lower(func.trim(func.coalesce(contact.c.country, ""))).not_in(_HOME)
    )

    citizens = _citizens(facts)

    def found(rows: list[RowMapping]) -> Finding | None:
        last = rows[-1]
        if last["whom"] in citizens:
            return None
        country = last["country"]
        return about(
            "foreign_address", rows, f"The address is in {country}.",
            due=facts.last_day("questionable", last["item_date"]),
            figures=(("Country", country),),
        )  # fmt: skip

    yield from by_card(facts.rows(query), found)


def organisation_name(facts: Facts) -> Iterator[Finding]:
    """Yield people whose name is an organisation's (52 U.S.C. 30118)."""
    no_given_name = func.coalesce(contact.c.first_name, "") == ""
    # Most names are one word, and no more is asked of them.
    last_word = and_(
        contact.c.last_name.like("% %"),
        or_(*(func.lower(contact.c.last_name).like(f"% {form}") for form in _LEGAL_FORMS)),
    )
    query = _gifts_of(facts, and_(contact.c.type.in_(_PEOPLE), or_(no_given_name, last_word)))

    def found(rows: list[RowMapping]) -> Finding | None:
        last = rows[-1]
        word = _organisation_word(last["first_name"] or "", last["last_name"] or "")
        if not word:
            return None
        return about(
            "organisation_name", rows, f"“{name_of(last)}” has “{word}” in it.",
            due=facts.last_day("questionable", last["item_date"]),
        )  # fmt: skip

    yield from by_card(facts.rows(query), found)


def _organisation_word(first: str, last: str) -> str:
    """Return the word that makes a name an organisation's, empty for a person's."""
    words = last.casefold().split()
    if len(words) > 1 and words[-1] in _LEGAL_FORMS:
        return words[-1]
    known = None if first else _BODIES.search(last.casefold())
    return known.group() if known is not None else ""


def _gifts_of(facts: Facts, who: ColumnElement[bool]) -> Any:  # noqa: ANN401 - many columns
    """Return the query of gifts on a version of a card that is so: few, looked for first."""
    so = select(contact.c.card_id).where(
        facts.theirs(contact.c.entity_id, few=True), facts.about(contact.c.card_id), who
    )
    return entries(facts, few=True).where(of_gifts(), item.c.card_id.in_(so), who)


def _and(words: list[str]) -> str:
    return " and ".join(words)
