"""A generated export's bank: what each recipient's account received, in a file of its own."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from financedesk.rules.money import parse_cents, plain_cents

HEADER = ("Details", "Posting Date", "Description", "Amount", "Type", "Balance", "Check or Slip #")
Row = dict[str, str]


def of_recipients(folder: Path) -> Mapping[int, list[Row]]:
    """Return the lines of bank.csv by recipient: the second figure of the payout's number."""
    found: dict[int, list[Row]] = defaultdict(list)
    with (folder / "bank.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            found[(payout_of(row) - 100_000) // 1_000].append(row)
    return found


def payout_of(row: Row) -> int:
    """Return the number of the payout that a line names."""
    return int(row["Description"].split()[-1])


def write_bank(path: Path, rows: Iterable[Row], opening_cents: int = 0) -> Path:
    """Write lines as the bank's file, with the balance after each, and return its path."""
    balance = opening_cents
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, HEADER, extrasaction="ignore")
        writer.writeheader()
        for row in rows:
            balance += parse_cents(row["Amount"])
            writer.writerow({**row, "Balance": plain_cents(balance)})
    return path


def bank_row(day: str, cents: int, text: str) -> Row:
    """Return a line of the bank's file; the day as the bank writes it: 03/05/2026."""
    return {"Posting Date": day, "Description": text, "Amount": plain_cents(cents)}
