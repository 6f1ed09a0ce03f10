"""The deposit slip on paper and as a table: whose, what is on it, cash apart, both initials."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from financedesk.book import Book
from financedesk.errors import BadInput, NotFound
from financedesk.ledger.deposit_rows import deposits
from financedesk.ledger.typed_batch import Deposit, record_deposit
from financedesk.reports.deposit_slip import write_deposit_slip
from tests.ledger.riverbend import Desk, desk_for, riverbend_at
from tests.ledger.test_deposits import check

ON = date(2026, 3, 20)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with riverbend_at(str(tmp_path / "book.fdesk")) as book:
        yield desk_for(book, "party")


def recorded(desk: Desk, number: int = 0, why: str = "") -> int:
    """Record a slip of two checks, one of them late, some cash, and more checks as asked."""
    gifts = (
        check(desk, "Lopez", 50_00), check(desk, "Ruiz", 25_00, day="2026-02-20"),
        check(desk, "Okoro", 40_00, by="Cash"),
        *(check(desk, f"Giver{at}", 1_00) for at in range(number)),
    )  # fmt: skip
    total = 115_00 + 100 * number
    typed = Deposit(
        day="2026-03-04", gifts=gifts, declared_count=3 + number + bool(why),
        declared_cents=total, first_initials="AL", second_initials="BR",
    )  # fmt: skip
    with desk.book.unit_of_work("Record deposit", why=why) as unit:
        record_deposit(unit, desk.entity, typed)
    with desk.book.read() as connection:
        return deposits(connection, [desk.entity.id])[0].id


def words(book: Book, deposit_id: int, target: Path) -> tuple[str, int]:
    pages = PdfReader(write_deposit_slip(book, deposit_id, ON, target)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split()), len(pages)


def test_the_paper_says_everything_that_is_on_the_slip(desk: Desk, tmp_path: Path) -> None:
    text, pages = words(desk.book, recorded(desk), tmp_path / "slip.pdf")
    assert pages == 1
    for said in (
        desk.entity.name, "Deposit 1 of 2026-03-04", "received 2026-02-20 to 2026-03-02",
        "Ada Lopez", "Check 5000", "2026-03-12", "50.00", "deposited after its tenth day",
        "Checks, 2 items", "Cash, 1 item", "115.00", "Counted by: AL", "and by: BR",
        "Count and control total agree.", "11 CFR 103.3(a)", "OPEN",
    ):  # fmt: skip
        assert said in text, said


def test_a_slip_that_differs_says_how_and_why(desk: Desk, tmp_path: Path) -> None:
    text, _ = words(desk.book, recorded(desk, why="One check was returned"), tmp_path / "slip.pdf")
    assert "It does not tie, 1 item missing: One check was returned." in text


def test_a_long_slip_goes_on_with_its_titles(desk: Desk, tmp_path: Path) -> None:
    text, pages = words(desk.book, recorded(desk, number=60), tmp_path / "slip.pdf")
    assert pages > 1
    assert text.count("Tenth day") > 1


def test_the_table_adds_up_to_the_control_total(desk: Desk, tmp_path: Path) -> None:
    made = recorded(desk)
    file = write_deposit_slip(desk.book, made, ON, tmp_path / "slip.xlsx")
    rows = list(load_workbook(file).active.iter_rows(values_only=True))
    gifts = [row for row in rows if row[0] in ("Checks", "Cash")]
    assert [(row[0], row[2], row[6], float(row[7])) for row in gifts] == [
        ("Checks", "Ada Lopez", "2026-03-12", 50.0), ("Checks", "Ada Ruiz", "2026-03-02", 25.0),
        ("Cash", "Ada Okoro", "2026-03-12", 40.0),
    ]  # fmt: skip
    sums = {row[2]: float(row[7]) for row in rows if row[0] == "Sums"}
    assert sums["Entered"] == sums["Declared by who counted it"] == 115.0
    assert sums["Checks"] + sums["Cash"] == 115.0


def test_what_cannot_be_written_is_refused_and_leaves_no_file(desk: Desk, tmp_path: Path) -> None:
    made = recorded(desk)
    with pytest.raises(BadInput, match=r"slip\.doc"):
        write_deposit_slip(desk.book, made, ON, tmp_path / "slip.doc")
    with pytest.raises(NotFound, match="no longer"):
        write_deposit_slip(desk.book, made + 1, ON, tmp_path / "slip.pdf")
    assert list(tmp_path.glob("slip*")) == []
