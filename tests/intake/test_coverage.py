"""Processor rows of months that were filed before: the cover stays as it was filed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from financedesk.book import Book
from financedesk.intake.fec_filing import adopt
from financedesk.intake.importing import import_file
from financedesk.intake.undoing import undo_import
from financedesk.ledger.entities import find_entity
from financedesk.ledger.period import Period
from financedesk.ledger.summary import summarise
from tests.intake.exports import facts, gift, rows_of, write_export
from tests.ledger.prepared import empty_book
from tests.scenarios.filed import receipt, report

JANUARY = Period(first="2026-01-01", last="2026-01-31")
FEBRUARY = Period(first="2026-02-01", last="2026-02-28")


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """January is adopted: one itemised gift of 300.00 and 50.00 that were not itemised."""
    with empty_book(tmp_path / "book.fdesk", "History") as made:
        row = receipt(
            "A1", "300.00", contributor_last_name="Lee", contributor_first_name="Ann",
            contribution_date="20260110", contributor_zip="02118",
        )  # fmt: skip
        filed = report(tmp_path, "jan.fec", row, a={"11ai": 30_000, "11aii": 5_000, "6b": 1_000})
        adopt(made, filed)
        yield made


def _cover(book: Book, period: Period) -> dict[str, int]:
    with book.read() as connection:
        found = summarise(connection, find_entity(connection, "riverbend-pac"), "F3X", period)
    return {f"{column}{line}": cents for column, lines in (("A", found.a), ("B", found.b))
            for line, cents in lines.items()}  # fmt: skip


def _row(key: str, day: str, amount: str, **changes: Any) -> dict[str, str]:
    return gift(
        Lineitem_ID=key, Date=f"{day} 10:00:00", Amount=amount, Recipient_Gov_ID="",
        Disbursement_ID="", Disbursement_Date="", **changes,
    )  # fmt: skip


def _import(book: Book, tmp_path: Path, *rows: dict[str, str]) -> Any:
    return import_file(book, write_export(tmp_path / "a.csv", rows), entity="riverbend-pac")


def test_an_itemised_gift_is_recognised(book: Book, tmp_path: Path) -> None:
    cover, items = _cover(book, JANUARY), rows_of(book, "SELECT * FROM item ORDER BY id")
    report = _import(book, tmp_path, _row("1", "2026-01-10", "300.00"))
    assert (report.accepted, report.rejected_count) == (1, 0)
    assert rows_of(book, "SELECT * FROM item ORDER BY id") == items
    assert _cover(book, JANUARY) == cover
    assert book.verify() == []


def test_a_small_gift_takes_the_place_of_the_unitemised_sum(book: Book, tmp_path: Path) -> None:
    empty, cover = facts(book), _cover(book, JANUARY)
    report = _import(
        book, tmp_path,
        _row("1", "2026-01-12", "20.00", Donor_First_Name="Bob"),
        _row("2", "2026-01-13", "30.00", Donor_First_Name="Cem"),
    )  # fmt: skip
    assert (report.accepted, report.total_cents, report.rejected_count) == (2, 5_000, 0)
    assert _cover(book, JANUARY) == cover
    assert _cover(book, FEBRUARY)["A6b"] == cover["A8"]
    assert book.verify() == []
    again = import_file(book, tmp_path / "a.csv", entity="riverbend-pac")
    assert (again.accepted, again.completed, again.duplicates) == (0, 0, 2)
    undo_import(book, report.batch)
    assert facts(book) == empty


def test_what_the_sum_cannot_hold_was_never_filed(book: Book, tmp_path: Path) -> None:
    cover = _cover(book, JANUARY)
    report = _import(
        book, tmp_path,
        _row("1", "2026-01-12", "40.00", Donor_First_Name="Bob"),
        _row("2", "2026-01-13", "20.00", Donor_First_Name="Cem"),
    )  # fmt: skip
    assert report.accepted == 1
    assert [(row.row, row.field) for row in report.rejected] == [(2, "Date")]
    assert "not in the adopted filing" in report.rejected[0].reason
    assert _cover(book, JANUARY) == cover


def test_a_fee_that_is_paid_afterwards_stands_in_the_later_month(
    book: Book, tmp_path: Path
) -> None:
    cover = _cover(book, JANUARY)
    row = _row("1", "2026-01-30", "20.00", Donor_First_Name="Bob", Fee="0.79")
    row |= {"Disbursement ID": "9", "Disbursement Date": "2026-02-06"}
    _import(book, tmp_path, row)
    assert _cover(book, JANUARY) == cover
    february = _cover(book, FEBRUARY)
    assert (february["A21b"], february["A8"]) == (79, cover["A8"] - 79)
    assert book.verify() == []


def test_a_later_month_is_imported_as_ever(book: Book, tmp_path: Path) -> None:
    cover = _cover(book, JANUARY)
    _import(book, tmp_path, _row("1", "2026-02-01", "20.00", Donor_First_Name="Bob"))
    assert _cover(book, JANUARY) == cover
    assert _cover(book, FEBRUARY)["A11aii"] == 2_000
