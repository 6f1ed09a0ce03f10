"""What became of gifts that had come: refunds, chargebacks, and chargebacks that were won.

Each finds its gift by the gift's key and is borne by a payout. A chargeback is no refund: it is a
negative entry on the gift's line. When it is won, its money is a new entry of the gift's kind that
names the first one: nothing that stands, or was filed, is changed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy import select

from financedesk.book.unit import UnitOfWork
from financedesk.intake.coverage import RECEIPTS, REFUNDS
from financedesk.intake.donor_index import contact_of
from financedesk.intake.lanes import Lanes
from financedesk.intake.next_payouts import NextPayouts
from financedesk.intake.report import IntakeReport
from financedesk.intake.staged import CHARGEBACK, CHARGEBACK_WON, REFUND, RejectedRow, StagedRow
from financedesk.intake.taking import REFUND_SUFFIX, WaitingRefund, known_rows
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact, read_contact
from financedesk.ledger.gifts import Lane, Payout
from financedesk.ledger.gifts_back import CameAgain, Refund, unborne
from financedesk.ledger.gifts_standing import StandingGift, standing_gifts
from financedesk.ledger.refunds import kind_that_came_again, return_kind
from financedesk.rules.money import format_cents


class _Way(NamedTuple):
    """How one of them is kept and told: what its key ends in, and what to say of a missing gift."""

    suffix: str
    missing: str


_WAYS: Mapping[str, _Way] = MappingProxyType(
    {
        REFUND: _Way(
            REFUND_SUFFIX,
            "The refunded gift is not in the book; import the file that has it first.",
        ),
        CHARGEBACK: _Way(
            ":chargeback",
            "The gift that this chargeback takes back is not in the book; import the file that has"
            " it first.",
        ),
        CHARGEBACK_WON: _Way(
            ":chargeback-won",
            "The chargeback that was won is not in the book; import the files that have the gift"
            " and its chargeback first.",
        ),
    }
)
_FEE_NOT_GIVEN = (
    "The processor gave a fee back that is larger than the fee of the payout, so it was not"
    " recorded; enter it as a receipt from the processor."
)


class _Done(NamedTuple):
    """One that the book has: what it was, and the processor's key of it."""

    digest: str
    refund_id: str | None


