"""The commands on remittances: officials in, what is due, where it may go."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from financedesk.book import Book, login_name
from financedesk.cli import main
from financedesk.ledger.entities import find_entity
from financedesk.ledger.members import add_member
from financedesk.ledger.room import open_book
from financedesk.remittances.instructions import INSTRUCTIONS
from financedesk.remittances.people import OFFICIALS
from financedesk.remittances.receiving import awaited_by, proposals, take
from financedesk.remittances.schedules import SCHEDULES
from tests.remittances.fellowship import fellowship_at, gift

OFFICIALS_FILE = """
[[schedule]]
code = "councillors"
name = "Councillors"
from = 2026-01-01
approved_by = "Convention"
approved_on = 2025-12-01
kind = "cap"
keep = { amount = "60000.00", per = "year" }

[[official]]
person = { last_name = "Winter", first_name = "Ada", city = "Salem", state = "OR" }
attestation = [
  { kind = "own_funds", on = 2025-12-20 }, { kind = "not_reimbursed", on = 2025-12-20 },
  { kind = "citizen", on = 2025-12-20 }, { kind = "not_contractor", on = 2025-12-20 },
]
[[official.term]]
body = "City Council of Salem"
level = "local"
state = "OR"
from = 2026-01-01
[[official.term.pay]]
from = 2026-01-01
per = "year"
gross = "148500.00"
net = "101000.00"
[official.pledge]
schedule = "councillors"
from = 2026-01-01
signed = 2025-12-20
treasurer = "Tom Lopez"
recipients = [{ entity = "party", account = "federal" }]
"""


@pytest.fixture
def place(tmp_path: Path) -> str:
    location = str(tmp_path / "book.fdesk")
    with fellowship_at(location):
        return location


@pytest.fixture
def remit(place: str, capsys: pytest.CaptureFixture[str]) -> Callable[..., dict[str, Any]]:
    """Return a function that runs a command on the book and returns its answer."""

    def run(*words: str, status: int = 0) -> dict[str, Any]:
        assert main(["remit", *words, "--book", place, "--json"]) == status
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    return run


def file_of(tmp_path: Path, text: str) -> str:
    path = tmp_path / "officials.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def entered(tmp_path: Path, remit: Callable[..., dict[str, Any]], text: str) -> None:
    assert remit("enter", file_of(tmp_path, text), "--entity", "party")["officials"] >= 1


def test_a_due_is_told_with_its_arithmetic(
    tmp_path: Path, remit: Callable[..., dict[str, Any]]
) -> None:
    entered(tmp_path, remit, OFFICIALS_FILE)
    found = remit("due", "--period", "2026-12")
    (row,) = found["due"]
    assert (found["entity"], row["official"], row["name"]) == ("party", "R-1", "Winter, Ada")
    assert (row["due_cents"], row["open_cents"]) == (3_416_74, 41_000_00)
    assert "41,000.00" in row["lines"][0]["formula"][0]
    assert sum(row["age"].values()) == 41_000_00


def test_a_plan_is_explained_to_the_cent_and_kept(
    place: str, tmp_path: Path, remit: Callable[..., dict[str, Any]]
) -> None:
    entered(tmp_path, remit, OFFICIALS_FILE)
    found = remit("plan", "--official", "winter", "--period", "2026-01", "--keep")
    (line,) = found["lines"]
    assert (line["recipient"], line["amount_cents"]) == ("party/federal", 3_416_66)
    assert (line["room_before_cents"], line["room_after_cents"]) == (10_000_00, 6_583_34)
    assert "30116" in line["citation"]
    with open_book(place) as book, book.read() as connection:
        (kept,) = INSTRUCTIONS.of(connection, find_entity(connection, "party").id)
    assert (kept.fact.period, kept.fact.due_cents, kept.fact.signed_on) == (
        "2026-01",
        3_416_66,
        None,
    )


def test_what_came_is_found_and_taken_once(
    place: str, tmp_path: Path, remit: Callable[..., dict[str, Any]]
) -> None:
    entered(tmp_path, remit, OFFICIALS_FILE)
    for period in ("2026-01", "2026-02"):
        remit("plan", "--official", "R-1", "--period", period, "--keep")
    with open_book(place) as book:
        gift(book, "party", "Winter", "2026-01-04", 3_416_66)
        gift(book, "party", "Summer", "2026-01-04", 3_416_66)
    found = remit("match", "--entity", "party", "--take", status=1)
    (row,) = found["matches"]
    assert (row["official"], row["periods"], row["taken"]) == ("R-1", ["2026-01"], True)
    assert [one["period"] for one in found["awaited"]] == ["2026-02"]
    assert remit("match", "--entity", "party", "--take", status=1)["matches"] == []
    (due,) = remit("due", "--period", "2026-01")["due"]
    assert (due["state"], due["made_cents"], due["open_cents"]) == ("fulfilled", 3_416_66, 0)


def test_one_payment_for_two_months_answers_both_when_somebody_says_so(
    place: str, tmp_path: Path, remit: Callable[..., dict[str, Any]]
) -> None:
    entered(tmp_path, remit, OFFICIALS_FILE)
    for period in ("2026-01", "2026-02"):
        remit("plan", "--official", "R-1", "--period", period, "--keep")
    with open_book(place) as book:
        gift(book, "party", "Winter", "2026-02-04", 2 * 3_416_66)
        party = find_entity_id(book, "party")
        with book.read() as connection:
            (found,) = proposals(connection, party)
        assert (found.match.strength, found.match.over_cents) == ("likely", 0)
        with book.unit_of_work("Take as remittance") as unit:
            take(unit, found)
        with book.read() as connection:
            assert awaited_by(connection, party) == []
            assert proposals(connection, party) == ()


def find_entity_id(book: Book, code: str) -> int:
    with book.read() as connection:
        return find_entity(connection, code).id


def test_what_is_stopped_or_carried_asks_for_attention(
    tmp_path: Path, remit: Callable[..., dict[str, Any]]
) -> None:
    entered(tmp_path, remit, OFFICIALS_FILE)
    found = remit("plan", "--official", "R-1", "--period", "2027-02", status=1)
    assert {one["code"] for one in found["stops"]} == {"ATTESTATION"}
    assert found["carry_cents"] == found["due_cents"] == 3_416_66


def test_a_second_file_may_bring_the_same_schedule(
    place: str, tmp_path: Path, remit: Callable[..., dict[str, Any]]
) -> None:
    entered(tmp_path, remit, OFFICIALS_FILE)
    entered(tmp_path, remit, OFFICIALS_FILE.replace("Winter", "Summer"))
    with open_book(place) as book, book.read() as connection:
        party = find_entity(connection, "party").id
        assert len(SCHEDULES.of(connection, party)) == 1
        assert [one.fact.reference for one in OFFICIALS.of(connection, party)] == ["R-1", "R-2"]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('level = "local"', 'level = "village"', "official 1, term 1, level"),
        ('gross = "148500.00"', 'gross = "much"', "official 1, term 1, pay 1, gross"),
        ('kind = "cap"', 'kind = "hat"', "schedule 1"),
        ('net = "101000.00"', 'net = "201000.00"', "more than gross"),
        ('entity = "party"', 'entity = "parish"', "no entity “parish”"),
        ("signed = 2025-12-20", "signd = 2025-12-20", "'signd' has no place"),
        ('treasurer = "Tom Lopez"', 'text = "I owe it."', "needs a text with every clause"),
        ('{ kind = "own_funds", on = 2025-12-20 },', "", "declarations"),
        ("[[official]]", "[[official", "not valid TOML"),
    ],
)
def test_a_file_that_is_wrong_says_where_and_leaves_nothing(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    before: str, after: str, said: str,
) -> None:  # fmt: skip
    wrong = file_of(tmp_path, OFFICIALS_FILE.replace(before, after, 1))
    assert main(["remit", "enter", wrong, "--entity", "party", "--book", place]) == 2
    assert said in capsys.readouterr().err
    with open_book(place) as book, book.read() as connection:
        party = find_entity(connection, "party").id
        assert OFFICIALS.of(connection, party) == SCHEDULES.of(connection, party) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("due", "--period", "March"), "write YYYY-MM"),
        (("due", "--period", "2026-03"), "remit enter"),
        (("plan", "--official", "Winter", "--period", "2026-03"), "remit enter"),
        (("due", "--period", "2026-03", "--entity", "nowhere"), "nowhere"),
    ],
)
def test_what_cannot_be_answered_says_what_to_do(
    place: str, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    assert main(["remit", *words, "--book", place]) == 2
    assert said in capsys.readouterr().err


def test_several_people_alike_are_told_apart_by_reference(
    place: str, tmp_path: Path, remit: Callable[..., dict[str, Any]],
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    entered(tmp_path, remit, OFFICIALS_FILE)
    entered(tmp_path, remit, OFFICIALS_FILE.replace("Winter", "Winters"))
    capsys.readouterr()
    asked = ["remit", "plan", "--official", "winter", "--period", "2026-01", "--book", place]
    assert main(asked) == 2
    assert "R-1 Winter, Ada, R-2 Winters, Ada" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ("due", "--period", "2026-03"),
        ("due", "--period", "2026-03", "--entity", "party"),
        ("plan", "--official", "winter", "--period", "2026-01"),
        ("steps", "--official", "winter"),
        ("stipends", "--official", "winter"),
        ("step", "statement", "--official", "winter", "--who", "Vi", "--text", "Open."),
        ("enter", "nothing.toml", "--entity", "party"),
    ],
)
def test_who_only_looks_sees_no_pay_and_no_promise(
    place: str, tmp_path: Path, remit: Callable[..., dict[str, Any]],
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...],
) -> None:  # fmt: skip
    entered(tmp_path, remit, OFFICIALS_FILE)
    with open_book(place) as book:
        book.who = "ada"
        with book.unit_of_work("Add member") as unit:
            viewer = {find_entity(unit.connection, "party").id: "viewer"}
            add_member(unit, login=login_name(), name="Vi", rights=viewer, own_name="Ada")
    assert main(["remit", *words, "--book", place]) == 2
    said = capsys.readouterr()
    assert "you may not see and keep officials’ pay and promises" in said.err
    assert "Ada (treasurer) may." in said.err
    assert "Winter" not in said.out + said.err


def test_a_step_is_taken_in_its_turn_and_told(
    place: str, tmp_path: Path, remit: Callable[..., dict[str, Any]],
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    entered(tmp_path, remit, OFFICIALS_FILE)
    of = ("--official", "R-1", "--on", "2026-03-20")
    before = remit("steps", *of)
    assert (before["overdue_cents"], before["next"], before["state"]) == (
        2 * 3_416_66, "statement", "OR",
    )  # fmt: skip
    assert [one["step"] for one in before["steps"] if one["allowed"]] == ["statement"]
    said = ("--who", "Tom Lopez", "--text", "February is open.")
    taken = remit("step", "statement", *of, *said, "--to", "ada@example.org")
    assert (taken["role"], taken["address"], taken["text"]) == (
        "treasurer", "ada@example.org", "February is open.",
    )  # fmt: skip
    after = remit("steps", *of)
    assert after["next"] is None
    assert [one["number"] for one in after["steps"][0]["taken"]] == [taken["number"]]
    for words in (
        ("reminder", *of, *said), ("recall", *of, *said, "--role", "board"),
        ("statement", *of, *said, "--federal"), ("statement", *of, *said, "--to", "a@senate.gov"),
    ):  # fmt: skip
        assert main(["remit", "step", *words, "--book", place]) == 2
        assert "U.S.C." in capsys.readouterr().err


def test_pay_of_an_official_is_told_with_its_verdict_and_its_signs(
    place: str, tmp_path: Path, remit: Callable[..., dict[str, Any]]
) -> None:
    known = OFFICIALS_FILE.replace(
        'city = "Salem"', 'street_1 = "2 Oak St", zip = "97302", city = "Salem"'
    )
    entered(tmp_path, remit, known)
    found = remit("stipends", "--official", "R-1", "--on", "2026-03-20")
    assert (found["offices"], found["contracts"], found["signs"]) == (["state_or_local"], [], [])
    with open_book(place) as book:
        gift(book, "party", "Winter", "2026-02-01", 500_00)
        gift(book, "voice", "Winter", "2026-02-20", 500_00, kind="operating_expenditure")
    remit("plan", "--official", "R-1", "--period", "2026-02", "--keep", status=0)
    with open_book(place) as book, book.unit_of_work("Take") as unit:
        (one,) = proposals(unit.connection, find_entity(unit.connection, "party").id)
        take(unit, one)
    alarmed = remit("stipends", "--official", "R-1", "--on", "2026-03-20", status=1)
    assert {one["sign"] for one in alarmed["signs"]} == {"no_contract", "same_amount"}
