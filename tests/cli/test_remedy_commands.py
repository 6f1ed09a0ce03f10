"""The commands on remedies: several findings are told apart, papers need their words."""

import json
from pathlib import Path
from typing import Any

import pytest

from financedesk.cli import main
from tests.ledger.riverbend import desk_for, person, riverbend_at

ON = ("--as-of", "2026-03-21", "--entity", "campaign", "--rule", "above_limit")


@pytest.fixture
def gifts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    location = str(tmp_path / "book.fdesk")
    monkeypatch.setenv("FINANCEDESK_BOOK", location)
    with riverbend_at(location) as book:
        desk = desk_for(book, "campaign")
        return [
            desk.record("individual_receipt", desk.meet(person("Lee", first)), "2026-03-01",
                        4_000_00, election_code="P2026")
            for first in ("Ada", "Bo")
        ]  # fmt: skip


def answer(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> dict[str, Any]:
    assert main(["remedy", *words, *ON, "--json"]) == status
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_a_gift_is_redesignated_by_its_entry_and_taken_back(
    gifts: list[int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["remedy", "do", "refund", *ON, "--about", "Lee"]) == 2
    assert "2 findings fit" in capsys.readouterr().err
    assert main(["remedy", "list", *ON]) == 0
    told = capsys.readouterr().out
    assert "redesignate $500.00 by 2026-04-30" in told
    row = ("--row", str(gifts[1]), "--words", "both signed", "--election", "G2026")
    assert main(["remedy", "do", "redesignate", *ON, *row]) == 2
    assert "signed or presumed" in capsys.readouterr().err
    done = answer(capsys, "do", "redesignate", *row, "--how", "signed")
    assert (done["about"], done["stands"]) == ("Bo Lee", False)
    assert [one["about"] for one in answer(capsys, "list")["findings"]] == ["Ada Lee"]
    assert main(["undo"]) == 0
    capsys.readouterr()
    assert len(answer(capsys, "list")["findings"]) == 2
