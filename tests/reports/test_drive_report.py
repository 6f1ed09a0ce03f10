"""The report on a drive says what every other face says, and shows no cell of a few donors."""

import csv
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from financedesk.book import Book
from financedesk.drives.figures import drive_card
from financedesk.drives.plans import plans
from financedesk.drives.told import Told, told
from financedesk.errors import BadInput, NotFound
from financedesk.ledger.entities import entities
from financedesk.ledger.overview import drives_progress
from financedesk.ledger.room import open_book
from financedesk.reports.drive_report import (
    value_words,
    write_drive_report,
    write_side_by_side,
)
from financedesk.rules.money import parse_cents
from financedesk.sample import build_sample
from financedesk.sample.days import LAST
from tests.acceptance.shell import Shell

CODE = "fall26"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(build_sample(tmp_path_factory.mktemp("drives") / "sample.fdesk").book)


@pytest.fixture(scope="module")
def book(place: Path) -> Iterator[Book]:
    with open_book(str(place), write=False) as opened:
        yield opened


def drive_of(book: Book, code: str = CODE) -> int:
    with book.read() as connection:
        known = plans(connection, [one.id for one in entities(connection)])
    return next(one.id for one in known if one.code == code)


def figures(book: Book) -> list[Told]:
    with book.read() as connection:
        return list(told(drive_card(connection, drive_of(book), LAST)))


def words_of(target: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(target).pages)


def test_every_face_says_the_same(place: Path, book: Book, tmp_path: Path) -> None:
    drive_id = drive_of(book)
    every = figures(book)
    for ending in ("pdf", "xlsx", "csv"):
        write_drive_report(book, drive_id, LAST, tmp_path / f"report.{ending}")
    paper = words_of(tmp_path / "report.pdf")
    with (tmp_path / "report.csv").open(encoding="utf-8-sig", newline="") as stream:
        table = {row["Which"]: row for row in csv.DictReader(stream) if row["What"] == "Figure"}
    rows = load_workbook(tmp_path / "report.xlsx").active.iter_rows(values_only=True)
    sheet = {row[1]: row for row in rows if row[0] == "Figure"}
    asked = Shell(place).ask("drive", "report", CODE, "--on", LAST.isoformat())
    for one in every:
        assert value_words(one) in paper, one.name
        if one.unit == "cents":
            assert parse_cents(table[one.name]["Raised"]) == one.value
            assert round(float(sheet[one.name][4]) * 100) == one.value
        else:
            assert table[one.name]["Gifts"] == sheet[one.name][2] == value_words(one)
        if one.key in asked:
            assert asked[one.key] == one.value
    assert {one.key for one in every if one.unit == "cents"} - set(asked) == {
        "series_monthly_cents"
    }
    assert (
        asked["recurring"]["monthly_cents"]
        == {one.key: one.value for one in every}["series_monthly_cents"]
    )


def test_the_dashboard_says_the_same(book: Book) -> None:
    by_key = {one.key: one.value for one in figures(book)}
    with book.read() as connection:
        progress = drives_progress(connection, [one.id for one in entities(connection)])
    (shown,) = [one for one in progress if one.code == CODE]
    assert (shown.raised_cents, shown.gifts, shown.donors, shown.average_cents) == (
        by_key["raised_cents"], by_key["gifts"], by_key["donors"], by_key["average_cents"],
    )  # fmt: skip


def test_the_shell_writes_the_report(place: Path, tmp_path: Path) -> None:
    target = tmp_path / "fall.pdf"
    asked = Shell(place).ask("drive", "report", CODE, "--on", LAST.isoformat(), "--out", target)
    assert asked["files"] == [str(target)]
    assert "Fall Small-Dollar 2026" in words_of(target)
    refused = Shell(place).refused("drive", "report", CODE, "--out", tmp_path / "fall.doc")
    assert ".pdf or .xlsx or .csv" in refused
    assert not (tmp_path / "fall.doc").exists()


def test_cells_of_few_donors_stand_together(book: Book, tmp_path: Path) -> None:
    with book.read() as connection:
        known = list(plans(connection, [e.id for e in entities(connection)]))
    target = tmp_path / "side.csv"
    write_side_by_side(book, [one.id for one in known if not one.is_part], LAST, target)
    with target.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 7
    assert all(int(row["Donors"].replace(",", "")) >= 5 for row in rows if row["Donors"])


def test_bad_wishes_are_refused(book: Book, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"does not end in"):
        write_drive_report(book, drive_of(book), LAST, tmp_path / "report.txt")
    with pytest.raises(NotFound, match="no longer in the book"):
        write_drive_report(book, 5, date(2026, 1, 1), tmp_path / "report.pdf")
    assert json.dumps([one.name for one in tmp_path.iterdir()]) == "[]"
