"""What was put right by hand in the file that is looked at, and what of it was tried already."""

from collections.abc import Iterable, Mapping

from financedesk.intake.mending import NOTHING_MENDED, Mending
from financedesk.intake.watching import Duplicate, Outcome, WatchedRow
from financedesk.ui.formatting import counted
from financedesk.ui.pages.imports_work import Found, FoundFiling

TRIED_AT_ONCE = 20_000
"""A file with at most so many rows is tried again after each correction."""


class RowsDraft:
    """Corrections and skipped rows with the way back, one step at a time."""

    def __init__(self) -> None:
        self.mending = NOTHING_MENDED
        self.lines: tuple[WatchedRow, ...] = ()
        self.duplicates: tuple[Duplicate, ...] = ()
        self._tried = NOTHING_MENDED
        self._past: list[Mending] = []
        self._reasons: dict[int, str] = {}
        self._met: dict[int, WatchedRow] = {}
        self._twice: dict[int, Duplicate] = {}
        self._key: object = None
        self._rows = 0

    def show(self, found: Found | FoundFiling) -> bool:
        """Take what a look into a file has found; returns whether it is another file than before.

        What was mended since the look began stays.
        """
        self._reasons = {
            one.row: f"{one.field}: {one.reason}" if one.field else one.reason
            for one in found.problems
        }
        options = found.options
        key = found.path, options.encoding, options.sheet, options.profile
        is_other = key != self._key
        self._key, self._tried = key, options.mending
        if is_other:
            self.mending = options.mending
            self._past.clear()
            self._met.clear()
            self._twice.clear()
        self._take(found)
        return is_other

    def _take(self, found: Found | FoundFiling) -> None:
        if isinstance(found, FoundFiling):
            self.lines, self.duplicates, self._rows = (), (), 0
            return
        self._rows = found.report.rows
        for line in found.rows:
            if line.outcome is not Outcome.SKIPPED and line.cents is not None:
                self._met[line.number] = line
        # A row that is skipped is not read: what it said before is shown.
        skipped = {
            row: one for row, one in self._twice.items() if row in found.options.mending.skipped
        }
        self._twice = skipped | {one.row: one for one in found.duplicates}
        self.duplicates = tuple(self._twice[row] for row in sorted(self._twice))
        self.lines = tuple(
            self._met[line.number]._replace(outcome=line.outcome)
            if line.outcome is Outcome.SKIPPED and line.number in self._met
            else line
            for line in found.rows
        )

    # --- what is mended

    def correct(self, number: int, place: int, text: str | None) -> None:
        """Correct a cell; None gives it back what the file has. Raises BadInput."""
        self._set(self.mending.with_cell(number, place, text))

    def restore(self, number: int) -> None:
        """Give a row back all that the file has."""
        mending = self.mending
        for place in tuple(mending.cells.get(number, ())):
            mending = mending.with_cell(number, place, None)
        self._set(mending)

    def toggle(self, numbers: Iterable[int]) -> None:
        """Skip rows, or take them again when all of them are skipped. Raises BadInput."""
        self._set(self.mending.toggled(numbers))

    def undo(self) -> bool:
        """Take the last of it back; returns whether there was something."""
        if not self._past:
            return False
        self.mending = self._past.pop()
        return True

    def _set(self, mending: Mending) -> None:
        if mending != self.mending:
            self._past.append(self.mending)
            self.mending = mending

    # --- what is said of it

    @property
    def is_tried(self) -> bool:
        """Whether all that was mended has been tried."""
        return self.mending == self._tried

    @property
    def is_small(self) -> bool:
        """Whether the file is tried again after each correction."""
        return self._rows <= TRIED_AT_ONCE

    def waits(self, number: int) -> bool:
        """Tell whether what was mended in a row has not been tried yet."""
        now, then = self.mending, self._tried
        return now.cells.get(number) != then.cells.get(number) or (
            (number in now.skipped) != (number in then.skipped)
        )

    def is_skipped(self, number: int) -> bool:
        """Tell whether a row is left out by hand."""
        return number in self.mending.skipped

    def corrections(self, number: int) -> Mapping[int, str]:
        """Return the new texts of a row by the places of their columns."""
        return self.mending.cells.get(number, {})

    def by_hand(self, number: int) -> str:
        """Say what was done to a row by hand; empty for nothing."""
        if self.is_skipped(number):
            return "Skip"
        mended = len(self.corrections(number))
        return f"{counted(mended, 'cell')} corrected" if mended else ""

    def outcome(self, number: int) -> str:
        """Say what becomes of a row, with the reason where it is not taken."""
        if self.waits(number):
            return "corrected, not tried yet"
        line = next((line for line in self.lines if line.number == number), None)
        words = line.outcome.value if line is not None else ""
        if self.is_skipped(number):
            return Outcome.SKIPPED.value
        reason = self._reasons.get(number, "")
        return " · ".join(part for part in (words, reason) if part)
