"""What the readers of all exports share: cells made tidy, or a row refused with column and reason.

A reader knows its columns; here is what holds for any of them. Amounts become cents, days
``YYYY-MM-DD``; what the file as a whole misleads about raises BadInput and stops the import.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from hashlib import blake2b
from operator import itemgetter
from unicodedata import normalize

from financedesk.errors import BadInput
from financedesk.intake.csv_table import Table
from financedesk.intake.days import DayReader, read_cents
from financedesk.intake.mending import CONTROL
from financedesk.intake.source_file import MIXED, SourceFile
from financedesk.intake.staged import Donor, Notes, RejectedRow, StagedRow

LONGEST_AMOUNT = 40
LONGEST_DAY = 60
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?\d+|\d+\.\d+", re.IGNORECASE)
_TWICE_ENCODED = re.compile("[ÃÂ][\u0080-\u00bf]")
_HOME = frozenset({"", "united states", "us", "usa", "united states of america"})
_EDGE = "\x1f"


class Refusal(Exception):
    """A row cannot be taken: which column, and why."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


class RowReader(ABC):
    """Turns the cells of one file into staged rows; the columns' places are looked up once."""

    key_field = ""
    """The column of a row's own key, which a line of totals does not have."""

    def __init__(self, table: Table, notes: Notes, fields: Sequence[str]) -> None:
        """Read these fields of a table; one that it does not have is an empty cell."""
        self.days = DayReader()
        self.table = table
        self.notes = notes
        self.width = table.width
        places = table.positions(fields)
        # A column that is not there reads from the empty cell that each row gets at its end.
        self._pick = itemgetter(*(places.get(name, table.width) for name in fields))
        self._has_controls = table.source.has_controls

    @abstractmethod
    def staged(self, number: int, given: tuple[str, ...]) -> StagedRow | RejectedRow:
        """Return a row by its fields' cells, in the order of the fields; raise Refusal."""

    def stage(self, number: int, cells: list[str]) -> StagedRow | RejectedRow:
        """Return the row as staged, or why it is refused."""
        try:
            if len(cells) != self.width:
                self._refuse_ragged(cells)
            if self._has_controls:
                self._refuse_controls(cells)
            cells.append("")
            return self.staged(number, self._pick(cells))
        except Refusal as refusal:
            return RejectedRow(number, refusal.field, str(refusal))

    # --- what a reader asks of its cells

    def day(self, field: str, text: str) -> str:
        """Return a day that must be there."""
        if not text:
            raise Refusal(field, "The date is missing.")
        if len(text) > LONGEST_DAY:
            raise Refusal(field, f"“{text[:LONGEST_DAY]}…” is too long for a date.")
        try:
            return self.days.read(text)
        except BadInput as error:
            raise Refusal(field, str(error)) from error

    def cents(self, field: str, text: str) -> int:
        """Return an amount; a decimal comma speaks against the whole file and raises BadInput."""
        if len(text) > LONGEST_AMOUNT:
            raise Refusal(field, f"“{text[:LONGEST_AMOUNT]}…” is too long for an amount.")
        try:
            return read_cents(text)
        except BadInput as error:
            if "decimal comma" in str(error):
                raise
            raise Refusal(field, str(error)) from error

    def donor(self, cells: Sequence[str], field: str) -> Donor:
        """Return the donor as given, with the zero that a ZIP code has lost; notes what is odd.

        ``field`` is the column of the last name, which must be there.
        """
        donor = Donor._make(cells)
        if not donor.last_name:
            raise Refusal(field, "The donor has no last name.")
        zip_code = donor.zip
        if len(zip_code) == 4 and zip_code.isdecimal() and donor.country.lower() in _HOME:
            self.notes.add("A ZIP code had lost its leading zero; it was put back.")
            return donor._replace(zip="0" + zip_code)
        if not "".join(cells[:6]).isascii() and _TWICE_ENCODED.search("".join(cells)):
            self.notes.add(
                "A name looks as if its accents had been converted twice (Ã©); check it."
            )
        return donor

    # --- inside

    def _refuse_ragged(self, cells: list[str]) -> None:
        if cells[0].strip().casefold() in ("total", "totals"):
            raise Refusal(self.key_field, "The row is a line of totals, not a gift.")
        raise Refusal(
            "",
            f"The row has {len(cells)} cells under {self.width} columns, so it cannot be told which"
            " is which.",
        )

    def _refuse_controls(self, cells: list[str]) -> None:
        for place, cell in enumerate(cells):
            if found := CONTROL.search(cell):
                known = place < self.table.width and self.table.names[place]
                raise Refusal(
                    known or f"column {place + 1}",
                    f"The cell holds a character that is no text (code {ord(found[0])}).",
                )


def small_number(text: str) -> int | None:
    """Return the number of a recurrence; None for anything else, also for endless digits."""
    return int(text) if text.isdecimal() and len(text) < 10 else None


def tell_mixed(source: SourceFile, notes: Notes) -> None:
    """Note a file whose lines are not all written in the same encoding."""
    if source.encoding == MIXED:
        notes.add(
            "Some lines are not written in UTF-8; they were read as Windows-1252. Check the names."
        )


def tidied(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Return cells without padding and with accents composed one way; most are so already."""
    joined = _EDGE.join(cells)
    if joined.isascii() and " \x1f" not in joined and "\x1f " not in joined:
        return cells
    return tuple(normalize("NFC", cell.strip()) for cell in cells)


def require_key(field: str, key: str, what: str) -> None:
    """Refuse what is no key of a row, called ``what`` ("line item id"), or no longer one."""
    if _SCIENTIFIC.fullmatch(key):
        raise Refusal(field, f"“{key}” lost its digits in a spreadsheet program.")
    if not _KEY.fullmatch(key):
        raise Refusal(field, f"“{key}” is not a {what}.")


def digest(day: str, cents: int, fee_cents: int, recipient_id: str, donor: Donor) -> str:
    """Return a digest of what may not change: day, money, recipient and who gave.

    E-mail and telephone are left out: donors change them afterwards.
    """
    text = f"{day}|{cents}|{fee_cents}|{recipient_id}|{_EDGE.join(donor[:10])}"
    return blake2b(text.encode(), digest_size=10).hexdigest()
