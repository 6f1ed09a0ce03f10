"""Which payout bears what went back: the one that the row names, or the processor's next one."""

from bisect import bisect_right

from sqlalchemy import select

from financedesk.book.unit import UnitOfWork
from financedesk.intake.staged import StagedRow
from financedesk.ledger import tables
from financedesk.ledger.gifts import GiftWriter, Lane, Payout


class NextPayouts:
    """The payouts of a processor by entity and day, those of this import among them."""

    def __init__(self, unit: UnitOfWork, writer: GiftWriter) -> None:
        self._unit = unit
        self._writer = writer
        self._schedules: dict[tuple[int, int | None], list[tuple[str, str]]] = {}

    def of_row(self, lane: Lane, row: StagedRow, day: str) -> Payout | None:
        """Return the payout that bears what a row of its own says: the one it names, or the next.

        A payout of the row's own day was made up before: ActBlue names there the gift's.
        """
        if row.payout_key and row.payout_day > day:
            return self._writer.payout(lane, row.payout_key, row.payout_day)
        return self.after(lane, day)

    def after(self, lane: Lane, day: str) -> Payout | None:
        """Return the first payout after a day: the processor takes refunds out of the next one."""
        account_id = lane.bank_id if lane.has_own_account else None
        schedule = self._schedules.get((lane.entity_id, account_id))
        if schedule is None:
            schedule = self._schedule(lane, account_id)
            self._schedules[lane.entity_id, account_id] = schedule
        place = bisect_right(schedule, (day, "\uffff"))
        if place == len(schedule):
            return None
        paid_on, key = schedule[place]
        return self._writer.payout(lane, key, paid_on)

    def _schedule(self, lane: Lane, account_id: int | None) -> list[tuple[str, str]]:
        column = tables.payout.c
        query = select(column.paid_on, column.external_id).where(
            column.entity_id == lane.entity_id, column.processor == self._writer.processor
        )
        if account_id is not None:
            query = query.where(column.account_id == account_id)
        rows = self._unit.connection.execute(query)
        return sorted((row.paid_on, row.external_id) for row in rows)
