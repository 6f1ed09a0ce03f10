"""Remedies of one gift above its limit or on hold: paper, release, return, deposit.

What is open, how far and until when is ``ledger.gift_remedies``; the acts are ``gift_corrections``
and ``hold``. Law: 11 CFR 103.3(b), 110.1(b)(5), 110.1(k)(3).
"""

from collections.abc import Callable, Mapping
from datetime import date

from sqlalchemy import select

from financedesk.book.unit import UnitOfWork
from financedesk.compliance.remedy import Act, Asked, Given, Opening, require_words
from financedesk.errors import BadInput, Refused
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact, read_contact
from financedesk.ledger.gift_corrections import (
    NOBODY,
    How,
    Reattribution,
    Redesignation,
    reattribute,
    reattribute_to_new,
    redesignate,
    settle_with_paper,
)
from financedesk.ledger.gift_remedies import InQuestion, Way, in_question
from financedesk.ledger.hold import (
    HoldTerms,
    Settled,
    deposit_held,
    place_hold,
    release_hold,
    return_held,
)
from financedesk.ledger.hold_outlook import DOUBTFUL
from financedesk.ledger.hold_rows import open_hold
from financedesk.rules.holds import hold_dues
from financedesk.rules.remedies import REATTRIBUTE, REDESIGNATE

item = tables.item

_HOW: Mapping[str, How] = {"signed": "signed", "presumed": "presumed"}


def gift_above(asked: Asked) -> InQuestion | None:
    """Return the newest gift of a finding of which something is above a limit, with its ways."""
    for item_id in asked.item_ids:
        found = in_question(asked.connection, item_id, asked.today, asked.visible)
        if found is not None and found.entity_id == asked.finding.entity_id:
            return found
    return None


def paper_of(asked: Asked) -> tuple[InQuestion, Contact] | None:
    """Return the gift of a finding that may be put right on paper, with its giver; or None."""
    found = gift_above(asked)
    if found is None:
        return None
    query = select(item.c.contact_id).where(item.c.id == found.gift_id)
    contact_id = asked.connection.execute(query).scalar_one()
    return found, read_contact(asked.connection, contact_id)


# --- on paper


def _offer_paper(act: str) -> Callable[[Asked], Opening | None]:
    def offer(asked: Asked) -> Opening | None:
        found = gift_above(asked)
        if found is None:
            return None
        way = _best(found, act)
        if way is None:
            return None
        late = way.by is not None and way.by < asked.today
        cents = min(way.cents, asked.finding.cents)
        return Opening(
            cents=cents, by="" if way.by is None else way.by.isoformat(), why_not=way.why_not,
            note=way.note if late else "", item_ids=(found.gift_id,), citation=way.citation,
        )  # fmt: skip

    return offer


def _best(found: InQuestion, act: str) -> Way | None:
    """Return the way that an act takes: the first open one, else the general one with its bar."""
    ways = [one for one in found.ways if one.act == act]
    return next((one for one in ways if one.offered), ways[-1] if ways else None)


def _require_gift(asked: Asked) -> InQuestion:
    found = gift_above(asked)
    if found is None:
        raise Refused("Nothing of these gifts is above a limit any more.")
    return found


def _how(given: Given) -> How:
    if given.how not in _HOW:
        raise BadInput(f"Say how it is known: {' or '.join(_HOW)}.")
    return _HOW[given.how]


def _cents(found: InQuestion, given: Given) -> int:
    return found.excess_cents if given.cents is None else given.cents


def _redesignate(unit: UnitOfWork, asked: Asked, given: Given) -> bool:
    found = _require_gift(asked)
    typed = Redesignation(
        gift_id=found.gift_id, amount_cents=_cents(found, given), day=given.day,
        to_election=given.election, how=_how(given), evidence=given.words,
        undesignated=given.presuming,
    )  # fmt: skip
    redesignate(unit, typed)
    return _settled(unit, typed.gift_id, typed.amount_cents, given)


