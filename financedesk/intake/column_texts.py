"""Which different texts stand in the columns of a table, counted: people say what each means.

Only columns with few of them are of use; who gave and when is different in each row.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from unicodedata import normalize

from financedesk.intake.csv_table import Table
from financedesk.intake.dialect import is_total
from financedesk.intake.staged import Notes
from financedesk.progress import Progress, Silent

MOST_ROWS = 100_000
"""So many rows are looked through."""
MOST_TEXTS = 50
_STEP = 5_000


@dataclass(frozen=True, slots=True)
class ColumnTexts:
    """The texts of one column with how many rows have each, the most frequent first.

    An empty cell is the text "". ``is_whole`` is false when the file has more rows than were read.
    """

    counts: Mapping[str, int]
    is_whole: bool


def column_texts(table: Table, progress: Progress | None = None) -> dict[int, ColumnTexts]:
    """Return the texts of columns that have few different ones, by the columns' places from 1.

    Raises Cancelled from ``progress``, BadInput for a table that cannot be read to its end.
    """
    said = progress or Silent()
    found: dict[int, Counter[str]] = {place: Counter() for place in range(table.width)}
    rows = 0
    for rows, (_, cells) in enumerate(islice(table.rows(Notes()), MOST_ROWS + 1), start=1):
        if rows > MOST_ROWS or not found:
            break
        if rows % _STEP == 0:
            said.step(rows, None, f"Reading the texts of {table.source.name}:")
        if len(cells) == table.width and not is_total(cells):
            _count(found, cells)
    is_whole = rows <= MOST_ROWS
    return {
        place + 1: ColumnTexts(dict(counts.most_common()), is_whole)
        for place, counts in found.items()
    }


def _count(found: dict[int, Counter[str]], cells: list[str]) -> None:
    """Count the texts of one row, tidied as its reader will; forget columns with too many."""
    for place, counts in list(found.items()):
        cell = cells[place].strip()
        counts[cell if cell.isascii() else normalize("NFC", cell)] += 1
        if len(counts) > MOST_TEXTS:
            del found[place]
