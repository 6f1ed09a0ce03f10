"""Importing an ActBlue export, against SQLite's own import of as many items.

The floor is the ``sqlite3`` program that reads the items, as a CSV file of the same rows, into a
table with the columns and indexes of ours. The export is written by ``donation_file`` from a
fixed seed, and the totals of the book must be the totals of the file.
"""

import csv
import os
import random
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex

from financedesk.intake.importing import import_file
from financedesk.intake.profiles import Profile
from financedesk.ledger import tables
from financedesk.ledger.room import open_book
from tests.bench.measuring import Cost, Figure, measured
from tests.intake.exports import entity, new_book

COMMITTEES = tuple(f"C0099{number:04}" for number in range(1, 9))
_FIRST = date(2025, 1, 1)
_DAYS = 540
_ROWS_PER_DONOR = 5
_HEADER_WIDTH = 101
# One run of the floor differs from the next by a third: their median is what counts.
_FLOORS = 3
_GIVEN = (
    "Receipt ID", "Date", "Amount", "Recipient", "Donor First Name", "Donor Last Name",
    "Donor Addr1", "Donor City", "Donor State", "Donor ZIP", "Donor Country",
    "Donor Occupation", "Donor Employer", "Donor Email", "Lineitem ID", "Recipient Gov ID",
    "Disbursement ID", "Disbursement Date", "Refund ID", "Refund Date", "Fee",
)  # fmt: skip


def donation_file(path: Path, rows: int) -> int:
    """Write an export of so many gifts, 101 columns wide; returns their total in cents."""
    chance = random.Random(7)
    empty = [""] * (_HEADER_WIDTH - len(_GIVEN))
    total = 0
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([*_GIVEN, *(["Reserved"] * len(empty))])
        for number in range(rows):
            cents = chance.choice((300, 500, 1_000, 2_500, 5_000, 10_000, 25_000))
            total += cents
            writer.writerow([*_gift(chance, number, rows, cents), *empty])
    return total


def _gift(chance: random.Random, number: int, rows: int, cents: int) -> list[str]:
    donor = int(chance.random() ** 2 * rows / _ROWS_PER_DONOR)
    day = number * _DAYS // rows
    given = _FIRST + timedelta(day)
    week = day // 7
    committee = chance.randrange(len(COMMITTEES))
    refunded = given + timedelta(3) if chance.random() < 0.006 else None
    return [
        f"AB{number}", f"{given} 12:00:00", f"{cents / 100:.2f}", f"Committee {committee}",
        f"First{donor % 401}", f"Last{donor}", f"{donor} Oak St", "Salem", "OR",
        f"{donor % 100_000:05}", "United States", "Teacher", "School", f"d{donor}@example.org",
        str(700_000_000 + number), COMMITTEES[committee], f"{committee}{week:04}",
        str(_FIRST + timedelta(week * 7 + 9)), f"R{number}" if refunded else "",
        str(refunded or ""), f"{cents * 395 // 10_000 / 100:.2f}",
    ]  # fmt: skip


def run(rows: int) -> list[Figure]:
    """Measure an import of so many rows and its floor."""
    return [compared(f"import of {rows:,} ActBlue rows", rows, donation_file, 4.0)]


def compared(
    name: str,
    rows: int,
    write: Callable[[Path, int], int],
    bound: float,
    profile: Profile | None = None,
) -> Figure:
    """Return what importing a file that ``write`` makes (and tells the cents of) costs."""
    if shutil.which("sqlite3") is None:
        raise SystemExit("the floor of the import is the sqlite3 program: install it")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        total = write(folder / "gifts.csv", rows)
        entities = [entity(f"e{code[-1]}", code) for code in COMMITTEES]
        new_book(folder / "book.fdesk", entities).close()
        write_out()
        ours = measured(
            _import, folder / "book.fdesk", folder / "gifts.csv", rows, total, profile
        )  # fmt: skip
        floor = floor_of(folder)
    return Figure(name, ours, floor, bound, 400.0)


def _import(location: Path, file: Path, rows: int, total: int, profile: Profile | None) -> None:
    with open_book(location) as book:
        report = import_file(book, file, profile=profile)
    if (report.accepted, report.total_cents) != (rows, total):
        raise SystemExit(f"the import has {report.accepted} rows and {report.total_cents} cents")


def floor_of(folder: Path) -> Cost:
    """Let the sqlite3 program import the items that we have made."""
    items, target = folder / "items.csv", folder / "floor.db"
    export = f'.mode csv\n.once "{items}"\nSELECT * FROM item ORDER BY id;\n'
    _sqlite(folder / "book.fdesk", export)
    columns = ", ".join(
        f"{column.name} {column.type.compile(sqlite.dialect())}" for column in tables.item.columns
    )
    schema = [f"CREATE TABLE item ({columns}, PRIMARY KEY (id))"]
    schema += [
        str(CreateIndex(index).compile(dialect=sqlite.dialect()))
        for index in sorted(tables.item.indexes, key=lambda index: str(index.name))
    ]
    create = ";\n".join(["PRAGMA journal_mode = WAL", *schema]) + ";\n"
    wall = statistics.median(_floor_once(target, create, items) for _ in range(_FLOORS))
    return Cost(wall, wall, 0)


def _floor_once(target: Path, create: str, items: Path) -> float:
    target.unlink(missing_ok=True)
    _sqlite(target, create)
    write_out()
    begun = time.perf_counter()
    _sqlite(target, f'PRAGMA synchronous = NORMAL;\n.mode csv\n.import "{items}" item\n')
    return time.perf_counter() - begun


def write_out() -> None:
    """Let the disk finish what earlier steps left to it: nobody's time should contain that."""
    if hasattr(os, "sync"):
        os.sync()


def _sqlite(database: Path, script: str) -> None:
    subprocess.run(["sqlite3", str(database)], input=script, text=True, check=True,
                   capture_output=True)  # fmt: skip
