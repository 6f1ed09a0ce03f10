"""The command ``statement --typed``: a statement from paper, line by line."""

from pathlib import Path

import pytest

from tests.acceptance.shell import Shell, everything_in
from tests.ledger.riverbend import riverbend_at

OF = ("statement", "--typed", "--account", "main", "--entity", "party")
MARCH = ("--from", "2026-03-01", "--opening", "12,500.00", "--to", "3/31/2026")


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    made = Shell(tmp_path / "book.fdesk")
    with riverbend_at(str(made.book)):
        return made


def test_a_typed_statement_is_kept_and_reconciled_like_a_file(shell: Shell) -> None:
    lines = ("--line", "2026-03-03; -120.00; Printer; Leaflets; 1041", "--line", "2026-03-30; 5.00")
    answer = shell.ask(*OF, *MARCH, "--closing", "12,385.00", *lines)
    assert (answer["format"], answer["added"], answer["lacking_cents"]) == ("typed", 2, 0)
    found = shell.ask("reconcile", *OF[2:], status=1)
    assert found["statement_cents"] == 12_385_00
    assert {one["text"] for one in found["unmatched"]} == {"Printer Leaflets", ""}


def test_what_does_not_add_up_is_kept_and_told_and_nonsense_leaves_nothing(shell: Shell) -> None:
    before = everything_in(shell.book)
    for wrong in (
        (*MARCH,),
        (*MARCH, "--closing", "much"),
        (*MARCH, "--closing", "1.00", "--line", "2026-03-03"),
        (*MARCH, "--closing", "1.00", "--line", "2026-04-03; 1.00"),
        (*MARCH, "--closing", "1.00", "march.ofx"),
        (*MARCH, "--closing", "12,500.00", "--dry-run"),
    ):
        assert shell.run(*OF, *wrong).status == 2
    assert shell.run("statement", "--account", "main").status == 2
    assert everything_in(shell.book) == before
    answer = shell.ask(*OF, *MARCH, "--closing", "12,400.00", status=1)
    assert answer["notes"] == ["Lines and balances differ by $100.00."]
