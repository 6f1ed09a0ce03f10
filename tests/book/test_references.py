"""A bulk unit checks references at its end: a dangling one stores nothing."""

import pytest
from sqlalchemy import func, select

from financedesk.book import Book
from financedesk.ledger import tables
from financedesk.ledger.writer import TRANSACTION_COLUMNS
from tests.ledger.riverbend import desk_for, riverbend_at


def load(book: Book, entity_id: int) -> None:
    """Load one transaction of an entity in a bulk unit."""
    with book.bulk_unit("Load") as unit:
        unit.start_batch(kind="test", format="test", file_name="a", file_sha256="0" * 64)
        row = (unit.next_id(), entity_id, "gift", "2026-01-05", None, "done")
        unit.bulk_insert(tables.transaction, TRANSACTION_COLUMNS, [row])


def transactions(book: Book) -> int:
    """Count what is stored."""
    with book.read() as connection:
        return connection.execute(select(func.count()).select_from(tables.transaction)).scalar_one()


def test_rows_whose_references_hold_are_stored(location: str) -> None:
    with riverbend_at(location) as book:
        load(book, desk_for(book, "party").entity.id)
        assert transactions(book) == 1
        assert book.verify() == []


def test_a_reference_to_nothing_stores_nothing(tmp_path: object) -> None:
    with riverbend_at(f"{tmp_path}/book.fdesk") as book:
        with pytest.raises(RuntimeError, match="refers to nothing"):
            load(book, 987_654_321)
        assert transactions(book) == 0
        load(book, desk_for(book, "party").entity.id)
        assert book.verify() == []
