"""The commands on limits: what is left for somebody, and who may give to whom."""

import json
from pathlib import Path
from typing import Any

import pytest

from financedesk.cli import main
from financedesk.ledger.room import open_book
from tests.ledger.riverbend import desk_for, person, riverbend_at


@pytest.fixture
def place(tmp_path: Path) -> str:
    location = str(tmp_path / "book.fdesk")
    with riverbend_at(location) as book:
        desk = desk_for(book, "party")
        desk.record("individual_receipt", desk.meet(person("Lopez")), "2026-03-01", 9_650_00)
    return location


def ask(
    capsys: pytest.CaptureFixture[str], *words: str, status: int = 0
) -> tuple[dict[str, Any], str]:
    assert main([*words, "--json"]) == status
    printed = capsys.readouterr()
    answer: dict[str, Any] = json.loads(printed.out)
    assert main([*words]) == status
    return answer, capsys.readouterr().out


def test_a_room_says_limit_use_rest_window_and_law(
    place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("room", "--party", "Lopez", "--on", "2026-12-28", "--book", place)
    answer, words = ask(capsys, *asked)
    party = next(one for one in answer["rooms"] if one["class"] == "state_party")
    wanted = {
        "recipient": "party", "group": "riverbend", "limit_cents": 10_000_00,
        "used_cents": 9_650_00, "room_cents": 350_00, "fits": True, "window": "2026",
        "resets_on": "2027-01-01", "provisional": False, "override": None,
    }  # fmt: skip
    assert {key: party[key] for key in wanted} == wanted
    assert "30116(a)(1)(D)" in party["citation"]
    assert "party (state_party): $350.00 left of $10,000.00 in 2026." in words
    candidate = next(one for one in answer["rooms"] if one["class"] == "candidate")
    assert (candidate["room_cents"], candidate["provisional"]) == (3_500_00, True)


def test_an_amount_that_fits_nowhere_needs_attention(
    place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("room", "--party", "Lopez", "--on", "2026-12-28", "--book", place, "--amount")
    answer, _ = ask(capsys, *asked, "3,500.00")
    assert [one["fits"] for one in answer["rooms"]] == [False, True]
    answer, _ = ask(capsys, *asked, "3500.01", status=1)
    assert not any(one["fits"] for one in answer["rooms"])


def test_an_unknown_person_is_one_line(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["room", "--party", "Nemo", "--book", place]) == 2
    assert capsys.readouterr().err.startswith("financedesk: Nobody called “Nemo”")


def test_whose_walls_stand_is_told_by_the_login(
    place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from financedesk.book.schema import member, member_entity

    with open_book(place) as book, book.unit_of_work("Let Eve in") as unit:
        own = unit.insert(member, {"login": book.who, "name": "Me", "active": 1})
        eve = unit.insert(member, {"login": "eve", "name": "Eve", "active": 1})
        party = desk_for(book, "party").entity.id
        unit.insert(member_entity, {"entity_id": party, "member_id": eve, "access": "read"})
        for code in ("party", "campaign"):
            row = {"entity_id": desk_for(book, code).entity.id, "member_id": own, "access": "write"}
            unit.insert(member_entity, row)
    asked = ("room", "--party", "Lopez", "--on", "2026-04-01", "--login", "eve", "--book", place)
    answer, _ = ask(capsys, *asked)
    seen = {one["class"]: (one["room_cents"], one["group"]) for one in answer["rooms"]}
    assert seen == {"state_party": (350_00, "riverbend"), "candidate": (None, None)}


def test_who_may_give_to_whom(capsys: pytest.CaptureFixture[str]) -> None:
    answer, words = ask(capsys, "may", "individual", "candidate", "--on", "2026-11-04")
    assert (answer["verdict"], answer["allowed"]) == ("limited", True)
    limit = answer["limit"]
    assert (limit["cents"], limit["status"], limit["window"]) == (
        3_500_00, "provisional", "election",
    )  # fmt: skip
    assert "$3,500.00, provisional" in words
    answer, words = ask(capsys, "may", "corporation", "pac", "--on", "2026-11-04", status=1)
    assert (answer["verdict"], answer["stops"], answer["limit"]) == ("prohibited", True, None)
    assert "30118" in words
    answer, _ = ask(capsys, "may", "national_party", "candidate", "--office", "S")
    assert answer["limit"]["cents"] == 62_000_00
    assert main(["may", "nobody", "pac"]) == 2
