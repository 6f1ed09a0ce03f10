from financedesk.book import Book
from tests.book.shop import ROOMS, buyer


def test_a_unit_stores_its_rows_and_journals_them(location: str) -> None:
    with Book.create(location, rooms=ROOMS, name="Shop") as book:
        with book.unit_of_work("Add a buyer", who="ada", why="she asked") as unit:
            unit.insert(buyer, {"entity_id": 7, "name": "Ann"})
        with book.read() as connection:
            rows = connection.execute(buyer.select()).all()
    assert [row.name for row in rows] == ["Ann"]
