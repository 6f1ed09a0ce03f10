"""A few letters or figures find people, amounts and checks, and only those of the entities."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from financedesk.book import Book
from financedesk.ledger.entities import accounts
from financedesk.ledger.quick_search import QuickFinds, quick_search
from financedesk.ledger.typed_gift import TypedGift, record_gift
from tests.ledger.riverbend import desk_for, person, riverbend_at


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with riverbend_at(str(tmp_path / "riverbend.fdesk")) as made:
        fill(made)
        yield made


def fill(made: Book) -> None:
    party = desk_for(made, "party")
    lopez = party.meet(person("Lopez", "Ana"))
    party.record("individual_receipt", lopez, "2026-07-06", 150_00)
    party.record("individual_receipt", lopez, "2026-08-06", 1042_00)
    with made.read() as connection:
        account = accounts(connection, party.entity.id)[0]
    for method in ("Check 1042", "check #1043", "wire"):
        gift = TypedGift(
            giver=person("Ruiz", "Mo"), known=None, amount_cents=40_00, day="2026-09-01",
            account=account, method=method,
        )  # fmt: skip
        with made.unit_of_work("Record contribution") as unit:
            record_gift(unit, party.entity, gift)
    campaign = desk_for(made, "campaign")
    campaign.record(
        "individual_receipt", campaign.meet(person("Lopez", "Zoe")), "2026-10-04", 10_00,
        election_code="G2026",
    )  # fmt: skip


def found(book: Book, text: str, *codes: str) -> QuickFinds:
    ids = tuple(desk_for(book, code).entity.id for code in codes or ("party", "campaign"))
    with book.read() as connection:
        return quick_search(connection, ids, text)


def test_a_name_finds_people_of_every_entity_in_hand(book: Book) -> None:
    both = [(one.known.contact.first_name, one.entity_code) for one in found(book, "lopez").people]
    assert sorted(both) == [("Ana", "party"), ("Zoe", "campaign")]
    (alone,) = found(book, "lopez", "campaign").people
    assert alone.known.contact.first_name == "Zoe"


def test_an_amount_finds_entries(book: Book) -> None:
    assert [row.date for row in found(book, "150").entries] == ["2026-07-06"]
    assert [row.date for row in found(book, "$150.00").entries] == ["2026-07-06"]
    assert found(book, "150", "campaign").entries == ()
    assert found(book, "150").people == ()


def test_a_number_finds_amounts_and_checks(book: Book) -> None:
    assert [row.amount_cents for row in found(book, "1042").entries] == [1042_00, 40_00]
    assert [row.method for row in found(book, "check 1043").entries] == ["check #1043"]
    assert [row.method for row in found(book, "#1042").entries] == ["Check 1042"]


def test_too_little_finds_nothing(book: Book) -> None:
    for text in ("", "l", "  ", "zzz"):
        assert found(book, text) == QuickFinds()
    with book.read() as connection:
        assert quick_search(connection, (), "lopez") == QuickFinds()
