"""Put on hold, in one unit of work, what an import brought in that should be in question.

The same judgement as for one gift, asked in sets: limits by the sums over the attributions, and the
matrix for givers who are no people. Law: 11 CFR 103.3(b).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from financedesk.book.unit import UnitOfWork
from financedesk.ledger import tables
from financedesk.ledger.contacts import PERSON_TYPES
from financedesk.ledger.derived import judge_now
from financedesk.ledger.hold import HoldTerms, place_hold
from financedesk.ledger.hold_outlook import EXCESSIVE, PROHIBITED, proposal
from financedesk.ledger.hold_rows import WAITING_KIND, holds_of
from financedesk.ledger.limit_excess import Excess, excesses
from financedesk.ledger.refunds import refundable
from financedesk.ledger.register_kinds import gift_kinds

item, attribution, contact = tables.item, tables.attribution, tables.contact


@dataclass(frozen=True, slots=True)
class Holding:
    """How many gifts were put on hold, and what of them in cents."""

    gifts: int
    cents: int


def hold_questionable(unit: UnitOfWork, first_id: int, last_id: int, today: date) -> Holding:
    """Put on hold what is prohibited or above a limit among the entries of a range of ids.

    Of a person above a limit the newest gifts are held, as far as the excess goes and where they
    came in with this range; what is on hold already counts. The range's rows must be written.
    """
    # The unit computes them at its end; the limits must know this file's gifts now.
    judge_now(unit)
    terms = _prohibited(unit, first_id, last_id, today)
    for excess in excesses(unit.connection):
        terms |= _excessive(unit.connection, excess, (first_id, last_id), frozenset(terms))
    for item_id, one in terms.items():
        place_hold(unit, item_id, one)
    return Holding(len(terms), sum(one.cents or 0 for one in terms.values()))


def _prohibited(unit: UnitOfWork, first_id: int, last_id: int, today: date) -> dict[int, HoldTerms]:
    query = (
        select(item.c.id, item.c.item_date)
        .join(contact, contact.c.id == item.c.contact_id)
        .where(
            item.c.id.between(first_id, last_id), item.c.kind.in_(gift_kinds()), item.c.memo == 0,
            item.c.cash_cents > 0, contact.c.type.not_in(PERSON_TYPES),
        )
        .order_by(item.c.id)
    )  # fmt: skip
    found: dict[int, HoldTerms] = {}
    for item_id, day in unit.connection.execute(query).all():
        gift = refundable(unit.connection, item_id)
        said = proposal(unit.connection, gift)
        if said.reason == PROHIBITED and gift.left_cents > 0:
            since = max(day, today.isoformat())
            found[item_id] = HoldTerms(
                reason=PROHIBITED, basis=said.basis, since=since, cents=gift.left_cents,
                rule=said.rule,
            )  # fmt: skip
    return found


def _excessive(
    connection: Connection, excess: Excess, span: tuple[int, int], taken: frozenset[int]
) -> dict[int, HoldTerms]:
    """Return terms for the newest gifts of an excess that came in with the range."""
    gifts = _gifts_of(connection, excess)
    on_hold = {
        one.item_id: one.open_cents
        for one in holds_of(connection, [item_id for item_id, _ in gifts])
        if one.is_open
    }
    left = excess.excess_cents - sum(on_hold.values())
    found: dict[int, HoldTerms] = {}
    for item_id, day in gifts:
        if left <= 0:
            break
        if not span[0] <= item_id <= span[1] or item_id in on_hold or item_id in taken:
            continue
        cents = min(left, refundable(connection, item_id).left_cents)
        left -= cents
        if cents > 0:
            basis = f"Above {excess.limit.label} ({excess.limit.citation})"
            found[item_id] = HoldTerms(
                reason=EXCESSIVE, basis=basis, since=day, cents=cents, rule=excess.limit.code
            )
    return found


def _gifts_of(connection: Connection, excess: Excess) -> Sequence[tuple[int, str]]:
    """Return the gifts of money that use an allowance, the newest first, with their days."""
    column = attribution.c
    query = (
        select(item.c.id, item.c.item_date)
        .join(attribution, column.id == item.c.id)
        .where(
            column.person_id.in_(excess.person_ids), column.limit_group == excess.limit_group,
            column.window.in_(excess.windows), column.cents > 0, item.c.cash_cents > 0,
            item.c.kind.in_(gift_kinds()), item.c.kind != WAITING_KIND, item.c.memo == 0,
        )
        .order_by(column.made_date.desc(), column.id.desc())
    )  # fmt: skip
    if excess.taker_ids:
        query = query.where(column.entity_id.in_(excess.taker_ids))
    return [(row.id, row.item_date) for row in connection.execute(query)]
