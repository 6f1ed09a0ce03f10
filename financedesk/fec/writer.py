"""Write records as the Commission wants them: full width, CRLF, printable ASCII."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from financedesk.errors import BadInput
from financedesk.fec.layouts import CURRENT_VERSION, Field, Layout, layout
from financedesk.fec.lines import SEPARATOR
from financedesk.fec.transliteration import plain, plain_character

#: How many changed fields are described one by one; the rest is counted.
CHANGES_KEPT = 1000
LONGEST_F99_TEXT = 20_000
_END = b"\r\n"


@dataclass(frozen=True, slots=True)
class Transliteration:
    """A field that could not be written as it was given."""

    line: int
    record: str
    field: str
    before: str
    after: str


class FecWriter:
    """Writes the lines of one filing to a binary stream.

    ``changes`` lists the fields that were transliterated or shortened (at most 1,000 of
    ``change_count``): whoever files must see them.
    """

    def __init__(self, stream: BinaryIO, version: str = CURRENT_VERSION) -> None:
        """Write to ``stream``, which stays open; only the current version is for filing."""
        self.version = version
        self.lines = 0
        self.changes: list[Transliteration] = []
        self.change_count = 0
        self._stream = stream
        self._line_makers: dict[str, Callable[[Mapping[str, str | None]], str]] = {}

    def write(self, record: str, values: Mapping[str, str | None]) -> None:
        """Write one record: ``record`` is its layout (HDR, F3X, SA, …), values go by field name.

        An F99's block of text is the value ``text``. Raises BadInput for a field that the record
        does not have, and for an id, amount or code that is longer than its field.
        """
        maker = self._line_makers.get(record)
        if maker is None:
            maker = self._line_makers[record] = self.line_for(record)
        self.lines += 1
        if record == "F99" and "text" in values:
            rest = {name: value for name, value in values.items() if name != "text"}
            self._stream.write(maker(rest).encode("ascii") + _END)
            self._write_text(values["text"] or "")
        else:
            self._stream.write(maker(values).encode("ascii") + _END)

    def line_for(self, record: str) -> Callable[[Mapping[str, str | None]], str]:
        """A function that makes one line (without its end) of a record's values, fast.

        ``write`` uses it; who writes a million rows may call it and count ``lines`` alone.
        """
        columns = layout(record, self.version)
        places = {
            column.name: (place, column.longest or LONGEST_F99_TEXT)
            for place, column in enumerate(columns.fields)
        }
        empty = [""] * len(columns.fields)
        separators = len(empty) - 1
        trailing, leading = f" {SEPARATOR}", f"{SEPARATOR} "

        def line(values: Mapping[str, str | None]) -> str:
            row = empty.copy()
            fits = True
            for name, value in values.items():
                if value:
                    if name not in places:
                        columns.position(name)  # refuses the name
                    place, longest = places[name]
                    row[place] = value
                    if len(value) > longest:
                        fits = False
            text = SEPARATOR.join(row)
            if (
                fits
                and text.isascii()
                and text.count(SEPARATOR) == separators
                and '"' not in text
                and text.replace(SEPARATOR, "").isprintable()
                and trailing not in text
                and leading not in text
                and text[-1:] != " "
                and text[:1] != " "
            ):
                return text
            return SEPARATOR.join(self._cleaned(columns, row))

        return line

    def _cleaned(self, columns: Layout, row: list[str]) -> list[str]:
        return [
            self._clean(columns, column, value) if value else ""
            for column, value in zip(columns.fields, row, strict=True)
        ]

    def _clean(self, columns: Layout, column: Field, value: str) -> str:
        # A quotation mark would be taken for the mark around a field, or refused.
        written = plain(value).replace('"', "'")
        if column.longest and len(written) > column.longest:
            written = _shortened(columns, column, written)
        if written != value.strip():
            self._note(columns.record, column.name, value, written)
        return written

    def _note(self, record: str, name: str, before: str, after: str) -> None:
        self.change_count += 1
        if len(self.changes) < CHANGES_KEPT:
            self.changes.append(Transliteration(self.lines, record, name, before, after))

    def _write_text(self, text: str) -> None:
        """Write the block of an F99, in which line breaks and tabs are allowed."""
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        written = [_plain_line(line) for line in lines]
        block = "\r\n".join(written)
        if len(block) > LONGEST_F99_TEXT:
            raise BadInput(
                f"The text has {len(block):,} characters; an F99 may have {LONGEST_F99_TEXT:,}. "
                "Shorten it, or file the rest as a second F99."
            )
        if written != lines:
            self._note("F99", "text", text[:200], block[:200])
        self._stream.write(b"[BEGINTEXT]\r\n" + block.encode("ascii") + b"\r\n[ENDTEXT]\r\n")
        self.lines += 2 + len(lines)


def _plain_line(line: str) -> str:
    """One line of free text: tabs stay, other characters as in a field."""
    if line.strip().upper() in ("[ENDTEXT]", "[BEGINTEXT]"):
        return line.replace("[", "(").replace("]", ")")
    return "\t".join(
        "".join(c if c.isprintable() else " " for c in "".join(map(plain_character, part)))
        for part in line.split("\t")
    )


def _shortened(columns: Layout, column: Field, written: str) -> str:
    """Cut a text to its field. An id, an amount, a day or a code cannot be cut."""
    if column.code:
        raise BadInput(
            f"“{written[:40]}” is too long for {column.label.lower()} of a {columns.record} "
            f"record, which has room for {column.longest} characters. Correct it."
        )
    return written[: column.longest].rstrip()
