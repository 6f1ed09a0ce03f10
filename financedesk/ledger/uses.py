"""What entities spent in a span of days, by use: for reports that say what money was for.

A use is what a kind of item counts as (``rules.meters``); nothing is guessed from a purpose.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from sqlalchemy import Connection, func, select

from financedesk.ledger import tables
from financedesk.ledger.entities import entities
from financedesk.rules.meters import use_of

USES: Mapping[str, str] = MappingProxyType(
    {
        "political": "Campaigns and elections",
        "lobbying": "Work on legislation",
        "grassroots": "Appeals to the public on legislation",
        "fundraising": "Raising money",
        "investment_expense": "Costs of investments",
        "other_spending": "Staff, premises and other work",
    }
)
"""What counts as spending, in words, in the order in which it is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What an entity spent on one use, in cents."""

    entity: str
    use: str
    cents: int

    @property
    def words(self) -> str:
        """The use in words."""
        return USES[self.use]


def uses_between(
    connection: Connection, entity_ids: Collection[int], first: date, last: date
) -> tuple[Use, ...]:
    """Return what each of some entities spent from one day to another, by use.

    Memo items are detail of others and are left out, as are refunds of gifts, loans and money that
    stays inside an entity.
    """
    item = tables.item.c
    query = (
        select(item.entity_id, item.kind, func.sum(item.amount_cents).label("cents"))
        .where(
            item.entity_id.in_(list(entity_ids)), item.memo == 0,
            item.item_date.between(first.isoformat(), last.isoformat()),
        )
        .group_by(item.entity_id, item.kind)
    )  # fmt: skip
    sums: dict[tuple[int, str], int] = defaultdict(int)
    for row in connection.execute(query):
        sums[row.entity_id, use_of(row.kind)] += int(row.cents)
    return tuple(
        Use(entity=one.name, use=use, cents=sums[one.id, use])
        for one in entities(connection)
        for use in USES
        if sums.get((one.id, use))
    )
