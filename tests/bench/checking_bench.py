"""Judging a book of any size: everything at once, and after one new gift.

The book is made first, by a process of its own, with faults that are counted. The floor of a full
look is one SQL aggregate over the same entries by kind, asked of the driver itself. A full look
runs in a process of its own as well, so that its memory is nobody else's.
"""

import os
import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path
from shutil import copyfile
from statistics import median

import sqlcipher3

from financedesk.book import Book
from financedesk.compliance.judging import Judged, judge, judge_again
from financedesk.ledger.contacts import ContactRef
from financedesk.ledger.entities import entities
from financedesk.ledger.room import open_book
from tests.bench.checking_book import fill, planted
from tests.bench.measuring import Moment, Peak, Ratio, Reported, measured
from tests.ledger.riverbend import desk_for

KEPT = "FINANCEDESK_BENCH_CHECKS"
"""Names a book that an earlier run made, so that it need not be made again."""

_FLOOR = "SELECT entity_id, kind, COUNT(*), SUM(amount_cents) FROM item NOT INDEXED"
_FLOOR += " GROUP BY entity_id, kind"
_ON = date(2026, 10, 6)
_TURNS, _GIFTS = 3, 30
_GIFT_CENTS = 25_00
_MOST_MB = 500


def run(rows: int) -> list[Reported]:
    """Make the book, look through it, and look again after gifts."""
    with tempfile.TemporaryDirectory() as folder:
        kept = os.environ.get(KEPT, f"{folder}/kept.fdesk")
        if not Path(kept).exists():
            measured(fill, kept, rows)
        work = copyfile(kept, Path(folder) / "checks.fdesk")
        once = measured(_look_once, str(work))
        with open_book(work) as book:
            floor = min(_floor(book.location) for _ in range(_TURNS))
            looks = [_look(book) for _ in range(_TURNS)]
            known = looks[-1][1]
            _compare(known, rows)
            return [
                Ratio(f"all checks of {rows:,} entries", min(took for took, _ in looks), floor, 10),
                Moment("what is found after a new gift", median(_after_gifts(book, known)), 50),
                Peak("memory of a look at everything", once.megabytes, _MOST_MB),
            ]


def _look_once(location: str) -> None:
    with open_book(location) as book:
        _look(book)


def _floor(location: str) -> float:
    connection = sqlcipher3.connect(location)
    try:
        begun = time.perf_counter()
        connection.execute(_FLOOR).fetchall()
        return (time.perf_counter() - begun) * 1000
    finally:
        connection.close()


def _look(book: Book) -> tuple[float, Judged]:
    with book.read() as connection:
        begun = time.perf_counter()
        found = judge(connection, entities(connection), _ON)
        return (time.perf_counter() - begun) * 1000, found


def _after_gifts(book: Book, known: Judged) -> list[float]:
    """Record gifts of several people one by one, and look again after each."""
    desk = desk_for(book, "party")
    with book.read() as connection:
        query = "SELECT id FROM contact WHERE type = 'IND' ORDER BY id"
        people = list(connection.exec_driver_sql(query).scalars())
    took = []
    for card in people[:: len(people) // _GIFTS]:
        desk.record("individual_receipt", ContactRef(card, card), "2026-10-05", _GIFT_CENTS)
        with book.read() as connection:
            begun = time.perf_counter()
            known = judge_again(connection, known, entities(connection), _ON)
            took.append((time.perf_counter() - begun) * 1000)
    if known.findings != _look(book)[1].findings:
        raise SystemExit("looking again finds something else than looking at everything")
    return took


def _compare(known: Judged, rows: int) -> None:
    found = Counter(one.rule for one in known.findings)
    wrong = {rule: (found[rule], cards) for rule, cards in planted(rows).items()
             if found[rule] > cards or not found[rule]}  # fmt: skip
    if wrong:
        raise SystemExit(f"found and planted differ: {wrong}")
