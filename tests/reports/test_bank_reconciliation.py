"""The bank reconciliation statement: what it adds up to, whom it names, as paper and as a table."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from financedesk.errors import BadInput
from financedesk.reports.bank_reconciliation import write_bank_reconciliation
from tests.banking.closing_house import FEE_WORDS, MARCH_END, ClosingHouse, closing_house

ON = date(2026, 6, 5)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[ClosingHouse]:
    with closing_house(tmp_path) as made:
        yield made


def written(
    house: ClosingHouse, name: str, through: str = MARCH_END, closing_id: int | None = None
) -> Path:
    return write_bank_reconciliation(
        house.book, house.account_id, through, ON, house.folder / name, closing_id=closing_id
    )


def words(path: Path) -> str:
    return " ".join("\n".join(page.extract_text() for page in PdfReader(path).pages).split())


def test_the_paper_says_everything_once(house: ClosingHouse) -> None:
    closing_id = house.close_march()
    house.review(closing_id, "Robin Fox")
    told = words(written(house, "march.pdf"))
    for part in (
        "Riverbend Party", "CLOSED AND REVIEWED", "2026-01-01 to 2026-03-31",
        "as known on 2026-06-05",
        "Balance of the bank on 2026-03-31 12,442.00", "Plus deposits in transit (0) 0.00",
        "Less outstanding items (1) -900.00", "Adjusted bank 11,542.00",
        "Balance of the books on 2026-03-31 11,557.00", "Adjusted books 11,542.00",
        "Less charges and returns that only the bank has (1) -15.00", "Difference",
        "Elm Estates 2026-03-30 1 -900.00", "SERVICE FEE 2026-03-31 0 -15.00", FEE_WORDS,
        "Prepared by Ann Lee on 2026-06-01.", "Reviewed by Robin Fox on 2026-06-02.",
        "Line 8 as a report through 2026-03-31 would state it 11,557.00",
        "Bank less books: -$15.00 of main, as listed above.", "Page 1 of",
    ):  # fmt: skip
        assert part in told, part


def test_it_is_the_same_for_ever_once_closed(house: ClosingHouse) -> None:
    house.close_march()
    before = words(written(house, "first.pdf"))
    house.pay("Bank of Salem", "2026-04-02", 15_00)
    entry = next(one for one in house.seen("2026-04-30").unmatched_entries if one.cents == -15_00)
    house.match([house.fee], [entry.key])
    assert words(written(house, "second.pdf")) == before


def test_a_day_that_is_open_says_what_hinders(house: ClosingHouse) -> None:
    told = words(written(house, "open.pdf"))
    assert "NOT CLOSED" in told
    assert "1 line of the bank is not in the books (-$15.00 in all)" in told


def test_a_reopened_closing_can_be_printed_still(house: ClosingHouse) -> None:
    closing_id = house.close_march()
    house.reopen(closing_id)
    told = words(written(house, "again.pdf", closing_id=closing_id))
    assert "REOPENED" in told
    assert "Reopened by Ann Lee on 2026-06-03: A slip was found." in told
    assert FEE_WORDS in told


def test_the_workbook_has_every_figure_as_a_number(house: ClosingHouse) -> None:
    house.close_march()
    sheet = load_workbook(written(house, "march.xlsx"), read_only=True).active
    assert sheet is not None
    rows = [tuple(row) for row in sheet.iter_rows(values_only=True)]
    assert rows[0] == ("Part", "What", "Day", "Days old", "Why", "Amount")
    amounts = {(row[0], row[1]): row[5] for row in rows if len(row) == len(rows[0])}
    assert amounts["Bank", "Adjusted bank"] == amounts["Books", "Adjusted books"] == 11542
    assert amounts["Outstanding checks and payments", "Elm Estates"] == -900
    assert amounts["Only the bank has", "SERVICE FEE"] == -15
    assert ("Only the bank has", "SERVICE FEE", "2026-03-31", "0", FEE_WORDS) in {
        tuple(str(cell) if cell is not None else "" for cell in row[:5]) for row in rows
    }


def test_another_ending_writes_nothing(house: ClosingHouse) -> None:
    with pytest.raises(BadInput, match=r"does not end in .pdf or .xlsx or .csv"):
        written(house, "march.doc")
    assert not (house.folder / "march.doc").exists()


def test_of_a_day_before_the_account_began_it_says_what_is_lacking(house: ClosingHouse) -> None:
    told = words(written(house, "early.pdf", "2025-12-31"))
    assert "NOT CLOSED" in told
