"""Row by row: new gifts go to the ledger, known ones are compared, what waits is kept aside."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import Select, select

from financedesk.book.unit import UnitOfWork
from financedesk.intake.coverage import Period
from financedesk.intake.lanes import Lanes
from financedesk.intake.report import IntakeReport
from financedesk.intake.seen import SeenKeys
from financedesk.intake.staged import RejectedRow, StagedRow
from financedesk.ledger import tables
from financedesk.ledger.gifts import Lane
from financedesk.ledger.gifts_back import Refund
from financedesk.rules.money import format_cents

REFUND_SUFFIX = ":refund"
_LOOKED_UP = 500


class Known(NamedTuple):
    """A row that the book has, with its item."""

    key: str
    digest: str
    item_id: int
    payout_id: int | None
    contact_id: int | None
    card_id: int | None
    amount_cents: int
    election_code: str | None
    source: str
    account_id: int | None
    refund_id: str | None
    drive_id: int | None


class WaitingRefund(NamedTuple):
    """A refund or a chargeback that waits for the file's end, where payouts and gifts are known.

    ``completes``: the gift was known before, and only its refund is news.
    """

    lane: Lane
    row: StagedRow
    refund: Refund | None
    completes: bool = False


class Completion(NamedTuple):
    """A known gift whose payout has become known; ``account_id`` is where its money stands."""

    lane: Lane
    row: StagedRow
    item_id: int
    account_id: int | None


_Placed = tuple[Lane, StagedRow]


@dataclass(slots=True)
class Waiting:
    """What is settled at the end of the file.

    ``refunds`` without a ``refund`` are rows of their own: their gift is looked up by its key.
    """

    refunds: list[WaitingRefund] = field(default_factory=list)
    completions: list[Completion] = field(default_factory=list)


class Taking:
    """Takes the rows of one file."""

    def __init__(self, unit: UnitOfWork, lanes: Lanes, report: IntakeReport) -> None:
        self.waiting = Waiting()
        self._unit = unit
        self._lanes = lanes
        self._writer = lanes.writer
        self._donors = lanes.donors
        self._coverage = lanes.coverage
        self._report = report
        self._watcher, self._new_cards = report.watcher, report.new_cards
        self._seen = SeenKeys()
        self._entities_with_rows: dict[int, bool] = {}

    def take(self, chunk: Sequence[StagedRow | RejectedRow]) -> None:
        """Take some rows; those whose keys were met before are compared at the end of the chunk."""
        gifts: list[tuple[Lane, StagedRow]] = []
        if self._watcher is not None:
            self._watcher.meet(chunk)
        for row in chunk:
            self._report.rows += 1
            if isinstance(row, RejectedRow):
                self._report.reject(row)
                continue
            lane = self._lanes.lane_of(row)
            if not isinstance(lane, Lane):
                self._turn_away(row, lane)
            elif not row.is_gift:
                self.waiting.refunds.append(WaitingRefund(lane, row, None))
            else:
                gifts.append((lane, row))
        fresh, repeated = self._parted(gifts)
        self._donors.foresee((lane.entity_id, row.donor, row.traits) for lane, row in fresh)
        for lane, row in fresh:
            self._take_new(lane, row)
        if repeated:
            self._compare(repeated)

    # --- inside

    def _turn_away(self, row: StagedRow, refusal: RejectedRow | None) -> None:
        if refusal is None:
            self._report.leave_out(row.number)
        else:
            self._report.reject(refusal)

    def _parted(self, gifts: Sequence[_Placed]) -> tuple[list[_Placed], list[_Placed]]:
        """Return the gifts whose keys nobody met before, and the others."""
        in_book = self._keys_in_book(gifts)
        fresh: list[_Placed] = []
        repeated: list[_Placed] = []
        for lane, row in gifts:
            met = self._seen.add(row.key) or (lane.entity_id, row.key) in in_book
            (repeated if met else fresh).append((lane, row))
        return fresh, repeated

    def _keys_in_book(self, gifts: Iterable[_Placed]) -> set[tuple[int, str]]:
        """Return entity and key of those that the book has from these sources."""
        wanted: dict[int, list[str]] = {}
        for lane, row in gifts:
            if self._had_rows(lane.entity_id):
                wanted.setdefault(lane.entity_id, []).append(row.key)
        return {
            (entity_id, key)
            for entity_id, keys in wanted.items()
            for key in known_keys(self._unit, entity_id, self._lanes.sources, keys)
        }

    def _had_rows(self, entity_id: int) -> bool:
        """Tell whether an entity had rows from these sources when the file's first one came."""
        known = self._entities_with_rows.get(entity_id)
        if known is None:
            known = has_rows(self._unit, entity_id, self._lanes.sources)
            self._entities_with_rows[entity_id] = known
        return known

    def _take_new(self, lane: Lane, row: StagedRow) -> None:
        drive_id = self._lanes.drives.drive_of(lane, row)
        if isinstance(drive_id, RejectedRow):
            self._report.reject(drive_id)
            return
        period = self._coverage.period_of(lane.entity_id, row.day)
        if period is not None:
            self._take_covered(lane, row, period, drive_id)
            return
        payout = None
        if row.payout_key:
            payout = self._writer.payout(lane, row.payout_key, row.payout_day)
            if lane.has_own_account and payout.account_id not in (None, lane.bank_id):
                self._report.reject(_other_account(row))
                return
            payout.gross_cents += row.cents
            payout.fee_cents += row.fee_cents
        who = self._donors.find(lane.entity_id, row.donor, row.day, row.traits)
        if self._new_cards is not None:
            self._new_cards.met(who[1], row.number)
        election = (row.election_code or None) if lane.by_election else None
        item_id = self._writer.add_gift(lane, who, row.day, row.cents, payout, election, drive_id)
        self._note(lane, row, item_id)
        if row.refund_day:
            refund = Refund(item_id, who[0], who[1], row.refund_day, row.cents, election, drive_id)
            self.waiting.refunds.append(WaitingRefund(lane, row, refund))

    def _take_covered(
        self, lane: Lane, row: StagedRow, period: Period, drive_id: int | None
    ) -> None:
        """Take a gift of an adopted period: it is in that filing, or it is refused."""
        item_id = self._coverage.take(lane, row, period, drive_id)
        if isinstance(item_id, RejectedRow):
            self._report.reject(item_id)
            return
        if row.payout_day > period.last:
            # The filing has the gift, but its payment and fee came after the filing.
            payout = self._writer.payout(lane, row.payout_key, row.payout_day)
            payout.gross_cents += row.cents
            payout.carried_cents += row.cents
            payout.fee_cents += row.fee_cents
        self._note(lane, row, item_id)
        if row.refund_day:
            self._writer.flush()
            who = contact_of_item(self._unit, item_id)
            refund = Refund(item_id, who[0], who[1], row.refund_day, row.cents, drive_id=drive_id)
            self.waiting.refunds.append(WaitingRefund(lane, row, refund))

    def _note(self, lane: Lane, row: StagedRow, item_id: int) -> None:
        """Note where an item came from, and count it."""
        self._writer.add_source_row(
            lane.entity_id, row.key, item_id, row.digest, row.fee_cents, row.receipt_id or None,
            row.page or None, row.reference_code or None, row.recurrence, None,
            every=row.every or None, own_drive=bool(row.drive),
        )  # fmt: skip
        report = self._report
        report.accepted += 1
        report.total_cents += row.cents
        report.fee_cents += row.fee_cents
        recipient = report.recipients[lane.entity_id]
        recipient.gifts += 1
        recipient.cents += row.cents
        if self._watcher is not None:
            self._watcher.taken(row.number, item_id)

    def _compare(self, repeated: Sequence[tuple[Lane, StagedRow]]) -> None:
        """Judge rows whose key was met: the same row, a changed one, or one that has got on."""
        self._writer.flush()
        for lane, rows in _by_lane(repeated):
            keys = [row.key for row in rows]
            known = known_rows(self._unit, lane.entity_id, self._lanes.sources, keys)
            for row in rows:
                found = known.get(row.key)
                if found is None:
                    # Another entity's row, or a key that was refused further up in this file.
                    self._take_new(lane, row)
                    self._writer.flush()
                    known |= known_rows(self._unit, lane.entity_id, self._lanes.sources, [row.key])
                elif found.source != self._writer.processor:
                    self._take_kin(lane, row, found)
                elif found.digest != row.digest:
                    self._report.conflict(row.number, row.key, _difference(found, row))
                else:
                    self._take_known(lane, row, found)

    def _take_kin(self, lane: Lane, row: StagedRow, found: Known) -> None:
        """Take a payment that another processor's export has brought: only what is news of it."""
        if found.amount_cents != row.cents:
            self._report.conflict(row.number, row.key, _difference(found, row))
            return
        self._report.notes.add(
            f"A payment is in the book from an export of {found.source}: neither it nor its donor"
            " was taken again, only what is news of its payout."
        )
        self._take_known(lane, row, found)

    def _take_known(self, lane: Lane, row: StagedRow, found: Known) -> None:
        self._report.known(row.number)
        if self._watcher is not None:
            self._watcher.known(row, found.item_id)
        covered = self._coverage.period_of(lane.entity_id, row.day)
        if row.payout_key and found.payout_id is None and covered is None:
            self.waiting.completions.append(Completion(lane, row, found.item_id, found.account_id))
        if row.refund_day:
            refund = Refund(
                found.item_id, found.contact_id, found.card_id, row.refund_day, row.cents,
                found.election_code, found.drive_id,
            )  # fmt: skip
            self.waiting.refunds.append(WaitingRefund(lane, row, refund, completes=True))


