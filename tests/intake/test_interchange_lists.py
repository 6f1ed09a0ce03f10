"""Documents of lists go with their entities; people of one enter another's books only by one."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from financedesk.book import Book
from financedesk.errors import Walled
from financedesk.intake.interchange import Entered, enter_interchange
from financedesk.ledger import tables
from financedesk.ledger.list_rows import ListRow, list_rows
from financedesk.ledger.list_transfers import pay_list, record_list
from tests.intake.test_interchange_orders import entered
from tests.ledger.meadow import meadow_at, side
from tests.ledger.test_list_transfers import DAY, sold, typed

PAIR = ("strangers", "action")
TODAY = date(2026, 3, 25)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with meadow_at(str(tmp_path / "first.fdesk")) as made:
        yield made


def documents(book: Book, *codes: str) -> list[ListRow]:
    ids = [side(book, code).entity.id for code in codes]
    with book.read() as connection:
        return list(list_rows(connection, ids, TODAY))


def told(rows: list[ListRow]) -> list[tuple[object, ...]]:
    return [
        (one.document, one.giver, one.taker, one.state, one.paid_cents, one.in_kind_cents,
         one.value_cents, one.given_on, one.approver, one.appraised_on)
        for one in rows
    ]  # fmt: skip


@pytest.mark.parametrize("codes", [PAIR, PAIR[::-1]])
def test_both_copies_come_whole_and_are_one_document_again(
    book: Book, codes: tuple[str, str], tmp_path: Path
) -> None:
    with book.unit_of_work("Record lists") as unit:
        record_list(unit, sold(book, *PAIR, counter_cents=450_00, paid_on=DAY))
        record_list(unit, sold(book, *PAIR, value_cents=600_00))
        record_list(unit, typed(book, *PAIR, value_cents=0, basis=""))
    with entered(book, codes, tmp_path) as second:
        assert second.verify() == []
        assert told(documents(second, *PAIR)) == told(documents(book, *PAIR))
        assert told(documents(second, "action")) == told(documents(book, "action"))
        (due,) = (one for one in documents(second, *PAIR) if one.state == "due")
        with second.unit_of_work("Pay") as unit:
            assert len(pay_list(unit, due.id, "2026-03-20", 600_00)) == 2
        assert second.verify() == []


def test_one_of_two_brings_its_own_copy_and_it_can_be_paid(book: Book, tmp_path: Path) -> None:
    with book.unit_of_work("Record list") as unit:
        record_list(unit, sold(book, *PAIR))
    with entered(book, ("action",), tmp_path) as second:
        (one,) = documents(second, "action")
        assert (one.giver, one.state) == ("Meadow Strangers", "due")
        with second.unit_of_work("Pay") as unit:
            assert len(pay_list(unit, one.id, "2026-03-20", 600_00)) == 1
        assert documents(second, "action")[0].state == "settled"
        assert second.verify() == []


def file_of(folder: Path, committee: dict[str, str]) -> Path:
    person = {"key": "lee", "type": "IND", "first_name": "Robin", "last_name": "Lee",
              "street_1": "4 Oak Ave", "city": "Salem", "state": "OR", "zip": "97301"}  # fmt: skip
    gift = {"id": "R-1", "type": "INDIVIDUAL_RECEIPT", "contact": "lee", "date": "2026-03-02",
            "amount": "25.00"}  # fmt: skip
    place = folder / "people.json"
    place.write_text(
        json.dumps({"committee": committee, "contacts": [person], "transactions": [gift]})
    )
    return place


def enter(book: Book, place: Path, code: str) -> Entered:
    return enter_interchange(book, place, code)


def people_of(book: Book, code: str) -> int:
    column = tables.contact.c
    query = select(column.id).where(
        column.entity_id == side(book, code).entity.id, column.type == "IND"
    )
    with book.read() as connection:
        return len(connection.execute(query).all())


def test_people_of_one_entity_enter_another_s_books_only_by_a_document(
    book: Book, tmp_path: Path
) -> None:
    place = file_of(tmp_path, {"name": "Meadow Party", "committee_id": "C00999001"})
    with pytest.raises(Walled, match="1 people of Meadow Party") as stop:
        enter(book, place, "loud")
    assert "100.52(d)" in stop.value.citation
    assert people_of(book, "loud") == 0
    with book.unit_of_work("Record list") as unit:
        record_list(unit, sold(book, "party", "loud"))
    assert any("by document L" in one for one in enter(book, place, "loud").notes)
    assert people_of(book, "loud") == 1


def test_own_people_and_those_of_the_own_party_need_none(book: Book, tmp_path: Path) -> None:
    place = file_of(tmp_path, {"name": "Meadow Party", "committee_id": "C00999001"})
    assert enter(book, place, "party").entered == 1
    assert not any("document" in one for one in enter(book, place, "county").notes)
    stranger = file_of(tmp_path, {"name": "Far Away", "committee_id": "C00777777"})
    assert enter(book, stranger, "action").entity == "action"


def test_a_document_of_the_other_direction_is_none(book: Book, tmp_path: Path) -> None:
    with book.unit_of_work("Record list") as unit:
        record_list(unit, sold(book, "loud", "party"))
    place = file_of(tmp_path, {"name": "Meadow Party", "committee_id": "C00999001"})
    with pytest.raises(Walled):
        enter(book, place, "loud")
