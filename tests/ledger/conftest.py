"""Books of the fictional organisation."""

from collections.abc import Iterator

import pytest

from financedesk.book import Book
from tests.ledger.riverbend import Desk, desk_for, riverbend_at


@pytest.fixture
def book(location: str) -> Iterator[Book]:
    """The book of Riverbend, on each database."""
    with riverbend_at(location) as made:
        yield made


@pytest.fixture
def desk(book: Book) -> Desk:
    """The desk of the party."""
    return desk_for(book, "party")
