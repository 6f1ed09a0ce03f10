"""Books of the shop, on each database."""

from collections.abc import Iterator

import pytest

from financedesk.book import Book
from tests.book.shop import ROOMS
from tests.ledger.prepared import copy_of


@pytest.fixture
def book(location: str) -> Iterator[Book]:
    """A new book with the shop's room, on each database."""
    copy_of(
        "shop",
        location,
        lambda place: Book.create(place, rooms=ROOMS, name="Shop", who="ada").close(),
    )
    with Book.open(location, rooms=ROOMS, who="ada") as made:
        yield made
