"""Adopted coverage is closed: rows of those days match what was filed, or replace its lump.

A gift inside an adopted filing's period is either one of its itemised rows (same day, amount and
name): then only where it came from is noted. Or it is part of the sum that the filing did not
itemise: then it stands as an unitemised gift of its own, and an equal amount is taken off that
sum on the filing's last day. No line and no balance of the filing changes, and no locked row is
touched. What the unitemised sum cannot hold was never filed, and is refused.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from financedesk.book.unit import UnitOfWork
from financedesk.intake.donor_index import DonorIndex, contact_of
from financedesk.intake.staged import RejectedRow, StagedRow
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact, contact_from_row, name_key
from financedesk.ledger.gifts import GiftWriter, Lane
from financedesk.ledger.gifts_back import REFUND_KIND
from financedesk.rules.kinds import kinds

LUMP_KIND = "unitemised_individuals"


@dataclass(slots=True)
class Period:
    """An adopted filing's days, and what is left of its unitemised gifts, in cents."""

    first: str
    last: str
    lump_cents: int
    account_id: int | None
    taken_cents: int = 0


class Coverage:
    """The adopted periods of the entities that a file pays to."""

    def __init__(self, unit: UnitOfWork, writer: GiftWriter, donors: DonorIndex) -> None:
        self._unit = unit
        self._writer = writer
        self._donors = donors
        self._periods: dict[int, Sequence[Period]] = {}
        self._attached: set[int] = set()

    def period_of(self, entity_id: int, day: str) -> Period | None:
        """Return the adopted period that a day of an entity lies in, or None."""
        periods = self._periods.get(entity_id)
        if periods is None:
            periods = self._periods[entity_id] = _periods(self._unit, entity_id)
        if not periods:
            return None
        return next((one for one in periods if one.first <= day <= one.last), None)

    def take(
        self, lane: Lane, row: StagedRow, period: Period, drive_id: int | None
    ) -> int | RejectedRow:
        """Return the item that a gift is in the adopted filing, or why it cannot be one.

        The sum of gifts is untouched either way.
        """
        giver = contact_of(row.donor, row.day)
        found = self.itemised(lane, giver, row.day, row.cents, RECEIPTS)
        if found is not None:
            return found
        if period.account_id is None or row.cents > period.lump_cents - period.taken_cents:
            return RejectedRow(
                row.number, "Date",
                f"The gift is not in the adopted filing for {period.first} to {period.last}: it is"
                " not itemised there, and the unitemised sum has no room for it. Amend that"
                " filing.",
            )  # fmt: skip
        period.taken_cents += row.cents
        who = self._donors.find(lane.entity_id, row.donor, row.day, row.traits)
        return self._writer.add_covered_gift(
            lane, period.account_id, who, row.day, row.cents, drive_id
        )

    def itemised(
        self, lane: Lane, giver: Contact, day: str, cents: int, wanted: Sequence[str]
    ) -> int | None:
        """Return the filed item of these kinds with this giver, day and amount in cents."""
        item, source = tables.item.c, tables.source_row.c
        query = (
            select(item.id.label("filed_item"), tables.contact)
            .join_from(tables.item, tables.contact, tables.contact.c.id == item.contact_id)
            .outerjoin(tables.source_row, source.item_id == item.id)
            .where(
                item.entity_id == lane.entity_id,
                item.item_date == day,
                item.amount_cents == cents,
                item.memo == 0,
                item.kind.in_(wanted),
                source.id.is_(None),
            )
            .order_by(item.id)
        )
        for found in self._unit.connection.execute(query).mappings():
            item_id = int(found["filed_item"])
            if item_id not in self._attached and _is_same(giver, contact_from_row(dict(found))):
                self._attached.add(item_id)
                return item_id
        return None

    def settle(self, lane: Lane) -> None:
        """Take off the unitemised sums what now stands as gifts of its own."""
        for period in self._periods.get(lane.entity_id, ()):
            if period.taken_cents and period.account_id is not None:
                self._writer.reduce_lump(
                    lane, LUMP_KIND, period.account_id, period.last, period.taken_cents
                )
                period.lump_cents -= period.taken_cents
                period.taken_cents = 0


def _receipt_kinds() -> tuple[str, ...]:
    """Return the kinds of money received from a person that a filing may itemise."""
    return tuple(
        code
        for code, kind in kinds().items()
        if kind.direction == "in" and kind.income_class == "contributions" and code != LUMP_KIND
    )


RECEIPTS = _receipt_kinds()
REFUNDS = (REFUND_KIND,)


def _periods(unit: UnitOfWork, entity_id: int) -> Sequence[Period]:
    column = tables.filing.c
    query = (
        select(column.from_date, column.to_date)
        .where(
            column.entity_id == entity_id,
            column.state == "adopted",
            column.from_date.is_not(None),
            column.to_date.is_not(None),
        )
        .order_by(column.to_date)
    )
    return [_period(unit, entity_id, first, last) for first, last in unit.connection.execute(query)]


def _period(unit: UnitOfWork, entity_id: int, first: str, last: str) -> Period:
    column = tables.item.c
    query = select(column.amount_cents, column.account_id).where(
        column.entity_id == entity_id,
        column.kind == LUMP_KIND,
        column.item_date.between(first, last),
    )
    rows = unit.connection.execute(query).all()
    account_id = next((row.account_id for row in rows if row.account_id is not None), None)
    return Period(first, last, sum(row.amount_cents for row in rows), account_id)


def _is_same(giver: Contact, filed: Contact) -> bool:
    """Whether the names agree, and the ZIP codes where both are known."""
    if name_key(giver) != name_key(filed):
        return False
    return not giver.zip or not filed.zip or giver.zip[:5] == filed.zip[:5]
