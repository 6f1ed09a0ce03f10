"""The end of a file: refunds find their gifts and payouts, payouts their sums."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select

from financedesk.book.unit import UnitOfWork
from financedesk.intake.coverage import REFUNDS
from financedesk.intake.lanes import Lanes
from financedesk.intake.report import IntakeReport
from financedesk.intake.staged import RejectedRow, StagedRow
from financedesk.intake.taking import (
    REFUND_SUFFIX,
    Completion,
    Known,
    Waiting,
    WaitingRefund,
    known_rows,
)
from financedesk.ledger import tables
from financedesk.ledger.gifts import Lane, Payout, Refund, pending_refunds
from financedesk.rules.money import format_cents


class _Done(NamedTuple):
    """A refund that the book has: what it was, and the processor's key of it."""

    digest: str
    refund_id: str | None


class Settling:
    """Writes what had to wait for the whole file, then the payouts."""

    def __init__(self, unit: UnitOfWork, lanes: Lanes, report: IntakeReport) -> None:
        self._unit = unit
        self._lanes = lanes
        self._writer = lanes.writer
        self._coverage = lanes.coverage
        self._report = report
        self._schedules: dict[int, list[tuple[str, str]]] = {}
        self._moved: dict[int, dict[tuple[int, str], int]] = {}

    def settle(self, waiting: Waiting) -> None:
        """Complete known gifts, write the refunds, bear older refunds, pay out."""
        self._writer.flush()
        for completion in waiting.completions:
            self._complete(completion)
        for lane in self._lanes.opened():
            mine = [one for one in waiting.refunds if one.lane is lane]
            self._move(lane)
            self._bear_older(lane)
            self._refund_all(lane, mine)
            self._coverage.settle(lane)
            self._report.payouts += self._writer.settle(lane)
        self._writer.flush()

    # --- payouts of known gifts

    def _complete(self, completion: Completion) -> None:
        lane, row, item_id, account_id = completion
        payout = self._writer.payout(lane, row.payout_key, row.payout_day)
        self._unit.update(tables.item, item_id, {"payout_id": payout.id})
        payout.gross_cents += row.cents
        payout.fee_cents += row.fee_cents
        if account_id is not None and account_id != lane.clearing_id:
            moved = self._moved.setdefault(lane.entity_id, {})
            key = (account_id, payout.paid_on)
            moved[key] = moved.get(key, 0) + row.cents
        self._report.completed += 1

    def _move(self, lane: Lane) -> None:
        """Let gifts that another export had brought join their payout's clearing account."""
        for (account_id, day), cents in self._moved.pop(lane.entity_id, {}).items():
            values = {
                "entity_id": lane.entity_id, "kind": "payout", "happened_on": day,
                "description": f"{self._writer.label} pays out gifts of another export",
                "state": "done",
            }  # fmt: skip
            transaction_id = self._unit.insert(tables.transaction, values)
            for account, change in ((account_id, -cents), (lane.clearing_id, cents)):
                self._unit.insert(
                    tables.posting,
                    {
                        "entity_id": lane.entity_id, "transaction_id": transaction_id,
                        "account_id": account, "posted_on": day, "cents": change,
                    },
                )  # fmt: skip

    # --- refunds

    def _refund_all(self, lane: Lane, waiting: Sequence[WaitingRefund]) -> None:
        keys = [key for one in waiting for key in _refund_keys(one.row)]
        sources = self._lanes.sources
        found = known_rows(self._unit, lane.entity_id, sources, keys) if keys else {}
        done = {key: _Done(known.digest, known.refund_id) for key, known in found.items()}
        gifts = known_rows(
            self._unit, lane.entity_id, sources,
            [one.row.key for one in waiting if one.refund is None],
        )  # fmt: skip
        for one in waiting:
            if one.refund is not None:
                self._refund(lane, one, one.refund, done)
            elif (gift := gifts.get(one.row.key)) is None:
                self._report.reject(
                    RejectedRow(
                        one.row.number, "",
                        "The refunded gift is not in the book; import the file that has it first.",
                    )
                )  # fmt: skip
            else:
                self._refund_own(lane, one, gift, done)

    def _refund_own(
        self, lane: Lane, one: WaitingRefund, gift: Known, done: dict[str, "_Done"]
    ) -> None:
        """Take a refund that is a row of its own; a gift may be given back in several parts."""
        row = one.row
        refund = Refund(
            gift.item_id, gift.contact_id, gift.card_id, row.day, row.cents, gift.election_code
        )
        first, *further = _refund_keys(row)
        known = done.get(first)
        is_further = bool(further and known and known.refund_id not in (None, row.refund_id))
        key = further[0] if is_further else first
        before = self._given_back(gift.item_id) if is_further and key not in done else 0
        if before + row.cents > gift.amount_cents:
            self._report.conflict(
                row.number, row.key,
                f"The refunds come to {format_cents(before + row.cents)}, and the gift was"
                f" {format_cents(gift.amount_cents)}; find out which is right.",
            )  # fmt: skip
            return
        self._refund(lane, one, refund, done, key)

    def _given_back(self, item_id: int) -> int:
        """Return what has been given back of a gift, in cents, with what this file brought."""
        self._writer.flush()
        column = tables.item.c
        query = select(column.amount_cents).where(
            column.parent_id == item_id, column.kind.in_(REFUNDS)
        )
        return sum(self._unit.connection.execute(query).scalars())

    def _refund(
        self,
        lane: Lane,
        one: WaitingRefund,
        refund: Refund,
        done: dict[str, "_Done"],
        key: str = "",
    ) -> None:
        key = key or one.row.key + REFUND_SUFFIX
        digest = f"{refund.day}|{refund.cents}"
        own_row = one.refund is None
        if key in done:
            if done[key].digest != digest:
                self._report.conflict(
                    one.row.number, one.row.key,
                    "The book has a refund of this gift with another date or amount.",
                )  # fmt: skip
            elif own_row:
                self._report.known(one.row.number)
            return
        done[key] = _Done(digest, one.row.refund_id or None)
        if self._coverage.period_of(lane.entity_id, refund.day) is not None:
            self._note_filed_refund(lane, one, refund, digest, key)
            return
        payout = self._payout_of(lane, one, refund.day)
        if payout is not None:
            payout.refund_cents += refund.cents
        item_id = self._writer.add_refund(lane, refund, payout)
        self._note(lane, one, item_id, digest, key)
        self._report.refunded_cents += refund.cents
        self._report.accepted += own_row
        self._report.completed += one.completes

    def _note(self, lane: Lane, one: WaitingRefund, item_id: int, digest: str, key: str) -> None:
        self._writer.add_source_row(
            lane.entity_id, key, item_id, digest, None,
            one.row.receipt_id or None, None, None, None, one.row.refund_id or None,
        )  # fmt: skip

    def _note_filed_refund(
        self, lane: Lane, one: WaitingRefund, refund: Refund, digest: str, key: str
    ) -> None:
        """Note where a refund of an adopted filing came from; it adds no money."""
        item_id = self._coverage.itemised(lane, one.row, refund.day, REFUNDS)
        if item_id is not None:
            self._note(lane, one, item_id, digest, key)
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

    def _payout_of(self, lane: Lane, one: WaitingRefund, day: str) -> Payout | None:
        """Return the payout that bears a refund: the one its own row names, or the next.

        A payout of the refund's own day was made up before: ActBlue names there the gift's.
        """
        row = one.row
        if one.refund is None and row.payout_key and row.payout_day > day:
            return self._writer.payout(lane, row.payout_key, row.payout_day)
        return self._next_payout(lane, day)

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


def _refund_keys(row: StagedRow) -> list[str]:
    """Return the keys that a refund may be kept under: a gift's first one, then each by its own."""
    first = row.key + REFUND_SUFFIX
    return [first, f"{first}:{row.refund_id}"] if row.refund_id and row.is_refund else [first]
