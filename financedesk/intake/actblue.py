"""ActBlue's export of paid contributions: 101 columns today, 91 before 2022, in any order.

``Lineitem ID`` is a row's key; ``Receipt ID`` is not, because every recurrence of a pledge and
every recipient of a split gift repeats it. Times are US Eastern and taken as written. Refunds
come as a mark on the gift's row or as rows with a negative amount.
"""

import re
from collections.abc import Iterator
from hashlib import blake2b
from operator import itemgetter
from unicodedata import normalize

from financedesk.errors import BadInput
from financedesk.intake.csv_table import Table, find_table
from financedesk.intake.days import DayReader, read_cents
from financedesk.intake.source_file import MIXED, SourceFile
from financedesk.intake.staged import Donor, Notes, RejectedRow, StagedRow

CODE = "actblue"
PROCESSOR = "actblue"

REQUIRED = (
    "Lineitem ID", "Date", "Amount", "Donor First Name", "Donor Last Name", "Receipt ID",
)  # fmt: skip
DONOR = (
    "Donor First Name", "Donor Last Name", "Donor Addr1", "Donor Addr2", "Donor City",
    "Donor State", "Donor ZIP", "Donor Country", "Donor Occupation", "Donor Employer",
    "Donor Email", "Donor Phone",
)  # fmt: skip
OTHERS = (
    "Receipt ID", "Date", "Amount", "Fee", "Lineitem ID", "Recipient Gov ID", "Recipient",
    "Recipient Election", "Fundraising Page", "Reference Code", "Recurrence Number",
    "Disbursement ID", "Disbursement Date", "Check Number", "Check Date", "Refund ID",
    "Refund Date",
)  # fmt: skip
FIELDS = (*OTHERS, *DONOR)

_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?\d+|\d+\.\d+", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_TWICE_ENCODED = re.compile("[ÃÂ][\u0080-\u00bf]")
_LOST_ZERO = re.compile(r"\d{4}")
_HOME = frozenset({"", "united states", "us", "usa", "united states of america"})


def fits(source: SourceFile) -> bool:
    """Tell whether the file has the columns that make an ActBlue row."""
    return find_table(source, REQUIRED) is not None


def read(source: SourceFile, notes: Notes) -> Iterator[StagedRow | RejectedRow]:
    """Yield a staged or a rejected row for each row of the export.

    Raises BadInput when the file as a whole misleads: a column that counts is there twice, dates
    put the day first, amounts have decimal commas, rows are swallowed by a quotation mark.
    """
    table = find_table(source, REQUIRED)
    if table is None:
        raise BadInput(f"{source.name} has no ActBlue header; it needs: {', '.join(REQUIRED)}.")
    if source.encoding == MIXED:
        notes.add(
            "Some lines are not written in UTF-8; they were read as Windows-1252. Check the names."
        )
    reader = _Reader(table, notes)
    for number, cells in table.rows(notes):
        yield reader.stage(number, cells)
    reader.days.require_one_order(source.name)


