"""Pay of an official from the organisation, judged: by office, by what may be given, by signs.

What holds for which office is in ``rules.stipends``, what looks like a round trip in
``rules.round_trip``. Contracts of entities across a wall are not in it: nothing is said of them.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, Refused
from financedesk.ledger.crossings import body_class
from financedesk.ledger.entities import EntityRow, default_account, entities, entity_by_id
from financedesk.ledger.overrides import overrides
from financedesk.remittances.people import (
    CANDIDACIES,
    FEDERAL,
    OFFICES,
    OFFICIALS,
    TERMS,
    Official,
    names_of,
    official_in_view,
)
from financedesk.remittances.pledges import PLEDGES
from financedesk.remittances.shelf import Kept
from financedesk.remittances.stipends import (
    STIPENDS,
    Stipend,
    contracts_of,
    payments_to,
    signs_of,
)
from financedesk.rules.limits import limit_on, rule_for
from financedesk.rules.money import format_cents
from financedesk.rules.round_trip import MINUTES_AN_HOUR, Paid, Sign
from financedesk.rules.stipends import (
    BLOCKED,
    LIMITED,
    StipendRuling,
    income_cap,
    stipend_months,
    stipend_ruling,
    tax_words,
)
from financedesk.rules.stipends import Stipend as Asked

MEMBER, EXECUTIVE, CANDIDATE = "member_of_congress", "federal_executive", "federal_candidate"
STATE_OR_LOCAL, NO_OFFICE = "state_or_local", "none"
_EXECUTIVE_CLASS = "executive"
_CANDIDATE_RECIPIENT = "candidate"
_EVIDENCE = (("independent", "independent_evidence"), ("for_services", "services_evidence"))


Judged = tuple[StipendRuling, str]
"""Whether pay may be, and in words what bounds it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractDetail:
    """A contract with its verdict on a day, and what was paid under it, in cents.

    ``bound`` says in words what a payment that counts as a contribution must fit; empty where none
    does.
    """

    kept: Kept[Stipend]
    entity: str
    ruling: StipendRuling
    bound: str
    paid_cents: int
    last_paid: date | None

    @property
    def hour_cents(self) -> int:
        """What an hour costs by the contract, raised to a cent."""
        fact = self.kept.fact
        return -(-fact.monthly_cents * MINUTES_AN_HOUR // fact.monthly_minutes)

    def released_on(self, day: date) -> bool:
        """Whether counsel's release of it holds on a day."""
        fact = self.kept.fact
        until = fact.released_until or date.max
        return fact.released_on is not None and fact.released_on <= day <= until


@dataclass(frozen=True, slots=True, kw_only=True)
class StipendsDetail:
    """All that is known of an official's pay from the organisation on a day.

    ``offices`` are what the official is by ``rules.stipends``; ``signs`` stop every proposal as
    long as one stands. ``notes`` are sentences that go with any pay: tax, the cap of a Member.
    ``payers`` are the entities in view that could pay.
    """

    official: Kept[Official]
    name: str
    on: date
    offices: tuple[str, ...]
    contracts: tuple[ContractDetail, ...]
    signs: tuple[Sign, ...]
    notes: tuple[str, ...]
    payers: tuple[EntityRow, ...]


def stipends_detail(
    connection: Connection, official_id: int, visible: Collection[int], on: date
) -> StipendsDetail:
    """Return what entities in view pay an official, judged on a day; raises NotFound."""
    official = official_in_view(connection, official_id, visible)
    known = {one.id: one for one in entities(connection) if one.id in visible}
    held = list(contracts_of(connection, official, known.values()))
    paid = list(payments_to(connection, official, known, held))
    offices = offices_on(connection, official, on)
    return StipendsDetail(
        official=official, name=names_of(connection, [official])[official_id], on=on,
        offices=offices,
        contracts=tuple(_contract(connection, one, offices, on, paid) for one in held),
        signs=signs_of(connection, official, pledged_on(connection, official), visible, on),
        notes=tuple(_notes(offices, on)),
        payers=tuple(one for one in known.values() if not one.closed_on),
    )  # fmt: skip


def offices_on(connection: Connection, official: Kept[Official], on: date) -> tuple[str, ...]:
    """Return everything that an official is on a day, as pay goes by it."""
    whose = {"official_id": official.id}
    offices = {one.id: one.fact for one in OFFICES.of(connection, official.entity_id)}
    found: list[str] = []
    for term in TERMS.of(connection, official.entity_id, **whose):
        office = offices[term.fact.public_office_id]
        if not term.fact.from_date <= on <= (term.fact.to_date or date.max):
            continue
        if office.level != FEDERAL:
            found.append(STATE_OR_LOCAL)
        else:
            executive = office.office_class.strip().casefold() == _EXECUTIVE_CLASS
            found.append(EXECUTIVE if executive else MEMBER)
    seeking = CANDIDACIES.of(connection, official.entity_id, **whose)
    if any(one.fact.from_date <= on <= (one.fact.to_date or date.max) for one in seeking):
        found.append(CANDIDATE)
    return tuple(dict.fromkeys(found)) or (NO_OFFICE,)


def ruling_of(
    connection: Connection, official_id: int, entity_id: int, fact: Stipend, on: date
) -> Judged:
    """Return whether an entity may pay an official so on a day, and in words what bounds it.

    Raises NotFound for an unknown official, entity or kind of pay.
    """
    official = OFFICIALS.one(connection, official_id)
    return _judged(connection, entity_id, fact, offices_on(connection, official, on), on)


def ruling_after(
    connection: Connection, official_id: int, stipend_id: int, fact: Stipend, on: date
) -> Judged:
    """Return how a contract would be judged once corrected; as ``ruling_of`` otherwise."""
    before = STIPENDS.one(connection, stipend_id)
    corrected = _with_release(before.fact, fact)
    return ruling_of(connection, official_id, before.entity_id, corrected, on)


def enter_stipend(
    unit: UnitOfWork, official_id: int, entity_id: int, fact: Stipend, on: date
) -> int:
    """Keep a contract of an entity with an official and return its number.

    Raises Refused with law and remedy where such pay is blocked, and BadInput.
    """
    _refuse_blocked(unit.connection, official_id, entity_id, fact, on)
    return STIPENDS.add(unit, entity_id, _with_release(_unreleased(fact), fact))


def correct_stipend(
    unit: UnitOfWork, official_id: int, stipend_id: int, fact: Stipend, on: date
) -> None:
    """Correct a contract; counsel's release of it ends when what counsel saw has changed.

    Raises as ``enter_stipend``, and NotFound.
    """
    before = STIPENDS.one(unit.connection, stipend_id)
    _refuse_blocked(unit.connection, official_id, before.entity_id, fact, on)
    STIPENDS.edit(unit, stipend_id, _with_release(before.fact, fact))


def release_contract(
    unit: UnitOfWork, stipend_id: int, who: str, on: date, until: date | None = None
) -> None:
    """Note that counsel released a contract as it stands; raises NotFound and BadInput."""
    kept = STIPENDS.one(unit.connection, stipend_id)
    if not who.strip():
        raise BadInput("Name counsel who released the contract.")
    if until is not None and until < on:
        raise BadInput(f"The release would end on {until}, before it begins.")
    STIPENDS.edit(unit, stipend_id, replace(
        kept.fact, released_by=" ".join(who.split()), released_on=on, released_until=until
    ))  # fmt: skip


# --- what it is judged by


def _contract(
    connection: Connection,
    kept: Kept[Stipend],
    offices: tuple[str, ...],
    on: date,
    paid: list[Paid],
) -> ContractDetail:
    ruling, bound = _judged(connection, kept.entity_id, kept.fact, offices, on)
    mine = [one for one in paid if one.contract == str(kept.id)]
    return ContractDetail(
        kept=kept, entity=entity_by_id(connection, kept.entity_id).name, ruling=ruling,
        bound=bound, paid_cents=sum(one.cents for one in mine),
        last_paid=max((one.on for one in mine), default=None),
    )  # fmt: skip


def _judged(
    connection: Connection, entity_id: int, fact: Stipend, offices: tuple[str, ...], on: date
) -> Judged:
    account = default_account(connection, entity_id)
    entity = entity_by_id(connection, entity_id)
    giver = body_class(connection, entity, "" if account is None else account.kind, on)
    holds = fact.released_on is not None and fact.released_on <= on <= (
        fact.released_until or date.max
    )
    ruling = stipend_ruling(
        Asked(
            offices=offices, pay=fact.pay, giver=giver, on=on, evidence=_evidence(fact),
            released_by=fact.released_by if holds else "",
        )
    )  # fmt: skip
    return ruling, _bound(connection, fact, giver, on) if ruling.ruling == LIMITED else ""


def _evidence(fact: Stipend) -> frozenset[str]:
    """Return for which parts of the bona fide test there is evidence; a rate is compared."""
    found = {code for code, name in _EVIDENCE if getattr(fact, name).strip()}
    market = fact.market_cents
    shown = market is not None and bool(fact.market_evidence.strip())
    if shown and fact.monthly_cents * MINUTES_AN_HOUR <= (market or 0) * fact.monthly_minutes:
        found.add("market")
    return frozenset(found)


def _bound(connection: Connection, fact: Stipend, giver: str, on: date) -> str:
    """Return how many payments fit what the entity may give a candidate for one election."""
    rule = rule_for(giver, _CANDIDATE_RECIPIENT)
    limit = None if rule is None else limit_on(rule, on, overrides(connection)).cents
    if limit is None:
        return ""
    fitting, rest = stipend_months(fact.monthly_cents, limit)
    return (
        f"Each payment is a contribution of the entity: {fitting} of"
        f" {format_cents(fact.monthly_cents, symbol=True)} fit the"
        f" {format_cents(limit, symbol=True)} of one election, {format_cents(rest, symbol=True)}"
        " are left over; what the entity gives the campaign otherwise counts with them."
    )


def _refuse_blocked(
    connection: Connection, official_id: int, entity_id: int, fact: Stipend, on: date
) -> None:
    for day in {on, max(on, fact.from_date)}:
        ruling, _bound = ruling_of(connection, official_id, entity_id, fact, day)
        if ruling.ruling == BLOCKED:
            raise Refused(ruling.words)


def _with_release(before: Stipend, fact: Stipend) -> Stipend:
    """Return a contract with counsel's release of what it was, if counsel saw it as it is now."""
    if _seen_by_counsel(before) != _seen_by_counsel(fact):
        return _unreleased(fact)
    return replace(
        fact, released_by=before.released_by, released_on=before.released_on,
        released_until=before.released_until,
    )  # fmt: skip


def _seen_by_counsel(fact: Stipend) -> Stipend:
    """Return what of a contract counsel decides on: all but its last day and the tax form."""
    return replace(_unreleased(fact), to_date=None, tax_form="")


def _unreleased(fact: Stipend) -> Stipend:
    return replace(fact, released_by="", released_on=None, released_until=None)


def pledged_on(connection: Connection, official: Kept[Official]) -> date | None:
    """Return the day on which an official signed the newest pledge, None without one."""
    held = PLEDGES.of(connection, official.entity_id, official_id=official.id)
    newest = max(held, key=lambda one: (one.fact.from_date, one.id), default=None)
    return None if newest is None else newest.fact.signed_on


def _notes(offices: tuple[str, ...], on: date) -> Iterator[str]:
    yield tax_words()
    cap = income_cap(on.year)
    if MEMBER in offices and cap is not None:
        yield (
            f"Outside earned income of a Member is capped at {format_cents(cap, symbol=True)} in"
            f" {on.year} [5 U.S.C. 13143(a)]."
        )
