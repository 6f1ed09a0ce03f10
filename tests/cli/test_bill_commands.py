"""Bills and checks from the shell: what is refused is said in one line and changes nothing."""

from pathlib import Path

import pytest

from tests.acceptance.shell import Shell, everything_in
from tests.ledger.meadow import meadow_at
from tests.ledger.paying import payer

OF = ("--account", "checking", "--entity", "party")


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    made = Shell(tmp_path / "book.fdesk")
    with meadow_at(str(made.book)) as book:
        desk = payer(book)
        desk.bill(2_000_00)
        desk.record(75_00, method="Check 1001")
    return made


def bill_of(shell: Shell, *words: str) -> str:
    return str(shell.ask("bill", "list", "--entity", "party", *words)["bills"][0]["bill"])


def test_what_cannot_be_done_is_one_line_and_leaves_the_book(shell: Shell, tmp_path: Path) -> None:
    number = bill_of(shell, "--on", "2026-07-02")
    before = everything_in(shell.book)
    card = ("payments", "name", "1", "--line")
    for words, said in (
        (("bill", "pay", number), "two people must approve it"),
        (("bill", "pay", "1"), "There is no bill 1"),
        (("checks", "void", "1001", *OF, "--why", " "), "Say why it is voided"),
        (("checks", "print", *OF, "--number", "7", "--out", "x.pdf"), "no check 7 on this account"),
        ((*card, "Juniper Inn; 20.00"), "no longer in the book"),
        (("payments", "register", "--entity", "party", "--from", "2026-01-01", "--to",
          "2026-12-31", "--out", str(tmp_path / "r.doc")), "does not end in"),
    ):  # fmt: skip
        assert said in shell.refused(*words), words
    assert everything_in(shell.book) == before
