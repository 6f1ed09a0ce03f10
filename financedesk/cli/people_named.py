"""Whom a command means: a segment, the givers of a drive, or one donor of an entity."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from financedesk.book import Reading
from financedesk.drives.plans import named, part_ids_of
from financedesk.drives.segments import SEGMENTS, SegmentQuery, segment_cards
from financedesk.errors import BadInput
from financedesk.ledger.access import Access
from financedesk.ledger.entities import EntityRow
from financedesk.ledger.limit_person import find_card
from financedesk.rules.dates import parse_day


@dataclass(frozen=True, slots=True)
class Chosen:
    """The people that a command means: their cards, and how they are called together."""

    cards: Sequence[int]
    about: str


def day_given(text: str) -> date:
    """Return the day that was given, today without one; raises BadInput."""
    return parse_day(text) if text else date.today()


def drive_ids_of(
    connection: Reading, access: Access, words: str, entity: str
) -> tuple[int, ...] | None:
    """Return the numbers of a drive and its parts, None when none is named; raises NotFound."""
    if not words:
        return None
    plan = named(connection, access, words, entity)
    return (plan.id, *part_ids_of(connection, [plan.id]).get(plan.id, []))


def segment_arguments(parser: argparse.ArgumentParser) -> None:
    """Let a command be told how a segment is bounded."""
    parser.add_argument("--entity", required=True, metavar="E", help="whose donors")
    parser.add_argument("--drive", default="", metavar="D", help="who gave to it or its parts")
    parser.add_argument("--state", default="", metavar="ST", help="who lives in this state")
    parser.add_argument("--zip", default="", metavar="DIGITS", help="whose ZIP code begins so")
    parser.add_argument("--months", type=int, default=12, metavar="N", help="lapsed after (12)")
    parser.add_argument("--since", default="", metavar="DATE", help="first gift on or after")
    parser.add_argument("--until", default="", metavar="DATE", help="first gift on or before")
    parser.add_argument("--on", default="", metavar="DATE", help="as of this day (today)")
    parser.add_argument("--most", type=int, default=0, metavar="N", help="no more than the first N")


def people_arguments(parser: argparse.ArgumentParser) -> None:
    """Let a command be told whom it is for."""
    whom = parser.add_mutually_exclusive_group()
    whom.add_argument("--segment", default="all", choices=list(SEGMENTS), help="which donors (all)")
    whom.add_argument("--donor", default="", metavar="P", help="one: a name or a card's number")
    segment_arguments(parser)


def people_chosen(
    connection: Reading, access: Access, entity: EntityRow, given: argparse.Namespace, name: str
) -> Chosen:
    """Return whom a command means; raises NotFound and BadInput."""
    if getattr(given, "donor", ""):
        card = find_card(connection, given.donor, [entity.id])
        return Chosen([card], given.donor)
    drives = drive_ids_of(connection, access, given.drive, entity.code)
    query = SegmentQuery(
        name=name, entity_id=entity.id, today=day_given(given.on), months=given.months,
        since=parse_day(given.since) if given.since else None,
        until=parse_day(given.until) if given.until else None,
        state=given.state, zip_prefix=given.zip, drive_ids=drives or (),
    )  # fmt: skip
    if given.most < 0:
        raise BadInput("--most is how many of them, at least one.")
    cards = segment_cards(connection, query)
    about = " · ".join(filter(None, (SEGMENTS[name].label, given.drive, given.state, given.zip)))
    return Chosen(cards[: given.most] if given.most else cards, about)
