"""Cells that are what they look like: real amounts, real days, and words that never compute."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from financedesk.reports.xlsx.columns import Value

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

AMOUNT_FORMAT = "#,##0.00"
DAY_FORMAT = "mm/dd/yyyy"

# XML 1.0 has no way to write these.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

# What spreadsheets take for the start of a formula or a command, wherever a text is typed or read
# from CSV; the wide forms of the four signs count in East Asian editions.
_STARTERS = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")


def clean(text: str) -> str:
    """A text without the characters that a spreadsheet's XML cannot hold."""
    return text if text.isprintable() else _ILLEGAL.sub("", text)


def could_compute(text: str) -> bool:
    """Whether a spreadsheet could take the text for something to compute."""
    return bool(text) and (text[0] in _STARTERS or text.lstrip()[:1] in _STARTERS)


def csv_text(value: Value) -> str:
    """A value in a CSV file: words that could compute carry an apostrophe before them."""
    if isinstance(value, str):
        words = clean(value)
        return f"'{words}" if could_compute(words) else words
    if isinstance(value, int):
        return str(dollars(value))
    return value.isoformat() if value else ""


def dollars(cents: int) -> Decimal:
    """Cents as dollars with two decimals, exactly."""
    return Decimal(cents).scaleb(-2)


class RowWriter:
    """Writes the rows of one sheet.

    A cell is written the moment it is made, so that one of each kind serves all rows.
    """

    def __init__(self, sheet: "Worksheet") -> None:
        """Prepare a cell of each kind."""
        from openpyxl.cell import WriteOnlyCell

        self._sheet = sheet
        self._amount: Cell = WriteOnlyCell(sheet)
        self._amount.number_format = AMOUNT_FORMAT
        self._day: Cell = WriteOnlyCell(sheet)
        self._day.number_format = DAY_FORMAT
        self._words: Cell = WriteOnlyCell(sheet)
        self._words.quotePrefix = True

    def write(self, values: Iterable[Value]) -> None:
        """Write one row."""
        self._sheet.append(self._cells(values))  # type: ignore[arg-type]  # any generator will do

    def _cells(self, values: Iterable[Value]) -> "Iterator[Cell | str | None]":
        for value in values:
            if value is None or value == "":
                yield None
            elif isinstance(value, str):
                yield self._of_words(clean(value))
            elif isinstance(value, int):
                self._amount.value = dollars(value)
                yield self._amount
            else:
                self._day.value = value
                yield self._day

    def _of_words(self, text: str) -> "Cell | str | None":
        """Plain words as they are; what could compute, or looks like an error (#N/A), as text."""
        if not could_compute(text) and not text.startswith("#"):
            return text or None
        self._words.value = text
        self._words.data_type = "s"
        return self._words
