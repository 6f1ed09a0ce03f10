"""The commands on counsel's word: entered, listed, used by others, withdrawn, taken back."""

import json
from pathlib import Path
from typing import Any

import pytest

from financedesk.cli import main
from tests.ledger.riverbend import desk_for, person, riverbend_at

WORD = ("--reason", "No party in law yet", "--counsel", "R. Stone", "--decided", "2026-01-15")


@pytest.fixture
def place(tmp_path: Path) -> str:
    location = str(tmp_path / "book.fdesk")
    with riverbend_at(location) as book:
        desk = desk_for(book, "party")
        desk.record("individual_receipt", desk.meet(person("Lopez")), "2026-03-01", 4_000_00)
    return location


def answer(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> dict[str, Any]:
    assert main([*words, "--json"]) == status
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def refusal(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main([*words]) == 2
    return capsys.readouterr().err


def room(capsys: pytest.CaptureFixture[str], place: str) -> dict[str, Any]:
    asked = ("room", "--party", "Lopez", "--on", "2026-04-01", "--book", place)
    rooms = answer(capsys, *asked)["rooms"]
    found: dict[str, Any] = next(one for one in rooms if one["class"] == "state_party")
    return found


def add(capsys: pytest.CaptureFixture[str], place: str, rule: str, *value: str) -> dict[str, Any]:
    return answer(capsys, "override", "add", rule, "--value", *value, *WORD, "--book", place)


def test_a_word_is_entered_used_listed_and_withdrawn(
    place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = add(capsys, place, "person_to_state_party", "5,000.00", "--from", "2026-01-01")
    assert (kept["cents"], kept["from"], kept["until"]) == (5_000_00, "2026-01-01", None)
    found = room(capsys, place)
    assert (found["limit_cents"], found["room_cents"]) == (5_000_00, 1_000_00)
    assert found["override"] == "R. Stone, 2026-01-15: No party in law yet"
    assert "Counsel’s figure: R. Stone" in found["words"]
    answer(
        capsys, "override", "withdraw", str(kept["number"]), "--why", "recognised",
        "--last-day", "2026-03-31", "--book", place,
    )  # fmt: skip
    assert room(capsys, place)["override"] is None
    asked = ("override", "list", "--on", "2026-04-01", "--book", place)
    (listed,) = answer(capsys, *asked)["overrides"]
    assert (listed["number"], listed["standing"]) == (kept["number"], "ended")
    assert main([*asked]) == 0
    assert "$5,000.00 (ended, from 2026-01-01 until 2026-03-31)" in capsys.readouterr().out
    undone = answer(capsys, "undo", "--book", place)["undone"]
    assert undone.startswith("Withdraw override of ")
    assert room(capsys, place)["limit_cents"] == 5_000_00
    answer(capsys, "undo", "--book", place)
    assert answer(capsys, "override", "list", "--book", place)["overrides"] == []


def test_may_names_counsel_where_a_book_is_named(
    place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("may", "corporation", "state_party", "--on", "2026-04-01")
    add(capsys, place, "corporation > state_party", "allowed")
    add(capsys, place, "person_to_pac", "none")
    found = answer(capsys, *asked, "--book", place)
    assert (found["verdict"], found["override"][:8]) == ("allowed", "R. Stone")
    assert answer(capsys, *asked, status=1)["override"] is None, "the law alone"
    assert main(["may", "individual", "pac", "--on", "2026-04-01", "--book", place]) == 0
    assert "no amount, counsel’s figure: R. Stone" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("rule", "value", "words"),
    [
        ("excessive", "45 days", ""),
        ("excessive", "soon", "write it like 60 days"),
        ("cash", "20.00", ""),
        ("itemise_payee", "20.00", "the same for everybody"),
        ("union > pac", "perhaps", "say one of allowed"),
        ("nobody_to_nobody", "20.00", "There is no rule"),
    ],
)
def test_each_sort_of_rule_takes_its_own_value(
    place: str, capsys: pytest.CaptureFixture[str], rule: str, value: str, words: str
) -> None:
    asked = ("override", "add", rule, "--value", value, *WORD, "--book", place)
    if words:
        assert words in refusal(capsys, *asked)
    else:
        assert answer(capsys, *asked)["standing"] == "in_force"


def test_a_withdrawal_says_why(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    number = str(add(capsys, place, "person_to_pac", "1000")["number"])
    why = ("--why", " ", "--book", place)
    assert "Say why" in refusal(capsys, "override", "withdraw", number, *why)
    why = ("--why", "an error", "--book", place)
    assert "no override number 5" in refusal(capsys, "override", "withdraw", "5", *why)
