"""What putting a gift on hold would mean: why, how much of it, until when, and in which way.

The law's own answer is proposed: the wall's verdict, or what is above the limit.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection, select

from financedesk.ledger import tables
from financedesk.ledger.closed_rows import held_items
from financedesk.ledger.contacts import read_contact
from financedesk.ledger.crossings import MetGift, gift_crossing
from financedesk.ledger.entities import accounts, entity_by_id
from financedesk.ledger.hold_rows import WAITING_KIND, Hold, holds_of
from financedesk.ledger.joint_agreements import JOINT
from financedesk.ledger.joint_shares import JointForecast, joint_forecast
from financedesk.ledger.limits import Question
from financedesk.ledger.overrides import overrides
from financedesk.ledger.refunds import Refundable, refundable
from financedesk.ledger.wall import judge
from financedesk.rules.flows import flow_code
from financedesk.rules.limits import Override

item, account = tables.item, tables.account

DOUBTFUL, PROHIBITED, EXCESSIVE = "doubtful", "prohibited", "excessive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What the rules say of a gift: the reason, the cents in question, the words, the rule."""

    reason: str
    cents: int
    basis: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdable:
    """A gift that may be put on hold, or is.

    ``may_wait``: it is a check that nobody has deposited, so it can be kept out of the bank.
    ``left_cents`` is what was not given back. ``held`` is the hold that stands on it.
    ``overrides`` are counsel's, by which its days are counted.
    """

    item_id: int
    entity_id: int
    name: str
    day: str
    amount_cents: int
    left_cents: int
    may_wait: bool
    proposal: Proposal
    held: Hold | None
    overrides: tuple[Override, ...] = field(default=(), repr=False)


def holdable(connection: Connection, item_id: int, visible: Collection[int] = ()) -> Holdable:
    """Return what may be held of an entry, or how it is held.

    ``visible`` are further entities that the user may see: of a joint fundraiser's participants
    behind a wall only whether their share fits is told.

    Raises NotFound for an entry that has gone, Refused for one that is no gift of money by
    somebody who is named.
    """
    held = next((one for one in holds_of(connection, [item_id]) if one.is_open), None)
    if held is not None:
        return Holdable(
            item_id=item_id, entity_id=held.entity_id, name=held.name, day=held.received,
            amount_cents=held.amount_cents, left_cents=held.open_cents, may_wait=held.waiting,
            proposal=Proposal(reason=held.reason, cents=held.open_cents, basis=held.basis),
            held=held, overrides=held.overrides,
        )  # fmt: skip
    gift = refundable(connection, item_id)
    return Holdable(
        item_id=item_id, entity_id=gift.entity_id, name=gift.name, day=gift.day,
        amount_cents=gift.amount_cents, left_cents=gift.left_cents,
        may_wait=_may_wait(connection, gift), proposal=proposal(connection, gift, visible),
        held=None, overrides=overrides(connection),
    )  # fmt: skip


def proposal(connection: Connection, gift: Refundable, visible: Collection[int] = ()) -> Proposal:
    """Return why a gift should be held, by the matrix and the limits; doubtful where they allow it.

    The gift itself is taken out of what the limit has been used for.
    """
    row = connection.execute(select(item).where(item.c.id == gift.item_id)).one()
    into = [one for one in accounts(connection, gift.entity_id) if one.id == row.account_id]
    met = MetGift(
        entity=entity_by_id(connection, gift.entity_id), account=into[0],
        other=read_contact(connection, row.contact_id), card_id=row.card_id, kind=row.kind,
        day=row.made_date or row.item_date, cents=max(1, gift.left_cents),
        election_code=row.election_code or "", besides=gift.item_id,
    )  # fmt: skip
    found = judge(connection, gift_crossing(connection, met))
    back = joint_excess(connection, gift, visible) if met.entity.kind == JOINT else None
    if back is not None and back.back_cents and not found.prohibited:
        return Proposal(reason=EXCESSIVE, cents=back.back_cents, basis=back.back_words)
    if found.prohibited:
        rule = flow_code(found.crossing.giver, found.crossing.recipient)
        return Proposal(
            reason=PROHIBITED, cents=gift.left_cents, basis=found.verdict.words, rule=rule
        )
    if found.excess_cents and found.room is not None:
        cents = min(gift.left_cents, found.excess_cents)
        limit = found.room.limit
        basis = f"{limit.label} ({limit.citation})"
        return Proposal(reason=EXCESSIVE, cents=cents, basis=basis, rule=limit.code)
    return Proposal(reason=DOUBTFUL, cents=gift.left_cents, basis=found.asking_words)


def joint_excess(
    connection: Connection, gift: Refundable, visible: Collection[int]
) -> JointForecast | None:
    """Return how a joint committee shares out what is left of a gift, to see what must go back."""
    row = connection.execute(select(item).where(item.c.id == gift.item_id)).one()
    if gift.left_cents <= 0:
        return None
    made = date.fromisoformat(row.made_date or row.item_date)
    question = Question(on=made, cents=gift.left_cents)
    return joint_forecast(
        connection, gift.entity_id, row.card_id, (gift.entity_id, *visible), question, gift.item_id
    )


def _may_wait(connection: Connection, gift: Refundable) -> bool:
    source = tables.source_row.c
    query = (
        select(item.c.deposited_date, item.c.payout_id, item.c.kind, account.c.role, source.id)
        .join(account, account.c.id == item.c.account_id)
        .outerjoin(tables.source_row, source.item_id == item.c.id)
        .where(item.c.id == gift.item_id)
    )
    row = connection.execute(query.limit(1)).one()
    free = row.deposited_date is None and row.payout_id is None and row.id is None
    untouched = not gift.refunded_cents and not held_items(connection, [gift.item_id])
    return free and untouched and row.role == "bank" and row.kind != WAITING_KIND
