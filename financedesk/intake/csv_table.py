"""A CSV file as records under a header that is found by its names, never whole in memory.

Rows are never swallowed: a quotation mark that does not close, or a cell that has eaten other
rows, stops the import with the number of the line.
"""

import csv
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from financedesk.errors import BadInput
from financedesk.intake.source_file import SourceFile
from financedesk.intake.staged import Notes

LONGEST_CELL_LINES = 60
LONGEST_SHEET_CELL_LINES = 40_000
MOST_COLUMNS = 1_000
REASON = "Not taken because"
"""The column that a file of refused rows has at its end; such a file may be imported again."""

_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")
_PLAIN_NUMBER = re.compile(r"[-+]\s?\$?[\d.,]+")
_SEARCHED = 30
DELIMITERS = (",", ";", "\t", "|")
_END_OF_FILE = "\x00\x1a"


@dataclass(frozen=True, slots=True)
class Table:
    """The header of a CSV file: where each column stands, by its name as ``plain_name`` gives it.

    ``names`` are the columns as written; ``line`` is the line of the header.
    """

    source: SourceFile
    names: tuple[str, ...]
    delimiter: str
    line: int

    @property
    def width(self) -> int:
        """Return the number of columns."""
        return len(self.names)

    def positions(self, names: Sequence[str]) -> dict[str, int]:
        """Return where these columns stand; absent ones are left out.

        Raises BadInput when one of them is there twice.
        """
        plain = [plain_name(name) for name in self.names]
        found = {}
        for name in names:
            places = [place for place, other in enumerate(plain) if other == plain_name(name)]
            if len(places) > 1:
                raise BadInput(
                    f"{self.source.name} has {len(places)} columns named {name}; delete all but the"
                    " one that counts, or read it by a profile that gives its place."
                )
            if places:
                found[name] = places[0]
        return found

    def rows(self, notes: Notes) -> Iterator[tuple[int, list[str]]]:
        """Yield each row under the header with its number, from 1; blank lines do not count.

        Rows come as somebody mended them by hand; those left out by hand keep their numbers.
        """
        if isinstance(notes, TableFinder):
            notes.table = self
        mending = self.source.mending
        return mending.applied(self._as_written(notes)) if mending else self._as_written(notes)

    def _as_written(self, notes: Notes) -> Iterator[tuple[int, list[str]]]:
        number = 0
        names = list(self.names)
        was_refused = self.names[-1] == REASON
        lines = enumerate(self.source.lines(), start=1)
        for cells in _records(self, _after(lines, self.line), notes):
            if cells[0] == names[0] and cells == names:
                notes.add("The header stands among the rows again; it was skipped.")
                continue
            number += 1
            yield number, [_as_it_was(cell) for cell in cells] if was_refused else cells


@dataclass(slots=True)
class TableFinder(Notes):
    """Notes that learn which table a reader reads: it is there when its rows are asked for."""

    table: Table | None = None


def kept_from_running(cell: str) -> str:
    """Return a cell for a file: what a spreadsheet would run as a formula gets an apostrophe."""
    return f"'{cell}" if cell.startswith(_RUNS) and not _PLAIN_NUMBER.fullmatch(cell) else cell


def _as_it_was(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_RUNS) else cell


def plain_name(name: str) -> str:
    """Return a column's name without case, padding and hard blanks."""
    return " ".join(name.replace("\u00a0", " ").split()).casefold()


def find_table(source: SourceFile, required: Collection[str], delimiter: str = "") -> Table | None:
    """Return the table whose header holds all the required columns, or None.

    Titles may stand above the header; without a ``delimiter`` the usual ones are tried. Raises
    BadInput when there are far too many columns.
    """
    wanted = {plain_name(name) for name in required}
    for number, line in enumerate(source.lines(), start=1):
        if number > _SEARCHED:
            return None
        for one in (delimiter,) if delimiter else DELIMITERS:
            names = split_line(line, one)
            if len(names) > MOST_COLUMNS:
                raise BadInput(f"{source.name} has {len(names)} columns; no export has so many.")
            if wanted <= {plain_name(name) for name in names}:
                return Table(source, tuple(names), one, number)
    return None


def _after(lines: Iterable[tuple[int, str]], header: int) -> Iterator[tuple[int, str]]:
    return (pair for pair in lines if pair[0] > header)


def _records(table: Table, lines: Iterator[tuple[int, str]], notes: Notes) -> Iterator[list[str]]:
    """Yield the cells of each record; a line without a quotation mark is split as it stands."""
    delimiter = table.delimiter
    blank = _BLANK + delimiter
    for number, line in lines:
        if '"' in line:
            yield _quoted(table, number, line, lines)
        elif line.strip(blank):
            yield line.split(delimiter)
        elif "\x00" in line or "\x1a" in line:
            _require_end(table, number, lines)
            notes.add("The file ends in characters that are no text; they were left out.")


_BLANK = " \t" + _END_OF_FILE


def _require_end(table: Table, number: int, lines: Iterator[tuple[int, str]]) -> None:
    for _, line in lines:
        if line.strip(_BLANK):
            raise BadInput(
                f"Line {number} of {table.source.name} holds characters that are no text, and rows"
                " follow; the file is damaged, download it again."
            )


def _quoted(table: Table, number: int, line: str, lines: Iterator[tuple[int, str]]) -> list[str]:
    parts = [line]
    while _is_open(parts, table.delimiter):
        following = next(lines, None)
        longest = LONGEST_SHEET_CELL_LINES if table.source.sheet else LONGEST_CELL_LINES
        if following is None or len(parts) > longest:
            raise BadInput(
                f"A quotation mark in line {number} of {table.source.name} never closes: the rows"
                " below it would be lost. Correct that line or download the file again."
            )
        parts.append(following[1])
    cells = split_line("\n".join(parts), table.delimiter)
    if (
        len(parts) > 1
        and not table.source.sheet
        and _has_eaten_rows(cells, table.delimiter, table.width)
    ):
        raise BadInput(
            f"A quotation mark in line {number} of {table.source.name} takes in whole rows below"
            " it; correct that line or download the file again."
        )
    return cells


def _is_open(parts: Sequence[str], delimiter: str) -> bool:
    """Whether the text ends inside quotation marks; an even number of them never does."""
    text = "\n".join(parts)
    if text.count('"') % 2 == 0:
        return False
    try:
        next(csv.reader([text], delimiter=delimiter, strict=True))
    except csv.Error:
        return True
    return False


def split_line(text: str, delimiter: str) -> list[str]:
    """Return the cells of a record."""
    if '"' not in text:
        return text.split(delimiter)
    try:
        return next(csv.reader([text], delimiter=delimiter), [""])
    except csv.Error:
        # A lone quotation mark inside a cell and a line end: each line is taken as it stands.
        return text.split(delimiter)


def _has_eaten_rows(cells: Sequence[str], delimiter: str, width: int) -> bool:
    lines = [line for cell in cells if "\n" in cell for line in cell.split("\n")]
    return any(line.count(delimiter) >= max(3, width // 2) for line in lines)
