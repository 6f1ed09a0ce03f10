"""The commands on drives: planned, ruled, reported, closed, each within what a role may do."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from financedesk.book import login_name
from financedesk.cli import main
from financedesk.drives.figures import drive_list
from financedesk.ledger.entities import find_entity
from financedesk.ledger.members import add_member
from financedesk.ledger.room import open_book
from tests.intake.exports import gift, write_export
from tests.ledger.riverbend import riverbend_at

PAGE, CODE = {"Fundraising_Page": "spring-1"}, {"Reference_Code": "North"}
MADE = ("drive", "make", "Spring", "--entity", "party", "--goal", "100", "--from", "2026-02-01",
        "--to", "2026-02-28", "--about", "issue:Housing", "--milestone", "20=A van")  # fmt: skip


class Shell:
    """Types commands on one book."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys
        self.location = str(folder / "book.fdesk")
        riverbend_at(self.location).__enter__().close()

    def ask(self, *words: str, status: int = 0) -> dict[str, Any]:
        assert main([*words, "--book", self.location, "--json"]) == status
        found: dict[str, Any] = json.loads(self.capsys.readouterr().out)
        return found

    def said(self, *words: str) -> str:
        assert main([*words, "--book", self.location]) == 0
        return self.capsys.readouterr().out

    def refused(self, *words: str) -> str:
        assert main([*words, "--book", self.location]) == 2
        return self.capsys.readouterr().err

    def bring(self, *rows: dict[str, str]) -> None:
        numbered = [
            gift(Recipient_Gov_ID="C00999991", Lineitem_ID=f"{700 + number}", **row)
            for number, row in enumerate(rows)
        ]
        self.ask("intake", str(write_export(self.folder / "gifts.csv", numbered)))


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path, capsys)


def test_a_drive_from_plan_to_result(shell: Shell) -> None:
    assert shell.said("drive", "list") == "No drive yet; make one with drive make.\n"
    shell.ask(*MADE)
    shell.ask("drive", "make", "North", "--part-of", "spring", "--kind", "region")
    shell.ask("drive", "rule", "spring", "--page", "spring-*")
    shell.ask("drive", "rule", "north", "--reference", "north")
    refunded = {"Refund_ID": "R1", "Refund_Date": "2026-02-10 00:00:00"}
    shell.bring(PAGE, CODE, {}, {**PAGE, **refunded})
    report = shell.ask("drive", "report", "spring", "--on", "2026-02-14")
    assert (report["gross_cents"], report["refunded_cents"]) == (75_00, 25_00)
    assert (report["raised_cents"], report["pace"], report["pace_cents"]) == (50_00, 1000, 50_00)
    assert (report["goal_share"], report["days_left"], report["about"]) == (500, 14, "Housing")
    assert [(one["drive"], one["raised_cents"]) for one in report["parts"]] == [("north", 25_00)]
    assert report["milestones"] == [{"cents": 20_00, "words": "A van", "reached_on": "2026-02-03"}]
    assert [one["so_far_cents"] for one in report["days"]] == [75_00, 50_00]
    assert "$50.00 of $100.00 from 1 donor" in shell.said("drive", "list")
    closed = shell.ask("drive", "close", "spring", "--on", "2026-02-28")
    assert (closed["raised_cents"], closed["closed_on"]) == (50_00, "2026-02-28")
    assert "was closed on 2026-02-28" in shell.refused("drive", "change", "spring", "--goal", "5")
    now = shell.ask("drive", "report", "spring")["closed"]
    assert (now["sha256"], now["is_whole"], now["since"]) == (closed["sha256"], True, {})
    shell.ask("drive", "close", "spring", "--reopen", "A late match")
    shell.ask("drive", "change", "spring", "--goal", "", "--name", "Spring in full", "--to", "")
    with open_book(shell.location, write=False) as book, book.read() as connection:
        entity = find_entity(connection, "party")
        (card,) = drive_list(connection, [entity.id], date(2026, 2, 14))
    assert (card.plan.name, card.plan.goal_cents, card.plan.to_date) == (
        "Spring in full", None, None,
    )  # fmt: skip
    assert card.figures.raised_cents == report["raised_cents"]


