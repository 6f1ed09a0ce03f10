"""Books of the fictional organisation."""

from collections.abc import Iterator

import pytest

from financedesk.book import Book
from tests.ledger.riverbend import Desk, desk_for, riverbend_at


@pytest.fixture
def book(location: str) -> Iterator[Book]:
    """The book of Riverbend, on each database; sound at the end."""
    with riverbend_at(location) as made:
        yield made
        assert made.verify() == []


@pytest.fixture
def desk(book: Book) -> Desk:
    """The desk of the party."""
    return desk_for(book, "party")
