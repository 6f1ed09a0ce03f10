"""Checks about registration: who has become a political committee, and a multicandidate one."""

from collections.abc import Iterator, Mapping
from datetime import date

from sqlalchemy import func, select

from financedesk.compliance.checks.entries import item
from financedesk.compliance.checks.few import of_kinds
from financedesk.compliance.facts import Facts
from financedesk.compliance.finding import Finding
from financedesk.ledger import tables
from financedesk.ledger.entities import EntityRow
from financedesk.ledger.register_kinds import KindGroup, kinds_of
from financedesk.rules.entities import entity_kind
from financedesk.rules.money import format_cents
from financedesk.rules.thresholds import reaches

day_total, registration, donor = tables.day_total, tables.registration, tables.donor

# What a group is measured by, with the threshold of each: 52 U.S.C. 30101(4)(A), (C).
_MEASURES: Mapping[str, tuple[tuple[KindGroup, str, str], ...]] = {
    "local_party": (
        ("receipts", "register_local_received", "received"),
        ("payments", "register_local_spent", "spent"),
    ),
    "": (
        ("receipts", "register_group", "received"),
        ("disbursements", "register_group", "spent"),
    ),
}
_MULTICANDIDATE = frozenset({"pac", "ssf", "leadership_pac", "hybrid_pac"})
_MOST_ALONE, _CANDIDATES, _MONTHS = 50, 5, 6
_TO_CANDIDATES = ("contribution_to_candidate", "in_kind_contribution_to_candidate")
_STATE_KINDS = ("nonfederal_receipt",)


# --- a political committee by now


def registration_due(facts: Facts) -> Iterator[Finding]:
    """Yield bodies that the FEC does not know and that took in or spent enough to be committees."""
    for entity in facts.entities.values():
        if not entity_kind(entity.kind).federal or entity.committee_id or entity.closed_on:
            continue
        crossings = list(_crossings(facts, entity))
        if crossings:
            yield _unregistered(facts, entity, *min(crossings))


def _crossings(facts: Facts, entity: EntityRow) -> Iterator[tuple[str, int, str]]:
    """Yield day, sum of the year in cents and word of what first reached its threshold."""
    for group, code, word in _MEASURES.get(entity.kind, _MEASURES[""]):
        sums: dict[str, int] = {}
        for day, cents in _by_day(facts, entity.id, kinds_of(group)):
            sums[day[:4]] = sums.get(day[:4], 0) + cents
            if reaches(code, sums[day[:4]], date.fromisoformat(day), facts.counsel):
                yield day, sums[day[:4]], word
                break


def _by_day(facts: Facts, entity_id: int, wanted: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    query = (
        select(day_total.c.day, func.sum(day_total.c.cents))
        .where(
            day_total.c.entity_id == entity_id, day_total.c.kind.in_(wanted),
            day_total.c.day >= f"{facts.today.year - 1}-01-01",
        )
        .group_by(day_total.c.day)
        .order_by(day_total.c.day)
    )  # fmt: skip
    for day, cents in facts.connection.execute(query):
        yield day, int(cents)


def _unregistered(facts: Facts, entity: EntityRow, day: str, cents: int, word: str) -> Finding:
    return Finding(
        rule="registration_due", entity_id=entity.id, key=f"year {day[:4]}", subject=entity.name,
        cents=cents, since=day, due=facts.last_day("register", day),
        why=f"{format_cents(cents, symbol=True)} was {word} in {day[:4]} by {day}, and the FEC"
        " does not know it.",
    )  # fmt: skip


# --- a multicandidate committee by now


def multicandidate_due(facts: Facts) -> Iterator[Finding]:
    """Yield committees that meet the three conditions and are not noted as multicandidate."""
    for entity in facts.entities.values():
        if entity.kind not in _MULTICANDIDATE or entity.qualified or not entity.committee_id:
            continue
        since = _half_a_year_on(facts, entity)
        fifth = _fifth_candidate(facts, entity.id) if since and since <= facts.today else ""
        if since and fifth and _has_enough_givers(facts, entity.id):
            day = max(since.isoformat(), fifth)
            yield Finding(
                rule="multicandidate_due", entity_id=entity.id, key="registration",
                subject=entity.name, since=day, due=facts.last_day("multicandidate", day),
                why=f"Registered six months ago, more than {_MOST_ALONE} contributors, and"
                f" {_CANDIDATES} candidates by {fifth}.",
            )  # fmt: skip


def _half_a_year_on(facts: Facts, entity: EntityRow) -> date | None:
    """Return the day on which its registration is six months old; None where nobody noted it."""
    query = select(func.min(registration.c.from_date)).where(
        registration.c.entity_id == entity.id, registration.c.authority == "FEC"
    )
    noted = facts.connection.execute(query).scalar()
    if not noted:
        return None
    begun = date.fromisoformat(noted)
    over = begun.month + _MONTHS > 12
    month = (begun.month + _MONTHS - 1) % 12 + 1
    return date(begun.year + over, month, min(begun.day, 28))


def _has_enough_givers(facts: Facts, entity_id: int) -> bool:
    some = (
        select(donor.c.card_id)
        .where(donor.c.entity_id == entity_id, donor.c.gifts > 0)
        .limit(_MOST_ALONE + 1)
    )
    return len(facts.connection.execute(some).all()) > _MOST_ALONE


def _fifth_candidate(facts: Facts, entity_id: int) -> str:
    """Return the day on which the fifth candidate was given to, empty before it."""
    query = (
        select(item.c.card_id, func.min(item.c.item_date))
        .where(
            of_kinds(facts, _TO_CANDIDATES), item.c.entity_id == entity_id, item.c.memo == 0,
            item.c.card_id.is_not(None),
        )
        .group_by(item.c.card_id)
    )  # fmt: skip
    days = sorted(day for _, day in facts.connection.execute(query))
    return days[_CANDIDATES - 1] if len(days) >= _CANDIDATES else ""


# --- a state's registration


def state_registration(facts: Facts) -> Iterator[Finding]:
    """Yield bodies with money for state elections that are registered with no state."""
    known = select(registration.c.entity_id).where(
        registration.c.entity_id.in_(facts.ids), func.length(registration.c.authority) == 2
    )
    registered = set(facts.connection.execute(known).scalars())
    asked = [one for one in facts.entities.values() if one.id not in registered]
    for entity in asked:
        total = sum(cents for _, cents in _by_day(facts, entity.id, _STATE_KINDS))
        if reaches("register_group", total, facts.today, facts.counsel):
            yield Finding(
                rule="state_registration", entity_id=entity.id, key="states",
                subject=entity.name, cents=total,
                why=f"{format_cents(total, symbol=True)} came in for state elections, and no"
                " registration with a state is noted.",
            )  # fmt: skip
