"""Dues, lawful proposals and the matrix of 5,000 officials over four years.

The book is made first, by a process of its own, with the dues that its generator knows: a book that
says otherwise gives no figure. The window runs in another process, as in the bench of the desk.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import TypeVar

import sqlcipher3

from financedesk.book import Book
from financedesk.ledger.entities import entities, find_entity
from financedesk.ledger.room import open_book
from financedesk.remittances.dues import OfficialDues, dues_of
from financedesk.remittances.month_run import MonthRun, month_run
from financedesk.remittances.plan import plan_of
from financedesk.rules.allocation import allocation_of
from financedesk.rules.allocation_facts import Request
from financedesk.rules.allocation_result import Allocation
from financedesk.rules.dues_run import run_dues
from tests.bench.measuring import Moment, Ratio, Reported, measured
from tests.bench.remittances_book import LAST, MONTHS, ON, Person, facts_of, fill, people

KEPT = "FINANCEDESK_BENCH_REMITTANCES"
"""Names a book that an earlier run made, so that it need not be made again."""

OFFICIALS = 5_000
_ROWS_PER_OFFICIAL = 200
_TURNS = 5
_ONE_OF = 20
_PAY = "SELECT official_id, known_on, net_cents FROM pay_record"
_PAY += " JOIN office_term ON office_term.id = office_term_id"
_GIVEN = "SELECT reference, SUM(cash_cents) FROM remittance_receipt NOT INDEXED"
_GIVEN += " JOIN item ON item.id = item_id GROUP BY reference"
_PERIOD = f"{LAST:%Y-%m}"

Answer = TypeVar("Answer")


def run(rows: int) -> list[Reported]:
    """Make the book of up to 5,000 officials, two hundred rows for each, and measure it."""
    officials = min(OFFICIALS, max(20, rows // _ROWS_PER_OFFICIAL))
    with tempfile.TemporaryDirectory() as folder:
        book = os.environ.get(KEPT, f"{folder}/remittances.fdesk")
        if not Path(book).exists():
            measured(fill, book, officials)
        with open_book(book, write=False) as opened:
            figures = _measure(opened, officials)
        return [*figures, *_window(book, folder, officials)]


def _measure(book: Book, officials: int) -> list[Reported]:
    everybody = list(people(officials))
    named = f"of {officials:,} officials with {MONTHS} months behind them"
    floors = [_timed(lambda: _floor(book.location))[0] for _turn in range(_TURNS)]
    took, found = _best(lambda: _dues(book))
    _compare(found, everybody)
    facts = [facts_of(one) for one in everybody]
    rules, _ = _best(lambda: [run_dues(one, LAST, on=ON) for one in facts])
    screen, _ = _best(lambda: _screen(book))
    each, requests = _requests(book, found)
    placed, proposals = _best(lambda: [allocation_of(one) for one in requests])
    _tie(requests, proposals)
    return [
        Moment(f"dues of a month {named}", took, 2_000),
        Moment("of it the rules alone, facts at hand", rules, 2_000),
        Ratio("the same dues against reading pay and gifts alone", took, min(floors), 15.0),
        Moment("the screen of the dues run: dues, arrears, instructions", screen, 2_000),
        Moment(f"proposals for {len(requests):,} officials, rooms at hand", placed, 1_000),
        Moment("one official's dues and rooms read (median)", median(each), 100),
    ]  # fmt: skip


def _timed(work: Callable[[], Answer]) -> tuple[float, Answer]:
    begun = time.perf_counter()
    found = work()
    return (time.perf_counter() - begun) * 1000, found


def _best(work: Callable[[], Answer]) -> tuple[float, Answer]:
    """Return the least milliseconds of some turns: what is more was somebody else's."""
    turns = [_timed(work) for _turn in range(_TURNS)]
    return min(took for took, _ in turns), turns[-1][1]


def _floor(location: str) -> None:
    connection = sqlcipher3.connect(location)
    try:
        for statement in (_PAY, _GIVEN):
            connection.execute(statement).fetchall()
    finally:
        connection.close()


def _dues(book: Book) -> list[OfficialDues]:
    with book.read() as connection:
        keeper = find_entity(connection, "party").id
        return dues_of(connection, keeper, LAST, on=ON, first=LAST)


def _screen(book: Book) -> MonthRun:
    with book.read() as connection:
        keeper = find_entity(connection, "party").id
        visible = [one.id for one in entities(connection)]
        return month_run(connection, keeper, _PERIOD, visible, today=ON)


def _compare(found: Sequence[OfficialDues], everybody: Sequence[Person]) -> None:
    """End the run unless the book's dues and payments are those of the generator, to the cent."""
    by_name = {one.name: one for one in found}
    for person in everybody:
        dues, asked = by_name[", ".join(person.name)], run_dues(facts_of(person), LAST, on=ON)
        stands = dues.standing
        given = sum(one.cents for one in person.payments)
        credited = -sum(cents for cents in asked.asked().values() if cents < 0)
        if stands.pool_cents != given + credited:
            raise SystemExit(f"{dues.name} gave {given}, the book says {stands.pool_cents}")
        if dues.due_in(LAST) != sum(one.cents for one in asked.of(LAST)):
            raise SystemExit(f"the due of {dues.name} is {dues.due_in(LAST)}")


def _requests(book: Book, found: Sequence[OfficialDues]) -> tuple[list[float], list[Request]]:
    """Return a proposal's request for everybody, and what reading one took.

    Every twentieth official's is read from the book, the others' are like those.
    """
    took, requests = [], []
    with book.read() as connection:
        visible = [one.id for one in entities(connection)]
        for one in found[::_ONE_OF]:
            each, plan = _timed(lambda: plan_of(connection, one.official_id, _PERIOD, visible))  # noqa: B023
            took.append(each)
            requests.append(plan.request)
    return took, (requests * _ONE_OF)[: len(found)]


def _tie(requests: Sequence[Request], proposals: Sequence[Allocation]) -> None:
    for request, found in zip(requests, proposals, strict=True):
        told = sum(line.cents for line in found.lines) + found.carry.cents
        if told != request.amount_cents:
            raise SystemExit(f"{request.official.key}: {told} of {request.amount_cents} is told")


def _window(book: str, folder: str, officials: int) -> list[Reported]:
    answers = Path(folder) / "figures.json"
    setting = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": folder,
               "XDG_STATE_HOME": folder}  # fmt: skip
    command = [sys.executable, "-m", "tests.bench.remittances_window", book, str(answers)]
    subprocess.run([*command, str(officials)], env=setting, check=True)
    return [Moment(**found) for found in json.loads(answers.read_text())]
