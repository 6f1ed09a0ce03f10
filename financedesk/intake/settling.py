"""The end of a file: refunds find their gifts and payouts, payouts their sums."""

from bisect import bisect_right
from collections.abc import Sequence

from sqlalchemy import select

from financedesk.book.unit import UnitOfWork
from financedesk.intake.coverage import REFUNDS
from financedesk.intake.lanes import Lanes
from financedesk.intake.report import IntakeReport
from financedesk.intake.staged import RejectedRow
from financedesk.intake.taking import (
    REFUND_SUFFIX,
    Completion,
    Waiting,
    WaitingRefund,
    known_rows,
)
from financedesk.ledger import tables
from financedesk.ledger.gifts import Lane, Payout, Refund, pending_refunds


class Settling:
    """Writes what had to wait for the whole file, then the payouts."""

    def __init__(self, unit: UnitOfWork, lanes: Lanes, report: IntakeReport) -> None:
        self._unit = unit
        self._lanes = lanes
        self._writer = lanes.writer
        self._coverage = lanes.coverage
        self._report = report
        self._schedules: dict[int, list[tuple[str, str]]] = {}

    def settle(self, waiting: Waiting) -> None:
        """Complete known gifts, write the refunds, bear older refunds, pay out."""
        self._writer.flush()
        for completion in waiting.completions:
            self._complete(completion)
        for lane in self._lanes.opened():
            mine = [one for one in waiting.refunds if one.lane is lane]
            self._bear_older(lane)
            self._refund_all(lane, mine)
            self._coverage.settle(lane)
            self._report.payouts += self._writer.settle(lane)
        self._writer.flush()

    # --- payouts of known gifts

    def _complete(self, completion: Completion) -> None:
        lane, row, item_id = completion
        payout = self._writer.payout(lane, row.payout_key, row.payout_day)
        self._unit.update(tables.item, item_id, {"payout_id": payout.id})
        payout.gross_cents += row.cents
        payout.fee_cents += row.fee_cents
        self._report.completed += 1

    # --- refunds

    def _refund_all(self, lane: Lane, waiting: Sequence[WaitingRefund]) -> None:
        keys = [one.row.key + REFUND_SUFFIX for one in waiting]
        processor = self._writer.processor
        done = known_rows(self._unit, lane.entity_id, processor, keys) if keys else {}
        digests = {key: known.digest for key, known in done.items()}
        gifts = known_rows(
            self._unit, lane.entity_id, processor,
            [one.row.key for one in waiting if one.refund is None],
        )  # fmt: skip
        for one in waiting:
            row = one.row
            refund = one.refund
            if refund is None:
                gift = gifts.get(row.key)
                if gift is None:
                    self._report.reject(
                        RejectedRow(
                            row.number, "Lineitem ID",
                            "The refunded gift is not in the book; import the file that has it"
                            " first.",
                        )
                    )  # fmt: skip
                    continue
                refund = Refund(
                    gift.item_id, gift.contact_id, gift.card_id, row.day, row.cents,
                    gift.election_code,
                )  # fmt: skip
            self._refund(lane, one, refund, digests)

    def _refund(
        self, lane: Lane, one: WaitingRefund, refund: Refund, digests: dict[str, str]
    ) -> None:
        key = one.row.key + REFUND_SUFFIX
        digest = f"{refund.day}|{refund.cents}"
        own_row = one.refund is None
        if key in digests:
            if digests[key] != digest:
                self._report.conflict(
                    one.row.number, one.row.key,
                    "The book has a refund of this gift with another date or amount.",
                )  # fmt: skip
            elif own_row:
                self._report.duplicates += 1
            return
        digests[key] = digest
        if self._coverage.period_of(lane.entity_id, refund.day) is not None:
            self._note_filed_refund(lane, one, refund, digest)
            return
        payout = self._next_payout(lane, refund.day)
        if payout is not None:
            payout.refund_cents += refund.cents
        item_id = self._writer.add_refund(lane, refund, payout)
        self._note(lane, one, item_id, digest)
        self._report.refunded_cents += refund.cents
        self._report.accepted += own_row
        self._report.completed += one.completes

    def _note(self, lane: Lane, one: WaitingRefund, item_id: int, digest: str) -> None:
        self._writer.add_source_row(
            lane.entity_id, one.row.key + REFUND_SUFFIX, item_id, digest, None,
            one.row.receipt_id or None, None, None, None, one.row.refund_id or None,
        )  # fmt: skip

    def _note_filed_refund(
        self, lane: Lane, one: WaitingRefund, refund: Refund, digest: str
    ) -> None:
        """Note where a refund of an adopted filing came from; it adds no money."""
        item_id = self._coverage.itemised(lane, one.row, refund.day, REFUNDS)
        if item_id is not None:
            self._note(lane, one, item_id, digest)
            self._report.accepted += one.refund is None
            return
        reason = (
            f"The refund of {refund.day} is not in the adopted filing of that day; amend the"
            " filing."
        )
        if one.refund is None or one.row.is_refund:
            self._report.reject(RejectedRow(one.row.number, "Date", reason))
        else:
            self._report.notes.add(reason)

    def _bear_older(self, lane: Lane) -> None:
        """Give refunds of earlier imports the payout that had not been made then."""
        for item_id, day, cents in pending_refunds(self._unit, lane):
            payout = self._next_payout(lane, day)
            if payout is not None:
                self._unit.update(tables.item, item_id, {"payout_id": payout.id})
                payout.refund_cents += cents
                self._report.completed += 1

    def _next_payout(self, lane: Lane, day: str) -> Payout | None:
        """Return the first payout after a day: the processor takes refunds out of the next one."""
        schedule = self._schedules.get(lane.entity_id)
        if schedule is None:
            schedule = self._schedules[lane.entity_id] = self._schedule(lane)
        place = bisect_right(schedule, (day, "\uffff"))
        if place == len(schedule):
            return None
        paid_on, key = schedule[place]
        return self._writer.payout(lane, key, paid_on)

    def _schedule(self, lane: Lane) -> list[tuple[str, str]]:
        column = tables.payout.c
        query = select(column.paid_on, column.external_id).where(
            column.entity_id == lane.entity_id, column.processor == self._writer.processor
        )
        rows = self._unit.connection.execute(query)
        return sorted((row.paid_on, row.external_id) for row in rows)
