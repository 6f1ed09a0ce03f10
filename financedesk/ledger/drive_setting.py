"""Saying by hand for which drive entries came in: rules then leave them alone.

Refunds and chargebacks go with their gift, so that a drive's net stays its own. No form shows a
drive, so locked entries may change it too.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import or_, select

from financedesk.book.unit import UnitOfWork
from financedesk.errors import NotFound, Refused
from financedesk.ledger import tables
from financedesk.ledger.register_kinds import REFUND_LINKS, refund_kinds

item, source_row = tables.item, tables.source_row


def set_drive(unit: UnitOfWork, item_ids: Sequence[int], drive_id: int | None) -> int:
    """Say for which drive entries came in, or that it was for none; their refunds follow.

    Returns how many of them said something else before. Raises Refused for a drive of another
    entity, NotFound for a drive that is gone.
    """
    owner = None if drive_id is None else _owner(unit, drive_id)
    changed = 0
    for item_id in item_ids:
        before = unit.row(item, item_id)
        if owner is not None and before["entity_id"] != owner:
            raise Refused(
                "A drive never mixes entities: this drive is another entity’s. Make one here."
            )
        changed += before["drive_id"] != drive_id
        unit.update(item, item_id, {"drive_id": drive_id})
        said_by_hand(unit, before, drive_id)
    return changed


def said_by_hand(unit: UnitOfWork, before: Mapping[str, Any], drive_id: int | None) -> None:
    """Note that somebody said the drive of an entry; what was given back of it follows.

    ``before`` is the entry as it was.
    """
    came = select(source_row.c.id).where(source_row.c.item_id == before["id"])
    for row_id in unit.connection.execute(came).scalars().all():
        unit.update(source_row, row_id, {"drive_by_hand": 1})
    if before["drive_id"] == drive_id:
        return
    points = or_(*(item.c[link] == before["id"] for link in REFUND_LINKS))
    back = select(item.c.id, item.c.drive_id).where(points, item.c.kind.in_(refund_kinds()))
    for refund in unit.connection.execute(back).all():
        if refund.drive_id == before["drive_id"]:
            unit.update(item, refund.id, {"drive_id": drive_id})


def _owner(unit: UnitOfWork, drive_id: int) -> int:
    query = select(tables.drive.c.entity_id).where(tables.drive.c.id == drive_id)
    owner = unit.connection.execute(query).scalar()
    if owner is None:
        raise NotFound("This drive is no longer in the book.")
    return int(owner)
