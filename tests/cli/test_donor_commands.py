"""The commands on who is the same person, as a script uses them."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from financedesk.book import login_name
from financedesk.cli import main
from financedesk.ledger.members import add_member
from financedesk.ledger.period import Period
from financedesk.ledger.room import open_book
from financedesk.reports.filing import Request, finalise, prepare
from tests.ledger.riverbend import desk_for, person, riverbend_at

ONE = replace(person("Reyes", "William"), email="wreyes@example.org")
OTHER = replace(ONE, first_name="Bill", street_1="2 Oak Street")


@pytest.fixture
def place(tmp_path: Path) -> str:
    location = str(tmp_path / "book.fdesk")
    with riverbend_at(location) as book:
        desk = desk_for(book, "party")
        first, second = desk.meet(ONE), desk.meet(OTHER)
        desk.meet(person("Hill"))
        desk.record("individual_receipt", first, "2026-02-01", 150_00)
        desk.record("individual_receipt", second, "2026-03-01", 100_00)
    return location


def answer(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> dict[str, Any]:
    assert main([*words, "--json"]) == status
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def filed(place: str, folder: Path) -> None:
    with open_book(place, write=True) as book:
        quarter = Period(first="2026-01-01", last="2026-03-31")
        entity_id = desk_for(book, "party").entity.id
        asked = Request(entity_id=entity_id, form="F3X", period=quarter, outputs=("fec",),
                        signed_on="2026-04-10")  # fmt: skip
        finalise(book, prepare(book, asked, folder).filing.id)


def test_duplicates_are_found_merged_parted_and_taken_back(
    place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    book = ("--book", place)
    found = answer(capsys, "donors", "duplicates", "--entity", "party", *book, status=1)
    (pair,) = found["pairs"]
    assert {"a", "b", "score", "reasons"} <= pair.keys()
    assert (pair["answer"], pair["names"]) == ("same", ["William Reyes", "Bill Reyes"])
    assert (found["same"], found["likely"]) == (1, 0)
    assert found["groups"] == [[pair["a"], pair["b"]]]
    a, b = str(pair["a"]), str(pair["b"])
    done = answer(capsys, "donors", "merge", a, b, "--reason", "Same e-mail", *book)
    assert (done["saved"], done["reports"], done["score"]) == (True, [], pair["score"])
    assert [one["street"] for one in done["cards"]] == ["2 Oak St", "2 Oak Street"]
    assert answer(capsys, "donors", "duplicates", *book)["pairs"] == []
    assert answer(capsys, "donors", "unmerge", b, *book)["saved"]
    assert len(answer(capsys, "donors", "duplicates", *book, status=1)["pairs"]) == 1
    assert main(["undo", *book]) == 0
    assert main(["undo", *book]) == 0
    capsys.readouterr()
    assert len(answer(capsys, "donors", "duplicates", *book, status=1)["pairs"]) == 1
    assert answer(capsys, "donors", "apart", a, b, "--reason", "Cousins", *book)["saved"]
    assert answer(capsys, "donors", "duplicates", *book)["pairs"] == []
    assert main(["book", "verify", *book]) == 0


def test_filed_reports_are_named_before_anything_is_saved(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    filed(place, tmp_path / "out")
    book = ("--book", place)
    told = answer(capsys, "donors", "merge", "Reyes, William", "Bill Reyes", *book, status=1)
    (report,) = told["reports"]
    assert not told["saved"]
    assert (report["form"], report["state"], report["from"]) == ("F3X", "final", "2026-01-01")
    assert main(["donors", "merge", "William Reyes", "Bill Reyes", *book]) == 1
    said = capsys.readouterr().out
    assert "Nothing was saved" in said
    assert "2026-01-01 to 2026-03-31, final" in said
    assert answer(capsys, "donors", "duplicates", *book, status=1)["same"] == 1
    done = answer(capsys, "donors", "merge", "William Reyes", "Bill Reyes", "--filed", *book)
    assert (done["saved"], done["reports"]) == (True, [report])
    assert answer(capsys, "donors", "duplicates", *book)["same"] == 0
    assert not answer(capsys, "donors", "unmerge", "Bill Reyes", *book, status=1)["saved"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("merge", "Hill"), "Two cards are needed"),
        (("merge", "Hill", "Hill"), "Two cards are needed"),
        (("merge", "Hill", "Nobody"), "Nobody called"),
        (("unmerge", "Hill"), "linked to no other"),
        (("apart", "Hill", "Bill Reyes", "--reason", " "), "Say how it is known"),
        (("duplicates", "--entity", "nowhere"), "nowhere"),
    ],
)
def test_what_cannot_be_is_said(
    place: str, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    assert main(["donors", *words, "--book", place]) == 2
    assert said in capsys.readouterr().err


def test_a_viewer_of_one_entity_finds_its_duplicates_alone_and_links_none(
    place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_book(place, write=True) as book:
        book.who = "ada"
        campaign = desk_for(book, "campaign")
        theirs = [str(campaign.meet(one).card_id) for one in (ONE, OTHER)]
        with book.unit_of_work("Add member") as unit:
            add_member(
                unit, login=login_name(), name="Mo", own_name="Ada",
                rights={campaign.entity.id: "viewer"},
            )  # fmt: skip
    seen = answer(capsys, "donors", "duplicates", "--book", place, status=1)
    assert [one["entity"] for one in seen["pairs"]] == ["campaign"]
    assert main(["donors", "duplicates", "--entity", "party", "--book", place]) == 2
    for act in ("merge", "unmerge", "apart"):
        words = ["--reason", "Cousins"] if act == "apart" else []
        assert main(["donors", act, *theirs, *words, "--book", place]) == 2
        assert "viewer" in capsys.readouterr().err.lower()
