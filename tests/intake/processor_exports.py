"""What a reader makes of a file, and small invented exports of processors other than ActBlue."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from financedesk.intake.formats import format_of
from financedesk.intake.source_file import opened
from financedesk.intake.staged import GIFT, REFUND, Notes, RejectedRow, StagedRow


class Read(NamedTuple):
    """What came out of a file."""

    format: str
    gifts: list[StagedRow]
    refunds: list[StagedRow]
    refused: list[RejectedRow]
    notes: dict[str, int]
    disputes: list[StagedRow]

    @property
    def gross(self) -> int:
        return sum(row.cents for row in self.gifts)

    @property
    def fees(self) -> int:
        return sum(row.fee_cents for row in self.gifts)

    def counted(self, words: str) -> int:
        """How many rows the one note with these words was said of."""
        (number,) = [number for note, number in self.notes.items() if words in note]
        return number

    def reasons(self) -> list[tuple[int, str]]:
        return [(row.row, row.field) for row in self.refused]


def read_file(path: Path, as_format: str | None = None) -> Read:
    notes = Notes()
    with opened(path) as source:
        chosen = format_of(source, as_format)
        rows = list(chosen.read(source, notes))
    staged = [row for row in rows if isinstance(row, StagedRow)]
    return Read(
        chosen.code,
        [row for row in staged if row.is_gift],
        [row for row in staged if row.meaning == REFUND],
        [row for row in rows if isinstance(row, RejectedRow)],
        notes.counts,
        [row for row in staged if row.meaning not in (GIFT, REFUND)],
    )


def write_rows(
    path: Path, header: Sequence[str], rows: Iterable[Mapping[str, str]], delimiter: str = ","
) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=delimiter)
        writer.writerow(header)
        writer.writerows([row.get(name, "") for name in header] for row in rows)
    return path


def raw_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a file as the csv module alone reads them."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def whole_cents(text: str) -> int:
    """An amount in cents by another way than the program's."""
    return int(Decimal(text.replace(",", "").replace("$", "") or "0") * 100)


DONORBOX = (
    "Name", "Donating Company", "Donor's First Name", "Donor's Last Name", "Donor Email",
    "Campaign", "Amount", "Currency", "Amount in USD", "Processing Fee", "Platform Fee",
    "Total Fee", "Net Amount", "Net amount in USD", "Fee Covered", "Donated At", "Address",
    "City", "State / Province", "Postal Code", "Country", "Employer", "Occupation",
    "Designation", "Receipt Id", "Donation Type", "Stripe Charge Id", "Pay Pal Transaction Id",
    "Pay Pal Capture Id", "Status",
)  # fmt: skip


def donorbox_gift(**changes: str) -> dict[str, str]:
    row = {
        "Donor's First Name": "Ann", "Donor's Last Name": "Lee", "Amount": "41.72",
        "Donor Email": "ann@example.org", "Currency": "USD", "Amount in USD": "41.72",
        "Processing Fee": "1.22", "Platform Fee": "0.63", "Total Fee": "1.85",
        "Net Amount": "39.87", "Net amount in USD": "39.87", "Fee Covered": "yes",
        "Donated At": "02/03/26 20:10:00", "Address": "1 Main St", "City": "Boston",
        "State / Province": "MA", "Postal Code": "02118", "Country": "United States",
        "Receipt Id": "2781", "Donation Type": "stripe", "Stripe Charge Id": "ch_1aA",
        "Status": "paid",
    }  # fmt: skip
    return row | {name.replace("_", " "): value for name, value in changes.items()}


STRIPE = (
    "id", "Type", "Source", "charge_id", "Amount", "Fee", "Net", "Currency", "Created (UTC)",
    "Available On (UTC)", "Description", "Transfer", "Transfer Date (UTC)",
    "first_name (metadata)", "last_name (metadata)", "email (metadata)", "postal_code (metadata)",
)  # fmt: skip


def stripe_row(**changes: str) -> dict[str, str]:
    row = {
        "id": "txn_1", "Type": "charge", "Source": "ch_1aA", "Amount": "41.72", "Fee": "1.85",
        "Net": "39.87", "Currency": "usd", "Created (UTC)": "2026-02-04 01:10",
        "Transfer": "po_1", "Transfer Date (UTC)": "2026-02-06 00:00",
        "first_name (metadata)": "Ann", "last_name (metadata)": "Lee",
        "email (metadata)": "ann@example.org",
    }  # fmt: skip
    return row | {name.replace("_", " ") if name[0].isupper() else name: value
                  for name, value in changes.items()}  # fmt: skip


WINRED = (
    "Type", "First Name", "Last Name", "Email", "Phone", "Address", "City", "State", "Zip",
    "Employer", "Occupation", "Amount", "Fee", "Net", "Date", "Revv UID", "Charge Revv UID",
    "Refunded Revv UID", "Refund ID", "Chargeback Status", "FEC ID", "Committee", "Payout ID",
    "Arrival Date",
)  # fmt: skip


def winred_row(**changes: str) -> dict[str, str]:
    row = {
        "Type": "Donation", "First Name": "Ann", "Last Name": "Lee", "Email": "ann@example.org",
        "Address": "1 Main St", "City": "Boston", "State": "MA", "Zip": "02118",
        "Employer": "City Schools", "Occupation": "Teacher", "Amount": "$1,000.00",
        "Fee": "$39.40", "Net": "$960.60", "Date": "2/3/2026", "Revv UID": "rv_ccc_1",
        "Charge Revv UID": "rv_ch_1", "FEC ID": "C00990001", "Committee": "Alder PAC",
        "Payout ID": "p1", "Arrival Date": "2026-02-09 03:58:11 UTC",
    }  # fmt: skip
    return row | {name.replace("_", " "): value for name, value in changes.items()}