def _by_lane(
    repeated: Sequence[tuple[Lane, StagedRow]],
) -> list[tuple[Lane, list[StagedRow]]]:
    lanes: dict[int, tuple[Lane, list[StagedRow]]] = {}
    for lane, row in repeated:
        lanes.setdefault(lane.entity_id, (lane, []))[1].append(row)
    return list(lanes.values())


def _other_account(row: StagedRow) -> RejectedRow:
    return RejectedRow(
        row.number, "",
        f"The payout {row.payout_key} is known to have reached another bank account than"
        f" {row.account}; find out which is right.",
    )  # fmt: skip


def _difference(found: Known, row: StagedRow) -> str:
    if found.amount_cents != row.cents:
        return (
            f"The book has this line item with {format_cents(found.amount_cents)}, the file with"
            f" {format_cents(row.cents)}; find out which is right."
        )
    return (
        "The book has this line item with another date, fee or donor's details; find out which is"
        " right."
    )


def contact_of_item(unit: UnitOfWork, item_id: int) -> tuple[int | None, int | None]:
    """Return the contact and the card of an item."""
    column = tables.item.c
    query = select(column.contact_id, column.card_id).where(column.id == item_id)
    row = unit.connection.execute(query).one()
    return row.contact_id, row.card_id


def has_rows(unit: UnitOfWork, entity_id: int, sources: Sequence[str]) -> bool:
    """Tell whether an entity has any row from these sources."""
    return unit.connection.execute(_keys_from(entity_id, sources).limit(1)).first() is not None


