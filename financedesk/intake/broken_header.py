"""A header with line breaks inside its names, as exports with a form's own questions have it."""

from collections.abc import Collection, Sequence
from itertools import islice

from financedesk.intake.csv_table import DELIMITERS, Table, plain_name, split_line
from financedesk.intake.source_file import SourceFile

_SEARCHED = 30
_LONGEST = 60


def find_broken_header(source: SourceFile, marks: Sequence[Collection[str]]) -> Table | None:
    """Return the table whose header runs over several lines and holds one of the sets of names."""
    wanted = [{plain_name(name) for name in mark} for mark in marks]
    lines = list(islice(source.lines(), _SEARCHED + _LONGEST))
    for start, line in enumerate(lines[:_SEARCHED]):
        if line.count('"') % 2:
            return _table_at(source, lines, start, wanted)
    return None


def _table_at(
    source: SourceFile, lines: Sequence[str], start: int, wanted: Sequence[set[str]]
) -> Table | None:
    """Return the table whose header begins in this line, where its quotation marks close."""
    text = lines[start]
    for end in range(start + 1, min(start + _LONGEST, len(lines))):
        text += "\n" + lines[end]
        if text.count('"') % 2 == 0:
            for delimiter in DELIMITERS:
                names = split_line(text, delimiter)
                if any(mark <= {plain_name(name) for name in names} for mark in wanted):
                    return Table(source, tuple(names), delimiter, end + 1)
    return None
