"""What drives came to, read from their derived sums: the one place that knows these tables.

A drive's figures count its parts as well. Amounts are cents; every function takes the ids of
drives that the reader may see.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, Connection, and_, func, select, text

from financedesk.ledger import tables
from financedesk.ledger.drive_kinds import parts
from financedesk.ledger.hold_rows import held_of
from financedesk.ledger.register_kinds import REFUND_LINKS
from financedesk.ledger.tables_totals import GIVES_BACK

drive, item, sums, listed = (
    tables.drive, tables.item, tables.drive_sum, tables.incomplete_item,
)  # fmt: skip

Cut = Literal["all", "day", "amount", "source", "page", "reference", "state"]
"""What a drive's figures are cut by; ``all`` is the drive as a whole."""

_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class DriveSums:
    """What a drive, or a slice of it, came to; amounts in cents.

    ``gross_cents`` are gifts as they came. Of fees only those are known that a processor's file
    told of each gift. ``donors`` are persons; a slice by day has those who gave to the drive for
    the first time on that day, any other slice has none.
    """

    gifts: int = 0
    cents: int = 0
    refunds: int = 0
    refunded_cents: int = 0
    chargebacks: int = 0
    charged_back_cents: int = 0
    fee_cents: int = 0
    cost_cents: int = 0
    itemised_cents: int = 0
    unitemised_cents: int = 0
    donors: int = 0
    new_donors: int = 0

    @property
    def raised_cents(self) -> int:
        """Return gifts less what was given back or taken back by banks."""
        return self.cents - self.refunded_cents - self.charged_back_cents

    @property
    def net_cents(self) -> int:
        """Return what is left of it after fees and costs."""
        return self.raised_cents - self.fee_cents - self.cost_cents

    @property
    def average_cents(self) -> int | None:
        """Return the average gift, cents cut off; None without a gift."""
        return self.cents // self.gifts if self.gifts else None


NOTHING = DriveSums()
_COLUMNS = [sums.c[name] for name in DriveSums.__dataclass_fields__]


def sums_of(connection: Connection, drive_ids: Collection[int]) -> dict[int, DriveSums]:
    """Return what each drive came to; one to which nothing came has no entry."""
    found = {}
    for some in _some_at_once(drive_ids):
        query = select(sums.c.drive_id, *_COLUMNS).where(
            sums.c.drive_id.in_(some), sums.c.cut == "all", sums.c.value == ""
        )
        for drive_id, *each in connection.execute(query):
            found[drive_id] = _sums(each)
    return found


def slices_of(connection: Connection, drive_id: int, cut: Cut) -> dict[str, DriveSums]:
    """Return what a drive came to by day, source or whatever else, in the order of the value.

    Days are ``YYYY-MM-DD``; the value of what is not known is empty.
    """
    query = (
        select(sums.c.value, *_COLUMNS)
        .where(sums.c.drive_id == drive_id, sums.c.cut == cut)
        .order_by(sums.c.value)
    )
    return {value: _sums(each) for value, *each in connection.execute(query)}


def medians_of(connection: Connection, drive_ids: Collection[int]) -> dict[int, int]:
    """Return the median gift of each drive that has one, in cents.

    Of an even number of gifts it is the middle of the two in the middle, cents cut off.
    """
    amounts: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for some in _some_at_once(drive_ids):
        query = select(sums.c.drive_id, sums.c.value, sums.c.gifts).where(
            sums.c.drive_id.in_(some), sums.c.cut == "amount", sums.c.gifts > 0
        )
        for drive_id, value, gifts in connection.execute(query):
            amounts[drive_id].append((int(value), gifts))
    return {drive_id: _median(sorted(each)) for drive_id, each in amounts.items()}


