"""A payout that two files complete has one fee, unless the first part of it was filed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from financedesk.book import Book
from financedesk.intake.importing import import_file
from financedesk.intake.undoing import undo_import
from financedesk.ledger import tables
from tests.intake.exports import facts, gift, new_book, rows_of, write_export

FEES = "SELECT amount_cents, cash_cents FROM item WHERE kind = 'processor_fee' ORDER BY id"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with new_book(tmp_path / "book.fdesk") as made:
        yield made


def first_half(book: Book, folder: Path) -> None:
    import_file(book, write_export(folder / "a.csv", [gift()]))


def second_half(book: Book, folder: Path) -> int:
    rows = [gift(), gift(Lineitem_ID="7002", Amount="50.00", Fee="1.98")]
    batch = import_file(book, write_export(folder / "b.csv", rows)).batch
    assert batch is not None
    return batch


def balances(book: Book) -> dict[str, int]:
    query = (
        "SELECT a.role, SUM(p.cents) FROM posting p JOIN account a ON a.id = p.account_id"
        " GROUP BY 1"
    )
    return dict(rows_of(book, query))


def test_the_second_file_adds_to_the_fee(book: Book, tmp_path: Path) -> None:
    first_half(book, tmp_path)
    assert rows_of(book, FEES) == [(99, -99)]
    second_half(book, tmp_path)
    assert rows_of(book, FEES) == [(297, -297)]
    assert balances(book) == {"bank": 7203, "clearing": 0, "expense": 297, "income": -7500}
    assert book.verify() == []


def test_taking_the_second_file_back_takes_its_fee_back(book: Book, tmp_path: Path) -> None:
    first_half(book, tmp_path)
    before = facts(book)
    undo_import(book, second_half(book, tmp_path))
    assert facts(book) == before
    assert book.verify() == []


def test_a_filed_fee_stays_and_gets_a_second_one_beside_it(book: Book, tmp_path: Path) -> None:
    first_half(book, tmp_path)
    file_the_fee(book)
    second_half(book, tmp_path)
    assert rows_of(book, FEES) == [(99, -99), (198, -198)]
    assert balances(book) == {"bank": 7203, "clearing": 0, "expense": 297, "income": -7500}


def file_the_fee(book: Book) -> None:
    [(fee, entity)] = rows_of(book, "SELECT id, entity_id FROM item WHERE kind = 'processor_fee'")
    with book.unit_of_work("File February") as unit:
        filing = {
            "entity_id": entity, "form": "F3X", "from_date": "2026-02-01", "to_date": "2026-02-28",
            "state": "filed", "version": 0, "recorded_at": "2026-03-01T00:00:00Z",
        }  # fmt: skip
        filing_id = unit.insert(tables.filing, filing)
        row = {
            "entity_id": entity, "filing_id": filing_id, "item_id": fee, "line": "SB21B",
            "itemised": 1, "amount_cents": 99,
        }  # fmt: skip
        unit.insert(tables.filing_item, row)


def test_taking_the_file_with_the_payout_back_leaves_the_gift_of_the_file_before(
    book: Book, tmp_path: Path
) -> None:
    open_gift = gift(Disbursement_ID="", Disbursement_Date="")
    import_file(book, write_export(tmp_path / "a.csv", [open_gift]))
    before = facts(book)
    batch = import_file(book, write_export(tmp_path / "b.csv", [gift()])).batch
    assert batch is not None
    assert facts(book) != before
    undone = undo_import(book, batch)
    assert (undone.removed > 0, undone.depends) == (True, ())
    assert facts(book) == before
    assert book.verify() == []
