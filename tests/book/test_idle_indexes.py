"""A bulk unit does without indexes of a small table; afterwards the schema is as it was."""

from pathlib import Path

import pytest
from sqlalchemy import Connection, inspect, text

from financedesk.book import Book
from financedesk.book import idle_indexes as idle_module
from financedesk.ledger.room import create_book
from financedesk.ledger.tables import IDLE_IN_IMPORTS, contact
from tests.ledger.riverbend import desk_for, riverbend_at

IDLE = {str(index.name) for index in IDLE_IN_IMPORTS if index.table is contact}


def names(connection: Connection) -> set[str]:
    if connection.dialect.name == "sqlite":  # where SQLAlchemy knows no index of an expression
        return set(
            connection.execute(text("SELECT name FROM pragma_index_list('contact')")).scalars()
        )
    return {str(index["name"]) for index in inspect(connection).get_indexes("contact")}


def schema(book: Book) -> set[str]:
    with book.read() as connection:
        return set(connection.execute(text("SELECT sql FROM sqlite_schema")).scalars())


def test_they_are_away_inside_and_back_behind(tmp_path: Path) -> None:
    with create_book(tmp_path / "book.fdesk", name="Test") as book:
        before = schema(book)
        with book.read() as connection:
            everyday = names(connection)
        with book.bulk_unit("Load", idle=IDLE_IN_IMPORTS) as unit:
            assert names(unit.connection) == everyday - IDLE != everyday
        assert schema(book) == before


def fail(book: Book) -> None:
    with book.bulk_unit("Load", idle=IDLE_IN_IMPORTS) as unit:
        unit.start_batch(kind="t", format="t", file_name="a", file_sha256="0" * 64)
        raise ZeroDivisionError


def test_a_unit_that_fails_leaves_them_in_place(tmp_path: Path) -> None:
    with create_book(tmp_path / "book.fdesk", name="Test") as book:
        before = schema(book)
        with pytest.raises(ZeroDivisionError):
            fail(book)
        assert schema(book) == before
        assert book.verify() == []


def test_a_large_table_keeps_its_indexes(location: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idle_module, "SMALL", 1)
    with riverbend_at(location) as book:
        entity_id = desk_for(book, "party").entity.id
        values = {
            "entity_id": entity_id, "card_id": 0, "type": "ORG", "name": "Mill",
            "search_name": "mill", "recorded_at": "2026-01-01T00:00:00Z",
        }  # fmt: skip
        with book.unit_of_work("Add a contact") as unit:
            row_id = unit.next_id()
            unit.insert(contact, {**values, "id": row_id, "card_id": row_id})
        with book.bulk_unit("Load", idle=IDLE_IN_IMPORTS) as unit:
            assert names(unit.connection) >= IDLE
