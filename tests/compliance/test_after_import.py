"""Of an import is told what is found about its rows, and nothing that stood there before."""

import json
from datetime import date
from pathlib import Path

import pytest

from financedesk.cli.run import main
from financedesk.compliance.after_import import found_of_import, import_words
from financedesk.errors import NotFound
from financedesk.intake.importing import import_file
from financedesk.ledger.entities import entities
from tests.intake.exports import gift, new_book, write_export

TODAY = date(2026, 3, 1)
PLAIN = gift(Lineitem_ID="1")
ABROAD = gift(Lineitem_ID="2", Donor_Last_Name="Away", Donor_Email="away@example.org",
              Donor_Country="France")  # fmt: skip
SILENT = gift(Lineitem_ID="3", Donor_Last_Name="Okoye", Donor_Email="ok@example.org",
              Amount="500.00", Donor_Employer="", Donor_Occupation="")  # fmt: skip


def test_only_what_came_in_is_told(tmp_path: Path) -> None:
    with new_book(tmp_path / "book.fdesk") as book:
        files = (write_export(tmp_path / "a.csv", [ABROAD]),
                 write_export(tmp_path / "b.csv", [PLAIN, SILENT]))  # fmt: skip
        batches = [import_file(book, one).batch or 0 for one in files]
        with book.read() as connection:
            rows = entities(connection)
            found = [found_of_import(connection, one, rows, TODAY) for one in batches]
            with pytest.raises(NotFound, match="no import number 5"):
                found_of_import(connection, 5, rows, TODAY)
    assert [[one.rule for one in some] for some in found] == [
        ["foreign_address"], ["missing_information"],
    ]  # fmt: skip
    assert import_words(found[0] + found[1]) == "The checks found 2 warnings about what came in."
    assert import_words(()) == "The checks found nothing about what came in."


def test_the_command_counts_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = str(tmp_path / "book.fdesk")
    with new_book(place):
        pass
    file = str(write_export(tmp_path / "a.csv", [PLAIN, ABROAD]))
    assert main(["intake", file, "--book", place, "--dry-run", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["findings"] == {}
    assert main(["intake", file, "--book", place]) == 0
    assert "The checks found 1 warning about what came in." in capsys.readouterr().out
