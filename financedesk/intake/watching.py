"""What becomes of the rows of a file, one by one: for whoever looks before anything is stored.

An import without a watcher collects nothing. What one keeps is bounded: the first rows, the first
duplicates, and two numbers for each new gift.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import NamedTuple

from financedesk.book.unit import UnitOfWork
from financedesk.intake.likely_people import MOST_LIKELY, LikelyPerson, NewCards, likely_people
from financedesk.intake.look_alikes import LookAlike, look_alikes
from financedesk.intake.mending import Mending
from financedesk.intake.staged import (
    CHARGEBACK,
    CHARGEBACK_WON,
    REFUND,
    Donor,
    RejectedRow,
    StagedRow,
)

MOST_ROWS = 5_000
"""So many rows are listed one by one."""
MOST_DUPLICATES = 1_000


class Outcome(StrEnum):
    """What becomes of a row, in a word."""

    NEW = "New"
    KNOWN = "Known"
    REFUND = "Refund"
    CHARGEBACK = "Chargeback"
    CHARGEBACK_WON = "Chargeback won"
    REFUSED = "Refused"
    CONFLICT = "Conflict"
    OTHER_RECIPIENT = "Other recipient"
    SKIPPED = "Skipped"


class WatchedRow(NamedTuple):
    """A row and what becomes of it; day, donor and cents are empty where they could not be read."""

    number: int
    outcome: Outcome
    day: str = ""
    donor: str = ""
    cents: int | None = None


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A row that may be there twice: in cents, with the reason in words.

    ``is_known`` rows are in the book under their key and are not taken again; others are new by
    their key and will be taken unless they are skipped.
    """

    row: int
    day: str
    donor: str
    cents: int
    reason: str
    is_known: bool


class RowWatcher:
    """Learns from a report what becomes of each row.

    ``people`` are donors who may have a card already; None when nobody wants to know, because
    they are sought in all of an entity's book.
    """

    def __init__(self, *, people: bool = True) -> None:
        self.has_more_rows = self.has_more_duplicates = False
        self._lines: dict[int, WatchedRow] = {}
        self._known: list[tuple[StagedRow, int]] = []
        self._likes: Sequence[LookAlike] = ()
        self._items, self._rows_of_items = array("q"), array("q")
        self.people: Sequence[LikelyPerson] | None = () if people else None
        self.has_more_people = False
        self._first_id = 0
        self._mended: frozenset[int] = frozenset()

    # --- what it is told

    def begin(self, first_id: int, mending: Mending) -> None:
        """Begin with a file; what the import makes has an id from ``first_id`` on.

        Rows that were mended by hand are listed wherever they stand.
        """
        self._first_id, self._mended = first_id, mending.rows
        for number in mending.skipped:
            self._list(WatchedRow(number, Outcome.SKIPPED))

    def meet(self, chunk: Iterable[StagedRow | RejectedRow]) -> None:
        """Meet rows before anything is decided; each is new until something else is said."""
        for row in chunk:
            if len(self._lines) < MOST_ROWS:
                self._list(_met(row))
                continue
            self.has_more_rows = True
            if not self._mended:
                return
            if _number(row) in self._mended:
                self._list(_met(row))

    def say(self, number: int, outcome: Outcome) -> None:
        """Say what became of a row."""
        line = self._lines.get(number)
        if line is not None:
            self._lines[number] = line._replace(outcome=outcome)

    def taken(self, number: int, item_id: int) -> None:
        """Note the gift that a row became; the ids ascend."""
        self._items.append(item_id)
        self._rows_of_items.append(number)

    def known(self, row: StagedRow, item_id: int) -> None:
        """Note a row whose key is met already, with the gift that has it."""
        if len(self._known) < MOST_DUPLICATES:
            self._known.append((row, item_id))
        else:
            self.has_more_duplicates = True

    def look_for_doubles(self, unit: UnitOfWork, entity_ids: Sequence[int]) -> None:
        """Find new gifts that equal another in donor, day and amount, when all are written."""
        found = look_alikes(unit.connection, entity_ids, self._first_id, MOST_DUPLICATES + 1)
        self.has_more_duplicates |= len(found) > MOST_DUPLICATES
        self._likes = found[:MOST_DUPLICATES]

    def look_for_people(self, unit: UnitOfWork, entity_ids: Sequence[int], made: NewCards) -> None:
        """Find new donors who may have a card already, when all are written."""
        if self.people is None:
            return
        found = likely_people(unit.connection, entity_ids, made, MOST_LIKELY + 1)
        self.has_more_people = len(found) > MOST_LIKELY
        self.people = found[:MOST_LIKELY]

    # --- what it has learnt

    def rows(self) -> tuple[WatchedRow, ...]:
        """Return the first rows in the order of the file."""
        return tuple(sorted(self._lines.values()))

    def duplicates(self) -> tuple[Duplicate, ...]:
        """Return rows that are known already and those that look like another gift."""
        known = (
            Duplicate(
                row.number, row.day, donor_words(row.donor), row.cents, self._why_known(item_id),
                is_known=True,
            )
            for row, item_id in self._known
        )  # fmt: skip
        likes = (
            Duplicate(number, one.day, one.donor, one.cents, self._why_alike(one), is_known=False)
            for one in self._likes
            if (number := self._row_of(one.item_id)) is not None
        )
        return tuple(sorted(chain(known, likes), key=lambda one: one.row))

    # --- inside

    def _list(self, line: WatchedRow) -> None:
        self._lines[line.number] = line

    def _row_of(self, item_id: int) -> int | None:
        place = bisect_left(self._items, item_id)
        if place < len(self._items) and self._items[place] == item_id:
            return self._rows_of_items[place]
        return None

    def _why_known(self, item_id: int) -> str:
        number = self._row_of(item_id)
        if number is None:
            return "In the book already, under the same key: it is not taken again."
        return f"Row {number:,} of this file has the same key: it is taken once."

    def _why_alike(self, one: LookAlike) -> str:
        number = self._row_of(one.other_id)
        if number is None:
            return "A gift of this donor, day and amount is in the book, under another key."
        return f"Row {number:,} of this file has the same donor, day and amount."


_OUTCOMES = {
    REFUND: Outcome.REFUND, CHARGEBACK: Outcome.CHARGEBACK, CHARGEBACK_WON: Outcome.CHARGEBACK_WON,
}  # fmt: skip


def _number(row: StagedRow | RejectedRow) -> int:
    return row.row if isinstance(row, RejectedRow) else row.number


def _met(row: StagedRow | RejectedRow) -> WatchedRow:
    if isinstance(row, RejectedRow):
        return WatchedRow(row.row, Outcome.REFUSED)
    outcome = _OUTCOMES.get(row.meaning, Outcome.NEW)
    return WatchedRow(row.number, outcome, row.day, donor_words(row.donor), row.cents)


def donor_words(donor: Donor) -> str:
    """Write a donor's name as one reads it."""
    return f"{donor.first_name} {donor.last_name}".strip()
