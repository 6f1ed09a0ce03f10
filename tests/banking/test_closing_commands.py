"""Who may close from the shell, and what a mistyped command says."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import text

from financedesk.book import login_name
from financedesk.cli import main
from financedesk.ledger.members import add_member
from financedesk.ledger.room import LEDGER_ROOM, open_book
from tests.banking.closing_house import ClosingHouse, closing_house

OWN = ("--account", "main", "--entity", "party")
Shell = Callable[..., tuple[int, str]]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[ClosingHouse]:
    with closing_house(tmp_path) as made:
        yield made


@pytest.fixture
def shell(house: ClosingHouse, capsys: pytest.CaptureFixture[str]) -> Shell:
    """Return a way to run a command on the house's book and read what it says."""
    house.book.close()

    def run(*words: str) -> tuple[int, str]:
        status = main([*words, "--book", str(house.folder / "book.fdesk")])
        told = capsys.readouterr()
        return status, told.out + told.err

    return run


def named(house: ClosingHouse, role: str) -> None:
    """Let whoever runs the commands have a role; Ada keeps the walls."""
    with open_book(house.folder / "book.fdesk") as book:
        book.who = "ada"
        with book.unit_of_work("Add member") as unit:
            rights = {house.desk.entity.id: role}
            add_member(unit, login=login_name(), name="Mo", own_name="Ada", rights=rights)


CLOSE = ("closing", "close", *OWN, "--through", "2026-03-10", "--by", "Ann Lee")
LOOK = ("closing", "outlook", *OWN, "--through", "2026-03-10")
REVIEW = ("closing", "review", *OWN, "--by", "Kim Day")
REOPEN = ("closing", "reopen", *OWN, "--by", "Kim Day", "--why", "A slip")


def test_who_files_reports_closes(house: ClosingHouse, shell: Shell) -> None:
    named(house, "compliance_officer")
    status, told = shell(*CLOSE)
    assert status == 0
    assert "main is closed from 2026-01-01 through 2026-03-10: prepared by Ann Lee" in told
    assert [shell(*words)[0] for words in (REVIEW, REOPEN)] == [0, 0]
    status, told = shell(*REVIEW)
    assert status == 2
    assert "main is not closed; there is nothing" in told
    # What is told is what was done, not the later one that was reopened.
    earlier = shell("closing", "close", *OWN, "--through", "2026-03-05", "--by", "Ann Lee")
    assert "main is closed from 2026-01-01 through 2026-03-05" in earlier[1]


def test_a_fundraiser_may_only_look(house: ClosingHouse, shell: Shell) -> None:
    house.close("2026-03-05")
    named(house, "fundraiser")
    assert shell(*LOOK)[0] == 0
    for words in (CLOSE, REVIEW, REOPEN):
        status, told = shell(*words)
        assert status == 2
        assert "you may not prepare, finalise and amend reports" in told


@pytest.mark.parametrize("said", ["Fee", "x=Fee", "=Fee", "²=Fee"])
def test_words_for_no_line_are_refused(shell: Shell, said: str) -> None:
    status, told = shell("closing", "outlook", *OWN, "--through", "2026-03-31", "--explain", said)
    assert status == 2
    assert "write it like 812=" in told


@pytest.mark.parametrize("act", [LOOK, CLOSE])
def test_words_for_a_line_that_needs_none_are_refused(shell: Shell, act: Sequence[str]) -> None:
    status, told = shell(*act, "--explain", "999=Fee")
    assert status == 2
    assert "--explain names 999, which is no line that only the bank has" in told
    assert shell("closing", "list", *OWN)[1].count("closed from") == 0


def test_a_month_and_a_tie_in_words(shell: Shell) -> None:
    status, told = shell("closing", "month", "--entity", "party", "--month", "2026-03")
    assert status == 1
    assert "Riverbend Party, 2026-03: open." in told
    assert "main is open. 1 line of the bank is not in the books" in told
    status, told = shell("closing", "tie-out", "--entity", "party", "--on", "2026-03-31")
    assert status == 1
    assert "Federal money: bank $11,542.00, books $11,557.00; Line 8 as a report" in told


def test_a_closing_is_told_in_words(house: ClosingHouse) -> None:
    closing_id = house.close_march()
    assert LEDGER_ROOM.describe is not None
    with house.book.read() as connection:
        told = LEDGER_ROOM.describe(connection, "bank_closing", closing_id)
        item = connection.execute(text("SELECT MIN(id) FROM bank_closing_item")).scalar_one()
        assert LEDGER_ROOM.describe(connection, "bank_closing_item", item) == told
    assert told == "The closing of main through 2026-03-31"


def test_verify_finds_closings_that_overlap_or_do_not_come_out(house: ClosingHouse) -> None:
    house.close("2026-03-10")
    house.close_march()
    with house.book.unit_of_work("Break") as unit:
        for change in (
            "UPDATE bank_closing SET closed_from = '2026-03-09' WHERE closed_from > '2026-02'",
            "UPDATE bank_closing_item SET cents = cents + 1 WHERE cents = -90000",
        ):
            unit.connection.execute(text(change))
    told = [one.text for one in house.book.verify() if one.area == "ledger"]
    assert any("begins on or before the last day of another in force" in one for one in told)
    assert any("differ by 1 cents after all that explains them" in one for one in told)