def _reattribute(unit: UnitOfWork, asked: Asked, given: Given) -> bool:
    found = _require_gift(asked)
    if given.other is None and given.newcomer is None:
        raise BadInput("Say whose the other part is: choose a card, or name somebody new.")
    typed = Reattribution(
        gift_id=found.gift_id, amount_cents=_cents(found, given), day=given.day,
        to=given.other or NOBODY, how=_how(given), evidence=given.words,
        imprinted=given.presuming,
    )  # fmt: skip
    if given.newcomer is not None:
        reattribute_to_new(unit, typed, given.newcomer)
    else:
        reattribute(unit, typed)
    return _settled(unit, typed.gift_id, typed.amount_cents, given)


def _settled(unit: UnitOfWork, gift_id: int, cents: int, given: Given) -> bool:
    return settle_with_paper(unit, gift_id, cents, settled_by(unit, given))


# --- on hold


def settled_by(unit: UnitOfWork, given: Given) -> Settled:
    """Return how a question was settled; by whoever does it, where nobody else is named."""
    return Settled(day=given.day, who=given.who or unit.heading.who, why=given.words)


def _offer_release(asked: Asked) -> Opening | None:
    found = in_question(asked.connection, asked.finding.item_ids[0], asked.today, asked.visible)
    if found is None or found.hold is None:
        return None
    way = next(one for one in found.ways if one.code == "release")
    return Opening(
        cents=way.cents, by="" if way.by is None else way.by.isoformat(), why_not=way.why_not,
        item_ids=(found.gift_id,), citation=way.citation,
    )  # fmt: skip


def _offer_waiting(asked: Asked) -> Opening | None:
    """Open what is done with a check that is not deposited, until its tenth day."""
    held = open_hold(asked.connection, asked.finding.item_ids[0])
    if held is None or not held.waiting:
        return None
    first = hold_dues(
        held.reason, received=date.fromisoformat(held.received),
        known=date.fromisoformat(held.since), waiting=True, overrides=held.overrides,
    )  # fmt: skip
    return Opening(cents=held.open_cents, by=first[0].day.isoformat(), item_ids=(held.item_id,))


def _release(unit: UnitOfWork, asked: Asked, given: Given) -> None:
    release_hold(unit, asked.finding.item_ids[0], settled_by(unit, given))


def _return(unit: UnitOfWork, asked: Asked, given: Given) -> None:
    return_held(unit, asked.finding.item_ids[0], settled_by(unit, given))


def _deposit(unit: UnitOfWork, asked: Asked, given: Given) -> None:
    deposit_held(unit, asked.finding.item_ids[0], given.day)


# --- checks that nobody deposited


def _offer_sending(asked: Asked) -> Opening | None:
    one = asked.finding
    if not one.item_ids:
        return None
    return Opening(cents=one.cents, by=one.due, item_ids=one.item_ids)


def _send_back(unit: UnitOfWork, asked: Asked, given: Given) -> int:
    """Take checks out of the books' money and note that they went back, all in one step."""
    basis = require_words(given.words, "Say how they were sent back.")
    for item_id in asked.finding.item_ids:
        received = str(unit.row(item, item_id)["item_date"])
        terms = HoldTerms(reason=DOUBTFUL, basis=basis, since=received, waiting=True)
        place_hold(unit, item_id, terms)
        return_held(unit, item_id, settled_by(unit, given))
    return len(asked.finding.item_ids)


HOLD_ACTS: Mapping[str, Act] = {
    "redesignate": Act(_offer_paper(REDESIGNATE), _redesignate),
    "reattribute": Act(_offer_paper(REATTRIBUTE), _reattribute),
    "release": Act(_offer_release, _release),
    "return": Act(_offer_waiting, _return),
    "deposit_held": Act(_offer_waiting, _deposit),
    "send_back": Act(_offer_sending, _send_back),
}