def _median(amounts: Sequence[tuple[int, int]]) -> int:
    gifts = sum(number for _, number in amounts)
    low, high = _at(amounts, (gifts - 1) // 2), _at(amounts, gifts // 2)
    return (low + high) // 2


def _at(amounts: Sequence[tuple[int, int]], place: int) -> int:
    for cents, number in amounts:
        if place < number:
            return cents
        place -= number
    raise IndexError(place)


def _sums(row: Sequence[int]) -> DriveSums:
    return DriveSums(**dict(zip(DriveSums.__dataclass_fields__, map(int, row), strict=True)))


def _some_at_once(drive_ids: Collection[int]) -> list[list[int]]:
    ordered = sorted(drive_ids)
    return [ordered[start : start + _AT_ONCE] for start in range(0, len(ordered), _AT_ONCE)]


# --- what may not be counted on


@dataclass(frozen=True, slots=True)
class Withheld:
    """What of a drive's gifts may not be spent or reported yet, in cents; nothing counts twice.

    ``incomplete_cents``: itemised gifts whose giver's employer or occupation is not known
    (11 CFR 104.8(a), 100.12). ``on_hold_cents``: what else is on hold (11 CFR 103.3(b)).
    """

    on_hold_cents: int = 0
    incomplete_cents: int = 0
    incomplete_gifts: int = 0

    @property
    def cents(self) -> int:
        """Return both together."""
        return self.on_hold_cents + self.incomplete_cents


def withheld_of(connection: Connection, entity_ids: Collection[int]) -> dict[int, Withheld]:
    """Return what is withheld of the drives of entities, by drive; most have no entry."""
    found: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for drive_id, cents, gifts in _incomplete(connection, entity_ids):
        found[drive_id][1:] = [cents, gifts]
    for drive_id, cents in _given_back(connection, entity_ids):
        found[drive_id][1] -= cents
    held = _held(connection, entity_ids)
    for item_id, drive_id in _carriers(connection, held).items():
        found[drive_id][0] += held[item_id]
    return _with_parts(connection, found)


def _incomplete(
    connection: Connection, entity_ids: Collection[int]
) -> Iterator[tuple[int, int, int]]:
    """Yield drives with the sum and the number of their gifts of which something is missing."""
    query = (
        select(item.c.drive_id, func.sum(item.c.amount_cents), func.count())
        .join_from(listed, item, item.c.id == listed.c.item_id)
        .where(_counts(entity_ids))
        .group_by(item.c.drive_id)
    )
    for drive_id, cents, gifts in connection.execute(query):
        yield drive_id, int(cents), gifts


def _given_back(connection: Connection, entity_ids: Collection[int]) -> Iterator[tuple[int, int]]:
    """Yield the drives of incomplete gifts with what was given back of each to a drive's debit."""
    refund, counted = item.alias("refund"), tables.drive_item
    gift_id = func.coalesce(*(refund.c[name] for name in REFUND_LINKS))
    query = (
        select(item.c.id, item.c.drive_id, item.c.amount_cents, counted.c.cents)
        .join_from(counted, refund, refund.c.id == counted.c.item_id)
        .join(listed, listed.c.item_id == gift_id)
        .join(item, item.c.id == listed.c.item_id)
        # In the words of the index of these few rows.
        .where(text(GIVES_BACK), _counts(entity_ids))
    )
    back: defaultdict[tuple[int, int, int], int] = defaultdict(int)
    for *gift, cents in connection.execute(query):
        back[gift[0], gift[1], gift[2]] += cents
    for (_, drive_id, amount), cents in back.items():
        yield drive_id, min(amount, cents)


def _counts(entity_ids: Collection[int]) -> ColumnElement[bool]:
    """Return the condition that a listed entry is a gift to a drive of these entities."""
    return and_(
        listed.c.entity_id.in_(list(entity_ids)),
        listed.c.kind.in_(parts()["gift"]),
        item.c.drive_id.is_not(None),
    )


def _held(connection: Connection, entity_ids: Collection[int]) -> dict[int, int]:
    """Return what is on hold of each gift of which nothing is missing."""
    held = held_of(connection, entity_ids)
    for some in _some_at_once(held):
        query = select(listed.c.item_id).where(listed.c.item_id.in_(some))
        for item_id in connection.execute(query).scalars():
            del held[item_id]
    return held


def _carriers(connection: Connection, item_ids: Collection[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for some in _some_at_once(item_ids):
        query = select(item.c.id, item.c.drive_id).where(
            item.c.id.in_(some),
            item.c.drive_id.is_not(None),
            item.c.kind.in_(parts()["gift"]),
        )
        found |= {row.id: row.drive_id for row in connection.execute(query)}
    return found


def _with_parts(connection: Connection, found: Mapping[int, Sequence[int]]) -> dict[int, Withheld]:
    """Let a drive withhold what its parts do."""
    wholes = select(drive.c.id, drive.c.parent_id).where(drive.c.id.in_(list(found)))
    parent_of = {row.id: row.parent_id for row in connection.execute(wholes)}
    whole: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for drive_id, figures in found.items():
        for one in {drive_id, parent_of.get(drive_id) or drive_id}:
            whole[one] = [had + more for had, more in zip(whole[one], figures, strict=True)]
    return {drive_id: Withheld(*figures) for drive_id, figures in whole.items()}
