"""The end of a file: what went back finds its gift and its payout, payouts get their sums."""

from financedesk.book.unit import UnitOfWork
from financedesk.intake.going_back import GoingBack
from financedesk.intake.lanes import Lanes
from financedesk.intake.report import IntakeReport
from financedesk.intake.taking import Completion, Waiting
from financedesk.ledger import tables
from financedesk.ledger.gifts import Lane


class Settling:
    """Writes what had to wait for the whole file, then the payouts."""

    def __init__(self, unit: UnitOfWork, lanes: Lanes, report: IntakeReport) -> None:
        self._unit = unit
        self._lanes = lanes
        self._writer = lanes.writer
        self._coverage = lanes.coverage
        self._report = report
        self._going_back = GoingBack(unit, lanes, report)
        self._moved: dict[int, dict[tuple[int, str], int]] = {}

    def settle(self, waiting: Waiting) -> None:
        """Complete known gifts, let payouts bear what went back, and pay out."""
        self._writer.flush()
        for completion in waiting.completions:
            self._complete(completion)
        for lane in self._lanes.opened():
            mine = [one for one in waiting.refunds if one.lane is lane]
            self._move(lane)
            self._going_back.bear_older(lane)
            self._going_back.take(lane, mine)
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
