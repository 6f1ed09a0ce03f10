"""The commands on what is kept about a donor, as a script uses them."""

import json
from pathlib import Path
from typing import Any

import pytest

from financedesk.book import login_name
from financedesk.cli import main
from financedesk.ledger.contacts import Contact
from financedesk.ledger.members import add_member
from financedesk.ledger.room import open_book
from tests.ledger.riverbend import desk_for, person, riverbend_at

SILENT = Contact(type="IND", last_name="Okoro", first_name="Ben", street_1="1 Elm St", city="Bend",
                 state="OR", zip="97701")  # fmt: skip


@pytest.fixture
def place(tmp_path: Path) -> str:
    location = str(tmp_path / "book.fdesk")
    with riverbend_at(location) as book:
        desk = desk_for(book, "party")
        desk.record("individual_receipt", desk.meet(SILENT), "2026-02-01", 900_00)
        other = desk_for(book, "campaign")
        other.record("individual_receipt", other.meet(person("Hill")), "2026-02-01", 50_00)
    return location


def answer(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> dict[str, Any]:
    assert main([*words, "--json"]) == status
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(list(words)) == 2
    return capsys.readouterr().err


def test_who_was_not_asked_in_time_needs_attention(
    place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    book = ("--book", place)
    late = answer(capsys, "donors", "show", "Okoro", *book, status=1)
    assert (late["missing"], late["best_efforts"]) == (["employer", "occupation"], False)
    assert late["ask_by"] == "2026-03-03"
    ask = ("donors", "request", "Okoro", "--how", "phone", *book)
    (asked,) = answer(capsys, *ask, "--on", "2026-02-20")["requests"]
    assert (asked["counts"], asked["gift_on"]) == (True, "2026-02-01")
    assert answer(capsys, "donors", "show", "Okoro", *book)["best_efforts"]
    (waiting,) = answer(capsys, "donors", "request", *book)["requests"]
    assert (waiting["name"], waiting["entity"]) == ("Ben Okoro", "party")
    number = str(asked["request"])
    answer(capsys, "donors", "request", "Okoro", "--answer", number, "--words", "Ferry", *book)
    assert answer(capsys, "donors", "request", *book)["requests"] == []
    assert main(["donors", "show", "Okoro", *book]) == 0
    assert "answered on" in capsys.readouterr().out


def test_a_document_goes_in_and_comes_out(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scan, target = tmp_path / "a.pdf", tmp_path / "b.pdf"
    scan.write_bytes(b"%PDF\x00")
    about = ("donors", "document", "Okoro", "--book", place)
    (kept,) = answer(capsys, *about, "--add", str(scan), "--kind", "letter")["documents"]
    number = str(kept["document"])
    answer(capsys, *about, "--save", number, "--to", str(target))
    assert target.read_bytes() == scan.read_bytes()
    assert "there already" in refused(capsys, *about, "--save", number, "--to", str(target))
    assert "has no document 7" in refused(capsys, *about, "--remove", "7")
    assert answer(capsys, *about, "--remove", number)["documents"] == []


def test_what_cannot_be_is_refused_in_one_line(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = ("--book", place)
    for words, reason in (
        (("donors", "show", "Nobody"), "Nobody called"),
        (("donors", "note", "Okoro", "--words", " "), "needs words"),
        (("donors", "document", "Okoro", "--add", str(tmp_path / "none")), "cannot be read"),
        (("donors", "attest", "Okoro", "adult", "--withdrawn", "--how", "phone"), "Nothing"),
        (("donors", "request", "Okoro", "--how", "phone", "--asked", "income"), "Say what"),
        (("donors", "request", "Okoro", "--answer", "7"), "has no request 7"),
        (("donors", "request", "--how", "phone"), "Say of whom"),
    ):
        assert reason in refused(capsys, *words, *book)


def test_who_sees_one_entity_learns_nothing_of_the_other_ones_donors(
    place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_book(place) as book:
        book.who = "ada"
        party = desk_for(book, "party").entity.id
        with book.unit_of_work("Name members") as unit:
            add_member(unit, login=login_name(), name="Vera", rights={party: "viewer"},
                       own_name="Ada")  # fmt: skip
    book_words = ("--book", place)
    assert answer(capsys, "donors", "show", "Okoro", *book_words, status=1)["name"] == "Ben Okoro"
    assert "Nobody called" in refused(capsys, "donors", "show", "Hill", *book_words)
    assert "may not" in refused(capsys, "donors", "note", "Okoro", "--words", "x", *book_words)