def known_keys(
    unit: UnitOfWork, entity_id: int, sources: Sequence[str], keys: Sequence[str]
) -> Sequence[str]:
    """Return those of some keys under which an entity has rows from these sources."""
    query = _keys_from(entity_id, sources).where(tables.source_row.c.external_id.in_(keys))
    return unit.connection.execute(query).scalars().all()


def _keys_from(entity_id: int, sources: Sequence[str]) -> Select[str]:
    column = tables.source_row.c
    return select(column.external_id).where(
        column.entity_id == entity_id, column.source.in_(sources)
    )


def known_rows(
    unit: UnitOfWork, entity_id: int, sources: Sequence[str], keys: Sequence[str]
) -> dict[str, Known]:
    """Return what the book has from these sources under these keys, by key."""
    row, item = tables.source_row.c, tables.item.c
    base = (
        select(
            row.external_id, row.digest, row.item_id, item.payout_id, item.contact_id,
            item.card_id, item.amount_cents, item.election_code, row.source, item.account_id,
            row.refund_id, item.drive_id,
        )
        .join_from(tables.source_row, tables.item, item.id == row.item_id)
        .where(row.entity_id == entity_id, row.source.in_(sources))
    )  # fmt: skip
    found: dict[str, Known] = {}
    for start in range(0, len(keys), _LOOKED_UP):
        query = base.where(row.external_id.in_(keys[start : start + _LOOKED_UP]))
        for values in unit.connection.execute(query):
            found[values[0]] = Known._make(values)
    return found
