"""The commands that put a gift right: told, done, refused and taken back."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from financedesk.cli import main
from financedesk.ledger.fec_ids import generated
from financedesk.ledger.hold import HoldTerms, place_hold
from financedesk.ledger.hold_rows import holds_of
from financedesk.ledger.joint_agreements import JointShare, JointTerms, add_version
from financedesk.ledger.organisation import Organisation
from financedesk.ledger.room import open_book
from tests.ledger.prepared import book_of
from tests.ledger.riverbend import RIVERBEND, desk_for, entity, person, riverbend_at

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
    offered = {one["way"]: one["cents"] for one in told["ways"] if one["offered"]}
    assert offered == dict.fromkeys(("presumed_reattribution", "reattribution", "refund"), 2_000_00)
    (closed,) = [one for one in told["ways"] if one["way"] == "redesignation"]
    assert "calendar year" in closed["why_not"]
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


@pytest.fixture
def joint_place(tmp_path: Path) -> str:
    """A book whose joint committee keeps an agreement for 2026."""
    location = str(tmp_path / "joint.fdesk")
    jfc = replace(entity("joint", "jfc", "C00999995"), limit_group="")
    organisation = Organisation(name="Riverbend", entities=(*RIVERBEND.entities, jfc))
    with book_of(location, organisation) as book:
        joint = desk_for(book, "joint")
        joint.meet(person("Bird", "Bo"))
        shares = tuple(
            JointShare(participant=code, name="", recipient="", weight=50)
            for code in ("party", "campaign")
        )
        terms = JointTerms(from_date="2026-01-01", signed_on="2025-12-20", shares=shares, whole=100)
        with book.unit_of_work("Add joint fundraising agreement") as unit:
            add_version(unit, joint.entity.id, terms)
    return location


def test_a_joint_payment_is_shared_out_by_the_stored_agreement(
    joint_place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("gift", "split", "--party", "Bird", "--amount", "14,000", "--book", joint_place)
    told = answer(capsys, *asked, "--on", "2026-03-01", status=1)
    assert [(one["recipient"], one["cents"], one["formula_cents"]) for one in told["parts"]] == [
        ("party", 10_000_00, 7_000_00), ("campaign", 3_500_00, 7_000_00),
    ]  # fmt: skip
    assert told["back_cents"] == 500_00
    assert told["agreement"] == {
        "entity": "joint", "from_date": "2026-01-01", "to_date": None, "signed_on": "2025-12-20",
        "waiting_cents": 0,
    }  # fmt: skip
    assert main([*asked, "--on", "2025-12-31", "--joint", "joint"]) == 2
    assert "No written agreement is kept for this day" in capsys.readouterr().err


def test_without_a_joint_committee_the_shares_must_be_given(
    place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["gift", "split", "--party", "Bird", "--amount", "10", "--book", place]) == 2
    assert "give the shares with --share" in capsys.readouterr().err


def test_the_paper_releases_a_gift_that_was_on_hold_for_its_limit(
    place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    gift = gift_of(place)
    with open_book(place) as book, book.unit_of_work("Hold") as unit:
        terms = HoldTerms(reason="excessive", basis="Above", since="2026-03-01", cents=2_000_00)
        place_hold(unit, gift, terms)
    act = ("gift", "reattribute", str(gift), "--to", "Bird", "--amount", "2,000.00")
    answer(capsys, *act, *WORDS, "--book", place)
    with open_book(place, write=False) as book, book.read() as connection:
        (held,) = holds_of(connection, [gift])
    assert (held.resolution, held.resolved_why) == ("released", WORDS[1])
