"""What must go to the bank stands among the open items, and leads to where it is put on a slip."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from financedesk.book import Book
from financedesk.ui.open_items import OpenItem, badges, open_items
from financedesk.ui.pages.subjects import ShowDeposits
from tests.ledger.riverbend import desk_for, person, riverbend_at


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with riverbend_at(str(tmp_path / "book.fdesk")) as made:
        desk = desk_for(made, "party")
        giver = desk.meet(person("Okoro"))
        for day in ("2026-03-02", "2026-03-05"):
            desk.record("individual_receipt", giver, day, 10_00)
        yield made


def waiting(book: Book, today: str) -> list[OpenItem]:
    found = open_items(book, [desk_for(book, "party").entity.id], date.fromisoformat(today))
    return [one for one in found if one.subject == ShowDeposits(waiting=True)]


def test_gifts_are_asked_for_three_days_before_their_tenth_and_late_ones_are_urgent(
    book: Book,
) -> None:
    assert waiting(book, "2026-03-08") == []
    (one,) = waiting(book, "2026-03-09")
    assert (one.title, one.tone, one.urgent) == ("1 gift waits for a deposit", "warn", 0)
    (one,) = waiting(book, "2026-03-13")
    assert (one.title, one.tone, one.urgent) == ("2 gifts wait for a deposit", "bad", 1)
    assert one.due == date(2026, 3, 12)
    assert badges([one])["contributions"].count == 2
