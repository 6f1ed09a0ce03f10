"""The board's report: what was due, kept, waived and open, by schedule and level of office.

Nobody is named in it but who agreed to be named. Amounts in cents.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection

from financedesk.errors import BadInput
from financedesk.ledger.entities import EntityRow, entity_by_id
from financedesk.remittances.dues import OfficialDues, dues_of
from financedesk.remittances.paper_facts import Person, people_of
from financedesk.remittances.people import LEVELS
from financedesk.rules.dates import last_of_month
from financedesk.rules.dues_standing import Settled


class Sums(NamedTuple):
    """What was asked, waived, kept (given, or credited) and is left, open or lapsed."""

    due: int = 0
    waived: int = 0
    kept: int = 0
    open: int = 0
    lapsed: int = 0

    def plus(self, other: "Sums") -> "Sums":
        """Return both together."""
        return Sums(*(one + more for one, more in zip(self, other, strict=True)))


class Place(NamedTuple):
    """A schedule by its code and name, and a level of office."""

    code: str
    schedule: str
    level: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """One schedule and level: how many officials, and their sums."""

    place: Place
    officials: int
    sums: Sums


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRow:
    """What one line of a schedule asked: a level of a composite one, a share, or severance.

    ``due_cents`` is below zero where corrections gave back more than was asked.
    """

    schedule: str
    kind: str
    line: str
    due_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedRow:
    """An official who agreed to be named, with the sums."""

    person: Person
    sums: Sums


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardReport:
    """The report for whole months as of a day; ``officials`` are all who had a due in them."""

    keeper: EntityRow
    first: date
    last: date
    on: date
    officials: int
    rows: tuple[BoardRow, ...]
    lines: tuple[LineRow, ...]
    named: tuple[NamedRow, ...]

    @property
    def sums(self) -> Sums:
        """All together."""
        return total(one.sums for one in self.rows)


def board_report(
    connection: Connection, entity_id: int, first: date, last: date, *, on: date
) -> BoardReport:
    """Return what became of the dues of some months, as they stood on a day.

    Payments clear the oldest due first, so that kept is what was given for these months until that
    day. Raises BadInput for months in the wrong order.
    """
    begins, ends = first.replace(day=1), last_of_month(last)
    if ends < begins:
        raise BadInput("The report ends before it begins; choose the months anew.")
    people = people_of(connection, entity_id, on)
    gathered = _Gathered(begins)
    for dues in dues_of(connection, entity_id, min(ends, last_of_month(on)), on=on):
        gathered.take(people[dues.official_id], dues)
    return BoardReport(
        keeper=entity_by_id(connection, entity_id), first=begins, last=ends, on=on,
        officials=len(gathered.asked), rows=tuple(gathered.rows()), lines=tuple(gathered.lines()),
        named=tuple(gathered.named()),
    )  # fmt: skip


def sums_of(months: Iterable[Settled]) -> Sums:
    """Return what became of some months' dues."""
    return total(
        Sums(
            one.asked_cents, one.waived_cents, one.made_cents, one.open_cents,
            one.left_cents - one.open_cents,
        )
        for one in months
    )  # fmt: skip


def total(parts: Iterable[Sums]) -> Sums:
    """Return several sums together."""
    found = Sums()
    for one in parts:
        found = found.plus(one)
    return found


class _Gathered:
    """Months of all officials, sorted by schedule and level while they come."""

    def __init__(self, begins: date) -> None:
        self._begins = begins
        self._months: dict[Place, dict[int, list[Settled]]] = defaultdict(dict)
        self._lines: dict[tuple[str, str, str], int] = defaultdict(int)
        self.asked: dict[int, tuple[Person, list[Settled]]] = {}

    def take(self, person: Person, dues: OfficialDues) -> None:
        """Sort one official's months in."""
        own = [one for one in dues.standing.months if one.month >= self._begins]
        if own:
            self.asked[person.official_id] = person, own
        for one in own:
            held = self._months[_place(person, one.month)]
            held.setdefault(person.official_id, []).append(one)
        for due in dues.run.dues:
            if due.month >= self._begins:
                schedule = _place(person, due.corrects or due.month).schedule
                self._lines[schedule, due.kind, due.line] += due.cents

    def rows(self) -> Iterator[BoardRow]:
        """Yield the rows by schedule and level."""
        for place in sorted(self._months, key=_order):
            held: Mapping[int, list[Settled]] = self._months[place]
            sums = total(sums_of(months) for months in held.values())
            yield BoardRow(place=place, officials=len(held), sums=sums)

    def lines(self) -> Iterator[LineRow]:
        """Yield the lines of schedules that have several, and severance."""
        for (schedule, kind, line), cents in sorted(self._lines.items()):
            yield LineRow(schedule=schedule, kind=kind, line=line, due_cents=cents)

    def named(self) -> Iterator[NamedRow]:
        """Yield who agreed to be named."""
        for person, months in self.asked.values():
            if person.agreed:
                yield NamedRow(person=person, sums=sums_of(months))


def _place(person: Person, month: date) -> Place:
    pledge = person.pledge(month)
    code, name = ("", "") if pledge is None else (pledge.code, pledge.schedule)
    return Place(code, name, person.level(month))


def _order(place: Place) -> tuple[str, str, int]:
    level = LEVELS.index(place.level) if place.level in LEVELS else len(LEVELS)
    return place.schedule.casefold(), place.code, level
