"""What entities spent, by use: nothing that only moves, and nothing of a day outside."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from financedesk.book import Book
from financedesk.ledger.uses import USES, uses_between
from tests.remittances.fellowship import fellowship_at, gift, keeper

FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)
SPENT = (
    ("voice", "2026-01-01", 100_00, "operating_expenditure"),
    ("voice", "2026-06-30", 25_00, "operating_expenditure"),
    ("voice", "2026-07-01", 7_00, "operating_expenditure"),
    ("voice", "2025-12-31", 3_00, "operating_expenditure"),
    ("voice", "2026-03-01", 900_00, "c4_contribution"),
    ("voice", "2026-03-02", 50_00, "c4_contribution_refund"),
    ("voice", "2026-03-03", 60_00, "c4_lobbying_expense"),
    ("party", "2026-03-03", 11_00, "operating_expenditure"),
)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with fellowship_at(str(tmp_path / "book.fdesk")) as made:
        for code, day, cents, kind in SPENT:
            gift(made, code, "Mill", day, cents, kind=kind)
        yield made


def test_uses_are_what_was_spent_in_these_days(book: Book) -> None:
    voice, party = keeper(book, "voice"), keeper(book)
    with book.read() as connection:
        found = uses_between(connection, [voice], FIRST, LAST)
        both = uses_between(connection, [voice, party], FIRST, LAST)
        none = uses_between(connection, [], FIRST, LAST)
    assert [(one.use, one.cents) for one in found] == [
        ("lobbying", 60_00), ("other_spending", 125_00),
    ]  # fmt: skip
    assert [one.words for one in found] == ["Work on legislation", USES["other_spending"]]
    assert sum(one.cents for one in both) == 196_00
    assert none == ()
