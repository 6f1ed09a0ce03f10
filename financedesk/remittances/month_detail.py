"""One month of one official: what was due and why, what was waived, and which gifts cleared it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from financedesk.remittances.dues import OfficialDues, dues_of
from financedesk.remittances.given import Given, given_by
from financedesk.remittances.months import Month, year_of
from financedesk.remittances.people import official_in_view
from financedesk.remittances.shelf import Kept
from financedesk.remittances.waivers import WAIVERS, Waiver
from financedesk.rules.dates import last_of_month
from financedesk.rules.dues import Gap
from financedesk.rules.dues_clearing import CREDIT, cleared_by
from financedesk.rules.dues_run import Due


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearedPart:
    """What cleared a part of a due, in cents; ``given`` is None for a credit of a correction."""

    cents: int
    given: Given | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthDetail:
    """A month of an official as it stands on a day.

    ``dues`` are its lines, corrections included, each with its formula; ``cleared`` adds up to what
    was kept. ``on`` is the day, ``month`` the first of the month.
    """

    official_id: int
    name: str
    month: date
    on: date
    shown: Month
    dues: tuple[Due, ...]
    cleared: tuple[ClearedPart, ...]
    waivers: tuple[Kept[Waiver], ...]
    gaps: tuple[Gap, ...]


def month_detail(
    connection: Connection, official_id: int, month: date, visible: Collection[int], *, on: date
) -> MonthDetail:
    """Return everything about a month of an official.

    ``visible`` are the entities that the reader may see: of gifts to others there is a sum a month
    and no name. Raises NotFound for an unknown official, and BadInput for contradicting facts.
    """
    kept = official_in_view(connection, official_id, visible)
    begins, ends = month.replace(day=1), last_of_month(month)
    (found,) = dues_of(
        connection, kept.entity_id, date(month.year, 12, 1), on=on, official_ids=[official_id]
    )
    waivers = WAIVERS.of(connection, kept.entity_id, official_id=official_id)
    return MonthDetail(
        official_id=official_id, name=found.name, month=begins, on=on,
        shown=year_of(found, month.year, on).months[month.month - 1],
        dues=found.run.of(begins),
        cleared=tuple(_cleared(connection, found, begins, visible)),
        waivers=tuple(
            one for one in waivers
            if any(one.fact.waived().covers(begins, due.kind, on) for due in found.run.of(begins))
        ),
        gaps=tuple(gap for gap in found.run.gaps if gap.first <= ends and begins <= gap.last),
    )  # fmt: skip


def _cleared(
    connection: Connection, dues: OfficialDues, month: date, visible: Collection[int]
) -> Iterator[ClearedPart]:
    official_id, standing = dues.official_id, dues.standing
    given = given_by(connection, [official_id], visible, until=standing.on).get(official_id, ())
    parts = cleared_by(standing, [one.cents for one in given])
    for (at, _kind), cleared in parts.items():
        if at == month:
            for one in cleared:
                source = None if one.gift == CREDIT else given[one.gift]
                yield ClearedPart(cents=one.cents, given=source)
