"""Judging again what changed finds the fifteen as a look at everything does, undo included."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from financedesk.book import Book
from financedesk.compliance.judging import Judged, judge, judge_again
from financedesk.ledger.entities import entities
from tests.compliance.planted import FINES, PLANTED_DAY, Fault, book_at
from tests.soaking import examples

LOOKS = examples(7, 1)
"""After so many faults everything is looked at as well, and the newest is undone and redone."""


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with book_at(str(tmp_path / "book.fdesk")) as made:
        yield made


def whole(book: Book) -> Judged:
    with book.read() as connection:
        return judge(connection, entities(connection), PLANTED_DAY)


def again(book: Book, before: Judged) -> Judged:
    with book.read() as connection:
        return judge_again(connection, before, entities(connection), PLANTED_DAY)


def test_each_fault_is_found_by_what_changed_and_goes_with_its_undo(book: Book) -> None:
    fault = Fault(book, 7)
    fault.give("party", fault.new(), 10_00)
    known = whole(book)
    for number, make in FINES.items():
        list(make(fault))
        known = again(book, known)
        if number % LOOKS == 0:
            before = known.findings
            assert before == whole(book).findings
            book.undo()
            known = again(book, known)
            assert known.findings == whole(book).findings
            book.redo()
            known = again(book, known)
            assert known.findings == before
