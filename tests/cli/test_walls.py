"""The command line goes by the walls: who types is asked, seen, and told what the role allows."""

import json
from pathlib import Path

import pytest

from financedesk.book import login_name
from financedesk.cli import main, signing
from financedesk.ledger.members import add_member
from financedesk.ledger.passphrases import set_passphrase
from financedesk.ledger.room import open_book
from tests.ledger.riverbend import desk_for, person, riverbend_at
from tests.ledger.test_roles import access_id

WORDS = "seven quiet lanterns"


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing, "PAUSE_SECONDS", 0.0)
    for name in ("FINANCEDESK_USER", "FINANCEDESK_PASSPHRASE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def place(tmp_path: Path) -> str:
    """A book of two entities that ada keeps, where the computer's user is viewer of one."""
    place = str(tmp_path / "book.fdesk")
    with riverbend_at(place) as book:
        book.who = "ada"
        ids = {code: desk_for(book, code).entity.id for code in ("party", "campaign")}
        with book.unit_of_work("Add member") as unit:
            add_member(
                unit, login=login_name(), name="Mo", own_name="Ada",
                rights={ids["campaign"]: "viewer"},
            )  # fmt: skip
        with book.unit_of_work("Set passphrase", kind="setup") as unit:
            set_passphrase(unit, access_id(book, "ada"), WORDS)
        desk_for(book, "campaign").meet(person("Gray"))
    return place


def typed(
    capsys: pytest.CaptureFixture[str], place: str, *words: str, status: int = 0
) -> dict[str, object]:
    assert main([*words, "--book", place, "--json"]) == status
    answer: dict[str, object] = json.loads(capsys.readouterr().out)
    return answer


def refused(capsys: pytest.CaptureFixture[str], place: str, *words: str) -> str:
    assert main([*words, "--book", place]) == 2
    return capsys.readouterr().err


def test_one_sees_ones_own_entity_alone(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    answer = typed(capsys, place, "book", "info")
    assert [one["code"] for one in answer["entities"]] == ["campaign"]  # type: ignore[attr-defined, union-attr]
    assert answer["last_action"] == ""
    said = refused(capsys, place, "export", "--entity", "party", "--out", "/nowhere/x")
    assert "There is no entity 'party' in this book; it holds: campaign." in said


def test_a_role_that_does_not_allow_it_says_who_can(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = refused(
        capsys, place, "file", "F3X", "--entity", "campaign", "--from", "2026-01-01",
        "--to", "2026-03-31", "--out", str(tmp_path / "out"),
    )  # fmt: skip
    assert "As viewer of Riverbend Campaign you may not prepare" in said
    assert "Ada (treasurer) may" in said
    assert "nothing to undo" in refused(capsys, place, "undo").casefold()
    file = tmp_path / "gifts.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    assert "Ada" not in refused(capsys, place, "intake", str(file))


def test_a_copy_of_the_whole_file_is_for_who_sees_all_of_it(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = str(tmp_path / "copy.fdesk")
    assert "in every entity of this book" in refused(capsys, place, "book", "backup", copy)
    monkeypatch.setenv("FINANCEDESK_PASSPHRASE", WORDS)
    assert main(["book", "backup", copy, "--user", "ada", "--book", place]) == 0
    monkeypatch.delenv("FINANCEDESK_PASSPHRASE")
    assert "in every entity" in refused(capsys, place, "book", "restore", copy)


def test_a_user_signs_in_by_variables(
    place: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Set FINANCEDESK_PASSPHRASE" in refused(capsys, place, "book", "info", "--user", "ada")
    monkeypatch.setenv("FINANCEDESK_PASSPHRASE", "wrong words here")
    said = refused(capsys, place, "book", "info", "--user", "ada")
    assert said.startswith("financedesk: That is not the passphrase of ada")
    monkeypatch.setenv("FINANCEDESK_PASSPHRASE", WORDS)
    monkeypatch.setenv("FINANCEDESK_USER", "ada")
    answer = typed(capsys, place, "book", "info")
    assert len(answer["entities"]) == 2  # type: ignore[arg-type]
    main(["undo", "--book", place])
    with open_book(place) as book, book.read() as connection:
        who = connection.exec_driver_sql("SELECT who FROM journal ORDER BY id DESC LIMIT 1")
        assert who.scalar_one() == "ada"


def test_somebody_whom_the_book_does_not_name_is_told_how_to_sign_in(
    place: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing, "login_name", lambda: "stranger")
    said = refused(capsys, place, "filings", "list")
    assert "does not name stranger" in said
    assert "--user" in said


def test_a_terminal_is_asked_and_may_try_again(
    place: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(["wrong words here", WORDS])
    monkeypatch.setattr(signing, "getpass", lambda _prompt: next(answers))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    answer = typed(capsys, place, "book", "info", "--user", "ada")
    assert len(answer["entities"]) == 2  # type: ignore[arg-type]
