"""What officials promised: the text they signed, whom they authorised, and how it stands.

A pledge is voluntary and revocable, a memorandum and never a receivable. How it came to stand as it
does is a row of steps; the newest says how it stands.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest

from sqlalchemy import Connection, select

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, NotFound
from financedesk.ledger import tables
from financedesk.remittances.people import TERMS
from financedesk.remittances.schedules import versions
from financedesk.remittances.shelf import Kept, Shelf
from financedesk.remittances.waivers import attested, lacking
from financedesk.rules.pay import PledgedDays
from financedesk.rules.pledge_words import REFUSED, judge_pledge
from financedesk.rules.pledges import (
    ACTIVE,
    DRAFTED,
    Author,
    Ruling,
    may_move,
    require_move,
    states,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pledge:
    """The text that an official signs, the schedule that it goes by, and its first day."""

    official_id: int
    schedule_code: str
    text_version: str
    text: str
    from_date: date
    signed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PledgeStep:
    """From ``on_date`` on a pledge is ``state``: who moved it, in which role, and why.

    ``until_date`` is the last day of a waiver, where there is one.
    """

    pledge_id: int
    state: str
    on_date: date
    until_date: date | None = None
    role: str
    who: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PledgeRecipient:
    """An entity, by its short name, that the official authorised to receive, and in which order.

    ``tier`` 1 comes first; within a tier money is shared by ``weight``. ``wish_cents`` is the
    official's own figure for a month, ``cap_cents`` the most in a month.
    """

    pledge_id: int
    recipient: str
    account_kind: str
    tier: int = 1
    weight: int = 1
    wish_cents: int | None = None
    cap_cents: int | None = None
    consented_on: date
    from_date: date | None = None
    to_date: date | None = None


def move_pledge(unit: UnitOfWork, fact: PledgeStep, *, federal: bool = False) -> int:
    """Bring a pledge into another state and return the step's number.

    ``federal`` says that the author holds or seeks federal office, or works for the federal
    government. Raises NotFound for an unknown pledge, and Refused with reason and law when the
    author may not, when something is missing, or when no way leads there.
    """
    kept = PLEDGES.one(unit.connection, fact.pledge_id)
    require_move(*_asked(unit.connection, kept, fact, federal=federal))
    return STEPS.add(unit, kept.entity_id, fact)


def ruling_on(connection: Connection, fact: PledgeStep, *, federal: bool = False) -> Ruling:
    """Return whether a pledge may be brought into another state so, why (not) and by what law.

    Raises NotFound for an unknown pledge, state or role.
    """
    kept = PLEDGES.one(connection, fact.pledge_id)
    return may_move(*_asked(connection, kept, fact, federal=federal))


def _asked(
    connection: Connection, kept: Kept[Pledge], fact: PledgeStep, *, federal: bool
) -> tuple[str, str, Author, set[str]]:
    """Return what the rules want to know of a step: from where, to where, who, and what is met."""
    steps = STEPS.of(connection, kept.entity_id, pledge_id=kept.id)
    author = Author(role=fact.role, name=fact.who, federal=federal)
    return state_of([one.fact for one in steps]), fact.state, author, _met(connection, kept, fact)


def _met(connection: Connection, kept: Kept[Pledge], step: PledgeStep) -> set[str]:
    """Return the codes of what is there of that which a move may want first."""
    given, on = kept.fact, step.on_date
    declared = attested(connection, kept.entity_id, given.official_id)
    terms = TERMS.of(connection, kept.entity_id, official_id=given.official_id)
    there = {
        "text": not any(one.tone == REFUSED for one in judge_pledge(given.text)),
        "signature": given.signed_on is not None and given.signed_on <= on,
        "recipients": bool(RECIPIENTS.of(connection, kept.entity_id, pledge_id=kept.id)),
        "attestations": not any(lacking(declared, on)),
        "reason": bool(step.note.strip()),
        "until": step.until_date is not None or bool(step.note.strip()),
        "term_ended": all(one.fact.to_date is not None and one.fact.to_date < on for one in terms),
    }
    return {code for code, is_there in there.items() if is_there}


def state_of(steps: Sequence[PledgeStep]) -> str:
    """Return how a pledge stands after its steps; drafted without any."""
    return _ordered(steps)[-1].state if steps else DRAFTED


def over_on(steps: Sequence[PledgeStep]) -> date | None:
    """Return the day on which a pledge ended or was revoked, None while it stands."""
    last = _ordered(steps)[-1] if steps else None
    return last.on_date if last is not None and states()[last.state].final else None


def active_days(pledge: Pledge, steps: Sequence[PledgeStep]) -> Iterator[PledgedDays]:
    """Yield the days on which a pledge is active; what ends them is known from its own day on."""
    ordered = _ordered(steps)
    for step, following in zip_longest(ordered, ordered[1:]):
        if step.state != ACTIVE:
            continue
        begins = max(pledge.from_date, step.on_date)
        if following is None:
            yield PledgedDays(from_day=begins, known_on=step.on_date)
        elif begins < following.on_date:
            yield PledgedDays(from_day=begins, known_on=step.on_date)
            last = following.on_date - timedelta(days=1)
            yield PledgedDays(from_day=begins, to_day=last, known_on=following.on_date)


def _ordered(steps: Sequence[PledgeStep]) -> list[PledgeStep]:
    # The order of entry decides within a day, which sorting keeps.
    return sorted(steps, key=lambda one: one.on_date)


def _judge_pledge(connection: Connection, entity_id: int, fact: Pledge, _row: int) -> None:
    versions(connection, entity_id, fact.schedule_code)
    if not fact.text.strip():
        raise BadInput("A pledge is what the official signs; enter its text.")


def _judge_step(connection: Connection, entity_id: int, fact: PledgeStep, _row: int) -> None:
    if fact.state not in states():
        raise BadInput(f"A pledge is one of {', '.join(states())}.")
    steps = STEPS.of(connection, entity_id, pledge_id=fact.pledge_id)
    if any(one.fact.on_date > fact.on_date for one in steps):
        raise BadInput("The pledge was moved on a later day already; enter steps in their order.")


def _judge_recipient(
    connection: Connection, _entity: int, fact: PledgeRecipient, _row: int
) -> None:
    entity, account = tables.entity.c, tables.account.c
    kinds = (
        select(account.kind).join(tables.entity, entity.id == account.entity_id)
        .where(entity.code == fact.recipient)
    )  # fmt: skip
    known = set(connection.execute(kinds).scalars())
    if not known:
        raise NotFound(f"There is no entity “{fact.recipient}” with an account in this book.")
    if fact.account_kind not in known:
        raise BadInput(f"{fact.recipient} has no {fact.account_kind} account; choose another one.")
    amounts = [one for one in (fact.wish_cents, fact.cap_cents) if one is not None]
    if fact.tier < 1 or fact.weight < 1 or min(amounts, default=0) < 0:
        raise BadInput("Tier and weight begin at 1, and amounts are not below zero.")


PLEDGES = Shelf(tables.pledge, Pledge, "pledge", _judge_pledge)
STEPS = Shelf(tables.pledge_step, PledgeStep, "step of a pledge", _judge_step)
RECIPIENTS = Shelf(
    tables.pledge_recipient, PledgeRecipient, "recipient of a pledge", _judge_recipient
)
