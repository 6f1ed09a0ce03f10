"""A waiver answers one finding as it stood; more of it stands again, and undo takes it back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from financedesk.book import Book
from financedesk.compliance.finding import Finding
from financedesk.compliance.judging import judge
from financedesk.compliance.waivers import Answered, answered, waive, waivers, withdraw
from financedesk.errors import BadInput, NotFound, Refused
from financedesk.ledger.entities import entities
from tests.ledger.riverbend import desk_for, person, riverbend_at

TODAY = date(2026, 10, 1)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with riverbend_at(str(tmp_path / "book.fdesk")) as made:
        party = desk_for(made, "party")
        abroad = party.meet(replace(person("Away"), country="France"))
        party.record("individual_receipt", abroad, "2026-09-01", 5_00)
        yield made


def looked(book: Book) -> Answered:
    with book.read() as connection:
        found = judge(connection, entities(connection), TODAY).findings
        ids = [one.id for one in entities(connection)]
        return answered(found, waivers(connection, ids))


def abroad(book: Book) -> Finding:
    (one,) = [one for one in looked(book).standing if one.rule == "foreign_address"]
    return one


def said(book: Book, finding: Finding, reason: str = "saw the passport") -> int:
    with book.unit_of_work("Waive") as unit:
        return waive(unit, finding, reason=reason, initials="AL", day="2026-10-01")


def test_a_waived_finding_is_answered_until_more_is_in_question(book: Book) -> None:
    said(book, abroad(book))
    ((finding, word),) = looked(book).waived
    assert (finding.rule, word.reason, word.initials) == (
        "foreign_address",
        "saw the passport",
        "AL",
    )
    party = desk_for(book, "party")
    with book.read() as connection:
        assert waivers(connection, [party.entity.id])[0].card_id == finding.card_id
    again = party.meet(replace(person("Away"), country="France"))
    party.record("individual_receipt", again, "2026-09-02", 5_00)
    assert abroad(book).card_id != finding.card_id
    book.undo()
    assert [one.rule for one in looked(book).standing if one.rule == "foreign_address"] == []
    book.undo(), book.undo()
    assert abroad(book) == finding


def test_a_waiver_can_be_withdrawn(book: Book) -> None:
    number = said(book, abroad(book))
    with book.unit_of_work("Withdraw") as unit:
        withdraw(unit, number)
    assert abroad(book).cents == 5_00
    with pytest.raises(NotFound), book.unit_of_work("Withdraw") as unit:
        withdraw(unit, number)


def test_a_larger_sum_is_a_new_finding(book: Book) -> None:
    one = abroad(book)
    said(book, one)
    with book.read() as connection:
        given = waivers(connection, [one.entity_id])
    assert answered([replace(one, cents=5_00)], given).standing == ()
    assert answered([replace(one, cents=5_01)], given).standing == (replace(one, cents=5_01),)


def test_what_no_reason_makes_lawful_and_empty_words_are_refused(book: Book) -> None:
    one = abroad(book)
    with pytest.raises(BadInput, match="reason"):
        said(book, one, " ")
    with pytest.raises(Refused, match="cannot be waived"):
        said(book, replace(one, rule="above_limit"))
    assert looked(book).waived == ()