def test_rules_show_what_they_would_move_before_they_do(shell: Shell) -> None:
    shell.ask(*MADE)
    shell.bring(PAGE, {})
    assert shell.said("drive", "assign", "--entity", "party") == (
        "Every gift is where the rules want it.\n"
    )
    (rule,) = shell.ask("drive", "rule", "spring", "--page", "spring-*")["rules"]
    words = shell.said("drive", "assign", "--entity", "party")
    assert words == "1 gift ($25.00) would move from no drive to spring\n"
    assert shell.ask("drive", "list")["drives"][0]["gifts"] == 0
    moved = shell.ask("drive", "assign", "--entity", "party", "--move")
    assert (moved["moved"], moved["moves"][0]["to_drive"]) == (True, "spring")
    assert shell.ask("drive", "list")["drives"][0]["gifts"] == 1
    assert shell.ask("undo")["undone"] == "Assign gifts to drives"
    assert shell.ask("drive", "list")["drives"][0]["gifts"] == 0
    assert "has no rule 7" in shell.refused("drive", "rule", "spring", "--delete", "7")
    assert shell.ask("drive", "rule", "spring", "--delete", str(rule["rule"]))["rules"] == []
    assert shell.said("drive", "rule", "spring") == "Spring has no rule.\n"
    assert shell.ask("drive", "change", "spring", "--delete")["deleted"] == "spring"


WRONG = [
    (("drive", "report", "autumn"), "no drive 'autumn' in this book; it holds: spring"),
    (("drive", "make", "Autumn"), "Name who receives with --entity"),
    (("drive", "make", "Autumn", "--entity", "party", "--goal", "much"), "not an amount"),
    (("drive", "make", "Autumn", "--entity", "party", "--milestone", "5"), "Say what"),
    (("drive", "make", "A", "--part-of", "spring"), "what kind of part"),
    (("drive", "change", "spring", "--from", "2026-03-09"), "before it begins"),
    (("drive", "close", "spring", "--reopen", "why"), "is not closed"),
    (("drive", "rule", "spring", "--state", "Oregon"), "two letters"),
    (("drive", "assign", "--entity", "nobody"), "no entity 'nobody'"),
]


def test_what_cannot_be_is_said_in_one_line(shell: Shell) -> None:
    shell.ask(*MADE)
    for words, said in WRONG:
        refusal = shell.refused(*words)
        assert refusal.startswith("financedesk: ")
        assert said in refusal, words
        assert len(shell.ask("drive", "list", "--parts")["drives"]) == 1


@pytest.mark.parametrize(
    ("rights", "plans", "moves"),
    [
        ({"party": "treasurer"}, "", ""),
        ({"party": "fundraiser"}, "", "you may not correct"),
        ({"party": "viewer"}, "you may not record", "you may not correct"),
        ({"campaign": "treasurer"}, "it holds: none yet", "no entity 'party'"),
    ],
)
def test_each_act_asks_the_role(
    shell: Shell, rights: dict[str, str], plans: str, moves: str
) -> None:
    shell.ask(*MADE)
    shell.bring(PAGE)
    shell.ask("drive", "rule", "spring", "--page", "spring-*")
    with open_book(shell.location) as book:
        book.who = "ada"
        with book.read() as connection:
            ids = {code: find_entity(connection, code).id for code in ("party", "campaign")}
        with book.unit_of_work("Add member") as unit:
            add_member(
                unit, login=login_name(), name="Mo", own_name="Ada",
                rights={ids[code]: role for code, role in rights.items()},
            )  # fmt: skip
    for words, refusal in (
        (("drive", "change", "spring", "--goal", "5"), plans),
        (("drive", "assign", "--entity", "party", "--move"), moves),
    ):
        if refusal:
            assert refusal in shell.refused(*words)
        else:
            shell.ask(*words)
    seen = "party" in rights
    assert len(shell.ask("drive", "list")["drives"]) == seen
    if seen:
        assert shell.ask("drive", "report", "spring")["gifts"] == (not moves)
