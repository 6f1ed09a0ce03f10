"""What somebody put right in a file by hand: cells with new text, and rows to be left out.

The file stays as it is. What was mended travels with it, is obeyed where its rows are counted, and
is kept in the journal with the old text beside the new.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from financedesk.errors import BadInput

MOST_MENDED = 1_000
"""So many rows can be mended by hand; beyond that the file itself is to be corrected."""
LONGEST_TEXT = 1_000

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Characters that no text has: a cell with one refuses its row."""
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

Rows = Iterator[tuple[int, list[str]]]


@dataclass(frozen=True, slots=True)
class Mending:
    """Corrections by row number, from 1, and by the place of the column, from 0; rows skipped.

    Raises BadInput for more than ``MOST_MENDED`` rows, and for a text that no cell can hold.
    """

    cells: Mapping[int, Mapping[int, str]] = field(default_factory=dict)
    skipped: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if len(self.rows) > MOST_MENDED:
            raise BadInput(
                f"More than {MOST_MENDED:,} rows of one file are mended by hand; correct the file"
                " itself and import it again."
            )
        for number, mended in self.cells.items():
            for place, text in mended.items():
                _require_text(number, place, text)

    def __bool__(self) -> bool:
        return bool(self.cells or self.skipped)

    @property
    def rows(self) -> frozenset[int]:
        """Return the numbers of all rows that somebody put a hand on."""
        return self.skipped.union(self.cells)

    def with_cell(self, number: int, place: int, text: str | None) -> "Mending":
        """Return it with one cell corrected; None gives the cell back what the file has."""
        cells = {row: dict(mended) for row, mended in self.cells.items()}
        mended = cells.setdefault(number, {})
        mended.pop(place, None)
        if text is not None:
            mended[place] = text
        if not mended:
            del cells[number]
        return replace(self, cells=cells)

    def toggled(self, numbers: Iterable[int]) -> "Mending":
        """Return it with rows skipped, or taken again when all of them were skipped."""
        chosen = frozenset(numbers)
        is_skipped = chosen <= self.skipped
        return replace(self, skipped=self.skipped - chosen if is_skipped else self.skipped | chosen)

    def applied(self, rows: Rows) -> Rows:
        """Yield rows as they were mended; those skipped are not yielded."""
        for number, cells in rows:
            if number not in self.skipped:
                mended = self.cells.get(number)
                yield number, cells if mended is None else _mended(cells, mended)


NOTHING_MENDED = Mending()


def _require_text(number: int, place: int, text: str) -> None:
    where = f"The correction of row {number:,}, column {place + 1},"
    if found := _NO_TEXT.search(text):
        raise BadInput(f"{where} holds a character that is no text (code {ord(found[0])}).")
    if len(text) > LONGEST_TEXT:
        raise BadInput(f"{where} is longer than {LONGEST_TEXT:,} characters; shorten it.")


def _mended(cells: list[str], mended: Mapping[int, str]) -> list[str]:
    made = cells + [""] * (max(mended) + 1 - len(cells))
    for place, text in mended.items():
        made[place] = text
    return made
