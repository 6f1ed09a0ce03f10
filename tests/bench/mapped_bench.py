"""Importing a vendor's CSV by a profile, against SQLite's own import of as many items.

The file is written from a fixed seed as a shop would: its own names of columns, days with the month
first that only the profile settles, a status in words. The floor is that of the import bench.
"""

import csv
import random
from datetime import date, timedelta
from pathlib import Path

from financedesk.intake.profiles import Column, Profile
from tests.bench.import_bench import COMMITTEES, compared
from tests.bench.measuring import Figure

_FIRST = date(2025, 1, 1)
_DAYS = 540
_ROWS_PER_DONOR = 5
_HEADER = (
    "Order", "Sold on", "Price", "Our fee", "Given name", "Family name", "Street", "Town", "State",
    "Postcode", "Job", "Works for", "E-mail", "For", "Status", "Deposit", "Deposited on",
    "Remarks", "Channel", "Device",
)  # fmt: skip
PROFILE = Profile(
    name="Shop",
    processor="other",
    day_order="month first",
    columns={
        "key": Column("Order"), "day": Column("Sold on"), "amount": Column("Price"),
        "fee": Column("Our fee"), "first_name": Column("Given name"),
        "last_name": Column("Family name"), "street_1": Column("Street"), "city": Column("Town"),
        "state": Column("State"), "zip": Column("Postcode"), "occupation": Column("Job"),
        "employer": Column("Works for"), "email": Column("E-mail"),
        "recipient_id": Column("For"), "kind": Column("Status"),
        "payout_key": Column("Deposit"), "payout_day": Column("Deposited on"),
    },
    constants={"country": "United States"},
    values={"kind": {"Sold": "gift", "Held": "leave out"}},
)  # fmt: skip


def shop_file(path: Path, rows: int) -> int:
    """Write a table of so many gifts; returns their total in cents."""
    chance = random.Random(7)
    total = 0
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(_HEADER)
        for number in range(rows):
            cents = chance.choice((300, 500, 1_000, 2_500, 5_000, 10_000, 25_000))
            total += cents
            writer.writerow(_gift(chance, number, rows, cents))
    return total


def _gift(chance: random.Random, number: int, rows: int, cents: int) -> list[str]:
    donor = int(chance.random() ** 2 * rows / _ROWS_PER_DONOR)
    day = number * _DAYS // rows
    given, week = _FIRST + timedelta(day), day // 7
    paid = _FIRST + timedelta(week * 7 + 9)
    committee = chance.randrange(len(COMMITTEES))
    return [
        str(700_000_000 + number), f"{given:%m/%d/%Y}", f"{cents / 100:.2f}",
        f"{cents * 395 // 10_000 / 100:.2f}", f"First{donor % 401}", f"Last{donor}",
        f"{donor} Oak St", "Salem", "OR", f"{donor % 100_000:05}", "Teacher", "School",
        f"d{donor}@example.org", COMMITTEES[committee], "Sold", f"{committee}{week:04}",
        f"{paid:%m/%d/%Y}", "", "web", "phone",
    ]  # fmt: skip


def run(rows: int) -> list[Figure]:
    """Measure an import of so many rows by a profile and the floor of as many items."""
    return [compared(f"import of {rows:,} mapped rows", rows, shop_file, 5.0, PROFILE)]
