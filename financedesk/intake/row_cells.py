"""The cells of rows as the file has them: to be looked at, and to be put right by hand."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from financedesk.errors import BadInput
from financedesk.intake.csv_table import Table, TableFinder
from financedesk.intake.formats import Format, format_of
from financedesk.intake.mapped import format_of_profile
from financedesk.intake.mending import Mending
from financedesk.intake.profiles import Profile
from financedesk.intake.source_file import SourceFile, opened
from financedesk.intake.staged import Notes
from financedesk.progress import Progress

_STEP = 5_000


@dataclass(frozen=True, slots=True)
class RowCells:
    """One row of a file: its number under the header, the names of the columns, its cells.

    A row may have more or fewer cells than there are columns.
    """

    number: int
    names: tuple[str, ...]
    cells: tuple[str, ...]

    def name_of(self, place: int) -> str:
        """Return what a column is called, or where it stands, from 1, when it has no name."""
        return column_words(self.names, place)


@dataclass(frozen=True, slots=True)
class MendedCell:
    """A cell that somebody corrected: its row and column, what the file has and what counts."""

    row: int
    column: str
    was: str
    now: str


def column_words(names: tuple[str, ...], place: int) -> str:
    """Return the name of a column, or where it stands, from 1, when it has none."""
    name = names[place].strip() if place < len(names) else ""
    return name or f"Column {place + 1}"


def table_read(source: SourceFile, chosen: Format) -> Table:
    """Return the table that a format reads of a file.

    Raises BadInput when the format knows no columns, and like its ``read`` for the first row.
    """
    finder = TableFinder()
    next(iter(chosen.read(source, finder)), None)
    if finder.table is None:
        raise BadInput(f"{source.name} has no columns, so its rows cannot be shown or corrected.")
    return finder.table


def cells_of_rows(
    path: Path,
    wanted: range,
    progress: Progress,
    *,
    encoding: str | None = None,
    sheet: str | None = None,
    profile: Profile | None = None,
) -> dict[int, RowCells]:
    """Return rows of a file by their numbers, as far as it has them.

    It is read as an import with these options reads it, up to the last row that is wanted. Raises
    BadInput like an import, Cancelled from ``progress``.
    """
    if profile is not None:
        encoding, sheet = encoding or profile.encoding or None, sheet or profile.sheet or None
    found: dict[int, RowCells] = {}
    with opened(path, encoding, sheet) as source:
        chosen = format_of(source) if profile is None else format_of_profile(profile)
        table = table_read(source, chosen)
        for number, cells in table.rows(Notes()):
            if number % _STEP == 0:
                progress.step(number, None, f"Reading {path.name}:")
            if number in wanted:
                found[number] = RowCells(number, table.names, tuple(cells))
            if number >= wanted.stop - 1:
                break
    return found


def mended_cells(source: SourceFile, chosen: Format, mending: Mending) -> tuple[MendedCell, ...]:
    """Return what was corrected by hand, in the order of the file, with what it has itself.

    ``source`` is the file without the mending. Raises BadInput when it has not a row or a column
    that was mended.
    """
    if not mending:
        return ()
    table = table_read(source, chosen)
    last, met = max(mending.rows), set[int]()
    found: list[MendedCell] = []
    for number, cells in takewhile(lambda row: row[0] <= last, table.rows(Notes())):
        if number in mending.rows:
            met.add(number)
            found.extend(_mended(table, number, cells, mending))
    if missing := mending.rows - met:
        raise BadInput(
            f"{source.name} has no row {min(missing):,} that could be mended; was the file changed"
            " meanwhile? Look into it again."
        )
    return tuple(found)


def _mended(table: Table, number: int, cells: list[str], mending: Mending) -> Iterator[MendedCell]:
    for place, text in sorted(mending.cells.get(number, {}).items()):
        if not 0 <= place < max(table.width, len(cells)):
            raise BadInput(
                f"Row {number:,} of {table.source.name} has no column {place + 1} that could be"
                " corrected; look into the file again."
            )
        was = cells[place] if place < len(cells) else ""
        yield MendedCell(number, column_words(table.names, place), was, text)
