"""How a CSV file is written, found out and shown: its delimiter, header, columns, lines left out.

What cannot be told apart from the file is asked, with the setting that would decide it.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from financedesk.errors import BadInput
from financedesk.intake.csv_table import DELIMITERS, MOST_COLUMNS, Table, split_line
from financedesk.intake.source_file import SourceFile
from financedesk.intake.staged import Notes

SEARCHED = 60
SAMPLES = 5
MOST_ROWS = 1_000
_SHORTEST_HEADER = 2
_SEPARATOR = "sep="
_VALUE = re.compile(r"[-+($€£]*\d[\d.,:/ T+-]*(?:[AP]M|Z|%|\))?|\S+@\S+\.\S+", re.IGNORECASE)
TOTALS = ("total", "totals", "grand total", "subtotal", "sum")


@dataclass(frozen=True, slots=True)
class FoundColumn:
    """A column of the file: its place from 1, its name, and what its first rows have in it."""

    place: int
    name: str
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line that is no row: its number in the file, its text, and why."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTable:
    """What was found in a file before anybody reads it as gifts.

    ``header_line`` is 0 without a header. ``rows`` were looked at, ``is_whole`` tells whether that
    was all of them. ``remarks`` are sentences about the file.
    """

    name: str
    encoding: str
    sheet: str
    delimiter: str
    header_line: int
    columns: tuple[FoundColumn, ...]
    left_out: tuple[LeftOut, ...]
    rows: int
    is_whole: bool
    remarks: tuple[str, ...]


def find_delimiter(source: SourceFile) -> str:
    """Return what stands between the cells.

    Raises BadInput when nothing does, and when two characters might.
    """
    lines = list(islice(source.lines(), SEARCHED))
    if lines and lines[0].lower().startswith(_SEPARATOR) and len(lines[0]) == len(_SEPARATOR) + 1:
        return lines[0][-1]
    judged = {one: _evenness(lines, one) for one in DELIMITERS}
    best = max(judged.values())
    likely = [one for one, evenness in judged.items() if evenness == best]
    if not best:
        raise BadInput(f"{source.name} holds no table: no line has two cells.")
    if len(likely) > 1:
        shown = " and ".join(repr(one) for one in likely)
        raise BadInput(
            f"{shown} both part the lines of {source.name} evenly; say in the profile which one is"
            " the delimiter."
        )
    return likely[0]


def table_at(source: SourceFile, header_line: int, delimiter: str = "") -> Table:
    """Return the table under a given header line, from 1; 0 for a file without a header.

    Raises BadInput when the file is shorter, or has far too many columns.
    """
    delimiter = delimiter or find_delimiter(source)
    lines = list(islice(source.lines(), max(header_line, SEARCHED)))
    if header_line > len(lines):
        raise BadInput(f"{source.name} has no line {header_line} to be its header.")
    if header_line:
        names = tuple(split_line(lines[header_line - 1], delimiter))
        above = header_line
    else:
        above = int(bool(lines) and lines[0].lower().startswith(_SEPARATOR))
        width = next((len(split_line(line, delimiter)) for line in lines[above:] if line), 0)
        names = ("",) * width
    if len(names) > MOST_COLUMNS:
        raise BadInput(f"{source.name} has {len(names)} columns; no export has so many.")
    if len(names) < _SHORTEST_HEADER:
        raise BadInput(
            f"Line {above + 1 - bool(header_line)} of {source.name} is no row of a table."
        )
    return Table(source, names, delimiter, above)


def look_at(
    source: SourceFile, *, delimiter: str = "", header_line: int | None = None
) -> FoundTable:
    """Return what a file looks like, for people to confirm; reads its first thousand rows.

    What is given is not looked for. Raises BadInput when there is no table, or what it is cannot
    be told.
    """
    delimiter = delimiter or find_delimiter(source)
    if header_line is None:
        header_line = _header_line(source, delimiter)
    table = table_at(source, header_line, delimiter)
    notes = Notes()
    rows = [cells for _, cells in islice(table.rows(notes), MOST_ROWS + 1)]
    is_whole = len(rows) <= MOST_ROWS
    return FoundTable(
        name=source.name,
        encoding=source.encoding,
        sheet=source.sheet,
        delimiter=delimiter,
        header_line=header_line,
        columns=tuple(_columns(table, rows)),
        left_out=tuple(_lines_left_out(source, table)),
        rows=min(len(rows), MOST_ROWS),
        is_whole=is_whole,
        remarks=(*source.remarks, *notes.sentences()),
    )


def is_total(cells: Sequence[str]) -> bool:
    """Tell a line of totals by its first word."""
    first = next((cell.strip() for cell in cells if cell.strip()), "")
    return first.rstrip(":").casefold() in TOTALS


# --- inside


def _evenness(lines: Sequence[str], delimiter: str) -> int:
    """Return how many records have the same number of cells, which is more than one."""
    widths = Counter(len(record) for record in _records(lines, delimiter))
    return max((records for width, records in widths.items() if width > 1), default=0)


def _records(lines: Sequence[str], delimiter: str) -> Iterator[list[str]]:
    try:
        for record in csv.reader(lines, delimiter=delimiter):
            if any(cell.strip() for cell in record):
                yield record
    except csv.Error:
        return


def _header_line(source: SourceFile, delimiter: str) -> int:
    lines = list(islice(source.lines(), SEARCHED))
    rows = [split_line(line, delimiter) for line in lines]
    width = Counter(len(row) for row in rows if len(row) > 1).most_common(1)
    usual = width[0][0] if width else 0
    fullest = max((_filled(row) for row in rows if len(row) == usual), default=0)
    for number, row in enumerate(rows, start=1):
        is_full = _filled(row) >= max(_SHORTEST_HEADER, fullest // 2)
        if len(row) == usual and is_full and not any(_VALUE.fullmatch(c.strip()) for c in row):
            return number
    raise BadInput(
        f"{source.name} has no line with the names of the columns; say header_line = 0 and name the"
        " columns by their places, if it has none."
    )


def _filled(row: Sequence[str]) -> int:
    return sum(1 for cell in row if cell.strip())


def _columns(table: Table, rows: Sequence[Sequence[str]]) -> Iterator[FoundColumn]:
    for place, name in enumerate(table.names):
        cells = (row[place] for row in rows if place < len(row) and not is_total(row))
        samples = tuple(islice((cell for cell in cells if cell.strip()), SAMPLES))
        yield FoundColumn(place + 1, name, samples)


def _lines_left_out(source: SourceFile, table: Table) -> Iterator[LeftOut]:
    for number, line in enumerate(islice(source.lines(), MOST_ROWS), start=1):
        cells = split_line(line, table.delimiter)
        if not line.strip(" \t" + table.delimiter):
            continue
        if number < table.line or (number == table.line and not any(table.names)):
            yield LeftOut(number, line, "stands above the header")
        elif number > table.line and tuple(cells) == table.names:
            yield LeftOut(number, line, "the header again")
        elif number > table.line and is_total(cells):
            yield LeftOut(number, line, "a line of totals")
