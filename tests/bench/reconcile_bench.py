"""A bank's 10,000 lines against 1,000,000 entries: what is proposed, and the page's keys.

The floor of the proposals is one sum over the same entries by their payout, as SQL has it.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection, text

from financedesk.banking.matching import accept_certain
from financedesk.banking.standing import standing
from financedesk.ledger.bank_matches import verify
from financedesk.ledger.entities import default_account, find_entity
from financedesk.ledger.room import open_book
from tests.bench.measuring import Moment, Peak, Ratio, Reported, measured
from tests.bench.reconcile_book import fill, lines_for

KEPT = "FINANCEDESK_BENCH_RECONCILE"
"""Names a book that an earlier run made, so that it need not be made again; it is copied first."""

_FLOOR = "SELECT transaction_id, SUM(cash_cents), COUNT(*) FROM item NOT INDEXED"
_FLOOR += " GROUP BY transaction_id"
_MOST_MS = 10_000
_MOST_MB = 400


def run(rows: int) -> Sequence[Reported]:
    """Make the book, look for proposals, and measure the page in a window of its own."""
    with tempfile.TemporaryDirectory() as folder:
        book = f"{folder}/reconcile.fdesk"
        kept = os.environ.get(KEPT, "")
        if kept and Path(kept).exists():
            Path(book).write_bytes(Path(kept).read_bytes())
        else:
            measured(fill, book, rows)
        if kept and not Path(kept).exists():
            Path(kept).write_bytes(Path(book).read_bytes())
        figures = _proposals(book, rows)
        looked = measured(look, book)
        figures.append(Peak("memory of the proposals", looked.megabytes, _MOST_MB))
        answers = Path(folder) / "figures.json"
        setting = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": folder,
                   "XDG_STATE_HOME": folder}  # fmt: skip
        command = [sys.executable, "-m", "tests.bench.reconcile_window", book, str(answers)]
        subprocess.run(command, env=setting, check=True)
        figures += [Moment(**found) for found in json.loads(answers.read_text())]
        accepted = measured(accept_all, book)
        name = "accept all that is certain, proved"
        return [*figures, Moment(name, accepted.wall * 1000, _MOST_MS)]


def look(place: str) -> None:
    """Look for proposals and do nothing else: what it takes in memory is asked of the process."""
    with open_book(place, write=False) as book, book.read() as connection:
        standing(connection, _account(connection))


def accept_all(place: str) -> None:
    """Accept everything that is certain as one step; ends the run when a match does not sum."""
    with open_book(place) as book:
        with book.read() as connection:
            account_id = _account(connection)
        with book.unit_of_work("Accept certain matches") as unit:
            accept_certain(unit, account_id)
        with book.read() as connection:
            wrong = next(iter(verify(connection)), None)
    if wrong is not None:
        raise SystemExit(wrong.text)


def _account(connection: Connection) -> int:
    account = default_account(connection, find_entity(connection, "party").id)
    if account is None:
        raise SystemExit("the book has no account")
    return account.id


def _proposals(place: str, rows: int) -> list[Reported]:
    with open_book(place, write=False) as book, book.read() as connection:
        account_id = _account(connection)
        begun = time.perf_counter()
        connection.execute(text(_FLOOR)).all()
        floor = (time.perf_counter() - begun) * 1000
        begun = time.perf_counter()
        found = standing(connection, account_id)
        took = (time.perf_counter() - begun) * 1000
    lines = lines_for(rows)
    proposed = len(found.certain) + len(found.doubtful)
    if len(found.unmatched_lines) != lines or not lines * 9 // 10 <= proposed <= lines:
        raise SystemExit(f"{proposed} proposals for {len(found.unmatched_lines)} of {lines} lines")
    name = f"proposals for {lines:,} lines against {rows:,} entries"
    return [Moment(name, took, _MOST_MS), Ratio(f"{name}, of one sum", took, floor, 10.0)]
