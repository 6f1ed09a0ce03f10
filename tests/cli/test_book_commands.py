"""The commands on the book: exit status, one JSON object, one line when it cannot be done."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from financedesk.cli import backup_passphrase, main
from financedesk.cli.backup_passphrase import BACKUP_VARIABLE
from financedesk.ledger import tables
from financedesk.ledger.entities import find_entity
from financedesk.ledger.room import open_book

ORGANISATION = """
name = "Riverbend Organisation"
[[entity]]
code = "party"
kind = "state_party"
name = "Riverbend Party"
committee_id = "C00999991"
  [[entity.account]]
  code = "federal"
  opening_balance = "12500.00"
[[entity]]
code = "voice"
kind = "issue_c4"
name = "Riverbend Voice"
"""


class Terminal:
    """Types commands and reads what they print."""

    def __init__(self, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.place = place
        self._capsys = capsys

    def run(self, *words: str) -> tuple[int, str, str]:
        """Return exit status, standard output and standard error."""
        status = main([*words, "--book", str(self.place)])
        printed = self._capsys.readouterr()
        return status, printed.out, printed.err

    def ask(self, *words: str, status: int = 0) -> dict[str, Any]:
        """Return the JSON object of a command that ends with this status."""
        ended, out, err = self.run(*words, "--json")
        assert (ended, err) == (status, "")
        assert out.count("\n") == 1
        answer: dict[str, Any] = json.loads(out)
        return answer

    def refused(self, *words: str) -> str:
        """Return the one line with which a command says that it could not be done."""
        ended, out, err = self.run(*words)
        assert (ended, out) == (2, "")
        assert err.startswith("financedesk: ")
        assert err.count("\n") == 1
        return err


@pytest.fixture
def terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """A terminal with a book to be made, and the file that describes it."""
    (tmp_path / "riverbend.toml").write_text(ORGANISATION)
    return Terminal(tmp_path / "riverbend.fdesk", capsys)


@pytest.fixture
def made(terminal: Terminal) -> Terminal:
    """A terminal with a book, in which one drive was planned."""
    terminal.ask("book", "create", "--from", str(terminal.place.with_name("riverbend.toml")))
    with open_book(terminal.place) as book:
        with book.read() as connection:
            party = find_entity(connection, "party")
        values = {"entity_id": party.id, "code": "fall", "name": "Fall"}
        with book.unit_of_work("Plan the fall drive") as unit:
            unit.insert(tables.drive, values)
    return terminal


def drives(terminal: Terminal) -> int:
    with open_book(terminal.place, write=False) as book, book.read() as connection:
        return int(connection.execute(text("SELECT COUNT(*) FROM drive")).scalar_one())


def test_create_names_the_entities(terminal: Terminal) -> None:
    source = str(terminal.place.with_name("riverbend.toml"))
    answer = terminal.ask("book", "create", "--from", source)
    assert answer == {"book": str(terminal.place), "entities": ["party", "voice"]}
    assert "exists already" in terminal.refused("book", "create", "--from", source)


def test_info_tells_what_is_in_the_book(made: Terminal) -> None:
    answer = made.ask("book", "info")
    assert (answer["ok"], answer["problems"]) == (True, [])
    assert answer["name"] == "Riverbend Organisation"
    party, voice = answer["entities"]
    assert (party["code"], party["committee_id"], party["accounts"]) == ("party", "C00999991", 1)
    assert (voice["transactions"], voice["from"]) == (0, None)
    assert "Plan the fall drive" in made.run("book", "info")[1]


def test_verify_of_a_sound_book(made: Terminal) -> None:
    assert made.ask("book", "verify") == {"ok": True, "problems": []}


def test_verify_lists_what_is_wrong_and_asks_for_attention(made: Terminal) -> None:
    with (
        open_book(made.place) as book,
        book.unit_of_work("Look aside") as unit,
    ):
        unit.connection.execute(text("UPDATE drive SET name = 'Autumn'"))
    answer = made.ask("book", "verify", status=1)
    assert not answer["ok"]
    assert [problem["table"] for problem in answer["problems"]] == ["drive"]


def test_a_backup_comes_back(made: Terminal, tmp_path: Path) -> None:
    copy = tmp_path / "copy.fdesk"
    kept = made.ask("book", "backup", str(copy))
    assert kept["ok"]
    assert kept["bytes"] == copy.stat().st_size
    made.ask("undo")
    assert drives(made) == 0
    back = made.ask("book", "restore", str(copy))
    assert back["sha256"] == kept["sha256"]
    assert drives(made) == 1


def test_an_encrypted_backup_comes_back_with_its_passphrase(
    made: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "copy.fdesk"
    assert BACKUP_VARIABLE in made.refused("book", "backup", str(copy), "--encrypt")
    monkeypatch.setenv(BACKUP_VARIABLE, "short")
    assert "12 characters" in made.refused("book", "backup", str(copy), "--encrypt")
    assert not copy.exists()
    monkeypatch.setenv(BACKUP_VARIABLE, "three good words")
    assert made.ask("book", "backup", str(copy), "--encrypt")["encrypted"]
    assert b"Riverbend" not in copy.read_bytes()
    made.ask("undo")
    for wrong in ("three bad words", ""):
        monkeypatch.setenv(BACKUP_VARIABLE, wrong)
        made.refused("book", "restore", str(copy))
    monkeypatch.delenv(BACKUP_VARIABLE)
    assert BACKUP_VARIABLE in made.refused("book", "restore", str(copy))
    assert drives(made) == 0
    monkeypatch.setenv(BACKUP_VARIABLE, "three good words")
    assert made.ask("book", "restore", str(copy))["encrypted"]
    assert drives(made) == 1


def test_a_backups_passphrase_is_asked_for_on_a_terminal(
    made: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(("three good words", "three good wurds") + ("three good words",) * 3)
    monkeypatch.setattr(backup_passphrase, "getpass", lambda _prompt: next(answers))
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    copy = tmp_path / "copy.fdesk"
    assert "not the same" in made.refused("book", "backup", str(copy), "--encrypt")
    made.ask("book", "backup", str(copy), "--encrypt")
    made.ask("book", "restore", str(copy))
    assert list(answers) == []


def test_a_backup_never_overwrites_and_a_wrong_file_is_not_restored(
    made: Terminal, tmp_path: Path
) -> None:
    taken = tmp_path / "notes.txt"
    taken.write_text("mine")
    assert "exists already" in made.refused("book", "backup", str(taken))
    made.refused("book", "restore", str(taken))
    assert "absent.fdesk" in made.refused("book", "restore", str(tmp_path / "absent.fdesk"))
    assert drives(made) == 1


def test_undo_and_redo_step_through_the_changes(made: Terminal) -> None:
    undone = made.ask("undo")
    assert (undone["undone"], undone["next_redo"]) == ("Plan the fall drive",) * 2
    assert undone["next_undo"] is None
    assert drives(made) == 0
    redone = made.ask("redo")
    assert (redone["redone"], redone["next_undo"]) == ("Plan the fall drive",) * 2
    assert drives(made) == 1
    assert "nothing to redo" in made.refused("redo")


def test_without_a_book_the_command_says_which(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert str(terminal.place) in terminal.refused("book", "info")
    monkeypatch.delenv("FINANCEDESK_BOOK", raising=False)
    assert main(["book", "info"]) == 2
    assert "--book" in capsys.readouterr().err


def test_a_misspelt_command_is_one_line_too(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["book", "vrify"])
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("financedesk: ")
