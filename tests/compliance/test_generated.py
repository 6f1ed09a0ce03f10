"""What is planted in a generated export is found, row by row, and nothing is alarmed falsely."""

from datetime import date
from pathlib import Path

import pytest

from financedesk.compliance.finding import Finding
from financedesk.compliance.judging import judge
from financedesk.intake.importing import import_file
from financedesk.ledger.entities import entities
from tests.intake.exports import book_of, generate, rows_of
from tests.soaking import SOAK

ROWS = 100_000 if SOAK else 5_000
_LACKING = """
SELECT COUNT(*) FROM item i JOIN aggregate g ON g.item_id = i.id
JOIN contact c ON c.id = i.contact_id
WHERE g.itemised = 1 AND i.memo = 0 AND i.cash_cents > 0 AND c.type = 'IND'
    AND (c.employer IS NULL OR c.occupation IS NULL)
"""


def rows_found(found: tuple[Finding, ...], rule: str) -> int:
    return sum(len(one.item_ids) for one in found if one.rule == rule)


def test_planted_rows_are_counted_as_in_the_truth(tmp_path: Path) -> None:
    generator = Path(__file__).parents[2].parent / "shared" / "tools" / "make_donations.py"
    if not generator.exists():
        pytest.skip(f"the shared material is not beside this checkout: {generator}")
    truth = generate(generator, tmp_path, ROWS)
    with book_of(truth, tmp_path / "book.fdesk") as book:
        import_file(book, tmp_path / "contributions.csv")
        with book.read() as connection:
            found = judge(connection, entities(connection), date(2026, 7, 1)).findings
        ((lacking,),) = rows_of(book, _LACKING)
    flags = truth["flags"]
    assert flags["corporate_rows"] > 0
    # A row that came twice is one gift.
    assert (
        0 <= flags["foreign_rows"] - rows_found(found, "foreign_address") <= flags["duplicate_rows"]
    )
    corporate = rows_found(found, "forbidden") + rows_found(found, "unsettled_condition")
    assert 0 <= flags["corporate_rows"] - corporate <= flags["duplicate_rows"]
    assert [one.subject for one in found if one.rule == "organisation_name"] == []
    assert rows_found(found, "missing_information") == lacking
