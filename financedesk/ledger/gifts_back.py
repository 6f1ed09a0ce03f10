"""Gifts through a processor that went back: refunds, chargebacks, and what came again after one.

They stand on the clearing account like the gifts; the next payout bears them.
Law: a gift that a bank took back is a negative entry on the gift's line, no refund by the
committee; see ``refunds.return_kind``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select

from financedesk.book.unit import UnitOfWork
from financedesk.ledger import tables
from financedesk.ledger.refunds import return_kinds
from financedesk.ledger.register_kinds import gift_kinds

REFUND_KIND = "refund_individual_contribution"
RETURN_PURPOSE = "Returned/Bounced Receipt"
AGAIN_PURPOSE = "Chargeback decided for the committee"


@dataclass(frozen=True, slots=True)
class Refund:
    """A gift that went back: its item, who got it back, when and how much in cents.

    ``kind`` says how: a refund, or one of ``refunds.return_kinds`` when the donor's bank took it.
    """

    gift_id: int | None
    contact_id: int | None
    card_id: int | None
    day: str
    cents: int
    election_code: str | None = None
    drive_id: int | None = None
    kind: str = REFUND_KIND


@dataclass(frozen=True, slots=True, kw_only=True)
class CameAgain:
    """The money of a chargeback that was decided for the committee, in cents.

    ``kind`` is that of a new gift; ``made_date`` is the day of the first one, to whose year or
    election it counts.
    """

    gift_id: int
    contact_id: int
    card_id: int
    kind: str
    day: str
    made_date: str
    cents: int
    election_code: str | None
    drive_id: int | None
    conduit_id: int | None


class Unborne(NamedTuple):
    """A refund, a chargeback or the money of one that came again, which no payout has yet borne.

    ``cents`` lower a payout's sum, and raise it where they are below zero; ``fee_cents`` is the
    fee of the dispute.
    """

    item_id: int
    day: str
    cents: int
    fee_cents: int


def unborne(unit: UnitOfWork, entity_id: int, clearing_id: int) -> Sequence[Unborne]:
    """Return what the next payouts from a clearing account have yet to bear, by day."""
    column, source = tables.item.c, tables.source_row.c
    waiting = (
        select(column.id, column.item_date, -column.cash_cents, column.kind, source.fee_cents)
        .outerjoin(tables.source_row, source.item_id == column.id)
        .where(column.account_id == clearing_id, column.payout_id.is_(None))
    )
    went = waiting.where(
        column.entity_id == entity_id, column.kind.in_((REFUND_KIND, *return_kinds()))
    )
    # Few stand on another item: a sign sends the database to the index of those that do.
    came_again = waiting.where(
        column.entity_id + 0 == entity_id,
        column.parent_id.is_not(None),
        column.kind.in_(gift_kinds()),
    )
    found = [row for query in (went, came_again) for row in unit.connection.execute(query)]
    return [
        Unborne(item_id, day, cents, 0 if code == REFUND_KIND else fee or 0)
        for item_id, day, cents, code, fee in sorted(found, key=lambda row: (row[1], row[0]))
    ]
