"""Pages and codes whose gifts belong to no drive yet: what a rule could gather."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from financedesk.ledger import tables
from financedesk.ledger.register_kinds import gift_kinds

item, source_row = tables.item, tables.source_row

MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class LoosePlace:
    """A page with a reference code, and the gifts without a drive that came through it."""

    source: str
    page: str
    reference_code: str
    gifts: int
    cents: int
    last_day: str


def loose_places(
    connection: Connection, entity_id: int, limit: int = MOST_LISTED
) -> list[LoosePlace]:
    """Return where an entity's imported gifts without a drive came from, the largest first.

    Cents are before refunds. Gifts that name neither page nor code are left out: no rule could
    tell them by those. Every imported gift of the entity is looked at, so it belongs into a job.
    """
    row, gift = source_row.c, item.c
    page, code = func.coalesce(row.page, ""), func.coalesce(row.reference_code, "")
    cents = func.sum(gift.amount_cents)
    query = (
        select(row.source, page, code, func.count(), cents, func.max(gift.item_date))
        .join_from(source_row, item, gift.id == row.item_id)
        .where(
            row.entity_id == entity_id, gift.drive_id.is_(None), gift.memo == 0,
            gift.kind.in_(gift_kinds()), (page != "") | (code != ""),
        )
        .group_by(row.source, page, code)
        .order_by(cents.desc(), page, code)
        .limit(limit)
    )  # fmt: skip
    return [
        LoosePlace(source, page, code, gifts, int(total), last)
        for source, page, code, gifts, total, last in connection.execute(query)
    ]
