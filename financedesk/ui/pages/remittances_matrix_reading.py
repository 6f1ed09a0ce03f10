"""What the matrix reads: the officials, a year of those in sight, and then of all of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from time import sleep

from financedesk.ledger.entities import EntityRow
from financedesk.progress import Progress
from financedesk.remittances.months import Listed, OfficialMonths, listed_officials, months_of
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.widgets import FilterField

OPEN, LATE = "open", "overdue"
AT_ONCE = 500
"""So many officials are computed between two looks at whether the user stopped it."""
PAINT_FIRST_SECONDS = 0.1
"""The rest waits so long, in its own thread: what is in sight is painted before."""


@dataclass(frozen=True)
class Wanted:
    """What the matrix is held to: free text, and filters by name."""

    text: str = ""
    filters: tuple[tuple[str, str], ...] = ()

    @property
    def standing(self) -> str:
        """Which standing is asked for; it is known of who was computed alone."""
        return dict(self.filters).get("standing", "")

    def fitting(self, listed: Sequence[Listed]) -> Sequence[Listed]:
        """Return those whose name, office and state are wanted, in their order."""
        filters, parts = dict(self.filters), self.text.casefold().split()
        found, office, state = listed, filters.get("office", ""), filters.get("state", "")
        if office:
            found = [one for one in found if office in one.offices]
        if state:
            found = [one for one in found if state in one.states]
        if parts:
            found = [one for one in found if all(part in _words(one) for part in parts)]
        return found

    def stands(self, one: OfficialMonths | None) -> bool:
        """Whether somebody stands as is wanted; nobody does who was not computed."""
        if not self.standing:
            return True
        return one is not None and (one.is_overdue if self.standing == LATE else one.is_open)


def _words(one: Listed) -> str:
    return f"{one.name} {one.reference} {' '.join(one.offices)}".casefold()


@dataclass(frozen=True)
class FirstScreen:
    """All officials of a keeper by name, and a year of those that are to be seen first."""

    listed: tuple[Listed, ...]
    years: Mapping[int, OfficialMonths]


class MonthsReader:
    """Reads the promises that one entity keeps (*worker*), as they stand on the desk's day."""

    def __init__(self, desk: BookDesk, keeper: EntityRow) -> None:
        self._book, self._keeper, self._on = desk.book, keeper.id, desk.today

    def first(self, year: int, wanted: Wanted, places: range) -> FirstScreen:
        """Return everybody's name and a year of who will stand in these places."""
        with self._book.read() as connection:
            listed = listed_officials(connection, self._keeper)
            fitting = [one.id for one in wanted.fitting(listed)]
            seen = fitting[places.start : places.stop] or fitting[: len(places)]
            found = (
                months_of(connection, self._keeper, year, on=self._on, official_ids=seen)
                if seen
                else []
            )
        return FirstScreen(listed, {one.official_id: one for one in found})

    def some(self, year: int, official_ids: Collection[int]) -> dict[int, OfficialMonths]:
        """Return a year of these officials."""
        if not official_ids:
            return {}
        with self._book.read() as connection:
            found = months_of(
                connection, self._keeper, year, on=self._on, official_ids=official_ids
            )
        return {one.official_id: one for one in found}

    def rest(
        self, year: int, official_ids: Sequence[int], progress: Progress
    ) -> dict[int, OfficialMonths]:
        """Return a year of many officials, part by part; ends when the user stops it."""
        found: dict[int, OfficialMonths] = {}
        sleep(PAINT_FIRST_SECONDS)
        for start in range(0, len(official_ids), AT_ONCE):
            progress.step(start, len(official_ids), "Adding up promises")
            found |= self.some(year, official_ids[start : start + AT_ONCE])
        progress.step(len(official_ids), len(official_ids), "Adding up promises")
        return found


def filter_fields(listed: Sequence[Listed], *, all_known: bool) -> tuple[FilterField, ...]:
    """Return what can be filtered by: the standing only when everybody's is known."""
    offices = sorted({office for one in listed for office in one.offices}, key=str.casefold)
    states = sorted({state for one in listed for state in one.states})
    fields = [
        FilterField("office", "Office", tuple((one, one) for one in offices)),
        FilterField("state", "State", tuple((one, one) for one in states)),
    ]
    if all_known:
        standings = ((LATE, "overdue"), (OPEN, "open or overdue"))
        fields.append(FilterField("standing", "Standing", standings))
    return tuple(one for one in fields if one.values)
