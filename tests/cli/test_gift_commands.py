"""The commands that put a gift right: told, done, refused and taken back."""

import json
from pathlib import Path
from typing import Any

import pytest

from financedesk.cli import main
from financedesk.ledger.fec_ids import generated
from financedesk.ledger.room import open_book
from tests.ledger.riverbend import desk_for, person, riverbend_at

WORDS = ("--evidence", "Both signed the letter of 2026-03-20", "--on", "2026-03-25")


@pytest.fixture
def place(tmp_path: Path) -> str:
    location = str(tmp_path / "book.fdesk")
    with riverbend_at(location) as book:
        desk = desk_for(book, "party")
        desk.meet(person("Bird", "Bo"))
        desk.record("individual_receipt", desk.meet(person("Lopez")), "2026-03-01", 12_000_00)
    return location


def gift_of(place: str) -> int:
    with open_book(place, write=False) as book, book.read() as connection:
        return int(connection.exec_driver_sql("SELECT MIN(id) FROM item").scalar_one())


def answer(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> dict[str, Any]:
    assert main([*words, "--json"]) == status
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_an_excess_is_told_reattributed_and_taken_back(
    place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    gift, book = str(gift_of(place)), ("--book", place)
    told = answer(capsys, "gift", "remedies", gift, *book, status=1)
    assert (told["excess_cents"], told["by"], told["election"]) == (2_000_00, "2026-04-30", None)
    act = ("gift", "reattribute", generated(int(gift)), "--to", "Bird", "--amount", "2,000.00")
    done = answer(capsys, *act, *WORDS, *book)
    assert (done["excess_cents"], len(done["entries"])) == (0, 2)
    assert main(["undo", *book]) == 0
    capsys.readouterr()
    assert answer(capsys, "gift", "remedies", gift, *book, status=1)["excess_cents"] == 2_000_00


def test_what_the_law_does_not_let_is_refused_in_words(
    place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    gift = str(gift_of(place))
    for words, said in (
        (("redesignate", gift, "--to", "G2026", "--amount", "2000"), "calendar year"),
        (("reattribute", gift, "--to", "Bird", "--amount", "2000", "--presumed"), "presumes"),
        (("reattribute", "999", "--to", "Bird", "--amount", "2000"), "no entry '999'"),
    ):
        assert main(["gift", *words, *WORDS, "--book", place]) == 2
        assert said in capsys.readouterr().err


def test_a_gift_within_its_limit_needs_nothing(
    place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_book(place) as book:
        desk = desk_for(book, "campaign")
        gift = desk.record("individual_receipt", desk.meet(person("Ito")), "2026-03-01", 100_00)
    assert main(["gift", "remedies", str(gift), "--book", place]) == 0
    assert "nothing of it is above the limit" in capsys.readouterr().out


def test_a_joint_payment_is_shared_out_by_the_formula_and_the_limits(
    place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("gift", "split", "--party", "Bird", "--on", "2026-03-01", "--book", place,
             "--share", "party=50", "--share", "campaign=50")  # fmt: skip
    told = answer(capsys, *asked, "--amount", "10,000.00")
    assert [(one["recipient"], one["cents"]) for one in told["parts"]] == [
        ("party", 6_500_00), ("campaign", 3_500_00),
    ]  # fmt: skip
    assert answer(capsys, *asked, "--amount", "14,000", status=1)["back_cents"] == 500_00
    assert main([*asked[:-1], "campaign", "--amount", "10"]) == 2
    assert "party=60" in capsys.readouterr().err