class _Refusal(Exception):
    """A row cannot be taken: which column, and why."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


class _Reader:
    """Turns the cells of one file into staged rows; the columns' places are looked up once."""

    def __init__(self, table: Table, notes: Notes) -> None:
        self.days = DayReader()
        self._table = table
        self._notes = notes
        self._places = table.positions(FIELDS)
        # A column that is not there reads from the empty cell that each row gets at its end.
        self._pick = itemgetter(*(self._places.get(name, table.width) for name in FIELDS))
        self._has_controls = table.source.has_controls

    def stage(self, number: int, cells: list[str]) -> StagedRow | RejectedRow:
        """Return the row as staged, or why it is refused."""
        try:
            if len(cells) != self._table.width:
                self._refuse_ragged(cells)
            if self._has_controls:
                self._refuse_controls(cells)
            cells.append("")
            return self._staged(number, self._pick(cells))
        except _Refusal as refusal:
            return RejectedRow(number, refusal.field, str(refusal))

    def _staged(self, number: int, given: tuple[str, ...]) -> StagedRow:
        if not _is_tidy(given):
            given = tuple(map(_tidied, given))
        (
            receipt, when, amount, fee, key, recipient_id, recipient, election, page, reference,
            recurrence, payout_key, payout_when, check, check_when, refund_id, refund_when, *_
        ) = given  # fmt: skip
        donor = self._donor(given[len(OTHERS) :])
        if not (key.isascii() and key.isdecimal()):
            self._require_key(key, receipt)
        day = self._day("Date", when)
        cents = self._cents("Amount", amount)
        fee_cents = self._cents("Fee", fee) if fee else 0
        if not payout_key and check:
            payout_key, payout_when = f"check {check}", check_when
        if not cents:
            raise _Refusal("Amount", "The amount is zero; nothing was given.")
        return StagedRow(
            number,
            key,
            _digest(day, cents, fee_cents, recipient_id, donor),
            cents < 0,
            day,
            abs(cents),
            fee_cents,
            recipient_id.upper(),
            recipient,
            election,
            donor,
            receipt,
            page,
            reference,
            int(recurrence) if recurrence.isdecimal() else None,
            payout_key if payout_when else "",
            self._day("Disbursement Date", payout_when) if payout_key and payout_when else "",
            refund_id,
            self._day("Refund Date", refund_when) if refund_id or refund_when else "",
        )

    def _donor(self, cells: tuple[str, ...]) -> Donor:
        donor = Donor._make(cells)
        if not donor.last_name:
            raise _Refusal("Donor Last Name", "The donor has no last name.")
        zip_code = donor.zip
        if len(zip_code) == 4 and zip_code.isdecimal() and donor.country.lower() in _HOME:
            self._notes.add("A ZIP code had lost its leading zero; it was put back.")
            return donor._replace(zip="0" + zip_code)
        if not "".join(cells[:6]).isascii() and _TWICE_ENCODED.search("".join(cells)):
            self._notes.add(
                "A name looks as if its accents had been converted twice (Ã©); check it."
            )
        return donor

    def _day(self, field: str, text: str) -> str:
        if not text:
            raise _Refusal(field, "The date is missing.")
        try:
            return self.days.read(text)
        except BadInput as error:
            raise _Refusal(field, str(error)) from error

    def _cents(self, field: str, text: str) -> int:
        try:
            return read_cents(text)
        except BadInput as error:
            if "decimal comma" in str(error):
                raise
            raise _Refusal(field, str(error)) from error

    def _require_key(self, key: str, receipt: str) -> None:
        if not key:
            what = "a line of totals" if not receipt or receipt.lower() == "total" else "no gift"
            raise _Refusal("Lineitem ID", f"The row has no line item id: it is {what}.")
        if _SCIENTIFIC.fullmatch(key):
            raise _Refusal("Lineitem ID", f"“{key}” lost its digits in a spreadsheet program.")
        if not _KEY.fullmatch(key):
            raise _Refusal("Lineitem ID", f"“{key}” is not a line item id.")

    def _refuse_ragged(self, cells: list[str]) -> None:
        width = self._table.width
        if cells[0].strip().casefold() == "total":
            raise _Refusal("Lineitem ID", "The row is a line of totals, not a gift.")
        raise _Refusal(
            "",
            f"The row has {len(cells)} cells under {width} columns, so it cannot be told which is"
            " which.",
        )

    def _refuse_controls(self, cells: list[str]) -> None:
        for place, cell in enumerate(cells):
            if found := _CONTROL.search(cell):
                name = self._table.names[place] or f"column {place + 1}"
                raise _Refusal(
                    name, f"The cell holds a character that is no text (code {ord(found[0])})."
                )


def _is_tidy(cells: tuple[str, ...]) -> bool:
    """Whether no cell is padded and none has characters that may be composed in two ways."""
    joined = _EDGE.join(cells)
    return joined.isascii() and " \x1f" not in joined and "\x1f " not in joined


_EDGE = "\x1f"


def _tidied(cell: str) -> str:
    return normalize("NFC", cell.strip())


def _digest(day: str, cents: int, fee_cents: int, recipient_id: str, donor: Donor) -> str:
    """Return a digest of what may not change: day, money, recipient and who gave.

    E-mail and telephone are left out: donors change them afterwards.
    """
    text = f"{day}|{cents}|{fee_cents}|{recipient_id}|{_EDGE.join(donor[:10])}"
    return blake2b(text.encode(), digest_size=10).hexdigest()
