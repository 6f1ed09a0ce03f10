"""Drives of a large book: the grid, a drive's page, and both after an import.

The book is made first, by a process of its own; the window runs in another. What the drives show is
held against the totals of the generator: a book that says otherwise gives no figure.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from financedesk.drives.figures import drive_list
from financedesk.ledger.entities import find_entity
from financedesk.ledger.room import open_book
from tests.bench.drives_book import DRIVES, LAST, fill, page_of
from tests.bench.measuring import Moment, Reported, measured
from tests.intake.exports import gift, write_export

KEPT = "FINANCEDESK_BENCH_DRIVES"
"""Names a book that an earlier run made, so that it need not be made again; it is copied first."""

_IMPORTED = 10_000


def run(rows: int) -> Sequence[Reported]:
    """Make the book, and measure the page Drives in a window of its own."""
    with tempfile.TemporaryDirectory() as folder:
        book = f"{folder}/drives.fdesk"
        kept = os.environ.get(KEPT, "")
        if kept and Path(kept).exists():
            Path(book).write_bytes(Path(kept).read_bytes())
        else:
            measured(fill, book, rows)
        if kept and not Path(kept).exists():
            Path(kept).write_bytes(Path(book).read_bytes())
        _compare(book, rows)
        export = write_export(Path(folder) / "more.csv", _rows())
        answers = Path(folder) / "figures.json"
        setting = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": folder,
                   "XDG_STATE_HOME": folder}  # fmt: skip
        command = [sys.executable, "-m", "tests.bench.drives_window", book, str(export)]
        subprocess.run([*command, str(answers)], env=setting, check=True)
        return [Moment(**found) for found in json.loads(answers.read_text())]


def _compare(book: str, rows: int) -> None:
    with open_book(book, write=False) as opened, opened.read() as connection:
        party = find_entity(connection, "party").id
        listed = drive_list(connection, [party], LAST)
    gifts = sum(one.figures.gifts for one in listed)
    if len(listed) != DRIVES or gifts != rows - rows // 20:
        raise SystemExit(f"{len(listed)} drives have {gifts} gifts of {rows - rows // 20}")


def _rows() -> list[dict[str, str]]:
    return [
        gift(
            Lineitem_ID=str(900_000_000 + number), Receipt_ID=f"AB{number}",
            Donor_Last_Name=f"Newcomer{number % 3_000}",
            Donor_Email=f"n{number % 3_000}@example.org",
            Fundraising_Page=f"{page_of(number % DRIVES)}-0", Recipient_Gov_ID="C00999991",
            Date=f"2026-09-{number % 28 + 1:02} 10:00:00", Disbursement_ID=f"{number % 4}",
            Disbursement_Date="2026-09-30",
        )
        for number in range(_IMPORTED)
    ]  # fmt: skip
