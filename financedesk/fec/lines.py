"""Physical lines of a .fec file: bytes to text, text to fields."""

import csv
import re
from collections.abc import Iterator
from typing import BinaryIO

from financedesk.errors import BadInput

SEPARATOR = "\x1c"
#: No record of any version comes near; a longer line is not a .fec file.
LONGEST_LINE = 1 << 20

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
#: An ASCII letter and behind it a byte that is an accented letter in DOS text, and in Windows text
#: a low quote or a currency sign, which do not follow letters.
_DOS_LETTER = re.compile(rb"[A-Za-z][\x81-\x84\x87-\x8d\x90\xa1-\xa5]")
_LAST_DOS_LETTER = 0xA8


def physical_lines(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of a file, whether they end in CRLF, LF or CR; the ends are kept.

    Raises BadInput when a line is too long to be a record.
    """
    first = stream.readline(LONGEST_LINE + 1).removeprefix(_BYTE_ORDER_MARK)
    if b"\r" in first.rstrip(b"\r\n"):
        yield from (first + stream.read()).splitlines(keepends=True)
        return
    number = 0
    line = first
    while line:
        number += 1
        if len(line) > LONGEST_LINE:
            raise BadInput(
                f"Line {number} has more than a million characters; this is not a .fec filing."
            )
        yield line
        line = stream.readline(LONGEST_LINE + 1)


def decoded(raw: bytes) -> str:
    """A line as text: UTF-8 where it is that, else Windows-1252 or the old DOS code page."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode(_single_byte_encoding(raw), errors="replace")


def _single_byte_encoding(raw: bytes) -> str:
    """DOS has its accented letters between 0x80 and 0xA8, Windows from 0xC0 on."""
    dos = _DOS_LETTER.search(raw) is not None
    return "cp437" if dos and max(raw) <= _LAST_DOS_LETTER else "cp1252"


def separated(line: str) -> list[str]:
    """The fields of a line of version 6 and later; a pair of quotes around a field is taken off."""
    values = line.split(SEPARATOR)
    if '"' in line:
        values = [_unquoted(value) for value in values]
    return values


def _unquoted(value: str) -> str:
    stripped = value.strip()
    if len(stripped) > 1 and stripped.startswith('"') and stripped.endswith('"'):
        return stripped[1:-1].replace('""', '"')
    return value


def comma_separated(line: str) -> list[str] | None:
    """The fields of a line of version 5 and earlier; None when its quotation marks tell nothing.

    One is left open then, or what stands within two is longer than any field. A line end of old
    computers within the line is a blank.
    """
    if '"' not in line:
        return line.split(",")
    if line.count('"') % 2:
        return None
    try:
        return next(csv.reader([line.replace("\r", " ")]), [])
    except csv.Error:
        return None


def comma_separated_leniently(line: str) -> list[str]:
    """The fields of a line with a lost quotation mark.

    A mark only opens a field right after a comma and only closes it right before one.
    """
    values: list[str] = []
    for piece in line.split(","):
        if values and _is_open(values[-1]):
            values[-1] += "," + piece
        else:
            values.append(piece)
    return [part for value in values for part in _settled(value)]


def _is_open(value: str) -> bool:
    stripped = value.strip()
    return stripped.startswith('"') and (stripped == '"' or not stripped.endswith('"'))


def _settled(value: str) -> list[str]:
    """Take the quotes off; a mark that was never closed opened nothing."""
    return (
        [part.strip().lstrip('"') for part in value.split(",")]
        if _is_open(value)
        else [_unquoted(value)]
    )
