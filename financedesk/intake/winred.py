"""WinRed's exports of donations and transactions, with a header or without one.

No real export is public. What is known: the fields of its interface (``charge_revv_uid``,
``amount_refunded``, …), the headings that treasurers have been seen to import, and the order of a
download without a header. Two kinds of rows share a receipt: a charge, and the part of it that one
committee gets. Only the part is a gift.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from financedesk.errors import BadInput
from financedesk.intake import export_reading
from financedesk.intake.csv_table import Table, TableFinder
from financedesk.intake.export_layout import (
    OWN_FEE,
    PAYOUT,
    STATUSES,
    UNDATED_CHARGEBACK,
    Layout,
    LeftOut,
    Meaning,
)
from financedesk.intake.mending import NOTHING_MENDED
from financedesk.intake.source_file import SourceFile
from financedesk.intake.staged import Notes, RejectedRow, StagedRow

_DONOR = ("First Name", "Last Name")

_CHARGE = LeftOut(
    "A charge of a donor's card was left out: the gifts are its parts for each committee."
)

LAYOUT = Layout(
    code="winred",
    processor="winred",
    title="WinRed's export of donations or transactions",
    marks=(
        ("charge_revv_uid", "amount", "first_name", "last_name"),
        ("revv_uid", "amount", "first_name", "last_name"),
        ("Charge Revv UID", "Amount", *_DONOR),
        ("Revv UID", "Amount", *_DONOR),
        ("WinRed ID", "Amount", *_DONOR),
    ),
    forced=("First Name", "Last Name", "Amount", "Date"),
    columns={
        "first_name": ("First Name", "first_name"),
        "last_name": ("Last Name", "last_name"),
        "street_1": ("Address", "Address 1", "address", "address_1"),
        "street_2": ("Address 2", "address_2"),
        "city": ("City", "city"),
        "state": ("State", "state"),
        "zip": ("Zip", "Zip Code", "zip", "zip_code"),
        "country": ("Country", "country"),
        "occupation": ("Occupation", "occupation"),
        "employer": ("Employer", "employer"),
        "email": ("Email", "email"),
        "phone": ("Phone", "phone"),
        "key": (
            "revv_uid", "Revv UID", "WinRed ID", "Transaction ID", "charge_revv_uid",
            "Charge Revv UID",
        ),
        "refund_of": (
            "refunded_revv_uid", "Refunded Revv UID", "original_revv_uid", "revv_uid", "Revv UID",
            "WinRed ID", "charge_revv_uid", "Charge Revv UID",
        ),
        "refund_id": ("refund_id", "Refund ID"),
        "day": ("Date", "Created At", "created_at", "date"),
        "gross": ("Amount", "Gross", "amount"),
        "fee": ("Fee", "Fees", "application_fee"),
        "net": ("Net", "net", "Net Amount"),
        "refunded": ("Amount Refunded", "amount_refunded", "amount_reversed"),
        "refund_day": ("Refunded At", "refunded_at", "Refund Date"),
        "kind": ("Type", "row_type", "Row Type"),
        "method": ("Chargeback Status", "chargeback_status"),
        "status": ("Status", "status"),
        "recipient_id": ("FEC ID", "fec_id", "code", "Code", "FEC Registration ID"),
        "recipient": ("Committee", "committee_name", "Committee Name"),
        "charge": ("charge_revv_uid", "Charge Revv UID"),
        "receipt": ("charge_revv_uid", "Charge Revv UID", "Receipt ID"),
        "page": ("Page Name", "page_name", "Page"),
        "reference": ("Source Code", "source_code", "utm_source", "bundler_id"),
        "payout_key": ("Payout ID", "payout_id", "payout_uid", "Payout UID"),
        "payout_day": ("Arrival Date", "arrival_date", "Estimated Arrival"),
    },
    kinds={
        **dict.fromkeys(
            ("donation", "contribution", "ccc", "conduit candidate charge", "conduit"),
            Meaning.GIFT,
        ),
        "charge": _CHARGE,
        "refund": Meaning.REFUND,
        **dict.fromkeys(("dispute", "chargeback"), Meaning.CHARGEBACK),
        **dict.fromkeys(("dispute won", "dispute reversal"), Meaning.CHARGEBACK_WON),
        **dict.fromkeys(("payout", "transfer"), PAYOUT),
        **dict.fromkeys(("fee", "expense"), OWN_FEE),
    },
    methods={
        "won": Meaning.GIFT,
        **dict.fromkeys(
            ("lost", "needs_response", "under_review", "warning_needs_response",
             "warning_under_review", "open"),
            UNDATED_CHARGEBACK,
        ),
        "warning_closed": Meaning.GIFT,
    },
    statuses=STATUSES,
    clock="The day is that of the export's own time zone, as WinRed writes it.",
)  # fmt: skip

ORDER = (
    "First Name", "Last Name", "Email", "Phone", "Address", "City", "State", "Zip", "Amount",
    "Date",
)  # fmt: skip
"""The columns of a download without a header."""

_LOOKED_AT = 5
_CELLS = {
    2: re.compile(r"|\S+@\S+\.\S+"),
    6: re.compile(r"|[A-Za-z]{2}"),
    7: re.compile(r"|\d{4,5}(?:-?\d{4})?"),
    8: re.compile(r"-?\$?\s*-?[\d,]+(?:\.\d{1,2})?"),
    9: re.compile(r"\d{1,2}/\d{1,2}/(?:\d{2}|\d{4})(?: .*)?|\d{4}-\d{2}-\d{2}(?:[ T].*)?"),
}


class _Reader(export_reading.ExportReader):
    def judge(self, row: dict[str, str]) -> None:
        """Leave out a charge: of the two kinds of rows it is the one that names no charge."""
        if self.has("charge") and "charge" not in row and "kind" not in row:
            raise export_reading.NotMoney(_CHARGE.sentence)


def fits(source: SourceFile) -> bool:
    """Tell whether a file has WinRed's columns, or no header and rows in WinRed's order."""
    return export_reading.fits(LAYOUT, source) or _is_headless(source)


def read(source: SourceFile, notes: Notes) -> Iterator[StagedRow | RejectedRow]:
    """Yield a staged or a rejected row for each row of the export that holds money.

    Raises BadInput when the file as a whole misleads.
    """
    if export_reading.fits(LAYOUT, source) or not _is_headless(source):
        yield from export_reading.read(LAYOUT, source, notes, _Reader)
        return
    notes.add(
        "The file has no header; its columns were taken in WinRed's order: "
        + ", ".join(ORDER).lower()
        + "."
    )
    said = Notes()
    table = _headless_table(source)
    if isinstance(notes, TableFinder):
        notes.table = table
    reader = export_reading.ExportReader(LAYOUT, table, said)
    yield from export_reading.read_table(reader, table, said)
    notes.add_all(said.counts)


def _headless_table(source: SourceFile) -> Table:
    return Table(source, ORDER, ",", 0)


def _is_headless(source: SourceFile) -> bool:
    """Whether the first rows all have, in WinRed's order, what each column must look like."""
    # What was put right by hand does not change whose file it is.
    source = replace(source, mending=NOTHING_MENDED)
    try:
        first = list(islice(_headless_table(source).rows(Notes()), _LOOKED_AT))
    except BadInput:
        return False
    return bool(first) and all(_is_in_order(cells) for _, cells in first)


def _is_in_order(cells: Sequence[str]) -> bool:
    if len(cells) != len(ORDER) or not cells[1].strip():
        return False
    return all(form.fullmatch(cells[place].strip()) for place, form in _CELLS.items())
