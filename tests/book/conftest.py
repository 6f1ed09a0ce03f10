from collections.abc import Iterator

import pytest

from financedesk.book import Book
from tests.book.shop import ROOMS


@pytest.fixture
def book(location: str) -> Iterator[Book]:
    """A new book with the shop's room, on each database."""
    with Book.create(location, rooms=ROOMS, name="Shop", who="ada") as made:
        yield made
