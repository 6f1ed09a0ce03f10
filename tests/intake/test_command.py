"""The command line's face of an import: the keys of the answer and the exit status."""

import json
from pathlib import Path

import pytest

from financedesk.cli import main
from tests.intake.exports import gift, new_book, write_export

KEYS = {
    "format", "rows", "accepted", "duplicates", "rejected", "donors_new", "donors_matched",
    "total_cents", "batch",
}  # fmt: skip


@pytest.fixture
def book(tmp_path: Path) -> str:
    new_book(tmp_path / "book.fdesk").close()
    return str(tmp_path / "book.fdesk")


def test_an_import_answers_and_can_be_taken_back(
    book: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(write_export(tmp_path / "a.csv", [gift()]))
    assert main(["intake", file, "--book", book, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert set(answer) >= KEYS
    assert (answer["accepted"], answer["total_cents"]) == (1, 2500)
    assert main(["intake", "undo", str(answer["batch"]), "--book", book, "--json"]) == 0
    undone = json.loads(capsys.readouterr().out)
    assert undone["removed"] > 1
    assert undone["depends"] == []


def test_refused_rows_want_attention(
    book: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [gift(), gift(Lineitem_ID="2", Amount="lots")]
    file = str(write_export(tmp_path / "a.csv", rows))
    assert main(["intake", file, "--book", book, "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert [(row["row"], row["field"]) for row in answer["rejected"]] == [(2, "Amount")]


@pytest.mark.parametrize(
    "words", [["intake", "nowhere.csv"], ["intake", "undo"], ["intake", "undo", "77"]]
)
def test_what_cannot_be_done_is_one_line(
    book: str, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, "--book", book]) == 2
    said = capsys.readouterr()
    assert said.err.startswith("financedesk: ")
    assert said.err.count("\n") == 1
    assert said.out == ""