class GoingBack:
    """Writes what went back of gifts, and what came again, once all gifts of a file are there."""

    def __init__(self, unit: UnitOfWork, lanes: Lanes, report: IntakeReport) -> None:
        self._unit = unit
        self._sources = lanes.sources
        self._writer = lanes.writer
        self._coverage = lanes.coverage
        self._report = report
        self._payouts = NextPayouts(unit, lanes.writer)
        self._standing: dict[int, StandingGift] = {}
        self._done: dict[str, _Done] = {}

    def bear_older(self, lane: Lane) -> None:
        """Give what went back in earlier imports the payout that had not been made then."""
        for item_id, day, cents, fee_cents in unborne(self._unit, lane.entity_id, lane.clearing_id):
            payout = self._payouts.after(lane, day)
            if payout is not None:
                self._unit.update(tables.item, item_id, {"payout_id": payout.id})
                self._bear(payout, cents, fee_cents)
                self._report.completed += 1

    def take(self, lane: Lane, waiting: Sequence[WaitingRefund]) -> None:
        """Take what waits of one lane, by day; what came again follows what had gone."""
        keys = [key for one in waiting for key in _keys(one)]
        found = known_rows(self._unit, lane.entity_id, self._sources, keys) if keys else {}
        self._done = {key: _Done(known.digest, known.refund_id) for key, known in found.items()}
        gifts = self._gifts_of(lane, waiting)
        self._standing = standing_gifts(self._unit.connection, gifts.values())
        # Money can come again only after it had gone; files may have the newest row first.
        for one in sorted(waiting, key=lambda one: (_day(one), one.row.meaning == CHARGEBACK_WON)):
            self._take(lane, one, gifts.get(one.row.key))

    # --- which gift

    def _gifts_of(self, lane: Lane, waiting: Iterable[WaitingRefund]) -> dict[str, int]:
        """Return the items of the gifts by the keys that rows name them with."""
        gifts = {
            one.row.key: one.refund.gift_id
            for one in waiting
            if one.refund is not None and one.refund.gift_id is not None
        }
        named = [one.row.key for one in waiting if one.refund is None]
        known = known_rows(self._unit, lane.entity_id, self._sources, named)
        return gifts | {key: row.item_id for key, row in known.items()}

    def _gift_of_chargeback(self, lane: Lane, key: str) -> int | None:
        """Return the gift of the chargeback that has a key of its own; PayPal names that one."""
        self._writer.flush()
        source, column = tables.source_row.c, tables.item.c
        query = (
            select(column.parent_id)
            .join(tables.source_row, source.item_id == column.id)
            .where(
                source.entity_id == lane.entity_id,
                source.source.in_(self._sources),
                source.refund_id == key,
            )
        )
        found: int | None = self._unit.connection.execute(query).scalars().first()
        if found is not None and found not in self._standing:
            self._standing |= standing_gifts(self._unit.connection, [found])
        return found

    # --- one of them

    def _take(self, lane: Lane, one: WaitingRefund, gift_id: int | None) -> None:
        row, meaning = one.row, _meaning(one)
        if gift_id is None and meaning == CHARGEBACK_WON:
            gift_id = self._gift_of_chargeback(lane, row.key)
        gift = self._standing.get(gift_id or 0)
        if gift is None:
            self._report.reject(RejectedRow(row.number, "", _WAYS[meaning].missing))
            return
        key, digest = self._key(one), f"{_day(one)}|{row.cents}"
        if key in self._done:
            self._compare(one, self._done[key].digest == digest)
            return
        if self._is_possible(gift, row, meaning):
            self._done[key] = _Done(digest, row.refund_id or None)
            self._write(lane, one, gift, key, digest)

    def _key(self, one: WaitingRefund) -> str:
        """Return the key to keep it under: a gift may go back in several parts."""
        first, *further = _keys(one)
        known = self._done.get(first)
        is_further = further and known and known.refund_id not in (None, one.row.refund_id)
        return further[0] if is_further else first

    def _compare(self, one: WaitingRefund, is_same: bool) -> None:  # noqa: FBT001 - a plain fact
        if not is_same:
            self._report.conflict(
                one.row.number, one.row.key,
                f"The book has a {_meaning(one)} of this gift with another date or amount.",
            )  # fmt: skip
        elif one.refund is None:
            self._report.known(one.row.number)

    def _is_possible(self, gift: StandingGift, row: StagedRow, meaning: str) -> bool:
        """Tell whether so much can go back or come again; note why not."""
        if meaning == CHARGEBACK_WON:
            if gift.open_cents <= 0:
                self._report.reject(RejectedRow(row.number, "", _WAYS[meaning].missing))
                return False
            if gift.open_cents >= row.cents:
                return True
            reason = (
                f"{format_cents(row.cents)} came again, and only {format_cents(gift.open_cents)} of"
                " this gift had been charged back; find out which is right."
            )
        elif gift.bearing(row.cents) is not None:
            return True
        else:
            reason = (
                f"{format_cents(gift.amount_cents - gift.left_cents)} of this gift of"
                f" {format_cents(gift.amount_cents)} went back before, so"
                f" {format_cents(row.cents)} more cannot; find out which is right."
            )
        self._report.conflict(row.number, row.key, reason)
        return False

    # --- writing

    def _write(
        self, lane: Lane, one: WaitingRefund, gift: StandingGift, key: str, digest: str
    ) -> None:
        row, day = one.row, _day(one)
        if self._coverage.period_of(lane.entity_id, day) is not None:
            self._note_filed(lane, one, gift, key, digest)
            return
        is_own = one.refund is None
        payout = self._payouts.of_row(lane, row, day) if is_own else self._payouts.after(lane, day)
        item_id = self._written(lane, one, gift, payout)
        fee_cents = _fee(one)
        self._note(lane, one, item_id, digest, key)
        self._report.fee_cents += fee_cents
        if payout is not None:
            sign = -1 if row.meaning == CHARGEBACK_WON else 1
            self._report.fee_cents -= self._bear(payout, sign * row.cents, fee_cents)
        self._report.accepted += is_own
        self._report.completed += one.completes

    def _written(
        self, lane: Lane, one: WaitingRefund, root: StandingGift, payout: Payout | None
    ) -> int:
        """Write the entry and note what stands of the gift now; returns the entry's id."""
        meaning, cents, day = _meaning(one), one.row.cents, _day(one)
        report = self._report
        if meaning == CHARGEBACK_WON:
            report.won_cents += cents
            return self._came_again(lane, root, day, cents, payout)
        gift = root.bearing(cents) or root
        gift.left_cents -= cents
        if meaning == CHARGEBACK:
            root.lost_cents += cents
            report.chargebacks += 1
            report.chargeback_cents += cents
        else:
            report.refunded_cents += cents
        refund = Refund(
            gift.item_id, gift.contact_id, gift.card_id, day, cents, gift.election_code,
            gift.drive_id,
        )  # fmt: skip
        if meaning == CHARGEBACK:
            refund = replace(refund, kind=return_kind(gift.kind, gift.giver_type))
        return self._writer.add_refund(lane, refund, payout)

    def _came_again(
        self, lane: Lane, gift: StandingGift, day: str, cents: int, payout: Payout | None
    ) -> int:
        again = CameAgain(
            gift_id=gift.item_id, contact_id=gift.contact_id, card_id=gift.card_id,
            kind=kind_that_came_again(gift.kind, gift.giver_type), day=day,
            made_date=gift.made_date, cents=cents, election_code=gift.election_code,
            drive_id=gift.drive_id, conduit_id=gift.conduit_id,
        )  # fmt: skip
        item_id = self._writer.add_again(lane, again, payout)
        gift.lost_cents -= cents
        gift.again.append(
            replace(
                gift, item_id=item_id, kind=again.kind, amount_cents=cents, left_cents=cents,
                lost_cents=0, again=[],
            )
        )  # fmt: skip
        return item_id

    def _bear(self, payout: Payout, cents: int, fee_cents: int) -> int:
        """Let a payout bear what went back, and its fee; returns what of the fee was left out.

        ``cents`` below zero came again.
        """
        if cents > 0:
            payout.refund_cents += cents
        else:
            payout.gross_cents -= cents
        if fee_cents < 0 and not self._writer.may_lower_fee(payout, -fee_cents):
            self._report.notes.add(_FEE_NOT_GIVEN)
            return fee_cents
        payout.fee_cents += fee_cents
        return 0

    def _note(self, lane: Lane, one: WaitingRefund, item_id: int, digest: str, key: str) -> None:
        row = one.row
        self._writer.add_source_row(
            lane.entity_id, key, item_id, digest, _fee(one) or None,
            row.receipt_id or None, None, None, None, row.refund_id or None,
        )  # fmt: skip

    def _note_filed(
        self, lane: Lane, one: WaitingRefund, gift: StandingGift, key: str, digest: str
    ) -> None:
        """Note where an entry of an adopted filing came from; it adds no money."""
        meaning, day = _meaning(one), _day(one)
        wanted = REFUNDS if meaning == REFUND else RECEIPTS
        cents = -one.row.cents if meaning == CHARGEBACK else one.row.cents
        item_id = self._coverage.itemised(lane, self._giver(one, gift), day, cents, wanted)
        if item_id is not None:
            self._note(lane, one, item_id, digest, key)
            self._report.accepted += one.refund is None
            return
        reason = (
            f"The {meaning} of {day} is not in the adopted filing of that day; amend the filing."
        )
        if one.refund is None:
            self._report.reject(RejectedRow(one.row.number, "Date", reason))
        else:
            self._report.notes.add(reason)

    def _giver(self, one: WaitingRefund, gift: StandingGift) -> Contact:
        if one.refund is not None:
            return contact_of(one.row.donor, one.row.day)
        return read_contact(self._unit.connection, gift.contact_id)


def _meaning(one: WaitingRefund) -> str:
    """Return what a waiting row is: one with a refund beside it is a gift that was marked."""
    return one.row.meaning if one.refund is None else REFUND


def _day(one: WaitingRefund) -> str:
    return one.row.day if one.refund is None else one.refund.day


def _fee(one: WaitingRefund) -> int:
    """Return the fee of a dispute, in cents; that of a refund is none of the ledger's."""
    return one.row.fee_cents if one.row.meaning in (CHARGEBACK, CHARGEBACK_WON) else 0


def _keys(one: WaitingRefund) -> list[str]:
    """Return the keys it may be kept under: a gift's first one, then each by its own."""
    row = one.row
    first = row.key + _WAYS[_meaning(one)].suffix
    return [first, f"{first}:{row.refund_id}"] if row.refund_id and one.refund is None else [first]
