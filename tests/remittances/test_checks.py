"""Whether a book proves itself: facts of officials that stray, and instructions that do not add."""

import re
from pathlib import Path

import pytest
from sqlalchemy import text

from financedesk.book import Book
from tests.remittances.test_interchange import first_book


@pytest.fixture
def whole(tmp_path: Path) -> Book:
    """A book in which every sort of fact is kept."""
    return first_book(tmp_path)


def test_a_sound_book_has_no_problems(whole: Book) -> None:
    assert whole.verify() == []


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE pay_record SET entity_id = {action}", "pay record .* office term"),
        ("UPDATE pledge SET entity_id = {action}", "pledge .* official"),
        ("UPDATE remittance_receipt SET entity_id = {institute}", "remittance receipt .* item"),
        ("UPDATE instruction_line SET cents = cents + 1", r"places \$100.00, .* \$100.01"),
        ("UPDATE remittance_instruction SET carried_out_cents = 0", r"come to \$60.00"),
    ],
)
def test_what_does_not_fit_together_is_told(whole: Book, statement: str, said: str) -> None:
    with whole.unit_of_work("Damage", kind="setup") as unit:
        codes = unit.connection.execute(text("SELECT code, id FROM entity"))
        ids = {row.code: row.id for row in codes}
        unit.connection.execute(text(statement.format(**ids)))
    found = " | ".join(one.text for one in whole.verify() if one.area == "ledger")
    assert re.search(said, found), found
