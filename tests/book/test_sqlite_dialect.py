"""What is put into SQL for one book need not be put into SQL for the next one."""

from pathlib import Path

from sqlalchemy import Connection, select
from sqlalchemy.engine.interfaces import CacheStats

from financedesk.book import Book
from tests.book.shop import ROOMS, buyer


def was_written(connection: Connection, name: str) -> bool:
    """Ask for a buyer; tell whether the question was in SQL already."""
    asked = connection.execute(select(buyer.c.id, buyer.c.name).where(buyer.c.name == name))
    assert asked.all() == []
    return asked.context.cache_hit is CacheStats.CACHE_HIT


def test_a_question_is_put_into_sql_once_for_all_books(tmp_path: Path) -> None:
    with Book.create(tmp_path / "one.fdesk", rooms=ROOMS, name="One", who="ada") as one:
        with one.read() as connection:
            was_written(connection, "Ann")
            assert was_written(connection, "Ben")
        with one.unit_of_work("Look") as unit:
            assert was_written(unit.connection, "Cy")
    with (
        Book.create(tmp_path / "two.fdesk", rooms=ROOMS, name="Two", who="ada") as two,
        two.read() as connection,
    ):
        assert was_written(connection, "Di")
