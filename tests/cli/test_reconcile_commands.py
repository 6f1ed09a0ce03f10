"""The command ``reconcile``: what it answers, does and refuses, by role and without half acts."""

from pathlib import Path

import pytest

from financedesk.ledger.contacts import Contact
from financedesk.ledger.members import add_member
from financedesk.ledger.passphrases import set_passphrase
from financedesk.ledger.room import open_book
from tests.acceptance.shell import Shell, everything_in
from tests.banking.generated import bank_row, write_bank
from tests.ledger.riverbend import desk_for, riverbend_at

OF = ("--account", "main", "--entity", "party")
WORDS = "seven green umbrellas"


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    made = Shell(tmp_path / "book.fdesk")
    with riverbend_at(str(made.book)) as book:
        desk = desk_for(book, "party")
        for name, day in (("Invented Printing", "02"), ("Oak Cafe", "08"), ("Oak Cafe", "09")):
            shop = desk.meet(Contact(type="ORG", name=name, city="Salem", state="OR"))
            cents = 4_00 if name == "Oak Cafe" else 120_00
            desk.record("operating_expenditure", shop, f"2026-03-{day}", cents, purpose="Leaflets")
    rows = [
        bank_row("03/03/2026", -120_00, "INVENTED PRINTING CO OR"),
        bank_row("03/09/2026", -4_00, "OAK CAFE"),
        bank_row("03/31/2026", -15_00, "SERVICE FEE"),
    ]
    path = write_bank(tmp_path / "march.csv", rows, 12_500_00)
    assert made.ask("statement", path, *OF, "--minus", "out")["added"] == 3
    return made


def test_it_says_where_the_account_stands(shell: Shell) -> None:
    before = everything_in(shell.book)
    answer = shell.ask("reconcile", *OF, status=1)
    assert everything_in(shell.book) == before
    assert (answer["matched"], answer["difference_cents"]) == (0, -139_00)
    assert (answer["statement_cents"], answer["cleared_cents"]) == (12_361_00, 12_500_00)
    certain, perhaps = answer["proposed"]
    assert (certain["certain"], certain["cents"]) == (True, -120_00)
    assert certain["lines"][0]["text"] == "INVENTED PRINTING CO OR"
    assert certain["entries"][0]["text"] == "Invented Printing"
    assert (perhaps["certain"], len(perhaps["alternatives"])) == (False, 1)
    assert [(one["side"], one["cents"]) for one in answer["unmatched"]] == [("bank", -15_00)]
    told = shell.run("reconcile", *OF)
    assert told.status == 1
    assert "statement $12,361.00 - cleared $12,500.00 = difference -$139.00." in told.out
    assert "(1 other possible match)" in told.out
    assert "Only the bank has" in told.out


def test_certain_ones_are_one_step_and_one_match_is_taken_back(shell: Shell) -> None:
    answer = shell.ask("reconcile", *OF, "--accept-certain", status=1)
    assert (answer["accepted"], answer["matched"], answer["difference_cents"]) == (1, 1, -19_00)
    (match,) = answer["matches"]
    assert (match["on"], match["cents"], match["certain"]) == ("2026-03-03", -120_00, True)
    back = shell.ask("reconcile", *OF, "--undo", str(match["match"]), status=1)
    assert (back["taken_back"], back["matched"], back["difference_cents"]) == (
        match["match"], 0, -139_00,
    )  # fmt: skip
    shell.ask("undo")
    assert shell.ask("reconcile", *OF, status=1)["matched"] == 1
    assert "no longer in the book" in shell.refused("reconcile", *OF, "--undo", "1")
    assert shell.ask("book", "verify")["ok"]


def test_a_pair_is_matched_by_its_numbers(shell: Shell) -> None:
    perhaps = shell.ask("reconcile", *OF, status=1)["proposed"][1]
    line, entry = perhaps["lines"][0]["number"], perhaps["entries"][0]["number"]
    done = shell.run("reconcile", *OF, "--accept", f"{line}={entry}")
    assert "1 match accepted." in done.out
    for wrong in ("812", "a=b", "1=2=3"):
        assert "--accept" in shell.refused("reconcile", *OF, "--accept", wrong)
    assert "matched already" in shell.refused("reconcile", *OF, "--accept", f"{line}={entry}")


def test_a_month_that_ties_has_the_status_0(shell: Shell) -> None:
    shell.ask("reconcile", *OF, "--until", "2026-03-05", "--accept-certain")
    answer = shell.ask("reconcile", *OF, "--until", "2026-03-05")
    assert (answer["difference_cents"], answer["until"]) == (0, "2026-03-05")
    assert "not a date" in shell.refused("reconcile", *OF, "--until", "yesterday")
    assert "name one: --entity" in shell.refused("reconcile", "--account", "main")


def test_who_only_looks_accepts_nothing(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_book(shell.book) as book:
        entity_id = desk_for(book, "party").entity.id
        with book.unit_of_work("Add member", kind="setup") as unit:
            viewer = {entity_id: "viewer"}
            member = add_member(unit, login="vi", name="Vi", rights=viewer, own_name="Ada")
            set_passphrase(unit, member, WORDS)
    monkeypatch.setenv("FINANCEDESK_PASSPHRASE", WORDS)
    before = everything_in(shell.book)
    assert shell.ask("reconcile", *OF, "--user", "vi", status=1)["matched"] == 0
    for act in (("--accept-certain",), ("--accept", "1=2"), ("--undo", "1")):
        refused = shell.refused("reconcile", *OF, "--user", "vi", *act)
        assert "As viewer of Riverbend Party you may not" in refused
    of = ("--account", "main", "--entity", "campaign")
    assert "no entity 'campaign'" in shell.refused("reconcile", *of, "--user", "vi")
    assert everything_in(shell.book) == before


def test_a_rate_that_no_contract_has_is_refused_in_one_line(shell: Shell) -> None:
    add = ("terms", "add", "--entity", "party", "--processor", "stripe", "--since", "2026-01-01")
    for rate in ("inf", "NaN", "3.955", "101", "-1", "much"):
        assert "rate" in shell.refused(*add, f"--rate={rate}"), rate
    assert shell.ask("terms", "list", "--entity", "party") == {"terms": []}
