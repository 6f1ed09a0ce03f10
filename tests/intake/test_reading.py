"""A large file is read by a second process: the same rows, the same words, and no remains."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from financedesk.book import Book
from financedesk.errors import BadInput, Cancelled
from financedesk.intake import reading as reading_module
from financedesk.intake.formats import format_of
from financedesk.intake.importing import import_file
from financedesk.intake.reading import reading
from financedesk.intake.report import IntakeReport
from financedesk.intake.source_file import opened
from financedesk.intake.staged import Notes, RejectedRow, StagedRow
from tests.intake.exports import facts, gift, new_book, rows_of, write_export

ROWS = 4_000


def rows_of_donors(number: int) -> Iterator[dict[str, str]]:
    """Donors who come again, one in seven of them under another address."""
    for row in range(number):
        donor = row % (number // 3)
        yield gift(
            Lineitem_ID=str(8_000 + row), Donor_Email=f"d{donor}@example.org",
            Donor_First_Name="" if donor % 11 == 0 else "Zoë", Donor_Last_Name=f"Núñez {donor}",
            Donor_Addr1=f"{row // 7} Oak Street", Fundraising_Page="",
        )  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> Path:
    rows = [*rows_of_donors(ROWS), gift(Lineitem_ID="1", Amount="lots"), gift(Donor_ZIP="2118")]
    return write_export(tmp_path / "a.csv", rows)


@pytest.fixture
def second(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every file read by a second process, however small it is."""
    monkeypatch.setattr(reading_module, "LARGE", 0)


def read_all(path: Path) -> tuple[list[StagedRow | RejectedRow], Notes]:
    notes = Notes()
    with opened(path) as source, reading(source, format_of(source), notes) as chunks:
        return [row for chunk in chunks for row in chunk], notes


def plain(row: StagedRow | RejectedRow) -> StagedRow | RejectedRow:
    return row if isinstance(row, RejectedRow) else row._replace(traits=None)


def test_a_second_process_reads_the_same_rows(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here, said_here = read_all(file)
    monkeypatch.setattr(reading_module, "LARGE", 0)
    there, said_there = read_all(file)
    assert [plain(row) for row in there] == here
    assert said_there.counts == said_here.counts != {}
    assert all(row.traits for row in there if isinstance(row, StagedRow))


def imported(
    location: Path, file: Path
) -> tuple[IntakeReport, dict[str, list[tuple[object, ...]]]]:
    with new_book(location) as book:
        report = import_file(book, file)
        assert book.verify() == []
        return report, facts(book)


def without_moments(facts: dict[str, list[tuple[object, ...]]]) -> dict[str, object]:
    return {
        name: [row[:-1] for row in rows] if name == "contact" else rows
        for name, rows in facts.items()
    }


def test_a_second_process_makes_the_same_book(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, facts_here = imported(tmp_path / "here.fdesk", file)
    monkeypatch.setattr(reading_module, "LARGE", 0)
    there, facts_there = imported(tmp_path / "there.fdesk", file)
    assert there == here
    assert (there.accepted, there.rejected_count) == (ROWS + 1, 1)
    assert without_moments(facts_there) == without_moments(facts_here)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with new_book(tmp_path / "book.fdesk") as made:
        yield made


def nothing_stored(book: Book) -> bool:
    stored = facts(book)
    return not (stored["contact"] or stored["item"] or stored["source_row"] or stored["payout"])


def test_what_misleads_in_the_middle_is_said_in_the_same_words(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [*rows_of_donors(ROWS), gift(Lineitem_ID="9", Amount="12,50")]
    file = write_export(tmp_path / "a.csv", rows)
    with pytest.raises(BadInput) as here:
        import_file(book, file)
    monkeypatch.setattr(reading_module, "LARGE", 0)
    with pytest.raises(BadInput) as there:
        import_file(book, file)
    assert str(there.value) == str(here.value)
    assert "decimal comma" in str(there.value)
    assert nothing_stored(book)


class StopsAtOnce:
    def step(self, done: int, total: int | None, text: str) -> None:
        raise Cancelled(f"stopped after {done} rows")


@pytest.mark.usefixtures("second")
def test_a_cancelled_import_leaves_nothing_running(book: Book, file: Path) -> None:
    with pytest.raises(Cancelled):
        import_file(book, file, progress=StopsAtOnce())
    assert nothing_stored(book)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_a_killed_reader_is_told_and_stores_nothing(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_module, "LARGE", 0)
    file = write_export(tmp_path / "a.csv", rows_of_donors(60_000))
    with pytest.raises(BadInput, match=r"reading a\.csv ended before the file did"):
        import_file(book, file, progress=KillsTheReader())
    assert nothing_stored(book)
    assert import_file(book, file).accepted == 60_000


class KillsTheReader:
    """Ends every process that this one has started, as a memory watchdog would."""

    def step(self, done: int, total: int | None, text: str) -> None:
        for child in children():
            os.kill(child, signal.SIGKILL)


def children() -> list[int]:
    command = ["pgrep", "-P", str(os.getpid()), "-f", "serve"]
    listed = subprocess.run(command, capture_output=True, text=True, check=False)
    return [int(line) for line in listed.stdout.split()]


@pytest.mark.usefixtures("second")
def test_modules_of_the_folder_one_stands_in_are_not_taken(
    book: Book, tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "csv.py").write_text("raise SystemExit('the wrong module')\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert import_file(book, file).accepted == ROWS + 1


@pytest.mark.usefixtures("second")
def test_the_searches_of_the_contacts_are_indexed_again(book: Book, file: Path) -> None:
    query = "SELECT sql FROM sqlite_schema ORDER BY sql"
    before = rows_of(book, query)
    assert import_file(book, file).accepted == ROWS + 1
    assert rows_of(book, query) == before


@pytest.mark.parametrize("says", ["packed", "no interpreter"])
def test_without_a_python_to_start_the_file_is_read_here(
    book: Book, file: Path, monkeypatch: pytest.MonkeyPatch, says: str
) -> None:
    monkeypatch.setattr(reading_module, "LARGE", 0)
    if says == "packed":
        monkeypatch.setattr(sys, "frozen", True, raising=False)
    else:
        monkeypatch.setattr(sys, "executable", "")
    monkeypatch.setattr(subprocess, "Popen", None)
    assert import_file(book, file).accepted == ROWS + 1
