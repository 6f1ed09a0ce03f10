"""Books that filings are made from."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from financedesk.book import Book
from tests.ledger.riverbend import Desk, desk_for, riverbend_at


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """The book of the fictional organisation, in a file."""
    with riverbend_at(str(tmp_path / "book.fdesk")) as made:
        yield made


@pytest.fixture
def desk(book: Book) -> Desk:
    """The desk of the party."""
    return desk_for(book, "party")
