"""Books of the fellowship."""

from collections.abc import Iterator

import pytest

from financedesk.book import Book
from tests.remittances.fellowship import fellowship_at


@pytest.fixture
def book(location: str) -> Iterator[Book]:
    """The book of the fellowship, on each database."""
    with fellowship_at(location) as made:
        yield made
