"""Gifts through the processor: one batch of gifts, refunds, weekly payouts and their fees."""

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from financedesk.book import UnitOfWork
from financedesk.ledger.contacts import Contact, ContactRef, match_keys
from financedesk.ledger.gifts import GiftWriter, Lane, Payout
from financedesk.ledger.gifts_back import Refund
from financedesk.rules.conduits import processor
from financedesk.sample.days import LAST
from financedesk.sample.giving import ONLINE, Drive, Gift, drive_of
from financedesk.sample.purse import Purse

PROCESSOR = "actblue"
# 3.95 % of each gift, half a cent and more rounded up.
_FEE_PER_MYRIAD = 395
_REFUND_ONE_IN = 220
# Money of one week, Monday to Sunday, arrives on the Wednesday after.
_WEDNESDAY_AFTER = 9


@dataclass(frozen=True, slots=True)
class Till:
    """Where an entity's online gifts go: its bank and clearing account and what they hold."""

    entity_id: int
    code: str
    bank_id: int
    clearing_id: int
    bank: Purse


def processor_contact() -> Contact:
    """Return the processor as the contact that conduit memo items and fees name."""
    profile = processor(PROCESSOR, LAST)
    return Contact(
        type="COM", name=profile.name, committee_id=profile.committee_id,
        street_1=profile.street_1, city=profile.city, state=profile.state, zip=profile.zip,
    )  # fmt: skip


def write_online(
    unit: UnitOfWork,
    chance: random.Random,
    till: Till,
    givers: Sequence[Contact],
    gifts: Sequence[Gift],
    drives: Sequence[Drive],
) -> tuple[list[ContactRef], int]:
    """Write givers and their online gifts inside the unit's batch; returns the givers and a count.

    Gifts of the last week wait for a payout that lies beyond the sample.
    """
    writer = GiftWriter(unit, PROCESSOR, processor_contact().name)
    payee = writer.add_payee(till.entity_id, processor_contact())
    refs = [writer.add_donor(till.entity_id, giver, match_keys(giver)) for giver in givers]
    lane = Lane(
        entity_id=till.entity_id, clearing_id=till.clearing_id, bank_id=till.bank_id,
        payee=payee, conduit_id=payee.contact_id,
    )  # fmt: skip
    weeks = _Weeks(writer, lane)
    items = 0
    for number, gift in enumerate(one for one in gifts if one.method == ONLINE):
        drive = drive_of(chance, drives, gift)
        lane.drive_id = None if drive is None else drive.part_of(number)
        place = (None, None) if drive is None else drive.place_of(number)
        key = f"AB{till.code}{number:06d}"
        _write_gift(writer, lane, (refs[gift.giver], gift), weeks, key, place)
        items += 1
        if gift.cents <= 50_00 and chance.randrange(_REFUND_ONE_IN) == 0:
            items += weeks.refund(lane, refs[gift.giver], gift)
    items += writer.settle(lane)
    writer.flush()
    for payout in lane.payouts.values():
        till.bank.move(date.fromisoformat(payout.paid_on), payout.net_cents)
    return refs, items


def _write_gift(
    writer: GiftWriter,
    lane: Lane,
    given: tuple[ContactRef, Gift],
    weeks: "_Weeks",
    key: str,
    place: tuple[str | None, str | None],
) -> None:
    who, gift = given
    fee = (gift.cents * _FEE_PER_MYRIAD + 5_000) // 10_000
    payout = weeks.payout_of(gift.day)
    weeks.newest = writer.add_gift(
        lane, who, gift.day.isoformat(), gift.cents, payout, None, lane.drive_id
    )
    if payout is not None:
        payout.gross_cents += gift.cents
        payout.fee_cents += fee
    digest = hashlib.sha256(f"{key}|{gift.day}|{gift.cents}".encode()).hexdigest()
    # All charges of somebody's series have one receipt.
    receipt = f"M{key[:-6]}{gift.giver:06d}" if gift.recurrence else f"R{key}"
    recurrence = gift.recurrence or None
    writer.add_source_row(
        lane.entity_id, key, weeks.newest, digest, fee, receipt, *place, recurrence, None
    )


class _Weeks:
    """The weekly payouts of one lane."""

    def __init__(self, writer: GiftWriter, lane: Lane) -> None:
        self._writer = writer
        self._lane = lane
        self.newest = 0

    def payout_of(self, day: date) -> Payout | None:
        """Return the payout that brings a day's money, None when it comes after the sample."""
        paid_on = day - timedelta(days=day.weekday()) + timedelta(days=_WEDNESDAY_AFTER)
        if paid_on > LAST:
            return None
        return self._writer.payout(self._lane, f"W{paid_on:%Y%m%d}", paid_on.isoformat())

    def refund(self, lane: Lane, who: ContactRef, gift: Gift) -> int:
        """Give the newest gift back on the Sunday of its week; returns how many items that is."""
        sunday = gift.day + timedelta(days=6 - gift.day.weekday())
        payout = self.payout_of(sunday)
        if payout is None:
            return 0
        payout.refund_cents += gift.cents
        refund = Refund(self.newest, *who, sunday.isoformat(), gift.cents, drive_id=lane.drive_id)
        self._writer.add_refund(lane, refund, payout)
        return 1
