"""Deadlines that somebody notes: clocks and days, done and open again, taken back by undo."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from financedesk.book import Book
from financedesk.errors import BadInput, NotFound, Refused
from financedesk.ledger import tables
from financedesk.ledger.noted_deadlines import (
    LONGEST,
    NewDeadline,
    NotedDeadline,
    change_deadline,
    deadline_by_id,
    delete_deadline,
    describe,
    finish_deadline,
    note_deadline,
    noted_deadlines,
    reopen_deadline,
)
from financedesk.ledger.overrides import keep_override
from financedesk.rules.limits import Override
from tests.ledger.riverbend import Desk, desk_for, riverbend_at

TODAY = date(2026, 10, 6)
LETTER = NewDeadline(clock="request_for_information", begun_on=date(2026, 9, 10))
NOTICE = NewDeadline(due_on=date(2026, 12, 1), what="File 12S", law="91 Fed. Reg. 1")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with riverbend_at(str(tmp_path / "book.fdesk")) as book:
        yield desk_for(book, "party")


def note(desk: Desk, new: NewDeadline) -> int:
    with desk.book.unit_of_work("Note deadline") as unit:
        return note_deadline(unit, desk.entity.id, new)


def all_of(book: Book, desk: Desk) -> tuple[NotedDeadline, ...]:
    with book.read() as connection:
        return noted_deadlines(connection, [desk.entity.id])


def test_a_clock_gives_its_last_day_by_the_law_or_by_counsel(desk: Desk) -> None:
    number = note(desk, LETTER)
    (one,) = all_of(desk.book, desk)
    assert (one.id, one.due, one.what) == (number, date(2026, 10, 15), "Answer it.")
    assert one.law == "52 U.S.C. 30107; FEC, Response to possible violations"
    word = Override(rule="request_for_information", time="20 days", reason="The letter says so",
                    who="R. Counsel", decided_on=date(2026, 9, 12))  # fmt: skip
    with desk.book.unit_of_work("Counsel’s word") as unit:
        keep_override(unit, word)
    (one,) = all_of(desk.book, desk)
    assert one.due == date(2026, 9, 30)
    assert "counsel" in one.law


def test_a_day_that_a_notice_sets_stays_as_it_is(desk: Desk) -> None:
    note(desk, LETTER)
    note(desk, NOTICE)
    found = all_of(desk.book, desk)
    assert [(one.due, one.law[:7]) for one in found] == [
        (date(2026, 10, 15), "52 U.S."), (date(2026, 12, 1), "91 Fed."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("new", "words"),
    [
        (replace(LETTER, begun_on=None), "since when this clock runs: the FEC asks"),
        (replace(LETTER, due_on=TODAY), "leave the day out"),
        (NewDeadline(what="x"), "by which day"),
        (replace(NOTICE, what="  "), "what must be done"),
        (replace(NOTICE, begun_on=TODAY), "name the clock"),
        (replace(NOTICE, what="x" * (LONGEST + 1)), "300 characters"),
    ],
)
def test_half_a_deadline_is_refused(desk: Desk, new: NewDeadline, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        note(desk, new)
    assert all_of(desk.book, desk) == ()


def test_an_unknown_clock_names_the_choices(desk: Desk) -> None:
    with pytest.raises(NotFound, match="request_for_information"):
        note(desk, replace(LETTER, clock="tick"))


def test_it_is_done_once_and_may_run_again(desk: Desk) -> None:
    number = note(desk, LETTER)
    book = desk.book
    for day, words in ((date(2026, 9, 9), "began on"), (date(2026, 10, 7), "still to come")):
        with pytest.raises(BadInput, match=words), book.unit_of_work("Done") as unit:
            finish_deadline(unit, number, day, TODAY)
    with book.unit_of_work("Done") as unit:
        finish_deadline(unit, number, date(2026, 10, 1), TODAY)
    assert all_of(book, desk)[0].done_on == date(2026, 10, 1)
    with pytest.raises(Refused, match="already"), book.unit_of_work("Done") as unit:
        finish_deadline(unit, number, TODAY, TODAY)
    with book.unit_of_work("Open again") as unit:
        reopen_deadline(unit, number)
    with pytest.raises(Refused, match="open already"), book.unit_of_work("Open again") as unit:
        reopen_deadline(unit, number)
    assert all_of(book, desk)[0].done_on is None


def test_it_is_corrected_and_taken_away_and_undo_brings_it_back(desk: Desk) -> None:
    number, book = note(desk, NOTICE), desk.book
    with book.unit_of_work("Correct") as unit:
        change_deadline(unit, number, replace(NOTICE, due_on=date(2026, 12, 2)))
    before = all_of(book, desk)
    assert before[0].due == date(2026, 12, 2)
    with book.read() as connection:
        assert describe(connection, "noted_deadline", number) == "The deadline “File 12S”"
        assert describe(connection, "item", number) is None
        with pytest.raises(NotFound, match="calendar list"):
            deadline_by_id(connection, number, [])
    with book.unit_of_work("Delete") as unit:
        delete_deadline(unit, number)
        group = unit.group_id
    assert all_of(book, desk) == ()
    with pytest.raises(NotFound, match="no longer"), book.unit_of_work("Delete") as unit:
        delete_deadline(unit, number)
    book.undo(group)
    assert all_of(book, desk) == before
    assert book.verify() == []


def test_a_clock_that_nobody_knows_is_told_and_proved(desk: Desk) -> None:
    """An export of a later version may bring one; the calendar must open all the same."""
    values = {"entity_id": desk.entity.id, "clock": "tick", "what": "Wait", "law": "",
              "begun_on": "2026-10-01", "due_on": None, "done_on": None}  # fmt: skip
    with desk.book.unit_of_work("Note deadline") as unit:
        unit.insert(tables.noted_deadline, values)
    (one,) = all_of(desk.book, desk)
    assert (one.due, "tick" in one.law) == (date(2026, 10, 1), True)
    (problem,) = desk.book.verify()
    assert "“tick”, which does not exist" in problem.text
