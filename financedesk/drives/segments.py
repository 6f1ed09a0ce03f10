"""Segments: whom of one entity's donors a call or a letter is for.

A segment is of one entity, always: what another one knows of the same people stays there, and a
list leaves an entity only by a document of its price (``ledger.list_papers``).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

from sqlalchemy import Connection, select

from financedesk.errors import BadInput
from financedesk.ledger import tables
from financedesk.ledger.donors import DonorQuery, Flag, donor_ids
from financedesk.ledger.entities import EntityRow
from financedesk.ledger.limit_near import NEAR_PERCENT, NearQuery, near_rooms
from financedesk.ledger.list_papers import paper_for_people
from financedesk.ledger.register_kinds import gift_kinds
from financedesk.rules.recurring import CANCELLED, LAPSED, RUNNING, after, state_of_series

contact, donor, item = tables.contact, tables.donor, tables.item
series = tables.recurring_series

_NEVER = "0001-01-01"


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentQuery:
    """Which segment of which entity; ``today`` is what periods are counted from.

    ``since`` and ``until`` bound the first gift (both included); ``months`` is how long somebody
    has not given to be lapsed; ``state`` and ``zip_prefix`` say which region. ``drive_ids`` keeps
    those who gave to these drives.
    """

    name: str
    entity_id: int
    today: date
    since: date | None = None
    until: date | None = None
    months: int = 12
    state: str = ""
    zip_prefix: str = ""
    drive_ids: tuple[int, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class SegmentKind:
    """A kind of segment: what it is called, whom it holds, and how they are found."""

    label: str
    words: str
    find: Callable[[Connection, SegmentQuery], Iterable[int]]


def segment_cards(connection: Connection, query: SegmentQuery) -> list[int]:
    """Return the cards of a segment, who gave last first.

    Raises BadInput for a name that is none, or a period or region that cannot be.
    """
    kind = SEGMENTS.get(query.name)
    if kind is None:
        raise BadInput(f"“{query.name}” is no segment; choose one of: {', '.join(SEGMENTS)}.")
    if query.months < 1:
        raise BadInput("Somebody is lapsed after one month or more.")
    if query.since is not None and query.until is not None and query.until < query.since:
        raise BadInput(f"The period ends on {query.until}, before it begins.")
    found = set(kind.find(connection, query))
    if query.name != "region" and (query.state or query.zip_prefix):
        found &= set(_region(connection, query))
    if query.drive_ids:
        found &= _givers_of(connection, query)
    ordered = donor_ids(connection, _donors(query))
    return [card for card in ordered if card in found]


def segment_counts(connection: Connection, query: SegmentQuery) -> dict[str, int]:
    """Return how many donors each segment of an entity holds, by its name."""
    every = {
        name: SegmentQuery(
            name=name, entity_id=query.entity_id, today=query.today, since=query.since,
            until=query.until, months=query.months, state=query.state,
            zip_prefix=query.zip_prefix, drive_ids=query.drive_ids,
        )
        for name in SEGMENTS
    }  # fmt: skip
    return {
        name: len(segment_cards(connection, one))
        for name, one in every.items()
        if name != "region" or one.state or one.zip_prefix
    }


def require_paper(
    connection: Connection, owner: EntityRow, taker: EntityRow, people: int, on: date
) -> str:
    """Return the document by which people of one entity may be listed for another one.

    Raises Walled, with law and remedy, where it is needed and missing: a donor list is a thing of
    value, sold at a price or booked in kind on both sides (``ledger.list_transfers``).
    """
    return paper_for_people(connection, taker, owner, people, on)


# --- who is in them


def _donors(query: SegmentQuery, flag: Flag | None = None, lapsed_since: str = "") -> DonorQuery:
    return DonorQuery(
        entity_ids=(query.entity_id,), today=query.today, flag=flag, lapsed_since=lapsed_since
    )


def _everybody(connection: Connection, query: SegmentQuery) -> Iterable[int]:
    return donor_ids(connection, _donors(query))


def _first(connection: Connection, query: SegmentQuery) -> Iterable[int]:
    """Return whose first gift lies in the period; without one, in the last thirty days."""
    since = query.since or query.today - timedelta(days=30)
    until = query.until or query.today
    column = donor.c
    found = select(column.card_id).where(
        column.entity_id == query.entity_id,
        column.first_day.between(since.isoformat(), until.isoformat()),
    )
    return connection.execute(found).scalars()


def _lapsed(connection: Connection, query: SegmentQuery) -> Iterable[int]:
    since = after(query.today, "month", -query.months).isoformat()
    return donor_ids(connection, _donors(query, None, since))


def _near_200(connection: Connection, query: SegmentQuery) -> Iterable[int]:
    return donor_ids(connection, _donors(query, "near"))


def _missing(connection: Connection, query: SegmentQuery) -> Iterable[int]:
    return donor_ids(connection, _donors(query, "missing"))


def _near_limit(connection: Connection, query: SegmentQuery) -> Iterable[int]:
    asked = NearQuery(entity_ids=(query.entity_id,), today=query.today, window="now")
    rooms = near_rooms(connection, asked)
    return {room.card_id for room in rooms if room.entity_id == query.entity_id and not room.cards}


def _recurring(connection: Connection, query: SegmentQuery) -> Iterable[int]:
    return _in_series(connection, query, (RUNNING,))


def _recurring_lost(connection: Connection, query: SegmentQuery) -> Iterable[int]:
    """Return whose series ended or fell silent, and who has no other one that runs."""
    lost = set(_in_series(connection, query, (CANCELLED, LAPSED, "failed")))
    return lost - set(_in_series(connection, query, (RUNNING,)))


def _in_series(
    connection: Connection, query: SegmentQuery, states: tuple[str, ...]
) -> Iterable[int]:
    column = series.c
    rows = connection.execute(
        select(
            column.card_id, column.every, column.last_day, column.failed_on, column.cancelled_on
        ).where(column.entity_id == query.entity_id, column.card_id.is_not(None))
    )
    return {
        row.card_id
        for row in rows
        if state_of_series(row.every, row.last_day, row.failed_on, row.cancelled_on, query.today)
        in states
    }


def _region(connection: Connection, query: SegmentQuery) -> Iterable[int]:
    state, prefix = query.state.strip().upper(), query.zip_prefix.strip()
    if not state and not prefix:
        raise BadInput("Say which region: a state, or how its ZIP codes begin.")
    if prefix and not prefix.isalnum():
        raise BadInput(f"“{prefix}” is no beginning of a ZIP code.")
    column = contact.c
    found = (
        select(donor.c.card_id)
        .join(contact, column.id == donor.c.contact_id)
        .where(donor.c.entity_id == query.entity_id)
    )
    if state:
        found = found.where(column.state == state)
    if prefix:
        found = found.where(column.zip.startswith(prefix, autoescape=True))
    return connection.execute(found).scalars()


def _givers_of(connection: Connection, query: SegmentQuery) -> set[int]:
    column = item.c
    found = select(column.card_id).where(
        column.drive_id.in_(query.drive_ids), column.entity_id == query.entity_id,
        column.card_id.is_not(None), column.memo == 0, column.kind.in_(gift_kinds()),
    )  # fmt: skip
    return set(connection.execute(found.distinct()).scalars())


SEGMENTS: Mapping[str, SegmentKind] = MappingProxyType({
    "all": SegmentKind("Everybody", "Everybody on the list of donors.", _everybody),
    "first": SegmentKind(
        "First gift", "Gave for the first time in the period, or in the last 30 days.", _first
    ),
    "lapsed": SegmentKind(
        "Lapsed", "Gave before, and not for so many months (12).", _lapsed
    ),
    "near-200": SegmentKind(
        "Near $200",
        "The law’s aggregate stands at $150 to $200: the next gift may be itemised, and employer"
        " and occupation will be asked for (11 CFR 104.8).",
        _near_200,
    ),
    "near-limit": SegmentKind(
        "Near the limit",
        f"Has used {NEAR_PERCENT} % of a limit that holds now, or more (52 U.S.C. 30116).",
        _near_limit,
    ),
    "recurring": SegmentKind("Recurring", "Has a recurring gift that runs.", _recurring),
    "recurring-lost": SegmentKind(
        "Recurring, ended", "Had a recurring gift that was cancelled, failed or fell silent.",
        _recurring_lost,
    ),
    "region": SegmentKind("Region", "Lives in a state, or where ZIP codes begin so.", _region),
    "missing": SegmentKind(
        "Missing data",
        "Has an itemised gift, and street, city, employer or occupation is not known (11 CFR"
        " 104.7).",
        _missing,
    ),
})  # fmt: skip
"""The segments by name."""
