"""What still stands of gifts: less what was given back, charged back, and with what came again."""

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from financedesk.ledger import tables
from financedesk.ledger.refunds import return_kinds
from financedesk.ledger.register_kinds import gift_kinds, refund_kinds

_LOOKED_UP = 500

item, contact = tables.item, tables.contact


@dataclass(slots=True)
class StandingGift:
    """A gift and what may still go back of it, in cents.

    ``lost_cents`` is what the donor's bank has taken of it, less what came again. ``again`` are the
    gifts that came of it when a chargeback was won: what went back of them is counted there.
    """

    item_id: int
    kind: str
    giver_type: str
    contact_id: int
    card_id: int
    amount_cents: int
    made_date: str
    election_code: str | None
    drive_id: int | None
    conduit_id: int | None
    left_cents: int
    lost_cents: int = 0
    again: list["StandingGift"] = field(default_factory=list)

    @property
    def open_cents(self) -> int:
        """What the donor's bank has taken of it all and not given again."""
        return self.lost_cents + sum(one.open_cents for one in self.again)

    def bearing(self, cents: int) -> "StandingGift | None":
        """Return the gift of which so much may go back: this one, or one that came again."""
        return next((one for one in (self, *self.again) if one.left_cents >= cents), None)


def standing_gifts(connection: Connection, item_ids: Collection[int]) -> dict[int, StandingGift]:
    """Return what stands of gifts by their ids; those that name nobody are not there."""
    found = _gifts(connection, item_ids)
    if not found:
        return {}
    below = _below(connection, found)
    again = standing_gifts(connection, [row.id for row in below if row.kind in gift_kinds()])
    for row in below:
        gift = found[row.parent_id]
        if row.id in again:
            gift.again.append(again[row.id])
            gift.lost_cents -= row.amount_cents
        elif row.kind in refund_kinds():
            cents = abs(row.amount_cents)
            gift.left_cents -= cents
            gift.lost_cents += cents if row.kind in return_kinds() else 0
    return found


def _gifts(connection: Connection, item_ids: Collection[int]) -> dict[int, StandingGift]:
    column = item.c
    base = select(
        column.id, column.kind, contact.c.type, column.contact_id, column.card_id,
        column.amount_cents, column.made_date, column.item_date, column.election_code,
        column.drive_id, column.conduit_id,
    ).join(contact, contact.c.id == column.contact_id)  # fmt: skip
    found = {}
    for ids in _chunks(item_ids):
        for row in connection.execute(base.where(column.id.in_(ids))):
            found[row.id] = StandingGift(
                row.id, row.kind, row.type, row.contact_id, row.card_id, row.amount_cents,
                row.made_date or row.item_date, row.election_code, row.drive_id, row.conduit_id,
                row.amount_cents,
            )  # fmt: skip
    return found


def _below(connection: Connection, item_ids: Collection[int]) -> list["_Below"]:
    column = item.c
    base = select(column.id, column.kind, column.amount_cents, column.parent_id)
    kinds = (*refund_kinds(), *gift_kinds())
    return [
        _Below(*row)
        for ids in _chunks(item_ids)
        for row in connection.execute(
            base.where(column.parent_id.in_(ids), column.memo == 0, column.kind.in_(kinds))
        )
    ]


@dataclass(frozen=True, slots=True)
class _Below:
    id: int
    kind: str
    amount_cents: int
    parent_id: int


def _chunks(ids: Collection[int]) -> list[list[int]]:
    those = sorted(set(ids))
    return [those[start : start + _LOOKED_UP] for start in range(0, len(those), _LOOKED_UP)]
